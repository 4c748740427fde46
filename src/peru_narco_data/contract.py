"""Finds and reads ``datapackage.json``, the one place where a schema fact is written."""

import json
import os
from functools import cache

from peru_narco_data.messages import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Root = str | os.PathLike[str] | None

DESCRIPTOR = "datapackage.json"
_BUNDLE = "_bundle"  # where hatch_build.py puts the data of an installed package


@cache
def home() -> str:
    """Folder that holds the bundled data: inside an installed package, or the checkout itself."""
    here = os.path.dirname(os.path.abspath(__file__))
    checkout = os.path.dirname(os.path.dirname(here))
    for folder in (os.path.join(here, _BUNDLE), checkout):
        if os.path.isfile(os.path.join(folder, DESCRIPTOR)):
            return folder
    raise FileNotFoundError(f"no {DESCRIPTOR} beside the package or in its checkout; reinstall peru-narco-data")


@cache
def _parsed(file: str, stamp: "tuple[int, int]", sealed: bool) -> "dict[str, Any]":
    with open(file, encoding="utf-8") as stream:
        try:
            descriptor: dict[str, Any] = json.load(stream)
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            raise ValueError(f"{file}: not valid JSON: {error}") from None
    problem = "" if sealed else _problem(descriptor)
    if problem:
        raise ValueError(f"{file}: {problem}")
    return descriptor


def _problem(descriptor: "Any") -> str:
    """What keeps a descriptor from being read at all, or nothing. What it says is checked elsewhere."""
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not resources or not isinstance(descriptor.get("version"), str):
        return "no version, or no resources"
    for number, resource in enumerate(resources):
        if not _has(resource, name=str, path=str, title=str, title_es=str, description=str, schema=dict):
            return f"resource {number} lacks a name, path, title, description or schema"
        name, schema = resource["name"], resource["schema"]
        parts = resource["path"].split("/")
        if ".." in parts or os.path.isabs(resource["path"]) or "\\" in resource["path"] or "\0" in resource["path"]:
            return f"the path of {name}, {resource['path']!r}, leads out of the folder"
        if not isinstance(schema.get("fields"), list) or not schema["fields"]:
            return f"{name} has no fields"
        for field in schema["fields"]:
            if not _has(field, name=str, type=str, title=str, title_es=str, description=str, description_es=str):
                return f"a field of {name} lacks its name, type, title or description"
            if not _limits(field.get("constraints", {})):
                return f"the constraints of {name}.{field['name']} cannot be read"
            if not isinstance(field.get("codeList", ""), str) or not isinstance(field.get("dateFormat", ""), str):
                return f"the code list or date format of {name}.{field['name']} cannot be read"
        names = [field["name"] for field in schema["fields"]]
        key = schema.get("primaryKey")
        if not isinstance(key, list) or not key or not all(column in names for column in key):
            return f"the primary key of {name} is not among its fields"
        links = schema.get("foreignKeys", [])
        if not isinstance(links, list) or not all(_link(link, names) for link in links):
            return f"a foreign key of {name} cannot be read"
    tables = {resource["name"]: [f["name"] for f in resource["schema"]["fields"]] for resource in resources}
    for resource in resources:
        for link in resource["schema"].get("foreignKeys", []):
            target = link["reference"].get("resource") or resource["name"]
            if link["reference"]["fields"][0] not in tables.get(target, []):
                return f"a foreign key of {resource['name']} points to {target}, where its field is not"
    return "two resources share a name" if len(tables) < len(resources) else ""


def _has(part: "Any", **kinds: type) -> bool:
    return isinstance(part, dict) and all(isinstance(part.get(name), kind) for name, kind in kinds.items())


def _limits(limits: "Any") -> bool:
    import re

    if not isinstance(limits, dict):
        return False
    enum, pattern = limits.get("enum", []), limits.get("pattern", "")
    numbers = all(isinstance(limits.get(end, 0), (int, float)) for end in ("minimum", "maximum"))
    if not isinstance(enum, list) or not all(isinstance(code, str) for code in enum) or not isinstance(pattern, str):
        return False
    try:
        re.compile(pattern)
    except re.error:
        return False
    return numbers


def _link(link: "Any", names: list[str]) -> bool:
    if not _has(link, fields=list, reference=dict) or not _has(link["reference"], fields=list):
        return False
    ends = [*link["fields"], *link["reference"]["fields"], link["reference"].get("resource") or ""]
    return len(ends) == 3 and all(isinstance(end, str) for end in ends) and ends[0] in names


def read(root: "Root" = None) -> "dict[str, Any]":
    """The descriptor of the data at ``root``, the bundled one by default. Treat it as read-only."""
    file = os.path.join(folder_of(root), DESCRIPTOR)
    if not os.path.isfile(file):
        raise FileNotFoundError(f"no {DESCRIPTOR} in {os.path.dirname(file)!r}; give a folder that holds it and data/")
    state = os.stat(file)  # an edited descriptor is read again
    sealed = root is None and os.path.basename(home()) == _BUNDLE  # tested before it was built
    return _parsed(file, (state.st_mtime_ns, state.st_size), sealed)


def folder_of(root: "Root" = None) -> str:
    """The folder meant by ``root``: the bundled data, or a copy elsewhere."""
    return home() if root is None else os.path.abspath(root)


def table_names(root: "Root" = None) -> list[str]:
    """Names of the tables, in the contract's order."""
    return [resource["name"] for resource in read(root)["resources"]]


def resource(table: str, root: "Root" = None) -> "dict[str, Any]":
    """The resource of one table. Raises ValueError for an unknown name."""
    for candidate in read(root)["resources"]:
        if candidate["name"] == table:
            found: dict[str, Any] = candidate
            return found
    refuse("table", table, table_names(root))


def fields(table: str, root: "Root" = None) -> "list[dict[str, Any]]":
    """Field descriptors of a table, in column order."""
    found: list[dict[str, Any]] = resource(table, root)["schema"]["fields"]
    return found


def codes_of(table: str, column: str, root: "Root" = None) -> list[str]:
    """Allowed codes of a column in their order; none where any text is allowed. ValueError for an unknown column."""
    for field in fields(table, root):
        if field["name"] == column:
            codes: list[str] = field.get("constraints", {}).get("enum", [])
            return codes
    refuse(f"column of {table}", column, (field["name"] for field in fields(table, root)))


def primary_key(table: str, root: "Root" = None) -> list[str]:
    """Columns of the primary key."""
    key: list[str] = resource(table, root)["schema"]["primaryKey"]
    return key


def foreign_keys(table: str, root: "Root" = None) -> list[tuple[str, str, str]]:
    """(column, table it points to, column there) for each foreign key."""
    keys = resource(table, root)["schema"].get("foreignKeys", [])
    return [(k["fields"][0], k["reference"].get("resource", table), k["reference"]["fields"][0]) for k in keys]


def file_of(table: str, root: "Root" = None) -> str:
    """Path of a table's CSV file."""
    return os.path.join(folder_of(root), *resource(table, root)["path"].split("/"))

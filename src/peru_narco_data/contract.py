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


@cache
def home() -> str:
    """Folder that holds the bundled data: inside an installed package, or the checkout itself."""
    here = os.path.dirname(os.path.abspath(__file__))
    checkout = os.path.dirname(os.path.dirname(here))
    for folder in (os.path.join(here, "_bundle"), checkout):
        if os.path.isfile(os.path.join(folder, DESCRIPTOR)):
            return folder
    raise FileNotFoundError(f"no {DESCRIPTOR} beside the package or in its checkout; reinstall peru-narco-data")


@cache
def _parsed(file: str, stamp: "tuple[int, int]") -> "dict[str, Any]":
    with open(file, encoding="utf-8") as stream:
        try:
            descriptor: dict[str, Any] = json.load(stream)
        except json.JSONDecodeError as error:
            raise ValueError(f"{file}: not valid JSON: {error}") from None
    return descriptor


def read(root: "Root" = None) -> "dict[str, Any]":
    """The descriptor of the data at ``root``, the bundled one by default. Treat it as read-only."""
    file = os.path.join(folder_of(root), DESCRIPTOR)
    if not os.path.isfile(file):
        raise FileNotFoundError(f"no {DESCRIPTOR} in {os.path.dirname(file)!r}; give a folder that holds it and data/")
    state = os.stat(file)  # an edited descriptor is read again
    return _parsed(file, (state.st_mtime_ns, state.st_size))


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

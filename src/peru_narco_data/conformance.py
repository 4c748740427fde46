"""The contract's own checks, made on the raw text of the files: structure, types, keys, codes."""

import os
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from peru_narco_data import contract, raw
from peru_narco_data.messages import one_of

if TYPE_CHECKING:
    from peru_narco_data.contract import Root


class Violation(NamedTuple):
    """One thing that is wrong: which rule, where, what was found, what was expected."""

    rule: str
    table_name: str
    row_id: str
    field: str
    found: str
    expected: str


_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_INTEGER = re.compile(r"-?[0-9]+")


def violations(root: "Root" = None) -> Iterator[Violation]:
    """Everything in the files at ``root`` that breaks the contract, all at once."""
    yield from _sums(root)
    readable: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for table in contract.table_names(root):
        problem = _file_problem(table, root)
        if problem:
            yield problem
            continue
        rows: list[tuple[str, dict[str, str]]] = []
        yield from _shape(table, root, rows)
        readable[table] = rows
        yield from _cells(table, root, rows)
        yield from _keys(table, root, rows)
    yield from _references(root, readable)


def _sums(root: "Root") -> Iterator[Violation]:
    """A released copy is byte for byte what was released; a checkout has no sums and is checked by meaning alone."""
    from hashlib import sha256

    folder, released = contract.folder_of(root), {}
    file = os.path.join(folder, "SHA256SUMS")
    if os.path.isfile(file):
        with open(file, encoding="utf-8", errors="replace") as stream:
            for line in stream:
                digest, _, name = line.rstrip("\n").partition("  ")
                released[name] = digest
    for resource in contract.read(root)["resources"]:
        if "hash" in resource:
            released.setdefault(resource["path"], resource["hash"].removeprefix("sha256:"))
    for name, digest in released.items():
        path = os.path.join(folder, *name.split("/"))
        if not os.path.isfile(path):
            continue  # a missing table is reported as such
        with open(path, "rb") as stream:
            found = sha256(stream.read()).hexdigest()
        if found != digest:
            table = os.path.basename(name).removesuffix(".csv")
            yield Violation(
                "checksum", table, "", "", f"{name} with SHA-256 {found[:12]}…", f"{digest[:12]}… as released"
            )


def _file_problem(table: str, root: "Root") -> "Violation | None":
    file = contract.file_of(table, root)
    name = contract.resource(table, root)["path"]
    if not os.path.isfile(file):
        return Violation("file", table, "", "", "no file", f"{name}")
    with open(file, "rb") as stream:
        content = stream.read()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Violation("file", table, f"byte {error.start}", "", "text that is not UTF-8", f"{name} in UTF-8")
    if content.startswith(b"\xef\xbb\xbf"):
        return Violation("file", table, "line 1", "", "a byte order mark", f"{name} in UTF-8 without one")
    if b"\r" in content:
        line = content[: content.index(b"\r")].count(b"\n") + 1
        return Violation("file", table, f"line {line}", "", "a carriage return", f"{name} with LF line ends")
    try:
        header = next(raw.lines(table, root), [])
        for _ in raw.lines(table, root):
            pass
    except ValueError as error:
        return Violation("file", table, "", "", str(error).removeprefix(f"{name}: "), f"{name} as RFC 4180")
    columns = [f["name"] for f in contract.fields(table, root)]
    if header != columns:
        differing = [c for c in columns if c not in header] + [c for c in header if c not in columns]
        found = ", ".join(differing) or "columns in another order"
        return Violation("header", table, "line 1", "", found, "columns " + ", ".join(columns))
    return None


def _shape(table: str, root: "Root", rows: list[tuple[str, dict[str, str]]]) -> Iterator[Violation]:
    """Fill ``rows`` with (row id, row); report records of the wrong length."""
    columns = [f["name"] for f in contract.fields(table, root)]
    key = contract.primary_key(table, root)
    records = raw.lines(table, root)
    next(records, None)
    for number, record in enumerate(records, start=2):
        row = dict(zip(columns, record, strict=False))
        name = raw.row_id(row, key).strip("/") or f"record {number}"
        if len(record) != len(columns):
            yield Violation("cells", table, name, "", f"{len(record)} cells", f"{len(columns)} cells")
        else:
            rows.append((name, row))


def _cells(table: str, root: "Root", rows: list[tuple[str, dict[str, str]]]) -> Iterator[Violation]:
    for field in contract.fields(table, root):
        name, limits = field["name"], field.get("constraints", {})
        for row_id, row in rows:
            text = row[name]
            if text == "":
                if limits.get("required"):
                    yield Violation(
                        "required", table, row_id, name, "an empty cell", f"a value: {field['description']}"
                    )
                continue
            expected = _type_problem(field, text)
            if expected:
                yield Violation("type", table, row_id, name, text, expected)
                continue
            if "enum" in limits and text not in limits["enum"]:
                yield Violation("code", table, row_id, name, text, one_of("code", text, limits["enum"]))
            if "pattern" in limits and not re.fullmatch(limits["pattern"], text):
                yield Violation("pattern", table, row_id, name, text, f"text like {limits['pattern']}")
            if "minimum" in limits and float(text) < limits["minimum"]:
                yield Violation("minimum", table, row_id, name, text, f"at least {limits['minimum']}")
            if "maximum" in limits and float(text) > limits["maximum"]:
                yield Violation("maximum", table, row_id, name, text, f"at most {limits['maximum']}")


def _type_problem(field: dict[str, Any], text: str) -> str:
    """What was expected of a cell, or nothing where its type is right."""
    kind = field["type"]
    if kind == "number" and not _NUMBER.fullmatch(text):
        return "a number, with a point and no thousands separator"
    if kind == "integer" and not _INTEGER.fullmatch(text):
        return "a whole number"
    if kind == "boolean" and text not in ("true", "false"):
        return "true or false"
    if kind == "date":
        try:
            if date.fromisoformat(text).isoformat() == text:
                return ""
        except ValueError:
            pass
        return "a date that exists, as YYYY-MM-DD"
    return ""


def _keys(table: str, root: "Root", rows: list[tuple[str, dict[str, str]]]) -> Iterator[Violation]:
    key = contract.primary_key(table, root)
    unique = [[f["name"]] for f in contract.fields(table, root) if f.get("constraints", {}).get("unique")]
    for columns in [key, *(c for c in unique if c != key)]:
        seen = set()
        for row_id, row in rows:
            value = tuple(row[c] for c in columns)
            if any(value) and value in seen:
                shown = "/".join(value)
                yield Violation("key", table, row_id, ", ".join(columns), shown, "each key once; it stands here again")
            seen.add(value)


def _references(root: "Root", readable: dict[str, list[tuple[str, dict[str, str]]]]) -> Iterator[Violation]:
    for table, rows in readable.items():
        for column, target, target_column in contract.foreign_keys(table, root):
            if target not in readable:
                continue  # that table's own problem has been reported
            known = {row[target_column] for _, row in readable[target]}
            for row_id, row in rows:
                if row[column] and row[column] not in known:
                    near = one_of(target_column, row[column], known).rpartition("; ")[2]
                    hint = f" ({near})" if near.startswith("did") else ""
                    expected = f"a {target_column} that stands in {target}{hint}"
                    yield Violation("reference", table, row_id, column, row[column], expected)

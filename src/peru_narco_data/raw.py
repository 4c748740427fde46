"""Reads tables as the text that stands in the files, for checks and for commands that need no pandas."""

import csv

from peru_narco_data import contract

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from peru_narco_data.contract import Root

    Row = dict[str, str]
    Table = dict[str, Row]
    Tables = dict[str, Table]


def lines(table: str, root: "Root" = None) -> "Iterator[list[str]]":
    """Records of a table's CSV file, the header first. ValueError where it is no CSV."""
    with open(contract.file_of(table, root), encoding="utf-8", newline="") as stream:
        try:
            yield from csv.reader(stream, strict=True)
        except csv.Error as error:
            raise ValueError(f"{contract.resource(table, root)['path']}: broken CSV: {error}") from None


def row_id(row: "Row", key: list[str]) -> str:
    """The key of a row as one text; the parts of a composite key are joined by a slash."""
    return "/".join(row.get(column, "") for column in key)


def read(table: str, root: "Root" = None) -> "Table":
    """Rows by row id. Of rows with the same id the first is kept."""
    records = lines(table, root)
    header = next(records, [])
    key = contract.primary_key(table, root)
    rows: Table = {}
    for record in records:
        row = dict(zip(header, record, strict=False))
        rows.setdefault(row.get(key[0], "") if len(key) == 1 else row_id(row, key), row)
    return rows


def read_all(root: "Root" = None) -> "Tables":
    """All tables of the data at ``root``."""
    return {table: read(table, root) for table in contract.table_names(root)}


def content(table: str, root: "Root" = None) -> bytes:
    """A table's CSV file as it is."""
    with open(contract.file_of(table, root), "rb") as stream:
        return stream.read()


def count(table: str, root: "Root" = None) -> int:
    """Number of rows of a table, the header not counted. Line breaks within quotes end no row.

    Every second piece between quotes lies outside of them where each quote opens or closes a whole cell, as in files
    of the formatter. In other files the rows are read one by one.
    """
    pieces = (b"\n" + content(table, root).removesuffix(b"\n")).split(b'"')
    before = {piece[-1] for piece in pieces[:-1:2] if piece}  # what stands before an opening quote
    outside = b"".join(pieces[::2])
    if before <= set(b",\n") and b"\r" not in outside:
        return outside.count(b"\n") - 1
    return sum(1 for _ in lines(table, root)) - 1

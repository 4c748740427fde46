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
        rows.setdefault(row_id(row, key), row)
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

    In files as the formatter writes them every second piece between quotes lies outside of them; in others the rows
    are read one by one.
    """
    pieces = content(table, root).removesuffix(b"\n").split(b'"')
    outside = pieces[::2]
    plain = all(p[-1:] in b",\n" for p in outside[:-1]) and all(p[:1] in b",\n" for p in outside[1:])
    if plain and len(pieces) % 2 and not any(b"\r" in piece for piece in outside):
        return sum(piece.count(b"\n") for piece in outside)
    return sum(1 for _ in lines(table, root)) - 1

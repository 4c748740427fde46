"""Cells: typed as the contract says, and made safe for spreadsheets; the readable wide tables."""

import csv
import datetime
import os
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from peru_narco_data import contract, raw

if TYPE_CHECKING:
    import pandas

    Cell = str | int | float | bool | datetime.date | None

# What a spreadsheet takes for the beginning of a formula, also after blanks and in full width.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
_READERS: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": datetime.date.fromisoformat,
}


def rows(table: str) -> "Iterator[list[Cell]]":
    """Rows of a table in order, each cell typed; an empty one is None."""
    readers = [_READERS[field["type"]] for field in contract.fields(table)]
    records = raw.lines(table)
    next(records)
    for record in records:
        yield [read(text) if text else None for read, text in zip(readers, record, strict=True)]


def safe(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unsafe(text: str) -> str:
    """What :func:`safe` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def readable(lang: str) -> "dict[str, pandas.DataFrame]":
    """The wide tables for reading: names instead of ids, replies, rulings and sources beside what they belong to."""
    from peru_narco_data import series, views

    return {
        "claims": views.claims(lang=lang),
        "events": views.events(lang=lang),
        "actors": views.actors(lang=lang),
        "production": series.production(lang=lang),
    }


def frame_rows(frame: "pandas.DataFrame") -> "Iterator[list[Cell]]":
    """Rows of a frame with plain values; what is missing is None."""
    import pandas

    for row in frame.astype(object).itertuples(index=False):
        cells = [None if pandas.isna(cell) else cell for cell in row]
        yield [cell.date() if isinstance(cell, pandas.Timestamp) else cell for cell in cells]


def write_csv(path: str, header: list[str], records: Iterable[list[str]], bom: bool) -> None:
    """A CSV file as those of the release are: UTF-8, LF, quotes only where needed."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8-sig" if bom else "utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(records)


def text(cell: "Cell") -> str:
    """A cell as it stands in a CSV file for people: texts made safe, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe(cell)
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)

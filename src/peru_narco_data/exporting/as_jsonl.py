"""JSON Lines: a file per table, every field on every line."""

import datetime
import json
import os

from peru_narco_data import contract
from peru_narco_data.exporting import cells


def write(folder: str, lang: str, bom: bool) -> None:
    """``<table>.jsonl`` for every table."""
    for table in contract.table_names():
        names = [field["name"] for field in contract.fields(table)]
        with open(os.path.join(folder, f"{table}.jsonl"), "w", encoding="utf-8", newline="\n") as stream:
            for row in cells.rows(table):
                stream.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_date) + "\n")


def _date(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")

"""Sorts, normalises and re-derives what is generated in a checkout (developer command ``format``)."""

import csv
import io
import json
import os
from typing import TYPE_CHECKING
from unicodedata import normalize

from peru_narco_data import citation, contract, dates, documentation, raw
from peru_narco_data.rules.ledger import code_lists

if TYPE_CHECKING:
    from peru_narco_data.contract import Root


def outputs(root: "Root" = None) -> dict[str, str]:
    """Path and right content of every file that the formatter writes, for the data at ``root``.

    Tables are sorted by key and their text made NFC without stray blanks; earliest and latest days
    follow from EDTF dates; enums in the contract follow from ``codes``; the codebook follows from both,
    and ``citation.bib`` from ``sources``.
    Raises ValueError where rows share a key, since sorting would hide one of them.
    """
    files = {contract.file_of(table, root): _table(table, root) for table in contract.table_names(root)}
    folder = contract.folder_of(root)
    files[os.path.join(folder, contract.DESCRIPTOR)] = _descriptor(root)
    for lang, page in documentation.PAGES.items():
        files[os.path.join(folder, page)] = documentation.codebook_page(root, lang)
    files[os.path.join(folder, "citation.bib")] = citation.bibliography(root)
    return files


def _table(table: str, root: "Root") -> str:
    fields, key = contract.fields(table, root), contract.primary_key(table, root)
    columns = [f["name"] for f in fields]
    records = raw.lines(table, root)
    if next(records, None) != columns:
        raise ValueError(f"{contract.resource(table, root)['path']}: the columns must be {', '.join(columns)}")
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for record in records:
        row = {name: _clean(text) for name, text in zip(columns, record, strict=True)}
        for field in fields:
            if field.get("dateFormat") == "edtf":
                span = _bounds_or_empty(row[field["name"]])
                row[f"{field['name']}_earliest"], row[f"{field['name']}_latest"] = span
        place = tuple(row[column] for column in key)
        if place in rows:
            raise ValueError(
                f"{contract.resource(table, root)['path']}: {'/'.join(place)} stands twice; give it a new key"
            )
        rows[place] = row
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows[place] for place in sorted(rows))
    return buffer.getvalue()


def _clean(text: str) -> str:
    return " ".join(normalize("NFC", text).split())


def _bounds_or_empty(text: str) -> tuple[str, str]:
    try:
        return dates.bounds(text) if text else ("", "")
    except ValueError:
        return "", ""  # the check reports the date itself


def _descriptor(root: "Root") -> str:
    descriptor = json.loads(json.dumps(contract.read(root)))
    lists = code_lists({"codes": raw.read("codes", root)})
    for resource in descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            if "codeList" in field:
                field.setdefault("constraints", {})["enum"] = lists.get(field["codeList"], [])
                if field.get("categoriesOrdered"):
                    field["categories"] = lists.get(field["codeList"], [])
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def stale(root: "Root" = None) -> list[str]:
    """Paths of the files that differ from what the formatter would write."""
    return sorted(path for path, content in outputs(root).items() if _content(path) != content)


def write(root: "Root" = None) -> list[str]:
    """Write what is stale; return the paths. Nothing is written where anything fails to be computed.

    The contract is written first and the rest computed again, since the codebook follows from it.
    """
    written = []
    for _ in range(2):
        files = outputs(root)
        for path in sorted(files):
            if _content(path) != files[path]:
                with open(path + ".new", "w", encoding="utf-8", newline="") as stream:
                    stream.write(files[path])
                os.replace(path + ".new", path)
                written.append(path)
    return sorted(set(written))


def _content(path: str) -> str:
    try:
        with open(path, encoding="utf-8", newline="") as stream:
            return stream.read()
    except FileNotFoundError:
        return ""

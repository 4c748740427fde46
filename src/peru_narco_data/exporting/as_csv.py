"""CSV: the tables with their contract, and readable wide versions with names, replies and sources."""

import hashlib
import json
import os

from peru_narco_data import contract, documentation, raw
from peru_narco_data.exporting import cells


def write(folder: str, lang: str, bom: bool) -> None:
    """``data/*.csv`` and ``datapackage.json`` as in the release, the codebook in both languages, ``readable/*.csv``."""
    tables(folder, bom)
    for name, frame in cells.readable(lang).items():
        records = ([cells.text(cell) for cell in row] for row in cells.frame_rows(frame))
        cells.write_csv(os.path.join(folder, "readable", f"{name}.csv"), list(frame.columns), records, bom)
    for language, name in documentation.PAGES.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as stream:
            stream.write(documentation.codebook_page(lang=language))


def tables(folder: str, bom: bool = False) -> dict[str, tuple[int, str]]:
    """The tables and the contract that describes them; returns size and SHA-256 of each table's file.

    Cells pass as they stand in the release, digits included; only texts are made safe for spreadsheets.
    """
    descriptor = json.loads(json.dumps(contract.read()))
    written = {}
    for resource in descriptor["resources"]:
        path = os.path.join(folder, *resource["path"].split("/"))
        is_text = [field["type"] == "string" for field in resource["schema"]["fields"]]
        header, *records = raw.lines(resource["name"])
        kept = ([cells.safe(t) if s else t for t, s in zip(record, is_text, strict=True)] for record in records)
        cells.write_csv(path, header, kept, bom)
        with open(path, "rb") as stream:
            content = stream.read()
        written[resource["name"]] = len(content), hashlib.sha256(content).hexdigest()
        resource["bytes"], resource["hash"] = len(content), f"sha256:{written[resource['name']][1]}"
        if bom:
            resource["encoding"] = "utf-8-sig"
    with open(os.path.join(folder, contract.DESCRIPTOR), "w", encoding="utf-8", newline="\n") as stream:
        stream.write(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n")
    return written

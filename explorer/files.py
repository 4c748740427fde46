"""The files to download: every format as people expect it, one file each, with size and SHA-256."""

import hashlib
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import peru_narco_data as pnd
from peru_narco_data import contract
from peru_narco_data.exporting import FORMATS, SUMS, files, notes
from texts import LANGUAGES, size, words

# In the order of the page. What is written for reading (names of columns, sheets, labels) is there in both languages.
_FOR_READING = ("csv", "excel")
_ORDER = ("csv", "excel", "parquet", "sqlite", "jsonl", "croissant", "jsonld", "duckdb", "ftm")


def write(folder: Path) -> dict[str, Any]:
    """Writes all formats into ``folder``; returns what the download page lists, by language: ``whole``, ``tables``."""
    folder.mkdir(parents=True)
    made: dict[str, Any] = {lang: {"whole": [], "tables": []} for lang in LANGUAGES}
    with tempfile.TemporaryDirectory() as workshop:
        for format in _ORDER:
            shared: dict[str, Any] = {}
            for lang in LANGUAGES:
                if lang == "en" or format in _FOR_READING:
                    export = Path(pnd.export(Path(workshop) / f"{format}.{lang}", format=format, lang=lang))
                    shared = _packed(export, folder, format, lang)
                    if format == "csv":
                        made[lang]["tables"] = _tables(export, folder, lang)
                about = notes.HOLDS[format][lang].replace("`", "")
                made[lang]["whole"].append({**shared, "label": words(lang)["format_" + format], "about": about})
    sums = [f"{_digest(folder / name)}  {name}\n" for name in files(str(folder))]
    (folder / SUMS).write_text("".join(sums), encoding="utf-8")
    return made


def _packed(export: Path, folder: Path, format: str, lang: str) -> dict[str, Any]:
    """One file of an export: itself where the format is one file, else a zip of the folder."""
    mark = f".{lang}" if format in _FOR_READING and lang != "en" else ""
    if FORMATS[format]:
        stem, dot, suffix = FORMATS[format].partition(".")
        target = folder / f"{stem}{mark}{dot}{suffix}"
        shutil.copyfile(export / FORMATS[format], target)
    else:
        target = folder / f"peru-narco-data-{format}{mark}.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name in files(str(export)):
                # A fixed date, so that the same data make the same file.
                entry = zipfile.ZipInfo(f"peru-narco-data-{format}/{name}", (1980, 1, 1, 0, 0, 0))
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(entry, (export / name).read_bytes())
    return _described(target, folder)


def _tables(export: Path, folder: Path, lang: str) -> list[dict[str, Any]]:
    """The tables one by one: first those made for reading, then those of the release."""
    suffix = "" if lang == "en" else "_es"
    listed = []
    for part in ("readable", "data"):
        for source in sorted((export / part).glob("*.csv"), key=lambda path: _place(path.stem)):
            mark = f".{lang}" if part == "readable" and lang != "en" else ""
            target = folder / "csv" / part / f"{source.stem}{mark}.csv"
            if part == "readable" or lang == "en":
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
            about = contract.resource(source.stem)["description" + suffix]
            with open(source, encoding="utf-8", newline="") as stream:
                import csv

                count = sum(1 for _ in csv.reader(stream)) - 1
            label = words(lang)["readable_table"].format(source.stem) if part == "readable" else f"{source.stem}.csv"
            listed.append({**_described(target, folder), "label": label, "about": about, "n": f"{count:,}"})
    return listed


def _place(table: str) -> int:
    return contract.table_names().index(table)


def _described(path: Path, folder: Path) -> dict[str, Any]:
    bytes_ = path.stat().st_size
    name = path.relative_to(folder).as_posix()
    return {"file": name, "bytes": bytes_, "size": size(bytes_), "sha256": _digest(path)}


def _digest(path: Path) -> str:
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

"""Croissant (mlcommons.org/croissant): the CSV files and their description for machine learning, 1.1 and 1.0."""

import json
import os
from typing import Any

from peru_narco_data import contract
from peru_narco_data.exporting import as_csv, notes

_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}
_TERMS = (
    *("citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet", "format"),
    *("includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex"),
    *("repeated", "replace", "samplingRate", "separator", "source", "subField", "transform"),
)


def write(folder: str, lang: str, bom: bool) -> None:
    """``data/*.csv`` with ``datapackage.json``, ``croissant.json`` and ``croissant-1.0.json``."""
    written = as_csv.tables(folder)
    for name, version in (("croissant.json", "1.1"), ("croissant-1.0.json", "1.0")):
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as stream:
            stream.write(json.dumps(_description(version, written), ensure_ascii=False, indent=2) + "\n")


def _description(version: str, written: dict[str, tuple[int, str]]) -> dict[str, Any]:
    package = contract.read()
    return {
        "@context": _context(version),
        "@type": "sc:Dataset",
        "conformsTo": f"http://mlcommons.org/croissant/{version}",
        "name": package["name"],
        "description": " ".join((notes.description("en"), *notes.READING["en"])),
        "alternateName": [notes.title("en"), notes.title("es")],
        "version": package["version"],
        "license": package["licenses"][0]["path"],
        "url": "urn:peru-narco-data",
        "datePublished": notes.latest_access(),
        "inLanguage": ["en", "es"],
        "keywords": package["keywords"],
        "creator": [{"@type": "sc:Organization", "name": person["title"]} for person in package["contributors"]],
        "citeAs": f"{package['contributors'][0]['title']}: {package['name']}, version {package['version']}",
        "isLiveDataset": False,
        "distribution": [_file(table, *written[table]) for table in contract.table_names()],
        "recordSet": [_records(table) for table in contract.table_names()],
    }


def _context(version: str) -> dict[str, Any]:
    context: dict[str, Any] = {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
        "sc": "https://schema.org/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
    }
    context |= {term: f"cr:{term}" for term in _TERMS}
    if version != "1.0":
        context |= {term: f"cr:{term}" for term in ("arrayShape", "containedIn", "isArray")}
        context |= {term: {"@container": "@language"} for term in ("name", "description")}
    return dict(sorted(context.items()))


def _file(table: str, size: int, digest: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{table}.csv",
        "name": f"{table}.csv",
        "description": contract.resource(table)["description"],
        "contentUrl": contract.resource(table)["path"],
        "contentSize": f"{size} B",
        "encodingFormat": "text/csv",
        "sha256": digest,
    }


def _records(table: str) -> dict[str, Any]:
    # A key points to a column of a file: mlcroissant loses rows where it points to a field of another record set.
    targets = {column: (target, key) for column, target, key in contract.foreign_keys(table)}
    key = [{"@id": f"{table}/{column}"} for column in contract.primary_key(table)]
    fields = []
    for field in contract.fields(table):
        described = {
            "@type": "cr:Field",
            "@id": f"{table}/{field['name']}",
            "name": field["name"],
            "description": field["description"],
            "dataType": _TYPES[field["type"]],
            "source": {"fileObject": {"@id": f"{table}.csv"}, "extract": {"column": field["name"]}},
        }
        if field["name"] in targets:
            target, column = targets[field["name"]]
            described["references"] = {"fileObject": {"@id": f"{target}.csv"}, "extract": {"column": column}}
        fields.append(described)
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": contract.resource(table)["description"],
        "key": key[0] if len(key) == 1 else key,
        "field": fields,
    }

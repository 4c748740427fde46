"""Rules on sources, places in them, and dates."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from peru_narco_data import contract, dates

if TYPE_CHECKING:
    from peru_narco_data.contract import Root
    from peru_narco_data.raw import Tables

Finding = tuple[str, str, str, str, str]

# What happened, was said or was decided cannot be later than the source that tells it.
_TOLD = {"claims": "said", "events": "occurred", "rulings": "ruled", "production": "vintage"}


def source_and_locator(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Every core, link and legal row names its source and the place in it."""
    for table in contract.table_names(root):
        if contract.resource(table, root)["group"] not in ("core", "link", "legal"):
            continue
        for row_id, row in tables[table].items():
            for field in ("source_id", "locator"):
                if not row.get(field):
                    yield table, row_id, field, "nothing", "the source and the place in it"


def locator_exists(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A locator of a fingerprinted source is one of that source's paragraphs."""
    known: dict[str, set[str]] = {}
    for row in tables["fingerprints"].values():
        known.setdefault(row["source_id"], set()).add(row["locator"])
    for table, rows in tables.items():
        if table in ("fingerprints", "sources"):
            continue
        for row_id, row in rows.items():
            source, locator = row.get("source_id", ""), row.get("locator")  # breakdowns have none
            if source in known and locator is not None and locator not in known[source]:
                yield table, row_id, "locator", locator, f"a paragraph of {source}: p1 to p{len(known[source])}"


def dates_are_edtf(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Every EDTF date parses, and its earliest and latest day follow from it."""
    for table in contract.table_names(root):
        names = [f["name"] for f in contract.fields(table, root) if f.get("dateFormat") == "edtf"]
        for row_id, row in tables[table].items():
            for name in names:
                try:
                    span = dates.bounds(row[name]) if row[name] else ("", "")
                except ValueError as error:
                    yield table, row_id, name, row[name], str(error)
                    continue
                for field, expected in zip((f"{name}_earliest", f"{name}_latest"), span, strict=True):
                    if row[field] != expected:
                        yield (
                            table,
                            row_id,
                            field,
                            row[field] or "nothing",
                            f"{expected or 'nothing'}, from {row[name]}",
                        )


def not_after_publication(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Nothing is said, done or decided after the source that tells it was published."""
    for table, name in _TOLD.items():
        for row_id, row in tables[table].items():
            published = tables["sources"].get(row["source_id"], {}).get("published_latest", "")
            if published and row[f"{name}_earliest"] > published:
                yield table, row_id, name, row[name], f"not later than its source, published by {published}"


def nothing_unused(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Every source, actor, matter and indicator is used by some row."""
    used: dict[tuple[str, str], set[str]] = {}
    for table in contract.table_names(root):
        for column, target, target_column in contract.foreign_keys(table, root):
            if table != target:
                used.setdefault((target, target_column), set()).update(row[column] for row in tables[table].values())
    for table in ("sources", "actors", "matters", "indicators"):
        (key,) = contract.primary_key(table, root)
        for row_id in tables[table]:
            if row_id not in used.get((table, key), set()):
                yield table, row_id, key, row_id, "a row of another table that refers to it"

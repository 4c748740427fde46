"""Rules on what courts decided."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peru_narco_data.contract import Root
    from peru_narco_data.raw import Tables

Finding = tuple[str, str, str, str, str]

_LATER = {"upheld", "reduced", "modified", "annulled", "retrial_ordered"}


def conviction_has_court(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A conviction has its court and its instance, or says why not."""
    for row_id, row in tables["rulings"].items():
        if row["disposition"] == "convicted" and not row["missing_reason"]:
            if not row["court"]:
                yield "rulings", row_id, "court", "nothing", "the court, or a missing_reason"
            if row["instance"] == "not_stated":
                yield "rulings", row_id, "instance", "not_stated", "the instance, or a missing_reason"


def later_ruling_is_chained(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A ruling that changes another points to it: same person, same matter, not an earlier one."""
    for row_id, row in tables["rulings"].items():
        before = tables["rulings"].get(row["affects_ruling_id"])
        if row["disposition"] in _LATER and not before:
            yield "rulings", row_id, "affects_ruling_id", "nothing", "the ruling that this one changes"
        if not before:
            continue
        for field in ("actor_id", "matter_id", "offence"):
            if row[field] != before[field]:
                yield "rulings", row_id, field, row[field], f"{before[field]}, as in {row['affects_ruling_id']}"
        if row["ruled_latest"] and row["ruled_latest"] < before["ruled_earliest"]:
            yield "rulings", row_id, "ruled", row["ruled"], f"not before {before['ruled']}, the ruling it changes"


def final_is_last(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A final ruling is not changed by a later one, and what was decided in it was seen."""
    changed = {row["affects_ruling_id"] for row in tables["rulings"].values() if row["disposition"] != "reduced"}
    for row_id, row in tables["rulings"].items():
        if row["is_final"] == "true" and (row_id in changed or row["disposition"] == "not_seen"):
            yield "rulings", row_id, "is_final", "true", "false or empty: a later ruling follows or none was seen"

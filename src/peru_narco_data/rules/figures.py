"""Rules on numbers: bounds, units, periods, conversions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peru_narco_data.contract import Root
    from peru_narco_data.raw import Row, Tables

Finding = tuple[str, str, str, str, str]


def _number(row: "Row", field: str) -> float | None:
    try:
        return float(row[field]) if row[field] else None
    except ValueError:
        return None  # the contract's own check reports it


def bounds_in_order(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Lower end <= value <= upper end, a part is no more than its whole, and at least one number or a reason stands."""
    for table in ("production", "quantities"):
        for row_id, row in tables[table].items():
            numbers = [_number(row, field) for field in ("value_low", "value", "value_high")]
            given = [n for n in numbers if n is not None]
            if given != sorted(given):
                yield table, row_id, "value", " / ".join(map(str, given)), "lower end <= value <= upper end"
            absent_is_said = row.get("missing_reason") or row["qualifier"] == "indefinite"
            if not given and not absent_is_said:
                yield table, row_id, "value", "nothing", "a number, or a reason for its absence"
            whole = _number(row, "denominator") if "denominator" in row else None
            if whole is not None and given and max(given) > whole:
                yield table, row_id, "denominator", row["denominator"], "a whole no smaller than its part"
            if (row["qualifier"] == "range") != (
                row["value_low"] != "" and row["value_high"] != "" and not row["value"]
            ):
                yield table, row_id, "qualifier", row["qualifier"], "range where two ends and no centre are given"


def unit_fits_indicator(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """The unit of a figure is one that its indicator allows."""
    for row_id, row in tables["production"].items():
        if f"{row['indicator_id']}/{row['unit']}" not in tables["indicator_units"]:
            allowed = [
                u["unit"] for u in tables["indicator_units"].values() if u["indicator_id"] == row["indicator_id"]
            ]
            yield "production", row_id, "unit", row["unit"], "one of " + ", ".join(sorted(allowed))


def period_fits_kind(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A period starts before it ends and is as long as its kind says."""
    for row_id, row in tables["production"].items():
        start, end, kind = row["period_start"], row["period_end"], row["period_kind"]
        fits = {
            "year": start[4:] == "-01-01" and end == f"{start[:4]}-12-31",
            "month": start[8:] == "01" and start[:7] == end[:7] and end[8:] >= "28",
            "instant": start == end,
            "multi_year": start[:4] < end[:4],
        }
        if start > end or not fits.get(kind, True):
            yield "production", row_id, "period_kind", f"{kind} from {start} to {end}", "a period of that kind"


def quantity_has_one_owner(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A quantity belongs to exactly one claim or event, and is read in the same source."""
    for row_id, row in tables["quantities"].items():
        if bool(row["claim_id"]) == bool(row["event_id"]):
            found = " and ".join(filter(None, (row["claim_id"], row["event_id"]))) or "nothing"
            yield "quantities", row_id, "claim_id", found, "one claim or one event"
            continue
        owner = tables["claims"].get(row["claim_id"]) or tables["events"].get(row["event_id"])
        if owner and (owner["source_id"], owner["locator"]) != (row["source_id"], row["locator"]):
            expected = f"{owner['source_id']} {owner['locator']}, as its claim or event"
            further = [
                s["source_id"] + s["locator"] for s in tables["row_sources"].values() if s["row_id"] == row["event_id"]
            ]
            if row["source_id"] + row["locator"] not in further:
                yield "quantities", row_id, "locator", f"{row['source_id']} {row['locator']}", expected


def conversion_stays_home(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A conversion points to a quantity of the same claim or event, in another unit."""
    for row_id, row in tables["quantities"].items():
        first = tables["quantities"].get(row["converted_from"])
        if first and (first["claim_id"], first["event_id"]) != (row["claim_id"], row["event_id"]):
            yield "quantities", row_id, "converted_from", row["converted_from"], "a quantity of the same claim or event"
        if first and first["unit"] == row["unit"]:
            yield "quantities", row_id, "unit", row["unit"], f"another unit than that of {row['converted_from']}"


def repeats_lead_to_an_original(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A figure repeats one of the same indicator, place and period, and following repeats ends at an original."""
    rows = tables["production"]
    for row_id, row in rows.items():
        first = rows.get(row["repeats_id"])
        if not first:
            continue
        for field in ("indicator_id", "place_id", "period_start", "period_end"):
            if first[field] != row[field]:
                yield (
                    "production",
                    row_id,
                    field,
                    row[field],
                    f"{first[field]}, as in {row['repeats_id']} that it repeats",
                )
        seen, step = {row_id}, row["repeats_id"]
        while step and step in rows:
            if step in seen:
                yield "production", row_id, "repeats_id", row["repeats_id"], "an original in the end, not a circle"
                break
            seen.add(step)
            step = rows[step]["repeats_id"]

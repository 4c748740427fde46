"""Rules on numbers: bounds, units, periods, conversions, sums, repeats."""

import re
from collections.abc import Iterator
from statistics import median
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
            "undated": start[4:] == "-01-01" and end == f"{start[:4]}-12-31",
            "month": start[8:] == "01" and start[:7] == end[:7] and end[8:] >= "28",
            "instant": start == end,
            "multi_year": start[:4] < end[:4],
            "partial": start[:4] == end[:4],
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
    """A figure repeats an earlier one of the same indicator, place and period that agrees with it to the
    precision at which it is stated, and following repeats ends at an original."""
    rows = tables["production"]
    for row_id, row in rows.items():
        first = rows.get(row["repeats_id"])
        if not first:
            continue
        for field in ("indicator_id", "place_id", "period_start", "period_end"):
            if first[field] != row[field]:
                yield "production", row_id, field, row[field], f"{first[field]}, as in {row['repeats_id']}"
        if not _agree(row, first):
            yield "production", row_id, "value", row["value"], f"{first['value']}, as in {row['repeats_id']}"
        if row["vintage_latest"] and row["vintage_latest"] < first["vintage_earliest"]:
            expected = f"no earlier than {first['vintage']}, that of {row['repeats_id']}"
            yield "production", row_id, "vintage", row["vintage"], expected
        seen, step = {row_id}, row["repeats_id"]
        while step and step in rows:
            if step in seen:
                yield "production", row_id, "repeats_id", row["repeats_id"], "an original in the end, not a circle"
                break
            seen.add(step)
            step = rows[step]["repeats_id"]


def _agree(row: "Row", first: "Row") -> bool:
    """Whether two figures are one, the later perhaps rounded or converted. Unlike units are not compared."""
    if row["unit"] != first["unit"]:
        return True
    if any(bool(row[end]) != bool(first[end]) for end in ("value_low", "value_high")) or not row["value"]:
        return all(_number(row, end) == _number(first, end) for end in ("value", "value_low", "value_high"))
    value, other = _number(row, "value"), _number(first, "value")
    return value is not None and other is not None and abs(value - other) <= step_of(row) / 2 * abs(value)


def step_of(row: "Row") -> float:
    """The last digit that a figure states, against the whole: 1/43 for 43,000. Rounding loses half of it."""
    text = row["value_original"] or row["value"]
    number = abs(float(text))
    if not number:
        return 0.0
    decimals = text.partition(".")[2].rstrip("0")
    whole = text.partition(".")[0]
    step = 10.0 ** -len(decimals) if decimals else 10.0 ** (len(whole) - len(whole.rstrip("0")))
    return step / number


def conversions_are_shown(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A figure that we converted keeps the original value and unit, and says by what factor; no other has them."""
    for row_id, row in tables["production"].items():
        if bool(row["value_original"]) != bool(row["unit_original"]):
            found = row["value_original"] or row["unit_original"]
            yield "production", row_id, "value_original", found, "original value and original unit, or neither"
        elif row["unit_original"] == row["unit"]:
            yield "production", row_id, "unit_original", row["unit_original"], f"another unit than {row['unit']}"
        elif row["value_original"] and not re.search(r"\d", row["derivation"]):
            yield "production", row_id, "derivation", row["derivation"] or "nothing", "the factor of the conversion"


def bounds_say_their_kind(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Lower and upper end are told to be an uncertainty or a spread, and nothing else is."""
    for row_id, row in tables["production"].items():
        ends = bool(row["value_low"] or row["value_high"])
        if ends != bool(row["bounds_kind"]):
            expected = "uncertainty or spread" if ends else "nothing, where there are no ends"
            yield "production", row_id, "bounds_kind", row["bounds_kind"] or "nothing", expected


def stated_once(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A source states one figure for an indicator, place, period, estimator, basis, unit and vintage."""
    names = ["source_id", "indicator_id", "place_id", "period_start", "period_end"]
    names += ["estimator_id", "basis", "unit", "vintage"]
    seen: dict[tuple[str, ...], str] = {}
    for row_id, row in tables["production"].items():
        key = tuple(row[name] for name in names)
        if key in seen:
            yield (
                "production",
                row_id,
                "value",
                row["value"],
                f"one figure; {seen[key]} states {row['indicator_id']} too",
            )
        seen.setdefault(key, row_id)


def parts_add_up(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """The parts of a complete breakdown add to the whole of the same source, within the declared tolerance."""
    kind = {place: row["place_type"] for place, row in tables["places"].items()}
    stated: dict[tuple[str, ...], dict[str, Row]] = {}
    for row_id, row in tables["production"].items():
        stated.setdefault((row["source_id"], row["indicator_id"], row["unit"]), {})[row_id] = row
    for breakdown_id, b in tables["breakdowns"].items():
        types = {b["part_type"], "residual"} if b["part_type"] == "coca_zone" else {b["part_type"]}
        rows = {
            row_id: row
            for row_id, row in stated.get((b["source_id"], b["indicator_id"], b["unit"]), {}).items()
            if b["period_start"] <= row["period_start"] <= row["period_end"] <= b["period_end"]
        }
        wholes = {row_id: row for row_id, row in rows.items() if row["place_id"] == b["place_id"] and row["value"]}
        if not wholes:
            yield "breakdowns", breakdown_id, "place_id", b["place_id"], "a whole in production"
        for row_id, whole in wholes.items():
            same = [r for r in rows.values() if (r["period_start"], r["period_end"]) == _days(whole)]
            parts = [_number(r, "value") or 0 for r in same if kind.get(r["place_id"]) in types]
            gap = sum(parts) - float(whole["value"])
            if len(parts) < 2 or abs(gap) > float(b["tolerance"] or 0):
                found = f"{whole['value']}; {len(parts)} parts add to {sum(parts):.10g}"
                yield "production", row_id, "value", found, f"parts within {b['tolerance']} of it ({breakdown_id})"


def _days(row: "Row") -> tuple[str, str]:
    return row["period_start"], row["period_end"]


def composite_zones_list_parts(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A composite zone lists at least two parts, and no place is linked to itself."""
    parts: dict[str, int] = {}
    for row_id, link in tables["place_links"].items():
        if link["place_id"] == link["other_place_id"]:
            yield "place_links", row_id, "other_place_id", link["other_place_id"], "another place"
        elif link["place_relation"] == "part_of":
            parts[link["other_place_id"]] = parts.get(link["other_place_id"], 0) + 1
    for place_id, row in tables["places"].items():
        if row["place_type"] == "composite_zone" and parts.get(place_id, 0) < 2:
            yield "places", place_id, "place_type", "composite_zone", "two or more parts in place_links"


STEADY, YEARS = 5, 2  # how far a year's figure may lie from what is usual around it


def figures_fit_their_neighbours(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A year's figure lies within five times the median of all for the same within two years, if there are two or more.

    Seizures within a country are exempt: one large find makes a year.
    """
    series: dict[tuple[str, ...], list[tuple[int, float, str]]] = {}
    for row_id, row in tables["production"].items():
        value = _number(row, "value") or _number(row, "value_low")
        country = tables["places"].get(row["place_id"], {}).get("place_type") in ("country", "world")
        if value and row["period_kind"] == "year" and (country or "seizure" not in row["indicator_id"]):
            key = (row["indicator_id"], row["place_id"], row["unit"])
            series.setdefault(key, []).append((int(row["period_start"][:4] or 0), value, row_id))
    for figures in series.values():
        for year, value, row_id in figures:
            others = [v for y, v, other in figures if abs(y - year) <= YEARS and other != row_id]
            if len(others) >= 2 and not 1 / STEADY <= value / median(others) <= STEADY:
                expected = f"about {median(others):.10g}, as for the years around it, or a reviewed exception"
                yield "production", row_id, "value", f"{value:.10g}", expected

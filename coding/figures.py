"""What the production table covers, and what was left out. Prints the tables of docs/production.md.

python coding/figures.py            # print
python coding/figures.py --write    # replace the block in docs/production.md
"""

import re
from collections import Counter

from pages import Row, publish, read, table

from peru_narco_data import preferring, raw, rules

Tables = dict[str, dict[str, Row]]


def ranges(years: set[int]) -> str:
    """1990-1992, 1995."""
    parts: list[list[int]] = []
    for year in sorted(years):
        if parts and year == parts[-1][-1] + 1:
            parts[-1].append(year)
        else:
            parts.append([year])
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}-{p[-1]}" for p in parts)


def coverage(tables: Tables, preference: dict[str, str]) -> list[str]:
    """Years with a preferred figure for Peru and its comparators, by indicator and estimator, with the gaps."""
    names = {row_id: row["actor_name"] for row_id, row in tables["actors"].items()}
    years: dict[tuple[str, str, str], set[int]] = {}
    for row_id, row in tables["production"].items():
        kind = tables["places"][row["place_id"]]["place_type"]
        if preference[row_id] == "preferred" and row["period_kind"] == "year" and kind in ("country", "world"):
            key = (row["place_id"].removeprefix("country-"), row["indicator_id"], names[row["estimator_id"]])
            years.setdefault(key, set()).add(int(row["period_start"][:4]))
    lines = []
    for (place, indicator, estimator), found in sorted(years.items()):
        gaps = set(range(min(found), max(found) + 1)) - found
        lines.append(f"{place} | `{indicator}` | {estimator} | {ranges(found)} | {ranges(gaps)}")
    return table("place | indicator | estimator | years with a preferred figure | gaps between them", lines)


# What one would look for in a full record of Peru: indicator, estimators, first and last year.
ASKED = [
    ("coca_cultivation_area", ("unodc", "devida"), 1985, 2025),
    ("coca_cultivation_area", ("us-government",), 1985, 2025),
    ("cocaine_production_potential", ("us-government",), 1985, 2025),
    ("coca_leaf_production_potential", ("unodc", "devida"), 1990, 2025),
    ("coca_leaf_yield", ("unodc", "devida"), 2001, 2025),
    ("coca_eradication_area", ("government-of-peru",), 1985, 2025),
    ("cocaine_seizure_base", ("government-of-peru",), 2001, 2025),
    ("cocaine_seizure_hydrochloride", ("government-of-peru",), 2001, 2025),
    ("coca_leaf_price_farmgate", ("unodc", "devida"), 1990, 2025),
    ("cocaine_paste_price", ("unodc", "devida"), 1990, 2025),
    ("cocaine_hydrochloride_price", ("unodc", "devida"), 1990, 2025),
    ("enaco_leaf_purchases", ("enaco", "devida"), 2001, 2025),
    ("coca_growing_households", ("unodc", "devida", "inei"), 2001, 2025),
]


def missing(tables: Tables, preference: dict[str, str]) -> list[str]:
    """Years of Peru for which nothing usable was found, weak figures apart."""
    lines = []
    for indicator, estimators, first, last in ASKED:
        rows = [
            (int(row["period_start"][:4]), preference[row_id])
            for row_id, row in tables["production"].items()
            if row["place_id"] == "country-peru"
            and row["indicator_id"] == indicator
            and row["estimator_id"] in estimators
            and row["period_kind"] == "year"
        ]
        there = {year for year, standing in rows if standing != "weak_evidence"}
        weak = {year for year, standing in rows} - there
        gaps = set(range(first, last + 1)) - there
        lines.append(f"`{indicator}` | {', '.join(estimators)} | {first}-{last} | {ranges(gaps)} | {ranges(weak)}")
    return table(
        "indicator | estimators | looked for | years without a usable figure | of these with a weak one", lines
    )


def counts(tables: Tables, preference: dict[str, str]) -> list[str]:
    rows = tables["production"]
    kinds = Counter(tables["places"][row["place_id"]]["place_type"] for row in rows.values())
    standing = Counter(preference.values())
    sources = {row["source_id"] for row in rows.values()}
    return [
        f"{len(rows)} figures from {len(sources)} sources: "
        + ", ".join(f"{n} of {kind.replace('_', ' ')}" for kind, n in kinds.most_common())
        + ".",
        "",
        *table("preference | figures", [f"{name} | {n}" for name, n in standing.most_common()]),
    ]


def sums(tables: Tables) -> list[str]:
    """The breakdowns that were added up, and the exceptions."""
    lines = []
    for row in tables["breakdowns"].values():
        wholes = [
            r
            for r in tables["production"].values()
            if (r["source_id"], r["indicator_id"], r["place_id"])
            == (row["source_id"], row["indicator_id"], row["place_id"])
            and row["period_start"] <= r["period_start"] <= r["period_end"] <= row["period_end"]
        ]
        period = ranges({int(r["period_start"][:4]) for r in wholes})
        lines.append(
            f"{row['source_id']} | `{row['indicator_id']}` | {row['place_id']} by {row['part_type']} | {period} | "
            f"{len(wholes)} | {row['tolerance']}"
        )
    excepted = [e for e in tables["exceptions"].values() if e["excepted_rule"] == "parts_add_up"]
    return [
        *table("source | indicator | whole by part | years | wholes | tolerance", lines),
        "Exceptions, each of which fails the check once it is none:",
        "",
        *(f"- {e['row_id']}: {e['reason']}" for e in excepted),
        "",
    ]


def left_out(name: str) -> list[str]:
    found = read(name)
    carried = sum(1 for row in found if row["observation_id"])
    reasons = Counter(
        re.sub(r"^indicator .*", "a figure of another kind (change, projection, price of another market, ...)",
        re.sub(r"^(estimator|unit|qualifier|basis) .*", r"\1 that no code fits", row["reason_left_out"]))
        for row in found
        if not row["observation_id"]
    )  # fmt: skip
    return [
        f"Of {len(found)} figures {carried} are rows; {len(found) - carried} were left out:",
        "",
        *table("reason | figures", [f"{reason} | {n}" for reason, n in reasons.most_common()]),
    ]


def rechecked() -> list[str]:
    found = read("rechecked.csv")
    results = Counter((row["scope"], row["result"]) for row in found)
    order = ["agree", "agree_elsewhere", "differ", "differ_elsewhere", "not_in_excerpt", "not_found"]
    lines = [f"{r} | {results['national', r]} | {results['part', r]}" for r in order]
    forty = Counter(row["result"] for row in read("forty.csv"))
    return [
        *table("result | figures of a country or the world | figures of a part", lines),
        "Forty rows drawn at random from the whole table and looked up once more:",
        "",
        *table("result | rows", [f"{r} | {n}" for r, n in forty.most_common()]),
    ]


def report() -> str:
    tables = raw.read_all()
    preference = preferring.preferences(tables["production"], tables["sources"])
    assert not list(rules.violations()), "the check finds violations; mend them first"
    return "\n".join(
        [
            "### Counts",
            "",
            *counts(tables, preference),
            "### Complete breakdowns that were added up",
            "",
            *sums(tables),
            "### The noted figures",
            "",
            *left_out("noted_figures.csv"),
            "### The further search",
            "",
            *left_out("further_figures.csv"),
            "### Sources looked up again",
            "",
            *rechecked(),
            "### Gaps in the record of Peru",
            "",
            *missing(tables, preference),
            "### Coverage",
            "",
            *coverage(tables, preference),
        ]
    )


if __name__ == "__main__":
    publish("docs/production.md", "figures", report())

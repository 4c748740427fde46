"""Which published figure is the one to use of each key, and why another is not."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from peru_narco_data.raw import Row, Table

# What one figure is about. At most one row of each key is preferred.
KEY = ("indicator_id", "place_id", "period_start", "period_end", "estimator_id", "basis")

_SAME = (*KEY, "value", "value_low", "value_high", "qualifier", "unit", "missing_reason")
_OFFICIAL = ("official_statistics", "official_report", "press_release")
# Qualifiers that make a number a mere bound.
BOUNDS = ("at_least", "more_than", "up_to", "indefinite")
_WHOLE = ("year", "fiscal_year", "month", "instant", "multi_year")


def preferences(rows: "Table", sources: "Table") -> dict[str, str]:
    """Row id of ``production`` -> "preferred", or why another row is to be used.

    Of each key: figures with whole periods and better than weak evidence, reprints counting for what
    they repeat; of these a figure before a mere bound ("more than"); of these what an official source
    states; of these the latest published; of these the best graded. Where two that differ are left,
    none is preferred. Where the chosen figure stands in several sources, the row of the best one is.
    """
    official = {i: sources.get(row["source_id"], {}).get("source_type") in _OFFICIAL for i, row in rows.items()}
    families: dict[str, list[str]] = {}
    for row_id, row in rows.items():
        while row["repeats_id"] in rows:
            row = rows[row["repeats_id"]]
        families.setdefault(row["observation_id"], []).append(row_id)
    found: dict[str, str] = {}
    rivals: dict[tuple[str, ...], list[str]] = {}
    for row_id, row in rows.items():
        if row["repeats_id"]:
            found[row_id] = "reprint"
        elif row["period_kind"] not in _WHOLE:
            found[row_id] = "undated" if row["period_kind"] == "undated" else "partial_period"
        elif row["evidence_grade"] == "C":
            found[row_id] = "weak_evidence"
        else:
            rivals.setdefault(tuple(row[name] for name in KEY), []).append(row_id)
    for row_ids in rivals.values():
        ranks = {}
        for i in row_ids:
            said = max(_said(rows[member], sources) for member in families[i])
            stated = any(official[member] for member in families[i])
            ranks[i] = (rows[i]["qualifier"] not in BOUNDS, stated, said, _grade(rows[i]))
        best = [i for i in row_ids if ranks[i] == max(ranks.values())]
        found |= dict.fromkeys(row_ids, "superseded")
        if len(best) > 1:
            found |= dict.fromkeys(best, "rivals_of_one_date")
            continue
        same = [i for i in families[best[0]] if all(rows[i][name] == rows[best[0]][name] for name in _SAME)]
        first = min(_said(rows[i], sources) for i in same)
        shown = max(same, key=lambda i: (official[i], _grade(rows[i]), _said(rows[i], sources) == first, i == best[0]))
        found[best[0]] = "restated"
        found[shown] = "preferred"
    return found


def _said(row: "Row", sources: "Table") -> str:
    """Last day on which the row's figure can have been published."""
    return row["vintage_latest"] or sources.get(row["source_id"], {}).get("published_latest", "")


def _grade(row: "Row") -> int:
    return "CBA".find(row["evidence_grade"])

"""How far the record of claims reaches: replies, rulings and origins by matter. Prints the tables of docs/record.md.

python coding/record.py            # print
python coding/record.py --write    # replace the block in docs/record.md
"""

from collections import Counter

from agreement import alpha, percent
from pages import Row, publish, read, table

from peru_narco_data import dates, raw, rules

Tables = dict[str, dict[str, Row]]
ANSWERS = ("denies", "answers")


def imputations(tables: Tables) -> list[Row]:
    return [row for row in tables["claim_actors"].values() if row["imputation"] in ("implied", "direct")]


def labels(tables: Tables, code_list: str) -> dict[str, str]:
    return {row["code"]: row["label"] for row in tables["codes"].values() if row["code_list"] == code_list}


def counts(tables: Tables) -> list[str]:
    told = {row["source_id"] for name in ("claims", "events", "rulings") for row in tables[name].values()}
    told |= {row["source_id"] for row in tables["row_sources"].values()}
    names = ("claims", "claim_actors", "claim_links", "quantities", "events", "actors", "offices", "matters", "rulings")
    status = Counter(row["reply_status"] for row in imputations(tables))
    said = labels(tables, "reply_status")
    return [
        *table("table | rows", [f"`{name}` | {len(tables[name])}" for name in names]),
        f"They rest on {len(told)} sources. {sum(status.values())} times something is imputed to somebody:",
        "",
        *table("reply | imputations", [f"{said[code]} | {n}" for code, n in status.most_common()]),
    ]


def matters(tables: Tables) -> list[str]:
    """Each matter: imputations, replies linked, what was decided in order, when replies were last looked for."""
    decided, linked = labels(tables, "disposition"), tables["claim_links"].values()
    lines = []
    for matter, row in sorted(tables["matters"].items(), key=lambda pair: pair[1]["title"]):
        here = {claim for claim, c in tables["claims"].items() if c["matter_id"] == matter}
        imputed = [r for r in imputations(tables) if r["claim_id"] in here]
        silent = [r for r in imputed if r["reply_status"] == "none_found"]
        replies = {r["claim_id"] for r in linked if r["relation"] in ANSWERS and r["other_claim_id"] in here}
        rulings = sorted(
            (r for r in tables["rulings"].values() if r["matter_id"] == matter),
            key=lambda r: (r["ruled_latest"] or "9999", r["ruling_id"]),
        )
        told = Counter(
            f"{dates.told(r['ruled'], 'en') if r['ruled'] else 'undated'} {decided[r['disposition']].lower()}"
            for r in rulings
        )
        steps = "; ".join(f"{step} ({n})" if n > 1 else step for step, n in told.items())
        checked = max((r["last_checked"] for r in imputed if r["last_checked"]), default="")
        lines.append(
            f"{row['title']} (`{matter}`) | {len(here)} | {len(imputed)} | {len(silent)} | {len(replies)} "
            f"| {steps} | {checked}"
        )
    head = "matter | claims | imputations | of these no reply found | replies linked | rulings, in order | last checked"
    return table(head, lines)


def origins(tables: Tables) -> dict[str, set[str]]:
    """Claim -> the origins that say it: its own, those of further sources, and those of claims that corroborate it.

    A wire story counts once, whoever printed it. A repetition ("repeats") is no origin of its own.
    """

    def origin(source: str) -> str:
        return tables["sources"][source]["origin_id"] or source

    found = {claim: {origin(row["source_id"])} for claim, row in tables["claims"].items()}
    for row in tables["row_sources"].values():
        if row["table_name"] == "claims":
            found[row["row_id"]].add(origin(row["source_id"]))
    own = {claim: set(sources) for claim, sources in found.items()}
    for row in tables["claim_links"].values():
        if row["relation"] == "corroborates":
            found[row["claim_id"]] |= own[row["other_claim_id"]]
            found[row["other_claim_id"]] |= own[row["claim_id"]]
    return found


def independence(tables: Tables) -> list[str]:
    found = origins(tables)
    accusing = {row["claim_id"] for row in imputations(tables)}
    lines = []
    for name, claims in (("all claims", set(found)), ("claims that impute something", accusing)):
        spread = Counter(min(len(found[claim]), 3) for claim in claims)
        lines.append(f"{name} | {len(claims)} | {spread[1]} | {spread[2]} | {spread[3]}")
    events = {row_id: {row["source_id"]} for row_id, row in tables["events"].items()}
    for row in tables["row_sources"].values():
        if row["table_name"] == "events":
            events[row["row_id"]].add(row["source_id"])
    one = {event: {tables["sources"][s]["origin_id"] or s for s in sources} for event, sources in events.items()}
    spread = Counter(min(len(sources), 3) for sources in one.values())
    lines.append(f"events | {len(one)} | {spread[1]} | {spread[2]} | {spread[3]}")
    return table("what | rows | one origin | two | three or more", lines)


def second_coding() -> list[str]:
    """Agreement of a second coding, blind, of claims drawn at random; and what an adjudicator made of the rest."""
    rows = read("second_coding.csv")
    lines = []
    for code in dict.fromkeys(row["code"] for row in rows):
        pairs = [(row["claim_id_then"], row["first"], row["second"]) for row in rows if row["code"] == code]
        lines.append(f"{code} | {len(pairs)} | {percent(pairs):.1f} | {alpha(pairs):.2f}")
    apart = Counter(row["decision"] for row in rows if row["first"] != row["second"])
    claims = len({row["claim_id_then"] for row in rows})
    return [
        f"{claims} claims, drawn at random, coded again by a reader who had the notes and the rules only:",
        "",
        *table("code | n | same, percent | alpha", lines),
        *table("where they differed | codes", [f"{name} | {n}" for name, n in apart.most_common()]),
    ]


def noted(name: str) -> list[str]:
    rows = read(name)
    kept = sum(1 for row in rows if row["row_ids"])
    reasons = Counter(row["reason_left_out"].split(",")[0].split(" (")[0] for row in rows if not row["row_ids"])
    shown = [f"{reason} | {n}" for reason, n in reasons.most_common() if n > 1]
    rest = sum(n for n in reasons.values() if n == 1)
    return [
        f"Of {len(rows)} noted items {kept} became rows; {len(rows) - kept} did not:",
        "",
        *table("reason | items", [*shown, f"other reasons, one item each | {rest}"]),
    ]


def readings() -> list[str]:
    rows = read("critical_statements.csv")
    severity = Counter((row["severity"], row["decision"].startswith("declined")) for row in rows)
    lines = [f"{s} | {severity[s, False]} | {severity[s, True]}" for s in ("grave", "weighty", "minor")]
    people = read("fairness.csv")
    return [
        *table("severity of the remark | mended | declined", lines),
        "Besides, for each of the twenty living people most often mentioned, a reader took their side and read",
        "all that is said of them. Ministers, researchers and journalists are among them; being on this list says",
        "nothing about anyone. What was found is told as it was before it was mended:",
        "",
        *table(
            "actor | rows read | remarks: grave | weighty | minor | found, before it was mended",
            [
                f"`{p['actor_id']}` | {p['rows_read']} | {p['grave']} | {p['weighty']} | {p['minor']} | {p['result']}"
                for p in people
            ],
        ),
    ]


def looked_up() -> list[str]:
    """Rows read again against their pages by readers who had not coded them; told as found, before mends."""
    results = ("supported", "elsewhere", "overstated", "wrong", "not_in_excerpt", "not_found")
    samples = (("forty at random", read("forty_statements.csv")), ("all that were read", read("second_reading.csv")))
    lines = []
    for name, rows in samples:
        unknown = {row["result"] for row in rows} - set(results)
        assert not unknown, f"{name}: unknown results {unknown}"
        found = Counter(row["result"] for row in rows)
        lines.append(f"{name} | {len(rows)} | " + " | ".join(str(found[result]) for result in results))
    seen = [row for row in samples[1][1] if row["result"] in ("supported", "overstated", "wrong")]
    apart = sum(row["result"] != "supported" for row in seen)
    return [
        *table("rows | n | " + " | ".join(result.replace("_", " ") for result in results), lines),
        f"Where the page was seen to speak of a row, {100 * apart / len(seen):.0f} per cent of the rows said more or",
        "other than it: most often another speaker, a lost hedge, a wider scope. Each was mended or dropped.",
        "",
    ]


def report() -> str:
    tables = raw.read_all()
    assert not list(rules.violations()), "the check finds violations; mend them first"
    parts = [
        ("Counts", counts(tables)),
        ("Matters", matters(tables)),
        ("Origins", independence(tables)),
        ("The noted items", noted("noted_statements.csv")),
        ("A second coding", second_coding()),
        ("Rows against their pages", looked_up()),
        ("Readings for fairness", readings()),
    ]
    return "\n".join(line for title, lines in parts for line in (f"### {title}", "", *lines))


if __name__ == "__main__":
    publish("docs/record.md", "record", report())

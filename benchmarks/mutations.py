"""How many single corruptions of the data are noticed, kind by kind, and by which check.

python benchmarks/mutations.py                    # 80 of each kind, about ten minutes on two processors
python benchmarks/mutations.py --per-kind 2       # a smoke run
python benchmarks/mutations.py --write            # also replace docs/mutations.md and benchmarks/mutations.csv

Each corruption is made on a fresh copy, alone, at a place drawn at random (seeded). Four checks look at the copy:
frictionless (the oracle for structure), check() (contract and rules: meaning), verify() against the starting article
where its text is at hand, and the checksums of a released copy.
"""

import argparse
import csv
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from peru_narco_data import conformance, contract, raw, rules, verification
from peru_narco_data.rules import claims

CHECKOUT = Path(__file__).resolve().parent.parent
ARTICLE = CHECKOUT.parent / "shared" / "article" / "vice_2016_narco_state.txt"
SOURCE = "vice-2016-narco-state"
SEED = 20160101

Rows = list[dict[str, str]]
Made = tuple[str, str, str, str, str]  # table, row id, field, old, new


class Copy:
    """The tables as lists of rows, so that a key may stand twice; and one table's bytes where they are changed."""

    def __init__(self) -> None:
        self.rows: dict[str, Rows] = {}
        for table in contract.table_names():
            records = raw.lines(table)
            header = next(records)
            self.rows[table] = [dict(zip(header, record, strict=True)) for record in records]
        self.encoded: dict[str, str] = {}

    def write(self, folder: Path) -> None:
        shutil.copy(CHECKOUT / "datapackage.json", folder)
        (folder / "data").mkdir()
        for table, rows in self.rows.items():
            path = folder / "data" / f"{table}.csv"
            with open(path, "w", encoding=self.encoded.get(table, "utf-8"), newline="", errors="replace") as stream:
                writer = csv.DictWriter(stream, [f["name"] for f in contract.fields(table)], lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)


def cells(copy: Copy, fits: Callable[[str, dict[str, Any], dict[str, str]], bool]) -> list[tuple[str, int, str]]:
    """(table, row number, field) of every cell that fits."""
    return [
        (table, number, field["name"])
        for table, rows in copy.rows.items()
        for field in contract.fields(table)
        for number, row in enumerate(rows)
        if row[field["name"]] and fits(table, field, row)
    ]


def put(copy: Copy, place: tuple[str, int, str], new: str) -> Made:
    table, number, field = place
    row = copy.rows[table][number]
    name, old = raw.row_id(row, contract.primary_key(table)), row[field]
    row[field] = new
    return table, name, field, old, new


def is_id(table: str, field: dict[str, Any], row: dict[str, str]) -> bool:
    return field["name"] in contract.primary_key(table) and field["name"] != "locator"  # a place in words is no id


def changed_key(copy: Copy, chance: random.Random) -> Made:
    place = chance.choice(cells(copy, is_id))
    old = copy.rows[place[0]][place[1]][place[2]]
    at = chance.randrange(len(old))
    return put(copy, place, old[:at] + chance.choice("abcxyz0789") + old[at:])


def swapped_code(copy: Copy, chance: random.Random) -> Made:
    place = chance.choice(cells(copy, lambda table, field, row: len(contract.codes_of(table, field["name"])) > 1))
    old = copy.rows[place[0]][place[1]][place[2]]
    return put(copy, place, chance.choice([c for c in contract.codes_of(place[0], place[2]) if c != old]))


def is_date(field: dict[str, Any]) -> bool:
    return field["type"] == "date" or field.get("dateFormat") == "edtf"


def shifted_year(copy: Copy, chance: random.Random) -> Made:
    place = chance.choice(
        cells(copy, lambda table, field, row: is_date(field) and field["name"][-4:] not in ("iest", "test"))
    )
    old = copy.rows[place[0]][place[1]][place[2]]
    by = chance.choice((-1, 1, 10))
    return put(copy, place, re.sub(r"\d{4}", lambda year: f"{int(year[0]) + by:04}", old, count=1))


def altered_date(copy: Copy, chance: random.Random) -> Made:
    """The last two digits of a date, day or month, become others."""
    place = chance.choice(cells(copy, lambda table, field, row: is_date(field) and row[field["name"]][-3:-2] == "-"))
    old = copy.rows[place[0]][place[1]][place[2]]
    return put(copy, place, old[:-2] + chance.choice([f"{n:02}" for n in range(1, 13) if f"{n:02}" != old[-2:]]))


def moved_decimal(copy: Copy, chance: random.Random) -> Made:
    fields = ("value", "value_low", "value_high", "value_original", "denominator")
    place = chance.choice(
        cells(copy, lambda table, field, row: field["name"] in fields and float(row[field["name"]]) != 0)
    )
    old = copy.rows[place[0]][place[1]][place[2]]
    return put(copy, place, f"{float(old) * chance.choice((0.1, 10)):.12g}")


def deleted_source(copy: Copy, chance: random.Random) -> Made:
    row = copy.rows["sources"].pop(chance.randrange(len(copy.rows["sources"])))
    return "sources", row["source_id"], "", "the row", ""


def dropped_hedge(copy: Copy, chance: random.Random) -> Made:
    return put(
        copy,
        chance.choice(cells(copy, lambda t, field, row: field["name"] == "hedge" and row["hedge"] != "bare")),
        "bare",
    )


def unlinked(copy: Copy, chance: random.Random, needed: bool) -> Made:
    """Remove a link to a reply: the only one on which a reply status rests, or another."""
    key = contract.primary_key("claim_links")
    speakers = {row["claim_id"]: {row["claimant_id"]} for row in copy.rows["claims"]}
    for row in copy.rows["claim_actors"]:
        if row["claim_role"] == "on_behalf_of":
            speakers[row["claim_id"]].add(row["actor_id"])
    resting = Counter(
        (link["other_claim_id"], actor, link["relation"])
        for link in copy.rows["claim_links"]
        for actor in speakers[link["claim_id"]]
    )
    status = {(row["claim_id"], row["actor_id"]): row["reply_status"] for row in copy.rows["claim_actors"]}
    chosen = []
    for number, link in enumerate(copy.rows["claim_links"]):
        if link["relation"] not in ("denies", "answers"):
            continue
        alone = any(
            claims.REPLY_LINK.get(status.get((link["other_claim_id"], actor), "")) == link["relation"]
            and resting[link["other_claim_id"], actor, link["relation"]] == 1
            for actor in speakers[link["claim_id"]]
        )
        if alone == needed:
            chosen.append(number)
    row = copy.rows["claim_links"].pop(chance.choice(chosen))
    return "claim_links", raw.row_id(row, key), "", "the row", ""


def unlinked_reply(copy: Copy, chance: random.Random) -> Made:
    return unlinked(copy, chance, needed=True)


def unlinked_further_reply(copy: Copy, chance: random.Random) -> Made:
    return unlinked(copy, chance, needed=False)


def removed_row(copy: Copy, chance: random.Random) -> Made:
    table = chance.choice([t for t, rows in copy.rows.items() if rows])
    row = copy.rows[table].pop(chance.randrange(len(copy.rows[table])))
    return table, raw.row_id(row, contract.primary_key(table)), "", "the row", ""


def duplicated_id(copy: Copy, chance: random.Random) -> Made:
    table = chance.choice([t for t, rows in copy.rows.items() if len(rows) > 1])
    row, other = chance.sample(copy.rows[table], 2)
    for column in contract.primary_key(table):
        row[column] = other[column]
    return table, raw.row_id(row, contract.primary_key(table)), "key", "", "that of another row"


def wrong_unit(copy: Copy, chance: random.Random) -> Made:
    place = chance.choice(cells(copy, lambda t, field, row: field["name"] in ("unit", "unit_original")))
    old = copy.rows[place[0]][place[1]][place[2]]
    return put(copy, place, chance.choice([c for c in contract.codes_of(place[0], place[2]) if c != old]))


def edited_paragraph(copy: Copy, chance: random.Random) -> Made:
    place = chance.choice(
        cells(copy, lambda t, field, row: field["name"] == "locator" and row.get("source_id") == SOURCE)
    )
    number = int(copy.rows[place[0]][place[1]][place[2]][1:])
    return put(copy, place, f"p{number + chance.choice((-2, -1, 1, 2, 10))}")


def flipped_boolean(copy: Copy, chance: random.Random) -> Made:
    place = chance.choice(cells(copy, lambda t, field, row: field["type"] == "boolean"))
    return put(copy, place, "false" if copy.rows[place[0]][place[1]][place[2]] == "true" else "true")


def emptied_cell(copy: Copy, chance: random.Random) -> Made:
    return put(copy, chance.choice(cells(copy, lambda t, field, row: True)), "")


def reencoded_text(copy: Copy, chance: random.Random) -> Made:
    """A whole table in another encoding, or one cell read in a wrong one, as spreadsheets do."""
    if chance.random() < 0.5:
        table = chance.choice(
            [t for t, rows in copy.rows.items() if any(not c.isascii() for r in rows for c in r.values())]
        )
        copy.encoded[table] = chance.choice(("cp1252", "utf-16", "utf-8-sig", "mac-roman"))
        return table, "", "", "utf-8", copy.encoded[table]
    place = chance.choice(cells(copy, lambda t, field, row: not row[field["name"]].isascii()))
    old = copy.rows[place[0]][place[1]][place[2]]
    return put(copy, place, old.encode("utf-8").decode("cp1252", errors="replace"))


# Kind -> how it is made, and whether it must be seen by meaning alone (it breaks a key, type, code, unit, date, link
# or required safeguard) or leaves a row that might be true; and why some of it survives in an edited copy.
KINDS: dict[str, tuple[Callable[[Copy, random.Random], Made], str, str]] = {
    "changed key": (changed_key, "all", ""),
    "deleted source": (deleted_source, "all", ""),
    "duplicated id": (duplicated_id, "all", ""),
    "unlinked only reply": (unlinked_reply, "all", ""),
    "unlinked further reply": (
        unlinked_further_reply,
        "some",
        "another reply of the target still stands, or it was somebody else's",
    ),
    "re-encoded text": (reencoded_text, "all", ""),
    "shifted year": (shifted_year, "some", "a date on which no other cell depends"),
    "altered date": (altered_date, "some", "a date on which no other cell depends"),
    "edited paragraph": (
        edited_paragraph,
        "some",
        "a neighbouring paragraph exists, and the row has no number to look for in it",
    ),
    "wrong unit": (wrong_unit, "some", "a unit that this indicator or measure may have"),
    "moved decimal": (moved_decimal, "some", "a figure that stands alone, without total, repetition or bound"),
    "emptied cell": (emptied_cell, "some", "an optional cell"),
    "flipped boolean": (
        flipped_boolean,
        "some",
        "whether a ruling is final, or a body could be identified, is known from the source alone",
    ),
    "swapped code": (swapped_code, "some", "another code that the row might have"),
    "removed row": (removed_row, "some", "a row to which nothing refers"),
    "dropped hedge": (
        dropped_hedge,
        "some",
        "the wording of the source is known from the source alone, unless the reporter speaks",
    ),
}
CHECKS = ("frictionless", "check()", "verify()", "checksums")


@cache
def released() -> dict[str, str]:
    return {t: sha256(Path(contract.file_of(t)).read_bytes()).hexdigest() for t in contract.table_names()}


@cache
def proved() -> dict[tuple[str, str], tuple[str, str]]:
    """What verify() finds of the sound data."""
    if not ARTICLE.is_file():
        return {}
    return {(f.table_name, f.row_id): (f.status, f.figure_status) for f in verification.findings(SOURCE, ARTICLE)}


def tried(kind: str, number: int) -> tuple[str, Made, dict[str, bool]]:
    """One corruption, and which checks see it."""
    chance = random.Random(f"{SEED} {kind} {number}")
    copy = Copy()
    made = KINDS[kind][0](copy, chance)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy.write(folder)
        sums = {t: sha256((folder / "data" / f"{t}.csv").read_bytes()).hexdigest() for t in contract.table_names()}
        seen = {
            "frictionless": _frictionless(folder, made[0]),
            "check()": next(iter(rules.violations(folder)), None) is not None,
            "verify()": _verify(folder),
            "checksums": sums != released(),
        }
    return kind, made, seen


def _frictionless(folder: Path, table: str) -> bool:
    """Whether frictionless objects to the table, or to one that refers to it."""
    from frictionless import Package

    package = Package(str(folder / "datapackage.json"))
    touched = {table} | {
        t for t in contract.table_names() if table in {target for _, target, _ in contract.foreign_keys(t)}
    }
    return any(not package.get_resource(t).validate().valid for t in sorted(touched))


def _verify(folder: Path) -> bool:
    if not ARTICLE.is_file() or any(v.rule in ("file", "header", "cells") for v in conformance.violations(folder)):
        return False
    try:
        found = {
            (f.table_name, f.row_id): (f.status, f.figure_status)
            for f in verification.findings(SOURCE, ARTICLE, folder)
        }
    except ValueError:  # the source is gone, or a locator or figure cannot be read
        return True
    return any(found[key] != proved()[key] for key in found.keys() & proved().keys())


def report(results: "list[tuple[str, Made, dict[str, bool]]]", seed: int = SEED) -> Iterator[str]:
    yield f"Version {contract.read()['version']}, seed {seed}, {len(results)} corruptions, each alone on a fresh copy."
    if not ARTICLE.is_file():
        yield "The starting article was not at hand: verify() was not run."
    yield ""
    yield "| kind | n | " + " | ".join(CHECKS) + " | released copy | edited copy | what survives in an edited copy |"
    yield "| --- |" + " ---: |" * (len(CHECKS) + 3) + " --- |"
    for kind, (_, _, why) in KINDS.items():
        mine = [seen for name, _, seen in results if name == kind]
        counts = [sum(seen[c] for seen in mine) for c in CHECKS]
        whole = sum(any(seen.values()) for seen in mine)
        meaning = sum(seen["frictionless"] or seen["check()"] or seen["verify()"] for seen in mine)
        rest = why if meaning < len(mine) else ""
        yield f"| {kind} | {len(mine)} | {' | '.join(map(str, counts))} | {whole} | {meaning} | {rest} |"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--per-kind", type=int, default=80)
    parser.add_argument("--write", action="store_true")
    request = parser.parse_args(arguments)
    jobs = [(kind, number) for kind in KINDS for number in range(request.per_kind)]
    with ProcessPoolExecutor() as pool:
        results = list(pool.map(tried, *zip(*jobs, strict=True), chunksize=4))
    text = "\n".join(report(results)) + "\n"
    print(text, end="")
    if request.write:
        page = CHECKOUT / "docs" / "mutations.md"
        before, _, rest = page.read_text(encoding="utf-8").partition("<!-- mutations -->\n")
        _, _, after = rest.partition("<!-- end of mutations -->\n")
        page.write_text(f"{before}<!-- mutations -->\n{text}<!-- end of mutations -->\n{after}", encoding="utf-8")
        with open(CHECKOUT / "benchmarks" / "mutations.csv", "w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(("kind", "table_name", "row_id", "field_name", "old_value", "new_value", *CHECKS))
            for kind, made, seen in results:
                writer.writerow((kind, *(part[:60] for part in made), *(str(seen[c]).lower() for c in CHECKS)))
    missed = Counter(kind for kind, _, seen in results if not any(seen.values()))
    late = Counter(
        kind for kind, _, seen in results if KINDS[kind][1] == "all" and not (seen["frictionless"] or seen["check()"])
    )
    for what, kinds in (("in a released copy", missed), ("by meaning", late)):
        if kinds:
            print(f"not seen {what}: {dict(kinds)}", file=sys.stderr)
    return 1 if missed or late else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

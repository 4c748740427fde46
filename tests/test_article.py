"""The starting article: coverage, numbers and wording. What needs its text says so where that is absent."""

import csv
import re

import pytest

import peru_narco_data as pnd
from peru_narco_data import contract, fingerprinting, raw
from tests.conftest import ARTICLE, CHECKOUT

SOURCE = "vice-2016-narco-state"
with open(CHECKOUT / "coding" / "uncoded.csv", encoding="utf-8", newline="") as stream:
    WITHOUT_ROWS = {row["locator"]: row["reason"] for row in csv.DictReader(stream)}  # paragraphs without rows, and why
needs_article = pytest.mark.skipif(not ARTICLE.is_file(), reason="the article's text is not beside this checkout")


def rows_by_locator() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for table, rows in raw.read_all().items():
        for row in rows.values():
            if table != "fingerprints" and row.get("source_id") == SOURCE and "locator" in row:
                found.setdefault(row["locator"], []).append(row)
    return found


def quantities(locator: str) -> list[dict[str, str]]:
    rows = raw.read("quantities").values()
    return [row for row in rows if (row["source_id"], row["locator"]) == (SOURCE, locator)]


def test_every_paragraph_has_rows_or_a_reason() -> None:
    paragraphs = [row["locator"] for row in raw.read("fingerprints").values() if row["source_id"] == SOURCE]
    assert len(paragraphs) == 63
    covered = set(rows_by_locator())
    assert covered | set(WITHOUT_ROWS) == set(paragraphs)
    assert not covered & set(WITHOUT_ROWS)


@needs_article
def test_fingerprints_are_those_of_the_text() -> None:
    rows = [r for r in raw.read("fingerprints").values() if r["source_id"] == SOURCE]
    stored = {(r["locator"], r["sha256"], int(r["word_count"])) for r in rows}
    assert stored == set(fingerprinting.paragraphs(ARTICLE.read_text(encoding="utf-8")))


# Numbers in words: (paragraph, word) -> the cell of a quantity there, or why it is no quantity.
WORDS = {
    ("p17", "thousands"): "1000",
    ("p17", "two"): "2000000",
    ("p17", "million"): "2000000",
    ("p18", "second"): "2",
    ("p20", "second"): "2",
    ("p22", "half"): "50",
    ("p25", "two"): "2",
    ("p40", "two"): "2",
    ("p40", "first"): "with two: the first two days",
    ("p46", "million"): "149000000",
    ("p50", "second"): "2",
    ("p51", "millions"): "10000000",
    ("p52", "billionaire"): "1000000000",
    ("p54", "first"): "1",
    ("p57", "first"): "first lady, an office",
    ("p57", "one"): "one time, once",
    ("p61", "half"): "50",
}


@needs_article
def test_every_number_stands_in_a_row_of_its_paragraph() -> None:
    lines = [line for line in ARTICLE.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = rows_by_locator()
    misses = []
    for number, line in enumerate(lines, start=1):
        locator = f"p{number}"
        if locator in WITHOUT_ROWS:
            continue
        cells = {cell for row in rows.get(locator, []) for cell in row.values()}
        text = " ".join(cells)
        for figure in re.findall(r"\d[\d,]*(?:\.\d+)?", line):
            plain = figure.replace(",", "")
            scaled = str(int(plain) * 1_000_000) if re.search(re.escape(figure) + r" million", line) else plain
            if scaled not in cells and not re.search(rf"(?<!\d){plain.zfill(2)}(?!\d)", text):
                misses.append((locator, figure))
        for word in re.findall(r"\b(half|two|three|dozen|thousands?|millions?|billion\w*|first|second)\b", line):
            expected = WORDS.get((locator, word), "nothing, and no reason")
            if expected.isdigit() and expected not in {r["value"] or r["value_low"] for r in quantities(locator)}:
                misses.append((locator, word))
            if expected == "nothing, and no reason":
                misses.append((locator, word))
    assert misses == []


@needs_article
def test_no_run_of_eight_words_is_shared() -> None:
    def runs(text: str) -> set[str]:
        words = fingerprinting.normalised(text).split()
        return {" ".join(words[i : i + 8]) for i in range(len(words) - 7)}

    source = set().union(*map(runs, ARTICLE.read_text(encoding="utf-8").splitlines()))
    titles = set().union(*(runs(row["title"]) for row in raw.read("sources").values()))  # a title is a name
    shared = []
    for table, rows in raw.read_all().items():
        for row_id, row in rows.items():
            for field, cell in row.items():
                shared += [(table, row_id, field, run) for run in runs(cell) & source - titles]
    for page in [*CHECKOUT.glob("*.md"), *(CHECKOUT / "coding").rglob("*.*"), *(CHECKOUT / "docs").glob("*.md")]:
        if page.suffix in (".md", ".csv"):
            shared += [(page.name, run) for run in runs(page.read_text(encoding="utf-8")) & source - titles]
    assert shared == []


def test_counts_are_what_the_issue_asks() -> None:
    counts = pnd.tables().set_index("table_name")["row_count"]
    assert counts["claims"] > 100
    assert counts["events"] >= 25
    assert 50 <= sum(r["source_id"] == "vice-2016-narco-state" for r in raw.read("actors").values()) <= 80
    units = [r for r in raw.read("places").values() if r["place_type"] == "departamento"]
    assert len(units) == 26
    assert all(r["iso_3166_2"] and r["ubigeo"] and r["latitude"] and r["parent_id"] for r in units)


def test_every_code_of_every_list_speaks_both_languages() -> None:
    lists = {f["codeList"] for t in contract.table_names() for f in contract.fields(t) if "codeList" in f}
    codes = raw.read("codes").values()
    assert {c["code_list"] for c in codes} == lists
    assert all(c["label"] and c["label_es"] and c["definition"] and c["definition_es"] for c in codes)

"""Proves rows against the reader's own copy of a source: no text of a source is in the package, only hashes."""

import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from peru_narco_data import contract, copies, raw
from peru_narco_data.fingerprinting import MIN_WORDS, normalised
from peru_narco_data.messages import refuse
from peru_narco_data.numerals import stands

if TYPE_CHECKING:
    import pandas

    from peru_narco_data.contract import Root

MOST_WORDS = 200_000


class Found(NamedTuple):
    """What became of a row: its paragraph in the copy, its figures there, and words that our text shares with it."""

    table_name: str
    row_id: str
    locator: str
    status: str
    found_at: str
    figures: str
    figure_status: str
    shared_words: str


def verify(source_id: str, path: "str | os.PathLike[str]") -> "pandas.DataFrame":
    """Check the rows that rest on a source against your own copy of its text.

    The copy is plain text or a page saved from a browser (HTML, or one file with everything, MHTML).
    Line breaks, menus, notices between paragraphs, quotation marks and the form of accents do not
    matter. Nothing is written, and nothing leaves your machine.

    Parameters
    ----------
    source_id : str
        A source with fingerprints, such as ``"vice-2016-narco-state"``.
    path : path
        Your copy.

    Returns
    -------
    pandas.DataFrame
        One row per row of data with this source. ``table_name``, ``row_id``, ``locator``; ``status``:
        matched, moved (it stands, in another order), changed (other words stand between its two
        neighbours), missing, or not_fingerprinted (too short a paragraph, or none);
        ``found_at`` (the first word of it in the copy, as a count); ``figures`` of the row and
        ``figure_status``: stands, partly, absent, or missing where there is none or no paragraph;
        ``shared_words``: a run of eight or more words that our text has in common with the copy.

    Raises
    ------
    ValueError
        For a source without fingerprints, or a copy that is empty, too large or not text.
    FileNotFoundError
        Where there is no such file.
    """
    import pandas

    frame = pandas.DataFrame(list(findings(source_id, path)), columns=list(Found._fields), dtype="string")
    return frame.replace("", None)


def findings(source_id: str, path: "str | os.PathLike[str]", root: "Root" = None) -> Iterator[Found]:
    """As :func:`verify`, one by one, for the data at ``root``."""
    known = {row["source_id"] for row in raw.read("fingerprints", root).values()}
    if source_id not in known:
        refuse("source with fingerprints", source_id, known)
    text = copies.read(path)
    spans = [match.span() for match in re.finditer(r"[^\W_]+", text)]
    words = [normalised(text[start:end]) for start, end in spans]
    if not words:
        raise ValueError(f"{os.fspath(path)} holds no words")
    if len(words) > MOST_WORDS:
        raise ValueError(f"{os.fspath(path)} holds {len(words):,} words; at most {MOST_WORDS:,} are read")
    prints = [row for row in raw.read("fingerprints", root).values() if row["source_id"] == source_id]
    places, runs = located(prints, words), _runs(words)
    titles = {run for row in raw.read("sources", root).values() for run in _runs(normalised(row["title"]).split())}
    for table in contract.table_names(root):
        if table == "fingerprints" or "locator" not in {f["name"] for f in contract.fields(table, root)}:
            continue
        for row_id, row in raw.read(table, root).items():
            if row["source_id"] != source_id:
                continue
            status, start, end = places.get(row["locator"], ("not_fingerprinted", 0, 0))
            figures, standing = _figures(row), ""
            if figures and end:
                paragraph = text[spans[start][0] : spans[end - 1][1]]
                there = [stands(float(figure), paragraph) for figure in figures]
                standing = "stands" if all(there) else "partly" if any(there) else "absent"
            at = str(start + 1) if end else ""
            shared = _shared(row.values(), runs, titles)
            yield Found(table, row_id, row["locator"], status, at, "; ".join(figures), standing, shared)


def located(prints: list[dict[str, str]], words: list[str]) -> dict[str, tuple[str, int, int]]:
    """Locator -> (status, first word, word after the last) of each fingerprint; 0, 0 where it is not found."""
    prints = sorted(prints, key=lambda row: int(row["locator"][1:]))
    starts, text, at = [], " ".join(words), 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    ends = [*starts[1:], len(text) + 1]

    wanted: dict[int, dict[str, list[str]]] = {}  # paragraph length -> hash -> locators
    for row in prints:
        if row["sha256"]:
            wanted.setdefault(int(row["word_count"]), {}).setdefault(row["sha256"], []).append(row["locator"])
    spans: dict[str, list[tuple[int, int]]] = {}
    for length, hashes in wanted.items():
        for i in range(len(words) - length + 1):
            digest = sha256(text[starts[i] : ends[i + length - 1] - 1].encode("utf-8")).hexdigest()
            for locator in hashes.get(digest, ()):
                spans.setdefault(locator, []).append((i, i + length))

    # In order: a longest rising run; latest first within a paragraph, so that it has at most one place in the run.
    places = [(p["locator"], span) for p in prints for span in reversed(spans.get(p["locator"], []))]
    in_order = dict(places[i] for i in _rising([span[0] for _, span in places]))
    result: dict[str, tuple[str, int, int]] = {}
    taken = sorted(span for found in spans.values() for span in found)
    for number, row in enumerate(prints):
        locator = row["locator"]
        if not row["sha256"]:
            result[locator] = ("not_fingerprinted", 0, 0)
        elif locator in in_order:
            result[locator] = ("matched", *in_order[locator])
        elif locator in spans:
            result[locator] = ("moved", *spans[locator][0])
        else:
            before = next((p["locator"] for p in reversed(prints[:number]) if p["locator"] in in_order), None)
            after = next((p["locator"] for p in prints[number + 1 :] if p["locator"] in in_order), None)
            other = before and after and _free(taken, in_order[before][1], in_order[after][0])
            result[locator] = ("changed" if other else "missing", 0, 0)
    return result


def _free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether eight or more words between two places belong to no paragraph that was found."""
    free = end - start - sum(min(e, end) - max(s, start) for s, e in taken if s < end and e > start)
    return free >= MIN_WORDS


def _rising(values: list[int]) -> list[int]:
    """Indices of a longest strictly rising run of values, not necessarily neighbours."""
    tails: list[int] = []  # values; beside them the index of each, and the index before it
    at: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(tails, value)
        tails[place : place + 1] = [value]
        at[place : place + 1] = [index]
        before.append(at[place - 1] if place else -1)
    chain, index = [], at[-1] if at else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def _figures(row: dict[str, str]) -> list[str]:
    """The numbers that a row gives as its source's own."""
    if "value" not in row or (row.get("derivation") and not row.get("value_original")):
        return []
    names = ("value_original",) if row.get("value_original") else ("value", "value_low", "value_high", "denominator")
    return [row[name] for name in names if row.get(name)]


def _runs(words: list[str]) -> set[str]:
    return {" ".join(words[i : i + MIN_WORDS]) for i in range(len(words) - MIN_WORDS + 1)}


def _shared(cells: Iterable[str], runs: set[str], titles: set[str]) -> str:
    """The longest run of at least eight words that a cell has in common with the copy; titles are names, not text."""
    longest: list[str] = []
    for cell in cells:
        words = normalised(cell).split()
        run: list[str] = []
        for i in range(len(words) - MIN_WORDS + 1):
            piece = " ".join(words[i : i + MIN_WORDS])
            if piece in runs and piece not in titles:
                run = [*run, words[i + MIN_WORDS - 1]] if run else words[i : i + MIN_WORDS]
                longest = max(longest, run, key=len)
            else:
                run = []
    return " ".join(longest)

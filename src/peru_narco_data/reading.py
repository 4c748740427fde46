"""Commands that show claims, events, actors and figures: as cards for people, or as rows for programs."""

import re
import shlex
import sys
from functools import cache
from itertools import groupby

from peru_narco_data import contract, dates, terminal
from peru_narco_data.citation.places import in_words
from peru_narco_data.documentation import code_labels
from peru_narco_data.messages import refuse
from peru_narco_data.phrases import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator
    from typing import Any

    import pandas

    Values = dict[str, Any]


def claims(request: "Namespace") -> int:
    """A card for each claim: who says it first, then words, hedge, whom it is about with the reply, and the source."""
    from peru_narco_data import views

    names = ("about", "by", "matter", "hedge", "since", "until", "lang")
    frame = _only(views.claims(**{name: getattr(request, name) for name in names}), "claim_id", request.claims)
    if request.format != "text":
        return _rows(request, frame)
    words, titles = WORDS[request.lang], _titles(("claims", "claim_actors"), request.lang)
    terminal.paragraph(words["claims"].format(frame["claim_id"].nunique()), 0)
    _left_out(request, "said", frame, lambda: views.claims(request.about, request.by, request.matter, request.hedge))
    for claim, group in groupby(_values(frame), key=lambda row: str(row["claim_id"])):
        rows = list(group)
        row = rows[0] | _labels(rows[0], request.lang)
        print()
        terminal.paragraph(
            f"{row['claimant'] or row['claimant_status']}: {row['claim_type']}",
            7,
            _head(claim, row["said"], request.lang),
        )
        terminal.paragraph(row["statement"])
        lines = {words["about"]: "\n".join(_about(r, request.lang) for r in rows) or words["nobody"]}
        lines[titles["hedge"]] = f"{row['hedge']}; {words['speaker']}: {row['certainty']}"
        if row["targets"].count(";") >= len(rows):  # others are meant too
            lines[words["targets"]] = row["targets"]
        lines[words["replies"]] = _one_a_line(row["replies"])
        lines[words["contradictions"]] = _one_a_line(row["contradictions"])
        courts = {r["about"]: _one_a_line(r["rulings"]) for r in rows if r["rulings"]}
        told = [what if len(rows) == 1 else _each(what, who) for who, what in courts.items()]
        lines[words["rulings"]] = "\n".join(told)
        lines[words["source"]], _, address = _source(row, request.lang).partition("\n")
        terminal.labelled(lines.items())
        _lines(address)
    return _done(request, len(frame))


def _left_out(
    request: "Namespace", date: str, frame: "pandas.DataFrame", whole: "Callable[[], pandas.DataFrame]"
) -> None:
    """Where years are asked for: how many rows of no, or of an open, date are left out for that reason alone."""
    if request.since is None and request.until is None:
        return
    rows = whole()
    key = rows.columns[0]
    open_dated = rows[date].isna() | rows[date].str.startswith(("/", "..")) | rows[date].str.endswith(("/", ".."))
    left = rows.loc[open_dated & ~rows[key].isin(frame[key]), key].nunique()
    if left:
        terminal.paragraph(WORDS[request.lang]["left_out"].format(left), 0)


def _about(row: "Values", lang: str) -> str:
    told = row | _labels(row, lang)
    if not row["about"]:
        return ""
    imputed = WORDS[lang]["imputes"].format(told["imputation"], told["reply_status"])
    return f"{row['about']} ({told['claim_role']})" + (f"; {imputed}" if row["reply_status"] else "")


def events(request: "Namespace") -> int:
    """What happened, in order of time."""
    from peru_narco_data import views

    names = ("type", "place", "since", "until", "involving", "matter", "lang")
    frame = _only(views.events(**{name: getattr(request, name) for name in names}), "event_id", request.events)
    if request.format != "text":
        return _rows(request, frame)
    terminal.paragraph(WORDS[request.lang]["events"].format(len(frame)), 0)
    _left_out(
        *(request, "occurred", frame),
        lambda: views.events(request.type, request.place, involving=request.involving, matter=request.matter),
    )
    for row in _values(frame):
        print()
        terminal.paragraph(row["title"], 7, _head(row["event_id"], row["occurred"], request.lang))
        for text in (row["description"], row["involved"], row["rulings"], _source(row, request.lang)):
            _lines(text)
    return _done(request, len(frame))


def actors(request: "Namespace") -> int:
    """Persons and bodies, with what nobody disputes."""
    from peru_narco_data import views

    frame = views.actors(request.name, request.type, request.lang)
    if request.format != "text":
        return _rows(request, frame)
    words = WORDS[request.lang]
    terminal.paragraph(words["actors"].format(len(frame)), 0)
    for row in _values(frame):
        kind = code_labels("actor_type", request.lang)[row["actor_type"]]
        print()
        terminal.paragraph(f"{row['actor_name']} ({kind})  [{row['actor_id']}]", 2, "")
        _lines(row["description"])
        lines = {words["names"]: row["other_names"], words["offices"]: row["offices"].replace("; ", "\n")}
        lines[words["source"]], _, address = _source(row, request.lang).partition("\n")
        terminal.labelled(lines.items())
        _lines(address)
    return _done(request, len(frame))


def timeline(request: "Namespace") -> int:
    """What is on record about someone; each row once, however they are part of it."""
    from peru_narco_data import names, telling, views

    frame = telling.timeline(request.actor, lang=request.lang)
    if request.format != "text":
        return _rows(request, frame)
    words = WORDS[request.lang]
    frame = frame.drop_duplicates("row_id")
    who = views.actors(names.actor_id(request.actor), lang=request.lang)["actor_name"][0]
    terminal.paragraph(words["timeline"].format(who, len(frame)), 0)
    for row in _values(frame):
        print()
        terminal.paragraph(words[row["kind"]], 7, _head(row["row_id"], row["date"], request.lang))
        terminal.paragraph(row["text"])
        _lines(
            row["url"] if row["kind"].startswith("claim") else _source(row, request.lang)
        )  # a sentence has its source
    return _done(request, len(frame))


def production(request: "Namespace") -> int:
    """Published figures, each with its period, basis, estimator and source."""
    from peru_narco_data import series

    frame = series.production(
        *(request.indicator, request.place, request.estimator, request.since, request.until),
        preferred=True if request.preferred else None,
        level=request.level,
        lang=request.lang,
    )
    if request.format != "text":
        return _rows(request, frame)
    words, reasons = WORDS[request.lang], _reasons(request.lang)
    terminal.paragraph(words["figures"].format(len(frame)), 0)
    for item, row in zip(frame.itertuples(), _values(frame), strict=True):
        told = row | _labels(row, request.lang)
        figure = series.as_text(item) if row["observation_id"] else "-"  # a key without a preferred figure has no row
        start, end = str(row["period_start"])[:10], str(row["period_end"])[:10]
        whole = row["period_kind"] in ("year", "undated")
        period = start[:4] if whole else start if start == end else f"{start}/{end}"
        print()
        terminal.paragraph(
            f"{row['place']}, {period}: {reasons.get(figure, figure)} [{told['unit']}; {_status(row, words)}]", 2, ""
        )
        terminal.paragraph(f"{row['indicator']}; {told['basis']}; {row['estimator']}")
        if row["observation_id"]:
            _lines(f"{row['observation_id']}. {_source(row, request.lang)}")
    return _done(request, len(frame))


def _status(row: "Values", words: dict[str, str]) -> str:
    reasons = row["preference"].removeprefix("none: ")
    told = ", ".join(words[reason] for reason in reasons.split(", "))
    return words["none"].format(told) if row["preference"].startswith("none: ") else told


def _reasons(lang: str) -> dict[str, str]:
    return {code.replace("_", " "): label for code, label in code_labels("missing_reason", lang).items()}


def estimates(request: "Namespace") -> int:
    """Rival figures side by side: as many columns as fit, then the next; years without any are left out."""
    from peru_narco_data import series

    names = ("indicator", "place", "unit", "since", "until", "show", "reprints", "lang")
    bases = request.basis.split(",") if request.basis else None
    frame = series.estimates(basis=bases, **{name: getattr(request, name) for name in names})
    unit = frame.attrs["unit"]
    frame = frame.reset_index()
    if request.format != "text":
        return _rows(request, frame)
    print(code_labels("unit", request.lang)[unit])
    labels = _reasons(request.lang) | (code_labels(request.show, request.lang) if request.show in _coded() else {})
    year, *columns = ([str(name), *(_cell(cell, labels) for cell in frame[name])] for name in frame)
    year[0] = "" if request.lang == "es" else year[0]
    while columns:
        fit = next(n for n in range(len(columns), 0, -1) if n == 1 or terminal.fitting(*_turned([year, *columns[:n]])))
        heads, records = _turned([year, *columns[:fit]])
        print()
        terminal.table(heads, [record for record in records if any(record[1:])], heads)
        columns = columns[fit:]
    return 0


def _turned(columns: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    heads, *records = (list(line) for line in zip(*columns, strict=True))
    return heads, records


def _cell(cell: "Any", labels: dict[str, str]) -> str:
    import pandas

    text = "" if pandas.isna(cell) else terminal.text(cell)
    return labels.get(text, text)


def _coded() -> set[str]:
    return {field["name"] for field in contract.fields("production") if "codeList" in field}


def search(request: "Namespace") -> int:
    """Rows that hold all the words."""
    from peru_narco_data import searching

    frame = searching.search(" ".join(request.words), table=request.table, lang=request.lang)
    if request.format != "text":
        return _rows(request, frame)
    print(WORDS[request.lang]["found"].format(len(frame)))
    for row in _values(frame):
        print(f"\n{row['table_name']}/{row['row_id']}")
        if row["table_name"] != "sources":  # whose title stands in the line of the source
            terminal.paragraph(row["text"])
        _lines(row["url"] if row["table_name"] == "claims" else _source(row, request.lang))
    return _done(request, len(frame))


def _only(frame: "pandas.DataFrame", key: str, ids: list[str]) -> "pandas.DataFrame":
    """Rows with these ids; all where none is given."""
    for name in ids:
        if name not in set(frame[key]):
            refuse(key.removesuffix("_id"), name, frame[key])
    return frame[frame[key].isin(ids)] if ids else frame


def _rows(request: "Namespace", frame: "pandas.DataFrame") -> int:
    from peru_narco_data.exporting.cells import frame_rows

    terminal.rows(request.format, [str(name) for name in frame], frame_rows(frame))
    return 0 if len(frame) else 1


def _done(request: "Namespace", count: int) -> int:
    words = WORDS[request.lang]
    if not count:
        print(words["nothing"])
    if count > 50 and sys.stdout.isatty():
        print(f"\n{words['many'].format(count, shlex.join(['peru-narco-data', *sys.argv[1:]]))}", file=sys.stderr)
    return 0 if count else 1


def _values(frame: "pandas.DataFrame") -> "Iterator[Values]":
    """Rows with text for what is there, and nothing for what is missing."""
    import pandas

    for row in frame.to_dict("records"):
        yield {str(name): "" if pandas.isna(cell) else str(cell) for name, cell in row.items()}


def _titles(tables: tuple[str, ...], lang: str) -> dict[str, str]:
    title = "title" if lang == "en" else "title_es"
    return {field["name"]: field[title] for table in tables for field in contract.fields(table)}


@cache
def _lists() -> dict[str, str]:
    """Field -> its list of codes; a field of the same name has the same in every table."""
    tables = [contract.fields(table) for table in contract.table_names()]
    return {f["name"]: str(f["codeList"]) for fields in tables for f in fields if "codeList" in f}


def _labels(row: "Values", lang: str) -> dict[str, str]:
    """The labels of those cells that hold codes."""
    lists = _lists()
    return {
        name: code_labels(lists[name], lang).get(str(cell), str(cell)) for name, cell in row.items() if name in lists
    }


def _head(row_id: str, date: str, lang: str) -> str:
    return f"{row_id}  {dates.told(date, lang) if date else WORDS[lang]['undated']}  "


def _source(row: "Values", lang: str) -> str:
    """Source and place in it; its address on a line of its own."""
    place = f", {in_words(row['locator'], lang)}" if row["locator"] else ""
    return f"{row['source']}{place}" + (f"\n{row['url']}" if row["url"] else "")


def _lines(text: str) -> None:
    for line in text.split("\n"):
        if line:
            terminal.paragraph(line)


def _each(lines: str, who: str) -> str:
    return "\n".join(f"{who}: {line}" for line in lines.split("\n"))


def _one_a_line(text: str) -> str:
    """Answers and rulings each on a line; each ends with its id in brackets."""
    return re.sub(r"(\[[a-z]+\d+\]);? (?=\S)", r"\1\n", text)

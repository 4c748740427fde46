"""References to a release, a table, a source, a row or a frame: as text (APA), BibTeX, RIS and CSL-JSON."""

from peru_narco_data import contract, raw
from peru_narco_data.citation import as_bibtex, as_csl, as_ris, as_text
from peru_narco_data.citation.grounds import grounds_of, row_named, rows, sourced, used
from peru_narco_data.citation.items import part, release, source
from peru_narco_data.messages import LANGUAGES, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    import pandas

    from peru_narco_data.citation.items import Item
    from peru_narco_data.contract import Root

_WRITERS = {"text": as_text.write, "bibtex": as_bibtex.write, "ris": as_ris.write, "csl-json": as_csl.write}
STYLES = tuple(_WRITERS)


def cite(what: "Any" = None, style: str = "text", lang: str = "en") -> str:
    """References for what you used.

    Parameters
    ----------
    what : optional
        Nothing: the release. A name: a table (``"claims"``), a source (``"vice-2016-narco-state"``) or a
        row (``"c0042"``; ``"matters/mavila-commission"`` where several tables have the id). A frame of
        pandas, Arrow or Polars, filtered as you like: the release and exactly the sources that it names,
        by ``source_id`` or by the ids of its rows. Or a list of names.
    style : {"text", "bibtex", "ris", "csl-json"}
        Text is APA, 7th edition. Who published a source without a named author stands in the
        author's place, so that a headline never stands without whoever says it.
    lang : {"en", "es"}
        Language of what we add: dates, marks, places in a source. Titles stay as they are.

    Returns
    -------
    str
        One reference after another, a line each in text. A row gives the release with table and row, and
        each of its sources with the place in it, in the words of a reader: ``para. 16`` for ``p16``. Replies
        and rulings that a frame shows beside a claim are rows of their own: cite them by their ids.

    Raises
    ------
    ValueError
        For an unknown style, language, table, source or row (the message names the nearest), an id that
        several tables have, or a frame that names no sources.
    """
    if style not in STYLES:
        refuse("style", style, STYLES)
    if lang not in LANGUAGES:
        refuse("language", lang, LANGUAGES)
    if what is None:
        items = [release(lang)]
    elif isinstance(what, str):
        items = _named([what], lang)
    elif isinstance(what, (list, tuple)):
        items = _named(what, lang)
    else:
        known, codes = raw.read("sources"), raw.read("codes")
        items = [release(lang), *(source(known[i], codes, lang) for i in sorted(used(what)))]
    return _WRITERS[style](items, lang)


def sources(frame: "Any" = None, lang: str = "en") -> "pandas.DataFrame":
    """The sources: all of them, or exactly those that a frame rests on.

    Parameters
    ----------
    frame : optional
        A frame as for :func:`cite`.
    lang : {"en", "es"}
        Language of ``reference``.

    Returns
    -------
    pandas.DataFrame
        ``source_id``, ``reference`` (APA), ``author``, ``publisher``, ``published`` (EDTF), ``title``,
        ``source_type``, ``language``, ``read_extent`` (how much of it was read), ``url``, ``row_count`` (rows
        of the frame that rest on it, or of all tables). Sorted by ``source_id``.

    Raises
    ------
    ValueError
        For an unknown language or source, or a frame that names no sources.
    """
    from collections import Counter

    import pandas

    from peru_narco_data.loading import load

    if lang not in LANGUAGES:
        refuse("language", lang, LANGUAGES)
    known, codes = raw.read("sources"), raw.read("codes")
    if frame is None:
        found = Counter(row["source_id"] for table in sourced() for row in raw.read(table).values())
        chosen = set(known)
    else:
        found = used(frame)
        chosen = set(found)
    table = load("sources")
    table = table[table["source_id"].isin(chosen)]
    references = {i: as_text.reference(source(known[i], codes, lang), lang) for i in chosen}
    table = table.assign(
        reference=table["source_id"].map(references).astype("string"),
        row_count=pandas.array([found[i] for i in table["source_id"]], dtype="Int64"),
    )
    return table[
        [
            *("source_id", "reference", "author", "publisher", "published", "title"),
            *("source_type", "language", "read_extent", "url", "row_count"),
        ]
    ].reset_index(drop=True)


def bibliography(root: "Root" = None) -> str:
    """``citation.bib``: the release and every source, by key."""
    known, codes = raw.read("sources", root), raw.read("codes", root)
    items = [release("en", root), *(source(known[i], codes, "en") for i in sorted(known))]
    head = "% The release and every source of it, written by peru-narco-data format. The keys are source ids.\n\n"
    return head + as_bibtex.write(items, "en") + "\n"


def _named(names: "Sequence[str]", lang: str) -> "list[Item]":
    """Items for names of tables, sources and rows: what is ours, then the sources by id."""
    for name in names:
        if not isinstance(name, str):
            raise ValueError(f"cannot cite {name!r}; a list holds names of tables, sources and rows")
    known, codes = raw.read("sources"), raw.read("codes")
    row_names = [name for name in names if name not in contract.table_names() and name not in known]
    found = rows(row_names) if row_names else {}
    ours: list[Item] = []
    places: dict[str, list[str]] = {}
    for name in names:
        if name in contract.table_names():
            ours.append(part(name, None, lang))
        elif name in known:
            places.setdefault(name, [])
        else:
            table, row_id = row_named(name, found)
            ours.append(part(table, row_id, lang))
            for source_id, locator in grounds_of(table, row_id, found):
                places.setdefault(source_id, []).append(locator)
    ours = list({item["id"]: item for item in ours}.values())
    return [*ours, *(source(known[i], codes, lang, places[i]) for i in sorted(places))]

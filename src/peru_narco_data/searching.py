"""Finds rows by the words in them, in either language, without minding accents or case."""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from peru_narco_data import contract
from peru_narco_data.loading import columns, shared
from peru_narco_data.messages import fold, refuse
from peru_narco_data.names import lookup, source_labels, suffix
from peru_narco_data.telling import sentences

if TYPE_CHECKING:
    import pandas

# Table -> the field that shows a row found in it; the first of each language that it has.
SHOWN = {
    "actors": "actor_name",
    "events": "title",
    "claims": "statement",
    "matters": "title",
    "indicators": "label",
    "places": "place_name",
    "sources": "title",
}


def search(words: str, table: str | None = None, lang: str = "en") -> "pandas.DataFrame":
    """Rows that hold all the words, in either language.

    Parameters
    ----------
    words : str
        Words or beginnings of words: ``"helicopt caracol"``. Accents and case do not matter.
    table : str, optional
        Only this table: actors, events, claims, matters, indicators, places or sources.
    lang : {"en", "es"}
        Language of ``text``.

    Returns
    -------
    pandas.DataFrame
        ``table_name``, ``row_id``, ``text`` (a claim as an attributed sentence with its reply), ``source``,
        ``locator``, ``url``. Those whose name or title has the words come first, then in the tables' order.

    Raises
    ------
    ValueError
        For no word, an unknown table or language.
    """
    import pandas

    suffix(lang)
    if table is not None and table not in SHOWN:
        refuse("table to search", table, SHOWN)
    wanted = re.findall(r"\w+", fold(words))
    if not wanted:
        raise ValueError(f"nothing to search for in {words!r}; give a word or the beginning of one")
    found: list[tuple[Any, ...]] = [
        (not _holds(heading, wanted), name, *line)
        for name in (SHOWN if table is None else (table,))
        for whole, heading, line in _index(name, lang)
        if _holds(whole, wanted)
    ]
    found.sort(key=lambda hit: hit[0])
    told = sentences({row_id for _, name, row_id, *_ in found if name == "claims"}, lang)
    frame = pandas.DataFrame(found, columns=["order", "table_name", "row_id", "text", "source", "locator"])
    spoken = frame["table_name"] == "claims"
    frame.loc[spoken, "text"] = frame.loc[spoken, "row_id"].map(told)
    frame["url"] = frame["source"].map(lookup("sources", "url"))
    frame["source"] = frame["source"].map(source_labels())
    return frame.drop(columns="order").astype("string")


def _holds(text: str, wanted: list[str]) -> bool:
    """Whether each of the words, all folded, begins a word of the text."""
    return all(word in text and re.search(rf"\b{re.escape(word)}", text) for word in wanted)


@cache
def _index(table: str, lang: str) -> list[tuple[str, str, tuple[Any, ...]]]:
    """Of each row: all its words in both languages; those of its heading; and its id, text, source and locator."""
    frame, key, named = shared(table), contract.primary_key(table)[0], _named(table)
    texts = [f["name"] for f in contract.fields(table) if _is_text(f)]
    shown = next(texts.index(name) for name in (SHOWN[table] + suffix(lang), SHOWN[table]) if name in texts)
    place = [name for name in ("source_id", "locator") if name in frame]
    index = []
    for row_id, *cells in columns(frame, key, *texts, *place):
        words, names = [fold(text or "") for text in cells[: len(texts)]], named.get(row_id, "")
        heading = f"{words[shown]} {names}" if table == "actors" else words[shown]
        source, locator = (*cells[len(texts) :], None, None)[:2]
        index.append((" ".join([*words, names]), heading, (row_id, cells[shown], source, locator)))
    return index


def _is_text(field: dict[str, Any]) -> bool:
    """Whether a field holds words to be found."""
    coded = "enum" in field.get("constraints", {})
    return field["type"] == "string" and not coded and not field["name"].endswith(("_id", "_earliest", "_latest"))


def _named(table: str) -> dict[str, str]:
    """Row -> the names, in both languages and every spelling, of the actors that it is about, folded."""
    names: dict[str, str] = {}
    for actor, *spoken in columns(shared("actors"), "actor_id", "actor_name", "actor_name_es"):
        names[actor] = fold(" ".join(spoken))
    for actor, variant in columns(shared("actor_names"), "actor_id", "name_variant"):
        names[actor] += f" {fold(variant)}"
    pairs: list[tuple[Any, ...]] = []
    if table == "actors":
        return names
    if table == "events":
        pairs += columns(shared("event_actors"), "event_id", "actor_id")
    if table == "claims":
        pairs += columns(shared("claim_actors"), "claim_id", "actor_id")
        pairs += columns(shared("claims").dropna(subset=["claimant_id"]), "claim_id", "claimant_id")
    found: dict[str, str] = {}
    for row, actor in pairs:
        found[row] = f"{found.get(row, '')} {names[actor]}"
    return found

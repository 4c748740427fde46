"""Finds rows by the words in them, in either language, without minding accents or case."""

import re
from typing import TYPE_CHECKING, Any

from peru_narco_data import contract
from peru_narco_data.documentation import LANGUAGES
from peru_narco_data.loading import load
from peru_narco_data.messages import fold, refuse
from peru_narco_data.names import source_label
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

    if lang not in LANGUAGES:
        refuse("language", lang, LANGUAGES)
    if table is not None and table not in SHOWN:
        refuse("table to search", table, SHOWN)
    wanted = [re.compile(rf"\b{re.escape(word)}") for word in re.findall(r"\w+", fold(words))]
    if not wanted:
        raise ValueError(f"nothing to search for in {words!r}; give a word or the beginning of one")
    sources = load("sources").set_index("source_id")
    label = source_label(sources)
    found: list[dict[str, Any]] = []
    for number, name in enumerate(SHOWN):
        if table not in (None, name):
            continue
        frame, key = load(name), contract.primary_key(name)[0]
        texts_of = [
            str(c) for c in frame if frame[c].dtype == "string" and not str(c).endswith(("_id", "_earliest", "_latest"))
        ]
        named = _named(name)
        for row in frame.to_dict("records"):
            texts = {c: fold(row[c]) for c in texts_of if isinstance(row[c], str)}
            whole = " ".join([*texts.values(), named.get(str(row[key]), "")])
            if not all(word.search(whole) for word in wanted):
                continue
            shown = SHOWN[name] if lang == "en" or f"{SHOWN[name]}_es" not in row else f"{SHOWN[name]}_es"
            heading = f"{texts.get(shown, '')} {named.get(str(row[key]), '') if name == 'actors' else ''}"
            source = row["source_id"] if name != "sources" else row[key]
            found.append(
                {
                    "table_name": name,
                    "row_id": str(row[key]),
                    "text": row[shown],
                    "source": label[source],
                    "locator": row.get("locator"),
                    "url": sources.loc[source, "url"],
                    "order": (not all(word.search(heading) for word in wanted), number),
                }
            )
    found.sort(key=lambda hit: hit["order"])
    told = sentences([hit["row_id"] for hit in found if hit["table_name"] == "claims"], lang)
    for hit in found:
        hit["text"] = told.get(hit["row_id"], hit["text"]) if hit["table_name"] == "claims" else hit["text"]
    columns = ["table_name", "row_id", "text", "source", "locator", "url"]
    return pandas.DataFrame(found, columns=[*columns, "order"])[columns].astype("string")


def _named(table: str) -> dict[str, str]:
    """Row -> the names, in both languages and every spelling, of the actors that it is about, folded."""
    actors, variants = load("actors"), load("actor_names")
    names: dict[str, str] = {}
    for ids, texts in (
        (actors["actor_id"], actors["actor_name"] + " " + actors["actor_name_es"]),
        (variants["actor_id"], variants["name_variant"]),
    ):
        for actor, text in zip(ids, texts, strict=True):
            names[actor] = f"{names.get(actor, '')} {fold(text)}"
    if table == "actors":
        return names
    parts = {"claims": ("claim_actors", "claim_id"), "events": ("event_actors", "event_id")}.get(table)
    if parts is None:
        return {}
    found: dict[str, str] = {}
    links = load(parts[0])
    pairs = list(zip(links[parts[1]], links["actor_id"], strict=True))
    if table == "claims":
        spoken = load("claims").dropna(subset=["claimant_id"])
        pairs += zip(spoken["claim_id"], spoken["claimant_id"], strict=True)
    for row, actor in pairs:
        found[row] = f"{found.get(row, '')} {names[actor]}"
    return found

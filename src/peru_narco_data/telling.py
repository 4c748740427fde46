"""Claims as attributed sentences, and what is on record about someone, in order of time."""

from functools import cache
from typing import TYPE_CHECKING, Any

from peru_narco_data.beside import replies, ruling_text
from peru_narco_data.citation.places import in_words
from peru_narco_data.loading import columns, grouped, shared
from peru_narco_data.messages import refuse
from peru_narco_data.names import actor_id, labels, lookup, source_labels, suffix
from peru_narco_data.views import NOT_ABOUT, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas

_WORDS = {
    "en": {
        "unidentified": "Someone whom the source does not name",
        "purported": "A voice that is only thought to be that of {}",
        "purported_unknown": "A voice whose owner is only supposed",
        "reporter": "{} (the source’s own voice)",
        "hedge": ", worded as “{}”",
        "none_found": "No reply by {} was found in what was read.",
        "reply": "In answer: {}",
        "office": "Office or tie: {}",
        "for": "Said on their behalf: {}",
    },
    "es": {
        "unidentified": "Alguien a quien la fuente no nombra",
        "purported": "Una voz de la que solo se cree que es de {}",
        "purported_unknown": "Una voz cuyo dueño solo se supone",
        "reporter": "{} (voz propia de la fuente)",
        "hedge": ", con el matiz «{}»",
        "none_found": "En lo leído no se halló respuesta de {}.",
        "reply": "En respuesta: {}",
        "office": "Cargo o vínculo: {}",
        "for": "Dicho en su nombre: {}",
    },
}


def as_sentence(claim_id: str, lang: str = "en") -> str:
    """One claim as an attributed sentence: who says it, how it is worded, what is said, the reply, the source.

    Parameters
    ----------
    claim_id : str
        Such as ``"c0042"``.
    lang : {"en", "es"}
        Language of the sentence.

    Returns
    -------
    str
        Speaker, kind of statement and hedge come first; for everyone to whom the claim imputes
        something a clause says what is known of the reply; the source and its place close it.

    Raises
    ------
    ValueError
        For an unknown claim or language.
    """
    suffix(lang)
    known = lookup("claims", "statement")
    if claim_id not in known:
        refuse("claim", claim_id, known)
    return sentences([claim_id], lang)[claim_id]


def sentences(claim_ids: "Iterable[str] | None" = None, lang: str = "en") -> dict[str, str]:
    """Claim id -> the claim as an attributed sentence, as :func:`as_sentence` gives it; of all claims by default."""
    rows = _rows(lang)
    return {claim: _sentence(rows[claim], lang) for claim in (rows if claim_ids is None else claim_ids)}


@cache
def _rows(lang: str) -> "dict[str, list[dict[str, Any]]]":
    """Claim id -> its rows in :func:`claims`, with what a sentence tells. Shared: never change it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for claim, *row in columns(said(lang), "claim_id", *_TOLD):
        told = dict(zip(_TOLD, row, strict=True))
        found.setdefault(claim, []).append({**told, "replies": replies(claim, lang) or None})
    return found


_TOLD = (
    *("claimant", "claimant_status", "attribution", "claim_type", "hedge", "statement"),
    *("about", "claim_role", "reply_status", "source", "locator"),
)


def timeline(actor: str, lang: str = "en") -> "pandas.DataFrame":
    """What is on record about someone, in order of time: offices, events, rulings, and claims as attributed sentences.

    Parameters
    ----------
    actor : str
        A name, alias or ``actor_id``.
    lang : {"en", "es"}
        Language of the text.

    Returns
    -------
    pandas.DataFrame
        ``date`` (EDTF; of a claim, when it was said), ``kind`` (office, event, ruling, claim_about,
        claim_by, claim_for: on their behalf), ``text`` (of a ruling with what followed and its
        note), ``source``, ``locator``, ``url``, ``row_id``. What is undated stands last.

    Raises
    ------
    ValueError
        Where the name is unknown or fits several actors, or the language is unknown.
    """
    import pandas

    end = suffix(lang)
    who = actor_id(actor)
    lines = [*_offices(who, end), *_events(who, end), *_rulings(who, lang), *_claims(who, lang)]
    frame = pandas.DataFrame(lines, columns=_LINE)
    frame["first"] = pandas.to_datetime(frame["first"]).fillna(pandas.to_datetime(frame["last"]))
    frame = frame.sort_values(["first", "last", "row_id"], na_position="last").astype({"date": "string"})
    frame["source"] = frame["source_id"].map(source_labels()).astype("string")
    frame["url"] = frame["source_id"].map(lookup("sources", "url")).astype("string")
    return frame[["date", "kind", "text", "source", "locator", "url", "row_id"]].reset_index(drop=True)


_LINE = ["date", "first", "last", "source_id", "locator", "row_id", "kind", "text"]


def _dated(column: str, key: str) -> tuple[str, ...]:
    """The columns of a row that a line of a timeline takes over as they stand."""
    return column, f"{column}_earliest", f"{column}_latest", "source_id", "locator", key


def _offices(who: str, end: str) -> "Iterator[tuple[Any, ...]]":
    word = _WORDS["es" if end else "en"]["office"]
    held = grouped("offices", "actor_id", *_dated("held", "office_id"), "office" + end)
    for *place, office in held.get(who, []):
        yield *place, "office", word.format(office)


def _events(who: str, end: str) -> "Iterator[tuple[Any, ...]]":
    events = grouped("events", "event_id", *_dated("occurred", "event_id"), "title" + end, "description" + end)
    for event in sorted(set(grouped("event_actors", "actor_id", "event_id").get(who, []))):
        ((*place, title, description),) = events[event[0]]
        yield *place, "event", f"{title}. {description}"


def _rulings(who: str, lang: str) -> "Iterator[tuple[Any, ...]]":
    decided = grouped("rulings", "actor_id", *_dated("ruled", "ruling_id"), "court", "note" + suffix(lang))
    for *place, court, note in decided.get(who, []):
        text = ruling_text(place[-1], lang, dated=False) + (f" ({court})" if court else "")
        yield *place, "ruling", text + (f". {note}" if note else "")


def _claims(who: str, lang: str) -> "Iterator[tuple[Any, ...]]":
    parts = grouped("claim_actors", "actor_id", "claim_id", "claim_role").get(who, [])
    kinds = {
        "claim_about": {claim for claim, role in parts if role not in NOT_ABOUT},
        "claim_by": {claim for (claim,) in grouped("claims", "claimant_id", "claim_id").get(who, [])},
        "claim_for": {claim for claim, role in parts if role == "on_behalf_of"},
    }
    texts = sentences(set().union(*kinds.values()), lang)
    dated = grouped("claims", "claim_id", *_dated("said", "claim_id"))
    for kind, ids in kinds.items():
        for claim in sorted(ids):
            text = _WORDS[lang]["for"].format(texts[claim]) if kind == "claim_for" else texts[claim]
            yield *dated[claim][0], kind, text


@cache
def _identifiable(lang: str) -> frozenset[str]:
    """Names of the actors who are somebody in particular."""
    actors = shared("actors")
    return frozenset(actors.loc[actors["is_identifiable"], "actor_name" + suffix(lang)])


def _sentence(rows: "list[dict[str, Any]]", lang: str) -> str:
    """The rows of one claim, from :func:`claims`, as text."""
    import pandas

    words, first = _WORDS[lang], rows[0]
    if pandas.notna(first["claimant"]):
        speaker = str(first["claimant"])
        if first["attribution"] == "reporter":
            speaker = words["reporter"].format(speaker)
    elif first["claimant_status"] == "purported":
        somebody = _identifiable(lang)
        owners = [row["about"] for row in rows if row["claim_role"] == "subject" and row["about"] in somebody]
        speaker = words["purported"].format(owners[0]) if owners else words["purported_unknown"]
    else:
        speaker = words["unidentified"]
    kind = labels("claim_type", lang)[str(first["claim_type"])]
    hedge = "" if first["hedge"] == "bare" else words["hedge"].format(labels("hedge", lang)[str(first["hedge"])])
    text = f"{speaker} {kind}{hedge}: {first['statement']}"
    if pandas.notna(first["replies"]):
        text += " " + words["reply"].format(first["replies"])
    silent = [row["about"] for row in rows if row["reply_status"] == "none_found"]
    if silent:
        text += " " + words["none_found"].format(", ".join(silent))
    return f"{text} ({first['source']}, {in_words(str(first['locator']), lang)})"

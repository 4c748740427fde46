"""Claims as attributed sentences, and what is on record about someone, in order of time."""

from typing import TYPE_CHECKING, Any

from peru_narco_data.documentation import LANGUAGES
from peru_narco_data.loading import load
from peru_narco_data.messages import refuse
from peru_narco_data.names import actor_id, labels, source_label
from peru_narco_data.views import claims, events, ruling_texts

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    import pandas

# Decisions against somebody: these are marked where no source says that they are final.
ADVERSE = (
    "convicted",
    "upheld",
    "reduced",
    "modified",
    "extradition_granted",
    "pretrial_detention",
    "charged",
    "sent_to_trial",
)

_WORDS = {
    "en": {
        "unidentified": "Someone whom the source does not name",
        "purported": "A voice that is only thought to be that of {}",
        "purported_unknown": "A voice whose owner is only supposed",
        "reporter": "{} (the source’s own voice)",
        "hedge": ", worded as “{}”",
        "none_found": "No reply by {} was found in what was read.",
        "reply": "Reply: {}",
        "office": "Office or tie: {}",
        "for": "Said on their behalf: {}",
        "not_final": " (not known to be final)",
    },
    "es": {
        "unidentified": "Alguien a quien la fuente no nombra",
        "purported": "Una voz de la que solo se cree que es de {}",
        "purported_unknown": "Una voz cuyo dueño solo se supone",
        "reporter": "{} (voz propia de la fuente)",
        "hedge": ", con el matiz «{}»",
        "none_found": "En lo leído no se halló respuesta de {}.",
        "reply": "Respuesta: {}",
        "office": "Cargo o vínculo: {}",
        "for": "Dicho en su nombre: {}",
        "not_final": " (no consta que sea firme)",
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
    if lang not in LANGUAGES:
        refuse("language", lang, LANGUAGES)
    known = load("claims")["claim_id"]
    if claim_id not in set(known):
        refuse("claim", claim_id, known)
    return sentences([claim_id], lang)[claim_id]


def sentences(claim_ids: "Iterable[str] | None" = None, lang: str = "en") -> dict[str, str]:
    """Claim id -> the claim as an attributed sentence, as :func:`as_sentence` gives it; of all claims by default."""
    wanted = None if claim_ids is None else set(claim_ids)
    if wanted is not None and not wanted:
        return {}
    rows: dict[str, list[dict[Hashable, Any]]] = {}
    for row in claims(lang=lang).to_dict("records"):
        if wanted is None or row["claim_id"] in wanted:
            rows.setdefault(str(row["claim_id"]), []).append(row)
    return {claim: _sentence(found, lang) for claim, found in rows.items()}


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

    if lang not in LANGUAGES:
        refuse("language", lang, LANGUAGES)
    who, words, suffix = actor_id(actor), _WORDS[lang], "" if lang == "en" else "_es"
    lines: list[dict[str, Any]] = []

    def add(row: Any, kind: str, text: str, column: str, row_id: str) -> None:
        span = [getattr(row, column + end) for end in ("", "_earliest", "_latest")]
        place = {"source_id": row.source_id, "locator": row.locator}
        lines.append(dict(zip(("date", "first", "last"), span, strict=True)) | {"kind": kind, "text": text} | place)
        lines[-1]["row_id"] = row_id

    offices = load("offices").query("actor_id == @who")
    for row in offices.itertuples():
        add(row, "office", words["office"].format(getattr(row, "office" + suffix)), "held", str(row.office_id))
    happened = events(involving=who, lang=lang).set_index("event_id")
    for row in load("events").query("event_id in @happened.index").itertuples():
        part = happened.loc[str(row.event_id)]
        add(row, "event", f"{part['title']}. {part['description']}", "occurred", str(row.event_id))
    decided = ruling_texts(lang)
    for row in load("rulings").query("actor_id == @who").itertuples():
        text = decided[str(row.ruling_id)]
        text += f" ({row.court})" if isinstance(row.court, str) else ""
        final = row.is_final if isinstance(row.is_final, bool) else False
        text += words["not_final"] if row.disposition in ADVERSE and not final else ""
        note = getattr(row, "note" + suffix)
        add(row, "ruling", text + (f". {note}" if isinstance(note, str) else ""), "ruled", str(row.ruling_id))
    said = load("claims")
    parts = load("claim_actors").query("actor_id == @who")
    spoken_for = parts["claim_role"] == "on_behalf_of"
    kinds = {
        "claim_about": set(claims(about=who)["claim_id"]),
        "claim_by": set(said.loc[said["claimant_id"] == who, "claim_id"]),
        "claim_for": set(parts.loc[spoken_for, "claim_id"]),
    }
    told = sentences(set().union(*kinds.values()), lang)
    for kind, ids in kinds.items():
        for row in said[said["claim_id"].isin(ids)].itertuples():
            text = told[str(row.claim_id)]
            text = words["for"].format(text) if kind == "claim_for" else text
            add(row, kind, text, "said", str(row.claim_id))

    columns = ["date", "first", "last", "kind", "text", "source_id", "locator", "row_id"]
    frame = pandas.DataFrame(lines, columns=columns)
    frame["first"] = pandas.to_datetime(frame["first"]).fillna(pandas.to_datetime(frame["last"]))
    frame = frame.sort_values(["first", "last", "row_id"], na_position="last").astype({"date": "string"})
    sources = load("sources").set_index("source_id")
    frame = frame.assign(
        source=frame["source_id"].map(source_label(sources)), url=frame["source_id"].map(sources["url"])
    )
    return frame[["date", "kind", "text", "source", "locator", "url", "row_id"]].reset_index(drop=True)


def _sentence(rows: "list[dict[Hashable, Any]]", lang: str) -> str:
    """The rows of one claim, from :func:`claims`, as text."""
    import pandas

    words, first = _WORDS[lang], rows[0]
    if pandas.notna(first["claimant"]):
        speaker = str(first["claimant"])
        if first["attribution"] == "reporter":
            speaker = words["reporter"].format(speaker)
    elif first["claimant_status"] == "purported":
        actors = load("actors")
        named = set(actors.loc[actors["is_identifiable"], "actor_name" + ("" if lang == "en" else "_es")])
        owners = [row["about"] for row in rows if row["claim_role"] == "subject" and row["about"] in named]
        speaker = words["purported"].format(owners[0]) if owners else words["purported_unknown"]
    else:
        speaker = words["unidentified"]
    kind = labels("claim_type", lang)[str(first["claim_type"])]
    hedge = "" if first["hedge"] == "bare" else words["hedge"].format(labels("hedge", lang)[str(first["hedge"])])
    text = f"{speaker} {kind}{hedge}: {first['statement']}"
    replies = [row["replies"] for row in rows if pandas.notna(row["replies"])]
    if replies:
        text += " " + words["reply"].format(replies[0])
    silent = [row["about"] for row in rows if row["reply_status"] == "none_found"]
    if silent:
        text += " " + words["none_found"].format(", ".join(silent))
    return f"{text} ({first['source']}, {first['locator']})"

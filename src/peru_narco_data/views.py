"""Readable frames of claims, events and actors: names instead of ids, replies and rulings beside what they answer."""

from typing import TYPE_CHECKING, Any

from peru_narco_data import contract, dates
from peru_narco_data.documentation import LANGUAGES
from peru_narco_data.loading import load
from peru_narco_data.messages import refuse
from peru_narco_data.names import actor_id, labels, place_id, source_label
from peru_narco_data.series import as_text

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas

# The parts an actor can have in a claim without the claim being about that actor.
NOT_ABOUT = ("on_behalf_of", "relayed_by", "asked_for_comment")

_COLUMNS = [
    *("claim_id", "statement", "claim_type", "claimant", "claimant_status", "attribution", "hedge", "certainty"),
    *("about", "claim_role", "imputation", "targets", "reply_status", "replies", "contradictions", "rulings"),
    *("last_checked", "quantities", "matter", "said", "source", "locator", "url"),
]


def claims(
    about: str | None = None,
    by: str | None = None,
    matter: str | None = None,
    hedge: str | None = None,
    since: int | str | None = None,
    until: int | str | None = None,
    lang: str = "en",
) -> "pandas.DataFrame":
    """Who said what about whom, with replies and rulings beside it.

    A row says that someone *said* this, not that it is so. One row per claim and actor that it is
    about, since imputation and reply belong to each actor; a claim about nobody has one row.

    Parameters
    ----------
    about : str, optional
        Only claims about this actor: a name, alias or ``actor_id``. Part of a name will do where
        only one actor has it.
    by : str, optional
        Only claims made by this actor.
    matter : str, optional
        Only claims of this matter (``matter_id``).
    hedge : str, optional
        Only claims so worded: ``"alleged"``, ``"bare"``, ...
    since, until : int or str, optional
        Only claims said between them: a year or an ISO date. Claims of unknown date are left out.
    lang : {"en", "es"}
        Language of names, ``statement``, ``replies``, ``rulings``, ``quantities`` and ``matter``.

    Returns
    -------
    pandas.DataFrame
        ``claim_id``, ``statement``, ``claim_type``, ``claimant`` (missing where nobody is
        identified), ``claimant_status``, ``attribution``, ``hedge`` (the source's wording),
        ``certainty``, ``about``, ``claim_role``, ``imputation``, ``targets`` (everyone to whom the
        claim imputes something, and how), ``reply_status``, ``replies``
        (linked denials and answers, marked where they came earlier), ``contradictions`` (other versions
        of the same thing, corrections, updates), ``rulings`` (what was decided on that actor in that
        matter, each with what followed, and in their favour elsewhere), ``last_checked``, ``quantities``
        (numbers of the claim, with their units), ``matter``, ``said`` (EDTF), ``source``,
        ``locator``, ``url``. Sorted by ``claim_id``.

    Raises
    ------
    ValueError
        Where a name, matter, hedge, period or language is unknown, or a name fits several actors.
    """
    suffix = _suffix(lang)
    frame, actors, matters = load("claims"), load("actors"), load("matters").set_index("matter_id")
    _known_matter(matter)
    if hedge is not None:
        if hedge not in contract.codes_of("claims", "hedge"):
            refuse("hedge", hedge, contract.codes_of("claims", "hedge"))
        frame = frame[frame["hedge"] == hedge]
    frame = _between(frame, "said", since, until)
    names = actors.set_index("actor_id")["actor_name" + suffix]

    roles = load("claim_actors").drop(columns=["source_id", "locator"])
    roles = roles[~roles["claim_role"].isin(NOT_ABOUT)]
    targets = _targets(roles, names, lang)
    if about is not None:
        roles = roles[roles["actor_id"] == actor_id(about)]
    frame = frame.merge(roles, how="left" if about is None else "inner", on="claim_id")
    if by is not None:
        frame = frame[frame["claimant_id"] == actor_id(by)]
    if matter is not None:
        frame = frame[frame["matter_id"] == matter]

    replies, disputes = _linked(names, lang, ("denies", "answers")), _linked(names, lang, DISPUTES)
    rulings = rulings_on(lang)
    sources = load("sources").set_index("source_id")
    frame = frame.assign(
        statement=frame["statement" + suffix],
        claimant=frame["claimant_id"].map(names),
        about=frame["actor_id"].map(names),
        targets=frame["claim_id"].map(targets).astype("string"),
        replies=frame["claim_id"].map(replies).astype("string"),
        contradictions=frame["claim_id"].map(disputes).astype("string"),
        rulings=[rulings(str(m), str(a)) for m, a in zip(frame["matter_id"], frame["actor_id"], strict=True)],
        quantities=frame["claim_id"].map(_quantities("claim_id", lang)).astype("string"),
        matter=frame["matter_id"].map(matters["title" + suffix]),
        source=frame["source_id"].map(source_label(sources)),
        url=frame["source_id"].map(sources["url"]),
    )
    frame["rulings"] = frame["rulings"].astype("string").replace("", None)
    return frame.sort_values(["claim_id", "claim_role", "about"])[_COLUMNS].reset_index(drop=True)


def _targets(roles: "pandas.DataFrame", names: "pandas.Series[str]", lang: str) -> dict[str, str]:
    """Claim id -> its targets, the most directly imputed first, as text."""
    words = labels("imputation", lang)
    imputed = roles[roles["claim_role"] == "target"].sort_values("imputation", ascending=False, kind="stable")
    texts: dict[str, list[str]] = {}
    for row in imputed.itertuples():
        text = f"{names[str(row.actor_id)]} ({words[str(row.imputation)]})"
        texts.setdefault(str(row.claim_id), []).append(text)
    return {claim: "; ".join(parts) for claim, parts in texts.items()}


DISPUTES = ("contradicts", "corrects", "updates")


def _linked(names: "pandas.Series[str]", lang: str, relations: tuple[str, ...]) -> dict[str, str]:
    """Claim id -> the claims linked to it in these ways, as text; a contradiction holds both ways."""
    unnamed, words, who = labels("claimant_status", lang), labels("relation", lang), names.to_dict()
    earlier = "(earlier) " if lang == "en" else "(anterior) "
    said: dict[str, Any] = {str(row.claim_id): row for row in load("claims").itertuples()}
    texts: dict[str, list[str]] = {}
    links = load("claim_links")
    for link in links[links["relation"].isin(relations)].itertuples():
        ends = [(str(link.claim_id), str(link.other_claim_id))]
        if link.relation == "contradicts":
            ends.append(ends[0][::-1])
        for one, other in ends:
            row, statement = said[one], said[one].statement if lang == "en" else said[one].statement_es
            speaker = who.get(row.claimant_id) or unnamed[row.claimant_status]
            before = row.said_latest < said[other].said_earliest  # False where either is unknown
            how = f"({words[str(link.relation)]}) " if relations == DISPUTES else earlier if before else ""
            texts.setdefault(other, []).append(f"{how}{speaker}: {statement} [{one}]")
    return {claim: " ".join(lines) for claim, lines in texts.items()}


# What a court or authority can decide in somebody's favour; shown beside claims of other matters too.
FAVOURABLE = ("acquitted", "annulled", "shelved", "dismissed", "charge_withdrawn", "revoked", "retrial_ordered")


def rulings_on(lang: str) -> "Callable[[str, str], str]":
    """What was decided on an actor in a matter, in order and with what followed, and in their favour elsewhere."""
    rows = load("rulings").sort_values(["ruled_latest", "ruling_id"])
    told, matters = ruling_texts(lang), load("matters").set_index("matter_id")
    title = matters["title" if lang == "en" else "title_es"]
    mine: dict[str, list[Any]] = {}
    for row in rows.itertuples():
        mine.setdefault(str(row.actor_id), []).append(row)

    def text(matter: str, actor: str) -> str:
        found = mine.get(actor, [])
        lines = [f"{told[str(r.ruling_id)]} [{r.ruling_id}]" for r in found if r.matter_id == matter]
        lines += [
            f"{title[str(r.matter_id)]}: {told[str(r.ruling_id)]} [{r.ruling_id}]"
            for r in found
            if r.matter_id != matter and r.disposition in FAVOURABLE
        ]
        return "; ".join(lines)

    return text


def ruling_texts(lang: str) -> dict[str, str]:
    """Ruling id -> what was decided, for what, the term, and what later became of it."""
    dispositions, offences, rows = labels("disposition", lang), labels("offence", lang), load("rulings")
    later: dict[str, list[str]] = {}
    for row in rows.dropna(subset=["affects_ruling_id"]).sort_values(["ruled_latest", "ruling_id"]).itertuples():
        later.setdefault(str(row.affects_ruling_id), []).append(
            f"{dispositions[str(row.disposition)]} [{row.ruling_id}]"
        )
    texts, word = {}, "later" if lang == "en" else "después"
    for row in rows.itertuples():
        term = f", {row.term}" if isinstance(row.term, str) else ""
        after = f" ({word}: {', '.join(later[str(row.ruling_id)])})" if str(row.ruling_id) in later else ""
        texts[str(row.ruling_id)] = f"{dispositions[str(row.disposition)]}: {offences[str(row.offence)]}{term}{after}"
    return texts


_EVENT_COLUMNS = [
    *("event_id", "title", "description", "event_type", "occurred", "place", "involved", "quantities"),
    *("rulings", "matter", "source", "locator", "url", "further_sources"),
]


def events(
    type: str | None = None,
    place: str | None = None,
    since: int | str | None = None,
    until: int | str | None = None,
    involving: str | None = None,
    matter: str | None = None,
    lang: str = "en",
) -> "pandas.DataFrame":
    """What happened: official acts and what nobody disputes, each with who took part and its sources.

    An arrest, a charge or a search says nothing of guilt; what courts decided stands in ``rulings``.

    Parameters
    ----------
    type : str, optional
        Only events of this type: ``"arrest"``, ``"drug_find"``, ``"law"``, ...
    place : str, optional
        Only events at this place or within it: a name or ``place_id``.
    since, until : int or str, optional
        Only events between them: a year or an ISO date.
    involving : str, optional
        Only events with this actor: a name, alias or ``actor_id``.
    matter : str, optional
        Only events of this matter (``matter_id``).
    lang : {"en", "es"}
        Language of the text.

    Returns
    -------
    pandas.DataFrame
        ``event_id``, ``title``, ``description``, ``event_type``, ``occurred`` (EDTF), ``place``,
        ``involved`` (names with their part in it), ``quantities``, ``rulings`` (what was decided in it),
        ``matter``, ``source``, ``locator``, ``url``, ``further_sources``. Sorted by date.

    Raises
    ------
    ValueError
        Where a type, name, matter, period or language is unknown, or a name fits several.
    """
    suffix = _suffix(lang)
    frame, matters = load("events"), load("matters").set_index("matter_id")
    _known_matter(matter)
    if type is not None:
        if type not in contract.codes_of("events", "event_type"):
            refuse("event type", type, contract.codes_of("events", "event_type"))
        frame = frame[frame["event_type"] == type]
    if place is not None:
        frame = frame[frame["place_id"].isin(_within(place_id(place)))]
    parts = load("event_actors")
    if involving is not None:
        frame = frame[frame["event_id"].isin(parts.loc[parts["actor_id"] == actor_id(involving), "event_id"])]
    if matter is not None:
        frame = frame[frame["matter_id"] == matter]
    frame = _between(frame, "occurred", since, until)

    names = load("actors").set_index("actor_id")["actor_name" + suffix]
    roles = labels("event_role", lang)
    involved: dict[str, list[str]] = {}
    for row in parts.itertuples():
        involved.setdefault(str(row.event_id), []).append(f"{names[str(row.actor_id)]} ({roles[str(row.event_role)]})")
    decided: dict[str, list[str]] = {}
    told = ruling_texts(lang)
    for row in load("rulings").dropna(subset=["event_id"]).itertuples():
        decided.setdefault(str(row.event_id), []).append(f"{names[str(row.actor_id)]}: {told[str(row.ruling_id)]}")
    sources = load("sources").set_index("source_id")
    further = load("row_sources").query("table_name == 'events'")
    more = (further["source_id"].map(source_label(sources)) + ", " + further["locator"]).groupby(further["row_id"])
    frame = frame.assign(
        title=frame["title" + suffix],
        description=frame["description" + suffix],
        place=frame["place_id"].map(load("places").set_index("place_id")["place_name" + suffix]),
        involved=frame["event_id"].map({k: "; ".join(v) for k, v in involved.items()}).astype("string"),
        quantities=frame["event_id"].map(_quantities("event_id", lang)).astype("string"),
        rulings=frame["event_id"].map({k: "; ".join(v) for k, v in decided.items()}).astype("string"),
        matter=frame["matter_id"].map(matters["title" + suffix]),
        source=frame["source_id"].map(source_label(sources)),
        url=frame["source_id"].map(sources["url"]),
        further_sources=frame["event_id"].map(more.agg("; ".join)).astype("string"),
    )
    return frame.sort_values(["occurred_earliest", "occurred_latest", "event_id"])[_EVENT_COLUMNS].reset_index(
        drop=True
    )


_ACTOR_COLUMNS = [
    *("actor_id", "actor_name", "actor_type", "is_identifiable", "country", "description", "other_names", "offices"),
    *("public_interest", "life_status", "wikidata_id", "source", "locator", "url"),
]


def actors(name: str | None = None, type: str | None = None, lang: str = "en") -> "pandas.DataFrame":
    """Persons, bodies and collectives, with what nobody disputes about them: names, offices, ties.

    Nobody is listed for being accused: what is said of someone stands in :func:`claims`, with its
    speaker and the reply. Being in this table imputes nothing.

    Parameters
    ----------
    name : str, optional
        Only this actor: a name, alias or ``actor_id``.
    type : str, optional
        Only this type: ``"person"``, ``"state_body"``, ``"media"``, ...
    lang : {"en", "es"}
        Language of ``actor_name``, ``description`` and ``offices``.

    Returns
    -------
    pandas.DataFrame
        ``actor_id``, ``actor_name``, ``actor_type``, ``is_identifiable``, ``country``,
        ``description``, ``other_names``, ``offices`` (with dates), ``public_interest`` (why the actor
        may be named), ``life_status``, ``wikidata_id``, ``source``, ``locator``, ``url``. Sorted by name.

    Raises
    ------
    ValueError
        Where a name, type or language is unknown, or a name fits several actors.
    """
    suffix = _suffix(lang)
    frame = load("actors")
    if type is not None:
        if type not in contract.codes_of("actors", "actor_type"):
            refuse("actor type", type, contract.codes_of("actors", "actor_type"))
        frame = frame[frame["actor_type"] == type]
    if name is not None:
        frame = frame[frame["actor_id"] == actor_id(name)]
    variants, held = load("actor_names"), load("offices")
    held = held.assign(text=held["office" + suffix] + (" (" + held["held"] + ")").fillna(""))
    sources = load("sources").set_index("source_id")
    frame = frame.assign(
        actor_name=frame["actor_name" + suffix],
        description=frame["description" + suffix],
        other_names=frame["actor_id"].map(variants.groupby("actor_id")["name_variant"].agg("; ".join)).astype("string"),
        offices=frame["actor_id"].map(held.groupby("actor_id")["text"].agg("; ".join)).astype("string"),
        source=frame["source_id"].map(source_label(sources)),
        url=frame["source_id"].map(sources["url"]),
    )
    return frame.sort_values(["actor_name", "actor_id"])[_ACTOR_COLUMNS].reset_index(drop=True)


def _suffix(lang: str) -> str:
    if lang not in LANGUAGES:
        refuse("language", lang, LANGUAGES)
    return "" if lang == "en" else "_es"


def _known_matter(matter: str | None) -> None:
    known = load("matters")["matter_id"]
    if matter is not None and matter not in set(known):
        refuse("matter", matter, known)


def _between(
    frame: "pandas.DataFrame", column: str, since: int | str | None, until: int | str | None
) -> "pandas.DataFrame":
    """Rows whose EDTF date lies between two years or dates; rows of unknown date only where nothing is asked."""
    if since is None and until is None:
        return frame
    first, last = dates.between(since, until)
    return frame[(frame[f"{column}_earliest"] >= first) & (frame[f"{column}_latest"] <= last)]


def _within(place: str) -> set[str]:
    """The place and every place in it."""
    parents = load("places")[["place_id", "parent_id"]].dropna()
    inside = {place}
    while True:
        more = set(parents.loc[parents["parent_id"].isin(inside), "place_id"]) | inside
        if more == inside:
            return inside
        inside = more


def _quantities(owner: str, lang: str) -> dict[str, str]:
    """Claim or event id -> its numbers, as text."""
    measures, units = labels("measure", lang), labels("unit", lang)
    texts: dict[str, list[str]] = {}
    row: Any
    for row in load("quantities").dropna(subset=[owner]).itertuples():
        whole = f" / {row.denominator:,.10g}" if row.denominator > 0 else ""  # not where it is missing
        unit = "" if row.unit in ("count", "rank") else f" {units[str(row.unit)]}"
        text = f"{measures[str(row.measure)]}: {as_text(row)}{whole}{unit}"
        texts.setdefault(str(getattr(row, owner)), []).append(text)
    return {key: "; ".join(parts) for key, parts in texts.items()}

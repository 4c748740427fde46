"""Readable frames of claims, events and actors: names instead of ids, replies and rulings beside what they answer.

Rows are chosen by their ids first; what is shown beside them is looked up for the chosen ones alone.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from peru_narco_data import beside, dates
from peru_narco_data.loading import columns, grouped, shared
from peru_narco_data.messages import refuse
from peru_narco_data.names import actor_id, code_of, lookup, place_id, source_labels, suffix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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
        Only claims so worded: ``"alleged"``, ``"bare"``, ...; a code, or its label in either language.
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
    suffix(lang)
    _known("matter", matter, shared("matters")["matter_id"])
    hedge = None if hedge is None else code_of("hedge", "claims", "hedge", hedge)
    frame = _between(said(lang), "said", since, until)
    for column, wanted in (
        ("hedge", hedge),
        ("actor_id", actor_id(about) if about is not None else None),
        ("claimant_id", actor_id(by) if by is not None else None),
        ("matter_id", matter),
    ):
        frame = frame if wanted is None else frame[frame[column] == wanted]
    return _answered(frame, lang)


@cache
def said(lang: str) -> "pandas.DataFrame":
    """Each claim with each actor that it is about, names beside ids, in the order shown. Shared: never change it."""
    end, names = suffix(lang), lookup("actors", "actor_name" + suffix(lang))
    roles = shared("claim_actors").drop(columns=["source_id", "locator"])
    frame = shared("claims").merge(roles[~roles["claim_role"].isin(NOT_ABOUT)], how="left", on="claim_id")
    return frame.assign(
        statement=frame["statement" + end],
        claimant=_named(frame["claimant_id"], names),
        about=_named(frame["actor_id"], names),
        matter=_named(frame["matter_id"], lookup("matters", "title" + end)),
        source=_named(frame["source_id"], source_labels()),
        url=_named(frame["source_id"], lookup("sources", "url")),
    ).sort_values(["claim_id", "claim_role", "about"])


def _answered(frame: "pandas.DataFrame", lang: str) -> "pandas.DataFrame":
    """Rows of the former with what stands beside them: targets, replies, contradictions, rulings, numbers."""
    pairs = list(columns(frame, "actor_id", "matter_id"))
    frame = frame.assign(
        targets=_text(frame["claim_id"], lambda claim: beside.targets(claim, lang)),
        replies=_text(frame["claim_id"], lambda claim: beside.replies(claim, lang)),
        contradictions=_text(frame["claim_id"], lambda claim: beside.contradictions(claim, lang)),
        rulings=_text(pairs, lambda pair: beside.rulings_on(pair[0], pair[1], lang)),
        quantities=_text(frame["claim_id"], lambda claim: beside.quantities("claim_id", claim, lang)),
    )
    return frame[_COLUMNS].reset_index(drop=True).copy()


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
        Only events of this type: ``"arrest"``, ``"drug_find"``, ``"law"``, ...; a code, or its label.
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
    suffix(lang)
    _known("matter", matter, shared("matters")["matter_id"])
    type = None if type is None else code_of("event type", "events", "event_type", type)
    frame = _happened(lang)
    frame = frame if type is None else frame[frame["event_type"] == type]
    frame = frame if place is None else frame[frame["place_id"].isin(_within(place_id(place)))]
    if involving is not None:
        parts = grouped("event_actors", "actor_id", "event_id").get(actor_id(involving), [])
        frame = frame[frame["event_id"].isin([event for (event,) in parts])]
    frame = frame if matter is None else frame[frame["matter_id"] == matter]
    frame = _between(frame, "occurred", since, until)
    frame = frame.assign(
        involved=_text(frame["event_id"], lambda event: beside.involved(event, lang)),
        quantities=_text(frame["event_id"], lambda event: beside.quantities("event_id", event, lang)),
        rulings=_text(frame["event_id"], lambda event: beside.rulings_in(event, lang)),
        further_sources=_text(frame["event_id"], lambda event: beside.further_sources("events", event)),
    )
    return frame[_EVENT_COLUMNS].reset_index(drop=True).copy()


@cache
def _happened(lang: str) -> "pandas.DataFrame":
    """Each event, names beside ids, in the order shown. Shared: never change it."""
    end, frame = suffix(lang), shared("events")
    return frame.assign(
        title=frame["title" + end],
        description=frame["description" + end],
        place=_named(frame["place_id"], lookup("places", "place_name" + end)),
        matter=_named(frame["matter_id"], lookup("matters", "title" + end)),
        source=_named(frame["source_id"], source_labels()),
        url=_named(frame["source_id"], lookup("sources", "url")),
    ).sort_values(["occurred_earliest", "occurred_latest", "event_id"])


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
        Only this type: ``"person"``, ``"state_body"``, ``"media"``, ...; a code, or its label.
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
    end = suffix(lang)
    type = None if type is None else code_of("actor type", "actors", "actor_type", type)
    frame = shared("actors")
    frame = frame if type is None else frame[frame["actor_type"] == type]
    frame = frame if name is None else frame[frame["actor_id"] == actor_id(name)]
    frame = frame.assign(
        actor_name=frame["actor_name" + end],
        description=frame["description" + end],
        other_names=_text(frame["actor_id"], beside.other_names),
        offices=_text(frame["actor_id"], lambda actor: beside.offices(actor, lang)),
        source=_named(frame["source_id"], source_labels()),
        url=_named(frame["source_id"], lookup("sources", "url")),
    )
    return frame.sort_values(["actor_name", "actor_id"])[_ACTOR_COLUMNS].reset_index(drop=True).copy()


def _named(ids: "pandas.Series[Any]", names: dict[str, str]) -> "pandas.Series[Any]":
    """The name of each id."""
    return ids.map(names).astype("string")


def _text(rows: "Iterable[Any]", tell: "Callable[[Any], str]") -> "pandas.api.extensions.ExtensionArray":
    """What is told of each row; missing where that is nothing."""
    import pandas

    return pandas.array([tell(row) or None for row in rows], dtype="string")


def _known(what: str, given: str | None, allowed: "Iterable[str]") -> None:
    """Raise ValueError where a value that is asked for does not exist."""
    if given is not None and given not in set(allowed):
        refuse(what, given, allowed)


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
    parents = dict(columns(shared("places"), "place_id", "parent_id"))
    inside = {place}
    while more := {part for part, whole in parents.items() if whole in inside} - inside:
        inside |= more
    return inside

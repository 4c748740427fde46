"""The frames behind the lists of the site: what "Download these rows" gives, for every row of a list.

A page holds each value once, in the row itself; the script reads it from there. These functions say in Python what it
must come to, column for column: the file of a filtered list is the same filter of the frame, in the order shown.
All values are text; what is missing is empty; a text that a spreadsheet would run has an apostrophe before it.
"""

from collections.abc import Callable
from typing import Any

import pandas

import peru_narco_data as pnd
from peru_narco_data.exporting import cells
from peru_narco_data.series import as_text

_SOURCE = ("source_title", "publisher", "published", "url", "locator")


def claims(lang: str = "en") -> pandas.DataFrame:
    """One row per claim, sorted by ``claim_id``; everyone it is about in one cell.

    ``claim_id``, ``said`` (EDTF), ``claimant``, ``claim_type``, ``hedge``, ``certainty``, ``attributed`` (who says it
    and how it is worded), ``statement``, ``about``, ``targets``, ``reply_status`` ("name: status" for everyone to whom
    something is imputed), ``replies``, ``contradictions``, ``rulings`` ("name: decisions"), ``quantities``, ``matter``,
    ``source_title``, ``publisher``, ``published``, ``url``, ``locator``. Texts are those of the package.
    """
    rows = pnd.claims(lang=lang)
    ids = pnd.load("claims").set_index("claim_id")
    first = rows.drop_duplicates("claim_id").set_index("claim_id")
    grouped = rows.groupby("claim_id", sort=True)
    frame = first.assign(
        attributed=pandas.Series({i: attributed(i, str(s), lang) for i, s in first["statement"].items()}),
        about=grouped["about"].agg(lambda names: "; ".join(dict.fromkeys(names.dropna()))),
        reply_status=_named(rows, "reply_status"),
        rulings=_named(rows, "rulings"),
        source_id=ids["source_id"],
    ).reset_index()
    columns = ["claim_id", "said", "claimant", "claim_type", "hedge", "certainty", "attributed", "statement", "about"]
    columns += ["targets", "reply_status", "replies", "contradictions", "rulings", "quantities", "matter", *_SOURCE]
    return _plain(_with_source(frame.sort_values("claim_id")), columns)


def events(lang: str = "en") -> pandas.DataFrame:
    """One row per event, in order of the first day it can mean, or of the last where there is no first.

    ``event_id``, ``occurred`` (EDTF), ``event_type``, ``title``, ``description``, ``place``, ``place_type`` (how
    exactly the place is known), ``involved``, ``quantities``, ``rulings``, ``matter``, ``further_sources``
    and the source.
    """
    ids = pnd.load("events").set_index("event_id")
    frame = pnd.events(lang=lang)
    places = ids["place_id"].map(pnd.load("places").set_index("place_id")["place_type"])
    frame["place_type"] = frame["event_id"].map(places)
    frame["source_id"] = frame["event_id"].map(ids["source_id"])
    first, last = (frame["event_id"].map(ids[f"occurred_{end}"]) for end in ("earliest", "latest"))
    frame = frame.assign(first=first.fillna(last), last=last).sort_values(["first", "last", "event_id"])
    columns = ["event_id", "occurred", "event_type", "title", "description", "place", "place_type", "involved"]
    return _plain(_with_source(frame), [*columns, "quantities", "rulings", "matter", "further_sources", *_SOURCE])


def figures(lang: str = "en") -> pandas.DataFrame:
    """One row per published figure, as ``peru_narco_data.production()`` sorts them.

    ``observation_id``, ``indicator``, ``place``, ``period_start``, ``period_end``, ``period_kind``, ``figure`` (as it
    was published, or why there is none), ``value``, ``value_low``, ``value_high``, ``qualifier``, ``unit``,
    ``estimator``, ``basis``, ``vintage``, ``preference``, ``evidence_grade`` and the source.
    """
    frame = pnd.production(lang=lang)
    frame["figure"] = [as_text(row) for row in frame.itertuples()]
    columns = ["observation_id", "indicator", "place", "period_start", "period_end", "period_kind", "figure", "value"]
    columns += ["value_low", "value_high", "qualifier", "unit", "estimator", "basis", "vintage", "preference"]
    return _plain(_with_source(frame), [*columns, "evidence_grade", *_SOURCE])


def sources(lang: str = "en") -> pandas.DataFrame:
    """One row per source: the columns of ``peru_narco_data.sources()``."""
    frame = pnd.sources(lang=lang)
    return _plain(frame, list(frame.columns))


def actors(lang: str = "en") -> pandas.DataFrame:
    """One row per actor, sorted by name: ``actor_id``, ``actor_name``, ``actor_type``, ``is_identifiable``,
    ``description``, ``other_names``, ``offices`` and the source."""
    ids = pnd.load("actors").set_index("actor_id")
    frame = pnd.actors(lang=lang)
    frame["source_id"] = frame["actor_id"].map(ids["source_id"])
    columns = ["actor_id", "actor_name", "actor_type", "is_identifiable", "description", "other_names", "offices"]
    return _plain(_with_source(frame), [*columns, *_SOURCE])


def changes(lang: str = "en") -> pandas.DataFrame:
    """One row per change of the ledger: ``change_id``, ``release_version``, ``table_name``, ``row_id``, ``field_name``,
    ``old_value``, ``new_value``, ``reason_code``, ``reason``."""
    frame = pnd.load("changes")
    frame["reason"] = frame["reason" if lang == "en" else "reason_es"]
    columns = ["change_id", "release_version", "table_name", "row_id", "field_name", "old_value", "new_value"]
    return _plain(frame, [*columns, "reason_code", "reason"])


LISTS: dict[str, Callable[[str], pandas.DataFrame]] = {
    "claims": claims,
    "events": events,
    "figures": figures,
    "sources": sources,
    "actors": actors,
    "changes": changes,
}

_told: dict[str, dict[str, str]] = {}


def attributed(claim_id: str, statement: str, lang: str) -> str:
    """Who says it, what they do by it and how it is worded: a claim as a sentence, up to the statement itself."""
    from peru_narco_data.telling import sentences

    if lang not in _told:
        _told[lang] = sentences(lang=lang)
    head, found, _ = _told[lang][claim_id].partition(f": {statement}")
    if not found:
        raise ValueError(f"the sentence of {claim_id} does not hold its statement")
    return head + ":"


def _named(rows: pandas.DataFrame, column: str) -> pandas.Series:
    """Claim id -> "name: value" for everyone the claim is about who has a value; each once."""
    there = rows[rows[column].notna() & rows["about"].notna()]
    texts: Any = there["about"].astype(str) + ": " + there[column].astype(str)
    return texts.groupby(there["claim_id"]).agg(lambda found: "; ".join(dict.fromkeys(found)))


def _with_source(frame: pandas.DataFrame) -> pandas.DataFrame:
    known = pnd.load("sources").set_index("source_id")
    return frame.assign(
        source_title=frame["source_id"].map(known["title"]),
        publisher=frame["source_id"].map(known["publisher"]),
        published=frame["source_id"].map(known["published"]),
        url=frame["source_id"].map(known["url"]),
    )


def _plain(frame: pandas.DataFrame, columns: list[str]) -> pandas.DataFrame:
    made = [[cells.text(cell).strip() for cell in row] for row in cells.frame_rows(frame[columns])]
    return pandas.DataFrame(made, columns=columns, dtype="str")

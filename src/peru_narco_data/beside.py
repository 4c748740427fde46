"""What stands beside a claim, an event or an actor, as text: targets, replies, disputes, rulings, numbers.

Each function tells of one row, once, from lookups that are built once; where there is nothing to tell it returns "".
"""

import re
from functools import cache
from typing import Any

from peru_narco_data import dates
from peru_narco_data.loading import by_first, columns, grouped, shared
from peru_narco_data.names import labels, lookup, source_labels, suffix
from peru_narco_data.series import written

ANSWERS = ("denies", "answers")
DISPUTES = ("contradicts", "corrects", "updates")
# What a court or authority can decide in somebody's favour; shown beside claims of other matters too.
FAVOURABLE = ("acquitted", "annulled", "shelved", "dismissed", "charge_withdrawn", "request_granted", "retrial_ordered")
# What is decided against somebody: marked where no source says that it is final.
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
NOT_FINAL = {"en": "not known to be final", "es": "no consta que sea firme"}
LIFE = {"en": "life imprisonment", "es": "cadena perpetua"}
_UNITS = {
    "en": {"Y": ("year", "years"), "M": ("month", "months"), "D": ("day", "days")},
    "es": {"Y": ("año", "años"), "M": ("mes", "meses"), "D": ("día", "días")},
}


@cache
def targets(claim: str, lang: str) -> str:
    """To whom a claim imputes something, and how, the most directly imputed first."""
    words, names = labels("imputation", lang), _names(lang)
    return "; ".join(f"{names[actor]} ({words[how]})" for actor, how in _imputed().get(claim, []))


@cache
def replies(claim: str, lang: str) -> str:
    """Denials and answers linked to a claim, marked where they came earlier."""
    said = grouped("claims", "claim_id", "said_earliest", "said_latest")
    told, earlier = [], "(earlier) " if lang == "en" else "(anterior) "
    for other, _ in _linked(ANSWERS).get(claim, []):
        before, after = said[other][0][1], said[claim][0][0]
        told.append((earlier if before and after and before < after else "") + _quoted(other, lang))
    return " ".join(told)


@cache
def contradictions(claim: str, lang: str) -> str:
    """Other versions of the same thing, corrections and updates, and which of these they are."""
    words = labels("relation", lang)
    return " ".join(
        f"({words[relation]}) {_quoted(other, lang)}" for other, relation in _linked(DISPUTES).get(claim, [])
    )


@cache
def rulings_on(actor: str, matter: str, lang: str) -> str:
    """What was decided on an actor in a matter, in order and with what followed, and in their favour elsewhere."""
    title, decided = lookup("matters", "title" + suffix(lang)), _decided("actor_id").get(actor, [])
    here = [f"{ruling_text(ruling, lang)} [{ruling}]" for ruling, where, _ in decided if where == matter]
    elsewhere = [
        f"{title[where]}: {ruling_text(ruling, lang)} [{ruling}]"
        for ruling, where, disposition in decided
        if where != matter and disposition in FAVOURABLE
    ]
    return "; ".join(here + elsewhere)


@cache
def rulings_in(event: str, lang: str) -> str:
    """What was decided in an event, on whom."""
    decided, names = grouped("rulings", "event_id", "actor_id", "ruling_id").get(event, []), _names(lang)
    return "; ".join(f"{names[actor]}: {ruling_text(ruling, lang)}" for actor, ruling in decided)


@cache
def ruling_text(ruling: str, lang: str, dated: bool = True) -> str:
    """When, what was decided, for what, the term, what later became of it, and whether it is known to be final."""
    dispositions, offences = labels("disposition", lang), labels("offence", lang)
    shown = ("ruled", "disposition", "offence", "term", "is_final")
    ((ruled, disposition, offence, term, is_final),) = grouped("rulings", "ruling_id", *shown)[ruling]
    later = ", ".join(
        f"{dispositions[how]} [{other}]" for other, _, how in _decided("affects_ruling_id").get(ruling, [])
    )
    followed = f" ({'later' if lang == 'en' else 'después'}: {later})" if later else ""
    when = f"{dates.told(ruled, lang)}, " if dated and ruled else ""
    lasting = f", {duration(term, lang)}" if term else ""
    doubt = f" ({NOT_FINAL[lang]})" if disposition in ADVERSE and not is_final else ""
    return f"{when}{dispositions[disposition]}: {offences[offence]}{lasting}{followed}{doubt}"


def duration(term: str, lang: str) -> str:
    """A term in words: an ISO 8601 duration of years, months and days, or "life".

    >>> duration("P13Y4M", "en"), duration("P1Y", "es"), duration("life", "en")
    ('13 years 4 months', '1 año', 'life imprisonment')
    """
    if term == "life":
        return LIFE[lang]
    return " ".join(f"{n} {_UNITS[lang][unit][n != '1']}" for n, unit in re.findall(r"([0-9]+)([YMD])", term))


@cache
def involved(event: str, lang: str) -> str:
    """Who took part in an event, and how."""
    parts, names, roles = (
        grouped("event_actors", "event_id", "actor_id", "event_role"),
        _names(lang),
        labels("event_role", lang),
    )
    return "; ".join(f"{names[actor]} ({roles[role]})" for actor, role in parts.get(event, []))


@cache
def further_sources(table: str, row_id: str) -> str:
    """The other sources of a row, and the places in them."""
    places, label = (
        grouped("row_sources", "row_id", "table_name", "source_id", "locator").get(row_id, []),
        source_labels(),
    )
    return "; ".join(f"{label[source]}, {locator}" for name, source, locator in places if name == table)


@cache
def quantities(owner: str, row_id: str, lang: str) -> str:
    """The numbers of a claim or an event; ``owner`` is the column that points to it."""
    measures, units = labels("measure", lang), labels("unit", lang)
    parts = ("measure", "unit", "denominator", "value", "value_low", "value_high", "qualifier")
    told = []
    for measure, unit, denominator, *figure in grouped("quantities", owner, *parts).get(row_id, []):
        whole = f" / {denominator:,.10g}" if denominator else ""
        counted = "" if unit in ("count", "rank") else f" {units[unit]}"
        told.append(f"{measures[measure]}: {written(*figure)}{whole}{counted}")
    return "; ".join(told)


def other_names(actor: str) -> str:
    """Aliases, spellings, acronyms and former names of an actor."""
    return "; ".join(name for (name,) in grouped("actor_names", "actor_id", "name_variant").get(actor, []))


def offices(actor: str, lang: str) -> str:
    """Offices and ties of an actor, with dates."""
    held = grouped("offices", "actor_id", "office" + suffix(lang), "held").get(actor, [])
    return "; ".join(f"{office} ({dates.told(when, lang)})" if when else office for office, when in held)


def _names(lang: str) -> dict[str, str]:
    return lookup("actors", "actor_name" + suffix(lang))


def _quoted(claim: str, lang: str) -> str:
    """Who says a claim, when, what is said, and its id."""
    parts = grouped("claims", "claim_id", "claimant_id", "claimant_status", "said", "statement" + suffix(lang))
    ((claimant, status, said, statement),) = parts[claim]
    speaker = _names(lang)[claimant] if claimant else labels("claimant_status", lang)[status]
    return f"{speaker}{f' ({dates.told(said, lang)})' if said else ''}: {statement} [{claim}]"


@cache
def _imputed() -> dict[str, list[tuple[Any, ...]]]:
    """Claim -> its targets, the most directly imputed first: actor, imputation."""
    roles = shared("claim_actors")
    roles = roles[roles["claim_role"] == "target"].sort_values("imputation", ascending=False, kind="stable")
    return by_first(columns(roles, "claim_id", "actor_id", "imputation"))


@cache
def _linked(relations: tuple[str, ...]) -> dict[str, list[tuple[Any, ...]]]:
    """Claim -> the claims linked to it in these ways, and how; a contradiction holds both ways."""
    found = []
    for one, other, relation in columns(shared("claim_links"), "claim_id", "other_claim_id", "relation"):
        if relation in relations:
            found.append((other, one, relation))
            if relation == "contradicts":
                found.append((one, other, relation))
    return by_first(found)


@cache
def _decided(by: str) -> dict[str, list[tuple[Any, ...]]]:
    """Rulings by the id in a column, in order of time: id, matter, disposition."""
    rows = shared("rulings").sort_values(["ruled_latest", "ruling_id"])
    return by_first(columns(rows, by, "ruling_id", "matter_id", "disposition"))

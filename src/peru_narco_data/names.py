"""From what people type to ids, and from codes and ids to what people read."""

import re
from functools import cache
from typing import Any

from peru_narco_data import contract
from peru_narco_data.loading import columns, shared
from peru_narco_data.messages import LANGUAGES, fold, one_of, refuse

# Table -> where the names of what it holds are written: table, column.
_SPOKEN = {
    "actors": (("actors", "actor_name"), ("actors", "actor_name_es"), ("actor_names", "name_variant")),
    "places": (("places", "place_name"), ("places", "place_name_es")),
    "indicators": (("indicators", "label"), ("indicators", "label_es")),
}


def suffix(lang: str) -> str:
    """Ending of the columns in a language. ValueError where there is no such language."""
    if lang not in LANGUAGES:
        refuse("language", lang, LANGUAGES)
    return "" if lang == "en" else "_es"


@cache
def labels(code_list: str, lang: str = "en") -> dict[str, str]:
    """Label of each code of a list, in English or Spanish."""
    codes = shared("codes")
    return dict(columns(codes[codes["code_list"] == code_list], "code", "label" + suffix(lang)))


def code_of(what: str, table: str, column: str, given: str) -> str:
    """The code of a column that is meant by a code, or by its label in either language.

    Raises ValueError where no code fits.
    """
    allowed = contract.codes_of(table, column)
    fitting = {given} & set(allowed) or {
        known for lang in LANGUAGES for known in allowed if fold(labels(column, lang)[known]) == fold(given)
    }
    if len(fitting) != 1:
        refuse(what, given, allowed)
    return fitting.pop()


@cache
def lookup(table: str, column: str) -> dict[str, Any]:
    """A column of a table by its primary key. Shared: never change it."""
    return dict(columns(shared(table), contract.primary_key(table)[0], column))


@cache
def source_labels() -> dict[str, str]:
    """Publisher, date and title of each source, as one text."""
    parts = columns(shared("sources"), "source_id", "publisher", "published", "title")
    return {source: f"{publisher}, {published}: {title}" for source, publisher, published, title in parts}


def actor_id(name: str) -> str:
    """The id of the actor meant by a name, alias, spelling or id; part of a name will do where it is unique,
    persons going before bodies named after them.

    Raises ValueError where nobody or more than one actor fits.
    """
    found, kinds = _fitting("actors", name), lookup("actors", "actor_type")
    found = {i for i in found if kinds[i] == "person"} or found  # "Oropeza" is a man, not a company
    if len(found) == 1:
        return found.pop()
    if found:
        several = sorted(lookup("actors", "actor_name")[i] for i in found)
        raise ValueError(f"actor {name!r} could be any of: {', '.join(several)}; give the whole name")
    unknown = one_of("actor", name, {text for text, _, _ in _spoken("actors")})
    raise ValueError(f"{unknown} (absence here says nothing about anyone)")


def place_id(name: str) -> str:
    """The id of the place meant by a name or id, such as "Perú", "VRAEM" or "dep-amazonas".

    Raises ValueError where no place fits, or several do ("Amazonas" is a departamento and a zone).
    """
    return _only("place", "places", name)


def indicator_id(name: str) -> str:
    """The id of the indicator meant by an id or a label in either language. ValueError where none or several fit."""
    return _only("indicator", "indicators", name)


def _only(what: str, table: str, name: str) -> str:
    found = _fitting(table, name)
    if len(found) == 1:
        return found.pop()
    if found:
        raise ValueError(f"{what} {name!r} could be any of: {', '.join(sorted(found))}; give the id")
    raise ValueError(one_of(what, name, {known for text, _, row in _spoken(table) for known in (text, row)}))


def _fitting(table: str, name: str) -> set[str]:
    """The id itself; failing that, ids of that name; failing that, those whose name has it as whole words."""
    wanted, spoken = _words(name), _spoken(table)
    exact = {row for _, _, row in spoken if row == name} or {row for _, words, row in spoken if words == wanted}
    return exact or {row for _, words, row in spoken if wanted and f" {wanted} " in f" {words} "}


@cache
def _spoken(table: str) -> list[tuple[str, str, str]]:
    """Each name as it is written, its words folded, and the id of whatever bears it."""
    key = contract.primary_key(table)[0]
    return [
        (text, _words(text), row)
        for where, column in _SPOKEN[table]
        for text, row in columns(shared(where), column, key)
    ]


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))

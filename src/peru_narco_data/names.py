"""From what people type to ids, and from codes and ids to what people read."""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from peru_narco_data.loading import load
from peru_narco_data.messages import fold, one_of

if TYPE_CHECKING:
    import pandas


@cache
def labels(code_list: str, lang: str = "en") -> dict[str, str]:
    """Label of each code of a list, in English or Spanish."""
    codes = load("codes")
    chosen = codes[codes["code_list"] == code_list]
    return dict(zip(chosen["code"], chosen["label" if lang == "en" else "label_es"], strict=True))


def source_label(sources: "pandas.DataFrame") -> "pandas.Series[str]":
    """Publisher, date and title of each source, as one text."""
    return sources["publisher"] + ", " + sources["published"] + ": " + sources["title"]


def actor_id(name: str) -> str:
    """The id of the actor meant by a name, alias, spelling or id; part of a name will do where it is unique,
    persons going before bodies named after them.

    Raises ValueError where nobody or more than one actor fits.
    """
    actors, variants = load("actors"), load("actor_names")
    spoken = [
        *zip(actors["actor_name"], actors["actor_id"], strict=True),
        *zip(actors["actor_name_es"], actors["actor_id"], strict=True),
        *zip(variants["name_variant"], variants["actor_id"], strict=True),
    ]
    found = _fitting(name, actors["actor_id"], spoken)
    named = set(actors.loc[actors["actor_type"] == "person", "actor_id"]) & found
    found = named or found  # "Oropeza" is a man, not a company
    if len(found) == 1:
        return found.pop()
    if found:
        several = sorted(actors.loc[actors["actor_id"].isin(found), "actor_name"])
        raise ValueError(f"actor {name!r} could be any of: {', '.join(several)}; give the whole name")
    unknown = one_of("actor", name, {text for text, _ in spoken})
    raise ValueError(f"{unknown} (absence here says nothing about anyone)")


def place_id(name: str) -> str:
    """The id of the place meant by a name or id, such as "Perú", "VRAEM" or "dep-amazonas".

    Raises ValueError where no place fits, or several do ("Amazonas" is a departamento and a zone).
    """
    return _only("place", name, "place_id", load("places"), ("place_name", "place_name_es"))


def indicator_id(name: str) -> str:
    """The id of the indicator meant by an id or a label in either language. ValueError where none or several fit."""
    return _only("indicator", name, "indicator_id", load("indicators"), ("label", "label_es"))


def _only(what: str, name: str, key: str, frame: "pandas.DataFrame", columns: tuple[str, ...]) -> str:
    spoken = [pair for column in columns for pair in zip(frame[column], frame[key], strict=True)]
    found = _fitting(name, frame[key], spoken)
    if len(found) == 1:
        return found.pop()
    if found:
        raise ValueError(f"{what} {name!r} could be any of: {', '.join(sorted(found))}; give the id")
    raise ValueError(one_of(what, name, set(frame[key]) | {text for text, _ in spoken}))


def _fitting(name: str, ids: Iterable[str], spoken: list[tuple[str, str]]) -> set[str]:
    """Ids whose id or name is the one given; failing that, those whose name has it as whole words."""
    wanted = _words(name)
    exact = {str(i) for i in ids if i == name} | {str(i) for text, i in spoken if _words(text) == wanted}
    return exact or {str(i) for text, i in spoken if wanted and f" {wanted} " in f" {_words(text)} "}


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))

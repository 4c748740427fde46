"""Dates of sources: from EDTF to CSL, and as APA writes them."""

import re

from peru_narco_data import dates
from peru_narco_data.citation.words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def csl_date(text: str) -> "dict[str, Any] | None":
    """An EDTF date as a date of CSL; none where it has no lower bound, since then it is not known.

    Nor where it is no date, which check() reports.
    """
    try:
        if not text or not dates.bounds(text)[0]:
            return None
    except ValueError:
        return None
    first, span, last = text.partition("/")
    ends = [_parts(first, "0"), _parts(last if span else first, "9")]
    made: dict[str, Any] = {"date-parts": ends if ends[1] and ends[0] != ends[1] else ends[:1]}
    if re.search("[?~%]", text) or not ends[1]:
        made["circa"] = True
    return made


def _parts(text: str, digit: str) -> list[int]:
    """Year, month and day, as far as they are known; ``digit`` stands for an unknown one of the year."""
    text = text.rstrip("?~%")
    if text in ("", ".."):
        return []
    year, *rest = text.split("-")
    return [int(year.replace("X", digit)), *(int(part) for part in rest if part != "XX")]


def written(issued: "dict[str, Any] | None", lang: str) -> str:
    """A date of CSL as APA writes it. Of a span over several years only the years are told."""
    if not issued:
        return str(WORDS[lang]["undated"])
    first, last = issued["date-parts"][0], issued["date-parts"][-1]
    ca = "ca. " if issued.get("circa") else ""
    if first[0] != last[0]:
        return f"{ca}{first[0]}–{last[0]}"
    days = [day(end, lang) for end in (first, last) if len(end) > 1]
    if first != last and len(days) < 2:
        days = []
    return ca + ", ".join([str(first[0]), "–".join(dict.fromkeys(days))]).removesuffix(", ")


def day(parts: list[int], lang: str) -> str:
    """Month and day of a date of CSL, or the month alone."""
    month = str(WORDS[lang]["months"][parts[1] - 1])
    if len(parts) < 3:
        return month
    return f"{month} {parts[2]}" if lang == "en" else f"{parts[2]} de {month}"

"""The part of EDTF used here (levels 0 and 1, open intervals) and the days it spans."""

import re
from calendar import monthrange

_DATE = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?[?~%]?")


def bounds(text: str) -> tuple[str, str]:
    """First and last day of an EDTF value, as ISO dates; an unbounded end is empty.

    Uncertainty and approximation (``?``, ``~``, ``%``) do not widen the bounds.
    Raises ValueError where the text is not EDTF or no such day exists.

    >>> bounds("2015-02"), bounds("200X"), bounds("/2011")
    (('2015-02-01', '2015-02-28'), ('2000-01-01', '2009-12-31'), ('', '2011-12-31'))
    """
    if "/" not in text:
        return _span(text)
    first, _, last = text.partition("/")
    earliest = "" if first in ("", "..") else _span(first)[0]
    latest = "" if last in ("", "..") else _span(last)[1]
    if not (earliest or latest) or (earliest and latest and earliest > latest):
        raise ValueError(f"{text!r} is no interval from an earlier to a later date")
    return earliest, latest


# How an interval and a doubt are told: until, since, span, about, uncertain.
TOLD = {
    "en": ("by ", "since ", " to ", "about ", " (uncertain)"),
    "es": ("hasta ", "desde ", " a ", "hacia ", " (fecha dudosa)"),
}


def told(edtf: str, lang: str) -> str:
    """An EDTF date as people read it; years, months and days stay as they are.

    >>> told("/2011", "en"), told("2012/2014-03", "es"), told("2015-12~", "en")
    ('by 2011', '2012 a 2014-03', 'about 2015-12')
    """
    until, since, span, about, uncertain = TOLD[lang]
    first, mark, last = re.sub(r"[~?%]|\.\.", "", edtf).partition("/")
    text = first + span + last if first and last else (since if first else until) + first + last if mark else first
    doubt = uncertain if re.search("[?%]", edtf) else ""
    return (about if re.search("[~%]", edtf) else "") + text + doubt


def between(since: int | str | None, until: int | str | None) -> tuple[str, str]:
    """First and last day between two years or dates; where one is missing, a day beyond any here.

    Raises ValueError where a date does not parse or ``since`` is after ``until``.
    """
    first = bounds(str(since))[0] if since is not None else ""
    last = bounds(str(until))[1] if until is not None else ""
    if first and last and first > last:
        raise ValueError(f"impossible period: since {since} is after until {until}")
    return first or "1700-01-01", last or "2250-12-31"


def _span(text: str) -> tuple[str, str]:
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not an EDTF date; write 2015, 2015-12, 2015-12-03, 201X, 2015-12~ or a/b")
    year, month, day = match["year"], match["month"], match["day"]
    low, high = year.replace("X", "0"), year.replace("X", "9")
    first_month, last_month = (month, month) if month and month != "XX" else ("01", "12")
    if not 1 <= int(first_month) <= 12:
        raise ValueError(f"{text!r} names a month that does not exist")
    if day and day != "XX":
        if "X" in year or month == "XX":
            raise ValueError(f"{text!r} gives a day but no month or year")
        if not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
            raise ValueError(f"{text!r} is a day that does not exist")
        return f"{year}-{month}-{day}", f"{year}-{month}-{day}"
    return f"{low}-{first_month}-01", f"{high}-{last_month}-{monthrange(int(high), int(last_month))[1]:02d}"

"""EDTF bounds, with the edtf library as oracle."""

import time

import edtf
import pytest

from peru_narco_data import beside, dates
from peru_narco_data.dates import bounds

VALUES = [
    "2015",
    "2015-02",
    "2016-02",
    "2014-10-03",
    "2016-01~",
    "2015?",
    "2015-07%",
    "198X",
    "2006/2011",
    "2015-04/2015-09",
]


@pytest.mark.parametrize("text", VALUES)
def test_bounds_agree_with_the_library(text: str) -> None:
    value = edtf.parse_edtf(text)
    days = tuple(time.strftime("%Y-%m-%d", value_) for value_ in (value.lower_strict(), value.upper_strict()))
    assert bounds(text) == days


def test_open_and_unknown_ends() -> None:
    assert bounds("/2011") == bounds("../2011") == ("", "2011-12-31")
    assert bounds("2011/..") == ("2011-01-01", "")
    assert bounds("198X/199X") == ("1980-01-01", "1999-12-31")


@pytest.mark.parametrize("text", ["", "/", "2015-13", "2015-02-30", "2016/2015", "15-02", "201X-01-02", "January 2016"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="'"):
        bounds(text)


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ("2014-10-03", "2014-10-03", "2014-10-03"),
        ("/2011", "by 2011", "hasta 2011"),
        ("../2011", "by 2011", "hasta 2011"),
        ("2012/", "since 2012", "desde 2012"),
        ("2012/2014-03", "2012 to 2014-03", "2012 a 2014-03"),
        ("2015-12~", "about 2015-12", "hacia 2015-12"),
        ("2015?", "2015 (uncertain)", "2015 (fecha dudosa)"),
        ("2015%", "about 2015 (uncertain)", "hacia 2015 (fecha dudosa)"),
    ],
)
def test_told(text: str, english: str, spanish: str) -> None:
    assert (dates.told(text, "en"), dates.told(text, "es")) == (english, spanish)


def test_terms_are_told_in_words() -> None:
    assert [beside.duration(term, "en") for term in ("P13Y4M", "life")] == ["13 years 4 months", "life imprisonment"]
    assert [beside.duration(term, "es") for term in ("P1Y", "life")] == ["1 año", "cadena perpetua"]

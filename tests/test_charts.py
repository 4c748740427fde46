"""Charts: drawn without a browser, in both languages, with their source, and fresh in the README."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest

from peru_narco_data import charts, contract, series
from tests.conftest import CHECKOUT

vl_convert = pytest.importorskip("vl_convert", reason="the extra plot is not installed: no charts are tested")

CHARTS = [charts.andean_area, charts.rival_area, charts.area_map, charts.eradication_and_area, charts.farmgate_price]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("draw", CHARTS, ids=lambda c: c.__name__)
def test_a_picture_names_its_sources_in_its_language(draw: Callable[..., Any], lang: str) -> None:
    svg = vl_convert.vegalite_to_svg(draw(lang=lang).to_json())
    text = " ".join(re.findall(r">([^<>]+)</text>", svg))
    words = charts._WORDS[lang]
    name = {"andean_area": "andean", "rival_area": "rivals", "area_map": "map"}.get(draw.__name__)
    name = name or {"eradication_and_area": "eradication", "farmgate_price": "price"}[draw.__name__]
    assert words[name] in text
    assert words["foot"].format(words[f"{name}_source"], contract.read()["version"]) in text
    assert draw(lang=lang).to_json() == draw(lang=lang).to_json()


def _marks(specification: object) -> Iterator[dict[str, Any]]:
    """Every mark of a chart, however deep its layers."""
    if isinstance(specification, dict):
        if isinstance(specification.get("mark"), dict):
            yield specification["mark"]
        for part in specification.values():
            yield from _marks(part)
    elif isinstance(specification, list):
        for part in specification:
            yield from _marks(part)


def test_a_gap_breaks_the_line() -> None:
    frame = charts._gaps(pd.DataFrame({"year": [2000, 2003], "value": [1.0, 2.0]}))
    assert list(frame["year"]) == [2000, 2001, 2002, 2003]
    assert frame["value"].isna().sum() == 2
    drawn = charts.rival_area().to_dict()
    marks = [mark for mark in _marks(drawn) if mark["type"] == "line"]
    assert marks
    assert all(mark["invalid"] == "break-paths-filter-domains" for mark in marks)


def test_a_chart_shows_what_the_table_has() -> None:
    datasets = charts.rival_area().to_dict()["datasets"].values()
    drawn = {(row["name"], row["year"]): row["value"] for data in datasets for row in data if "value" in row}
    estimates = series.estimates("coca_cultivation_area", "Peru", since=2014, until=2014)
    assert drawn["US Government", 2014] == estimates.loc[2014, "US Government"]
    assert drawn["UNODC, Devida", 2014] == estimates.loc[2014, "UNODC"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_pictures_of_a_matter_say_what_a_line_means(lang: str) -> None:
    words = charts._WORDS[lang]
    network = charts.claim_network("garcia-oropeza", lang=lang)
    assert network.to_json() == charts.claim_network("garcia-oropeza", lang=lang).to_json()
    text = re.findall(r">([^<>]+)</text>", vl_convert.vegalite_to_svg(network.to_json()))
    assert words["network_note"] in text
    assert {"Alan García", "Ricardo Soberón", words["reply"]} <= set(text)
    told = re.findall(
        r">([^<>]+)</text>", vl_convert.vegalite_to_svg(charts.event_timeline("galvez-release", lang).to_json())
    )
    assert words["events_note"] in told
    assert any(line.startswith("2014-10-03") for line in told)


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown matter 'garcia'"):
        charts.claim_network("garcia")
    with pytest.raises(ValueError, match="unknown language 'fr'"):
        charts.andean_area("fr")
    with pytest.raises(ValueError, match="unknown year with figures by departamento 1999"):
        charts.area_map(1999)


def test_without_the_extra_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(ImportError, match=r"pip install 'peru-narco-data\[plot\]'"):
        charts.andean_area()


def test_pictures_of_the_readme_are_fresh() -> None:
    script = [sys.executable, str(CHECKOUT / "docs" / "pictures.py"), "--check"]
    result = subprocess.run(script, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    for page, lang in (("README.md", "en"), ("README.es.md", "es")):
        shown = re.findall(r"\(docs/pictures/([\w.]+)\)", (CHECKOUT / page).read_text(encoding="utf-8"))
        assert shown == [f"rival_area.{lang}.svg", f"area_map.{lang}.svg"]
        assert all((CHECKOUT / "docs" / "pictures" / name).is_file() for name in shown)

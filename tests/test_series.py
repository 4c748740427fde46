"""production() and estimates(): what a reader gets, and what is refused."""

import pandas as pd
import pytest

import peru_narco_data as pnd
from peru_narco_data import cli, preferring


def test_every_figure_is_there_with_readable_names() -> None:
    frame = pnd.production()
    assert set(frame["observation_id"]) == set(pnd.load("production")["observation_id"])
    for column in ("indicator", "place", "place_type", "estimator", "source", "preference"):
        assert frame[column].notna().all(), column
    assert set(frame["preference"]) <= {
        *(
            "preferred",
            "reprint",
            "superseded",
            "partial_period",
            "undated",
            "weak_evidence",
            "rivals_of_one_date",
            "restated",
        ),
    }


def test_at_most_one_row_of_a_key_is_preferred() -> None:
    frame = pnd.production()
    best = frame[frame["preference"] == "preferred"]
    assert len(best) > 1000
    assert not best.duplicated(list(preferring.KEY)).any()
    assert best["period_kind"].isin(["year", "fiscal_year", "month", "instant", "multi_year"]).all()
    assert not best["evidence_grade"].eq("C").any()
    again = best[best["repeats_id"].notna()]
    assert len(again)
    originals = frame.set_index("observation_id").loc[again["repeats_id"]]
    assert list(originals["value"].fillna(-1)) == list(again["value"].fillna(-1))
    assert set(frame.loc[frame["preference"] == "restated", "observation_id"]) >= set(again["repeats_id"])


def test_preferred_says_why_there_is_none() -> None:
    frame = pnd.production(preferred=True)
    assert not frame.duplicated(list(preferring.KEY)).any()
    bare = frame[frame["observation_id"].isna()]
    assert len(bare)
    assert bare["preference"].str.startswith("none: ").all()
    assert bare[["value", "value_low", "value_high"]].isna().all().all()
    others = pnd.production(preferred=False)
    assert len(others) + frame["observation_id"].notna().sum() == len(pnd.production())


def rows(*changes: dict[str, str]) -> dict[str, dict[str, str]]:
    """Rows of one key that differ as told."""
    plain = dict.fromkeys(preferring.KEY, "x") | {"repeats_id": "", "period_kind": "year", "evidence_grade": "B"}
    plain |= {"value": "1", "value_low": "", "value_high": "", "unit": "hectare", "missing_reason": ""}
    plain |= {"qualifier": "exact", "vintage_latest": "2015-07-31", "source_id": "press"}
    made = [plain | change | {"observation_id": f"o{n}"} for n, change in enumerate(changes)]
    return {row["observation_id"]: row for row in made}


SOURCES: dict[str, dict[str, str]] = {
    "press": {"source_type": "news", "published_latest": ""},
    "un": {"source_type": "press_release"},
}


@pytest.mark.parametrize(
    ("changes", "chosen"),
    [
        ([{}, {"vintage_latest": "2016-07-31"}], {"o1": "preferred", "o0": "superseded"}),
        ([{"evidence_grade": "A"}, {}], {"o0": "preferred"}),
        ([{"source_id": "un"}, {"vintage_latest": "2016-07-31"}], {"o0": "preferred"}),
        ([{}, {"source_id": "un", "qualifier": "more_than"}], {"o0": "preferred"}),
        ([{}, {}], {"o0": "rivals_of_one_date", "o1": "rivals_of_one_date"}),
        ([{"evidence_grade": "C"}], {"o0": "weak_evidence"}),
        ([{"period_kind": "partial"}], {"o0": "partial_period"}),
        ([{"period_kind": "undated"}], {"o0": "undated"}),
        ([{}, {"vintage_latest": "2014-01-01"}, {"repeats_id": "o1", "source_id": "un"}], {"o2": "preferred"}),
        ([{}, {"repeats_id": "o0", "source_id": "un"}], {"o0": "restated", "o1": "preferred"}),
        ([{}, {"repeats_id": "o0", "source_id": "un", "value": "1.2"}], {"o0": "preferred", "o1": "reprint"}),
        ([{}, {"repeats_id": "o0", "source_id": "un", "basis": "y"}], {"o0": "preferred", "o1": "reprint"}),
    ],
    ids=[
        *("later", "grade", "official", "bound", "rivals", "weak", "partial", "undated"),
        *("reprint counts", "better source", "rounded reprint", "other basis"),
    ],
)
def test_which_row_is_preferred(changes: list[dict[str, str]], chosen: dict[str, str]) -> None:
    found = preferring.preferences(rows(*changes), SOURCES)
    assert {row: found[row] for row in chosen} == chosen


def test_filters() -> None:
    frame = pnd.production("coca_cultivation_area", "Perú", "UNODC", since=2012, until=2014)
    assert set(frame["place_id"]) == {"country-peru"}
    assert set(frame["estimator_id"]) == {"unodc"}
    assert frame["period_start"].min() >= pd.Timestamp("2012-01-01")
    assert frame["period_end"].max() <= pd.Timestamp("2014-12-31")
    level = pnd.production("Area under coca", level="departamento")
    assert set(level["place_type"]) == {"departamento"}
    two = pnd.production(place=["VRAEM", "dep-cusco"], lang="es")
    assert set(two["place"]) == {"VRAEM", "Cusco"}


def test_what_is_withheld_is_missing_and_never_zero() -> None:
    frame = pnd.production("cocaine_production_potential", "Peru", "UNODC", since=2014, until=2015)
    withheld = frame[frame["missing_reason"] == "not_determined"]
    assert len(withheld) >= 2
    assert withheld["value"].isna().all()
    assert pd.isna(withheld["value"].mean())


def test_rival_estimates_of_2014() -> None:
    three = pnd.estimates("coca_cultivation_area", "Peru", since=2014, until=2014, reprints=True)
    assert three.loc[2014].to_dict() == {"UNODC": 42900, "US Government": 46500, "United Nations": 42900}
    assert three.attrs["unit"] == "hectare"
    two = pnd.estimates("coca_cultivation_area", "Peru", since=2014, until=2014)
    assert list(two.columns) == ["UNODC", "US Government"]
    vintages = pnd.estimates("coca_cultivation_area", "Peru", since=2014, until=2014, show="vintage")
    assert vintages.shape == two.shape
    assert vintages.loc[2014, "UNODC"].startswith("2015-07")


def test_estimates_keep_every_year_and_leave_gaps_empty() -> None:
    frame = pnd.estimates("coca_cultivation_area", "Peru", basis="net_31_december")
    assert list(frame.index) == list(range(frame.index.min(), frame.index.max() + 1))
    assert frame["US Government"].isna().any()
    assert not (frame == 0).any().any()
    text = pnd.estimates("cocaine_production_potential", "Peru", basis="hydrochloride", show="text")
    assert text.loc[2014, "UNODC"] == "not determined"
    mixed = pnd.estimates("coca_cultivation_area", "Peru", basis=["net_31_december", "net"])
    assert mixed["UNODC"].notna().sum() > frame["UNODC"].notna().sum()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pnd.estimates("coca_cultivation_area", "Peru"), r"unlike bases, which are not mixed: .*net_31_december .*before_eradication"),
        (lambda: pnd.estimates("coca_cultivation_area", "Peru", basis="wet"), "unknown basis of 'Area under coca'"),
        (lambda: pnd.estimates("coca_cultivation_area", "Tokyo"), "no preferred figure of 'Area under coca'"),
        (lambda: pnd.estimates("coca_cultivation_area", "Colombia", basis="net", show="values"), "unknown value of show"),
        (lambda: pnd.production("coca area"), "could be any of: coca_area_licit_market, share_coca_area_illicit"),
        (lambda: pnd.production("coca_cultivation_aera"), "did you mean (one of )?'coca_cultivation_area'"),
        (lambda: pnd.production(place="Atlantis"), "unknown place 'Atlantis'"),
        (lambda: pnd.production(place="Amazonas"), "could be any of: dep-amazonas, zone-amazonas"),
        (lambda: pnd.production(estimator="UNODCC"), "did you mean (one of )?'UNODC'"),
        (lambda: pnd.production(since=2016, until=2014), "impossible period: since 2016 is after until 2014"),
        (lambda: pnd.production(since="last year"), "is not an EDTF date"),
        (lambda: pnd.production(level="departmento"), "did you mean 'departamento'"),
        (lambda: pnd.production(lang="fr"), "unknown language 'fr'"),
        (lambda: pnd.production(preferred="yes"), "unknown value of preferred 'yes'"),
    ],
)  # fmt: skip
def test_errors(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        call()  # type: ignore[operator]
    assert "\n" not in str(caught.value)


def test_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["estimates", "coca_cultivation_area", "Peru", "--since", "2014", "--until", "2014"]) == 0
    assert "42,900" in capsys.readouterr().out
    assert cli.main(["production", "--place", "VRAEM", "--preferred", "--lang", "es"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Cifras: ")
    assert "VRAEM, 2016: 20,304 [hectárea; preferida]" in printed
    assert cli.main(["estimates", "coca_cultivation_area", "Peru"]) == 2
    assert "unlike bases" in capsys.readouterr().err

"""claims() and the command line, as a reader would use them."""

import pandas as pd
import pytest

import peru_narco_data as pnd
from peru_narco_data import cli


def test_claims_about_a_person_show_hedge_reply_and_source() -> None:
    frame = pnd.claims(about="Kenji Fujimori")
    row = frame[frame["imputation"] == "implied"].iloc[0]
    assert row["reply_status"] == "denied"
    assert "Kenji Fujimori: " in row["replies"]
    assert row["replies"].count("[c") >= 2  # what he says in the article, and what he said in 2013
    assert row["locator"] == "p16"
    assert row["source"].startswith("VICE News, 2016-01")


def test_every_claim_is_there_once_for_each_actor() -> None:
    frame = pnd.claims()
    assert set(frame["claim_id"]) == set(pnd.load("claims")["claim_id"])
    assert not frame.duplicated(["claim_id", "about", "claim_role"]).any()
    targets = pnd.load("claim_actors").query("claim_role == 'target'")
    assert (frame["claim_role"] == "target").sum() == len(targets)


def test_filters_and_languages() -> None:
    caracol = pnd.claims(about="caracol", lang="es")
    assert set(caracol["about"]) == {"Gerson Gálvez Calle"}
    release = caracol[caracol["matter"] == "La excarcelación de Gerson Gálvez Calle"]
    assert release["rulings"].dropna().str.contains("condenado: robo").all()
    by = pnd.claims(by="Soberon")
    assert set(by["claimant"]) == {"Ricardo Soberón"}
    assert len(pnd.claims(matter="garcia-oropeza")) > 5
    denials = pnd.claims(about="Alan Garcia", matter="garcia-oropeza").query("reply_status == 'denied'")
    assert len(denials)
    assert denials["replies"].str.contains("Alan García").all()
    assert denials["replies"].str.contains("no relationship").any()


def test_nobody_unidentified_becomes_a_claimant() -> None:
    frame = pnd.claims()
    assert (frame["claimant"].isna() == (frame["claimant_status"] != "identified")).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"about": "Fujimori"}, "could be any of: Alberto Fujimori, Keiko Fujimori, Kenji Fujimori"),
        ({"about": "Gersn Galvez Cale"}, "did you mean (one of )?'Gerson Gálvez Calle'"),
        ({"matter": "garcia"}, "unknown matter 'garcia'"),
        ({"lang": "fr"}, "unknown language 'fr'; known: en, es"),
    ],
)
def test_errors(arguments: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pnd.claims(**arguments)  # type: ignore[arg-type]


def test_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["tables"]) == 0
    assert "claims " in capsys.readouterr().out
    assert cli.main(["claims", "--about", "Kenji Fujimori", "--lang", "es"]) == 0
    printed = capsys.readouterr().out
    assert "respuesta:\n              negó" in printed
    assert max(len(line) for line in printed.splitlines() if "http" not in line) <= 80
    assert cli.main(["show", "claims", "--where", "hedge=suspected", "--columns", "claim_id,locator"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "claim_id,locator"
    assert len(lines) == 1 + int((pnd.load("claims")["hedge"] == "suspected").sum())
    assert cli.main(["codebook"]) == 0
    assert capsys.readouterr().out.startswith("# Codebook")
    assert cli.main(["check"]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "claim"], "unknown table 'claim'"),
        (["show", "claims", "--columns", "hedges"], "unknown column of claims 'hedges'"),
        (["show", "claims", "--where", "hedge=suspect"], "did you mean 'suspected'"),
        (["show", "claims", "--where", "hedge"], "write COLUMN=VALUE"),
        (["check", "nowhere-at-all"], "no datapackage.json in"),
    ],
)
def test_command_line_errors(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == 2
    printed = capsys.readouterr().err
    assert message in printed
    assert len(printed.splitlines()) == 1


def test_codebook_frame() -> None:
    frame = pnd.codebook("claims", lang="es")
    assert isinstance(frame, pd.DataFrame)
    assert frame.set_index("field_name").loc["hedge", "title"] == "Matiz"
    with pytest.raises(ValueError, match="unknown language"):
        pnd.codebook("claims", lang="de")


def test_a_claim_shows_everyone_it_imputes_something_to() -> None:
    frame = pnd.claims(about="Alan García", matter="presidential-pardons")
    sold = frame[frame["statement"].str.contains("sold")].iloc[0]
    assert sold["targets"].startswith("Aides of Alan García, unnamed (direct); Alan García (implied)")


def test_a_surname_finds_the_person_before_bodies_named_after_them() -> None:
    assert set(pnd.claims(about="Montesinos")["about"]) == {"Vladimiro Montesinos"}
    with pytest.raises(ValueError, match="could be any of: Américo Oropeza, Geraldo Oropeza; give"):
        pnd.claims(about="Oropeza")
    with pytest.raises(ValueError, match="absence here says nothing"):
        pnd.claims(about="Pedro Castillo")

"""search(), and what the command line prints of it and of tables."""

import json

import pytest

import peru_narco_data as pnd
from peru_narco_data import cli, contract


def test_words_are_found_in_either_language_without_accents() -> None:
    english, spanish = pnd.search("helicopter"), pnd.search("HELICOPTERO", lang="es")
    assert set(english["table_name"]) >= {"events", "claims"}
    assert set(english["row_id"]) & set(spanish["row_id"])
    assert pnd.search("Soberón")["row_id"].equals(pnd.search("soberon")["row_id"])


def test_all_words_must_stand_and_beginnings_will_do() -> None:
    both = set(pnd.search("helicopt caracol")["row_id"])
    assert both
    assert both == set(pnd.search("helicopt")["row_id"]) & set(pnd.search("caracol")["row_id"])


def test_a_claim_is_found_by_whom_it_is_about_and_shown_attributed() -> None:
    found = pnd.search("caracol helicopt", table="claims")
    assert "c0109" in set(found["row_id"])
    for row in found.itertuples():
        assert row.text == pnd.as_sentence(row.row_id)


def test_rows_that_have_no_source_are_found_too() -> None:
    found = pnd.search("kilogram", table="indicators")
    assert len(found)
    assert found[["source", "locator", "url"]].isna().all(axis=None)


def test_names_come_first() -> None:
    found = pnd.search("Soberón")
    assert "ricardo-soberon" in set(found["row_id"].head(3))
    assert (found["table_name"] != "actors").any()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"words": " ,"}, "nothing to search for in ' ,'"),
        ({"words": "x", "table": "claim"}, "unknown table to search 'claim'.* did you mean 'claims'"),
        ({"words": "x", "lang": "pt"}, "unknown language 'pt'"),
    ],
)
def test_errors(arguments: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pnd.search(**arguments)  # type: ignore[arg-type]


def test_on_the_command_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert cli.main(["search", "constellation", "--lang", "es"]) == 0
    shown = capsys.readouterr().out
    assert "Constelación" in shown
    assert max(len(line) for line in shown.splitlines() if "http" not in line) <= 80
    assert cli.main(["search", "qqqq"]) == 1
    assert capsys.readouterr().out == "Rows: 0.\nNothing found.\n"
    assert cli.main(["path", "claims"]) == 0
    assert capsys.readouterr().out == f"{contract.file_of('claims')}\n"


def test_rows_as_csv_json_markdown_and_table(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = {}
    for form in ("csv", "json", "md", "table"):
        assert cli.main(["show", "matters", "--columns", "matter_id,title", "--format", form]) == 0
        shown[form] = capsys.readouterr().out.splitlines()
    count = len(pnd.load("matters"))
    assert [len(lines) for form, lines in shown.items() if form != "table"] == [count + 1, count, count + 2]
    assert sum(line[:1] not in ("", " ") for line in shown["table"]) == count + 1  # long titles go on below
    assert [json.loads(line)["matter_id"] for line in shown["json"]] == list(pnd.load("matters")["matter_id"])
    assert max(map(len, shown["table"])) <= 80
    assert shown["md"][1] == "| --- | --- |"


def test_a_saying_is_never_shown_without_who_said_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["show", "claims", "--where", "claim_id=c0128", "--columns", "statement"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "statement,claimant_id,claimant_status,attribution,hedge"

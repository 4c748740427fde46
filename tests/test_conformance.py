"""The contract's own checks name table, row, field and reason; frictionless is the oracle."""

from collections.abc import Callable
from pathlib import Path

import frictionless
import pytest

from peru_narco_data import cli, conformance
from tests.conftest import CHECKOUT

Edit = Callable[[str, str, str], Path]

BREAKS = [
    ("claims", "c0001,assesses,", "c0001,assess,", "code", "c0001", "claim_type"),
    ("claims", "c0001,assesses,", "d0001,assesses,", "pattern", "d0001", "claim_id"),
    ("production", "o00001,coca_cultivation_area,country-peru,2014-01-01", "o00001,coca_cultivation_area,country-peru,2014-02-30", "type", "o00001", "period_start"),
    ("production", "o00001,coca_cultivation_area,country-peru,2014-01-01,2014-12-31,year,42900,", 'o00001,coca_cultivation_area,country-peru,2014-01-01,2014-12-31,year,"42,900",', "type", "o00001", "value"),
    ("production", "o00001,coca_cultivation_area,country-peru", "o00001,coca_cultivation_area,country-perú", "pattern", "o00001", "place_id"),
    ("production", "o00001,coca_cultivation_area,country-peru", "o00001,coca_cultivation_area,country-chile", "reference", "o00001", "place_id"),
    ("actors", "apra,APRA,Apra,party,true", "apra,APRA,Apra,party,yes", "type", "apra", "is_identifiable"),
    ("places", "airport-lima,", "airport-lima-2,", "reference", "", ""),
    ("events", "\ne0002,", "\ne0001,", "key", "e0001", "event_id"),
    ("matters", "callao-warehouse,The Callao warehouse,", "callao-warehouse,,", "required", "callao-warehouse", "title"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "old", "new", "rule", "row", "field"), BREAKS)
def test_a_break_is_found_here_and_by_frictionless(
    table: str, old: str, new: str, rule: str, row: str, field: str, edit: Edit
) -> None:
    copy = edit(f"data/{table}.csv", old, new)
    found = [v for v in conformance.violations(copy) if v.rule == rule]
    assert found
    if row:
        assert (row, field) in {(v.row_id, v.field) for v in found}
    assert not frictionless.Package(str(copy / "datapackage.json")).validate().valid


def test_all_problems_come_at_once_and_the_exit_code_says_so(edit: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    edit("data/actors.csv", "apra,APRA,Apra,party,true", "apra,APRA,Apra,partido,si")
    copy = edit("data/matters.csv", "callao-warehouse,The Callao warehouse,", "callao-warehouse,,")
    assert cli.main(["check", str(copy)]) == 1
    printed = capsys.readouterr().out
    assert "data/actors.csv/apra/actor_type: code: found partido" in printed
    assert "data/actors.csv/apra/is_identifiable: type: found si; expected true or false" in printed
    assert "data/matters.csv/callao-warehouse/title: required" in printed


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        (lambda b: b"\xef\xbb\xbf" + b, "file"),
        (lambda b: b.replace(b"\n", b"\r\n"), "file"),
        (lambda b: b.decode().encode("latin-1", "replace"), "file"),
        (lambda b: b.replace(b"matter_id,title", b"title,matter_id", 1), "header"),
        (lambda b: b.replace(b",p16\n", b",p16,more\n"), "cells"),
    ],
)
def test_a_damaged_file_is_named(damage: Callable[[bytes], bytes], rule: str, copy: Path) -> None:
    file = copy / "data" / "matters.csv"
    file.write_bytes(damage(file.read_bytes()))
    assert (rule, "matters") in {(v.rule, v.table_name) for v in conformance.violations(copy)}


def test_frictionless_finds_nothing_in_the_checkout() -> None:
    report = frictionless.Package(str(CHECKOUT / "datapackage.json")).validate()
    assert report.valid, report.to_summary()

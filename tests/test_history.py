"""changes(): from an edit to the ledger, the changelog and back to the earlier release."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

import peru_narco_data as pnd
from peru_narco_data import cli, contract, formatting, history, raw, rules
from tests.conftest import CHECKOUT


def changelog_misses(root: Path) -> list[str]:
    """Releases in the ledger whose data changes the changelog does not tell, or tells otherwise."""
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = [*contract.read(root).get("releases", []), contract.read(root)["version"]]
    missing = []
    for before, after in pairwise(releases):
        found = list(history.differences(before, after, root))
        section = re.search(rf"(?ms)^## {re.escape(after)}\b(.*?)(?=^## |\Z)", text)
        if found and (not section or history.summary(found) not in " ".join(section[1].split())):
            missing.append(after)
    return missing


@pytest.fixture
def released(copy: Path) -> Path:
    """The data as if 0.1.0 had been released."""
    descriptor = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["releases"] = ["0.1.0"]
    (copy / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    shutil.copy(CHECKOUT / "CHANGELOG.md", copy)
    return copy


@pytest.fixture
def corrected(released: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """0.1.0, and 0.1.1 with a value corrected, a row added and a row withdrawn, all in the ledger."""
    before = tmp_path_factory.mktemp("before") / "0.1.0"
    shutil.copytree(released, before)
    edit_row(released, "quantities", "q0005", value="101")
    edit_row(released, "row_sources", "events/e0016/vice-2016-narco-state/p40", remove=True)
    edit_row(
        released,
        "actor_names",
        "n0900",
        add=dict(raw.read("actor_names", released)["n0001"], name_id="n0900", name_variant="Another spelling"),
    )
    descriptor = json.loads((released / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["version"] = "0.1.1"
    (released / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    lines = list(history.ledger_lines(before, released))
    for line, code in zip(lines, ("misread", "addition", "duplicate"), strict=True):
        line.update(reason_code=code, reason="Because.", reason_es="Porque sí.")
    write(released, "changes", lines)
    formatting.write(released)
    return before, released


def edit_row(
    root: Path, table: str, which: str, add: "raw.Row | None" = None, remove: bool = False, **new: str
) -> None:
    rows = raw.read(table, root)
    if add:
        rows[which] = add
    elif remove:
        del rows[which]
    else:
        rows[which].update(new)
    write(root, table, list(rows.values()))


def write(root: Path, table: str, rows: "list[raw.Row]") -> None:
    with open(contract.file_of(table, root), "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [f["name"] for f in contract.fields(table, root)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_a_correction_is_carried_through(corrected: tuple[Path, Path]) -> None:
    before, after = corrected
    assert not list(rules.violations(after))
    told = list(history.differences("0.1.0", "0.1.1", after))
    assert [(c.change, c.table_name, c.row_id, c.field_name, c.reason_code) for c in told] == [
        ("changed", "quantities", "q0005", "value", "misread"),
        ("added", "actor_names", "n0900", "", "addition"),
        ("removed", "row_sources", "events/e0016/vice-2016-narco-state/p40", "", "duplicate"),
    ]
    assert told == list(history.differences(before, after, after))  # the rebuilt release is the real one
    assert not list(history.ledger_lines(before, after))  # nothing is left to record
    assert changelog_misses(after) == ["0.1.1"]
    log = after / "CHANGELOG.md"
    log.write_text(f"# Changelog\n\n## 0.1.1\nData: {history.summary(told)}.\n", encoding="utf-8")
    assert changelog_misses(after) == []


def test_the_changelog_of_this_checkout_tells_what_changed() -> None:
    assert changelog_misses(CHECKOUT) == []


@pytest.mark.parametrize(
    ("new", "rule"),
    [
        ({"new_value": "102"}, "ledger_tells_what_stands"),
        ({"field_name": "", "old_value": "not JSON", "new_value": ""}, "ledger_tells_what_stands"),
        ({"reason_code": "whim"}, "code"),
        ({"row_id": "q9999x"}, "named_rows_exist"),
    ],
)
def test_a_ledger_that_tells_otherwise_is_seen(corrected: tuple[Path, Path], new: dict[str, str], rule: str) -> None:
    _, after = corrected
    number = next(i for i, row in raw.read("changes", after).items() if row["row_id"] == "q0005")
    edit_row(after, "changes", number, **new)
    assert rule in {v.rule for v in rules.violations(after)}


def test_what_is_removed_on_request_leaves_nothing(corrected: tuple[Path, Path]) -> None:
    _, after = corrected
    number = next(i for i, row in raw.read("changes", after).items() if row["table_name"] == "row_sources")
    edit_row(after, "changes", number, reason_code="on_request")
    assert "ledger_tells_what_stands" in {v.rule for v in rules.violations(after)}
    edit_row(after, "changes", number, old_value="{}")
    assert not list(rules.violations(after))
    removed = [c for c in history.differences("0.1.0", "0.1.1", after) if c.change == "removed"]
    assert [(c.old_value, c.reason_code) for c in removed] == [("", "on_request")]


def test_this_release_against_itself() -> None:
    assert pnd.changes(pnd.__version__).empty
    assert list(pnd.changes(CHECKOUT).columns) == list(history.Change._fields)
    with pytest.raises(ValueError, match=re.escape("unknown release '0.0.9'; known: 0.1.0")):
        pnd.changes("0.0.9")
    with pytest.raises(FileNotFoundError, match=re.escape("no datapackage.json")):
        pnd.changes(CHECKOUT / "src")


def test_on_the_command_line(corrected: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    before, after = corrected
    assert cli.main(["changes", str(before), str(after)]) == 0
    shown = capsys.readouterr().out
    assert "changed quantities/q0005/value" in shown
    assert shown.endswith("1 row added, 1 row removed, 1 value changed\n")
    assert (
        cli.main(["changes", str(before), "--ledger"]) == 0
    )  # from the copy to this checkout: one line per difference
    assert capsys.readouterr().out == ""


def test_the_order_of_arguments_is_kept(copy: Path, edit: Callable[[str, str, str], Path]) -> None:
    edit("data/quantities.csv", "\nq0005,", "\nq0995,")
    forward = {(c.change, c.row_id) for c in history.differences(CHECKOUT, copy)}
    assert forward == {("removed", "q0005"), ("added", "q0995")}
    assert {(c.change, c.row_id) for c in history.differences(copy, CHECKOUT)} == {
        ("added", "q0005"),
        ("removed", "q0995"),
    }

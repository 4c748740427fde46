"""The project around the data: what is generated is fresh, versions agree, README examples run."""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from peru_narco_data import contract, formatting
from tests.conftest import CHECKOUT


def test_generated_files_are_fresh() -> None:
    assert formatting.stale(CHECKOUT) == []


def test_formatter_sorts_derives_and_refuses_duplicates(copy: Path, edit: Callable[[str, str, str], Path]) -> None:
    edit("data/events.csv", ",2013,2013-01-01,2013-12-31,dep-callao", ",2013,,,dep-callao")
    matters = copy / "data" / "matters.csv"
    header, *records = matters.read_text(encoding="utf-8").splitlines(keepends=True)
    matters.write_text(header + "".join(reversed(records)), encoding="utf-8", newline="")
    formatting.write(copy)
    for name in ("events", "matters"):
        assert (copy / "data" / f"{name}.csv").read_bytes() == (CHECKOUT / "data" / f"{name}.csv").read_bytes()
    edit("data/events.csv", "\ne0002,", "\ne0001,")
    before = {p: p.read_bytes() for p in copy.rglob("*.*")}
    with pytest.raises(ValueError, match="e0001 stands twice"):
        formatting.write(copy)
    assert before == {p: p.read_bytes() for p in copy.rglob("*.*")}


def test_versions_agree() -> None:
    version = contract.read()["version"]
    assert re.search(rf"^version: {re.escape(version)}$", (CHECKOUT / "CITATION.cff").read_text(encoding="utf-8"), re.M)
    assert f"## {version}" in (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    text = (CHECKOUT / "datapackage.json").read_text(encoding="utf-8")
    assert re.findall(r'(?m)^  "version": "([^"]+)"', text) == [version]


def test_descriptor_is_a_v2_data_package() -> None:
    descriptor = json.loads((CHECKOUT / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    for resource in descriptor["resources"]:
        assert (CHECKOUT / resource["path"]).is_file()
        keys = set(resource["schema"]["primaryKey"])
        required = {f["name"] for f in resource["schema"]["fields"] if f.get("constraints", {}).get("required")}
        assert keys <= required, resource["name"]  # a key holds no empty cell
        for field in resource["schema"]["fields"]:
            assert all(field[part] for part in ("title", "title_es", "description", "description_es"))


@pytest.mark.parametrize("script", ["agreement", "counts", "figures", "record"])
def test_what_pages_tell_is_computed(script: str, tmp_path: Path) -> None:
    """Each script rewrites its block in a copy of the pages; nothing differs."""
    names = subprocess.run(
        ["git", "ls-files", "*.md", "coding"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    for name in names.stdout.split():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / name, tmp_path / name)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*.md")}
    marked = [p for p in before if f"<!-- {script} -->".encode() in before[p]]
    for page in marked:  # so that a script which writes nothing is seen
        page.write_bytes(re.sub(rb"(?s)(<!-- \w+ -->\n).*?(<!-- end of)", rb"\1\2", before[page]))
    subprocess.run([sys.executable, str(tmp_path / "coding" / f"{script}.py"), "--write"], check=True)
    assert marked
    assert [p.name for p in marked if p.read_bytes() != before[p]] == []


def test_every_noted_figure_is_a_row_or_has_a_reason() -> None:
    rows = set(contract_ids("production"))
    for name, least in (("noted_figures", 950), ("further_figures", 1)):
        with open(CHECKOUT / "coding" / f"{name}.csv", encoding="utf-8", newline="") as stream:
            figures = list(csv.DictReader(stream))
        carried = [f["observation_id"] for f in figures if f["observation_id"]]
        assert len(carried) >= least
        assert set(carried) <= rows
        assert len(set(carried)) == len(carried)
        assert all(bool(f["observation_id"]) != bool(f["reason_left_out"]) for f in figures)


def contract_ids(table: str) -> list[str]:
    from peru_narco_data import raw

    return list(raw.read(table))


def test_no_forbidden_words() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    ).stdout.split()
    hosts = ("pypi" + ".org", "registry.npm" + "js", "deb" + ".debian")
    for name in tracked:
        text = (CHECKOUT / name).read_text(encoding="utf-8", errors="replace")
        assert not [h for h in hosts if h in text], name
        assert "/work" + "/" not in text, name


def test_the_codebook_counts_what_is_there(tmp_path: Path) -> None:
    import peru_narco_data as pnd

    frame = pnd.codebook("production", lang="es").set_index("field_name")
    assert frame.loc["value", "title"] == "Valor"
    assert frame.loc["observation_id", "is_key"]
    assert frame.loc["value", "filled_count"] == pnd.load("production")["value"].notna().sum()
    assert frame.loc["value", "missing_share"] == pytest.approx(pnd.load("production")["value"].isna().mean())
    assert pnd.codebook("changes")["missing_share"].isna().all()
    reasons = pnd.load("production")["missing_reason"].value_counts()
    for code, count in reasons[reasons > 0].items():
        assert f"`{code}` {count}" in (CHECKOUT / "CODEBOOK.es.md").read_text(encoding="utf-8")

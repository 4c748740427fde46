"""check(path) and the readers on random and hostile bytes: an answer or one line of refusal, and nothing written."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from peru_narco_data import cli, contract, loading, raw, rules
from tests.conftest import CHECKOUT

ONE_LINE = (ValueError, FileNotFoundError)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The contract, and the first rows of each table."""
    (tmp_path / "datapackage.json").write_bytes((CHECKOUT / "datapackage.json").read_bytes())
    (tmp_path / "data").mkdir()
    for table in contract.table_names():
        lines = (CHECKOUT / "data" / f"{table}.csv").read_bytes().split(b"\n")[:6]
        (tmp_path / "data" / f"{table}.csv").write_bytes(b"\n".join(lines) + b"\n")
    return tmp_path


def checked(root: Path) -> None:
    before = {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
    try:
        for violation in rules.violations(root):
            assert all(isinstance(part, str) for part in violation)
    except ONE_LINE as error:
        assert "\n" not in str(error)  # noqa: PT017 - both an answer and a refusal are right
    assert {p: p.read_bytes() for p in root.rglob("*") if p.is_file()} == before


PIECES = st.sampled_from(
    ["c0001", ",", '"', '""', "\n", "\r", "\x00", "2013-02-30", "9" * 400, "1e999", "nan", "=1+1", "é", "\u202e", "\ufeff",
     "true", "NaN", "-", "p999999999999", "/..", "[2013..]", "{}", "not_seen", "vice-2016-narco-state"]
)  # fmt: skip
TEXT = st.lists(PIECES, max_size=60).map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass"))


@given(st.sampled_from(sorted(contract.table_names())), st.one_of(st.binary(max_size=600), TEXT), st.booleans())
@quick
def test_a_table_of_hostile_bytes(small: Path, table: str, content: bytes, headed: bool) -> None:
    path = small / "data" / f"{table}.csv"
    sound = path.read_bytes()
    path.write_bytes((sound.split(b"\n")[0] + b"\n" if headed else b"") + content)
    try:
        checked(small)
    finally:
        path.write_bytes(sound)


@given(st.data())
@quick
def test_a_table_with_hostile_cells(small: Path, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(contract.table_names())))
    path = small / "data" / f"{table}.csv"
    sound = path.read_bytes()
    lines = sound.decode("utf-8").splitlines()
    cells = data.draw(
        st.lists(
            PIECES.filter(lambda p: p not in ('"', "\n", "\r", ",", '""')),
            min_size=lines[0].count(",") + 1,
            max_size=lines[0].count(",") + 1,
        )
    )
    path.write_text("\n".join([*lines, ",".join(cells)]) + "\n", encoding="utf-8")
    try:
        checked(small)
    finally:
        path.write_bytes(sound)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["resources", "name", "path", "schema", "fields", "primaryKey", "type", "version"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.one_of(st.binary(max_size=200), JSON.map(lambda value: json.dumps(value).encode())))
@quick
def test_a_hostile_contract(small: Path, content: bytes) -> None:
    path = small / "datapackage.json"
    sound = path.read_bytes()
    path.write_bytes(content)
    try:
        checked(small)
    finally:
        path.write_bytes(sound)


@given(st.data())
@quick
def test_a_contract_with_one_hostile_part(small: Path, data: st.DataObject) -> None:
    path = small / "datapackage.json"
    sound = path.read_bytes()
    descriptor = json.loads(sound)
    resource = data.draw(st.sampled_from(descriptor["resources"]))
    field = data.draw(st.sampled_from(resource["schema"]["fields"]))
    where = data.draw(
        st.sampled_from([descriptor, resource, resource["schema"], field, field.setdefault("constraints", {})])
    )
    key = data.draw(st.sampled_from([*sorted(where), "enum", "pattern", "minimum", "path", "foreignKeys"]))
    where[key] = data.draw(JSON)
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    try:
        checked(small)
    finally:
        path.write_bytes(sound)


def test_a_path_that_leads_out_of_the_folder_is_refused(small: Path) -> None:
    text = (small / "datapackage.json").read_text(encoding="utf-8")
    (small / "datapackage.json").write_text(text.replace('"data/claims.csv"', '"../../claims.csv"'), encoding="utf-8")
    with pytest.raises(ValueError, match="leads out of the folder"):
        list(rules.violations(small))


def test_the_command_line_refuses_in_one_line(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small / "datapackage.json").write_bytes(b"[1")
    assert cli.main(["check", str(small)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@given(st.one_of(st.binary(max_size=400), TEXT))
@example(b"\x00\n\x00\n,")  # pandas' own message ends with a line feed
@quick
def test_the_reader_on_hostile_bytes(small: Path, content: bytes) -> None:
    path = small / "data" / "matters.csv"
    sound = path.read_bytes()
    path.write_bytes(content)
    try:
        for read in (lambda: raw.read("matters", small), lambda: loading.read(small, "matters")):
            try:
                read()
            except ONE_LINE as error:
                assert "\n" not in str(error)  # noqa: PT017
    finally:
        path.write_bytes(sound)

"""Rows are counted without reading them, and rightly whatever stands in quotes."""

from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from peru_narco_data import contract, raw
from tests.conftest import CHECKOUT


def read(table: str, root: Path | None = None) -> int:
    return sum(1 for _ in raw.lines(table, root)) - 1


def test_counts_of_the_release() -> None:
    assert {t: raw.count(t) for t in contract.table_names()} == {t: read(t) for t in contract.table_names()}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("small")
    (root / "data").mkdir()
    (root / "datapackage.json").write_bytes((CHECKOUT / "datapackage.json").read_bytes())
    return root


@pytest.mark.parametrize(
    ("content", "count"),
    [
        ('a,b\n"1\n2",x\n3,y\n', 2),  # a line break within quotes
        ('a,b\n"1 ""x""\n",2', 1),  # no line break at the end
        ('a,b\n5",2\n3"",4\n', 2),  # quotes within a cell without quotes
        ('a,b\n5","c\nd"\n', 1),
        ("a,b\r\n1,2\r\n", 1),
        ('"a","b"\n"",""\n', 1),
        ("a,b\n", 0),
    ],
)
def test_awkward_files(small: Path, content: str, count: int) -> None:
    (small / "data" / "matters.csv").write_text(content, encoding="utf-8", newline="")
    assert raw.count("matters", small) == count == read("matters", small)


@hypothesis.given(st.text(alphabet=st.sampled_from(list('ab,"\n\r')), max_size=30))
@hypothesis.settings(max_examples=500, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
def test_as_the_reader_counts(small: Path, content: str) -> None:
    (small / "data" / "matters.csv").write_text("a\n" + content, encoding="utf-8", newline="")
    try:
        expected = read("matters", small)
    except ValueError:  # no CSV: the check says so
        return
    assert raw.count("matters", small) == expected

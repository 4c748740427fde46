"""Tables load typed and alike in every engine; the import is light; nobody's edits leak."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import peru_narco_data as pnd
from peru_narco_data import contract, loading
from tests.conftest import CHECKOUT

TABLES = contract.table_names()


@pytest.mark.parametrize("table", TABLES)
def test_engines_agree(table: str) -> None:
    frame, arrow, polars = pnd.load(table), pnd.load(table, engine="pyarrow"), pnd.load(table, engine="polars")
    assert list(frame.columns) == arrow.column_names == polars.columns
    assert len(frame) == arrow.num_rows == polars.height
    for name in frame.columns:
        mine = [None if pd.isna(x) else x for x in frame[name].tolist()]
        mine = [x.date() if isinstance(x, pd.Timestamp) else x for x in mine]
        assert mine == arrow[name].to_pylist() == polars[name].to_list(), name


def test_types_follow_the_contract() -> None:
    claims, actors, codes = pnd.load("claims"), pnd.load("actors"), pnd.load("codes")
    assert claims["said_latest"].dtype.kind == "M"
    assert claims["certainty"].dtype.ordered
    assert list(claims["certainty"].cat.categories) == contract.codes_of("claims", "certainty")
    assert not claims["hedge"].dtype.ordered
    assert str(actors["is_identifiable"].dtype) == "boolean"
    assert str(codes["sort_order"].dtype) == "Int64"
    assert pnd.load("places")["ubigeo"].dropna().str.startswith("0").any()


def test_edits_do_not_reach_the_next_load() -> None:
    frame = pnd.load("claims")
    before = frame.copy()
    frame.loc[0, "statement"] = "edited"
    frame["statement"].array[1] = "edited"
    frame["certainty"].array[0] = "possible"
    del frame["hedge"]
    pd.testing.assert_frame_equal(pnd.load("claims"), before)


SHOWN = {
    "claims": lambda: pnd.claims(),
    "claims about somebody": lambda: pnd.claims(about="Kenji Fujimori", lang="es"),
    "events": lambda: pnd.events(),
    "actors": lambda: pnd.actors(),
    "production": lambda: pnd.production(),
    "preferred figures": lambda: pnd.production("coca_eradication_area", "Peru", preferred=True),
    "estimates": lambda: pnd.estimates("coca_cultivation_area", "Peru", since=2014, until=2016, show="source"),
    "timeline": lambda: pnd.timeline("Gerson Gálvez Calle"),
    "search": lambda: pnd.search("caracol"),
    "tables": lambda: pnd.tables(),
}


@pytest.mark.parametrize("name", SHOWN)
def test_no_loader_hands_out_what_the_package_shares(name: str) -> None:
    frame, again = SHOWN[name](), SHOWN[name]().copy()
    pd.testing.assert_frame_equal(frame, again)
    for column in frame.columns:
        values = frame[column].array
        values[:] = values[::-1].copy()  # past copy-on-write, into the memory itself
    pd.testing.assert_frame_equal(SHOWN[name](), again)


def test_parquet_keeps_types_and_descriptions(tmp_path: Path) -> None:
    written = pnd.to_parquet(tmp_path / "out")
    assert sorted(Path(p).stem for p in written) == sorted(TABLES)
    table = pq.ParquetFile(tmp_path / "out" / "claims.parquet").read()
    assert table.equals(pnd.load("claims", engine="pyarrow"))
    assert b"paraphrase" not in table.schema.field("hedge").metadata[b"description"]
    assert table.schema.field("hedge").metadata[b"title"] == b"Hedge"
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADirectoryError, match="is a file"):
        pnd.to_parquet(tmp_path / "file")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_import_is_light() -> None:
    heavy = "{'pandas', 'pyarrow', 'polars', 'frictionless', 'json', 'typing'}"
    code = (
        f"import sys; before = set(sys.modules); import peru_narco_data; print(({heavy} & set(sys.modules)) - before)"
    )
    result = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(CHECKOUT / 'src')!r}); {code}"],
                            capture_output=True, text=True, check=True)  # fmt: skip
    assert result.stdout.strip() == "set()"


def test_arrow_does_not_import_pandas() -> None:
    code = "import sys, peru_narco_data as p; p.load('claims', engine='pyarrow'); print('pandas' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"


def test_tables_and_path() -> None:
    frame = pnd.tables()
    assert list(frame.columns) == ["table_name", "row_count", "column_count", "title"]
    assert frame.set_index("table_name")["row_count"]["claims"] == len(pnd.load("claims"))
    assert Path(pnd.path("claims")).read_text(encoding="utf-8").startswith("claim_id,")
    assert pnd.__version__ == contract.read()["version"]
    assert set(pnd.__all__) <= set(dir(pnd))


def test_errors_name_what_is_given_allowed_and_nearest() -> None:
    with pytest.raises(ValueError, match=r"unknown table 'claim'; known: .*claims.*did you mean 'claims'"):
        pnd.load("claim")
    with pytest.raises(
        ValueError, match="unknown engine 'panda'; known: pandas, polars, pyarrow; did you mean 'pandas'"
    ):
        pnd.load("claims", engine="panda")  # type: ignore[call-overload]
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        _ = pnd.lod


def test_column_names_suit_sql_and_pandas() -> None:
    import sqlite3

    base = sqlite3.connect(":memory:")
    for table in TABLES:
        names = [f["name"] for f in contract.fields(table)]
        base.execute(f"CREATE TABLE {table} ({', '.join(names)})")
        assert [n for n in names if hasattr(pd.DataFrame, n)] == []
    base.close()


def test_another_root_can_be_read(copy: Path) -> None:
    pd.testing.assert_frame_equal(loading.read(copy, "claims"), pnd.load("claims"))

"""What type checkers see: read by mypy and pyright, never run. A wrong type here is an error there.

An expected error is marked for each of them, and a mark that is not needed is an error too.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=error

import os
from typing import Literal, assert_type

import pandas as pd
import polars as pl
import pyarrow as pa

import peru_narco_data as pnd

Engine = Literal["pandas", "pyarrow", "polars"]


def engines(chosen: Engine) -> None:
    assert_type(pnd.load("claims"), pd.DataFrame)
    assert_type(pnd.load("claims", "pandas"), pd.DataFrame)
    assert_type(pnd.load("claims", engine="pyarrow"), pa.Table)
    assert_type(pnd.load("claims", engine="polars"), pl.DataFrame)
    assert_type(pnd.load("claims", engine=chosen), pd.DataFrame | pa.Table | pl.DataFrame)
    pnd.load("claims", engine="spark")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]


def frames() -> None:
    assert_type(pnd.tables(), pd.DataFrame)
    assert_type(pnd.claims(about="Caracol", since=2016, lang="es"), pd.DataFrame)
    assert_type(pnd.events(place="Callao", since="2015-01", until=2016), pd.DataFrame)
    assert_type(pnd.actors("Devida"), pd.DataFrame)
    assert_type(pnd.production(["coca_cultivation_area"], "Peru", preferred=True), pd.DataFrame)
    assert_type(pnd.estimates("coca_cultivation_area", "Peru", basis=("net", "net_31_december")), pd.DataFrame)
    assert_type(pnd.timeline("Caracol"), pd.DataFrame)
    assert_type(pnd.search("helicopt"), pd.DataFrame)
    assert_type(pnd.codebook("claims"), pd.DataFrame)
    assert_type(pnd.sources(pnd.claims()), pd.DataFrame)
    assert_type(pnd.changes("0.1.0"), pd.DataFrame)
    assert_type(pnd.check(), pd.DataFrame)
    assert_type(pnd.verify("vice-2016-narco-state", "copy.html"), pd.DataFrame)


def texts(folder: "os.PathLike[str]") -> None:
    assert_type(pnd.__version__, str)
    assert_type(pnd.path("claims"), str)
    assert_type(pnd.as_sentence("c0042", lang="es"), str)
    assert_type(pnd.cite(pnd.load("claims", engine="polars"), style="bibtex"), str)
    assert_type(pnd.cite(["claims", "c0042"]), str)
    assert_type(pnd.export(folder, format="parquet"), str)
    assert_type(pnd.to_parquet(folder), list[str])
    pnd.claims(about=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    pnd.clams()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]

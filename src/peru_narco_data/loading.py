"""Reads tables: pandas, Arrow or Polars, typed from the contract."""

import os
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, overload

from peru_narco_data import contract
from peru_narco_data.messages import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas
    import polars
    import pyarrow

    from peru_narco_data.contract import Root

ENGINES = ("pandas", "pyarrow", "polars")

_frames: "dict[str, pandas.DataFrame]" = {}


@overload
def load(table: str, engine: Literal["pandas"] = "pandas") -> "pandas.DataFrame": ...
@overload
def load(table: str, engine: Literal["pyarrow"]) -> "pyarrow.Table": ...
@overload
def load(table: str, engine: Literal["polars"]) -> "polars.DataFrame": ...
def load(table: str, engine: str = "pandas") -> Any:
    """One bundled table, typed: dates, booleans, nullable integers, ordered categories.

    Parameters
    ----------
    table : str
        A name from :func:`tables`, such as ``"claims"``.
    engine : {"pandas", "pyarrow", "polars"}
        Library of the result. Polars must be installed by you.

    Returns
    -------
    pandas.DataFrame, pyarrow.Table or polars.DataFrame
        One row per row of the CSV file, its columns in the contract's order. Yours to
        change: the next call returns the data as released. Missing values are the
        engine's own (``NA``, ``NaT``, ``NaN``, null). Units stand in the ``unit`` column,
        sources in ``source_id`` and ``locator``.

    Raises
    ------
    ValueError
        For an unknown table or engine; the message names the nearest match.
    """
    if engine not in ENGINES:
        refuse("engine", engine, ENGINES)
    if engine == "pyarrow":
        return read_arrow(None, table)
    if engine == "polars":
        return _read_polars(table)
    return shared(table).copy()


def shared(table: str) -> "pandas.DataFrame":
    """The one frame of a bundled table that the whole package reads. Never change it; never hand it out uncopied."""
    if table not in _frames:
        _frames[table] = read(None, table)
    return _frames[table]


def columns(frame: "pandas.DataFrame", *names: str) -> "Iterator[tuple[Any, ...]]":
    """Rows of some columns as plain tuples, None for what is missing."""
    plain = (frame[name].astype(object) for name in names)
    return zip(*(column.where(column.notna(), None).tolist() for column in plain), strict=True)


def by_first(rows: "Iterable[tuple[Any, ...]]") -> dict[str, list[tuple[Any, ...]]]:
    """Rows by the id that stands first in them, without it; those without an id are left out."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for owner, *row in rows:
        if owner is not None:
            found.setdefault(owner, []).append(tuple(row))
    return found


@cache
def grouped(table: str, by: str, *names: str) -> dict[str, list[tuple[Any, ...]]]:
    """Rows of some columns of a bundled table, by the id in the column ``by``. Shared: never change it."""
    return by_first(columns(shared(table), by, *names))


def read(root: "Root", table: str) -> "pandas.DataFrame":
    """A table of the data at ``root`` (None: the bundled one) as a typed pandas frame."""
    import pandas

    fields = contract.fields(table, root)
    try:
        frame: pandas.DataFrame = pandas.read_csv(
            contract.file_of(table, root),
            dtype={f["name"]: _pandas_type(f) for f in fields if f["type"] != "date"},
            parse_dates=[f["name"] for f in fields if f["type"] == "date"],
            date_format="ISO8601",
            keep_default_na=False,
            na_values=[""],
            encoding="utf-8",
        )
    except pandas.errors.ParserError as error:  # its text ends with a line feed
        broken = " ".join(str(error).split())
        raise ValueError(f"{contract.resource(table, root)['path']}: broken CSV: {broken}") from None
    for field in fields:  # a date column without any date is not parsed as dates
        if field["type"] == "date" and frame[field["name"]].dtype.kind != "M":
            frame[field["name"]] = pandas.to_datetime(frame[field["name"]], format="ISO8601")
    return frame


def _pandas_type(field: dict[str, Any]) -> Any:
    import pandas

    if "enum" in field.get("constraints", {}):
        return pandas.CategoricalDtype(field["constraints"]["enum"], ordered=field.get("categoriesOrdered", False))
    return {"integer": "Int64", "number": "float64", "boolean": "boolean", "string": "string"}[field["type"]]


def arrow_schema(table: str, root: "Root" = None) -> "pyarrow.Schema":
    """Arrow schema of a table; titles and descriptions stand in the field metadata."""
    import pyarrow

    plain = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
    }
    coded = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    return pyarrow.schema(
        [
            pyarrow.field(
                f["name"],
                coded if "enum" in f.get("constraints", {}) else plain[f["type"]],
                nullable=not f.get("constraints", {}).get("required", False),
                metadata={"title": f["title"], "description": f["description"]},
            )
            for f in contract.fields(table, root)
        ]
    )


def read_arrow(root: "Root", table: str) -> "pyarrow.Table":
    """A table of the data at ``root`` as an Arrow table; pandas is not imported."""
    import pyarrow.csv

    schema = arrow_schema(table, root)
    options = pyarrow.csv.ConvertOptions(
        column_types={field.name: field.type for field in schema},
        null_values=[""],
        strings_can_be_null=True,
        true_values=["true"],
        false_values=["false"],
    )
    parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
    found = pyarrow.csv.read_csv(contract.file_of(table, root), parse_options=parse, convert_options=options)
    # Not cast(): that would import pyarrow.compute, a third of the time, to change nothing.
    return pyarrow.Table.from_arrays(found.select(schema.names).columns, schema=schema)


def _read_polars(table: str) -> "polars.DataFrame":
    file, fields = contract.file_of(table), contract.fields(table)
    try:
        import polars
    except ImportError:
        raise ImportError("engine 'polars' needs Polars: pip install polars") from None
    plain = {
        "string": polars.String,
        "integer": polars.Int64,
        "number": polars.Float64,
        "boolean": polars.Boolean,
        "date": polars.Date,
    }
    schema: Any = {
        f["name"]: polars.Enum(f["constraints"]["enum"]) if "enum" in f.get("constraints", {}) else plain[f["type"]]
        for f in fields
    }
    return polars.read_csv(file, schema=schema)


def path(table: str) -> str:
    """Path of the bundled CSV file of a table. Raises ValueError for an unknown name."""
    return contract.file_of(table)


def tables() -> "pandas.DataFrame":
    """The tables there are.

    Returns
    -------
    pandas.DataFrame
        Columns ``table_name``, ``row_count``, ``column_count``, ``title``, one row per table,
        in the contract's order.
    """
    import pandas

    from peru_narco_data import raw

    return pandas.DataFrame(
        {
            "table_name": name,
            "row_count": raw.count(name),
            "column_count": len(contract.fields(name)),
            "title": contract.resource(name)["title"],
        }
        for name in contract.table_names()
    )


def to_parquet(folder: "str | os.PathLike[str]") -> list[str]:
    """Write every table as ``folder/<table>.parquet``, typed from the contract.

    All files are written to a temporary place first and then moved in, so that a failure
    leaves nothing behind by halves. Files of the same names are replaced.

    Returns
    -------
    list of str
        Paths of the files written.

    Raises
    ------
    NotADirectoryError
        Where ``folder`` is a file.
    """
    import tempfile

    import pyarrow.parquet

    target = os.path.abspath(folder)
    if os.path.exists(target) and not os.path.isdir(target):
        raise NotADirectoryError(f"{target!r} is a file; give a folder to write Parquet files into")
    os.makedirs(os.path.dirname(target), exist_ok=True)
    written = []
    with tempfile.TemporaryDirectory(dir=os.path.dirname(target), prefix=".parquet-") as workshop:
        for name in contract.table_names():
            pyarrow.parquet.write_table(read_arrow(None, name), os.path.join(workshop, f"{name}.parquet"))
        os.makedirs(target, exist_ok=True)
        for name in contract.table_names():
            written.append(os.path.join(target, f"{name}.parquet"))
            os.replace(os.path.join(workshop, f"{name}.parquet"), written[-1])
    return written

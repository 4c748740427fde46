"""DuckDB: Parquet files and the SQL that loads them (a DuckDB file is not the same twice, and ties to a version)."""

import os

from peru_narco_data import contract
from peru_narco_data.exporting import as_parquet, notes, sql


def write(folder: str, lang: str, bom: bool) -> None:
    """``parquet/*.parquet``, and ``load.sql`` to be run in the folder."""
    import pyarrow
    import pyarrow.parquet

    parquet = os.path.join(folder, "parquet")
    os.mkdir(parquet)
    as_parquet.write(parquet, lang, bom)
    for name, columns in sql.COMPUTED.items():
        parts = zip(columns, zip(*sql.computed_rows(name), strict=True), strict=True)
        arrays = {column: pyarrow.array(values, pyarrow.string()) for column, values in parts}
        pyarrow.parquet.write_table(pyarrow.table(arrays), os.path.join(parquet, f"{name}.parquet"))

    script = [f"-- {notes.title('en')}", f"-- {notes.release('duckdb', 'en')}"]
    script += [f"-- {line}" for line in notes.READING["en"]]
    script += ["BEGIN TRANSACTION;"]
    for table in sql.ordered_tables():
        names = ", ".join(field["name"] for field in contract.fields(table))
        script += [sql.create_table(table, "duckdb"), _load(table, names)]
        script.append(f"COMMENT ON TABLE {table} IS {sql.text(contract.resource(table)['description'])};")
        script += [
            f"COMMENT ON COLUMN {table}.{field['name']} IS {sql.text(field['description'])};"
            for field in contract.fields(table)
        ]
    script += sql.create_computed("duckdb")
    script += [_load(name, ", ".join(columns)) for name, columns in sql.COMPUTED.items()]
    script += [*sql.create_views("duckdb"), "COMMIT;"]
    with open(os.path.join(folder, "load.sql"), "w", encoding="utf-8", newline="\n") as stream:
        stream.write("\n".join(script) + "\n")


def _load(table: str, columns: str) -> str:
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM read_parquet('parquet/{table}.parquet');"

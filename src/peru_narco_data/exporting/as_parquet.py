"""Parquet: a file per table, typed; the contract's words stand in the metadata."""

import os

from peru_narco_data import contract, loading
from peru_narco_data.exporting import notes


def write(folder: str, lang: str, bom: bool) -> None:
    """``<table>.parquet`` for every table."""
    import pyarrow.parquet

    about = {"version": contract.read()["version"], "license": contract.read()["licenses"][0]["name"]}
    for name in contract.table_names():
        resource = contract.resource(name)
        words = {key: resource[key] for key in ("title", "title_es", "description", "description_es")}
        words |= about | {"primary_key": ",".join(contract.primary_key(name))}
        words["how_to_read"] = " ".join(notes.READING["en"])
        table = loading.read_arrow(None, name)
        pyarrow.parquet.write_table(table.replace_schema_metadata(words), os.path.join(folder, f"{name}.parquet"))

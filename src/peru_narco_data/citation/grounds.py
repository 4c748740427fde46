"""What rests on which source: rows by their ids, and frames as people leave them."""

import re
from collections import Counter

from peru_narco_data import contract, raw
from peru_narco_data.messages import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any, NoReturn

    from peru_narco_data.raw import Table


def sourced() -> list[str]:
    """Tables whose rows each name a source and the place in it."""
    names = contract.table_names()
    return [t for t in names if {"source_id", "locator"} <= {f["name"] for f in contract.fields(t)}]


def rows(ids: "Collection[str] | None" = None) -> "dict[str, Table]":
    """Table -> its rows by id, for the tables whose rows have a place in a source; ledgers stand apart.

    Of all of them; or only of those that can have a row with one of the ids, and of ``row_sources``.
    """
    tables = [t for t in sourced() if contract.resource(t).get("group") != "ledger"]
    if ids is not None:
        tables = [t for t in tables if t == "row_sources" or any(_can_hold(t, row_id) for row_id in ids)]
    return {t: raw.read(t) for t in tables}


def _can_hold(table: str, row_id: str) -> bool:
    parts = row_id.removeprefix(f"{table}/").split("/")
    return len(parts) == len(contract.primary_key(table)) and parts[0].encode() in raw.content(table)


def row_named(name: str, found: "dict[str, Table]") -> tuple[str, str]:
    """Table and id of the row meant by an id, or by table/id."""
    table, _, rest = name.partition("/")
    if rest in found.get(table, {}):
        return table, rest
    tables = [table for table, there in found.items() if name in there]
    if len(tables) == 1:
        return tables[0], name
    if tables:
        raise ValueError(f"{name!r} is a row of several tables; write {' or '.join(f'{t}/{name}' for t in tables)}")
    _unknown(name)


def _unknown(name: str) -> "NoReturn":
    found = rows()
    table, _, rest = name.partition("/")
    if table in found:
        refuse(f"row of {table}", rest, found[table])
    plain = [i for there in found.values() for i in there if name.count("/") == i.count("/")]
    number = re.fullmatch(r"([a-z]+)(\d+)", name)
    series = [i for i in plain if number and re.fullmatch(number[1] + r"\d+", i)]
    if number and series:
        near = min(series, key=lambda i: abs(int(i[len(number[1]) :]) - int(number[2])))
        raise ValueError(f"unknown row {name!r}; {len(series)} begin with {number[1]!r}; did you mean {near!r}?")
    refuse("table, source or row", name, {*contract.table_names(), *raw.read("sources"), *plain})


def grounds_of(table: str, row_id: str, found: "dict[str, Table]", more: bool = True) -> list[tuple[str, str]]:
    """Source and locator of a row, and the further ones that are recorded for it."""
    stated = [found[table][row_id]]
    if more:
        stated += [r for r in found["row_sources"].values() if (r["table_name"], r["row_id"]) == (table, row_id)]
    return [(row["source_id"], row["locator"]) for row in stated]


def used(frame: "Any") -> "Counter[str]":
    """Ids of the sources that a frame names, with the number of rows that rest on each."""
    cells, known = _cells(frame), raw.read("sources")
    direct = [name for name in cells if name == "source_id" or name.startswith("source_id_")]  # after a merge
    if direct:
        named = zip(*(cells[name] for name in direct), strict=True)
        count = Counter(i for row in named for i in {i for i in row if isinstance(i, str) and i})
        for source in count:
            if source not in known:
                refuse("source", source, known)
        return count
    found = rows()
    if "row_id" in cells:
        tables = cells.get("table_name", [None] * len(cells["row_id"]))
        names = [f"{t}/{i}" if isinstance(t, str) else i for t, i in zip(tables, cells["row_id"], strict=True)]
        table, further = "", [False] * len(names)
    else:
        table = _subject(list(cells))
        if table not in found:  # a table without sources, such as the codes
            return Counter()
        key = zip(*(cells[column] for column in contract.primary_key(table)), strict=True)
        names = ["/".join(map(str, parts)) if all(isinstance(p, str) for p in parts) else None for parts in key]
        further = [isinstance(text, str) for text in cells.get("further_sources", [None] * len(names))]
    count = Counter()
    for name, more in zip(names, further, strict=True):
        if not isinstance(name, str):  # such as a key without a preferred figure
            continue
        place = row_named(f"{table}/{name}" if table else name, found)
        count.update({source for source, _ in grounds_of(*place, found, more)})
    return count


def _cells(frame: "Any") -> "dict[str, list[Any]]":
    """Column -> values, of a frame of pandas (its named index too), Arrow or Polars."""
    if hasattr(frame, "to_pydict"):
        return dict(frame.to_pydict())
    if hasattr(frame, "get_columns"):
        return dict(frame.to_dict(as_series=False))
    if hasattr(frame, "to_frame") and hasattr(frame, "name"):  # a column, or a row
        columns = {f["name"] for t in contract.table_names() for f in contract.fields(t)} | {"row_id"}
        return _cells(frame.to_frame() if frame.name in columns else frame.to_frame().T)
    if not hasattr(frame, "columns"):
        raise ValueError(f"cannot cite a value of type {type(frame).__name__}; give a name, a list of names or a frame")
    cells = {str(name): list(frame.iloc[:, at]) for at, name in enumerate(frame.columns)}
    named = {str(n): list(frame.index.get_level_values(n)) for n in getattr(frame.index, "names", []) if n is not None}
    return named | cells


def _subject(columns: list[str]) -> str:
    """The table of whose rows the frame holds the ids.

    The id of an actor, event, matter or place may merely describe a row of another table whose own id was
    dropped; it is taken for the subject only where no column belongs to such a table.
    """
    fields = {t: {f["name"] for f in contract.fields(t)} for t in contract.table_names()}
    targets = {t: {target for _, target, _ in contract.foreign_keys(t)} - {t} for t in fields}
    core = [t for t in fields if contract.resource(t).get("group") == "core"]
    fitting = []
    for table, own in fields.items():
        if not set(contract.primary_key(table)) <= set(columns):
            continue
        described = any(table in targets[t] for t in core)
        users = [t for t in fields if table in targets[t]] if described else []
        if not any(fields[t] & set(columns) - own for t in users):
            fitting.append((len(own & set(columns)), table))
    if not fitting:
        raise ValueError(
            f"the frame has neither source_id nor the ids of its rows (its columns: {', '.join(columns[:8])}"
            f"{', ...' if len(columns) > 8 else ''}); keep source_id, or an id such as claim_id or observation_id"
        )
    return max(fitting)[1]

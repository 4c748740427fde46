"""What changed between two releases, row by row and with the reason: an earlier release is rebuilt from the ledger."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from peru_narco_data import contract, raw
from peru_narco_data.messages import refuse

if TYPE_CHECKING:
    import pandas

    from peru_narco_data.contract import Root
    from peru_narco_data.raw import Row, Tables


class Change(NamedTuple):
    """One difference between two releases; a whole row has no field, and its content as JSON."""

    change: str
    table_name: str
    row_id: str
    field_name: str
    old_value: str
    new_value: str
    release_version: str
    reason_code: str
    reason: str


def changes(old: "str | os.PathLike[str]", new: "str | os.PathLike[str] | None" = None) -> "pandas.DataFrame":
    """What differs between two releases.

    Parameters
    ----------
    old, new : str or path
        A version, such as ``"0.1.0"``, or a folder with ``datapackage.json`` and ``data/``.
        ``new`` is this release by default.

    Returns
    -------
    pandas.DataFrame
        One row per difference: ``change`` (added, removed, changed), ``table_name``, ``row_id``,
        ``field_name`` (of a changed value), ``old_value``, ``new_value`` (a whole row as JSON), and where the ledger
        has it ``release_version``, ``reason_code``, ``reason``. What was removed on request has no content.

    Raises
    ------
    ValueError
        For a version that was not released, or later than ``new``.
    FileNotFoundError
        For a folder that holds no data.
    """
    import pandas

    return pandas.DataFrame(list(differences(old, new)), columns=list(Change._fields), dtype="string").replace("", None)


def differences(
    old: "str | os.PathLike[str]", new: "str | os.PathLike[str] | None" = None, root: "Root" = None
) -> Iterator[Change]:
    """As :func:`changes`, one by one; versions are those of the data at ``root``."""
    ledger, named = raw.read("changes", root), contract.table_names(root)
    if not any(version is not None and os.path.isdir(version) for version in (old, new)):
        changed = {entry["table_name"] for entry in ledger.values()}  # no other table differs between releases
        named = [table for table in named if table in changed]
    before = _tables(old, root, named)
    after = _read(named, root) if new is None else _tables(new, root, named)
    reasons = {}
    for entry in ledger.values():  # the latest reason for each place
        reasons[entry["table_name"], entry["row_id"], entry["field_name"]] = entry
    for table in after:
        if table == "changes":
            continue
        mine, theirs = before.get(table, {}), after[table]
        for row_id in sorted(mine.keys() | theirs.keys()):
            for kind, field, was, becomes in _row(mine.get(row_id), theirs.get(row_id)):
                entry = reasons.get((table, row_id, field), {})
                why = (entry.get(name, "") for name in ("release_version", "reason_code", "reason"))
                yield Change(kind, table, row_id, field, was, becomes, *why)


def _row(old: "Row | None", new: "Row | None") -> Iterator[tuple[str, str, str, str]]:
    if old is None or new is None:
        was, becomes = (json.dumps(row, ensure_ascii=False) if row else "" for row in (old, new))
        yield "removed" if new is None else "added", "", was, becomes
        return
    for field in dict.fromkeys([*old, *new]):
        if old.get(field, "") != new.get(field, ""):
            yield "changed", field, old.get(field, ""), new.get(field, "")


def _read(tables: list[str], root: "Root") -> "Tables":
    return {table: raw.read(table, root) for table in tables}


def _tables(version: "str | os.PathLike[str]", root: "Root", named: list[str]) -> "Tables":
    """Tables of a release: all of a folder; or those named, rebuilt by undoing what the ledger says was done since."""
    if os.path.isdir(version):
        return raw.read_all(version)
    current = contract.read(root)["version"]
    known = sorted({*contract.read(root).get("releases", []), current}, key=_order)
    if version not in known:
        refuse("release", os.fspath(version), known)
    tables = _read(named, root)
    since = [e for e in raw.read("changes", root).values() if _order(e["release_version"]) > _order(os.fspath(version))]
    for entry in sorted(since, key=lambda e: (_order(e["release_version"]), e["change_id"]), reverse=True):
        rows, row_id = tables[entry["table_name"]], entry["row_id"]
        if entry["field_name"]:
            rows[row_id][entry["field_name"]] = entry["old_value"]
        elif entry["old_value"]:
            rows[row_id] = json.loads(entry["old_value"])
        else:
            del rows[row_id]
    return tables


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else -1 for part in version.split("."))


def ledger_lines(old: "str | os.PathLike[str]", root: "Root" = None) -> Iterator["Row"]:
    """Rows for ``changes`` from an earlier release in the folder ``old`` to the data at ``root``, reasons left open."""
    taken = raw.read("changes", root)
    recorded = {
        (e["table_name"], e["row_id"], e["field_name"], e["new_value"]) for e in taken.values()
    }  # what an earlier run has written already
    number = max((int(change_id[1:]) for change_id in taken), default=0)
    for change in differences(old, None, root):
        new_value = "" if change.change == "added" else change.new_value
        if (change.table_name, change.row_id, change.field_name, new_value) in recorded:
            continue
        number += 1
        yield {
            "change_id": f"h{number:04}",
            "release_version": contract.read(root)["version"],
            **{name: getattr(change, name) for name in ("table_name", "row_id", "field_name", "old_value")},
            "new_value": new_value,
            **dict.fromkeys(("reason_code", "reason", "reason_es"), ""),
        }


def summary(found: "list[Change]", lang: str = "en") -> str:
    """Such as "3 rows added, 1 row removed, 2 values changed"; what the changelog says of a release's data."""
    counts = Counter(change.change for change in found)
    return ", ".join(f"{counts[kind]} {words[counts[kind] != 1]}" for kind, words in _COUNTED[lang].items())


_COUNTED = {
    "en": {
        "added": ("row added", "rows added"),
        "removed": ("row removed", "rows removed"),
        "changed": ("value changed", "values changed"),
    },
    "es": {
        "added": ("fila añadida", "filas añadidas"),
        "removed": ("fila retirada", "filas retiradas"),
        "changed": ("valor cambiado", "valores cambiados"),
    },
}

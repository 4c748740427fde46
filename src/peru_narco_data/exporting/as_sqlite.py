"""SQLite: one file with keys, codes and types enforced, readable views and full-text search."""

import datetime
import os
import sqlite3

from peru_narco_data import contract
from peru_narco_data.exporting import FORMATS, cells, notes, sql

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# What full_text holds of a table. A claim is found as the sentence that says who says it, and with its reply.
_SEARCHED = {
    "claims": "SELECT 'claims', claim_id, sentence, sentence_es FROM claim_sentences",
    "events": "SELECT 'events', event_id, title || '. ' || description, title_es || '. ' || description_es FROM events",
    "actors": "SELECT 'actors', actor_id, actor_name || coalesce('; ' || other_names, '') || '. ' || description, "
    "actor_name_es || '. ' || description_es FROM readable_actors",
    "matters": "SELECT 'matters', matter_id, title || '. ' || scope, title_es || '. ' || scope_es FROM matters",
    "sources": "SELECT 'sources', source_id, publisher || ': ' || title, '' FROM sources",
}


def write(folder: str, lang: str, bom: bool) -> None:
    """``peru-narco-data.sqlite``. Foreign keys hold in connections that say ``PRAGMA foreign_keys = ON``."""
    base = sqlite3.connect(os.path.join(folder, FORMATS["sqlite"]))
    try:
        base.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        base.execute("BEGIN")
        _fill(base)
        base.execute("COMMIT")
    except sqlite3.OperationalError as error:  # among others where the disk is full
        raise OSError(f"SQLite says: {error}") from error
    finally:
        base.close()


def _fill(base: sqlite3.Connection) -> None:
    for table in sql.ordered_tables():
        base.execute(sql.create_table(table, "sqlite"))
        _insert(base, table, (tuple(map(_value, row)) for row in cells.rows(table)))
    for statement in sql.create_computed("sqlite"):
        base.execute(statement)
    for name in sql.COMPUTED:
        _insert(base, name, iter(sql.computed_rows(name)))
    for table in contract.table_names():
        for column, _, _ in contract.foreign_keys(table):
            if contract.primary_key(table)[0] != column:
                base.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
    for view in sql.create_views("sqlite"):
        base.execute(view)
    _about(base)
    base.execute(
        "CREATE VIRTUAL TABLE full_text USING fts5"
        "(table_name UNINDEXED, row_id UNINDEXED, content, content_es, tokenize = 'unicode61 remove_diacritics 2')"
    )
    for select in _SEARCHED.values():
        base.execute(f"INSERT INTO full_text {select} ORDER BY 2")
    broken = base.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise ValueError(f"{len(broken)} keys point nowhere, such as in {broken[0][0]}; see check()")


def _insert(base: sqlite3.Connection, table: str, rows: "Iterator[tuple[object, ...]]") -> None:
    columns = sql.COMPUTED.get(table) or contract.fields(table)
    base.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)


def _value(cell: "cells.Cell") -> object:
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


def _about(base: sqlite3.Connection) -> None:
    """What the contract says of the release, the tables and the fields."""
    words = ("title", "title_es", "description", "description_es")
    base.execute("CREATE TABLE about_release (about_key TEXT PRIMARY KEY, content TEXT NOT NULL)")
    base.execute(f"CREATE TABLE about_tables (table_name TEXT PRIMARY KEY, {' TEXT, '.join(words)} TEXT)")
    base.execute(
        f"CREATE TABLE about_fields (table_name TEXT, field_name TEXT, {' TEXT, '.join(words)} TEXT, "
        "PRIMARY KEY (table_name, field_name))"
    )
    facts = {"version": contract.read()["version"], "license": contract.read()["licenses"][0]["name"]}
    facts |= {f"title_{lang}": notes.title(lang) for lang in notes.READING}
    facts |= {f"how_to_read_{lang}": " ".join(lines) for lang, lines in notes.READING.items()}
    base.executemany("INSERT INTO about_release VALUES (?, ?)", sorted(facts.items()))
    for table in contract.table_names():
        resource = contract.resource(table)
        base.execute("INSERT INTO about_tables VALUES (?, ?, ?, ?, ?)", [table, *(resource[w] for w in words)])
        base.executemany(
            "INSERT INTO about_fields VALUES (?, ?, ?, ?, ?, ?)",
            [[table, field["name"], *(field[w] for w in words)] for field in contract.fields(table)],
        )

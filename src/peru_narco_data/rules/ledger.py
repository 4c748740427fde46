"""Rules on the package as a whole: codes, names, text, ids."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from peru_narco_data import contract
from peru_narco_data.messages import one_of

if TYPE_CHECKING:
    from peru_narco_data.contract import Root
    from peru_narco_data.raw import Row, Tables

Finding = tuple[str, str, str, str, str]


def code_lists(tables: "Tables") -> dict[str, list[str]]:
    """Codes of each list in their order, from the table ``codes``."""
    lists: dict[str, list[tuple[int, str]]] = {}
    for row in tables["codes"].values():
        place = int(row["sort_order"]) if row["sort_order"].isdigit() else 0
        lists.setdefault(row["code_list"], []).append((place, row["code"]))
    return {name: [code for _, code in sorted(entries)] for name, entries in lists.items()}


def codes_fill_enums(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Codes and the contract's enums agree, and each list is numbered from 1 without a gap."""
    lists, used = code_lists(tables), set()
    for table in contract.table_names(root):
        for field in contract.fields(table, root):
            name = field.get("codeList")
            if name:
                used.add(name)
                if field.get("constraints", {}).get("enum") != lists.get(name):
                    yield table, "", field["name"], "an enum that differs from codes", "the formatter's output"
    for name in sorted(set(lists) - used):
        yield "codes", name, "code_list", name, one_of("code list", name, used)
    for name in lists:
        order = sorted(r["sort_order"] for r in tables["codes"].values() if r["code_list"] == name)
        if order != sorted(str(n) for n in range(1, len(order) + 1)):
            yield "codes", name, "sort_order", ", ".join(order), f"1 to {len(order)}, each once"


def same_name_same_field(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A field of the same name has the same type, title, description and codes in every table."""
    first: dict[str, tuple[str, dict[str, Any]]] = {}
    for table in contract.table_names(root):
        for field in contract.fields(table, root):
            limits = field.get("constraints", {})
            alike = {k: v for k, v in field.items() if k != "constraints"}
            alike["constraints"] = {k: v for k, v in limits.items() if k not in ("required", "unique")}
            home, known = first.setdefault(field["name"], (table, alike))
            for part in known.keys() | alike.keys():
                if known.get(part) != alike.get(part):
                    found = f"{part} differs"
                    yield table, "", field["name"], found, f"the same {part} as in {home}"


def rows_differ(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """No two rows of a table say the same under different ids."""
    for table in contract.table_names(root):
        key = contract.primary_key(table, root)
        if len(key) > 1:
            continue  # there the whole row is the key, or nearly
        seen: dict[tuple[str, ...], str] = {}
        for row_id, row in tables[table].items():
            content = tuple(text for name, text in row.items() if name not in key)
            if content in seen:
                yield table, row_id, "", f"the same as {seen[content]}", "one row for one statement"
            seen.setdefault(content, row_id)


def named_rows_exist(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A row named by table and id in row_sources, exceptions or changes is there."""
    for table in ("row_sources", "exceptions", "changes"):
        for row_id, row in tables[table].items():
            withdrawn = table == "changes" and not row["field_name"] and not row["new_value"]
            if row["table_name"] not in tables:
                yield table, row_id, "table_name", row["table_name"], one_of("table", row["table_name"], tables)
            elif row["row_id"] not in tables[row["table_name"]] and not withdrawn:
                yield table, row_id, "row_id", row["row_id"], f"the key of a row in {row['table_name']}"


def withdrawn_ids_rest(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """An id that was withdrawn is never used again."""
    for row_id, row in tables["changes"].items():
        gone = not row["field_name"] and row["old_value"] and not row["new_value"]
        if gone and row["row_id"] in tables.get(row["table_name"], {}):
            yield row["table_name"], row["row_id"], "", "an id in use", f"an id that rests, withdrawn by {row_id}"


def ledger_tells_what_stands(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """What the ledger says was written last stands in the data, and the content of a withdrawn row can be read."""
    last: dict[tuple[str, str, str], tuple[str, Row]] = {}
    for row_id, row in tables["changes"].items():
        place = (row["table_name"], row["row_id"], row["field_name"])
        if place not in last or _released(row) >= _released(last[place][1]):
            last[place] = (row_id, row)
    for (table, changed, field), (row_id, row) in last.items():
        there = tables.get(table, {}).get(changed)
        if field and there is not None and there.get(field) != row["new_value"]:
            yield "changes", row_id, "new_value", row["new_value"], f"what stands in {changed}: {there.get(field)}"
        if not field and row["old_value"]:
            try:
                kept = json.loads(row["old_value"])
            except json.JSONDecodeError:
                kept = None
            if not isinstance(kept, dict) or (row["reason_code"] == "on_request" and kept):
                yield (
                    "changes",
                    row_id,
                    "old_value",
                    row["old_value"][:40],
                    "the row as JSON; {} where removed on request",
                )


def _released(row: "Row") -> tuple[int, ...]:
    return tuple(int(part) for part in row["release_version"].split(".") if part.isdigit())


# What UTF-8 looks like once it was read as Windows-1252, as spreadsheets do: a capital A with a mark before a sign.
_MISREAD = re.compile("[ÃÂ][^a-zA-ZÀ-ÿ ]|Ã[\u0080-\u00bf\u0152-\u2122]|â€")


def text_is_clean(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Text is NFC, on one line, without stray blanks, control or direction marks, and read in the right encoding."""
    for table, rows in tables.items():
        for row_id, row in rows.items():
            for field, text in row.items():
                if text.isascii() and text.isprintable() and "  " not in text and text == text.strip():
                    continue
                if text != text.strip() or "  " in text or normalize("NFC", text) != text:
                    yield table, row_id, field, repr(text[:40]), "NFC text without stray blanks"
                elif not text.isprintable():  # control, format and unassigned characters, blanks other than a space
                    yield table, row_id, field, repr(text[:40]), "text without control or direction marks"
                elif "\ufffd" in text or _MISREAD.search(text):
                    yield table, row_id, field, repr(text[:40]), "text read as UTF-8, not as Windows-1252"


def both_languages(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Free text stands in both languages or in neither, and a statement ends as a sentence does."""
    for table in contract.table_names(root):
        names = {f["name"] for f in contract.fields(table, root)}
        for twin in sorted(n for n in names if n.endswith("_es") and n[:-3] in names):
            for row_id, row in tables[table].items():
                if bool(row[twin]) != bool(row[twin[:-3]]):
                    yield (
                        table,
                        row_id,
                        twin,
                        row[twin] or "nothing",
                        f"text where {twin[:-3]} has text, and only there",
                    )
                elif re.match(r"(statement|description|definition|reason|note|scope)", twin) and row[twin]:
                    for field in (twin[:-3], twin):
                        if row[field][-1] not in ".?!":
                            yield table, row_id, field, row[field][-20:], "a sentence that ends with a full stop"

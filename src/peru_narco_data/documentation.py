"""The codebook: every table, field, code and rule, from the contract and the tables themselves."""

import os
from functools import cache

from peru_narco_data import contract, raw
from peru_narco_data.messages import LANGUAGES, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import pandas

    from peru_narco_data.contract import Root

PAGES = {"en": "CODEBOOK.md", "es": "CODEBOOK.es.md"}


def codebook(table: str | None = None, lang: str = "en") -> "pandas.DataFrame":
    """What each field means, and how much of it is there.

    Parameters
    ----------
    table : str, optional
        One table; all of them by default.
    lang : {"en", "es"}
        Language of titles and descriptions.

    Returns
    -------
    pandas.DataFrame
        One row per field: ``table_name``, ``field_name``, ``field_type``, ``required``, ``is_key``, ``title``,
        ``description``, ``codes`` (allowed codes, joined by a bar), ``refers_to`` (table it points to),
        ``filled_count`` (rows with a value), ``missing_share`` (share of rows without, 0 to 1; missing where the
        table is empty).

    Raises
    ------
    ValueError
        For an unknown table or language.
    """
    import pandas

    if lang not in LANGUAGES:
        refuse("language", lang, LANGUAGES)
    names = [table] if table is not None else contract.table_names()
    rows = [_field_row(name, field, filled, lang) for name in names for field, filled in _fields(name)]
    kinds = {"required": "boolean", "is_key": "boolean", "filled_count": "Int64", "missing_share": "float64"}
    return pandas.DataFrame(rows).astype(kinds)


def _fields(table: str, root: "Root" = None) -> "list[tuple[dict[str, Any], int]]":
    """Fields of a table, each with the number of rows that have a value in it."""
    rows = list(raw.read(table, root).values())
    return [(field, sum(1 for row in rows if row[field["name"]])) for field in contract.fields(table, root)]


def _field_row(table: str, field: "dict[str, Any]", filled: int, lang: str) -> "dict[str, Any]":
    suffix = "" if lang == "en" else "_es"
    limits = field.get("constraints", {})
    targets = {column: target for column, target, _ in contract.foreign_keys(table)}
    count = raw.count(table)
    return {
        "table_name": table,
        "field_name": field["name"],
        "field_type": field["type"],
        "required": bool(limits.get("required")),
        "is_key": field["name"] in contract.primary_key(table),
        "title": field["title" + suffix],
        "description": field["description" + suffix],
        "codes": "|".join(limits.get("enum", [])),
        "refers_to": targets.get(field["name"], ""),
        "filled_count": filled,
        "missing_share": (count - filled) / count if count else None,
    }


_WORDS = {
    "en": {
        "title": "Codebook",
        "made": "Generated from `datapackage.json` and `data/` by `peru-narco-data format`; version {}.",
        "dates": "Empty cells are missing values. Every date marked EDTF has its first and last day beside it.",
        "other": "[En español](CODEBOOK.es.md)",
        "tables": "Tables",
        "table_head": "table | rows | what it holds",
        "key": "Key",
        "field_head": "field | type | filled | empty | meaning",
        "absent": "Why a value is absent, in `missing_reason`: {}. Other empty cells say only that nothing is stated.",
        "codes": "Codes",
        "code_list": "Codes",
        "code_head": "code | label | en español | meaning",
        "rules": "Rules",
        "rules_say": "`check()` runs these over the tables, after the contract's own checks.",
        "code": "code",
        "ordered": ", ordered",
        "key_of": "key of",
        "edtf": "EDTF date",
    },
    "es": {
        "title": "Libro de códigos",
        "made": "Generado a partir de `datapackage.json` y `data/` con `peru-narco-data format`; versión {}.",
        "dates": "Las celdas vacías son valores ausentes. Toda fecha EDTF lleva al lado su primer y su último día.",
        "other": "[In English](CODEBOOK.md)",
        "tables": "Tablas",
        "table_head": "tabla | filas | qué contiene",
        "key": "Clave",
        "field_head": "campo | tipo | con valor | vacío | significado",
        "absent": "Por qué falta un valor, en `missing_reason`: {}. Toda otra celda vacía solo dice que nada consta.",
        "codes": "Códigos",
        "code_list": "Códigos",
        "code_head": "código | etiqueta | en inglés | significado",
        "rules": "Reglas",
        "rules_say": "`check()` las aplica a las tablas después de las comprobaciones del propio contrato.",
        "code": "código",
        "ordered": ", ordenado",
        "key_of": "clave de",
        "edtf": "fecha EDTF",
    },
}
_TYPES = {"string": "texto", "integer": "entero", "number": "número", "boolean": "sí o no", "date": "fecha"}


def code_labels(code_list: str, lang: str = "en") -> dict[str, str]:
    """Code -> label of a list, read without pandas."""
    return _labels(lang)[code_list]


@cache
def _labels(lang: str) -> dict[str, dict[str, str]]:
    lists: dict[str, dict[str, str]] = {}
    for row in raw.read("codes").values():
        lists.setdefault(row["code_list"], {})[row["code"]] = row["label" if lang == "en" else "label_es"]
    return lists


def kind(field: "dict[str, Any]", table: str, lang: str) -> str:
    """What a field holds, in words: a code, a key of another table, text, ..."""
    import re

    targets = {column: target for column, target, _ in contract.foreign_keys(table)}
    told = _kind(field, targets.get(field["name"]), lang)
    return re.sub(r"\[(.*?)\]\(.*?\)", r"\1", told)


def kept_page(lang: str = "en") -> str:
    """The codebook as it lies beside the data; written anew where it does not."""
    file = os.path.join(contract.home(), PAGES[lang])
    if not os.path.isfile(file):
        return codebook_page(lang=lang)
    with open(file, encoding="utf-8") as stream:
        return stream.read()


def codebook_page(root: "Root" = None, lang: str = "en") -> str:
    """``CODEBOOK.md``: tables with their fields and counts, codes with their definitions, rules."""
    from collections import Counter

    words, suffix = _WORDS[lang], "" if lang == "en" else "_es"
    page = [f"# {words['title']}", "", words["other"], "", words["made"].format(contract.read(root)["version"])]
    page += [words["dates"], "", f"## {words['tables']}", "", *_head(words["table_head"], right=1)]
    for table in contract.table_names(root):
        about = contract.resource(table, root)["description" + suffix]
        page.append(f"| [{table}](#{table}) | {raw.count(table, root)} | {about} |")
    for table in contract.table_names(root):
        page += ["", f"### {table}", "", contract.resource(table, root)["description" + suffix], ""]
        page.append(f"{words['key']}: {', '.join(f'`{c}`' for c in contract.primary_key(table, root))}.")
        page += ["", *_head(words["field_head"], right=2, also=3)]
        targets = {column: target for column, target, _ in contract.foreign_keys(table, root)}
        count = raw.count(table, root)
        for field, filled in _fields(table, root):
            empty = f"{100 * (count - filled) / count:.0f} %" if count else ""
            kind = _kind(field, targets.get(field["name"]), lang)
            about = _cell(field["description" + suffix])
            page.append(f"| `{field['name']}` | {kind} | {filled} | {empty} | {about} |")
        reasons = Counter(row.get("missing_reason", "") for row in raw.read(table, root).values())
        reasons.pop("", None)
        if reasons:
            told = ", ".join(f"`{reason}` {n}" for reason, n in reasons.most_common())
            page += ["", words["absent"].format(told)]
    page += ["", f"## {words['codes']}", ""]
    listed: dict[str, list[dict[str, str]]] = {}
    for row in raw.read("codes", root).values():
        listed.setdefault(row["code_list"], []).append(row)
    rules = listed.pop("rule", [])
    other = "_es" if lang == "en" else ""
    for name, rows_of_list in sorted(listed.items()):
        page += [f"### {words['code_list']}: {name}", "", *_head(words["code_head"])]
        for row in sorted(rows_of_list, key=lambda r: int(r["sort_order"] or 0)):
            labels = f"{row['label' + suffix]} | {row['label' + other]}"
            page.append(f"| `{row['code']}` | {labels} | {_cell(row['definition' + suffix])} |")
        page.append("")
    page += [f"## {words['rules']}", "", words["rules_say"], ""]
    for row in sorted(rules, key=lambda r: int(r["sort_order"] or 0)):
        page.append(f"- **{row['code']}**: {row['definition' + suffix]}")
    return "\n".join(page) + "\n"


def _head(names: str, right: int = -1, also: int = -1) -> list[str]:
    marks = ["---:" if n in (right, also) else "---" for n in range(names.count("|") + 1)]
    return [f"| {names} |", f"| {' | '.join(marks)} |"]


def rule_list() -> list[tuple[str, str]]:
    """Name and meaning of every editorial rule: the rule is the first paragraph of its docstring."""
    from peru_narco_data.rules import RULES

    return [(rule.__name__, " ".join((rule.__doc__ or "").split("\n\n")[0].split())) for rule in RULES]


def _kind(field: "dict[str, Any]", target: str | None, lang: str) -> str:
    words = _WORDS[lang]
    if field.get("codeList") == "rule":
        return f"{words['code']}: [rule](#{words['rules'].lower()})"
    if "codeList" in field:
        order = words["ordered"] if field.get("categoriesOrdered") else ""
        anchor = f"{words['code_list'].lower()}-{field['codeList']}"
        return f"{words['code']}{order}: [{field['codeList']}](#{anchor})"
    if target:
        return f"{words['key_of']} [{target}](#{target})"
    kind = str(field["type"])
    return words["edtf"] if field.get("dateFormat") == "edtf" else kind if lang == "en" else _TYPES.get(kind, kind)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")

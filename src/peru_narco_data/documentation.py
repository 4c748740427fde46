"""The codebook: every table, field, code and rule, from the contract and the tables themselves."""

from typing import TYPE_CHECKING, Any

from peru_narco_data import contract, raw
from peru_narco_data.messages import refuse

if TYPE_CHECKING:
    import pandas

    from peru_narco_data.contract import Root

LANGUAGES = ("en", "es")


def codebook(table: str | None = None, lang: str = "en") -> "pandas.DataFrame":
    """What each field means.

    Parameters
    ----------
    table : str, optional
        One table; all of them by default.
    lang : {"en", "es"}
        Language of titles and descriptions.

    Returns
    -------
    pandas.DataFrame
        One row per field: ``table_name``, ``field_name``, ``field_type``, ``required``, ``title``,
        ``description``, ``codes`` (allowed codes, joined by a bar), ``refers_to`` (table it points to).

    Raises
    ------
    ValueError
        For an unknown table or language.
    """
    import pandas

    if lang not in LANGUAGES:
        refuse("language", lang, LANGUAGES)
    names = [table] if table is not None else contract.table_names()
    rows = [_field_row(name, field, lang) for name in names for field in contract.fields(name)]
    return pandas.DataFrame(rows).astype({"required": "boolean"})


def _field_row(table: str, field: dict[str, Any], lang: str) -> dict[str, Any]:
    suffix = "" if lang == "en" else "_es"
    limits = field.get("constraints", {})
    targets = {column: target for column, target, _ in contract.foreign_keys(table)}
    return {
        "table_name": table,
        "field_name": field["name"],
        "field_type": field["type"],
        "required": bool(limits.get("required")),
        "title": field["title" + suffix],
        "description": field["description" + suffix],
        "codes": "|".join(limits.get("enum", [])),
        "refers_to": targets.get(field["name"], ""),
    }


def codebook_page(root: "Root" = None) -> str:
    """``CODEBOOK.md``: tables with their fields and counts, codes with their definitions, rules."""
    descriptor = contract.read(root)
    page = [
        "# Codebook",
        "",
        f"Generated from `datapackage.json` and `data/` by `peru-narco-data format`; version {descriptor['version']}.",
        "Empty cells are missing values. Every date marked EDTF has its first and last day beside it.",
        "",
        "## Tables",
        "",
        "| table | rows | what it holds |",
        "| --- | ---: | --- |",
    ]
    for table in contract.table_names(root):
        row_count = raw.count(table, root)
        page.append(f"| [{table}](#{table}) | {row_count} | {contract.resource(table, root)['description']} |")
    for table in contract.table_names(root):
        page += ["", f"### {table}", "", contract.resource(table, root)["description"], ""]
        page.append(f"Key: {', '.join(f'`{c}`' for c in contract.primary_key(table, root))}.")
        page += ["", "| field | type | filled | meaning |", "| --- | --- | ---: | --- |"]
        rows = raw.read(table, root).values()
        targets = {column: target for column, target, _ in contract.foreign_keys(table, root)}
        for field in contract.fields(table, root):
            name = field["name"]
            kind = _kind(field, targets.get(name))
            filled = sum(1 for row in rows if row[name])
            page.append(f"| `{name}` | {kind} | {filled} | {_cell(field['description'])} |")
    page += ["", "## Codes", ""]
    listed: dict[str, list[dict[str, str]]] = {}
    for row in raw.read("codes", root).values():
        listed.setdefault(row["code_list"], []).append(row)
    for name, rows_of_list in sorted(listed.items()):
        page += [f"### Codes: {name}", "", "| code | label | español | meaning |", "| --- | --- | --- | --- |"]
        for row in sorted(rows_of_list, key=lambda r: int(r["sort_order"] or 0)):
            page.append(f"| `{row['code']}` | {row['label']} | {row['label_es']} | {_cell(row['definition'])} |")
        page.append("")
    page += ["## Rules", "", "`check()` runs these over the tables, after the contract's own checks.", ""]
    for name, meaning in rule_list():
        page.append(f"- **{name}**: {meaning}")
    return "\n".join(page) + "\n"


def rule_list() -> list[tuple[str, str]]:
    """Name and meaning of every editorial rule: the rule is the first paragraph of its docstring."""
    from peru_narco_data.rules import RULES

    return [(rule.__name__, " ".join((rule.__doc__ or "").split("\n\n")[0].split())) for rule in RULES]


def _kind(field: dict[str, Any], target: str | None) -> str:
    if "codeList" in field:
        order = ", ordered" if field.get("categoriesOrdered") else ""
        return f"code{order}: [{field['codeList']}](#codes-{field['codeList']})"
    if target:
        return f"key of [{target}](#{target})"
    return "EDTF date" if field.get("dateFormat") == "edtf" else str(field["type"])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")

"""Excel: one workbook with a read-me, readable sheets, every table and the codebook."""

import datetime
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from peru_narco_data import contract, documentation
from peru_narco_data.exporting import FORMATS, cells, notes

if TYPE_CHECKING:
    from peru_narco_data.exporting.cells import Cell

_LONGEST = 32_767  # characters that a cell can hold
_FIRST_DAY = datetime.date(1900, 3, 1)  # Excel counts days before it wrongly
_PAGE = 105  # characters in a line of the read-me
_WORDS = {
    "en": {"readme": "Read me", "codebook": "codebook", "cut": " … (cut; the whole text stands in the tables)"},
    "es": {"readme": "Léame", "codebook": "codebook", "cut": " … (cortado; el texto entero está en las tablas)"},
}


def write(folder: str, lang: str, bom: bool) -> None:
    """``peru-narco-data.xlsx``."""
    try:
        import xlsxwriter
        from xlsxwriter.exceptions import FileCreateError
    except ImportError:
        raise ImportError("format 'excel' needs XlsxWriter: python -m pip install \"peru-narco-data[excel]\"") from None

    # In memory, so that a killed export leaves no temporary files elsewhere.
    book = xlsxwriter.Workbook(os.path.join(folder, FORMATS["excel"]), {"in_memory": True})
    made = datetime.datetime.fromisoformat(notes.latest_access())
    book.set_properties({"title": notes.title(lang), "comments": notes.release("excel", lang), "created": made})
    looks = {
        "head": book.add_format({"bold": True, "bg_color": "#DDE6ED", "bottom": 1}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 16}),
    }
    words = _WORDS[lang]
    _read_me(book.add_worksheet(words["readme"]), looks, lang)
    for name, frame in cells.readable(lang).items():
        records = ([_short(cell, words["cut"]) for cell in row] for row in cells.frame_rows(frame))
        _sheet(book.add_worksheet(f"readable {name}"), looks, list(frame.columns), records, {})
    suffix = "" if lang == "en" else "_es"
    for table in contract.table_names():
        fields = contract.fields(table)
        tips = {field["name"]: field["description" + suffix] for field in fields}
        _sheet(book.add_worksheet(table), looks, [field["name"] for field in fields], cells.rows(table), tips)
    meaning = documentation.codebook(lang=lang)
    _sheet(book.add_worksheet(words["codebook"]), looks, list(meaning.columns), cells.frame_rows(meaning), {})
    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


def _read_me(sheet: Any, looks: dict[str, Any], lang: str) -> None:
    sheet.set_column(0, 0, _PAGE, looks["wrap"])
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.hide_gridlines(2)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, notes.title(lang), looks["title"])
    page = notes.page("excel", lang).split("\n")[2:]
    for number, line in enumerate(line for line in page if line and not line.startswith(("| |", "| ---"))):
        text = line.strip("|# ").replace("`", "").replace(" | ", "  ·  ")
        sheet.set_row(number + 1, 16 * (1 + len(text) // 115))
        sheet.write_string(number + 1, 0, text, looks["head"] if line.startswith("## ") else looks["wrap"])


def _short(cell: "Cell", mark: str) -> "Cell":
    return cell[: _LONGEST - len(mark)] + mark if isinstance(cell, str) and len(cell) > _LONGEST else cell


def _sheet(
    sheet: Any, looks: dict[str, Any], header: list[str], records: "Iterable[list[Cell]]", tips: dict[str, str]
) -> None:
    """A header that stays, filters, and cells of their own type: a text is a text, never a formula or a link."""
    count, widths = 0, [len(name) + 3 for name in header]
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, looks["head"])
        if tips.get(name):
            sheet.write_comment(0, column, tips[name], {"x_scale": 2})
    for count, record in enumerate(records, start=1):
        for column, cell in enumerate(record):
            _write(sheet, count, column, cell, looks["date"])
            widths[column] = max(widths[column], min(50, len(str(cell or ""))))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.repeat_rows(0)
    sheet.fit_to_pages(3, 0)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(count, 1), len(header) - 1)


def _write(sheet: Any, row: int, column: int, cell: "Cell", date: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, datetime.date) and cell >= _FIRST_DAY:
        sheet.write_datetime(row, column, datetime.datetime.combine(cell, datetime.time()), date)
    elif sheet.write_string(row, column, str(cell)):  # a number other than 0: it does not fit
        raise ValueError(f"a text of {len(str(cell)):,} characters does not fit into a cell of {sheet.get_name()!r}")

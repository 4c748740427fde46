"""Prints for people at the width of their terminal, and for programs as CSV, JSON lines and Markdown."""

import os
import sys

from peru_narco_data.messages import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    Cell = object  # text, number, truth or date; None where there is nothing
    Row = Sequence[Cell]

FORMATS = ("text", "table", "csv", "json", "md")
# Lines of text longer than this are hard to read, however wide the window.
_WIDEST_TEXT = 100
_NARROWEST, _NARROWEST_COLUMN = 40, 12
_GAP = 2


def width() -> int:
    """Columns of the terminal, or what ``COLUMNS`` says; 80 where the output goes elsewhere."""
    told = os.environ.get("COLUMNS", "")
    if told.isdigit() and int(told):
        return max(int(told), _NARROWEST)
    try:  # as shutil does, whose import would take longer than the rest
        return max(os.get_terminal_size(sys.stdout.fileno()).columns, _NARROWEST)
    except (OSError, ValueError, AttributeError):
        return 80


def paragraph(text: str, indent: int = 2, first: str | None = None) -> None:
    """Print text in lines that fit, indented; ``first`` stands at the beginning of the first line."""
    print("\n".join(_wrap(text, min(width(), _WIDEST_TEXT + 2) - 2, indent, first)))


def labelled(lines: "Iterable[tuple[str, str]]", indent: int = 2, mark: str = ":") -> None:
    """Print texts, each after its label, in a column; lines of a text are kept, and what has no text is left out."""
    lines = [(label, text) for label, text in lines if text]
    wide = max((len(label) for label, _ in lines), default=0) + len(mark) + (1 if mark else 2)
    for label, text in lines:
        for number, part in enumerate(text.split("\n")):
            head = label + mark if number == 0 else ""
            paragraph(part, indent + wide, f"{'':<{indent}}{head:<{wide}}")


def _wrap(text: str, room: int, indent: int, first: str | None = None) -> list[str]:
    from textwrap import wrap

    # Addresses and ids are not cut.
    head = " " * indent if first is None else first
    return wrap(
        text,
        room,
        initial_indent=head,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [head.rstrip()]


def rows(form: str, columns: "Sequence[str]", records: "Iterable[Row]", right: "Collection[str]" = ()) -> None:
    """Print records in a format; in tables the columns ``right`` are set flush right."""
    if form == "table":
        table(columns, [[text(cell) for cell in record] for record in records], right)
    elif form in _WRITERS:
        _WRITERS[form](columns, records)
    else:
        refuse("format", form, FORMATS)


def text(cell: "Cell") -> str:
    """A cell as text: nothing where it is empty, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _as_csv(columns: "Sequence[str]", records: "Iterable[Row]") -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([text(cell) for cell in record] for record in records)


def _as_json(columns: "Sequence[str]", records: "Iterable[Row]") -> None:
    """One object to a line; an empty cell is null."""
    import json

    for record in records:
        print(json.dumps(dict(zip(columns, record, strict=True)), ensure_ascii=False, default=str))


def _as_markdown(columns: "Sequence[str]", records: "Iterable[Row]") -> None:
    for record in (columns, ["---"] * len(columns), *records):
        print("| " + " | ".join(text(cell).replace("|", "\\|") for cell in record) + " |")


_WRITERS: "dict[str, Callable[[Sequence[str], Iterable[Row]], None]]" = {
    "csv": _as_csv,
    "json": _as_json,
    "md": _as_markdown,
}


def table(columns: "Sequence[str]", records: "Sequence[Sequence[str]]", right: "Collection[str]" = ()) -> None:
    """Print a table, long cells in several lines; where the columns do not fit, each record as a list of its own.

    Nothing is cut.
    """
    widths = fitting(columns, records)
    if not widths:
        for record in records:
            labelled(zip(columns, record, strict=True), 0)
            print()
        return
    lines = [
        [_wrap(cell, wide, 0) for cell, wide in zip(record, widths, strict=True)] for record in (columns, *records)
    ]
    flush = [">" if name in right else "<" for name in columns]
    airy = sum(len(cell) > 2 for line in lines[1:] for cell in line) > len(records) // 2
    for line in lines:
        for number in range(max(map(len, line))):
            parts = [cell[number] if number < len(cell) else "" for cell in line]
            print((" " * _GAP).join(f"{p:{f}{w}}" for p, f, w in zip(parts, flush, widths, strict=True)).rstrip())
        if airy:
            print()


def fitting(columns: "Sequence[str]", records: "Sequence[Sequence[str]]") -> list[int]:
    """Widths of columns that fit beside one another, the widest narrowed first; none where there is no room."""
    widths = [max(map(len, cells)) for cells in zip(columns, *records, strict=True)]
    least = [
        min(w, max(_NARROWEST_COLUMN, _longest_word(cells)))
        for w, *cells in zip(widths, columns, *records, strict=True)
    ]
    room = width() - _GAP * (len(columns) - 1)
    if sum(least) > room:
        return []
    while sum(widths) > room:
        _, at = max((wide, i) for i, wide in enumerate(widths) if wide > least[i])
        widths[at] -= 1
    return widths


def _longest_word(cells: "Iterable[str]") -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=0)

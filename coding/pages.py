"""What the computed pages share: reading the lists of this folder, tables of text, and the block in a page."""

import csv
import sys
from pathlib import Path

HERE = Path(__file__).parent
Row = dict[str, str]


def read(name: str) -> list[Row]:
    with open(HERE / name, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def table(head: str, lines: list[str]) -> list[str]:
    """A head and lines whose cells are set apart by bars, as lines of Markdown; the last is empty."""
    columns = head.count("|") + 1
    return [f"| {head} |", "| " + " | ".join(["---"] * columns) + " |", *(f"| {line} |" for line in lines), ""]


def publish(page: str, block: str, text: str) -> None:
    """Print the text, or with --write put it into the page (a path in the checkout), between the marks of the block."""
    if "--write" not in sys.argv:
        print(text, end="")
        return
    path, opening, closing = HERE.parent / page, f"<!-- {block} -->\n", f"<!-- end of {block} -->\n"
    before, _, rest = path.read_text(encoding="utf-8").partition(opening)
    _, _, after = rest.partition(closing)
    path.write_text(before + opening + text + closing + after, encoding="utf-8")

"""Command line: ``peru-narco-data``. Exit codes: 0 done, 1 the check found violations, 2 the request was wrong."""

import argparse
import os
import sys

from peru_narco_data import contract, raw
from peru_narco_data.messages import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EXAMPLES = """examples:
  peru-narco-data tables
  peru-narco-data claims --about "Kenji Fujimori"
  peru-narco-data claims --about Caracol --lang es
  peru-narco-data show claims --where hedge=suspected --columns claim_id,statement,locator
  peru-narco-data check
"""


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run one command; return the exit code."""
    request = _parser().parse_args(arguments)
    try:
        code: int = request.run(request)
        sys.stdout.flush()
    except (ValueError, FileNotFoundError, ImportError) as error:
        print(f"peru-narco-data: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="peru-narco-data",
        description="Peru's cocaine economy as validated tables: production, actors, events and claims.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"peru-narco-data {contract.read()['version']}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    command = commands.add_parser("tables", help="list the tables")
    command.set_defaults(run=_tables)

    command = commands.add_parser("claims", help="who said what about whom, with hedge, reply and source")
    command.add_argument("--about", metavar="NAME", help="only claims about this person or body")
    command.add_argument("--by", metavar="NAME", help="only claims made by this person or body")
    command.add_argument("--matter", metavar="ID", help="only claims of this matter")
    command.add_argument("--lang", choices=("en", "es"), default="en", help="language of the text (default: en)")
    command.set_defaults(run=_claims)

    command = commands.add_parser("show", help="print a table as CSV")
    command.add_argument("table", metavar="TABLE")
    command.add_argument(
        "--where", metavar="COLUMN=VALUE", action="append", default=[], help="only rows with this value"
    )
    command.add_argument("--columns", metavar="A,B", help="only these columns")
    command.set_defaults(run=_show)

    command = commands.add_parser("check", help="check the data against contract and rules")
    command.add_argument("folder", nargs="?", help="folder with datapackage.json and data/ (default: the bundled data)")
    command.set_defaults(run=_check)

    command = commands.add_parser("codebook", help="print the codebook as Markdown")
    command.set_defaults(run=_codebook)

    command = commands.add_parser("format", help="sort, normalise and re-derive the files of a checkout")
    command.add_argument("folder", nargs="?", default=".", help="folder of the checkout (default: here)")
    command.add_argument("--check", action="store_true", help="write nothing; say what is stale and exit with 1")
    command.set_defaults(run=_format)
    return parser


def _tables(request: argparse.Namespace) -> int:
    for name in contract.table_names():
        resource = contract.resource(name)
        print(f"{name:<16}{raw.count(name):>6} rows  {resource['title']}")
    return 0


# What the fields of a card are called, where the contract has no title for them.
_WORDS = {
    "en": {
        "about": "About",
        "targets": "Imputed to",
        "speaker": "certainty of the speaker",
        "replies": "Answers",
        "rulings": "Courts",
        "source": "Source",
        "nobody": "nobody in particular",
        "count": "Rows: {}. Each says that someone said it, not that it is so.",
        "none": "no claim fits",
    },
    "es": {
        "about": "Sobre",
        "targets": "Se imputa a",
        "speaker": "certeza de quien habla",
        "replies": "Descargos",
        "rulings": "Tribunales",
        "source": "Fuente",
        "nobody": "nadie en particular",
        "count": "Filas: {}. Cada una dice que alguien lo dijo, no que sea así.",
        "none": "ninguna afirmación coincide",
    },
}
_CARD_CODES = ("claim_type", "claimant_status", "claim_role", "hedge", "certainty", "imputation", "reply_status")


def _claims(request: argparse.Namespace) -> int:
    import pandas

    from peru_narco_data.names import labels
    from peru_narco_data.views import claims

    frame = claims(about=request.about, by=request.by, matter=request.matter, lang=request.lang)
    words = dict(_WORDS[request.lang])
    title = "title" if request.lang == "en" else "title_es"
    words |= {f["name"]: f[title] for f in contract.fields("claims") + contract.fields("claim_actors")}
    codes = {name: labels(name, request.lang) for name in _CARD_CODES}
    print(words["count"].format(len(frame)) if len(frame) else words["none"])
    for row in frame.to_dict("records"):
        value = {str(name): "" if pandas.isna(item) else str(item) for name, item in row.items()}
        print("\n" + "\n".join(_card(value, words, codes)))
    return 0


def _card(value: dict[str, str], words: dict[str, str], codes: dict[str, dict[str, str]]) -> "Iterator[str]":
    """Lines that show one claim: speaker first, then words, hedge, reply and source with equal weight."""
    from textwrap import wrap

    said = {name: codes[name].get(value[name], "") for name in _CARD_CODES}
    yield f"{value['claim_id']}  {value['claimant'] or said['claimant_status']}: {said['claim_type']}"
    yield from wrap(value["statement"], 78, initial_indent="  ", subsequent_indent="  ")
    lines = {"about": f"{value['about']} ({said['claim_role']})" if value["about"] else words["nobody"]}
    lines["hedge"] = f"{said['hedge']}; {words['speaker']}: {said['certainty']}"
    if value["reply_status"]:
        lines |= {"imputation": said["imputation"], "reply_status": said["reply_status"]}
    if ";" in value["targets"]:  # who else is meant, and how directly
        lines["targets"] = value["targets"]
    lines |= {name: value[name] for name in ("replies", "rulings") if value[name]}
    lines["source"] = f"{value['source']}, {value['locator']}"
    for name, text in lines.items():
        yield from wrap(f"{words[name] + ':':<13}{text}", 78, initial_indent="  ", subsequent_indent=" " * 15)


def _show(request: argparse.Namespace) -> int:
    import csv

    columns = [f["name"] for f in contract.fields(request.table)]
    wanted = request.columns.split(",") if request.columns else columns
    for column in wanted:
        contract.codes_of(request.table, column)  # refuses an unknown column
    conditions = [_condition(request.table, text) for text in request.where]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(wanted)
    for row in raw.read(request.table).values():
        if all(row[column] == value for column, value in conditions):
            writer.writerow([row[column] for column in wanted])
    return 0


def _condition(table: str, text: str) -> tuple[str, str]:
    column, sign, value = text.partition("=")
    if not sign:
        raise ValueError(f"--where {text!r} has no equals sign; write COLUMN=VALUE")
    codes = contract.codes_of(table, column)
    if value and codes and value not in codes:
        refuse(column, value, codes)
    return column, value


def _check(request: argparse.Namespace) -> int:
    from peru_narco_data.rules import violations

    found = list(violations(request.folder))
    for item in found:
        place = "/".join(filter(None, (f"data/{item.table_name}.csv", item.row_id, item.field)))
        print(f"{place}: {item.rule}: found {item.found}; expected {item.expected}")
    rows = sum(
        raw.count(name, request.folder) for name in contract.table_names(request.folder) if _is_there(name, request)
    )
    print(f"{len(found)} violations in {rows} rows")
    return 1 if found else 0


def _is_there(table: str, request: argparse.Namespace) -> bool:
    return os.path.isfile(contract.file_of(table, request.folder))


def _codebook(request: argparse.Namespace) -> int:
    from peru_narco_data.documentation import codebook_page

    print(codebook_page(), end="")
    return 0


def _format(request: argparse.Namespace) -> int:
    from peru_narco_data import formatting

    paths = formatting.stale(request.folder) if request.check else formatting.write(request.folder)
    for path in paths:
        print(("stale: " if request.check else "written: ") + os.path.relpath(path))
    return 1 if request.check and paths else 0


if __name__ == "__main__":
    sys.exit(main())

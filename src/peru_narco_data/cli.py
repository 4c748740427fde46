"""Command line: ``peru-narco-data``.

Exit codes: 0 done; 1 nothing found, or something is wrong with what was checked; 2 the request was wrong; 130 stopped.
"""

import argparse
import os
import sys

from peru_narco_data import contract, raw
from peru_narco_data.messages import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

EXAMPLES = """examples:
  peru-narco-data tables
  peru-narco-data claims --about "Kenji Fujimori"
  peru-narco-data claims --about Caracol --lang es
  peru-narco-data timeline Caracol
  peru-narco-data events --place Callao --since 2015
  peru-narco-data estimates coca_cultivation_area Peru --since 2014 --until 2014
  peru-narco-data production --indicator coca_eradication_area --place Peru --preferred
  peru-narco-data search helicopt caracol
  peru-narco-data show claims --where hedge=suspected --columns claim_id,statement,locator --format table
  peru-narco-data cite c0037 --lang es
  peru-narco-data export peru.xlsx --format excel --lang es
  peru-narco-data check
"""


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run one command; return the exit code."""
    request = _parser().parse_args(arguments)
    try:
        code: int = request.run(request)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ValueError, OSError, ImportError) as error:
        print(f"peru-narco-data: {error}", file=sys.stderr)
        return 2
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

    command = commands.add_parser("events", help="what happened, with who took part and the sources")
    command.add_argument("--type", metavar="CODE", help="only events of this type, such as arrest")
    command.add_argument("--place", metavar="NAME", help="only events at this place or within it")
    command.add_argument("--involving", metavar="NAME", help="only events with this person or body")
    command.add_argument("--matter", metavar="ID", help="only events of this matter")
    command.add_argument("--since", metavar="DATE", help="only events from this year or date on")
    command.add_argument("--until", metavar="DATE", help="only events until this year or date")
    command.add_argument("--lang", choices=("en", "es"), default="en", help="language of the text (default: en)")
    command.set_defaults(run=_events)

    command = commands.add_parser("timeline", help="what is on record about someone, in order of time")
    command.add_argument("actor", metavar="NAME")
    command.add_argument("--lang", choices=("en", "es"), default="en", help="language of the text (default: en)")
    command.set_defaults(run=_timeline)

    command = commands.add_parser("production", help="published figures, with period, estimator, basis and source")
    command.add_argument("--indicator", metavar="NAME", help="only this indicator")
    command.add_argument("--place", metavar="NAME", help="only this place")
    command.add_argument("--estimator", metavar="NAME", help="only figures of this estimator")
    command.add_argument("--since", metavar="DATE", help="only periods from this year or date on")
    command.add_argument("--until", metavar="DATE", help="only periods until this year or date")
    command.add_argument("--level", metavar="TYPE", help="only places of this type, such as departamento")
    command.add_argument(
        "--preferred", action="store_true", help="the figure to use for each key, or why there is none"
    )
    command.add_argument("--lang", choices=("en", "es"), default="en", help="language of the text (default: en)")
    command.set_defaults(run=_production)

    command = commands.add_parser("estimates", help="rival estimates side by side, a line per year")
    command.add_argument("indicator", metavar="INDICATOR")
    command.add_argument("place", metavar="PLACE")
    command.add_argument("--basis", metavar="CODE,...", help="where the figures stand on several bases")
    command.add_argument("--unit", metavar="CODE", help="where the figures stand in several units")
    command.add_argument("--since", metavar="YEAR")
    command.add_argument("--until", metavar="YEAR")
    command.add_argument("--lang", choices=("en", "es"), default="en", help="language of the names (default: en)")
    command.add_argument(
        "--show", metavar="FIELD", default="text", help="what the cells hold: text, vintage, source, ..."
    )
    command.add_argument("--reprints", action="store_true", help="a column too for who repeats another's figure")
    command.set_defaults(run=_estimates)

    command = commands.add_parser("export", help="write the whole dataset in another format")
    command.add_argument("path", metavar="DIR", help="folder to make; or a file such as peru.xlsx, for a format of one")
    command.add_argument(
        "--format",
        default="csv",
        metavar="FORMAT",
        help="csv (default), parquet, sqlite, duckdb, excel, jsonl, croissant, ftm or jsonld",
    )
    command.add_argument("--overwrite", action="store_true", help="replace an earlier export")
    command.add_argument("--bom", action="store_true", help="CSV with a byte-order mark, for Excel")
    command.add_argument("--lang", choices=("en", "es"), default="en", help="language for reading (default: en)")
    command.set_defaults(run=_export)

    command = commands.add_parser("search", help="rows that hold all the words, in either language")
    command.add_argument("words", metavar="WORD", nargs="+")
    command.add_argument("--table", metavar="TABLE", help="only this table: actors, events, claims, ...")
    command.add_argument("--lang", choices=("en", "es"), default="en", help="language of the text (default: en)")
    command.set_defaults(run=_search)

    command = commands.add_parser("path", help="print where the CSV file of a table is")
    command.add_argument("table", metavar="TABLE")
    command.set_defaults(run=_path)

    command = commands.add_parser("show", help="print rows of a table as they stand in the file")
    command.add_argument("table", metavar="TABLE")
    command.add_argument(
        "--where", metavar="COLUMN=VALUE", action="append", default=[], help="only rows with this value"
    )
    command.add_argument("--columns", metavar="A,B", help="only these columns")
    command.add_argument("--format", choices=("csv", "json", "md", "table"), default="csv", help="(default: csv)")
    command.set_defaults(run=_show)

    command = commands.add_parser("check", help="check the data against contract and rules")
    command.add_argument("folder", nargs="?", help="folder with datapackage.json and data/ (default: the bundled data)")
    command.set_defaults(run=_check)

    command = commands.add_parser("changes", help="what differs between two releases (versions, or folders)")
    command.add_argument("old", metavar="OLD")
    command.add_argument("new", metavar="NEW", nargs="?", help="(default: this release)")
    command.add_argument("--ledger", action="store_true", help="print lines for data/changes.csv, reasons left open")
    command.set_defaults(run=_changes)

    command = commands.add_parser("verify", help="check the rows of a source against your own copy of its text")
    command.add_argument("source", metavar="SOURCE")
    command.add_argument("copy", metavar="FILE", help="plain text, or a page saved from a browser")
    command.set_defaults(run=_verify)

    command = commands.add_parser("cite", help="references for the release, a table, a source or a row")
    command.add_argument("what", metavar="WHAT", nargs="*", help="tables, sources, rows (default: the release)")
    command.add_argument("--style", metavar="STYLE", default="text", help="text (APA), bibtex, ris, csl-json")
    command.add_argument("--lang", choices=("en", "es"), default="en", help="language of the words (default: en)")
    command.set_defaults(run=_cite)

    command = commands.add_parser("codebook", help="print the codebook as Markdown, or what the fields of a table mean")
    command.add_argument("table", metavar="TABLE", nargs="?")
    command.add_argument("--lang", choices=("en", "es"), default="en", help="language (default: en)")
    command.set_defaults(run=_codebook)

    command = commands.add_parser("fingerprint", help="print the lines of a text for data/fingerprints.csv")
    command.add_argument("source", metavar="SOURCE")
    command.add_argument("copy", metavar="FILE", help="plain text, a paragraph to a line")
    command.set_defaults(run=_fingerprint)

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
        "figures": "Figures: {}. Each is what one source states.",
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
        "figures": "Cifras: {}. Cada una es lo que dice una fuente.",
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


def _events(request: argparse.Namespace) -> int:
    import pandas

    from peru_narco_data.views import events

    names = ("type", "place", "since", "until", "involving", "matter", "lang")
    for row in events(**{name: getattr(request, name) for name in names}).to_dict("records"):
        print(f"\n{row['occurred'] if pandas.notna(row['occurred']) else '-'}  {row['title']}  [{row['event_id']}]")
        texts = [row["description"], row["involved"], row["rulings"], f"{row['source']}, {row['locator']}"]
        for text in texts:
            if pandas.notna(text):
                _wrapped(str(text), "  ")
    return 0


def _timeline(request: argparse.Namespace) -> int:
    import pandas

    from peru_narco_data.telling import timeline

    for row in timeline(request.actor, lang=request.lang).to_dict("records"):
        print(f"\n{row['date'] if pandas.notna(row['date']) else '-'}  [{row['row_id']}]")
        _wrapped(row["text"], "  ")
        if not row["kind"].startswith("claim"):  # a claim's sentence ends with its source
            _wrapped(f"{row['source']}, {row['locator']}", "  ")
    return 0


def _wrapped(text: str, indent: str) -> None:
    from textwrap import wrap

    print("\n".join(wrap(text, 78, initial_indent=indent, subsequent_indent=indent)))


def _production(request: argparse.Namespace) -> int:
    from peru_narco_data.series import as_text, production

    frame = production(
        *(request.indicator, request.place, request.estimator, request.since, request.until),
        preferred=True if request.preferred else None,
        level=request.level,
        lang=request.lang,
    )
    print(_WORDS[request.lang]["figures"].format(len(frame)))
    named = frame["observation_id"].notna()  # a key without a preferred figure has no row of its own
    for row, there in zip(frame.itertuples(), named, strict=True):
        start, end = str(row.period_start)[:10], str(row.period_end)[:10]
        period = start[:4] if row.period_kind in ("year", "undated") else start if start == end else f"{start}/{end}"
        unit = str(row.unit).replace("_", " ")
        print(f"\n{row.place}, {period}: {as_text(row) if there else '-'} {unit}  [{row.preference}]")
        print(f"  {row.indicator}; {row.basis}; {row.estimator}")
        if there:
            print(f"  {row.source}, {row.locator} [{row.observation_id}]")
    return 0


def _estimates(request: argparse.Namespace) -> int:
    from peru_narco_data.series import estimates

    names = ("indicator", "place", "unit", "since", "until", "show", "reprints", "lang")
    bases = request.basis.split(",") if request.basis else None
    frame = estimates(basis=bases, **{name: getattr(request, name) for name in names})
    print(f"{frame.attrs['unit']}\n{frame.to_string(na_rep='')}")
    return 0


def _export(request: argparse.Namespace) -> int:
    import signal

    from peru_narco_data.exporting import export

    def stop(number: int, _: object) -> None:
        sys.exit(128 + number)  # so that what is half written is cleared away

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    written = export(request.path, request.format, request.overwrite, request.bom, request.lang)
    print(f"written: {written}")
    return 0


def _search(request: argparse.Namespace) -> int:
    from peru_narco_data.searching import search

    found = search(" ".join(request.words), table=request.table, lang=request.lang)
    for row in found.to_dict("records"):
        print(f"{row['table_name']}/{row['row_id']}")
        _wrapped(row["text"], "  ")
    print(f"rows: {len(found)}")
    return 0 if len(found) else 1


def _path(request: argparse.Namespace) -> int:
    print(contract.file_of(request.table))
    return 0


def _show(request: argparse.Namespace) -> int:
    columns = [f["name"] for f in contract.fields(request.table)]
    wanted = request.columns.split(",") if request.columns else columns
    for column in wanted:
        contract.codes_of(request.table, column)  # refuses an unknown column
    if request.table == "claims" and {"statement", "statement_es"} & set(wanted):  # never a saying without who said it
        wanted += [name for name in ("claimant_id", "claimant_status", "attribution", "hedge") if name not in wanted]
    conditions = [_condition(request.table, text) for text in request.where]
    rows = (
        [row[column] for column in wanted]
        for row in raw.read(request.table).values()
        if all(row[column] == value for column, value in conditions)
    )
    _WRITERS[request.format](wanted, rows)
    return 0


def _as_csv(columns: list[str], rows: "Iterable[list[str]]") -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


def _as_json(columns: list[str], rows: "Iterable[list[str]]") -> None:
    """One object to a line; an empty cell is null."""
    import json

    for row in rows:
        cells = {name: cell or None for name, cell in zip(columns, row, strict=True)}
        print(json.dumps(cells, ensure_ascii=False))


def _as_markdown(columns: list[str], rows: "Iterable[list[str]]") -> None:
    for row in (columns, ["---"] * len(columns), *rows):
        print("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")


def _as_table(columns: list[str], rows: "Iterable[list[str]]") -> None:
    """A line for each row, cut to the width of the terminal; long cells are shortened first."""
    from shutil import get_terminal_size

    lines = [columns, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    room = max(get_terminal_size().columns, 40) - 2 * (len(columns) - 1)
    while sum(widths) > room and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    for line in lines:
        cells = [c if len(c) <= w else c[: w - 1] + "…" for c, w in zip(line, widths, strict=True)]
        print("  ".join(f"{c:<{w}}" for c, w in zip(cells, widths, strict=True)).rstrip())


_WRITERS: "dict[str, Callable[[list[str], Iterable[list[str]]], None]]" = {
    "csv": _as_csv,
    "json": _as_json,
    "md": _as_markdown,
    "table": _as_table,
}


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


def _changes(request: argparse.Namespace) -> int:
    from peru_narco_data import history

    if request.ledger:
        import csv

        writer = csv.DictWriter(sys.stdout, [f["name"] for f in contract.fields("changes")], lineterminator="\n")
        writer.writerows(history.ledger_lines(request.old))
        return 0
    found = list(history.differences(request.old, request.new))
    for item in found:
        print(f"{item.change} {item.table_name}/{item.row_id}" + (f"/{item.field_name}" if item.field_name else ""))
        for sign, text in (("-", item.old_value), ("+", item.new_value)):
            if text or item.field_name:
                _wrapped(f"{sign} {text}", "  ")
        if item.reason:
            _wrapped(f"{item.release_version}, {item.reason_code}: {item.reason}", "  ")
    print(history.summary(found))
    return 0


def _verify(request: argparse.Namespace) -> int:
    from collections import Counter

    from peru_narco_data.verification import findings

    found = list(findings(request.source, request.copy))
    for item in found:
        place = f"data/{item.table_name}.csv/{item.row_id}, {item.locator}"
        if item.status in ("moved", "changed", "missing"):
            print(f"{place}: {item.status}")
        if item.figure_status in ("partly", "absent"):
            print(f"{place}: figures {item.figures}: {item.figure_status}")
        if item.shared_words:
            print(f"{place}: words shared with the source: {item.shared_words}")
    rows, figures = Counter(i.status for i in found), Counter(i.figure_status for i in found if i.figure_status)
    print(f"rows: {', '.join(f'{n} {status}' for status, n in rows.most_common())}")
    print(f"figures: {', '.join(f'{n} {status}' for status, n in figures.most_common()) or 'none'}")
    print(f"shared runs of words: {sum(bool(i.shared_words) for i in found)}")
    return 1 if rows["changed"] or rows["missing"] or any(i.shared_words for i in found) else 0


def _cite(request: argparse.Namespace) -> int:
    from peru_narco_data.citation import cite

    print(cite(request.what or None, style=request.style, lang=request.lang))
    return 0


def _codebook(request: argparse.Namespace) -> int:
    from peru_narco_data.documentation import codebook_page

    if request.table is None:
        print(codebook_page(lang=request.lang), end="")
        return 0
    suffix = "" if request.lang == "en" else "_es"
    for field in contract.fields(request.table):
        print(f"{field['name']}: {field['title' + suffix]}")
        _wrapped(field["description" + suffix], "  ")
        codes = field.get("constraints", {}).get("enum", [])
        if codes:
            _wrapped(", ".join(codes), "  ")
    return 0


def _fingerprint(request: argparse.Namespace) -> int:
    from peru_narco_data import copies, fingerprinting

    for line in fingerprinting.paragraphs(copies.read(request.copy)):
        print(request.source, *line, sep=",")
    return 0


def _format(request: argparse.Namespace) -> int:
    from peru_narco_data import formatting

    paths = formatting.stale(request.folder) if request.check else formatting.write(request.folder)
    for path in paths:
        print(("stale: " if request.check else "written: ") + os.path.relpath(path))
    return 1 if request.check and paths else 0


if __name__ == "__main__":
    sys.exit(main())

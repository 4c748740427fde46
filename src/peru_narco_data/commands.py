"""What each command of ``peru-narco-data`` does; each returns its exit code."""

import os
import sys

from peru_narco_data import contract, raw, terminal
from peru_narco_data.messages import refuse
from peru_narco_data.phrases import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from peru_narco_data.terminal import Row


def tables(request: "Namespace") -> int:
    """The tables, with what they hold."""
    words, about = WORDS[request.lang], _twin("description", request.lang)
    columns = [words["table"], words["rows"], words["holds"]]
    records: list[Row] = []
    for name in contract.table_names():
        told = contract.resource(name)[about].split(". ")[0].removesuffix(".")
        records.append([name, raw.count(name), told])
    terminal.rows("table" if request.format == "text" else request.format, columns, records, columns[1])
    return 0


def show(request: "Namespace") -> int:
    """Rows of a table: as they stand in the file, or for reading in a language."""
    wanted = _columns(request.table, request.columns, request.lang)
    conditions = [_condition(request.table, text) for text in request.where]
    found = raw.read(request.table)
    for row_id in request.rows:
        if row_id not in found:
            refuse(f"row of {request.table}", row_id, found)
    rows = [found[row_id] for row_id in request.rows or found]
    rows = [row for row in rows if all(row[column] == value for column, value in conditions)]
    titles, records = wanted, [[row[name] or None for name in wanted] for row in rows]
    if request.lang:
        titles = _titles(request.table, wanted, request.lang)
        told = {name: _told(request.table, name, rows, request.lang) for name in wanted}
        records = [[told[name].get(row[name], row[name]) or None for name in wanted] for row in rows]
    terminal.rows(request.format or ("table" if sys.stdout.isatty() else "csv"), titles, records)
    return 0 if rows else 1


def _columns(table: str, given: str | None, lang: str | None) -> list[str]:
    """The columns asked for; by default all, or for reading in a language those that have no twin in the other."""
    names = [field["name"] for field in contract.fields(table)]
    twins = {name for name in names if f"{name}_es" in names}
    if given:
        wanted = given.split(",")
        for column in wanted:
            contract.codes_of(table, column)  # refuses an unknown column
    elif lang:
        other = twins if lang == "es" else {f"{name}_es" for name in twins}
        wanted = [name for name in names if name not in other]
    else:
        wanted = names
    if table == "claims" and {"statement", "statement_es"} & set(wanted):  # never a saying without who said it
        wanted += [name for name in ("claimant_id", "claimant_status", "attribution", "hedge") if name not in wanted]
    return wanted


def _titles(table: str, columns: list[str], lang: str) -> list[str]:
    """Titles of columns; the name is added where two are alike. A text and its twin have that of the text."""
    fields = {field["name"]: field for field in contract.fields(table)}
    bases = [name.removesuffix("_es") if name.removesuffix("_es") in fields else name for name in columns]
    titles = [fields[name][_twin("title", lang)] for name in bases]
    return [f"{t} ({n})" if titles.count(t) > 1 else t for t, n in zip(titles, columns, strict=True)]


def _told(table: str, column: str, rows: "list[raw.Row]", lang: str) -> dict[str, str]:
    """What stands for the codes, truths and places in sources of a column in a language."""
    from peru_narco_data.citation.places import in_words
    from peru_narco_data.documentation import code_labels

    field = next(field for field in contract.fields(table) if field["name"] == column)
    if column == "locator":
        return {row[column]: in_words(row[column], lang) for row in rows}
    if field["type"] == "boolean":
        return {"true": WORDS[lang]["yes"], "false": WORDS[lang]["no"]}
    return code_labels(field["codeList"], lang) if "codeList" in field else {}


def _twin(name: str, lang: str) -> str:
    return name if lang == "en" else f"{name}_es"


def _condition(table: str, text: str) -> tuple[str, str]:
    column, sign, value = text.partition("=")
    if not sign:
        raise ValueError(f"--where {text!r} has no equals sign; write COLUMN=VALUE")
    codes = contract.codes_of(table, column)
    if value and codes and value not in codes:
        refuse(column, value, codes)
    return column, value


def path(request: "Namespace") -> int:
    """Where a table's file is."""
    print(contract.file_of(request.table))
    return 0


def codebook(request: "Namespace") -> int:
    """The whole codebook as Markdown, or the fields of a table."""
    from peru_narco_data import documentation

    if request.table is None:
        print(documentation.kept_page(request.lang), end="")
        return 0
    title, description = _twin("title", request.lang), _twin("description", request.lang)
    terminal.paragraph(contract.resource(request.table)[description], 0)
    for field in contract.fields(request.table):
        print()
        head = f"{field['name']}  ({documentation.kind(field, request.table, request.lang)})  "
        terminal.paragraph(head + field[title], 2, "")
        terminal.paragraph(field[description])
        if field.get("codeList", "rule") != "rule":  # rules have a chapter of their own
            labels = documentation.code_labels(field["codeList"], request.lang)
            terminal.labelled([(code, labels[code]) for code in field["constraints"]["enum"]], 4)
    return 0


def cite(request: "Namespace") -> int:
    """References."""
    from peru_narco_data.citation import cite

    print(cite(request.what or None, style=request.style, lang=request.lang))
    return 0


def export(request: "Namespace") -> int:
    """The whole dataset in another format; a file's name tells its format where none is given."""
    import signal

    from peru_narco_data.exporting import FORMATS, export

    def stop(number: int, _: object) -> None:
        sys.exit(128 + number)  # so that what is half written is cleared away

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    ends = {name[name.find(".") :]: form for form, name in FORMATS.items() if name}
    meant = [form for end, form in ends.items() if request.path.lower().endswith(end)]
    form = request.format or (meant[0] if meant else "csv")
    written = export(request.path, form, request.overwrite, request.bom, request.lang)
    print(WORDS[request.lang]["written"].format(written))
    return 0


def check(request: "Namespace") -> int:
    """Everything that breaks the contract or a rule."""
    from peru_narco_data.rules import violations

    words, broken = WORDS[request.lang], {}
    found = list(violations(request.folder))
    for item in found:
        place = "/".join(filter(None, (f"data/{item.table_name}.csv", item.row_id, item.field)))
        print(words["violation"].format(place, item.rule, item.found, item.expected))
        broken[item.rule] = True
    meanings = {row["code"]: row for row in raw.read("codes").values() if row["code_list"] == "rule"}
    for rule in broken.keys() & meanings.keys():
        terminal.paragraph(words["rule"].format(rule, meanings[rule][_twin("definition", request.lang)]), 0)
    there = [t for t in contract.table_names(request.folder) if os.path.isfile(contract.file_of(t, request.folder))]
    print(words["violations"].format(len(found), sum(raw.count(table, request.folder) for table in there)))
    return 1 if found else 0


def changes(request: "Namespace") -> int:
    """What differs between two releases, or lines for the ledger."""
    from peru_narco_data import history

    if request.ledger:
        import csv

        writer = csv.DictWriter(sys.stdout, [f["name"] for f in contract.fields("changes")], lineterminator="\n")
        writer.writerows(history.ledger_lines(request.old))
        return 0
    words, found = WORDS[request.lang], list(history.differences(request.old, request.new))
    for item in found:
        row = f"{item.table_name}/{item.row_id}" + (f"/{item.field_name}" if item.field_name else "")
        print(f"{words[item.change]} {row}")
        for sign, text in (("-", item.old_value), ("+", item.new_value)):
            if text or item.field_name:
                terminal.paragraph(f"{sign} {text}")
        if item.reason:
            terminal.paragraph(f"{item.release_version}, {item.reason_code}: {item.reason}")
    print(history.summary(found, request.lang))
    return 0


def verify(request: "Namespace") -> int:
    """The rows of a source against the reader's copy."""
    from collections import Counter

    from peru_narco_data.verification import findings

    words, found = WORDS[request.lang], list(findings(request.source, request.copy))
    for item in found:
        place = f"{item.table_name}/{item.row_id} ({item.locator})"
        if item.status in ("changed", "missing"):
            print(f"{place}: {words[item.status]}")
        if item.figure_status in ("partly", "absent"):
            print(f"{place}: {words['row_figures'].format(item.figures)}: {words[item.figure_status]}")
        if item.shared_words:
            print(f"{place}: {words['row_shared'].format(item.shared_words)}")
    status, figures = Counter(i.status for i in found), Counter(i.figure_status for i in found if i.figure_status)
    for name, counts in (("verified", status), ("verified_figures", figures)):
        print(words[name].format(", ".join(f"{words[s]} {n}" for s, n in counts.most_common()) or "0"))
    print(words["shared"].format(sum(bool(i.shared_words) for i in found)))
    if 20 * (status["matched"] + status["moved"]) < status["missing"]:  # a title stands in other texts too
        print(words["another_text"].format(request.source, request.copy))
    return 1 if status["changed"] or status["missing"] or any(i.shared_words for i in found) else 0


def fingerprint(request: "Namespace") -> int:
    """Lines for ``data/fingerprints.csv``."""
    from peru_narco_data import copies, fingerprinting

    for line in fingerprinting.paragraphs(copies.read(request.copy)):
        print(request.source, *line, sep=",")
    return 0


def format(request: "Namespace") -> int:
    """Writes what is stale, or only says so."""
    from peru_narco_data import formatting

    paths = formatting.stale(request.folder or ".") if request.check else formatting.write(request.folder or ".")
    for path in paths:
        print(WORDS[request.lang]["stale" if request.check else "written"].format(os.path.relpath(path)))
    return 1 if request.check and paths else 0

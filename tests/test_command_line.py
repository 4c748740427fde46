"""The command line: every command in both languages and at several widths, what it refuses, pipes, Ctrl-C, start."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import peru_narco_data as pnd
from peru_narco_data import cli, contract, documentation, grammar, phrases, raw, terminal
from tests.conftest import CHECKOUT

EXAMPLES = [(line, lang) for *_, lines in grammar.COMMANDS.values() for line in lines for lang in ("en", "es")]
# What these print is made for programs, or to be copied.
UNWRAPPED = ("cite", "path", "export")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.fixture(autouse=True)
def _screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("COLUMNS", "80")
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}  # export sets its own
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(("line", "lang"), EXAMPLES)
def test_examples_of_the_help_run(
    line: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-copy.html").write_text("A page of another kind.", encoding="utf-8")
    code, printed, error = run(capsys, *shlex.split(line), "--lang", lang)
    assert error == ""
    assert code == (1 if line.startswith("verify") else 0)
    assert printed.strip() or line.startswith("changes")
    if "--format" not in line and "show" not in line and not line.startswith(UNWRAPPED):
        long = [text for text in printed.splitlines() if len(text) > 80 and "http" not in text]
        assert [text for text in long if not line.startswith("verify")] == []
    if lang == "es" and "--format" not in line:  # rows for programs have names and codes
        said = [re.escape(text.partition("{")[0]) for text in phrases.WORDS["en"].values()]
        english = rf"(?m)^({'|'.join(text for text in said if len(text) > 5 and not text.isidentifier())})|\[preferred|\bhectare\b"
        assert not re.search(english, printed)


@pytest.mark.parametrize("width", [40, 60, 140])
@pytest.mark.parametrize(
    "line",
    [
        "tables",
        "claims --about Caracol",
        "events --place Callao",
        "estimates coca_cultivation_area Peru --basis net_31_december",
        "show claims c0001 c0002 --format table",
        "show matters --format table --lang es",
        "codebook claims",
        "",
        "claims --help",
    ],
)
def test_what_is_printed_fits(
    width: int, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    code, printed, _ = run(capsys, *shlex.split(line))
    assert code == 0
    words = max((len(word) for word in printed.split() if "http" not in word), default=0)
    usual = [text for text in printed.splitlines() if "http" not in text and "peru-narco-data" not in text]
    assert max(map(len, usual)) <= max(width, words + 32)  # a word that is longer than the line is not cut


def test_nothing_is_cut_in_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    columns, records = ["id", "text"], [["a1", "one two three " * 20], ["a2", "short"]]
    terminal.table(columns, records)
    printed = capsys.readouterr().out
    assert "…" not in printed
    assert printed.count("three") == 20
    assert max(map(len, printed.splitlines())) <= 80


def test_help_names_every_argument_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for at, lang in enumerate(("en", "es")):
        for name, command in grammar.COMMANDS.items():
            code, printed, _ = run(capsys, name, "--help", "--lang", lang)
            flat = " ".join(printed.split())
            assert code == 0
            assert command[at] in flat
            for signs, value, *helps in command[2]:
                assert (signs.rstrip("+") if signs.startswith("-") else value) in flat
                assert helps[at] in flat
        for arguments in (["--lang", lang], ["--help", f"--lang={lang}"]):
            code, printed, _ = run(capsys, *arguments)
            assert code == 0
            assert all(name in printed for name in grammar.COMMANDS)
            assert ("exit codes" in printed) == (lang == "en")


def test_language_stands_anywhere(capsys: pytest.CaptureFixture[str]) -> None:
    shown = {
        run(capsys, *arguments)
        for arguments in (["--lang", "es", "tables"], ["tables", "--lang", "es"], ["tables", "--lang=es"])
    }
    assert len(shown) == 1
    assert "filas" in shown.pop()[1]


@pytest.mark.parametrize(
    ("line", "english", "spanish"),
    [
        ("clams", "unknown command 'clams'; known: actors,", "no se conoce la orden 'clams'; se conocen: actors,"),
        ("clams", "did you mean 'claims'?", "¿quiso decir 'claims'?"),
        ("path clams", "unknown table 'clams'", "no se conoce la tabla 'clams'"),
        ("show claims c9998", "unknown row of claims 'c9998'", "no se conoce la fila de claims 'c9998'"),
        ("show claims --columns hedges", "unknown column of claims", "no se conoce la columna de claims"),
        ("show claims --where hedge", "write COLUMN=VALUE", "escriba COLUMN=VALUE"),
        ("show claims --where hedge=sure", "unknown hedge 'sure'", "no se conoce el matiz 'sure'"),
        ("claims --about Fujimori", "could be any of: Alberto", "puede ser cualquiera de: Alberto"),
        ("claims --about xyzzy", "absence here says nothing", "no figurar aquí no dice nada de nadie"),
        ("claims --matter x", "unknown matter 'x'", "no se conoce el asunto 'x'"),
        ("claims --format pdf", "unknown format 'pdf'", "no se conoce el formato 'pdf'"),
        ("claims c9998", "unknown claim 'c9998'", "no se conoce la afirmación 'c9998'"),
        ("events --since 2016 --until 2015", "impossible period", "período imposible"),
        ("events --since soon", "is not an EDTF date", "no es una fecha; escriba"),
        ("events --type wedding", "unknown event type", "no se conoce el tipo de suceso"),
        ("production --place Marte", "unknown place 'Marte'", "no se conoce el lugar 'Marte'"),
        ("estimates coca_cultivation_area Peru", "choose one: --basis net", "elija: --basis net"),
        ("timeline", "are required: NAME; see: peru-narco-data timeline --help", "falta: NAME; véase: peru-narco-data"),
        ("tables --colour", "unrecognized arguments: --colour", "no se entiende: --colour"),
        ("claims --about", "argument --about: expected one argument", "--about: falta su valor"),
        ("search .", "nothing to search for in '.'", "nada que buscar en '.'"),
        ("cite c9998", "unknown row 'c9998'", "no se conoce la fila 'c9998'"),
        ("cite --style apa", "unknown style 'apa'", "no se conoce el estilo 'apa'"),
        ("changes 9.9.9", "unknown release '9.9.9'", "no se conoce la versión '9.9.9'"),
        ("check nowhere", "no datapackage.json in", "no hay datapackage.json en"),
        ("export . --format pdf", "unknown format 'pdf'", "no se conoce el formato 'pdf'"),
        ("export .", "is there already", "ya existe; dé otro lugar o --overwrite"),
        ("verify foo bar", "unknown source with fingerprints", "no se conoce la fuente con huellas"),
    ],
)
def test_refusals_in_one_line(line: str, english: str, spanish: str, capsys: pytest.CaptureFixture[str]) -> None:
    for lang, message in (("en", english), ("es", spanish)):
        code, printed, error = run(capsys, *shlex.split(line), "--lang", lang)
        assert (code, printed) == (2, "")
        assert message in error
        assert error.startswith("peru-narco-data: ")
        assert error.count("\n") == 1
        if lang == "es":
            assert not re.search(r"\b(unknown|known|did you mean|give|write|see:)\b", error)
    assert run(capsys, "tables", "--lang", "fr")[0] == 2


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("search zzzz", 1),
        ("claims --about Caracol --since 2040", 1),
        ("events --since 2040", 1),
        ("production --since 2040", 1),
        ("production --since 2040 --format csv", 1),
        ("show claims --where said=1900", 1),
        ("--version", 0),
        ("", 0),
    ],
)
def test_exit_codes(line: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, *shlex.split(line))[0] == code


def test_rows_for_programs_are_those_of_the_functions(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        json.loads(line) for line in run(capsys, "claims", "--about", "Caracol", "--format", "json")[1].splitlines()
    ]
    frame = pnd.claims(about="Caracol")
    assert [row["claim_id"] for row in rows] == list(frame["claim_id"])
    assert list(rows[0]) == list(frame.columns)
    figures = run(capsys, "production", "--place", "VRAEM", "--format", "csv")[1].splitlines()
    assert len(figures) == 1 + len(pnd.production(place="VRAEM"))
    assert ",20304," in "\n".join(figures)
    wide = run(capsys, "estimates", "coca_cultivation_area", "Peru", "--basis", "net_31_december", "--format", "md")[1]
    assert wide.startswith("| year | ")


def test_a_claim_is_one_card_with_all_it_is_about(capsys: pytest.CaptureFixture[str]) -> None:
    several = pnd.claims().query("reply_status.notna()").groupby("claim_id").size()
    claim = several[several > 2].index[0]
    frame = pnd.claims()
    frame = frame[frame["claim_id"] == claim]
    for lang in ("en", "es"):
        _, printed, _ = run(capsys, "claims", claim, "--lang", lang)
        flat = " ".join(printed.split())
        assert flat.count(f"{claim} ") == 1
        for row in pnd.claims(lang=lang).query("claim_id == @claim and reply_status.notna()").itertuples():
            said = documentation.code_labels("imputation", lang)[row.imputation]
            reply = documentation.code_labels("reply_status", lang)[row.reply_status]
            assert f"{row.about} (" in flat
            assert phrases.WORDS[lang]["imputes"].format(said, reply) in flat
        assert frame["url"].iloc[0] in printed


def test_an_accusation_is_never_printed_without_speaker_hedge_and_reply(capsys: pytest.CaptureFixture[str]) -> None:
    _, printed, _ = run(capsys, "claims")
    cards = dict(zip(*[iter(re.split(r"(?m)^(c\d{4})  ", printed)[1:])] * 2, strict=True))
    frame = pnd.claims()
    assert set(cards) == set(frame["claim_id"])
    flat = {claim: " ".join(card.split()) for claim, card in cards.items()}
    status = documentation.code_labels("reply_status")
    for row in frame.itertuples():
        card = flat[row.claim_id]
        assert "Hedge: " in card
        assert " ".join(row.statement.split()) in card
        if isinstance(row.claimant, str):
            assert row.claimant in card
        if isinstance(row.reply_status, str):
            assert f"reply: {status[row.reply_status]}" in card
        for text in (row.replies, row.contradictions):
            if isinstance(text, str):
                assert all(mark in card for mark in re.findall(r"\[c\d+\]", text))


def test_show_for_reading(capsys: pytest.CaptureFixture[str]) -> None:
    _, printed, _ = run(capsys, "show", "rulings", "r4006", "--lang", "es")
    header, row = printed.splitlines()
    assert "Resolución" in header
    assert "archivado" in row
    assert "extracto" in row
    assert "shelved" not in row
    _, printed, _ = run(capsys, "show", "actors", "kenji-fujimori", "--lang", "en", "--format", "json")
    told = json.loads(printed)
    assert "Kenji Fujimori" in told.values()
    assert "yes" in told.values()
    assert not [name for name in told if "(in Spanish)" in name]


def test_the_whole_codebook_is_the_kept_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "codebook", "--lang", "es")[1] == (CHECKOUT / "CODEBOOK.es.md").read_text(encoding="utf-8")
    _, printed, _ = run(capsys, "codebook", "claims", "--lang", "es")
    assert all(f"\n{field['name']}  (" in printed for field in contract.fields("claims"))
    assert re.search(r"accuses: +acusa", printed)


def test_a_file_name_tells_the_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "peru.sqlite"
    code, printed, _ = run(capsys, "export", str(path), "--lang", "es")
    assert (code, printed) == (0, f"escrito: {path}\n")
    assert path.read_bytes().startswith(b"SQLite")


def test_check_says_what_the_rule_is(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    matters = copy / "data" / "matters.csv"
    matters.write_text(matters.read_text(encoding="utf-8").replace(",p16\n", ",p9999\n"), encoding="utf-8", newline="")
    code, printed, _ = run(capsys, "check", str(copy), "--lang", "es")
    assert code == 1
    rules = {row["code"]: row for row in raw.read("codes").values() if row["code_list"] == "rule"}
    broken = re.findall(r"(?m)^Regla (\w+): ", printed)
    assert broken
    assert all(rules[rule]["definition_es"][:30] in printed for rule in broken)
    assert re.search(r"\d+ faltas en \d+ filas\n$", printed)


# As a process of its own.


def started(*arguments: str, **more: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "peru_narco_data", *arguments]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT / "src")} | more
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    process = started("show", "claims")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(60) == 0
    assert process.stderr.read() == b""
    process.stderr.close()


def test_ctrl_c_is_quiet() -> None:
    process = started("claims")
    assert process.stdout is not None
    process.stdout.readline()  # it is at work, and waits for its reader
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert (process.returncode, error) == (130, b"")


def test_a_file_gets_all_letters_whatever_the_locale() -> None:
    process = started(
        "claims", "c0008", "--lang", "es", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii"
    )
    printed, error = process.communicate(timeout=60)
    assert (process.returncode, error) == (0, b"")
    assert "ha dado el Perú" in " ".join(printed.decode("utf-8").split())


def test_an_output_that_fails_is_said_in_one_line() -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "peru_narco_data", "tables"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=CHECKOUT / "src", check=False)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    "line",
    [
        "",
        "--version",
        "tables",
        "path claims",
        "show matters",
        "codebook claims",
        "cite",
        "cite c0037",
        "changes 0.1.0",
    ],
)
def test_what_needs_no_pandas_does_not_load_it(line: str) -> None:
    code = f"import sys; from peru_narco_data import cli; cli.main({shlex.split(line)!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"pandas", "numpy", "pyarrow", "shutil", "typing", "inspect", "dataclasses"}
    allowed = {"typing"} if line.startswith("changes") else set()
    assert heavy & set(done.stderr.split()) <= allowed

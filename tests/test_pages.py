"""Every example of every page runs, and prints what the page shows.

Those of PySpark and R run in ``.ci/full``; installation and the commands of a maintainer in ``.ci/run``.
"""

import re
import shlex
import signal
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from peru_narco_data import cli
from tests.conftest import CHECKOUT

PAGES = sorted(p.relative_to(CHECKOUT).as_posix() for p in (*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/*.md")))
# Language of a fenced block -> blocks; a block without one is a session, or nothing that runs.
BLOCK = re.compile(r"(?ms)^```(\w*)\n(.*?)^```$")
LEFT_OUT = (
    "python -m pip",
    "python -m pytest",
    "python coding/",
    "python docs/",
    "python explorer/",
    "python benchmarks/",
    "git ",
    "bash ",
    "peru-narco-data format",
    "duckdb ",
)


def blocks(page: str) -> list[tuple[str, str]]:
    return BLOCK.findall((CHECKOUT / page).read_text(encoding="utf-8"))


def of(kind: str) -> list[tuple[str, int]]:
    """Pages with blocks of a kind, and how many."""
    counts = {page: sum(name == kind for name, _ in blocks(page)) for page in PAGES}
    return [(page, count) for page, count in counts.items() if count]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}  # export sets its own
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_what_pages_there_are() -> None:
    assert {"README.md", "README.es.md", "docs/exports.md"} <= {page for page, _ in of("python")}
    kinds = {kind for page in PAGES for kind, _ in blocks(page)}
    assert kinds <= {"", "python", "sh", "r"}  # another kind needs a test


@pytest.mark.parametrize("page", [page for page, _ in of("python")])
def test_python_runs(page: str) -> None:
    """The blocks of a page one after another, as a reader would type them."""
    names: dict[str, Any] = {}
    for kind, block in blocks(page):
        if kind == "python" and "pyspark" not in block:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ResourceWarning)  # a page may leave a file to be closed
                exec(compile(block, page, "exec"), names)
    shown = [name for name in ("said", "found", "caracol", "frame", "filas", "replies", "dated") if name in names]
    assert shown
    assert all(len(names[name]) for name in shown)


def sessions(page: str) -> list[tuple[str, str]]:
    """Commands after ``$`` in blocks without a language, each with what is shown after it."""
    found = []
    for kind, block in blocks(page):
        if kind == "" and "$ " in block:
            found += re.findall(r"(?ms)^\$ (.+?)\n(.*?)(?=^\$ |\Z)", block)
    return found


@pytest.mark.parametrize("page", [page for page in PAGES if sessions(page)])
def test_sessions_print_what_is_shown(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command, shown in sessions(page):
        program, *arguments = shlex.split(command)
        assert program == "peru-narco-data"
        assert cli.main(arguments) == 0
        assert capsys.readouterr().out == shown, command


@pytest.mark.parametrize("page", [page for page, _ in of("sh")])
def test_commands_run(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("my-copy.html", "mi-copia.html"):
        Path(name).write_text("A page of another kind.", encoding="utf-8")
    for kind, block in blocks(page):
        lines = block.splitlines() if kind == "sh" else []
        for command in (part.strip() for line in lines for part in line.split("&&")):
            if not command or command.startswith(("#", *LEFT_OUT)):
                continue
            program, *arguments = shlex.split(command, comments=True)
            assert program == "peru-narco-data", command
            assert cli.main(arguments) == (1 if arguments[0] == "verify" else 0), command
            assert capsys.readouterr().err == ""


@pytest.mark.parametrize("page", PAGES)
def test_commands_within_sentences_exist(page: str) -> None:
    """`` `peru-narco-data ...` `` in running text: the command and its options are there."""
    for command in re.findall(r"`(peru-narco-data [^`]+)`", (CHECKOUT / page).read_text(encoding="utf-8")):
        arguments = shlex.split(re.split(r" (?:[>|<]|&&)", command)[0])[1:]
        if "..." in command or arguments[0].startswith("--") or "--help" in arguments:
            assert cli.main([*arguments, "--help"]) == 0
        else:
            cli._parser(arguments[0], "en").parse_args(arguments[1:])

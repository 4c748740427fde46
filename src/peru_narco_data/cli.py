"""Command line: ``peru-narco-data``, or ``python -m peru_narco_data``.

Exit codes: 0 done; 1 nothing found, or something is wrong with what was checked; 2 the request was wrong or could not
be carried out; 130 stopped. A reader of a pipe that has seen enough is no error.
"""

import os
import sys

from peru_narco_data.messages import LANGUAGES, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence
    from typing import NoReturn

# Commands that need pandas; their functions stand in ``reading``, those of the others in ``commands``.
_READING = ("claims", "events", "actors", "timeline", "production", "estimates", "search")


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run one command; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _speak_unicode()
        code = _run(given)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ValueError, OSError, ImportError) as error:
        _complain(error, "es" if "es" in _languages(given) else "en")
        return 2
    except KeyboardInterrupt:
        return 130
    return code


def _speak_unicode() -> None:
    """A file or pipe gets all of the text as UTF-8, whatever the locale; a screen what it can show."""
    from io import TextIOWrapper

    if sys.stdout is None:  # closed by whoever called
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.encoding.lower() not in ("utf-8", "utf8"):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")


def _run(given: list[str]) -> int:
    from importlib import import_module

    from peru_narco_data.grammar import COMMANDS

    for name in _languages(given):
        if name not in LANGUAGES:
            refuse("language", name, LANGUAGES)
    lang = "es" if "es" in _languages(given) else "en"
    at = next((n for n, text in enumerate(given) if text[:1] != "-" and given[n - 1 : n] != ["--lang"]), None)
    if "--version" in given:
        from peru_narco_data import contract

        print(f"peru-narco-data {contract.read()['version']}")
        return 0
    if at is not None and given[at] not in COMMANDS:
        refuse("command", given[at], COMMANDS)
    if at is None or {"-h", "--help"} & set(given):
        from peru_narco_data import helping

        helping.overview(lang) if at is None else helping.command(given[at], lang)
        return 0
    name = given.pop(at)
    request = _parser(name, lang).parse_args(given)
    module = import_module(f"peru_narco_data.{'reading' if name in _READING else 'commands'}")
    code: int = getattr(module, name)(request)
    return code


def _languages(given: list[str]) -> list[str]:
    """Languages that the arguments ask for, wherever they stand."""
    after = [given[n + 1] for n, text in enumerate(given[:-1]) if text == "--lang"]
    return after + [text.partition("=")[2] for text in given if text.startswith("--lang=")]


def _parser(name: str, lang: str) -> "ArgumentParser":
    """The parser of one command, from its grammar."""
    import argparse

    from peru_narco_data.grammar import COMMANDS, DEFAULTS

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> "NoReturn":
            raise ValueError(f"{message}; see: peru-narco-data {name} --help")

    # Help is written elsewhere; a width keeps the formatter from importing what finds it out.
    parser = Parser(add_help=False, formatter_class=lambda prog: argparse.HelpFormatter(prog, width=80))
    defaults = {"lang": lang, "format": "text"} | DEFAULTS.get(name, {})
    parser.set_defaults(**defaults)
    for signs, value, *_ in COMMANDS[name][2]:
        flag, often = signs.rstrip("?*+"), signs[-1] if signs[-1] in "?*+" else None
        if not flag.startswith("-"):
            parser.add_argument(flag, metavar=value, nargs=often, default=defaults.get(flag))
        elif not value:
            parser.add_argument(flag, action="store_true")
        else:
            parser.add_argument(flag, action="append" if often else "store", default=defaults.get(flag[2:]))
    if not any(action.dest == "lang" for action in parser._actions):
        parser.add_argument("--lang", default=lang)
    return parser


def _complain(error: Exception, lang: str) -> None:
    """Print the error in a line; on a screen in lines that fit."""
    import re

    text = str(error)
    if isinstance(error, OSError) and error.strerror:
        text = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    text = re.sub(r"\b(basis|unit)='([^']*)'", r"--\1 \2", text)  # as it is given here
    if lang == "es":
        from peru_narco_data.phrases import in_spanish

        text = in_spanish(text)
    line = f"peru-narco-data: {text}"
    if sys.stderr.isatty():
        from textwrap import fill

        from peru_narco_data.terminal import width

        line = fill(line, width() - 1, subsequent_indent="  ", break_on_hyphens=False)
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())

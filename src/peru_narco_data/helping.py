"""Help of ``peru-narco-data``, in both languages, from its grammar."""

from peru_narco_data import terminal
from peru_narco_data.grammar import COMMANDS, FIRST, LANG, OVERVIEW
from peru_narco_data.messages import LANGUAGES
from peru_narco_data.phrases import WORDS

PROGRAM = "peru-narco-data"
_HELP = ("--help", "", "show this help", "muestra esta ayuda")


def overview(lang: str) -> None:
    """Print what there is: commands, examples, exit codes."""
    usage, what, commands, codes, meanings = OVERVIEW[lang]
    print(usage + "\n")
    terminal.paragraph(what, 0)
    print(f"\n{commands}:")
    terminal.labelled([(name, str(told[LANGUAGES.index(lang)])) for name, told in COMMANDS.items()], 2, "")
    _examples(FIRST, lang)
    print(f"\n{codes}:")
    terminal.labelled(meanings.items(), 2, "")


def command(name: str, lang: str) -> None:
    """Print what a command does, what it takes, and examples."""
    *told, arguments, examples = COMMANDS[name]
    words, at = WORDS[lang], LANGUAGES.index(lang)
    places = [(_shown(signs, value), helps[at]) for signs, value, *helps in arguments if not signs.startswith("-")]
    options = [a for a in arguments if a[0].startswith("-")]
    options += [a for a in (LANG,) if a[0] not in {b[0] for b in options}] + [_HELP]
    print(words["usage"].format(" ".join([PROGRAM, name, *(place for place, _ in places)])) + "\n")
    terminal.paragraph(str(told[at]), 0)
    print()
    terminal.labelled([*places, *((_shown(signs, value), helps[at]) for signs, value, *helps in options)], 2, "")
    _examples(examples, lang)


def _shown(signs: str, value: str) -> str:
    """An argument as people know it: ``[ID ...]``, ``--about NAME``."""
    often = signs[-1]
    if signs.startswith("-"):
        return f"{signs.rstrip('+')} {value}".rstrip()
    return {"?": f"[{value}]", "*": f"[{value} ...]", "+": f"{value} ..."}.get(often, value)


def _examples(lines: tuple[str, ...], lang: str) -> None:
    """Print examples to be copied as they are: a line that does not fit goes on after a backslash."""
    if lines:
        print(f"\n{WORDS[lang]['examples']}:")
    for line in lines:
        whole = f"  {PROGRAM} {line}" + ("" if lang == "en" else f" --lang {lang}")
        while len(whole) > terminal.width():
            head = whole[: terminal.width() - 2].rpartition(" --")[0]
            if not head.strip():  # no room for the words between two options
                break
            print(f"{head} \\")
            whole = "   " + whole[len(head) :]
        print(whole)

"""Errors for people: what was given, what is allowed, the nearest match, in one line."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn

LANGUAGES = ("en", "es")


def one_of(what: str, given: object, allowed: "Iterable[str]") -> str:
    """Sentence for a value outside a list: all of a short list and the nearest, or the nearest of a long one."""
    from difflib import get_close_matches

    names = sorted(allowed)
    folded = {fold(name): name for name in names}
    near = [folded[key] for key in get_close_matches(fold(str(given)), folded, n=3, cutoff=0.65)]
    known = f"known: {', '.join(names)}" if len(names) <= 30 else f"{len(names)} are known"
    hint = f"; did you mean {near[0]!r}?" if near else ""
    if len(names) > 30 and len(near) > 1:
        hint = f"; did you mean one of {', '.join(map(repr, near))}?"
    return f"unknown {what} {given!r}; {known}{hint}"


def refuse(what: str, given: object, allowed: "Iterable[str]") -> "NoReturn":
    """Raise ValueError with the sentence of :func:`one_of`."""
    raise ValueError(one_of(what, given, allowed))


def fold(text: str) -> str:
    """Lower case without accents, for finding names as people type them."""
    if text.isascii():
        return text.lower()
    from unicodedata import combining, normalize

    return "".join(c for c in normalize("NFD", text.casefold()) if not combining(c))

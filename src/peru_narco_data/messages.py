"""Errors for people: what was given, what is allowed, the nearest match, in one line."""

from collections.abc import Iterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def one_of(what: str, given: object, allowed: Iterable[str]) -> str:
    """Sentence for a value outside a list, with the nearest allowed one."""
    from difflib import get_close_matches

    names = sorted(allowed)
    folded = {fold(name): name for name in names}
    near = get_close_matches(fold(str(given)), folded, n=1, cutoff=0.5)
    hint = f"; did you mean {folded[near[0]]!r}?" if near else ""
    shown = ", ".join(names[:30]) + (f", and {len(names) - 30} more" if len(names) > 30 else "")
    return f"unknown {what} {given!r}; known: {shown}{hint}"


def refuse(what: str, given: object, allowed: Iterable[str]) -> "NoReturn":
    """Raise ValueError with the sentence of :func:`one_of`."""
    raise ValueError(one_of(what, given, allowed))


def fold(text: str) -> str:
    """Lower case without accents, for finding names as people type them."""
    from unicodedata import combining, normalize

    return "".join(c for c in normalize("NFD", text.casefold()) if not combining(c))

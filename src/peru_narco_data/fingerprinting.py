"""Normalises and hashes the paragraphs of a text, so that a reader's own copy can be compared without ours.

The normalisation, in order: Unicode NFKC; format characters removed (soft hyphens, zero-width and
direction marks); case folded; NFKC again; every run of characters that are not letters or digits
(blanks, punctuation, quotation marks, dashes) made one blank; blanks stripped at both ends.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from unicodedata import category, normalize

MIN_WORDS = 8  # a shorter paragraph could be guessed from its hash


def normalised(text: str) -> str:
    """The paragraph as it is hashed."""
    plain = "".join(c for c in normalize("NFKC", text) if category(c) != "Cf").casefold()
    return re.sub(r"[\W_]+", " ", normalize("NFKC", plain)).strip()


def fingerprint(paragraph: str) -> str:
    """SHA-256 of the normalised paragraph; empty where it is shorter than eight words."""
    text = normalised(paragraph)
    return sha256(text.encode("utf-8")).hexdigest() if len(text.split()) >= MIN_WORDS else ""


def paragraphs(text: str) -> Iterator[tuple[str, str, int]]:
    """(locator, fingerprint, words) of each line that is not empty: p1, p2 and so on."""
    for number, line in enumerate(filter(str.strip, text.splitlines()), start=1):
        yield f"p{number}", fingerprint(line), len(normalised(line).split())

"""Reads the text of a reader's own copy of a source: plain text, or a page that a browser saved."""

import html
import os
import re
from unicodedata import category, normalize

MOST_BYTES = 20_000_000
_UNSEEN = ("script", "style", "template", "svg", "head")
_INLINE = re.compile("a|abbr|b|bdi|bdo|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u|wbr")
_TAG = re.compile(r"<[/!?]?([a-z][a-z0-9]*)?")


def read(path: "str | os.PathLike[str]") -> str:
    """The text of the file as a reader sees it, without format characters (soft hyphens, direction marks).

    ValueError where it is too large or not text; FileNotFoundError where there is none.
    """
    name = os.fspath(path)
    if not os.path.isfile(name):
        raise FileNotFoundError(f"no file {name!r}")
    size = os.path.getsize(name)
    if size > MOST_BYTES:
        raise ValueError(f"{name} is {size:,} bytes large; at most {MOST_BYTES:,} are read")
    with open(name, "rb") as stream:
        content = stream.read()
    text = _decoded(_page(content), name)
    if re.search(r"<(?:!doctype|html|body|div|p)\b", text[:20_000], re.IGNORECASE):
        text = _seen(text)
    return "".join(c for c in normalize("NFKC", text) if category(c) != "Cf")


def _page(content: bytes) -> bytes:
    """The page itself, where a browser saved it in one file with its pictures (MHTML)."""
    if b"mime-version:" not in content[:4000].lower():
        return content
    from email import message_from_bytes

    for part in message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else content
    return content


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise ValueError(f"{name} is not text; save the page as HTML or as text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # what browsers take undeclared western text for


def _seen(page: str) -> str:
    """The text between the tags. One pass, so that no page, however broken, takes long."""
    low, parts, at = page.lower(), [], 0
    while True:
        start = page.find("<", at)
        if start < 0:
            break
        parts.append(page[at:start])
        tag = _TAG.match(low, start)
        name = tag[1] if tag else None
        if low.startswith("<!--", start):
            end = page.find("-->", start)
            end += 2 if end >= 0 else 0
        elif tag and (name or tag[0] != "<"):
            end = page.find(">", start)
        else:  # a bare sign
            parts.append("<")
            at = start + 1
            continue
        if end >= 0 and name in _UNSEEN and tag and tag[0] == f"<{name}":
            close = low.find(f"</{name}", end)
            end = page.find(">", close) if close >= 0 else -1
        if end < 0:  # never closed: nothing more is seen
            at = len(page)
            break
        parts.append("" if name and _INLINE.fullmatch(name) else "\n")
        at = end + 1
    parts.append(page[at:])
    return html.unescape("".join(parts))

"""Words of the interface, dates and numbers as people read them, and the documents of the repository as HTML."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from peru_narco_data.citation.words import WORDS

HERE = Path(__file__).parent
LANGUAGES = ("en", "es")
_MONTHS = {lang: WORDS[lang]["months"] for lang in LANGUAGES}


@cache
def words(lang: str) -> dict[str, str]:
    """Key -> text of the interface in one language. ValueError where a key lacks one of the languages."""
    with open(HERE / "words.json", encoding="utf-8") as stream:
        both = json.load(stream)
    hidden = [key for key in both if hasattr(dict, key)]
    if hidden:  # a template would get the method of that name
        raise ValueError(f"words.json: {', '.join(hidden)} are names of methods of a dictionary")
    lacking = [key for key, texts in both.items() if len(texts) != len(LANGUAGES) or not all(texts)]
    if lacking:
        raise ValueError(f"words.json: {', '.join(lacking)} lack a language")
    return {key: texts[LANGUAGES.index(lang)] for key, texts in both.items()}


def day(edtf: Any, lang: str) -> str:
    """An EDTF date, or a day, in words; nothing where there is none.

    >>> day("2014-10-03", "en"), day("/2012", "en"), day("2015~", "es"), day("201X", "en")
    ('3 October 2014', 'by 2012', 'hacia 2015', '2010s')
    """
    if not edtf:
        return ""
    edtf = edtf if isinstance(edtf, str) else str(edtf)[:10]
    told = words(lang)
    if "/" in edtf:
        first, last = edtf.split("/")
        if first in ("", ".."):
            return told["date_by"].format(day(last, lang))
        if last in ("", ".."):
            return told["date_since"].format(day(first, lang))
        return told["date_span"].format(day(first, lang), day(last, lang))
    bare = edtf.rstrip("?~%")
    year, *rest = bare.split("-")
    if "X" in year:
        text = told["date_decade"].format(year.replace("X", "0"))
    elif not rest or rest[0] == "XX":
        text = year
    elif len(rest) == 1 or rest[1] == "XX":
        text = told["date_month"].format(_MONTHS[lang][int(rest[0]) - 1], year)
    else:
        text = told["date_day"].format(int(rest[1]), _MONTHS[lang][int(rest[0]) - 1], year)
    if edtf[-1] in "~%":
        text = told["date_about"].format(text)
    return text + (told["date_uncertain"] if edtf[-1] in "?%" else "")


def read_at(text: str, lang: str) -> str:
    """What kind of copy was read: the usual phrases in the language of the page, the rest as it is recorded."""
    return ", ".join(_copies(lang).get(part, part) for part in text.split(", "))


@cache
def _copies(lang: str) -> dict[str, str]:
    return {phrase: words(lang)[key] for key, phrase in words("en").items() if key.startswith("copy_")}


def number(value: float) -> str:
    """A number as the package writes it: a comma between thousands, as in Peru."""
    return f"{value:,.10g}"


def size(count: int) -> str:
    """A number of bytes as people say it."""
    for unit in ("B", "kB", "MB"):
        if count < 1000 or unit == "MB":
            return f"{count:.0f} {unit}" if unit == "B" or count >= 100 else f"{count:.1f} {unit}"
        count /= 1000
    raise AssertionError


def slug(text: str) -> str:
    """The address of a heading, as GitHub makes it, so that links between documents hold."""
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def document(path: Path, links: dict[str, str], skip_title: bool = True) -> Markup:
    """A Markdown file as HTML; links to files are led to their pages by ``links``, and are plain text where none is.

    Raw HTML in the file is shown as text.
    """
    text = re.sub(r"<!--.*?-->\n?", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"(?m)^\[(?:En español|In English)\]\([^)]*\)\.?[ \n]*", "", text)  # the page has its own switch
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    if skip_title and tokens and tokens[0].tag == "h1":
        tokens = tokens[3:]
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slug(tokens[at + 1].content))
        if token.type == "inline":
            token.children = _led(token.children or [], links)
    html = reader.renderer.render(tokens, reader.options, {})
    html = re.sub(
        r"<table>(.*?)</table>", r'<div class="scroll" tabindex="0"><table>\1</table></div>', html, flags=re.DOTALL
    )
    # No inline style passes the policy of the pages.
    html = re.sub(r'<(t[hd]) style="text-align:(\w+)"', lambda m: f"<{m[1]}" + ' class="num"' * (m[2] == "right"), html)
    html = re.sub(r"<th(?=[ >])", '<th scope="col"', html).replace("<pre>", '<pre tabindex="0">')
    return Markup(html)


def _led(tokens: list, links: dict[str, str]) -> list:
    """The same with each link led to a page of the site, or taken off where there is no such page."""
    kept, open_ = [], []
    for token in tokens:
        if token.type == "link_open":
            target, _, anchor = str(token.attrGet("href")).partition("#")
            name = target.rsplit("/", 1)[-1]
            outward = target.startswith(("http:", "https:"))
            page = target if outward or not target else links.get(name)
            open_.append(page is not None)
            if page is None:
                continue
            token.attrSet("href", page + (f"#{anchor}" if anchor else ""))
            if outward:
                token.attrSet("rel", "external noopener")
        elif token.type == "link_close":
            if not open_.pop():
                continue
        elif token.type == "image":
            continue
        kept.append(token)
    return kept

"""References as BibTeX, in plain ASCII where LaTeX has a command."""

import re
from unicodedata import normalize

from peru_narco_data.citation.items import FORMS, OTHER
from peru_narco_data.citation.words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from peru_narco_data.citation.items import Item


# Macros that BibTeX and biber both know.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LANGID = {"en": "english", "es": "spanish", "pt": "portuguese", "it": "italian", "fr": "french"}


def write(items: "list[Item]", lang: str) -> str:
    """An entry after another."""
    return "\n\n".join(_entry(item, lang) for item in items)


def _entry(item: "Item", lang: str) -> str:
    """One entry in plain ASCII where LaTeX has a command; the title keeps its capitals."""
    words, kind = WORDS[lang], FORMS.get(item["type"], OTHER)[1]
    names = [
        "{" + _latex(name["literal"]) + "}" if "literal" in name else _latex(f"{name['family']}, {name['given']}")
        for name in item.get("author", [])
    ]
    holder = item.get("container-title") or item.get("publisher") or ""
    if "version" in item:
        within = f"{words['in']}: {holder}. " if holder else ""
        holder = f"{within}{words['dataset']}, {words['version'].format(item['version']).lower()}"
    elif kind == "techreport" and not holder:
        holder = item["author"][0]["literal"]  # BibTeX wants an institution even where it is the author
    key = "" if names else _latex(holder)  # what BibTeX sorts by, and calls it by, where nobody is named
    place = {"article": "journal", "techreport": "institution"}.get(kind, "howpublished")
    fields = {
        "author": " and ".join(names),
        "key": key,
        "title": "{" + _latex(item["title"]) + "}",
        place: _latex(holder),
    }
    fields["type"] = _latex(item.get("genre", ""))
    ends = item["issued"]["date-parts"] if "issued" in item else []
    if ends:
        years = dict.fromkeys(str(end[0]) for end in ends)
        fields["year"] = "--".join(years)
        if len(ends) == 1:
            fields["month"] = _MONTHS[ends[0][1] - 1] if len(ends[0]) > 1 else ""
            fields["day"] = str(ends[0][2]) if len(ends[0]) > 2 else ""
    fields |= {"doi": item.get("DOI", ""), "url": item.get("URL", "")}
    if "accessed" in item:
        fields["urldate"] = "-".join(f"{part:02d}" for part in item["accessed"]["date-parts"][0])
    fields |= {"langid": _LANGID.get(item.get("language", ""), ""), "note": _latex(item.get("note", ""))}
    lines = [f"  {name} = " + (text if name == "month" else "{" + text + "}") for name, text in fields.items() if text]
    return f"@{kind}{{{item['id']},\n" + ",\n".join(lines) + "\n}"


_SIGNS = {
    **{sign: "\\" + sign for sign in "&%$#_"},
    "{": "{\\textbraceleft}",  # a mere \{ would count as a brace
    "}": "{\\textbraceright}",
    "~": "{\\textasciitilde}",
    "^": "{\\textasciicircum}",
    "\\": "{\\textbackslash}",
    "¿": "{\\textquestiondown}",
    "¡": "{\\textexclamdown}",
    "‘": "{\\textquoteleft}",
    "’": "{\\textquoteright}",
    "“": "{\\textquotedblleft}",
    "”": "{\\textquotedblright}",
    "–": "{\\textendash}",
    "—": "{\\textemdash}",
    "«": "{\\guillemotleft}",
    "»": "{\\guillemotright}",
    "º": "{\\textordmasculine}",
    "ª": "{\\textordfeminine}",
}
_ACCENTS = {"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0308": '"', "\u0327": "c "}


def _latex(text: str) -> str:
    """Text as LaTeX, its accents as commands: BibTeX cuts a letter of several bytes in two where it shortens names."""
    made = "".join(_SIGNS.get(sign) or _accented(sign) for sign in normalize("NFC", text))
    return re.sub(r"([-',`<>])(?=\1)|[?!](?=`)", r"\g<0>{}", made)  # signs that TeX would make one of


def _accented(sign: str) -> str:
    letter, *marks = list(normalize("NFD", sign))
    if len(marks) == 1 and marks[0] in _ACCENTS and letter.isascii():
        return f"{{\\{_ACCENTS[marks[0]]}{letter}}}"
    return sign

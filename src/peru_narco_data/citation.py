"""References to a release, a table, a source, a row or a frame: as text (APA), BibTeX, RIS and CSL-JSON."""

import os
import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from peru_narco_data import contract, dates, raw
from peru_narco_data.documentation import LANGUAGES
from peru_narco_data.messages import fold, refuse

if TYPE_CHECKING:
    import pandas

    from peru_narco_data.contract import Root
    from peru_narco_data.raw import Row, Table

    Item = dict[str, Any]  # an item of CSL-JSON

STYLES = ("text", "bibtex", "ris", "csl-json")


def cite(what: Any = None, style: str = "text", lang: str = "en") -> str:
    """References for what you used.

    Parameters
    ----------
    what : optional
        Nothing: the release. A name: a table (``"claims"``), a source (``"vice-2016-narco-state"``) or a
        row (``"c0042"``; ``"matters/mavila-commission"`` where several tables have the id). A frame of
        pandas, Arrow or Polars, filtered as you like: the release and exactly the sources that it names,
        by ``source_id`` or by the ids of its rows. Or a list of names.
    style : {"text", "bibtex", "ris", "csl-json"}
        Text is APA, 7th edition. Who published a source without a named author stands in the
        author's place, so that a headline never stands without whoever says it.
    lang : {"en", "es"}
        Language of what we add: dates, marks, places in a source. Titles stay as they are.

    Returns
    -------
    str
        One reference after another, a line each in text. A row gives the release with table and row, and
        each of its sources with the place in it, in the words of a reader: ``para. 16`` for ``p16``. Replies
        and rulings that a frame shows beside a claim are rows of their own: cite them by their ids.

    Raises
    ------
    ValueError
        For an unknown style, language, table, source or row (the message names the nearest), an id that
        several tables have, or a frame that names no sources.
    """
    if style not in STYLES:
        refuse("style", style, STYLES)
    if lang not in LANGUAGES:
        refuse("language", lang, LANGUAGES)
    if what is None:
        items = [_release(lang)]
    elif isinstance(what, str):
        items = _named([what], lang)
    elif isinstance(what, (list, tuple)):
        items = _named(what, lang)
    else:
        known, codes = raw.read("sources"), raw.read("codes")
        items = [_release(lang), *(_source(known[i], codes, lang) for i in sorted(_used(what)))]
    return _WRITERS[style](items, lang)


def sources(frame: Any = None, lang: str = "en") -> "pandas.DataFrame":
    """The sources: all of them, or exactly those that a frame rests on.

    Parameters
    ----------
    frame : optional
        A frame as for :func:`cite`.
    lang : {"en", "es"}
        Language of ``reference``.

    Returns
    -------
    pandas.DataFrame
        ``source_id``, ``reference`` (APA), ``author``, ``publisher``, ``published`` (EDTF), ``title``,
        ``source_type``, ``language``, ``read_extent`` (how much of it was read), ``url``, ``row_count`` (rows
        of the frame that rest on it, or of all tables). Sorted by ``source_id``.

    Raises
    ------
    ValueError
        For an unknown language or source, or a frame that names no sources.
    """
    import pandas

    from peru_narco_data.loading import load

    if lang not in LANGUAGES:
        refuse("language", lang, LANGUAGES)
    known, codes = raw.read("sources"), raw.read("codes")
    if frame is None:
        found = Counter(row["source_id"] for table in _sourced() for row in raw.read(table).values())
        chosen = set(known)
    else:
        found = _used(frame)
        chosen = set(found)
    table = load("sources")
    table = table[table["source_id"].isin(chosen)]
    references = {i: _as_text(_source(known[i], codes, lang), lang) for i in chosen}
    table = table.assign(
        reference=table["source_id"].map(references).astype("string"),
        row_count=pandas.array([found[i] for i in table["source_id"]], dtype="Int64"),
    )
    return table[
        [
            *("source_id", "reference", "author", "publisher", "published", "title"),
            *("source_type", "language", "read_extent", "url", "row_count"),
        ]
    ].reset_index(drop=True)


def bibliography(root: "Root" = None) -> str:
    """``citation.bib``: the release and every source, by key."""
    rows, codes = raw.read("sources", root), raw.read("codes", root)
    items = [_release("en", root), *(_source(rows[i], codes, "en") for i in sorted(rows))]
    head = "% The release and every source of it, written by peru-narco-data format. The keys are source ids.\n\n"
    return head + _bibtex(items, "en") + "\n"


# What a kind of source is in CSL, BibTeX (only types that BibTeX itself knows) and RIS.
_OTHER = ("document", "misc", "GEN")
_KINDS = {
    "news": ("article-newspaper", "article", "NEWS"),
    "opinion": ("article-newspaper", "article", "NEWS"),
    "blog": ("post-weblog", "misc", "BLOG"),
    "official_report": ("report", "techreport", "RPRT"),
    "official_statistics": ("report", "techreport", "RPRT"),
    "press_release": ("webpage", "misc", "ELEC"),
    "reference_work": ("webpage", "misc", "ELEC"),
    "reference_data": ("dataset", "misc", "DATA"),
    "academic": _OTHER,
    "court_document": _OTHER,
}
_DATASET = _KINDS["reference_data"]
_FORMS = {kinds[0]: kinds for kinds in _KINDS.values()}
# Kinds whose publisher is also who wrote it, where nobody else is named.
_OF_A_BODY = ("official_report", "official_statistics", "press_release", "reference_data", "court_document")
# Types of CSL whose items are parts of something published under a title of its own.
_CONTAINED = ("article-newspaper", "post-weblog", "webpage")

# Types of CSL that APA dates by the year alone.
_OF_A_YEAR = ("report", "dataset")

_WORDS: "dict[str, Any]" = {
    "en": {
        "months": [
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ],
        "undated": "n.d.",
        "and": ", & ",
        "dataset": "Dataset",
        "in": "In",
        "version": "Version {}",
        "part": "{} (table {})",
        "row": "{}, row {}",
        "retrieved": "Retrieved {}, from {}",
        "read": "read: {}",
    },
    "es": {
        "months": [
            *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
            *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
        ],
        "undated": "s. f.",
        "and": " y ",
        "dataset": "Conjunto de datos",
        "in": "En",
        "version": "Versión {}",
        "part": "{} (tabla {})",
        "row": "{}, fila {}",
        "retrieved": "Recuperado el {}, de {}",
        "read": "leído: {}",
    },
}

# A part of a locator, how it is told in English and in Spanish.
_PLACES = [
    (r"p(\d+)", r"para. \1", r"párr. \1"),
    (r"(?:para|paragraph) (\d+)", r"para. \1", r"párr. \1"),
    (r"(?:paras|paragraphs) (\d.*)", r"paras. \1", r"párrs. \1"),
    (r"(?:p\.|page) (\d+)", r"p. \1", r"p. \1"),
    (r"(?:pp\.|pages) (\d.*)", r"pp. \1", r"pp. \1"),
    (r"last para(?:graph)?", r"last para.", r"último párr."),
    (r"last paras", r"last paras.", r"últimos párrs."),
    (r"first paragraph", r"\g<0>", r"primer párr."),
    (r"second paragraph", r"\g<0>", r"segundo párr."),
    (r"third paragraph", r"\g<0>", r"tercer párr."),
    (r"fourth paragraph", r"\g<0>", r"cuarto párr."),
    (r"last sentence", r"\g<0>", r"última oración"),
    (r"excerpt", r"\g<0>", r"extracto"),
    (r"end", r"\g<0>", r"final"),
    (r"(?:news )?text", r"\g<0>", r"texto"),
    (r"title", r"\g<0>", r"título"),
    (r"headline", r"\g<0>", r"titular"),
    (r"abstract|[Ss]ummary", r"\g<0>", r"resumen"),
    (r"[Ff]act sheet", r"\g<0>", r"hoja de datos"),
    (r"section (\S+)", r"\g<0>", r"sección \1"),
    (r"department table", r"\g<0>", r"tabla de departamentos"),
    (r"zone table", r"\g<0>", r"tabla de zonas"),
    (r"[Tt]able (.+)", r"\g<0>", r"tabla \1"),
    (r"row (.+)", r"\g<0>", r"fila \1"),
    (r"column (.+)", r"\g<0>", r"columna \1"),
    (r"ground (\S+) in excerpt", r"\g<0>", r"fundamento \1 del extracto"),
    (r"(?:ground|grounds) (\S+-\S+)", r"\g<0>", r"fundamentos \1"),
]


def _release(lang: str, root: "Root" = None) -> "Item":
    """The release as a whole. Date, DOI and address stand in CITATION.cff, once there are any."""
    descriptor, file = contract.read(root), _citation_file(root)
    item: Item = {
        "id": str(descriptor.get("name", "release")),
        "type": "dataset",
        "title": descriptor.get("title" if lang == "en" else "title_es", ""),
        "author": [
            {"literal": person["title"]}
            for person in descriptor.get("contributors", [])
            if "author" in person.get("roles", ["author"])
        ],
        "version": descriptor["version"],
        "language": lang,
    }
    date, address = file.get("date-released"), file.get("url") or file.get("repository-code")
    if date:
        item["issued"] = _issued(date)
    if file.get("doi"):
        item["DOI"] = file["doi"]
    if address:
        item["URL"] = address
    return item


def _citation_file(root: "Root") -> dict[str, str]:
    """The plain texts at the top of CITATION.cff; none where a copy of the data has no such file."""
    path = os.path.join(contract.folder_of(root), "CITATION.cff")
    if not os.path.isfile(path):
        return {}
    with open(path, encoding="utf-8") as stream:
        lines = re.findall(r"""(?m)^([a-z-]+): *["']?([^"'#\n]+?)["']? *(?: #.*)?$""", stream.read())
    return dict(lines)


def _part(table: str, row_id: str | None, lang: str) -> "Item":
    """A table of the release, or a row of it."""
    words, item, title = _WORDS[lang], _release(lang), "title" if lang == "en" else "title_es"
    name = words["part"].format(contract.resource(table)[title], table)
    item["container-title"], item["title"] = item["title"], name
    item["id"] += f"-{table}"
    if row_id is not None:
        item["title"] = words["row"].format(name, row_id)
        item["id"] += "-" + re.sub(r"[^\w.-]+", "-", row_id)
    return item


def _source(row: "Row", codes: "Table", lang: str, places: Iterable[str] = ()) -> "Item":
    """A source; ``places`` are the locators of the rows that are cited."""
    kind = row["source_type"]
    form = _DATASET if row["read_extent"] == "data_file" else _KINDS.get(kind, _OTHER)
    item: Item = {"id": row["source_id"], "type": form[0], "title": row["title"]}
    named = [_author(name.strip()) for name in row["author"].split(";") if name.strip()]
    if not named and kind in _OF_A_BODY:
        item["author"] = [{"literal": row["publisher"]}]
    else:
        item |= {"author": named} if named else {}
        item["container-title" if form[0] in _CONTAINED else "publisher"] = row["publisher"]
    if kind == "press_release":
        item["genre"] = _label(codes, "source_type", kind, lang).capitalize()
    issued = _issued(row["published"])
    item |= {"issued": issued} if issued else {}
    item |= {"URL": re.sub(r"[^!-~]", _percent, row["url"])} if row["url"] else {}
    accessed = _issued(row["accessed"])
    item |= {"accessed": accessed} if accessed else {}
    item |= {"language": row["language"]} if len(row["language"]) == 2 else {}
    told = ["; ".join(dict.fromkeys(_place(place, lang) for place in places))]
    item |= {"locator": told[0]} if told[0] else {}
    if issued and (issued.get("circa") or len(issued["date-parts"]) > 1):
        told.append(_date(issued, lang))
    if row["read_extent"] not in ("full_text", "data_file"):
        told.append(_WORDS[lang]["read"].format(_label(codes, "read_extent", row["read_extent"], lang)))
    item |= {"note": "; ".join(filter(None, told))} if any(told) else {}
    return item


def _percent(sign: "re.Match[str]") -> str:
    return "".join(f"%{byte:02X}" for byte in sign[0].encode())


def _author(name: str) -> dict[str, str]:
    family, comma, given = name.partition(",")
    return {"family": family.strip(), "given": given.strip()} if comma else {"literal": name}


def _label(codes: "Table", code_list: str, code: str, lang: str) -> str:
    row = codes.get(f"{code_list}/{code}", {})
    return row.get("label" if lang == "en" else "label_es", code)


def _place(locator: str, lang: str) -> str:
    """A locator in the words of a reader; as it was recorded, where no word for a part of it is known."""
    told = []
    for part in re.split(r", (?!\d)(?![^()]*\))", locator):
        for pattern, english, spanish in _PLACES:
            match = re.fullmatch(pattern, part)
            if match:
                told.append(match.expand(english if lang == "en" else spanish))
                break
        else:
            if lang != "en":
                return locator
            told.append(part)
    return re.sub(r"(?<=\d)-(?=\d)", "–", ", ".join(told)) if told != [locator] else locator


def _issued(text: str) -> "dict[str, Any] | None":
    """An EDTF date as a date of CSL; none where it has no lower bound, since then it is not known.

    Nor where it is no date, which check() reports.
    """
    try:
        if not text or not dates.bounds(text)[0]:
            return None
    except ValueError:
        return None
    first, span, last = text.partition("/")
    ends = [_parts(first, "0"), _parts(last if span else first, "9")]
    issued: dict[str, Any] = {"date-parts": ends if ends[1] and ends[0] != ends[1] else ends[:1]}
    if re.search("[?~%]", text) or not ends[1]:
        issued["circa"] = True
    return issued


def _parts(text: str, digit: str) -> list[int]:
    """Year, month and day, as far as they are known; ``digit`` stands for an unknown one of the year."""
    text = text.rstrip("?~%")
    if text in ("", ".."):
        return []
    year, *rest = text.split("-")
    return [int(year.replace("X", digit)), *(int(part) for part in rest if part != "XX")]


def _date(issued: "dict[str, Any] | None", lang: str) -> str:
    """A date of CSL as APA writes it. Of a span over several years only the years are told."""
    if not issued:
        return str(_WORDS[lang]["undated"])
    first, last = issued["date-parts"][0], issued["date-parts"][-1]
    ca = "ca. " if issued.get("circa") else ""
    if first[0] != last[0]:
        return f"{ca}{first[0]}–{last[0]}"
    days = [_day(end, lang) for end in (first, last) if len(end) > 1]
    if first != last and len(days) < 2:
        days = []
    return ca + ", ".join([str(first[0]), "–".join(dict.fromkeys(days))]).removesuffix(", ")


def _day(parts: list[int], lang: str) -> str:
    month = str(_WORDS[lang]["months"][parts[1] - 1])
    if len(parts) < 3:
        return month
    return f"{month} {parts[2]}" if lang == "en" else f"{parts[2]} de {month}"


def _text(items: "list[Item]", lang: str) -> str:
    """A reference to a line, what is ours first."""
    ours = [item for item in items if "version" in item]
    others = sorted((_as_text(item, lang) for item in items if "version" not in item), key=fold)
    return "\n".join([*(_as_text(item, lang) for item in ours), *others])


def _as_text(item: "Item", lang: str) -> str:
    """One reference, APA 7: author or publisher, date, title, publisher, address."""
    words = _WORDS[lang]
    container = item.get("container-title") or item.get("publisher") or ""
    people = [_apa_name(name) for name in item.get("author", [])]
    head = (", ".join(people[:-1]) + words["and"] + people[-1]) if len(people) > 1 else "".join(people) or container
    version = f" ({words['version'].format(item['version'])})" if "version" in item else ""
    mark = f" [{words['dataset']}]" if item["type"] == "dataset" else ""
    mark = f" [{item['genre']}]" if "genre" in item else mark
    title = item["title"] + (f" ({item['locator']})" if "locator" in item else "")
    date = _date(item.get("issued"), lang)
    if item["type"] in _OF_A_YEAR:
        date = date.split(",")[0]
    texts = [head, f"({date})"]
    if version and container:  # a part of the release
        texts += [title + mark, f"{words['in']} {container}{version}"]
    else:
        texts += [title + version + mark, container if container != head else ""]
    line = " ".join(text if text[-1] in ".?!" else text + "." for text in texts if text)
    return " ".join(filter(None, (line, _address(item, lang))))


def _address(item: "Item", lang: str) -> str:
    if "DOI" in item:
        return f"https://doi.org/{item['DOI']}"
    address: str = item.get("URL", "")
    if not address or "issued" in item or "accessed" not in item:
        return address
    year, *rest = item["accessed"]["date-parts"][0]
    day = _day([year, *rest], lang)
    day = f"{day}, {year}" if lang == "en" else f"{day} de {year}"
    return str(_WORDS[lang]["retrieved"].format(day, address))


def _apa_name(name: dict[str, str]) -> str:
    if "literal" in name:
        return name["literal"]
    initials = " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in name["given"].split())
    return f"{name['family']}, {initials}" if initials else name["family"]


# Macros that BibTeX and biber both know.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LANGID = {"en": "english", "es": "spanish", "pt": "portuguese", "it": "italian", "fr": "french"}


def _bibtex(items: "list[Item]", lang: str) -> str:
    return "\n\n".join(_bibtex_entry(item, lang) for item in items)


def _bibtex_entry(item: "Item", lang: str) -> str:
    """One entry in plain ASCII where LaTeX has a command; the title keeps its capitals."""
    words, kind = _WORDS[lang], _FORMS.get(item["type"], _OTHER)[1]
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


def _ris(items: "list[Item]", lang: str) -> str:
    return "\n\n".join("\n".join(_ris_lines(item)) for item in items)


def _ris_lines(item: "Item") -> "Iterable[str]":
    yield f"TY  - {_FORMS.get(item['type'], _OTHER)[2]}"
    yield f"ID  - {item['id']}"
    for name in item.get("author", []):
        yield "AU  - " + (name.get("literal") or f"{name['family']}, {name['given']}")
    parts = item["issued"]["date-parts"][0] if "issued" in item else []
    numbers = [str(parts[0]), *(f"{part:02d}" for part in parts[1:]), "", ""][:3] if parts else []
    seen = item["accessed"]["date-parts"][0] if "accessed" in item else []
    lines = {
        "TI": item["title"],
        "T2": item.get("container-title"),
        "PB": item.get("publisher"),
        "PY": str(parts[0]) if parts else "",
        "DA": "/".join([*numbers, ""]) if parts else "",
        "ET": item.get("version"),
        "M3": item.get("genre"),
        "LA": item.get("language"),
        "DO": item.get("DOI"),
        "UR": item.get("URL"),
        "Y2": "/".join([*(f"{part:02d}" for part in seen), ""]) if seen else "",
        "N1": item.get("note"),
    }
    for tag, text in lines.items():
        if text:
            yield f"{tag}  - {text}"
    yield "ER  - "


def _csl(items: "list[Item]", lang: str) -> str:
    import json

    # The place in a source belongs to a citation, not to an item; it stands in the note.
    plain = [{name: value for name, value in item.items() if name != "locator"} for item in items]
    return json.dumps(plain, ensure_ascii=False, indent=2)


_WRITERS = {"text": _text, "bibtex": _bibtex, "ris": _ris, "csl-json": _csl}


def _named(names: Iterable[str], lang: str) -> "list[Item]":
    """Items for names of tables, sources and rows: what is ours, then the sources by id."""
    known, codes, found = raw.read("sources"), raw.read("codes"), None
    ours: list[Item] = []
    places: dict[str, list[str]] = {}
    for name in names:
        if not isinstance(name, str):
            raise ValueError(f"cannot cite {name!r}; a list holds names of tables, sources and rows")
        if name in contract.table_names():
            ours.append(_part(name, None, lang))
        elif name in known:
            places.setdefault(name, [])
        else:
            found = found or _rows()
            table, row_id = _row(name, found)
            ours.append(_part(table, row_id, lang))
            for source, locator in _grounds(table, row_id, found):
                places.setdefault(source, []).append(locator)
    ours = list({item["id"]: item for item in ours}.values())
    return [*ours, *(_source(known[i], codes, lang, places[i]) for i in sorted(places))]


def _sourced() -> list[str]:
    """Tables whose rows each name a source and the place in it."""
    names = contract.table_names()
    return [t for t in names if {"source_id", "locator"} <= {f["name"] for f in contract.fields(t)}]


def _rows() -> "dict[str, Table]":
    """Table -> its rows by id, for the tables whose rows have a place in a source; ledgers stand apart."""
    return {t: raw.read(t) for t in _sourced() if contract.resource(t).get("group") != "ledger"}


def _row(name: str, found: "dict[str, Table]") -> tuple[str, str]:
    """Table and id of the row meant by an id, or by table/id."""
    table, _, rest = name.partition("/")
    if table in found:
        if rest in found[table]:
            return table, rest
        refuse(f"row of {table}", rest, found[table])
    tables = [table for table, rows in found.items() if name in rows]
    if len(tables) == 1:
        return tables[0], name
    if tables:
        raise ValueError(f"{name!r} is a row of several tables; write {' or '.join(f'{t}/{name}' for t in tables)}")
    plain = [i for rows in found.values() for i in rows if name.count("/") == i.count("/")]
    number = re.fullmatch(r"([a-z]+)(\d+)", name)
    series = [i for i in plain if number and re.fullmatch(number[1] + r"\d+", i)]
    if number and series:
        near = min(series, key=lambda i: abs(int(i[len(number[1]) :]) - int(number[2])))
        raise ValueError(f"unknown row {name!r}; {len(series)} begin with {number[1]!r}; did you mean {near!r}?")
    refuse("table, source or row", name, {*contract.table_names(), *raw.read("sources"), *plain})


def _grounds(table: str, row_id: str, found: "dict[str, Table]", more: bool = True) -> list[tuple[str, str]]:
    """Source and locator of a row, and the further ones that are recorded for it."""
    rows = [found[table][row_id]]
    if more:
        rows += [r for r in found["row_sources"].values() if (r["table_name"], r["row_id"]) == (table, row_id)]
    return [(row["source_id"], row["locator"]) for row in rows]


def _used(frame: Any) -> "Counter[str]":
    """Ids of the sources that a frame names, with the number of rows that rest on each."""
    cells, known = _cells(frame), raw.read("sources")
    direct = [name for name in cells if name == "source_id" or name.startswith("source_id_")]  # after a merge
    if direct:
        named = zip(*(cells[name] for name in direct), strict=True)
        count = Counter(i for row in named for i in {i for i in row if isinstance(i, str) and i})
        for source in count:
            if source not in known:
                refuse("source", source, known)
        return count
    found = _rows()
    if "row_id" in cells:
        tables = cells.get("table_name", [None] * len(cells["row_id"]))
        names = [f"{t}/{i}" if isinstance(t, str) else i for t, i in zip(tables, cells["row_id"], strict=True)]
        table, further = "", [False] * len(names)
    else:
        table = _subject(list(cells))
        if table not in found:  # a table without sources, such as the codes
            return Counter()
        key = zip(*(cells[column] for column in contract.primary_key(table)), strict=True)
        names = ["/".join(map(str, parts)) if all(isinstance(p, str) for p in parts) else None for parts in key]
        further = [isinstance(text, str) for text in cells.get("further_sources", [None] * len(names))]
    count = Counter()
    for name, more in zip(names, further, strict=True):
        if not isinstance(name, str):  # such as a key without a preferred figure
            continue
        place = _row(f"{table}/{name}" if table else name, found)
        count.update({source for source, _ in _grounds(*place, found, more)})
    return count


def _cells(frame: Any) -> dict[str, list[Any]]:
    """Column -> values, of a frame of pandas (its named index too), Arrow or Polars."""
    if hasattr(frame, "to_pydict"):
        return dict(frame.to_pydict())
    if hasattr(frame, "get_columns"):
        return dict(frame.to_dict(as_series=False))
    if hasattr(frame, "to_frame") and hasattr(frame, "name"):  # a column, or a row
        columns = {f["name"] for t in contract.table_names() for f in contract.fields(t)} | {"row_id"}
        return _cells(frame.to_frame() if frame.name in columns else frame.to_frame().T)
    if not hasattr(frame, "columns"):
        raise ValueError(f"cannot cite a value of type {type(frame).__name__}; give a name, a list of names or a frame")
    cells = {str(name): list(frame.iloc[:, at]) for at, name in enumerate(frame.columns)}
    named = {str(n): list(frame.index.get_level_values(n)) for n in getattr(frame.index, "names", []) if n is not None}
    return named | cells


def _subject(columns: list[str]) -> str:
    """The table of whose rows the frame holds the ids.

    The id of an actor, event, matter or place may merely describe a row of another table whose own id was
    dropped; it is taken for the subject only where no column belongs to such a table.
    """
    fields = {t: {f["name"] for f in contract.fields(t)} for t in contract.table_names()}
    targets = {t: {target for _, target, _ in contract.foreign_keys(t)} - {t} for t in fields}
    core = [t for t in fields if contract.resource(t).get("group") == "core"]
    fitting = []
    for table, own in fields.items():
        if not set(contract.primary_key(table)) <= set(columns):
            continue
        described = any(table in targets[t] for t in core)
        users = [t for t in fields if table in targets[t]] if described else []
        if not any(fields[t] & set(columns) - own for t in users):
            fitting.append((len(own & set(columns)), table))
    if not fitting:
        raise ValueError(
            f"the frame has neither source_id nor the ids of its rows (its columns: {', '.join(columns[:8])}"
            f"{', ...' if len(columns) > 8 else ''}); keep source_id, or an id such as claim_id or observation_id"
        )
    return max(fitting)[1]

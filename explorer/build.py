"""Builds the site: a static reading room for the dataset, from the package and the documents of this repository.

python explorer/build.py [--out DIR] [--base-url URL] [--overwrite]

English stands at the root, Spanish under es/ with the same names. The same data make the same bytes. With --base-url
there are also canonical addresses, Open Graph pictures, a site map and a feed of changes.
"""

import argparse
import base64
import hashlib
import json
import math
import re
import shutil
import sys
import unicodedata
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT / "src")]

from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: E402
from markupsafe import Markup  # noqa: E402

import files  # noqa: E402
import frames  # noqa: E402
import peru_narco_data as pnd  # noqa: E402
import pictures  # noqa: E402
import record as records  # noqa: E402
from peru_narco_data import citation, contract, raw  # noqa: E402
from peru_narco_data.exporting import cells, notes  # noqa: E402
from peru_narco_data.names import labels  # noqa: E402
from texts import LANGUAGES, day, document, number, words  # noqa: E402

# The files do not change while the site is built, and cite() would read them for each of a thousand claims.
raw.read = cache(raw.read)

MENU = ("production", "events", "claims", "actors", "sources", "download")
FOOT_MENU = ("search", "codebook", "methods", "changes", "download", "cite", "contributing")
MARKER = ".peru-narco-data-site"
# Documents with a page of their own: page -> file without language, menu entry above it.
DOCUMENTS = {
    "contributing.html": "CONTRIBUTING.md",
    "coding.html": "CODING.md",
    "datasheet.html": "docs/datasheet.md",
    "record.html": "docs/record.md",
    "figures-notes.html": "docs/production.md",
    "mutations.html": "docs/mutations.md",
    "exports.html": "docs/exports.md",
}
# Where links between documents lead.
LINKS = {Path(file).name: page for page, file in DOCUMENTS.items()}
LINKS |= {f"{Path(file).stem}.es.md": page for page, file in DOCUMENTS.items()}
LINKS |= dict.fromkeys(("methodology.md", "methodology.es.md", "ethics.md", "ethics.es.md"), "methods.html")
LINKS |= {"CODEBOOK.md": "codebook.html", "CODEBOOK.es.md": "codebook.html", "README.md": "index.html"}
LINKS |= {"README.es.md": "index.html", "CHANGELOG.md": "changes.html", "issues": "contributing.html"}


class Site:
    """Where pages are written, and what all pages of the site share."""

    def __init__(self, out: Path, base_url: str, downloads: dict[str, Any]):
        self.out, self.base_url, self.downloads = out, base_url, downloads
        self.pages: list[str] = []
        self.scripts = {path.stem: path.read_text(encoding="utf-8") for path in (HERE / "assets").glob("*.js")}

    def policy(self, scripts: tuple[str, ...]) -> str:
        """Nothing but our own style and pictures, and exactly these scripts; works from a file too."""
        sums = [hashlib.sha256(self.scripts[name].encode()).digest() for name in scripts]
        allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in sums) or "'none'"
        return (
            f"default-src 'none'; script-src {allowed}; style-src 'self'; img-src 'self' data:; "
            "form-action 'self'; base-uri 'none'"
        )

    def put(self, path: str, text: str) -> None:
        target = self.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def data(values: dict[str, str], names: tuple[str, ...]) -> Markup:
    """Attributes that hold the values of a row which no element shows; what is empty is left out."""
    parts = [Markup('data-{}="{}"').format(name, cells.unsafe(values[name])) for name in names if values[name]]
    return Markup(" ").join(parts)


def compact(html: str) -> str:
    """The same without indents and empty lines, but for scripts and what is preformatted."""
    kept, verbatim = [], False
    for line in html.split("\n"):
        kept.append(line if verbatim else line.strip())
        for tag in ("pre", "script"):
            opened, closed = line.rfind(f"<{tag}"), line.rfind(f"</{tag}>")
            verbatim = opened > closed or (verbatim and closed < 0) if max(opened, closed) >= 0 else verbatim
        if not kept[-1] and not verbatim:
            kept.pop()
    return "\n".join(kept) + "\n"


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold())
    return re.sub(r"[^\w ]", "", "".join(c for c in plain if not unicodedata.combining(c)))


def build_language(site: Site, lang: str) -> list[str]:
    """Writes the pages of one language; returns their paths."""
    found = records.record(lang)
    w, other = words(lang), next(name for name in LANGUAGES if name != lang)
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals |= {
        "lang": lang,
        "other": other,
        "w": w,
        "r": found,
        "day": partial(day, lang=lang),
        "data": data,
        "menu": MENU,
        "foot_menu": FOOT_MENU,
        "version": pnd.__version__,
        "data_date": day(notes.latest_access(), lang),
        "base_url": site.base_url,
        "policy": site.policy,
        "script": lambda name: Markup(site.scripts[name]),
        "reading": w["reading"].split("\n"),
        "map_land": pictures.land(),
        "bin_of": pictures.bin_of,
        "bin_names": _bin_names(),
        "columns": {name: " ".join(frame(lang).columns) for name, frame in frames.LISTS.items()},
        "actor_list": sorted(found["actors"].values(), key=lambda a: (folded(a["name"]), a["id"])),
    }
    home = "" if lang == "en" else f"{lang}/"
    written: list[str] = []

    def page(kind: str, path: str, section: str, scripts: tuple[str, ...] = (), **values: Any) -> None:
        depth = path.count("/")
        p, top = "../" * depth, "../" * (depth + bool(home))
        there = f"{top}{'' if other == 'en' else other + '/'}{path}"

        def address(tongue: str) -> str:
            if not site.base_url:
                return path.rsplit("/", 1)[-1] if tongue == lang else there
            name = "" if path == "index.html" else path
            return site.base_url + ("" if tongue == "en" else f"{tongue}/") + name

        text = env.get_template(f"{kind}.html").render(
            kind=kind,
            path=path,
            section=section,
            scripts=scripts,
            p=p,
            top=top,
            switch=there,
            address=address,
            **values,
        )
        site.put(home + path, compact(text))
        written.append(home + path)

    macros = {p: env.get_template("macros.html").make_module({"p": p}) for p in ("", "../")}
    # On the page of claims a card stands right below the title, elsewhere below a heading.
    levels = {"": 2, "../": 3}
    cards = {p: {i: macros[p].card(p, claim, levels[p]) for i, claim in found["claims"].items()} for p in macros}
    series = records.series(found)
    for one in series.values():
        one["charts"] = _charts(one, lang)
    areas = records.area_by_departamento(found)
    example = found["claims"]["c0037"] if "c0037" in found["claims"] else next(iter(found["claims"].values()))
    copy, both = ("copy",), ("copy", "list")

    rivals = series["coca_cultivation_area", "country-peru"]
    shared = {"areas": areas, "map_shown": max(areas)}
    counts = [
        (number(len(found["claims"])), w["n_claims"], "claims.html"),
        (number(len(found["events"])), w["n_events"], "events.html"),
        (number(len(found["rulings"])), w["n_rulings"], "actors.html"),
        (number(len(found["figures"])), w["n_figures"], "figures.html"),
        (number(len(found["sources"])), w["n_sources"], "sources.html"),
    ]
    page(
        "home",
        "index.html",
        "",
        copy,
        **shared,
        counts=counts,
        chart=_key_chart(rivals, w),
        example=example,
        n_claims=number(len(found["claims"])),
        downloads=site.downloads[lang]["whole"],
        cite_release=pnd.cite(lang=lang),
        dataset_json=_dataset_json(site, lang, env),
        identifier=_identifier(),
        issued=notes.latest_access(),
        creator=contract.read()["contributors"][0]["title"],
    )

    figures = list(found["figures"].values())
    preferences = [(c, w["preference_" + c]) for c in dict.fromkeys(f["preference"] for f in figures)]
    names_of = partial(_options, figures)
    map_places = sorted(
        {(iso, f["place"]) for there in areas.values() for iso, f in there.items()}, key=lambda x: folded(x[1])
    )
    by_indicator: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for (indicator, place), one in series.items():
        by_indicator[indicator].append((place, found["places"][place]["choice"], len(one["figures"])))
    names = {i: next(one["indicator"] for (key, _), one in series.items() if key == i) for i in by_indicator}
    for links in by_indicator.values():
        links.sort(key=lambda link: (not link[0].startswith(("country-peru",)), folded(link[1])))
    directory = [
        {"id": i, "indicator": names[i], "links": by_indicator[i]}
        for i in sorted(names, key=lambda i: (i != "coca_cultivation_area", folded(names[i])))
    ]
    rivals_2014 = [f for f in rivals["figures"] if f["year"] == 2014 and f["unit"] == "hectare"]
    rivals_2014.sort(key=lambda f: (f["preference"] != "preferred", folded(f["estimator"]), f["id"]))
    page(
        "production",
        "production.html",
        "production",
        both,
        **shared,
        s=rivals,
        preferences=preferences,
        rivals_2014=rivals_2014,
        map_places=map_places,
        directory=directory,
        n_figures=number(len(figures)),
    )
    page(
        "figures",
        "figures.html",
        "production",
        both,
        figure_list=figures,
        preferences=preferences,
        indicator_options=names_of("indicator_id", "indicator"),
        place_options=names_of("place_id", "place_choice"),
        estimator_options=names_of("estimator_id", "estimator"),
    )
    definitions = {row["indicator_id"]: row["definition" + found["own"]] for row in records.table("indicators")}
    for (indicator, place), one in series.items():
        page(
            "series",
            f"production/{indicator}/{place}.html",
            "production",
            both,
            s={**one, "definition": definitions[indicator]},
            preferences=preferences,
            indicator_id=indicator,
            place_id=place,
            places=by_indicator[indicator],
            indicators=sorted(((i, names[i]) for i, x in series if x == place), key=lambda x: folded(x[1])),
        )

    events = list(found["events"].values())
    by_year: dict[str, list[Any]] = defaultdict(list)
    for event in events:
        by_year[event["year"]].append(event)
    spots, event_places = _spots(found, w)
    top = max(len(there) for there in by_year.values())
    first, last = int(min(by_year)), int(max(by_year))
    spans = {str(year): len(by_year[str(year)]) if str(year) in by_year else 0 for year in range(first, last + 1)}
    bars = [(year, n, round(4 + 60 * n / top, 1) if n else 0) for year, n in spans.items()]
    page(
        "events",
        "events.html",
        "events",
        both,
        events_by_year=sorted(by_year.items()),
        bars=bars,
        spots=spots,
        event_places=event_places,
        event_types=_codes(events, "event_type", "event_type", lang),
        precisions=_codes([{"x": e["cells"]["place_type"]} for e in events], "x", "place_type", lang),
        event_place_options=_options([e for e in events if e["place_id"]], "place_id", "place_choice"),
        event_matters=_options([e for e in events if e["matter_id"]], "matter_id", "matter"),
    )

    claims = list(found["claims"].values())
    parts = [part for claim in claims for part in claim["parts"] if not part["aside"]]
    page(
        "claims",
        "claims.html",
        "claims",
        both,
        claim_ids=sorted(found["claims"]),
        cards=cards[""],
        hedges=_codes(claims, "hedge", "hedge", lang),
        replies=_codes(parts, "reply", "reply_status", lang),
        claim_types=_codes(claims, "claim_type", "claim_type", lang),
        claim_matters=_options([c for c in claims if c["matter_id"]], "matter_id", "matter"),
    )

    actor_cells = {row["actor_id"]: row for row in frames.actors(lang).to_dict("records")}
    letters: dict[str, list[Any]] = defaultdict(list)
    for actor in env.globals["actor_list"]:
        actor["cells"] = actor_cells[actor["id"]]
        first = folded(actor["name"])[:1].upper()
        letters[first if first.isalpha() else "0"].append(actor)
    by_letter = sorted(letters.items())
    page(
        "actors",
        "actors.html",
        "actors",
        both,
        actors_by_letter=by_letter,
        actor_types=_codes(list(found["actors"].values()), "actor_type", "actor_type", lang),
    )
    for actor in found["actors"].values():
        about = [i for i in actor["claims_about"] if found["claims"][i]["claimant_id"] != actor["id"]]
        parts_here = [
            ("offices", w["offices"], len(actor["offices"])),
            ("events", w["what_happened"], len(actor["events"])),
            ("rulings", w["decisions"], len(actor["rulings"])),
            ("about", w["said_about"], len(about)),
            ("by", w["said_by"], len(actor["claims_by"])),
            ("sources", w["menu_sources"], len(actor["sources"])),
        ]
        series_of = [
            (i, pl, f"{series[i, pl]['indicator']}: {series[i, pl]['place']}") for i, pl in sorted(actor["estimates"])
        ]
        page(
            "actor",
            f"actors/{actor['id']}.html",
            "actors",
            copy,
            a=actor,
            cards=cards["../"],
            parts=parts_here,
            series_of=series_of,
            about=about,
            only_for=[i for i in actor["claims_for"] if i not in about and i not in actor["claims_by"]],
        )

    source_cells = {row["source_id"]: row for row in frames.sources(lang).to_dict("records")}
    source_list = sorted(found["sources"].values(), key=lambda s: (s["reference"].casefold(), s["id"]))
    for source in source_list:
        source["cells"] = source_cells[source["id"]]
        source["first"], source["last"] = (str(source["published_" + end] or "")[:10] for end in ("earliest", "latest"))
    page(
        "sources",
        "sources.html",
        "sources",
        both,
        source_list=source_list,
        source_types=_codes(source_list, "source_type", "source_type", lang),
        extents=_codes(source_list, "read_extent", "read_extent", lang),
        tongues=_codes(source_list, "language", "language", lang),
    )
    for source in source_list:
        page(
            "source",
            f"sources/{source['id']}.html",
            "sources",
            copy,
            s=source,
            figures=[found["figures"][i] for i in source["figures"]],
        )

    _texts(page, lang, w)
    _codebook(page, lang)
    changes = frames.changes(lang).to_dict("records")
    page(
        "changes",
        "changes.html",
        "",
        both if changes else (),
        change_list=changes,
        changelog=document(ROOT / "CHANGELOG.md", LINKS),
        releases=[(v, v) for v in dict.fromkeys(c["release_version"] for c in changes)],
        changed_tables=[(v, v) for v in sorted({c["table_name"] for c in changes})],
    )
    page(
        "download",
        "download.html",
        "download",
        (),
        downloads=site.downloads[lang]["whole"],
        tables=site.downloads[lang]["tables"],
    )
    styles = [(w["style_" + style], pnd.cite(style=style, lang=lang)) for style in citation.STYLES]
    page("cite", "cite.html", "", copy, styles=styles, example=example, identifier=_identifier())
    # A matter leads to what is said of it, or else to what happened: a filter that finds nothing helps nobody.
    to_matter = {e["matter_id"]: f"events.html?matter={e['matter_id']}" for e in events}
    to_matter |= {c["matter_id"]: f"claims.html?matter={c['matter_id']}" for c in claims}
    # Whoever has a name comes before entries that name nobody, so that a name that is looked for stands first.
    named = [(letter, [a for a in there if a["is_identifiable"]]) for letter, there in by_letter]
    nobody = [a for _, there in by_letter for a in there if not a["is_identifiable"]]
    by_name = [*((letter, there) for letter, there in named if there), (w["not_named"], nobody)]
    page("search", "search.html", "", both, actors_by_letter=by_name, to_matter=to_matter)
    return written


def _options(items: list[Any], key: str, name: str) -> list[tuple[str, str]]:
    return sorted({(item[key], item[name]) for item in items}, key=lambda pair: (folded(pair[1]), pair[0]))


def _codes(items: list[Any], key: str, code_list: str, lang: str) -> list[tuple[str, str]]:
    """Codes that occur, in the order of their list, with their labels."""
    there, told = {item[key] for item in items}, labels(code_list, lang)
    return [(code, told[code]) for code in told if code in there]


def _bin_names() -> list[str]:
    ends = pictures.BINS
    texts = [f"< {number(ends[0])}"]
    texts += [f"{number(low)}–{number(high)}" for low, high in pairwise(ends)]
    return [*texts, f"≥ {number(ends[-1])}"]


def _charts(one: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    """A chart for each unit. Where some estimate year after year, those with a year or two stay in the table alone."""
    made, units = [], labels("unit", lang)
    for unit, lines in one["units"].items():
        span = {line["id"]: len({point["year"] for point in line["points"]}) for line in lines}
        least = 4 if max(span.values()) > 4 else 2 if max(span.values()) > 2 else 0
        # An estimator whom nobody names is no one in particular, and has no line.
        lasting = [line for line in lines if span[line["id"]] > least and line["id"] != "unnamed-estimator"]
        chart = pictures.line_chart(lasting, unit)
        if chart:
            title = f"{one['indicator']}, {one['place']} ({units[unit]})"
            left = [line["name"] for line in lines if line not in lasting]
            made.append({"chart": chart, "unit": units[unit], "title": title, "left": left})
    return made


def _key_chart(rivals: dict[str, Any], w: dict[str, str]) -> dict[str, Any]:
    """The chart of the home page: only those who estimate the whole country year after year."""
    lines = [line for line in rivals["units"]["hectare"] if line["id"] in ("unodc", "us-government", "devida")]
    lines = [{**line, "points": [p for p in line["points"] if p["main"]]} for line in lines]
    chart = pictures.line_chart(lines, "hectare")
    assert chart, w["rivals_title"]
    return chart


def _spots(found: dict[str, Any], w: dict[str, str]) -> tuple[list[Any], list[Any]]:
    """Places of events: circles for those whose coordinates are known, and all of them for the table."""
    counts = Counter(event["place_id"] for event in found["events"].values() if event["place_id"])
    land, listed, spots = pictures.land(), [], []
    precisions = labels("place_type", found["lang"])
    for place_id, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        place = found["places"][place_id]
        kind = place["place_type"]
        drawn = place["longitude"] is not None and kind not in ("country", "world", "region")
        drawn = drawn and land["inside"](place["longitude"], place["latitude"])
        listed.append({"id": place_id, "name": place["choice"], "n": n, "precision": precisions[kind], "drawn": drawn})
        if drawn:
            x, y = land["spot"](place["longitude"], place["latitude"])
            title = w["spot_title"].format(place["name"], n, precisions[kind])
            size = round(3 + 2.2 * math.sqrt(n), 1)
            shape = "area" if kind in ("departamento", "province") else "exact"
            spots.append({"id": place_id, "x": x, "y": y, "r": size, "title": title, "kind": shape})
    return spots, listed


def _texts(page: Any, lang: str, w: dict[str, str]) -> None:
    """Methods and ethics, and the other documents of the repository."""
    own = "" if lang == "en" else f".{lang}"
    docs = ROOT / "docs"
    both = [("methodology", w["methods_title"]), ("ethics", w["ethics_title"])]
    parts = [
        {"id": name, "title": title, "html": document(docs / f"{name}{own}.md", LINKS), "lang": lang}
        for name, title in both
    ]
    further = [(path, w["doc_" + path.split(".")[0]]) for path in DOCUMENTS]
    page(
        "text", "methods.html", "", heading=w["menu_methods"], parts=parts, further=further, translated=None, trails=()
    )
    for path, file in DOCUMENTS.items():
        translated = (ROOT / file).with_suffix(f"{own}.md")
        tongue = lang if translated.is_file() else "en"
        html = document(translated if translated.is_file() else ROOT / file, LINKS)
        note = w["in_english"] if tongue != lang else None
        page(
            "text",
            path,
            "",
            heading=w["doc_" + path.split(".")[0]],
            further=(),
            translated=note,
            trails=("methods",),
            parts=[{"id": "", "title": "", "html": html, "lang": tongue}],
        )


def _codebook(page: Any, lang: str) -> None:
    own = "" if lang == "en" else "_es"
    kinds, w = words(lang), words(lang)
    lists = {(t, f["name"]): f.get("codeList", "") for t in contract.table_names() for f in contract.fields(t)}
    by_table: dict[str, list[Any]] = defaultdict(list)
    for row in records.rows(pnd.codebook(lang=lang)):
        kind = kinds["type_" + row["field_type"]]
        by_table[row["table_name"]].append(
            {**row, "kind": kind, "code_list": lists[row["table_name"], row["field_name"]]}
        )
    book = [
        {
            "name": name,
            "title": contract.resource(name)["title" + own],
            "about": contract.resource(name)["description" + own],
            "n": number(len(records.table(name))),
            "fields": by_table[name],
        }
        for name in contract.table_names()
    ]
    codes: dict[str, list[Any]] = defaultdict(list)
    for row in records.table("codes"):
        codes[row["code_list"]].append(row)
    for there in codes.values():
        there.sort(key=lambda row: (row["sort_order"] or 0, row["code"]))
    assert w
    page("codebook", "codebook.html", "", book=book, code_lists=sorted(codes.items()))


def _identifier() -> str:
    """The DOI, once there is one."""
    item = json.loads(pnd.cite(style="csl-json"))[0]
    return f"https://doi.org/{item['DOI']}" if "DOI" in item else ""


def _dataset_json(site: Site, lang: str, env: Environment) -> Markup:
    """schema.org's Dataset: what the export says of it, with the files, the address and the provenance."""
    graph = json.loads((site.out / "files" / "peru-narco-data.jsonld").read_text(encoding="utf-8"))
    node = next(dict(item) for item in graph["@graph"] if item["@type"] == "Dataset")
    tell = lambda value: value[lang] if isinstance(value, dict) and lang in value else value  # noqa: E731
    node = {name: tell(value) for name, value in node.items() if name != "@id"}
    node["creator"] = [{"@type": "Organization", "name": tell(person["name"])} for person in node["creator"]]
    node["publisher"] = node["creator"][0]
    node["spatialCoverage"] = {"@type": "Country", "name": tell(node["spatialCoverage"]["name"])}
    years = sorted(figure["period_start"].year for figure in records.table("production"))
    identifier = _identifier()
    home = site.base_url + ("" if lang == "en" else f"{lang}/")
    types = {"zip": "application/zip", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
    types |= {"sqlite": "application/vnd.sqlite3", "json": "application/json", "jsonld": "application/ld+json"}
    node |= {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": identifier or home or "urn:peru-narco-data:dataset",
        "identifier": identifier or f"urn:peru-narco-data:{pnd.__version__}",
        "citation": pnd.cite(lang=lang),
        "temporalCoverage": f"{years[0]}/{years[-1]}",
        "dateModified": notes.latest_access(),
        "conditionsOfAccess": words(lang)["warning_short"],
        "usageInfo": home + "methods.html" if home else "methods.html",
        "measurementTechnique": words(lang)["technique"],
        "isBasedOn": home + "sources.html" if home else "sources.html",
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file["label"],
                "contentUrl": f"{site.base_url or ('' if lang == 'en' else '../')}files/{file['file']}",
                "encodingFormat": types[file["file"].rsplit(".", 1)[-1]],
                "contentSize": f"{file['bytes']} B",
                "sha256": file["sha256"],
            }
            for file in site.downloads[lang]["whole"]
        ],
    }
    if home:
        node["url"] = home
    text = json.dumps(node, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))


def _style(years: int) -> str:
    """The style sheet, with a rule for each year of the map: the radio button that is on shows its layer."""
    text = (HERE / "assets" / "style.css").read_text(encoding="utf-8")
    rules = [f".map:has(.pick{n}:checked) .year{n}{{display:inline}}" for n in range(years)]
    return text + "\n".join(rules) + "\n"


def _for_the_web(site: Site) -> None:
    """What needs an address: pictures for links, the site map, and the feeds of changes."""
    import vl_convert

    from peru_narco_data import charts

    for lang in LANGUAGES:
        picture = vl_convert.vegalite_to_png(charts.rival_area(lang=lang).to_json(), scale=2)
        (site.out / "assets" / f"rival_area.{lang}.png").write_bytes(picture)
        _feed(site, lang)
    lines = []
    # A page about a person asks not to be listed: who looks up a name should not meet an accusation out of its place.
    persons = {f"actors/{i}.html" for i, row in raw.read("actors").items() if row["actor_type"] == "person"}
    for page in sorted(set(site.pages) - persons):
        if page.startswith("es/"):
            continue
        name = "" if page == "index.html" else page
        for place in (name, f"es/{name}"):
            links = "".join(
                f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(site.base_url + start + name)}"/>'
                for lang, start in (("en", ""), ("es", "es/"))
            )
            lines.append(f"<url><loc>{escape(site.base_url + place)}</loc>{links}</url>")
    head = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    body = "\n".join(lines)
    site.put("sitemap.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}\n</urlset>\n')
    site.put("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site.base_url}sitemap.xml\n")


def _feed(site: Site, lang: str) -> None:
    """An Atom feed: an entry for each release, with the number of changes and their reasons."""
    w = words(lang)
    home = site.base_url + ("" if lang == "en" else f"{lang}/")
    address = f"{site.base_url}changes.{lang}.atom"
    updated = f"{notes.latest_access()}T00:00:00Z"
    by_release: dict[str, list[dict[str, str]]] = defaultdict(list)
    for change in frames.changes(lang).to_dict("records"):
        by_release[change["release_version"]].append(change)
    by_release.setdefault(pnd.__version__, [])
    entries = []
    for release in sorted(by_release, key=lambda v: [int(x) if x.isdigit() else 0 for x in v.split(".")], reverse=True):
        told = [f"{c['table_name']} {c['row_id']} {c['field_name']}: {c['reason']}" for c in by_release[release]]
        summary = w["feed_summary"].format(len(told)) + "".join(f"\n{line}" for line in told[:200])
        entries.append(
            f"<entry><title>{escape(w['version'])} {escape(release)}</title>"
            f"<id>{escape(home)}changes.html#{escape(release)}</id>"
            f'<link href="{escape(home)}changes.html"/><updated>{updated}</updated>'
            f"<summary>{escape(summary)}</summary></entry>"
        )
    author = escape(contract.read()["contributors"][0]["title"])
    site.put(
        f"changes.{lang}.atom",
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{lang}">'
        f"<title>{escape(w['feed'])}</title><id>{escape(address)}</id><updated>{updated}</updated>"
        f'<author><name>{author}</name></author><link rel="self" href="{escape(address)}"/>'
        f'<link href="{escape(home)}"/>\n' + "\n".join(entries) + "\n</feed>\n",
    )


def build(out: Path, base_url: str = "", overwrite: bool = False) -> list[str]:
    """Writes the site into ``out``; returns its pages. FileExistsError where something else is there."""
    if out.exists():
        if any(out.iterdir()) and not (overwrite and (out / MARKER).is_file()):
            raise FileExistsError(
                f"{out} is there already; give another folder, or --overwrite where it is a built site"
            )
        shutil.rmtree(out)
    out.mkdir(parents=True)
    (out / MARKER).write_text("", encoding="utf-8")
    site = Site(out, base_url and base_url.rstrip("/") + "/", files.write(out / "files"))
    # A process for each language; spawned, so that it is the same on every system.
    with ProcessPoolExecutor(len(LANGUAGES), mp_context=get_context("spawn")) as pool:
        for pages in pool.map(partial(build_language, site), LANGUAGES):
            site.pages += pages
    site.put("assets/style.css", _style(40))
    shutil.copyfile(HERE / "assets" / "icon.svg", out / "assets" / "icon.svg")
    if base_url:
        _for_the_web(site)
    return site.pages


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds the site of the dataset.")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "site", help="folder to make (build/site)")
    parser.add_argument("--base-url", default="", help="where it will stand: https://example.org/peru/")
    parser.add_argument("--overwrite", action="store_true", help="replace an earlier build there")
    given = parser.parse_args()
    try:
        pages = build(given.out, given.base_url, given.overwrite)
    except FileExistsError as error:
        parser.error(str(error))
    print(f"{len(pages)} pages in {given.out}")


if __name__ == "__main__":
    main()

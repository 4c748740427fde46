"""FollowTheMoney (followthemoney.tech): entities, one a line, for Aleph and its kin.

Claims are Notes that say who says it; nobody has a topic (such as ``crime``), since that would be a verdict. Actors
that nobody can identify are left out: a description is no name to match.
"""

import json
import os
import re
from collections.abc import Iterator

from peru_narco_data import beside, contract, raw, telling, views
from peru_narco_data.exporting import FORMATS, notes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from peru_narco_data.raw import Row, Tables

    Entity = dict[str, object]

SCHEMA_OF = {
    "person": "Person",
    "unnamed_person": "Person",
    "organisation": "Organization",
    "state_body": "PublicBody",
    "party": "Organization",
    "company": "Company",
    "armed_group": "Organization",
    "reported_group": "Organization",
    "international_body": "PublicBody",
    "media": "Organization",
    "partnership": "Organization",
    "collective": "LegalEntity",
}
# Schema and the properties of its two ends; what is missing becomes an UnknownLink, or a position without other end.
_TIES = {
    "kinship": ("Family", "person", "relative"),
    "membership": ("Membership", "member", "organization"),
    "employment": ("Employment", "employee", "employer"),
    "legal_representation": ("Representation", "agent", "client"),
    "ownership": ("Ownership", "owner", "asset"),
}
# Which kinds of entity an end of a tie can be.
_FITS = {
    "person": ("Person",),
    "relative": ("Person",),
    "employee": ("Person",),
    "asset": ("Company",),
    "organization": ("Organization", "PublicBody", "Company"),
    "employer": ("Organization", "PublicBody", "Company"),
}
COUNTRIES = {
    "ARG": "ar",
    "BOL": "bo",
    "BRA": "br",
    "CHN": "cn",
    "COL": "co",
    "DEU": "de",
    "ECU": "ec",
    "ESP": "es",
    "FRA": "fr",
    "GBR": "gb",
    "ITA": "it",
    "MEX": "mx",
    "PAN": "pa",
    "PER": "pe",
    "SRB": "rs",
    "USA": "us",
}
_LANGUAGES = {"en": "eng", "es": "spa", "it": "ita", "pt": "por", "fr": "fra"}
_ARTICLES = ("news", "opinion", "blog", "press_release")


def write(folder: str, lang: str, bom: bool) -> None:
    """``peru-narco-data.ftm.json``, sorted by id."""
    found = sorted(entities(lang), key=lambda entity: str(entity["id"]))
    with open(os.path.join(folder, FORMATS["ftm"]), "w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json.dumps(entity, ensure_ascii=False) + "\n" for entity in found)


def entities(lang: str) -> "Iterator[Entity]":
    """Every entity: its id, its schema, and lists of values."""
    tables = raw.read_all()
    suffix = "" if lang == "en" else "_es"
    known = {i: SCHEMA_OF[row["actor_type"]] for i, row in tables["actors"].items() if row["is_identifiable"] == "true"}
    yield from _sources(tables)
    yield from _actors(tables, known, suffix)
    yield from _ties(tables, known, suffix)
    yield from _events(tables, known, suffix)
    yield from _cases(tables, known, lang)
    yield from _claims(tables, known, lang)
    yield from _mentions(tables, known)


def _entity(key: str, schema: str, source: "Row | None" = None, **values: "str | list[str] | None") -> "Entity":
    """An entity with what it has; with a source, its publisher, address and document too."""
    if source is not None:
        values |= {"proof": _key("source", source["source_id"])}
        values |= {"sourceUrl": source["url"], "publisher": source["publisher"]}
    lists = {name: [value] if isinstance(value, str) else value for name, value in values.items() if value}
    return {"id": key, "schema": schema, "properties": lists}


def _key(kind: str, *parts: str) -> str:
    return "-".join(("pnd", kind, *parts))


def _dates(row: "Row", column: str) -> dict[str, str]:
    """An EDTF date as the dates that this format has: a day, month or year, or the first and last day."""
    text = row[column].rstrip("?~%")
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return {"date": text}
    return {"startDate": row[f"{column}_earliest"], "endDate": row[f"{column}_latest"]}


def _sources(tables: "Tables") -> "Iterator[Entity]":
    for source_id, row in tables["sources"].items():
        article = row["source_type"] in _ARTICLES
        when = re.fullmatch(r"\d{4}(-\d\d){0,2}", row["published"])
        yield _entity(
            _key("source", source_id),
            "Article" if article else "Document",
            fileName=None if article else source_id,
            title=row["title"],
            author=row["author"],
            publisher=row["publisher"],
            publishedAt=row["published"] if when else None,
            language=_LANGUAGES.get(row["language"]),
            sourceUrl=row["url"],
        )


def _actors(tables: "Tables", known: dict[str, str], suffix: str) -> "Iterator[Entity]":
    aliases: dict[str, list[str]] = {}
    for row in tables["actor_names"].values():
        aliases.setdefault(row["actor_id"], []).append(row["name_variant"])
    held: dict[str, list[str]] = {}
    for row in tables["offices"].values():
        if row["of_actor_id"] not in known and row["office_type"] in ("office", "candidacy", "profession"):
            span = f" ({row['held']})" if row["held"] else ""
            held.setdefault(row["actor_id"], []).append(row["office" + suffix] + span)
    for actor_id, schema in known.items():
        row = tables["actors"][actor_id]
        names = {row["actor_name" + suffix], row["actor_name"], row["actor_name_es"], *aliases.get(actor_id, ())}
        source = tables["sources"][row["source_id"]]
        yield _entity(
            _key("actor", actor_id),
            schema,
            source,
            name=row["actor_name" + suffix],
            alias=sorted(names - {row["actor_name" + suffix]}),
            country=COUNTRIES.get(row["country"]),
            description=row["description" + suffix],
            position=held.get(actor_id) if schema == "Person" else None,
            wikidataId=row["wikidata_id"],
        )


def _ties(tables: "Tables", known: dict[str, str], suffix: str) -> "Iterator[Entity]":
    for office_id, row in tables["offices"].items():
        one, other = row["actor_id"], row["of_actor_id"]
        if one not in known or other not in known:
            continue
        schema, first, second = _TIES.get(row["office_type"], ("UnknownLink", "subject", "object"))
        ends = ((first, known[one]), (second, known[other]))
        if not all(kind in _FITS.get(end, (kind,)) for end, kind in ends):
            schema, first, second = "UnknownLink", "subject", "object"
        role = {"relationship" if schema == "Family" else "role": row["office" + suffix]}
        values = {first: _key("actor", one), second: _key("actor", other)} | role | _dates(row, "held")
        yield _entity(_key("tie", office_id), schema, tables["sources"][row["source_id"]], **values)


def _events(tables: "Tables", known: dict[str, str], suffix: str) -> "Iterator[Entity]":
    involved: dict[str, set[str]] = {}
    for row in tables["event_actors"].values():
        if row["actor_id"] in known:
            involved.setdefault(row["event_id"], set()).add(_key("actor", row["actor_id"]))
    for event_id, row in tables["events"].items():
        place = tables["places"].get(row["place_id"], {})
        yield _entity(
            _key("event", event_id),
            "Event",
            tables["sources"][row["source_id"]],
            name=row["title" + suffix],
            description=row["description" + suffix],
            location=place.get("place_name" + suffix),
            country=COUNTRIES.get(place.get("country", "")),
            involved=sorted(involved.get(event_id, ())),
            **_dates(row, "occurred"),
        )


def _cases(tables: "Tables", known: dict[str, str], lang: str) -> "Iterator[Entity]":
    """Matters in which something was decided; on each party everything that was, each with what followed."""
    suffix = "" if lang == "en" else "_es"
    decided: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(tables["rulings"].values(), key=lambda r: (r["ruled_latest"] or "9999", r["ruling_id"])):
        decided.setdefault((row["matter_id"], row["actor_id"]), []).append(row)
    for matter_id in sorted({matter for matter, _ in decided}):
        row = tables["matters"][matter_id]
        yield _entity(
            _key("matter", matter_id),
            "CourtCase",
            tables["sources"][row["source_id"]],
            name=row["title" + suffix],
            description=row["scope" + suffix],
        )
    for (matter_id, actor_id), rows in decided.items():
        if actor_id in known:
            yield _entity(
                _key("party", matter_id, actor_id),
                "CourtCaseParty",
                tables["sources"][rows[-1]["source_id"]],
                case=_key("matter", matter_id),
                party=_key("actor", actor_id),
                status=[
                    f"{beside.ruling_text(r['ruling_id'], lang)} [{r['ruling_id']}, {r['ruled'] or '-'}]" for r in rows
                ],
                description=notes.READING[lang][2],
            )


def _claims(tables: "Tables", known: dict[str, str], lang: str) -> "Iterator[Entity]":
    about: dict[str, set[str]] = {}
    for row in tables["claim_actors"].values():
        if row["actor_id"] in known and row["claim_role"] not in views.NOT_ABOUT:
            about.setdefault(row["claim_id"], set()).add(_key("actor", row["actor_id"]))
    told = telling.sentences(lang=lang)
    for claim_id, row in tables["claims"].items():
        yield _entity(
            _key("claim", claim_id),
            "Note",
            tables["sources"][row["source_id"]],
            name=f"{claim_id}: {notes.SAID[lang]}",
            description=told[claim_id],
            entity=sorted(about.get(claim_id, ())),
        )


def _mentions(tables: "Tables", known: dict[str, str]) -> "Iterator[Entity]":
    """Who is named in which source, and no more."""
    pairs = set()
    for table in contract.table_names():
        for column, target, _ in contract.foreign_keys(table):
            if target == "actors":
                pairs |= {(row["source_id"], row[column]) for row in tables[table].values() if row[column] in known}
    for source_id, actor_id in sorted(pairs):
        yield _entity(
            _key("mention", source_id, actor_id),
            "Mention",
            document=_key("source", source_id),
            resolved=_key("actor", actor_id),
            name=tables["actors"][actor_id]["actor_name"],
        )

"""schema.org in JSON-LD: the dataset, its sources, actors, events and claims, with an inline context.

A claim is a Claim, never a ClaimReview: nothing here rates whether it is so. Hedge, certainty and reply have terms of
their own, since schema.org has none.
"""

import json
import os
from typing import Any

from peru_narco_data import beside, contract, raw, telling, views
from peru_narco_data.exporting import FORMATS, notes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from peru_narco_data.raw import Row, Tables

BASE = "urn:peru-narco-data:"
TYPE_OF = {
    "person": "Person",
    "unnamed_person": "Person",
    "organisation": "Organization",
    "state_body": "GovernmentOrganization",
    "party": "Organization",
    "company": "Organization",
    "armed_group": "Organization",
    "reported_group": "Organization",
    "international_body": "Organization",
    "media": "NewsMediaOrganization",
    "partnership": "Organization",
    "collective": "Organization",
}
# Fields of the contract that schema.org has no term for, where they stand in the graph under their own names.
_CLAIM_FIELDS = ("claim_type", "claimant_status", "attribution", "medium", "hedge", "certainty", "said", "locator")
_PART_FIELDS = ("claim_role", "imputation", "reply_status", "last_checked")
_OWN = (*_CLAIM_FIELDS, *_PART_FIELDS, "occurred", "public_interest", "rulings", "concerns", "matter")
_LINKS = ("replies", "contradictions")


def write(folder: str, lang: str, bom: bool) -> None:
    """``peru-narco-data.jsonld``; texts stand in both languages."""
    tables = raw.read_all()
    graph = [_dataset(), *_sources(tables), *_actors(tables), *_events(tables), *_claims(tables)]
    with open(os.path.join(folder, FORMATS["jsonld"]), "w", encoding="utf-8", newline="\n") as stream:
        page = {"@context": _context(), "@graph": graph}
        stream.write(json.dumps(page, ensure_ascii=False, indent=1) + "\n")


def _context() -> dict[str, Any]:
    context: dict[str, Any] = {"@vocab": "https://schema.org/", "pnd": f"{BASE}terms/"}
    context |= {name: f"pnd:{name}" for name in _OWN}
    context |= {name: {"@id": f"pnd:{name}", "@type": "@id"} for name in (*_LINKS, "actor_concerned")}
    context |= {name: {"@container": "@language"} for name in ("name", "text", "description")}
    context |= {"rulings": {"@id": "pnd:rulings", "@container": "@language"}}
    links = (
        "about",
        "appearance",
        "author",
        "isBasedOn",
        "isPartOf",
        "license",
        "location",
        "url",
        "sameAs",
        "subjectOf",
    )
    context |= {name: {"@type": "@id"} for name in links}
    return dict(sorted(context.items()))


def _node(kind: str, key: str, **values: Any) -> dict[str, Any]:
    """A node with what it has."""
    named = {"@id": f"{BASE}{key}", "@type": kind}
    return named | {name: value for name, value in values.items() if value not in ("", None, [], {})}


def _both(row: "Row", column: str) -> dict[str, str]:
    return {"en": row[column], "es": row[column + "_es"]}


def _ids(table: str, keys: "list[str] | set[str]") -> list[str]:
    return [f"{BASE}{table}/{key}" for key in sorted(keys)]


def _dataset() -> dict[str, Any]:
    package = contract.read()
    return _node(
        "Dataset",
        "dataset",
        name={lang: notes.title(lang) for lang in notes.READING},
        alternateName=package["name"],
        description={lang: " ".join((notes.description(lang), *lines)) for lang, lines in notes.READING.items()},
        version=package["version"],
        license=package["licenses"][0]["path"],
        keywords=package["keywords"],
        inLanguage=list(notes.READING),
        isAccessibleForFree=True,
        datePublished=notes.latest_access(),
        creator=[{"@type": "Organization", "name": {"en": person["title"]}} for person in package["contributors"]],
        spatialCoverage={"@type": "Country", "name": {"en": "Peru", "es": "Perú"}},
        variableMeasured=[row["label"] for row in raw.read("indicators").values()],
    )


def _sources(tables: "Tables") -> list[dict[str, Any]]:
    return [
        _node(
            "NewsArticle" if row["source_type"] == "news" else "CreativeWork",
            f"sources/{source_id}",
            name={row["language"] if row["language"] != "other" else "@none": row["title"]},
            publisher={"@type": "Organization", "name": {"@none": row["publisher"]}},
            creditText=row["author"],
            datePublished=row["published"],
            inLanguage=row["language"] if row["language"] != "other" else "",
            url=row["url"],
        )
        for source_id, row in tables["sources"].items()
    ]


def _actors(tables: "Tables") -> list[dict[str, Any]]:
    others: dict[str, list[str]] = {}
    for row in tables["actor_names"].values():
        others.setdefault(row["actor_id"], []).append(row["name_variant"])
    return [
        _node(
            TYPE_OF[row["actor_type"]] if row["is_identifiable"] == "true" else "Thing",
            f"actors/{actor_id}",
            name=_both(row, "actor_name"),
            alternateName=others.get(actor_id),
            description=_both(row, "description"),
            public_interest=row["public_interest"],
            sameAs=f"http://www.wikidata.org/entity/{row['wikidata_id']}" if row["wikidata_id"] else "",
            subjectOf=f"{BASE}sources/{row['source_id']}",
        )
        for actor_id, row in tables["actors"].items()
    ]


def _events(tables: "Tables") -> list[dict[str, Any]]:
    involved: dict[str, set[str]] = {}
    for row in tables["event_actors"].values():
        involved.setdefault(row["event_id"], set()).add(row["actor_id"])
    found = []
    for event_id, row in tables["events"].items():
        place = tables["places"].get(row["place_id"])
        found.append(
            _node(
                "Event",
                f"events/{event_id}",
                name=_both(row, "title"),
                description=_both(row, "description"),
                occurred=row["occurred"],
                startDate=row["occurred_earliest"],
                endDate=row["occurred_latest"],
                location={"@type": "Place", "name": _both(place, "place_name")} if place else None,
                about=_ids("actors", involved.get(event_id, set())),
                subjectOf=f"{BASE}sources/{row['source_id']}",
                locator=row["locator"],
            )
        )
    return found


def _claims(tables: "Tables") -> list[dict[str, Any]]:
    parts: dict[str, list[Row]] = {}
    for row in tables["claim_actors"].values():
        if row["claim_role"] not in views.NOT_ABOUT:
            parts.setdefault(row["claim_id"], []).append(row)
    linked: dict[str, dict[str, set[str]]] = {name: {} for name in _LINKS}
    for row in tables["claim_links"].values():
        if row["relation"] in ("denies", "answers"):
            linked["replies"].setdefault(row["other_claim_id"], set()).add(row["claim_id"])
        elif row["relation"] in beside.DISPUTES:
            linked["contradictions"].setdefault(row["other_claim_id"], set()).add(row["claim_id"])
            if row["relation"] == "contradicts":
                linked["contradictions"].setdefault(row["claim_id"], set()).add(row["other_claim_id"])
    told = {lang: telling.sentences(lang=lang) for lang in notes.READING}
    return [
        _node(
            "Claim",
            f"claims/{claim_id}",
            text=_both(row, "statement"),
            # For whoever shows nothing else: who says it, how it is hedged, what the reply is.
            description={lang: told[lang][claim_id] for lang in told},
            author=f"{BASE}actors/{row['claimant_id']}" if row["claimant_id"] else "",
            about=_ids("actors", {part["actor_id"] for part in parts.get(claim_id, [])}),
            appearance=f"{BASE}sources/{row['source_id']}",
            isBasedOn=f"{BASE}sources/{row['source_id']}",
            isPartOf=f"{BASE}dataset",
            matter=row["matter_id"],
            concerns=[_part(part, row["matter_id"]) for part in parts.get(claim_id, [])],
            **{name: _ids("claims", linked[name].get(claim_id, set())) for name in _LINKS},
            **{name: row[name] for name in _CLAIM_FIELDS},
        )
        for claim_id, row in tables["claims"].items()
    ]


def _part(part: "Row", matter: str) -> dict[str, Any]:
    """Whom a claim is about: what it imputes, what is known of the reply, what courts decided."""
    values: dict[str, Any] = {"actor_concerned": f"{BASE}actors/{part['actor_id']}"}
    values |= {name: part[name] for name in _PART_FIELDS if part[name]}
    rulings = {lang: beside.rulings_on(part["actor_id"], matter, lang) for lang in notes.READING}
    return values | ({"rulings": rulings} if all(rulings.values()) else {})

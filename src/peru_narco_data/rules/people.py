"""Rules that keep accusations out of the plain tables and protect people."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from peru_narco_data import contract

if TYPE_CHECKING:
    from peru_narco_data.contract import Root
    from peru_narco_data.raw import Tables

Finding = tuple[str, str, str, str, str]

# Words that accuse a person of a crime or a vice, in English and Spanish: each is a regular expression for
# the beginning of a word; an underscore stands for a blank or a hyphen.
ACCUSING = r"""
    traffick trafican traficó narco(?!ti) kingpin capos?\b drug_?lord drug_dealer gangster mafios pandiller
    gang_member smuggl contraband launder lavado_de lavador corrupt brib soborn coim criminal delincuen felon
    culprit guilty culpable asesin[oa]\b sicari hit_?man hit_?men killer murderer terroris henchm secuaz
    lugarteniente ringlead cabecilla warlord disgrace desprestigi notorious infamous tristemente_célebre
    fraudster estafa embezzl malvers peculado illicit_enrichment enriquecimiento_ilícito racketeer extorsion
    extort testaferro accomplice cómplice fugitive prófug
""".replace("_", r"[\s-]").split()
_ACCUSING = re.compile(r"\b(?:" + "|".join(ACCUSING) + r")\w*", re.IGNORECASE)

# Whoever is not named may be one of these; never the party, the body or the force that they belong to.
UNNAMED_TYPES = ("collective", "unnamed_person", "company")
PERSON_TYPES = ("person", "unnamed_person")


def no_accusing_words(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Actors, offices and events carry no accusing word; names of bodies and offences decided on are exempt."""
    bodies = [row for row in tables["actors"].values() if row["actor_type"] != "person"]
    exempt = {row[name] for row in bodies for name in ("actor_name", "actor_name_es")}
    exempt |= {row["name_variant"] for row in tables["actor_names"].values()}
    exempt |= {
        code[f]
        for code in tables["codes"].values()
        if code["code_list"] == "offence"
        for f in ("label", "label_es")
        if code["code"] in {r["offence"] for r in tables["rulings"].values()}
    }
    names = sorted(exempt, key=len, reverse=True)
    for table in ("actors", "offices", "events"):
        checked = [f["name"] for f in contract.fields(table, root) if f["type"] == "string" and "codeList" not in f]
        for row_id, row in tables[table].items():
            for field in checked:
                if field.endswith("_id") or (field.startswith("actor_name") and row["actor_type"] != "person"):
                    continue
                text = row[field]
                if not _ACCUSING.search(text):
                    continue
                for name in names:  # only where a word stands at all: there are many names
                    text = text.replace(name, "")
                word = _ACCUSING.search(text)
                if word:
                    yield table, row_id, field, word[0], "neutral words; accusations stand in claims alone"


def unnamed_are_collectives(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Whoever is not named is a collective, an unnamed person or company, never the body it belongs to."""
    named = {row["actor_id"] for row in tables["actor_names"].values()}
    for row_id, row in tables["actors"].items():
        if row["is_identifiable"] == "false" and row["actor_type"] not in UNNAMED_TYPES:
            expected = ", ".join(UNNAMED_TYPES) + ": nobody is identifiable"
            yield "actors", row_id, "actor_type", row["actor_type"], expected
        if row["is_identifiable"] == "false" and (row["wikidata_id"] or row_id in named):
            yield "actors", row_id, "is_identifiable", "false", "no further names or identifiers of the unnamed"


def persons_have_public_interest(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Each person has a public-interest code and a life status; nothing else has one."""
    for row_id, row in tables["actors"].items():
        is_person = row["actor_type"] in PERSON_TYPES
        for field in ("public_interest", "life_status"):
            if is_person == (row[field] == "not_a_person"):
                yield "actors", row_id, field, row[field], "a code for persons" if is_person else "not_a_person"
        if row["actor_type"] == "person" and row["public_interest"] == "unnamed":
            yield "actors", row_id, "public_interest", "unnamed", "why this person may be named"


def kin_are_public(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Kinship is recorded only between people who are each of public interest themselves."""
    public = ("public_office", "public_candidate", "convicted", "party_to_reported_proceedings")
    for row_id, row in tables["offices"].items():
        if row["office_type"] == "kinship":
            for field in ("actor_id", "of_actor_id"):
                interest = tables["actors"].get(row[field], {}).get("public_interest", "")
                if interest not in public:
                    expected = "a person of public interest; private relatives stay unnamed"
                    yield "offices", row_id, field, f"{row[field] or 'nothing'} ({interest})", expected

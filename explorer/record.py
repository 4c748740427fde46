"""What the pages show, computed once for each language: plain dictionaries, by id, from the package's own functions."""

from collections import Counter, defaultdict
from functools import cache
from typing import Any

import pandas

import frames
import peru_narco_data as pnd
from peru_narco_data import beside, dates, views
from peru_narco_data.beside import ADVERSE
from peru_narco_data.citation.places import in_words as place_in_words
from peru_narco_data.names import labels
from peru_narco_data.series import as_text
from texts import day, read_at, words

Item = dict[str, Any]


@cache
def table(name: str) -> list[Item]:
    """Rows of a table; what is missing is None."""
    return rows(pnd.load(name))


def rows(frame: pandas.DataFrame) -> list[Item]:
    plain = frame.astype(object).where(frame.notna(), None)
    return plain.to_dict("records")


def record(lang: str) -> Item:
    """Everything, in one language: ``actors``, ``sources``, ``claims``, ``events``, ``rulings``, ``matters``,
    ``figures``, each by id, and what belongs to whom."""
    own = "" if lang == "en" else "_es"
    found: Item = {"lang": lang, "own": own, "words": words(lang)}
    found["matters"] = {
        m["matter_id"]: {"title": m["title" + own], "scope": m["scope" + own]} for m in table("matters")
    }
    found["places"] = {p["place_id"]: {**p, "name": p["place_name" + own]} for p in table("places")}
    _tell_apart(found["places"], labels("place_type", lang))
    found["sources"] = _sources(lang)
    found["actors"] = _actors(lang, own, found["sources"])
    found["rulings"] = _rulings(found)
    found["claims"] = _claims(found)
    found["events"] = _events(found)
    found["figures"] = _figures(found)
    _gather(found)
    return found


def _tell_apart(places: dict[str, Item], kinds: dict[str, str]) -> None:
    """Adds ``choice``, the name by which a reader chooses a place: Amazonas is a departamento and a zone."""
    names = Counter(place["name"] for place in places.values())
    for place in places.values():
        mark = f" ({kinds[place['place_type']]})" if names[place["name"]] > 1 else ""
        place["choice"] = place["name"] + mark


def _sources(lang: str) -> dict[str, Item]:
    kinds, extents, tongues = (labels(name, lang) for name in ("source_type", "read_extent", "language"))
    references = {r["source_id"]: r for r in rows(pnd.sources(lang=lang))}
    made = {}
    for row in table("sources"):
        told = references[row["source_id"]]
        made[row["source_id"]] = {
            **row,
            "id": row["source_id"],
            "link": (row["url"] or "") if (row["url"] or "").startswith(("http://", "https://")) else "",
            "reference": told["reference"],
            "row_count": told["row_count"],
            "when": day(row["published"], lang),
            "kind": kinds[row["source_type"]],
            "extent": extents[row["read_extent"]],
            "read_at": read_at(row["read_at"] or "", lang),
            "tongue": tongues[row["language"]],
            "claims": [],
            "events": [],
            "rulings": [],
            "figures": [],
            "actors": [],
        }
    return made


def _actors(lang: str, own: str, sources: dict[str, Item]) -> dict[str, Item]:
    kinds = labels("actor_type", lang)
    why = {c["code"]: c["definition" + own] for c in table("codes") if c["code_list"] == "public_interest"}
    variant_kinds = labels("name_type", lang)
    countries = {p["country"]: p["place_name" + own] for p in table("places") if p["place_type"] == "country"}
    made: dict[str, Item] = {}
    for row in table("actors"):
        made[row["actor_id"]] = {
            **row,
            "id": row["actor_id"],
            "name": row["actor_name" + own],
            "about": row["description" + own],
            "kind": kinds[row["actor_type"]],
            "country_name": countries.get(row["country"], ""),
            "why": why[row["public_interest"]],
            "other_names": [],
            "offices": [],
            "events": [],
            "rulings": [],
            "claims_about": [],
            "claims_by": [],
            "claims_for": [],
            "estimates": set(),
            "grounds": [(row["source_id"], row["locator"])],
        }
    for row in table("actor_names"):
        kind = variant_kinds[row["name_type"]]
        made[row["actor_id"]]["other_names"].append({"text": row["name_variant"], "kind": kind})
    office_kinds = labels("office_type", lang)
    for row in sorted(table("offices"), key=lambda r: (str(r["held_latest"] or "9"), r["office_id"])):
        made[row["actor_id"]]["offices"].append(
            {
                "id": row["office_id"],
                "text": row["office" + own],
                "kind": office_kinds[row["office_type"]],
                "held": row["held"],
                "when": day(row["held"], lang),
                "source_id": row["source_id"],
                "locator": row["locator"],
                "place": place_in_words(row["locator"], lang),
            }
        )
    for row in table("row_sources"):
        if row["table_name"] == "actors":
            made[row["row_id"]]["grounds"].append((row["source_id"], row["locator"]))
    return made


def _rulings(found: Item) -> dict[str, Item]:
    """Decisions by id, with what followed; each is added to its actor."""
    lang, own = found["lang"], found["own"]
    dispositions, offences, stages, instances = (
        labels(name, lang) for name in ("disposition", "offence", "stage", "instance")
    )
    told = {row["ruling_id"]: beside.ruling_text(row["ruling_id"], lang) for row in table("rulings")}
    made: dict[str, Item] = {}
    for row in sorted(table("rulings"), key=lambda r: (str(r["ruled_latest"] or "9"), r["ruling_id"])):
        made[row["ruling_id"]] = {
            **row,
            "id": row["ruling_id"],
            "what": dispositions[row["disposition"]],
            "term": beside.duration(row["term"], lang) if row["term"] else "",
            "offence_label": offences[row["offence"]],
            "stage_label": stages[row["stage"]] if row["stage"] != "not_stated" else "",
            "instance_label": instances[row["instance"]] if row["instance"] != "not_stated" else "",
            "text": told[row["ruling_id"]],
            "when": day(row["ruled"], lang),
            "matter": found["matters"][row["matter_id"]]["title"],
            "note": row["note" + own],
            "favourable": row["disposition"] in beside.FAVOURABLE,
            "open": row["disposition"] in ADVERSE and row["is_final"] is not True,
            "later": [],
            "place": place_in_words(row["locator"], lang),
            "name": found["actors"][row["actor_id"]]["name"],
        }
    for item in made.values():
        found["actors"][item["actor_id"]]["rulings"].append(item["id"])
        if item["affects_ruling_id"]:
            made[item["affects_ruling_id"]]["later"].append({"id": item["id"], "what": item["what"]})
    return made


def _grouped(found: Item, ids: list[str]) -> list[Item]:
    """Decisions on one person; those that differ in the offence alone are told as one."""
    groups: dict[tuple[Any, ...], Item] = {}
    for ruling_id in ids:
        item = found["rulings"][ruling_id]
        later = "; ".join(dict.fromkeys(step["what"] for step in item["later"]))
        key = (item["what"], item["ruled"], item["matter_id"], item["court"], item["term"], later)
        group = groups.setdefault(key, {**item, "offences": [], "later_text": later})
        if item["offence_label"] not in group["offences"]:
            group["offences"].append(item["offence_label"])
    return list(groups.values())


def _outcomes(found: Item, actor: str, matter: str | None) -> list[Item]:
    """As claims() chooses them: what was decided on the actor in the matter, and in their favour elsewhere."""
    mine = found["actors"][actor]["rulings"]
    here = [i for i in mine if found["rulings"][i]["matter_id"] == matter]
    others = [i for i in mine if i not in here and found["rulings"][i]["favourable"]]
    return _grouped(found, here) + [{**group, "elsewhere": True} for group in _grouped(found, others)]


def _claims(found: Item) -> dict[str, Item]:
    lang = found["lang"]
    names = {i: actor["name"] for i, actor in found["actors"].items()}
    lists = ("claim_type", "hedge", "certainty", "medium", "reply_status", "claim_role", "imputation", "relation")
    label = {name: labels(name, lang) for name in lists}
    parts: dict[str, list[Item]] = defaultdict(list)
    for row in table("claim_actors"):
        parts[row["claim_id"]].append(row)
    texts: dict[str, Item] = {}
    for row in rows(pnd.claims(lang=lang)):  # one row per claim and actor; what is the claim's own is the same in each
        texts.setdefault(row["claim_id"], row)
    download = {row["claim_id"]: row for row in frames.claims(lang).to_dict("records")}
    made: dict[str, Item] = {}
    for row in table("claims"):
        claim_id = row["claim_id"]
        about = []
        for part in parts[claim_id]:
            imputed = part["imputation"] in ("direct", "implied")
            outcomes = _outcomes(found, part["actor_id"], row["matter_id"])
            about.append(
                {
                    "id": part["actor_id"],
                    "name": names[part["actor_id"]],
                    "identifiable": found["actors"][part["actor_id"]]["is_identifiable"],
                    "role": part["claim_role"],
                    "role_label": label["claim_role"][part["claim_role"]],
                    "aside": part["claim_role"] in views.NOT_ABOUT,
                    "imputed": imputed,
                    "imputation": label["imputation"].get(part["imputation"], ""),
                    "reply": part["reply_status"] or "",
                    "reply_label": label["reply_status"].get(part["reply_status"], ""),
                    "checked": day(part["last_checked"], lang),
                    "outcomes": [] if part["claim_role"] in views.NOT_ABOUT else outcomes,
                    "here": any("elsewhere" not in outcome for outcome in outcomes),
                }
            )
        about.sort(key=lambda p: (not p["imputed"], p["name"]))
        cells = download[claim_id]
        made[claim_id] = {
            **row,
            "id": claim_id,
            "lead": cells["attributed"],
            "text": texts[claim_id]["statement"],
            "claimant": names.get(row["claimant_id"], ""),
            "type_label": label["claim_type"][row["claim_type"]],
            "hedge_label": label["hedge"][row["hedge"]],
            "certainty_label": label["certainty"][row["certainty"]],
            "medium_label": label["medium"][row["medium"]],
            "when": day(row["said"], lang),
            "first": str(row["said_earliest"])[:10] if row["said_earliest"] else "",
            "last": str(row["said_latest"])[:10] if row["said_latest"] else "",
            "matter": found["matters"][row["matter_id"]]["title"] if row["matter_id"] else "",
            "parts": about,
            "quantities": texts[claim_id]["quantities"],
            "place": place_in_words(row["locator"], lang),
            "replies": [],
            "answered": [],
            "disputes": [],
            "cells": cells,
            "cite": pnd.cite(claim_id, lang=lang),
        }
    unnamed, said = labels("claimant_status", lang), made
    earlier = found["words"]["earlier"]
    for link in table("claim_links"):
        one, other, relation = link["claim_id"], link["other_claim_id"], link["relation"]
        ends = [(one, other)]
        if relation == "contradicts":
            ends.append((other, one))
        for speaker, answered in ends:
            mine, theirs = said[speaker], said[answered]
            line = {
                "id": speaker,
                "who": mine["claimant"] or unnamed[mine["claimant_status"]],
                "said": dates.told(mine["said"], lang) if mine["said"] else "",
                "text": mine["text"],
                "type_label": mine["type_label"],
                "relation": label["relation"][relation],
            }
            if relation in ("denies", "answers"):
                before = (
                    mine["said_latest"] and theirs["said_earliest"] and mine["said_latest"] < theirs["said_earliest"]
                )
                line["mark"] = earlier if before else ""
                theirs["replies"].append(line)
                mine["answered"].append({**line, "id": answered, "text": theirs["text"], "lead": theirs["lead"]})
            elif relation in beside.DISPUTES:
                line["mark"] = f"({line['relation']})"
                theirs["disputes"].append(line)
    return made


def _events(found: Item) -> dict[str, Item]:
    lang = found["lang"]
    roles, kinds, precisions = (labels(name, lang) for name in ("event_role", "event_type", "place_type"))
    parts: dict[str, list[Item]] = defaultdict(list)
    for row in table("event_actors"):
        actor = found["actors"][row["actor_id"]]
        parts[row["event_id"]].append({"id": actor["id"], "name": actor["name"], "role": roles[row["event_role"]]})
    decided: dict[str, list[str]] = defaultdict(list)
    for ruling in found["rulings"].values():
        if ruling["event_id"]:
            decided[ruling["event_id"]].append(ruling["id"])
    more: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in table("row_sources"):
        if row["table_name"] == "events":
            more[row["row_id"]].append((row["source_id"], row["locator"]))
    known = {row["event_id"]: row for row in table("events")}
    made: dict[str, Item] = {}
    for cells in frames.events(lang).to_dict("records"):
        row = known[cells["event_id"]]
        place = found["places"].get(row["place_id"])
        made[row["event_id"]] = {
            **row,
            "id": row["event_id"],
            "title": row["title" + found["own"]],
            "text": row["description" + found["own"]],
            "kind": kinds[row["event_type"]],
            "when": day(row["occurred"], lang),
            "first": str(row["occurred_earliest"])[:10] if row["occurred_earliest"] else "",
            "last": str(row["occurred_latest"])[:10] if row["occurred_latest"] else "",
            "year": str(row["occurred_earliest"] or row["occurred_latest"])[:4],
            "where": place["name"] if place else "",
            "place_choice": place["choice"] if place else "",
            "precision": precisions[place["place_type"]] if place else "",
            "matter": found["matters"][row["matter_id"]]["title"] if row["matter_id"] else "",
            "parts": parts[row["event_id"]],
            "rulings": decided[row["event_id"]],
            "place": place_in_words(row["locator"], lang),
            "more": more[row["event_id"]],
            "cells": cells,
        }
    return made


def _figures(found: Item) -> dict[str, Item]:
    lang = found["lang"]
    lists = {
        "unit": "unit",
        "basis": "basis",
        "qualifier": "qualifier",
        "grade": "evidence_grade",
        "kind": "period_kind",
    }
    label = {name: labels(code_list, lang) for name, code_list in lists.items()}
    told = found["words"]
    cells = {row["observation_id"]: row for row in frames.figures(lang).to_dict("records")}
    made: dict[str, Item] = {}
    frame = pnd.production(lang=lang)
    frame["text"] = [as_text(row) for row in frame.itertuples()]
    for row in rows(frame):
        start, end, kind = str(row["period_start"])[:10], str(row["period_end"])[:10], row["period_kind"]
        year = start[:4]
        period = year
        if kind in ("month", "instant"):
            period = day(start[:7] if kind == "month" else start, lang)
        elif kind != "year":
            period = day(f"{start}/{end}", lang)
        made[row["observation_id"]] = {
            **row,
            "id": row["observation_id"],
            "period": period,
            "year": int(year),
            "start": start,
            "end": end,
            "unit_label": label["unit"][row["unit"]],
            "basis_label": label["basis"][row["basis"]],
            "grade_label": label["grade"][row["evidence_grade"]],
            "kind_label": label["kind"][kind],
            "choice": told["preference_" + row["preference"]],
            "place_choice": found["places"][row["place_id"]]["choice"],
            "place_words": place_in_words(row["locator"], lang),
            "cells": cells[row["observation_id"]],
        }
    return made


def _gather(found: Item) -> None:
    """Adds to each actor and source what belongs to it."""
    actors, sources = found["actors"], found["sources"]
    for claim in found["claims"].values():
        sources[claim["source_id"]]["claims"].append(claim["id"])
        if claim["claimant_id"]:
            actors[claim["claimant_id"]]["claims_by"].append(claim["id"])
        for part in claim["parts"]:
            kind = "claims_for" if part["role"] == "on_behalf_of" else "" if part["aside"] else "claims_about"
            if kind and claim["id"] not in actors[part["id"]][kind]:
                actors[part["id"]][kind].append(claim["id"])
    for event in found["events"].values():
        for source in dict.fromkeys([event["source_id"], *(source for source, _ in event["more"])]):
            sources[source]["events"].append(event["id"])
        for part in event["parts"]:
            if event["id"] not in actors[part["id"]]["events"]:
                actors[part["id"]]["events"].append(event["id"])
    for ruling in found["rulings"].values():
        sources[ruling["source_id"]]["rulings"].append(ruling["id"])
    for figure in found["figures"].values():
        sources[figure["source_id"]]["figures"].append(figure["id"])
        actors[figure["estimator_id"]]["estimates"].add((figure["indicator_id"], figure["place_id"]))
    for actor in actors.values():
        for source in dict.fromkeys(source for source, _ in actor["grounds"]):
            sources[source]["actors"].append(actor["id"])
        for office in actor["offices"]:
            if actor["id"] not in sources[office["source_id"]]["actors"]:
                sources[office["source_id"]]["actors"].append(actor["id"])
    for actor in actors.values():
        actor["also"] = "; ".join([actor["name"], *(name["text"] for name in actor["other_names"])])
        for kind in ("claims_about", "claims_by", "claims_for"):
            actor[kind].sort(key=lambda i: (found["claims"][i]["first"] or found["claims"][i]["last"] or "9", i))
        used = [source for source, _ in actor["grounds"]] + [office["source_id"] for office in actor["offices"]]
        used += [found["events"][i]["source_id"] for i in actor["events"]]
        used += [found["rulings"][i]["source_id"] for i in actor["rulings"]]
        used += [found["claims"][i]["source_id"] for k in ("about", "by", "for") for i in actor["claims_" + k]]
        actor["sources"] = sorted(set(used), key=lambda i: sources[i]["reference"].casefold())


def series(found: Item) -> dict[tuple[str, str], Item]:
    """(indicator, place) -> its figures, and the lines that a chart of them shows, unit by unit."""
    grouped: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for figure in found["figures"].values():
        grouped[figure["indicator_id"], figure["place_id"]].append(figure)
    made = {}
    for key, figures in sorted(grouped.items()):
        estimators = {f["estimator_id"]: f["estimator"] for f in figures}
        # The same estimator has the same colour and shape on every page where the well-known ones are.
        order = sorted(estimators, key=lambda i: (_ORDER.index(i) if i in _ORDER else len(_ORDER), i))
        units: dict[str, list[Item]] = defaultdict(list)
        for figure in figures:
            if figure["period_kind"] == "year" and figure["value"] is not None:
                units[figure["unit"]].append(figure)
        made[key] = {
            "indicator": figures[0]["indicator"],
            "place": figures[0]["place"],
            "place_type": figures[0]["place_type"],
            "figures": figures,
            "estimators": [{"id": i, "name": estimators[i], "look": _look(i, order)} for i in order],
            "units": {
                unit: [
                    _line(found, i, estimators[i], _look(i, order), there)
                    for i in order
                    if any(f["estimator_id"] == i for f in there)
                ]
                for unit, there in sorted(units.items(), key=lambda pair: (-len(pair[1]), pair[0]))
            },
        }
    return made


# Whose looks (colour and shape) are always the same; the others take what is free.
_ORDER = ["unodc", "us-government", "devida", "government-of-peru"]


def _look(estimator: str, order: list[str]) -> int:
    if estimator in _ORDER:
        return _ORDER.index(estimator)
    others = [i for i in order if i not in _ORDER]
    free = [n for n in range(8) if n >= len(_ORDER)] or [7]
    return free[others.index(estimator) % len(free)]


def _line(found: Item, estimator: str, name: str, look: int, figures: list[Item]) -> Item:
    """The preferred figures of one estimator, one for each year, and beside them the others that differ."""
    told = found["words"]
    mine = [f for f in figures if f["estimator_id"] == estimator]
    bases = [f["basis"] for f in mine if f["preference"] == "preferred"]
    common = sorted(set(bases), key=lambda basis: (-bases.count(basis), basis))
    main: dict[int, Item] = {}
    for figure in sorted(mine, key=lambda f: (common.index(f["basis"]) if f["basis"] in common else 99, f["id"])):
        if figure["preference"] == "preferred":
            main.setdefault(figure["year"], figure)
    points, seen = [], set()
    for figure in [*main.values(), *mine]:
        spot = (figure["year"], figure["value"])
        if spot in seen:
            continue
        seen.add(spot)
        chosen = main.get(figure["year"]) is figure
        text = told["mark"].format(
            name=name,
            year=figure["year"],
            figure=figure["text"],
            unit=figure["unit_label"],
            basis=figure["basis_label"],
        )
        points.append(
            {
                "year": figure["year"],
                "value": figure["value"],
                "low": figure["value_low"] if chosen else None,
                "high": figure["value_high"] if chosen else None,
                "basis": figure["basis"],
                "title": text if chosen else f"{text}. {figure['choice']}",
                "main": chosen,
            }
        )
    return {"key": look, "id": estimator, "name": name, "points": points}


def area_by_departamento(found: Item) -> dict[int, dict[str, Item]]:
    """Year -> ISO code -> the preferred figure of the area under coca, as charts.area_map takes it."""
    frame = pnd.production(
        "coca_cultivation_area", estimator=["unodc", "devida"], level="departamento", preferred=True, lang=found["lang"]
    )
    frame = frame[frame["value"].notna() & (frame["period_kind"] == "year")]
    made: dict[int, dict[str, Item]] = defaultdict(dict)
    for row in rows(frame):
        iso = found["places"][row["place_id"]]["iso_3166_2"]
        made[row["period_start"].year].setdefault(iso, found["figures"][row["observation_id"]])
    return dict(sorted(made.items()))

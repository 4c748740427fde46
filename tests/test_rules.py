"""Every rule passes on the released data and is seen to fail on a damaged copy."""

import csv
import inspect
from collections.abc import Callable
from pathlib import Path

import pytest

from peru_narco_data import check, contract, rules
from peru_narco_data.rules import claims, figures, ledger, legal, people, provenance

Change = Callable[[dict[str, dict[str, dict[str, str]]]], None]


def ledger_row(row_id: str, field_name: str, old: str, new: str) -> dict[str, str]:
    names = [f["name"] for f in contract.fields("changes")]
    told = {"change_id": "h0001", "release_version": "0.1.0", "reason_code": "recoded", "reason": "x", "reason_es": "x"}
    told |= {"table_name": "claims", "row_id": row_id, "field_name": field_name, "old_value": old, "new_value": new}
    return {name: told[name] for name in names}


def write(copy: Path, tables: dict[str, dict[str, dict[str, str]]]) -> None:
    for table, rows in tables.items():
        with open(copy / "data" / f"{table}.csv", "w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [f["name"] for f in contract.fields(table)], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows.values())


def first(rows: dict[str, dict[str, str]], **values: str) -> dict[str, str]:
    """The first row with these values."""
    return next(row for row in rows.values() if all(row[k] == v for k, v in values.items()))


def test_the_data_is_sound() -> None:
    found = check()
    assert found.empty, found.to_string()


# Rule -> a change of the data that breaks it.
BREAKS: dict[str, Change] = {
    "source_and_locator": lambda t: first(t["claims"]).update(locator=""),
    "locator_exists": lambda t: first(t["claims"]).update(locator="p64"),
    "dates_are_edtf": lambda t: first(t["events"], occurred="2013").update(occurred_latest="2013-12-30"),
    "not_after_publication": lambda t: first(t["events"], occurred="2013").update(
        occurred="2017", occurred_earliest="2017-01-01", occurred_latest="2017-12-31"
    ),
    "nothing_unused": lambda t: t["matters"].update(x={**first(t["matters"]), "matter_id": "nothing-at-all"}),
    "claimant_explained": lambda t: first(t["claims"], claimant_status="identified").update(claimant_id=""),
    "purported_never_claimant": lambda t: first(t["claims"], claimant_status="purported").update(
        claimant_id="alan-garcia"
    ),
    "accusation_has_target": lambda t: first(t["claim_actors"], claim_role="target").update(claim_role="mentioned"),
    "imputation_has_reply_status": lambda t: first(t["claim_actors"], imputation="direct").update(reply_status=""),
    "reply_is_linked": lambda t: t["claim_links"].clear(),
    "reply_is_acknowledged": lambda t: first(t["claim_actors"], reply_status="denied").update(
        reply_status="none_found"
    ),
    "reporter_does_not_accuse": lambda t: t["exceptions"].clear(),
    "links_join_two_claims": lambda t: first(t["claim_links"]).update(
        other_claim_id=first(t["claim_links"])["claim_id"]
    ),
    "no_accusing_words": lambda t: first(t["actors"], actor_type="person").update(description="A kingpin."),
    "unnamed_are_collectives": lambda t: first(t["actors"], actor_id="apra").update(is_identifiable="false"),
    "persons_have_public_interest": lambda t: first(t["actors"], actor_type="person").update(
        public_interest="not_a_person"
    ),
    "kin_are_public": lambda t: first(t["offices"], office_type="kinship").update(of_actor_id="oropeza-relatives"),
    "conviction_has_court": lambda t: first(t["rulings"], disposition="convicted").update(missing_reason=""),
    "later_ruling_is_chained": lambda t: first(t["rulings"], disposition="reduced").update(affects_ruling_id=""),
    "final_is_last": lambda t: first(t["rulings"]).update(is_final="true", disposition="not_seen"),
    "bounds_in_order": lambda t: first(t["quantities"], qualifier="range").update(value_low="99"),
    "unit_fits_indicator": lambda t: first(t["production"], unit="hectare").update(unit="percent"),
    "period_fits_kind": lambda t: first(t["production"]).update(period_end="2014-11-30"),
    "quantity_has_one_owner": lambda t: first(t["quantities"]).update(event_id=first(t["events"])["event_id"]),
    "conversion_stays_home": lambda t: next(q for q in t["quantities"].values() if q["converted_from"]).update(
        converted_from=first(t["quantities"])["quantity_id"]
    ),
    "repeats_lead_to_an_original": lambda t: first(t["production"], unit="hectare").update(repeats_id="o00001"),
    "conversions_are_shown": lambda t: first(t["production"], unit_original="acre").update(derivation="Converted."),
    "bounds_say_their_kind": lambda t: first(t["production"], qualifier="range").update(bounds_kind=""),
    "stated_once": lambda t: t["production"].update(
        x={**first(t["production"]), "observation_id": "o99999", "value": "1"}
    ),
    "parts_add_up": lambda t: first(
        t["production"], source_id="devida-2024-departamentos", place_id="dep-cusco"
    ).update(value="1"),
    "composite_zones_list_parts": lambda t: t["place_links"].clear(),
    "codes_fill_enums": lambda t: first(t["codes"], code="bare").update(code="barely"),
    "rows_differ": lambda t: t["claims"].update(x={**first(t["claims"]), "claim_id": "c9999"}),
    "named_rows_exist": lambda t: first(t["row_sources"]).update(row_id="nobody"),
    "withdrawn_ids_rest": lambda t: t["changes"].update(
        x=dict.fromkeys(t["changes"] or [f["name"] for f in contract.fields("changes")], "")
        | {"change_id": "h0001", "release_version": "0.1.0", "table_name": "claims", "row_id": "c0001"}
        | {"old_value": "all", "reason": "Gone.", "reason_es": "Retirada."}
    ),
    "ledger_tells_what_stands": lambda t: t["changes"].update(
        h0001=ledger_row("c0001", "hedge", "alleged", "suspected")
    ),
    "denial_is_linked": lambda t: [
        t["claim_links"].pop(i) for i in [i for i, r in t["claim_links"].items() if r["claim_id"] == "c0136"]
    ],
    "figures_fit_their_neighbours": lambda t: first(
        t["production"], indicator_id="coca_cultivation_area", place_id="country-peru", period_start="2014-01-01"
    ).update(value="429000"),
    "text_is_clean": lambda t: first(t["claims"]).update(statement="Two  blanks."),
    "both_languages": lambda t: first(t["claims"]).update(statement_es=""),
}


@pytest.mark.parametrize("rule", sorted(BREAKS))
def test_rule_fails_when_broken(rule: str, copy: Path) -> None:
    from peru_narco_data import raw

    tables = raw.read_all(copy)
    BREAKS[rule](tables)
    write(copy, tables)
    assert rule in {violation.rule for violation in rules.violations(copy)}


# Further ways to break a rule that has several sides.
MORE: list[tuple[str, Change]] = [
    ("dates_are_edtf", lambda t: first(t["events"], occurred="2013").update(occurred="2013-13")),
    ("claimant_explained", lambda t: first(t["claims"], claimant_status="unidentified").update(claimant_id="apra")),
    ("claimant_explained", lambda t: first(t["claims"], claimant_status="identified").update(attribution="unnamed")),
    ("claimant_explained", lambda t: first(t["claims"], claimant_status="unidentified").update(attribution="named")),
    ("purported_never_claimant", lambda t: first(t["claims"], claimant_status="purported").update(medium="speech")),
    ("accusation_has_target", lambda t: first(t["claim_actors"], claim_role="mentioned").update(imputation="direct")),
    ("imputation_has_reply_status", lambda t: first(t["claim_actors"], imputation="none").update(reply_status="denied")),
    ("reply_is_linked", lambda t: first(t["claims"], claim_id="c0136").update(claimant_id="simeon-tegel")),
    ("reply_is_acknowledged", lambda t: first(t["claim_actors"], reply_status="answered_otherwise").update(reply_status="none_found")),
    ("links_join_two_claims", lambda t: first(t["claim_links"], relation="answers").update(relation="denies")),
    ("no_accusing_words", lambda t: first(t["events"]).update(title_es="Cae un capo")),
    ("no_accusing_words", lambda t: first(t["offices"]).update(office="Known drug lord")),
    ("unnamed_are_collectives", lambda t: first(t["actors"], is_identifiable="false").update(wikidata_id="Q1")),
    ("persons_have_public_interest", lambda t: first(t["actors"], actor_type="party").update(life_status="deceased")),
    ("persons_have_public_interest", lambda t: first(t["actors"], actor_type="person").update(public_interest="unnamed")),
    ("conviction_has_court", lambda t: first(t["rulings"], disposition="convicted").update(missing_reason="", instance="first")),
    ("later_ruling_is_chained", lambda t: first(t["rulings"], disposition="reduced").update(actor_id="alan-garcia")),
    ("later_ruling_is_chained", lambda t: first(t["rulings"], disposition="convicted").update(ruled_earliest="2015-01-01")),
    ("final_is_last", lambda t: (
        first(t["rulings"], disposition="convicted").update(is_final="true"),
        first(t["rulings"], disposition="reduced").update(disposition="annulled"),
    )),
    ("bounds_in_order", lambda t: first(t["quantities"], qualifier="exact").update(value="")),
    ("bounds_in_order", lambda t: next(q for q in t["quantities"].values() if q["denominator"]).update(denominator="1")),
    ("bounds_in_order", lambda t: first(t["quantities"], qualifier="range").update(value="35")),
    ("quantity_has_one_owner", lambda t: first(t["quantities"]).update(claim_id="", event_id="")),
    ("quantity_has_one_owner", lambda t: first(t["quantities"]).update(locator="p40")),
    ("conversion_stays_home", lambda t: next(q for q in t["quantities"].values() if q["converted_from"]).update(unit="pen")),
    ("repeats_lead_to_an_original", lambda t: first(t["production"], unit="acre").update(place_id="country-mexico")),
    ("repeats_lead_to_an_original", lambda t: next(p for p in t["production"].values() if p["repeats_id"] and p["unit"] == "hectare").update(value="1")),
    ("repeats_lead_to_an_original", lambda t: next(p for p in t["production"].values() if p["repeats_id"]).update(vintage="1901", vintage_latest="1901-12-31")),
    ("repeats_lead_to_an_original", lambda t: first(t["production"], observation_id="o00001").update(repeats_id="o00002")),
    ("conversions_are_shown", lambda t: first(t["production"], unit_original="acre").update(unit_original="hectare")),
    ("conversions_are_shown", lambda t: first(t["production"], unit_original="acre").update(value_original="")),
    ("bounds_say_their_kind", lambda t: first(t["production"], qualifier="exact").update(bounds_kind="spread")),
    ("parts_add_up", lambda t: first(t["breakdowns"]).update(place_id="country-mexico")),
    ("parts_add_up", lambda t: first(t["production"], source_id="devida-2022-coca-report", place_id="zone-vraem").update(value="1")),
    ("parts_add_up", lambda t: first(t["production"], source_id="unodc-2011-peru-survey-2010", place_id="residual-outside-three-zones").update(value="1")),
    ("parts_add_up", lambda t: first(t["production"], source_id="unodc-2022-wdr-cultivation", place_id="world").update(value="1")),
    ("composite_zones_list_parts", lambda t: first(t["place_links"]).update(other_place_id=first(t["place_links"])["place_id"])),
    ("period_fits_kind", lambda t: first(t["production"], period_kind="year").update(period_kind="partial", period_end="2099-12-31")),
    ("period_fits_kind", lambda t: first(t["production"], period_kind="undated").update(period_end="2030-01-01")),
    ("codes_fill_enums", lambda t: first(t["codes"], code="bare").update(sort_order="77")),
    ("codes_fill_enums", lambda t: first(t["codes"], code="bare").update(code_list="hedges")),
    ("named_rows_exist", lambda t: first(t["row_sources"]).update(table_name="claim")),
    ("text_is_clean", lambda t: first(t["claims"]).update(statement_es="La producciÃ³n crece.")),
    ("text_is_clean", lambda t: first(t["claims"]).update(statement_es="La producci\ufffdn crece.")),
    ("text_is_clean", lambda t: first(t["claims"]).update(statement="A soft\u00adhyphen.")),
    ("both_languages", lambda t: first(t["claims"]).update(statement_es="Sin punto final")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "change"), MORE)
def test_each_side_of_a_rule_fails_when_broken(rule: str, change: Change, copy: Path) -> None:
    from peru_narco_data import raw

    tables = raw.read_all(copy)
    change(tables)
    write(copy, tables)
    assert rule in {violation.rule for violation in rules.violations(copy)}


def test_same_name_same_field_fails_when_broken(copy: Path) -> None:
    text = (copy / "datapackage.json").read_text(encoding="utf-8")
    renamed = text.replace('"title": "Place in the source"', '"title": "Somewhere"', 1)
    (copy / "datapackage.json").write_text(renamed, encoding="utf-8")
    assert "same_name_same_field" in {v.rule for v in rules.violations(copy)}


def test_an_exception_without_need_is_a_violation(copy: Path) -> None:
    from peru_narco_data import raw

    tables = raw.read_all(copy)
    hedged = first(tables["claims"], hedge="suspected")["claim_id"]
    first(tables["exceptions"], excepted_rule="reporter_does_not_accuse").update(row_id=hedged)
    write(copy, tables)
    assert {"exception_is_needed", "reporter_does_not_accuse"} <= {v.rule for v in rules.violations(copy)}


def test_a_sum_that_comes_right_makes_its_exception_needless(copy: Path) -> None:
    from peru_narco_data import raw

    tables = raw.read_all(copy)
    excepted = next(e for e in tables["exceptions"].values() if e["excepted_rule"] == "parts_add_up")
    whole = tables["production"][excepted["row_id"]]
    kinds = {p: r["place_type"] for p, r in tables["places"].items()}
    parts = [
        float(r["value"])
        for r in tables["production"].values()
        if (r["source_id"], r["period_start"]) == (whole["source_id"], whole["period_start"])
        and kinds[r["place_id"]] in ("departamento", "country")
        and r["place_id"] != whole["place_id"]
    ]
    whole["value"] = f"{sum(parts):g}"
    write(copy, tables)
    assert "exception_is_needed" in {v.rule for v in rules.violations(copy)}


def test_every_rule_is_listed_and_broken_here() -> None:
    written = {
        name
        for module in (provenance, claims, people, legal, figures, ledger)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and list(inspect.signature(function).parameters) == ["tables", "root"]
        and not name.startswith("_")
    }
    assert written == {rule.__name__ for rule in rules.RULES}
    assert written == set(BREAKS) | {"same_name_same_field"}
    assert all(rule.__doc__ and rule.__doc__.strip().endswith(".") for rule in rules.RULES)


def test_every_rule_is_told_in_both_languages_as_its_docstring_says() -> None:
    from peru_narco_data import raw
    from peru_narco_data.documentation import codebook_page, rule_list

    told = {row["code"]: row for row in raw.read("codes").values() if row["code_list"] == "rule"}
    assert {name: row["definition"] for name, row in told.items()} == dict(rule_list())
    english, spanish = codebook_page(), codebook_page(lang="es")
    for name, row in told.items():
        assert f"- **{name}**: {row['definition']}" in english
        assert f"- **{name}**: {row['definition_es']}" in spanish

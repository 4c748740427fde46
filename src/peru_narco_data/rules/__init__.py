"""The editorial rules: what makes a row fair and true to its source. One function per rule."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from peru_narco_data import conformance, contract, raw
from peru_narco_data.conformance import Violation
from peru_narco_data.rules import claims, figures, ledger, legal, people, provenance

if TYPE_CHECKING:
    import pandas

    from peru_narco_data.contract import Root
    from peru_narco_data.raw import Tables

# A rule yields (table, row id, field, found, expected) for each place where it is broken.
Rule = Callable[["Tables", "Root"], Iterator[tuple[str, str, str, str, str]]]

RULES: tuple[Rule, ...] = (
    provenance.source_and_locator,
    provenance.locator_exists,
    provenance.dates_are_edtf,
    provenance.not_after_publication,
    provenance.nothing_unused,
    claims.claimant_explained,
    claims.purported_never_claimant,
    claims.accusation_has_target,
    claims.imputation_has_reply_status,
    claims.reply_is_linked,
    claims.reply_is_acknowledged,
    claims.reporter_does_not_accuse,
    claims.links_join_two_claims,
    claims.denial_is_linked,
    people.no_accusing_words,
    people.unnamed_are_collectives,
    people.persons_have_public_interest,
    people.kin_are_public,
    legal.conviction_has_court,
    legal.later_ruling_is_chained,
    legal.final_is_last,
    figures.bounds_in_order,
    figures.unit_fits_indicator,
    figures.period_fits_kind,
    figures.quantity_has_one_owner,
    figures.conversion_stays_home,
    figures.repeats_lead_to_an_original,
    figures.conversions_are_shown,
    figures.bounds_say_their_kind,
    figures.stated_once,
    figures.parts_add_up,
    figures.composite_zones_list_parts,
    figures.figures_fit_their_neighbours,
    ledger.codes_fill_enums,
    ledger.same_name_same_field,
    ledger.rows_differ,
    ledger.named_rows_exist,
    ledger.withdrawn_ids_rest,
    ledger.ledger_tells_what_stands,
    ledger.text_is_clean,
    ledger.both_languages,
)


def violations(root: "Root" = None) -> Iterator[Violation]:
    """Everything wrong with the data at ``root``: contract first, then the editorial rules.

    A row on the reviewed list (``exceptions``) is passed over by the rule it is excepted from;
    an exception that its rule no longer needs is itself a violation.
    """
    broken = list(conformance.violations(root))
    yield from broken
    if any(violation.rule in ("file", "header", "cells") for violation in broken):
        return  # the rules cannot be read off files that cannot be read
    lacking = [
        Violation("contract", table, "", field["name"], "no such field in the contract", "it, as in this version")
        for table in contract.table_names()
        for field in contract.fields(table)
        if table not in contract.table_names(root) or field["name"] not in _columns(table, root)
    ]
    if lacking:
        yield from lacking
        return
    tables = raw.read_all(root)
    excepted = {
        (e["excepted_rule"], e["table_name"], e["row_id"]): row_id for row_id, e in tables["exceptions"].items()
    }
    needed = set()
    for rule in RULES:
        for table, row_id, field, found, expected in rule(tables, root):
            key = (rule.__name__, table, row_id)
            if key in excepted:
                needed.add(key)
            else:
                yield Violation(rule.__name__, table, row_id, field, found, expected)
    for key, row_id in excepted.items():
        if key not in needed:
            expected = f"a row that rule {key[0]} would object to; remove the exception"
            yield Violation("exception_is_needed", "exceptions", row_id, "", "an exception without need", expected)


def _columns(table: str, root: "Root") -> set[str]:
    return {field["name"] for field in contract.fields(table, root)}


def check(root: "Root" = None) -> "pandas.DataFrame":
    """Check the bundled data, or a copy in the folder ``root``, against contract and rules.

    Parameters
    ----------
    root : path, optional
        A folder with ``datapackage.json`` and ``data/``; the bundled data by default.

    Returns
    -------
    pandas.DataFrame
        One row per violation, empty when sound. Columns ``rule``, ``table_name``, ``row_id``,
        ``field``, ``found``, ``expected``.

    Raises
    ------
    FileNotFoundError
        Where ``root`` holds no ``datapackage.json``.
    """
    import pandas

    return pandas.DataFrame(list(violations(root)), columns=list(Violation._fields), dtype="string")

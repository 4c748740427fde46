"""as_sentence(), timeline(), events(), actors(): always attributed, never a list of accused people."""

import inspect
import re
from collections.abc import Callable

import pandas as pd
import pytest

import peru_narco_data as pnd


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_sentence_is_attributed_hedged_and_sourced(lang: str) -> None:
    from peru_narco_data import telling
    from peru_narco_data.citation.places import in_words
    from peru_narco_data.names import labels

    frame, words, hedges = pnd.claims(lang=lang), telling._WORDS[lang], labels("hedge", lang)
    for _, rows in frame.groupby("claim_id"):
        sentence, first = telling._sentence(rows.to_dict("records"), lang), rows.iloc[0]
        speaker = first["claimant"] if pd.notna(first["claimant"]) else None
        before, _, after = sentence.partition(": ")
        if speaker:
            assert before.startswith(speaker)
        elif first["claimant_status"] == "purported":
            assert before.startswith((words["purported"].split("{")[0], words["purported_unknown"]))
        else:
            assert before.startswith(words["unidentified"])
        assert (hedges[first["hedge"]] in before) == (first["hedge"] != "bare") or first["hedge"] == "bare"
        assert after.startswith(first["statement"])
        assert sentence.endswith(f"{in_words(first['locator'], lang)})")
        for target in rows.loc[rows["reply_status"] == "none_found", "about"]:
            assert target in after.split(words["none_found"].split("{")[0])[-1]
        for reply in rows["replies"].dropna():
            assert reply in sentence


def test_sentences_read_as_they_should() -> None:
    sentence = pnd.as_sentence("c0037")
    assert sentence.startswith("Simeon Tegel (the source’s own voice) reports: Kenji Fujimori was drawn into")
    assert "In answer: Kenji Fujimori: The shipping company" in sentence
    assert pnd.as_sentence("c0110", lang="es").startswith(
        "Alguien a quien la fuente no nombra acusa, con el matiz «presunto»: "
    )
    with pytest.raises(ValueError, match="unknown claim 'c9999'"):
        pnd.as_sentence("c9999")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_timeline_is_in_order_and_sourced(lang: str) -> None:
    frame = pnd.timeline("Gerson Gálvez Calle", lang=lang)
    assert {"event", "ruling", "claim_about"} <= set(frame["kind"])
    assert frame[["text", "source", "locator", "row_id"]].notna().all().all()
    dated = frame["date"].dropna().str.lstrip("/").str[:4]
    assert list(dated) == sorted(dated)
    assert frame["date"].isna().to_numpy()[: len(dated)].sum() == 0  # what is undated stands last
    claimed = frame[frame["kind"] == "claim_about"]["text"]
    assert claimed.str.contains(": ").all()


def test_events_by_place_time_and_actor() -> None:
    callao = pnd.events(place="dep-callao")
    assert "Callao" in " ".join(callao["place"])
    assert len(pnd.events(place="Peru")) >= len(callao)
    year = pnd.events(since=2014, until=2014)
    assert year["occurred"].str.contains("2014").all()
    mine = pnd.events(involving="Caracol", lang="es")
    assert mine["involved"].str.contains("Gerson Gálvez Calle").all()
    assert set(pnd.events(type="release")["event_type"]) == {"release"}
    assert set(pnd.events(matter="galvez-release")["matter"]) == {"The release of Gerson Gálvez Calle"}
    assert pnd.events()["quantities"].notna().any()


def test_actors_with_names_and_offices() -> None:
    row = pnd.actors("Caracol").iloc[0]
    assert row["actor_name"] == "Gerson Gálvez Calle"
    assert "Caracol" in row["other_names"]
    assert "Presidente del Perú" in pnd.actors("Alan García", lang="es").iloc[0]["offices"]
    assert set(pnd.actors(type="media")["actor_type"]) == {"media"}


def test_claims_by_hedge_and_date() -> None:
    assert set(pnd.claims(hedge="suspected")["hedge"]) == {"suspected"}
    pd.testing.assert_frame_equal(pnd.claims(hedge="se sospecha"), pnd.claims(hedge="suspected"))
    assert set(pnd.events(type="detención")["event_type"]) == {"arrest"}
    assert set(pnd.actors(type="state body")["actor_type"]) == {"state_body"}
    dated = pnd.claims(since=2016, until=2016)
    assert len(dated)
    assert dated["said"].str.contains("2016").all()
    assert pnd.claims()["quantities"].notna().any()


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        *((function, ()) for function in (pnd.claims, pnd.events, pnd.actors, pnd.production, pnd.sources)),
        *((function, ()) for function in (pnd.tables, pnd.codebook, pnd.check)),
        *((pnd.timeline, ("Caracol",)), (pnd.search, ("coca",)), (pnd.changes, ("0.1.0",))),
    ],
)
def test_help_names_the_columns(function: Callable[..., pd.DataFrame], arguments: tuple[str, ...]) -> None:
    """What a docstring says is returned is what is returned, column for column."""
    told = str(function.__doc__).partition("Returns\n")[2].partition("Raises\n")[0]
    assert set(re.findall(r"``(\w+)``", told)) == set(function(*arguments))


def test_no_function_lists_the_accused() -> None:
    public = [getattr(pnd, name) for name in pnd.__all__ if name != "__version__"]
    asked = {parameter for function in public for parameter in inspect.signature(function).parameters}
    assert not asked & {"imputation", "accused", "targets", "claim_role", "reply_status"}
    assert not set(pnd.actors().columns) & {"imputation", "claims", "accusations", "imputations", "reply_status"}
    attribution = {
        "claimant",
        "claimant_status",
        "attribution",
        "hedge",
        "certainty",
        "reply_status",
        "replies",
        "source",
    }
    assert attribution <= set(pnd.claims().columns)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pnd.events(type="arest"), "did you mean (one of )?'arrest'"),
        (lambda: pnd.events(place="Atlantis"), "unknown place"),
        (lambda: pnd.events(since=2016, until=2014), "impossible period"),
        (lambda: pnd.events(matter="x"), "unknown matter 'x'"),
        (lambda: pnd.actors(type="people"), "unknown actor type 'people'"),
        (lambda: pnd.actors("Fujimori"), "could be any of: "),
        (lambda: pnd.claims(hedge="alegged"), "did you mean (one of )?'alleged'"),
        (lambda: pnd.timeline("Nadie"), "absence here says nothing"),
        (lambda: pnd.timeline("Caracol", lang="qu"), "unknown language 'qu'"),
    ],
)
def test_errors(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        call()  # type: ignore[operator]
    assert "\n" not in str(caught.value)


def test_an_undone_conviction_never_stands_alone() -> None:
    told = pnd.timeline("Julio Magán")
    rulings = told[told["kind"] == "ruling"].set_index("row_id")["text"]
    assert "later: " in rulings["r1002"]
    acquitted = rulings[rulings.str.startswith("acquitted")]
    assert len(acquitted)
    assert not acquitted.str.contains("not known to be final").any()
    shown = pnd.claims(about="Julio Magán")["rulings"].dropna()
    assert shown.str.contains("acquitted").all()


def test_what_is_said_on_someones_behalf_stands_in_their_timeline() -> None:
    told = pnd.timeline("Vladimiro Montesinos", lang="es")
    assert "claim_for" in set(told["kind"])
    assert told.loc[told["kind"] == "claim_for", "text"].str.startswith("Dicho en su nombre: ").all()


def test_contradicting_versions_are_shown_both_ways() -> None:
    frame = pnd.claims().drop_duplicates("claim_id").set_index("claim_id")["contradictions"]
    for link in pnd.load("claim_links").query("relation == 'contradicts'").itertuples():
        assert f"[{link.claim_id}]" in frame[link.other_claim_id]
        assert f"[{link.other_claim_id}]" in frame[link.claim_id]

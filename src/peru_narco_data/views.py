"""Readable frames: names instead of ids, replies and rulings beside what they answer."""

from typing import TYPE_CHECKING

from peru_narco_data.documentation import LANGUAGES
from peru_narco_data.loading import load
from peru_narco_data.messages import refuse
from peru_narco_data.names import actor_id, labels, source_label

if TYPE_CHECKING:
    import pandas

# The parts an actor can have in a claim without the claim being about that actor.
_NOT_ABOUT = ("on_behalf_of", "relayed_by", "asked_for_comment")

_COLUMNS = [
    *("claim_id", "statement", "claim_type", "claimant", "claimant_status", "attribution", "hedge", "certainty"),
    *("about", "claim_role", "imputation", "targets", "reply_status", "replies", "rulings", "last_checked"),
    *("matter", "said", "source", "locator", "url"),
]


def claims(
    about: str | None = None, by: str | None = None, matter: str | None = None, lang: str = "en"
) -> "pandas.DataFrame":
    """Who said what about whom, with replies and rulings beside it.

    A row says that someone *said* this, not that it is so. One row per claim and actor that it is
    about, since imputation and reply belong to each actor; a claim about nobody has one row.

    Parameters
    ----------
    about : str, optional
        Only claims about this actor: a name, alias or ``actor_id``. Part of a name will do where
        only one actor has it.
    by : str, optional
        Only claims made by this actor.
    matter : str, optional
        Only claims of this matter (``matter_id``).
    lang : {"en", "es"}
        Language of ``statement``, ``replies``, ``rulings`` and ``matter``.

    Returns
    -------
    pandas.DataFrame
        ``claim_id``, ``statement``, ``claim_type``, ``claimant`` (missing where nobody is
        identified), ``claimant_status``, ``attribution``, ``hedge`` (the source's wording),
        ``certainty``, ``about``, ``claim_role``, ``imputation``, ``targets`` (everyone to whom the
        claim imputes something, and how), ``reply_status``, ``replies``
        (linked denials and answers, marked where they came earlier), ``rulings`` (what courts
        decided on that actor in that matter), ``last_checked``, ``matter``, ``said`` (EDTF),
        ``source``, ``locator``, ``url``. Sorted by ``claim_id``.

    Raises
    ------
    ValueError
        Where a name, matter or language is unknown, or a name fits several actors.
    """
    if lang not in LANGUAGES:
        refuse("language", lang, LANGUAGES)
    suffix = "" if lang == "en" else "_es"
    frame, actors, matters = load("claims"), load("actors"), load("matters").set_index("matter_id")
    if matter is not None and matter not in matters.index:
        refuse("matter", matter, matters.index)
    names = actors.set_index("actor_id")["actor_name"]

    roles = load("claim_actors").drop(columns=["source_id", "locator"])
    roles = roles[~roles["claim_role"].isin(_NOT_ABOUT)]
    targets = _targets(roles, names, lang)
    if about is not None:
        roles = roles[roles["actor_id"] == actor_id(about)]
    frame = frame.merge(roles, how="left" if about is None else "inner", on="claim_id")
    if by is not None:
        frame = frame[frame["claimant_id"] == actor_id(by)]
    if matter is not None:
        frame = frame[frame["matter_id"] == matter]

    replies, rulings = _replies(names, lang), _rulings(lang)
    sources = load("sources").set_index("source_id")
    frame = frame.assign(
        statement=frame["statement" + suffix],
        claimant=frame["claimant_id"].map(names),
        about=frame["actor_id"].map(names),
        targets=frame["claim_id"].map(targets).astype("string"),
        replies=frame["claim_id"].map(replies).astype("string"),
        rulings=[rulings.get((m, a), "") for m, a in zip(frame["matter_id"], frame["actor_id"], strict=True)],
        matter=frame["matter_id"].map(matters["title" + suffix]),
        source=frame["source_id"].map(source_label(sources)),
        url=frame["source_id"].map(sources["url"]),
    )
    frame["rulings"] = frame["rulings"].astype("string").replace("", None)
    return frame.sort_values(["claim_id", "claim_role", "about"])[_COLUMNS].reset_index(drop=True)


def _targets(roles: "pandas.DataFrame", names: "pandas.Series[str]", lang: str) -> dict[str, str]:
    """Claim id -> its targets, the most directly imputed first, as text."""
    words = labels("imputation", lang)
    imputed = roles[roles["claim_role"] == "target"].sort_values("imputation", ascending=False, kind="stable")
    texts: dict[str, list[str]] = {}
    for row in imputed.itertuples():
        text = f"{names[str(row.actor_id)]} ({words[str(row.imputation)]})"
        texts.setdefault(str(row.claim_id), []).append(text)
    return {claim: "; ".join(parts) for claim, parts in texts.items()}


def _replies(names: "pandas.Series[str]", lang: str) -> dict[str, str]:
    """Claim id -> the linked denials and answers to it, as text."""
    spoken = load("claims").set_index("claim_id")
    unnamed = labels("claimant_status", lang)
    statement, earlier = ("statement", "(earlier) ") if lang == "en" else ("statement_es", "(anterior) ")
    texts: dict[str, list[str]] = {}
    links = load("claim_links")
    for link in links[links["relation"].isin(["denies", "answers"])].itertuples():
        reply, claim = spoken.loc[str(link.claim_id)], spoken.loc[str(link.other_claim_id)]
        known = reply["claimant_id"] in names.index
        who = names[reply["claimant_id"]] if known else unnamed[str(reply["claimant_status"])]
        before = bool(reply["said_latest"] < claim["said_earliest"])  # False where either is unknown
        text = f"{earlier if before else ''}{who}: {reply[statement]} [{link.claim_id}]"
        texts.setdefault(str(link.other_claim_id), []).append(text)
    return {claim: " ".join(lines) for claim, lines in texts.items()}


def _rulings(lang: str) -> dict[tuple[str, str], str]:
    """(matter, actor) -> what was decided, in order, as text."""
    dispositions, offences = labels("disposition", lang), labels("offence", lang)
    texts: dict[tuple[str, str], list[str]] = {}
    for row in load("rulings").sort_values(["ruled_latest", "ruling_id"]).itertuples():
        term = f", {row.term}" if isinstance(row.term, str) else ""
        text = f"{dispositions[str(row.disposition)]}: {offences[str(row.offence)]}{term} [{row.ruling_id}]"
        texts.setdefault((str(row.matter_id), str(row.actor_id)), []).append(text)
    return {key: "; ".join(lines) for key, lines in texts.items()}

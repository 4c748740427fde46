"""Rules on what is said of whom: claimant, hedge, target, reply."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peru_narco_data.contract import Root
    from peru_narco_data.raw import Row, Tables

Finding = tuple[str, str, str, str, str]

# The reply statuses that rest on words of the actor, and how the claim that holds them is linked.
REPLY_LINK = {
    "denied": "denies",
    "objected": "answers",
    "admitted": "answers",
    "answered_otherwise": "answers",
    "declined": "answers",
    "no_response": "answers",
}


def _imputations(tables: "Tables") -> Iterator[tuple[str, "Row"]]:
    for row_id, row in tables["claim_actors"].items():
        if row["imputation"] not in ("", "none"):
            yield row_id, row


def replies(tables: "Tables") -> dict[tuple[str, str], set[str]]:
    """(claim, actor) -> the relations of linked claims, by or for the actor, that deny or answer the claim."""
    speakers = {claim_id: {row["claimant_id"]} for claim_id, row in tables["claims"].items()}
    for row in tables["claim_actors"].values():
        if row["claim_role"] == "on_behalf_of":
            speakers.setdefault(row["claim_id"], set()).add(row["actor_id"])
    found: dict[tuple[str, str], set[str]] = {}
    for link in tables["claim_links"].values():
        if link["relation"] in ("denies", "answers"):
            for actor in speakers.get(link["claim_id"], ()):
                found.setdefault((link["other_claim_id"], actor), set()).add(link["relation"])
    return found


def claimant_explained(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A claim names its claimant, or says by its status and attribution why it cannot."""
    for row_id, row in tables["claims"].items():
        named = row["claimant_status"] == "identified"
        if named and not row["claimant_id"]:
            yield "claims", row_id, "claimant_id", "nothing", "a claimant, or a status other than identified"
        if row["claimant_id"] and not named:
            yield "claims", row_id, "claimant_status", row["claimant_status"], "identified, since a claimant is named"
        if row["attribution"] == "unnamed" and named:
            yield "claims", row_id, "attribution", "unnamed", "named or reporter, since a claimant is named"
        if row["attribution"] != "unnamed" and row["claimant_status"] == "unidentified":
            yield "claims", row_id, "attribution", row["attribution"], "unnamed, since nobody is identified"


def purported_never_claimant(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A purported speaker stands as an actor of the claim, never as its claimant, and is heard or read somewhere."""
    for row_id, row in tables["claims"].items():
        if row["claimant_status"] != "purported":
            continue
        if row["claimant_id"]:
            yield "claims", row_id, "claimant_id", row["claimant_id"], "nothing: the speaker is only purported"
        if row["medium"] not in ("recording", "document", "social_media"):
            yield "claims", row_id, "medium", row["medium"], "a recording, document or post that the voice is heard in"


def accusation_has_target(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """An accusation has a target, and a target is someone to whom the claim imputes something."""
    aimed = {row["claim_id"] for _, row in _imputations(tables)}
    for row_id, row in tables["claims"].items():
        if row["claim_type"] == "accuses" and row_id not in aimed:
            yield "claims", row_id, "claim_type", "accuses", "a target with an imputation in claim_actors"
    for row_id, row in tables["claim_actors"].items():
        if (row["claim_role"] == "target") != (row["imputation"] in ("implied", "direct")):
            found = f"{row['claim_role']} with imputation {row['imputation']}"
            yield "claim_actors", row_id, "imputation", found, "implied or direct for a target, none for all others"


def imputation_has_reply_status(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Every imputation says what is known of the target's reply; nothing else has a reply."""
    for row_id, row in tables["claim_actors"].items():
        imputed = row["imputation"] in ("implied", "direct")
        if imputed and not row["reply_status"]:
            yield "claim_actors", row_id, "reply_status", "nothing", "a reply status; none_found where none was found"
        if row["reply_status"] and not imputed:
            yield "claim_actors", row_id, "reply_status", row["reply_status"], "nothing, since nothing is imputed"


def reply_is_linked(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A reply status rests on a linked claim by the target or on its behalf."""
    linked = replies(tables)
    for row_id, row in _imputations(tables):
        needed = REPLY_LINK.get(row["reply_status"])
        if needed and needed not in linked.get((row["claim_id"], row["actor_id"]), ()):
            expected = f"a claim by {row['actor_id']} or on its behalf that {needed} it"
            yield "claim_actors", row_id, "reply_status", row["reply_status"], expected


def reply_is_acknowledged(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """Where a target's denial or answer is linked, its reply status says so; a denial outranks other answers."""
    linked = replies(tables)
    for row_id, row in _imputations(tables):
        relations = linked.get((row["claim_id"], row["actor_id"]), ())
        status = row["reply_status"]
        if "denies" in relations and status not in ("denied", "admitted"):
            yield "claim_actors", row_id, "reply_status", status, "denied, since a denial by this actor is linked"
        elif "answers" in relations and status == "none_found":
            yield "claim_actors", row_id, "reply_status", status, "the kind of answer that is linked"


def reporter_does_not_accuse(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """What the reporter imputes in their own voice without a hedge is on the reviewed list (exceptions)."""
    targets: dict[str, list[str]] = {}
    for _, row in _imputations(tables):
        targets.setdefault(row["claim_id"], []).append(row["actor_id"])
    for row_id, row in tables["claims"].items():
        if row["attribution"] == "reporter" and row["hedge"] == "bare":
            if row_id in targets:
                found = "the reporter's bare imputation to " + ", ".join(sorted(targets[row_id]))
                yield "claims", row_id, "hedge", found, "a reviewed exception with its reason"


def links_join_two_claims(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A link joins two different claims; a denial is linked by a claim of type denies."""
    for row_id, row in tables["claim_links"].items():
        if row["claim_id"] == row["other_claim_id"]:
            yield "claim_links", row_id, "other_claim_id", row["other_claim_id"], "another claim than itself"
        kind = tables["claims"].get(row["claim_id"], {}).get("claim_type")
        if row["relation"] == "denies" and kind != "denies":
            yield "claim_links", row_id, "relation", f"denies, from a claim that {kind}", "a claim of type denies"


def denial_is_linked(tables: "Tables", root: "Root") -> Iterator[Finding]:
    """A denial is linked to what it denies or answers, or to the denial that it repeats."""
    linked = {
        row["claim_id"]
        for row in tables["claim_links"].values()
        if row["relation"] in ("denies", "answers", "repeats", "corroborates")
    }
    for row_id, row in tables["claims"].items():
        if row["claim_type"] == "denies" and row_id not in linked:
            yield (
                "claims",
                row_id,
                "claim_type",
                "denies",
                "a link to the claim that it denies, or a reviewed exception",
            )

"""Agreement of the two codings: on units, and apart from it on codes. Prints the tables of docs/methodology.md.

python coding/agreement.py            # print
python coding/agreement.py --write    # replace the block in docs/methodology.md
"""

from collections.abc import Callable

import krippendorff
import numpy as np
from pages import publish, read

RESAMPLES, SEED = 1000, 2016
CLAIM_CODES = ("claim_type", "claimant", "claimant_status", "attribution", "medium", "hedge", "certainty", "said")

Pairs = list[tuple[str, str, str]]  # paragraph, code in A, code in B


def percent(pairs: Pairs) -> float:
    return 100 * sum(a == b for _, a, b in pairs) / len(pairs) if pairs else float("nan")


def alpha(pairs: Pairs) -> float:
    """Krippendorff's alpha, nominal; not defined where all codes are one and the same."""
    numbers = {code: n for n, code in enumerate(sorted({c for _, a, b in pairs for c in (a, b)}))}
    if len(numbers) < 2:
        return float("nan")
    data = np.array([[numbers[a] for _, a, _ in pairs], [numbers[b] for _, _, b in pairs]], dtype=float)
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))


def interval(pairs: Pairs, measure: Callable[[Pairs], float]) -> tuple[float, float]:
    """95 % interval from resampling whole paragraphs, since units of one paragraph hang together."""
    by_paragraph: dict[str, Pairs] = {}
    for pair in pairs:
        by_paragraph.setdefault(pair[0], []).append(pair)
    groups = [by_paragraph[key] for key in sorted(by_paragraph)]
    generator = np.random.default_rng(SEED)
    draws = []
    for _ in range(RESAMPLES):
        chosen = generator.integers(len(groups), size=len(groups))
        draws.append(measure([pair for group in chosen for pair in groups[group]]))
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return float(low), float(high)


def line(name: str, pairs: Pairs) -> str:
    low, high = interval(pairs, percent)
    value = alpha(pairs)
    shown = "not defined (one code only)"
    if not np.isnan(value):
        shown = "{:.2f} ({:.2f} to {:.2f})".format(value, *interval(pairs, alpha))
    return f"| {name} | {len(pairs)} | {percent(pairs):.1f} ({low:.1f} to {high:.1f}) | {shown} |"


def report() -> str:
    units = {d: {r["unit"]: r for r in read(f"pass_{d}/units.csv")} for d in "ab"}
    alignment = read("alignment.csv")
    same = [(r["unit_a"], r["unit_b"]) for r in alignment if r["match"] == "same"]
    to_common = {r["actor_b"]: r["actor_a"] for r in read("actor_alignment.csv") if r["actor_a"] and r["actor_b"]}

    def common(name: str, which: str) -> str:
        return name if which == "a" else to_common.get(name, name)

    # Units: each unit of either pass is one observation: has the other pass its counterpart?
    paired = {"a": {a for a, _ in same}, "b": {b for _, b in same}}
    partly = {
        "a": {r["unit_a"] for r in alignment if r["match"] == "split"},
        "b": {r["unit_b"] for r in alignment if r["match"] == "split"},
    }
    exact: Pairs = []
    loose: Pairs = []
    for d in "ab":
        for unit, row in units[d].items():
            exact.append((row["locator"], "found", "found" if unit in paired[d] else "not"))
            loose.append((row["locator"], "found", "found" if unit in paired[d] | partly[d] else "not"))
    text = [
        f"Pass A made {len(units['a'])} units and pass B {len(units['b'])}; {len(same)} are the same unit in both.",
        "",
        "| units | n | found by the other pass, percent (95 % interval) |",
        "| --- | ---: | --- |",
    ]
    for name, pairs in (("as one and the same unit", exact), ("at least as part of a unit", loose)):
        low, high = interval(pairs, percent)
        text.append(f"| {name} | {len(pairs)} | {percent(pairs):.1f} ({low:.1f} to {high:.1f}) |")

    imputed = {d: _imputations(d, common) for d in "ab"}
    text += [
        "",
        "| code, over units that are the same | n | same code, percent (95 % interval) | alpha (95 % interval) |",
        "| --- | ---: | --- | --- |",
    ]
    kind = [(units["a"][a]["locator"], units["a"][a]["kind"], units["b"][b]["kind"]) for a, b in same]
    text.append(line("kind of unit", kind))
    claims = [(a, b) for a, b in same if units["a"][a]["kind"] == units["b"][b]["kind"] == "claim"]
    for code in CLAIM_CODES:
        text.append(
            line(
                code,
                [
                    (units["a"][a]["locator"], common(units["a"][a][code], "a"), common(units["b"][b][code], "b"))
                    for a, b in claims
                ],
            )
        )
    order = ["none", "implied", "direct"]
    strongest = {
        d: {unit: max((i for i, _ in found.values()), key=order.index) for unit, found in imputed[d].items()}
        for d in "ab"
    }
    text.append(
        line(
            "imputation (strongest of the claim)",
            [
                (units["a"][a]["locator"], strongest["a"].get(a, "none"), strongest["b"].get(b, "none"))
                for a, b in claims
            ],
        )
    )
    per_target: Pairs = []
    reply: Pairs = []
    for a, b in claims:
        mine, theirs = imputed["a"].get(a, {}), imputed["b"].get(b, {})
        for actor in sorted(mine.keys() | theirs.keys()):
            first, second = mine.get(actor, ("none", "")), theirs.get(actor, ("none", ""))
            per_target.append((units["a"][a]["locator"], first[0], second[0]))
            if actor in mine and actor in theirs:
                reply.append((units["a"][a]["locator"], first[1], second[1]))
    text.append(line("imputation, per target named by either", per_target))
    text.append(line("reply_status, per target named by both", reply))
    return "\n".join(text) + "\n"


def _imputations(which: str, common: Callable[[str, str], str]) -> dict[str, dict[str, tuple[str, str]]]:
    """Unit -> target -> (imputation, reply)."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in read(f"pass_{which}/unit_actors.csv"):
        if row["imputation"] in ("implied", "direct"):
            found.setdefault(row["unit"], {})[common(row["actor"], which)] = (row["imputation"], row["reply_status"])
    return found


SPANISH = {
    "Pass A made": "La pasada A hizo",
    "units and pass B": "unidades y la B",
    "are the same unit in both": "son la misma unidad en ambas",
    "found by the other pass, percent (95 % interval)": "halladas por la otra pasada, por ciento (intervalo del 95 %)",
    "as one and the same unit": "como una misma unidad",
    "at least as part of a unit": "al menos como parte de una unidad",
    "code, over units that are the same": "código, en las unidades comunes",
    "same code, percent (95 % interval)": "mismo código, por ciento (intervalo del 95 %)",
    "alpha (95 % interval)": "alfa (intervalo del 95 %)",
    "imputation (strongest of the claim)": "imputation (la más fuerte de la afirmación)",
    "imputation, per target named by either": "imputation, por destinatario que alguna nombra",
    "reply_status, per target named by both": "reply_status, por destinatario que ambas nombran",
    "kind of unit": "clase de unidad",
    "| units |": "| unidades |",
    " to ": " a ",
}


if __name__ == "__main__":
    text = report()
    publish("docs/methodology.md", "agreement", text)
    for english, spanish in SPANISH.items():
        text = text.replace(english, spanish)
    publish("docs/methodology.es.md", "agreement", text)

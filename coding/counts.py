"""How much there is, in the words of the README, in both languages. Prints the lines.

python coding/counts.py            # print
python coding/counts.py --write    # replace the lines in README.md and README.es.md
"""

from pages import publish

from peru_narco_data import contract, raw

SENTENCES = {
    "README.md": (
        "Version {version} holds {claims} claims, {events} events, {rulings} court decisions and\n"
        "{production} published figures, from {sources} sources.\n"
    ),
    "README.es.md": (
        "La versión {version} contiene {claims} afirmaciones, {events} hechos, {rulings} resoluciones judiciales y\n"
        "{production} cifras publicadas, de {sources} fuentes.\n"
    ),
}


def sentence(page: str) -> str:
    rows = {name: f"{raw.count(name):,}" for name in contract.table_names()}
    if page == "README.es.md":
        rows = {name: count.replace(",", " ") for name, count in rows.items()}
    return SENTENCES[page].format(version=contract.read()["version"], **rows)


if __name__ == "__main__":
    for page in SENTENCES:
        publish(page, "counts", sentence(page))

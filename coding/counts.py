"""How much there is, in the words of the pages, in both languages. Prints the lines.

python coding/counts.py            # print
python coding/counts.py --write    # replace the lines in the pages
"""

from pages import publish

from peru_narco_data import contract, raw

SENTENCES = {
    "en": (
        "Version {version} holds {claims} claims, {events} events, {rulings} court decisions and\n"
        "{production} published figures, from {sources} sources.\n"
    ),
    "es": (
        "La versión {version} contiene {claims} afirmaciones, {events} sucesos, {rulings} resoluciones judiciales y\n"
        "{production} cifras publicadas, de {sources} fuentes.\n"
    ),
}
PAGES = {"README.md": "en", "README.es.md": "es", "docs/datasheet.md": "en", "docs/datasheet.es.md": "es"}


def sentence(lang: str) -> str:
    rows = {name: f"{raw.count(name):,}" for name in contract.table_names()}
    if lang == "es":
        rows = {name: count.replace(",", " ") for name, count in rows.items()}
    return SENTENCES[lang].format(version=contract.read()["version"], **rows)


if __name__ == "__main__":
    for page, lang in PAGES.items():
        publish(page, "counts", sentence(lang))

"""References as text: APA, 7th edition."""

from peru_narco_data.citation.when import day, written
from peru_narco_data.citation.words import WORDS
from peru_narco_data.messages import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from peru_narco_data.citation.items import Item

# Types of CSL that APA dates by the year alone.
_OF_A_YEAR = ("report", "dataset")


def write(items: "list[Item]", lang: str) -> str:
    """A reference to a line, what is ours first."""
    ours = [item for item in items if "version" in item]
    others = sorted((reference(item, lang) for item in items if "version" not in item), key=fold)
    return "\n".join([*(reference(item, lang) for item in ours), *others])


def reference(item: "Item", lang: str) -> str:
    """One reference, APA 7: author or publisher, date, title, publisher, address."""
    words = WORDS[lang]
    container = item.get("container-title") or item.get("publisher") or ""
    people = [_apa_name(name) for name in item.get("author", [])]
    head = (", ".join(people[:-1]) + words["and"] + people[-1]) if len(people) > 1 else "".join(people) or container
    version = f" ({words['version'].format(item['version'])})" if "version" in item else ""
    mark = f" [{words['dataset']}]" if item["type"] == "dataset" else ""
    mark = f" [{item['genre']}]" if "genre" in item else mark
    title = item["title"] + (f" ({item['locator']})" if "locator" in item else "")
    date = written(item.get("issued"), lang)
    if item["type"] in _OF_A_YEAR:
        date = date.split(",")[0]
    texts = [head, f"({date})"]
    if version and container:  # a part of the release
        texts += [title + mark, f"{words['in']} {container}{version}"]
    else:
        texts += [title + version + mark, container if container != head else ""]
    line = " ".join(text if text[-1] in ".?!" else text + "." for text in texts if text)
    return " ".join(filter(None, (line, _address(item, lang))))


def _address(item: "Item", lang: str) -> str:
    if "DOI" in item:
        return f"https://doi.org/{item['DOI']}"
    address: str = item.get("URL", "")
    if not address or "issued" in item or "accessed" not in item:
        return address
    year, *rest = item["accessed"]["date-parts"][0]
    seen = day([year, *rest], lang)
    seen = f"{seen}, {year}" if lang == "en" else f"{seen} de {year}"
    return str(WORDS[lang]["retrieved"].format(seen, address))


def _apa_name(name: dict[str, str]) -> str:
    if "literal" in name:
        return name["literal"]
    initials = " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in name["given"].split())
    return f"{name['family']}, {initials}" if initials else name["family"]

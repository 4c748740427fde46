"""References as RIS."""

from peru_narco_data.citation.items import FORMS, OTHER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from peru_narco_data.citation.items import Item


def write(items: "list[Item]", lang: str) -> str:
    """A reference after another."""
    return "\n\n".join("\n".join(_lines(item)) for item in items)


def _lines(item: "Item") -> "Iterable[str]":
    yield f"TY  - {FORMS.get(item['type'], OTHER)[2]}"
    yield f"ID  - {item['id']}"
    for name in item.get("author", []):
        yield "AU  - " + (name.get("literal") or f"{name['family']}, {name['given']}")
    parts = item["issued"]["date-parts"][0] if "issued" in item else []
    numbers = [str(parts[0]), *(f"{part:02d}" for part in parts[1:]), "", ""][:3] if parts else []
    seen = item["accessed"]["date-parts"][0] if "accessed" in item else []
    lines = {
        "TI": item["title"],
        "T2": item.get("container-title"),
        "PB": item.get("publisher"),
        "PY": str(parts[0]) if parts else "",
        "DA": "/".join([*numbers, ""]) if parts else "",
        "ET": item.get("version"),
        "M3": item.get("genre"),
        "LA": item.get("language"),
        "DO": item.get("DOI"),
        "UR": item.get("URL"),
        "Y2": "/".join([*(f"{part:02d}" for part in seen), ""]) if seen else "",
        "N1": item.get("note"),
    }
    for tag, text in lines.items():
        if text:
            yield f"{tag}  - {text}"
    yield "ER  - "

"""References as CSL-JSON."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from peru_narco_data.citation.items import Item


def write(items: "list[Item]", lang: str) -> str:
    """An array of items."""
    import json

    # The place in a source belongs to a citation, not to an item; it stands in the note.
    plain = [{name: value for name, value in item.items() if name != "locator"} for item in items]
    return json.dumps(plain, ensure_ascii=False, indent=2)

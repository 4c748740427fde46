"""Items of CSL-JSON for the release, its tables and rows, and for sources."""

import os
import re

from peru_narco_data import contract
from peru_narco_data.citation.places import in_words
from peru_narco_data.citation.when import csl_date, written
from peru_narco_data.citation.words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from peru_narco_data.contract import Root
    from peru_narco_data.raw import Row, Table

    Item = dict[str, Any]


# What a kind of source is in CSL, BibTeX (only types that BibTeX itself knows) and RIS.
OTHER = ("document", "misc", "GEN")
KINDS = {
    "news": ("article-newspaper", "article", "NEWS"),
    "opinion": ("article-newspaper", "article", "NEWS"),
    "blog": ("post-weblog", "misc", "BLOG"),
    "official_report": ("report", "techreport", "RPRT"),
    "official_statistics": ("report", "techreport", "RPRT"),
    "press_release": ("webpage", "misc", "ELEC"),
    "reference_work": ("webpage", "misc", "ELEC"),
    "reference_data": ("dataset", "misc", "DATA"),
    "academic": OTHER,
    "court_document": OTHER,
}
_DATASET = KINDS["reference_data"]
FORMS = {kinds[0]: kinds for kinds in KINDS.values()}
# Kinds whose publisher is also who wrote it, where nobody else is named.
_OF_A_BODY = ("official_report", "official_statistics", "press_release", "reference_data", "court_document")
# Types of CSL whose items are parts of something published under a title of its own.
_CONTAINED = ("article-newspaper", "post-weblog", "webpage")


def release(lang: str, root: "Root" = None) -> "Item":
    """The release as a whole. Date, DOI and address stand in CITATION.cff, once there are any."""
    descriptor, file = contract.read(root), _citation_file(root)
    item: Item = {
        "id": str(descriptor.get("name", "release")),
        "type": "dataset",
        "title": descriptor.get("title" if lang == "en" else "title_es", ""),
        "author": [
            {"literal": person["title"]}
            for person in descriptor.get("contributors", [])
            if "author" in person.get("roles", ["author"])
        ],
        "version": descriptor["version"],
        "language": lang,
    }
    date, address = file.get("date-released"), file.get("url") or file.get("repository-code")
    if date:
        item["issued"] = csl_date(date)
    if file.get("doi"):
        item["DOI"] = file["doi"]
    if address:
        item["URL"] = address
    return item


def _citation_file(root: "Root") -> dict[str, str]:
    """The plain texts at the top of CITATION.cff; none where a copy of the data has no such file."""
    path = os.path.join(contract.folder_of(root), "CITATION.cff")
    if not os.path.isfile(path):
        return {}
    with open(path, encoding="utf-8") as stream:
        lines = re.findall(r"""(?m)^([a-z-]+): *["']?([^"'#\n]+?)["']? *(?: #.*)?$""", stream.read())
    return dict(lines)


def part(table: str, row_id: str | None, lang: str) -> "Item":
    """A table of the release, or a row of it."""
    words, item, title = WORDS[lang], release(lang), "title" if lang == "en" else "title_es"
    name = words["part"].format(contract.resource(table)[title], table)
    item["container-title"], item["title"] = item["title"], name
    item["id"] += f"-{table}"
    if row_id is not None:
        item["title"] = words["row"].format(name, row_id)
        item["id"] += "-" + re.sub(r"[^\w.-]+", "-", row_id)
    return item


def source(row: "Row", codes: "Table", lang: str, places: "Iterable[str]" = ()) -> "Item":
    """A source; ``places`` are the locators of the rows that are cited."""
    kind = row["source_type"]
    form = _DATASET if row["read_extent"] == "data_file" else KINDS.get(kind, OTHER)
    item: Item = {"id": row["source_id"], "type": form[0], "title": row["title"]}
    named = [_author(name.strip()) for name in row["author"].split(";") if name.strip()]
    if not named and kind in _OF_A_BODY:
        item["author"] = [{"literal": row["publisher"]}]
    else:
        item |= {"author": named} if named else {}
        item["container-title" if form[0] in _CONTAINED else "publisher"] = row["publisher"]
    if kind == "press_release":
        item["genre"] = _label(codes, "source_type", kind, lang).capitalize()
    issued = csl_date(row["published"])
    item |= {"issued": issued} if issued else {}
    item |= {"URL": re.sub(r"[^!-~]", _percent, row["url"])} if row["url"] else {}
    accessed = csl_date(row["accessed"])
    item |= {"accessed": accessed} if accessed else {}
    item |= {"language": row["language"]} if len(row["language"]) == 2 else {}
    told = ["; ".join(dict.fromkeys(in_words(place, lang) for place in places))]
    item |= {"locator": told[0]} if told[0] else {}
    if issued and (issued.get("circa") or len(issued["date-parts"]) > 1):
        told.append(written(issued, lang))
    if row["read_extent"] not in ("full_text", "data_file"):
        told.append(WORDS[lang]["read"].format(_label(codes, "read_extent", row["read_extent"], lang)))
    item |= {"note": "; ".join(filter(None, told))} if any(told) else {}
    return item


def _percent(sign: "re.Match[str]") -> str:
    return "".join(f"%{byte:02X}" for byte in sign[0].encode())


def _author(name: str) -> dict[str, str]:
    family, comma, given = name.partition(",")
    return {"family": family.strip(), "given": given.strip()} if comma else {"literal": name}


def _label(codes: "Table", code_list: str, code: str, lang: str) -> str:
    row = codes.get(f"{code_list}/{code}", {})
    return row.get("label" if lang == "en" else "label_es", code)

"""Whether everything that names a release names this one: python .ci/ready.py v0.1.0"""

import json
import re
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def missing(version: str) -> list[str]:
    """What does not name the version, or gives it no date."""
    pages = {
        n: (CHECKOUT / n).read_text(encoding="utf-8") for n in ("datapackage.json", "CITATION.cff", "CHANGELOG.md")
    }
    found = []
    if json.loads(pages["datapackage.json"])["version"] != version:
        found.append(f"datapackage.json is not {version}")
    if not re.search(rf"(?m)^version: {re.escape(version)}$", pages["CITATION.cff"]):
        found.append(f"CITATION.cff is not {version}")
    dated = re.search(r"(?m)^date-released: ['\"]?(\d{4}-\d{2}-\d{2})", pages["CITATION.cff"])
    if not dated:
        found.append("CITATION.cff has no date-released")
    elif f"## {version} ({dated[1]})" not in pages["CHANGELOG.md"]:
        found.append(f"CHANGELOG.md has no heading '## {version} ({dated[1]})'")
    return found


def main(arguments: list[str]) -> int:
    found = missing(arguments[0].removeprefix("v"))
    print("\n".join(found) or f"{arguments[0]} is ready")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

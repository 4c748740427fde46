"""Whether a data package keeps what an earlier release promised, or its version says that it does not.

python .ci/compatible.py EARLIER/datapackage.json

A table, field or code that is gone, or a type or key that is another, needs a major step; before 1.0 a minor one.
"""

import json
import sys
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent


def broken(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What a program written for the old package can no longer count on."""
    found, there = [], {resource["name"]: resource["schema"] for resource in new["resources"]}
    for resource in old["resources"]:
        name, before = resource["name"], resource["schema"]
        if name not in there:
            found.append(f"table {name} is gone")
            continue
        if before["primaryKey"] != there[name]["primaryKey"]:
            found.append(f"the key of {name} is another")
        fields = {field["name"]: field for field in there[name]["fields"]}
        for field in before["fields"]:
            title = f"{name}.{field['name']}"
            if field["name"] not in fields:
                found.append(f"field {title} is gone")
                continue
            now = fields[field["name"]]
            if now["type"] != field["type"]:
                found.append(f"{title} is {now['type']}, was {field['type']}")
            codes = [one.get("constraints", {}).get("enum") for one in (field, now)]
            gone = set(codes[0] or ()) - set(codes[1] or ()) if codes[1] or codes[0] else set()
            found += [f"code {code} of {title} is gone" for code in sorted(gone)]
    return found


def announced(old: str, new: str) -> bool:
    """Whether the step from one version to the other allows something to be broken."""
    before, after = ([int(part) for part in version.split(".")] for version in (old, new))
    return after[:1] > before[:1] or (after[0] == 0 and after[:2] > before[:2])


def main(arguments: list[str]) -> int:
    old, new = (
        json.loads(Path(file).read_text(encoding="utf-8")) for file in (arguments[0], CHECKOUT / "datapackage.json")
    )
    found = broken(old, new)
    print("\n".join(found) or "nothing that was promised is gone")
    return int(bool(found) and not announced(old["version"], new["version"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

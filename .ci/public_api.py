"""What the package promises: each public name with its parameters, as the code says, compared with what is recorded.

python .ci/public_api.py            # fails where .ci/public_api.txt says otherwise
python .ci/public_api.py --write    # after a change that the changelog tells of
"""

import difflib
import sys
from pathlib import Path

import griffe

HERE = Path(__file__).resolve().parent


def signature(function: griffe.Function) -> str:
    """Name, parameters and result of a function, on one line; an overload is a line of its own."""
    parts, star = [], False
    for parameter in function.parameters:
        keyword = parameter.kind is griffe.ParameterKind.keyword_only
        parts += ["*"] if keyword and not star else []
        star = star or keyword
        default = f" = {parameter.default}" if parameter.default is not None else ""
        parts.append(f"{parameter.name}: {parameter.annotation}{default}")
    return f"{function.name}({', '.join(parts)}) -> {function.returns}"


def recorded() -> list[str]:
    """One line for each public name and overload, in the order of ``__all__``."""
    package = griffe.load("peru_narco_data", search_paths=[HERE.parent / "src"], allow_inspection=False)
    lines = []
    for name in package.exports or []:
        found = package[str(name)]
        target = found.final_target if found.is_alias else found
        if not target.is_function:
            lines.append(f"{name}: {target.annotation}")
            continue
        lines += [signature(one) for one in [*(target.overloads or []), target]]
    return lines


def main(arguments: list[str]) -> int:
    page, lines = HERE / "public_api.txt", [f"{line}\n" for line in recorded()]
    if arguments == ["--write"]:
        page.write_text("".join(lines), encoding="utf-8")
    kept = page.read_text(encoding="utf-8").splitlines(keepends=True)
    sys.stdout.writelines(difflib.unified_diff(kept, lines, "recorded", "as it is", n=0))
    return int(kept != lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

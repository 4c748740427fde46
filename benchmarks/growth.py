"""How check() grows with the data, beside frictionless: the shipped tables, and the same multiplied.

python benchmarks/growth.py               # 1, 10 and 100 times
python benchmarks/growth.py --times 1 3   # a smoke run

A multiplied copy repeats every row but codes, with a mark on its key and on every reference, so that the copies hang
together as the original does; patterns of ids are taken out of its contract. It breaks no rule.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from peru_narco_data import contract, raw

CHECKOUT = Path(__file__).resolve().parent.parent
ALONE = ("codes",)  # written once: the codes are no data


def multiplied(folder: Path, times: int) -> int:
    """Write the data, ``times`` over, into the folder; return the number of rows."""
    descriptor = json.loads((CHECKOUT / "datapackage.json").read_text(encoding="utf-8"))
    (folder / "data").mkdir()
    total = 0
    for table in descriptor["resources"]:
        name, fields = table["name"], [f["name"] for f in table["schema"]["fields"]]
        for field in table["schema"]["fields"]:
            field.get("constraints", {}).pop("pattern", None)
        marked = {*table["schema"]["primaryKey"], *(c for c, t, _ in contract.foreign_keys(name) if t not in ALONE)}
        marked = {c for c in marked if not contract.codes_of(name, c)} | ({"row_id"} & set(fields))
        marked |= {"title", "label"} & set(fields)  # or two sources would be one
        marked -= {"locator", "table_name", "code_list", "code", "excepted_rule", "unit"}
        with open(folder / "data" / f"{name}.csv", "w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fields, lineterminator="\n")
            writer.writeheader()
            for copy in range(1 if name in ALONE else times):
                for row in raw.read(name).values():
                    writer.writerow({c: v if not v or c not in marked else mark(v, copy) for c, v in row.items()})
                    total += 1
    (folder / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
    return total


def mark(value: str, copy: int) -> str:
    """A key of the original, or one of its copies; each part of a composite row id has its mark."""
    if not copy:
        return value
    parts = value.split("/")
    if len(parts) == 1:
        return f"{value}-x{copy}"
    return "/".join(f"{p}-x{copy}" if i in REFERRING.get(len(parts), ()) else p for i, p in enumerate(parts))


# Which parts of a composite row id (claim/actor/role, ...) are ids.
REFERRING = {2: (0, 1), 3: (0, 1), 4: (1, 2)}

CHECK = """
import resource, sys
from peru_narco_data import rules
wrong = len(list(rules.violations(sys.argv[1])))
print(wrong, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def timed(command: list[str]) -> tuple[float, str]:
    """Seconds of one fresh process, and what it printed."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return time.perf_counter() - start, done.stdout


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--repeat", type=int, default=3)
    request = parser.parse_args(arguments)
    print("| times | rows | check(), s | per 10,000 rows, s | peak memory, MB | frictionless, s | ratio |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    sound = True
    for times in request.times:
        with tempfile.TemporaryDirectory() as name:
            rows, repeat = multiplied(Path(name), times), request.repeat if times < 50 else 1
            mine, said = sorted(timed([sys.executable, "-c", CHECK, name]) for _ in range(repeat))[repeat // 2]
            oracle = [sys.executable, "-m", "frictionless", "validate", f"{name}/datapackage.json"]
            theirs, _ = sorted(timed(oracle) for _ in range(repeat))[repeat // 2]
            wrong, memory = map(int, said.split())
            sound = sound and not wrong
            print(
                f"| {times} | {rows:,} | {mine:.2f} | {mine / rows * 1e4:.2f} | {memory / 1024:.0f} "
                f"| {theirs:.2f} | {mine / theirs:.2f} |",
                flush=True,
            )
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What a wheel weighs, kind by kind and file by file: python benchmarks/size.py WHEEL. Fails beyond the bound."""

import sys
import zipfile
from collections import Counter
from pathlib import Path

BOUND = 900  # kB; the aim was 600 when the record was a third of this, and three quarters of it are tables


def kind(name: str) -> str:
    if "/_bundle/data/" in name:
        return "tables, CSV"
    if name.endswith("datapackage.json"):
        return "contract"
    return "code" if name.endswith((".py", "py.typed", ".topo.json")) else "licences and metadata"


def main(arguments: list[str]) -> int:
    files = zipfile.ZipFile(arguments[0]).infolist()
    whole = Path(arguments[0]).stat().st_size / 1e3
    sums = Counter[str]()
    for file in files:
        sums[kind(file.filename)] += file.compress_size
    print(f"{whole:.0f} kB in {len(files)} files; {sum(f.file_size for f in files) / 1e6:.1f} MB unpacked")
    for title, size in sums.most_common():
        print(f"  {size / 1e3:6.0f} kB  {title}")
    print("largest:")
    for file in sorted(files, key=lambda f: -f.compress_size)[:8]:
        print(f"  {file.compress_size / 1e3:6.0f} kB  {file.filename.removeprefix('peru_narco_data/')}")
    return int(whole > BOUND)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

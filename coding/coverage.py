"""Prints which rows rest on each paragraph of the starting article, or why none does."""

import csv
from collections import Counter
from pathlib import Path

from peru_narco_data import raw

SOURCE = "vice-2016-narco-state"

if __name__ == "__main__":
    with open(Path(__file__).parent / "uncoded.csv", encoding="utf-8", newline="") as stream:
        reasons = {row["locator"]: row["reason"] for row in csv.DictReader(stream)}
    counts: dict[str, Counter[str]] = {}
    for table, rows in raw.read_all().items():
        for row in rows.values():
            if table != "fingerprints" and row.get("source_id") == SOURCE and "locator" in row:
                counts.setdefault(row["locator"], Counter())[table] += 1
    for paragraph in (row["locator"] for row in raw.read("fingerprints").values() if row["source_id"] == SOURCE):
        found = ", ".join(f"{n} {table}" for table, n in sorted(counts.get(paragraph, Counter()).items()))
        print(f"{paragraph:<4} {found or 'none: ' + reasons.get(paragraph, 'NO REASON GIVEN')}")

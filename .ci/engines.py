"""Each export opened by a program of its own field, and its rows counted: ``engines.py PROGRAM FOLDER``.

Run by ``.ci/full``, each in an environment of its own; ``FOLDER/counts.json`` has the rows of each table.
"""

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

FOLDER = Path(sys.argv[2])
COUNTS: dict[str, int] = json.loads((FOLDER / "counts.json").read_text(encoding="utf-8"))


def equal(found: dict[str, int]) -> None:
    assert found == COUNTS, {
        name: (found.get(name), count) for name, count in COUNTS.items() if found.get(name) != count
    }
    print(f"  {len(found)} tables, {sum(found.values())} rows, as many as in the release")


def sqlite3() -> None:
    def ask(query: str) -> str:
        command = ["sqlite3", "-readonly", str(FOLDER / "sqlite" / "peru-narco-data.sqlite"), query]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    equal({name: int(ask(f"SELECT count(*) FROM {name}")) for name in COUNTS})
    assert ask("PRAGMA integrity_check") == "ok"
    assert ask("PRAGMA foreign_key_check") == ""
    claims = int(ask("SELECT count(DISTINCT claim_id) FROM readable_claims"))
    found = ask("SELECT count(*) FROM full_text WHERE full_text MATCH 'caracol'")
    assert claims == COUNTS["claims"]
    assert int(found) > 10
    print(f"  keys hold; {claims} claims in the view; {found} rows found by full text")


def polars() -> None:
    import polars

    equal({name: polars.scan_parquet(FOLDER / "parquet" / f"{name}.parquet").collect().height for name in COUNTS})


def duckdb() -> None:
    import os

    import duckdb

    os.chdir(FOLDER / "duckdb")
    base = duckdb.connect("peru.duckdb")
    base.execute(Path("load.sql").read_text(encoding="utf-8"))
    equal({name: base.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in COUNTS})
    base.close()
    os.remove("peru.duckdb")


def pyspark() -> None:
    import os
    import tempfile

    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    found = {}
    for name in COUNTS:
        frame = spark.read.parquet(str(FOLDER / "parquet" / f"{name}.parquet"))
        rows = [tuple(row) for row in frame.collect()]
        lines = [json.loads(line) for line in (FOLDER / "jsonl" / f"{name}.jsonl").read_text("utf-8").splitlines()]
        plain = [tuple(str(v) if hasattr(v, "isoformat") else v for v in row) for row in rows]
        assert plain == [tuple(line.values()) for line in lines], name
        found[name] = len(rows)
    equal(found)
    print("  every value as in JSON Lines; the example of docs/exports.md:")
    page = (Path(__file__).parent.parent / "docs" / "exports.md").read_text(encoding="utf-8")
    (example,) = (b for b in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "pyspark" in b)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        exec(compile(example, "docs/exports.md", "exec"), {})
        os.chdir("/")


def mlcroissant() -> None:
    import mlcroissant

    for name in ("croissant.json", "croissant-1.0.json"):
        dataset = mlcroissant.Dataset(jsonld=str(FOLDER / "croissant" / name))
        assert not dataset.metadata.ctx.issues.errors, dataset.metadata.ctx.issues.report()
        records = {r.uuid: list(dataset.records(record_set=r.uuid)) for r in dataset.metadata.record_sets}
        print(f"  {name}: {dataset.metadata.ctx.conforms_to}")
        equal({name: len(rows) for name, rows in records.items()})
        ids = {row["claims/claim_id"].decode() for row in records["claims"]}
        assert len(ids) == COUNTS["claims"]


def followthemoney() -> None:
    from followthemoney import model
    from followthemoney.types import registry

    kinds: Counter[str] = Counter()
    ids, links, lost = set(), set(), []
    for line in (FOLDER / "ftm" / "peru-narco-data.ftm.json").read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        schema = model.get(data["schema"])
        schema.validate(data)
        entity = model.get_proxy(data, cleaned=False)
        kinds[entity.schema.name] += 1
        ids.add(entity.id)
        assert "topics" not in data["properties"]
        for name, values in data["properties"].items():
            lost += [(entity.id, name, values)] if sorted(entity.get(name)) != sorted(set(values)) else []
            links |= set(values) if schema.get(name).type == registry.entity else set()
    assert not lost, lost[:5]
    assert links <= ids
    assert kinds["Note"] == COUNTS["claims"]
    assert kinds["Event"] == COUNTS["events"]
    assert kinds["Article"] + kinds["Document"] == COUNTS["sources"]
    print(f"  {sum(kinds.values())} entities, no value lost, no dangling link: {dict(kinds.most_common())}")


def jsonld() -> None:
    """As a crawler finds it in a page, then expanded, then as a graph."""
    import extruct
    import rdflib
    from pyld import jsonld as processor

    text = (FOLDER / "jsonld" / "peru-narco-data.jsonld").read_text(encoding="utf-8")
    page = f'<html><body><script type="application/ld+json">{text}</script></body></html>'
    (data,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    nodes = processor.expand(data)
    kinds = Counter(kind.rpartition("/")[2] for node in nodes for kind in node["@type"])
    assert kinds["Claim"] == COUNTS["claims"]
    assert kinds["Event"] == COUNTS["events"]
    assert not kinds["ClaimReview"]
    graph = rdflib.Graph().parse(data=text, format="json-ld")
    print(f"  {len(nodes)} nodes, {len(graph)} triples: {dict(kinds.most_common())}")


def libreoffice() -> None:
    """Sheets that LibreOffice wrote as CSV, and its picture of the first pages."""
    found = {}
    for name in COUNTS:
        with open(FOLDER / "office" / f"peru-narco-data-{name}.csv", encoding="utf-8", newline="") as stream:
            found[name] = sum(1 for _ in csv.reader(stream)) - 1
    equal(found)
    pictures = sorted((FOLDER / "office").glob("*.png"))
    assert len(pictures) >= 3
    assert all(picture.stat().st_size > 5_000 for picture in pictures)
    print(f"  {len(pictures)} pages drawn")


globals()[sys.argv[1]]()

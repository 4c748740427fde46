"""Exports hold the same rows everywhere, are the same twice, are safe in spreadsheets, and are whole or not there."""

import csv
import datetime
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peru_narco_data as pnd
from peru_narco_data import beside, cli, contract, raw, rules, series
from peru_narco_data.exporting import (
    FORMATS,
    as_excel,
    as_ftm,
    as_jsonl,
    as_jsonld,
    as_sqlite,
    cells,
    export,
    files,
    sql,
)
from tests.conftest import CHECKOUT

duckdb = pytest.importorskip("duckdb", reason="the extra test is not installed: no exports are tested")
openpyxl = pytest.importorskip("openpyxl")
rdflib = pytest.importorskip("rdflib")
pytest.importorskip("xlsxwriter")

TABLES = contract.table_names()
Rows = list[list[Any]]


AGAIN = """
import sys
from peru_narco_data.exporting import FORMATS, export
for format in FORMATS:
    export(f"{sys.argv[1]}/{format}", format)
"""


@pytest.fixture(scope="session")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Every format, written here and by another process whose sets are in another order."""
    here, there = tmp_path_factory.mktemp("here"), tmp_path_factory.mktemp("there")
    command = [sys.executable, "-c", AGAIN, str(there)]
    other = subprocess.Popen(command, env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Lima"})
    for format in FORMATS:
        assert export(here / format, format) == str(here / format)
    assert other.wait(timeout=20) == 0
    return here, there


@pytest.fixture(scope="session")
def made(twice: tuple[Path, Path]) -> Path:
    """Every format, written once."""
    return twice[0]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writers that write little, where it is the moving that is tested."""

    def write(folder: str, lang: str, bom: bool) -> None:
        for name in filter(None, ("claims.jsonl", "part/more.jsonl", *FORMATS.values())):
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            Path(folder, name).write_text("{}")

    for module in (as_jsonl, as_sqlite, as_excel, as_ftm, as_jsonld):
        monkeypatch.setattr(module, "write", write)


def hidden(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(".")]


# The same rows everywhere.


def arrow_rows(table: str) -> Rows:
    return [list(row.values()) for row in pnd.load(table, engine="pyarrow").to_pylist()]


def from_csv(made: Path, table: str) -> Rows:
    with open(made / "csv" / "data" / f"{table}.csv", encoding="utf-8", newline="") as stream:
        _, *records = csv.reader(stream)
    kinds = [field["type"] for field in contract.fields(table)]
    read = {"integer": int, "number": float, "boolean": "true".__eq__, "date": datetime.date.fromisoformat}
    return [
        [read.get(kind, cells.unsafe)(text) if text else None for kind, text in zip(kinds, record, strict=True)]
        for record in records
    ]


def from_parquet(made: Path, table: str) -> Rows:
    return [list(row.values()) for row in pq.ParquetFile(made / "parquet" / f"{table}.parquet").read().to_pylist()]


def from_sqlite(made: Path, table: str) -> Rows:
    base = sqlite3.connect(made / "sqlite" / FORMATS["sqlite"])
    rows = base.execute(f"SELECT * FROM {table}").fetchall()
    base.close()
    return [untyped(table, row) for row in rows]


def from_jsonl(made: Path, table: str) -> Rows:
    lines = (made / "jsonl" / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(list(json.loads(line)) == [f["name"] for f in contract.fields(table)] for line in lines)
    return [untyped(table, list(json.loads(line).values())) for line in lines]


def untyped(table: str, row: Any) -> list[Any]:
    """Dates and booleans of formats that have none."""
    kinds = [field["type"] for field in contract.fields(table)]
    read = {"boolean": bool, "date": datetime.date.fromisoformat}
    return [
        read[kind](cell) if kind in read and cell is not None else cell for kind, cell in zip(kinds, row, strict=True)
    ]


@pytest.fixture(scope="session")
def book(made: Path) -> dict[str, Rows]:
    """Sheets of the workbook."""
    opened = openpyxl.load_workbook(made / "excel" / FORMATS["excel"], read_only=True)
    sheets = {}
    for sheet in opened:
        sheet.reset_dimensions()
        sheets[sheet.title] = [list(row) for row in sheet.iter_rows(values_only=True)]
    opened.close()
    return sheets


def from_excel(book: dict[str, Rows], table: str) -> Rows:
    width = len(contract.fields(table))
    rows = [(row + [None] * width)[:width] for row in book[table][1:]]
    return [[cell.date() if isinstance(cell, datetime.datetime) else cell for cell in row] for row in rows]


@pytest.mark.parametrize("table", TABLES)
def test_counts_keys_and_values_are_equal_everywhere(made: Path, book: dict[str, Rows], table: str) -> None:
    released = arrow_rows(table)
    assert len(released) == raw.count(table)
    for read in (from_csv, from_parquet, from_sqlite, from_jsonl):
        assert read(made, table) == released, read.__name__
    assert from_excel(book, table) == released
    names = [field["name"] for field in contract.fields(table)]
    key = [names.index(column) for column in contract.primary_key(table)]
    assert len({tuple(row[i] for i in key) for row in from_excel(book, table)}) == len(released)


def test_duckdb_loads_every_row_with_keys_and_comments(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made / "duckdb")
    base = duckdb.connect(":memory:")
    base.execute(Path("load.sql").read_text(encoding="utf-8"))
    for table in TABLES:
        key = ", ".join(contract.primary_key(table))
        names = [f["name"] for f in contract.fields(table)]
        order = [names.index(column) for column in contract.primary_key(table)]
        found = [list(row) for row in base.execute(f"SELECT * FROM {table} ORDER BY {key}").fetchall()]
        assert found == sorted(arrow_rows(table), key=lambda row: [str(row[i]) for i in order])
    with pytest.raises(duckdb.ConstraintException):
        base.execute("UPDATE claim_actors SET actor_id = 'nobody-at-all' WHERE claim_id = 'c0002'")
    with pytest.raises(duckdb.ConstraintException):
        base.execute("UPDATE claims SET hedge = 'sure' WHERE claim_id = 'c0002'")
    comments = dict(
        base.execute("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'claims'").fetchall()
    )
    assert comments == {field["name"]: field["description"] for field in contract.fields("claims")}


def plain(value: Any) -> Any:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    return value.isoformat()[:10] if hasattr(value, "isoformat") else value


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_views_say_what_the_functions_say(made: Path, engine: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made / "duckdb")
    base: Any
    if engine == "duckdb":
        base = duckdb.connect(":memory:")
        base.execute(Path("load.sql").read_text(encoding="utf-8"))
    else:
        base = sqlite3.connect(made / "sqlite" / FORMATS["sqlite"])
    keys = {"claims": ["claim_id", "about", "claim_role"], "events": ["event_id"], "actors": ["actor_id"]}
    for name, frame in cells.readable(lang).items():
        there = base.execute(f"SELECT * FROM readable_{name}")
        columns = [column[0] for column in there.description]
        rows = [dict(zip(columns, map(plain, row), strict=True)) for row in there.fetchall()]
        suffixed = {c: c + "_es" if lang == "es" and c + "_es" in columns else c for c in frame.columns}
        missing = {c for c in frame.columns if suffixed[c] not in columns}
        assert missing <= {"quantities"}  # these stand in their table
        kept = [c for c in frame.columns if c not in missing]
        key = [kept.index(c) for c in keys.get(name, ["observation_id"])]
        found = [[row[suffixed[c]] for c in kept] for row in rows]
        wanted = [[plain(v) for v in row] for row in frame[kept].astype(object).itertuples(index=False)]
        by_key: Callable[[list[Any]], list[str]] = lambda row: [str(row[i]) for i in key]  # noqa: B023, E731
        assert sorted(found, key=by_key) == sorted(wanted, key=by_key)
    base.close()


def test_order_of_tables_follows_their_keys() -> None:
    order = sql.ordered_tables()
    assert sorted(order) == sorted(TABLES)
    for table in TABLES:
        assert all(order.index(target) <= order.index(table) for _, target, _ in contract.foreign_keys(table))


# The same twice; with what belongs to it.


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_is_the_same_twice(twice: tuple[Path, Path], format: str) -> None:
    here, there = twice[0] / format, twice[1] / format
    assert files(str(here)) == files(str(there))
    for name in files(str(here)):
        assert (here / name).read_bytes() == (there / name).read_bytes(), name
    assert os.stat(here).st_mode & 0o777 == 0o777 & ~umask()


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("format", FORMATS)
def test_every_folder_says_how_to_read_it_and_what_is_in_it(made: Path, format: str) -> None:
    page = (made / format / "README.md").read_text(encoding="utf-8")
    assert "someone said it, not that it is so" in page
    assert f"| claims | {raw.count('claims')} |" in page
    assert pnd.__version__ in page
    sums = (made / format / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert [line[66:] for line in sums] == [name for name in files(str(made / format)) if name != "SHA256SUMS"]
    assert FORMATS[format] in ["", *files(str(made / format))]


# CSV


@given(st.text(alphabet=st.sampled_from(list("'=+-@＝＋－＠ \t\r\nab1")), max_size=6) | st.text(max_size=6))
def test_no_text_is_a_formula_and_every_one_can_be_had_back(text: str) -> None:
    assert cells.unsafe(cells.safe(text)) == text
    assert not cells.safe(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not cells.safe(text).startswith(("\t", "\r", "\n"))


def test_cells_of_files_for_spreadsheets_are_safe(made: Path) -> None:
    seen = 0
    for path in [*(made / "csv").rglob("*.csv"), *(made / "croissant").rglob("*.csv")]:
        with open(path, encoding="utf-8", newline="") as stream:
            for record in csv.reader(stream):
                for cell in record:
                    seen += 1
                    assert cell[:1] not in tuple("=+@\t\r") or not cell
                    assert cell[:1] != "-" or float(cell) < 0
    assert seen > 100_000
    text = (made / "csv" / "data" / "actor_names.csv").read_text(encoding="utf-8")
    assert ",'@SimeonTegel," in text  # the one such cell of this release


def test_the_csv_bundle_is_checked_like_the_release(made: Path) -> None:
    assert [v for v in rules.violations(made / "csv") if v.rule != "checksum"] == []
    for table in TABLES:
        here, there = made / "csv" / "data" / f"{table}.csv", CHECKOUT / "data" / f"{table}.csv"
        assert here.read_bytes() == there.read_bytes() or table == "actor_names"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_readable_csv_has_names_replies_and_sources(lang: str, tmp_path: Path) -> None:
    export(tmp_path / "out", lang=lang, bom=True)
    views = {"claims": pnd.claims, "events": pnd.events, "actors": pnd.actors, "production": pnd.production}
    assert {path.stem for path in (tmp_path / "out" / "readable").iterdir()} == set(views)
    for view, function in views.items():
        path = tmp_path / "out" / "readable" / f"{view}.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        wanted = function(lang=lang)
        assert list(frame.columns) == list(wanted.columns)  # contradictions, quantities and all
        assert len(frame) == len(wanted)
        for name in wanted.columns:
            written = [cells.unsafe(text) for text in frame[name]]
            assert written == [cells.unsafe(cells.text(plain(v))) for v in wanted[name].astype(object)], (view, name)
    assert pnd.claims()["contradictions"].notna().sum() > 20
    for page in ("CODEBOOK.md", "CODEBOOK.es.md"):
        assert (tmp_path / "out" / page).read_bytes() == (CHECKOUT / page).read_bytes()
    named = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["encoding"] for resource in named["resources"]} == {"utf-8-sig"}
    figures = (tmp_path / "out" / "readable" / "production.csv").read_text(encoding="utf-8-sig")
    assert ",42900,,,about," in figures


# SQLite


def test_sqlite_enforces_keys_codes_and_types(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "base.sqlite"
    path.write_bytes((made / "sqlite" / FORMATS["sqlite"]).read_bytes())
    base = sqlite3.connect(path)
    base.execute("PRAGMA foreign_keys = ON")
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for statement in (
        "INSERT INTO claims SELECT * FROM claims WHERE claim_id = 'c0001'",
        "UPDATE claims SET claimant_id = 'nobody-at-all' WHERE claim_id = 'c0001'",
        "UPDATE claims SET hedge = 'sure' WHERE claim_id = 'c0001'",
        "UPDATE claims SET statement = NULL WHERE claim_id = 'c0001'",
        "UPDATE claims SET said_latest = '2016-13-01' WHERE claim_id = 'c0001'",
        "UPDATE production SET value = 'many' WHERE observation_id = 'o00001'",
        "UPDATE production SET repeats_id = 'o99999' WHERE observation_id = 'o00001'",
        "UPDATE actors SET is_identifiable = 2 WHERE actor_id = 'alan-garcia'",
        "UPDATE places SET latitude = 91 WHERE place_id = 'airport-lima'",
        "DELETE FROM sources WHERE source_id = 'vice-2016-narco-state'",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            base.execute(statement)
    base.close()


def test_full_text_finds_without_accents_and_shows_who_says_it(made: Path) -> None:
    base = sqlite3.connect(made / "sqlite" / FORMATS["sqlite"])
    found = base.execute(
        "SELECT row_id, content FROM full_text WHERE full_text MATCH 'soberon' AND table_name = 'claims'"
    ).fetchall()
    assert len(found) >= 5
    told = dict(base.execute("SELECT claim_id, sentence FROM claim_sentences").fetchall())
    assert all(content == told[claim] for claim, content in found)
    assert told["c0128"] == pnd.as_sentence("c0128")
    assert "In answer: Alan García" in told["c0128"]
    assert base.execute("SELECT count(*) FROM full_text WHERE full_text MATCH 'helicoptero'").fetchone()[0] > 0
    assert base.execute("SELECT description FROM about_fields WHERE field_name = 'hedge'").fetchone()[0]
    assert "not that it is so" in dict(base.execute("SELECT * FROM about_release").fetchall())["how_to_read_en"]
    base.close()


def test_parquet_carries_the_words_of_the_contract(made: Path) -> None:
    schema = pq.read_schema(made / "parquet" / "claims.parquet")
    field = next(f for f in contract.fields("claims") if f["name"] == "hedge")
    assert schema.field("hedge").metadata[b"description"].decode() == field["description"]
    assert schema.metadata[b"version"].decode() == pnd.__version__
    assert schema.metadata[b"primary_key"] == b"claim_id"
    assert str(schema.field("said_latest").type) == "date32[day]"


def test_polars_reads_the_parquet_files(made: Path) -> None:
    polars = pytest.importorskip("polars")
    for table in TABLES:
        frame = polars.read_parquet(made / "parquet" / f"{table}.parquet")
        assert frame.rows() == [tuple(row) for row in arrow_rows(table)], table


# Excel


def test_the_workbook_is_readable_and_holds_no_formula(made: Path, book: dict[str, Rows]) -> None:
    assert list(book) == ["Read me", *(f"readable {n}" for n in cells.readable("en")), *TABLES, "codebook"]
    assert any("not that it is so" in str(row[0]) for row in book["Read me"])
    assert len(book["codebook"]) == 1 + sum(len(contract.fields(table)) for table in TABLES)
    assert len(book["readable claims"]) == 1 + len(pnd.claims())
    opened = openpyxl.load_workbook(made / "excel" / FORMATS["excel"])
    for table in TABLES:
        sheet = opened[table]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
    name = next(cell for cell in opened["actor_names"]["C"] if cell.value == "@SimeonTegel")
    assert name.data_type == "s"
    kinds = {cell.data_type for sheet in opened for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    opened.close()


def test_a_formula_in_the_data_stays_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = raw.lines

    def attacked(table: str, root: Any = None) -> Any:
        for number, record in enumerate(lines(table, root)):
            yield (
                [*record[:1], '=HYPERLINK("http://x.invalid")', *record[2:]]
                if (table, number) == ("matters", 1)
                else record
            )

    monkeypatch.setattr(raw, "lines", attacked)
    monkeypatch.setattr(cells, "readable", lambda lang: {})
    monkeypatch.setattr(contract, "table_names", lambda root=None: ["matters"])
    export(tmp_path / "book.xlsx", "excel")
    opened = openpyxl.load_workbook(tmp_path / "book.xlsx", read_only=True)
    assert opened["matters"]["B2"].data_type == "s"
    assert opened["matters"]["B2"].value.startswith("=HYPERLINK")
    export(tmp_path / "csv", "csv")
    assert "\"'=HYPERLINK(" in (tmp_path / "csv" / "data" / "matters.csv").read_text(encoding="utf-8")


# Croissant, FollowTheMoney, schema.org


@pytest.mark.parametrize("name", ["croissant.json", "croissant-1.0.json"])
def test_croissant_describes_every_field_and_points_nowhere_else(made: Path, name: str) -> None:
    described = json.loads((made / "croissant" / name).read_text(encoding="utf-8"))
    assert described["conformsTo"].endswith("/1.0" if "1.0" in name else "/1.1")
    files_ = {file["@id"]: file for file in described["distribution"]}
    assert len(files_) == len(described["distribution"]) == len(described["recordSet"]) == len(TABLES)
    fields = [field["@id"] for records in described["recordSet"] for field in records["field"]]
    assert fields == [f"{table}/{field['name']}" for table in TABLES for field in contract.fields(table)]
    for records in described["recordSet"]:
        keys = records["key"] if isinstance(records["key"], list) else [records["key"]]
        assert [key["@id"] for key in keys] == [f"{records['@id']}/{c}" for c in contract.primary_key(records["@id"])]
        links = [f["references"] for f in records["field"] if "references" in f]
        assert len(links) == len(contract.foreign_keys(records["@id"]))
        for link in links:
            assert f"{link['fileObject']['@id'].removesuffix('.csv')}/{link['extract']['column']}" in fields
    import hashlib

    for file in files_.values():
        content = (made / "croissant" / file["contentUrl"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["contentSize"] == f"{len(content)} B"


@pytest.fixture(scope="session")
def entities(made: Path) -> dict[str, dict[str, Any]]:
    lines = (made / "ftm" / FORMATS["ftm"]).read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert len({entity["id"] for entity in found}) == len(found)
    return {entity["id"]: entity for entity in found}


def test_no_entity_is_a_verdict_and_claims_are_attributed(entities: dict[str, dict[str, Any]]) -> None:
    known = pnd.load("actors").set_index("actor_id")
    assert not [e for e in entities.values() if "topics" in e["properties"] or "riskSource" in e["properties"]]
    notes_ = {i: e for i, e in entities.items() if e["schema"] == "Note"}
    assert len(notes_) == raw.count("claims")
    assert notes_["pnd-claim-c0128"]["properties"]["description"] == [pnd.as_sentence("c0128")]
    assert all("not established" in e["properties"]["name"][0] for e in notes_.values())
    actors = {i.removeprefix("pnd-actor-") for i in entities if i.startswith("pnd-actor-")}
    assert actors == set(known.index[known["is_identifiable"].astype(bool)])
    links = {
        target
        for e in entities.values()
        for name in (
            "entity",
            "involved",
            "party",
            "case",
            "proof",
            "document",
            "resolved",
            "subject",
            "object",
            "agent",
            "client",
        )
        for target in e["properties"].get(name, [])
    }
    assert links <= set(entities)
    # What was decided against someone never stands without what followed.
    parties = [e for e in entities.values() if e["schema"] == "CourtCaseParty"]
    states = " ".join(state for e in parties for state in e["properties"]["status"])
    shown = [r for r in pnd.load("rulings").itertuples() if known.loc[r.actor_id, "is_identifiable"]]
    assert all(f"{beside.ruling_text(r.ruling_id, 'en')} [{r.ruling_id}, " in states for r in shown)
    assert len(shown) > 100


def test_every_code_of_the_contract_has_its_place_in_other_vocabularies() -> None:
    kinds = set(contract.codes_of("actors", "actor_type"))
    assert set(as_ftm.SCHEMA_OF) == set(as_jsonld.TYPE_OF) == kinds
    used = {row["country"] for table in ("actors", "places") for row in raw.read(table).values()} - {""}
    assert used - set(as_ftm.COUNTRIES) <= {"BEL", "JPN"} | _unplaced()


def _unplaced() -> set[str]:
    """Countries of places where no event happened."""
    there = {raw.read("places")[row["place_id"]]["country"] for row in raw.read("events").values() if row["place_id"]}
    places = {row["country"] for row in raw.read("places").values()}
    actors = {row["country"] for row in raw.read("actors").values()}
    return places - there - actors


def test_json_ld_is_read_by_rdflib(made: Path) -> None:
    graph = rdflib.Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        graph.parse(made / "jsonld" / FORMATS["jsonld"], format="json-ld")
    schema, own = rdflib.Namespace("https://schema.org/"), rdflib.Namespace(f"{as_jsonld.BASE}terms/")

    def of(kind: str) -> set[Any]:
        return set(graph.subjects(rdflib.RDF.type, schema[kind]))

    claims, frame = of("Claim"), pnd.load("claims")
    assert len(claims) == len(frame)
    assert len(of("Event")) == raw.count("events")
    assert not of("ClaimReview")
    assert not of("Rating")
    assert not list(graph.triples((None, schema.reviewRating, None)))
    sources = {str(s) for s in graph.subjects(rdflib.RDF.type, schema.NewsArticle)} | {
        str(s) for s in graph.subjects(rdflib.RDF.type, schema.CreativeWork)
    }
    assert len(sources) == raw.count("sources")
    actors = {f"{as_jsonld.BASE}actors/{key}" for key in raw.read("actors")}
    for claim in claims:
        assert len(list(graph.objects(claim, own.hedge))) == 1
        assert {str(o) for o in graph.objects(claim, schema.appearance)} <= sources
        assert {str(o) for o in graph.objects(claim, schema.about)} <= actors
        assert {text.language for text in graph.objects(claim, schema.text)} == {"en", "es"}
    # Every word of schema.org that is used there is one of its words.
    used = {str(p) for p in graph.predicates()} | {str(o) for o in graph.objects(None, rdflib.RDF.type)}
    words = [iri.removeprefix(str(schema)) for iri in used if iri.startswith(str(schema))]
    assert len(words) > 25
    assert [word for word in words if word not in rdflib.SDO] == []
    spoken = {str(c).rpartition("/")[2] for c in claims if list(graph.objects(c, schema.author))}
    assert spoken == set(frame.loc[frame["claimant_id"].notna(), "claim_id"])
    one = rdflib.URIRef(f"{as_jsonld.BASE}claims/c0128")
    replies = {str(o).rpartition("/")[2] for o in graph.objects(one, own.replies)}
    assert replies == {"c0136", "c0137", "c6502"}
    statuses = [str(s) for part in graph.objects(one, own.concerns) for s in graph.objects(part, own.reply_status)]
    known = [row["reply_status"] for row in raw.read("claim_actors").values() if row["claim_id"] == "c0128"]
    assert sorted(statuses) == sorted(filter(None, known))


# Whole or not at all


@pytest.mark.usefixtures("small")
def test_what_is_there_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "empty").mkdir()
    for name, overwrite in (("out", False), ("out", True), ("file", False), ("file", True), ("empty", False)):
        with pytest.raises(FileExistsError) as caught:
            export(tmp_path / name, "jsonl", overwrite=overwrite)
        assert "\n" not in str(caught.value)
    with pytest.raises(FileExistsError, match="mine"):
        export(tmp_path / "out", "jsonl", overwrite=True)
    (tmp_path / "book.xlsx").mkdir()
    with pytest.raises(FileExistsError, match="is not a file"):
        export(tmp_path / "book.xlsx", "excel", overwrite=True)
    assert sorted(os.listdir(tmp_path)) == ["book.xlsx", "empty", "file", "out"]
    assert os.listdir(tmp_path / "out") == ["mine.txt"]
    assert (tmp_path / "file").read_text() == "mine"


def test_overwriting_replaces_an_export_whole(tmp_path: Path) -> None:
    export(tmp_path / "out", "parquet")
    export(tmp_path / "out", "jsonl", overwrite=True)
    assert "claims.jsonl" in os.listdir(tmp_path / "out")
    assert "claims.parquet" not in os.listdir(tmp_path / "out")
    (tmp_path / "out" / "notes.md").write_text("mine")
    with pytest.raises(FileExistsError, match=r"notes\.md"):
        export(tmp_path / "out", "parquet", overwrite=True)
    assert "claims.jsonl" in os.listdir(tmp_path / "out")
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    export(tmp_path / "link", "jsonl")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "empty" / "claims.jsonl").is_file()
    assert hidden(tmp_path) == []


@pytest.mark.usefixtures("small")
def test_a_file_of_one_format(tmp_path: Path) -> None:
    for name in ("a.sqlite", "a.ftm.json", "a.jsonld", "A.XLSX"):
        format = next(f for f, file in FORMATS.items() if file and name.lower().endswith(file[file.find(".") :]))
        written = export(tmp_path / name, format)
        assert Path(written).is_file()
        with pytest.raises(FileExistsError):
            export(tmp_path / name, format)
    export(tmp_path / "a.jsonld", "jsonld", overwrite=True)
    assert sorted(os.listdir(tmp_path)) == ["A.XLSX", "a.ftm.json", "a.jsonld", "a.sqlite"]
    with pytest.raises(ValueError, match="is a name for format 'excel'"):
        export(tmp_path / "b.xlsx", "csv")


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from peru_narco_data import cli
sys.exit(cli.main(["export", sys.argv[1], "--format", sys.argv[2]]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file size")
@pytest.mark.parametrize("format", ["csv", "parquet", "sqlite", "excel"])
def test_where_no_more_can_be_written_nothing_is_left(format: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL, str(tmp_path / "new" / "out"), format]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 2, result.stderr
    assert result.stderr.startswith("peru-narco-data: cannot write ")
    assert result.stderr.count("\n") == 1
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not read-only there")
def test_a_read_only_folder_is_refused_in_one_line() -> None:
    folder = tempfile.mkdtemp()
    os.chmod(folder, 0o555)
    me = os.geteuid()
    try:
        if me == 0:  # the superuser may write anywhere
            os.seteuid(65534)
        with pytest.raises(
            PermissionError, match=r"^cannot write '.*/out': Permission denied; nothing was left behind$"
        ):
            export(os.path.join(folder, "out"), "jsonl")
    finally:
        os.seteuid(me)
        assert os.listdir(folder) == []
        os.rmdir(folder)


def started(folder: Path) -> "subprocess.Popen[str]":
    """An export in the middle of its work."""
    command = [sys.executable, "-m", "peru_narco_data.cli", "export", str(folder / "out"), "--format", "csv"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for _ in range(1000):
        if list(folder.glob(".peru-narco-data-export-*/made/data/c*.csv")):
            return process
        time.sleep(0.01)
    process.kill()
    raise AssertionError("it never began")


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_that_is_told_to_stop_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    process = started(tmp_path)
    process.send_signal(number)
    process.communicate(timeout=120)
    assert process.returncode in (128 + number, 130)
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no locks of that kind")
def test_what_a_killed_one_left_goes_with_the_next(tmp_path: Path) -> None:
    process = started(tmp_path)
    process.kill()
    process.communicate(timeout=20)
    assert len(hidden(tmp_path)) == 1
    assert not (tmp_path / "out").exists()
    working = started(tmp_path)
    export(tmp_path / "other", "jsonl")
    assert working.poll() is not None or len(hidden(tmp_path)) == 1  # one at work is left in peace
    assert working.wait(timeout=20) == 0
    assert sorted(os.listdir(tmp_path)) == ["other", "out"]
    working.communicate()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", ["out", "out.jsonld"])
@pytest.mark.parametrize("overwrite", [False, True])
def test_two_at_once(tmp_path: Path, name: str, overwrite: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Barrier(2, timeout=120)
    write = as_jsonld.write

    def slow(folder: str, lang: str, bom: bool) -> None:
        gate.wait()  # both have found the place free
        write(folder, lang, bom)
        gate.wait()

    monkeypatch.setattr(as_jsonld, "write", slow)
    errors: list[Exception] = []

    def run() -> None:
        try:
            export(tmp_path / name, "jsonld", overwrite=overwrite)
        except FileExistsError as error:
            errors.append(error)

    for _ in range(10):
        both = [threading.Thread(target=run) for _ in range(2)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        assert len(errors) == (0 if overwrite else 1)
        assert os.listdir(tmp_path) == [name]
        if name == "out":
            assert len(files(str(tmp_path / name))) == 2 + 2 + len(list(filter(None, FORMATS.values())))
            shutil.rmtree(tmp_path / name)
        else:
            os.remove(tmp_path / name)
        errors.clear()


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(lang: str) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(series, "production", broken)
    with pytest.raises(RuntimeError, match="in the middle"):
        export(tmp_path / "a" / "b" / "out")
    assert os.listdir(tmp_path) == []


def test_what_is_wrong_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match=r"unknown format 'excl'; known: .*did you mean 'excel'"):
        export(tmp_path / "out", "excl")
    with pytest.raises(ValueError, match=r"unknown format 'sqlit'; known: .*did you mean 'sqlite'"):
        export(tmp_path / "out", "sqlit")
    with pytest.raises(ValueError, match="unknown language 'fr'"):
        export(tmp_path / "out", lang="fr")
    with pytest.raises(ValueError, match="bom is for format 'csv', not 'sqlite'"):
        export(tmp_path / "out", "sqlite", bom=True)
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADirectoryError, match="is a file"):
        export(tmp_path / "file" / "out")
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert cli.main(["export", str(tmp_path / "out"), "--format", "excel"]) == 2
    said = capsys.readouterr().err
    assert 'python -m pip install "peru-narco-data[excel]"' in said
    assert said.count("\n") == 1
    assert os.listdir(tmp_path) == ["file"]


def test_the_command_writes_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {n: signal.getsignal(n) for n in (signal.SIGTERM,)}
    try:
        assert cli.main(["export", str(tmp_path / "out"), "--format", "jsonl", "--lang", "es"]) == 0
    finally:
        signal.signal(signal.SIGTERM, before[signal.SIGTERM])
    assert capsys.readouterr().out == f"escrito: {tmp_path / 'out'}\n"
    assert "alguien lo dijo, no que sea así" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")


def test_the_page_tells_of_every_format() -> None:
    page = (CHECKOUT / "docs" / "exports.md").read_text(encoding="utf-8")
    for format in FORMATS:
        assert f"| `{format}` |" in page

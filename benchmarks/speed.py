"""How fast the package is, beside the floor that the libraries allow and beside packages like it.

python benchmarks/speed.py                # everything, some minutes; peers are installed by pip, each on its own
python benchmarks/speed.py --write        # the same into docs/performance.md
python benchmarks/speed.py --smoke        # no peers, few runs, generous bounds: fails where one is broken

The floor of a frame is a program that imports the library and reads the same file with the same types written out.
Programs are run in turn, in fresh processes, so that whatever else the machine does falls on all alike: trust ratios.
"""

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent))

import environments
from measuring import Program, in_turn, machine, number, ratio, spread, table
from peers import PEERS

PAGE = environments.CHECKOUT / "docs" / "performance.md"
LARGEST = "production"  # of the core tables

# Ours, and the floor written out: what any careful reader of the file would have to say.
BARE = {
    "pandas": """
import pandas
{clock}
frame = pandas.read_csv({file!r}, dtype={types}, parse_dates={dates!r}, date_format="ISO8601",
    keep_default_na=False, na_values=[""], encoding="utf-8")
""",
    "pyarrow": """
import pyarrow, pyarrow.csv
{clock}
schema = pyarrow.schema({types})
frame = pyarrow.csv.read_csv({file!r}, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
    convert_options=pyarrow.csv.ConvertOptions(column_types=schema, null_values=[""], strings_can_be_null=True,
    true_values=["true"], false_values=["false"]))
""",
    "polars": """
import polars
{clock}
frame = polars.read_csv({file!r}, schema={types})
""",
}
OURS = """
{library}
{clock}
import peru_narco_data as pnd
frame = pnd.load({name!r}, engine={engine!r})
"""
CLOCK, TOLD = "import time; start = time.perf_counter()", "\nprint((time.perf_counter() - start) * 1e3)"

# What is asked of the domain loaders, as the README asks it.
ASKED = {
    "claims(about=...)": 'pnd.claims(about="Kenji Fujimori")',
    "claims(about=..., lang='es')": 'pnd.claims(about="Gerson Gálvez Calle", lang="es")',
    "claims(by=...)": 'pnd.claims(by="Soberón")',
    "claims(since=..., until=...)": "pnd.claims(since=2016, until=2016)",
    "claims()": "pnd.claims()",
    "events(place=..., since=...)": 'pnd.events(place="Callao", since=2015, until=2016)',
    "events(involving=...)": 'pnd.events(involving="Gerson Gálvez Calle")',
    "events()": "pnd.events()",
    "actors(name)": 'pnd.actors("Devida")',
    "actors()": "pnd.actors()",
    "production(..., preferred=True)": 'pnd.production("coca_eradication_area", "Peru", preferred=True)',
    "production()": "pnd.production()",
    "estimates(...)": 'pnd.estimates("coca_cultivation_area", "Peru", since=2014, until=2014, reprints=True)',
    "timeline(...)": 'pnd.timeline("Gerson Gálvez Calle")',
    "as_sentence(...)": 'pnd.as_sentence("c0128")',
    "search(...)": 'pnd.search("helicóptero")',
}
WARM = """
import json, sys, time, pandas
import peru_narco_data as pnd
found = {}
for name, code in json.loads(sys.argv[1] if len(sys.argv) > 1 else %r).items():
    call, times = eval("lambda: " + code), []
    for _ in range(%d):
        start = time.perf_counter(); call(); times.append((time.perf_counter() - start) * 1e3)
    found[name] = times
print(json.dumps(found))
"""
AGAIN = """
import json, time, pandas
import peru_narco_data as pnd
frame, times = pnd.load(%r), []
before = frame.copy(deep=True)
for column in frame:
    values = frame[column].array
    values[:] = values[::-1].copy()
isolated = pnd.load(%r).equals(before)
for _ in range(200):
    start = time.perf_counter(); pnd.load(%r); times.append((time.perf_counter() - start) * 1e3)
print(json.dumps([sorted(times)[100], isolated]))
"""


def bare(engine: str, name: str, file: str, clock: str = "") -> str:
    """The floor of a table in one library, with the types of the contract written out."""
    from peru_narco_data import contract

    def codes(field: dict) -> list:
        return field.get("constraints", {}).get("enum", [])

    fields, types = contract.fields(name), []
    for field in fields:
        kind, enum = field["type"], codes(field)
        if engine == "pandas":
            plain = {"integer": "Int64", "number": "float64", "boolean": "boolean", "string": "string"}
            ordered = field.get("categoriesOrdered", False)
            text = f"pandas.CategoricalDtype({enum!r}, ordered={ordered})" if enum else repr(plain.get(kind))
            types += [] if kind == "date" else [f"{field['name']!r}: {text}"]
        elif engine == "pyarrow":
            plain = {"integer": "int64", "number": "float64", "boolean": "bool_", "string": "string", "date": "date32"}
            text = "pyarrow.dictionary(pyarrow.int32(), pyarrow.string())" if enum else f"pyarrow.{plain[kind]}()"
            types.append(f"({field['name']!r}, {text})")
        else:
            plain = {"integer": "Int64", "number": "Float64", "boolean": "Boolean", "string": "String", "date": "Date"}
            text = f"polars.Enum({enum!r})" if enum else f"polars.{plain[kind]}"
            types.append(f"{field['name']!r}: {text}")
    ends = ("[", "]") if engine == "pyarrow" else ("{", "}")
    dates = [field["name"] for field in fields if field["type"] == "date"]
    return BARE[engine].format(clock=clock, file=file, types=ends[0] + ", ".join(types) + ends[1], dates=dates)


def fresh(python: str, file: dict[str, str], runs: int, names: tuple[str, ...]) -> tuple[str, dict[str, float]]:
    """Import, and fresh processes to a typed frame, beside the floor."""
    rows, worst = [], {}
    timed = f"{CLOCK}\nimport peru_narco_data{TOLD}"
    (alone,) = in_turn([Program(timed, python)], runs)
    inside = [float(said) for _, said in alone]
    rows.append(["`import peru_narco_data`, ms in the process", spread(inside), "-", "-", "-"])
    worst["import"] = median(inside)
    pairs = [("bare Python, import", "pass", "import peru_narco_data"), ("bare Python, twice", "pass", "pass")]
    for engine in BARE:
        check = "\nimport sys; assert 'pandas' not in sys.modules" if engine == "pyarrow" else ""
        for name in names:
            ours = OURS.format(library="", clock="", name=name, engine=engine) + check
            pairs.append((f"{name} to {engine}", bare(engine, name, file[name]), ours))
    floor = bare("pandas", LARGEST, file[LARGEST])
    pairs.append((f"the floor of {LARGEST} in pandas, twice", floor, floor))
    for title, lower, ours in pairs:
        one, other = in_turn([Program(ours, python), Program(lower, python)], runs)
        mine, theirs = [ms for ms, _ in one], [ms for ms, _ in other]
        middle, low, high = ratio(mine, theirs)
        rows.append([title, spread(mine), spread(theirs), f"{middle:.3f}", f"{low:.2f}-{high:.2f}"])
        worst[title] = low  # broken only where the whole interval is beyond the bound
    head = ["fresh process", "ours, ms", "floor, ms", "ratio", "95 %"]
    return table(head, rows), worst


def first(python: str, file: dict[str, str], runs: int) -> tuple[str, dict[str, float]]:
    """The first load once pandas is imported, all tables, and loads after the first."""
    rows, worst = [], {}
    every = {
        "largest table": (OURS.format(library="import pandas", clock=CLOCK, name=LARGEST, engine="pandas"), [LARGEST]),
        "all tables": (
            f"import pandas\n{CLOCK}\nimport peru_narco_data as pnd\nfrom peru_narco_data import contract\n"
            "for name in contract.table_names(): pnd.load(name)",
            list(file),
        ),
    }
    for title, (ours, names) in every.items():
        lower = "\n".join(bare("pandas", name, file[name]) for name in names)
        lower = f"import pandas\n{CLOCK}\n{lower}"
        one, other = in_turn([Program(ours + TOLD, python), Program(lower + TOLD, python)], runs)
        mine, theirs = [float(said) for _, said in one], [float(said) for _, said in other]
        middle, low, high = ratio(mine, theirs)
        rows.append([title, spread(mine), spread(theirs), f"{middle:.3f}", f"{low:.2f}-{high:.2f}"])
        worst[title] = middle
    return table(["first load, pandas imported", "ours, ms", "floor, ms", "ratio", "95 %"], rows), worst


def repeated(pythons: dict[str, str]) -> tuple[str, dict[str, float]]:
    rows, worst = [], {}
    for title, python in pythons.items():
        for name in (LARGEST, "claims"):
            middle, isolated = json.loads(Program(AGAIN % (name, name, name), python).run()[1])
            rows.append([f"{name}, {title}", f"{middle:.3f}", "yes" if isolated else "NO"])
            worst[f"repeated {name} {title}"] = middle if isolated else 1e9
    return table(["load again", "ms", "isolated"], rows), worst


def warm(pythons: dict[str, str], runs: int) -> tuple[str, dict[str, float]]:
    """Domain loaders: the first call of a process, whose lookups are built then, and the calls after it."""
    found = {
        title: {name: json.loads(Program(WARM % (json.dumps({name: code}), runs), python).run()[1])[name]
                for name, code in ASKED.items()}
        for title, python in pythons.items()
    }  # fmt: skip
    head = ["domain loader", *(f"{part}, {title}, ms" for title in pythons for part in ("first", "warm"))]
    rows = [
        [f"`{name}`", *(cell for t in pythons for cell in (number(found[t][name][0]), spread(found[t][name][1:])))]
        for name in ASKED
    ]
    return table(head, rows), {f"{n} {t}": median(found[t][n][1:]) for t in pythons for n in ASKED}


def growth(python: str, times: list[int], runs: int) -> tuple[str, dict[str, float]]:
    """The largest table made longer: time and peak memory of one load, beside the bare read, IPC and Parquet."""
    rows, worst = [], {}
    peak = "\nimport resource; print((time.perf_counter() - start) * 1e3, resource.getrusage(0).ru_maxrss / 1024)"
    lines = (environments.CHECKOUT / "data" / f"{LARGEST}.csv").read_bytes().partition(b"\n")
    for many in times:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "data").mkdir()
            (folder / "datapackage.json").write_bytes((environments.CHECKOUT / "datapackage.json").read_bytes())
            file = folder / "data" / f"{LARGEST}.csv"
            file.write_bytes(lines[0] + b"\n" + lines[2] * many)
            make = (
                "import pyarrow.feather, pyarrow.parquet\nfrom peru_narco_data import loading\n"
                f"t = loading.read_arrow({name!r}, {LARGEST!r})\n"
                f"pyarrow.feather.write_feather(t, {name + '/t.arrow'!r}, compression='uncompressed')\n"
                f"pyarrow.parquet.write_table(t, {name + '/t.parquet'!r})\nprint(t.num_rows)"
            )
            count = int(Program(make, python).run()[1])
            read = {
                "feather": f"pyarrow.feather.read_table({name + '/t.arrow'!r})",
                "parquet": f"pyarrow.parquet.ParquetFile({name + '/t.parquet'!r}).read()",
            }
            programs = [
                f"import pandas\n{CLOCK}\nfrom peru_narco_data import loading\n"
                f"frame = loading.read({name!r}, {LARGEST!r}){peak}",
                "import pandas\n" + bare("pandas", LARGEST, str(file), CLOCK) + peak,
                *(f"import pandas, pyarrow\n{CLOCK}\nimport pyarrow.{kind}\nframe = {code}.to_pandas(){peak}"
                  for kind, code in read.items()),
            ]  # fmt: skip
            found = in_turn([Program(code, python) for code in programs], runs if many < 100 else min(runs, 5))
            parts = [[tuple(map(float, said.split())) for _, said in one] for one in found]
            middles = [(median(ms for ms, _ in one), median(mb for _, mb in one)) for one in parts]
            rows.append([
                f"{many}", f"{count:,}", number(middles[0][0]), number(middles[1][0]),
                f"{middles[0][0] / middles[1][0]:.2f}", f"{middles[0][0] / count * 1e4:.1f}",
                f"{middles[0][1] / middles[1][1]:.2f}", number(middles[2][0]), number(middles[3][0]),
            ])  # fmt: skip
            worst[f"memory x{many}"] = middles[0][1] / middles[1][1]
    head = ["times", "rows", "ours, ms", "floor, ms", "ratio", "ms per 10,000 rows", "peak memory, ratio",
            "Arrow IPC, ms", "Parquet, ms"]  # fmt: skip
    return table(head, rows), worst


def peers(folder: Path, ours: str, runs: int) -> str:
    """Each package in an environment of its own, beside `import pandas` there."""
    rows = []
    for name, (packages, imported, frame, typed) in {**PEERS, "peru-narco-data": ([], *OWN)}.items():
        python = environments.python(folder, name, *packages) if packages else ours
        codes = (f"{CLOCK}\n{imported}{TOLD}", f"{imported}\nf = {frame}\nprint(f.shape)", "import pandas")
        load, whole, floor = in_turn([Program(code, python) for code in codes], runs)
        middle, low, high = ratio([ms for ms, _ in whole], [ms for ms, _ in floor])
        code = AGAIN_PEER.format(imported=imported, frame=frame)
        again, isolated = json.loads(Program(code, python).run()[1])
        rows.append([
            f"{name} {environments.versions(python, name).split(' ')[-1]}", number(median(float(s) for _, s in load)),
            whole[0][1].strip("()").replace(", ", " x "), number(median(ms for ms, _ in whole)),
            f"{middle:.2f} ({low:.2f}-{high:.2f})", f"{again:.3f}", "yes" if isolated else "no", typed,
            number(environments.size(python)),
        ])  # fmt: skip
    head = ["package", "import, ms", "table", "fresh process to a frame, ms", "over `import pandas`", "load again, ms",
            "isolated", "types", "installed with all it needs, MB"]  # fmt: skip
    return table(head, rows)


OWN = ("import peru_narco_data as m", f'm.load("{LARGEST}")', "all")
AGAIN_PEER = """
import json, time
{imported}
call = lambda: {frame}
f, times = call(), []
before = f.copy(deep=True)
for column in f:
    values = f[column].array
    try: values[:] = values[::-1].copy()  # past copy-on-write, into the memory itself
    except (TypeError, ValueError): pass  # read-only
f[f.columns[0]] = None
f.attrs["mine"] = 1
isolated = call().equals(before)
for _ in range(20):
    start = time.perf_counter(); call(); times.append((time.perf_counter() - start) * 1e3)
print(json.dumps([sorted(times)[10], bool(isolated)]))
"""

# Generous: a shared machine is noisy, and a bound that is broken by noise is soon ignored.
BOUNDS = [("import", 5.0), *((f"{n} to {e}", 1.25) for e in BARE for n in (LARGEST, "claims")),
          ("repeated", 1.0), ("memory", 1.3)]  # fmt: skip
WARM_BOUND = 400.0


def broken(worst: dict[str, float]) -> list[str]:
    """Which measurements are beyond what is allowed."""
    found = []
    for name, value in worst.items():
        limit = next((top for start, top in BOUNDS if name.startswith(start)), WARM_BOUND if "(" in name else None)
        if limit is not None and value > limit:
            found.append(f"{name}: {value:.3f}, allowed {limit}")
    return found


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=30, help="of each program")
    parser.add_argument("--envs", type=Path, help="folder in which environments are kept for the next time")
    parser.add_argument("--smoke", action="store_true", help="few runs, no peers, generous bounds")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    request = parser.parse_args(arguments)
    runs = 5 if request.smoke else request.runs
    with tempfile.TemporaryDirectory() as name:
        folder = request.envs or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        ours = environments.python(folder, "ours", str(environments.CHECKOUT), "polars")
        pythons = {"pandas 3": ours}
        if not request.smoke:
            pythons["pandas 2.2"] = environments.python(folder, "ours-2", str(environments.CHECKOUT), "pandas==2.2.3")
        where = "import peru_narco_data as p; from peru_narco_data import contract as c; import json; " \
                "print(json.dumps({n: p.path(n) for n in c.table_names()}))"  # fmt: skip
        file = json.loads(Program(where, ours).run()[1])
        blocks, worst = [], {}
        for block, found in (
            fresh(ours, file, runs, ("claims",) if request.smoke else (LARGEST, "claims")),
            first(ours, file, runs),
            repeated(pythons),
            warm(pythons, runs),
            growth(ours, [1, 4] if request.smoke else [1, 10, 100], runs if request.smoke else max(5, runs // 3)),
        ):
            blocks.append(block)
            worst |= found
            print(f"\n{block}", flush=True)
        if not request.smoke:
            blocks.append(peers(folder, environments.python(folder, "alone", str(environments.CHECKOUT)), runs))
            print(f"\n{blocks[-1]}", flush=True)
        told = environments.versions(ours, "pandas", "numpy", "pyarrow", "polars")
        heading = f"{machine()}; {told}. {runs} runs of each program, in turn; median (quarter to three quarters)."
        print(f"\n{heading}")
        if request.write:
            text = PAGE.read_text(encoding="utf-8")
            told = "\n\n".join([heading, *blocks])
            text = re.sub(r"(?s)(<!-- speed -->\n).*?(<!-- end of speed)", lambda m: f"{m[1]}{told}\n{m[2]}", text)
            PAGE.write_text(text, encoding="utf-8")
    beyond = broken(worst)
    print("\n".join(beyond) or "within bounds", file=sys.stderr)
    return 1 if beyond and request.smoke else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The package wherever it is put and however it is run: folders, locales, threads, processes, optimised, unpickled."""

import json
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import peru_narco_data as pnd
from tests.conftest import CHECKOUT

# What a user does, whose result must be the same everywhere.
USED = """
import json, sys
import peru_narco_data as pnd
claims = pnd.claims(about="Gerson Galvez Calle", lang="es")
print(json.dumps([
    pnd.__file__, len(pnd.load("production")), pnd.load("claims", engine="pyarrow").num_rows, len(claims),
    claims["statement"].iloc[0], pnd.as_sentence("c0128"), float(pnd.production()["value"].sum()),
]))
"""


def used(code: str = USED, *arguments: str, **variables: str) -> list[object]:
    """What a fresh process answers, with these environment variables."""
    done = subprocess.run(
        [sys.executable, *arguments, "-c", code],
        capture_output=True, env=os.environ | variables, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    answer: list[object] = json.loads(done.stdout)
    return answer


@pytest.fixture(scope="module")
def usual() -> list[object]:
    return used()[1:]


@pytest.mark.parametrize("name", ["with spaces", "Perú ñandú 国", "a;b&c=d%20"])
def test_from_any_folder_without_writing_there(name: str, tmp_path: Path, usual: list[object]) -> None:
    home = tmp_path / name / "site"
    shutil.copytree(
        CHECKOUT / "src" / "peru_narco_data", home / "peru_narco_data", ignore=shutil.ignore_patterns("__pycache__")
    )
    bundle = home / "peru_narco_data" / "_bundle"
    shutil.copytree(CHECKOUT / "data", bundle / "data")
    shutil.copy(CHECKOUT / "datapackage.json", bundle)
    before = {p: p.stat().st_mtime_ns for p in home.rglob("*")}
    answer = used(PYTHONPATH=str(home), PYTHONDONTWRITEBYTECODE="1")
    assert str(answer[0]).startswith(str(home))
    assert answer[1:] == usual
    assert {p: p.stat().st_mtime_ns for p in home.rglob("*")} == before


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONOPTIMIZE": "2"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "es_PE.UTF-8", "LANG": "es_PE.UTF-8"},
        {"LC_ALL": "tr_TR.UTF-8", "PYTHONIOENCODING": "latin-1:replace"},
        {"TZ": "Pacific/Kiritimati"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONWARNINGS": "error"},
    ],
    ids=lambda variables: next(iter(variables.items()))[1] if isinstance(variables, dict) else "",
)
def test_however_it_is_run(variables: dict[str, str], usual: list[object]) -> None:
    assert used(**variables)[1:] == usual


def test_a_hundred_first_loads_at_once() -> None:
    """In a fresh process, so that nothing is cached: every thread gets the whole tables, and a frame of its own."""
    code = """
import json, threading
import peru_narco_data as pnd
gate, found = threading.Barrier(100), []
def work(number):
    gate.wait()
    frame = pnd.load(("claims", "production", "actors", "events")[number % 4])
    told = len(pnd.claims(about="Kenji Fujimori"))
    frame.iloc[0, 1] = frame.iloc[1, 1]
    found.append((number % 4, len(frame), told, id(frame)))
    kept.append(frame)
kept = []
threads = [threading.Thread(target=work, args=(n,)) for n in range(100)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(json.dumps(found))
"""
    found = used(code)
    assert len(found) == 100
    assert len({tuple(one[:3]) for one in found}) == 4  # type: ignore[index]
    assert len({one[3] for one in found}) == 100  # type: ignore[index]


@pytest.mark.parametrize("way", ["fork", "spawn"])
@pytest.mark.parametrize("loaded", [True, False], ids=["loaded before", "not yet loaded"])
def test_in_other_processes(way: str, loaded: bool, tmp_path: Path, usual: list[object]) -> None:
    if way == "fork" and not hasattr(os, "fork"):
        pytest.skip("no fork on this system")
    script = tmp_path / "work.py"
    script.write_text(f"""
import json, multiprocessing, sys, warnings
import peru_narco_data as pnd
def work(number):
    return len(pnd.load("production")), len(pnd.claims(about="Gerson Gálvez Calle", lang="es"))
if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside Arrow's threads
    if {loaded}: work(0)
    with multiprocessing.get_context({way!r}).Pool(2) as pool:
        print(json.dumps(pool.map(work, range(4))))
""", encoding="utf-8")  # fmt: skip
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, timeout=120)
    assert {tuple(one) for one in json.loads(done.stdout)} == {(usual[0], usual[2])}


@pytest.mark.parametrize("protocol", [2, pickle.HIGHEST_PROTOCOL])
def test_frames_survive_a_pickle(protocol: int) -> None:
    for frame in (pnd.load("claims"), pnd.production(), pnd.claims(about="Kenji Fujimori"), pnd.codebook()):
        again = pickle.loads(pickle.dumps(frame, protocol))
        pd.testing.assert_frame_equal(again, frame)
    table = pnd.load("events", engine="pyarrow")
    assert pickle.loads(pickle.dumps(table, protocol)).equals(table, check_metadata=True)

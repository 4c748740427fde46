"""Fresh processes in turn, medians, and how sure a ratio is. For the benchmarks beside this file."""

import os
import platform
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles


class Program:
    """A piece of Python and the environment that runs it."""

    def __init__(self, code: str, python: str = sys.executable) -> None:
        self.command = [python, "-X", "utf8", "-c", code]

    def run(self) -> tuple[float, str]:
        """Milliseconds from start to end of a fresh process, and what it printed."""
        start = time.perf_counter()
        done = subprocess.run(self.command, capture_output=True, text=True, cwd=Path.home(), check=False)
        taken = (time.perf_counter() - start) * 1e3
        if done.returncode:
            raise SystemExit(f"{self.command[-1]}\n{done.stderr}")
        return taken, done.stdout.strip()


def in_turn(programs: Sequence[Program], runs: int) -> list[list[tuple[float, str]]]:
    """Each program ``runs`` times, all of them once in each round, in an order that is drawn anew."""
    found: list[list[tuple[float, str]]] = [[] for _ in programs]
    draw = random.Random(2016)
    for program in programs:  # once unmeasured: bytecode, file cache
        program.run()
    for _ in range(runs):
        for number in draw.sample(range(len(programs)), len(programs)):
            found[number].append(programs[number].run())
    return found


def spread(values: Sequence[float]) -> str:
    """Median, and the quarter and three quarters of the runs."""
    if len(values) < 4:
        return f"{median(values):.3g}"
    low, _, high = quantiles(values, n=4)
    return f"{number(median(values))} ({number(low)}-{number(high)})"


def number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def ratio(ours: Sequence[float], floor: Sequence[float]) -> tuple[float, float, float]:
    """Ratio of the medians, and where 95 of 100 ratios lie when the rounds are drawn again."""
    draw, rounds = random.Random(2016), list(zip(ours, floor, strict=True))
    again = []
    for _ in range(2000):
        drawn = draw.choices(rounds, k=len(rounds))
        again.append(median(one for one, _ in drawn) / median(other for _, other in drawn))
    again.sort()
    return median(ours) / median(floor), again[49], again[1949]


def repeated(call: Callable[[], object], runs: int) -> list[float]:
    """Milliseconds of each of some calls in this process, after one that is not counted."""
    call()
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        found.append((time.perf_counter() - start) * 1e3)
    return found


def machine() -> str:
    """What the measurements were made on, in one sentence."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({model}), {memory:.0f} GB of memory, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}"
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, figures to the right."""
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, marks, *rows))

"""What the site weighs and how fast it is, from the shipped data and from the same multiplied.

python benchmarks/site.py               # once and 10 times the rows
python benchmarks/site.py --times 1     # a smoke run

Needs the extra site-test and Chromium (CHROMIUM names another program). First contentful paint: the median of three
fresh profiles over loopback, as the browser states it. Filter: from the query to the end of layout, on the claims page.
"""

import argparse
import functools
import gzip
import http.server
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from growth import CHECKOUT, multiplied

PAGES = {
    "home": "index.html",
    "production": "production.html",
    "one series": "production/coca_cultivation_area/country-peru.html",
    "figures": "figures.html",
    "events": "events.html",
    "claims": "claims.html",
    "actors": "actors.html",
    "one actor": "actors/kenji-fujimori.html",
    "sources": "sources.html",
    "one source": "sources/vice-2016-narco-state.html",
    "codebook": "codebook.html",
    "methods": "methods.html",
    "changes": "changes.html",
    "download": "download.html",
    "cite": "cite.html",
    "search": "search.html",
}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FILTER = """() => {
    const field = document.querySelector("[name=q]"), taken = [];
    for (const word of ["callao", "fujimori", ""]) {
        const start = performance.now();
        field.value = word;
        field.form.dispatchEvent(new Event("submit", { cancelable: true }));
        document.body.offsetHeight;
        taken.push(performance.now() - start);
    }
    return taken;
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


def checkout(folder: Path, times: int) -> int:
    """A checkout whose data stand there so many times; the number of rows."""
    for name in ("src", "explorer", "docs"):
        shutil.copytree(CHECKOUT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in CHECKOUT.glob("*.md"):
        shutil.copy(path, folder)
    return multiplied(folder, times)


PAINT = "performance.getEntriesByName('first-contentful-paint')"


def measure(site: Path, browser: Any, repeat: int = 3) -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("| page | KB | gzipped, KB | first contentful paint, ms | filter first, then, ms |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, path in PAGES.items():
        content = (site / path).read_bytes()
        paints: list[float] = []
        filters = ""
        for _ in range(repeat):
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/{path}", timeout=120_000)
            while not page.evaluate(f"{PAINT}.length"):  # the site allows no condition given as text
                page.wait_for_timeout(20)
            paints.append(page.evaluate(f"{PAINT}[0].startTime"))
            if page.locator("form[data-bar] [name=q]").count():
                first, then, _ = page.evaluate(FILTER)
                filters = f"{first:.0f}, {then:.0f}"
            context.close()
        packed = len(gzip.compress(content, 9, mtime=0))
        print(
            f"| {name} | {len(content) / 1000:,.0f} | {packed / 1000:,.1f} | {statistics.median(paints):.0f} | {filters} |",  # noqa: E501
            flush=True,
        )
    server.shutdown()
    server.server_close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10])
    request = parser.parse_args()
    from playwright.sync_api import sync_playwright

    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for times in request.times:
            with tempfile.TemporaryDirectory() as name:
                rows = checkout(Path(name), times)
                site = Path(name) / "site"
                command = [sys.executable, f"{name}/explorer/build.py", "--out", str(site)]
                start = time.perf_counter()
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                taken = time.perf_counter() - start
                if done.returncode:
                    sys.exit(done.stderr)
                files = list(site.rglob("*.html"))
                total = sum(path.stat().st_size for path in files)
                print(
                    f"\n{times} times: {rows:,} rows, built in {taken:.1f} s, {len(files):,} pages, {total / 1e6:.0f} MB\n"  # noqa: E501
                )
                measure(site, browser, 3 if times == 1 else 1)
        browser.close()


if __name__ == "__main__":
    main()

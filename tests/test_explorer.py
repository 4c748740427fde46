"""The site: every page parsed, and each kind of page in a real browser, in both languages.

Needs ``pip install ".[site-test]"`` and Chromium; deselected without ``-m browser``. CHROMIUM names another program.
"""

import csv
import functools
import hashlib
import http.server
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

import pytest

import peru_narco_data as pnd
from tests.conftest import CHECKOUT

pytestmark = pytest.mark.browser

# One page of each kind, as full as they come.
KINDS = {
    "home": "index.html",
    "production": "production.html",
    "series": "production/coca_cultivation_area/country-peru.html",
    "figures": "figures.html",
    "events": "events.html",
    "claims": "claims.html",
    "actors": "actors.html",
    "actor": "actors/kenji-fujimori.html",
    "sources": "sources.html",
    "source": "sources/vice-2016-narco-state.html",
    "codebook": "codebook.html",
    "text": "methods.html",
    "changes": "changes.html",
    "download": "download.html",
    "cite": "cite.html",
    "search": "search.html",
}
LANGUAGES = {"en": "", "es": "es/"}
BASE = "https://example.org/peru/"
HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> \"double\" 'single' & &amp; "
    "]]> {{ 7 * 7 }} \u202eright to left\u202c \u05e9\u05dc\u05d5\u05dd " + "Llanfair" * 40
)
# Long lists repeat one row hundreds of times, which the checker would walk through one by one for minutes.
ROWS_CHECKED = 40
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

each_kind = pytest.mark.parametrize("kind", KINDS)
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def build(checkout: Path, out: Path, *options: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(checkout / "explorer" / "build.py"), "--out", str(out), *options]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=out.parent)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "site"
    start = time.perf_counter()
    done = build(CHECKOUT, out)
    assert done.returncode == 0, done.stderr
    assert time.perf_counter() - start < 60
    return out


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site from data with hostile texts, and with an address of its own."""
    checkout = tmp_path_factory.mktemp("hostile")
    for name in ("data", "src", "explorer", "docs"):
        shutil.copytree(CHECKOUT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in [*CHECKOUT.glob("*.md"), CHECKOUT / "datapackage.json"]:
        shutil.copy(path, checkout)
    change(checkout, "claims", "c0037", statement=HOSTILE, statement_es=HOSTILE)
    change(checkout, "actors", "kenji-fujimori", actor_name=HOSTILE, actor_name_es=HOSTILE, description=HOSTILE)
    change(checkout, "events", "e0001", title=HOSTILE, title_es=HOSTILE, description=HOSTILE)
    change(checkout, "sources", "24horascl-2012-camisea", title=HOSTILE, url="javascript:document.title='owned'")
    change(checkout, "production", "o00001", note=HOSTILE, note_es=HOSTILE)
    done = build(checkout, checkout / "site", "--base-url", BASE)
    assert done.returncode == 0, done.stderr
    return checkout / "site"


def change(checkout: Path, table: str, key: str, **values: str) -> None:
    path = checkout / "data" / f"{table}.csv"
    with open(path, encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    (row,) = (row for row in rows if row[0] == key)
    for name, value in values.items():
        row[header.index(name)] = value
    with open(path, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])


# Without a browser


@functools.cache
def parsed(site: Path) -> dict[str, dict[str, Any]]:
    """Of every page: language, kind, ids, references, and the values its filters know."""
    from lxml import html

    found = {}
    for path in sorted(site.rglob("*.html")):
        tree = html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot()
        found[path.relative_to(site).as_posix()] = {
            "lang": tree.get("lang"),
            "kind": tree.find("body").get("class").removeprefix("page-"),
            "ids": tree.xpath("//@id"),
            "links": list(dict.fromkeys(tree.xpath("//@href | //@src | //form/@action"))),
            "refers": tree.xpath("//@aria-labelledby | //@aria-describedby | //label/@for | //input/@list"),
            "titles": [t.text_content() for t in tree.iter("title") if t.getparent().tag == "head"],
            "headings": len(tree.xpath("//h1")),
            "choices": {
                s.get("name"): {*s.xpath("./option/@value"), *tree.xpath("//input[@name=$n]/@value", n=s.get("name"))}
                for s in tree.xpath("//select[@name] | //input[@type='checkbox'][@name]")
            },
            "names": set(tree.xpath("//datalist/option/@data-id")),
        }
    return found


def broken(site: Path, base: str = "http://site/") -> list[str]:
    """Links of the pages that lead nowhere: to no file, to no id, or to a filter that knows no such value."""
    pages, wrong = parsed(site), []
    anchors = {name: set(page["ids"]) for name, page in pages.items()}
    exists: dict[str, bool] = {}
    for name, page in pages.items():
        here = base + name
        for link in page["links"]:
            address, anchor = urldefrag(urljoin(here, link))
            if not address.startswith(base):
                if urlsplit(address).scheme not in ("https", "http", "mailto"):
                    wrong.append(f"{name}: {link}")
                continue
            parts = urlsplit(address)
            target = unquote(parts.path.removeprefix(urlsplit(base).path))
            target += "index.html" if target.endswith("/") or not target else ""
            if target not in exists:
                exists[target] = (site / target).is_file()
            if not exists[target] or (anchor and unquote(anchor) not in anchors.get(target, ())):
                wrong.append(f"{name}: {link}")
                continue
            for key, value in parse_qsl(parts.query):
                known = pages[target]["choices"].get(key) or pages[target]["names"]
                if key != "q" and value not in known:
                    wrong.append(f"{name}: {link} (no {key} {value})")
    return wrong


def test_links_and_anchors_lead_somewhere(site: Path) -> None:
    assert broken(site) == []


def test_links_lead_somewhere_under_an_address(hostile: Path) -> None:
    assert broken(hostile, BASE) == []


def test_every_page_is_well_made(site: Path) -> None:
    wrong = []
    for name, page in parsed(site).items():
        wrong += [f"{name}: id {i} stands {n} times" for i, n in Counter(page["ids"]).items() if n > 1]
        wrong += [f"{name}: no {i}" for ids in page["refers"] for i in ids.split() if i not in page["ids"]]
        if page["lang"] != ("es" if name.startswith("es/") else "en"):
            wrong.append(f"{name}: lang {page['lang']}")
        if page["headings"] != 1 or len(page["titles"]) != 1:
            wrong.append(f"{name}: {page['headings']} h1, titles {page['titles']}")
        if f"es/{name}" not in parsed(site) and not name.startswith("es/"):
            wrong.append(f"{name}: not in Spanish")
    assert wrong == []


def test_every_kind_of_page_is_tested(site: Path) -> None:
    assert {page["kind"] for page in parsed(site).values()} == set(KINDS)
    assert {name: parsed(site)[KINDS[name]]["kind"] for name in KINDS} == {name: name for name in KINDS}


def test_every_row_has_its_page_or_place(site: Path) -> None:
    pages = parsed(site)
    for table, page in (("claims", "claims.html"), ("events", "events.html"), ("production", "figures.html")):
        assert set(pnd.load(table).iloc[:, 0]) <= set(pages[page]["ids"]), table
    for table in ("actors", "sources"):
        assert [i for i in pnd.load(table).iloc[:, 0] if f"{table}/{i}.html" not in pages] == []


def test_two_builds_are_identical_and_only_a_site_is_overwritten(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    for options in ((), ("--overwrite",)):
        done = build(CHECKOUT, out, *options)
        assert done.returncode == 2
        assert "there already" in done.stderr
        assert (out / "mine.txt").read_text() == "mine"
    shutil.rmtree(out)
    out.mkdir()
    shutil.copy(site / ".peru-narco-data-site", out)
    (out / "stale.html").write_text("stale")
    assert build(CHECKOUT, out).returncode == 2
    assert build(CHECKOUT, out, "--overwrite", seed="1").returncode == 0
    assert sums(out) == sums(site)


def sums(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_checksums_on_the_download_page(site: Path) -> None:
    text = (site / "download.html").read_text(encoding="utf-8")
    stated = set(re.findall(r"\b[0-9a-f]{64}\b", text))
    files = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (site / "files").rglob("*") if path.is_file()}
    assert stated
    assert stated <= files


def test_what_an_address_adds(hostile: Path) -> None:
    from lxml import etree, html

    for lang, start in LANGUAGES.items():
        for path in KINDS.values():
            head = html.parse(str(hostile / start / path)).getroot().find("head")
            address = BASE + start + ("" if path == "index.html" else path)
            assert head.xpath("link[@rel='canonical']/@href") == [address]
            assert head.xpath("meta[@property='og:url']/@content") == [address]
            assert (
                dict(
                    zip(
                        *(head.xpath(f"link[@rel='alternate'][@hreflang]/@{a}") for a in ("hreflang", "href")),
                        strict=True,
                    )
                )[lang]
                == address
            )
            picture = head.xpath("meta[@property='og:image']/@content")[0]
            assert (hostile / picture.removeprefix(BASE)).read_bytes().startswith(b"\x89PNG")
        feed = etree.parse(hostile / f"changes.{lang}.atom").getroot()
        assert feed.findall("{*}entry")
    listed = etree.parse(hostile / "sitemap.xml").xpath("//*[local-name()='loc']/text()")
    pages = {BASE + re.sub(r"(^|/)index\.html$", r"\1", path) for path in parsed(hostile)}
    actors = pnd.load("actors").set_index("actor_id")["actor_type"]
    persons = {
        BASE + start + f"actors/{i}.html" for i in actors[actors == "person"].index for start in LANGUAGES.values()
    }
    assert Counter(listed) == Counter(pages - persons)
    for actor, kind in (("kenji-fujimori", "person"), ("devida", "state_body")):
        assert actors[actor] == kind
        text = (hostile / "actors" / f"{actor}.html").read_text(encoding="utf-8")
        assert ('<meta name="robots" content="noindex">' in text) == (kind == "person")


def test_home_page_describes_the_dataset(site: Path) -> None:
    from lxml import html

    for start in LANGUAGES.values():
        (text,) = html.parse(str(site / start / "index.html")).xpath("//script[@type='application/ld+json']/text()")
        told = json.loads(text)
        assert told["@type"] == "Dataset"
        assert {"name", "description", "license", "creator", "identifier", "isBasedOn", "version"} <= set(told)
        for file in told["distribution"]:
            path = (site / start / file["contentUrl"]).resolve()
            assert hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"]


# In the browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert program, "these tests need Chromium: install it, or name it in CHROMIUM"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@contextmanager
def visit(browser: Any, address: str, **options: Any) -> Iterator[Any]:
    """A page in a fresh profile; it must log nothing, throw nothing, and ask for nothing outside the site."""
    context = browser.new_context(**options)
    context.set_default_timeout(15_000)
    said: list[str] = []
    asked: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto(address)
        yield page
    finally:
        context.close()
    assert said == []
    own = ("file:", "data:", "blob:") if address.startswith("file:") else (address[: address.index("/", 8)], "blob:")
    assert asked
    assert [url for url in asked if not url.startswith(own)] == []


def at(site: Path, lang: str, path: str) -> str:
    name, query, rest = re.fullmatch(r"([^?#]*)(\?[^#]*)?(#.*)?", path).groups(default="")  # type: ignore[union-attr]
    return (site / LANGUAGES[lang] / name).as_uri() + query + rest


def laid_out(page: Any) -> None:
    """Everything is laid out at once, also what is out of view, and every fold is open."""
    page.evaluate("""() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("* { content-visibility: visible !important }");
        document.adoptedStyleSheets = [sheet];
        for (const fold of document.querySelectorAll("details")) fold.open = true;
    }""")


@each_language
@each_kind
def test_pages_open_from_a_file_and_from_a_server(site: Path, served: str, browser: Any, kind: str, lang: str) -> None:
    for address in (at(site, lang, KINDS[kind]), served + LANGUAGES[lang] + KINDS[kind]):
        with visit(browser, address) as page:
            assert page.locator("h1").is_visible()
            assert page.locator("html").get_attribute("lang") == lang
            assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "the style sheet is not there"
            bars = page.locator("form[data-bar]")
            assert all(bar.is_visible() for bar in bars.all()), "the script did not run"


@each_kind
def test_the_policy_is_strict(site: Path, browser: Any, kind: str) -> None:
    """What is not ours runs no script and asks for nothing."""
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(at(site, "en", KINDS[kind]))
    asked.clear()
    page.evaluate("""() => {
        const script = document.createElement("script"); script.textContent = "document.title = 'owned'";
        const image = document.createElement("img"); image.src = "http://127.0.0.1:9/x.png";
        document.body.append(script, image);
    }""")
    page.wait_for_timeout(50)
    assert not page.title().startswith("owned")
    assert page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'sent', (error) => error.name)") == "TypeError"
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    context.close()


@each_language
@each_kind
def test_a_phone_needs_no_sideways_scroll(site: Path, browser: Any, kind: str, lang: str) -> None:
    with visit(browser, at(site, lang, KINDS[kind]), viewport={"width": 390, "height": 844}, is_mobile=True) as page:
        assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [390, 390]
        laid_out(page)
        assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [390, 390]


@functools.cache
def axe() -> str:
    import axe_playwright_python

    (path,) = Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("scheme", "lang"), [("light", "en"), ("light", "es"), ("dark", "en")])
@each_kind
def test_axe_finds_nothing(site: Path, browser: Any, kind: str, lang: str, scheme: str) -> None:
    """WCAG 2.2 A and AA: light on a desk in both languages, dark on a phone in one."""
    width = {"light": 1280, "dark": 390}[scheme]
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    with visit(browser, at(site, lang, KINDS[kind]), **options) as page:
        page.evaluate(
            """(most) => {
                const list = document.querySelector("[data-list]");
                if (!list) return;
                for (const row of [...list.querySelectorAll(list.dataset.row)].slice(most)) row.remove();
                for (const group of [...list.querySelectorAll("[data-group]")].reverse())
                    if (!group.querySelector(list.dataset.row)) group.remove();
            }""",
            ROWS_CHECKED,
        )
        laid_out(page)
        page.evaluate(axe())
        found = page.evaluate("""async () => {
            const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
            const result = await axe.run(document, { runOnly: tags, resultTypes: ["violations"], preload: false });
            return result.violations.map((v) => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 160)]);
        }""")
        assert found == []
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", paper))) < 200) == (scheme == "dark")


@each_language
@each_kind
def test_every_mark_of_a_picture_has_a_name(site: Path, browser: Any, kind: str, lang: str) -> None:
    with visit(browser, at(site, lang, KINDS[kind])) as page:
        nameless = page.evaluate("""() => {
            const named = (e) => e.getAttribute("aria-label") || e.querySelector(":scope > title")?.textContent;
            const shown = [...document.querySelectorAll("svg")].filter((e) => !e.closest("[aria-hidden=true]"));
            const marks = "circle, rect, ellipse, path, use, a";
            return shown.flatMap((svg) => [svg, ...svg.querySelectorAll(marks)])
                .filter((e) => !e.closest("[aria-hidden=true], defs"))
                .filter((e) => e.tagName === "a" ? ![...e.children].some(named) : !named(e))
                .map((e) => e.outerHTML.slice(0, 120));
        }""")
        assert nameless == []
        if kind in ("home", "production", "series", "events"):
            assert page.locator("svg [role=img], svg[role=img]").count() > 10


@each_kind
def test_the_other_language_is_the_same_page(site: Path, browser: Any, kind: str) -> None:
    with visit(browser, at(site, "en", KINDS[kind])) as page:
        for lang in ("es", "en"):
            page.locator("a.tongue").click()
            page.wait_for_url(at(site, lang, KINDS[kind]))
            assert page.locator("html").get_attribute("lang") == lang


@each_language
def test_cards_are_read_without_script(site: Path, browser: Any, lang: str) -> None:
    options = {"java_script_enabled": False}
    with visit(browser, at(site, lang, "claims.html#c0037"), **options) as page:
        card = page.locator("#c0037")
        for part in (".lead", ".what", ".tags .hedge", ".reply p >> nth=0", ".outcome p >> nth=0", "footer .src"):
            assert card.locator(part).is_visible(), part
        reply, outcome = (card.locator(part).bounding_box() for part in (".reply", ".outcome"))
        assert reply["y"] == outcome["y"]
        assert reply["width"] == pytest.approx(outcome["width"], rel=0.1), "one has more weight than the other"
        assert not page.locator("form[data-bar]").is_visible()
        assert page.locator("article.card").count() == len(pnd.load("claims"))
    with visit(browser, at(site, lang, "production.html"), **options) as page:
        years = page.locator("#map .years input, .map .years input")
        years.first.check(force=True)
        assert page.locator(".map .layer.year0").first.is_visible()
    with visit(browser, at(site, lang, "search.html"), **options) as page:
        assert page.locator("li.row a").first.is_visible()


def test_the_keyboard_is_enough(site: Path, browser: Any) -> None:
    with visit(browser, at(site, "en", "claims.html")) as page:
        page.keyboard.press("Tab")
        skip = page.locator("a.skip")
        assert skip.evaluate("(e) => e === document.activeElement")
        assert skip.bounding_box()["x"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == "q":
                break
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", "focus is not seen"
        page.keyboard.type("warehouse")
        expect_count(page, lambda n, of: 0 < n < of)
        while page.evaluate("document.activeElement.type") != "reset":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect_count(page, lambda n, of: n == of)
    with visit(browser, at(site, "en", "figures.html")) as page:
        page.locator("th[data-key=value] button").focus()
        page.keyboard.press("Enter")
        assert page.locator("th[data-key=value]").get_attribute("aria-sort") == "ascending"


def expect_count(page: Any, fits: Callable[[int, int], bool]) -> None:
    for _ in range(50):
        n, of = (int(re.sub(r"\D", "", part)) for part in page.locator("[data-count]").text_content().split("of"))
        if fits(n, of):
            return
        page.wait_for_timeout(40)
    raise AssertionError(page.locator("[data-count]").text_content())


@each_kind
def test_nothing_moves_for_those_who_ask(site: Path, browser: Any, kind: str) -> None:
    with visit(browser, at(site, "en", KINDS[kind]), reduced_motion="reduce") as page:
        moving = page.evaluate("""() => [...document.querySelectorAll("*")].slice(0, 3000).filter((e) => {
            const style = getComputedStyle(e);
            return parseFloat(style.transitionDuration) > 0.01 || parseFloat(style.animationDuration) > 0.01
                || style.scrollBehavior === "smooth";
        }).slice(0, 3).map((e) => e.outerHTML.slice(0, 100))""")
        assert moving == []


@each_language
def test_print(site: Path, browser: Any, lang: str) -> None:
    with visit(browser, at(site, lang, "actors/kenji-fujimori.html"), color_scheme="dark") as page:
        page.emulate_media(media="print")
        assert not page.locator("header nav").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        card = page.locator("article.card:has(.pair)").first
        for part in (".say", ".reply", ".outcome", "footer .src"):
            assert card.locator(part).is_visible(), part
        address = card.locator(".out").first
        assert address.get_attribute("href") in address.evaluate("(e) => getComputedStyle(e, '::after').content")
    with visit(browser, at(site, lang, "claims.html")) as page:
        page.emulate_media(media="print")
        assert not page.locator("form[data-bar]").is_visible()


# Lists


def frame_of(name: str, lang: str) -> Any:
    """A frame of explorer/frames.py: what a list gives unfiltered."""
    spec = importlib.util.spec_from_file_location("explorer_frames", CHECKOUT / "explorer" / "frames.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.LISTS[name](lang)


def ids_of(table: str, **values: str) -> set[str]:
    frame = pnd.load(table)
    for name, value in values.items():
        frame = frame[frame[name] == value]
    return set(frame.iloc[:, 0])


def about(actor: str, reply: str) -> set[str]:
    rows = pnd.claims(about=actor)
    return set(rows.loc[rows["reply_status"] == reply, "claim_id"])


# A view as its address has it; how it is sorted ("any": the page has the order of readers, accents and signs aside); and
# the ids that the same filter finds in Python.
VIEWS: dict[str, tuple[str, str, Callable[[], set[str]]]] = {
    "claims.html": ("claims", "", lambda: ids_of("claims")),
    "claims.html?about=kenji-fujimori": ("claims", "", lambda: set(pnd.claims(about="Kenji Fujimori")["claim_id"])),
    "claims.html?about=kenji-fujimori&reply=denied": ("claims", "", lambda: about("Kenji Fujimori", "denied")),
    "claims.html?by=simeon-tegel&hedge=appears": ("claims", "", lambda: ids_of("claims", claimant_id="simeon-tegel", hedge="appears")),
    "claims.html?since=2014&until=2015": ("claims", "", lambda: set(pnd.claims(since=2014, until=2015)["claim_id"])),
    "claims.html?matter=callao-warehouse&sort=publisher": ("claims", "publisher", lambda: ids_of("claims", matter_id="callao-warehouse")),
    "events.html": ("events", "", lambda: ids_of("events")),
    "events.html?involving=kenji-fujimori": ("events", "", lambda: ids_of("event_actors", actor_id="kenji-fujimori")),
    "events.html?since=2014&until=2015": ("events", "", lambda: set(pnd.events(since=2014, until=2015)["event_id"])),
    "figures.html?indicator=coca_cultivation_area&place=country-peru": (
        "figures", "", lambda: set(pnd.production(indicator="coca_cultivation_area", place="Peru")["observation_id"]),
    ),
    "sources.html?language=en": ("sources", "any", lambda: ids_of("sources", language="en")),
    "actors.html?type=state_body": ("actors", "any", lambda: ids_of("actors", actor_type="state_body")),
}  # fmt: skip


def downloaded(page: Any) -> str:
    with page.expect_download() as waiting:
        page.locator("[data-csv]").click()
    assert re.fullmatch(r"peru-narco-data-\w+\.csv", waiting.value.suggested_filename)
    content: bytes = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return content.decode("utf-8-sig")


def shown(page: Any) -> list[str]:
    ids: list[str] = page.evaluate("""() => {
        const list = document.querySelector("[data-list]");
        return [...list.querySelectorAll(list.dataset.row)].filter((e) => e.checkVisibility()).map((e) => e.id);
    }""")
    return ids


@each_language
@pytest.mark.parametrize("view", VIEWS)
def test_a_filtered_download_is_the_same_filter_in_python(site: Path, browser: Any, view: str, lang: str) -> None:
    name, sort, wanted = VIEWS[view]
    frame = frame_of(name, lang)
    key = frame.columns[0]
    there = frame[frame[key].isin(wanted())]
    assert len(there), "a filter that finds nothing shows nothing"
    with visit(browser, at(site, lang, view)) as page:
        got = downloaded(page)
    expected = there.to_csv(index=False, lineterminator="\n")
    if sort:
        assert sorted(got.split("\n")) == sorted(expected.split("\n"))
    else:
        assert got == expected
    if sort == "publisher":
        column = [row[sort] for row in csv.DictReader(got.splitlines(keepends=True))]
        assert column == sorted(column, key=str.casefold)
        assert len(set(column)) > 1


def test_words_are_found_without_accents_or_case(site: Path, browser: Any) -> None:
    with visit(browser, at(site, "es", "claims.html?q=ALMACEN")) as page:
        rows = list(csv.DictReader(downloaded(page).splitlines(keepends=True)))
    frame = frame_of("claims", "es")
    joined = frame.agg(" ".join, axis=1).str.normalize("NFD").str.replace(r"[\u0300-\u036f]", "", regex=True)
    assert [row["claim_id"] for row in rows] == list(
        frame.loc[joined.str.casefold().str.contains("almacen"), "claim_id"]
    )
    assert rows


def test_a_view_has_an_address(site: Path, served: str, browser: Any) -> None:
    """Chosen by hand, shared, opened anew by somebody else, and in the other language: always the same rows."""
    for start in (site.as_uri() + "/", served):
        with visit(browser, start + "claims.html") as page:
            page.locator("[name=about]").fill("Kenji Fujimori")
            page.locator("[name=reply]").select_option("denied")
            page.locator("[name=sort]").select_option("-first")
            expect_count(page, lambda n, of: n < of)
            address, rows = page.url, shown(page)
            assert rows
            assert "about=kenji-fujimori" in address
            page.locator("a.tongue").click()
            page.wait_for_url("**/es/claims.html?**")
            assert shown(page) == rows
        with visit(browser, address) as page:
            assert shown(page) == rows
            assert page.locator("[name=about]").input_value() == "Kenji Fujimori"
            assert page.locator("[name=reply]").input_value() == "denied"
            assert page.locator("[name=sort]").input_value() == "-first"
            page.locator("[type=reset]").click()
            expect_count(page, lambda n, of: n == of)
            assert "?" not in page.url


def test_a_row_that_an_address_names_is_seen(site: Path, browser: Any) -> None:
    """Even where the filter of the address would hide it."""
    with visit(browser, at(site, "en", "claims.html?about=kenji-fujimori#c0001")) as page:
        assert page.locator("#c0001").is_visible()
        assert 0 <= page.locator("#c0001").bounding_box()["y"] < page.viewport_size["height"]


@each_language
def test_a_table_sorts(site: Path, browser: Any, lang: str) -> None:
    with visit(browser, at(site, lang, "figures.html?indicator=coca_cultivation_area")) as page:
        for clicks, sign in ((1, 1), (1, -1)):
            for _ in range(clicks):
                page.locator("th[data-key=value] button").click()
            rows = csv.DictReader(downloaded(page).splitlines(keepends=True))
            values = [float(row["value"]) for row in rows if row["value"]]
            assert values == sorted(values, reverse=sign < 0)
            assert len(values) > 100
            assert page.locator("th[data-key=value]").get_attribute("aria-sort") == (
                "ascending" if sign > 0 else "descending"
            )


def test_filtering_is_quick(site: Path, browser: Any) -> None:
    for page_name in ("claims.html", "figures.html"):
        with visit(browser, at(site, "en", page_name)) as page:
            took = page.evaluate("""() => {
                const field = document.querySelector("[name=q]"), start = performance.now();
                field.value = "callao";
                field.form.dispatchEvent(new Event("submit", { cancelable: true }));
                document.body.offsetHeight;
                return performance.now() - start;
            }""")
            assert took < 1000


def test_the_search_finds(site: Path, browser: Any) -> None:
    with visit(browser, at(site, "en", "index.html")) as page:
        page.locator("#q").fill("kenji")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=kenji")
        links = page.locator("li.row:visible a")
        first = [links.nth(n).get_attribute("href") for n in range(3)]
        assert "actors/kenji-fujimori.html" in first, "in order of names, others whom the words describe among them"
        assert page.locator("[data-what=claim]:visible").count() > 3


# Hostile rows


@each_language
@pytest.mark.parametrize(
    "path",
    ["claims.html", "events.html", "actors.html", "sources.html", "search.html", "index.html", "production.html",
     "actors/kenji-fujimori.html", "sources/24horascl-2012-camisea.html"],
)  # fmt: skip
def test_hostile_rows_are_text(hostile: Path, browser: Any, path: str, lang: str) -> None:
    with visit(browser, at(hostile, lang, path), viewport={"width": 390, "height": 844}, is_mobile=True) as page:
        laid_out(page)
        assert HOSTILE[:40] in page.evaluate("document.body.textContent")
        assert not page.title().startswith("owned")
        assert page.locator("img[src=x]").count() == 0
        assert page.evaluate("[...document.links].filter((a) => /^javascript/i.test(a.href)).length") == 0
        assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [390, 390]


def test_hostile_rows_are_filtered_and_downloaded(hostile: Path, browser: Any) -> None:
    with visit(browser, at(hostile, "en", "claims.html?q=onerror")) as page:
        rows = list(csv.DictReader(downloaded(page).splitlines(keepends=True)))
    assert [row["statement"] for row in rows if row["claim_id"] == "c0037"] == [HOSTILE]

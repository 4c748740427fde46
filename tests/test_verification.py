"""verify(): a reader's own copy, clean, noisy, wrong or hostile."""

import contextlib
import html
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import peru_narco_data as pnd
from peru_narco_data import cli, copies, fingerprinting, numerals, raw, verification
from tests.conftest import ARTICLE

SOURCE = "vice-2016-narco-state"
needs_article = pytest.mark.skipif(not ARTICLE.is_file(), reason="the article's text is not beside this checkout")

# A text of our own, so that finding paragraphs is tested without any source.
TEXT = [
    f"Paragraph {name} speaks of {name} things, of {name} people and of nothing but {name} matters."
    for name in ("red", "green", "blue", "yellow", "brown", "grey")
]


def located(text: str) -> dict[str, str]:
    prints = [
        {"locator": place, "sha256": digest, "word_count": str(words)}
        for place, digest, words in fingerprinting.paragraphs("\n".join(TEXT))
    ]
    words = fingerprinting.normalised(text).split()
    return {locator: found[0] for locator, found in verification.located(prints, words).items()}


def test_paragraphs_are_found_wherever_they_stand() -> None:
    assert set(located("\n".join(TEXT)).values()) == {"matched"}
    broken = "A menu. " + "\nAn advertisement in between.\n".join(TEXT).replace(" and ", "\n  and ") + "\nThe end."
    assert set(located(broken).values()) == {"matched"}
    assert set(located("\n".join(TEXT + TEXT[:2])).values()) == {"matched"}  # a repeated one stands in order too
    assert set(located("\n".join([TEXT[3], *TEXT])).values()) == {"matched"}


def test_what_is_moved_changed_or_missing_is_told_apart() -> None:
    moved = [TEXT[0], *TEXT[2:], TEXT[1]]
    assert located("\n".join(moved)) == {**{f"p{n}": "matched" for n in range(1, 7)}, "p2": "moved"}
    changed = [*TEXT[:2], TEXT[2].replace("nothing but", "little else than"), *TEXT[3:]]
    assert located("\n".join(changed)) == {**{f"p{n}": "matched" for n in range(1, 7)}, "p3": "changed"}
    assert located("\n".join(TEXT[:2] + TEXT[3:]))["p3"] == "missing"
    assert located("\n".join(TEXT[1:]))["p1"] == "missing"  # no neighbour on one side
    assert set(located("Something quite different.").values()) == {"missing"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("42,900 hectares", 42900),
        ("42.900 hectáreas", 42900),
        ("42 900 hectares", 42900),
        ("1.5 kilograms", 1.5),
        ("1,5 kilos", 1.5),
        ("149 million soles", 149e6),
        ("2,8 millones de soles", 2.8e6),
        ("mil millones", 1e9),
        ("23 mil 600 hectáreas", 23600),
        ("2 millones 500 mil soles", 2.5e6),
        ("tens of millions", 1e7),
        ("thirty-five years", 35),
        ("treinta y cinco años", 35),
        ("one hundred and twenty thousand", 120000),
        ("ciento veinte mil", 120000),
        ("half of them", 50),
        ("la mitad", 50),
        ("a dozen", 12),
        ("the second largest", 2),
    ],
)
def test_numbers_in_digits_and_words(text: str, value: float) -> None:
    assert numerals.stands(value, text)
    assert not numerals.stands(value * 3 + 1, text)


def test_fingerprints_are_of_texts_read_to_their_end() -> None:
    """A source of which only a part was read has no fingerprints; and of the others no paragraph is left out."""
    prints: dict[str, list[str]] = {}
    for row in raw.read("fingerprints").values():
        prints.setdefault(row["source_id"], []).append(row["locator"])
    sources = raw.read("sources")
    assert len(prints) > 10
    for source, locators in prints.items():
        assert sources[source]["read_extent"] in ("full_text", "transcription"), source
        assert sorted(locators, key=lambda p: int(p[1:])) == [f"p{n}" for n in range(1, len(locators) + 1)], source


def test_pages_as_browsers_save_them(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    body = "<html><head><title>no</title></head><body><script>'<p>no</p>'</script><!-- <p>no</p> -->{}</body></html>"
    page.write_text(body.format("<p>a <b>b</b>c &amp; d<br>e</p><p>1 < 2</p>"), encoding="utf-8")
    assert copies.read(page).split() == ["a", "bc", "&", "d", "e", "1", "<", "2"]
    page.write_bytes(b"\xff\xfe" + "naïve".encode("utf-16-le"))
    assert copies.read(page) == "naïve"
    page.write_bytes("niño".encode("cp1252"))
    assert copies.read(page) == "niño"
    page.write_bytes(
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n"
        b"Content-Transfer-Encoding: quoted-printable\n\n<html><body><p>ni=C3=B1o</p></body></html>\n--x--\n"
    )
    assert copies.read(page).strip() == "niño"


@needs_article
def test_the_article_is_proved() -> None:
    found = pnd.verify(SOURCE, ARTICLE)
    assert set(found["status"]) == {"matched", "not_fingerprinted"}
    assert (found["status"] == "matched").sum() > 600
    assert found["shared_words"].isna().all()
    stands = found["figure_status"].value_counts()
    assert stands["stands"] >= 45
    # "30-something": the upper end is the decade's, not a number of the text.
    assert found.loc[found["figure_status"] == "partly", "row_id"].tolist() == ["q0025"]


@needs_article
def test_a_saved_page_with_noise_is_proved_where_it_is_the_same(tmp_path: Path) -> None:
    lines = [line for line in ARTICLE.read_text(encoding="utf-8").splitlines() if line.strip()]
    del lines[20]  # p21 is gone
    lines[29] = lines[29].replace(" the ", " a ", 1)  # p31 says something else
    lines[11], lines[44] = lines[44], lines[11]
    parts = ["<!doctype html><html><head><style>p{}</style></head><body><nav>Home | World</nav>"]
    for number, text in enumerate(lines):
        text = html.escape(text.replace('"', "“")).replace("cocaine", "<a href='/x'>co\u00adcaine</a>")
        parts.append(f"<p class='body'>{unicodedata.normalize('NFD', text)}</p>".replace(", ", ",\n  "))
        if number % 7 == 3:
            parts.append("<div>Subscribe to our newsletter and never miss another of our many stories</div>")
    page = tmp_path / "page.html"
    page.write_text("".join(parts) + "</body></html>", encoding="utf-8")
    found = pnd.verify(SOURCE, page).drop_duplicates("locator").set_index("locator")["status"]
    assert found["p31"] == "changed"
    assert set(found[found == "moved"].index) <= {"p12", "p46"}
    assert set(found.drop(["p31", "p12", "p46"])) == {"matched", "not_fingerprinted"}


def test_a_wrong_copy_proves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("\n".join(TEXT), encoding="utf-8")
    assert set(pnd.verify(SOURCE, wrong)["status"]) == {"missing", "not_fingerprinted"}
    assert cli.main(["verify", SOURCE, str(wrong)]) == 1
    told = capsys.readouterr().out
    assert "missing" in told
    assert "is it a copy of this source?" in told


def test_words_taken_from_a_source_are_shown(tmp_path: Path) -> None:
    row = next(iter(pnd.load("claims").query("source_id == @SOURCE and statement.str.len() > 80").itertuples()))
    copied = tmp_path / "copied.txt"
    copied.write_text(f"They write: {row.statement}", encoding="utf-8")
    shared = pnd.verify(SOURCE, copied).set_index("row_id")["shared_words"].dropna()
    assert shared[row.claim_id] == fingerprinting.normalised(row.statement)


@pytest.mark.parametrize(
    ("source", "content", "message"),
    [
        ("vice-2016", b"x", "unknown source with fingerprints 'vice-2016'"),
        (SOURCE, b"", "holds no words"),
        (SOURCE, b"a\0b", "is not text; save the page as HTML or as text"),
        (SOURCE, b"word " * 200_001, "holds 200,001 words; at most 200,000 are read"),
    ],
)
def test_errors(tmp_path: Path, source: str, content: bytes, message: str) -> None:
    copy = tmp_path / "copy"
    copy.write_bytes(content)
    with pytest.raises(ValueError, match=message):
        pnd.verify(source, copy)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no file"):
        pnd.verify(SOURCE, tmp_path / "none")


HOSTILE = st.one_of(
    st.binary(max_size=2000),
    st.lists(
        st.sampled_from(
            ["<", ">", "<!--", "-->", "<script>", "</script", "<p", "'", "&#x", "\0", "MIME-Version:", "é", "\ud7ff"]
        ),
        max_size=200,
    ).map(lambda parts: "".join(parts).encode("utf-8")),
)


@given(HOSTILE)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_copies_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    copy = tmp_path / "copy"
    copy.write_bytes(content)
    before = sorted(tmp_path.iterdir())
    with contextlib.suppress(ValueError):  # nothing else may come out
        copies.read(copy)
    assert sorted(tmp_path.iterdir()) == before


def test_a_broken_page_does_not_hang(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for piece in (b"<script>", b"<!--", b"<a ", b"</script", b"<", b"&#"):
        copy.write_bytes(b"<html>" + piece * (2_000_000 // len(piece)))
        copies.read(copy)

"""Fixtures: the checkout, and a copy of the data that a test may damage."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
ARTICLE = CHECKOUT.parent / "shared" / "article" / "vice_2016_narco_state.txt"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A working copy of contract and data."""
    shutil.copytree(CHECKOUT / "data", tmp_path / "data")
    shutil.copy(CHECKOUT / "datapackage.json", tmp_path)
    return tmp_path


@pytest.fixture
def edit(copy: Path) -> Callable[[str, str, str], Path]:
    """Replace text that stands exactly once in a file of the copy."""

    def replace(name: str, old: str, new: str) -> Path:
        path = copy / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8", newline="")
        return copy

    return replace

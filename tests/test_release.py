"""What a release is held to: nothing promised goes without a step of the version; one version, one date."""

import copy
import importlib.util
import json
from types import ModuleType

import pytest

from tests.conftest import CHECKOUT


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, CHECKOUT / ".ci" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


compatible = script("compatible")
NOW = json.loads((CHECKOUT / "datapackage.json").read_text(encoding="utf-8"))


def test_what_was_promised_is_missed() -> None:
    assert compatible.broken(NOW, NOW) == []
    new = copy.deepcopy(NOW)
    tables = {resource["name"]: resource["schema"] for resource in new["resources"]}
    fields = {field["name"]: field for field in tables["claims"]["fields"]}
    fields["hedge"]["constraints"]["enum"].remove("alleged")
    fields["said_latest"]["type"] = "string"
    fields["statement"]["name"] = "words"
    tables["places"]["primaryKey"] = ["place_name"]
    new["resources"] = [resource for resource in new["resources"] if resource["name"] != "matters"]
    assert sorted(compatible.broken(NOW, new)) == [
        "claims.said_latest is string, was date",
        "code alleged of claims.hedge is gone",
        "field claims.statement is gone",
        "table matters is gone",
        "the key of places is another",
    ]
    added = copy.deepcopy(NOW)
    added["resources"][0]["schema"]["fields"].append({"name": "further", "type": "string"})
    assert compatible.broken(NOW, added) == []


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [("0.1.0", "0.1.1", False), ("0.1.0", "0.2.0", True), ("1.0.0", "1.1.0", False), ("1.4.2", "2.0.0", True)],
)
def test_a_break_needs_a_step(old: str, new: str, allowed: bool) -> None:
    assert compatible.announced(old, new) is allowed


def test_a_release_is_not_ready_with_another_version() -> None:
    found = script("ready").missing("9.9.9")
    assert "datapackage.json is not 9.9.9" in found
    assert "CITATION.cff is not 9.9.9" in found

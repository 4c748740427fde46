"""Puts the contract and the data into the wheel, with the size and hash of each file.

An editable install reads them from the checkout instead, where data may be edited and only its meaning is checked.
"""

import hashlib
import json
import os
import shutil
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DataBundle(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        self._made = tempfile.mkdtemp()
        contract = self._sealed()
        sums = os.path.join(self._made, "SHA256SUMS")
        bundled = {"datapackage.json": contract}
        bundled["CITATION.cff"] = os.path.join(self.root, "CITATION.cff")  # not the codebooks: codebook() makes them
        for name in sorted(os.listdir(os.path.join(self.root, "data"))):
            if name.endswith(".csv"):
                bundled[f"data/{name}"] = os.path.join(self.root, "data", name)
        with open(sums, "w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(f"{_content(path)[1]}  {name}\n" for name, path in sorted(bundled.items()))
        for name, path in {**bundled, "SHA256SUMS": sums}.items():
            build_data["force_include"][path] = f"peru_narco_data/_bundle/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            shutil.rmtree(self._made, ignore_errors=True)

    def _sealed(self) -> str:
        """The contract with ``bytes`` and ``hash`` of each resource, as the Data Package standard names them."""
        with open(os.path.join(self.root, "datapackage.json"), encoding="utf-8") as stream:
            descriptor = json.load(stream)
        for resource in descriptor["resources"]:
            size, digest = _content(os.path.join(self.root, resource["path"]))
            resource["bytes"], resource["hash"] = size, f"sha256:{digest}"
        path = os.path.join(self._made, "datapackage.json")
        with open(path, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n")
        return path


def _content(path: str) -> tuple[int, str]:
    with open(path, "rb") as stream:
        content = stream.read()
    return len(content), hashlib.sha256(content).hexdigest()

"""Puts the contract and the data into the wheel; an editable install reads them from the checkout instead."""

import os
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DataBundle(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        bundled = ["datapackage.json", "CODEBOOK.md"]
        bundled += [
            f"data/{name}" for name in sorted(os.listdir(os.path.join(self.root, "data"))) if name.endswith(".csv")
        ]
        for name in bundled:
            build_data["force_include"][os.path.join(self.root, name)] = f"peru_narco_data/_bundle/{name}"

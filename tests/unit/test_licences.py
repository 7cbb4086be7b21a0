"""docs/licences.md names every package that pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_package_is_named_with_its_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted += extra
    names = {re.split(r"[\[=;]", one)[0].lower() for one in wanted}
    rows = (ROOT / "docs" / "licences.md").read_text("utf-8").lower()
    named = set(re.findall(r"[a-z0-9][a-z0-9._-]*", rows))
    assert names - named == set()

"""Whose data the package carries is said where the package is."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_notice_of_geonames_goes_along_with_every_wheel_and_source() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "NOTICE" in project["project"]["license-files"]
    assert "NOTICE" in project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert all(each in notice for each in ("GeoNames", "Attribution 4.0", "language/towns.bin"))

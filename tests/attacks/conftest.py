"""A ledger with people of every role, made once: to sign in takes long on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from attacks.hostile import people_in

People = tuple[Path, Mapping[str, str]]


@pytest.fixture(scope="session")
def people(tmp_path_factory: pytest.TempPathFactory) -> People:
    """A ledger to copy, and a session of each person by name."""
    path = tmp_path_factory.mktemp("people") / "people.sqlite"
    return path, people_in(path)

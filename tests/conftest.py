"""What all tests share: how hypothesis runs, and where the measuring sets lie."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from postgres import Schemas, programs, server

Location = str | Path
SHARED = Path(__file__).resolve().parents[2] / "shared"

# No deadline: a busy machine is not a failing test. In CI the examples are the same at every run, so that a
# change is never blamed for what an earlier one broke.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """Give a file of the measuring sets, or skip the test with a sentence where it is absent."""

    def path(name: str) -> Path:
        found = SHARED / name
        if not found.exists():
            pytest.skip(f"needs ../shared/{name}, which is not beside this repository")
        return found

    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Schemas]:
    """A PostgreSQL server, or the test is skipped with a sentence where none is installed."""
    folder = programs()
    if folder is None:
        pytest.skip("needs a PostgreSQL server (Debian: apt install postgresql), and none is installed")
    with server(folder) as address, closing(Schemas(address)) as schemas:
        yield schemas


@pytest.fixture(params=["sqlite", "postgres"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Location]:
    """Gives a place for a ledger, with no record in it, at each call; the one of before is used up."""
    if request.param == "sqlite":
        numbers = count(1)
        return lambda: tmp_path / f"{next(numbers)}.ledger"
    schemas: Schemas = request.getfixturevalue("postgres")
    return schemas.ledger


@pytest.fixture
def location(fresh: Callable[[], Location]) -> Location:
    """A place for a ledger, with no record in it, in both kinds of database."""
    return fresh()


@pytest.fixture(params=["sqlite", "postgres"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Location:
    """A place without a ledger, whose tables a test may change as it likes, in both kinds of database."""
    if request.param == "sqlite":
        return tmp_path / "bare.ledger"
    schemas: Schemas = request.getfixturevalue("postgres")
    return schemas.empty()

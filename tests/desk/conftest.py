"""A desk on a ledger of its own for every test; the ledger is read once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desk.desks import Desk, desk_on, make_ledger
from postgres import Schemas

Made = tuple[Path, Mapping[str, str]]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A ledger with people, and a session of each by name."""
    path = tmp_path_factory.mktemp("desk") / "read.sqlite"
    return path, make_ledger(path)


@pytest.fixture
def ledger_file(made: Made, tmp_path: Path) -> Path:
    """A copy of it."""
    path = tmp_path / "desk.sqlite"
    for each in made[0].parent.glob("read.sqlite*"):
        shutil.copy(each, path.with_name(each.name.replace("read.sqlite", "desk.sqlite")))
    return path


@pytest.fixture(scope="session")
def made_in_postgres(postgres: Schemas) -> tuple[str, Mapping[str, str]]:
    """The same in PostgreSQL."""
    address = postgres.empty()
    return address, make_ledger(address)


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> tuple[str | Path, Mapping[str, str]]:
    """A ledger of the test's own, in both kinds of database, and the sessions of it."""
    if request.param == "sqlite":
        return request.getfixturevalue("ledger_file"), request.getfixturevalue("made")[1]
    schemas: Schemas = request.getfixturevalue("postgres")
    address, sessions = request.getfixturevalue("made_in_postgres")
    return schemas.ledger("desk", like=address), sessions


@pytest.fixture
def desk(place: tuple[str | Path, Mapping[str, str]]) -> Iterator[Desk]:
    """A desk on a ledger of the test's own, in both kinds of database."""
    with desk_on(*place) as opened:
        yield opened


@pytest.fixture(scope="session", params=["made", "made_in_postgres"])
def shared_desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """One desk for all tests that change nothing, in each kind of database."""
    with desk_on(*request.getfixturevalue(request.param)) as opened:
        yield opened


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """A browser for the tests of one module: while it runs, no other loop can run in its thread."""
    from playwright.sync_api import sync_playwright

    from desk.browsing import launched

    with sync_playwright() as running:
        browser = launched(running)
        yield browser
        browser.close()

"""A desk on a ledger of its own for every test; the ledger is read once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desk.desks import Desk, desk_on, make_ledger

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


@pytest.fixture
def desk(made: Made, ledger_file: Path) -> Iterator[Desk]:
    """A desk on a ledger of the test's own."""
    with desk_on(ledger_file, made[1]) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared_desk(made: Made) -> Iterator[Desk]:
    """One desk for all tests that change nothing."""
    with desk_on(*made) as opened:
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

"""Passwords cost next to nothing in these tests; test_secrets has one at the real cost."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.desk import Location, opened
from postgres import Schemas
from reportedly.casework import secrets


@pytest.fixture(autouse=True)
def _cheap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "real_cost" not in request.fixturenames:
        monkeypatch.setattr(secrets, "COST", secrets.Cost(n=16, r=1, p=1))


@pytest.fixture
def real_cost() -> secrets.Cost:
    """Ask for it to have passwords hashed as they are outside tests."""
    return secrets.COST


@pytest.fixture(scope="session")
def two_reports(postgres: Schemas) -> str:
    """A ledger in PostgreSQL with what :func:`casework.desk.opened` puts into a new one."""
    address = postgres.empty()
    opened(address).close()
    return address


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Location:
    """A place for the casebook of a test, in both kinds of database."""
    if request.param == "sqlite":
        return tmp_path / "desk.ledger"
    schemas: Schemas = request.getfixturevalue("postgres")
    return schemas.ledger("desk", like=request.getfixturevalue("two_reports"))

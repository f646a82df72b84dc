"""The same tests for both kinds of database: a file, and a PostgreSQL server where one is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from postgres import programs, schema_of, server
from reportedly.store import Store
from reportedly.store.database import database_of

Location = str | Path
_numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """Gives the address of an empty schema at each call."""
    folder = programs()
    if folder is None:
        pytest.skip("needs a PostgreSQL server (Debian: apt install postgresql), and none is installed")
    with ExitStack() as open_until_the_end:
        address = open_until_the_end.enter_context(server(folder))
        yield lambda: schema_of(address, f"case{next(_numbers)}")


@pytest.fixture(params=["sqlite", "postgres"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Location]:
    """Gives a place with nothing in it at each call; what an earlier call gave is used no longer."""
    if request.param == "sqlite":
        return lambda: tmp_path / f"{next(_numbers)}.ledger"
    address: str = request.getfixturevalue("postgres")()

    def emptied() -> str:
        # Making the tables anew for every example would take most of the time.
        engine = database_of(address).engine()
        with engine.begin() as connection:
            if there := set(inspect(connection).get_table_names()) - {"alembic_version"}:
                # Past the triggers that keep the log.
                connection.execute(text("SET LOCAL session_replication_role = replica"))
                connection.execute(text(f"TRUNCATE {', '.join(sorted(there))} RESTART IDENTITY"))
        engine.dispose()
        return address

    return emptied


@pytest.fixture
def location(fresh: Callable[[], Location]) -> Location:
    """A place without a ledger."""
    return fresh()


@pytest.fixture
def store(location: Location) -> Iterator[Store]:
    """An empty ledger."""
    with Store.open(location) as opened:
        yield opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is not there."""
    return tmp_path / "work.ledger"


@pytest.fixture
def file_store(path: Path) -> Iterator[Store]:
    """An empty ledger in that file."""
    with Store.open(path) as opened:
        yield opened


def ask(location: Location, sql: str) -> list[Any]:
    """What plain SQL says of a ledger."""
    engine = database_of(location).engine()
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]
    finally:
        engine.dispose()


def change(location: Location, sql: str) -> None:
    """Change a ledger by hand."""
    database = database_of(location)
    engine = database.engine()
    try:
        with database.writing(engine).begin() as connection:
            connection.execute(text(sql))
    finally:
        engine.dispose()

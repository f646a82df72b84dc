"""A ledger that was made at an earlier revision becomes what a new one is, in both kinds of database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from faults.plain import MADE_BY, plain_reading
from postgres import Schemas
from reportedly.errors import LedgerError
from reportedly.listing import FoundKind
from reportedly.store import Store, migrate, schema, sqlite
from reportedly.store.database import database_of
from store.conftest import Location, ask, change, described, taken_back

FIRST = schema.REVISIONS[0]
_TABLES = {
    False: "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
    True: "SELECT name FROM sqlite_master WHERE type = 'table'",
}


@pytest.fixture(scope="session")
def made_anew(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[Any]]]:
    """What a new ledger is, by the kind of database; filled where it is asked for."""
    path = tmp_path_factory.mktemp("anew") / "new.ledger"
    Store.open(path).close()
    return {"sqlite": described(path)}


@pytest.fixture
def new(made_anew: dict[str, Any], bare: Location, request: pytest.FixtureRequest) -> dict[str, list[Any]]:
    """What a new ledger of this kind of database is."""
    kind = "sqlite" if isinstance(bare, Path) else "postgres"
    if kind not in made_anew:
        schemas: Schemas = request.getfixturevalue("postgres")
        made_anew[kind] = described(schemas.ledger())
    found: dict[str, list[Any]] = made_anew[kind]
    return found


def made_at_the_first(location: Location) -> None:
    """An empty ledger as the first program made it."""
    database = database_of(location)
    engine = database.engine()
    with database.rebuilding(engine) as connection:
        if isinstance(location, Path):
            sqlite.mark_as_ours(connection)
        migrate.step_to(connection, FIRST)
    engine.dispose()


def test_a_ledger_of_the_first_revision_becomes_a_new_one(bare: Location, new: dict[str, list[Any]]) -> None:
    made_at_the_first(bare)
    assert described(bare) != new
    Store.open(bare).close()
    assert described(bare) == new
    names = {name for (name,) in ask(bare, _TABLES[isinstance(bare, Path)])}
    assert names >= {*schema.metadata.tables, "report_search", "claim_search"}
    assert len(new["triggers"]) >= len(schema.TRIGGERS)


@pytest.mark.parametrize("revision", schema.REVISIONS[:-1])
def test_an_older_ledger_is_migrated_with_all_it_holds(
    bare: Location, new: dict[str, list[Any]], revision: str
) -> None:
    with Store.open(bare) as store:
        for number in range(3):
            store.put(plain_reading(number), MADE_BY)
        before = store.view()
        found = store.board.search("brigade", FoundKind.CLAIM, after=None, limit=50)
    taken_back(bare, revision)
    assert ask(bare, "SELECT version_num FROM alembic_version") == [(revision,)]
    if isinstance(bare, Path):
        added = {"program": "0002", "modified_at": "0003"}
        columns = {row[1] for row in ask(bare, "PRAGMA table_info(reports)")}
        assert {each for each, since in added.items() if since <= revision} == added.keys() & columns
    with Store.open(bare) as store:
        assert store.view() == before
        assert not store.put(plain_reading(1), MADE_BY)
        again = store.board.search("brigade", FoundKind.CLAIM, after=None, limit=50)
        assert {hit.claim for hit in again.rows} == {hit.claim for hit in found.rows} != set()
    assert described(bare) == new
    assert ask(bare, "SELECT DISTINCT program FROM reports") == [("reportedly 0.1.0",)]
    assert ask(bare, "SELECT version_num FROM alembic_version") == [(schema.HEAD,)]
    if isinstance(bare, Path):
        assert ask(bare, "PRAGMA journal_mode") == [("wal",)]


def test_a_ledger_in_postgresql_gets_the_triggers_and_the_index_that_it_never_had(postgres: Schemas) -> None:
    """As earlier programs left one there: no index of words, and none of the triggers after a migration."""
    address, new = postgres.empty(), described(postgres.ledger())
    with Store.open(address) as store:
        store.put(plain_reading(1), MADE_BY)
    taken_back(address, "0006")
    for name, table in (("signoffs_kept", "signoffs"), ("audit_unchanged", "audit")):
        change(address, f"DROP TRIGGER {name} ON {table}")
        change(address, f"DROP FUNCTION IF EXISTS {name} CASCADE")
    change(address, 'ALTER TABLE reports ALTER COLUMN outlet TYPE text COLLATE "default"')
    with Store.open(address) as store:
        assert store.board.search("blast", FoundKind.REPORT, after=None, limit=5).total == 1
    assert described(address) == new
    never = pytest.raises(LedgerError, match="the audit log is only added to")
    with Store.open(address) as store, never, store.writing() as connection:
        connection.exec_driver_sql("UPDATE audit SET why = 'x'")

"""Bring a ledger to the schema that this program knows, in one transaction or not at all.

Alembic costs 0.1 s to import, so it is only loaded for a ledger that is older.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, insert, inspect, select

from reportedly.errors import LedgerError, LedgerTooNew
from reportedly.store import desk_schema as desk_schema
from reportedly.store import in_step, search
from reportedly.store import watch_schema as watch_schema
from reportedly.store.database import Database
from reportedly.store.schema import HEAD, REVISIONS, alembic_version

_WORDS_SINCE = "0011"
"""The revision since which the index of words is as it is now; that of an older ledger is filled anew."""


def bring_up_to_date(engine: Engine, database: Database) -> None:
    """Create the tables of an empty ledger, migrate an older one, leave a current one alone.

    Raises:
        LedgerTooNew: the schema is none that this program knows.
    """
    with engine.connect() as connection:
        found = _revision(connection)
    if found is None:
        _create(engine, database)
    elif found not in REVISIONS:
        raise LedgerTooNew(
            f"{database.location}: a newer reportedly wrote this ledger (its schema is {found}, this program "
            f"knows up to {HEAD}); upgrade reportedly, the ledger has not been touched"
        )
    elif found != HEAD:
        _migrate(engine, database)
    database.settle(engine)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(alembic_version.name):
        return None
    return connection.scalar(select(alembic_version.c.version_num))


def _create(engine: Engine, database: Database) -> None:
    with database.writing(engine).begin() as connection:
        # Another process may have made it while this one waited for the lock.
        if _revision(connection) is None:
            database.create(connection)
            search.make(connection)
            connection.execute(insert(alembic_version).values(version_num=HEAD))


def _migrate(engine: Engine, database: Database) -> None:
    with database.rebuilding(engine) as connection:
        before = _revision(connection) or REVISIONS[0]
        step_to(connection, HEAD)
        database.complete(connection)
        if broken := database.broken_references(connection):
            raise LedgerError(
                f"{database.location}: {broken} rows of this older ledger point to nothing, so it cannot be "
                "migrated; it has not been touched"
            )
        if REVISIONS.index(before) < REVISIONS.index(_WORDS_SINCE):
            # Only now: what fills it reads the tables as this program knows them.
            in_step.fill(connection)


def step_to(connection: Connection, revision: str) -> None:
    """Run Alembic up or down to ``revision`` within the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "reportedly.store:migrations")
    config.attributes["connection"] = connection
    older = REVISIONS.index(revision) < REVISIONS.index(_revision(connection) or revision)
    (command.downgrade if older else command.upgrade)(config, revision)

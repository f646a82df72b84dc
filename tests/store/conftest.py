"""The same tests for both kinds of database: a file, and a PostgreSQL server where one is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Inspector, inspect, text

from reportedly.store import Store, migrate
from reportedly.store.database import database_of

Location = str | Path


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


def taken_back(location: Location, revision: str) -> None:
    """Take a ledger back to an earlier schema, as if an earlier program had written it."""
    database = database_of(location)
    engine = database.engine()
    try:
        with database.rebuilding(engine) as connection:
            migrate.step_to(connection, revision)
    finally:
        engine.dispose()


def described(location: Location) -> dict[str, list[str]]:
    """All that a database has besides rows, in no particular order of its making."""
    engine = database_of(location).engine()
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                return _tables_of(inspect(connection)) | _told(connection, _SQLITE)
            here = connection.scalar(text("SELECT current_schema()"))
            return _told(connection, _POSTGRES, without=f"{here}.")
    finally:
        engine.dispose()


def _told(connection: Connection, queries: dict[str, str], *, without: str = "\0") -> dict[str, list[str]]:
    # The name of a schema stands in what PostgreSQL says of indices and triggers.
    return {
        kind: sorted(repr(tuple(row)).replace(without, "") for row in connection.execute(text(query)))
        for kind, query in queries.items()
    }


def _tables_of(look: Inspector) -> dict[str, list[str]]:
    return {
        name: [
            *sorted(str({**column, "type": str(column["type"])}) for column in look.get_columns(name)),
            str(look.get_pk_constraint(name)),
            str(look.get_foreign_keys(name)),
            *sorted(map(str, look.get_check_constraints(name))),
            *sorted(map(str, look.get_indexes(name))),
        ]
        for name in look.get_table_names()
    }


_SQLITE = {
    "triggers": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
    "words": "SELECT name, sql FROM sqlite_master WHERE sql LIKE '%fts5%' OR type = 'view'",
}
_POSTGRES = {
    "columns": "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, "
    "pg_get_expr(d.adbin, d.adrelid), l.collname "
    "FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid "
    "LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum "
    "LEFT JOIN pg_collation AS l ON l.oid = a.attcollation "
    "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 "
    "AND NOT a.attisdropped",
    "constraints": "SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = current_schema()::regnamespace",
    "indices": "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()",
    "triggers": "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger AS t "
    "JOIN pg_class AS c ON c.oid = t.tgrelid "
    "WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace",
}

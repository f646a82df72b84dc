"""All that is particular to PostgreSQL: who writes when, how text is ordered, and its errors in words.

A ledger is a database, or a schema of one (``?options=-csearch_path%3Dcase1``), that holds nothing else.
The driver (psycopg 3) comes with ``pip install 'reportedly[postgres]'``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec

from sqlalchemy import URL, Connection, Engine, MetaData, String, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from reportedly.errors import LedgerError, RecordError
from reportedly.store.schema import TRIGGERS, alembic_version, claims, evidence, metadata, reports

LOCK = 0x52507464
"""Key of the lock that writers take, 'RPtd' in bytes: the ledger of a database and schema, with its name."""
WAIT_SECONDS = 30
"""How long a writer waits for another, and a connection for the server."""
_WRITES = "reportedly_writes"
_NUL = "NUL (0x00)"
"""The driver's words where a text has one; SQLite looks for it like for anything else."""


class PostgresDatabase:
    """A ledger in a PostgreSQL database, 13 or newer."""

    def __init__(self, url: URL, location: str) -> None:
        if find_spec("psycopg") is None:
            raise LedgerError(
                "a ledger in PostgreSQL needs the driver psycopg; pip install 'reportedly[postgres]'"
            )
        self.location = location
        self._url = url.set(drivername="postgresql+psycopg")

    def check(self, *, create: bool) -> None:
        """See :class:`reportedly.store.database.Database`."""
        engine = self.engine()
        try:
            with self.in_words(), engine.connect() as connection:
                there = set(inspect(connection).get_table_names())
        finally:
            engine.dispose()
        ours = {table.name for table in (alembic_version, reports, claims, evidence)}
        if there and not ours <= there:
            raise LedgerError(
                f"{self.location}: this database has tables of another program and has not been touched; "
                "give the ledger a database or a schema of its own"
            )
        if not there and not create:
            raise LedgerError(f"{self.location}: there is no ledger; read something into it first")

    def engine(self) -> Engine:
        """See :class:`reportedly.store.database.Database`."""
        # REPEATABLE READ: all queries of a view see the moment of the first one.
        engine = create_engine(
            self._url,
            isolation_level="REPEATABLE READ",
            pool_pre_ping=True,
            connect_args={"connect_timeout": WAIT_SECONDS, "application_name": "reportedly"},
        )
        event.listen(engine, "begin", _begin)
        return engine

    def writing(self, engine: Engine) -> Engine:
        """See :class:`reportedly.store.database.Database`.

        READ COMMITTED, because a snapshot taken while waiting for the lock would miss what was written
        before it was had.
        """
        return engine.execution_options(isolation_level="READ COMMITTED", **{_WRITES: True})

    def create(self, connection: Connection) -> None:
        """See :class:`reportedly.store.database.Database`."""
        _in_byte_order().create_all(connection, checkfirst=False)
        _make_triggers(connection)

    def settle(self, engine: Engine) -> None:
        """See :class:`reportedly.store.database.Database`; PostgreSQL is durable as it comes."""

    @contextmanager
    def rebuilding(self, engine: Engine) -> Iterator[Connection]:
        """See :class:`reportedly.store.database.Database`."""
        with self.writing(engine).begin() as connection:
            yield connection

    def complete(self, connection: Connection) -> None:
        """See :class:`reportedly.store.database.Database`: the triggers, and all text in byte order."""
        # First: a column that a trigger names cannot be altered.
        _drop_triggers(connection)
        _put_in_byte_order(connection)
        _make_triggers(connection)

    def broken_references(self, connection: Connection) -> int:
        """None: foreign keys are never unchecked here."""
        return 0

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """See :class:`reportedly.store.database.Database`."""
        try:
            yield
        except DBAPIError as error:
            if _NUL in str(error.orig):
                raise RecordError(
                    f"{self.location}: what was asked or is to be kept has a NUL, which no ledger takes"
                ) from error
            state = getattr(error.orig, "sqlstate", None) or ""
            words = next((told for code, told in _WORDS.items() if state.startswith(code)), None)
            raise LedgerError(f"{self.location}: {words or _own_words(error)}") from error


def _begin(connection: Connection) -> None:
    """One writer at a time, as with a file: what is read before it is written cannot change in between."""
    if connection.get_execution_options().get(_WRITES):
        connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
        # Two ledgers in two schemas of one database do not wait for each other.
        connection.execute(
            text("SELECT pg_advisory_xact_lock(:lock, hashtext(current_schema()))"), {"lock": LOCK}
        )


def _in_byte_order() -> MetaData:
    """The tables with all text in the order of its code points, as SQLite has it.

    A database's own collation would put ids and names in another order, and a range of ids would not be
    what begins with the same characters.
    """
    copied = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        for column in table.to_metadata(copied).columns:
            if isinstance(column.type, String):
                # A type can be shared by columns of other tables.
                column.type = column.type.copy()
                column.type.collation = "C"
    return copied


def _put_in_byte_order(connection: Connection) -> None:
    """The same for tables that are there: migrations make columns with the database's own collation."""
    columns = connection.execute(
        text(
            "SELECT table_name, column_name, data_type, character_maximum_length AS size "
            "FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C' "
            "ORDER BY table_name, ordinal_position"
        )
    )
    changes: dict[str, list[str]] = defaultdict(list)
    for table, column, kind, size in columns:
        sized = f"{kind}({size})" if size else kind
        changes[table].append(f'ALTER COLUMN "{column}" TYPE {sized} COLLATE "C"')
    for table, altered in changes.items():
        connection.exec_driver_sql(f"ALTER TABLE {table} {', '.join(altered)}")


_TRIGGER = re.compile(r"(?P<when>BEFORE .+?) ON (?P<table>\w+)(?: WHEN (?P<condition>.+))?")


@dataclass(frozen=True, slots=True)
class _Trigger:
    """One of the schema's triggers, as PostgreSQL writes it: a function, which may look into tables."""

    name: str
    when: str
    table: str
    condition: str | None
    says: str

    @property
    def function(self) -> str:
        stop = f"RAISE EXCEPTION '{self.says}' USING ERRCODE = 'integrity_constraint_violation';"
        body = f"IF {self.condition} THEN {stop} END IF;" if self.condition else stop
        return (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body} RETURN coalesce(NEW, OLD); END $$"
        )

    @property
    def guards(self) -> bool:
        """Whether nothing may be deleted: then the table may not be emptied either."""
        return self.when == "BEFORE DELETE"


def _triggers() -> Iterator[_Trigger]:
    for name, (fires, says) in TRIGGERS.items():
        found = _TRIGGER.fullmatch(fires)
        if found is None:
            raise RuntimeError(f"the trigger {name} is written in another way than the others: {fires}")
        yield _Trigger(name=name, says=says, **found.groupdict())


def _make_triggers(connection: Connection) -> None:
    for each in _triggers():
        made = f"EXECUTE FUNCTION {each.name}()"
        connection.exec_driver_sql(each.function)
        connection.exec_driver_sql(
            f"CREATE TRIGGER {each.name} {each.when} ON {each.table} FOR EACH ROW {made}"
        )
        if each.guards:
            connection.exec_driver_sql(
                f"CREATE TRIGGER {each.name}_whole BEFORE TRUNCATE ON {each.table} {made}"
            )


def _drop_triggers(connection: Connection) -> None:
    for each in _triggers():
        for name in (each.name, f"{each.name}_whole"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {each.table}")


def _own_words(error: DBAPIError) -> str:
    """The server's sentence, without what the driver says around it when it connects."""
    first = (str(error.orig).strip().splitlines() or ["it failed without a word"])[0]
    return first.rpartition("FATAL:")[2].strip()


_WORDS = {
    "53100": "the server's disk is full; free some space and run this again, what is stored so far is safe",
    "55P03": f"another program has held it for {WAIT_SECONDS} seconds; try again when it is done",
    "3F000": "there is no such schema; make it with CREATE SCHEMA",
    "42501": "this user may not do that; ask for the right to create and write tables in the schema",
    "25006": "the server takes no writes now; it may be a copy of another",
    "57P": "the server stops or starts; run this again when it is back, what is stored so far is safe",
}

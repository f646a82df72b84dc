"""What the store asks of a database, whichever it is: one file a kind, and the row in :func:`database_of`."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from reportedly.errors import LedgerError


class Database(Protocol):
    """A place where one ledger is kept. Making one touches nothing yet."""

    location: str
    """As messages name it; without a password."""

    def check(self, *, create: bool) -> None:
        """Look at what is there without changing it.

        Raises:
            LedgerError: there is no ledger and ``create`` is not asked for, or it is something else.
        """
        ...

    def engine(self) -> Engine:
        """For transactions that read: each sees one moment."""
        ...

    def writing(self, engine: Engine) -> Engine:
        """The same engine for transactions that write: one at a time, each seeing all before it."""
        ...

    def create(self, connection: Connection) -> None:
        """Make the tables of a new ledger, and mark it as ours, in the caller's transaction."""
        ...

    def settle(self, engine: Engine) -> None:
        """What a ledger needs after its tables are there. A second call changes nothing."""
        ...

    def rebuilding(self, engine: Engine) -> AbstractContextManager[Connection]:
        """One writing transaction in which tables can be made anew."""
        ...

    def complete(self, connection: Connection) -> None:
        """Bring what migrations made to what :meth:`create` makes, in the caller's transaction."""
        ...

    def broken_references(self, connection: Connection) -> int:
        """How many rows point to a row that is not there."""
        ...

    def in_words(self) -> AbstractContextManager[None]:
        """Turn what the database reports into a sentence.

        Raises:
            LedgerError: the database failed.
            RecordError: a text has a NUL, where the database takes none.
        """
        ...


def database_of(location: str | Path) -> Database:
    """The database that a path, or an address as SQLAlchemy writes them, names.

    >>> database_of("sqlite:///work.ledger").location
    'work.ledger'
    >>> database_of("postgresql://ana:secret@db.example/desk").location
    'postgresql://ana:***@db.example/desk'

    Raises:
        LedgerError: it is an address of something else, or of a database in memory.
    """
    from reportedly.store.sqlite import SqliteDatabase

    if isinstance(location, Path) or "://" not in location:
        return SqliteDatabase(Path(location))
    try:
        url = make_url(location)
    except (ArgumentError, ValueError):
        url = URL.create("unknown")
    kind = url.get_backend_name()
    if kind == "sqlite" and url.database and not url.query and url.database != ":memory:":
        return SqliteDatabase(Path(url.database))
    if kind in ("postgresql", "postgres"):
        from reportedly.store.postgres import PostgresDatabase

        return PostgresDatabase(url, shown(location))
    raise LedgerError(
        f"{shown(location)}: a ledger is a file or a PostgreSQL database; "
        "give its path, sqlite:///path, or postgresql://user@host/database"
    )


def shown(location: str) -> str:
    """A location as messages may show it: without the password of an address.

    >>> shown("mysql://me:pw@host/db"), shown("postgresql:///desk?user=me&password=pw")
    ('mysql://me:***@host/db', 'postgresql:///desk?user=me&password=***')
    """
    scheme, mark, rest = location.partition("://")
    if not mark:
        return location
    host, slash, path = rest.partition("/")
    user, at, name = host.rpartition("@")
    user = f"{user.partition(':')[0]}:***" if ":" in user else user
    return f"{scheme}://{user}{at}{name}{slash}" + _PASSWORD.sub(r"\1***", path)


_PASSWORD = re.compile(r"([?&](?:ssl)?password=)[^&]*")

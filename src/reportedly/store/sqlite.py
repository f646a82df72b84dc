"""All that is particular to SQLite: the file, the pragmas, the kinds of BEGIN, and its errors in words."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from reportedly.errors import LedgerError
from reportedly.store.schema import metadata

APPLICATION_ID = 0x52507464
"""'RPtd' in bytes 68 to 71 of the file's header: says that a database is a ledger before SQLite opens it."""
BUSY_SECONDS = 30.0
"""How long a writer waits for another. One report takes some milliseconds, so this is never a queue."""

_BEGIN = "reportedly_begin"


class SqliteDatabase:
    """A ledger in a file of its own."""

    def __init__(self, path: Path) -> None:
        self.location = str(path)
        self._path = path

    def check(self, *, create: bool) -> None:
        """See :class:`reportedly.store.database.Database`."""
        check_file(self._path, create=create)

    def engine(self) -> Engine:
        """See :class:`reportedly.store.database.Database`."""
        return engine_for(self._path)

    def writing(self, engine: Engine) -> Engine:
        """See :class:`reportedly.store.database.Database`."""
        return writing(engine)

    def create(self, connection: Connection) -> None:
        """See :class:`reportedly.store.database.Database`."""
        mark_as_ours(connection)
        metadata.create_all(connection, checkfirst=False)

    def settle(self, engine: Engine) -> None:
        """See :class:`reportedly.store.database.Database`."""
        write_ahead(engine)

    def rebuilding(self, engine: Engine) -> AbstractContextManager[Connection]:
        """See :class:`reportedly.store.database.Database`."""
        return rebuilding(engine)

    def complete(self, connection: Connection) -> None:
        """See :class:`reportedly.store.database.Database`; the migrations are written for SQLite."""

    def broken_references(self, connection: Connection) -> int:
        """See :class:`reportedly.store.database.Database`."""
        return broken_references(connection)

    def in_words(self) -> AbstractContextManager[None]:
        """See :class:`reportedly.store.database.Database`."""
        return in_words(self.location)


def check_file(path: Path, *, create: bool) -> None:
    """Look at the file's first 100 bytes, without SQLite, so that a foreign file is left exactly as it is.

    Raises:
        LedgerError: there is no such ledger and ``create`` is not asked for, or the file is something else.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        header = b""
        if not create:
            raise LedgerError(f"{path}: there is no ledger; read something into it first") from None
        if not path.parent.is_dir():
            raise LedgerError(f"{path}: there is no folder {path.parent} to make a ledger in") from None
    except OSError as error:
        raise LedgerError(f"{path}: cannot be opened ({error.strerror})") from None
    if header and not header.startswith(b"SQLite format 3\0"):
        raise LedgerError(f"{path}: this is no ledger but a file of another kind; it has not been touched")
    if header and int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise LedgerError(f"{path}: this database belongs to another program; it has not been touched")


def engine_for(path: Path) -> Engine:
    """An engine whose connections are durable and whose transactions begin when SQLAlchemy says so."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS}
    ).execution_options(**{_BEGIN: "BEGIN"})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # sqlite3's own BEGIN comes late and deferred: off, so that _begin decides.
    connection.isolation_level = None
    for pragma in ("foreign_keys = ON", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    if statement := connection.get_execution_options()[_BEGIN]:
        connection.exec_driver_sql(statement)


def writing(engine: Engine) -> Engine:
    """The same engine for transactions that write.

    BEGIN IMMEDIATE takes the lock first: a transaction that reads and then writes cannot wait for
    another writer, SQLite refuses it at once.
    """
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def mark_as_ours(connection: Connection) -> None:
    """Write the ledger's mark into the header, within the transaction that makes the tables."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def write_ahead(engine: Engine) -> None:
    """Switch a new ledger to write-ahead logging, which stays with the file.

    Only after its first commit, so that the header's mark is in the file itself and not in the log.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    with engine.connect().execution_options(**{_BEGIN: None}) as connection:
        while connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
            try:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            except OperationalError:
                # The switch needs the file alone, and SQLite does not wait for that by itself.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """One writing transaction with foreign keys unchecked, in which tables can be made anew."""
    with engine.connect().execution_options(**{_BEGIN: None}) as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.commit()
        finally:
            connection.rollback()
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def broken_references(connection: Connection) -> int:
    """How many rows point to a row that is not there."""
    return len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())


_WORDS = {
    "SQLITE_FULL": "the disk is full; free some space and run this again, what is stored so far is safe",
    "SQLITE_BUSY": f"another program has held it for {BUSY_SECONDS:.0f} seconds; try again when it is done",
    "SQLITE_READONLY": "it is write-protected",
    "SQLITE_CANTOPEN": "it cannot be opened; check the folder and its permissions",
    "SQLITE_CORRUPT": "the file is damaged; take the last copy of it",
    "SQLITE_NOTADB": "the file is damaged; take the last copy of it",
    "SQLITE_IOERR": "reading or writing the file failed; check the disk and its free space, "
    "what is stored so far is safe",
}


@contextmanager
def in_words(location: str) -> Iterator[None]:
    """Turn what SQLite reports into a sentence.

    Raises:
        LedgerError: the database failed.
    """
    try:
        yield
    except DBAPIError as error:
        name = getattr(error.orig, "sqlite_errorname", "")
        # SQLITE_IOERR_WRITE and its like are kinds of SQLITE_IOERR.
        words = next((text for code, text in _WORDS.items() if name.startswith(code)), str(error.orig))
        raise LedgerError(f"{location}: {words}") from error
    except sqlite3.Error as error:
        raise LedgerError(f"{location}: {error}") from error

"""The stored ledger: an SQLite file or a PostgreSQL database, one transaction a report, nothing twice.

A report is stored whole or not at all, and what :meth:`Store.put` has returned for survives a
killed process (SQLite: WAL with ``synchronous=FULL``). Several processes may write to one ledger.
Everything that comes out is a record again, with its quotes verified against its report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from json import JSONDecodeError
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DataError, IntegrityError

from reportedly.errors import (
    EvidenceError,
    LedgerError,
    LedgerFormatError,
    Outdated,
    RecordError,
    UsageError,
)
from reportedly.records import Decision, LedgerView, MadeBy, Reading, Skipped, Stage
from reportedly.store import decide, migrate, schema, views, write
from reportedly.store.boards import Boards
from reportedly.store.database import Database, database_of
from reportedly.store.views import Stored

__all__ = ["Store", "Stored"]


class Store:
    """A ledger that is kept.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Store.open(f"{folder}/work.ledger") as store:
    ...     store.counts()["reports"]
    0
    """

    def __init__(self, engine: Engine, database: Database) -> None:
        self._engine = engine
        self._writer = database.writing(engine)
        self._in_words = database.in_words
        self.location = database.location
        self.board = Boards(engine, self._writer, database)

    @classmethod
    def open(cls, location: str | Path, *, create: bool = True) -> Store:
        """Open a ledger by its path, ``sqlite:///`` or ``postgresql://`` address; an older one is migrated.

        Raises:
            LedgerError: there is none and ``create`` is false, or what is there is something else or damaged.
            LedgerTooNew: a newer program wrote it. In either case it has not been touched.
        """
        database = database_of(location)
        database.check(create=create)
        engine = database.engine()
        try:
            with database.in_words():
                migrate.bring_up_to_date(engine, database)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, database)

    def put(self, reading: Reading, made_by: MadeBy) -> bool:
        """Store a reading in one transaction; False where the same one is there and nothing is written.

        Another reading of the same report takes the place of the earlier one, except for the claims
        that a person has reviewed: those stay as they are, with their sources and incidents.

        Raises:
            RecordError: the reading contradicts itself, holds what no database can, or would take the
                words away from a reviewed claim; nothing is written.
            LedgerError: the ledger cannot be written to; nothing of the reading is.
        """
        write.check(reading)
        digest = write.digest(reading, made_by)
        with self._in_words():
            with self._engine.connect() as connection:
                if self._digest(connection, reading.report.id) == digest:
                    return False
            return self._put(reading, made_by, digest)

    def _put(self, reading: Reading, made_by: MadeBy, digest: str) -> bool:
        report = reading.report.id
        try:
            with self._writer.begin() as connection:
                # Once more, now that no other writer can come between.
                if self._digest(connection, report) == digest:
                    return False
                write.put_reading(connection, reading, made_by, digest)
        except (OverflowError, DataError):
            raise RecordError(f"{report}: cannot be stored: a number of it is over 2^63") from None
        except IntegrityError as error:
            raise RecordError(
                f"{report}: another report has a record of the same id ({error.orig})"
            ) from error
        return True

    def _digest(self, connection: Connection, report_id: str) -> str | None:
        return connection.scalar(select(schema.reports.c.digest).where(schema.reports.c.id == report_id))

    def skip(self, skipped: Skipped) -> bool:
        """Store a row of what was left out; False where the same row is there and nothing is written.

        Raises:
            RecordError: it holds text that no database can.
            LedgerError: the ledger cannot be written to.
        """
        with self._in_words(), self._writer.begin() as connection:
            return write.put_skipped(connection, skipped)

    def decide(
        self,
        decision: Decision,
        *,
        person: str | None = None,
        after: Sequence[Decision] | None = None,
    ) -> None:
        """Store what an analyst decided; it counts as the latest. One that is there is kept as it is.

        Args:
            decision: what was decided.
            person: the id of whoever had signed in: the audit log names them by it, or else by the
                decision's own name.
            after: all decisions that were there when it was made; refused where there are others by now.

        Raises:
            Outdated: somebody decided something in between.
            RecordError: a name or note of it is one that databases cannot hold.
            LedgerError: the ledger cannot be written to.
        """
        with self._in_words(), self._writer.begin() as connection:
            there = tuple(decide.read(connection))
            if any(each.id == decision.id for each in there):
                return
            if after is not None and there != tuple(after):
                raise Outdated("somebody decided on incidents meanwhile; look again before deciding")
            decide.add(connection, decision, person=person)

    def undo(self, decision: str | None, *, at: dt.datetime, by: str, person: str | None = None) -> str:
        """Take back a decision, or the latest one that holds; gives its id. The row stays.

        Raises:
            NotFound: there is none, or several begin so.
            RecordError: the name is one that databases cannot hold.
            LedgerError: the ledger cannot be written to.
        """
        with self._in_words(), self._writer.begin() as connection:
            return decide.undo(connection, decision, at=at, by=by, person=person)

    def decisions(self) -> tuple[Decision, ...]:
        """All decisions, oldest first, those taken back too.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        with self._in_words(), self._engine.connect() as connection:
            return tuple(decide.read(connection))

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, alone: all of it is kept, or none where the block raises.

        For what :mod:`reportedly.store.people` and :mod:`reportedly.store.saying` do; they log it too.

        Raises:
            LedgerError: the ledger cannot be written to.
        """
        with self._in_words(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """A transaction that reads, as of one moment.

        Raises:
            LedgerError: the ledger cannot be read, or a quote of it no longer fits its report.
        """
        with self._in_words(), self._engine.connect() as connection:
            try:
                yield connection
            except (EvidenceError, LedgerFormatError, JSONDecodeError) as error:
                raise LedgerError(
                    f"{self.location}: the tables were changed by hand: {error.args[0]}"
                ) from error

    def stored(self, reports: Iterable[str] | None = None) -> Stored:
        """All that is stored, report by report, with the reviews of it, as of one moment.

        Args:
            reports: only these, by whole ids; one that is not there is passed over.

        Raises:
            LedgerError: the ledger cannot be read, or a quote of it no longer fits its report.
        """
        with self.looking() as connection:
            return views.stored(connection, None if reports is None else list(reports))

    def has_report(self, report_id: str, made_by: MadeBy | None = None, *, gated: bool = True) -> bool:
        """Whether a report is stored; with ``made_by``, whether that extractor and model have read it.

        Args:
            report_id: the whole id.
            made_by: who must have read it.
            gated: whether one that the gate kept from the reader counts.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        reports = schema.reports
        query = select(reports.c.id).where(reports.c.id == report_id)
        if made_by:
            query = query.where(
                reports.c.read_by == made_by.extractor, reports.c.model.is_not_distinct_from(made_by.model)
            )
        if not gated:
            kept = schema.skipped.c
            query = query.where(
                ~select(kept.key).where(kept.report == report_id, kept.stage == Stage.GATE).exists()
            )
        with self._in_words(), self._engine.connect() as connection:
            return connection.scalar(query) is not None

    def view(
        self, *, report: str | None = None, incident: str | None = None, claim: str | None = None
    ) -> LedgerView:
        """All that is stored, or what belongs to one report, incident or claim, as of one moment.

        An id may be shortened to its first characters, 8 at least, where these are one record's only.
        An incident always lists all its claims, also where the view has only one of them.

        Raises:
            NotFound: there is no such record, or more than one.
            UsageError: more than one of the three is given.
            LedgerError: the ledger cannot be read, or a quote of it no longer fits its report.
        """
        if sum(given is not None for given in (report, incident, claim)) > 1:
            raise UsageError("ask for one report, incident or claim at a time")
        with self._in_words(), self._engine.connect() as connection:
            scope = self._scope(connection, report, incident, claim)
            try:
                return views.view_of(connection, scope)
            except (EvidenceError, RecordError) as error:
                raise LedgerError(
                    f"{self.location}: the tables were changed by hand: {error.args[0]}"
                ) from error

    def _scope(
        self, connection: Connection, report: str | None, incident: str | None, claim: str | None
    ) -> views.Scope:
        if report is not None:
            return views.of_report(views.full_id(connection, schema.reports, report))
        if incident is not None:
            return views.of_incident(views.full_id(connection, schema.incidents, incident))
        if claim is not None:
            return views.of_claim(views.full_id(connection, schema.claims, claim))
        return views.whole()

    def counts(self) -> dict[str, int]:
        """How many reports, sources, incidents, claims, rows of evidence and skipped inputs are stored."""
        with self._in_words(), self._engine.connect() as connection:
            return views.counts_of(connection)

    @property
    def made_by(self) -> MadeBy:
        """What wrote last; its extractor is ``none`` as long as nothing has."""
        with self._in_words(), self._engine.connect() as connection:
            return views.made_by_of(connection)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

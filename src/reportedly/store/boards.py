"""The board of a stored ledger: each question one transaction, each failure a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from sqlalchemy import Connection, Engine

from reportedly.errors import UsageError
from reportedly.listing import (
    BoardBasis,
    BoardIncident,
    BoardReport,
    BoardRows,
    BoardState,
    Choice,
    Compared,
    Filters,
    FoundKind,
    Page,
    SearchPage,
    Stamp,
    rows_wanted,
)
from reportedly.store import board, search
from reportedly.store.database import Database
from reportedly.store.words import Question

T = TypeVar("T")


class Boards:
    """What comparing a ledger gave when it was last compared, as tables; and the index of its words.

    Every method raises :class:`~reportedly.errors.LedgerError` where the ledger cannot be read.
    """

    def __init__(self, engine: Engine, writer: Engine, database: Database) -> None:
        self._engine, self._writer, self._in_words = engine, writer, database.in_words

    def _ask(self, question: Callable[[Connection], T]) -> T:
        with self._in_words(), self._engine.connect() as connection:
            return question(connection)

    def replace(self, new: BoardRows, stamp: Stamp, *, at: dt.datetime) -> None:
        """Put a board in the place of the one that is there; who reads meanwhile reads that one."""
        with self._in_words(), self._writer.begin() as connection:
            board.replace(connection, new, stamp, at=at)

    def mend(self, new: BoardRows, before: Stamp, stamp: Stamp, *, at: dt.datetime) -> bool:
        """Put some rows in the place of those that are there; False where the board is another by now."""
        with self._in_words(), self._writer.begin() as connection:
            return board.mend(connection, new, before, stamp, at=at)

    def known(self) -> BoardBasis | None:
        """What the board was made of; None without one, or of one that an older program made."""
        return self._ask(board.known)

    def stamp(self, rules: str) -> Stamp:
        """What a board would be made of by these rules now."""
        return self._ask(lambda connection: board.stamp(connection, rules))

    def state(self, rules: str) -> BoardState:
        """How the board stands, if ``rules`` are what would compare the ledger now."""
        return self._ask(lambda connection: board.state(connection, rules))

    def incidents(self, wanted: Filters, *, after: str | None, limit: int) -> Page[BoardIncident]:
        """The next rows of the list of incidents.

        Raises:
            UsageError: a page cannot have so many rows.
        """
        most = rows_wanted(limit)
        return self._ask(lambda c: board.incidents_page(c, wanted, after=after, limit=most))

    def reports(self, wanted: Filters, *, after: str | None, limit: int) -> Page[BoardReport]:
        """The next rows of the list of reports.

        Raises:
            UsageError: a page cannot have so many rows.
        """
        most = rows_wanted(limit)
        return self._ask(lambda c: board.reports_page(c, wanted, after=after, limit=most))

    def incident(self, incident: str) -> BoardIncident:
        """The row of an incident by its id, a short form of it, or the id of a report's own.

        Raises:
            NotFound: the board has none, or more than one.
        """
        return self._ask(lambda connection: board.row_of_incident(connection, incident))

    def choices(self, *, most: int) -> Mapping[str, tuple[Choice, ...]]:
        """The commonest grades, countries and outlets."""
        return self._ask(lambda connection: board.choices(connection, most=most))

    def telling_of(self, incident: str) -> tuple[str, ...]:
        """The reports that tell of an incident, by id."""
        return self._ask(lambda connection: board.reports_telling_of(connection, incident))

    def told_by(self, reports: Iterable[str]) -> tuple[str, ...]:
        """The incidents that any of the reports (whole ids) tells of."""
        wanted = list(reports)
        return self._ask(lambda connection: board.incidents_told_by(connection, wanted))

    def around(self, incident: str) -> tuple[str, ...]:
        """The same, and the reports that share an origin or a page with one of them."""
        return self._ask(lambda connection: board.reports_around(connection, incident))

    def compared(self, *, incident: str | None = None, told_by: Iterable[str] | None = None) -> Compared:
        """What comparing gave: all, or of one incident, or of those that some reports tell of."""

        def question(connection: Connection) -> Compared:
            wanted = None if incident is None else [incident]
            if told_by is not None:
                reports = list(told_by)
                return board.compared(connection, board.incidents_told_by(connection, reports), reports)
            return board.compared(connection, wanted)

        return self._ask(question)

    def search(self, asked: str, kind: FoundKind, *, after: str | None, limit: int) -> SearchPage:
        """The reports or claims that have all of the words.

        Raises:
            UsageError: too many words, or no such page.
        """
        question, most = Question.of(asked), rows_wanted(limit)
        if after is not None and not (after.isascii() and after.isdigit() and len(after) < 10):
            raise UsageError(f"{after!r} is no page of what was found; take `next` of the page before")
        skip = int(after or 0)
        return self._ask(lambda c: search.look_for(c, question, kind, limit=most, skip=skip))

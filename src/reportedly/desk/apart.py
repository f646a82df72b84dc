"""The lists and views of somebody who reads reports blind: as all would be without what others said of them.

What others said moves more than claims: grades, tolls, the day and place of an attack, which attacks are one,
what a filter finds. So nothing is taken off a finished page; the ledger is compared without those reviews,
and the lists are made of that.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from reportedly.board import EVERYTHING, Board
from reportedly.casework.effective import ADDED
from reportedly.desk.volume import Volume
from reportedly.errors import NotFound
from reportedly.listing import (
    PAGE_ROWS,
    BoardActor,
    BoardIncident,
    BoardReport,
    BoardRows,
    BoardState,
    Choice,
    Filters,
    FoundKind,
    Page,
    SearchPage,
    rows_wanted,
)
from reportedly.parts import full_id, incident_of
from reportedly.records import Claim, LedgerView
from reportedly.summary import board_of

_Row = TypeVar("_Row", BoardIncident, BoardReport)


class Lists:
    """What :class:`reportedly.board.Board` lists, of one view in memory, asked in the same way."""

    def __init__(self, view: LedgerView, board: Board) -> None:
        self._view, self._board = view, board

    @cached_property
    def _rows(self) -> BoardRows:
        """With how many claims of each somebody has looked at, as far as this view has it."""
        rows = board_of(self._view)
        incidents = _counted(self._view, lambda claim: claim.incident)
        reports = _counted(self._view, lambda claim: claim.report)
        return replace(
            rows,
            incidents=tuple(_with(row, incidents) for row in rows.incidents),
            reports=tuple(_with(row, reports) for row in rows.reports),
        )

    @cached_property
    def _outlets(self) -> Mapping[str, frozenset[str]]:
        """By incident the outlets, folded, of the reports that tell of it."""
        told: dict[str, set[str]] = {}
        for row in self._rows.reports:
            for each in row.incidents:
                told.setdefault(each, set()).add((row.outlet or "").casefold())
        return {incident: frozenset(outlets) for incident, outlets in told.items()}

    def incidents(
        self, *, wanted: Filters = EVERYTHING, after: str | None = None, limit: int = PAGE_ROWS
    ) -> Page[BoardIncident]:
        """As :meth:`reportedly.board.Board.incidents`.

        Raises:
            UsageError: a page cannot have so many rows.
        """
        found = (row for row in self._rows.incidents if self._takes_incident(wanted, row))
        return _page(found, after, limit)

    def reports(
        self, *, wanted: Filters = EVERYTHING, after: str | None = None, limit: int = PAGE_ROWS
    ) -> Page[BoardReport]:
        """As :meth:`reportedly.board.Board.reports`.

        Raises:
            UsageError: a page cannot have so many rows.
        """
        of_attack = replace(wanted, since=None, until=None, outlet=None, unread=False)
        told = {row.id for row in self._rows.incidents if self._takes_incident(of_attack, row)}
        found = (
            row
            for row in self._rows.reports
            if (wanted.since is None or row.published is None or row.published >= wanted.since)
            and (wanted.until is None or row.published is None or row.published <= wanted.until)
            and (wanted.outlet is None or _has(row.outlet, wanted.outlet))
            and (of_attack == EVERYTHING or not told.isdisjoint(row.incidents))
            and (not wanted.unread or row.unread > 0)
        )
        return _page(found, after, limit)

    def incident(self, incident: str) -> BoardIncident:
        """As :meth:`reportedly.board.Board.incident`.

        Raises:
            NotFound: there is none.
            UsageError: the short form fits several.
        """
        found = incident_of(self._view, incident).id
        return next(row for row in self._rows.incidents if row.id == found)

    def choices(self, *, most: int = PAGE_ROWS) -> Mapping[str, tuple[Choice, ...]]:
        """As :meth:`reportedly.board.Board.choices`."""
        graded = {(own, each.grade) for own, named in self._rows.actors.items() for each in named}
        asked: dict[str, list[str | None]] = {
            "grade": [grade for _, grade in graded],
            "country": [row.country for row in self._rows.incidents],
            "outlet": [row.outlet for row in self._rows.reports],
        }
        return {name: tuple(_commonest(values, most)) for name, values in asked.items()}

    def search(
        self,
        asked: str,
        *,
        kind: FoundKind = FoundKind.REPORT,
        after: str | None = None,
        limit: int = PAGE_ROWS,
    ) -> SearchPage:
        """As :meth:`reportedly.board.Board.search`, which finds texts and what a reader proposes of them.

        Raises:
            UsageError: more than 32 words, or no such page.
        """
        return self._board.search(asked, kind=kind, after=after, limit=limit)

    def _takes_incident(self, wanted: Filters, row: BoardIncident) -> bool:
        day = row.date
        return (
            (wanted.since is None or day is None or day.latest >= wanted.since)
            and (wanted.until is None or day is None or day.earliest <= wanted.until)
            and (wanted.place is None or _has(row.place, wanted.place))
            and (wanted.country is None or row.country == wanted.country.strip().upper())
            and (not wanted.differs or bool(row.differs))
            and self._takes_actor(wanted, self._rows.actors[row.id])
            and (
                wanted.outlet is None
                or any(_has(each, wanted.outlet) for each in self._outlets.get(row.id, ()))
            )
            and (not wanted.unread or row.unread > 0)
        )

    @staticmethod
    def _takes_actor(wanted: Filters, actors: Sequence[BoardActor]) -> bool:
        """The name and the grade that are asked for are one actor's."""
        if wanted.actor is None and wanted.grade is None:
            return True
        return any(
            (wanted.actor is None or _has(each.name, wanted.actor))
            and (wanted.grade is None or each.grade == wanted.grade)
            for each in actors
        )


@dataclass(frozen=True, kw_only=True)
class Apart:
    """What pages ask a shelf for, of one view in memory."""

    volume: Volume
    board: Lists
    made_at: dt.datetime
    current: bool
    """Whether nothing was said, read or decided since."""

    def state(self) -> BoardState:
        """How the lists stand."""
        view = self.volume.view
        return BoardState(
            made_at=self.made_at,
            current=self.current,
            incidents=len(view.incidents),
            reports=len(view.reports),
            claims=len(view.claims),
        )

    def incident(self, given: str) -> Volume:
        """The view that the page of an incident needs, by its id or a short form of it.

        Raises:
            NotFound: there is none.
            UsageError: the short form fits several.
        """
        with _as_elsewhere("incident", given):
            incident_of(self.volume.view, given)
        return self.volume

    def report(self, given: str) -> Volume:
        """The view of one report, by its id or a short form of it.

        Raises:
            NotFound: there is none.
            UsageError: the short form fits several.
        """
        with _as_elsewhere("report", given):
            self.volume.report(given)
        return self.volume

    def claim(self, given: str) -> Volume:
        """The view of the report that a claim is of, by its id or a short form of it.

        Raises:
            NotFound: there is none.
            UsageError: the short form fits several.
        """
        return self.claims([given])

    def claims(self, given: list[str]) -> Volume:
        """The view of the reports that some claims are of.

        Raises:
            NotFound: one is not there.
            UsageError: a short form fits several.
        """
        view = self.volume.view
        for each in given:
            with _as_elsewhere("claim", each):
                full_id(each, (claim.id for claim in (*view.claims, *view.rejected)))
        return self.volume

    def whole(self) -> Volume:
        """Everything."""
        return self.volume


@contextmanager
def _as_elsewhere(kind: str, given: str) -> Iterator[None]:
    """What is not there is told in the words of a ledger that has none: others would give it away."""
    try:
        yield
    except NotFound:
        raise NotFound(f"no {kind} has an id that is or begins with {given!r}") from None


def _counted(view: LedgerView, owner: Callable[[Claim], str]) -> Mapping[tuple[str, bool], int]:
    """Of each owner how many proposed claims were looked at (True), and how many not."""
    return Counter(
        (owner(claim), claim.reviewed is not None)
        for claim in (*view.claims, *view.rejected)
        if claim.reviewed != ADDED
    )


def _with(row: _Row, counted: Mapping[tuple[str, bool], int]) -> _Row:
    return replace(row, reviewed=counted.get((row.id, True), 0), unread=counted.get((row.id, False), 0))


def _page(found: Iterable[_Row], after: str | None, limit: int) -> Page[_Row]:
    """The rows behind a key; they stand in the order of the list, latest first."""
    most = rows_wanted(limit)
    behind = [row for row in found if after is None or row.key < after]
    shown = tuple(behind[:most])
    return Page(rows=shown, next=shown[-1].key if len(behind) > most else None)


def _has(value: str | None, part: str) -> bool:
    return value is not None and " ".join(part.split()).casefold() in value.casefold()


def _commonest(values: Iterable[str | None], most: int) -> Iterator[Choice]:
    counted = Counter(each for each in values if each)
    for value, rows in sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:most]:
        yield Choice(value=value, rows=rows)

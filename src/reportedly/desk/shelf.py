"""The ledger as pages need it: the board, kept current in the background, and views around one incident."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly.board import Board, BoardState
from reportedly.desk.apart import Apart, Lists
from reportedly.desk.volume import Volume
from reportedly.errors import Busy, ReportedlyError
from reportedly.pictures.case import in_order
from reportedly.records import Derivation, LedgerView

if TYPE_CHECKING:
    from reportedly.casebook import Casebook

PATIENCE = 1.5
"""Seconds that a page waits for the board to be made anew, before it shows the one that was there."""
MORE_PATIENCE = 20.0
"""The same where there is none before, which happens once to somebody who begins to read blind."""
KEPT = 8
"""Views around incidents that stay in memory; a large one holds the texts of a thousand reports."""
KEPT_APART = 3
"""Views of people who read blind that stay in memory; each holds the whole ledger."""

_Apart = tuple[str, frozenset[str]]
"""A person's id, and the reports of which they have their own reviews alone."""


class Shelf:
    """Gives views of today. Threads may share it."""

    def __init__(self, casebook: Casebook) -> None:
        self.board = Board(casebook.ledger)
        self._casebook = casebook
        self._lock = threading.Lock()
        self._volumes: OrderedDict[object, Volume] = OrderedDict()
        self._working: threading.Thread | None = None
        self._aparts: OrderedDict[_Apart, tuple[object, Apart]] = OrderedDict()
        self._parting: dict[_Apart, threading.Thread] = {}

    def state(self) -> BoardState:
        """How the board stands; where something has changed since, it is being made anew.

        A small ledger is compared while the page waits, so that a page shows what was just decided.
        """
        state = self.board.state()
        if state.current:
            return state
        with self._lock:
            if self._working is None or not self._working.is_alive():
                self._working = threading.Thread(target=self._refresh, name="board", daemon=True)
                self._working.start()
            working = self._working
        working.join(PATIENCE)
        return self.board.state()

    def _refresh(self) -> None:
        try:
            self.board.refresh()
        except ReportedlyError:
            # The page says that the board is not current; the next one tries again, and a fault of the file
            # meets whoever asks for anything of it.
            return

    def incident(self, given: str) -> Volume:
        """The view that the page of an incident needs, by its id or a short form of it.

        Raises:
            NotFound: the board has no such incident.
        """
        state = self.state()
        own = self.board.incident(given).id
        return self._volume((own, state.made_at, self._casebook.head()), lambda: self.board.case(own))

    def report(self, given: str) -> Volume:
        """The view of one report, by its id or a short form of it: its own part of what it tells of.

        Raises:
            NotFound: there is no such report.
        """
        own = self._casebook.proposal(given).report.id
        self.state()
        return Volume(in_order(self.board.of_reports([own])))

    def claim(self, given: str) -> Volume:
        """The view of the report that a claim is of, by its id or a short form of it.

        Raises:
            NotFound: there is no such claim.
        """
        return self.claims([given])

    def claims(self, given: list[str]) -> Volume:
        """The view of the reports that some claims are of.

        Raises:
            NotFound: one is not there.
        """
        reports = dict.fromkeys(self._casebook.home_of(each)[1] for each in given)
        self.state()
        return Volume(in_order(self.board.of_reports(list(reports))))

    def whole(self) -> Volume:
        """Everything, as it was compared for the lists, with the reviews of this moment.

        For programs that ask for all: where something was read, said or decided since, all is read anew.
        """
        state = self.state()
        return self._volume(("", state.made_at, self._held()), self.board.whole)

    def lineage(self, report: str) -> tuple[Derivation, ...]:
        """How a report (a whole id) depends on others, which no review changes."""
        self.state()
        view = self.board.of_reports([report])
        return tuple(row for row in view.lineage if row.report == report)

    def apart(self, person: str, reports: frozenset[str]) -> Apart:
        """The ledger as it is without what anybody but a person (an id) said of some reports (whole ids).

        Where something has changed since, it is made anew while the page waits a little, as the board is;
        what is shown meanwhile is older, and never has more of these reports.
        """
        key, held = (person, reports), self._held()
        with self._lock:
            there = self._aparts.get(key)
            if there and there[0] == held:
                self._aparts.move_to_end(key)
                return there[1]
            working = self._parting.get(key)
            if working is None or not working.is_alive():
                working = threading.Thread(target=self._part, args=(key, held), name="apart", daemon=True)
                self._parting[key] = working
                working.start()
        working.join(PATIENCE if there else MORE_PATIENCE)
        with self._lock:
            newest = self._aparts.get(key)
        if newest is None and working.is_alive():
            raise Busy(
                "your view of this ledger, without what others say of what you read blind, is being "
                "made; ask again in a moment"
            )
        if newest is None:
            # The thread failed, or others took its place: whoever asks meets the fault, or has it made here.
            return self._parted(key)
        return newest[1] if newest[0] == held else replace(newest[1], current=False)

    def _part(self, key: _Apart, held: object) -> None:
        try:
            made = self._parted(key)
        except ReportedlyError:
            return
        with self._lock:
            self._aparts[key] = held, made
            self._aparts.move_to_end(key)
            self._parting.pop(key, None)
            while len(self._aparts) > KEPT_APART:
                self._aparts.popitem(last=False)

    def _parted(self, key: _Apart) -> Apart:
        made_at = dt.datetime.now(dt.UTC)
        view = in_order(self._casebook.ledger.view_apart(*key))
        return Apart(volume=Volume(view), board=Lists(view, self.board), made_at=made_at, current=True)

    def _held(self) -> object:
        """What the ledger holds now, to be compared with what it held."""
        ledger = self._casebook.ledger
        return ledger.stamp(), ledger.store.counts()["skipped"]

    def _volume(self, key: object, read: Callable[[], LedgerView]) -> Volume:
        with self._lock:
            if key in self._volumes:
                self._volumes.move_to_end(key)
                return self._volumes[key]
        made = Volume(in_order(read()))
        with self._lock:
            self._volumes[key] = made
            while len(self._volumes) > KEPT:
                self._volumes.popitem(last=False)
        return made

"""The ledger as pages need it: the board, kept current in the background, and views around one incident."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reportedly.board import Board, BoardState
from reportedly.errors import NotFound, ReportedlyError
from reportedly.lineage import roots_of
from reportedly.parts import full_id, incident_of
from reportedly.pictures.case import Case, Shared, in_order
from reportedly.records import Claim, Derivation, Incident, LedgerView, Reading, Report
from reportedly.terminal.index import Index

if TYPE_CHECKING:
    from reportedly.casebook import Casebook

PATIENCE = 1.5
"""Seconds that a page waits for the board to be made anew, before it shows the one that was there."""
KEPT = 8
"""Views around incidents that stay in memory; a large one holds the texts of a thousand reports."""


@dataclass(frozen=True)
class Volume:
    """A view with what every page looks up in it."""

    view: LedgerView

    @cached_property
    def index(self) -> Index:
        """Records by id, over the ordered view."""
        return Index(self.view, roots_of(self.view.reports, self.view.lineage))

    @cached_property
    def _shared(self) -> Shared:
        return Shared(self.index)

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.view.claims}

    @cached_property
    def incidents(self) -> Mapping[str, Incident]:
        """Incidents by id."""
        return {incident.id: incident for incident in self.view.incidents}

    def report(self, given: str) -> Report:
        """The report of an id or a short form of one.

        Raises:
            NotFound: there is none.
            UsageError: the short form fits several.
        """
        return self.index.reports[full_id(given, self.index.reports)]

    def claim(self, given: str) -> Claim:
        """The claim of an id or a short form of one.

        Raises:
            NotFound: there is none.
            UsageError: the short form fits several.
        """
        return self.claims[full_id(given, self.claims)]

    def case(self, given: str) -> Case:
        """The incident of an id, a short form or the id of a report's part in it, with its claims.

        Raises:
            NotFound: there is none.
            UsageError: the short form fits several.
        """
        incident = incident_of(self.view, given)
        own = tuple(self.index.claims.get(incident.id, ()))
        return Case(incident, self.index, own, self._shared)

    def claims_named(self, ids: list[str]) -> tuple[Claim, ...]:
        """Several claims in the order asked for.

        Raises:
            NotFound: one is not there, or none is named.
        """
        if not ids:
            raise NotFound("no claim is named")
        return tuple(self.claim(each) for each in dict.fromkeys(ids))


def place_of(claim: Claim) -> tuple[int, int, str]:
    """Where the words of a claim stand in its report: first by content, then by value."""
    spans = claim.evidence.value or claim.evidence.content
    return min(span.start for span in claim.evidence), min(span.start for span in spans), claim.id


class Shelf:
    """Gives views of today. Threads may share it."""

    def __init__(self, casebook: Casebook) -> None:
        self.board = Board(casebook.ledger)
        self._casebook = casebook
        self._lock = threading.Lock()
        self._volumes: OrderedDict[object, Volume] = OrderedDict()
        self._working: threading.Thread | None = None

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
        state, ledger = self.state(), self._casebook.ledger
        held = ledger.stamp(), ledger.store.counts()["skipped"]
        return self._volume(("", state.made_at, held), self.board.whole)

    def lineage(self, reading: Reading) -> tuple[Derivation, ...]:
        """How a report depends on others, as far as it tells of an incident that the board has."""
        for own in reading.incidents:
            try:
                view = self.incident(own.id).view
            except NotFound:
                continue
            return tuple(row for row in view.lineage if row.report == reading.report.id)
        return ()

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

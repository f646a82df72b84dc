"""The board: lists of a ledger's incidents and reports, page by page, as they were when it was last compared.

Nothing here compares reports. :meth:`Board.refresh` does, and until it is done the board is the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reportedly.ledger import Ledger
from reportedly.listing import (
    PAGE_ROWS,
    WIDEST,
    BoardActor,
    BoardIncident,
    BoardReport,
    BoardState,
    Choice,
    Differs,
    Filters,
    Found,
    FoundKind,
    Page,
    RefreshStep,
    SearchPage,
    Snippet,
)
from reportedly.records import LedgerView

__all__ = [
    "PAGE_ROWS",
    "Board",
    "BoardActor",
    "BoardIncident",
    "BoardReport",
    "BoardState",
    "Choice",
    "Differs",
    "Filters",
    "Found",
    "FoundKind",
    "Page",
    "RefreshStep",
    "SearchPage",
    "Snippet",
]

EVERYTHING = Filters()


class Board:
    """The board of a ledger that is open; several processes and threads may ask at a time.

    >>> with Ledger("ledger.sqlite") as ledger:  # doctest: +SKIP
    ...     board = Board(ledger)
    ...     page = board.incidents(wanted=Filters(place="Moscow", unread=True))
    ...     more = board.incidents(wanted=Filters(place="Moscow", unread=True), after=page.next)

    Every method raises ``LedgerError`` where the file cannot be read.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._stored = ledger, ledger.store.board

    def refresh(
        self, *, progress: Callable[[RefreshStep], None] | None = None, always: bool = False
    ) -> BoardState:
        """As :meth:`reportedly.ledger.Ledger.refresh`."""
        return self._ledger.refresh(progress=progress, always=always)

    def state(self) -> BoardState:
        """When the board was made, of how much, and whether anything has changed since."""
        return self._ledger.board_state()

    def incidents(
        self, *, wanted: Filters = EVERYTHING, after: str | None = None, limit: int = PAGE_ROWS
    ) -> Page[BoardIncident]:
        """The incidents that are wanted, latest first, those without a day last.

        Args:
            wanted: what is asked of them.
            after: ``next`` of the page before, or any row's ``key``.
            limit: rows, 1 to 500.

        Raises:
            UsageError: a page cannot have so many rows.
        """
        return self._stored.incidents(wanted, after=after, limit=limit)

    def reports(
        self, *, wanted: Filters = EVERYTHING, after: str | None = None, limit: int = PAGE_ROWS
    ) -> Page[BoardReport]:
        """The reports that are wanted, latest first, undated last; arguments as of :meth:`incidents`.

        Raises:
            UsageError: a page cannot have so many rows.
        """
        return self._stored.reports(wanted, after=after, limit=limit)

    def incident(self, incident: str) -> BoardIncident:
        """The row of an incident; a short id, or that of a report's own incident, will do.

        Raises:
            NotFound: the board has none of that id, or several.
        """
        return self._stored.incident(incident)

    def choices(self, *, most: int = PAGE_ROWS) -> Mapping[str, tuple[Choice, ...]]:
        """The commonest values that lists can be asked for, under ``grade``, ``country`` and ``outlet``."""
        return self._stored.choices(most=most)

    def view(self, incident: str) -> LedgerView:
        """What the ledger has on an incident, as ``Ledger.view(incident=…)`` gives it where that is current.

        Raises:
            NotFound: the board has none of that id, or several.
        """
        return self._ledger.kept_view(incident)

    def case(self, incident: str) -> LedgerView:
        """The same with the reports that its own share an origin or a page with, and all that they tell.

        That is what the page of an incident needs to name origins and what was taken back:
        ``reportedly.pictures.case.case_of(board.case(id), id)``.

        Raises:
            NotFound: the board has none of that id, or several.
        """
        found = self._stored.incident(incident).id
        around = self._stored.around(found)
        reports = around if len(around) <= WIDEST else self._stored.telling_of(found)
        return self._ledger.view_of(reports, self._stored.compared(told_by=reports))

    def of_reports(self, reports: Sequence[str]) -> LedgerView:
        """Some reports (whole ids) with what they tell of and depend on; attacks have their claims alone.

        The part that belongs to one of them is that of the whole ledger, where the board is current.
        """
        return self._ledger.view_of(reports, self._stored.compared(told_by=reports))

    def whole(self) -> LedgerView:
        """Everything, as it was compared for the board."""
        return self._ledger.kept_whole()

    def search(
        self,
        asked: str,
        *,
        kind: FoundKind = FoundKind.REPORT,
        after: str | None = None,
        limit: int = PAGE_ROWS,
    ) -> SearchPage:
        """The reports, or the claims, that have all of the words, best first; no refresh is needed for it.

        Args:
            asked: words, "phrases" and beginnings*; case and accents make no difference, other signs none.
            kind: what is looked for.
            after: ``next`` of the page before.
            limit: rows, 1 to 500.

        Raises:
            UsageError: more than 32 words, or no such page.
        """
        return self._stored.search(asked, kind, after=after, limit=limit)

"""The ledger as pages need it: one view in memory, compared anew when the stored ledger has changed."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from reportedly.errors import NotFound
from reportedly.lineage import roots_of
from reportedly.parts import full_id, incident_of
from reportedly.pictures.case import Case, in_order
from reportedly.records import Claim, Incident, LedgerView, Report
from reportedly.terminal.ids import ShortIds
from reportedly.terminal.index import Index


@dataclass(frozen=True)
class Volume:
    """One state of the ledger, with what every page looks up."""

    view: LedgerView

    @cached_property
    def index(self) -> Index:
        """Records by id, over the ordered view."""
        return Index(self.view, roots_of(self.view.reports, self.view.lineage))

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.view.claims}

    @cached_property
    def incidents(self) -> Mapping[str, Incident]:
        """Incidents by id."""
        return {incident.id: incident for incident in self.view.incidents}

    @cached_property
    def by_report(self) -> Mapping[str, tuple[Claim, ...]]:
        """The claims of each report, in the order in which their words stand."""
        grouped: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.view.claims:
            grouped[claim.report].append(claim)
        return {report: tuple(sorted(own, key=place_of)) for report, own in grouped.items()}

    @cached_property
    def short(self) -> ShortIds:
        """Short forms of all ids that pages show."""
        tables = (self.view.reports, self.view.claims, self.view.incidents)
        return ShortIds(record.id for table in tables for record in table)

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
        return Case(incident, self.index, tuple(self.index.claims.get(incident.id, ())))

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
    """Gives the volume of today. Threads may share it; one of them compares while the others wait.

    Args:
        read: gives its view, everything that people decided and coded included.
        state: a mark that changes with everything that ``read`` shows.
    """

    def __init__(self, read: Callable[[], LedgerView], state: Callable[[], object]) -> None:
        self._read = read
        self._state = state
        self._lock = threading.Lock()
        self._at: object = None
        self._volume: Volume | None = None

    def volume(self) -> Volume:
        """The ledger as it is now."""
        with self._lock:
            at = self._state()
            if self._volume is None or at != self._at:
                self._volume = Volume(in_order(self._read()))
                self._at = at
            return self._volume

"""A view of the ledger with what every page looks up in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from reportedly.errors import NotFound
from reportedly.lineage import roots_of
from reportedly.parts import full_id, incident_of
from reportedly.pictures.case import Case, Shared
from reportedly.records import Claim, Incident, LedgerView, Report
from reportedly.terminal.index import Index


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

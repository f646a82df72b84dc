"""What an export format is, and the records of a view joined for those that write one claim a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Protocol, TextIO

from reportedly.records import Assessment, Claim, Incident, LedgerView, Report, Source


class Exporter(Protocol):
    """One format. Text goes to ``sink``, which is UTF-8 and opened with ``newline=""``."""

    name: ClassVar[str]
    """What the command line calls it."""
    media_type: ClassVar[str]
    suffix: ClassVar[str]
    """Of a file in this format, with the dot."""

    def write(self, view: LedgerView, sink: TextIO) -> None:
        """Write the view in this format, in the view's order.

        Raises:
            LedgerFormatError: a text or number of the view is one that the format cannot hold.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldClaim:
    """A claim with all that it points to."""

    claim: Claim
    source: Source
    report: Report
    incident: Incident
    assessment: Assessment | None
    """What the ledger makes of the claimed actor in this incident, where it says something."""


def told_claims(view: LedgerView) -> Iterator[ToldClaim]:
    """Each claim of the view with what it points to; the view has to hold that."""
    sources = {source.id: source for source in view.sources}
    reports = {report.id: report for report in view.reports}
    incidents = {incident.id: incident for incident in view.incidents}
    assessed = {(each.incident, each.actor): each for each in view.assessments}
    for claim in view.claims:
        yield ToldClaim(
            claim=claim,
            source=sources[claim.source],
            report=reports[claim.report],
            incident=incidents[claim.incident],
            assessment=assessed.get((claim.incident, actor_of(claim))),
        )


def actor_of(claim: Claim) -> str:
    """The name that assessments go by: what the value resolves to, else its words; nothing for nobody."""
    return (claim.value.name or claim.value.text) if claim.value else ""

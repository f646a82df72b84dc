"""What an export format is, and the records of a view joined for those that write one claim a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol, TextIO

from reportedly.records import DOER_ROLES, Assessment, Claim, Incident, LedgerView, Report, Source

NOBODY = "nobody"
"""The actor of an assessment of what is said where nobody is named."""


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
    """What the ledger makes of the claimed doer in this incident; None for claims of another kind."""


def told_claims(view: LedgerView) -> Iterator[ToldClaim]:
    """Each claim of the view with what it points to; the view has to hold that."""
    sources = {source.id: source for source in view.sources}
    reports = {report.id: report for report in view.reports}
    incidents = {incident.id: incident for incident in view.incidents}
    assessed = _assessed(view)
    for claim in view.claims:
        yield ToldClaim(
            claim=claim,
            source=sources[claim.source],
            report=reports[claim.report],
            incident=incidents[claim.incident],
            assessment=assessed.get(claim.id),
        )


def _assessed(view: LedgerView) -> Mapping[str, Assessment]:
    """The assessment of the actor that each claim of a doer names, by the claim's id.

    An assessment goes by the name that most of its claims use; a claim that calls the actor otherwise
    belongs to it where both have one id.
    """
    by_name = {(each.incident, _plain(each.actor)): each for each in view.assessments}
    doers = [claim for claim in view.claims if claim.role in DOER_ROLES]
    named = {claim.id: by_name.get((claim.incident, _plain(_actor(claim)))) for claim in doers}
    by_id: dict[tuple[str, str | None], Assessment] = {
        (claim.incident, claim.value.id): found
        for claim in doers
        if claim.value and claim.value.id and (found := named[claim.id])
    }
    every = {
        claim.id: named[claim.id] or by_id.get((claim.incident, claim.value.id if claim.value else None))
        for claim in doers
    }
    return {claim: found for claim, found in every.items() if found}


def _actor(claim: Claim) -> str:
    return (claim.value.name or claim.value.text) if claim.value else NOBODY


def _plain(name: str) -> str:
    words = name.casefold().split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)

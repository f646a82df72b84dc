"""The records of a view by id, and what makes two claims those of one speaker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from reportedly.assess.speakers import speaker_key
from reportedly.lineage import Root
from reportedly.lineage.direction import age
from reportedly.lineage.outlets import CARRIES
from reportedly.records import Assessment, Claim, LedgerView, Report, Source, SourceKind
from reportedly.terminal import words
from reportedly.terminal.origins import cited_names, root_names
from reportedly.terminal.safe import visible

_Told = TypeVar("_Told", Claim, Assessment)


@dataclass(frozen=True, slots=True)
class Index:
    """The records of a view by id, and the root of each report."""

    view: LedgerView
    roots: Mapping[str, Root]
    reports: dict[str, Report] = field(init=False)
    sources: dict[str, Source] = field(init=False)
    claims: dict[str, list[Claim]] = field(init=False)
    """By incident, in the order of the view."""
    assessments: dict[str, list[Assessment]] = field(init=False)
    """By incident."""
    origins: dict[str, str] = field(init=False)
    """Names of the roots, by id."""
    cited: dict[str, str] = field(init=False)
    """Names of the stories that reports are derived from, by id."""
    earliest: dict[str, Report] = field(init=False)
    """Of each root the report of the view that appeared first, by the root's id."""

    def __post_init__(self) -> None:
        # Frozen for its users; these are set once.
        put = object.__setattr__
        put(self, "reports", {report.id: report for report in self.view.reports})
        put(self, "sources", {source.id: source for source in self.view.sources})
        put(self, "claims", _by_incident(self.view.claims))
        put(self, "assessments", _by_incident(self.view.assessments))
        put(self, "origins", root_names(self.view, self.roots))
        put(self, "cited", cited_names(self.view, self.roots))
        latest_first = sorted(self.view.reports, key=age, reverse=True)
        put(self, "earliest", {self.root(report.id): report for report in latest_first})

    def root(self, report: str) -> str:
        """Id of the root of a report; the report's own where nothing is known of it."""
        known = self.roots.get(report)
        return known.id if known else report

    def root_name(self, report: str) -> str:
        """What the page calls that root."""
        return self.origins.get(self.root(report)) or self.report_name(report)

    def report_name(self, report: str) -> str:
        """A report's outlet or the agency whose text it is, or else its title, or else where it came from."""
        found = self.reports[report]
        agency = next((credit.name for credit in found.credits if credit.relation in CARRIES), None)
        return words.shortened(visible(found.outlet or agency or found.title or found.origin), 60)

    def chain(self, claim: Claim) -> tuple[str, ...]:
        """The relays between the speaker and the reader, nearest to the speaker first."""
        if self.sources[claim.source].kind is SourceKind.REPORT:
            return (self.root_name(claim.report),) if len(self.reports) > 1 else ()
        outlet = self.reports[claim.report].outlet
        via = [visible(name) for name in claim.via]
        own = visible(outlet) if outlet else ""
        return (*via, own) if own and own not in via else tuple(via)

    def chains(self, claims: Iterable[Claim]) -> tuple[str, ...]:
        """The ways on which one speaker's claims came; one that only goes on from another is left out."""
        ways = sorted({self.chain(claim) for claim in claims}, key=lambda way: (len(way), way))
        first = [way for way in ways if way and not any(_goes_on(way, other) for other in ways)]
        return tuple(" → ".join(way) for way in first)

    def speaker(self, claim: Claim) -> Hashable:
        """What makes two claims those of one speaker or group of speakers; own voices are all one."""
        source = self.sources[claim.source]
        if source.kind is SourceKind.REPORT:
            return (source.kind, claim.in_headline)
        return speaker_key(source, self.root(claim.report))


def _by_incident(records: Iterable[_Told]) -> dict[str, list[_Told]]:
    grouped: dict[str, list[_Told]] = defaultdict(list)
    for record in records:
        grouped[record.incident].append(record)
    return dict(grouped)


def _goes_on(way: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(other) < len(way) and way[: len(other)] == other and bool(other)

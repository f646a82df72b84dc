"""One incident of a view: its claims in a fixed order, and who speaks in them over which origin."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from reportedly.assess import NOBODY
from reportedly.assess.actors import by_actor, plain, shown_name
from reportedly.changes import BlamePaths, Withdrawal, withdrawals
from reportedly.changes.versions import pages, stamp, why_later
from reportedly.errors import NotFound
from reportedly.lineage import roots_of
from reportedly.records import (
    DOER_ROLES,
    Assessment,
    Claim,
    Derivation,
    Incident,
    LedgerView,
    Party,
    Report,
    Source,
    SourceKind,
)
from reportedly.terminal import words
from reportedly.terminal.index import Index
from reportedly.terminal.safe import visible

_Identified = TypeVar("_Identified", Report, Source, Claim, Derivation)

OWN_WORDS = "in its own words"
"""How a report's own voice is called: no speaker beside it says so."""
_SIDES = {Party.ACCUSED: "accused side", Party.VICTIM: "attacked side"}


@dataclass(frozen=True)
class Shared:
    """What is worked out once for all incidents of a view."""

    index: Index

    @cached_property
    def taken_back(self) -> Mapping[str, Withdrawal]:
        """The claims that have been taken back since, by id."""
        return {each.claim: each for each in withdrawals(self.index.view, self.index.roots)}

    @cached_property
    def paths(self) -> BlamePaths:
        """How the blame of each incident moved."""
        return BlamePaths(self.index.view)

    @cached_property
    def derivations(self) -> Mapping[str, Sequence[Derivation]]:
        """How each report depends on others, by its id."""
        of: dict[str, list[Derivation]] = defaultdict(list)
        for row in self.index.view.lineage:
            of[row.report].append(row)
        return of

    @cached_property
    def users(self) -> Mapping[str, set[str]]:
        """The reports that were derived from each item."""
        users: dict[str, set[str]] = defaultdict(set)
        for row in self.index.view.lineage:
            users[row.derives_from].add(row.report)
        return users

    @cached_property
    def later_versions(self) -> frozenset[str]:
        """The reports that are a later version of a page."""
        return frozenset(
            report.id
            for page in pages(self.index.view.reports)
            for report in page.versions[1:]
            if why_later(page.versions[0], report)
        )


@dataclass(frozen=True)
class Case:
    """An incident, its claims by id, and the index of the view they stand in."""

    incident: Incident
    index: Index
    claims: tuple[Claim, ...]
    shared: Shared

    @cached_property
    def doing(self) -> tuple[Claim, ...]:
        """The claims that say who did it, or who stood behind it."""
        return tuple(claim for claim in self.claims if claim.role in DOER_ROLES)

    @cached_property
    def actors(self) -> Mapping[str, Sequence[Claim]]:
        """The doing claims by actor; "" for those that name nobody."""
        return by_actor(self.doing)

    @cached_property
    def actor_of(self) -> Mapping[str, str]:
        """The actor's key of each doing claim."""
        return {claim.id: key for key, claims in self.actors.items() for claim in claims}

    def actor_name(self, key: str) -> str:
        """What the actor is called in most of its claims."""
        return visible(shown_name(self.actors[key])) if key else NOBODY

    def assessed(self, key: str) -> Assessment | None:
        """The grade of an actor, by any of the names that claims use; None where nothing was graded."""
        names = {plain(shown_name([claim]) or NOBODY) for claim in self.actors[key]}
        rows = self.index.assessments.get(self.incident.id, ())
        return next((row for row in rows if plain(row.actor) in names), None)

    def own_words(self, claim: Claim) -> bool:
        """Whether the report says it in its own voice."""
        return self.index.sources[claim.source].kind is SourceKind.REPORT

    def speaker(self, claim: Claim) -> Hashable:
        """What makes two claims those of one speaker; reports of one origin have one own voice."""
        if self.own_words(claim):
            return SourceKind.REPORT, self.index.root(claim.report)
        return self.index.speaker(claim)

    @cached_property
    def _speakers(self) -> Mapping[Hashable, str]:
        return {key: self._described(claims) for key, claims in by_speaker(self, self.claims).items()}

    def speaker_name(self, claim: Claim) -> str:
        """The fullest description of who says it, with its side where it is a party to the conflict."""
        return self._speakers[self.speaker(claim)]

    def teller(self, claim: Claim) -> str:
        """Who says it as a sentence has it: 'the mayor', 'Wire One in its own words'."""
        name = self.speaker_name(claim)
        return f"{self.origin(claim)} {name}" if self.own_words(claim) else name

    def _described(self, claims: Sequence[Claim]) -> str:
        sources = [self.index.sources[claim.source] for claim in claims]
        if sources[0].kind is SourceKind.REPORT:
            return OWN_WORDS
        label = min((words.speaker_words(each) for each in sources), key=lambda name: (-len(name), name))
        sides = sorted({_SIDES[each.party] for each in sources if each.party in _SIDES})
        return f"{label} ({', '.join(sides)})" if sides else label

    def origins(self, claims: Iterable[Claim]) -> tuple[str, ...]:
        """The names of the origins that claims came from, sorted; two origins never share one."""
        return tuple(sorted({self.origin(claim) for claim in claims}))

    def origin(self, claim: Claim) -> str:
        """The name of the origin that a claim came from."""
        return self._origin_names[self.index.root(claim.report)]

    @cached_property
    def _origin_names(self) -> Mapping[str, str]:
        """By root id; two stories of one agency are told apart by the day on which each was first printed."""
        told = {claim.report: self.report(claim) for claim in self.claims}
        first: dict[str, Report] = {}
        for report in sorted(told.values(), key=lambda each: (moment(each), each.id)):
            first.setdefault(self.index.root(report.id), report)
        alike: dict[str, list[str]] = defaultdict(list)
        for root, report in first.items():
            alike[self.index.root_name(report.id)].append(root)
        return {
            root: name if len(roots) == 1 else f"{name}, {which}"
            for name, roots in alike.items()
            for root, which in zip(roots, _told_apart([first[root] for root in roots]), strict=True)
        }

    def report(self, claim: Claim) -> Report:
        """The report that prints a claim."""
        return self.index.reports[claim.report]

    @cached_property
    def taken_back(self) -> Mapping[str, Withdrawal]:
        """The claims that have been taken back since, by id."""
        found = self.shared.taken_back
        return {claim.id: found[claim.id] for claim in self.claims if claim.id in found}

    def printed(self, claim: Claim) -> tuple[dt.date, float]:
        """When a claim was printed, as :func:`moment` has it; of a later version, when that was changed."""
        report = self.report(claim)
        if report.id not in self.shared.later_versions:
            return moment(report)
        day, instant = stamp(report)
        return day or dt.date.max, instant.timestamp() if instant else float("inf")

    def day(self, claim: Claim) -> dt.date | None:
        """The day on which a claim was printed; None where its report has no date."""
        day = self.printed(claim)[0]
        return None if day == dt.date.max else day


def case_of(view: LedgerView, incident_id: str) -> Case:
    """The part of a view that one incident needs, the same for any order of the view's records.

    Raises:
        NotFound: the view has no such incident.
    """
    incident = next((each for each in view.incidents if each.id == incident_id), None)
    if incident is None:
        raise NotFound(f"no incident {incident_id!r} in this view")
    return next(_cases(view, [incident]))


def cases_of(view: LedgerView) -> Iterator[Case]:
    """Every incident of a view, in the view's order."""
    return _cases(view, view.incidents)


def _cases(view: LedgerView, incidents: Iterable[Incident]) -> Iterator[Case]:
    index = Index(ordered := in_order(view), roots_of(ordered.reports, ordered.lineage))
    shared = Shared(index)
    for incident in incidents:
        yield Case(incident, index, tuple(index.claims.get(incident.id, ())), shared)


def in_order(view: LedgerView) -> LedgerView:
    """The view with its records by id: equal views give equal pictures whatever was read first."""
    return replace(
        view,
        reports=_by_id(view.reports),
        sources=_by_id(view.sources),
        claims=_by_id(view.claims),
        rejected=_by_id(view.rejected),
        lineage=_by_id(view.lineage),
        assessments=tuple(sorted(view.assessments, key=lambda row: (row.incident, row.actor))),
    )


def _by_id(records: Iterable[_Identified]) -> tuple[_Identified, ...]:
    return tuple(sorted(records, key=lambda record: record.id))


def _told_apart(reports: Sequence[Report]) -> Iterator[str]:
    days = [day_of(report) for report in reports]
    for nth, day in enumerate(days, start=1):
        yield words.day_words(day) if day and days.count(day) == 1 else f"story {nth}"


def day_of(report: Report) -> dt.date | None:
    """The day a report appeared; None where it has no date."""
    return report.published or (report.published_at.date() if report.published_at else None)


def moment(report: Report) -> tuple[dt.date, float]:
    """When a report appeared, for sorting: the dated first, those without an hour last of their day."""
    at = report.published_at
    hour = (at if at.tzinfo else at.replace(tzinfo=dt.UTC)).timestamp() if at else float("inf")
    return day_of(report) or dt.date.max, hour


def by_speaker(case: Case, claims: Iterable[Claim]) -> Mapping[Hashable, list[Claim]]:
    """Claims by who says them."""
    grouped: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        grouped[case.speaker(claim)].append(claim)
    return grouped


def heading(case: Case) -> tuple[str, str]:
    """The incident in a line, and its day and place in another (empty where neither is known)."""
    place, days = case.incident.place, case.incident.date
    facts = [visible(place.name)] if place else []
    facts += [words.date_words(days)] if days else []
    return words.incident_words(case.incident), " · ".join(facts)

"""The path of the blame: when somebody first alleged, denied, claimed it, and when that changed.

Copies make no step: what several reports took from one origin was said once, on the day of the origin.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reportedly.assess.actors import shown_name
from reportedly.changes.revisions import Change, ChangeKind, Matched, moved, revisions, side_of, strength
from reportedly.changes.versions import Page, Version, pages, stamp, told_later
from reportedly.changes.withdrawals import Ground, Withdrawal, withdrawals
from reportedly.errors import NotFound
from reportedly.lineage import roots_of
from reportedly.matching import ITSELF, Sayings
from reportedly.records import (
    DOER_ROLES,
    Claim,
    DerivationRelation,
    LedgerView,
    Report,
    Source,
    SourceKind,
    Stance,
)


class StepKind(StrEnum):
    """What a step of the path is, in the words of the page."""

    FIRST_ALLEGED = "first alleged"
    FIRST_DENIED = "first denied"
    CLAIMED = "claimed"
    HARDENED = "hardened by the same speaker"
    SOFTENED = "softened by the same speaker"
    TURNED = "turned about by the same speaker"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlameStep:
    """One step; ``day`` is None where no report that makes it has a date."""

    day: dt.date | None
    kind: StepKind
    actor: str
    speakers: tuple[str, ...]
    """As the reports call them; a report's own voice by its outlet."""
    claims: tuple[str, ...]
    """The claims that make the step; of a change the earlier first."""
    words: str = ""
    """How it was taken back."""


_FIRSTS = {
    StepKind.FIRST_ALLEGED: Stance.ALLEGES,
    StepKind.CLAIMED: Stance.ADMITS,
    StepKind.FIRST_DENIED: Stance.DENIES,
}
_MOVES = {
    ChangeKind.HARDENED: StepKind.HARDENED,
    ChangeKind.SOFTENED: StepKind.SOFTENED,
    ChangeKind.TURNED: StepKind.TURNED,
}


def blame_path(view: LedgerView, incident_id: str) -> tuple[BlameStep, ...]:
    """The steps of one incident, by day, undated ones last.

    A claim is of the day on which its report was published or, where a page had it only in a later version at
    hand, of the day of that version.

    Raises:
        NotFound: the view has no such incident.
    """
    return BlamePaths(view).of(incident_id)


class BlamePaths:
    """The paths of all incidents of a view: what they share is worked out once."""

    def __init__(self, view: LedgerView) -> None:
        self.roots = roots_of(view.reports, view.lineage)
        self.reports = {report.id: report for report in view.reports}
        self.sources = {source.id: source for source in view.sources}
        self.matched = Matched(view.claims, Sayings(view, self.roots))
        self.pages = {report.id: page for page in pages(view.reports) for report in page.versions}
        self.taken = {each.claim: each for each in withdrawals(view, self.roots)}
        self.parents = {
            row.report: row.derives_from
            for row in view.lineage
            if row.relation is not DerivationRelation.CITES
        }
        self.doing: dict[str, list[Claim]] = {incident.id: [] for incident in view.incidents}
        for claim in view.claims:
            if claim.role in DOER_ROLES and claim.value and claim.incident in self.doing:
                self.doing[claim.incident].append(claim)

    def of(self, incident_id: str) -> tuple[BlameStep, ...]:
        """As :func:`blame_path`.

        Raises:
            NotFound: the view has no such incident.
        """
        if incident_id not in self.doing:
            raise NotFound(f"no incident {incident_id} in this ledger; `reportedly show` lists what it holds")
        path = _Path(self, self.doing[incident_id])
        steps = [*path.firsts(), *path.moves(), *path.taken_back()]
        return tuple(sorted(steps, key=_order))


def _order(step: BlameStep) -> tuple[object, ...]:
    return step.day is None, step.day or dt.date.max, list(StepKind).index(step.kind), step.actor, step.claims


class _Path:
    def __init__(self, shared: BlamePaths, own: Sequence[Claim]) -> None:
        self._roots, self._parents = shared.roots, shared.parents
        self._reports, self._sources = shared.reports, shared.sources
        self._matched, self._pages, self._taken = shared.matched, shared.pages, shared.taken
        # What a correction repeats to say that it was wrong, nobody says.
        self._claims = [c for c in own if not self._unsays(c)]
        self._all = {claim.id: claim for claim in own}
        self._names = _names(own, self._matched)
        self._versions: dict[str, Version] = {}
        self._carrying: dict[str, Mapping[Hashable, list[Version]]] = {}
        self._originals = list(self._without_copies())
        self._days = {claim.id: self._day(claim) for claim in own}

    def firsts(self) -> Iterator[BlameStep]:
        for kind, stance in _FIRSTS.items():
            for actor, claims in self._by_actor(c for c in self._originals if c.stance is stance):
                first = min((day for claim in claims if (day := self._days[claim.id])), default=None)
                yield self._step(kind, actor, first, [c for c in claims if self._days[c.id] == first])

    def moves(self) -> Iterator[BlameStep]:
        seen: set[Hashable] = set()
        for kind, before, after, day in [*self._between_days(), *self._between_versions()]:
            about = self._matched.about[after.id]
            key = kind, about.actor, self._speaker(after), day
            if key not in seen:
                seen.add(key)
                step = self._step(_MOVES[kind], about.actor or "", day, [after])
                yield replace(step, claims=(before.id, after.id))

    def taken_back(self) -> Iterator[BlameStep]:
        grouped: dict[tuple[str, str], list[Withdrawal]] = defaultdict(list)
        for claim in self._all.values():
            taken = self._taken.get(claim.id)
            if taken and claim.stance is not Stance.NO_CLAIM and not self._still_there(claim, taken):
                grouped[self._matched.about[claim.id].actor or "", taken.by].append(taken)
        for (actor, by), several in sorted(grouped.items()):
            own = [each for each in several if each.ground is not Ground.ORIGIN] or several
            told = [each for each in own if self._all[each.claim].report != by] or own
            claims = sorted((self._all[each.claim] for each in told), key=lambda claim: claim.id)
            first = min(told, key=lambda each: (list(Ground).index(each.ground), each.claim))
            step = self._step(StepKind.TAKEN_BACK, actor, first.day, claims)
            yield replace(step, words=first.words)

    def _unsays(self, claim: Claim) -> bool:
        taken = self._taken.get(claim.id)
        return taken is not None and taken.by == claim.report

    def _still_there(self, claim: Claim, taken: Withdrawal) -> bool:
        """Whether the later version has another speaker say the same of the actor."""
        if taken.ground is not Ground.VERSION:
            return False
        mine = self._matched.about[claim.id].actor, side_of(claim)
        return any(
            (self._matched.about[other.id].actor, side_of(other)) == mine
            for other in self._matched.of.get(taken.by, ())
        )

    def _by_actor(self, claims: Iterable[Claim]) -> list[tuple[str, list[Claim]]]:
        grouped: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            grouped[self._matched.about[claim.id].actor or ""].append(claim)
        return sorted(grouped.items())

    def _speaker(self, claim: Claim) -> Hashable:
        speaker = self._matched.about[claim.id].speaker
        root = self._roots.get(claim.report)
        return (speaker, root.id if root else claim.report) if speaker == ITSELF else speaker

    def _without_copies(self) -> Iterator[Claim]:
        """The claims that no report at hand which the claim's own was taken from has as well."""
        said: dict[str, set[Hashable]] = defaultdict(set)
        for claim in self._claims:
            said[claim.report].add(self._matched.saying(claim))
        above: dict[str, set[str]] = {}
        for claim in self._claims:
            if claim.report not in above:
                above[claim.report] = _ancestors(claim.report, self._parents) - self._versions_of(
                    claim.report
                )
            saying = self._matched.saying(claim)
            if not any(saying in said[each] for each in above[claim.report]):
                yield claim

    def _versions_of(self, report: str) -> set[str]:
        page = self._pages.get(report)
        return {each.id for each in page.versions} if page else {report}

    def _day(self, claim: Claim) -> dt.date | None:
        """The day of the first version known to have it: of its page's first, that of publication."""
        report = self._reports[claim.report]
        page = self._pages.get(report.id)
        if page is None:
            return _published(report)
        mine = self._version(report.id)
        carriers = self._carriers(page)[self._matched.saying(claim)]
        first = next((each for each in carriers if told_later(each, mine)), mine)
        known = (self._version(each.id) for each in page.versions)
        later = any(told_later(each, first) for each in known)
        return stamp(first.report)[0] if later else _published(first.report)

    def _version(self, report: str) -> Version:
        if report not in self._versions:
            self._versions[report] = Version.of(self._reports[report])
        return self._versions[report]

    def _carriers(self, page: Page) -> Mapping[Hashable, list[Version]]:
        """The versions of a page that have each saying, oldest first."""
        first = page.versions[0].id
        if first not in self._carrying:
            found: dict[Hashable, list[Version]] = defaultdict(list)
            for report in page.versions:
                for saying in {self._matched.saying(c) for c in self._matched.of.get(report.id, ())}:
                    found[saying].append(self._version(report.id))
            self._carrying[first] = found
        return self._carrying[first]

    def _between_days(self) -> Iterator[tuple[ChangeKind, Claim, Claim, dt.date]]:
        spoken: dict[Hashable, dict[dt.date, list[Claim]]] = defaultdict(lambda: defaultdict(list))
        for claim in self._originals:
            about = self._matched.about[claim.id]
            if day := self._days[claim.id]:
                spoken[self._speaker(claim), about.role, about.actor][day].append(claim)
        for days in spoken.values():
            firm = [(day, _firmest(days[day])) for day in sorted(days)]
            told = [(day, claim) for day, claim in firm if claim]
            for (_, before), (day, after) in itertools.pairwise(told):
                if kind := moved(before, after):
                    yield kind, before, after, day

    def _between_versions(self) -> Iterator[tuple[ChangeKind, Claim, Claim, dt.date | None]]:
        own = {claim.id for claim in self._originals}
        of = {claim.report for claim in self._originals}
        told = {page.versions[0].id: page for report in of if (page := self._pages.get(report))}
        for _, page in sorted(told.items()):
            for revision in revisions(page, self._matched):
                for change in revision.changes if revision.later else ():
                    kind, before, after = _moved(change), change.before, change.after
                    if kind and before and after and {before.id, after.id} <= own:
                        yield kind, before, after, stamp(revision.after)[0]

    def _step(self, kind: StepKind, actor: str, day: dt.date | None, claims: Sequence[Claim]) -> BlameStep:
        ordered = sorted(claims, key=lambda claim: claim.id)
        names = {_called(self._sources[each.source], self._reports[each.report]) for each in ordered}
        return BlameStep(
            day=day,
            kind=kind,
            actor=self._names[actor],
            speakers=tuple(sorted(names)),
            claims=tuple(each.id for each in ordered),
        )


def _moved(change: Change) -> ChangeKind | None:
    """Whether the same speaker grew softer or harder, or turned about."""
    if ChangeKind.SPEAKER in change.kinds:
        return None
    return next((kind for kind in change.kinds if kind in _MOVES), None)


def _names(claims: Iterable[Claim], matched: Matched) -> dict[str, str]:
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        grouped[matched.about[claim.id].actor or ""].append(claim)
    return {actor: shown_name(several) for actor, several in grouped.items()}


def _ancestors(report: str, parents: Mapping[str, str]) -> set[str]:
    """The reports that one was taken from, itself left out; chains that run in a circle end."""
    found: set[str] = set()
    at = parents.get(report)
    while at is not None and at not in found and at != report:
        found.add(at)
        at = parents.get(at)
    return found


def _published(report: Report) -> dt.date | None:
    return report.published or stamp(report)[0]


def _firmest(claims: Sequence[Claim]) -> Claim | None:
    """What a speaker said that day at the firmest; None of one who said both that it was so and was not."""
    if {"for", "against"} <= {side_of(claim) for claim in claims}:
        return None
    return min(claims, key=lambda claim: (-strength(claim), claim.id))


def _called(source: Source, report: Report) -> str:
    if source.kind is not SourceKind.REPORT:
        return source.label
    return report.outlet or "the report itself"

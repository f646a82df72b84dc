"""Which claims have been taken back since: by their page, by their outlet, by the origin of a copy.

Only words take a claim back: those of a later version that lacks it, or of a note that says it was wrong. A
later report that says nothing of it takes nothing back, and neither does a version that may be the older one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from reportedly.changes.notes import Note, NoteKind, notes_in
from reportedly.changes.revisions import Matched, side_of
from reportedly.changes.statements import taken_by
from reportedly.changes.versions import Page, Version, pages, plain, stamp, told_later, why_later
from reportedly.language.days import day_words
from reportedly.language.rarity import WORD
from reportedly.lineage import Root, roots_of
from reportedly.lineage.outlets import CARRIES, origin_credits, outlet_key, outlet_name
from reportedly.matching import ITSELF, About, Sayings, value_key
from reportedly.records import Claim, ClaimRole, DerivationRelation, LedgerView, Report, SourceKind

_DAYS = 60
"""A correction that names neither headline nor page is of a report at most so much older."""
_HEADLINE_WORDS = 4
_QUOTED = 160
"""Characters of a note that are quoted."""
_WHERE = frozenset({ClaimRole.PLACE, ClaimRole.TARGET})
_OF_THIS = re.compile(
    r"\bversions?\b|\b(?:this|our)\s(?:\w+\s)?(?:story|article|page|post|item|headline)\b", re.IGNORECASE
)
"""A note on the page that it stands on: no other story is meant."""


class Ground(StrEnum):
    """What takes a claim back."""

    CORRECTION = "correction"
    """A note of the page, or a correction by its outlet or agency."""
    VERSION = "version"
    """A later version of the page that has it no more."""
    ORIGIN = "origin"
    """The origin of the copy that carries it took it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A claim that was taken back: by which report, on which ground, on what day if that is known."""

    claim: str
    by: str
    ground: Ground
    day: dt.date | None
    words: str


def withdrawn(view: LedgerView, roots: Mapping[str, Root] | None = None) -> Mapping[str, str]:
    """The claims of a view that have been taken back since, by id, and how, in words.

    Args:
        view: reports, sources, claims and lineage; its assessments are not looked at.
        roots: the origin of each report, where they have been worked out already.
    """
    return {each.claim: each.words for each in withdrawals(view, roots)}


def withdrawals(view: LedgerView, roots: Mapping[str, Root] | None = None) -> tuple[Withdrawal, ...]:
    """As :func:`withdrawn`, with the report that takes each claim back; one a claim, in the order of ids.

    A correction counts before a version that lacks the claim, both before what an origin did.
    """
    found_pages = pages(view.reports)
    noted = {report.id: notes for report in view.reports if (notes := _taking_back(report))}
    if not found_pages and not noted:
        return ()
    desk = _Desk(
        view, found_pages, noted, roots if roots is not None else roots_of(view.reports, view.lineage)
    )
    own = [*desk.by_versions(), *desk.by_notes()]
    first: dict[str, Withdrawal] = {}
    for each in sorted([*own, *desk.by_origins(_first(own))], key=_rank):
        first.setdefault(each.claim, each)
    return tuple(first[claim] for claim in sorted(first))


def undisturbed(view: LedgerView, roots: Mapping[str, Root]) -> frozenset[str]:
    """The reports with which no note, no other version and no origin that has one has anything to do.

    Whatever people say of their claims, nothing is taken back by it, there or elsewhere.
    """
    noted = [report for report in view.reports if _taking_back(report)]
    keys = frozenset(key for report in noted for key in _outlets(report))
    busy = {report.id for report in noted}
    busy |= {report.id for page in pages(view.reports) for report in page.versions}
    origins = {roots[report].id for report in busy}
    return frozenset(
        report.id
        for report in view.reports
        if report.id not in busy
        and roots[report.id].id not in origins
        and keys.isdisjoint(_outlets(report) | _credited(report))
    )


def _first(found: Iterable[Withdrawal]) -> list[Withdrawal]:
    first: dict[str, Withdrawal] = {}
    for each in sorted(found, key=_rank):
        first.setdefault(each.claim, each)
    return list(first.values())


def _rank(each: Withdrawal) -> tuple[int, bool, dt.date, str]:
    return list(Ground).index(each.ground), each.day is None, each.day or dt.date.max, each.by


def _taking_back(report: Report) -> tuple[Note, ...]:
    return tuple(note for note in notes_in(report) if note.wrong or note.kind is NoteKind.WITHDRAWAL)


class _Desk:
    """A view with what the three grounds need of it."""

    def __init__(
        self,
        view: LedgerView,
        found: Sequence[Page],
        noted: Mapping[str, tuple[Note, ...]],
        roots: Mapping[str, Root],
    ) -> None:
        self._view, self._pages, self._noted, self._roots = view, found, noted, roots
        self._reports = {report.id: report for report in view.reports}
        self._sources = {source.id: source for source in view.sources}
        self._claims = {claim.id: claim for claim in view.claims}
        self._matched = Matched(view.claims, Sayings(view, roots))
        self._page = {report.id: page for page in found for report in page.versions}

    # --- a later version has it no more ------------------------------------------------------------------

    def by_versions(self) -> Iterator[Withdrawal]:
        for page in self._pages:
            yield from self._gone(page)

    def _gone(self, page: Page) -> Iterator[Withdrawal]:
        versions = [Version.of(report) for report in page.versions]
        carries = _Carries(versions, self._matched)
        for at, version in enumerate(versions):
            for claim in self._matched.of.get(version.report.id, ()):
                if by := carries.first_without(claim, at):
                    yield self._no_longer(claim, by.report)

    def _no_longer(self, claim: Claim, by: Report) -> Withdrawal:
        day = stamp(by)[0]
        version = f"the version of {day_words(day)}" if day else "a later version of the page"
        return Withdrawal(
            claim=claim.id,
            by=by.id,
            ground=Ground.VERSION,
            day=day,
            words=f"no longer in {version}{self._instead(claim, by)}",
        )

    def _instead(self, claim: Claim, by: Report) -> str:
        """What the later version gives in its place: another value of that speaker, or another speaker."""
        mine, side = self._matched.about[claim.id], side_of(claim)
        others = [other for other in self._matched.of.get(by.id, ()) if side_of(other) == side]
        about = {other.id: self._matched.about[other.id] for other in others}
        values = {
            o.value.text for o in others if o.value and about[o.id][1:] == mine[1:] and mine.actor is None
        }
        if len(values) == 1:
            return f", which has “{_shortened(values.pop(), 40)}”"
        same = {o.source for o in others if about[o.id][1::2] == mine[1::2] and _alike(o, claim, mine)}
        if len(same) != 1:
            return ""
        source = self._sources[same.pop()]
        own = source.kind is SourceKind.REPORT
        return f", which says it {'itself' if own else f'by “{_shortened(source.label, 60)}”'}"

    # --- a note says that it was wrong -------------------------------------------------------------------

    def by_notes(self) -> Iterator[Withdrawal]:
        for report, notes in sorted(self._noted.items()):
            by = self._reports[report]
            for note in notes:
                yield from self._restated(by, note)
                yield from self._in_own_page(by, note)
                yield from self._in_other_reports(by, note)

    def _restated(self, by: Report, note: Note) -> Iterator[Withdrawal]:
        """What the note says was wrong, as the reader found it in the note itself."""
        version = Version(by, (note,))
        for claim in self._matched.of.get(by.id, ()):
            if version.restates(claim):
                yield self._corrected(claim, by, note)

    def _in_own_page(self, by: Report, note: Note) -> Iterator[Withdrawal]:
        page = self._page.get(by.id)
        for report in page.versions if page else ():
            if report.id != by.id and why_later(report, by):
                yield from self._taken(report, by, note, sure=True)

    def _in_other_reports(self, by: Report, note: Note) -> Iterator[Withdrawal]:
        meant, sure = self._meant(by, note)
        for report in meant:
            yield from self._taken(report, by, note, sure=sure)

    def _meant(self, by: Report, note: Note) -> tuple[list[Report], bool]:
        """The reports of the outlet that a note is about, and whether that is sure without its statement.

        Those whose headline it quotes; else those of an attack that it tells of; else, for what it says was
        wrong, those of an attack whose place or target it names.
        """
        ours = [report for report in self._of_outlet(by) if not why_later(by, report)]
        if _OF_THIS.search(note.span.text):
            return [each for each in ours if each.id in self._joined.get(by.id, ())], True
        if named := [each for each in ours if _names_headline(note, each)]:
            return named, True
        near = [each for each in ours if _within(each, by)]
        if told := [each for each in near if self._incidents[by.id] & self._incidents[each.id]]:
            stories = {self._page[each.id].address if each.id in self._page else each.id for each in told}
            return told, len(stories) == 1 and not note.wrong
        return [each for each in near if note.wrong and self._names_where(note, each)], False

    def _of_outlet(self, by: Report) -> list[Report]:
        """Reports of the outlet or agency, other versions of the page left out."""
        found = {report for key in _outlets(by) for report in self._carriers.get(key, ())}
        page = self._page.get(by.id)
        own = {by.id, *(each.id for each in (page.versions if page else ()))}
        return [self._reports[each] for each in sorted(found - own)]

    def _names_where(self, note: Note, report: Report) -> bool:
        words = set(_flow(note.span.text).split())
        where = (c.value.text for c in self._matched.of.get(report.id, ()) if c.value and c.role in _WHERE)
        return any(set(_flow(each).split()) <= words for each in where)

    def _taken(self, report: Report, by: Report, note: Note, *, sure: bool) -> Iterator[Withdrawal]:
        claims = self._matched.of.get(report.id, [])
        stated = [c for wrong in note.wrong for c in taken_by(wrong.text, claims, self._sources)]
        gone = note.kind is NoteKind.WITHDRAWAL and (sure or stated)
        for claim in claims if gone else stated:
            yield self._corrected(claim, by, note)

    def _corrected(self, claim: Claim, by: Report, note: Note) -> Withdrawal:
        report, day = self._reports[claim.report], stamp(by)[0]
        name = by.outlet or next(
            (outlet_name(c.name) for c in by.credits if c.relation in CARRIES), "the page"
        )
        verb = "withdrawn" if note.kind is NoteKind.WITHDRAWAL else "corrected"
        on = f" on {day_words(day)}" if day else ""
        words = f"{verb} by {name}{on}: “{_shortened(note.span.text, _QUOTED)}”"
        foreign = report.outlet is not None and outlet_key(report.outlet) not in _outlets(by)
        return Withdrawal(
            claim=claim.id,
            by=by.id,
            ground=Ground.ORIGIN if foreign else Ground.CORRECTION,
            day=day,
            words=f"taken back by its origin: {words}" if foreign else words,
        )

    # --- the origin of a copy took it back ---------------------------------------------------------------

    def by_origins(self, own: Iterable[Withdrawal]) -> Iterator[Withdrawal]:
        of: dict[str, list[Withdrawal]] = defaultdict(list)
        for each in own:
            of[self._claims[each.claim].report].append(each)
        for report, taken in sorted(of.items()):
            if self._is_origin(report):
                yield from self._in_copies(report, taken)

    def _is_origin(self, report: str) -> bool:
        """Whether copies that follow from the report have it, and not something it took itself, as origin."""
        root, page = self._roots.get(report), self._page.get(report)
        own = {report, *(each.id for each in (page.versions if page else ()))}
        return root is None or root.id in own or outlet_key(root.name) in _outlets(self._reports[report])

    def _in_copies(self, report: str, taken: Sequence[Withdrawal]) -> Iterator[Withdrawal]:
        said = {self._same(self._claims[each.claim]): each for each in taken}
        page = self._page.get(report)
        for copy, copied in sorted(self._following(report).items()):
            if page is not None and self._page.get(copy) is page:
                continue
            for claim in self._matched.of.get(copy, ()):
                each = said.get(self._same(claim))
                own_voice = self._matched.about[claim.id].speaker == ITSELF
                if each and copy != each.by and (copied or not own_voice):
                    yield self._by_origin(claim, each)

    def _same(self, claim: Claim) -> Hashable:
        return self._matched.about[claim.id].incident, self._matched.saying(claim)

    def _by_origin(self, claim: Claim, each: Withdrawal) -> Withdrawal:
        origin = self._reports[self._claims[each.claim].report]
        name = f", {origin.outlet}" if origin.outlet and each.ground is Ground.VERSION else ""
        words = (
            each.words if each.ground is Ground.ORIGIN else f"taken back by its origin{name}: {each.words}"
        )
        return Withdrawal(claim=claim.id, by=each.by, ground=Ground.ORIGIN, day=each.day, words=words)

    def _following(self, report: str) -> dict[str, bool]:
        """Every report that derives from this one, and whether by its text all the way or by a credit."""
        reached: dict[str, bool] = {}
        waiting = [(report, True)]
        while waiting:
            origin, copied = waiting.pop()
            for row in self._derived.get(origin, ()):
                by_text = copied and row[1] is not DerivationRelation.CITES
                if row[0] != report and (row[0] not in reached or (by_text and not reached[row[0]])):
                    reached[row[0]] = by_text
                    waiting.append((row[0], by_text))
        return reached

    @cached_property
    def _derived(self) -> dict[str, list[tuple[str, DerivationRelation]]]:
        found: dict[str, list[tuple[str, DerivationRelation]]] = defaultdict(list)
        for row in self._view.lineage:
            found[row.derives_from].append((row.report, row.relation))
        return dict(found)

    @cached_property
    def _joined(self) -> dict[str, set[str]]:
        """By report those whose text is related to its own."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._view.lineage:
            if row.relation is not DerivationRelation.CITES:
                found[row.report].add(row.derives_from)
                found[row.derives_from].add(row.report)
        return dict(found)

    @cached_property
    def _carriers(self) -> dict[str, set[str]]:
        """By the key of an outlet or agency the reports that it wrote or is given as the origin of."""
        found: dict[str, set[str]] = defaultdict(set)
        for report in self._view.reports:
            for key in _outlets(report) | _credited(report):
                found[key].add(report.id)
        return dict(found)

    @cached_property
    def _incidents(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for claim in self._view.claims:
            found[claim.report].add(claim.incident)
        return found


class _Carries:
    """Which versions of a page carry a claim: as a claim of their own, or in the sentence word for word."""

    def __init__(self, versions: Sequence[Version], matched: Matched) -> None:
        self._versions, self._matched = versions, matched
        self._said = [
            {matched.saying(c) for c in matched.of.get(v.report.id, ()) if not v.restates(c)}
            for v in versions
        ]

    def first_without(self, claim: Claim, at: int) -> Version | None:
        """The first later version from which on none has it; None where the page may have it still."""
        mine = self._versions[at]
        flows = [_flow(each.text) for each in mine.holding(claim)]
        gone: Version | None = None
        for place in reversed(range(len(self._versions))):
            other = self._versions[place]
            if place == at:
                continue
            if not self._has(claim, at, place, flows):
                gone = other if told_later(mine, other) else gone
            elif not told_later(other, mine):
                # It may be the page as it is now, unless it is known to be older than one without.
                return gone if gone and told_later(other, gone) else None
        return gone

    def _has(self, claim: Claim, at: int, place: int, flows: Sequence[str]) -> bool:
        version = self._versions[place]
        if self._matched.saying(claim) in self._said[place]:
            return True
        if flows and all(each in version.flow for each in flows):
            return True
        return not self._otherwise(claim, at, place) and version.has_words_of(claim)

    def _otherwise(self, claim: Claim, at: int, place: int) -> bool:
        """Whether the words stand there to say something else: the opposite, or by somebody else."""
        mine = self._matched.about[claim.id]
        for other in self._matched.of.get(self._versions[place].report.id, ()):
            same = (
                self._matched.about[other.id].role is mine.role
                and self._matched.about[other.id].actor == mine.actor
            )
            if same and mine.actor is not None and self._matched.saying(other) not in self._said[at]:
                return True
        return False


def _flow(text: str) -> str:
    return f" {' '.join(match.group().casefold() for match in WORD.finditer(text))} "


def _outlets(report: Report) -> frozenset[str]:
    """The outlet, and the agencies whose text the page prints."""
    given = [report.outlet or "", *(each.name for each in report.credits if each.relation in CARRIES)]
    return frozenset(key for each in given if (key := outlet_key(each)))


def _credited(report: Report) -> frozenset[str]:
    """Whom the page as a whole gives as its origin."""
    return frozenset(outlet_key(each.name) for each in origin_credits(report))


def _names_headline(note: Note, report: Report) -> bool:
    """Whether the note quotes the report's headline; a headline of two words names nothing."""
    title = report.title or ""
    return len(title.split()) >= _HEADLINE_WORDS and plain(title) in plain(note.span.text)


def _within(report: Report, by: Report) -> bool:
    corrected, published = stamp(by)[0], report.published
    return corrected is None or published is None or (corrected - published).days <= _DAYS


def _alike(one: Claim, other: Claim, about: About) -> bool:
    return bool(about.actor) or value_key(one) == value_key(other)


def _shortened(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rsplit(' ', 1)[0]}…"

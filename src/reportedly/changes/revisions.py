"""What became of a page from one version to the next: its claims, its headline, its words."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportedly.changes.notes import Note
from reportedly.changes.versions import Page, Version, plain, told_later
from reportedly.language.rarity import WORD
from reportedly.lineage.passages import shared_passages
from reportedly.matching import About, Sayings, paired, place_of, value_key
from reportedly.records import DOER_ROLES, Certainty, Claim, Report, Span, Stance


class ChangeKind(StrEnum):
    """What became of a claim."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    """Nothing in the later version corresponds to it."""
    SOFTENED = "softened"
    """The same speaker says it less surely, or leaves open what was said."""
    HARDENED = "hardened"
    TURNED = "turned"
    """The same speaker now says the opposite."""
    SPEAKER = "speaker"
    """Somebody else is given as the speaker."""
    VALUE = "value"
    """Another value: three dead, then five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A claim that changed: ``before`` is None where it is added, ``after`` where it is withdrawn."""

    kinds: tuple[ChangeKind, ...]
    before: Claim | None
    after: Claim | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Two versions that follow each other, and what changed. Spans are offsets into either's own text."""

    before: Report
    after: Report
    later: str | None
    """What shows which came first; None where nothing does: then what is 'added' may be 'withdrawn'."""
    changes: tuple[Change, ...]
    removed: tuple[Span, ...]
    """Words of the earlier version's body that the later one has nowhere."""
    added: tuple[Span, ...]
    notes: tuple[Note, ...]
    """What the later version says of its changes and the earlier one did not."""

    @property
    def headline(self) -> tuple[str, str] | None:
        """The headlines of both where they differ in a word; a missing one is empty."""
        old, new = self.before.title or "", self.after.title or ""
        return (old, new) if plain(old) != plain(new) else None

    @property
    def edited(self) -> bool:
        """Whether a word of the headline or the body is another."""
        return bool(self.removed or self.added or self.headline)

    @property
    def silent(self) -> bool:
        """Whether it was edited and the page does not say so."""
        return self.edited and not self.notes


class Matched:
    """The claims of a view by report, each with what it says whichever version carries it."""

    def __init__(self, claims: Iterable[Claim], sayings: Sayings) -> None:
        self.about = sayings.about
        self.of: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            self.of[claim.report].append(claim)

    def saying(self, claim: Claim) -> Hashable:
        """What two versions that carry the claim have in common: how surely it is said is not of it."""
        about = self.about[claim.id]
        return about.role, about.speaker, about.actor, side_of(claim), _value(claim, about)


def revisions(page: Page, matched: Matched) -> tuple[Revision, ...]:
    """What changed from each version of a page to the next."""
    versions = [Version.of(report) for report in page.versions]
    return tuple(_revision(*pair, matched) for pair in itertools.pairwise(versions))


def strength(claim: Claim) -> int:
    """How firmly a claim stands on its side: an admission above an allegation, certain above possible.

    0 is left unconfirmed; a claim without a certainty counts as certain.
    """
    if claim.stance is Stance.UNCONFIRMED:
        return 0
    sure = {Certainty.CERTAIN: 3, Certainty.PROBABLE: 2, Certainty.POSSIBLE: 1}
    return sure[claim.certainty or Certainty.CERTAIN] + (claim.stance is Stance.ADMITS)


def side_of(claim: Claim) -> str:
    """Which side a claim takes: for, against, open, or that nobody has claimed it."""
    return {
        Stance.ALLEGES: "for",
        Stance.ADMITS: "for",
        Stance.DENIES: "against",
        Stance.UNCONFIRMED: "open",
        Stance.NO_CLAIM: "unclaimed",
    }[claim.stance]


def moved(before: Claim, after: Claim) -> ChangeKind | None:
    """Whether what one speaker says of one thing got softer, harder or its opposite.

    That somebody has not claimed an attack is neither, beside anything but itself.
    """
    sides = {side_of(before), side_of(after)}
    if len(sides) == 2 and "unclaimed" in sides:
        return None
    if sides == {"for", "against"}:
        return ChangeKind.TURNED
    old, new = strength(before), strength(after)
    if old == new:
        return None
    return ChangeKind.SOFTENED if new < old else ChangeKind.HARDENED


def _revision(before: Version, after: Version, matched: Matched) -> Revision:
    old, new = before.report, after.report
    removed, added = _differing_words(before, after)
    changes = _changes(matched, before, after)
    edits = _Edits(before, after, removed, added)
    return Revision(
        before=old,
        after=new,
        later=told_later(before, after),
        changes=tuple(each for each in changes if edits.show(each)),
        removed=removed,
        added=added,
        notes=tuple(note for note in after.notes if plain(note.span.text) not in before.noted),
    )


def _differing_words(before: Version, after: Version) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    if before.words == after.words:
        return (), ()
    bodies = [each.report.text[each.report.headline_end :] for each in (before, after)]
    passages = shared_passages(*bodies)
    return (
        _outside(before.report, [passage.one for passage in passages]),
        _outside(after.report, [passage.other for passage in passages]),
    )


def _outside(report: Report, shared: Iterable[Span]) -> tuple[Span, ...]:
    """The runs of words of the body that no shared passage covers."""
    offset = report.headline_end
    body = report.text[offset:]
    inside = bytearray(len(body))
    for span in shared:
        inside[span.start : span.end] = b"\1" * (span.end - span.start)
    alone = itertools.groupby(WORD.finditer(body), key=lambda match: bool(inside[match.start()]))
    runs = [list(matches) for covered, matches in alone if not covered]
    return tuple(Span.of(report.text, offset + run[0].start(), offset + run[-1].end()) for run in runs)


class _Edits:
    """Whether a change of claims is shown by a change of words: else only the reader read it differently."""

    def __init__(
        self, before: Version, after: Version, removed: Sequence[Span], added: Sequence[Span]
    ) -> None:
        self._old, self._new = before, after
        self._versions = {each.report.id: each for each in (before, after)}
        self._edited = {before.report.id: list(removed), after.report.id: list(added)}
        if plain(before.report.title or "") != plain(after.report.title or ""):
            for report in (before.report, after.report):
                if report.headline_end:
                    self._edited[report.id].append(Span.of(report.text, 0, report.headline_end))

    def show(self, change: Change) -> bool:
        if change.before is None or change.after is None:
            alone, other = (change.after, self._old) if change.before is None else (change.before, self._new)
            if alone is not None and other.has_words_of(alone):
                return False
        return any(self._touch(claim) for claim in (change.before, change.after) if claim)

    def _touch(self, claim: Claim) -> bool:
        edited = self._edited[claim.report]
        held = self._versions[claim.report].holding(claim) if edited else ()
        return any(sentence.overlaps(span) for sentence in held for span in edited)


def _changes(matched: Matched, old: Version, new: Version) -> list[Change]:
    said = [[c for c in matched.of.get(each.report.id, ()) if not each.restates(c)] for each in (old, new)]
    about = _of_one_incident(matched, *said)
    left, right = (_by_saying(claims, about) for claims in said)
    found = [
        Change(kinds=(kind,), before=left[key], after=right[key])
        for key in left
        if key in right and (kind := moved(left[key], right[key]))
    ]
    before = {claim.id: claim for key, claim in left.items() if key not in right}
    after = {claim.id: claim for key, claim in right.items() if key not in left}
    # Of one speaker another value or stance; then the same of another speaker.
    same_thing = {
        each.id: (about[each.id], side_of(each) == "unclaimed")
        for each in (*before.values(), *after.values())
    }
    found += [change for pair in paired(before, after, same_thing) if (change := _between(*pair, about))]
    unspoken = {
        each.id: (about[each.id]._replace(speaker=None), side_of(each), _value(each, about[each.id]))
        for each in (*before.values(), *after.values())
    }
    found += [change for pair in paired(before, after, unspoken) if (change := _between(*pair, about))]
    found += [Change(kinds=(ChangeKind.WITHDRAWN,), before=each, after=None) for each in before.values()]
    found += [Change(kinds=(ChangeKind.ADDED,), before=None, after=each) for each in after.values()]
    return sorted(found, key=_order)


def _order(change: Change) -> tuple[bool, int, str]:
    """Who did it first; then as the text goes, the later version's first."""
    claim = change.after or change.before
    if claim is None:
        raise ValueError("a change without a claim")
    return claim.role not in DOER_ROLES, *place_of(claim)


def _of_one_incident(matched: Matched, old: Sequence[Claim], new: Sequence[Claim]) -> Mapping[str, About]:
    """What each claim is about; incidents that only one version has are taken for one.

    A page that gives its attack another day or place in the next version is still about that attack.
    """
    told = [{matched.about[claim.id].incident for claim in each} for each in (old, new)]
    alone = told[0] ^ told[1] if told[0] - told[1] and told[1] - told[0] else frozenset()
    found = {claim.id: matched.about[claim.id] for claim in (*old, *new)}
    return {id: each._replace(incident="") if each.incident in alone else each for id, each in found.items()}


def _by_saying(claims: Collection[Claim], about: Mapping[str, About]) -> dict[Hashable, Claim]:
    """The firmest claim of each saying, in the order of the text."""
    found: dict[Hashable, Claim] = {}
    for claim in sorted(claims, key=lambda claim: (-strength(claim), place_of(claim))):
        found.setdefault((about[claim.id], side_of(claim), _value(claim, about[claim.id])), claim)
    return dict(sorted(found.items(), key=lambda item: place_of(item[1])))


def _value(claim: Claim, about: About) -> Hashable:
    # Of a doer the actor is the value, under whatever name.
    return None if about.actor else value_key(claim)


def _between(before: Claim, after: Claim, about: Mapping[str, About]) -> Change | None:
    kinds = tuple(_kinds(before, after, about))
    return Change(kinds=kinds, before=before, after=after) if kinds else None


def _kinds(before: Claim, after: Claim, about: Mapping[str, About]) -> Iterator[ChangeKind]:
    old, new = about[before.id], about[after.id]
    if old.speaker != new.speaker:
        yield ChangeKind.SPEAKER
    if _value(before, old) != _value(after, new):
        yield ChangeKind.VALUE
    if kind := moved(before, after):
        yield kind

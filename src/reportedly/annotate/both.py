"""Two readers of one report: all that either says stands, and each claim tells who made it.

What both say of one attack, by one speaker, of one actor, with one stance and certainty, is one claim, in the
first reader's words. Where they differ in any of these, both claims stand, each with its own reader.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from reportedly.annotations import (
    Annotation,
    Annotator,
    AsksServer,
    ClaimMark,
    Filler,
    Speaker,
    Spent,
    WorksAhead,
)
from reportedly.language.sentences import split_sentences
from reportedly.records import DOER_ROLES, Report, Span


class Asker(Annotator, AsksServer, Protocol):
    """An annotator that asks a server."""


class BothAnnotator:
    """Asks two readers and joins what they find."""

    def __init__(self, first: Annotator, second: Asker) -> None:
        """Take the readers; where both say a thing, it is kept in the words of the first."""
        self.first, self.second = first, second
        self.name = f"{first.name}+{second.name}"
        self.model: str | None = "+".join(each.model or "none" for each in (first, second))

    @property
    def language_model(self) -> str:
        """The second reader's."""
        return self.second.language_model

    @property
    def spent(self) -> Spent:
        """What the second reader has asked so far."""
        return self.second.spent

    def annotate(self, reports: Sequence[Report]) -> tuple[Annotation, ...]:
        """One annotation a report, in order; what either reader raises is raised."""
        return tuple(self.begin(report)() for report in reports)

    def begin(self, report: Report) -> Callable[[], Annotation]:
        """Let both begin; the call that comes back joins what they found."""
        begun = [_begun(each, report) for each in (self.second, self.first)]
        return partial(self._joined, report, *begun)

    def _joined(
        self, report: Report, second: Callable[[], Annotation], first: Callable[[], Annotation]
    ) -> Annotation:
        return joined(report.text, (self.first.name, first()), (self.second.name, second()))


def _begun(annotator: Annotator, report: Report) -> Callable[[], Annotation]:
    if isinstance(annotator, WorksAhead):
        return annotator.begin(report)
    return lambda: annotator.annotate([report])[0]


def joined(text: str, first: tuple[str, Annotation], second: tuple[str, Annotation]) -> Annotation:
    """Join the annotations of two readers of one text.

    Args:
        text: the report's.
        first: name of a reader and what it found; its claims, attacks and speakers keep their numbers.
        second: the same of the other.
    """
    (one, ours), (other, theirs) = first, second
    attacks = _same_attacks(text, ours, theirs)
    speakers = _same_speakers(ours.speakers, theirs.speakers)
    new_attacks = [each for n, each in enumerate(theirs.attacks) if attacks[n] >= len(ours.attacks)]
    new_speakers = [each for n, each in enumerate(theirs.speakers) if speakers[n] >= len(ours.speakers)]
    taken: set[int] = set()
    marks = [replace(mark, readers=(one,)) for mark in ours.marks]
    most = max((mark.together for mark in ours.marks if mark.together is not None), default=-1) + 1
    added: list[ClaimMark] = []
    for mark in theirs.marks:
        moved = replace(
            mark,
            attack=attacks[mark.attack],
            speaker=None if mark.speaker is None else speakers[mark.speaker],
            together=None if mark.together is None else mark.together + most,
            readers=(other,),
        )
        found = next((n for n, own in enumerate(marks) if n not in taken and _says_same(own, moved)), None)
        if found is None:
            added.append(moved)
        else:
            taken.add(found)
            marks[found] = replace(marks[found], readers=(one, other))
    return Annotation(
        attacks=(*ours.attacks, *new_attacks),
        speakers=tuple(_with_mentions(ours.speakers, theirs.speakers, speakers)) + tuple(new_speakers),
        marks=(*marks, *added),
        refused=(*ours.refused, *theirs.refused),
    )


def _same_attacks(text: str, ours: Annotation, theirs: Annotation) -> dict[int, int]:
    """The number that each attack of the second reader gets: a new one, or that of the first's.

    They are one where they have words that name them in common, or are told of in a sentence that they share.
    """
    starts = [sentence.start for sentence in split_sentences(text)]
    told, also = _sentences(starts, ours), _sentences(starts, theirs)
    numbers: dict[int, int] = {}
    after = len(ours.attacks)
    for number, attack in enumerate(theirs.attacks):
        same = [n for n, each in enumerate(ours.attacks) if each.trigger.overlaps(attack.trigger)]
        shared = Counter({n: len(told[n] & also[number]) for n in told})
        best = same[0] if same else next((n for n, count in shared.most_common(1) if count), None)
        numbers[number] = after if best is None else best
        after += best is None
    return numbers


def _sentences(starts: Sequence[int], found: Annotation) -> dict[int, set[int]]:
    """The sentences in which each attack is told of."""
    of: dict[int, set[int]] = {n: {_at(starts, each.trigger)} for n, each in enumerate(found.attacks)}
    for mark in found.marks:
        spans = [mark.filler.span if mark.filler else None, mark.cue]
        of[mark.attack] |= {_at(starts, span) for span in spans if span}
    return of


def _at(starts: Sequence[int], span: Span) -> int:
    return bisect_right(starts, span.start) - 1


def _same_speakers(ours: Sequence[Speaker], theirs: Sequence[Speaker]) -> dict[int, int]:
    """The number that each speaker of the second reader gets: a new one, or the first's of its mentions."""
    numbers: dict[int, int] = {}
    after = len(ours)
    for number, speaker in enumerate(theirs):
        best = next((n for n, each in enumerate(ours) if _is_one(each, speaker)), None)
        numbers[number] = after if best is None else best
        after += best is None
    return numbers


def _is_one(one: Speaker, other: Speaker) -> bool:
    return one.label.text.casefold() == other.label.text.casefold() or any(
        a.overlaps(b) for a in one.mentions for b in other.mentions
    )


def _with_mentions(
    ours: Sequence[Speaker], theirs: Sequence[Speaker], numbers: Mapping[int, int]
) -> Iterator[Speaker]:
    """The first reader's speakers with the mentions that the second adds."""
    for number, speaker in enumerate(ours):
        also = [span for n, each in enumerate(theirs) if numbers[n] == number for span in each.mentions]
        yield replace(speaker, mentions=tuple(sorted({*speaker.mentions, *also})))


def _says_same(one: ClaimMark, other: ClaimMark) -> bool:
    told = (one.attack, one.role, one.speaker, one.stance, one.certainty)
    if told != (other.attack, other.role, other.speaker, other.stance, other.certainty):
        return False
    if one.filler is None or other.filler is None:
        return one.filler is other.filler
    if one.role in DOER_ROLES and one.filler.span.overlaps(other.filler.span):
        return True
    return _value(one.filler) == _value(other.filler)


def _value(filler: Filler) -> Hashable:
    told = filler.id or filler.number or filler.date or filler.place
    return told or (filler.name or filler.span.text).casefold()

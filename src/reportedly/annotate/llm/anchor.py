"""Quotes held against the text: each stands there to the character, in whole words, or its claim is refused.

A quote that the report has once is found. One that it has several times is the one that stands in the
sentence which the claim names, or within the content quoted there; where that too leaves two, the claim is
refused: nothing here is ever matched loosely.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportedly.annotate.heads.claims import FoundClaim, FoundSpeaker
from reportedly.annotate.llm.form import Answer, Doing, GivenClaim, GivenDetail, Kind
from reportedly.annotate.rules.confidence import NOT_MEASURED
from reportedly.annotations import Refused
from reportedly.records import Certainty, Reason, Span, Stance

Range = tuple[int, int]

NAME = 160
"""Characters of a quote that names somebody; a longer one is a sentence."""
APART = 2
"""Sentences between the first and the last that a claim's words stand in: a claim stands in three at most."""
_UNNAMED = frozenset({Stance.UNCONFIRMED, Stance.NO_CLAIM})


class Refusal(Exception):
    """A claim does not stand in the text."""

    def __init__(self, reason: Reason, part: str, why: str) -> None:
        super().__init__(f"{part}: {why}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Anchored:
    """The claims that stand in the text, what was refused, and where details are told."""

    claims: tuple[FoundClaim, ...]
    refused: tuple[Refused, ...]
    details: Mapping[str, Sequence[Range]]
    antecedents: Mapping[Range, Range]
    """Of mentions of an actor or a speaker the fuller name that stands before."""


def anchored(text: str, lines: Sequence[Span], answer: Answer, *, name: str) -> Anchored:
    """Hold an answer against its report.

    Args:
        text: the report's.
        lines: its sentences, as they were numbered for the model.
        answer: what the model gave.
        name: of the reader, for the rows of what is refused.
    """
    anchors = _Anchors(text, lines)
    found: list[tuple[GivenClaim, FoundClaim]] = []
    refused: list[Refused] = []
    for number, given in enumerate(answer.claims, start=1):
        try:
            found.append((given, anchors.claim(given)))
        except Refusal as why:
            detail = f"{name}, claim {number} of {len(answer.claims)}: {why}"
            refused.append(Refused(why.reason, detail))
    details: dict[str, set[Range]] = defaultdict(set)
    for number, detail_given in enumerate(answer.details, start=1):
        try:
            details[detail_given.kind].add(anchors.detail(detail_given))
        except Refusal as why:
            detail = f"{name}, detail {number} of {len(answer.details)}: {why}"
            refused.append(Refused(why.reason, detail))
    return Anchored(
        claims=tuple(_joined(found)),
        refused=tuple(refused),
        details={kind: sorted(ranges) for kind, ranges in details.items()},
        antecedents=anchors.antecedents,
    )


def _joined(found: Sequence[tuple[GivenClaim, FoundClaim]]) -> Iterator[FoundClaim]:
    """With each claim the actors of those that share its number, speaker and stance."""
    for given, claim in found:
        beside = [
            other.actor
            for also, other in found
            if given.together is not None
            and also.together == given.together
            and other is not claim
            and (other.speaker, other.stance) == (claim.speaker, claim.stance)
        ]
        yield replace(claim, beside=tuple(beside)) if beside else claim


class _Anchors:
    def __init__(self, text: str, lines: Sequence[Span]) -> None:
        self._text, self._lines = text, lines
        self._starts = [line.start for line in lines]
        self.antecedents: dict[Range, Range] = {}

    def claim(self, given: GivenClaim) -> FoundClaim:
        """The claim with offsets.

        Raises:
            Refusal: a part of it does not stand in the text, or it is unlawful.
        """
        _check(given)
        at = given.line
        content = self._maybe("content", given.content, at)
        actor = self._maybe("actor", given.actor, at, within=content)
        source = self._maybe("source", given.source, at, outside=content)
        cue = self._maybe("cue", given.cue, at, outside=content)
        trigger = self._maybe("attack", given.attack, at, within=content)
        relays = tuple(self._find("via", each, at) for each in given.via)
        main = actor or content
        if main is None:
            raise Refusal(Reason.UNLAWFUL, "content", "a claim that names nobody quotes what is said")
        self._check_together([each for each in (actor, source, cue, content) if each])
        self._points_back("actor_name", actor, given.actor_name)
        self._points_back("source_name", source, given.source_name)
        unsure = given.stance in _UNNAMED
        profile = FoundSpeaker(kind=given.source_kind, role=given.source_role) if source else None
        return FoundClaim(
            actor=main,
            unnamed=actor is None,
            speaker=source,
            stance=given.stance,
            certainty=None if unsure else given.certainty or Certainty.CERTAIN,
            supporter=given.role is Doing.SUPPORTER,
            cue=cue,
            content=content,
            relays=relays,
            trigger=trigger,
            confidence=NOT_MEASURED,
            profile=profile,
        )

    def detail(self, given: GivenDetail) -> Range:
        """Where a detail stands."""
        most = None if given.kind is Kind.TOLL else NAME
        return self._find(given.kind, given.quote, given.line, most=most)

    def _maybe(
        self,
        part: str,
        quote: str | None,
        line: int,
        *,
        within: Range | None = None,
        outside: Range | None = None,
    ) -> Range | None:
        if quote is None:
            return None
        most = None if part == "content" else NAME
        return self._find(part, quote, line, within=within, outside=outside, most=most)

    def _find(
        self,
        part: str,
        quote: str,
        line: int,
        *,
        within: Range | None = None,
        outside: Range | None = None,
        most: int | None = NAME,
    ) -> Range:
        words = quote.strip()
        if most is not None and len(words) > most:
            raise Refusal(Reason.UNLAWFUL, part, f"longer than {most} characters")
        places = list(self._places(words))
        if not places:
            raise Refusal(Reason.NOT_QUOTED, part, "its words are not in the report")
        if len(places) == 1:
            return places[0]
        near = [each for each in places if self._line_at(each[0]) == line]
        inside = [each for each in near if within and within[0] <= each[0] and each[1] <= within[1]]
        apart = [each for each in near if outside and not (each[0] < outside[1] and outside[0] < each[1])]
        for chosen in (near, inside, apart):
            if len(chosen) == 1:
                return chosen[0]
        raise Refusal(Reason.AMBIGUOUS, part, f"its words stand {len(places)} times in the report")

    def _places(self, words: str) -> Iterator[Range]:
        """Where the words stand as whole words."""
        start = self._text.find(words) if words else -1
        while start >= 0:
            end = start + len(words)
            if not (self._cut_in(start) or self._cut_in(end)):
                yield start, end
            start = self._text.find(words, start + 1)

    def _cut_in(self, at: int) -> bool:
        """Whether a place is within a word, or between a letter and its marks."""
        if not 0 < at < len(self._text):
            return False
        before, after = self._text[at - 1], self._text[at]
        return bool(unicodedata.combining(after)) or (before.isalnum() and after.isalnum())

    def _line_at(self, place: int) -> int:
        return bisect_right(self._starts, place) - 1

    def _check_together(self, parts: Sequence[Range]) -> None:
        touched = [self._line_at(place) for start, end in parts for place in (start, end - 1)]
        if max(touched) - min(touched) > APART:
            why = f"they stand in more than {APART + 1} sentences"
            raise Refusal(Reason.NOT_TOGETHER, "the parts of the claim", why)

    def _points_back(self, part: str, mention: Range | None, name: str | None) -> None:
        """Note the fuller name of a mention: where it stands nearest before."""
        if name is None:
            return
        places = list(self._places(name.strip()))
        if not places or len(name) > NAME:
            raise Refusal(Reason.NOT_QUOTED, part, "its words are not in the report")
        before = [each for each in places if mention and each < mention and each[1] <= mention[0]]
        if mention and before:
            self.antecedents[mention] = before[-1]


def _check(given: GivenClaim) -> None:
    """What the coding guide does not allow, whatever the words.

    Raises:
        Refusal: it is of that kind.
    """
    if given.actor is None and given.stance not in _UNNAMED:
        raise Refusal(Reason.UNLAWFUL, "actor", f"nobody is named, and the stance is {given.stance}")
    if given.stance is not Stance.ALLEGES and given.cue is None:
        raise Refusal(Reason.UNLAWFUL, "cue", f"the stance is {given.stance}, and no words are quoted for it")

"""Claims that a reader gives with offsets, as the marks that the rules' reader groups into attacks.

That two mentions are one actor or one speaker, and what an actor is called, is decided by the rules' code.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportedly.annotate.heads.claims import FoundClaim, FoundSpeaker
from reportedly.annotate.rules.marks import Findings, Mark, Reader
from reportedly.annotate.rules.naming import Named
from reportedly.annotations import Speaker
from reportedly.language.media import media_name
from reportedly.records import Span, Stance

Range = tuple[int, int]


class Marks:
    """Turns claims with offsets into the marks that the rest of the reader knows."""

    def __init__(
        self,
        text: str,
        findings: Sequence[Findings],
        reader: Reader,
        proposed: Sequence[Mark],
        antecedents: Mapping[Range, Range],
    ) -> None:
        """Take a report.

        Args:
            text: the report's.
            findings: what the rules found in its sentences.
            reader: knows its actors and speakers.
            proposed: the rules' own marks, of which claims may be hints that were agreed to.
            antecedents: of mentions that point back the one before of the same.
        """
        self._text, self._findings, self._reader, self._proposed = text, findings, reader, proposed
        self._before = antecedents
        self._starts = [found.sentence.span.start for found in findings]
        self._profiles: dict[int, list[FoundSpeaker]] = {}

    def of(self, claims: Sequence[FoundClaim]) -> Iterator[Mark | None]:
        """The mark of each claim, in order; None for one whose actor or speaker stands for nobody."""
        joint: dict[tuple[Range, Range | None, Stance], Range] = {}
        """Of each claim that is one of several together the group's number: where its first actor stands."""
        for claim in claims:
            mark = self._agreed(claim) if claim.hint is not None else self._mark(claim)
            if mark is None:
                yield None
                continue
            if mark.speaker is not None and claim.profile:
                self._profiles.setdefault(mark.speaker, []).append(claim.profile)
            if claim.beside:
                known = (joint.get((each, claim.speaker, claim.stance)) for each in claim.beside)
                number = mark.joint or next(filter(None, known), None) or self._token_at(claim.actor)
                joint[claim.actor, claim.speaker, claim.stance] = number
                mark = replace(mark, joint=number)
            yield mark

    def known(self, number: int, speaker: Speaker) -> Speaker:
        """The speaker as most of its claims take it for; of as many the one whose claim stands first."""
        told = self._profiles.get(number)
        if not told:
            return speaker
        kinds, roles = Counter(each.kind for each in told), Counter(each.role for each in told)
        return replace(speaker, kind=kinds.most_common(1)[0][0], role=roles.most_common(1)[0][0])

    def _agreed(self, claim: FoundClaim) -> Mark:
        """The rules' mark, whose words were chosen for it; the stance is the network's.

        Where the rules give that stance too, they know better how sure the speaker is: hedges are few set
        words (.93 in place of .91 right on gold dev, .94 of .93 on the labels held out, .85 of .84 on the
        corpus's dev part, 22 hedged rows of 24 in place of 13).
        """
        proposed = self._proposed[claim.hint or 0]
        return replace(
            proposed,
            stance=claim.stance,
            certainty=proposed.certainty if proposed.stance is claim.stance else claim.certainty,
            supporter=claim.supporter,
            confidence=claim.confidence,
        )

    def _token_at(self, span: Range) -> Range:
        """Sentence and token in which a span begins."""
        sentence = self._findings[self._sentence_at(span[0])].sentence
        tokens = [i for i, token in enumerate(sentence.tokens) if token.end > span[0]]
        return sentence.index, tokens[0] if tokens else 0

    def _sentence_at(self, start: int) -> int:
        return max(0, bisect_right(self._starts, start) - 1)

    def _mark(self, claim: FoundClaim) -> Mark | None:
        if not self._findings:
            return None
        found = self._findings[self._sentence_at(claim.actor[0])]
        speaker = self._speaker(claim)
        if claim.speaker is not None and speaker is None:
            return None
        actor = None
        if not claim.unnamed:
            tokens = _tokens(found, claim.actor)
            speaking = self._reader.speaker_actor(speaker)
            meant = self._meant(claim.actor)
            actor = (
                self._reader.actors.of(found.sentence, tokens, fallback=speaking, meant=meant)
                if tokens
                else None
            )
            if actor is None:
                return None
        return Mark(
            found.sentence.index,
            self._cut(claim.trigger or claim.actor),
            actor,
            claim.stance,
            claim.certainty,
            speaker,
            self._cut(claim.speaker) if claim.speaker else None,
            self._cut(claim.cue) if claim.cue else None,
            self._cut(claim.content) if claim.content else found.sentence.span,
            None,
            found.sentence.in_headline,
            claim.confidence,
            claim.supporter,
        )

    def _meant(self, mention: Range) -> Named | None:
        """The actor that the network takes the mention for: of what it points back to the first name."""
        for span in reversed(list(self._chain(mention))):
            found = self._findings[self._sentence_at(span[0])]
            tokens = _tokens(found, span)
            if tokens and _has_name(found, tokens):
                return self._reader.actors.of(found.sentence, tokens)
        return None

    def _chain(self, mention: Range) -> Iterator[Range]:
        """The earlier mentions of the same, the nearest first."""
        here = mention
        while (before := self._before.get(here)) is not None and before < here:
            yield before
            here = before

    def _speaker(self, claim: FoundClaim) -> int | None:
        if claim.speaker is None:
            return None
        span = claim.speaker
        found = self._findings[self._sentence_at(span[0])]
        tokens = _described(found, _tokens(found, span))
        if tokens and found.sentence.tag(tokens[0]) in ("PRP", "PRP$", "WP"):
            # 'He' is whom the network takes him for, else the speaker who stands nearest before.
            span = next(self._chain(span), span)
            found = self._findings[self._sentence_at(span[0])]
            tokens = _tokens(found, span)
        number = self._reader.speakers.add(found.sentence, tokens) if tokens else None
        if number is not None:
            for relay in claim.relays:
                if outlet := outlet_of(self._text[slice(*relay)]):
                    self._reader.speakers.relay(number, outlet)
        return number

    def _cut(self, span: Range) -> Span:
        return Span.of(self._text, *span)


_DETERMINER = re.compile(r"^(?:the|an?|its|his|her|their|our|this|that)\s+", re.IGNORECASE)
_OUTLET_NOUN = re.compile(
    r"(?:agency|broadcaster|channel|daily|gazette|newspaper|news|outlet|paper|radio|site|station|television|tv"
    r"|website|weekly)$",
    re.IGNORECASE,
)


def outlet_of(words: str) -> str | None:
    """The outlet that a relay names; None for reporters and others who are none."""
    bare = _DETERMINER.sub("", words.strip())
    last = bare.split()[-1] if bare else ""
    named = last[:1].isupper() or (bool(_OUTLET_NOUN.search(last)) and bare != bare.lower())
    return media_name(words) or (bare if named else None)


def _has_name(found: Findings, tokens: Range) -> bool:
    return any(
        found.sentence.tag(k) == "NNP" and found.sentence.tokens[k].text[0].isupper() for k in range(*tokens)
    )


def _described(found: Findings, tokens: Range | None) -> Range | None:
    """The tokens of a speaker; of an article or a 'no' alone, the phrase that it begins, if one does."""
    if tokens is None or any(found.sentence.tag(k) not in _EMPTY for k in range(*tokens)):
        return tokens
    phrase = found.sentence.phrase_at(tokens[-1] - 1)
    return (phrase.start, phrase.end) if phrase and phrase.end > tokens[1] else None


_EMPTY = frozenset({"DT", "IN", "RB", "RBR", "TO", "CC", "MD", ",", ".", ":"})
"""Tags of words that name nobody by themselves."""


def _tokens(found: Findings, span: Range) -> Range | None:
    """The tokens of the sentence that a span of the text touches."""
    inside = [
        i for i, token in enumerate(found.sentence.tokens) if token.start < span[1] and span[0] < token.end
    ]
    return (inside[0], inside[-1] + 1) if inside else None

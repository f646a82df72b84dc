"""``encoder.v1``: the network says who says what of whom; rules put names, speakers and details together.

A claim is the network's: its actor, speaker, stance, certainty, cue, content, relays. That two mentions are
one actor or one speaker, what the attack's place, time and toll are, and which claims are about one attack
is decided by the same code that the rules reader uses.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from reportedly.annotate.encoder.reading import Range, Run, read_text
from reportedly.annotate.encoder.wordpiece import WordPiece
from reportedly.annotate.heads.claims import FoundClaim
from reportedly.annotate.heads.pairs import Heads
from reportedly.annotate.rules.grouping import group
from reportedly.annotate.rules.marks import Findings, Mark, Reader, find_all
from reportedly.annotations import Annotation
from reportedly.language.media import media_name
from reportedly.language.quotes import direct_quotes
from reportedly.records import Report, Span


class EncoderAnnotator:
    """Reads each report by itself; the same report and model give the same annotation."""

    name = "encoder.v1"

    def __init__(
        self, vocabulary: WordPiece, run: Run, heads: Heads, *, model: str | None, at_least: float
    ) -> None:
        """Take the parts of a model.

        Args:
            vocabulary: the pieces that the encoder knows.
            run: the encoder.
            heads: its small heads.
            model: its `sha256:…`; None for one that is in training.
            at_least: how probable a claim must be.
        """
        self.model = model
        self._vocabulary, self._run, self._heads, self._at_least = vocabulary, run, heads, at_least

    def annotate(self, reports: Sequence[Report]) -> tuple[Annotation, ...]:
        """One annotation a report, in order."""
        return tuple(self._annotate(report) for report in reports)

    def _annotate(self, report: Report) -> Annotation:
        claims = read_text(report.text, self._vocabulary, self._run, self._heads, at_least=self._at_least)
        findings = find_all(report)
        reader = Reader(report, direct_quotes(report.text))
        reader.actors.survey([found.sentence for found in findings])
        marks = tuple(_Marks(report.text, findings, reader).of(claims))
        attacks, made = group(report, findings, marks, reader)
        return Annotation(attacks=attacks, speakers=reader.speakers.done(), marks=made)


class _Marks:
    """Turns claims with offsets into the marks that the rest of the reader knows."""

    def __init__(self, text: str, findings: Sequence[Findings], reader: Reader) -> None:
        self._text, self._findings, self._reader = text, findings, reader
        self._starts = [found.sentence.span.start for found in findings]

    def of(self, claims: Sequence[FoundClaim]) -> Iterator[Mark]:
        """The marks in the order of the sentences that their actors stand in."""
        placed = [(self._sentence_at(claim.actor[0]), claim) for claim in claims]
        for number, found in enumerate(self._findings):
            self._reader.actors.note(found.sentence)
            for at, claim in placed:
                if at == number and (mark := self._mark(found, claim)):
                    yield mark

    def _sentence_at(self, start: int) -> int:
        return max(0, bisect_right(self._starts, start) - 1)

    def _mark(self, found: Findings, claim: FoundClaim) -> Mark | None:
        speaker = self._speaker(claim)
        if claim.speaker is not None and speaker is None:
            return None
        actor = None
        if not claim.unnamed:
            tokens = _tokens(found, claim.actor)
            speaking = self._reader.speaker_actor(speaker)
            actor = self._reader.actors.of(found.sentence, tokens, fallback=speaking) if tokens else None
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
            claim.probability,
            claim.supporter,
        )

    def _speaker(self, claim: FoundClaim) -> int | None:
        if claim.speaker is None:
            return None
        found = self._findings[self._sentence_at(claim.speaker[0])]
        tokens = _tokens(found, claim.speaker)
        number = self._reader.speakers.add(found.sentence, tokens) if tokens else None
        if number is not None:
            for relay in claim.relays:
                words = self._text[slice(*relay)]
                self._reader.speakers.relay(number, media_name(words) or words)
        return number

    def _cut(self, span: Range) -> Span:
        return Span.of(self._text, *span)


def _tokens(found: Findings, span: Range) -> Range | None:
    """The tokens of the sentence that a span of the text touches."""
    inside = [
        i for i, token in enumerate(found.sentence.tokens) if token.start < span[1] and span[0] < token.end
    ]
    return (inside[0], inside[-1] + 1) if inside else None

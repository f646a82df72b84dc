"""A claim in a line and in its exact words, as the formats for people and for other tools give it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from reportedly.assess.actors import actor_name
from reportedly.language.sentences import split_sentences
from reportedly.lineage import roots_of
from reportedly.records import DOER_ROLES, Certainty, Claim, ClaimRole, LedgerView, SourceKind, Span, Stance
from reportedly.terminal import words
from reportedly.terminal.index import Index
from reportedly.terminal.safe import visible
from reportedly.terminal.values import value_words

LONGEST = 700
"""Characters of a sentence that is still shown whole."""


def index_of(view: LedgerView) -> Index:
    """The records of a view by id, with the origin of each report."""
    return Index(view, roots_of(view.reports, view.lineage))


def speaker(index: Index, claim: Claim) -> str:
    """Who says it: '2 officials, unnamed', 'Reuters in its own words (headline)'."""
    source = index.sources[claim.source]
    if source.kind is not SourceKind.REPORT:
        return words.speaker_words(source)
    return f"{index.report_name(claim.report)} in its own words{' (headline)' if claim.in_headline else ''}"


_BY = {
    Stance.ADMITS: "claimed by",
    Stance.DENIES: "denied by",
    Stance.UNCONFIRMED: "could not be confirmed by",
    Stance.NO_CLAIM: "not claimed, according to",
}
_ALLEGED = {Certainty.PROBABLE: "alleged as probable by", Certainty.POSSIBLE: "alleged as possible by"}


def said(claim: Claim) -> str:
    """What is said, without the speaker: 'Kataib Hezbollah: alleged', 'killed: at least 3'."""
    if claim.role not in DOER_ROLES:
        return f"{words.ROLES[claim.role]}: {value_words(claim)}"
    if claim.value is None:
        nobody = claim.stance is Stance.NO_CLAIM
        return "nobody has claimed responsibility" if nobody else "who did it: could not be confirmed"
    return f"{visible(actor_name(claim))}: {words.stance_words(claim)}"


def sentence(index: Index, claim: Claim) -> str:
    """What is said and by whom: 'Kataib Hezbollah: alleged by 2 officials, unnamed'."""
    if claim.role not in DOER_ROLES or claim.value is None:
        return f"{said(claim)}, according to {speaker(index, claim)}"
    how = _BY.get(claim.stance) or _ALLEGED.get(claim.certainty or Certainty.CERTAIN, "alleged by")
    backer = "as backer " if claim.role is ClaimRole.SUPPORTER else ""
    return f"{visible(actor_name(claim))}: {backer}{how} {speaker(index, claim)}"


def quote(claim: Claim) -> str:
    """The exact words that carry a claim; pieces that stand apart are joined by an ellipsis."""
    evidence = claim.evidence
    return pieces(evidence.content or (*evidence.source, *evidence.cue, *evidence.value))


def passage(text: str, claim: Claim) -> tuple[Span, ...]:
    """The sentences of a report's text that hold the words of a claim: what a reader needs to judge it.

    Sentences that follow each other in one paragraph are one span. Of a text that never ends a sentence
    there are only the words themselves.
    """
    told = list(claim.evidence)
    found: list[Span] = []
    for sentence in _sentences(text):
        if not any(sentence.overlaps(span) for span in told):
            continue
        if sentence.end - sentence.start > LONGEST:
            start, end = min(s.start for s in told), max(s.end for s in told)
            return (Span.of(text, start, end),) if end - start <= LONGEST else tuple(sorted(set(told)))
        if found and _goes_on(text[found[-1].end : sentence.start]):
            found[-1] = Span.of(text, found[-1].start, sentence.end)
        else:
            found.append(sentence)
    return tuple(found)


@lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[Span, ...]:
    return split_sentences(text)


def _goes_on(gap: str) -> bool:
    return not gap.strip() and "\n\n" not in gap


def pieces(spans: Iterable[Span]) -> str:
    """The words of spans in the order of the text, an ellipsis between those that stand apart."""
    return " … ".join(span.text for span in sorted(set(spans)))


def taken_back(view: LedgerView) -> frozenset[str]:
    """Ids of the claims that were taken back and count no longer."""
    return frozenset(claim for row in view.assessments for claim in row.withdrawn)

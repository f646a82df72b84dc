"""Who says what once people have split and joined speakers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reportedly.casework.reviews import ClaimDraft, JoinSources, Review, SplitSource, speakers_in
from reportedly.errors import RecordError
from reportedly.records import Claim, Reading, Report, Source

Disputed = tuple[tuple[str, tuple[Review, ...]], ...]
"""Sources, each with what people say of it."""


@dataclass(frozen=True, slots=True)
class Speakers:
    """The sources of a reading, those that people described, and who is whom."""

    report: Report
    known: Mapping[str, Source]
    moved: Mapping[str, str]
    """Of a claim that a split gives to another speaker the id of that speaker."""
    joined: Mapping[str, str]
    """Of a source that is another one under other words the id of that one."""
    disputed: Disputed
    """Sources that people split differently; of these claims no split holds."""

    def settled(self, claim: str, draft: ClaimDraft, *, of: ClaimDraft) -> ClaimDraft:
        """What is said of a claim, with the speaker that it has by splits and joins.

        A split moves it from the speaker that it is proposed with (``of``), not from one chosen for it.
        """
        source = draft.source_in(self.report)
        if source == of.source_in(self.report):
            source = self.moved.get(claim, source)
        return replace(draft, source=self.joined.get(source, source))

    def used(self, reading: Reading, claims: Sequence[Claim]) -> tuple[Source, ...]:
        """The sources that the claims have, the reading's first, and those that had no claim before either.

        Raises:
            RecordError: a claim has a source that nobody described.
        """
        wanted = dict.fromkeys(claim.source for claim in claims)
        idle = {source.id for source in reading.sources} - {claim.source for claim in reading.claims}
        kept = [source.id for source in reading.sources if source.id in wanted or source.id in idle]
        for each in (*kept, *wanted):
            if each not in self.known:
                raise RecordError(
                    f"{reading.report.id} has no source {each}; "
                    "name one of the report's own, or describe a new one"
                )
        return tuple(self.known[each] for each in dict.fromkeys((*kept, *wanted)))


def speakers_of(reading: Reading, counting: Sequence[Review]) -> Speakers:
    """The speakers of a reading after the reviews that count, oldest first.

    Raises:
        EvidenceError: the words that describe a speaker do not stand in the report's text.
    """
    report = reading.report
    known = {source.id: source for source in reading.sources}
    for draft in (speaker for review in counting for speaker in speakers_in(review.payload)):
        known.setdefault(draft.id_in(report), draft.as_source(report))
    moved, disputed = _moved(report, counting)
    joined = _joined(known, counting)
    for one, other in joined.items():
        both = (*known[other].mentions, *known[one].mentions)
        known[other] = replace(known[other], mentions=tuple(sorted(set(both))), text=report.text)
    return Speakers(report, known, moved, joined, disputed)


def _moved(report: Report, counting: Sequence[Review]) -> tuple[dict[str, str], Disputed]:
    """Which claims go to which speaker; of one person's splits of one claim the latest holds."""
    said: dict[tuple[str, str], dict[str, tuple[Review, str]]] = {}
    for review in counting:
        if isinstance(review.payload, SplitSource):
            speaker = review.payload.speaker.id_in(report)
            for claim in review.payload.claims:
                said.setdefault((review.subjects[0], claim), {})[review.by] = (review, speaker)
    moved: dict[str, str] = {}
    disputed: dict[str, set[str]] = {}
    for (source, claim), by in said.items():
        named = {speaker for _, speaker in by.values()}
        if len(named) == 1:
            moved[claim] = named.pop()
        else:
            disputed.setdefault(source, set()).update(review.id for review, _ in by.values())
    return moved, tuple(
        (source, tuple(review for review in counting if review.id in ids)) for source, ids in disputed.items()
    )


def _joined(known: Mapping[str, Source], counting: Sequence[Review]) -> dict[str, str]:
    """Of each source that was joined to another the one that stands: the one that was named first."""
    stands: dict[str, str] = {}

    def root(source: str) -> str:
        while source in stands:
            source = stands[source]
        return source

    for review in counting:
        if isinstance(review.payload, JoinSources):
            first, *others = [root(each) for each in review.subjects if each in known] or [""]
            for other in others:
                if other != first:
                    stands[other] = first
    return {each: root(each) for each in stands}

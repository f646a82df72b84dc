"""What stands of a reading once people have reviewed it: a reading and reviews in, the reviewed one out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportedly.casework.reviewed_incidents import reviewed_incidents
from reportedly.casework.reviewed_sources import Speakers, speakers_of
from reportedly.casework.reviews import Accept, Add, ClaimDraft, Correct, Furniture, Reject, Review
from reportedly.codec import claim_to_json, json_line, source_to_json
from reportedly.errors import RecordError
from reportedly.ids import sha256_hex
from reportedly.records import Claim, Reading, Report, Span

ACCEPTED, CORRECTED, ADDED = "accepted", "corrected", "added"
REJECTED, FURNITURE, DISPUTED = "rejected", "furniture", "disputed"
"""What ``Claim.reviewed`` can say: of claims that stand, of those left out, of those on which two differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """People differ on one claim or source: all their reviews are kept, and the proposal stands meanwhile."""

    subject: str
    """The claim or source."""
    reviews: tuple[Review, ...]
    """Of each person the one that holds, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A reading as people left it."""

    reading: Reading
    """What counts. Claims that a person looked at say so in ``reviewed``."""
    rejected: tuple[Claim, ...] = ()
    """Claims that people rejected or that stand on furniture: on record, counted nowhere."""
    furniture: tuple[Span, ...] = ()
    """The words that are no part of the article."""
    conflicts: tuple[Conflict, ...] = ()
    outdated: tuple[str, ...] = ()
    """Reviews that hold, made on another proposal than the one that is there now."""


def effective(reading: Reading, reviews: Iterable[Review], *, by: str | None = None) -> Reviewed:
    """The reading with the reviews of one person (``by``, an id), or with everybody's.

    Every claim that a person added or corrected is made anew, so that its evidence is verified. Of one
    person's reviews of one claim the latest holds. Where two people differ, neither wins: the proposal
    stands, marked ``disputed``, until a review settles it. Reviews of other reports are passed over.

    Raises:
        EvidenceError: the words of a review are not in the report's text (any more).
        RecordError: a claim of a review contradicts the coding guide, or is of no source or incident here.
    """
    counting = counting_of(reviews, report=reading.report.id, by=by)
    if not counting:
        return Reviewed(reading=reading)
    speakers = speakers_of(reading, counting)
    furniture = tuple(
        sorted({s for r in counting if isinstance(r.payload, Furniture) for s in r.payload.spans})
    )
    for span in furniture:
        span.verify(reading.report.text)
    outcomes = [_outcome(voices, reading, speakers, furniture) for voices in _heard(reading, counting)]
    standing = [each.claim for each in outcomes if not each.out]
    rejected = tuple(each.claim for each in outcomes if each.out)
    _check_incidents(standing, reading, counting)
    disputes = [Conflict(subject=o.claim.id, reviews=o.differing) for o in outcomes if o.differing]
    splits = [Conflict(subject=source, reviews=differing) for source, differing in speakers.disputed]
    return Reviewed(
        reading=replace(
            reading,
            sources=speakers.used(reading, (*standing, *rejected)),
            claims=tuple(standing),
            incidents=reviewed_incidents(reading, standing, _drafts(counting)),
        ),
        rejected=rejected,
        furniture=furniture,
        conflicts=(*disputes, *splits),
        outdated=tuple(r.id for r in counting if r.basis != basis_of(reading, r.subjects)),
    )


def counting_of(reviews: Iterable[Review], *, report: str, by: str | None = None) -> tuple[Review, ...]:
    """The reviews of a report that hold and that no later one settled, oldest first."""
    asked = (r for r in reviews if r.report == report and r.holds and by in (None, r.by))
    held = sorted(asked, key=lambda review: review.number)
    settled: set[str] = set()
    for review in reversed(held):
        if review.id not in settled:
            settled.update(review.settles)
    return tuple(review for review in held if review.id not in settled)


def known_in(reading: Reading, reviews: Iterable[Review]) -> frozenset[str]:
    """The claims and sources that a review can be about: proposed ones and those that people added."""
    counting = counting_of(reviews, report=reading.report.id)
    known = {claim.id for claim in reading.claims}
    known |= {each.payload.claim.id_in(reading.report) for each in counting if isinstance(each.payload, Add)}
    return frozenset(known | speakers_of(reading, counting).known.keys())


def basis_of(reading: Reading, subjects: Sequence[str]) -> str:
    """A digest of what is proposed for some claims or sources; of the report's text where none are named.

    A claim goes in with its source. What no reader proposed, such as an added claim, goes in by its id,
    which is made from its content.
    """
    claims = {claim.id: claim for claim in reading.claims}
    sources = {source.id: source_to_json(source) for source in reading.sources}
    parts: list[object] = []
    for each in subjects:
        if each in claims:
            parts.append([claim_to_json(claims[each]), sources.get(claims[each].source)])
        else:
            parts.append(sources.get(each, each))
    return sha256_hex(json_line(parts or reading.report.text).encode())


@dataclass(frozen=True, slots=True)
class _Voices:
    """What people say of one claim."""

    id: str
    base: ClaimDraft
    """The claim as it is proposed, or as the first person added it."""
    proposal: Claim | None
    latest: Mapping[str, Review]
    """Of each person the review that holds, oldest first."""


def _heard(reading: Reading, counting: Sequence[Review]) -> Iterator[_Voices]:
    """What is said of each claim: proposals in their order, then those that people added."""
    report = reading.report
    latest: dict[str, dict[str, Review]] = {claim.id: {} for claim in reading.claims}
    bases = {claim.id: ClaimDraft.of(claim) for claim in reading.claims}
    for review in counting:
        if isinstance(review.payload, Add):
            name = review.payload.claim.id_in(report)
            latest.setdefault(name, {})
            bases.setdefault(name, review.payload.claim)
    for review in counting:
        for name in _claims_of(review, report):
            if name in latest:
                # Anew, so that the order is that of what they said last.
                latest[name].pop(review.by, None)
                latest[name][review.by] = review
    proposals = {claim.id: claim for claim in reading.claims}
    for name, said in latest.items():
        yield _Voices(name, bases[name], proposals.get(name), said)


def _claims_of(review: Review, report: Report) -> tuple[str, ...]:
    match review.payload:
        case Accept() | Correct() | Reject():
            return review.subjects
        case Add(claim=draft):
            return (draft.id_in(report),)
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A claim as it stands, or as it is left out."""

    claim: Claim
    out: bool = False
    differing: tuple[Review, ...] = ()


def _outcome(voices: _Voices, reading: Reading, speakers: Speakers, furniture: Sequence[Span]) -> _Outcome:
    report = reading.report
    base = speakers.settled(voices.id, voices.base, of=voices.base)
    said = [_said(review, base, speakers, voices) for review in voices.latest.values()]
    keys = {draft and _key(draft, report) for draft in said}
    if not keys:
        return _untouched(voices, base, report, furniture, moved=voices.id in speakers.moved)
    if len(keys) > 1:
        return _Outcome(_made(voices, base, report, DISPUTED), differing=tuple(voices.latest.values()))
    # All say the same; the words of who said it last are as good as any.
    draft = said[-1]
    if draft is None:
        return _Outcome(_made(voices, base, report, REJECTED), out=True)
    if _key(draft, report) != _key(base, report):
        return _Outcome(_made(voices, draft, report, CORRECTED))
    return _Outcome(_made(voices, base, report, ACCEPTED if voices.proposal else ADDED))


def _said(review: Review, base: ClaimDraft, speakers: Speakers, voices: _Voices) -> ClaimDraft | None:
    """The claim as a person would have it; None where they would not have it at all."""
    match review.payload:
        case Correct(claim=draft) | Add(claim=draft):
            return speakers.settled(voices.id, draft, of=voices.base)
        case Reject():
            return None
        case _:
            return base


def _untouched(
    voices: _Voices, base: ClaimDraft, report: Report, furniture: Sequence[Span], *, moved: bool
) -> _Outcome:
    """A proposal that nobody reviewed: as it was, but for the words and the speaker that it stands on."""
    carried = base.evidence.value or base.evidence.content
    if all(any(marked.contains(span) for marked in furniture) for span in carried):
        return _Outcome(_made(voices, base, report, FURNITURE), out=True)
    before = voices.proposal.reviewed if voices.proposal else ADDED
    return _Outcome(_made(voices, base, report, CORRECTED if moved else before))


def _made(voices: _Voices, draft: ClaimDraft, report: Report, reviewed: str | None) -> Claim:
    """The claim anew, with its evidence verified; with the reader's confidence if only the speaker is new."""
    proposal = voices.proposal
    if proposal is None or replace(draft, source=proposal.source) != ClaimDraft.of(proposal):
        return draft.as_claim(report, id=voices.id, reviewed=reviewed or CORRECTED)
    return replace(proposal, source=draft.source_in(report), reviewed=reviewed, text=report.text)


def _key(draft: ClaimDraft, report: Report) -> ClaimDraft:
    """A draft in which the same source and incident are named the same way."""
    return draft.named_in(report)


def _drafts(counting: Iterable[Review]) -> Iterator[ClaimDraft]:
    for review in counting:
        if isinstance(review.payload, Correct | Add):
            yield review.payload.claim


def _check_incidents(standing: Iterable[Claim], reading: Reading, counting: Sequence[Review]) -> None:
    known = {incident.id for incident in reading.incidents}
    drafts = [draft for draft in _drafts(counting) if not isinstance(draft.incident, str)]
    known |= {draft.incident_in(reading.report) for draft in drafts}
    for claim in standing:
        if claim.incident not in known:
            raise RecordError(
                f"{claim.id}: {reading.report.id} tells of no incident {claim.incident}; "
                "name one of the report's own, or describe a new one"
            )

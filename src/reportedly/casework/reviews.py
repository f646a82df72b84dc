"""What a person says of a proposal: a review, whose payload is a record of its own for every kind.

A proposal is never changed. A review stands beside it, is never overwritten and can be taken back, which
leaves its row with the time and who took it back. :mod:`reportedly.casework.effective` puts both together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from reportedly.errors import RecordError
from reportedly.ids import content_id
from reportedly.records import (
    Certainty,
    Claim,
    ClaimRole,
    DateRange,
    Evidence,
    Incident,
    IncidentType,
    NumberRange,
    Party,
    Place,
    Reading,
    Report,
    Source,
    SourceKind,
    SourceRole,
    Span,
    Stance,
    Value,
)


class Kind(StrEnum):
    """What a review does."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    ADD = "add"
    SPLIT_SOURCE = "split_source"
    JOIN_SOURCES = "join_sources"
    FURNITURE = "furniture"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDraft:
    """A speaker as a person describes it; becomes a source of the report that it is said of."""

    label: Span
    """The words that name or describe the speaker best; they also make its id."""
    kind: SourceKind
    number: NumberRange = field(default_factory=lambda: NumberRange(1, 1))
    role: SourceRole = SourceRole.UNKNOWN
    affiliation: str | None = None
    anonymity: str | None = None
    party: Party = Party.UNKNOWN
    mentions: tuple[Span, ...] = ()
    """Other words for the same speaker; the label counts as one in any case."""

    def id_in(self, report: Report) -> str:
        """The id that the source has; the one that a reader gives to the same words."""
        return _source_id(report, self.label)

    def as_source(self, report: Report) -> Source:
        """The source itself.

        Raises:
            EvidenceError: a quote of it does not stand in the report's text.
        """
        return Source(
            id=self.id_in(report),
            report=report.id,
            label=self.label.text,
            kind=self.kind,
            number=self.number,
            role=self.role,
            affiliation=self.affiliation,
            anonymity=self.anonymity,
            party=self.party,
            mentions=tuple(sorted({self.label, *self.mentions})),
            text=report.text,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDraft:
    """An attack that the report tells of and no reader found."""

    summary: str
    type: IncidentType = IncidentType.UNKNOWN
    attempt: bool = False
    background: bool = False
    date: DateRange | None = None
    place: Place | None = None

    def __post_init__(self) -> None:
        if not self.summary.strip():
            raise RecordError("an incident needs a line that says what it is")

    def id_in(self, report: Report) -> str:
        """The id that the incident has."""
        return content_id("inc", report.id, self.type, self.summary)

    def as_incident(self, report: Report) -> Incident:
        """The incident itself, without claims as yet."""
        return Incident(
            id=self.id_in(report),
            type=self.type,
            claims=(),
            summary=self.summary,
            attempt=self.attempt,
            background=self.background,
            date=self.date,
            place=self.place,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDraft:
    """All of a claim that a person settles. Its spans quote the report, and are verified against it.

    >>> draft = replace(ClaimDraft.of(claim), stance=Stance.DENIES)  # doctest: +SKIP
    """

    role: ClaimRole
    stance: Stance
    certainty: Certainty | None
    value: Value | None
    evidence: Evidence
    source: str | SourceDraft
    """A source of the report by its id, or one that no reader found."""
    incident: str | IncidentDraft
    """One of the report's own incidents (a member of a joined one) by its id, or one that no reader found."""
    via: tuple[str, ...] = ()
    together: str | None = None

    @classmethod
    def of(cls, claim: Claim) -> ClaimDraft:
        """What a claim says, to change some of it."""
        return cls(
            role=claim.role,
            stance=claim.stance,
            certainty=claim.certainty,
            value=claim.value,
            evidence=claim.evidence,
            source=claim.source,
            incident=claim.incident,
            via=claim.via,
            together=claim.together,
        )

    def source_in(self, report: Report) -> str:
        """The id of its source."""
        return self.source if isinstance(self.source, str) else self.source.id_in(report)

    def incident_in(self, report: Report) -> str:
        """The id of its incident."""
        return self.incident if isinstance(self.incident, str) else self.incident.id_in(report)

    def named_in(self, report: Report) -> ClaimDraft:
        """The same with source and incident by their ids, so that one of each is named one way."""
        return replace(self, source=self.source_in(report), incident=self.incident_in(report))

    def id_in(self, report: Report) -> str:
        """The id of the claim where this is added; a corrected claim keeps the one that it has."""
        anchor = [(span.start, span.end) for span in (*self.evidence.value, *self.evidence.content)]
        return content_id(
            "clm",
            self.source_in(report),
            self.incident_in(report),
            self.role,
            self.value.text if self.value else None,
            self.stance,
            *anchor[:1],
        )

    def as_claim(self, report: Report, *, id: str, reviewed: str) -> Claim:
        """The claim itself; ``confidence`` is 1, since a person has read it.

        Raises:
            EvidenceError: a quote does not stand in the report's text where it says.
            RecordError: the fields contradict each other or the coding guide.
        """
        carried = self.evidence.value or self.evidence.content
        end = report.headline_end
        return Claim(
            id=id,
            report=report.id,
            incident=self.incident_in(report),
            role=self.role,
            value=self.value,
            stance=self.stance,
            certainty=self.certainty,
            source=self.source_in(report),
            evidence=self.evidence,
            via=self.via,
            together=self.together,
            in_headline=bool(end) and all(span.end <= end for span in carried),
            confidence=1.0,
            reviewed=reviewed,
            text=report.text,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """The claims that are the subjects are right as they are proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """The claim that is the subject should be this."""

    claim: ClaimDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """The claims that are the subjects are not what the report says; the reason says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """The report says this too, and no reader found it. No subject: the claim's id is made from its words."""

    claim: ClaimDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitSource:
    """Part of what the source that is the subject says is another speaker's: these claims of it."""

    speaker: SourceDraft
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinSources:
    """The sources that are the subjects, two or more, are one speaker; the first one's description stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """These words are no part of the article: a caption, a teaser, a menu. Claims that stand on them fall."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to remember of the subjects, or of the report where there is none. Changes nothing."""

    text: str


Payload = Accept | Correct | Reject | Add | SplitSource | JoinSources | Furniture | Note

KINDS: dict[type[Payload], Kind] = {
    Accept: Kind.ACCEPT,
    Correct: Kind.CORRECT,
    Reject: Kind.REJECT,
    Add: Kind.ADD,
    SplitSource: Kind.SPLIT_SOURCE,
    JoinSources: Kind.JOIN_SOURCES,
    Furniture: Kind.FURNITURE,
    Note: Kind.NOTE,
}
"""The kind of each payload."""

_SUBJECTS = {
    Kind.ACCEPT: ("clm_", 1, None),
    Kind.CORRECT: ("clm_", 1, 1),
    Kind.REJECT: ("clm_", 1, None),
    Kind.ADD: ("", 0, 0),
    Kind.SPLIT_SOURCE: ("src_", 1, 1),
    Kind.JOIN_SOURCES: ("src_", 2, None),
    Kind.FURNITURE: ("", 0, 0),
    Kind.NOTE: ("", 0, None),
}
"""Of each kind: how the ids of its subjects begin, and the least and greatest number of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What one person said of one proposal at one time; it outlives every re-run of the reader."""

    id: str
    number: int
    """Counts up over the whole ledger: of one person's reviews of one claim the latest holds."""
    at: dt.datetime
    by: str
    """The person's id."""
    report: str
    payload: Payload
    subjects: tuple[str, ...] = ()
    """Ids of claims or sources; see the payload."""
    reason: str = ""
    basis: str
    """Digest of the proposal that was looked at (:func:`reportedly.casework.effective.basis_of`)."""
    settles: tuple[str, ...] = ()
    """Reviews between which this one decides; they stay on record and count no more while it holds."""
    undone_at: dt.datetime | None = None
    undone_by: str | None = None

    @property
    def kind(self) -> Kind:
        """What it does."""
        return KINDS[type(self.payload)]

    @property
    def holds(self) -> bool:
        """Whether it was not taken back."""
        return self.undone_at is None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None or (self.undone_at and self.undone_at.tzinfo is None):
            raise RecordError(f"{self.id}: a time without its zone")
        check_subjects(self.kind, self.subjects)
        match self.payload:
            case SplitSource(claims=()):
                raise RecordError("a split names the claims that are the other speaker's, and there is none")
            case Furniture(spans=()):
                raise RecordError("no words are marked; mark those that are no part of the article")
            case Note(text=text) if not text.strip():
                raise RecordError("the note is empty")
        if self.kind is Kind.REJECT and not self.reason.strip():
            raise RecordError("say why the claim is rejected, in a word or two")


def check_subjects(kind: Kind, subjects: tuple[str, ...]) -> None:
    """Refuse a review of the wrong records.

    Raises:
        RecordError: they are too few or too many, come twice, or are of another kind.
    """
    prefix, least, most = _SUBJECTS[kind]
    if len(subjects) < least or (most is not None and len(subjects) > most):
        asked = f"{least} or more" if most is None else str(least) if least == most else f"{least} to {most}"
        raise RecordError(f"to {_words(kind)} takes {asked} subjects, not {len(subjects)}")
    if len(set(subjects)) < len(subjects):
        raise RecordError(f"{next(each for each in subjects if subjects.count(each) > 1)} is named twice")
    if wrong := [each for each in subjects if not each.startswith(prefix)]:
        raise RecordError(f"to {_words(kind)} takes ids that begin with {prefix}, not {wrong[0]!r}")


def _words(kind: Kind) -> str:
    return kind.value.replace("_", " ")


def described(payload: Payload, said: Iterable[Review], proposed: Reading) -> Payload:
    """A payload that describes in full the speaker and the incident that only other reviews brought in.

    So it holds also where those are taken back. ``said`` is what holds of the report, by anybody.
    """
    if not isinstance(payload, Correct | Add):
        return payload
    draft, report = payload.claim, proposed.report
    speakers: dict[str, SourceDraft] = {}
    incidents: dict[str, IncidentDraft] = {}
    for review in said:
        for speaker in speakers_in(review.payload):
            speakers.setdefault(speaker.id_in(report), speaker)
        match review.payload:
            case Correct(claim=ClaimDraft(incident=IncidentDraft() as told)):
                incidents.setdefault(told.id_in(report), told)
            case Add(claim=ClaimDraft(incident=IncidentDraft() as told)):
                incidents.setdefault(told.id_in(report), told)
    source, incident = draft.source, draft.incident
    if isinstance(source, str) and source not in {each.id for each in proposed.sources}:
        source = speakers.get(source, source)
    if isinstance(incident, str) and incident not in {each.id for each in proposed.incidents}:
        incident = incidents.get(incident, incident)
    return replace(payload, claim=replace(draft, source=source, incident=incident))


def speakers_in(payload: Payload) -> Iterator[SourceDraft]:
    """The speakers that a payload describes."""
    match payload:
        case SplitSource(speaker=speaker):
            yield speaker
        case Add(claim=ClaimDraft(source=SourceDraft() as speaker)):
            yield speaker
        case Correct(claim=ClaimDraft(source=SourceDraft() as speaker)):
            yield speaker


def _source_id(report: Report, label: Span) -> str:
    return content_id("src", report.id, label.start, label.text)


def records_of(review: Review) -> frozenset[str]:
    """The claims, sources and incidents that a review is about: a new reading of the report keeps them."""
    named = set(review.subjects)
    match review.payload:
        case Correct(claim=draft) | Add(claim=draft):
            named |= {each for each in (draft.source, draft.incident) if isinstance(each, str)}
        case SplitSource(claims=claims):
            named |= set(claims)
    return frozenset(named)


def spans_of(review: Review) -> Iterator[Span]:
    """All words of the report that a review quotes."""
    match review.payload:
        case Correct(claim=draft) | Add(claim=draft):
            yield from draft.evidence
            if isinstance(draft.source, SourceDraft):
                yield from (draft.source.label, *draft.source.mentions)
        case SplitSource(speaker=speaker):
            yield from (speaker.label, *speaker.mentions)
        case Furniture(spans=spans):
            yield from spans

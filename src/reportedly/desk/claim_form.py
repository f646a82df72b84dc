"""The form of one claim: what it shows, and the draft that comes back of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from reportedly.casebook import Casebook
from reportedly.casework.reviews import ClaimDraft, IncidentDraft, SourceDraft
from reportedly.desk.quoting import as_offsets, as_words, spans_of
from reportedly.desk.report_view import ROLE_WORDS
from reportedly.errors import UsageError
from reportedly.records import (
    DOER_ROLES,
    Certainty,
    Claim,
    ClaimRole,
    Evidence,
    IncidentType,
    Reading,
    Source,
    SourceKind,
    Span,
    Stance,
    Value,
)
from reportedly.terminal import words
from reportedly.terminal.safe import visible

_Chosen = TypeVar("_Chosen", bound=StrEnum)

NEW, OWN = "new", "own"
"""In place of an id: somebody or an attack that no reader found; the report's own voice."""
PARTS = ("value", "source_words", "cue", "content")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimForm:
    """The fields as they are typed, without space at either end.

    Each part has its words, and under ``_at`` where they stand.
    """

    role: str = ClaimRole.PERPETRATOR
    stance: str = Stance.ALLEGES
    certainty: str = Certainty.CERTAIN
    value: str = ""
    value_at: str = ""
    source: str = NEW
    source_words: str = ""
    source_words_at: str = ""
    cue: str = ""
    cue_at: str = ""
    content: str = ""
    content_at: str = ""
    incident: str = NEW
    summary: str = ""
    type: str = IncidentType.UNKNOWN
    via: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a list to choose from."""

    value: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The lists of the form."""

    roles: tuple[Choice, ...]
    stances: tuple[Choice, ...]
    certainties: tuple[Choice, ...]
    types: tuple[Choice, ...]
    sources: tuple[Choice, ...] = field(default=())
    incidents: tuple[Choice, ...] = field(default=())


_STANCES = {
    Stance.ALLEGES: "says it, or says that they did it",
    Stance.DENIES: "denies it",
    Stance.ADMITS: "claims it, as the doer",
    Stance.UNCONFIRMED: "could not or would not confirm it",
    Stance.NO_CLAIM: "says that nobody, or not this one, has claimed it",
}


def choices_of(reading: Reading) -> Choices:
    """What can be chosen on the page of one report."""
    sources = [
        Choice(value=source.id, name=words.speaker_words(source))
        for source in reading.sources
        if source.kind is not SourceKind.REPORT
    ]
    own = Choice(value=OWN, name="the report itself")
    incidents = [Choice(value=each.id, name=words.incident_words(each)) for each in reading.incidents]
    return Choices(
        roles=tuple(Choice(value=role, name=name) for role, name in ROLE_WORDS.items()),
        stances=tuple(Choice(value=stance, name=name) for stance, name in _STANCES.items()),
        certainties=tuple(Choice(value=each, name=each.value) for each in Certainty),
        types=tuple(Choice(value=each, name=name) for each, name in words.TYPES.items()),
        sources=(*sources, own, Choice(value=NEW, name="somebody else: the words below")),
        incidents=(*incidents, Choice(value=NEW, name="another attack: the line below")),
    )


def form_of(claim: Claim, sources: Iterable[Source]) -> ClaimForm:
    """A claim as the form shows it to be corrected."""
    kinds = {source.id: source.kind for source in sources}
    evidence = claim.evidence
    return ClaimForm(
        role=claim.role,
        stance=claim.stance,
        certainty=claim.certainty or "",
        value=as_words(_value_spans(claim)),
        value_at=as_offsets(_value_spans(claim)),
        source=OWN if kinds.get(claim.source) is SourceKind.REPORT else claim.source,
        source_words=as_words(evidence.source),
        source_words_at=as_offsets(evidence.source),
        cue=as_words(evidence.cue),
        cue_at=as_offsets(evidence.cue),
        content=as_words(evidence.content),
        content_at=as_offsets(evidence.content),
        incident=claim.incident,
        via=", ".join(visible(each) for each in claim.via),
    )


def _value_spans(claim: Claim) -> tuple[Span, ...]:
    return claim.evidence.value if claim.value else ()


def draft_of(form: ClaimForm, reading: Reading, casebook: Casebook, corrected: Claim | None) -> ClaimDraft:
    """The claim that a form describes; ``corrected`` is the one that it was opened with.

    Raises:
        UsageError: words are not in the report, or a field says what it cannot.
        EvidenceError: offsets do not fit the text.
    """
    text = reading.report.text
    role = _chosen(ClaimRole, form.role, "what it is about")
    content = spans_of(text, form.content, form.content_at)
    near = content[0].start if content else 0
    value = spans_of(text, form.value, form.value_at, near=near)
    near = near or (value[0].start if value else 0)
    source, said = _source(form, reading, casebook, near)
    return ClaimDraft(
        role=role,
        stance=_chosen(Stance, form.stance, "the stance"),
        certainty=_chosen(Certainty, form.certainty, "the certainty") if form.certainty else None,
        value=_value(value, role, reading, casebook, corrected),
        evidence=Evidence(
            source=said,
            cue=spans_of(text, form.cue, form.cue_at, near=near),
            content=content,
            value=value,
        ),
        source=source,
        incident=_incident(form, reading),
        via=tuple(name for each in form.via.split(",") if (name := " ".join(each.split()))),
        together=corrected.together
        if corrected and corrected.role in DOER_ROLES and role in DOER_ROLES
        else None,
    )


def _chosen(kind: type[_Chosen], given: str, what: str) -> _Chosen:
    try:
        return kind(given)
    except ValueError:
        raise UsageError(f"{given!r} is none of the choices for {what}") from None


def _value(
    spans: tuple[Span, ...], role: ClaimRole, reading: Reading, casebook: Casebook, corrected: Claim | None
) -> Value | None:
    """What the words name; the value of the claim as it was where nobody touched its words."""
    if not spans:
        return None
    if corrected and corrected.role is role and corrected.evidence.value == spans:
        return corrected.value
    return casebook.value_at(reading.report.id, role, spans[0].start, spans[0].end)


def _source(
    form: ClaimForm, reading: Reading, casebook: Casebook, near: int
) -> tuple[str | SourceDraft, tuple[Span, ...]]:
    """Who says it, and the words for them beside the claim."""
    report = reading.report
    if form.source == OWN:
        own = next((each for each in reading.sources if each.kind is SourceKind.REPORT), None)
        return (own.id if own else _own_voice(reading)), ()
    said = spans_of(report.text, form.source_words, form.source_words_at, near=near)
    if form.source == NEW:
        if not said:
            raise UsageError("who says it? Choose somebody, or give the words that name them")
        return casebook.source_at(report.id, said[0].start, said[0].end), said
    known = next((each for each in reading.sources if each.id == form.source), None)
    if known is None:
        raise UsageError("who says it? That speaker is not of this report")
    nearest = sorted(known.mentions, key=lambda span: abs(span.start - near))[:1]
    return known.id, said or tuple(nearest)


def _own_voice(reading: Reading) -> SourceDraft:
    first = reading.report.text.split("\n", 1)[0]
    start = len(first) - len(first.lstrip())
    return SourceDraft(label=Span.of(reading.report.text, start, len(first.rstrip())), kind=SourceKind.REPORT)


def _incident(form: ClaimForm, reading: Reading) -> str | IncidentDraft:
    if form.incident != NEW:
        if all(each.id != form.incident for each in reading.incidents):
            raise UsageError("which attack is it about? That one is not of this report")
        return form.incident
    if not form.summary.strip():
        raise UsageError("which attack is it about? Choose one, or say in a line what it is")
    kind = _chosen(IncidentType, form.type, "the kind of attack")
    return IncidentDraft(summary=" ".join(form.summary.split()), type=kind)

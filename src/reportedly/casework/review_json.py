"""Reviews as JSON and back. A span is ``[start, end, "quote"]``: words that have moved are noticed.

What a review quotes is kept with it, not cut out of the report again: if the report's text should ever become
another, the review is refused and not read as saying something else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reportedly.casework.reviews import (
    Accept,
    Add,
    ClaimDraft,
    Correct,
    Furniture,
    IncidentDraft,
    JoinSources,
    Kind,
    Note,
    Payload,
    Reject,
    Review,
    SourceDraft,
    SplitSource,
)
from reportedly.codec.from_json import date_in, number_in, place_in, value_in
from reportedly.codec.node import Node
from reportedly.codec.to_json import (
    JsonObject,
    date_to_json,
    number_to_json,
    place_to_json,
    value_to_json,
)
from reportedly.records import (
    Certainty,
    ClaimRole,
    Evidence,
    IncidentType,
    Party,
    SourceKind,
    SourceRole,
    Span,
    Stance,
)

_PARTS = ("source", "cue", "content", "value")


def review_to_json(review: Review) -> JsonObject:
    """One review, without what became of it later."""
    return {
        "id": review.id,
        "number": review.number,
        "at": review.at.isoformat(),
        "by": review.by,
        "report": review.report,
        "kind": review.kind.value,
        "payload": payload_to_json(review.payload),
        "subjects": list(review.subjects),
        "reason": review.reason,
        "basis": review.basis,
        "settles": list(review.settles),
    }


def payload_to_json(payload: Payload) -> JsonObject:
    """What a review says, without its kind."""
    match payload:
        case Correct(claim=draft) | Add(claim=draft):
            return {"claim": _draft_to_json(draft)}
        case SplitSource(speaker=speaker, claims=claims):
            return {"speaker": speaker_to_json(speaker), "claims": list(claims)}
        case Furniture(spans=spans):
            return {"spans": _spans_to_json(spans)}
        case Note(text=text):
            return {"text": text}
        case _:
            return {}


def payload_from_json(kind: Kind, data: object, *, path: str = "payload") -> Payload:
    """A payload of that kind.

    Raises:
        LedgerFormatError: a field is missing or of the wrong kind; names it.
    """
    return _READ[kind](Node(data, path))


def _spans_to_json(spans: tuple[Span, ...]) -> list[list[object]]:
    return [[span.start, span.end, span.text] for span in spans]


def speaker_to_json(draft: SourceDraft) -> JsonObject:
    """A speaker as a person describes it."""
    return {
        "label": _spans_to_json((draft.label,))[0],
        "kind": draft.kind.value,
        "number": number_to_json(draft.number),
        "role": draft.role.value,
        "affiliation": draft.affiliation,
        "anonymity": draft.anonymity,
        "party": draft.party.value,
        "mentions": _spans_to_json(draft.mentions),
    }


def _incident_to_json(draft: IncidentDraft) -> JsonObject:
    return {
        "summary": draft.summary,
        "type": draft.type.value,
        "attempt": draft.attempt,
        "background": draft.background,
        "date": date_to_json(draft.date) if draft.date else None,
        "place": place_to_json(draft.place) if draft.place else None,
    }


def _draft_to_json(draft: ClaimDraft) -> JsonObject:
    source, incident = draft.source, draft.incident
    return {
        "role": draft.role.value,
        "stance": draft.stance.value,
        "certainty": draft.certainty.value if draft.certainty else None,
        "value": value_to_json(draft.value) if draft.value else None,
        "evidence": {part: _spans_to_json(getattr(draft.evidence, part)) for part in _PARTS},
        "source": source if isinstance(source, str) else speaker_to_json(source),
        "incident": incident if isinstance(incident, str) else _incident_to_json(incident),
        "via": list(draft.via),
        "together": draft.together,
    }


def _span(node: Node) -> Span:
    parts = node.items()
    if len(parts) != 3:
        node.fail("a span is [start, end, quote]")
    start, end, quote = parts[0].whole(), parts[1].whole(), parts[2].text()
    return node.make(lambda: Span(start, end, quote))


def _source(node: Node) -> SourceDraft:
    return SourceDraft(
        label=_span(node.field("label")),
        kind=node.field("kind").choice(SourceKind),
        number=number_in(node.field("number")),
        role=node.field("role").choice(SourceRole),
        affiliation=node.field("affiliation").some(Node.text),
        anonymity=node.field("anonymity").some(Node.text),
        party=node.field("party").choice(Party),
        mentions=node.field("mentions").many(_span),
    )


def _incident(node: Node) -> IncidentDraft:
    return node.make(
        lambda: IncidentDraft(
            summary=node.field("summary").text(),
            type=node.field("type").choice(IncidentType),
            attempt=node.field("attempt").flag(),
            background=node.field("background").flag(),
            date=node.field("date").some(date_in),
            place=node.field("place").some(place_in),
        )
    )


def _draft(node: Node) -> ClaimDraft:
    source, incident, evidence = node.field("source"), node.field("incident"), node.field("evidence")
    return ClaimDraft(
        role=node.field("role").choice(ClaimRole),
        stance=node.field("stance").choice(Stance),
        certainty=node.field("certainty").some(lambda field: field.choice(Certainty)),
        value=node.field("value").some(value_in),
        evidence=Evidence(**{part: evidence.field(part).many(_span) for part in _PARTS}),
        source=source.value if isinstance(source.value, str) else _source(source),
        incident=incident.value if isinstance(incident.value, str) else _incident(incident),
        via=node.field("via").many(Node.text),
        together=node.field("together").some(Node.text),
    )


_READ: Mapping[Kind, Callable[[Node], Payload]] = {
    Kind.ACCEPT: lambda node: Accept(),
    Kind.CORRECT: lambda node: Correct(claim=_draft(node.field("claim"))),
    Kind.REJECT: lambda node: Reject(),
    Kind.ADD: lambda node: Add(claim=_draft(node.field("claim"))),
    Kind.SPLIT_SOURCE: lambda node: SplitSource(
        speaker=_source(node.field("speaker")), claims=node.field("claims").many(Node.text)
    ),
    Kind.JOIN_SOURCES: lambda node: JoinSources(),
    Kind.FURNITURE: lambda node: Furniture(spans=node.field("spans").many(_span)),
    Kind.NOTE: lambda node: Note(text=node.field("text").text()),
}

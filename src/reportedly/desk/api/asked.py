"""What a program sends, understood: JSON as the ledger file has it, made into a review or a decision.

A span may come as ``[start, end]`` or with its words, ``[start, end, "words"]``: words that are given are
held against the text, so that a program whose copy of it is another one is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reportedly.casebook import Casebook
from reportedly.casework.review_json import payload_from_json, speaker_to_json
from reportedly.casework.reviews import Kind, Payload
from reportedly.codec import JsonObject, value_to_json
from reportedly.codec.node import Node
from reportedly.records import ClaimRole, IncidentType, Judgement, Party, Report, SourceRole, Span

_INCIDENT: JsonObject = {
    "type": IncidentType.UNKNOWN,
    "attempt": False,
    "background": False,
    "date": None,
    "place": None,
}
_SPEAKER: JsonObject = {
    "number": {"min": 1, "max": 1},
    "role": SourceRole.UNKNOWN,
    "party": Party.UNKNOWN,
    "mentions": [],
}
"""What a draft says where the program does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A review, and what was read before it."""

    payload: Payload
    subjects: tuple[str, ...]
    reason: str
    versions: Mapping[str, str]
    settles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision on incidents, and what was read before it."""

    judgement: Judgement
    named: tuple[str, ...]
    note: str | None
    versions: Mapping[str, str]


def said_in(body: object, report: Report, casebook: Casebook) -> Said:
    """The review of a report that a body describes.

    Raises:
        LedgerFormatError: a field is missing or of the wrong kind; names it.
        EvidenceError: words do not stand where the body says.
    """
    node = Node(body, "")
    kind = node.field("kind").choice(Kind)
    told = dict(node.value)
    for name in ("speaker", "spans"):
        told[name] = _worded(node.field(name), report.text)
    if kind in (Kind.CORRECT, Kind.ADD):
        told["claim"] = _claim(node.field("claim"), report, casebook)
    if kind is Kind.SPLIT_SOURCE:
        told["speaker"] = _speaker(node.field("speaker"), report, casebook)
    return Said(
        payload=payload_from_json(kind, told, path=""),
        subjects=node.field("subjects").some_many(Node.text),
        reason=node.field("reason").some(Node.text) or "",
        versions=_versions(node),
        settles=node.field("settles").some_many(Node.text),
    )


def decided_in(body: object) -> Decided:
    """The decision that a body describes.

    Raises:
        LedgerFormatError: a field is missing or of the wrong kind; names it.
    """
    node = Node(body, "")
    judgement = node.field("judgement").choice(Judgement)
    incidents, parts = node.field("incidents").many(Node.text), node.field("parts").some_many(Node.text)
    parting = judgement is Judgement.NOT_SAME
    if parting is not bool(parts) or (parting and len(incidents) != 1):
        node.field("parts").fail("not_same takes one incident and its parts, same and unsure take no parts")
    return Decided(
        judgement=judgement,
        named=(*incidents, *parts),
        note=node.field("note").some(Node.text),
        versions=_versions(node),
    )


def reason_in(body: object) -> str:
    """The reason in a body that may be absent."""
    return "" if body is None else Node(body, "").field("reason").some(Node.text) or ""


def _versions(node: Node) -> Mapping[str, str]:
    given = node.field("versions")
    if not isinstance(given.value, dict):
        given.fail("give the versions that were read, by id")
    return {name: given.field(name).text() for name in given.value}


def _claim(node: Node, report: Report, casebook: Casebook) -> JsonObject:
    """A draft that says all: what it leaves out is worked out from its words, as the page does it."""
    made = {"via": [], "evidence": None, **_object(node)}
    evidence: JsonObject = {part: [] for part in ("source", "cue", "content", "value")}
    evidence |= _object(node.field("evidence"))
    made["evidence"] = _worded(Node(evidence, node.field("evidence").path), report.text)
    if isinstance(made.get("source"), dict):
        made["source"] = _speaker(node.field("source"), report, casebook)
    if isinstance(made.get("incident"), dict):
        made["incident"] = _INCIDENT | made["incident"]
    spans = made["evidence"]["value"]
    if "value" not in made and spans:
        role = node.field("role").choice(ClaimRole)
        made["value"] = value_to_json(casebook.value_at(report.id, role, *spans[0][:2]))
    return made


def _speaker(node: Node, report: Report, casebook: Casebook) -> JsonObject:
    given: JsonObject = _worded(Node(_object(node), node.path), report.text)
    if given.keys() == {"label"}:
        label = Node(given, node.path).field("label").items()
        return speaker_to_json(casebook.source_at(report.id, label[0].whole(), label[1].whole()))
    return _SPEAKER | given


def _object(node: Node) -> JsonObject:
    if not isinstance(node.value, dict):
        node.fail("an object is needed")
    return node.value


def _worded(node: Node, text: str) -> Any:
    """The same with the words of each span beside it.

    Raises:
        EvidenceError: the offsets are empty or outside the text.
    """
    value = node.value
    if isinstance(value, dict):
        return {name: _worded(node.field(name), text) for name in value}
    if not isinstance(value, list):
        return value
    if len(value) == 2 and all(type(each) is int for each in value):
        span = Span.of(text, value[0], value[1])
        return [span.start, span.end, span.text]
    return [_worded(each, text) for each in node.items()]

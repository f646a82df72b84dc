"""The records as JSON schemas, made from the records themselves, so that the two cannot drift apart."""

from __future__ import annotations

import datetime as dt
import types
from dataclasses import InitVar, fields
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from reportedly.casework.reviews import ClaimDraft, Kind
from reportedly.records import (
    Assessment,
    Claim,
    Decision,
    Derivation,
    Incident,
    Judgement,
    LedgerView,
    Report,
    Source,
    Span,
)

Schema = dict[str, Any]
"""A JSON schema: what OpenAPI 3.1 has for one."""

RECORDS = (Report, Source, Incident, Claim, Derivation, Assessment, Decision, LedgerView)
_PLAIN: dict[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    dt.date: {"type": "string", "format": "date"},
    dt.datetime: {"type": "string", "format": "date-time"},
    Span: {
        "type": "array",
        "items": {"type": "integer", "minimum": 0},
        "minItems": 2,
        "maxItems": 2,
        "description": "Start and end in code points of the report's text, the end exclusive.",
    },
}


def components() -> dict[str, Schema]:
    """Every record, and what it is made of, by name."""
    made: dict[str, Schema] = {}
    for record in RECORDS:
        _record(record, made)
    made |= _drafts()
    ledger = made["Ledger"] = made.pop("LedgerView")
    # Kept for exports, and in no ledger file.
    ledger["properties"].pop("history")
    ledger["required"].remove("history")
    # There only where several readers read the report.
    made["Claim"]["required"].remove("readers")
    # There only where the report was fetched.
    made["Report"]["required"].remove("fetched_at")
    made["Ledger"]["properties"] |= {"format": {"type": "string"}, "version": {"type": "integer"}}
    made["Error"] = {
        "type": "object",
        "properties": {"error": {"type": "string"}},
        "required": ["error"],
        "description": "What is wrong, where, and what to do; begins with a stable code where there is one.",
    }
    for record in (Report, Incident, Claim, Decision):
        made[f"{record.__name__}Page"] = _page(record.__name__)
    return made | _said()


def _drafts() -> dict[str, Schema]:
    """What a review says in the place of a claim, a speaker or an incident: its spans have their words."""
    drafts: dict[str, Schema] = {}
    _record(ClaimDraft, drafts)
    kept = {"Evidence": "QuotedEvidence", "SourceDraft": "SourceDraft", "IncidentDraft": "IncidentDraft"}
    made: dict[str, Schema] = {}
    for name in ("ClaimDraft", *kept):
        own = drafts[name]
        # What is left out is worked out from the words.
        own["required"] = [each for each in own["required"] if each in _NEEDED[name]]
        made[kept.get(name, name)] = _quoting(own)
    return made


_NEEDED = {
    "ClaimDraft": ("role", "stance", "certainty", "evidence", "source", "incident"),
    "SourceDraft": ("label",),
    "IncidentDraft": ("summary",),
    "Evidence": (),
}


def _quoting(schema: Any) -> Any:
    """The same with spans that may have their words, and with the evidence that has such spans."""
    if schema == _PLAIN[Span]:
        return ref("QuotedSpan")
    if schema == ref("Evidence"):
        return ref("QuotedEvidence")
    if isinstance(schema, dict):
        return {name: _quoting(each) for name, each in schema.items()}
    return [_quoting(each) for each in schema] if isinstance(schema, list) else schema


def _said() -> dict[str, Schema]:
    """What programs send, and what they are answered."""
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    versions: Schema = {
        "type": "object",
        "additionalProperties": text,
        "description": "By id, the version of what was read: any word, to be given back as it came.",
    }
    spans = {"type": "array", "items": ref("QuotedSpan")}
    told: Schema = {
        "kind": {"type": "string", "enum": [each.value for each in Kind]},
        "subjects": {**texts, "description": "Claims; of split_source and join_sources speakers."},
        "reason": {**text, "description": "Why; a rejection needs it."},
        "settles": {**texts, "description": "Reviews between which this one decides."},
    }
    by_kind: Schema = {
        "claim": {**ref("ClaimDraft"), "description": "Of correct and add."},
        "speaker": {**ref("SourceDraft"), "description": "Of split_source: whose the claims are."},
        "claims": {**texts, "description": "Of split_source: the claims that are the speaker's."},
        "spans": {**spans, "description": "Of furniture: the words that are no part of the article."},
        "text": {**text, "description": "Of note."},
    }
    kept = {**told, "id": text, "number": {"type": "integer"}, "at": _PLAIN[dt.datetime], "by": text}
    kept |= {"report": text, "payload": {"type": "object"}, "basis": text}
    kept |= {"undone_at": {"type": ["string", "null"]}, "undone_by": {"type": ["string", "null"]}}
    return {
        "QuotedSpan": {
            "type": "array",
            "prefixItems": [{"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 0}, text],
            "minItems": 2,
            "maxItems": 3,
            "description": "Start and end in code points, and the words there, checked where given.",
        },
        "ReviewAsked": _object("A review.", {**told, **by_kind, "versions": versions}, "kind", "versions"),
        "Review": _object("What one person said of a report.", kept, *kept),
        "ReviewDone": {
            "allOf": [
                ref("Review"),
                _object(
                    "What was said, and the versions after it.",
                    {"claim": {"type": ["string", "null"]}, "versions": versions},
                    "claim",
                    "versions",
                ),
            ]
        },
        "Undo": _object("Why a review is taken back.", {"reason": text}),
        "DecisionAsked": _object(
            "A decision on incidents.",
            {
                "judgement": {"type": "string", "enum": [each.value for each in Judgement]},
                "incidents": {**texts, "description": "Two or more; of unsure two, of not_same one."},
                "parts": {**texts, "description": "Of not_same: reports that tell of another attack."},
                "note": {"type": ["string", "null"]},
                "versions": versions,
            },
            "judgement",
            "incidents",
            "versions",
        ),
        "Reading": {
            "allOf": [
                ref("Ledger"),
                _object(
                    "A report as one person may see it.",
                    {"reviews": {"type": "array", "items": ref("Review")}, "versions": versions},
                    "reviews",
                    "versions",
                ),
            ]
        },
        "IncidentRead": {
            "allOf": [
                ref("Ledger"),
                _object("With the version of the incident.", {"versions": versions}, "versions"),
            ]
        },
        "Conflict": _object(
            "It changed since it was read: what was sent, and what is there now, with its versions.",
            {"error": text, "yours": {}, "theirs": {"type": "object"}},
            "error",
            "yours",
            "theirs",
        ),
    }


def _object(description: str, properties: Schema, *required: str) -> Schema:
    made: Schema = {"type": "object", "description": description, "properties": properties}
    return made | ({"required": list(required)} if required else {})


def ref(name: str) -> Schema:
    """A reference to one of :func:`components`."""
    return {"$ref": f"#/components/schemas/{name}"}


def answers(name: str, *, good: int = 200, conflict: bool = False) -> dict[int | str, Schema]:
    """The answers of a route that gives one of :func:`components`, or tells of a conflict."""
    found = {good: _answer("As asked.", name)}
    found |= {code: _answer(why, "Error") for code, why in _REFUSED.items()}
    if conflict:
        found[409] = _answer("It changed since it was read; nothing was written.", "Conflict")
    return {code: found[code] for code in sorted(found)}


def asks(name: str, *, required: bool = True) -> Schema:
    """What a route takes, as FastAPI adds it to its operation."""
    return {
        "requestBody": {"content": {"application/json": {"schema": ref(name)}}, "required": required},
    }


def _answer(description: str, name: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": ref(name)}}}


_REFUSED = {
    400: "It was not understood.",
    401: "Nobody is signed in.",
    403: "It is not theirs to see or to say.",
    404: "There is none.",
    422: "It was understood, and the text or the coding guide does not bear it; or a field is missing.",
}


def _page(name: str) -> Schema:
    return {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": ref(name)},
            "next": {
                "type": ["string", "null"],
                "description": "Give it as `after` for the rows behind these; null on the last page.",
            },
        },
        "required": ["items", "next"],
    }


def _record(record: type[Any], made: dict[str, Schema]) -> None:
    if record.__name__ in made:
        return
    own = made[record.__name__] = {"type": "object", "description": (record.__doc__ or "").split("\n")[0]}
    hints = get_type_hints(record)
    # `text: InitVar[str]` of a record that quotes is its report's; of a value, its own.
    names = [each.name for each in fields(record) if not isinstance(hints[each.name], InitVar)]
    own["properties"] = {name: _schema(hints[name], made) for name in names}
    own["required"] = names


def _schema(kind: Any, made: dict[str, Schema]) -> Schema:
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if get_origin(kind) in (Union, types.UnionType):
        return {"anyOf": [_schema(each, made) for each in get_args(kind)]}
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), made)
    if issubclass(kind, StrEnum):
        return {"type": "string", "enum": [member.value for member in kind]}
    _record(kind, made)
    return ref(kind.__name__)


def _tuple(kinds: tuple[Any, ...], made: dict[str, Schema]) -> Schema:
    if kinds[-1] is Ellipsis:
        return {"type": "array", "items": _schema(kinds[0], made)}
    return {"type": "array", "prefixItems": [_schema(each, made) for each in kinds]}

"""The records as JSON schemas, made from the records themselves, so that the two cannot drift apart."""

from __future__ import annotations

import datetime as dt
import types
from dataclasses import InitVar, fields
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from reportedly.records import (
    Assessment,
    Claim,
    Decision,
    Derivation,
    Incident,
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
    made["Ledger"] = made.pop("LedgerView")
    made["Ledger"]["properties"] |= {"format": {"type": "string"}, "version": {"type": "integer"}}
    made["Error"] = {
        "type": "object",
        "properties": {"error": {"type": "string"}},
        "required": ["error"],
        "description": "What is wrong, where, and what to do; begins with a stable code where there is one.",
    }
    for record in (Report, Incident, Claim):
        made[f"{record.__name__}Page"] = _page(record.__name__)
    return made


def ref(name: str) -> Schema:
    """A reference to one of :func:`components`."""
    return {"$ref": f"#/components/schemas/{name}"}


def answers(name: str) -> dict[int | str, Schema]:
    """The answers of a route that gives one of :func:`components`."""
    good: Schema = {"description": "As asked.", "content": {"application/json": {"schema": ref(name)}}}
    told: Schema = {"application/json": {"schema": ref("Error")}}
    found: dict[int | str, Schema] = {200: good}
    return found | {code: {"description": why, "content": told} for code, why in _REFUSED.items()}


_REFUSED = {
    400: "It was not understood.",
    401: "Nobody is signed in.",
    403: "It is not theirs to see.",
    404: "There is none.",
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

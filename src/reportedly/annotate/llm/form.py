"""The form of the answer: its JSON schema, and from outside JSON to records, strictly."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from reportedly.errors import AnswerError
from reportedly.records import Certainty, SourceKind, SourceRole, Stance

MOST = 200
"""Claims, and details, of one answer; a report that has more is none, and neither is the answer."""

E = TypeVar("E", bound=StrEnum)


class Doing(StrEnum):
    """What the actor of a claim did."""

    PERPETRATOR = "perpetrator"
    SUPPORTER = "supporter"


class Kind(StrEnum):
    """What a detail tells; the values are those of ``rules.told.Told``."""

    TIME = "time"
    PLACE = "place"
    TOLL = "toll"
    TARGET = "target"
    VICTIM = "victim"
    WEAPON = "weapon"
    ORIGIN = "origin"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenClaim:
    """One claim as the model gave it: quotes are not yet held against the text."""

    line: int
    actor: str | None
    actor_name: str | None
    role: Doing
    stance: Stance
    certainty: Certainty | None
    source: str | None
    source_name: str | None
    source_kind: SourceKind
    source_role: SourceRole
    cue: str | None
    content: str | None
    attack: str | None
    via: tuple[str, ...]
    together: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenDetail:
    """One detail as the model gave it."""

    line: int
    kind: Kind
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """All that the model gave for one report."""

    claims: tuple[GivenClaim, ...]
    details: tuple[GivenDetail, ...]


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_QUOTE: dict[str, Any] = {"type": "string"}
_QUOTE_OR_NOT: dict[str, Any] = {"type": ["string", "null"]}
_NUMBER: dict[str, Any] = {"type": "integer"}


def _one_of(words: type[StrEnum]) -> dict[str, Any]:
    return {"type": "string", "enum": [*words]}


SCHEMA: dict[str, Any] = _object(
    claims={
        "type": "array",
        "items": _object(
            line=_NUMBER,
            actor=_QUOTE_OR_NOT,
            actor_name=_QUOTE_OR_NOT,
            role=_one_of(Doing),
            stance=_one_of(Stance),
            certainty={"anyOf": [_one_of(Certainty), {"type": "null"}]},
            source=_QUOTE_OR_NOT,
            source_name=_QUOTE_OR_NOT,
            source_kind=_one_of(SourceKind),
            source_role=_one_of(SourceRole),
            cue=_QUOTE_OR_NOT,
            content=_QUOTE_OR_NOT,
            attack=_QUOTE_OR_NOT,
            via={"type": "array", "items": _QUOTE},
            together={"type": ["integer", "null"]},
        ),
    },
    details={"type": "array", "items": _object(line=_NUMBER, kind=_one_of(Kind), quote=_QUOTE)},
)
"""As servers take it that bind a model's answer to a schema; a plain one is told the form in the prompt."""


def answer_in(content: str) -> Answer:
    """The answer in a model's words.

    A frame of Markdown around the object, and what a model thought aloud before it, are left off.

    Raises:
        AnswerError: it is not JSON, or not of the form. What it says instead is not repeated.
    """
    try:
        data = json.loads(_bare(content))
    except (ValueError, RecursionError):
        raise AnswerError("the answer is not JSON, or was cut off") from None
    top = _Fields(data, "the answer")
    claims, details = top.objects("claims"), top.objects("details")
    return Answer(
        claims=tuple(map(_claim, claims)),
        details=tuple(
            GivenDetail(line=each.whole("line"), kind=each.one_of("kind", Kind), quote=each.text("quote"))
            for each in details
        ),
    )


def _bare(content: str) -> str:
    _, thought, after = content.rpartition("</think>")
    bare = (after if thought else content).strip()
    if bare.startswith("```") and bare.endswith("```") and "\n" in bare:
        bare = bare[bare.index("\n") : -3].strip()
    return bare


def _claim(each: _Fields) -> GivenClaim:
    certainty = each.maybe_text("certainty")
    return GivenClaim(
        line=each.whole("line"),
        actor=each.maybe_text("actor"),
        actor_name=each.maybe_text("actor_name"),
        role=each.one_of("role", Doing),
        stance=each.one_of("stance", Stance),
        certainty=each.one_of("certainty", Certainty) if certainty else None,
        source=each.maybe_text("source"),
        source_name=each.maybe_text("source_name"),
        source_kind=each.one_of("source_kind", SourceKind),
        source_role=each.one_of("source_role", SourceRole),
        cue=each.maybe_text("cue"),
        content=each.maybe_text("content"),
        attack=each.maybe_text("attack"),
        via=each.texts("via"),
        together=each.maybe_whole("together"),
    )


class _Fields:
    """An object of the answer; every question names the field where the answer is of the wrong kind."""

    def __init__(self, data: object, path: str) -> None:
        if not isinstance(data, dict):
            raise AnswerError(f"{path} is no object")
        self._data, self._path = data, path

    def _fail(self, name: str, wanted: str) -> AnswerError:
        return AnswerError(f"{self._path}: {name} is not {wanted}")

    def objects(self, name: str) -> list[_Fields]:
        rows = self._data.get(name)
        if not isinstance(rows, list) or len(rows) > MOST:
            raise self._fail(name, f"a list of at most {MOST}")
        return [_Fields(row, f"{name}[{number}]") for number, row in enumerate(rows)]

    def text(self, name: str) -> str:
        value = self._data.get(name)
        if not isinstance(value, str):
            raise self._fail(name, "a text")
        return value

    def maybe_text(self, name: str) -> str | None:
        """None also where it is left out or empty: models write both for 'there is none'."""
        value = self._data.get(name)
        if value is None or value == "":
            return None
        return self.text(name)

    def texts(self, name: str) -> tuple[str, ...]:
        rows = self._data.get(name)
        if rows is None:
            return ()
        if not isinstance(rows, list) or len(rows) > MOST or not all(isinstance(row, str) for row in rows):
            raise self._fail(name, "a list of texts")
        return tuple(rows)

    def whole(self, name: str) -> int:
        value = self._data.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._fail(name, "a whole number")
        return value

    def maybe_whole(self, name: str) -> int | None:
        return None if self._data.get(name) is None else self.whole(name)

    def one_of(self, name: str, words: type[E]) -> E:
        try:
            return words(self.text(name))
        except ValueError:
            raise self._fail(name, f"one of {', '.join(words)}") from None

"""What goes between two processes: values as JSON, and their bytes beside it as they are.

What comes is taken by the types that a function names, never by what it says of itself: a process that a page
has taken over can answer with nonsense, and gets no more from it than any other nonsense does.
"""

from __future__ import annotations

import datetime as dt
import json
import types
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import IO, Any, TypeAlias, Union, get_args, get_origin, get_type_hints

Json: TypeAlias = Any
"""What :mod:`json` reads and writes."""

_KIND = "is"
"""The key under which a record names its class, so that one of several can be told."""
_HEAD = 8
"""Bytes before a message that say how long its JSON is."""
_MOST_JSON = 1 << 30


class WireError(Exception):
    """What came is not what was agreed on."""


class TooLarge(WireError):
    """It is more than was agreed on."""


def write(stream: IO[bytes], *values: object) -> None:
    """Send values, a message each.

    Raises:
        OSError: the other side is gone.
        TypeError: as :func:`packed`.
    """
    for value in values:
        stream.writelines(packed(value))
    # Once for all: what waits at the other end is woken once.
    stream.flush()


def packed(value: object) -> list[bytes]:
    """A message with a value made of records, tuples, strings, numbers, dates, enumerations and bytes.

    Raises:
        TypeError: it holds something else.
    """
    blobs: list[bytes] = []
    plain = _plain(value, blobs)
    head = json.dumps([plain, [len(each) for each in blobs]], separators=(",", ":")).encode("ascii")
    return [len(head).to_bytes(_HEAD, "big"), head, *blobs]


def read(stream: IO[bytes], kind: Any, *, most: int) -> Any:
    """Take a value of a type, of at most so many bytes.

    Raises:
        EOFError: the other side is gone.
        WireError: it is no such value.
    """
    length = int.from_bytes(_exactly(stream, _HEAD), "big")
    if length > min(most, _MOST_JSON):
        raise TooLarge(f"a message of {length} bytes; at most {most}")
    try:
        plain, lengths = json.loads(_exactly(stream, length))
        sizes = [int(each) for each in lengths]
    except (ValueError, TypeError, RecursionError) as error:
        raise WireError(f"no message: {error}") from error
    if any(size < 0 for size in sizes):
        raise WireError("less than no bytes")
    if sum(sizes) > most:
        raise TooLarge(f"a message of {sum(sizes)} bytes; at most {most}")
    blobs = [_exactly(stream, size) for size in sizes]
    return taken(kind, plain, blobs)


def _exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError("the other side is gone")
    return data


def _plain(value: object, blobs: list[bytes]) -> Json:
    match value:
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case bytes():
            blobs.append(value)
            return len(blobs) - 1
        case dt.date() | dt.datetime():
            return value.isoformat()
        case tuple() | list():
            return [_plain(each, blobs) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        named = {name: _plain(getattr(value, name), blobs) for name in _hints(type(value))}
        return {_KIND: type(value).__name__, **named}
    raise TypeError(f"a {type(value).__name__} cannot be sent")


@lru_cache(maxsize=256)
def _hints(kind: type) -> dict[str, Any]:
    """The fields of a record and their types."""
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}


def taken(kind: Any, plain: Json, blobs: Sequence[bytes]) -> Any:
    """A value of a type from what came.

    Raises:
        WireError: it is none.
    """
    try:
        return _taken(kind, plain, blobs)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError) as error:
        raise WireError(f"no {kind}: {type(error).__name__}: {error}") from error


def _taken(kind: Any, plain: Json, blobs: Sequence[bytes]) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(kind), plain, blobs)
    if origin is tuple:
        return _several(get_args(kind), plain, blobs)
    if kind is type(None):
        return _is(plain, type(None))
    if kind in (bool, int, str):
        return _is(plain, kind)
    if kind is float:
        return float(_is(plain, (float, int)))
    if kind is bytes:
        return blobs[_index(plain)]
    if kind in (dt.date, dt.datetime):
        return kind.fromisoformat(_is(plain, str))
    if issubclass(kind, Enum):
        return kind(_is(plain, str))
    if plain[_KIND] != _name(kind):
        raise WireError(f"no {kind}: {plain[_KIND]!r:.80}")
    return kind(**{name: _taken(hint, plain[name], blobs) for name, hint in _hints(kind).items()})


def _one_of(kinds: Sequence[Any], plain: Json, blobs: Sequence[bytes]) -> Any:
    if plain is None and type(None) in kinds:
        return None
    others = [each for each in kinds if each is not type(None)]
    if isinstance(plain, dict):
        others = [each for each in others if is_dataclass(each) and _name(each) == plain[_KIND]]
    if len(others) != 1:
        raise WireError(f"none of {kinds}, or more than one")
    return _taken(others[0], plain, blobs)


def _name(kind: Any) -> str:
    return str(kind.__name__)


def _several(kinds: Sequence[Any], plain: Json, blobs: Sequence[bytes]) -> Any:
    _is(plain, list)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_taken(kinds[0], each, blobs) for each in plain)
    return tuple(_taken(kind, each, blobs) for kind, each in zip(kinds, plain, strict=True))


def _is(plain: Json, kind: Any) -> Any:
    if not isinstance(plain, kind) or (isinstance(plain, bool) and kind is not bool):
        raise WireError(f"{plain!r:.80} where {kind} was agreed on")
    return plain


def _index(plain: Json) -> int:
    found: int = _is(plain, int)
    if found < 0:
        raise WireError("a place before the first")
    return found

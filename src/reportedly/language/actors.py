"""Actors that news reports name often, by every spelling: ``actors.toml`` as an index of words.

The table resolves names; it never decides that somebody is a doer, and an actor outside it is
read as well as one inside.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

_WORD = re.compile(r"[\w’'.]+|[^\w\s]")
_LONGEST = 7
_SHORT_FORMS = frozenset({"IS", "LET", "ADF", "AUC", "MEK", "TAK", "RAF"})
"""Short names that are words or other things in lower case; matched in capitals only."""


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the table. ``id`` is ours: ``actor:…``, or ``country:…`` with an ISO 3166 code."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ActorHit:
    """``words[start:end]`` are a spelling of ``actor``; ``form`` is name, adjective or capital."""

    start: int
    end: int
    actor: Actor
    form: str


@cache
def _table() -> Mapping[tuple[str, ...], tuple[Actor, str]]:
    raw = tomllib.loads(files("reportedly.language").joinpath("actors.toml").read_text("utf-8"))
    index: dict[tuple[str, ...], tuple[Actor, str]] = {}
    for kind, actors in raw.items():
        for key, names in actors.items():
            prefix = "country" if kind == "state" else "actor"
            actor = Actor(f"{prefix}:{key}", names[0], kind)
            for name in names:
                index.setdefault(_key(name.lstrip("~@")), (actor, _FORMS.get(name[0], "name")))
    return MappingProxyType(index)


_FORMS = {"~": "adjective", "@": "capital"}


def _key(name: str) -> tuple[str, ...]:
    whole = name.replace("-", " ").replace(" 's", "'s").replace(" ’s", "’s")
    return tuple(_normal(word) for word in _WORD.findall(whole))


def _normal(word: str) -> str:
    return word.lower().replace("’", "'").replace("'", "").rstrip(".")


def find_actors(words: Sequence[str]) -> Iterator[ActorHit]:
    """The table's actors among ``words``, longest first from the left, never overlapping.

    A lost apostrophe is survived ('Syrias air force'); short names count in capitals only.
    """
    table = _table()
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    shouted = len(long) > 2 and all(word.isupper() for word in long)
    at = 0
    while at < len(words):
        hit = None if shouted and words[at] in _SHORT_FORMS else _longest(table, words, at)
        if hit:
            yield hit
            at = hit.end
        else:
            at += 1


def _longest(
    table: Mapping[tuple[str, ...], tuple[Actor, str]], words: Sequence[str], at: int
) -> ActorHit | None:
    if not words[at][:1].isalpha() or not _can_begin(words[at]):
        return None
    for end in range(min(len(words), at + _LONGEST), at, -1):
        key = _key(" ".join(words[at:end]))
        found = table.get(key) or (
            table.get((*key[:-1], key[-1][:-1])) if key and key[-1].endswith("s") else None
        )
        if found and _capitals_allow(words[at:end]):
            return ActorHit(at, end, *found)
    return None


@lru_cache(maxsize=50_000)
def _can_begin(word: str) -> bool:
    """Whether a spelling of the table can begin with the word: nine words in ten cannot."""
    first = _key(word)[:1]
    return bool(first) and bool({first[0], f"{first[0]}s", first[0][:-1]} & _beginnings())


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(key[0] for key in _table() if key)


def _capitals_allow(words: Sequence[str]) -> bool:
    if len(words) == 1 and (words[0].upper() in _SHORT_FORMS or words[0].lower() == "us"):
        return words[0].isupper() or words[0] == "LeT"
    return (
        any(any(map(str.isupper, word)) for word in words) or "-led" in words[0] or words[-1] == "coalition"
    )

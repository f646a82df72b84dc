"""Actors that news reports name often, by every spelling: ``actors.toml`` as an index of words.

The list resolves names; it never decides that somebody is a doer, and an actor outside it is
read as well as one inside. A team adds files of its own in ``REPORTEDLY_ACTORS``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from reportedly.language.actor_table import (
    Actor,
    Entry,
    Key,
    Rows,
    Spelling,
    file_text,
    key_of,
    pieces,
    read_entries,
)

__all__ = ["ENVIRONMENT", "Actor", "ActorHit", "ActorList", "actor_list", "find_actors", "load_actors"]

ENVIRONMENT = "REPORTEDLY_ACTORS"
"""Files that are read after the bundled list, separated as in PATH."""

_POSSESSIVES = frozenset({"'s", "’s"})
# 'Gama'a' comes as three words, 'Da'esh' as one.
_PARTED = re.compile(r"'(?=\w\b)")
_ARTICLES = frozenset({"the", "a", "an"})
_CACHED_WORDS = 1 << 13
_Found = tuple[Actor, Spelling]


@dataclass(frozen=True, slots=True)
class ActorHit:
    """``words[start:end]`` are a spelling of ``actor``; ``form`` is name, adjective or capital."""

    start: int
    end: int
    actor: Actor
    form: str


class ActorList:
    """Actors by id, and by their spellings in running words. It does not change."""

    __slots__ = ("_beginnings", "_can_begin", "_index", "_prefixes", "_shouted", "_whole", "actors")

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        """Index the spellings of entries."""
        self.actors: Mapping[str, Actor] = MappingProxyType({e.actor.id: e.actor for e in entries.values()})
        """By id."""
        self._index: dict[Key, _Found] = {}
        self._whole: dict[Key, _Found] = {}
        for _, actor, spellings, _ in entries.values():
            for each in spellings:
                index = self._whole if each.whole else self._index
                index.setdefault(each.key, (actor, each))
                if "'" in each.text:
                    index.setdefault(key_of(_PARTED.sub(" ", each.text)), (actor, each))
        # A spelling is walked word by word: what begins no spelling ends the walk.
        self._prefixes = {key[:n] for key in self._index for n in range(1, len(key))}
        self._beginnings = {key[0] for key in self._index}
        self._shouted = {spelling.text.upper() for _, spelling in self._index.values() if spelling.capitals}
        self._can_begin: dict[str, bool] = {}

    def find(self, words: Sequence[str]) -> Iterator[ActorHit]:
        """The actors among ``words``, longest first from the left, never overlapping.

        A lost apostrophe is survived ('Syrias air force'); short names count in capitals only.
        """
        at, loud = 0, None
        while at < len(words):
            hit = None
            if self._begins(words[at]):
                if words[at] in self._shouted:
                    loud = _shouted(words) if loud is None else loud
                hit = None if loud and words[at] in self._shouted else self._longest(words, at)
            if hit:
                yield hit
            at = hit.end if hit else at + 1

    def named(self, name: str) -> Actor | None:
        """The actor that a whole name spells, an article and the word 'group' beside it allowed.

        >>> [found.id for name in ("the Afghan Taliban", "Russian Defence Ministry", "an Iran-backed group")
        ...  if (found := actor_list().named(name))]
        ['actor:taliban', 'actor:ru-defence-ministry']
        """
        words = name.split()
        words = words[1:] if words and words[0].lower() in _ARTICLES else words
        for tried in (words, words[:-1] if words and words[-1].lower() == "group" else []):
            key = key_of(" ".join(tried))
            found = self._index.get(key) or self._whole.get(key)
            if found and _capitals_allow(found, tried):
                return found[0]
        return None

    def above(self, actor: str) -> tuple[Actor, ...]:
        """What an actor, by its id, is part of: the nearest first, up to its state or organisation."""
        found: list[Actor] = []
        here = self.actors.get(actor)
        while here and (up := here.wing_of or here.parent):
            here = self.actors[up]
            found.append(here)
        return tuple(found)

    def capital_of(self, actor: str) -> str | None:
        """The first spelling of the actor ``actor`` that is its seat ('Damascus' of ``country:SY``)."""
        spellings = (one for found, one in self._index.values() if found.id == actor)
        return next((one.text for one in spellings if one.form == "capital"), None)

    def _begins(self, word: str) -> bool:
        """Whether a spelling can begin with the word: nine words in ten cannot."""
        known = self._can_begin.get(word)
        if known is None:
            if len(self._can_begin) >= _CACHED_WORDS:
                self._can_begin.clear()
            first = pieces(word)[:1] if word[:1].isalnum() else ()
            known = bool(first) and any(
                each in self._beginnings for each in (first[0], f"{first[0]}s", first[0][:-1])
            )
            self._can_begin[word] = known
        return known

    def _longest(self, words: Sequence[str], at: int) -> ActorHit | None:
        key, end, best = pieces(words[at]), at + 1, None
        while True:
            found = self._index.get(key) or self._without_s(key, words[end - 1])
            if found and _capitals_allow(found, words[at:end]):
                best = ActorHit(at, end, found[0], found[1].form)
            longer = self._longer(words, key, end)
            if longer is None:
                return best
            key, end = longer

    def _without_s(self, key: Key, word: str) -> _Found | None:
        """For 'Syrias' and 'FARCs'; 'FBIS' is not the FBI."""
        found = self._index.get((*key[:-1], key[-1][:-1])) if key[-1].endswith("s") else None
        return None if found and word.endswith("S") and found[1].text.isupper() else found

    def _longer(self, words: Sequence[str], key: Key, end: int) -> tuple[Key, int] | None:
        """The key with the next word that counts, and where that ends; None where no spelling goes on."""
        if end < len(words) and words[end] in _POSSESSIVES:
            return (*key[:-1], f"{key[-1]}s"), end + 1
        if key not in self._prefixes:
            return None
        while end < len(words):
            end += 1
            if more := pieces(words[end - 1]):
                return (*key, *more), end
        return None


def load_actors(*paths: str | Path) -> ActorList:
    """The bundled list, extended by files of a team's own, TOML, CSV or XLSX, the later over the earlier.

    Raises:
        TableError: a file or an entry cannot be used: an unknown parent, one spelling of two actors, a
            circle; it names file, entry and fault.
    """
    bundled = files("reportedly.language").joinpath("actors.toml").read_text("utf-8")
    return ActorList(read_entries([("actors.toml", bundled), *map(_source, paths)]))


def _source(path: str | Path) -> tuple[str, str] | Rows:
    from reportedly.language.actor_rows import actor_rows, is_table

    return actor_rows(Path(path)) if is_table(Path(path)) else (str(path), file_text(path))


@cache
def actor_list() -> ActorList:
    """The list that reading goes by: the bundled one and the files named in ``REPORTEDLY_ACTORS``.

    Raises:
        TableError: as :func:`load_actors`.
    """
    return load_actors(*filter(None, os.environ.get(ENVIRONMENT, "").split(os.pathsep)))


def find_actors(words: Sequence[str]) -> Iterator[ActorHit]:
    """The actors of :func:`actor_list` among ``words``; see :meth:`ActorList.find`."""
    return actor_list().find(words)


def _shouted(words: Sequence[str]) -> bool:
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return len(long) > 2 and all(word.isupper() for word in long)


def _capitals_allow(found: _Found, words: Sequence[str]) -> bool:
    if len(words) == 1 and (found[1].capitals or words[0].lower() == "us"):
        return words[0].isupper() or words[0] == found[1].text
    return (
        any(any(map(str.isupper, word)) for word in words) or "-led" in words[0] or words[-1] == "coalition"
    )

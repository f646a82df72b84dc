"""Nouns by which reports name those who speak: what role they have, and whether they are left unnamed."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_KINDS = frozenset({"document", "anonymous"})


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    raw = tomllib.loads(files("reportedly.language").joinpath("speakers.toml").read_text("utf-8"))
    return MappingProxyType({name: frozenset(words.split()) for name, words in raw.items()})


@cache
def speaker_nouns() -> frozenset[str]:
    """Every noun of the lists, in lower case."""
    return frozenset().union(*_lists().values())


def anonymous_nouns() -> frozenset[str]:
    """Nouns that describe a speaker who may be left unnamed: 'source', 'official', 'residents'."""
    return _lists()["anonymous"]


def document_nouns() -> frozenset[str]:
    """Nouns of things that speak: 'statement', 'video', 'indictment'."""
    return _lists()["document"]


def roles_of(words: Collection[str]) -> tuple[str, ...]:
    """The roles whose nouns are among the lower-case ``words``, in the order in which they decide.

    >>> roles_of({"two", "iraqi", "security", "officials"})
    ('security', 'official')
    """
    return tuple(
        name for name, nouns in _lists().items() if name not in _KINDS and not nouns.isdisjoint(words)
    )

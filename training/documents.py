"""What the network learns from: texts of every set in one form, each saying which layers were labelled.

A layer that a set does not label is absent from ``spans``, and the network is neither rewarded nor punished
there. Offsets are code points, end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Blame:
    """One claim: an actor (or the content of a claim that names nobody), its speaker (None: the report)."""

    actor: Range
    speaker: Range | None
    stance: str
    certainty: str | None
    supporter: bool
    trigger: Range | None
    incident: int = 0
    """Number of its incident in the text."""
    together: str | None = None
    """Actors of one incident and speaker with the same id did it together."""


@dataclass(frozen=True, slots=True)
class Attack:
    """An incident's trigger and what it is; ``background`` is None where the set does not tell."""

    trigger: Range
    type: str
    attempt: bool
    background: bool | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content of one attribution; a role in several parts is its hull."""

    source: Range | None
    cue: Range
    content: Range | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What one span is: a ``task`` of ``layers.JUDGED``, the number of its class (or the value itself)."""

    span: Range
    task: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One labelled text."""

    id: str
    set: str
    text: str
    title: str | None = None
    """The headline, which the text begins with."""
    spans: Mapping[str, tuple[Range, ...]]
    blames: tuple[Blame, ...] | None = None
    """None where claims were not labelled; empty where there are none."""
    attacks: tuple[Attack, ...] = ()
    attributions: tuple[Attribution, ...] | None = None
    relays: tuple[tuple[Range, Range], ...] = ()
    """Speaker and its outlet, or an outlet and the next."""
    same: tuple[frozenset[Range], ...] = field(default=())
    """Mentions of one thing."""
    judged: tuple[Judged, ...] = ()
    lower: bool = False
    """Read in lower case: its sign for names is worth nothing (MUC-4 is all capitals)."""


def grouped(
    pairs: Iterable[tuple[str, Range | None]], layers: Iterable[str]
) -> Mapping[str, tuple[Range, ...]]:
    """Spans by layer, each once and in order; every one of ``layers`` is there, empty or not."""
    found: dict[str, set[Range]] = {layer: set() for layer in layers}
    for layer, span in pairs:
        if span is not None:
            found[layer].add(span)
    return MappingProxyType({layer: tuple(sorted(spans)) for layer, spans in found.items()})


def hull(ranges: Iterable[Iterable[int]]) -> Range | None:
    """From the first start to the last end; None of nothing.

    >>> hull([[3, 5], [9, 12]])
    (3, 12)
    """
    known = [tuple(each) for each in ranges]
    return (min(each[0] for each in known), max(each[1] for each in known)) if known else None


def every_tenth(documents: Iterable[Document], *, held_out: bool) -> Iterator[Document]:
    """A tenth of the documents, or the other nine, by a hash of the id that no run changes."""
    for document in documents:
        if (sha256(document.id.encode()).digest()[0] % 10 == 0) is held_out:
            yield document

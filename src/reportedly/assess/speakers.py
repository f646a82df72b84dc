"""How many speak, and over how many origins: copies add nothing to either."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

from reportedly.assess.actors import plain
from reportedly.records import Claim, Party, Source, SourceKind

_CAPITALISED = re.compile(r"\b[A-Z][^\W\d_]+(?:[-'’][^\W\d_]+)*")
_APPENDED = re.compile(r",| (?:of|to|for|from|at|in) ")
_TAKES_SIDES = frozenset({Party.ACCUSED, Party.VICTIM})


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker or group of speakers, however many reports and copies carry it."""

    key: Hashable
    label: str
    number: int
    partisan: bool
    named: bool = True
    """Not anonymous: a person, an organisation or a document."""
    own: bool = False
    """Of the side of the actor that the claims are about."""


@dataclass(frozen=True, slots=True)
class Side:
    """Those who take one stance towards one actor."""

    speakers: tuple[Speaker, ...] = ()
    roots: tuple[str, ...] = ()
    """The origins of the reports that carry the stance, by id."""
    voices: int = 0
    """Origins that say it in their own voice, outside headlines."""
    headlines: int = 0
    """Origins that say it in their own voice in a headline only."""

    def __bool__(self) -> bool:
        return bool(self.roots)

    @property
    def number(self) -> int:
        """How many people speak, at least; a report's own voice is nobody's."""
        return sum(speaker.number for speaker in self.speakers)

    @property
    def independent(self) -> int:
        """Origins with a speaker or a voice of their own: one minister quoted by ten papers is one."""
        return min(len(self.roots), len(self.speakers) + self.voices + self.headlines)


def side(
    claims: Iterable[Claim],
    sources: Mapping[str, Source],
    roots: Mapping[str, str],
    own: Callable[[Source], bool] = lambda _: False,
) -> Side:
    """Count the speakers and origins of claims.

    Args:
        claims: those of one stance, or of several, towards one actor.
        sources: by id.
        roots: the id of each report's origin, by the report's.
        own: whether a source is of the actor's own side.
    """
    given = sorted(claims, key=lambda claim: claim.id)
    speakers: dict[Hashable, Speaker] = {}
    voices, headlines = set[str](), set[str]()
    for claim in given:
        source, root = sources[claim.source], roots.get(claim.report, claim.report)
        if source.kind is SourceKind.REPORT:
            (headlines if claim.in_headline else voices).add(root)
        else:
            _count(speakers, _speaker(source, root, own(source)))
    return Side(
        speakers=tuple(sorted(speakers.values(), key=lambda s: (s.label, str(s.key)))),
        roots=tuple(sorted({roots.get(claim.report, claim.report) for claim in given})),
        voices=len(voices),
        headlines=len(headlines - voices),
    )


def _speaker(source: Source, root: str, own: bool) -> Speaker:
    return Speaker(
        key=speaker_key(source, root),
        label=source.label,
        number=source.number.min,
        partisan=own or source.party in _TAKES_SIDES,
        named=source.kind is not SourceKind.ANONYMOUS,
        own=own,
    )


def _count(speakers: dict[Hashable, Speaker], new: Speaker) -> None:
    old = speakers.get(new.key)
    if old is None:
        speakers[new.key] = new
        return
    speakers[new.key] = Speaker(
        key=new.key,
        label=min(old.label, new.label, key=lambda label: (-len(label), label)),
        number=max(old.number, new.number),
        partisan=old.partisan or new.partisan,
        named=old.named,
        own=old.own or new.own,
    )


def speaker_key(source: Source, root: str) -> Hashable:
    """What makes two sources of different reports one speaker.

    A named person or organisation is one wherever it is quoted. An unnamed one, or a document, is one
    only within one origin, under one description or, for a group of known size, in one role ('two U.S.
    officials', 'two American officials'). It is never matched across origins or with anybody named.
    """
    if source.kind is SourceKind.PERSON:
        return source.kind, _surname(source.label)
    if source.kind is SourceKind.ORGANISATION:
        return source.kind, plain(source.label)
    if source.kind is SourceKind.ANONYMOUS and 1 < source.number.min == source.number.max:
        return source.kind, root, source.role, source.number.min
    return source.kind, root, plain(source.label)


def _surname(label: str) -> str:
    names = _CAPITALISED.findall(_APPENDED.split(label)[0]) or _CAPITALISED.findall(label)
    return names[-1].casefold() if names else plain(label)

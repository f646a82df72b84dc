"""What the terminal page says, counted and worded but not yet laid out: small frozen rows of safe strings."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.records import Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One (actor, stance, speaker) of the page, over all the reports that print it."""

    stance: str
    speaker: str
    chains: tuple[str, ...]
    notes: tuple[str, ...]
    claim: str
    reports: int
    kind: Stance
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorCard:
    """One actor and everything that is said of its part."""

    name: str
    lines: tuple[Line, ...]
    speakers: int
    roots: int
    grade: str | None = None
    reasons: tuple[str, ...] = ()
    part_of: str | None = None
    """'part of …', by the actor list."""
    suggested: tuple[str, ...] = ()
    """The grades of others that are suggested, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """One further value of an incident and who gives it."""

    role: str
    value: str
    speakers: tuple[str, ...]
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentCard:
    """One incident as the page shows it."""

    id: str
    title: str
    facts: tuple[str, ...]
    actors: tuple[ActorCard, ...]
    values: tuple[ValueRow, ...]
    count: str
    """'Independent reporting: 1 (Reuters). Speakers: 5, all unnamed.'"""
    flatter: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One incident in one line."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole page, main incident first."""

    incidents: tuple[IncidentCard, ...]
    others: tuple[Brief, ...]
    """Further attacks, then those told in passing."""
    more: int
    """Attacks that are only counted."""
    quiet: tuple[str, ...]
    lineage: tuple[str, ...]
    skipped: tuple[str, ...]
    reports: int

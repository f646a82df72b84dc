"""Which of two related reports was taken from the other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from reportedly.records import Report

if TYPE_CHECKING:
    from reportedly.lineage.cards import Card

_TRIMMED_WORDS = 5

Age = tuple[bool, dt.date, str, int, str]


def age(report: Report) -> Age:
    """Sorts the likely original first: dated before undated, older, timed, longer, then by id."""
    return age_of(report.published, report.published_at, len(report.text), report.id)


def age_of(published: dt.date | None, at: dt.datetime | None, length: int, report: str) -> Age:
    """The same from its parts."""
    # Compared as text in UTC: a page without a zone cannot be compared with one that has it otherwise.
    time = at.astimezone(dt.UTC).isoformat() if at and at.tzinfo else "~"
    return published is None, published or dt.date.max, time, -length, report


def directed(a: Card, b: Card) -> tuple[Card, Card, str]:
    """The derived report, the original and why: an explicit credit, then time, then length.

    A credit comes first because the dates of pages are often those of their last update.
    """
    for derived, original in ((a, b), (b, a)):
        if derived.names(original.outlet) and not original.names(derived.outlet):
            return derived, original, f"it names {original.outlet}"
    older, newer = sorted((a, b), key=lambda each: each.age)
    if reason := _later(older, newer):
        return newer, older, reason
    shorter, longer = sorted((newer, older), key=lambda each: each.words)
    if longer.words - shorter.words >= _TRIMMED_WORDS:
        return shorter, longer, "it is the shorter"
    return newer, older, "which of the two came first is unknown"


def _later(older: Card, newer: Card) -> str | None:
    if older.published is None or newer.published is None:
        return None
    if days := (newer.published - older.published).days:
        return f"it appeared {days} {'day' if days == 1 else 'days'} later"
    a, b = older.at, newer.at
    # Midnight to the second is a date in disguise, not a time.
    if a and b and a.tzinfo and b.tzinfo and a < b and a.time() != dt.time() != b.time():
        return "it appeared later on the same day"
    return None

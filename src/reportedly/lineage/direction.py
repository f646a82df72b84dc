"""Which of two related reports was taken from the other."""

from __future__ import annotations

import datetime as dt

from reportedly.lineage.fingerprints import Fingerprint
from reportedly.lineage.outlets import origin_credits, outlet_key
from reportedly.records import Report

_TRIMMED_WORDS = 5


def age(report: Report) -> tuple[bool, dt.date, str, int, str]:
    """Sorts the likely original first: dated before undated, older, timed, longer, then by id."""
    at = report.published_at
    # Compared as text in UTC: a page without a zone cannot be compared with one that has it otherwise.
    time = at.astimezone(dt.UTC).isoformat() if at and at.tzinfo else "~"
    return report.published is None, report.published or dt.date.max, time, -len(report.text), report.id


def directed(a: Fingerprint, b: Fingerprint) -> tuple[Fingerprint, Fingerprint, str]:
    """The derived report, the original and why: an explicit credit, then time, then length.

    A credit comes first because the dates of pages are often those of their last update.
    """
    for derived, original in ((a, b), (b, a)):
        if _credits(derived.report, original.report) and not _credits(original.report, derived.report):
            return derived, original, f"it names {original.report.outlet}"
    older, newer = sorted((a, b), key=lambda each: age(each.report))
    if reason := _later(older.report, newer.report):
        return newer, older, reason
    shorter, longer = sorted((newer, older), key=lambda each: each.words)
    if longer.words - shorter.words >= _TRIMMED_WORDS:
        return shorter, longer, "it is the shorter"
    return newer, older, "which of the two came first is unknown"


def _credits(report: Report, other: Report) -> bool:
    if not other.outlet:
        return False
    return outlet_key(other.outlet) in {outlet_key(credit.name) for credit in origin_credits(report)}


def _later(older: Report, newer: Report) -> str | None:
    if older.published is None or newer.published is None:
        return None
    if days := (newer.published - older.published).days:
        return f"it appeared {days} {'day' if days == 1 else 'days'} later"
    a, b = older.published_at, newer.published_at
    # Midnight to the second is a date in disguise, not a time.
    if a and b and a.tzinfo and b.tzinfo and a < b and a.time() != dt.time() != b.time():
        return "it appeared later on the same day"
    return None

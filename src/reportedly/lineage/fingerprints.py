"""What of a report's text is compared: its runs of five words, its names and its numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportedly.lineage.runs import run_numbers
from reportedly.records import Report

OPENING = 120
"""Words of a text that tell what is new."""
_STANDING_FORTNIGHTS = 3
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Bounded and within one paragraph, so that a stray quote mark cannot swallow the text.
_QUOTE = re.compile(r"[“\"„«][^“”\"„«»\n]{1,600}[”\"»“]")
_NAME = re.compile(r"(?:(?<=[^\W_]\s)|(?<=[^\W_][,;:]\s))[A-Z][^\W\d_]{2,}|\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The comparable parts of one report."""

    report: Report
    words: int
    runs: frozenset[int]
    prose: frozenset[int]
    """Runs outside direct quotes: independent reporters share what a minister said, not how it is told."""
    opening: frozenset[int]
    """Those of the first :data:`OPENING` words: what is new stands there, background behind it."""
    facts: frozenset[str]
    """Names (capitals within a sentence) and numbers."""


def fingerprints(reports: Sequence[Report]) -> list[Fingerprint]:
    """Fingerprint every report, leaving out the text that stands in page after page.

    A run seen in three different fortnights is background ('a war that began in 2011') or furniture:
    in FA-KES such text alone made unrelated pages of one outlet share .58 of their runs.
    """
    raw = [_fingerprint(report) for report in reports]
    standing = _standing_runs(raw)
    if not standing:
        return raw
    return [
        replace(f, runs=f.runs - standing, prose=f.prose - standing, opening=f.opening - standing)
        for f in raw
    ]


def _fingerprint(report: Report) -> Fingerprint:
    body = report.text[report.headline_end :]
    words = _WORD.findall(body.casefold())
    prose = [_WORD.findall(part) for part in _QUOTE.split(body.casefold())]
    return Fingerprint(
        report=report,
        words=len(words),
        runs=_runs(words),
        prose=_all_runs(prose),
        opening=_all_runs(_first(prose, OPENING)),
        facts=frozenset(fact.casefold().rstrip(".,") for fact in _NAME.findall(body)),
    )


def _first(parts: Sequence[Sequence[str]], words: int) -> Iterator[Sequence[str]]:
    for part in parts:
        yield part[:words]
        words -= len(part)
        if words <= 0:
            return


def _all_runs(parts: Iterable[Sequence[str]]) -> frozenset[int]:
    return frozenset(run for part in parts for run in _runs(part))


def _runs(words: Sequence[str]) -> frozenset[int]:
    return frozenset(run_numbers(words).tolist())


def _standing_runs(prints: Sequence[Fingerprint]) -> frozenset[int]:
    fortnights: dict[int, set[int]] = defaultdict(set)
    for each in prints:
        if each.report.published:
            fortnight = each.report.published.toordinal() // 14
            for run in each.runs:
                fortnights[run].add(fortnight)
    return frozenset(run for run, seen in fortnights.items() if len(seen) >= _STANDING_FORTNIGHTS)

"""What of a report's text is compared: its runs of five words, its names and its numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reportedly.language.rarity import WORD
from reportedly.lineage.runs import Numbers, run_numbers
from reportedly.records import Report

_STANDING_FORTNIGHTS = 3
# Bounded and within one paragraph, so that a stray quote mark cannot swallow the text.
QUOTE = re.compile(r"[“\"„«][^“”\"„«»\n]{1,600}[”\"»“]")
_NAME = re.compile(r"(?:(?<=[^\W_]\s)|(?<=[^\W_][,;:]\s))[A-Z][^\W\d_]{2,}|\d[\d.,]*")


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """The comparable parts of one report."""

    report: Report
    words: int
    runs: Numbers
    """Their numbers [n], each once and in order, as those of the next: arrays take a tenth of a set."""
    prose: Numbers
    """Runs outside direct quotes: independent reporters share what a minister said, not how it is told."""
    facts: frozenset[str]
    """Names (capitals within a sentence) and numbers."""


def fingerprints(reports: Sequence[Report]) -> list[Fingerprint]:
    """Fingerprint every report, leaving out the text that stands in page after page.

    A run seen in three different fortnights is background ('a war that began in 2011') or furniture:
    in FA-KES such text alone made unrelated pages of one outlet share .58 of their runs.
    """
    raw = [_fingerprint(report) for report in reports]
    standing = _standing_runs(raw)
    return [_without(each, standing) for each in raw] if len(standing) else raw


def _without(each: Fingerprint, standing: Numbers) -> Fingerprint:
    runs, prose = (np.setdiff1d(part, standing, assume_unique=True) for part in (each.runs, each.prose))
    return replace(each, runs=runs, prose=prose)


def _fingerprint(report: Report) -> Fingerprint:
    body = report.text[report.headline_end :]
    words = WORD.findall(body.casefold())
    prose = [WORD.findall(part) for part in QUOTE.split(body.casefold())]
    return Fingerprint(
        report=report,
        words=len(words),
        runs=_all_runs([words]),
        prose=_all_runs(prose),
        facts=frozenset(fact.casefold().rstrip(".,") for fact in _NAME.findall(body)),
    )


def _all_runs(parts: Iterable[Sequence[str]]) -> Numbers:
    return np.unique(np.concatenate([run_numbers(()), *map(run_numbers, parts)]))


def _standing_runs(prints: Sequence[Fingerprint]) -> Numbers:
    fortnights: dict[int, list[Numbers]] = defaultdict(list)
    for each in prints:
        if each.report.published:
            fortnights[each.report.published.toordinal() // 14].append(each.runs)
    # Each fortnight's runs once, and then those that stand in so many fortnights.
    once = [np.unique(np.concatenate(held)) for held in fortnights.values()]
    if len(once) < _STANDING_FORTNIGHTS:
        return run_numbers(())
    runs, seen = np.unique(np.concatenate(once), return_counts=True)
    standing: Numbers = runs[seen >= _STANDING_FORTNIGHTS]
    return standing

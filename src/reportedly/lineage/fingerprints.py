"""What of a report's text is compared: its runs of five words, its names and its numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reportedly.lineage.index import UNDATED, RunIndex
from reportedly.lineage.passages import WORD
from reportedly.lineage.runs import Keys, Numbers, keys_of, run_numbers, sampled, word_number
from reportedly.records import Report

# Bounded and within one paragraph, so that a stray quote mark cannot swallow the text.
QUOTE = re.compile(r"[“\"„«][^“”\"„«»\n]{1,600}[”\"»“]")
_NAME = re.compile(r"(?:(?<=[^\W_]\s)|(?<=[^\W_][,;:]\s))[A-Z][^\W\d_]{2,}|\d[\d.,]*")


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """The comparable parts of one report."""

    report: Report
    words: int
    order: Numbers
    """The number of each run as the text has them; standing text too."""
    runs: Numbers
    """Their numbers [n], each once and in order, as those of the next: arrays take a tenth of a set."""
    prose: Numbers
    """Runs outside direct quotes: independent reporters share what a minister said, not how it is told."""
    facts: Keys
    """Names (capitals within a sentence) and numbers."""

    @property
    def amount(self) -> int:
        """How many different runs."""
        return len(self.runs)

    @property
    def sample(self) -> Numbers:
        """The runs that an index holds of it, without those that were left out."""
        return np.intersect1d(sampled(np.unique(self.order)), self.runs, assume_unique=True)

    def without(self, standing: Keys) -> Fingerprint:
        """The same with standing text left out.

        Of a run that is no sample the one that stands nearest to it tells, so that what is standing is known
        from the samples alone: on FA-KES the verdicts are those of all runs counted.
        """
        is_sample = np.isin(self.order, self.sample)
        places = np.flatnonzero(is_sample)
        gone = np.isin((self.order[places] >> np.uint64(32)).astype(np.uint32), standing)
        if not gone.any():
            return self
        left_out = self.order[gone[_nearest(places, len(self.order))]]
        runs, prose = (np.setdiff1d(part, left_out, assume_unique=False) for part in (self.runs, self.prose))
        return replace(self, runs=runs, prose=prose)


def fingerprint(report: Report) -> Fingerprint:
    """What is compared of a report, nothing left out."""
    body = report.text[report.headline_end :]
    words = WORD.findall(body.casefold())
    prose = [WORD.findall(part) for part in QUOTE.split(body.casefold())]
    facts = {fact.casefold().rstrip(".,") for fact in _NAME.findall(body)}
    order = run_numbers(words)
    return Fingerprint(
        report=report,
        words=len(words),
        order=order,
        runs=np.unique(order),
        prose=_all_runs(prose),
        facts=keys_of(np.fromiter(map(word_number, facts), dtype=np.uint64, count=len(facts))),
    )


def fingerprints(reports: Sequence[Report]) -> list[Fingerprint]:
    """Fingerprint every report, leaving out the text that stands in page after page of them."""
    whole = [fingerprint(report) for report in reports]
    index = RunIndex()
    for number, each in enumerate(whole):
        index.add(number, each.sample)
    days = np.array([fortnight(report.published) for report in reports], dtype=np.int32)
    standing = index.shared().standing(days)
    return [each.without(standing) for each in whole] if len(standing) else whole


def fortnight(day: dt.date | None) -> int:
    """Which fortnight a day is in, counted from the year 1; :data:`UNDATED` for an unknown day."""
    return day.toordinal() // 14 if day else UNDATED


def _nearest(places: np.ndarray[tuple[int], np.dtype[np.intp]], count: int) -> Sequence[int]:
    """Of each of so many positions which of the places (in order) is the nearest."""
    at = np.arange(count)
    after = np.minimum(np.searchsorted(places, at), len(places) - 1)
    before = np.maximum(after - 1, 0)
    nearer = np.where(at - places[before] <= np.abs(places[after] - at), before, after)
    found: Sequence[int] = nearer
    return found


def _all_runs(parts: Iterable[Sequence[str]]) -> Numbers:
    return np.unique(np.concatenate([run_numbers(()), *map(run_numbers, parts)]))

"""The gate: is there an attack and somebody said to have done it in a report at all?

Asked before a report is annotated, where it is asked for, so that an archive of mixed news costs little. It
looks for the passage that speaks most for an attack. What it keeps from the reader is a
:class:`~reportedly.records.Reading` without claims and with a row of the stage ``gate``: stored, never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from operator import add, sub
from typing import TypeVar

from reportedly.gate.weights import Weights, shipped
from reportedly.gate.words import numbers, words_of
from reportedly.records import Reading, Reason, Report, Skipped, Stage

__all__ = ["Gate", "open_gate", "sifted"]

T = TypeVar("T")

SHORT = 100
"""Characters up to which a text is too little to judge, and is let through: reading it costs little too."""
FOREIGN = 0.03
"""Share of the commonest English words below which a text is in another language, or a table."""

_COMMON = frozenset(b"the of and to in that with from by said were has been was is it its on".split())


class Gate:
    """Judges reports one at a time; the same answer for the same text, in time linear in its length."""

    def __init__(self, weights: Weights) -> None:
        """Take what was learnt."""
        self.name = weights.name
        self._weights = weights

    def margin(self, text: str) -> float:
        """By how much (in log odds) the passage that speaks most for an attack is over the limit."""
        return self._over(words_of(text)) * self._weights.unit

    def __call__(self, report: Report) -> Report | Reading:
        """The report, if it may tell of an attack; else a reading that has a row and no claims."""
        if len(report.text) <= SHORT:
            return report
        words = words_of(report.text)
        if sum(map(_COMMON.__contains__, words)) < FOREIGN * max(len(words), 1):
            return self._kept(report, Reason.OTHER_LANGUAGE, "hardly a word of English")
        over = self._over(words)
        if over >= 0:
            return report
        return self._kept(report, Reason.NO_ATTACK, f"{over * self._weights.unit:.2f}, where 0 passes")

    def _kept(self, report: Report, reason: Reason, why: str) -> Reading:
        detail = f"{self.name}: {why}"
        row = Skipped(origin=report.origin, stage=Stage.GATE, reason=reason, detail=detail)
        return Reading(report=report, skipped=(row,))

    def _over(self, words: list[bytes]) -> int:
        """The greatest sum of weights of so many words that follow each other, less the limit."""
        weight, window = self._weights.values, self._weights.window
        alone, pairs = numbers(words)
        told = [weight[each] for each in alone]
        with_next = [weight[each] for each in pairs]
        if len(words) <= window:
            return sum(told) + sum(with_next) - self._weights.least
        sums = list(accumulate(map(add, told, [*with_next, 0]), initial=0))
        most: int = max(map(sub, sums[window:], sums))
        return most - self._weights.least


@cache
def open_gate() -> Gate:
    """The gate with the weights that come with the package, loaded once a process.

    Raises:
        ModelError: the installation is damaged.
    """
    return Gate(shipped())


def sifted(items: Iterable[Report | T], gate: Gate | None = None) -> Iterator[Report | Reading | T]:
    """Each report, or the reading that it is by the gate; what is no report passes through, all in order.

    Without a gate it is the shipped one.
    """
    judge = gate or open_gate()
    for item in items:
        yield judge(item) if isinstance(item, Report) else item

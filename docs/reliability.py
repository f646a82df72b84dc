"""The table of docs/reliability.md, from docs/reliability.jsonl, which tests write by ``tests/tiers.py``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEAD = ("What was tried", "Times", "Failed", "At most (95 %)", "Worst", "When", "By")
CERTAIN = 3.0
"""None failed in N tries: with 95 % certainty no more than 3/N fail (the rule of three, Hanley 1983)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the file: what a test found at its last run."""

    figure: str
    tried: int
    failed: int
    worst: str
    note: str
    tier: str
    date: str
    commit: str
    machine: str
    test: str

    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        bound = f"{CERTAIN / self.tried:.2%}" if self.tried and not self.failed else ""
        what = f"{self.figure}: {self.note}" if self.note else self.figure
        when = f"{self.date}, {self.commit}"
        return what, f"{self.tried:,}", f"{self.failed:,}", bound, self.worst, when, f"`{self.test}`"


def read_figures(path: Path) -> list[Figure]:
    """The figures of a file, by test and then as they were written.

    Of several runs the one that tried most counts, and of equals the latest: a run at a commit does not put
    the figures of a release out of sight.
    """
    found: dict[str, Figure] = {}
    for line in path.read_text("utf-8").splitlines():
        each = Figure(**json.loads(line))
        if each.figure not in found or each.tried >= found[each.figure].tried:
            found[each.figure] = each
    return sorted(found.values(), key=lambda each: each.test)


def tried_rows(figures: list[Figure]) -> Iterator[tuple[str, ...]]:
    """The rows of the table."""
    return (each.cells() for each in figures)


def machines(figures: list[Figure]) -> str:
    """The classes of machines, in words."""
    return "; ".join(sorted({each.machine for each in figures}))

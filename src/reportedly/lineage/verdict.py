"""Copy, rewrite or neither: two logistic regressions over the measures of a pair.

Their weights lie in ``verdict.toml`` and were fitted to pairs coded by reading (``training/lineage.py``,
``benchmarks/labels/lineage.csv``); how often they are right on others is in the results.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from reportedly.lineage.fingerprints import Fingerprint
from reportedly.lineage.likeness import Likeness
from reportedly.records import DerivationRelation

WEIGHTS = "verdict.toml"
_LEAST_TURNS = 0.02
"""Least share of common three-word runs outside quotes: a minister's words that two pages print in full are
no shared reporting."""


_DEAREST = ("kept", "lead", "retold", "passages")
"""What costs the most is asked last, and only where it can turn the verdict: all four are 0 to 1."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two texts depend on each other."""

    relation: DerivationRelation
    shared: float
    """Share of the shorter's five-word runs that stand in the longer; of a rewrite, those outside quotes."""
    why: str
    """What shows it, in words."""
    chance: float
    """How likely it is that one depends on the other, 0 to 1, by the first regression."""


def verdict(one: Fingerprint, other: Fingerprint) -> Verdict | None:
    """The verdict on a pair; None where neither text shows that it depends on the other."""
    table = _table()
    found = Likeness(one, other)
    if found.turns < _LEAST_TURNS or not _holds(found, table["depends"], table["least"]):
        return None
    chance = _chance(found, table["depends"])
    if _holds(found, table["copied"], 1 / 2):
        why = f"{found.runs**2:.0%} of the shorter text stands in the other"
        return Verdict(DerivationRelation.COPY, found.runs**2, why, chance)
    why = f"{found.words:.0%} of the shorter's rare words stand in the other"
    why = f"{why}, and {found.retold:.0%} of sentences in like words"
    return Verdict(DerivationRelation.REWRITE, found.told, why, chance)


def _chance(measures: Likeness, weights: dict[str, float]) -> float:
    odds = weights["constant"] + sum(
        weight * float(getattr(measures, name)) for name, weight in weights.items() if name != "constant"
    )
    return 1 / (1 + math.exp(-odds))


def _holds(measures: Likeness, weights: dict[str, float], least: float) -> bool:
    """Whether the regression gives at least that probability."""
    dear = [name for name in _DEAREST if name in weights]
    odds = weights["constant"] + sum(
        weight * float(getattr(measures, name))
        for name, weight in weights.items()
        if name != "constant" and name not in dear
    )
    wanted = math.log(least / (1 - least))
    while dear:
        left = [weights[name] for name in dear]
        if odds + sum(min(0.0, weight) for weight in left) >= wanted:
            return True
        if odds + sum(max(0.0, weight) for weight in left) < wanted:
            return False
        name = dear.pop(0)
        odds += weights[name] * float(getattr(measures, name))
    return odds >= wanted


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("reportedly.lineage").joinpath(WEIGHTS).read_text("utf-8"))

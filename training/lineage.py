"""Fit the verdict on pairs of texts: `python -m training.lineage` writes ``lineage/verdict.toml``.

Two logistic regressions (Newton's method, a normal prior on weights of standardised measures): does one of
two texts depend on the other, and if so, is it a copy. The pairs are the fitting half of
``benchmarks/labels/lineage.csv``; of those that their reader was unsure of half a pair is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.adapters import compared
from benchmarks.lineage import COPY, NONE, archive, labelled

DEPENDS = ("runs", "turns", "lead", "words", "retold", "own", "days", "longer")
COPIED = ("passages", "turns", "kept", "runs", "told", "lead", "longer")
LEAST = 0.2
"""The greatest probability, in steps of .05, from which on two texts are held for dependent at which .95 of
those that the regression holds for independent are so on the fitting half (.92 at .3). What is joined wrongly
makes two origins one, what is parted wrongly makes one origin two: the second is the worse, as independence
is what is counted.
"""
PRIOR = 0.3
"""Variance of a weight."""
OUT = Path(__file__).resolve().parent.parent / "src/reportedly/lineage/verdict.toml"

Vector = NDArray[np.float64]


def main() -> int:
    """Measure, fit, write."""
    ours = compared(archive())
    pairs = [pair for pair in labelled() if pair.half == "fit"]
    pairs = [pair for pair in pairs if ours.reports[pair.one] != ours.reports[pair.other]]
    measured = [ours.likeness(ours.reports[pair.one], ours.reports[pair.other]) for pair in pairs]
    counts = np.array([0.5 if pair.unsure else 1.0 for pair in pairs])
    depends = np.array([float(pair.relation != NONE) for pair in pairs])
    copied = np.array([float(pair.relation == COPY) for pair in pairs])
    related = depends > 0
    first = fitted(columns(measured, DEPENDS), depends, counts)
    second = fitted(columns(measured, COPIED)[related], copied[related], counts[related])
    OUT.write_text(
        "# Written by training/lineage.py: log odds of a pair by its measures (lineage/likeness.py).\n"
        f"least = {LEAST}\n\n{section('depends', DEPENDS, first)}\n{section('copied', COPIED, second)}",
        "utf-8",
    )
    return 0


def columns(measured: Sequence[object], names: Sequence[str]) -> Vector:
    """The measures as a matrix [pairs, names]."""
    return np.array([[float(getattr(each, name)) for name in names] for each in measured])


def fitted(x: Vector, y: Vector, counts: Vector, *, prior: float = PRIOR) -> Vector:
    """A constant and a weight for each column, of the columns as they come."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread == 0] = 1.0
    inside = np.column_stack([np.ones(len(x)), (x - mean) / spread])
    penalty = np.diag([0.0, *[1 / prior] * x.shape[1]])
    weights = np.zeros(inside.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(inside @ weights, -50, 50)))
        gradient = inside.T @ (counts * (y - chance)) - penalty @ weights
        curvature = (inside * (counts * chance * (1 - chance))[:, None]).T @ inside + penalty
        step = np.linalg.solve(curvature + 1e-9 * np.eye(len(weights)), gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    plain = weights[1:] / spread
    result: Vector = np.array([weights[0] - plain @ mean, *plain])
    return result


def section(name: str, names: Sequence[str], weights: Vector) -> str:
    """One regression as TOML.

    >>> print(section("depends", ("runs",), np.array([-1.0, 2.0])))
    [depends]
    constant = -1.0
    runs = 2.0
    <BLANKLINE>
    """
    told = zip(("constant", *names), weights, strict=True)
    return f"[{name}]\n" + "".join(f"{each} = {round(float(weight), 4)}\n" for each, weight in told)


if __name__ == "__main__":
    raise SystemExit(main())

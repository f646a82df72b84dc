"""Which entities of MUC-4's roles count: `python -m training.roles` prints what benchmarks/muc.py has.

A logistic regression over the entities that the shipped model finds in DEV: how sure the network is of the
mentions on average, plus the logarithm of their number, and a constant a role. The limit (`AT_LEAST`) was
then chosen on TST1 and TST2.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.adapters import Filler, role_fillers
from benchmarks.data import Case, lines
from benchmarks.muc import ROLES, keys, name_of, things
from corpus.pairing import paired

STEPS = 40
"""Of Newton's method; far more than it needs."""


def main() -> int:
    """Read DEV, fit, print."""
    cases = [case for case in lines("data/muc4.jsonl.gz") if case["split"] == "dev1300"]
    x, y = observed(cases, role_fillers([case["text"] for case in cases]))
    worth, *kept = fitted(x, y).tolist()
    told = {role: round(value, 2) for role, value in zip(ROLES, kept, strict=True)}
    sys.stdout.write(f"KEPT = {told}\nWORTH = {worth:.2f}\n")
    return 0


def observed(
    cases: Sequence[Case], fillers: Sequence[Sequence[Filler]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of each entity that was found what is known of it, and whether the keys hold it."""
    rows, right = [], []
    for case, found in zip(cases, fillers, strict=True):
        gold = keys(case)
        for role in ROLES:
            groups = things(found, role)
            held = paired(gold[role], groups, lambda strings, group: name_of(group) in strings)
            for group in groups:
                sure = sum(each.held for each in group) / len(group) + math.log(len(group))
                rows.append([sure, *(float(role == each) for each in ROLES)])
                right.append(float(any(group is other for _, other in held)))
    return np.array(rows), np.array(right)


def fitted(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights of a logistic regression with a prior that keeps them finite (Newton's method)."""
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (y - chance) - weights
        curvature = (x * (chance * (1 - chance))[:, None]).T @ x + np.eye(x.shape[1])
        weights = weights + np.linalg.solve(curvature, gradient)
    return weights


if __name__ == "__main__":
    raise SystemExit(main())

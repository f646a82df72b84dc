"""Settings are searched and fitted as they should be; the network itself is not needed for that."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest

from reportedly.annotate.heads.settings import Settings
from training.fitting import GRID, climbed, fitted

START = Settings(at_least=0.5)


def test_the_best_settings_of_a_hill_are_found() -> None:
    tried: list[Settings] = []

    def worth(settings: Settings) -> float:
        tried.append(settings)
        return -abs(settings.hinted - 2.0) - abs(settings.unhinted - 1.0) - abs(settings.at_least - 0.45)

    best = climbed(START, worth)
    assert (best.hinted, best.unhinted, best.at_least) == (2.0, 1.0, 0.45)
    assert len(tried) == len(set(tried)) <= 2 * sum(map(len, GRID.values()))


def test_overconfident_claims_are_told_lower() -> None:
    """Of claims stated at .9 six in ten are right, of those at .6 five in ten: the fitted ones say so."""
    draw = random.Random(5)  # noqa: S311
    seen = [(0.9, False, draw.random() < 0.6) for _ in range(4000)] + [
        (0.6, False, draw.random() < 0.5) for _ in range(4000)
    ]
    made = fitted(START, seen)
    assert made.confidence(0.9) == pytest.approx(0.6, abs=0.03)
    assert made.confidence(0.6) == pytest.approx(0.5, abs=0.03)
    assert fitted(START, []) == START
    assert replace(made, slope=1.0, offset=0.0) == START


def test_what_a_hint_is_worth_is_fitted_apart() -> None:
    draw = random.Random(7)  # noqa: S311
    seen = [(0.8, agreed, draw.random() < (0.9 if agreed else 0.4)) for agreed in (True, False) * 3000]
    made = fitted(START, seen)
    assert made.confidence(0.8) == pytest.approx(0.4, abs=0.03)
    assert made.confidence(0.8, agreed=True) == pytest.approx(0.9, abs=0.03)


def test_claims_that_are_all_right_give_finite_figures() -> None:
    made = fitted(START, [(0.9, False, True)] * 50)
    assert math.isfinite(made.slope)
    assert math.isfinite(made.offset)
    assert made.confidence(0.9) > 0.9


def test_extreme_odds_do_not_throw_the_fit() -> None:
    """A whole step of Newton's from odds of a million to one ends nowhere."""
    draw = random.Random(6)  # noqa: S311
    seen = [(1 - 1e-6, False, draw.random() < 0.7) for _ in range(300)] + [
        (0.5, False, draw.random() < 0.4) for _ in range(150)
    ]
    made = fitted(START, seen)
    assert made.confidence(1 - 1e-6) == pytest.approx(0.7, abs=0.05)
    assert made.confidence(0.5) == pytest.approx(0.4, abs=0.06)

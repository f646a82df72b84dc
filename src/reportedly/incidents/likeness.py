"""How likely it is that two incidents of different reports are one attack: a logistic regression.

Its weights lie in ``likeness.toml`` and were fitted to pairs of reports about one attack and about different
ones (``training/incidents.py``); how often it is right on others is in the results.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from reportedly.incidents.compare import Fit, common_words, dates_fit, days_apart, places, types_fit
from reportedly.incidents.traits import Traits

WEIGHTS = "likeness.toml"
_LEAST_TEXT = 0.02
_MOST_WORDS = 3
_LATE_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two incidents have in common, and what speaks against their being one; 0 or 1 but for two."""

    text: float
    """Natural logarithm of the cosine of their telling words, from .02 on; 0 at a cosine of .12."""
    words: float
    """How many telling words of one's target stand in the other's target or place, three at most."""
    other_target: float
    """Both have targets, and no telling word of these in common."""
    same_day: float
    near_day: float
    """No date in one of them, and the reports are news of one week."""
    other_day: float
    same_place: float
    near_place: float
    other_place: float
    other_type: float
    actors: float
    tolls: float
    copied: float
    """A long passage of one's claims stands in the other's, word for word."""
    background: float
    """One tells it in passing."""
    late: float
    """Published more than a fortnight apart, and no common day is told."""


def likeness(a: Traits, b: Traits) -> Likeness:
    """Measure a pair; which is given first makes no difference."""
    day, place = dates_fit(a, b), places(a.place, b.place)
    cosine, words = _cosine(a.telling, b.telling), common_words(a, b)
    return Likeness(
        text=math.log((max(0.0, cosine) + _LEAST_TEXT) / (0.12 + _LEAST_TEXT)),
        words=float(min(_MOST_WORDS, words)),
        other_target=float(not words and bool(a.targets and b.targets)),
        same_day=float(day is Fit.SAME),
        near_day=float(day is Fit.NEAR),
        other_day=float(day is Fit.CONFLICT),
        same_place=float(place is Fit.SAME),
        near_place=float(place is Fit.NEAR),
        other_place=float(place is Fit.CONFLICT),
        other_type=float(not types_fit(a.incident.type, b.incident.type)),
        actors=float(not a.actors.isdisjoint(b.actors)),
        tolls=float(not a.tolls.isdisjoint(b.tolls)),
        copied=float(not a.quotes.isdisjoint(b.quotes)),
        background=float(a.incident.background != b.incident.background),
        late=float(day is not Fit.SAME and days_apart(a, b, beyond=_LATE_DAYS) is True),
    )


def log_odds(a: Traits, b: Traits) -> float:
    """Natural logarithm of the odds that they are one attack, within ±8."""
    weights = _weights()
    measured: dict[str, float] = asdict(likeness(a, b))
    odds = weights["constant"] + math.fsum(weights[name] * value for name, value in measured.items())
    return max(-8.0, min(8.0, odds))


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    short, long = sorted((a, b), key=len)
    return math.fsum(weight * long[word] for word, weight in short.items() if word in long)


@cache
def _weights() -> dict[str, float]:
    table = tomllib.loads(files(__package__).joinpath(WEIGHTS).read_text("utf-8"))
    return {str(name): float(weight) for name, weight in table["one_attack"].items()}

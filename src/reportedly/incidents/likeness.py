"""How likely it is that two incidents of different reports are one attack: a logistic regression.

Its weights lie in ``likeness.toml`` and were fitted to pairs of reports about one attack and about different
ones (``training/incidents.py``); how often it is right on others is in the results.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from operator import mul

from reportedly.incidents.compare import (
    Fit,
    common_words,
    dates_fit,
    lateness,
    nearness,
    sites_fit,
    types_fit,
)
from reportedly.incidents.traits import Traits

WEIGHTS = "likeness.toml"
MOST = 8.0
"""No pair is surer than this, either way: e**8 is 3,000 to one."""
_LEAST_TEXT, _USUAL_TEXT = 0.02, 0.12
_SLACK = 1e-6
"""More than rounding can make of a cosine."""
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two incidents have in common, and what speaks against their being one.

    0 or 1 where nothing else is said.
    """

    text: float
    """Natural logarithm of the cosine of their telling words, from .02 on; 0 at a cosine of .12."""
    words: float
    """How many telling words of one's target stand in the other's target or place, three at most."""
    other_target: float
    """Both have targets, and no telling word of these in common."""
    same_day: float
    near_day: float
    """No date in one of them, and the reports are news of one week: 3 on the same day, down to 0."""
    other_day: float
    same_place: float
    near_place: float
    other_place: float
    other_type: float
    actors: float
    """They share one: 1, or less for one that the archive has for long. So for tolls."""
    tolls: float
    copied: float
    """A long passage of one's claims stands in the other's, word for word."""
    background: float
    """One tells it in passing."""
    late: float
    """How far apart they were published where no common day is told (``compare.lateness``)."""


def likeness(a: Traits, b: Traits) -> Likeness:
    """Measure a pair; which is given first makes no difference."""
    day, shared = dates_fit(a, b), _shared(a.telling, b.telling)
    return Likeness(
        text=_text(math.fsum(shared.values())),
        late=lateness(a, b, day, shared),
        **dict(zip(_BESIDE, _beside(a, b, day), strict=True)),
    )


def log_odds(a: Traits, b: Traits) -> float:
    """Natural logarithm of the odds that they are one attack, within ±:data:`MOST`."""
    weights = _weights()
    day = dates_fit(a, b)
    beside = [*map(mul, weights.beside, _beside(a, b, day))]
    # Most pairs that share a key are of different days; of these the words, which cost most, decide nothing.
    if weights.constant + math.fsum(beside) + weights.most_text < -MOST - _SLACK:
        return -MOST
    shared = _shared(a.telling, b.telling)
    text = weights.text * _text(math.fsum(shared.values()))
    late = weights.late * lateness(a, b, day, shared)
    return max(-MOST, min(MOST, weights.constant + math.fsum((text, late, *beside))))


_BESIDE = tuple(each.name for each in fields(Likeness) if each.name not in ("text", "late"))


def _beside(a: Traits, b: Traits, day: Fit) -> tuple[float, ...]:
    """The measures that do not ask for the words of the text, in the order of the fields."""
    place, words = sites_fit(a, b), common_words(a, b)
    return (
        float(min(_MOST_WORDS, words)),
        float(not words and bool(a.targets and b.targets)),
        float(day is Fit.SAME),
        nearness(a, b) if day is Fit.NEAR else 0.0,
        float(day is Fit.CONFLICT),
        float(place is Fit.SAME),
        float(place is Fit.NEAR),
        float(place is Fit.CONFLICT),
        float(not types_fit(a.incident.type, b.incident.type)),
        0.0 if a.actors.isdisjoint(b.actors) else a.archive.worth_of(a.actors & b.actors),
        0.0 if a.tolls.isdisjoint(b.tolls) else a.archive.worth_of(a.tolls & b.tolls),
        float(not a.quotes.isdisjoint(b.quotes)),
        float(a.incident.background != b.incident.background),
    )


def _text(cosine: float) -> float:
    return math.log((max(0.0, cosine) + _LEAST_TEXT) / (_USUAL_TEXT + _LEAST_TEXT))


def _shared(a: Mapping[str, float], b: Mapping[str, float]) -> dict[str, float]:
    """The words of both, by what they give to the cosine."""
    return {word: a[word] * b[word] for word in a.keys() & b.keys()}


@dataclass(frozen=True, slots=True)
class _Weights:
    constant: float
    text: float
    late: float
    beside: tuple[float, ...]
    """Of all other measures, in the order of their fields."""
    most_text: float
    """The most that words can add."""


@cache
def _weights() -> _Weights:
    table = tomllib.loads(files(__package__).joinpath(WEIGHTS).read_text("utf-8"))["one_attack"]
    text = float(table["text"])
    return _Weights(
        constant=float(table["constant"]),
        text=text,
        late=float(table["late"]),
        beside=tuple(float(table[name]) for name in _BESIDE),
        most_text=max(text * _text(0.0), text * _text(1.0)),
    )

"""Scores of pairs of spans: who blames whom, which cue is whose. The network's small heads, in numpy.

They run on the states that the encoder gives, after spans were found. A report has a few hundred pairs, so
that they cost little beside the encoder. The training code checks that these numbers are the network's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Range = tuple[int, int]

REPORT: Range = (0, 1)
"""Where the report's own voice stands: the window's begin sign."""


@dataclass(frozen=True, slots=True)
class Window:
    """Hidden states [pieces, hidden] of one window and their running sums [pieces + 1, hidden]."""

    states: Floats
    sums: Floats
    spans: dict[Range, Floats] = field(default_factory=dict)
    """Representations of the spans that were asked for."""
    between: list[Floats] = field(default_factory=list)
    """The sums through the layer of what lies between spans, once they were asked for."""

    @classmethod
    def of(cls, states: Floats) -> Window:
        """Sum once, so that the mean over any range is one subtraction."""
        sums = np.zeros((len(states) + 1, states.shape[1]), dtype=np.float32)
        np.cumsum(states, axis=0, out=sums[1:])
        return cls(states, sums)


class Heads:
    """The heads' weights by their names in the network (``span.weight``, ``pairs.claim.0.bias``, …)."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        """Take the weights; a missing one is a KeyError when it is first used."""
        self._weights = weights
        self._split: dict[str, list[Floats]] = {}

    def spans(self, window: Window, spans: Sequence[Range]) -> Floats:
        """Representations [spans, width]: first, last and mean state through one layer."""
        new = [span for span in dict.fromkeys(spans) if span not in window.spans]
        if new:
            first = np.array([a for a, _ in new])
            end = np.array([b for _, b in new])
            mean = (window.sums[end] - window.sums[first]) / (end - first)[:, None]
            features = np.hstack([window.states[first], window.states[end - 1], mean])
            window.spans.update(zip(new, _gelu(self._linear("span", features)), strict=True))
        return np.stack([window.spans[span] for span in spans])

    def score(self, name: str, window: Window, ones: Sequence[Range], others: Sequence[Range]) -> Floats:
        """Scores [ones, others, outputs] of every pair of spans.

        The scorer's first layer is a sum over its parts (one span, the other, their product, the words
        between, the distance), so that what depends on one span is worked out once and not once a pair.
        """
        a, b = self.spans(window, ones), self.spans(window, others)
        first, second, product, between, distance = self._parts(name)
        hidden = (a @ first)[:, None] + (b @ second)[None] + self._weights[f"pairs.{name}.0.bias"]
        hidden += (a[:, None] * b[None]) @ product
        hidden += _gelu(self._between(window, ones, others)) @ between
        buckets = np.array([[bucket(x, y) for y in others] for x in ones])
        hidden += (self._weights["distance.weight"] @ distance)[buckets]
        return self._linear(f"pairs.{name}.3", _gelu(hidden))

    def _parts(self, name: str) -> list[Floats]:
        """The first layer's weights [in, hidden] for each of the five parts of a pair."""
        if name not in self._split:
            weight = self._weights[f"pairs.{name}.0.weight"].T
            width = len(self._weights["span.bias"])
            cuts = [width, 2 * width, 3 * width, 4 * width]
            self._split[name] = [np.ascontiguousarray(part) for part in np.split(weight, cuts)]
        return self._split[name]

    def _between(self, window: Window, ones: Sequence[Range], others: Sequence[Range]) -> Floats:
        """The mean state over two spans and what lies between them, through one layer."""
        low = np.minimum.outer([x[0] for x in ones], [y[0] for y in others])
        high = np.maximum.outer([x[1] for x in ones], [y[1] for y in others])
        # A mean of projections is the projection of the mean; the pieces are fewer than the pairs.
        if not window.between:
            window.between.append(window.sums @ self._weights["between.weight"].T)
        sums = window.between[0]
        lengths = np.asarray(high - low, dtype=np.float32)[..., None]
        result: Floats = (sums[high] - sums[low]) * (np.float32(1) / lengths) + self._weights["between.bias"]
        return result

    def judge(self, task: str, window: Window, spans: Sequence[Range]) -> Floats:
        """Scores [spans, outputs of the task] of what each span is (``layers.JUDGED``)."""
        return self._linear(f"judged.{task}", self.spans(window, spans))

    def _linear(self, name: str, features: Floats) -> Floats:
        result: Floats = features @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result


def bucket(one: Range, other: Range) -> int:
    """Which of 24 buckets the distance of two spans falls into: 0 the report, then signed powers of two.

    >>> bucket((5, 6), (0, 1)), bucket((5, 6), (6, 9)), bucket((6, 9), (5, 6)), bucket((5, 9), (6, 7))
    (0, 2, 13, 1)
    """
    if REPORT in (one, other):
        return 0
    if one[0] < other[1] and other[0] < one[1]:
        return 1
    after = other[0] >= one[1]
    gap = other[0] - one[1] if after else one[0] - other[1]
    return (2 if after else 13) + min(10, (gap + 1).bit_length() - 1)


def _gelu(x: Floats) -> Floats:
    result: Floats = (0.5 * x * (1.0 + _erf(x / np.sqrt(2.0)))).astype(np.float32)
    return result


def _erf(x: Floats) -> Floats:
    """The error function to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26)."""
    t = 1.0 / (1.0 + 0.3275911 * np.abs(x))
    terms = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
    value = np.zeros_like(t)
    for term in terms:
        value = (value + term) * t
    result: Floats = np.sign(x) * (1.0 - value * np.exp(-x * x))
    return result

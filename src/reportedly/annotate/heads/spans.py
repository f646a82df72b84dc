"""The best spans of a layer: outside, begin and inside decoded so that no span lacks a beginning."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Range = tuple[int, int]

_OUTSIDE, _BEGIN, _INSIDE = 0, 1, 2


def log_softmax(logits: Floats) -> Floats:
    """Log probabilities over the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def best_spans(logits: Floats, *, eager: float = 0.0) -> list[Range]:
    """The spans [start, end) of the likeliest lawful tagging of logits [pieces, 3] (Viterbi).

    ``eager`` is added to the log odds of beginning a span: above 0 more spans are found, of which
    what judges them later can drop some.

    >>> best_spans(np.log(np.array([[.8, .1, .1], [.2, .7, .1], [.1, .1, .8], [.9, .05, .05]])))
    [(1, 3)]
    """
    if not len(logits):
        return []
    scores = log_softmax(logits).astype(np.float64)
    scores[:, _BEGIN] += eager
    best = np.array([scores[0, _OUTSIDE], scores[0, _BEGIN], -np.inf])
    back = np.zeros((len(scores), 3), dtype=np.int8)
    for i in range(1, len(scores)):
        came = int(best.argmax())
        inside = _BEGIN if best[_BEGIN] >= best[_INSIDE] else _INSIDE
        back[i] = (came, came, inside)
        best = np.array([best[came], best[came], best[inside]]) + scores[i]
    tags = [int(best.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        tags.append(int(back[i, tags[-1]]))
    return _ranges(tags[::-1])


def _ranges(tags: list[int]) -> list[Range]:
    found: list[Range] = []
    start: int | None = None
    for i, tag in enumerate([*tags, _OUTSIDE]):
        if start is not None and tag != _INSIDE:
            found.append((start, i))
            start = None
        if tag == _BEGIN:
            start = i
    return found

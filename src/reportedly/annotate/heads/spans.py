"""The best spans of every layer: outside, begin and inside decoded so that no span lacks a beginning."""

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
    return spans_of_layers(logits[:, None], eager=[eager])[0]


def spans_of_layers(logits: Floats, *, eager: list[float]) -> list[list[Range]]:
    """The best spans of each layer of logits [pieces, layers, 3], all layers in one pass over the pieces."""
    pieces, layers, _ = logits.shape
    if not pieces:
        return [[] for _ in range(layers)]
    scores = log_softmax(logits).astype(np.float64)
    scores[..., _BEGIN] += np.array(eager)
    best = scores[0].copy()
    best[:, _INSIDE] = -np.inf
    back = np.zeros((pieces, layers, 3), dtype=np.int8)
    came = np.empty((layers, 3))
    for i in range(1, pieces):
        back[i, :, _OUTSIDE] = back[i, :, _BEGIN] = best.argmax(axis=1)
        begins = best[:, _BEGIN] >= best[:, _INSIDE]
        back[i, :, _INSIDE] = np.where(begins, _BEGIN, _INSIDE)
        came[:, _OUTSIDE] = came[:, _BEGIN] = best.max(axis=1)
        came[:, _INSIDE] = np.maximum(best[:, _BEGIN], best[:, _INSIDE])
        best = came + scores[i]
    every = np.arange(layers)
    tags = np.empty((pieces, layers), dtype=np.int8)
    tags[-1] = best.argmax(axis=1)
    for i in range(pieces - 1, 0, -1):
        tags[i - 1] = back[i, every, tags[i]]
    return [_ranges(tags[:, layer]) for layer in range(layers)]


def _ranges(tags: NDArray[np.int8]) -> list[Range]:
    inside = np.append(tags == _INSIDE, False)
    return [
        (start, start + 1 + int(np.argmin(inside[start + 1 :])))
        for start in np.flatnonzero(tags == _BEGIN).tolist()
    ]

"""The best spans of every layer: outside, begin and inside decoded so that no span lacks a beginning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Range = tuple[int, int]

_OUTSIDE, _BEGIN, _INSIDE = 0, 1, 2


def best_spans(logits: Floats, *, eager: float = 0.0) -> list[Range]:
    """The spans [start, end) of the likeliest lawful tagging of logits [pieces, 3] (Viterbi).

    ``eager`` is added to the log odds of beginning a span: above 0 more spans are found, of which
    what judges them later can drop some.

    >>> best_spans(np.log(np.array([[.8, .1, .1], [.2, .7, .1], [.1, .1, .8], [.9, .05, .05]])))
    [(1, 3)]
    """
    return spans_of_layers(logits[:, None], eager=[eager])[0]


def spans_of_layers(
    logits: Floats,
    *,
    eager: Sequence[float],
    words: Sequence[int] | None = None,
    joined: Sequence[bool] | bool = False,
) -> list[list[Range]]:
    """The best spans of each layer of logits [pieces, layers, 3].

    A tag binds only the one after it, and only by forbidding it to be inside. So the likeliest tag of every
    piece is the answer wherever that is lawful; the other layers, a few on a page, are searched.

    Args:
        logits: scores of outside, begin and inside.
        eager: of each layer what is added to the log odds of beginning a span.
        words: the pieces at which words begin, the first 0. No span begins or ends within a word; None: each
            piece is a word.
        joined: of each layer whether spans that touch are one.
    """
    scores = logits.astype(np.float64)
    if words is not None and len(words) < len(scores):
        scores = _of_words(scores, words)
    scores[..., _BEGIN] += np.array(eager)
    tags = scores.argmax(axis=-1).astype(np.int8)
    if len(tags):
        before = np.vstack([np.zeros_like(tags[:1]), tags[:-1]])
        for layer in np.flatnonzero(((tags == _INSIDE) & (before == _OUTSIDE)).any(axis=0)).tolist():
            tags[:, layer] = _likeliest(scores[:, layer].tolist())
    tags[1:][(tags[1:] == _BEGIN) & (tags[:-1] != _OUTSIDE) & np.array(joined)] = _INSIDE
    found = [_ranges(tags[:, layer]) for layer in range(logits.shape[1])]
    if len(tags) < len(logits) and words is not None:
        ends = [*words, len(logits)]
        return [[(ends[start], ends[end]) for start, end in spans] for spans in found]
    return found


def _of_words(scores: NDArray[np.float64], words: Sequence[int]) -> NDArray[np.float64]:
    """Scores [words, layers, 3] of tagging all of a word's pieces: the first as it is, the others inside."""
    sums = np.add.reduceat(scores, words, axis=0)
    first = scores[np.asarray(words)]
    sums[..., _BEGIN] = sums[..., _INSIDE] - first[..., _INSIDE] + first[..., _BEGIN]
    return sums


def _likeliest(scores: list[list[float]]) -> list[int]:
    """The lawful tagging of the highest sum (Viterbi), one layer of one window."""
    none, begun = scores[0][_OUTSIDE], scores[0][_BEGIN]
    within = -np.inf
    back: list[tuple[int, int]] = []
    for outside, begin, inside in scores[1:]:
        most, last = (begun, _BEGIN) if begun >= within else (within, _INSIDE)
        free, before = (none, _OUTSIDE) if none >= most else (most, last)
        back.append((before, last))
        none, begun, within = free + outside, free + begin, most + inside
    ends = (none, begun, within)
    tags = [ends.index(max(ends))]
    for free_from, inside_from in reversed(back):
        tags.append(inside_from if tags[-1] == _INSIDE else free_from)
    return tags[::-1]


def _ranges(tags: NDArray[np.int8]) -> list[Range]:
    inside = np.append(tags == _INSIDE, False)
    return [
        (start, start + 1 + int(np.argmin(inside[start + 1 :])))
        for start in np.flatnonzero(tags == _BEGIN).tolist()
    ]

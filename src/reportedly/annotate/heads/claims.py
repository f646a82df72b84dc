"""Claims of one text from the network's numbers: spans, then who says what of whom, then what carries it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from reportedly.annotate.heads.layers import CERTAINTIES, LAYER, STANCES
from reportedly.annotate.heads.pairs import REPORT, Floats, Heads, Range, Window
from reportedly.annotate.heads.spans import best_spans
from reportedly.records import Certainty, Stance

MOST = 64
"""Spans of a kind in a window; a text that has more is no report, and pairs grow with the square."""
EAGER = 1.0
"""Added to the log odds of actors and speakers beginning: the scorer of pairs drops what is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClaim:
    """One claim; ranges are of the text where they come from :func:`claims`."""

    actor: Range
    unnamed: bool
    """``actor`` is the content of a claim that names nobody."""
    speaker: Range | None
    """None: the report's own voice."""
    stance: Stance
    certainty: Certainty | None
    supporter: bool
    cue: Range | None
    content: Range | None
    relays: tuple[Range, ...]
    trigger: Range | None
    probability: float


def claims(heads: Heads, states: Floats, tags: Floats, *, at_least: float) -> Iterator[FoundClaim]:
    """The claims of one window.

    Args:
        heads: the small heads.
        states: hidden states [pieces, hidden]; the first and last piece are the special ones.
        tags: logits [pieces, layers, 3].
        at_least: how probable a claim must be.
    """
    window = Window.of(states)

    def found(layer: str, eager: float = 0.0) -> list[Range]:
        inside = best_spans(tags[:, LAYER[layer]], eager=eager)
        return [span for span in inside if span[0] > 0 and span[1] < len(states)]

    unnamed = found("unnamed")[:MOST]
    actors = [*found("actor", EAGER)[:MOST], *unnamed]
    speakers = [REPORT, *found("speaker", EAGER)[:MOST]]
    if not actors:
        return
    scores = heads.score("claim", window, actors, speakers)
    chances = softmax(scores[..., : 1 + len(STANCES)])
    cues, contents = found("cue"), found("content")
    pointed = _pointed(heads, window, actors, found("trigger")[:MOST])
    chain_of = cache(partial(_chain, heads, window, found("relay")[:MOST]))
    for i, actor in enumerate(actors):
        for j, speaker in enumerate(speakers):
            chance = float(1.0 - chances[i, j, 0])
            if chance < at_least:
                continue
            stance = STANCES[int(chances[i, j, 1:].argmax())]
            unsure = stance in (Stance.UNCONFIRMED, Stance.NO_CLAIM)
            sure = int(scores[i, j, 1 + len(STANCES) : -1].argmax())
            yield FoundClaim(
                actor=actor,
                unnamed=actor in unnamed,
                speaker=None if speaker == REPORT else speaker,
                stance=stance,
                certainty=None if unsure else CERTAINTIES[sure],
                supporter=bool(scores[i, j, -1] > 0),
                cue=None if speaker == REPORT else _nearest(cues, speaker, actor),
                content=_around(contents, actor),
                relays=chain_of(speaker) if speaker != REPORT else (),
                trigger=pointed[i],
                probability=chance,
            )


def softmax(scores: Floats) -> Floats:
    """Probabilities over the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return result


def _pointed(
    heads: Heads, window: Window, actors: Sequence[Range], triggers: Sequence[Range]
) -> list[Range | None]:
    """The attack that each actor is tied to."""
    if not triggers:
        return [None] * len(actors)
    best = heads.score("trigger", window, actors, triggers)[..., 0].argmax(axis=1)
    return [triggers[k] for k in best]


def _chain(heads: Heads, window: Window, relays: Sequence[Range], speaker: Range) -> tuple[Range, ...]:
    """The relays from the speaker outward; none twice."""
    found: list[Range] = []
    left, here = list(relays), speaker
    while left:
        scores = heads.score("relay", window, [here], left)[0, :, 0]
        if scores.max() <= 0:
            break
        here = left.pop(int(scores.argmax()))
        found.append(here)
    return tuple(found)


def _nearest(cues: Sequence[Range], speaker: Range, actor: Range) -> Range | None:
    """The cue that stands nearest to the speaker, of two as near the one nearer to the actor."""
    return min(cues, key=lambda cue: (_gap(cue, speaker), _gap(cue, actor)), default=None)


def _around(contents: Sequence[Range], actor: Range) -> Range | None:
    """The shortest content that the actor stands in."""
    holding = [span for span in contents if span[0] <= actor[0] and actor[1] <= span[1]]
    return min(holding, key=lambda span: span[1] - span[0], default=None)


def _gap(one: Range, other: Range) -> int:
    return max(0, max(one[0], other[0]) - min(one[1], other[1]))

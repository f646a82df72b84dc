"""Every attribution of a window: each cue points to its source and to its content, or to none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportedly.annotate.heads.pairs import Heads, Range, Window

MOST_CUES = 96


@dataclass(frozen=True, slots=True)
class FoundAttribution:
    """Source, cue and content; ranges are of the text where they come from a text."""

    source: Range | None
    cue: Range
    content: Range | None


def attributions(
    heads: Heads, window: Window, spans: Mapping[str, Sequence[Range]]
) -> list[FoundAttribution]:
    """The attributions of one window from the spans of its layers; a cue with nothing at all is none."""
    cues = spans["att cue"][:MOST_CUES]
    sources = _pointed(heads, "source", window, cues, spans["att source"][:MOST_CUES])
    contents = _pointed(heads, "content", window, cues, spans["att content"][:MOST_CUES])
    found = map(FoundAttribution, sources, cues, contents)
    return [each for each in found if each.source or each.content]


def _pointed(
    heads: Heads, name: str, window: Window, cues: Sequence[Range], others: Sequence[Range]
) -> list[Range | None]:
    """To which of the others each cue points; a score below 0 is none."""
    if not cues or not others:
        return [None] * len(cues)
    scores = heads.score(name, window, cues, others)[..., 0]
    best = scores.argmax(axis=1)
    return [others[k] if scores[i, k] > 0 else None for i, k in enumerate(best)]

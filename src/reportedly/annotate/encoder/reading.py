"""One text through the encoder: windows of pieces in, claims with offsets of the text out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from reportedly.annotate.encoder.beside import Beside
from reportedly.annotate.encoder.wordpiece import Pieces, WordPiece
from reportedly.annotate.heads.attributions import FoundAttribution, attributions
from reportedly.annotate.heads.claims import FoundClaim, Hint, claims
from reportedly.annotate.heads.layers import (
    ATTRIBUTION,
    CLAIM,
    CLAUSES,
    CONFIDENCES,
    DETAIL,
    LAYER,
    MENTION,
    MUC,
)
from reportedly.annotate.heads.mentions import antecedents
from reportedly.annotate.heads.pairs import REPORT, Heads, Window
from reportedly.annotate.heads.settings import Settings
from reportedly.annotate.heads.spans import spans_of_layers

Range = tuple[int, int]
Floats = NDArray[np.float32]
Run = Callable[[NDArray[np.int64]], tuple[Floats, Floats]]
"""Piece numbers of one window to hidden states [pieces, hidden] and tag logits [pieces, layers, 3].

Two threads may call it at a time (``Network.beside``).
"""
Encoded = tuple["_View", Window, Floats]
"""A window's place in the text, its states, and its tags [pieces, layers, 3]."""

SIZE, STRIDE = 510, 384
"""Pieces of a window without its two special ones, and how far the next begins after it."""
AHEAD = 2
"""Windows of a text that are begun before they are asked for; each holds a megabyte once it is done."""


def window_starts(pieces: int, *, size: int = SIZE, stride: int = STRIDE) -> Iterator[int]:
    """Where the windows over so many pieces begin.

    >>> list(window_starts(510)), list(window_starts(511))
    ([0], [0, 384])
    """
    start = 0
    while True:
        yield start
        if start + size >= pieces:
            return
        start += stride


EAGER = {"actor": 1.0, "speaker": 1.0}
"""Added to the log odds of a span beginning: what is too much, the scorer of pairs drops."""


@dataclass(frozen=True, slots=True)
class FoundRole:
    """A filler of one of MUC-4's five roles; of an organisation also how surely it did it."""

    layer: str
    span: Range
    confidence: str | None
    held: float
    """Mean over its pieces of the log odds that a piece is in such a span: how sure the network is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReading:
    """What the network finds said of attacks in a text; ranges are of the text."""

    claims: tuple[FoundClaim, ...]
    antecedents: Mapping[Range, Range]
    """Of an actor or speaker of a claim, and of what it means in turn, the earlier mention that it means."""
    details: Mapping[str, tuple[Range, ...]]
    """By the layers of ``DETAIL`` the words that name attacks, and what they tell of them; in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The parts of a model that read a text.

    Of what two windows find the first is kept, of claims the surer one.
    """

    vocabulary: WordPiece
    run: Run
    heads: Heads
    settings: Settings
    beside: Beside | None = None
    """Runs windows beside other work; None: they are run here, each when its turn comes."""

    def read(self, text: str, hints: Sequence[Hint] | None = None) -> TextReading:
        """The claims of a text.

        Args:
            text: the whole text.
            hints: claims that other code found, their spans ranges of the text; None where nobody was asked.
        """
        return self.said(self.begin(text), hints)

    def begin(self, text: str) -> Iterator[Encoded]:
        """The windows of a text; the first are run from now on, where there is who does it beside."""
        pieces = self.vocabulary.pieces(text)
        starts = window_starts(len(pieces))
        views = (_View(pieces, start, min(start + SIZE, len(pieces))) for start in starts)
        return self._encoded(views, deque(self._begun(view) for view in islice(views, AHEAD)))

    def _begun(self, view: _View) -> tuple[_View, Callable[[], tuple[Floats, Floats]]]:
        ids = [self.vocabulary.begin, *view.pieces.ids[view.start : view.end], self.vocabulary.end]
        run = partial(self.run, np.array(ids, dtype=np.int64))
        return view, self.beside.begin(run) if self.beside else run

    def _encoded(
        self, views: Iterator[_View], begun: deque[tuple[_View, Callable[[], tuple[Floats, Floats]]]]
    ) -> Iterator[Encoded]:
        while begun:
            view, window = begun.popleft()
            begun.extend(self._begun(each) for each in islice(views, 1))
            states, tags = window()
            yield view, Window.of(states), tags

    def said(self, windows: Iterator[Encoded], hints: Sequence[Hint] | None = None) -> TextReading:
        """The claims of the text that :meth:`begin` was given; ``hints`` are as for :meth:`read`."""
        found: dict[tuple[Range, Range | None, str], FoundClaim] = {}
        links: dict[Range, Range] = {}
        told: dict[str, list[Range]] = {layer: [] for layer in DETAIL}
        for view, window, tags in windows:
            spans = _spans(tags, (*CLAIM, *DETAIL, MENTION), self._words(view))
            for layer, known in told.items():
                placed_spans = [view.place(span) for span in spans[layer]]
                known += [new for new in placed_spans if not any(_touch(new, old) for old in known)]
            made = list(claims(self.heads, window, spans, self.settings, view.hints(hints)))
            for claim in made:
                placed = view.claim(claim)
                key = (placed.actor, placed.speaker, placed.stance)
                if key not in found or found[key].confidence < placed.confidence:
                    found[key] = placed
            mentions = [*spans[MENTION], *spans["actor"], *spans["speaker"]]
            asked = [span for claim in made for span in (claim.actor, claim.speaker) if span]
            for one, before in antecedents(self.heads, window, mentions, asked).items():
                links.setdefault(view.place(one), view.place(before))
        return TextReading(
            claims=tuple(sorted(found.values(), key=lambda each: each.actor)),
            antecedents=links,
            details={layer: tuple(sorted(known)) for layer, known in told.items()},
        )

    def _words(self, view: _View) -> list[int]:
        """Where the words of a window begin, its two special pieces among them."""
        ids, first, end = view.pieces.ids, view.start, view.end
        begun = (i for i in range(first, end) if i == first or ids[i] not in self.vocabulary.continued)
        return [0, *(i - first + 1 for i in begun), end - first + 1]

    def attributions(self, text: str) -> tuple[FoundAttribution, ...]:
        """Source, cue and content of all that anybody is said to have said, in the order of their cues."""
        said: dict[Range, FoundAttribution] = {}
        for view, window, tags in self.begin(text):
            for each in attributions(self.heads, window, _spans(tags, ATTRIBUTION, self._words(view))):
                cue = view.place(each.cue)
                told = FoundAttribution(view.maybe(each.source), cue, view.maybe(each.content))
                said.setdefault(cue, told)
        return tuple(said[cue] for cue in sorted(said))

    def roles(self, text: str) -> tuple[FoundRole, ...]:
        """The fillers of MUC-4's roles, in the order of the text."""
        roles: dict[tuple[str, Range], FoundRole] = {}
        for view, window, tags in self.begin(text):
            for role in _roles(self.heads, window, tags, _spans(tags, MUC, self._words(view))):
                placed = replace(role, span=view.place(role.span))
                roles.setdefault((role.layer, placed.span), placed)
        return tuple(roles[key] for key in sorted(roles, key=lambda key: key[1]))

    def ratings(self, text: str, events: Sequence[Range]) -> list[float]:
        """How far each event is told as a fact: 3 certainly so, 0 open, -3 certainly not (Lee et al. 2015).

        An event is judged in the first window that holds it whole; one that none holds, as open.
        """
        found: dict[Range, float] = {}
        for view, window, _ in self.begin(text):
            inside = {
                event: place for event in events if (place := view.inside(event)) and event not in found
            }
            if inside:
                rated = self.heads.judge("factuality", window, list(inside.values()))[:, 0]
                found |= dict(zip(inside, (float(3 * rate) for rate in rated), strict=True))
        return [found.get(event, 0.0) for event in events]


def _touch(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _spans(tags: Floats, layers: Sequence[str], words: Sequence[int]) -> dict[str, list[Range]]:
    """The spans of some layers, none of them on the special pieces; ``words`` are where words begin."""
    columns = [LAYER[layer] for layer in layers]
    found = spans_of_layers(
        tags[:, columns],
        eager=[EAGER.get(layer, 0.0) for layer in layers],
        words=words,
        joined=[layer not in CLAUSES for layer in layers],
    )
    return {
        layer: [span for span in spans if span[0] > 0 and span[1] < len(tags)]
        for layer, spans in zip(layers, found, strict=True)
    }


def _roles(
    heads: Heads, window: Window, tags: Floats, spans: Mapping[str, Sequence[Range]]
) -> Iterator[FoundRole]:
    for layer in MUC:
        scores = tags[:, LAYER[layer]].astype(np.float64)
        odds = np.logaddexp(scores[:, 1], scores[:, 2]) - scores[:, 0]
        for span in spans[layer]:
            sure = None
            if layer == "muc organization":
                sure = CONFIDENCES[int(heads.judge("confidence", window, [span])[0].argmax())]
            yield FoundRole(layer, span, sure, float(odds[slice(*span)].mean()))


@dataclass(frozen=True, slots=True)
class _View:
    """A window over the pieces ``start:end`` of a text; its own pieces count from the begin sign, 0."""

    pieces: Pieces
    start: int
    end: int

    def place(self, span: Range) -> Range:
        """Pieces of the window as a range of the text."""
        offset = self.start - 1
        return self.pieces.starts[span[0] + offset], self.pieces.ends[span[1] - 1 + offset]

    def maybe(self, span: Range | None) -> Range | None:
        return self.place(span) if span else None

    def claim(self, found: FoundClaim) -> FoundClaim:
        return replace(
            found,
            actor=self.place(found.actor),
            speaker=self.maybe(found.speaker),
            cue=self.maybe(found.cue),
            content=self.maybe(found.content),
            relays=tuple(self.place(relay) for relay in found.relays),
            trigger=self.maybe(found.trigger),
            beside=tuple(self.place(actor) for actor in found.beside),
        )

    def hints(self, hints: Sequence[Hint] | None) -> list[Hint] | None:
        """The hints whose actor and speaker lie in the window whole."""
        if hints is None:
            return None
        found: list[Hint] = []
        for hint in hints:
            actor = self.inside(hint.actor)
            speaker = REPORT if hint.speaker == REPORT else self.inside(hint.speaker)
            if actor and speaker:
                found.append(replace(hint, actor=actor, speaker=speaker))
        return found

    def inside(self, span: Range) -> Range | None:
        """The window's pieces that a range of the text touches; None where some lie outside."""
        first, last = self.pieces.covered(span)
        if first >= last or first < self.start or last > self.end:
            return None
        return first - self.start + 1, last - self.start + 1

"""The same report with other names: the words of its actors' and speakers' names exchanged for others.

A network that reads a few hundred reports learns their names by heart. Where the words that make a name
('Karsov', 'FLD'; never 'brigade', which stands in small letters elsewhere) change from epoch to epoch, only
what stands around them is left to learn. A word is exchanged all over the text, so that who is who stays.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from training.documents import Attack, Attribution, Blame, Document, Judged, Range

_WORD = re.compile(r"[^\W\d_][^\W_]*")
_NAMING = ("actor", "speaker", "mention", "relay")


class Names:
    """The words that names are made of in some documents, by how they are written."""

    def __init__(self, documents: Iterable[Document]) -> None:
        """Gather them."""
        texts = list(documents)
        self._common = {w for d in texts for w in _WORD.findall(d.text) if w == w.lower()}
        found = {word for document in texts for word in self.of(document)}
        self._pool: dict[str, list[str]] = {}
        for word in sorted(found):
            self._pool.setdefault(_shape(word), []).append(word)

    def of(self, document: Document) -> set[str]:
        """The words that make the names of a document."""
        spans = {span for layer in _NAMING for span in document.spans.get(layer, ())}
        words = {word for a, b in spans for word in _WORD.findall(document.text[a:b])}
        return {w for w in words if w != w.lower() and w.lower() not in self._common and len(w) > 1}

    def swapped(self, document: Document, draw: random.Random) -> Document:
        """The document with other names, its spans where they now stand."""
        change: dict[str, str] = {}
        for word in sorted(self.of(document)):
            pool = self._pool.get(_shape(word), ())
            if pool:
                change[word] = draw.choice(pool)
        return _with(document, change)


def _shape(word: str) -> str:
    if word.isupper():
        return "capitals" if len(word) > 5 else "letters"
    return "name"


def _with(document: Document, change: Mapping[str, str]) -> Document:
    hits = [hit for hit in _WORD.finditer(document.text) if hit.group() in change]
    if not hits:
        return document
    parts: list[str] = []
    at, shifts, total = 0, [0], 0
    for hit in hits:
        new = change[hit.group()]
        parts += [document.text[at : hit.start()], new]
        at = hit.end()
        total += len(new) - len(hit.group())
        shifts.append(total)
    text = "".join([*parts, document.text[at:]])
    # A start counts the words that end before or at it, an end likewise: no span begins or ends within a word
    # of its own, and one that did would keep the length of the rest.
    ends = [hit.end() for hit in hits]
    move = _Move(ends, shifts)
    return replace(
        document,
        text=text,
        title=text[: move.at(len(document.title))] if document.title else document.title,
        spans={layer: tuple(move.spans(spans)) for layer, spans in document.spans.items()},
        blames=tuple(map(move.blame, document.blames)) if document.blames is not None else None,
        attacks=tuple(
            Attack(move.span(each.trigger), each.type, each.attempt, each.background)
            for each in document.attacks
        ),
        attributions=tuple(
            Attribution(move.maybe(each.source), move.span(each.cue), move.maybe(each.content))
            for each in document.attributions
        )
        if document.attributions is not None
        else None,
        relays=tuple((move.span(a), move.span(b)) for a, b in document.relays),
        same=tuple(frozenset(move.spans(group)) for group in document.same),
        judged=tuple(Judged(move.span(each.span), each.task, each.value) for each in document.judged),
    )


class _Move:
    """Where offsets of the old text stand in the new one."""

    def __init__(self, ends: Sequence[int], shifts: Sequence[int]) -> None:
        self._ends, self._shifts = ends, shifts

    def at(self, offset: int) -> int:
        return offset + self._shifts[bisect_right(self._ends, offset)]

    def span(self, span: Range) -> Range:
        start = self.at(span[0])
        return start, max(start + 1, self.at(span[1]))

    def maybe(self, span: Range | None) -> Range | None:
        return self.span(span) if span else None

    def spans(self, spans: Iterable[Range]) -> Iterator[Range]:
        return map(self.span, spans)

    def blame(self, each: Blame) -> Blame:
        return replace(
            each,
            actor=self.span(each.actor),
            speaker=self.maybe(each.speaker),
            trigger=self.maybe(each.trigger),
        )

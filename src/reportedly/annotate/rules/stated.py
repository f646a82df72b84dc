"""Stances that English states in words of its own: blame, responsibility claimed, denied or left open.

Each gives a :class:`Stated`, whose speaker is fixed by the construction. What is left, an attack
with a doer under a reporting cue or none, is put together in ``marks``.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.annotate.rules.attacks import Doing
from reportedly.annotate.rules.attribution import Said
from reportedly.annotate.rules.blame import HOLDING, accusation, held_responsible
from reportedly.annotate.rules.claiming import CLAIMING, claimed
from reportedly.annotate.rules.denial import DISTANCING, OPEN_WORDS, denial, distanced, left_open, unclear
from reportedly.annotate.rules.phrases import Sentence
from reportedly.annotate.rules.stances import Stated
from reportedly.annotate.rules.vocabulary import lemma

__all__ = ["Stated", "find_stated"]

_STATING = CLAIMING | HOLDING | DISTANCING
"""Lemmas of the words that can state a stance; few words of a text are one."""


def find_stated(sentence: Sentence, said: Sequence[Said], doings: Sequence[Doing]) -> tuple[Stated, ...]:
    """All stances that a sentence states in words of their own."""
    out: list[Stated] = []
    for cue in said:
        if cue.kind == "accuse" or (
            cue.kind == "suspect" and "of" in sentence.lowers(cue.cue[1], cue.cue[1] + 8)
        ):
            out.extend(accusation(sentence, cue))
        elif cue.kind == "deny":
            out.extend(denial(sentence, cue, doings))
        elif cue.negated or cue.lemma in ("decline", "refuse"):
            out.extend(left_open(sentence, cue, doings))
    for i, token in enumerate(sentence.tokens):
        if lemma(token.lower) not in _STATING and token.lower not in OPEN_WORDS:
            continue
        out.extend(claimed(sentence, i))
        out.extend(held_responsible(sentence, i))
        out.extend(distanced(sentence, i))
        out.extend(unclear(sentence, i, said, doings))
    return tuple(dict.fromkeys(out))

"""Single sentences cut into phrases, and the words of a range of their tokens."""

from __future__ import annotations

import pytest

from reportedly.annotate.rules.phrases import Sentence, parse
from reportedly.records import Span

NOT_YET = pytest.mark.xfail(strict=True, raises=AssertionError, reason="right, and not read yet")


def sentence_of(text: str, *, headline: bool = False) -> Sentence:
    return parse(text, Span.of(text, 0, len(text)), index=0, in_headline=headline)


def marked(text: str) -> tuple[Sentence, int]:
    """The sentence without its '*', and the token that stood between them."""
    before, word, after = text.split("*")
    sentence = sentence_of(before + word + after)
    return sentence, next(i for i, token in enumerate(sentence.tokens) if token.start == len(before))


def said_in(sentence: Sentence, found: tuple[int, int] | None) -> str | None:
    return sentence.cut(*found, sentence.span.text).text if found else None

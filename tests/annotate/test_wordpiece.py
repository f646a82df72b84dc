"""Pieces of words: the longest first, offsets into the text as it was given, bounded on hostile words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.annotate.encoder.wordpiece import WordPiece

WORDS = "[PAD] [UNK] [CLS] [SEP] un ##aff ##able the cafe ##s ! ' s 日 i attack ##ers of z".split()


@pytest.fixture(scope="module")
def vocabulary() -> WordPiece:
    return WordPiece(WORDS)


def read(vocabulary: WordPiece, text: str) -> list[tuple[str, str]]:
    found = vocabulary.pieces(text)
    return [
        (WORDS[number], text[start:end])
        for number, start, end in zip(found.ids, found.starts, found.ends, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("unaffable", [("un", "un"), ("##aff", "aff"), ("##able", "able")]),
        ("The ATTACKERS!", [("the", "The"), ("attack", "ATTACK"), ("##ers", "ERS"), ("!", "!")]),
        ("cafés of", [("cafe", "café"), ("##s", "s"), ("of", "of")]),
        ("cafe\u0301s", [("cafe", "cafe"), ("##s", "s")]),
        ("the\u00a0\n the", [("the", "the"), ("the", "the")]),
        ("the's", [("the", "the"), ("'", "'"), ("s", "s")]),
        ("the日z", [("the", "the"), ("日", "日"), ("z", "z")]),
        ("nonsense of", [("[UNK]", "nonsense"), ("of", "of")]),
        ("İ", [("i", "İ")]),
        ("a\u200bttack of", [("attack", "a\u200bttack"), ("of", "of")]),
        ("", []),
        (" \t\n", []),
    ],
)
def test_the_longest_piece_with_the_words_it_stands_on(
    vocabulary: WordPiece, text: str, pieces: list[tuple[str, str]]
) -> None:
    assert read(vocabulary, text) == pieces


def test_continuations_are_known(vocabulary: WordPiece) -> None:
    pieces = vocabulary.pieces("attackers of")
    assert [number in vocabulary.continued for number in pieces.ids] == [False, True, False]


def test_a_word_without_end_is_one_unknown_piece(vocabulary: WordPiece) -> None:
    found = vocabulary.pieces("un" * 100_000)
    assert (found.ids, found.starts, found.ends) == ((1,), (0,), (200_000,))


def test_a_vocabulary_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match=r"lacks \[CLS\], \[SEP\]"):
        WordPiece(["[PAD]", "[UNK]", "a"])


@given(st.text(max_size=60))
def test_offsets_run_forward_and_cover_something(text: str) -> None:
    vocabulary = WordPiece(WORDS)
    found = vocabulary.pieces(text)
    last = 0
    for start, end in zip(found.starts, found.ends, strict=True):
        assert last <= start < end <= len(text) or (start < end and start == last - 1)
        last = max(last, end)

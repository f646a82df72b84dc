"""Text to pieces of words with offsets, as uncased BERT models want them.

The algorithm is that of Devlin et al. (2019): lower case without accents, punctuation and Chinese signs
apart, then the longest piece of the vocabulary from the left. Offsets are code points of the text as it was
given, end exclusive, whatever lower case and accents made of it.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

UNKNOWN, BEGIN, END, PADDING = "[UNK]", "[CLS]", "[SEP]", "[PAD]"
_LONGEST_WORD = 100
"""Signs; a longer word is unknown, so that one word of 200,000 signs costs nothing."""
_REMEMBERED = 1 << 13
"""Words whose pieces are kept, 4 MB of them; a rarer one is cut anew in some microseconds."""
_CHINESE = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """``ids[i]`` is the piece of the vocabulary that stands at ``starts[i]:ends[i]`` of the text."""

    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        """How many pieces."""
        return len(self.ids)

    def covered(self, span: tuple[int, int]) -> tuple[int, int]:
        """First and end of the pieces that a range of the text touches; equal where it touches none."""
        first = bisect_right(self.ends, span[0])
        return first, max(first, bisect_left(self.starts, span[1]))


class WordPiece:
    """A vocabulary: its pieces in the order of their numbers, continuations written ``##ing``."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """Take the pieces; the four special ones must be there.

        Raises:
            ValueError: a special piece is missing.
        """
        self._number = {piece: i for i, piece in enumerate(vocabulary)}
        if missing := {UNKNOWN, BEGIN, END, PADDING} - self._number.keys():
            raise ValueError(
                f"the vocabulary lacks {', '.join(sorted(missing))}; is it that of a BERT model?"
            )
        self.unknown, self.begin, self.end, self.padding = (
            self._number[piece] for piece in (UNKNOWN, BEGIN, END, PADDING)
        )
        self.continued = frozenset(i for piece, i in self._number.items() if piece.startswith("##"))
        """The numbers of the pieces that go on with a word."""
        self._cut = lru_cache(maxsize=_REMEMBERED)(self._pieces_of)

    def __len__(self) -> int:
        """How many pieces the vocabulary has."""
        return len(self._number)

    def pieces(self, text: str) -> Pieces:
        """The pieces of a text, without the special ones."""
        ids: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        for word, places in _words(text):
            for number, start, end in self._cut(word):
                ids.append(number)
                starts.append(places[start])
                ends.append(places[end - 1] + 1)
        return Pieces(tuple(ids), tuple(starts), tuple(ends))

    def _pieces_of(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """The pieces of one word as number, start and end in it; a word that cannot be cut is unknown."""
        if len(word) > _LONGEST_WORD:
            return ((self.unknown, 0, len(word)),)
        found: list[tuple[int, int, int]] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._number.get(word[start:end] if start == 0 else f"##{word[start:end]}")
                if number is not None:
                    found.append((number, start, end))
                    start = end
                    break
            else:
                return ((self.unknown, 0, len(word)),)
        return tuple(found)


def _words(text: str) -> Iterator[tuple[str, list[int]]]:
    """Words in lower case without accents, each with the place in the text of each of its signs."""
    signs: list[str] = []
    places: list[int] = []
    for place, raw in enumerate(text):
        for sign in _folded(raw):
            if sign == " " or _stands_alone(sign):
                if signs:
                    yield "".join(signs), places
                    signs, places = [], []
                if sign != " ":
                    yield sign, [place]
            else:
                signs.append(sign)
                places.append(place)
    if signs:
        yield "".join(signs), places


@lru_cache(maxsize=4096)
def _folded(sign: str) -> str:
    """What is left of a sign: a space for any white space, nothing for controls and accents."""
    if sign in "\t\n\r" or unicodedata.category(sign) == "Zs":
        return " "
    if sign == "\ufffd" or unicodedata.category(sign).startswith("C"):
        return ""
    parted = unicodedata.normalize("NFD", sign.lower())
    return "".join(part for part in parted if unicodedata.category(part) != "Mn")


@lru_cache(maxsize=4096)
def _stands_alone(sign: str) -> bool:
    """Punctuation, ASCII symbols and Chinese signs are words of their own."""
    code = ord(sign)
    symbol = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    chinese = any(first <= code <= last for first, last in _CHINESE)
    return symbol or chinese or unicodedata.category(sign).startswith("P")

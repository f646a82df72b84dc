"""Words of texts and of questions, and where the one stand in the other: the same for every database.

A word is what SQLite's FTS5 takes for one (``unicode61 remove_diacritics 2``): letters and digits in a row,
in any case, Latin letters without their accents. Only letters that Unicode has had since version 6.1 are
told apart differently.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportedly.errors import UsageError
from reportedly.listing import Snippet

MOST_WORDS = 32
"""Of one question: FTS5 takes an expression of a depth of 256 at most, and nobody asks for more."""
_BEFORE, _AROUND = 60, 240
"""Code points of a text before the first word that was found, and those of a snippet in all."""
_PIECE = re.compile(r'"([^"]*)"|(\S+)')

# Accents that stand behind their letter belong to its word; other marks end one, as in FTS5.
_ACCENTS = "\u0300-\u0304\u0306-\u030c\u030f\u0311\u031b\u0323-\u0328\u032d\u032e\u0330\u0331"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_WORD = re.compile(rf"[\w{_PRIVATE}][\w{_PRIVATE}{_ACCENTS}]*")
_ACCENT = re.compile(f"[{_ACCENTS}]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, as it is compared, and where it stands: code points, end exclusive."""

    folded: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text in their order.

    >>> [word.folded for word in words_of("The Brigáde's re\u0301sume\u0301, No. 7")]
    ['the', 'brigade', 's', 'resume', 'no', '7']
    """
    # An underscore is a letter for a regular expression, and none for a reader.
    found = _WORD.finditer(text.replace("_", " "))
    return [Word(_folded(each.group()), each.start(), each.end()) for each in found]


def _folded(word: str) -> str:
    return word.lower() if word.isascii() else "".join(map(_plain, _ACCENT.sub("", word)))


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """A letter in lower case; a Latin one without accents."""
    folded = letter.casefold()
    lower = folded if len(folded) == 1 else letter.lower()
    parts = unicodedata.normalize("NFD", lower)
    return parts[0] if len(parts) > 1 and parts[0].isascii() else lower


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWords:
    """What a claim is found by, and what is shown of it."""

    claim: str
    value: str | None
    """Whom or what it names, as it is shown; None where it names nobody."""
    speaker: str
    """Who says it, as it is shown."""
    start: int
    """Where its passage begins in the report's text: code points."""
    fields: tuple[str, str, str]
    """What it is found by: its value, its speaker, and the passage that carries it."""

    @property
    def passage(self) -> str:
        """The words of the report that carry it."""
        return self.fields[2]


@dataclass(frozen=True, slots=True)
class Piece:
    """One word of a question, or several that stand next to each other."""

    words: tuple[str, ...]
    """As they are compared; without any nothing has the piece."""
    begins: bool = False
    """The last word may go on."""

    def marks_in(self, told: Sequence[Word]) -> list[tuple[int, int]]:
        """Where it stands in a text, by the text's words: code points, end exclusive."""
        size = len(self.words)
        last = size - 1
        return [
            (told[at].start, told[at + last].end)
            for at in range(len(told) - last if size else 0)
            if all(told[at + nth].folded == self.words[nth] for nth in range(last))
            and self._ends(told[at + last].folded)
        ]

    def _ends(self, word: str) -> bool:
        return word.startswith(self.words[-1]) if self.begins else word == self.words[-1]


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: all of its words and phrases."""

    words: tuple[str, ...]
    """As they were understood: a phrase in its quotes, a beginning with its asterisk."""

    @classmethod
    def of(cls, asked: str) -> Question:
        """Understand what somebody typed: words, "phrases", beginnings*; everything else is punctuation.

        Raises:
            UsageError: there are more than :data:`MOST_WORDS`.
        """
        clean = asked.encode("utf-8", "replace").decode().replace("\0", " ")
        pieces = (_understood(phrase, word) for phrase, word in _PIECE.findall(clean))
        words = tuple(dict.fromkeys(each for each in pieces if each))
        if len(words) > MOST_WORDS:
            raise UsageError(f"a question has at most {MOST_WORDS} words, not {len(words)}; leave some out")
        return cls(words)

    @property
    def match(self) -> str:
        """The same for FTS5: every piece is a string of it, so that no word is taken for an operator."""
        return " AND ".join(
            f'"{each.strip("*").strip(chr(34))}"{" *" if each.endswith("*") else ""}' for each in self.words
        )

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The same word by word: ``port-ansel`` is two that stand next to each other."""
        return tuple(
            Piece(tuple(word.folded for word in words_of(each)), begins=each.endswith("*"))
            for each in self.words
        )

    def marks_in(self, text: str) -> list[tuple[int, int]]:
        """Where its pieces stand in a text: code points, end exclusive, in order and apart."""
        told = words_of(text)
        found = sorted(mark for piece in self.pieces for mark in piece.marks_in(told))
        apart: list[tuple[int, int]] = []
        for start, end in found:
            if apart and start < apart[-1][1]:
                apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
            else:
                apart.append((start, end))
        return apart


def _understood(phrase: str, word: str) -> str:
    inner = " ".join(phrase.split())
    if any(map(str.isalnum, inner)):
        return f'"{inner}"' if " " in inner else inner
    bare = word.replace('"', "")
    stem = bare.strip("*")
    if not any(map(str.isalnum, stem)):
        return ""
    return f"{stem}*" if bare.endswith("*") else stem


def window(whole: str, marks: Sequence[tuple[int, int]], offset: int | None) -> Snippet:
    """The part of a text in which most of the marks stand; ``offset`` is where the text itself begins."""
    start = _best(marks)
    begin = max(0, start - _BEFORE)
    if begin:
        # Not within a word, where one ends nearby.
        begin = max(whole.find(" ", begin, start) + 1, begin)
    end = _end(whole, begin, [stop for first, stop in marks if begin <= first < begin + _AROUND])
    inside = tuple((first - begin, stop - begin) for first, stop in marks if first >= begin and stop <= end)
    return Snippet(text=whole[begin:end], start=None if offset is None else offset + begin, marks=inside)


def _end(whole: str, begin: int, stops: Sequence[int]) -> int:
    """Where a snippet ends: behind its last mark, between two words where there is such a place."""
    end = min(len(whole), begin + _AROUND)
    least = max(stops, default=begin + 1)
    return end if end == len(whole) else max(least, whole.rfind(" ", least, end))


def _best(marks: Sequence[tuple[int, int]]) -> int:
    """The mark behind which most others end within a snippet, the first of several; 0 without any."""
    room = _AROUND - _BEFORE
    stops = [stop for _, stop in marks]
    counted = [(nth - bisect_right(stops, first + room), first) for nth, (first, _) in enumerate(marks)]
    return min(counted)[1] if counted else 0

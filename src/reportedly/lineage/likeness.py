"""What two reports have in common, in eleven numbers."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache

from reportedly.language.rarity import rarity, weighed, words_of
from reportedly.lineage.agencies import agencies
from reportedly.lineage.fingerprints import QUOTE, Fingerprint
from reportedly.lineage.passages import shared_passages
from reportedly.lineage.runs import Numbers, common

_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+|\n+")
"""Cheaper than the reader's own sentences: where a title or an initial is cut off, little is lost."""
_LEAST_WORDS = 5
_LEAD = 3
_ALIKE = 0.35
"""Least cosine of a sentence retold."""
_RARE = 2.0
"""Rarity of a word that one report in seven has at most."""
_DAYS = 7
_MOST_SENTENCES = 200
"""Of a longer text the first are compared: pairs of sentences grow with the square."""

Turns = frozenset[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What is asked of a text for every pair it is in."""

    rare: dict[str, float]
    """Rare words and their rarity."""
    turns: Turns
    turns_told: Turns
    sentences: tuple[dict[str, float], ...]
    turns_of_sentences: tuple[Turns, ...]


class Likeness:
    """Measures of a pair of texts, each worked out when it is first asked for; all but ``longer`` are 0 to 1.

    'The shorter' is the text with fewer runs of five words; text that stands in page after page is left out
    of ``runs`` and ``told``. Which of the two is given first makes no difference.
    """

    def __init__(self, one: Fingerprint, other: Fingerprint) -> None:
        """Take a pair; nothing is measured yet."""
        self._short, self._long = sorted(
            (one, other), key=lambda each: (len(each.runs), each.words, each.report.id)
        )

    @cached_property
    def runs(self) -> float:
        """Root of the share of the shorter's five-word runs that stand in the longer."""
        return math.sqrt(containment(self._short.runs, self._long.runs))

    @cached_property
    def told(self) -> float:
        """That share outside direct quotes, and not its root."""
        return containment(self._short.prose, self._long.prose)

    @cached_property
    def turns(self) -> float:
        """Share of the three-word runs outside quotes, of the text that has fewer, that both have."""
        a, b = self._texts[0].turns_told, self._texts[1].turns_told
        return len(a & b) / max(1, min(len(a), len(b)))

    @cached_property
    def words(self) -> float:
        """Share of the shorter's rare words, by rarity, that the longer has."""
        a, b = self._texts
        both = sum(weight for word, weight in a.rare.items() if word in b.rare)
        return both / (sum(a.rare.values()) or 1.0)

    @cached_property
    def retold(self) -> float:
        """Share of the sentences of one that have a like in the other, the greater of both ways."""
        return max(_mean([best >= _ALIKE for best in bests]) for bests in self._likest)

    @cached_property
    def lead(self) -> float:
        """How alike the likest of the first three sentences is to any of the other, the mean of both ways."""
        return min(1.0, sum(max(bests[:_LEAD], default=0.0) for bests in self._likest) / 2)

    @cached_property
    def passages(self) -> float:
        """Share of the shorter's words that lie in passages of five words and more that both have."""
        shared = shared_passages(_body(self._short), _body(self._long))
        return min(1.0, sum(passage.words for passage in shared) / max(1, self._short.words))

    @cached_property
    def kept(self) -> float:
        """Share of the shorter's sentences half of whose three-word runs stand in the longer."""
        a, b = self._texts
        return _mean([len(each & b.turns) >= len(each) / 2 for each in a.turns_of_sentences])

    @cached_property
    def own(self) -> float:
        """1 where both are of one outlet: a follow-up repeats its background.

        Not so an agency's stories of one day and the next: the later one takes the earlier one's place.
        """
        outlet = self._short.report.outlet
        if not outlet or outlet != self._long.report.outlet:
            return 0.0
        return float(not agencies().is_agency(outlet) or self.days > 1 / _DAYS)

    @cached_property
    def days(self) -> float:
        """How far apart they appeared, a week and more is 1; 0 where a day is unknown."""
        one, other = self._short.report.published, self._long.report.published
        return min(abs((one - other).days), _DAYS) / _DAYS if one and other else 0.0

    @cached_property
    def longer(self) -> float:
        """Natural logarithm of how many times as many words the longer has."""
        return math.log(max(1, self._long.words) / max(1, self._short.words))

    @cached_property
    def _texts(self) -> tuple[_Prepared, _Prepared]:
        return _prepared(_body(self._short)), _prepared(_body(self._long))

    @cached_property
    def _likest(self) -> tuple[list[float], list[float]]:
        """Of each sentence of either text how alike the likest of the other is (cosine)."""
        a, b = (each.sentences for each in self._texts)
        holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for j, sentence in enumerate(b):
            for word, weight in sentence.items():
                holders[word].append((j, weight))
        far = [0.0] * len(b)
        near: list[float] = []
        for sentence in a:
            alike: dict[int, float] = defaultdict(float)
            for word, weight in sentence.items():
                for j, other in holders.get(word, ()):
                    alike[j] += weight * other
            near.append(max(alike.values(), default=0.0))
            for j, value in alike.items():
                far[j] = max(far[j], value)
        return near, far


def containment(one: Numbers, other: Numbers) -> float:
    """Share of the shorter's numbers that the longer has (Broder 1997)."""
    short, long = sorted((one, other), key=len)
    return common(short, long) / (len(short) or 1)


def _body(each: Fingerprint) -> str:
    return each.report.text[each.report.headline_end :]


@lru_cache(maxsize=2048)
def _prepared(text: str) -> _Prepared:
    words = words_of(text)
    parts = (words_of(part) for part in _SENTENCE.split(text))
    sentences = [part for part in parts if len(part) >= _LEAST_WORDS][:_MOST_SENTENCES]
    return _Prepared(
        rare={word: weight for word in dict.fromkeys(words) if (weight := rarity(word)) > _RARE},
        turns=_turns(words),
        turns_told=_turns(words_of(" ".join(QUOTE.split(text)))),
        sentences=tuple(weighed(each) for each in sentences),
        turns_of_sentences=tuple(_turns(each) for each in sentences),
    )


def _turns(words: list[str]) -> Turns:
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _mean(values: list[bool]) -> float:
    return sum(values) / (len(values) or 1)

"""Counts in English news text: of anything, of those who speak, of the killed and the wounded."""

from __future__ import annotations

import re

from reportedly.language.counts import NumberMention, find_numbers, number_value
from reportedly.language.patterns import compiled, word_set
from reportedly.language.tolls import Toll, find_toll
from reportedly.records import NumberRange

__all__ = ["NumberMention", "Toll", "find_numbers", "find_toll", "number_value", "parse_count"]

_DETERMINER = compiled(
    r"(?:the|these|those|his|her|its|their|our|all|same|said|other|both\s+of\s+the|all\s+of\s+the|one\s+of)\s+"
)
_ONE = compiled(r"(?:an?|another|one|a\s+second|a\s+third|this|that|each|every)\b")
_SOME = compiled(r"(?:some|many|most|a\s+number\s+of|a\s+group\s+of|multiple|various|numerous|few|others)\b")
_FIXED = ((compiled(r"both\b"), 2, 2), (compiled(r"several\b"), 3, None), (compiled(r"a\s+few\b"), 3, None))
_CUT = re.compile(
    r"(?<!\s)\s+(?:of|in|from|at|with|who|whose|that|which|close|near|for|within|inside|on|to|by|familiar|briefed|speaking|quoted|there|here)\s"
    r"|,|\s[-–—(]"
)
_PLURALS = word_set(
    """
    people men women children police policemen servicemen gunmen clergymen militiamen personnel
    others
    """
)
_SINGULARS = word_set(
    """
    news series press witness abbess business congress politics species hamas isis headquarters
    """
)


def parse_count(phrase: str) -> NumberRange | None:
    """How many speak, from the words that describe them; None where there are no words.

    >>> parse_count("two security officials"), parse_count("a source"), parse_count("officials in Baghdad")
    (NumberRange(min=2, max=2), NumberRange(min=1, max=1), NumberRange(min=2, max=None))
    """
    words = " ".join(phrase.split())
    if not any(char.isalnum() for char in words):
        return None
    parts = re.split(r"(?<!\s)\s+and\s+(?=(?:an?|one|another|two|three|four|five)\s)", words)
    counts = [_count(part) for part in parts]
    least = sum(count.min for count in counts)
    most = None if any(count.max is None for count in counts) else sum(count.max or 0 for count in counts)
    return NumberRange(least, most)


def _count(words: str) -> NumberRange:
    bare = words
    while match := _DETERMINER.match(bare):
        if match[0].lower().startswith("one"):
            return NumberRange(1, 1)
        bare = bare[match.end() :]
    for pattern, least, most in _FIXED:
        if pattern.match(bare):
            return NumberRange(least, most)
    number = _leading(bare)
    if number is not None:
        return number
    if _SOME.match(bare):
        return NumberRange(2, None)
    return NumberRange(1, 1) if _ONE.match(bare) or not _is_plural(bare) else NumberRange(2, None)


def _leading(words: str) -> NumberRange | None:
    head = next(iter(find_numbers(words[:80])), None)
    return head.range if head is not None and head.span.start == 0 else None


def _is_plural(words: str) -> bool:
    """Whether the head of a noun phrase is a plural: the last word before 'of', 'in' and the like."""
    cut = _CUT.search(words)
    head = re.findall(r"[\w'’-]+", words[: cut.start()] if cut else words)
    if not head:
        return False
    word = head[-1]
    if len(head) > 1 and word[0].isupper() and not words.isupper():
        return False
    low = word.lower()
    if low in _PLURALS:
        return True
    return (
        low.endswith("s")
        and not low.endswith(("ss", "us", "is", "'s", "’s"))
        and low not in _SINGULARS
        and (len(head) > 1 or not word[0].isupper() or low.endswith(_ROLE_ENDINGS))
    )


_ROLE_ENDINGS = tuple(
    word_set(
        """
        officials sources activists witnesses eyewitnesses residents rebels medics officers doctors analysts
        experts authorities monitors diplomats militants survivors relatives villagers reports soldiers
        fighters lawyers prosecutors investigators workers rescuers commanders journalists locals
        """
    )
)
"""Plurals that may stand alone with a capital, at the head of a sentence; others are names ('Reuters')."""

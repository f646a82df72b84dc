# ruff: noqa: E501 -- a pattern reads best as one line an alternative
"""Counts as English news writes them: 'nine', 'at least 22', 'dozens', 'two officials'.

Vague words are read at their least ('dozens' is 24 or more, 'hundreds' 200 or more), approximations
('about 40') at their face.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportedly.language.patterns import DIGITS, NUMBER_WORDS, ONES, SCALES, TENS, compiled
from reportedly.records import NumberRange, Span

MOST = 10**15
"""A larger number counts nothing that a news report tells of."""

_VAGUE = {
    "tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000, "several": 3,
    "multiple": 2, "numerous": 2, "many": 2, "countless": 2,
}  # fmt: skip
_DOZEN = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
_DOZENS = "|".join(_DOZEN)
_QUANTITY = (
    rf"(?:(?:{DIGITS})(?:\.\d+)?(?:\s+(?:hundred|thousand|million|billion|dozen)\b)?|{NUMBER_WORDS}(?:\s+dozen\b)?"
    rf"|(?:a|several|half\s+a|a\s+few|a\s+couple(?:\s+of)?)\s+(?:{_DOZENS})\b"
    r"|(?:(?:tens|dozens|scores|hundreds)\s+of\s+(?:thousands|hundreds|dozens|millions)|tens|dozens|scores|hundreds|thousands"
    r"|millions|several|numerous|multiple|countless)\b|a\s+(?:couple|handful|few|number|group)\s+of\b)"
)
_LEAST = (
    r"at\s+least|no\s+(?:fewer|less)\s+than|not\s+less\s+than|a\s+minimum\s+of|upwards\s+of|as\s+few\s+as"
)
_ABOVE = r"more\s+than|over|above|in\s+excess\s+of|well\s+over|exceeding"
_MOST = r"up\s+to|as\s+many\s+as|at\s+(?:the\s+)?most|no\s+more\s+than|not\s+more\s+than|a\s+maximum\s+of"
_BELOW = r"fewer\s+than|less\s+than|under|below"
_NEAR = r"about|around|approximately|some|roughly|nearly|almost|close\s+to|an\s+estimated"
_NUMBER = compiled(
    rf"(?<![\w.,$£€#/-])(?:(?:(?P<least>{_LEAST})|(?P<above>{_ABOVE})|(?P<most>{_MOST})|(?P<below>{_BELOW})|(?P<between>between|from)"
    rf"|(?:{_NEAR}))\s+)?"
    rf"(?P<first>{_QUANTITY})(?:(?:\s*[-–]\s*|\s+(?:to|or)\s+|(?(between)\s+and\s+|(?!)))(?P<second>{DIGITS}|{NUMBER_WORDS}))?"
    r"(?P<more>\s+or\s+more\b|\s*\+|\s*-plus\b)?(?!\w|[-/:]\d|[.,]\d|\s*%|-?(?:st|nd|rd|th)\b)"
)


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A count as the text has it, its 'at least' and the like included."""

    span: Span
    range: NumberRange


def number_value(text: str) -> int | None:
    """A number in digits or words; None where it is neither.

    >>> number_value("one hundred and twenty-two"), number_value("1,200"), number_value("1.5 million")
    (122, 1200, 1500000)
    """
    words = text.lower().replace(",", "").replace("-", " ").split()
    number = _digits(words) if words and words[0][0].isdigit() else _spelled(words)
    return None if number is None or number > MOST else number


def _digits(words: list[str]) -> int | None:
    while len(words) > 1 and words[1] == "000":
        words = [words[0] + "000", *words[2:]]
    if len(words[0]) > 18 or not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", words[0]):
        return None
    scale = 1
    for word in words[1:]:
        if word not in SCALES and word != "dozen":
            return None
        scale *= SCALES.get(word, 12)
    if "." in words[0]:
        return None if scale == 1 else round(float(words[0]) * scale)
    return int(words[0]) * scale


def _spelled(words: list[str]) -> int | None:
    total, group, seen = 0, 0, False
    for word in words:
        if word == "and":
            continue
        if word in SCALES or word == "dozen":
            group = max(group, 1) * SCALES.get(word, 12)
            if word not in ("hundred", "dozen"):
                total, group = total + group, 0
        elif word in ONES or word in TENS:
            group += ONES.get(word, 0) + TENS.get(word, 0)
        else:
            return None
        seen = True
        if total > MOST or group > MOST:
            return None
    return total + group if seen else None


def find_numbers(text: str) -> tuple[NumberMention, ...]:
    """The counts of ``text``, in order and apart; ordinals, percentages and sums of money are none.

    >>> [(m.span.text, m.range.min, m.range.max) for m in find_numbers("at least nine of 10-15, dozens more")]
    [('at least nine', 9, None), ('10-15', 10, 15), ('dozens', 24, None)]
    """
    found = []
    for match in _NUMBER.finditer(text):
        count = _range(match)
        if count is not None:
            start = match.start() if _uses_lead(match) else match.start("first")
            found.append(NumberMention(Span.of(text, start, _end(match)), count))
    return tuple(found)


def _end(match: re.Match[str]) -> int:
    """Behind the second number only where the two make a range; 'two and three' do not."""
    return match.end() if _pair(match) is not None or not match["second"] else match.end("first")


def _uses_lead(match: re.Match[str]) -> bool:
    return not match["between"] or _pair(match) is not None


def _pair(match: re.Match[str]) -> NumberRange | None:
    if not match["second"]:
        return None
    first, last = number_value(match["first"]), number_value(match["second"])
    return NumberRange(first, last) if first is not None and last is not None and first < last else None


def _range(match: re.Match[str]) -> NumberRange | None:
    pair = _pair(match)
    if pair is not None:
        return pair
    base = _quantity(match["first"])
    if base is None:
        return None
    if match["least"] or match["more"]:
        return NumberRange(base.min, None)
    if match["above"]:
        # 'More than 300' is 300..None: coders of conflict data take the figure named (33 of 41 labelled cases).
        return NumberRange(base.min, None)
    if match["most"] and base.max is not None:
        return NumberRange(0, base.max)
    if match["below"] and base.max:
        return NumberRange(0, base.max - 1)
    return base


def _quantity(text: str) -> NumberRange | None:
    """A quantity without what limits it: 'nine' 9..9, 'a dozen' 12..12, 'dozens' 24..None."""
    words = text.lower().split()
    exact = number_value(" ".join(words))
    if exact is not None:
        return NumberRange(exact, exact)
    if words[-1] in _DOZEN:
        return _dozens(words, _DOZEN[words[-1]])
    if len(words) == 3 and words[1] == "of" and words[0] in _VAGUE:
        return NumberRange(_VAGUE[words[0]] * _VAGUE[words[2]] // 2, None)
    if words[0] == "a":
        return {"couple": NumberRange(2, 2)}.get(
            words[1], NumberRange(3 if words[1] in ("few", "handful") else 2, None)
        )
    return NumberRange(_VAGUE[words[0]], None) if words[0] in _VAGUE else None


def _dozens(words: list[str], size: int) -> NumberRange:
    if words[0] == "half":
        return NumberRange(size // 2, size // 2)
    if words[0] == "several" or words[1] == "few":
        return NumberRange(3 * size, None)
    times = 2 if words[1] == "couple" else 1
    return NumberRange(times * size, times * size)

# ruff: noqa: E501 -- a pattern reads best as one line an alternative
"""Amounts of time: 'three days', 'half an hour', 'several weeks', and their TIMEX3 values."""

from __future__ import annotations

import re

from reportedly.language.counts import number_value
from reportedly.language.patterns import DIGITS, NUMBER_WORDS

_UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y",
    "decade": "X", "century": "C", "centurie": "C", "weekend": "E", "night": "N",
}  # fmt: skip
UNIT = r"(?P<unit>second|minute|hour|day|week|month|year|decade|centur(?:y|ie)|quarter|night)s?\b"
COUNT = rf"(?P<count>(?:{DIGITS})(?:\.\d+|\s+1/2)?|{NUMBER_WORDS}|an?|a\s+couple\s+of|a\s+few|few|several|half\s+an?|a\s+dozen)"
ABOUT = (
    r"(?:(?:about|around|nearly|almost|more\s+than|less\s+than|over|under|at\s+least|up\s+to|some|approximately|roughly"
    r"|only|just|barely)\s+)?"
)
_FIXED = {
    "few": None, "several": None, "a few": None, "a": 1.0, "an": 1.0, "a couple of": 2.0, "half a": 0.5, "half an": 0.5,
    "a dozen": 12.0,
}  # fmt: skip


def unit_of(match: re.Match[str]) -> str:
    """The unit's letter in a value: D W M Q Y, X decade, C century, TH TM TS clock units."""
    return _UNITS[match["unit"].lower()]


def count_of(match: re.Match[str]) -> float | None:
    """The number of units; None for 'several' and 'a few'."""
    words = " ".join(match["count"].lower().split())
    if words in _FIXED:
        return _FIXED[words]
    whole = words.removesuffix(" 1/2")
    number = float(whole) if "." in whole else number_value(whole)
    return None if number is None else number + (0.5 if whole != words else 0.0)


def duration(count: float | None, unit: str) -> str | None:
    """``P3D``, ``PT16H``, ``P2Y6M``, ``PXW``; None where the standard has no way to say it."""
    if unit == "N":
        return None if count is None else f"P{count:g}D"
    if unit == "Q":
        count, unit = (None if count is None else count * 3), "M"
    if unit in "XC" and count is not None:
        count, unit = count * (10 if unit == "X" else 100), "Y"
    time, letter = ("T", unit[1]) if unit[0] == "T" else ("", {"X": "DE", "C": "CE"}.get(unit, unit))
    if count is None:
        return f"P{time}X{letter}"
    whole, part = int(count), count - int(count)
    smaller = {
        "Y": (12, "M"),
        "H": (60, "M"),
        "M": (60, "S") if time else (30, "D"),
        "D": (24, "H"),
        "W": (7, "D"),
    }
    if part == 0 or letter not in smaller:
        return f"P{time}{count:g}{letter}"
    factor, name = smaller[letter]
    rest = f"{round(part * factor)}{name}"
    return f"P{time}{whole}{letter}{rest}" if whole else f"P{time}{rest}"

# ruff: noqa: E501 -- a pattern reads best as one line an alternative
"""Runs of words that may name a place, and the countries that a text speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from reportedly.language.gazetteer import Area, cities, countries, fold
from reportedly.language.patterns import MONTHS, WEEKDAYS, word_set

_WORD = r"(?:(?:[A-Z]\.)+|St\.|Ft\.|[A-Z\u00c0-\u00de][\w'’]*(?:-[\w'’]+)*)"
_LINK = r"(?:\s+(?:al|el|ez|az|as|ar|es|de|del|of|and|the|la|los|las|le|du|da|do|bin|ibn)(?:-|\s+)(?=[A-Z])|\s+|-)"
_NAME = re.compile(
    rf"(?:(?:al|el|ar|as|ad|ash)-)?{_WORD}(?:{_LINK}(?:(?:al|el|ar|as|ad|ash)-)?{_WORD}){{0,5}}"
)
NO_PLACE = word_set(
    """
    of the and police army man men nice reading university hospital general victoria islamic state
    muslim christian sunday monday he she orange mobile bath battle best march most major union
    central best real santos bush clinton martin luther nelson lincoln jackson obama reuters press
    agency associated mission independence progress hope enterprise commerce liberty federal
    national security temple street road avenue bay park lake river mount mountain summit surprise
    deal eagle young page sandy lawrence salem columbia god allah mohammed muhammad ahmed ali hassan
    hussein ibrahim mustafa abdullah khan said omar carlos jose maria juan san santa new los las
    saint north south east west time date source tags english post times today spring hill grand
    same also date kin van same but for our this march kurdish arab shiite shia sunni alawite druze
    jewish yazidi rebel sana afp irna tass wafa petra maan rudaw daesh isis isil nusra hezbollah
    hamas taliban fatah likud caliphate syrias
    """
)
"""Words that name some city somewhere, but in news mean something else."""


def demonym_country(word: str) -> str | None:
    """The country (ISO 3166-1 alpha-2) that a demonym belongs to.

    >>> demonym_country("Iraqi"), demonym_country("Iraqis"), demonym_country("Kurdish")
    ('IQ', 'IQ', None)
    """
    area = demonym_area(word)
    return None if area is None else area.country or None


def demonym_area(word: str) -> Area | None:
    """The country, part or continent that a demonym belongs to, in singular or plural."""
    key, table = fold(word), countries().demonyms
    return table.get(key) or (table.get(key[:-1]) if key.endswith("s") else None)


def by_weight(votes: Counter[str]) -> tuple[str, ...]:
    """The names and codes that were voted for, each as often as it was, the most frequent first."""
    return tuple(code for code, count in votes.most_common() for _ in range(count))


def mentioned_countries(text: str) -> Counter[str]:
    """How often each country (or US state, as ``US.LA``) is named, by name or demonym."""
    votes: Counter[str] = Counter()
    for start, end in name_runs(text):
        for word in _pieces(text[start:end]):
            votes.update(_area_votes(word))
    return votes


def _area_votes(word: str) -> list[str]:
    areas = countries().names.get(fold(word), ())
    if len(areas) > 1 or (areas and not areas[0].country):
        return []
    if areas:
        return [areas[0].name if areas[0].part else areas[0].country]
    code = demonym_country(word)
    return [] if code is None else [code]


def area_votes(text: str, runs: Iterable[tuple[int, int]] | None = None) -> Counter[str]:
    """How often each country ('US') and part of one ('US.LA') is named, by name or demonym, in ``runs`` of names."""
    votes: Counter[str] = Counter()
    for start, end in name_runs(text) if runs is None else runs:
        for word in _pieces(text[start:end]):
            votes.update(_codes_of(word))
    return votes


def _codes_of(word: str) -> Iterator[str]:
    areas = countries().names.get(fold(word), ())
    area = areas[0] if len(areas) == 1 else None if areas else demonym_area(word)
    if area is not None and area.country:
        yield area.country
        if area.part:
            yield f"{area.country}.{area.part}"


def _pieces(name: str) -> Iterator[str]:
    """The name, and its words and pairs of words."""
    words = name.split()
    yield name
    if len(words) > 1:
        yield from words
        yield from (" ".join(pair) for pair in pairwise(words) if len(words) > 2)


def name_runs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words; in a line of capitals every run of words between marks and small words."""
    for match in _NAME.finditer(text):
        if _is_abbreviated(text, match.start(), match.end()):
            yield match.start(), match.end() + 1
        elif not match[0].isupper() or len(match[0].split()) < 3:
            yield from _owners(text, match.start(), _trimmed(match))
        else:
            yield from _capital_runs(text, match.start(), match.end())


_LONGEST_ABBREVIATION = 6


def _is_abbreviated(text: str, start: int, end: int) -> bool:
    """'Paris, Ky.': the point is the name's, and behind a comma or bracket 'Miss.' and 'Mass.' are states."""
    return (
        text[end : end + 1] == "."
        and end - start < _LONGEST_ABBREVIATION
        and text[max(0, start - 2) : start].strip()[-1:] in (",", "(")
        and fold(text[start : end + 1]) in countries().names
    )


_OWNER = re.compile(r"(\S+?)['’]?s\s+(?=\S)")


def _owners(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """'Syria's Hama' and, from pages that lost their marks, 'Syrias Hama' are two names."""
    owner = _OWNER.match(text, start, end)
    if owner is not None and fold(owner[1]) in countries().names:
        yield start, owner.end(1)
        start = owner.end()
    hedge = HELD.match(text, start, end)
    start = hedge.end() if hedge else start
    party, tail = _PARTY.match(text, start, end), _FROM.search(text, start, end)
    yield (party.end() if party else start), (tail.start() if tail else end)


_PARTY = re.compile(r"(?:R|D|DFL|Lab|Con)-(?=[A-Z]\w)")
"""'(R-Ocilla)': whom a member of parliament sits for."""
_FROM = re.compile(r"-(?:based|born|area|bound)$")


HELD = re.compile(r"[\w-]+-(?:held|controlled|led|backed|run|occupied|based|made)\s+(?=\S)")


def _is_date_or_letter(word: str) -> bool:
    """What begins the next phrase where a page lost its marks: 'Manbij A …', 'Idlib September 3'."""
    low = word.lower()
    month = low[:3] in MONTHS and low.endswith(("ary", "ril", "may", "une", "uly", "ust", "ber", "rch"))
    return len(word) == 1 or month or (low[:3] in WEEKDAYS and low.endswith("day"))


def _trimmed(match: re.Match[str]) -> int:
    end = match.end()
    words = match[0].split()
    while len(words) > 1 and _is_date_or_letter(words[-1]):
        end -= len(match.string[match.start() : end]) - len(
            match.string[match.start() : end].removesuffix(words.pop()).rstrip()
        )
    if end < match.end():
        return end
    if match[0].endswith(".") and not (len(match[0]) > 2 and fold(match[0]) in countries().names):
        end -= 1
    return end - 2 if match.string[end - 2 : end] in ("'s", "’s") and end - 2 > match.start() else end


_CAPITAL_WORD = re.compile(r"[^\s.,;()\[\]]+")
_LONGEST = 3


def _capital_runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """In capitals nothing marks a name: the longest runs that some list knows are taken for one."""
    words = [match.span() for match in _CAPITAL_WORD.finditer(text, start, end)]
    at = 0
    while at < len(words):
        for width in range(min(_LONGEST, len(words) - at), 0, -1):
            run = words[at][0], words[at + width - 1][1]
            if _known(text[run[0] : run[1]]):
                yield run
                at += width - 1
                break
        at += 1


def _known(name: str) -> bool:
    key = fold(name)
    table = countries()
    if key in table.names or key in table.demonyms:
        return True
    return len(name) > 3 and key not in NO_PLACE and bool(cities(name))

# ruff: noqa: E501 -- a pattern reads best as one line an alternative
"""Places named in English news text, and where on earth they are.

A name is a place where the words around it say so ('in Hama', 'the town of …', 'Idlib province', a dateline), or where
it can hardly be anything else (a country, a large city that stands alone). Among namesakes the largest wins, unless the
countries and demonyms that the text mentions point elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reportedly.language.gazetteer import cities, countries, fold
from reportedly.language.patterns import MONTHS, WEEKDAYS
from reportedly.language.place_candidates import candidates, states_of
from reportedly.language.place_context import Votes, choose, codes, locate, located, spoken_of
from reportedly.language.place_names import (
    HELD,
    NO_PLACE,
    area_votes,
    demonym_country,
    mentioned_countries,
    name_runs,
)
from reportedly.records import Place, Span

__all__ = [
    "PlaceMention",
    "demonym_country",
    "find_places",
    "locate",
    "mentioned_countries",
    "resolve",
]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as the text has it; ``near`` where the text says near it, outside it or so far from it."""

    span: Span
    place: Place
    near: bool = False


_KIND = (
    r"city|town|village|province|governorate|district|region|neighbou?rhood|suburbs?|countryside|state|county|department|municipality"
    r"|camp|township|area|prefecture|island|valley|parish|canton|oblast|quarter|enclave|crossing|airport|airbase|air\s+base"
)
_KIND_BEFORE = re.compile(
    rf"\b(?:{_KIND}|towns|cities|villages|provinces|capital)\s+(?:of\s+)?$", re.IGNORECASE
)
_KIND_AFTER = re.compile(rf"['’]?s?\s+(?:{_KIND})\b", re.IGNORECASE)
_WIDE_AFTER = re.compile(
    r"['’]?s?\s+(?:province|governorate|region|countryside|state|department|county|oblast|prefecture|parish)\b",
    re.IGNORECASE,
)
_WIDE_BEFORE = re.compile(
    r"\b(?:province|governorate|region|countryside|state|department|county)\s+of\s+$", re.IGNORECASE
)
_WHERE_BEFORE = re.compile(
    r"\b(?:in|at|near|outside|inside|around|across|from|to|into|over|through|towards?|between|throughout|within|of|on|off|for|against"
    r"|leave|leaving|reach(?:ed|ing)?|enter(?:ed|ing)?|visit(?:ed|ing)?|hit|rocked|struck)"
    r"(?:\s+(?:the|central|downtown|north|south|east|west|north-?east|north-?west|south-?east|south-?west|northern|southern|eastern|western"
    r"|north-?eastern|north-?western|south-?eastern|south-?western|besieged|nearby|rebel-held|greater|occupied|war-torn|rural|regime-held))*\s+$",
    re.IGNORECASE,
)
_SIDE_BEFORE = re.compile(
    r"\b(?:north|south|east|west|central|northern|southern|eastern|western|north-?eastern|north-?western|south-?eastern|south-?western|rural)\s+$",
    re.IGNORECASE,
)
_NEAR_BEFORE = re.compile(
    r"\b(?:near|outside|close\s+to|outskirts\s+of|around|(?:north|south|east|west|northeast|northwest|southeast|southwest)\s+of"
    r"|(?:miles|kilomet(?:er|re)s|km)\s+(?:\w+\s+)?(?:from|of)|vicinity\s+of|next\s+to|on\s+the\s+road\s+to)\s+(?:the\s+)?"
    rf"(?:(?:{_KIND})\s+of\s+)?$",
    re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(
    r"\b(?:mr|mrs|ms|dr|gen|general|col|colonel|maj|major|capt|captain|lt|sgt|president|minister|secretary|sen|senator|rep|gov|governor|mayor"
    r"|spokesman|spokeswoman|director|sheikh|imam|king|prince|prof|judge|officer|commander|chief|sheriff|detective|ambassador|named|called)\.?\s+$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"\s*+(?:,\s*[A-Z][\w. ]{1,30})?\s*(?:\(|[-–—]{1,2}\s|:\s)|,\s*\d{1,2}\s+[A-Z]{3}|,\s*(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)"
)
_ALONE = 400_000
"""A city of so many needs no word beside it to be read as a place, if no other capitalised word stands there."""


def resolve(name: str, *, context: Collection[str] = ()) -> Place | None:
    """Where ``name`` is; ``context`` is countries (codes, names) or parts of them that the text speaks of.

    Countries come before cities. Among namesakes those of the context come first, then the larger. To resolve the
    names of one text together, see :func:`locate`.

    >>> resolve("Tripoli").country, resolve("Tripoli", context=["LB"]).country
    ('LY', 'LB')
    """
    return _place_of(name, codes(context))


def _place_of(name: str, votes: Votes) -> Place | None:
    chosen = choose({name: candidates(name, spoken_of(votes))}, votes)
    return chosen[name].place if name in chosen else None


# A reader asks of one sentence several times over: which attack it tells of, where, and when.
@lru_cache(maxsize=512)
def find_places(text: str, *, context: tuple[str, ...] = ()) -> tuple[PlaceMention, ...]:
    """The places of ``text``, in order and apart.

    ``context`` is countries or parts that a longer text speaks of which this is a sentence of, each as often as it
    does (:func:`by_weight` of :func:`mentioned_countries`). A name where a place must stand ('the town of X') that no
    list knows is given with precision ``unknown`` and the country that most mentions are of.

    >>> [(m.span.text, m.place.country, m.near) for m in find_places("A bomb went off near Baghdad in Iraq.")]
    [('Baghdad', 'IQ', True), ('Iraq', 'IQ', False)]
    """
    runs = tuple(name_runs(text))
    votes = area_votes(text, runs) + codes(context)
    told = frozenset(fold(text[start:end]) for start, end in runs if _is_told(text, start, end))
    found: list[PlaceMention] = []
    for start, end in runs:
        for mention in _read(text, start, end, votes, told):
            if not found or found[-1].span.end <= mention.span.start:
                found.append(mention)
    return tuple(_together(text, found, votes))


def _is_capital_dateline(text: str, start: int, after: str) -> bool:
    """Whether a sentence begins with a name in capitals and a dash: '… by fire. MANASSAS -- A man …'."""
    first = re.match(r"[A-Z][A-Z. ]{3,}", text[start : start + 40])
    opens = text[max(0, start - 2) : start].strip() in ("", ".", "!", "?")
    return first is not None and opens and _CAPITAL_DATELINE.match(after) is not None


_CAPITAL_DATELINE = re.compile(r"(?:,\s*[A-Z][\w. ]{1,20}?)?\s*(?:[-–—]{1,2}\s|\()")


def _is_told(text: str, start: int, end: int) -> bool:
    """Whether the words around a name say once for the whole text that it is a place."""
    before, after = text[max(0, start - 60) : start], text[end : end + 40]
    return bool(
        _IN_BEFORE.search(before)
        or _KIND_BEFORE.search(before)
        or _KIND_AFTER.match(after)
        or (start == 0 and _DATELINE.match(after))
        or _is_capital_dateline(text, start, after)
        or _is_qualified(after)
    )


_IN_BEFORE = re.compile(
    r"\b(?:in|near|outside|throughout)\s+(?:(?:central|downtown|nearby|(?:north|south)?-?(?:east|west)?(?:ern)?)\s+)?$",
    re.IGNORECASE,
)


def _together(text: str, mentions: Sequence[PlaceMention], votes: Votes) -> Iterator[PlaceMention]:
    """The mentions with the places that fit each other; one that must be a place and is on no list stays so."""
    known = [mention for mention in mentions if mention.place.latitude is not None]
    places = iter(located(text, [mention.span for mention in known], votes, ()))
    for mention in mentions:
        place = next(places) if mention.place.latitude is not None else None
        if place is None:
            yield mention
        else:
            yield replace(mention, place=_widened(place) if _is_wide(mention.place) else place)


def _is_wide(place: Place) -> bool:
    return place.precision == "admin1" and place.geoname is not None


def _read(
    text: str, start: int, end: int, votes: Counter[str], told: frozenset[str]
) -> Iterator[PlaceMention]:
    """The place of a run of capitalised words: the whole, else what stands behind or before a comma-less join."""
    before, after = text[max(0, start - 60) : start], text[end : end + 40]
    name = text[start:end]
    if not _may_be_place(name, before) or _TITLE_BEFORE.search(before):
        return
    strong = fold(name) in told or _says_place(text, start, before, after)
    place = _accepted(name, strong=strong, votes=votes, told=told)
    if (
        place is None
        and (_KIND_BEFORE.search(before) or _KIND_AFTER.match(after))
        and _may_be_unlisted(name, after)
    ):
        place = Place(name=name, country=_main_country(votes))
    if place is None and (opening := _OPENING.match(name)):
        yield from _read(text, start + opening.end(), end, votes, told)
        return
    if place is None and " and " in name:
        middle = name.index(" and ")
        yield from _read(text, start, start + middle, votes, told)
        yield from _read(text, start + middle + len(" and "), end, votes, told)
        return
    if place is None:
        yield from _parts(text, start, end, votes, told, strong=strong)
        return
    wide = _WIDE_AFTER.match(after) is not None or _WIDE_BEFORE.search(before) is not None
    yield PlaceMention(
        Span.of(text, start, end), _widened(place) if wide else place, _NEAR_BEFORE.search(before) is not None
    )


def _main_country(votes: Counter[str]) -> str | None:
    """The country that most mentions of countries are of, if any is."""
    countries_only = Counter({code: count for code, count in votes.items() if "." not in code})
    (code, count), *_ = countries_only.most_common(1) or [("", 0)]
    return code if count * 2 > countries_only.total() else None


_OPENING = re.compile(
    r"(?:the|an?|in|at|near|from|outside|around|across|to|on|for|but|and|when|while|after|before|since|as|if|both|all|many|some"
    r"|most|two|three|another|later|meanwhile|also|yesterday|today|then|now)\s+(?=[A-Z])",
    re.IGNORECASE,
)
"""What a sentence begins with in a capital that is no part of the name behind it."""


def _may_be_unlisted(name: str, after: str) -> bool:
    """Not 'A', 'Sen.', 'Rep.', nor whom the place belongs to."""
    short = len(name) < _SHORTEST or (len(name) <= len("Capt") and after.startswith("."))
    return not short and not _is_people(name)


_SHORTEST = 3


def _is_people(name: str) -> bool:
    """'Syrian Arab Army camp', 'Kurdish area': the words say whose, not which."""
    table = countries()
    return (
        any(fold(word) in table.demonyms or fold(word) in NO_PLACE for word in name.split())
        or len(name.split()) > 3
    )


def _may_be_place(name: str, before: str) -> bool:
    low = name.lower().strip(".")
    if (
        low in NO_PLACE
        or low == "islamic state"
        or HELD.match(low + " x")
        or (low[:3] in WEEKDAYS and low.endswith("day"))
    ):
        return False
    return not (
        low[:3] in MONTHS
        and len(low) > 2
        and (len(low) < 5 or low.endswith(("ry", "ch", "il", "ust", "ber")))
    )


def _says_place(text: str, start: int, before: str, after: str) -> bool:
    opens = start == 0 or before.rstrip(" ")[-1:] in ("\n", "")
    return bool(
        _WHERE_BEFORE.search(before)
        or _KIND_BEFORE.search(before)
        or _SIDE_BEFORE.search(before)
        or _KIND_AFTER.match(after)
        or (opens and _DATELINE.match(after))
        or _is_qualified(after)
    )


_QUALIFIER = re.compile(r",\s+((?:[A-Z][\w.]*)(?:\s[A-Z][\w.]*)?)")


def _is_qualified(after: str) -> bool:
    """Whether a state or country stands behind a comma: 'Gainesville, Texas', 'Paris, Ky.'."""
    match = _QUALIFIER.match(after)
    return match is not None and any(
        fold(form) in countries().names for form in (match[1], match[1].split()[0], match[1].rstrip("."))
    )


def _accepted(name: str, *, strong: bool, votes: Counter[str], told: frozenset[str]) -> Place | None:
    """``told`` are the names that stand where only places do: Kerry and Kent are people unless one is in them."""
    if demonym_country(name) is not None:
        return None
    sited = fold(name) in told or " " in name
    areas = [area for area in countries().names.get(fold(name), ()) if sited or not area.is_region]
    sure = strong or states_of(name)
    if not areas and not sure and (len(name.split()) > 2 or not _large(name)):
        return None
    if not areas and name.isupper() and len(name) < 4:
        return None
    if not areas and len(name.split()) > 1 and demonym_country(name.split()[0]):
        return None
    return _place_of(name, votes)


def _large(name: str) -> bool:
    found = cities(name)
    return bool(found) and found[0].population >= _ALONE


def _parts(
    text: str, start: int, end: int, votes: Counter[str], told: frozenset[str], *, strong: bool
) -> Iterator[PlaceMention]:
    """'Khan Younis Gaza', 'Paris France': a country at the end of a run; 'Damascus University' is the city's."""
    words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
    for width in (3, 2, 1):
        if len(words) > width:
            left = words[-width][0]
            if countries().names.get(fold(text[left:end])):
                place = _place_of(text[left:end], votes)
                head = _accepted(text[start : words[-width - 1][1]], strong=strong, votes=votes, told=told)
                if head is not None and strong:
                    yield PlaceMention(Span.of(text, start, words[-width - 1][1]), head)
                if place is not None:
                    yield PlaceMention(Span.of(text, left, end), place)
                return
    yield from _head(text, words, votes, told)


_OWNED = re.compile(
    r"\s+(?:police|universit\w+|college|(?:high|middle|elementary|public)\s+schools?|hospital|airport|(?:circuit|district|supreme|superior|high)\s+court"
    r"|council|city|county|department|fire|sheriff|mayor|gov|governor|sen|senator|rep|president|prime\s+minister|embassy|army|navy|air\s+force"
    r"|government|parliament|house|senate|metropolitan|international|regional|state|town|township|board|district|attorney|commission|chamber)\b",
    re.IGNORECASE,
)


def _head(
    text: str, words: Sequence[tuple[int, int]], votes: Votes, told: frozenset[str]
) -> Iterator[PlaceMention]:
    """'Edmonton Police Service', 'U.S. Senate': the place whose body it is."""
    for width in (3, 2, 1):
        name = text[words[0][0] : words[min(width, len(words)) - 1][1]]
        if len(words) > width and (_OWNED.match(text, words[width - 1][1]) or states_of(name)):
            if not _may_be_place(name, ""):
                continue
            place = _accepted(name, strong=fold(name) in told, votes=votes, told=told)
            if place is not None:
                yield PlaceMention(Span.of(text, words[0][0], words[width - 1][1]), place)
                return


def _widened(place: Place) -> Place:
    """'Hama province' is not the town of that name, though it lies around it."""
    return replace(place, precision="admin1") if place.precision == "city" else place

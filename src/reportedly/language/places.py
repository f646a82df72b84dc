# ruff: noqa: E501 -- a pattern reads best as one line an alternative
"""Places named in English news text, and where on earth they are.

A name is a place where the words around it say so ('in Hama', 'the town of …', 'Idlib province', a dateline), or where
it can hardly be anything else (a country, a large city that stands alone). Among namesakes the largest wins, unless the
countries and demonyms that the text mentions point elsewhere.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from reportedly.language.gazetteer import Area, City, cities, countries, fold, skeleton, spelled_alike, stem
from reportedly.language.patterns import MONTHS, WEEKDAYS, word_set
from reportedly.language.place_names import (
    HELD,
    NO_PLACE,
    by_weight,
    demonym_country,
    mentioned_countries,
    name_runs,
)
from reportedly.records import Place, Span

__all__ = ["PlaceMention", "demonym_country", "find_places", "mentioned_countries", "resolve"]


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
    r"\s*(?:,\s*[A-Z][\w. ]{1,30})?\s*(?:\(|[-–—]{1,2}\s|:\s)|,\s*\d{1,2}\s+[A-Z]{3}|,\s*(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)"
)
_ALONE = 400_000
"""A city of so many needs no word beside it to be read as a place, if no other capitalised word stands there."""


def resolve(name: str, *, context: Collection[str] = ()) -> Place | None:
    """Where ``name`` is; ``context`` is countries (codes, names) or US states that the text speaks of.

    Countries come before cities. Among namesakes those of the context come first, then the larger.

    >>> resolve("Tripoli").country, resolve("Tripoli", context=["LB"]).country
    ('LY', 'LB')
    """
    return _place_of(name, _codes(context))


def _place_of(name: str, votes: Counter[str]) -> Place | None:
    bare = " ".join(name.split()).strip(" ,.;:\"'’") if not _is_abbreviation(name) else name.strip()
    if not bare:
        return None
    for spelling in dict.fromkeys((bare, bare.removeprefix("the ").removeprefix("The "))):
        place = _resolve(spelling, votes)
        if place is not None:
            return place
    demonym = countries().demonyms.get(fold(bare)) or countries().demonyms.get(fold(bare).removesuffix("s"))
    if demonym is not None:
        return _of_area(demonym)
    shorter = _without_kind(bare)
    place = _resolve(shorter, votes) if shorter != bare else None
    return place if place is None or not _COUNTY.search(bare) or _in_votes(place, votes) else None


def _is_abbreviation(name: str) -> bool:
    return name.strip().endswith(".") and fold(name) in countries().names


_KINDS = re.compile(
    rf"^(?:(?:the\s+)?(?:{_KIND})\s+of\s+)|\s+(?:{_KIND})$|^(?:north|south|east|west|central|northern|southern|eastern|western)(?:ern)?\s+",
    re.IGNORECASE,
)


def _without_kind(name: str) -> str:
    return _KINDS.sub("", name)


_COUNTY = re.compile(r"\b(?:county|parish)\b", re.IGNORECASE)


def _in_votes(place: Place, votes: Counter[str]) -> bool:
    """A county is looked for under its name's town only where the text names the state of that town."""
    town = next((c for c in cities(place.name) if c.geoname == place.geoname), None)
    return town is not None and votes[f"{town.country}.{town.admin1}"] > 0


def _codes(context: Collection[str]) -> Counter[str]:
    """Votes for countries ('US') and parts ('US.LA')."""
    votes: Counter[str] = Counter()
    for item in context:
        if len(item) == 2 and item.isupper():
            votes[item] += 1
            continue
        for area in countries().names.get(fold(item), ()):
            votes[area.country] += 1
            if area.part:
                votes[f"{area.country}.{area.part}"] += 1
        if (code := demonym_country(item)) is not None:
            votes[code] += 1
    return votes


def _resolve(name: str, votes: Counter[str]) -> Place | None:
    areas, towns = countries().names.get(fold(name), ()), () if len(name) < 3 else cities(name)
    if areas and not _city_instead(name, areas, towns):
        return _of_area(max(areas, key=lambda area: (votes[area.country], not area.part)))
    if towns:
        city = max(towns, key=lambda city: _weight(city, votes))
        return _of_city(city)
    return _respelled(name, votes)


def _city_instead(name: str, areas: tuple[Area, ...], towns: tuple[City, ...]) -> bool:
    """'New York' and 'Washington' are the city unless the text says otherwise."""
    return (
        bool(towns)
        and all(area.part for area in areas)
        and towns[0].population > 1_000_000
        and fold(name) == "new york"
    )


def _weight(city: City, votes: Counter[str]) -> float:
    total = sum(count for code, count in votes.items() if "." not in code) or 1
    share = votes[city.country] / total
    same_part = votes[f"{city.country}.{city.admin1}"] > 0
    # A country with all mentions outweighs a namesake a thousand times as large, one with few of them ten times.
    return _magnitude(city.population) + 2 * share + (share > 0) + 6 * same_part


def _magnitude(population: int) -> float:
    return math.log10(max(1, population)) + 1


def _respelled(name: str, votes: Counter[str]) -> Place | None:
    """Another transliteration of a city of a country that the text speaks of."""
    key = skeleton(name)
    if not key or not name[:1].isupper():
        return None
    alike = _ALIKE if len(key) > 2 else _SHORT_ALIKE
    for code, _ in votes.most_common(3):
        found = None if "." in code or code in _LATIN else spelled_alike(code).get(key)
        if found is not None and SequenceMatcher(None, stem(name), stem(found[1])).ratio() >= alike:
            return _of_city(found[0])
    return None


_LATIN = word_set(
    """
    US GB CA AU NZ IE FR DE ES IT PT MX CO PE AR CL SV GT
    """
)
"""Countries whose names nobody transliterates into English."""
_ALIKE = 0.6
"""'Qamishli' and 'Qamishly' share .88 of their letters, 'Deir Ezzor' and 'Dayr az Zawr' .67."""
_SHORT_ALIKE = 0.8
"""For names with two consonants: 'Raqa' and 'Raqqah' share .8."""


def _of_area(area: Area) -> Place:
    return Place(
        name=area.name,
        country=area.country or None,
        latitude=area.latitude,
        longitude=area.longitude,
        precision="country" if not area.part else "admin1" if area.country else "unknown",
    )


def _of_city(city: City, precision: str = "city") -> Place:
    return Place(
        name=city.name,
        country=city.country,
        latitude=city.latitude,
        longitude=city.longitude,
        precision=precision,
        geoname=city.geoname,
    )


# A reader asks of one sentence several times over: which attack it tells of, where, and when.
@lru_cache(maxsize=1024)
def find_places(text: str) -> tuple[PlaceMention, ...]:
    """The places of ``text``, in order and apart.

    A name where a place must stand ('the town of X') that no list knows is given with precision ``unknown``
    and the country that most mentions in the text are of.

    >>> [(m.span.text, m.place.country, m.near) for m in find_places("A bomb went off near Baghdad in Iraq.")]
    [('Baghdad', 'IQ', True), ('Iraq', 'IQ', False)]
    """
    votes = _codes(by_weight(mentioned_countries(text)))
    found: list[PlaceMention] = []
    for match in name_runs(text):
        for mention in _read(text, match[0], match[1], votes):
            if not found or found[-1].span.end <= mention.span.start:
                found.append(mention)
    return tuple(found)


def _read(text: str, start: int, end: int, votes: Counter[str]) -> Iterator[PlaceMention]:
    """The place of a run of capitalised words: the whole, else what stands behind or before a comma-less join."""
    before, after = text[max(0, start - 60) : start], text[end : end + 40]
    name = text[start:end]
    if not _may_be_place(name, before) or _TITLE_BEFORE.search(before):
        return
    strong = _says_place(text, start, before, after)
    place = _accepted(name, strong=strong, votes=votes)
    if place is None and (_KIND_BEFORE.search(before) or _KIND_AFTER.match(after)) and not _is_people(name):
        place = Place(name=name, country=_main_country(votes))
    if place is None:
        yield from _parts(text, start, end, votes, strong=strong)
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
    )


def _accepted(name: str, *, strong: bool, votes: Counter[str]) -> Place | None:
    if demonym_country(name) is not None:
        return None
    areas = countries().names.get(fold(name))
    if not areas and not strong and (len(name.split()) > 2 or not _large(name)):
        return None
    if not areas and name.isupper() and len(name) < 4:
        return None
    if not areas and len(name.split()) > 1 and demonym_country(name.split()[0]):
        return None
    return _place_of(name, votes)


def _large(name: str) -> bool:
    found = cities(name)
    return bool(found) and found[0].population >= _ALONE


def _parts(text: str, start: int, end: int, votes: Counter[str], *, strong: bool) -> Iterator[PlaceMention]:
    """'Khan Younis Gaza', 'Paris France': a country at the end of a run; 'Damascus University' is the city's."""
    words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
    for width in (3, 2, 1):
        if len(words) > width:
            left = words[-width][0]
            if countries().names.get(fold(text[left:end])):
                place = _place_of(text[left:end], votes)
                head = _accepted(text[start : words[-width - 1][1]], strong=strong, votes=votes)
                if head is not None and strong:
                    yield PlaceMention(Span.of(text, start, words[-width - 1][1]), head)
                if place is not None:
                    yield PlaceMention(Span.of(text, left, end), place)
                return


def _widened(place: Place) -> Place:
    if place.precision != "city":
        return place
    return Place(
        name=place.name, country=place.country, latitude=place.latitude, longitude=place.longitude, precision="admin1",
        geoname=place.geoname,
    )  # fmt: skip

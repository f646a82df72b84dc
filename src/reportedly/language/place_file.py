"""The file of towns: records, and the names that lead to them, in bytes that are mapped and not read.

A reader that asks for twenty names touches some hundred kilobytes of twenty megabytes, and whatever it has
touched the system may take back. ::

    header   MARK, then where each part begins
    codes    countries and their first-order parts, one a line
    records  one of RECORD a town, in the order of GeoNames' countries, with one more at the end
    names    the towns' names, one behind the other
    tables   four of names (``TABLES``), sorted; see :class:`Names`

Numbers are little-endian, texts UTF-8.
"""

from __future__ import annotations

import mmap
import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MARK = b"RPtowns\x01"
"""Its last byte is the format's number: raised with every change of what is written, folding included."""
TABLES = ("cities", "towns", "alike", "counties")
"""Cities by exact name, towns by country and folded name, cities by country and skeleton, US counties."""
DEGREE = 100_000
"""GeoNames gives five decimals."""

_HEADER = struct.Struct(f"<{len(MARK)}s{3 + len(TABLES)}I")
_RECORD = struct.Struct("<IiiIHHI")
"""GeoNames' number, latitude, longitude, population, country, part, where the name begins."""
_FIELDS = [
    *(("geoname", "<u4"), ("latitude", "<i4"), ("longitude", "<i4"), ("population", "<u4")),
    *(("country", "<u2"), ("part", "<u2"), ("name", "<u4")),
]
"""The same record for numpy."""
_NUMBER = struct.Struct("<I")
_BEGINNING = 3
"""Bytes of a name by which its place is remembered."""
_MOST_BEGINNINGS = 20_000


@dataclass(frozen=True, slots=True)
class City:
    """One city or town of GeoNames."""

    geoname: int
    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int


class Names(Sequence[bytes]):
    """Sorted names, each with the number of a record; behind a zero byte stands what else a name tells.

    As the file has it: how many, where each begins and the last ends, their records, their bytes.
    """

    def __init__(self, raw: bytes | mmap.mmap, at: int) -> None:
        """Take the table that begins at an offset."""
        self._raw = raw
        (self._count,) = _NUMBER.unpack_from(raw, at)
        self._starts = at + _NUMBER.size
        self._rows = self._starts + _NUMBER.size * (self._count + 1)
        self._bytes = self._rows + _NUMBER.size * self._count
        self._places: dict[bytes, tuple[int, int]] = {}
        """By the first bytes of names the places between which they stand, as far as they were asked for.

        Some thousand: of 127,000 names 17 would be looked at for each that is asked for, so it is 8.
        """

    def __len__(self) -> int:
        """How many names."""
        return int(self._count)

    def __getitem__(self, i: int) -> bytes:  # type: ignore[override]  # nobody slices it
        """The name with what stands behind it."""
        start, end = struct.unpack_from("<2I", self._raw, self._starts + _NUMBER.size * i)
        return self._raw[self._bytes + start : self._bytes + end]

    def get(self, name: str) -> Iterator[tuple[int, str]]:
        """The records of a name, ascending, each with what stands behind the name."""
        wanted = name.encode() + b"\0"
        first, last = self._between(wanted[:_BEGINNING])
        for i in range(bisect_left(self, wanted, first, last), self._count):
            key = self[i]
            if not key.startswith(wanted):
                return
            (row,) = _NUMBER.unpack_from(self._raw, self._rows + _NUMBER.size * i)
            yield row, key[len(wanted) :].decode()

    def _between(self, beginning: bytes) -> tuple[int, int]:
        known = self._places.get(beginning)
        if known is None:
            if len(self._places) >= _MOST_BEGINNINGS:
                self._places.clear()
            first = bisect_left(self, beginning)
            known = self._places[beginning] = first, bisect_left(self, beginning + b"\xff", first)
        return known


class PlaceFile:
    """The towns of a file's bytes."""

    def __init__(self, raw: bytes | mmap.mmap) -> None:
        """Take the bytes.

        Raises:
            ValueError: they are no such file, or one of another format.
        """
        if raw[: len(MARK)] != MARK:
            raise ValueError("no file of towns of this format")
        _, codes, self._records, self._names, *tables = _HEADER.unpack_from(raw)
        self._raw = raw
        self._codes = raw[codes : self._records].decode().split("\n")
        self.cities, self.towns, self.alike, self.counties = (Names(raw, at) for at in tables)

    def city(self, row: int) -> City:
        """The town of a record."""
        at = self._records + _RECORD.size * row
        geoname, latitude, longitude, population, country, part, start = _RECORD.unpack_from(self._raw, at)
        *_, end = _RECORD.unpack_from(self._raw, at + _RECORD.size)
        return City(
            geoname=geoname,
            name=self._raw[self._names + start : self._names + end].decode(),
            country=self._codes[country],
            admin1=self._codes[part],
            latitude=latitude / DEGREE,
            longitude=longitude / DEGREE,
            population=population,
        )

    def within(
        self, latitude: float, longitude: float, *, tall: float, wide: float, people: int
    ) -> Iterator[int]:
        """The records of towns of so many ``people`` at most ``tall`` and ``wide`` degrees off a point."""
        import numpy as np  # only the desk's map asks; names need none of it

        count = (self._names - self._records) // _RECORD.size - 1
        towns = np.frombuffer(self._raw, np.dtype(_FIELDS), count=count, offset=self._records)
        east = (towns["longitude"] / DEGREE - longitude + 180) % 360 - 180
        near = (np.abs(towns["latitude"] / DEGREE - latitude) <= tall) & (np.abs(east) <= wide)
        yield from np.flatnonzero(near & (towns["population"] >= people)).tolist()


def mapped(path: Path) -> mmap.mmap:
    """A file's bytes, of which only what is looked at is loaded.

    Raises:
        OSError: there is no such file, or it cannot be read.
        ValueError: it is empty.
    """
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def packed(cities: Sequence[City], tables: Sequence[Iterable[tuple[bytes, int]]]) -> bytes:
    """The bytes of a file.

    Args:
        cities: its records.
        tables: in the order of ``TABLES``; each name with a zero byte and what else it tells, and its record.

    Raises:
        ValueError: a coordinate has more decimals than the file keeps.
    """
    codes = sorted({code for city in cities for code in (city.country, city.admin1)})
    number = {code: i for i, code in enumerate(codes)}
    names = bytearray()
    records = bytearray()
    for city in cities:
        latitude, longitude = (round(each * DEGREE) for each in (city.latitude, city.longitude))
        if (latitude / DEGREE, longitude / DEGREE) != (city.latitude, city.longitude):
            raise ValueError(
                f"{city.name} lies at {city.latitude}, {city.longitude}: more than five decimals"
            )
        country, part = number[city.country], number[city.admin1]
        records += _RECORD.pack(city.geoname, latitude, longitude, city.population, country, part, len(names))
        names += city.name.encode()
    records += _RECORD.pack(0, 0, 0, 0, 0, 0, len(names))
    parts = ["\n".join(codes).encode(), bytes(records), bytes(names), *map(_table, tables)]
    at, starts = _HEADER.size, []
    for part_bytes in parts:
        starts.append(at)
        at += len(part_bytes)
    return b"".join([_HEADER.pack(MARK, *starts), *parts])


def _table(names: Iterable[tuple[bytes, int]]) -> bytes:
    listed = sorted(set(names), key=lambda each: (each[0].partition(b"\0")[0], each[1], each[0]))
    starts = [0]
    for name, _ in listed:
        starts.append(starts[-1] + len(name))
    numbers = [len(listed), *starts, *(row for _, row in listed)]
    return struct.pack(f"<{len(numbers)}I", *numbers) + b"".join(name for name, _ in listed)

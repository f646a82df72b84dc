"""Which names are one news agency or share its copy, from ``agencies.toml`` and the files of a team."""

from __future__ import annotations

import os
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from reportedly.errors import UsageError

TABLE = "agencies.toml"
ENVIRONMENT = "REPORTEDLY_AGENCIES"
"""Names the files of a team, separated as in ``PATH``."""
_FIELDS = {"also", "hosts", "family"}
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_HOST = re.compile(r"^(?:https?://)?(?P<host>(?:[\w-]+\.)+[a-z]{2,12})(?:[/:?#].*)?$", re.IGNORECASE)
_SITE = re.compile(r"^(?:www\.)?([\w-]+)\.(?:com|net|org|co|co\.uk|news|info|io|site|online|press)$")
_LEAST_LETTERS = 6
"""Of a name that one wrong letter may stand in: 'Reuterz' is read as Reuters, 'APA' never as 'AAP'."""
# Letters of other alphabets that look like Latin ones, of our own listing.
_LIKE_LATIN = str.maketrans("авекмнорстухіјѕԁһԝѵɡαεικνορτυχ01", "abekmhopctyxijsdhwvgaeikvoptuxol")


@dataclass(frozen=True, slots=True)
class Agencies:
    """Outlets by their names. A name is looked up without its case, a leading 'the' and spaces too many."""

    names: Mapping[str, str]
    """The name to show, by each way of writing it."""
    hosts: Mapping[str, str]
    families: Mapping[str, str]
    """The outlet whose copy it shares, by the name to show."""
    _keys: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def name(self, text: str) -> str:
        """The name to show for an outlet; one that is not listed keeps its own."""
        plain = " ".join(text.split())
        if listed := self.names.get(_plain(plain)):
            return listed
        if (found := _HOST.match(plain)) is None:
            return plain
        host = found["host"].casefold().removeprefix("www.")
        parts = host.split(".")
        known = (self.hosts.get(".".join(parts[i:])) for i in range(len(parts)))
        site = _SITE.match(host)
        bare = site[1].capitalize() if site else plain
        return next(filter(None, known), None) or self.names.get(_plain(bare), bare)

    def key(self, text: str) -> str:
        """What all names of outlets have in common that share their copy, look-alikes too.

        A letter of another alphabet that looks like the right one, or one wrong letter in a longer name,
        does not make another agency: 'Reuterz' may be anybody, but no second origin.
        """
        if text not in self._keys:
            if len(self._keys) >= _MOST_KEYS:
                self._keys.clear()
            name = self.name(text)
            name = name if name in self.families else self._like(_letters(name)) or name
            self._keys[text] = _plain(self.families.get(name, name))
        return self._keys[text]

    def is_agency(self, text: str) -> bool:
        """Whether it is listed by this name."""
        return self.name(text) in self.families

    def _like(self, letters: str) -> str | None:
        plain = _SITE.sub(r"\1", letters)
        if listed := self.names.get(plain):
            return listed
        close = [
            each
            for each in self.names
            if min(len(each), len(plain)) >= _LEAST_LETTERS and _one_letter_off(each, plain)
        ]
        return self.names[min(close)] if close else None


_MOST_KEYS = 1 << 16


def load_agencies(*paths: str | Path) -> Agencies:
    """The shipped table and, over it, the files of a team.

    A file has one table an outlet, as the shipped ``agencies.toml``: ``also``, ``hosts`` (lists of texts) and
    ``family``, all optional. An outlet that is listed already gets the further names. Without paths the
    shipped table alone.

    Raises:
        UsageError: a file cannot be read, is no TOML, or has another shape; it says which and what.
    """
    rows = [*_rows(TABLE, files("reportedly.lineage").joinpath(TABLE).read_text("utf-8"))]
    for path in paths:
        try:
            text = Path(path).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"agencies: {path} cannot be read: {error}") from error
        rows += _rows(str(path), text)
    return _made(rows)


def agencies() -> Agencies:
    """The table that lineage goes by: the shipped one and the files named in ``REPORTEDLY_AGENCIES``.

    Raises:
        UsageError: as :func:`load_agencies`.
    """
    return _with_those(os.environ.get(ENVIRONMENT, ""))


@cache
def _with_those(named: str) -> Agencies:
    return load_agencies(*filter(None, named.split(os.pathsep)))


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    also: tuple[str, ...]
    hosts: tuple[str, ...]
    family: str | None


def _rows(origin: str, text: str) -> list[_Row]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"agencies: {origin} is no TOML: {error}") from error
    return [_row(f"{origin}, [{name}]", name, table) for name, table in tables.items()]


def _row(where: str, name: str, table: object) -> _Row:
    if not isinstance(table, dict):
        raise UsageError(f"agencies: {where} is no table; write also, hosts or family under [{name}]")
    if unknown := set(table) - _FIELDS:
        raise UsageError(f"agencies: {where} has {', '.join(sorted(unknown))}; known are also, hosts, family")
    also, hosts, family = table.get("also", []), table.get("hosts", []), table.get("family")
    for value in (also, hosts):
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise UsageError(f"agencies: {where}: also and hosts are lists of texts")
    if not isinstance(family, str | None):
        raise UsageError(f"agencies: {where}: family is the name of an outlet")
    return _Row(name, tuple(also), tuple(hosts), family)


def _made(rows: Iterable[_Row]) -> Agencies:
    names: dict[str, str] = {}
    hosts: dict[str, str] = {}
    families: dict[str, str] = {}
    for row in rows:
        shown = names.setdefault(_plain(row.name), row.name)
        for each in (row.name, *row.also):
            names[_plain(each)] = shown
        hosts |= {host.casefold().removeprefix("www."): shown for host in row.hosts}
        families[shown] = row.family or families.get(shown, shown)
    # A family is called by its name to show, whichever of its names the file gives.
    return Agencies(names, hosts, {name: names.get(_plain(of), of) for name, of in families.items()})


def _plain(text: str) -> str:
    return _ARTICLE.sub("", " ".join(text.split())).casefold()


def _letters(text: str) -> str:
    """Small Latin letters as far as the eye goes: no marks on them, look-alikes as what they look like."""
    apart = unicodedata.normalize("NFKD", _plain(text))
    seen = (each for each in apart if not unicodedata.combining(each) and unicodedata.category(each) != "Cf")
    return "".join(seen).translate(_LIKE_LATIN)


def _one_letter_off(one: str, other: str) -> bool:
    """Whether one letter more, less or another, or two in the wrong order, is all that tells them apart."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    first = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(long) > len(short):
        return short[first:] == long[first + 1 :]
    return short[first + 1 :] == long[first + 1 :] or (
        short[first : first + 2] == long[first : first + 2][::-1] and short[first + 2 :] == long[first + 2 :]
    )

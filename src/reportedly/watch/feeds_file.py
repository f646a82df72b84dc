"""The file that says what is watched: TOML, with each key known and each value looked at first."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from reportedly.errors import UsageError
from reportedly.fetch.addresses import parse
from reportedly.fetch.refusals import Refused
from reportedly.store.watched import key_of

_DURATION = re.compile(r"([1-9][0-9]{0,5})\s?([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LONGEST = dt.timedelta(days=3_650)
_SHORTEST = {"every": dt.timedelta(minutes=1), "stale_after": dt.timedelta(minutes=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a feed is watched."""

    every: dt.timedelta = dt.timedelta(minutes=15)
    """How long after one look at it the next one is."""
    newest: dt.timedelta = dt.timedelta(days=7)
    """Entries that the feed dates further back when they are first seen are passed over."""
    revisit: tuple[dt.timedelta, ...] = (dt.timedelta(hours=1), dt.timedelta(days=1))
    """How long after it was first read a page is asked for again."""
    stale_after: dt.timedelta = dt.timedelta(days=1)
    """Without a good answer for so long, a feed is stale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedFeed:
    """One feed of the file."""

    address: str
    """Written anew from its parts; without a fragment."""
    habits: Habits

    @property
    def key(self) -> str:
        """What its state is kept under."""
        return key_of(self.address)


def read_feeds_file(path: Path, *, ports: frozenset[int] = frozenset()) -> tuple[WatchedFeed, ...]:
    """The feeds of a file, in its order.

    Args:
        path: of the file.
        ports: that may be asked besides 80 and 443.

    Raises:
        UsageError: it cannot be read, or something of it is wrong; says where.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: no TOML: {error}") from None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
    for key in table:
        if key not in ("defaults", "feed"):
            raise UsageError(f"{path}: {key!r} is not known; there are [defaults] and [[feed]]")
    defaults = _habits(table.get("defaults", {}), Habits(), f"{path}: [defaults]")
    listed = table.get("feed")
    if not isinstance(listed, list) or not listed:
        raise UsageError(f"{path}: no feed; name each as [[feed]] with its url")
    found: dict[str, WatchedFeed] = {}
    for number, each in enumerate(listed, start=1):
        feed = _feed(each, defaults, f"{path}: feed {number}", ports)
        if feed.address in found:
            raise UsageError(f"{path}: feed {number}: {feed.address} is there twice")
        found[feed.address] = feed
    return tuple(found.values())


def _feed(given: object, defaults: Habits, where: str, ports: frozenset[int]) -> WatchedFeed:
    url = given.get("url") if isinstance(given, Mapping) else None
    if not isinstance(given, Mapping) or not isinstance(url, str):
        raise UsageError(f'{where}: no url; write url = "https://…"')
    try:
        address = parse(url, ports=ports).url
    except Refused as error:
        raise UsageError(f"{where}: {url[:200]}: {error.detail}") from None
    rest = {key: value for key, value in given.items() if key != "url"}
    return WatchedFeed(address=address, habits=_habits(rest, defaults, where))


def _habits(given: object, base: Habits, where: str) -> Habits:
    if not isinstance(given, Mapping):
        raise UsageError(f"{where}: a table is needed")
    known = ("every", "newest", "revisit", "stale_after")
    for key in given:
        if key not in known:
            raise UsageError(f"{where}: {key!r} is not known; there are {', '.join(known)}")

    def of(key: str, default: dt.timedelta) -> dt.timedelta:
        return _duration(given[key], key, where) if key in given else default

    revisit = base.revisit
    if "revisit" in given:
        listed = given["revisit"]
        if not isinstance(listed, list) or len(listed) > 20:
            raise UsageError(f'{where}: revisit is a list of at most 20 durations, as ["1h", "1d"]')
        revisit = tuple(sorted(_duration(each, "revisit", where) for each in listed))
    return Habits(
        every=of("every", base.every),
        newest=of("newest", base.newest),
        revisit=revisit,
        stale_after=of("stale_after", base.stale_after),
    )


def _duration(given: object, key: str, where: str) -> dt.timedelta:
    found = _DURATION.fullmatch(given) if isinstance(given, str) else None
    if found is None:
        _refuse(given, key, where, 'no duration; write "90s", "15m", "6h" or "2d"')
    length = dt.timedelta(**{_UNITS[found[2]]: int(found[1])})
    if length > _LONGEST:
        _refuse(given, key, where, "longer than ten years")
    if length < (least := _SHORTEST.get(key, dt.timedelta(0))):
        _refuse(given, key, where, f"shorter than {int(least.total_seconds())} seconds")
    return length


def _refuse(given: object, key: str, where: str, why: str) -> NoReturn:
    raise UsageError(f"{where}: {key} = {str(given)[:40]!r}: {why}")

"""Templates, and the few words and numbers that they ask for. Everything is escaped; nothing is undefined."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from reportedly.desk.incident_view import cell_words
from reportedly.pictures.matrix import STANCES
from reportedly.pictures.signs import SIGNS
from reportedly.pictures.timeline import all_days, said_by, subject
from reportedly.pictures.tolls import given_by
from reportedly.records import DateRange, Stance
from reportedly.terminal.safe import spelled, visible
from reportedly.terminal.words import date_words, day_words, incident_words, listed, plural, range_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A stance's sign, as the SVG of a page has it."""

    letter: str
    word: str
    points: str
    """Corners in a square of -13 to 13; empty for a circle."""
    drop: str
    """Where the letter's baseline is: a triangle that stands on its tip has it higher."""


def _look(stance: Stance) -> Look:
    sign = SIGNS[stance]
    return Look(
        letter=sign.letter,
        word=sign.word,
        points=" ".join(f"{9.5 * x:.2f},{9.5 * y:.2f}" for x, y in sign.points),
        drop="2.6" if stance is Stance.UNCONFIRMED else "4.4",
    )


def _after(day: dt.date, happened: DateRange) -> str:
    days = (day - happened.latest).days
    if days > 0:
        return f"{plural(days, 'day')} after"
    return "before it" if day < happened.earliest else "the same day"


def words_href(incident: str, claims: Iterable[str]) -> str:
    """The address at which claims are opened to their words."""
    return f"/words?{urlencode([('incident', incident), *(('claim', each) for each in claims)])}"


def short(record: str) -> str:
    """The first of an id: enough to tell it from others on a page.

    >>> short("clm_abcdefghijklmnop")
    'clm_abcde'
    """
    return record[:9]


@cache
def _stamp(name: str) -> str:
    """The first of a file's digest: browsers may keep it for ever, as a changed file has a new address."""
    return hashlib.sha256(files("reportedly.desk").joinpath("static", name).read_bytes()).hexdigest()[:12]


def static(name: str) -> str:
    """The address of a static file."""
    return f"/static/{_stamp(name)}/{name}"


def environment() -> Environment:
    """The templates of the package."""
    made = Environment(
        loader=PackageLoader("reportedly.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(_GLOBALS)
    made.filters["visible"] = visible
    made.filters["spelled"] = spelled
    return made


_GLOBALS: Mapping[str, object] = {
    "after": _after,
    "all_days": all_days,
    "cell_words": cell_words,
    "date_words": date_words,
    "day_words": day_words,
    "given_by": given_by,
    "incident_words": incident_words,
    "listed": listed,
    "plural": plural,
    "range_words": range_words,
    "said_by": said_by,
    "short": short,
    "signs": {stance: _look(stance) for stance in Stance},
    "stances": STANCES,
    "static": static,
    "subject": subject,
    "words_href": words_href,
}

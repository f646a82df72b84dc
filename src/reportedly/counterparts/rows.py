"""The rows of a team's table in ACLED's, GTD's or UCDP's columns, in whatever order: CSV or a workbook."""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportedly.errors import UsageError
from reportedly.records import DateRange, NumberRange, Place
from reportedly.tables import WORKBOOK_SUFFIXES, Row, csv_text, workbook_table

_SEPARATORS = ",;\t"
_HEADER_WITHIN = 20
"""Rows of a workbook in which its header is looked for."""
_YEARS = re.compile(r"(?:(?<!\s)\s+)?\((?:[12]\d{3})?\s*[-–]\s*(?:[12]\d{3})?\)")
_NOBODY = re.compile(r"^(?:unknown|unidentified\b.*|civilians\b.*|xxx\d*|)$", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_WRITTEN_DAYS = ("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d/%m/%Y")
_WEEK = dt.timedelta(days=6)

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRow:
    """One row of a team's table, as far as it can be held against an attack."""

    line: int
    """Of the file, the header being line 1; of a row of several lines the last one."""
    id: str
    days: DateRange | None
    place: Place | None
    country: str
    actors: tuple[str, ...]
    """Those that it names as taking part, without years in brackets; unknown ones and civilians left out."""
    killed: NumberRange | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A row that cannot be used, and why: nothing is dropped without such a row."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Style:
    needed: tuple[str, ...]
    read: Callable[[int, Fields], TeamRow]


def read_rows(path: Path, style: str) -> tuple[list[TeamRow], list[Unread]]:
    """The rows of a file, and those that cannot be used.

    Args:
        path: a CSV file, in UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs; or a workbook,
            by its name (``.xlsx``), whose first sheet with anything in it is taken.
        style: acled, gtd or ucdp.

    Raises:
        UsageError: there is no such style or file, it is larger than 1 GiB, its columns are not those, or it
            is a workbook and openpyxl is not installed.
    """
    if style not in _STYLES:
        raise UsageError(f"no table is called {style!r}; there is {', '.join(sorted(_STYLES))}")
    wanted = _STYLES[style]
    rows: list[TeamRow] = []
    unread: list[Unread] = []
    workbook = path.suffix.lower() in WORKBOOK_SUFFIXES
    told = _workbook(path, wanted.needed, style) if workbook else _csv(path, wanted.needed, style)
    for line, fields in told:
        try:
            if isinstance(fields, csv.Error):
                raise ValueError(f"this is no row of a CSV file: {fields}")
            rows.append(wanted.read(line, fields))
        except (ValueError, OverflowError) as error:
            unread.append(Unread(line=line, reason=str(error)))
    return rows, unread


def _csv(path: Path, needed: Sequence[str], style: str) -> Iterator[tuple[int, Fields | csv.Error]]:
    """The rows of a CSV file below its header, with their lines; an error in place of what is no row."""
    lines = _lines(path, csv_text(path), needed, style)
    while True:
        try:
            fields = next(lines, None)
        except csv.Error as error:
            yield lines.line_num, error
            continue
        if fields is None:
            return
        given = {name: (value or "").strip() for name, value in fields.items() if isinstance(name, str)}
        yield lines.line_num, given


def _lines(path: Path, text: str, needed: Sequence[str], style: str) -> csv.DictReader[str]:
    first = text.split("\n", 1)[0]
    missing = list(needed)
    for separator in _SEPARATORS:
        lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            names = lines.fieldnames or ()
        except csv.Error:
            continue
        absent = [column for column in needed if column not in names]
        if not absent:
            return lines
        missing = min(missing, absent, key=len)
    raise _unfit(path, style, missing, first, "save it as CSV with its header")


def _workbook(path: Path, needed: Sequence[str], style: str) -> Iterator[tuple[int, Fields]]:
    """The rows of a workbook below its header, which may stand below a title."""
    missing, first, header = list(needed), "", None
    for row in workbook_table(path):
        if header is not None:
            if not row.blank:
                yield row.line, _fields(header, row)
            continue
        first = first or " ".join(filter(None, row.cells))
        absent = [column for column in needed if column not in row.cells]
        missing = min(missing, absent, key=len)
        header = None if absent else row.cells
        if absent and row.line >= _HEADER_WITHIN:
            break
    if header is None:
        raise _unfit(path, style, missing, first, "put it on the first sheet, with its header")


def _fields(header: Sequence[str], row: Row) -> Fields:
    """The cells by the names of their columns; of columns of one name the first that has anything."""
    found: dict[str, str] = {}
    for name, cell in zip(header, row.cells, strict=False):
        if name and not found.get(name):
            found[name] = cell
    return found


def _unfit(path: Path, style: str, missing: Sequence[str], first: str, remedy: str) -> UsageError:
    shown = f"; it begins with {first[:80]!r}" if first.strip() else "; it is empty"
    return UsageError(
        f"{path}: not in the columns of {style}: {', '.join(missing[:5])} missing{shown}; {remedy}"
    )


def _acled(line: int, fields: Fields) -> TeamRow:
    return TeamRow(
        line=line,
        id=fields["event_id_cnty"],
        days=_acled_days(fields),
        place=_place(fields.get("location", ""), fields),
        country=fields.get("country", ""),
        actors=_actors(
            fields.get("actor1", ""), fields.get("actor2", ""), *fields.get("assoc_actor_1", "").split(";")
        ),
        killed=_count(fields.get("fatalities", "")),
        sources=_listed(fields.get("source", "")),
    )


def _acled_days(fields: Fields) -> DateRange | None:
    day = _day(fields["event_date"])
    precision = fields.get("time_precision", "")
    if day is None:
        return None
    if precision == "3":
        return _month(day.year, day.month)
    return DateRange(day - _WEEK, day + _WEEK) if precision == "2" else DateRange(day, day)


def _gtd(line: int, fields: Fields) -> TeamRow:
    return TeamRow(
        line=line,
        id=fields["eventid"],
        days=_gtd_days(fields),
        place=_place(fields.get("city", ""), fields),
        country=fields.get("country_txt", ""),
        actors=_actors(*(fields.get(f"gname{nth}", "") for nth in ("", "2", "3"))),
        killed=_count(fields.get("nkill", "")),
        sources=tuple(filter(None, (fields.get(f"scite{nth}", "") for nth in (1, 2, 3)))),
    )


def _gtd_days(fields: Fields) -> DateRange | None:
    year, month, day = (_whole(fields[column]) for column in ("iyear", "imonth", "iday"))
    if not year:
        return None
    if not month:
        return DateRange(dt.date(year, 1, 1), dt.date(year, 12, 31))
    if not day:
        return _month(year, month)
    return DateRange(dt.date(year, month, day), dt.date(year, month, day))


def _ucdp(line: int, fields: Fields) -> TeamRow:
    first, last = _day(fields["date_start"]), _day(fields["date_end"])
    low, best, high = (_whole(fields.get(column, "")) for column in ("low", "best", "high"))
    counts = [each for each in (low, best, high) if each is not None]
    return TeamRow(
        line=line,
        id=fields["id"] or fields.get("relid", ""),
        days=DateRange(first, last or first) if first else None,
        place=_place(fields.get("where_coordinates", ""), fields),
        country=fields.get("country", ""),
        actors=_actors(fields.get("side_a", ""), fields.get("side_b", "")),
        killed=NumberRange(min(counts), max(counts)) if counts else None,
        sources=_listed(fields.get("source_office", "")),
    )


_STYLES = {
    "acled": _Style(("event_id_cnty", "event_date", "actor1", "location"), _acled),
    "gtd": _Style(("eventid", "iyear", "imonth", "iday", "gname"), _gtd),
    "ucdp": _Style(("id", "date_start", "date_end", "side_a", "side_b"), _ucdp),
}
STYLES = tuple(sorted(_STYLES))
"""Whose columns can be read."""


def _place(name: str, fields: Fields) -> Place | None:
    latitude, longitude = _degrees(fields.get("latitude", ""), 90), _degrees(fields.get("longitude", ""), 180)
    known = name if name.lower() != "unknown" else ""
    if latitude is None or longitude is None:
        return Place(name=known) if known else None
    return Place(name=known, latitude=latitude, longitude=longitude)


def _actors(*names: str) -> tuple[str, ...]:
    plain = (_YEARS.sub("", name).strip() for name in names)
    return tuple(dict.fromkeys(name for name in plain if not _NOBODY.match(name)))


def _listed(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.strip() for each in words.split(";") if each.strip()))


def _count(words: str) -> NumberRange | None:
    number = _whole(words)
    return None if number is None else NumberRange(number, number)


def _whole(words: str) -> int | None:
    if not words:
        return None
    try:
        number = float(words)
    except ValueError:
        raise ValueError(f"{words[:40]!r} is no number") from None
    if not number.is_integer():
        raise ValueError(f"{words[:40]!r} is no whole number")
    return int(number) if number >= 0 else None


def _degrees(words: str, most: int) -> float | None:
    try:
        value = float(words)
    except ValueError:
        return None
    return value if -most <= value <= most else None


def _day(words: str) -> dt.date | None:
    if not words:
        return None
    if match := _DAY.match(words):
        return dt.date(*map(int, match.groups()))
    for form in _WRITTEN_DAYS:
        try:
            return dt.datetime.strptime(words, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    raise ValueError(f"{words[:40]!r} is no day such as 2024-03-22 or 22 March 2024")


def _month(year: int, month: int) -> DateRange:
    return DateRange(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))

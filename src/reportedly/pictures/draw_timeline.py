"""The timeline as a picture: the days down a line, what was first said on each beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby

from reportedly.pictures.matrix import Mark
from reportedly.pictures.signs import legend, marked
from reportedly.pictures.svg import (
    BODY,
    FAINT,
    INK,
    PAPER,
    SMALL,
    Panel,
    element,
    group,
    label,
    line,
    lines_of,
    stacked,
    width_of,
)
from reportedly.pictures.timeline import Day, Entry, Timeline, all_days, limited, said_by, subject
from reportedly.pictures.tolls import Figure, given_by
from reportedly.records import DateRange
from reportedly.terminal.words import date_words, day_words, plural

ENTRIES = 60
"""More than these are counted, not drawn; entries that change what was said before come first."""
_AXIS, _LEFT = 104.0, 124.0
_ROW = 18.0
_ACTOR = 190.0
_TOLL_LINES = 2


def draw_timeline(timeline: Timeline, width: float) -> Panel:
    """Draw the days, ``width`` units wide."""
    shown = limited(timeline, ENTRIES)
    days = all_days(shown)
    if not days:
        return Panel(width=width, height=20, body=label("Nothing is said of it.", 0, 14, fill=FAINT))
    marks = [_mark(entry) for day in days for entry in day.entries]
    return stacked(
        [*_panels(shown, width), Panel(width=width, height=4, body=""), legend(marks, width)], gap=4
    )


def _panels(timeline: Timeline, width: float) -> Iterator[Panel]:
    happened = timeline.happened
    before = [day for day in timeline.days if day.day and happened and day.day < happened.earliest]
    yield from (_day(day, happened, width) for day in before)
    if happened:
        yield _happened(happened, width)
    yield from (_day(day, happened, width) for day in all_days(timeline)[len(before) :])


def _happened(days: DateRange, width: float) -> Panel:
    block = element("rect", x=_AXIS - 6, y=4, width=12, height=12, fill=INK)
    when = label(date_words(days), 0, 14, bold=True, width=_AXIS - 12)
    told = label("the attack", _LEFT, 14, bold=True)
    return Panel(width=width, height=22, body=when + _axis(10, 26) + block + told)


def _axis(top: float, bottom: float) -> str:
    return line(_AXIS, top, _AXIS, bottom, stroke=INK, width=1.5)


def _day(day: Day, happened: DateRange | None, width: float) -> Panel:
    rows = [*(_entry(entry, width) for entry in day.entries), *_tolls(day.tolls, width), *_more(day)]
    height = max(2, len(rows)) * _ROW + 8
    beside = "".join(group(row, y=_ROW * at) for at, row in enumerate(rows))
    if day.day is None:
        head = label("in reports", 0, 14, bold=True) + label("without a date", 0, 28, bold=True)
        return Panel(width=width, height=height, body=head + beside)
    dot = element("circle", cx=_AXIS, cy=10, r=4.5, fill=PAPER, stroke=INK, stroke_width=1.5)
    after = label(_after(day.day, happened), 0, 28, size=SMALL, fill=FAINT) if happened else ""
    head = label(day_words(day.day), 0, 14, bold=True) + after
    return Panel(width=width, height=height, body=_axis(0, height + 4) + dot + head + beside)


def _after(day: dt.date, happened: DateRange) -> str:
    days = (day - happened.latest).days
    if days > 0:
        return f"{plural(days, 'day')} after"
    return "before it" if day < happened.earliest else "the same day"


def _mark(entry: Entry) -> Mark:
    return Mark(
        stance=entry.stance,
        certainty=entry.certainty,
        words=entry.words,
        supporter=entry.supporter,
        # The words beside it say so.
        headline=False,
        taken_back=entry.taken_back,
        claims=(entry.claim,),
    )


def _entry(entry: Entry, width: float) -> str:
    drawn = marked(_mark(entry), _LEFT + 8, 10, size=13)
    actor = label(subject(entry), _LEFT + 24, 14, width=_ACTOR - 8, bold=True)
    left = _LEFT + 24 + _ACTOR
    tags = [str(shift) for shift in entry.shifts]
    room = width - left - (sum(_tag_width(tag) for tag in tags) if tags else 0) - 10
    over = "" if entry.own_words else f" · {entry.origin}"
    over += f" · {entry.reports} reports" if entry.reports > 1 else ""
    full = f"{subject(entry)} {said_by(entry)}{over}{f'; {entry.why}' if entry.why else ''} ({entry.claim})"
    said = label(f"{said_by(entry)}{over}", left, 14, width=room, full=full)
    return drawn + actor + said + _tagged(tags, width)


def _tag_width(tag: str) -> float:
    return width_of(tag, SMALL) + 18


def _tagged(tags: Sequence[str], width: float) -> str:
    drawn, right = "", width
    for tag in reversed(tags):
        left = right - _tag_width(tag) + 6
        drawn += element(
            "rect", x=left, y=3, width=right - left, height=14, rx=3, fill=PAPER, stroke=INK, stroke_width=0.8
        )
        drawn += label(tag, (left + right) / 2, 13.5, size=SMALL, bold=True, anchor="middle")
        right = left - 6
    return drawn


def _tolls(figures: Sequence[Figure], width: float) -> Iterator[str]:
    left = _LEFT + 24 + _ACTOR
    for role, same in groupby(figures, key=lambda figure: figure.role):
        said = "; ".join(f"{figure.words} ({given_by(figure)})" for figure in same)
        lines = list(lines_of(said, width - left, BODY))
        cut = [f"{lines[_TOLL_LINES - 1]} …"] if len(lines) > _TOLL_LINES else lines[_TOLL_LINES - 1 :]
        for nth, each in enumerate([*lines[: _TOLL_LINES - 1], *cut]):
            name = "" if nth else label(str(role), _LEFT + 24, 14, fill=FAINT, italic=True)
            yield name + label(each, left, 14, width=width - left, fill=FAINT, full=said)


def _more(day: Day) -> Iterator[str]:
    if day.more:
        yield label(
            f"and {plural(day.more, 'more entry', 'more entries')}, left out", _LEFT + 24, 14, fill=FAINT
        )


def timeline_in_words(timeline: Timeline) -> str:
    """The days as sentences, for those who do not see them."""
    return " ".join(_in_words(day) for day in all_days(limited(timeline, ENTRIES)))


def _in_words(day: Day) -> str:
    when = day_words(day.day) if day.day else "Without a date"
    said = [f"{subject(entry)} {said_by(entry)}" for entry in day.entries]
    said += [f"{figure.role}: {figure.words} ({given_by(figure)})" for figure in day.tolls]
    return f"{when}: {'; '.join(said)}."

"""The matrix as a picture: actors down, speakers across, a band above for the origins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import cos, radians, sin

from reportedly.pictures.matrix import Mark, Matrix, Row, limited, statement
from reportedly.pictures.signs import legend, marked
from reportedly.pictures.svg import (
    BODY,
    FAINT,
    HAIR,
    INK,
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
from reportedly.terminal.words import plural

ACTORS, SPEAKERS = 30, 40
"""More are counted below the picture, not drawn: cells of under 20 units cannot be read in print."""
_NAMES = 236.0
_ROW = 34.0
_SIGN = 16.0
_BAND = 18.0
_WORDED = 7
"""Up to so many columns have room for the stance's word beside its sign."""
_COLUMN, _BROAD = (21.0, 46.0), (108.0, 150.0)
_TURN = 52.0
_LABEL = 205.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Where things stand. ``column`` is a column's width, ``head`` the height above the rows."""

    matrix: Matrix
    column: float
    head: float
    worded: bool

    @property
    def right(self) -> float:
        return _NAMES + self.column * len(self.matrix.speakers)

    def left(self, column: int) -> float:
        return _NAMES + self.column * column


def draw_matrix(matrix: Matrix, width: float) -> Panel:
    """Draw at most :data:`ACTORS` by :data:`SPEAKERS` about ``width`` units wide."""
    shown = limited(matrix, rows=ACTORS, columns=SPEAKERS)
    if not shown.rows:
        return Panel(width=width, height=20, body=label("No words say who.", 0, 14, fill=FAINT))
    grid = _grid(shown, width)
    marks = [mark for row in shown.rows for cell in row.cells for mark in cell]
    parts = [_table(grid), legend(marks, width), _key(grid, width)]
    return stacked([part for part in parts if part.height], gap=10)


def _grid(matrix: Matrix, width: float) -> _Grid:
    columns = len(matrix.speakers)
    worded = columns <= _WORDED
    least, most = _BROAD if worded else _COLUMN
    lean = 0 if worded else 100
    longest = max(width_of(speaker.name, SMALL) for speaker in matrix.speakers)
    names = 4 * 12.0 if worded else min(longest, _LABEL) * sin(radians(_TURN)) + 12
    column = max(least, min(most, (width - _NAMES - lean) / columns))
    return _Grid(matrix=matrix, column=column, head=names + _BAND + 6, worded=worded)


def _table(grid: _Grid) -> Panel:
    *starts, bottom = accumulate(map(_height, grid.matrix.rows), initial=grid.head)
    parts = [
        *_lanes(grid, bottom),
        *_speakers(grid),
        *_bands(grid, bottom),
        *(group(_row(grid, row), y=top) for row, top in zip(grid.matrix.rows, starts, strict=True)),
        line(0, bottom, grid.right, bottom, stroke=INK),
    ]
    lean = 0 if grid.worded else _LABEL * cos(radians(_TURN))
    return Panel(width=grid.right + lean, height=bottom + 2, body="".join(parts))


def _height(row: Row) -> float:
    """Higher where a speaker takes more than two stances: signs are never drawn too small to be read."""
    return max(_ROW, _SIGN * max((len(cell) for cell in row.cells), default=0) + 2)


def _lanes(grid: _Grid, bottom: float) -> Iterator[str]:
    """Faint lines between columns: the eye finds the way from a sign up to its speaker."""
    for at in range(1, len(grid.matrix.speakers)):
        yield line(grid.left(at), grid.head - _BAND, grid.left(at), bottom, stroke="#ececec", width=0.6)


def _speakers(grid: _Grid) -> Iterator[str]:
    base = grid.head - _BAND - 10
    for at, speaker in enumerate(grid.matrix.speakers):
        middle = grid.left(at) + grid.column / 2
        full = f"{speaker.name}: {', '.join(speaker.origins)}"
        for nth, each in enumerate(reversed(_broken(speaker.name, grid))):
            yield label(
                each,
                middle,
                base - 12 * nth,
                size=SMALL,
                width=None if grid.worded else _LABEL,
                turn=None if grid.worded else -_TURN,
                anchor="middle" if grid.worded else None,
                italic=speaker.own_words,
                full=full,
            )


def _broken(name: str, grid: _Grid) -> list[str]:
    if not grid.worded:
        return [name]
    lines = list(lines_of(name, grid.column - 8, SMALL))
    return lines if len(lines) <= 4 else [*lines[:3], f"{lines[3]}…"]


def _bands(grid: _Grid, bottom: float) -> Iterator[str]:
    top, at = grid.head - _BAND, 0
    for nth, each in enumerate(grid.matrix.groups):
        x, across = grid.left(at), grid.column * each.columns
        ground = element(
            "rect",
            x=x + 0.5,
            y=top,
            width=across - 1,
            height=_BAND - 3,
            fill="#e4e4e4",
            stroke="#999999",
            stroke_width=0.5,
        )
        letter = _letter(nth)
        long = f"{letter}  {each.name}"
        name = long if width_of(long, SMALL) < across - 6 else letter
        named = label(name, x + across / 2, top + 11, size=SMALL, bold=True, anchor="middle", full=long)
        yield ground + named + line(x, top, x, bottom, stroke="#999999")
        at += each.columns
    yield line(grid.right, top, grid.right, bottom, stroke="#999999")


def _letter(nth: int) -> str:
    """Name the nth column group as a spreadsheet does: A to Z, then AA, AB."""
    return (_letter(nth // 26 - 1) if nth >= 26 else "") + chr(ord("A") + nth % 26)


def _row(grid: _Grid, row: Row) -> str:
    name = label(row.actor, 0, 15 if row.grade else 21, width=_NAMES - 10, size=BODY + 1, bold=True)
    grade = label(row.grade, 0, 28, width=_NAMES - 10, size=SMALL, fill=FAINT) if row.grade else ""
    cells = "".join(_cell(grid, row, at) for at in range(len(row.cells)))
    return line(0, 0, grid.right, 0, stroke=HAIR) + name + grade + cells


def _cell(grid: _Grid, row: Row, at: int) -> str:
    marks = row.cells[at]
    if not marks:
        return ""
    told = "; ".join(f"{statement(mark, row)} ({', '.join(mark.claims)})" for mark in marks)
    x, top = grid.left(at), (_height(row) - _SIGN * len(marks)) / 2
    size = 15.0 if len(marks) == 1 else 12.5
    parts = []
    for nth, mark in enumerate(marks):
        middle = top + _SIGN * (nth + 0.5)
        parts.append(marked(mark, x + 14 if grid.worded else x + grid.column / 2, middle, size=size))
        parts.append(_beside(mark, x + 28, middle, grid, lines=2 if len(marks) == 1 else 1))
    return group("".join(parts), title=f"{grid.matrix.speakers[at].name}: {told}")


def _beside(mark: Mark, x: float, middle: float, grid: _Grid, *, lines: int) -> str:
    """The stance in words, where the column has room for them."""
    if not grid.worded:
        return ""
    room = grid.column - 31
    shown = list(lines_of(mark.words, room, SMALL)) if lines > 1 else [mark.words]
    first = middle + 3.5 - 5.5 * (min(len(shown), lines) - 1)
    return "".join(
        label(each, x, first + 11 * nth, size=SMALL, width=room) for nth, each in enumerate(shown[:lines])
    )


def _key(grid: _Grid, width: float) -> Panel:
    """Which letter is which origin, and what was left out."""
    names = " · ".join(f"{_letter(nth)} {each.name}" for nth, each in enumerate(grid.matrix.groups))
    told = [f"Letters above the columns: the origin that the speaker is heard over. {names}"]
    more = [plural(grid.matrix.more_actors, "more actor")] if grid.matrix.more_actors else []
    more += [plural(grid.matrix.more_speakers, "more speaker")] if grid.matrix.more_speakers else []
    told += [f"Left out for want of room: {' and '.join(more)}."] if more else []
    lines = [each for text in told for each in lines_of(text, width, SMALL)]
    body = "".join(label(each, 0, 11 + 14 * nth, size=SMALL, fill=FAINT) for nth, each in enumerate(lines))
    return Panel(width=width, height=14 * len(lines), body=body)


def matrix_in_words(matrix: Matrix) -> str:
    """The matrix as sentences, for those who do not see it."""
    shown = limited(matrix, rows=ACTORS, columns=SPEAKERS)
    return " ".join(filter(None, (_in_words(shown, row) for row in shown.rows)))


def _in_words(matrix: Matrix, row: Row) -> str:
    said = [
        f"{mark.words} ({speaker.name})"
        for cell, speaker in zip(row.cells, matrix.speakers, strict=True)
        for mark in cell
    ]
    return f"{row.actor}{f' ({row.grade})' if row.grade else ''}: {'; '.join(said)}." if said else ""

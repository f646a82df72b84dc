"""The tolls as a picture: each figure a bar on one scale, in the order in which they were first given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

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
    number,
    stacked,
)
from reportedly.pictures.tolls import Figure, given_by, span_words
from reportedly.terminal.words import day_words, plural

FIGURES = 40
"""Figures drawn of each kind; the rest is counted."""
_ROW = 19.0
_DAY, _WHO = 86.0, 300.0
_SCALE = _DAY + _WHO + 10
_SAID = 190.0


def draw_tolls(figures: Sequence[Figure], width: float) -> Panel:
    """Draw killed and wounded, ``width`` units wide; each has a scale of its own."""
    panels = [
        _of_one_role(tuple(same), width) for _, same in groupby(figures, key=lambda figure: figure.role)
    ]
    if not panels:
        return Panel(
            width=width, height=20, body=label("No number of killed or wounded is given.", 0, 14, fill=FAINT)
        )
    return stacked(panels, gap=14)


def _of_one_role(figures: Sequence[Figure], width: float) -> Panel:
    shown = figures[:FIGURES]
    highest = max((_high(figure) for figure in shown), default=1) or 1
    unit = (width - _SCALE - _SAID) / highest
    ranged = span_words(figures)
    head = label(str(figures[0].role).capitalize(), 0, 14, size=BODY + 1, bold=True)
    head += label(f"said to be {ranged}" if ranged else "", _DAY, 14, fill=FAINT)
    bottom = 24 + _ROW * len(shown)
    rows = "".join(group(_row(figure, unit), y=24 + _ROW * at) for at, figure in enumerate(shown))
    scale = line(_SCALE, 20, _SCALE, bottom + 2, stroke=INK)
    more = len(figures) - len(shown)
    note = (
        label(f"and {plural(more, 'more figure')}, left out", _DAY, bottom + 13, fill=FAINT) if more else ""
    )
    return Panel(width=width, height=bottom + (18 if more else 4), body=head + rows + scale + note)


def _high(figure: Figure) -> int:
    if figure.number is None:
        return 0
    return figure.number.max if figure.number.max is not None else figure.number.min


def _row(figure: Figure, unit: float) -> str:
    when = label(day_words(figure.day) if figure.day else "no date", 0, 13, size=SMALL, italic=not figure.day)
    full = f"{figure.speaker}: {', '.join(figure.origins)} ({', '.join(figure.claims)})"
    who = label(given_by(figure), _DAY, 13, width=_WHO, full=full)
    return when + who + "".join(_bar(figure, unit))


def _weak(figure: Figure) -> bool:
    return figure.denied or figure.taken_back or not figure.sure


def _bar(figure: Figure, unit: float) -> Iterator[str]:
    if figure.number is None:
        yield label(figure.words, _SCALE + 6, 13, width=_SAID, italic=True)
        return
    low, high = _SCALE + unit * figure.number.min, _SCALE + unit * _high(figure)
    ground = PAPER if _weak(figure) else "#9a9a9a"
    dash = "3 2" if _weak(figure) else None
    yield element(
        "rect",
        x=_SCALE,
        y=3,
        width=max(low - _SCALE, 0.8),
        height=12,
        fill=ground,
        stroke=INK,
        stroke_width=0.8,
        stroke_dasharray=dash,
    )
    if high > low:
        yield element(
            "rect", x=low, y=3, width=high - low, height=12, fill="#e2e2e2", stroke=INK, stroke_width=0.8
        )
    if figure.number.max is None:
        points = f"{number(high + 2)},3 {number(high + 9)},9 {number(high + 2)},15"
        yield element("polyline", points=points, fill="none", stroke=INK, stroke_width=1.4)
    yield label(figure.words, high + 14, 13, width=_SAID, bold=True)


def tolls_in_words(figures: Sequence[Figure]) -> str:
    """The figures as sentences, for those who do not see them."""
    return " ".join(
        f"{figure.role}: {figure.words}, according to {given_by(figure)}"
        f"{f' on {day_words(figure.day)}' if figure.day else ''}."
        for figure in figures
    )

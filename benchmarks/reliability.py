"""The reliability diagram: what the reader states beside how often it is right, as a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from benchmarks.rows import Row

SIDE, LEFT, TOP = 360, 64, 24
"""Pixels of the square, and of the room beside and above it."""
MARKS = (("#0072b2", "circle"), ("#d55e00", "square"))
"""Colours of Okabe and Ito (2008), and shapes, so that nobody needs the colours."""
SMALLEST, LARGEST = 4.0, 16.0
_STATED = re.compile(r"stated: (\d\.\d+)")

Point = tuple[float, float, int]
"""Mean confidence of a bin, the share that is right, the number of claims."""


def points(rows: Sequence[Row]) -> dict[str, list[Point]]:
    """The bins of each set, from the rows of part ``confidence`` that have them."""
    found: dict[str, list[Point]] = {}
    for row in rows:
        stated = _STATED.search(row.note)
        if row.part == "confidence" and row.metric.startswith("right where") and stated:
            found.setdefault(row.data, []).append((float(stated[1]), row.value, row.n))
    return found


def svg(rows: Sequence[Row]) -> str | None:
    """The picture; None where no bins were measured.

    A claim in whose confidence one can trust lies on the diagonal. The area of a mark is its claims' share.
    """
    sets = points(rows)
    if not sets:
        return None
    width, height = SIDE + 2 * LEFT + 120, SIDE + 2 * TOP + 32
    body = "".join([*_frame(), *(part for i, each in enumerate(sets.items()) for part in _set(i, *each))])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="12"><title>Stated confidence and share that is right</title>'
        f'<rect width="{width}" height="{height}" fill="white"/>{body}</svg>\n'
    )


def _x(value: float) -> float:
    return round(LEFT + SIDE * value, 1)


def _y(value: float) -> float:
    return round(TOP + SIDE * (1 - value), 1)


def _frame() -> Iterator[str]:
    yield f'<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888"/>'
    yield f'<path d="M{_x(0)},{_y(0)} L{_x(1)},{_y(1)}" stroke="#888" stroke-dasharray="4 4"/>'
    for value in (0.0, 0.25, 0.5, 0.75, 1.0):
        yield f'<text x="{_x(value)}" y="{_y(0) + 18}" text-anchor="middle">{value:g}</text>'
        yield f'<text x="{LEFT - 8}" y="{_y(value) + 4}" text-anchor="end">{value:g}</text>'
    yield f'<text x="{_x(0.5)}" y="{_y(0) + 38}" text-anchor="middle">stated confidence</text>'
    middle = _y(0.5)
    yield (
        f'<text x="18" y="{middle}" text-anchor="middle" transform="rotate(-90 18 {middle})">'
        "share that is right</text>"
    )


def _set(number: int, name: str, bins: Sequence[Point]) -> Iterator[str]:
    colour, shape = MARKS[number % len(MARKS)]
    most = max(count for _, _, count in bins)
    for stated, right, count in bins:
        size = max(SMALLEST, LARGEST * (count / most) ** 0.5)
        told = f"{name}: stated {stated:.2f}, right {right:.2f} of {count} claims"
        yield _mark(shape, _x(stated), _y(right), size, colour, told)
    at = TOP + 16 + 22 * number
    yield _mark(shape, LEFT + SIDE + 20, at - 4, 6, colour, name)
    yield f'<text x="{LEFT + SIDE + 32}" y="{at}">{name}</text>'


def _mark(shape: str, x: float, y: float, size: float, colour: str, told: str) -> str:
    look = f'fill="{colour}" fill-opacity="0.6" stroke="{colour}"'
    title = f"<title>{told}</title>"
    if shape == "circle":
        return f'<circle cx="{x}" cy="{y}" r="{size:.1f}" {look}>{title}</circle>'
    corner = f'x="{x - size:.1f}" y="{y - size:.1f}"'
    return f'<rect {corner} width="{2 * size:.1f}" height="{2 * size:.1f}" {look}>{title}</rect>'

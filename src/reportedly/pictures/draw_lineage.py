"""The lineage as a picture: origins, and under each what was copied, rewritten or cited from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.pictures.lineage_tree import Node, NodeKind, edge_words, limited
from reportedly.pictures.svg import (
    FAINT,
    INK,
    PAPER,
    SMALL,
    Panel,
    element,
    flowed,
    group,
    label,
    line,
    stacked,
)
from reportedly.records import DerivationRelation
from reportedly.terminal.words import day_words, plural

REPORTS = 200
"""More reports and origins than these are counted at the one they hang under, not drawn."""
_ROW = 20.0
_INDENT = 16.0
_DEEPEST = 8
"""From this depth on, the indent grows no more: a chain of copies must not run off the paper."""
_PER_COLUMN = 45
_COLUMN = 340.0
_GAP = 26.0
_DAY = 70.0
_NAMES, _NAMES_NARROW = 0.32, 0.5
"""Share of a column that indent and names have; of a narrow column, the larger."""
_DASHES = {
    DerivationRelation.COPY: (None, 2.2),
    DerivationRelation.REWRITE: ("6 2.5", 1.5),
    DerivationRelation.CITES: ("1.5 2.5", 1.5),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the tree. ``parent`` is the index of the line it hangs under, -1 for an origin."""

    node: Node
    depth: int
    parent: int

    @property
    def x(self) -> float:
        return min(self.depth, _DEEPEST) * _INDENT


def draw_lineage(roots: Sequence[Node], width: float) -> Panel:
    """Draw the trees; in several columns where one would be longer than a sheet."""
    shown, more = limited(roots, REPORTS)
    lines = list(_lines(shown))
    if not lines:
        return Panel(width=width, height=20, body=label("No report tells of it.", 0, 14, fill=FAINT))
    columns = max(1, -(-len(lines) // _PER_COLUMN))
    across = width if columns == 1 else max(_COLUMN, (width - _GAP * (columns - 1)) / columns)
    per = -(-len(lines) // columns)
    parts = [
        group(_column(lines, at * per, min(len(lines), (at + 1) * per), across), x=at * (across + _GAP))
        for at in range(columns)
    ]
    tree = Panel(
        width=columns * across + (columns - 1) * _GAP,
        height=(per + (columns > 1)) * _ROW + 4,
        body="".join(parts),
    )
    return stacked([tree, *_note(more, width), _legend(width)], gap=8)


def _lines(roots: Sequence[Node]) -> Iterator[_Line]:
    at, way = 0, list[int]()
    for root in roots:
        for depth, node in root.walk():
            del way[depth:]
            yield _Line(node, depth, way[-1] if way else -1)
            way.append(at)
            at += 1


def _column(lines: Sequence[_Line], start: int, end: int, across: float) -> str:
    """Lines ``start`` to ``end`` below each other; what goes on from the column before says under whom."""
    top = _ROW if start or end < len(lines) else 0.0
    parts = [_continued(lines, start, across)] if start and lines[start].parent >= 0 else []
    for at in range(start, end):
        each, y = lines[at], top + _ROW * (at - start)
        if each.parent >= 0:
            above = top + _ROW * (each.parent - start) + 17 if each.parent >= start else top - 3
            parts.append(_edge(each, lines[each.parent].x + 7, above, y))
        parts.append(group(_told(each, across), y=y))
    return "".join(parts)


def _continued(lines: Sequence[_Line], start: int, across: float) -> str:
    above = lines[lines[start].parent]
    return label(
        f"under {above.node.name}, continued", above.x, 12, size=SMALL, italic=True, width=across, fill=FAINT
    )


def _edge(each: _Line, x: float, above: float, y: float) -> str:
    dash, thick = _DASHES[each.node.relation or DerivationRelation.CITES]
    trunk = line(x, above, x, y + 10, stroke="#8c8c8c", width=1)
    return trunk + line(x, y + 10, max(each.x, x + 4) + 1, y + 10, stroke=INK, width=thick, dash=dash)


def _told(each: _Line, across: float) -> str:
    node, left, wide = each.node, each.x + 18, across >= 2 * _COLUMN
    column = max(across * (_NAMES if wide else _NAMES_NARROW), left + 60)
    how = _how(node)
    text = f"{how} · {node.title}" if wide and node.title else how if wide else how.replace(" shared", "")
    full = " ".join(filter(None, (f"{node.name}: {how}.", node.title, node.why)))
    name = label(node.name, left, 14, width=column - left - 8, bold=not node.relation)
    rest = label(text, column, 14, size=SMALL, width=across - column - _DAY, fill=FAINT, full=full)
    day = day_words(node.day) if node.day else "no date" if node.kind is NodeKind.REPORT else ""
    when = label(day, across, 14, size=SMALL, anchor="end", italic=not node.day) if day else ""
    return group(_symbol(node), x=each.x) + name + rest + when


def _how(node: Node) -> str:
    # What is left out comes first: the end may have to be cut.
    told = [f"{node.more} more left out"] if node.more else []
    told += [edge_words(node) or ("origin" if node.kind is NodeKind.REPORT else str(node.kind)), *node.also]
    return " · ".join(told)


_RING = element("circle", cx=7, cy=10, r=7, fill=PAPER, stroke=INK, stroke_width=1)
_DOT = element("circle", cx=7, cy=10, r=4, fill=INK, stroke=INK, stroke_width=1)
_SILENT = element("circle", cx=7, cy=10, r=4, fill=PAPER, stroke=INK, stroke_width=1)
_ABSENT = element(
    "polygon",
    points="7,3 14,10 7,17 0,10",
    fill=PAPER,
    stroke=INK,
    stroke_width=1.2,
    stroke_dasharray="2 1.4",
)


def _symbol(node: Node) -> str:
    if node.kind is NodeKind.NAMED:
        return _ABSENT
    return ("" if node.relation else _RING) + (_DOT if node.claims else _SILENT)


def _legend(width: float) -> Panel:
    """What the signs and lines mean."""
    lines = [
        (line(0, 10, 18, 10, stroke=INK, width=w, dash=dash), str(rel)) for rel, (dash, w) in _DASHES.items()
    ]
    signs = [
        (_RING + _DOT, "an origin"),
        (_ABSENT, "an origin that was not read, known by name"),
        (_DOT, "a report"),
        (_SILENT, "says nothing of this attack itself"),
    ]
    return flowed([*signs, *lines], width)


def _note(more: int, width: float) -> Iterator[Panel]:
    if more:
        text = f"Left out for want of room: {plural(more, 'more origin')} with what was taken from it."
        yield Panel(width=width, height=14, body=label(text, 0, 11, size=SMALL, fill=FAINT))


def lineage_in_words(roots: Sequence[Node]) -> str:
    """The trees as sentences, for those who do not see them."""
    shown, _ = limited(roots, REPORTS)
    lines = list(_lines(shown))
    told = [
        f"{each.node.name}: {edge_words(each.node)}, from {lines[each.parent].node.name}."
        if each.parent >= 0
        else f"{each.node.name}: {'origin' if each.node.kind is NodeKind.REPORT else each.node.kind}."
        for each in lines
    ]
    return " ".join(told)

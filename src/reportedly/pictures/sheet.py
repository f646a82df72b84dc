"""From a view and an incident to a finished SVG: one picture, or all of them on one sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reportedly.errors import UsageError
from reportedly.pictures.case import Case, case_of, heading
from reportedly.pictures.draw_lineage import draw_lineage, lineage_in_words
from reportedly.pictures.draw_matrix import draw_matrix, matrix_in_words
from reportedly.pictures.draw_timeline import draw_timeline, timeline_in_words
from reportedly.pictures.draw_tolls import draw_tolls, tolls_in_words
from reportedly.pictures.lineage_tree import lineage_tree_of
from reportedly.pictures.matrix import matrix_of
from reportedly.pictures.svg import (
    BODY,
    FAINT,
    HEAD,
    INK,
    SMALL,
    TITLE,
    Panel,
    document,
    label,
    line,
    lines_of,
    stacked,
)
from reportedly.pictures.timeline import timeline_of
from reportedly.pictures.tolls import tolls_of
from reportedly.records import LedgerView, MadeBy
from reportedly.terminal.safe import visible

WIDTH = 1000.0
"""What pictures are laid out for; a wide matrix or a long tree takes more."""
QUESTION = "Who is said to have done it"


@dataclass(frozen=True, slots=True)
class Picture:
    """One kind of picture: its heading, how it is drawn ``width`` units wide, and the same in words."""

    heading: str
    draw: Callable[[Case, float], Panel]
    told: Callable[[Case], str]


PICTURES = {
    "matrix": Picture(
        "Who says what of whom",
        lambda case, width: draw_matrix(matrix_of(case), width),
        lambda case: matrix_in_words(matrix_of(case)),
    ),
    "timeline": Picture(
        "When it was first said",
        lambda case, width: draw_timeline(timeline_of(case), width),
        lambda case: timeline_in_words(timeline_of(case)),
    ),
    "lineage": Picture(
        "Where the reports come from",
        lambda case, width: draw_lineage(lineage_tree_of(case), width),
        lambda case: lineage_in_words(lineage_tree_of(case)),
    ),
    "tolls": Picture(
        "Killed and wounded, as reported",
        lambda case, width: draw_tolls(tolls_of(case), width),
        lambda case: tolls_in_words(tolls_of(case)),
    ),
}


def picture(view: LedgerView, incident_id: str, kind: str) -> str:
    """One picture of an incident as the text of an SVG file; ``kind`` is a key of :data:`PICTURES`.

    Raises:
        NotFound: the view has no such incident.
        UsageError: there is no such picture.
    """
    if kind not in PICTURES:
        raise UsageError(f"no picture is called {kind!r}; there is {', '.join(sorted(PICTURES))}")
    return _drawn(case_of(view, incident_id), [PICTURES[kind]])


def sheet(view: LedgerView, incident_id: str) -> str:
    """All pictures of an incident below each other, as the text of one SVG file.

    Raises:
        NotFound: the view has no such incident.
    """
    return _drawn(case_of(view, incident_id), list(PICTURES.values()))


def _drawn(case: Case, pictures: Iterable[Picture]) -> str:
    chosen = list(pictures)
    parts = [(each, each.draw(case, WIDTH)) for each in chosen]
    width = max(WIDTH, *(panel.width for _, panel in parts))
    summary, facts = heading(case)
    title = ". ".join(filter(None, (f"{QUESTION}: {summary}", facts)))
    told = " ".join(f"{each.heading}. {each.told(case)}" for each in chosen)
    sections = (stacked([_section(each.heading, width), panel], gap=10) for each, panel in parts)
    foot = _foot(case.index.view.made_by, width)
    return document(stacked([*_head(summary, facts, width), *sections, foot], gap=22), title=title, told=told)


def _head(summary: str, facts: str, width: float) -> Iterator[Panel]:
    lines = list(lines_of(summary, width, TITLE))[:3]
    body = label(QUESTION, 0, 12, size=BODY, fill=FAINT)
    body += "".join(label(each, 0, 38 + 26 * at, size=TITLE, bold=True) for at, each in enumerate(lines))
    bottom = 38 + 26 * (len(lines) - 1)
    body += label(facts, 0, bottom + 20, size=BODY + 1, width=width) if facts else ""
    yield Panel(width=width, height=bottom + (24 if facts else 6), body=body)


def _section(title: str, width: float) -> Panel:
    rule = line(0, 1, width, 1, stroke=INK, width=1.2)
    return Panel(width=width, height=24, body=rule + label(title, 0, 20, size=HEAD, bold=True))


def _foot(made_by: MadeBy, width: float) -> Panel:
    text = (
        "What reports say, and who says it according to them; not what happened. "
        f"{visible(made_by.program)}, {visible(made_by.extractor)}"
    )
    return Panel(width=width, height=14, body=label(text, 0, 11, size=SMALL, fill=FAINT, width=width))

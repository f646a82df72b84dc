"""One incident in full: who is said to have done it and why that is graded so, and everything around it.

The matrix, the timeline, the tree and the tolls are those of :mod:`reportedly.pictures`, printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from reportedly.pictures.case import Case, case_of
from reportedly.pictures.lineage_tree import lineage_tree_of
from reportedly.pictures.matrix import matrix_of
from reportedly.pictures.timeline import timeline_of
from reportedly.pictures.tolls import TOLLS, tolls_of
from reportedly.records import LedgerView
from reportedly.terminal import words
from reportedly.terminal.accounts import accounts
from reportedly.terminal.ids import ShortIds
from reportedly.terminal.incident_matrix import render_matrix
from reportedly.terminal.incident_sections import (
    render_accounts,
    render_lineage,
    render_timeline,
    render_tolls,
)
from reportedly.terminal.layout import PAGE_WIDTH, render_page
from reportedly.terminal.model import Page
from reportedly.terminal.overview import incident_card
from reportedly.terminal.reviewed import render_reviewed

_HEADING = "bold cyan"


def incident_page(view: LedgerView, incident_id: str, *, width: int) -> Iterator[RenderableType]:
    """The page of one incident, ``width`` columns wide; only the matrix is ever wider than a page to read.

    ``incident_id`` is a whole id. Every part that has nothing to show is left out.

    Raises:
        NotFound: the view has no such incident.
    """
    case = case_of(view, incident_id)
    told = (*case.index.view.claims, *view.rejected)
    short = ShortIds([*(claim.id for claim in told), *(each.id for each in view.incidents)])
    yield from _head(case, short, min(width, PAGE_WIDTH))
    for title, parts in _sections(case, short, width):
        shown = list(parts)
        if shown:
            yield Text(title, _HEADING)
            yield from (Padding(part, (0, 0, 0, 2)) for part in shown)
            yield Text()


def _sections(case: Case, short: ShortIds, width: int) -> Iterator[tuple[str, Iterator[RenderableType]]]:
    room = min(width, PAGE_WIDTH) - 2
    yield "Who says what of whom", render_matrix(matrix_of(case), width - 2)
    yield "When it was first said", render_timeline(timeline_of(case), short, room)
    yield "Where the reports come from", render_lineage(lineage_tree_of(case))
    yield "Killed and wounded", render_tolls(tolls_of(case), short, room)
    yield "Where accounts differ", render_accounts(accounts(case), short, room)
    yield "What people decided", render_reviewed(case, short, room)


def _head(case: Case, short: ShortIds, width: int) -> Iterator[RenderableType]:
    """The incident, its actors line by line with the reasons of each grade, and what else is said of it."""
    card = incident_card(case.index, case.incident)
    elsewhere = {words.ROLES[role] for role in TOLLS} | {each.role for each in accounts(case)}
    values = tuple(row for row in card.values if row.role not in elsewhere)
    page = Page(
        incidents=(replace(card, values=values),),
        others=(),
        more=0,
        quiet=(),
        lineage=(),
        skipped=(),
        reports=len(case.index.reports),
    )
    yield from render_page(page, short=short, width=width, reasons=True)

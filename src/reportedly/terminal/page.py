"""From a view to what the terminal prints of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.lineage import roots_of
from reportedly.records import LedgerView
from reportedly.terminal.ids import ShortIds
from reportedly.terminal.index import Index
from reportedly.terminal.layout import render_page
from reportedly.terminal.opened import render_claim, render_report
from reportedly.terminal.overview import page_of

if TYPE_CHECKING:
    from rich.console import RenderableType


def page_parts(
    view: LedgerView, *, opened: str | None, width: int, coloured: bool
) -> Iterator[RenderableType]:
    """The page of a view; a claim opens to its words, a report has its head, an incident its reasons."""
    index = Index(view, roots_of(view.reports, view.lineage))
    if opened == "claim":
        yield from render_claim(index, (*view.claims, *view.rejected)[0], coloured=coloured)
        return
    if opened == "report":
        yield from render_report(view, view.reports[0])
    short = ShortIds([*(each.id for each in view.claims), *(each.id for each in view.incidents)])
    yield from render_page(page_of(index), short=short, width=width, reasons=opened == "incident")

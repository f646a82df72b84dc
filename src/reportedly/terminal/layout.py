"""The look of the terminal page: rows of :mod:`~reportedly.terminal.model` to rich renderables.

Only ``Text`` objects are made, never markup strings, so that nothing a report says is taken for markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reportedly.assess import NOBODY
from reportedly.records import Stance
from reportedly.terminal import words
from reportedly.terminal.ids import ShortIds
from reportedly.terminal.model import ActorCard, IncidentCard, Line, Page, ValueRow

PAGE_WIDTH = 100
"""The page is never wider: longer lines are harder to read, whatever the terminal offers."""

_TITLE, _HEADING, _ACTOR, _FAINT = "bold", "bold cyan", "bold", "dim"
_WARNING = "bold yellow"
STANCE_STYLES = {
    Stance.ADMITS: "red",
    Stance.ALLEGES: "yellow",
    Stance.UNCONFIRMED: "magenta",
    Stance.DENIES: "green",
    Stance.NO_CLAIM: "default",
}
"""Colours only underline: the stance stands there as a word as well."""
_INDENT = 4
_ID = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What every part of one incident's page is laid out by; the columns line up over all its actors."""

    short: ShortIds
    width: int
    reasons: bool
    stances: int = 0
    chains: int = 0

    def around(self, card: IncidentCard) -> _Frame:
        lines = [line for actor in card.actors for line in actor.lines if actor.name != NOBODY]
        chains = max((len(chain) for line in lines for chain in line.chains), default=0)
        return replace(
            self,
            stances=max((len(line.stance) for line in lines), default=0),
            chains=min(chains, self.width * 3 // 10),
        )

    def id(self, full: str) -> Text:
        return Text(self.short(full), _FAINT)


def render_page(
    page: Page, *, short: ShortIds, width: int, reasons: bool = False
) -> Iterator[RenderableType]:
    """The page, main incident first, ``width`` columns wide; if asked, with the reasons of each grade."""
    frame = _Frame(short=short, width=width, reasons=reasons)
    if not page.incidents:
        yield Text(
            f"No attack is told in {words.plural(page.reports, 'report')}.\n"
            if page.reports
            else "No report.\n"
        )
    for card in page.incidents:
        yield from _incident(card, frame.around(card))
    yield from _others(page, frame)
    yield from _section("How these reports depend on each other", page.lineage)
    yield from _section("Nothing is claimed in", page.quiet)
    yield from _section("Left out", page.skipped)


def _incident(card: IncidentCard, frame: _Frame) -> Iterator[RenderableType]:
    yield _headed(card, frame)
    if card.facts:
        yield Text(" · ".join(card.facts))
    yield Text()
    yield Text("Who is said to have done it", _HEADING)
    for actor in card.actors:
        yield from _actor(actor, frame)
    if not card.actors:
        yield Padding(Text("no words say who", _FAINT), (0, 0, 0, 2))
    yield Text()
    yield from _values(card.values, frame)
    yield Text(card.count)
    if card.flatter:
        yield Text("The headline states flatly what the body attributes to others.", _WARNING)
    yield Text()


def _headed(card: IncidentCard, frame: _Frame) -> Text:
    title, own = words.shortened(card.title, frame.width - 2 * _ID), frame.id(card.id)
    rule = "─" * (frame.width - cell_len(title) - len(own) - 2)
    return Text.assemble((title, _TITLE), " ", (rule, _FAINT), " ", own)


def _others(page: Page, frame: _Frame) -> Iterator[RenderableType]:
    if page.others:
        yield Text("Other attacks", _HEADING)
        for brief in page.others:
            yield _pair(Text(f"  {brief.text}"), frame.id(brief.id), frame.width)
        if page.more:
            yield Text(f"  and {words.plural(page.more, 'more attack')}")
        yield Text()


def _pair(left: Text, right: Text, width: int) -> Table:
    grid = Table.grid(expand=True, padding=(0, 2, 0, 0), pad_edge=False)
    grid.width = width
    grid.add_column(overflow="fold", ratio=1)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_row(left, right)
    return grid


def _actor(actor: ActorCard, frame: _Frame) -> Iterator[RenderableType]:
    name = Text.assemble((f"  {words.shortened(actor.name, 60)}", _ACTOR), (_part_of(actor), _FAINT))
    yield _pair(name, Text(_counts(actor), _FAINT), frame.width)
    own = max((len(line.stance) for line in actor.lines), default=0)
    grid = _grid([max(own, frame.stances), None, frame.chains, _ID], frame.width)
    for line in actor.lines:
        chains = Text("\n".join(_few(line.chains)))
        grid.add_row(
            Text(line.stance, STANCE_STYLES[line.kind] if line.sure else f"dim {STANCE_STYLES[line.kind]}"),
            _who(line),
            chains,
            frame.id(line.claim),
        )
    yield Padding(grid, (0, 0, 0, _INDENT))
    if frame.reasons and actor.reasons:
        for told in ("; ".join(actor.reasons), *actor.suggested):
            yield Padding(Text(told, "italic"), (0, 0, 0, _INDENT))


def _part_of(actor: ActorCard) -> str:
    return f" ({words.shortened(actor.part_of, 60)})" if actor.part_of else ""


def _counts(actor: ActorCard) -> str:
    if actor.name == NOBODY or not actor.roots:
        return actor.grade or ""
    parts = [words.plural(actor.speakers, "speaker")] if actor.speakers else []
    return " · ".join([*parts, f"{actor.roots} independent", *([actor.grade] if actor.grade else [])])


def _who(line: Line) -> Text:
    notes = [*line.notes, *([f"{line.reports} reports"] if line.reports > 1 else [])]
    return Text.assemble(line.speaker, (f" ({'; '.join(notes)})" if notes else "", _FAINT))


def _few(chains: Sequence[str], at_most: int = 3) -> list[str]:
    more = len(chains) - at_most
    return [*chains[:at_most], *([f"and {more} more"] if more > 0 else [])]


def _values(rows: Sequence[ValueRow], frame: _Frame) -> Iterator[RenderableType]:
    if not rows:
        return
    yield Text("What else is said", _HEADING)
    widest = min(max(len(row.value) for row in rows), frame.width * 35 // 100)
    grid = _grid([max(len(row.role) for row in rows), widest, None, _ID], frame.width, indent=2)
    shown = ""
    for row in rows:
        role = "" if row.role == shown else row.role
        shown = row.role
        who = Text("; ".join(_few(row.speakers)))
        grid.add_row(Text(role, _ACTOR), Text(row.value), who, frame.id(row.claim))
    yield Padding(grid, (0, 0, 0, 2))
    yield Text()


def _grid(widths: Sequence[int | None], width: int, *, indent: int = _INDENT) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    fixed = indent + sum(each + 2 for each in widths if each is not None)
    for each in widths:
        grid.add_column(width=max(12, width - fixed) if each is None else each, overflow="fold")
    return grid


def _section(title: str, lines: Sequence[str]) -> Iterator[RenderableType]:
    if lines:
        yield Text(title, _HEADING)
        for line in lines:
            yield Padding(Text(line, overflow="fold"), (0, 0, 0, 2))
        yield Text()

"""The look of the terminal page: rows of :mod:`~reportedly.terminal.model` to rich renderables.

Only ``Text`` objects are made, never markup strings, so that nothing a report says is taken for markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from reportedly.terminal import words
from reportedly.terminal.ids import ShortIds
from reportedly.terminal.model import ActorCard, IncidentCard, Line, Page, ValueRow

PAGE_WIDTH = 100
"""The page is never wider: longer lines are harder to read, whatever the terminal offers."""

_TITLE, _HEADING, _ACTOR, _FAINT = "bold", "bold cyan", "bold", "dim"
_WARNING = "bold yellow"
_INDENT = 4


def render_page(page: Page, *, short: ShortIds, width: int) -> Iterator[RenderableType]:
    """The page, main incident first, for a terminal ``width`` columns wide."""
    for card in page.incidents:
        yield from _incident(card, short, width)
    if page.more:
        yield Text(f"and {words.plural(page.more, 'more incident')}: reportedly show --incident ID\n", _FAINT)
    yield from _section("Told in passing", page.background)
    yield from _section("How these reports depend on each other", page.lineage)
    yield from _section("Nothing is claimed in", page.quiet)
    yield from _section("Left out", page.skipped)
    if not page.incidents and not page.background:
        yield Text(f"No attack is told in {words.plural(page.reports, 'report')}.")


def plain(parts: Iterable[RenderableType], *, width: int) -> str:
    """The same as text without any escape sequence, no line ending in a space."""
    console = Console(
        file=StringIO(),
        width=width,
        color_system=None,
        force_terminal=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _incident(card: IncidentCard, short: ShortIds, width: int) -> Iterator[RenderableType]:
    yield Rule(Text(card.title, _TITLE), align="left", characters="─", style=_FAINT)
    facts = Text(" · ".join(card.facts))
    yield _pair(facts, Text(short(card.id), _FAINT), width)
    yield Text()
    yield Text("Who is said to have done it", _HEADING)
    for actor in card.actors:
        yield from _actor(actor, short, width)
    if not card.actors:
        yield Padding(Text("nobody is named", _FAINT), (0, 0, 0, 2))
    yield Text()
    yield from _values(card.values, short, width)
    yield Text(card.count)
    if card.flatter:
        yield Text("The headline states flatly what the body attributes to unnamed sources.", _WARNING)
    yield Text()


def _pair(left: Text, right: Text, width: int) -> Table:
    grid = Table.grid(expand=True)
    grid.width = width
    grid.add_column(overflow="fold", ratio=1)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_row(left, right)
    return grid


def _actor(actor: ActorCard, short: ShortIds, width: int) -> Iterator[RenderableType]:
    name = Text(f"  {words.shortened(actor.name, 60)}", _ACTOR)
    yield _pair(name, Text(_counts(actor), _FAINT), width)
    stances = max((len(line.stance) for line in actor.lines), default=0)
    chains = max((len(chain) for line in actor.lines for chain in line.chains), default=0)
    grid = _grid([stances, None, min(chains, width * 3 // 10), 8], width)
    for line in actor.lines:
        grid.add_row(
            Text(line.stance, _stance_style(line)),
            _who(line),
            Text("\n".join(_few(line.chains))),
            Text(short(line.claim), _FAINT),
        )
    yield Padding(grid, (0, 0, 0, _INDENT))


def _counts(actor: ActorCard) -> str:
    if actor.name == words.NOBODY or not actor.roots:
        return actor.grade or ""
    parts = [words.plural(actor.speakers, "speaker")] if actor.speakers else []
    return " · ".join([*parts, f"{actor.roots} independent", *([actor.grade] if actor.grade else [])])


def _stance_style(line: Line) -> str:
    if line.denial:
        return "magenta"
    return "red" if line.sure else "yellow"


def _who(line: Line) -> Text:
    notes = [*line.notes, *([f"in {line.reports} reports"] if line.reports > 1 else [])]
    return Text.assemble(line.speaker, (f" ({'; '.join(notes)})" if notes else "", _FAINT))


def _few(chains: Sequence[str], at_most: int = 3) -> list[str]:
    more = len(chains) - at_most
    return [*chains[:at_most], *([f"and {more} more"] if more > 0 else [])]


def _values(rows: Sequence[ValueRow], short: ShortIds, width: int) -> Iterator[RenderableType]:
    if not rows:
        return
    yield Text("What else is said", _HEADING)
    grid = _grid([max(len(row.role) for row in rows), width * 3 // 10, None, 8], width, indent=2)
    shown = ""
    for row in rows:
        role = "" if row.role == shown else row.role
        shown = row.role
        who = Text("; ".join(_few(row.speakers)))
        grid.add_row(Text(role, _ACTOR), Text(row.value), who, Text(short(row.claim), _FAINT))
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

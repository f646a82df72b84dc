"""The timeline, the lineage tree, the tolls and the differing accounts of one incident on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from reportedly.pictures.lineage_tree import Node, NodeKind, edge_words
from reportedly.pictures.lineage_tree import limited as limited_trees
from reportedly.pictures.timeline import Day, Entry, Timeline, all_days, said_by, subject
from reportedly.pictures.timeline import limited as limited_timeline
from reportedly.pictures.tolls import Figure, given_by, span_words
from reportedly.terminal.accounts import Account
from reportedly.terminal.ids import ShortIds
from reportedly.terminal.words import day_words, listed, plural

ENTRIES, REPORTS, FIGURES = 80, 120, 40
"""More stances, reports and figures than these are counted, not shown."""
_ID, _SUBJECT, _DAY = 9, 25, 11
_INDENT = (0, 0, 0, 2)
_DEEPEST = 6
"""From this depth on the tree grows no wider: a chain of copies must not run out of the page."""


def render_timeline(timeline: Timeline, short: ShortIds, width: int) -> Iterator[RenderableType]:
    """Each day with what was first said on it; what changes the picture is named in brackets."""
    days = all_days(limited_timeline(timeline, ENTRIES))
    subjects = [cell_len(subject(entry)) for day in days for entry in day.entries]
    widths = [min(_SUBJECT, max(subjects, default=_DAY)), None, _ID]
    for day in days:
        yield Text(day_words(day.day) if day.day else "In reports without a date", "bold")
        yield Padding(_day(day, short, _table(widths, width)), _INDENT)
        if day.more:
            yield Text(f"  and {plural(day.more, 'more stance')}", "dim")


def _day(day: Day, short: ShortIds, table: Table) -> Table:
    for entry in day.entries:
        table.add_row(Text(subject(entry)), _entry(entry), Text(short(entry.claim), "dim"))
    for figure in day.tolls:
        table.add_row(Text(figure.role, "dim"), _toll(figure), Text(short(figure.claims[0]), "dim"))
    return table


def _entry(entry: Entry) -> Text:
    over = "" if entry.own_words else f" · {entry.origin}"
    over += f" · {entry.reports} reports" if entry.reports > 1 else ""
    changes = listed([str(shift) for shift in entry.shifts])
    shifts = f" ({changes}{f': {entry.why}' if entry.why else ''})" if entry.shifts else ""
    return Text.assemble(said_by(entry), (over, "dim"), (shifts, "bold yellow"))


def _toll(figure: Figure) -> Text:
    return Text.assemble(figure.words, (f" · {given_by(figure)}", "dim"))


def render_lineage(roots: Sequence[Node]) -> Iterator[RenderableType]:
    """A tree an origin; a report stands under what it is closest to."""
    shown, more = limited_trees(roots, REPORTS)
    for root in shown:
        branches: list[Tree] = []
        for depth, node in root.walk():
            level = min(depth, _DEEPEST)
            del branches[level:]
            grown = branches[-1].add(_node(node)) if branches else Tree(_node(node), guide_style="dim")
            branches.append(grown)
        yield branches[0]
    if more:
        yield Text(f"and {plural(more, 'more origin')}", "dim")


def _node(node: Node) -> Text:
    told = [edge_words(node) or ("" if node.kind is NodeKind.REPORT else str(node.kind)), *node.also]
    told += [day_words(node.day)] if node.day else ["no date"] if node.kind is NodeKind.REPORT else []
    told += ["says nothing of this attack itself"] if node.kind is NodeKind.REPORT and not node.claims else []
    told += [f"{plural(node.more, 'more report')} below it"] if node.more else []
    name = (node.name, "" if node.relation else "bold")
    return Text.assemble(name, (f"  {' · '.join(filter(None, told))}", "dim"))


def render_tolls(figures: Sequence[Figure], short: ShortIds, width: int) -> Iterator[RenderableType]:
    """Killed, then wounded: each figure with the day on which it was first given, and who gives it."""
    for role, same in groupby(figures, key=lambda figure: figure.role):
        own = tuple(same)
        ranged = span_words(own)
        yield Text.assemble((str(role), "bold"), f"  said to be {ranged}" if ranged else "")
        table = _table([_DAY, 22, None, _ID], width)
        for figure in own[:FIGURES]:
            day = Text(day_words(figure.day) if figure.day else "no date", "dim")
            table.add_row(
                day, Text(figure.words), Text(given_by(figure)), Text(short(figure.claims[0]), "dim")
            )
        yield Padding(table, _INDENT)
        if len(own) > FIGURES:
            yield Text(f"  and {plural(len(own) - FIGURES, 'more figure')}", "dim")


def render_accounts(told: Sequence[Account], short: ShortIds, width: int) -> Iterator[RenderableType]:
    """Days and places, with who gives them and what they cannot be reconciled with."""
    for role, same in groupby(told, key=lambda account: account.role):
        yield Text(role, "bold")
        table = _table([width * 2 // 5, None, _ID], width)
        for account in same:
            who = listed([*account.speakers[:4], *_rest(account.speakers)])
            against = f" ({account.against})" if account.against else ""
            said = Text.assemble(account.value, (against, "bold yellow"))
            table.add_row(said, Text(who), Text(short(account.claim), "dim"))
        yield Padding(table, _INDENT)


def _rest(speakers: Sequence[str]) -> list[str]:
    return [f"{len(speakers) - 4} more"] if len(speakers) > 4 else []


def _table(widths: Sequence[int | None], width: int) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    fixed = _INDENT[3] + sum(each + 2 for each in widths if each is not None)
    for each in widths:
        table.add_column(width=max(12, width - fixed) if each is None else each, overflow="fold")
    return table

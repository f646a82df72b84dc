"""What analysts decided on incidents, as sentences and as a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from reportedly.records import Anchor, Decision, Judgement
from reportedly.terminal.safe import visible

_SHORT = 12
"""Characters of an id that are shown; eight are enough to name a record."""


def sentence(decision: Decision) -> str:
    """What was decided, or taken back, in one line.

    The ids are those of single reports' incidents: they stand whatever the incidents are joined into.
    """
    if decision.undone_at:
        return f"taken back by {decision.undone_by}: {what(decision)}"
    return f"{what(decision)}; take it back with: reportedly undo {decision.id[:_SHORT]}"


def what(decision: Decision) -> str:
    """The decision itself."""
    these, those = _named(decision.these), _named(decision.those)
    if decision.judgement is Judgement.SAME:
        return f"{these} and {those} are one attack"
    if decision.judgement is Judgement.NOT_SAME:
        return f"{these} and {those} are different attacks"
    return f"whether {these} and {those} are one attack is left open"


def _named(anchors: Sequence[Anchor]) -> str:
    first = anchors[0].incident[:_SHORT]
    return first if len(anchors) == 1 else f"{first} (with {len(anchors) - 1} more)"


def decisions_list(decisions: Sequence[Decision], *, width: int) -> Iterator[RenderableType]:
    """A table ``width`` columns wide, oldest first."""
    if not decisions:
        yield Text("Nothing has been decided on the incidents of this ledger.")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold cyan", show_edge=False)
    table.add_column("id", width=_SHORT, no_wrap=True)
    table.add_column("made", width=16, no_wrap=True)
    table.add_column("by", max_width=max(8, width // 6), overflow="fold")
    table.add_column("decision", overflow="fold")
    for each in decisions:
        told = Text(visible(what(each)))
        if each.note:
            told.append(f" ({visible(each.note)})", "dim")
        if each.undone_at:
            told.stylize("dim")
            told.append(f" taken back {each.undone_at:%Y-%m-%d} by {visible(each.undone_by or '')}")
        table.add_row(
            Text(each.id[:_SHORT], "dim"),
            Text(f"{each.made_at:%Y-%m-%d %H:%M}"),
            Text(visible(each.by)),
            told,
        )
    yield table

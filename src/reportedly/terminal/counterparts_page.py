"""A team's table beside the ledger: each row with its attack, and what agrees and differs."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from reportedly.counterparts import Compared, Matching, Pairing, TeamRow, Verdict
from reportedly.terminal.ids import ShortIds
from reportedly.terminal.safe import visible
from reportedly.terminal.words import plural, shortened

_WHAT, _VERDICT = 8, 27
_STYLES = {Verdict.AGREES: "green", Verdict.DIFFERS: "red", Verdict.CONTESTED: "red"}
_LONGEST = 400
_MOST_LEFT = 20
"""Rows and attacks without a counterpart that are listed; JSON has them all."""


def matching_page(matching: Matching, *, width: int) -> Iterator[RenderableType]:
    """The page, ``width`` columns wide: pairs in the order of the table, then what is left on either side."""
    short = ShortIds([each.incident for each in matching.pairings] + [each for each, _ in matching.incidents])
    for pairing in matching.pairings:
        yield _heading(pairing, short)
        yield _lines(pairing, width)
        if pairing.others:
            others = ", ".join(map(short, pairing.others))
            yield Text(f"  fits as well: {others}; a person has to say which")
        yield Text("")
    yield Text(_total(matching), "bold")
    yield from _left("in the table only", [_row_words(row) for row in matching.rows])
    told = [f"{short(incident)} {visible(summary)}" for incident, summary in matching.incidents]
    yield from _left("in the reports only", told)
    yield from _left("not read", [f"line {each.line}: {visible(each.reason)}" for each in matching.unread])


def _heading(pairing: Pairing, short: ShortIds) -> Text:
    ours = f"{short(pairing.incident)} {visible(pairing.summary)}"
    return Text.assemble((_row_words(pairing.row), "bold"), " is ", (ours, "bold"))


def _row_words(row: TeamRow) -> str:
    place = row.place.name if row.place else ""
    named = ", ".join(filter(None, (place, row.country)))
    return visible(f"line {row.line} ({row.id or 'without id'}{f', {named}' if named else ''})")


def _lines(pairing: Pairing, width: int) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold cyan", show_edge=False)
    room = max(24, width - _WHAT - _VERDICT - 8)
    table.add_column("", width=_WHAT, no_wrap=True)
    table.add_column("", width=_VERDICT, no_wrap=True)
    table.add_column("the table", width=room * 2 // 5, overflow="fold")
    table.add_column("the reports", width=room - room * 2 // 5, overflow="fold")
    for each in pairing.compared:
        table.add_row(*_cells(each))
    return table


def _cells(each: Compared) -> tuple[Text, ...]:
    return (
        Text(each.what),
        Text(each.verdict.value, _STYLES.get(each.verdict, "dim")),
        Text(shortened(visible(each.there), _LONGEST)),
        Text(shortened(visible(each.here), _LONGEST)),
    )


def _total(matching: Matching) -> str:
    found = len({pairing.incident for pairing in matching.pairings})
    rows = len(matching.pairings) + len(matching.rows)
    return (
        f"{len(matching.pairings)} of {plural(rows, 'row')} {'is' if len(matching.pairings) == 1 else 'are'} "
        f"about {plural(found, 'attack')} of the ledger."
    )


def _left(what: str, told: list[str]) -> Iterator[Text]:
    if told:
        yield Text(f"{len(told)} {what}:")
        yield from (Text(f"  {each}") for each in told[:_MOST_LEFT])
    if len(told) > _MOST_LEFT:
        yield Text(f"  and {len(told) - _MOST_LEFT} more; --format json lists all")

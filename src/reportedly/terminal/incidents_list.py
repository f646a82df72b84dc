"""Incidents as a list: one row each, in order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from reportedly.assess import NOBODY
from reportedly.lineage import roots_of
from reportedly.pictures.case import in_order
from reportedly.records import DOER_ROLES, Claim, Incident, LedgerView
from reportedly.terminal import words
from reportedly.terminal.counting import actor_cards
from reportedly.terminal.ids import ShortIds
from reportedly.terminal.index import Index
from reportedly.terminal.safe import visible

_ID, _DATE, _COUNT = 9, 11, 7
_NAMES = 3


def incidents_list(view: LedgerView, *, width: int) -> Iterator[RenderableType]:
    """A table of the view's incidents, ``width`` columns wide: by first possible day, undated last.

    Reports are those with a claim about the incident; origins are what they go back to, copies counted once.
    """
    if not view.incidents:
        yield Text(f"No attack is told in {words.plural(len(view.reports), 'report')}.")
        return
    view = in_order(view)
    index = Index(view, roots_of(view.reports, view.lineage))
    short = ShortIds([*(claim.id for claim in view.claims), *(each.id for each in view.incidents)])
    table = _empty(width)
    for incident in sorted(view.incidents, key=_when):
        table.add_row(*_row(index, incident, short))
    yield table
    passing = sum(incident.background for incident in view.incidents)
    told = f", {passing} of them told in passing" if passing else ""
    yield Text(f"\n{words.plural(len(view.incidents), 'attack')}{told}.")


def _when(incident: Incident) -> tuple[dt.date, dt.date, str]:
    days = incident.date
    return (days.earliest, days.latest, incident.id) if days else (dt.date.max, dt.date.max, incident.id)


def _empty(width: int) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold cyan", show_edge=False)
    room = width - _ID - _DATE - 2 * _COUNT - 10
    what = room * 45 // 100
    table.add_column("id", width=_ID, no_wrap=True)
    table.add_column("day", width=_DATE, overflow="fold")
    table.add_column("attack", width=what, overflow="fold")
    table.add_column("reports", width=_COUNT, justify="right")
    table.add_column("origins", width=_COUNT, justify="right")
    said = "who is said to have done it"
    table.add_column(said if room - what >= len(said) else "said of", width=room - what, overflow="fold")
    return table


def _row(index: Index, incident: Incident, short: ShortIds) -> Iterator[Text]:
    claims = index.claims.get(incident.id, [])
    reports = {claim.report for claim in claims}
    yield Text(short(incident.id), "dim")
    yield Text(words.date_words(incident.date) if incident.date else "no date")
    yield _what(incident)
    yield Text(str(len(reports)))
    yield Text(str(len({index.root(report) for report in reports})))
    yield _said(index, incident, [claim for claim in claims if claim.role in DOER_ROLES])


def _what(incident: Incident) -> Text:
    summary = words.incident_words(incident)
    place = visible(incident.place.name) if incident.place else ""
    told = f"{summary}, {place}" if place and place.casefold() not in summary.casefold() else summary
    return Text.assemble((told, "bold"), (" (told in passing)" if incident.background else "", "dim"))


def _said(index: Index, incident: Incident, doing: Sequence[Claim]) -> Text:
    cards = actor_cards(index, incident, doing)
    named = [card for card in cards if card.name != NOBODY] or list(cards)
    lines = [
        Text.assemble(words.shortened(card.name, 60), (f": {card.grade}" if card.grade else "", "dim"))
        for card in named[:_NAMES]
    ]
    more = len(named) - _NAMES
    lines += [Text(f"and {more} more", "dim")] if more > 0 else []
    return Text("\n").join(lines) if lines else Text("no words say who", "dim")

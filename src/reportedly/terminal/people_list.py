"""The people of a desk as a list, and what became of checking the log, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from reportedly.casework.audit import Verdict
from reportedly.casework.people import Person
from reportedly.codec import JsonObject
from reportedly.terminal.safe import visible
from reportedly.terminal.words import plural


def people_list(people: Sequence[Person], *, width: int) -> Iterator[RenderableType]:
    """A table ``width`` columns wide, by name."""
    if not people:
        yield Text("Nobody yet; let somebody in with: reportedly people invite NAME --role admin")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold cyan", show_edge=False)
    table.add_column("name", max_width=max(12, width - 46), overflow="fold")
    table.add_column("role", width=11, no_wrap=True)
    table.add_column("since", width=10, no_wrap=True)
    table.add_column("id", no_wrap=True)
    for each in people:
        role = each.role.value if each.active else "out"
        style = "" if each.active else "dim"
        day = f"{each.made_at:%Y-%m-%d}"
        table.add_row(
            Text(visible(each.name), style), Text(role, style), Text(day, style), Text(each.id, "dim")
        )
    yield table


def person_to_json(person: Person) -> JsonObject:
    """One person, without anything that lets them in."""
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role.value,
        "made_at": person.made_at.isoformat(),
        "active": person.active,
    }


def verdict_words(verdict: Verdict) -> str:
    """A line that says whether all is whole, and if not where it breaks first."""
    if verdict.broken is not None:
        broken = verdict.broken
        return f"broken at entry {broken.number} of the log, {broken.fault}: {broken.what}"
    if verdict.head is None:
        return "whole: the log is empty"
    before = f"; {plural(verdict.unlogged, 'record')} from before it kept a log" if verdict.unlogged else ""
    entries = "1 entry" if verdict.entries == 1 else f"{verdict.entries:,} entries"
    return f"whole: {entries}, the ledger is as they say{before}. Note down: {verdict.head}"


def verdict_to_json(verdict: Verdict) -> JsonObject:
    """The same for programs."""
    broken = verdict.broken
    return {
        "whole": broken is None,
        "entries": verdict.entries,
        "head": str(verdict.head) if verdict.head else None,
        "unlogged": verdict.unlogged,
        "broken": {"entry": broken.number, "fault": broken.fault.value, "what": broken.what}
        if broken
        else None,
    }

"""What became of another desk's ledger: what was taken, and every conflict with both sides of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from reportedly.incoming import (
    ClaimConflict,
    Conflict,
    DecisionConflict,
    Imported,
    ReadingConflict,
    TextConflict,
    Told,
)
from reportedly.records import Decision, MadeBy
from reportedly.terminal.decisions_list import what
from reportedly.terminal.safe import visible
from reportedly.terminal.words import plural

_SHORT = 12
"""Characters of an id that are shown; eight are enough to name a record."""
_MOST = 20
"""Conflicts, rows left out, and claims of one side that are listed; JSON has them all."""


def imported_page(imported: Imported) -> Iterator[RenderableType]:
    """The page of one file."""
    yield Text.assemble((visible(imported.origin), "bold"), f", from {visible(imported.desk)}")
    yield from _lines(1, _taken(imported))
    if imported.conflicts:
        told = plural(len(imported.conflicts), "conflict")
        yield Text(f"{told}; what was here stays, and what is there is kept in the log", "bold")
        for conflict in imported.conflicts[:_MOST]:
            yield from _conflict(conflict)
        yield from _more(imported.conflicts)
    if imported.skipped:
        yield Text(f"{len(imported.skipped)} left out:", "bold")
        rows = imported.skipped[:_MOST]
        yield from _lines(1, (f"{row.stage} ({row.reason}): {visible(row.detail)}" for row in rows))
        yield from _more(imported.skipped)


def _taken(imported: Imported) -> Iterator[str]:
    if imported.made_by is None:
        return
    new, same = plural(len(imported.new), "report"), len(imported.same)
    yield f"{new} taken, {same} here already with the same claims"
    if imported.other_reader:
        yield (
            f"{len(imported.other_reader)} of these read there by another reader "
            f"({_reader(imported.made_by)}), which found the same"
        )
    if imported.reviews:
        yield f"{plural(len(imported.reviews), 'review')} stored as said by {visible(imported.reviews[0].by)}"
    if imported.decisions:
        yield f"{plural(len(imported.decisions), 'decision')} on incidents stored; those made here go before"
    if imported.taken_back:
        yield f"{plural(len(imported.taken_back), 'decision')} of theirs taken back, as they have done"
    if not imported.changed and not imported.conflicts:
        yield "nothing in it that this ledger lacks"


def _conflict(conflict: Conflict) -> Iterator[RenderableType]:
    match conflict:
        case TextConflict():
            yield from _lines(1, [f"another text  {_short(conflict.report)} {visible(conflict.title)}"])
            lost = f"{plural(conflict.claims, 'claim')} of theirs cannot be laid on the text that is here"
            yield from _lines(2, [f"the page was cut differently there; {lost}"])
        case ReadingConflict():
            yield from _lines(1, [f"read otherwise  {_short(conflict.report)} {visible(conflict.title)}"])
            readers = f"here {_reader(conflict.here)}, there {_reader(conflict.there)}"
            yield from _lines(2, [f"{readers}; {plural(conflict.same, 'claim')} the same"])
            yield from _side("only here", conflict.only_here)
            yield from _side("only there", conflict.only_there)
            for here, there in conflict.differing[:_MOST]:
                yield from _side("here", [here])
                yield from _side("there", [there])
            yield from _more(conflict.differing)
        case ClaimConflict():
            yield from _lines(
                1, [f"decided otherwise  {_short(conflict.claim)} of {_short(conflict.report)}"]
            )
            yield from _side(f"here {visible(conflict.here)}", [conflict.says_here])
            yield from _side(f"there {visible(conflict.there)}", [conflict.says_there])
        case DecisionConflict():
            yield from _lines(1, ["decided otherwise on incidents"])
            yield from _lines(2, [f"here   {_decided(conflict.here)}", f"there  {_decided(conflict.there)}"])


def _short(record: str) -> str:
    return visible(record[:_SHORT])


def _decided(decision: Decision | None) -> str:
    if decision is None:
        return "several decisions together make the opposite"
    back = ", taken back since" if decision.undone_at else ""
    return visible(f"{what(decision)} ({decision.by}, {decision.made_at:%Y-%m-%d}{back})")


def _reader(made_by: MadeBy) -> str:
    model = f" {made_by.model[:_SHORT]}…" if made_by.model else ""
    return visible(f"{made_by.extractor}{model}")


def _side(name: str, told: Sequence[Told]) -> Iterator[RenderableType]:
    for each in told[:_MOST]:
        yield from _lines(2, [f"{name}  {visible(each.words)}: ‘{visible(each.quote)}’"])
    yield from _more(told)


def _lines(indent: int, lines: Iterable[str]) -> Iterator[RenderableType]:
    for line in lines:
        yield Padding(Text(line), (0, 0, 0, 2 * indent))


def _more(listed: Sequence[object]) -> Iterator[RenderableType]:
    if len(listed) > _MOST:
        yield from _lines(1, [f"and {len(listed) - _MOST} more; --format json lists all"])

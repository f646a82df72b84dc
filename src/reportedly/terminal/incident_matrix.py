"""The matrix on the terminal: a table of letters with numbered speakers, or a list where it does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reportedly.pictures.matrix import STANCES, Mark, Matrix, Speaker, limited, statement
from reportedly.pictures.signs import SIGNS
from reportedly.records import Certainty
from reportedly.terminal.layout import PAGE_WIDTH, STANCE_STYLES
from reportedly.terminal.words import listed, plural

ACTORS, SPEAKERS = 40, 60
"""More than these are counted, not shown."""
_NAME = 26
_SURE = {Certainty.PROBABLE: "~", Certainty.POSSIBLE: "?"}


def render_matrix(matrix: Matrix, width: int) -> Iterator[RenderableType]:
    """Actors down, speakers across by number, where ``width`` columns hold it; else a line a speaker."""
    shown = limited(matrix, rows=ACTORS, columns=SPEAKERS)
    if not shown.rows:
        return
    if _table_width(shown) <= width:
        yield _table(shown)
        yield _legend(shown)
        yield from _speakers(shown, min(width, PAGE_WIDTH), numbered=True)
    else:
        yield from _speakers(shown, min(width, PAGE_WIDTH), numbered=False)
    more = [plural(shown.more_actors, "more actor")] if shown.more_actors else []
    more += [plural(shown.more_speakers, "more speaker")] if shown.more_speakers else []
    if more:
        yield Text(f"and {' and '.join(more)}", "dim")


def _codes(marks: Sequence[Mark]) -> Text:
    """'A~' for an actor who is said to have probably done it; 'CD' for one that both claims and denies it."""
    shown = Text()
    for mark in marks:
        sure = _SURE.get(mark.certainty, "") if mark.certainty else ""
        backer = "+" if mark.supporter else ""
        back = "x" if mark.taken_back else ""
        shown.append(f"{SIGNS[mark.stance].letter}{sure}{backer}{back}", STANCE_STYLES[mark.stance])
    return shown


def _widths(matrix: Matrix) -> list[int]:
    return [
        max(len(str(at + 1)), *(len(_codes(row.cells[at]).plain) for row in matrix.rows))
        for at in range(len(matrix.speakers))
    ]


def _names(matrix: Matrix) -> int:
    return min(_NAME, max(cell_len(row.actor) for row in matrix.rows))


def _table_width(matrix: Matrix) -> int:
    # Two columns between actors and speakers, one after each column, and a rule before every further origin.
    return _names(matrix) + 2 + sum(width + 1 for width in _widths(matrix)) + 2 * (len(matrix.groups) - 1)


def _table(matrix: Matrix) -> Text:
    """Lines of cells that line up; a rule stands between the speakers of different origins."""
    widths, name = _widths(matrix), _names(matrix)
    numbers = [Text(str(at + 1), "dim") for at in range(len(matrix.speakers))]
    lines = [_line(Text(""), numbers, matrix, widths, name)]
    for row in matrix.rows:
        actor = Text(row.actor, "bold")
        actor.truncate(name, overflow="ellipsis")
        lines.append(_line(actor, [_codes(cell) for cell in row.cells], matrix, widths, name))
    return Text("\n", no_wrap=True).join(lines)


def _line(actor: Text, cells: Sequence[Text], matrix: Matrix, widths: Sequence[int], name: int) -> Text:
    line, starts = Text(), _starts(matrix)
    line.append_text(actor).append(" " * (name - actor.cell_len + 2))
    for at, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        line.append("│ " if at in starts else "", "dim")
        line.append_text(cell).append(" " * (width - cell.cell_len + 1))
    return line


def _starts(matrix: Matrix) -> frozenset[int]:
    """The first column of every group but the first."""
    return frozenset(accumulate(group.columns for group in matrix.groups[:-1]))


def _speakers(matrix: Matrix, width: int, *, numbered: bool) -> Iterator[RenderableType]:
    """The speakers by origin: with their numbers, or with all that they say."""
    at = 0
    for group in matrix.groups:
        yield Text(group.name, "italic")
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        half = (width - 4) // 2
        table.add_column(
            width=3 if numbered else half, justify="right" if numbered else "left", overflow="fold"
        )
        table.add_column(width=width - 7 if numbered else half, overflow="fold")
        for nth in range(at, at + group.columns):
            who = _speaker(matrix.speakers[nth])
            table.add_row(*((Text(str(nth + 1), "dim"), who) if numbered else (who, _all_said(matrix, nth))))
        yield Padding(table, (0, 0, 0, 2))
        at += group.columns


def _speaker(speaker: Speaker) -> Text:
    more = len(speaker.origins) - 3
    shown = [*speaker.origins[:3], *([f"{more} more"] if more > 0 else [])]
    return Text.assemble(speaker.name, (f" ({listed(shown)})" if len(shown) > 1 else "", "dim"))


def _all_said(matrix: Matrix, at: int) -> Text:
    """A line a stance: 'denies: Veld, Red Hand'."""
    lines: dict[tuple[int, str], Text] = {}
    for row in matrix.rows:
        for mark in row.cells[at]:
            key = STANCES.index(mark.stance), mark.words if row.named else statement(mark, row)
            if key in lines:
                lines[key].append(f", {row.actor}")
            else:
                lines[key] = _coloured(statement(mark, row), mark)
    return Text("\n").join(lines[key] for key in sorted(lines))


def _coloured(told: str, mark: Mark) -> Text:
    shown = Text(told)
    shown.stylize(STANCE_STYLES[mark.stance], 0, len(mark.words) if told.startswith(mark.words) else None)
    return shown


def _legend(matrix: Matrix) -> Text:
    marks = [mark for row in matrix.rows for cell in row.cells for mark in cell]
    stances = {mark.stance for mark in marks}
    sure = {mark.certainty for mark in marks}
    told = [f"{SIGNS[each].letter} {SIGNS[each].word}" for each in STANCES if each in stances]
    told += [f"{sign} said to be {each}" for each, sign in _SURE.items() if each in sure]
    told += ["+ as backer"] if any(mark.supporter for mark in marks) else []
    told += ["x taken back since"] if any(mark.taken_back for mark in marks) else []
    return Text(" · ".join(told), "dim")

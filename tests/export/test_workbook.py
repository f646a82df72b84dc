"""The workbook: texts stay texts, numbers numbers, and every column is explained."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from export.golden_formats import examples, written
from faults.plain import MADE_BY, plain_reading
from incident_views import page, says, view_of
from reportedly.errors import LedgerFormatError
from reportedly.export import workbook
from reportedly.export.workbook import MOST_CHARS, fitting, sheets_of
from reportedly.records import LedgerView, Reason, Skipped, Stage
from strategies import views

few = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow], deadline=None)
SHEETS = ["incidents", "actors", "claims", "sources", "reports", "lineage", "skipped", "columns"]


def opened(view: LedgerView) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written("xlsx", view)))


def rows(view: LedgerView, sheet: str) -> list[dict[str, Any]]:
    names, *cells = ([cell.value for cell in row] for row in opened(view)[sheet].iter_rows())
    return [dict(zip(names, each, strict=True)) for each in cells]


def test_the_sheets_and_how_many_rows_they_have() -> None:
    view = examples()
    book = opened(view)
    assert book.sheetnames == SHEETS
    counted = {name: book[name].max_row - 1 for name in SHEETS[:-1]}
    assert counted == {
        "incidents": len(view.incidents), "actors": len(view.assessments), "claims": len(view.claims),
        "sources": len(view.sources), "reports": len(view.reports), "lineage": len(view.lineage),
        "skipped": 0,
    }  # fmt: skip


def test_every_column_is_explained() -> None:
    view = examples()
    book = opened(view)
    told = {(sheet, column): meaning for sheet, column, meaning in book["columns"].values}
    for sheet in sheets_of(view):
        header = [cell.value for cell in book[sheet.name][1]]
        assert header == [field.name for field in sheet.fields]
        assert all(told[sheet.name, name] for name in header)


@pytest.mark.parametrize(
    "attack",
    ['=HYPERLINK("https://evil.example")', "+1+1", "-2+3", "@SUM(A1)", "#N/A", "\t=1", "＝1+1", "=1+1"],
)
def test_a_text_is_never_a_formula(attack: str) -> None:
    view = view_of(page("A", says("Red Hand"), title=attack))
    skipped = Skipped(origin=attack, stage=Stage.READ, reason=Reason.EMPTY, detail=attack)
    raw = written("xlsx", replace(view, skipped=(skipped,)))
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert not any(re.search(rb"<f[ >]|t=\"e\"", sheet) for sheet in sheets)
    cell = openpyxl.load_workbook(io.BytesIO(raw))["skipped"]["A2"]
    assert cell.value == attack
    assert cell.data_type == "s"
    assert cell.quotePrefix == (not attack.startswith("#"))


def test_numbers_stay_numbers_and_text_of_digits_stays_text() -> None:
    view = view_of(page("A", says("Red Hand"), title="2024"))
    assert rows(view, "reports")[0]["title"] == "2024"
    assert rows(view, "claims")[0]["confidence"] == 0.9


@few
@given(views())
def test_any_ledger_is_a_workbook(view: LedgerView) -> None:
    assert [row["claim"] for row in rows(view, "claims")] == [claim.id for claim in view.claims]


def test_what_a_cell_cannot_hold() -> None:
    assert fitting("a\x00\x1b\ud800\ufffe") == "a\ufffd\ufffd\ufffd\ufffd"
    assert fitting("a\nb\tc\U0001f6a8") == "a\nb\tc\U0001f6a8"
    assert fitting("a_x000D_b _x1_ _xyz1_") == "a_x005F_x000D_b _x1_ _xyz1_"
    assert fitting("x" * MOST_CHARS) == "x" * MOST_CHARS
    assert len(fitting("x" * (MOST_CHARS + 1))) == MOST_CHARS


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    reading = plain_reading(1)
    view = LedgerView(
        made_by=MADE_BY,
        reports=(reading.report,),
        sources=reading.sources,
        incidents=reading.incidents,
        claims=reading.claims,
    )
    with pytest.raises(LedgerFormatError, match="claims: a sheet holds 4 rows; export parquet or csv"):
        written("xlsx", view)


def test_no_hour_of_its_making_is_in_it() -> None:
    with zipfile.ZipFile(io.BytesIO(written("xlsx", examples()))) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = book.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"1980-01-01T00:00:00Z"}

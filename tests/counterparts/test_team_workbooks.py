"""A team's table as a workbook: the same rows as its CSV."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest

import reportedly.tables
from counterparts.test_team_rows import ACLED, GTD, UCDP, days
from reportedly.counterparts import read_rows
from reportedly.errors import UsageError
from reportedly.records import NumberRange

openpyxl = pytest.importorskip("openpyxl")

DAY = dt.datetime(2030, 6, 3)  # noqa: DTZ001 (a cell has no zone)
ROW = ["IRQ7", DAY, 1, "Red Hand (2020-)", "", "", "Port Selda", 33.3, 44.4, "Iraq", 3, "Mill Post"]


def saved(path: Path, *lines: list[Any], title: str | None = None, first: str | None = None) -> Path:
    """A workbook with those rows, below a title merged over six columns, behind an empty sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    if first is not None:
        sheet.title = first
        sheet = book.create_sheet("rows")
    if title:
        sheet.merge_cells("A1:F1")
        sheet["A1"] = title
    for line in lines:
        sheet.append(line)
    book.save(path)
    return path


def test_a_row_is_read_with_days_and_numbers_as_cells(tmp_path: Path) -> None:
    path = saved(tmp_path / "mine.xlsx", ACLED.split(","), ROW)
    (found,), unread = read_rows(path, "acled")
    assert unread == []
    assert (found.id, found.line, found.country) == ("IRQ7", 2, "Iraq")
    assert (found.days, found.killed) == (days("2030-06-03"), NumberRange(3, 3))
    assert (found.actors, found.sources) == (("Red Hand",), ("Mill Post",))
    assert found.place is not None
    assert (found.place.name, found.place.latitude) == ("Port Selda", 33.3)


def test_a_workbook_gives_what_its_csv_gives(tmp_path: Path) -> None:
    lines: list[list[Any]] = [
        GTD.split(","),
        [203006030001, 2030, 6, 0, "Iraq", "Port Selda", 33.3, 44.4, "Red Hand", None, 4.0, None],
        [203006030002, 2030, 13, 1, "Iraq", None, None, None, None, None, None, None],
    ]
    path = tmp_path / "mine.csv"
    path.write_text(
        "".join(",".join("" if cell is None else str(cell) for cell in line) + "\n" for line in lines)
    )
    assert read_rows(saved(tmp_path / "mine.xlsx", *lines), "gtd") == read_rows(path, "gtd")


def test_a_time_of_day_does_no_harm(tmp_path: Path) -> None:
    line = [55, dt.datetime(2030, 6, 3, 12, 30), dt.date(2030, 6, 5), "Government of Iraq", "IS"]  # noqa: DTZ001
    (found,), _ = read_rows(saved(tmp_path / "mine.xlsx", UCDP.split(",")[:5], line), "ucdp")
    assert found.days == days("2030-06-03", "2030-06-05")


def test_a_title_and_an_empty_sheet_before_the_table_do_no_harm(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "mine.XLSX",
        [None],
        ACLED.split(","),
        ROW,
        [None],
        ROW,
        title="Events, June",
        first="cover",
    )
    found, unread = read_rows(path, "acled")
    assert ([row.line for row in found], unread) == ([4, 6], [])


def test_of_columns_of_one_name_the_first_that_has_anything_counts(tmp_path: Path) -> None:
    head = [*ACLED.split(","), "country", None]
    path = saved(
        tmp_path / "mine.xlsx", head, [*ROW, "Norway", "more"], [*ROW[:9], None, *ROW[10:], "Norway"]
    )
    found, _ = read_rows(path, "acled")
    assert [row.country for row in found] == ["Iraq", "Norway"]


def test_a_formula_is_what_it_gave(tmp_path: Path) -> None:
    path = saved(tmp_path / "mine.xlsx", ACLED.split(","), [*ROW[:10], "=1+2", ROW[11]])
    (found,), unread = read_rows(path, "acled")
    # openpyxl computes nothing, so that no program has saved a value here.
    assert (found.killed, unread) == (None, [])


def test_cells_that_cannot_be_used_are_told_with_their_line(tmp_path: Path) -> None:
    path = saved(tmp_path / "mine.xlsx", ACLED.split(","), [*ROW[:10], 2.5, ""], [*ROW[:10], True, ""], ROW)
    found, unread = read_rows(path, "acled")
    assert [row.line for row in found] == [4]
    assert [(each.line, each.reason) for each in unread] == [
        (2, "'2.5' is no whole number"),
        (3, "'TRUE' is no number"),
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "it is empty; put it on the first sheet, with its header"),
        ([["a", "b"]], "event_id_cnty, event_date, actor1, location missing; it begins with 'a b'"),
        ([[None]] * 25 + [ACLED.split(",")], "missing"),
    ],
)
def test_a_workbook_of_other_columns_is_refused(tmp_path: Path, lines: list[list[Any]], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_rows(saved(tmp_path / "mine.xlsx", *lines), "acled")


@pytest.mark.parametrize("raw", [b"", b"event_id_cnty,event_date\n", b"PK\x03\x04" + b"\0" * 60])
def test_what_is_no_workbook_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(raw)
    with pytest.raises(UsageError, match=r"mine\.xlsx: this is no workbook that can be read"):
        read_rows(path, "acled")


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "mine.xlsx", ACLED.split(","), ROW)
    for name, content in (("xl/workbook.xml", b"<a"), ("xl/worksheets/sheet1.xml", b"<sheetData><row>")):
        spoiled = tmp_path / "spoiled.xlsx"
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(spoiled, "w") as new:
            for each in old.namelist():
                new.writestr(each, content if each == name else old.read(each))
        with pytest.raises(UsageError, match=r"spoiled\.xlsx: "):
            read_rows(spoiled, "acled")


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path / "mine.xlsx", ACLED.split(","), *[ROW] * 2_000)
    with zipfile.ZipFile(path) as packed:
        unpacked = sum(each.file_size for each in packed.infolist())
    assert path.stat().st_size < unpacked
    monkeypatch.setattr(reportedly.tables, "_LARGEST", unpacked - 1)
    with pytest.raises(UsageError, match="larger than 1 GiB once unpacked"):
        read_rows(path, "acled")


def test_without_openpyxl_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named {name!r}")

    path = saved(tmp_path / "mine.xlsx", ACLED.split(","), ROW)
    monkeypatch.setattr(reportedly.tables, "import_module", absent)
    with pytest.raises(UsageError, match=r"pip install 'reportedly\[tables\]', or save it as CSV"):
        read_rows(path, "acled")


def test_a_workbook_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_rows(tmp_path / "none.xlsx", "acled")

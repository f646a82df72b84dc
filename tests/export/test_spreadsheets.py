"""Exports through a real spreadsheet and back: every text is the same text, and none became a formula."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from export.drafts import SELDA, at, attack, hit, killed, on, page, says, with_weapon
from export.golden_formats import written
from reportedly.export import EXPORTERS, write_to
from reportedly.export.workbook import sheets_of
from reportedly.records import LedgerView, Place, Stance

NASTY = (
    '=HYPERLINK("https://example.org";"a")',
    "=1+1",
    "+49 30 1234",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "'quoted'",
    "#N/A",
    "TRUE",
    'He said "run", "now"; they ran',
    "a; b, c | d",
    "first line\nsecond line",
    "first line\r\nsecond line",
    "tab\tinside",
    "0042",
    "123456789012345678901",
    "1E5",
    "3/4",
    "2024-03-22",
    "22.03.2024",
    "10:30",
    "50%",
    "1,234.50",
    "Бригада «Север»",
    "حركة المقاومة",
    "בלי שם",
    "无名氏武装",
    "हरावल दस्ता",
    "e\u0301 a\u0308 n\u0303",
    "é ä ñ",
    "🚨👩\u200d👩\u200d👧 \U0001f1fa\U0001f1e6",
    "zero\u200bwidth",
    "no\u00a0break",
    "_x0041_ stays",
    "_x000D_ stays too",
    " blank at both ends ",
)
TEAMS = ("acled", "gtd", "ucdp", "airwars")
AS_TEXT = "CSV:44,34,76,1,,1033,true,false"
"""How LibreOffice opens a table: comma, quotation mark, UTF-8, line 1, US English, quoted cells as text."""
OUT = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,true,true"


@dataclass(frozen=True)
class Office:
    """LibreOffice without a window."""

    command: str
    home: Path

    def convert(self, paths: list[Path], to: str, into: Path, *, opened_as: str | None = None) -> None:
        """Open files and save them under their names in another format."""
        own = [self.command, f"-env:UserInstallation={(self.home / 'office').as_uri()}", "--headless"]
        how = [f"--infilter={opened_as}"] if opened_as else []
        own += [*how, "--convert-to", to, "--outdir", str(into), *map(str, paths)]
        subprocess.run(own, check=True, capture_output=True)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    command = shutil.which("soffice") or shutil.which("libreoffice")
    if command is None:
        pytest.skip("LibreOffice is not installed; it would open the exports and save them again")
    return Office(command, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def nasty() -> LedgerView:
    """An attack told in such words throughout: doers, speakers, targets, weapons, places, headlines."""
    pages = [
        page(
            words,
            says(words, f"{words} speaker"),
            says(words, words, stance=Stance.DENIES),
            hit(words),
            with_weapon(words),
            at(SELDA),
            at(Place(name=words)),
            on(3),
            killed(nth + 1, by=words),
            day=nth % 28 + 1,
            title=words,
            url=f"https://example.org/{nth}?a=1&b=2",
        )
        for nth, words in enumerate(NASTY)
    ]
    return attack(*pages)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def sheets(path: Path) -> Iterator[tuple[str, list[list[Any]]]]:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl reads what LibreOffice saves")
    for sheet in openpyxl.load_workbook(path):
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert [cell.value for cell in cells if cell.data_type in "fe"] == []
        yield sheet.title, [[cell.value for cell in row] for row in sheet.iter_rows()]


def no_formula_in(path: Path) -> bool:
    with zipfile.ZipFile(path) as book:
        parts = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    return not any(b"<f>" in part or b"<f " in part for part in parts)


def same_lines(text: str) -> str:
    """A spreadsheet knows one kind of line end within a cell."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def table_files(folder: Path, view: LedgerView) -> list[Path]:
    """The tables of every format that has some, each under a name of its own."""
    found = list[Path]()
    for format in TEAMS:
        write_to(EXPORTERS[format](), view, folder / format)
        paths = sorted((folder / format).glob("*.csv"))
        found += [path.rename(folder / f"{format}-{path.name}") for path in paths]
    write_to(EXPORTERS["csv"](), view, folder / "claims.csv")
    return [*found, folder / "claims.csv"]


def test_tables_come_back_from_a_spreadsheet_as_they_were(
    office: Office, nasty: LedgerView, tmp_path: Path
) -> None:
    tables = table_files(tmp_path, nasty)
    office.convert(tables, "xlsx", tmp_path, opened_as=AS_TEXT)
    books = [path.with_suffix(".xlsx") for path in tables]
    (tmp_path / "again").mkdir()
    office.convert(books, OUT, tmp_path / "again")
    for path, book in zip(tables, books, strict=True):
        ours = rows_of(path.read_text("utf-8-sig"))
        assert no_formula_in(book), path.name
        ((_, cells),) = sheets(book)
        as_text = [[same_lines(each) for each in row] for row in ours]
        told = [[_shown(value) for value in row] for row in cells]
        assert told == as_text, path.name
        again = rows_of((tmp_path / "again" / path.name).read_text("utf-8-sig"))
        assert again == [[_printed(value) for value in row] for row in cells], path.name


def test_a_workbook_comes_back_from_a_spreadsheet_as_it_was(
    office: Office, nasty: LedgerView, tmp_path: Path
) -> None:
    (tmp_path / "ledger.xlsx").write_bytes(written("xlsx", nasty))
    (tmp_path / "again").mkdir()
    office.convert([tmp_path / "ledger.xlsx"], "xlsx", tmp_path / "again")
    assert no_formula_in(tmp_path / "again" / "ledger.xlsx")
    again = dict(sheets(tmp_path / "again" / "ledger.xlsx"))
    for sheet in sheets_of(nasty):
        names, *rows = again[sheet.name]
        assert names == [field.name for field in sheet.fields]
        wanted = [[_kept(field.fill(row)) for field in sheet.fields] for row in sheet.rows]
        assert [[_kept(value) for value in row] for row in rows] == wanted, sheet.name


def test_opened_without_a_word_of_how_no_cell_is_a_formula(
    office: Office, nasty: LedgerView, tmp_path: Path
) -> None:
    tables = table_files(tmp_path, nasty)
    office.convert(tables, "xlsx", tmp_path)
    for path in tables:
        assert no_formula_in(path.with_suffix(".xlsx")), path.name
        ((_, cells),) = sheets(path.with_suffix(".xlsx"))
        assert len(cells) == len(rows_of(path.read_text("utf-8-sig"))), path.name


def _shown(value: object) -> str:
    return "" if value is None else same_lines(str(value))


def _printed(value: object) -> str:
    """A number as a spreadsheet prints it: 1 for 1.0."""
    return f"{value:.15g}" if isinstance(value, float) else _shown(value)


def _kept(value: object) -> object:
    return (same_lines(value) or None) if isinstance(value, str) else value

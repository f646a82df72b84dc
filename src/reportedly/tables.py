"""Tables that a team made, as rows of text: CSV as spreadsheets write it, and workbooks (XLSX).

A row is a line of the table with its number, so that a fault can be found in the file.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from reportedly.errors import TableError

CSV_SUFFIXES, WORKBOOK_SUFFIXES = frozenset({".csv", ".tsv"}), frozenset({".xlsx", ".xlsm"})
_SEPARATORS = ",;\t"
_LARGEST = 1 << 30
"""Bytes of a file, and of a workbook once it is unpacked."""
_COLUMNS = 2_000
_HINT = "sep="
"""Excel's own first line, which names the separator and is no row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``line`` is that of the file, from 1; of a row of several lines the last one."""

    line: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells)


def csv_table(path: Path, *, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a CSV file, in UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs.

    Args:
        path: the file.
        columns: names that a header may have: the separator is the one by which most are found.

    Raises:
        TableError: the file cannot be read, is larger than 1 GiB, or a row of it is none.
    """
    text = csv_text(path)
    first, _, rest = text.partition("\n")
    shift = 0
    if first.lower().startswith(_HINT):
        text, shift = rest, 1
        first = text.partition("\n")[0]
    known = {each.casefold() for each in columns}

    def found(separator: str) -> int:
        return sum(cell.strip(' "\r').casefold() in known for cell in first.split(separator))

    # Of two that find as many the first: a header of one column has no separator.
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=found))
    try:
        for cells in lines:
            yield Row(lines.line_num + shift, tuple(cell.strip() for cell in cells))
    except csv.Error as error:
        raise TableError(
            f"{path}, row {lines.line_num + shift}: this is no row of a CSV file: {error}"
        ) from None


def csv_text(path: Path) -> str:
    """The text of a CSV file, by its byte order mark, as UTF-8, or else as Windows-1252.

    Raises:
        TableError: the file cannot be read, or is larger than 1 GiB.
    """
    raw = _bytes(path)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise TableError(f"{path}: larger than 1 GiB; take the rows of the days that you need")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise TableError(f"{path}: {reason}") from None


def workbook_table(path: Path) -> Iterator[Row]:
    """The rows of the first sheet of a workbook that has any.

    Days are written as 2024-03-22, whole numbers without a point; a formula is what it gave when the workbook
    was saved. Of merged cells the first has the text.

    Raises:
        TableError: openpyxl is not installed, or the file is no workbook or larger than 1 GiB unpacked.
    """
    raw = _bytes(path)
    try:
        openpyxl = import_module("openpyxl")
    except ImportError:
        raise TableError(
            f"{path}: to read a workbook takes openpyxl, which is not installed; "
            "pip install 'reportedly[tables]', or save it as CSV"
        ) from None
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
        if unpacked > _LARGEST:
            raise TableError(f"{path}: larger than 1 GiB once unpacked; take the rows that you need")
        yield from _cells(openpyxl, raw)
    except TableError:
        raise
    # Whatever a broken or hostile workbook makes openpyxl, zipfile or the XML parser raise.
    except Exception as error:
        raise TableError(
            f"{path}: this is no workbook that can be read ({type(error).__name__}: {error}); save it as CSV"
        ) from None


def _cells(openpyxl: Any, raw: bytes) -> Iterator[Row]:
    with warnings.catch_warnings():
        # Of parts that it does not know, such as drop-down lists, which are no cells.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                any_row = False
                for at, values in enumerate(sheet.iter_rows(max_col=_COLUMNS, values_only=True), start=1):
                    row = Row(at, tuple(_text(value) for value in values))
                    any_row = any_row or not row.blank
                    yield row
                if any_row:
                    return
        finally:
            book.close()


def _text(value: object) -> str:
    """A cell as a CSV file would have it."""
    match value:
        case None:
            return ""
        case dt.datetime():
            day = value.date().isoformat()
            return day if value.time() == dt.time() else f"{day} {value.time().isoformat('seconds')}"
        case dt.date():
            return value.isoformat()
        case bool():
            return str(value).upper()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case _:
            return str(value).strip()

"""A workbook for Excel and LibreOffice: a sheet for each kind of record, and one that explains the columns.

Every text is written as a text, whatever it begins with, so that no cell can become a formula; a text that
a spreadsheet might take for one also bears the mark that keeps it a text when somebody edits it.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO, ClassVar, Generic, TypeVar

from reportedly.errors import LedgerFormatError
from reportedly.export.base import ExportFile, library, told_claims
from reportedly.export.claim_table import COLUMNS, Cell, safe_cell
from reportedly.export.wording import index_of
from reportedly.records import Assessment, Derivation, Incident, LedgerView, Report, Skipped, Source
from reportedly.terminal.index import Index

T = TypeVar("T")
MOST_ROWS, MOST_CHARS = 1_048_575, 32_767
"""What a sheet holds below its header, and a cell."""
_WIDE = re.compile(r"quote|title|summary|meaning|verdict|reasons|why|detail|url")
# Control characters that XML cannot hold; a workbook is XML.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What a workbook has for a character that XML cannot hold: '_x000D_' that is in a text is written so, too.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """A column of a sheet, what it means, and how it is filled."""

    name: str
    meaning: str
    fill: Callable[[T], Cell]


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """A sheet: its name, its columns and its rows."""

    name: str
    fields: tuple[Field[T], ...]
    rows: Iterable[T]


class WorkbookExporter:
    """A workbook (XLSX) with sheets for each kind of record and one that explains them; needs ``tables``."""

    name: ClassVar[str] = "xlsx"
    media_type: ClassVar[str] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    suffix: ClassVar[str] = ".xlsx"

    def files(self, view: LedgerView) -> tuple[ExportFile, ...]:
        """The one file.

        Raises:
            UsageError: openpyxl is not installed.
        """
        library("openpyxl", needed_by=self.name, extra="tables")

        def write(sink: BinaryIO) -> None:
            _write(view, sink)

        return (ExportFile(name="ledger.xlsx", media_type=self.media_type, write=write),)


def sheets_of(view: LedgerView) -> tuple[Sheet[Any], ...]:
    """The sheets in their order, without the one that explains them."""
    index = index_of(view)
    return (
        Sheet("incidents", _incidents(index), view.incidents),
        Sheet("actors", ACTORS, view.assessments),
        Sheet("claims", tuple(Field(c.name, c.meaning, c.fill) for c in COLUMNS), told_claims(view)),
        Sheet("sources", _sources(view), view.sources),
        Sheet("reports", _reports(index), view.reports),
        Sheet("lineage", LINEAGE, view.lineage),
        Sheet("skipped", SKIPPED, view.skipped),
    )


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _incidents(index: Index) -> tuple[Field[Incident], ...]:
    told: dict[str, set[str]] = defaultdict(set)
    for claim in index.view.claims:
        told[claim.incident].add(claim.report)
    return (
        Field("incident", "Id of the incident", lambda i: i.id),
        Field("summary", "What happened, in a line", lambda i: i.summary),
        Field("type", "Kind of attack", lambda i: i.type.value),
        Field("attempt", "Whether it failed", lambda i: _yes(i.attempt)),
        Field("background", "Whether it is told in passing", lambda i: _yes(i.background)),
        Field("date_earliest", "First possible day", lambda i: _day(i.date.earliest if i.date else None)),
        Field("date_latest", "Last possible day", lambda i: _day(i.date.latest if i.date else None)),
        Field("place", "Where it happened", lambda i: i.place.name if i.place else None),
        Field("country", "ISO 3166-1 alpha-2", lambda i: i.place.country if i.place else None),
        Field("latitude", "Degrees north, WGS 84", lambda i: i.place.latitude if i.place else None),
        Field("longitude", "Degrees east, WGS 84", lambda i: i.place.longitude if i.place else None),
        Field(
            "precision", "city, admin1, country or unknown", lambda i: i.place.precision if i.place else None
        ),
        Field("claims", "How many claims tell of it", lambda i: len(i.claims)),
        Field("reports", "How many reports tell of it", lambda i: len(told[i.id])),
        Field(
            "origins",
            "How many independent origins these reports go back to",
            lambda i: len({index.root(report) for report in told[i.id]}),
        ),
    )


ACTORS: tuple[Field[Assessment], ...] = (
    Field("incident", "Id of the incident", lambda a: a.incident),
    Field("actor", "Who is spoken of; nobody: where no one is named", lambda a: a.actor),
    Field("actor_id", "Of the actor list; empty where it does not have the actor", lambda a: a.actor_id),
    Field("grade", "Computed by written rules; a view of claims, never a fact", lambda a: a.grade),
    Field("verdict", "The grade's own reason", lambda a: a.verdict),
    Field("reasons", "What else speaks for the grade", lambda a: "; ".join(a.reasons)),
    Field("roots", "Independent origins of all claims on the actor", lambda a: a.roots),
    Field("speakers", "Distinct speakers of all claims on the actor", lambda a: a.speakers),
    Field("relations", "What the actor list says of it", lambda a: "; ".join(a.relations)),
    Field(
        "airwars_grade_suggested",
        "A suggestion; a person sets the grade",
        lambda a: a.airwars_grade_suggested.value if a.airwars_grade_suggested else None,
    ),
    Field(
        "admiralty_credibility_suggested",
        "1 to 6; a suggestion, a person sets it",
        lambda a: a.admiralty_credibility_suggested,
    ),
    Field("first_said", "First day on which a claim on it was published", lambda a: _day(a.first_said)),
    Field("last_said", "Last such day", lambda a: _day(a.last_said)),
)
LINEAGE: tuple[Field[Derivation], ...] = (
    Field("report", "Id of the report", lambda d: d.report),
    Field(
        "derives_from",
        "What it goes back to: a report, or root_… for a story not read",
        lambda d: d.derives_from,
    ),
    Field("relation", "copy, rewrite or cites", lambda d: d.relation.value),
    Field("shared", "Share of the shorter text that stands in both, 0 to 1", lambda d: d.shared),
    Field("why", "What shows it", lambda d: d.why),
)
SKIPPED: tuple[Field[Skipped], ...] = (
    Field("origin", "The input that was left out", lambda s: s.origin),
    Field("stage", "Where on the road", lambda s: s.stage.value),
    Field("reason", "Why", lambda s: s.reason.value),
    Field("detail", "The same in words", lambda s: s.detail),
)


def _sources(view: LedgerView) -> tuple[Field[Source], ...]:
    claims = Counter(claim.source for claim in view.claims)
    return (
        Field("source", "Id of the source", lambda s: s.id),
        Field("report", "Id of the report that quotes it", lambda s: s.report),
        Field("label", "Who says it, as the report has it", lambda s: s.label),
        Field("kind", "What the source is", lambda s: s.kind.value),
        Field("role", "What the source does in life", lambda s: s.role.value),
        Field("number_min", "How many people speak: at least", lambda s: s.number.min),
        Field("number_max", "At most; empty where open", lambda s: s.number.max),
        Field("affiliation", "Whom it belongs to", lambda s: s.affiliation),
        Field("anonymity", "The words that give its condition", lambda s: s.anonymity),
        Field("party", "Where it stands towards the incident", lambda s: s.party.value),
        Field("claims", "How many claims it makes in this report", lambda s: claims[s.id]),
    )


def _reports(index: Index) -> tuple[Field[Report], ...]:
    claims = Counter(claim.report for claim in index.view.claims)
    return (
        Field("report", "Id of the report", lambda r: r.id),
        Field("title", "Headline", lambda r: r.title),
        Field("outlet", "Who published it", lambda r: r.outlet),
        Field("byline", "Who wrote it", lambda r: r.byline),
        Field("published", "The day it was published", lambda r: _day(r.published)),
        Field("url", "Its address", lambda r: r.url),
        Field("origin", "The file or address that it was read from", lambda r: r.origin),
        Field("language", "Its language", lambda r: r.language),
        Field(
            "root",
            "Where its reporting began: a report, or a story known only by name",
            lambda r: index.root(r.id),
        ),
        Field("root_name", "What that is called", lambda r: index.root_name(r.id)),
        Field("claims", "How many claims stand in it", lambda r: claims[r.id]),
        Field("sha256", "SHA-256 of the raw bytes", lambda r: r.sha256),
    )


def _write(view: LedgerView, sink: BinaryIO) -> None:
    openpyxl = library("openpyxl", needed_by=WorkbookExporter.name, extra="tables")
    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = fitting(view.made_by.program)
    sheets = sheets_of(view)
    try:
        for sheet in (*sheets, _explained(sheets)):
            _fill(book.create_sheet(sheet.name), sheet)
    except LedgerFormatError:
        # A sheet that is only begun would complain when it is thrown away.
        for page in book.worksheets:
            page.close()
        raise
    made = BytesIO()
    book.save(made)
    _pack(made, sink)


def _explained(sheets: Iterable[Sheet[Any]]) -> Sheet[tuple[str, str, str]]:
    fields: tuple[Field[tuple[str, str, str]], ...] = (
        Field("sheet", "", lambda row: row[0]),
        Field("column", "", lambda row: row[1]),
        Field("meaning", "", lambda row: row[2]),
    )
    rows = tuple((sheet.name, field.name, field.meaning) for sheet in sheets for field in sheet.fields)
    return Sheet("columns", fields, rows)


def _fill(page: Any, sheet: Sheet[Any]) -> None:
    from openpyxl.utils import get_column_letter

    page.freeze_panes = "B2"
    for at, field in enumerate(sheet.fields, start=1):
        page.column_dimensions[get_column_letter(at)].width = 48 if _WIDE.search(field.name) else 20
    page.append(list(_cells(page, (field.name for field in sheet.fields), bold=True)))
    rows = 0
    for rows, row in enumerate(sheet.rows, start=1):
        if rows > MOST_ROWS:
            raise LedgerFormatError(f"{sheet.name}: a sheet holds {MOST_ROWS} rows; export parquet or csv")
        page.append(list(_cells(page, (field.fill(row) for field in sheet.fields))))
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.fields))}{rows + 1}"


def _cells(page: Any, values: Iterable[Cell], *, bold: bool = False) -> Iterator[Any]:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    for value in values:
        checked = safe_cell(value)
        if not isinstance(value, str):
            yield value
            continue
        cell = WriteOnlyCell(page, value=fitting(value))
        # By itself it would call '=1+1' a formula and '#N/A' an error.
        cell.data_type = "s"
        if checked != value:
            cell.quotePrefix = True
        if bold:
            cell.font = Font(bold=True)
        yield cell


def fitting(text: str) -> str:
    r"""Text as a cell can hold it: without what XML cannot write, and not longer than a cell.

    >>> fitting("a\x00b")
    'a\ufffdb'
    """
    plain = _UNWRITABLE.sub("\ufffd", text)
    cut = plain if len(plain) <= MOST_CHARS else f"{plain[: MOST_CHARS - 1]}…"
    return _ESCAPE.sub("_x005F_", cut)


def _pack(made: BytesIO, sink: BinaryIO) -> None:
    """The workbook without the time at which it was made: the same ledger gives the same bytes."""
    with zipfile.ZipFile(made) as book, zipfile.ZipFile(sink, "w") as packed:
        for name in book.namelist():
            entry = zipfile.ZipInfo(name, date_time=_ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = book.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            packed.writestr(entry, content)

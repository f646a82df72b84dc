"""Ledgers for other programs: one file a format, and this table. A new format is a file and a row."""

from __future__ import annotations

from reportedly.errors import UsageError
from reportedly.export.acled import AcledExporter
from reportedly.export.airwars import AirwarsExporter
from reportedly.export.base import Exporter, ExportFile, Noting, TextExporter
from reportedly.export.brief import BriefExporter
from reportedly.export.claim_lines import JsonlExporter
from reportedly.export.claim_review import ClaimReviewExporter
from reportedly.export.claim_table import CsvExporter
from reportedly.export.delivery import write_to
from reportedly.export.ftm import FtmExporter
from reportedly.export.gtd import GtdExporter
from reportedly.export.html_page import HtmlExporter
from reportedly.export.ledger_json import JsonExporter
from reportedly.export.parquet import ParquetExporter
from reportedly.export.plover import PloverExporter
from reportedly.export.prov_json import ProvJsonExporter
from reportedly.export.prov_ld import ProvExporter
from reportedly.export.ucdp import UcdpExporter
from reportedly.export.web_annotation import WebAnnotationExporter
from reportedly.export.workbook import WorkbookExporter

__all__ = ["EXPORTERS", "ExportFile", "Exporter", "Noting", "TextExporter", "exporter_named", "write_to"]

EXPORTERS: dict[str, type[Exporter]] = {
    exporter.name: exporter
    for exporter in (
        JsonExporter,
        JsonlExporter,
        CsvExporter,
        AcledExporter,
        GtdExporter,
        UcdpExporter,
        AirwarsExporter,
        PloverExporter,
        FtmExporter,
        WebAnnotationExporter,
        ProvExporter,
        ProvJsonExporter,
        ClaimReviewExporter,
        BriefExporter,
        HtmlExporter,
        ParquetExporter,
        WorkbookExporter,
    )
}
"""The formats by the names that the command line gives them; each is made without arguments."""


def exporter_named(format: str) -> Exporter:
    """The format of that name.

    Raises:
        UsageError: there is none.
    """
    if format not in EXPORTERS:
        raise UsageError(f"no format is called {format!r}; there is {', '.join(sorted(EXPORTERS))}")
    return EXPORTERS[format]()

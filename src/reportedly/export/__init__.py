"""Ledgers for other programs: one file a format, and this table. A new format is a file and a row."""

from __future__ import annotations

from reportedly.export.base import Exporter
from reportedly.export.claim_lines import JsonlExporter
from reportedly.export.claim_table import CsvExporter
from reportedly.export.ledger_json import JsonExporter

__all__ = ["EXPORTERS", "Exporter"]

EXPORTERS: dict[str, type[Exporter]] = {e.name: e for e in (JsonExporter, JsonlExporter, CsvExporter)}
"""The formats by the names that the command line gives them; each is made without arguments."""

"""The ledger file: everything, and the only format that can be read back."""

from __future__ import annotations

from typing import ClassVar, TextIO

from reportedly.codec import dump_parts
from reportedly.export.base import TextExporter
from reportedly.records import LedgerView


class JsonExporter(TextExporter):
    """One JSON object, version 1 of the ledger file."""

    name: ClassVar[str] = "json"
    media_type: ClassVar[str] = "application/json"
    suffix: ClassVar[str] = ".json"
    stem: ClassVar[str] = "ledger"

    def write(self, view: LedgerView, sink: TextIO) -> None:
        """Write the ledger file, one record a line."""
        sink.writelines(dump_parts(view))

"""PROV-JSON (a W3C member submission): the provenance in the form that PROV's own libraries load."""

from __future__ import annotations

from typing import ClassVar, TextIO

from reportedly.codec import json_line
from reportedly.export.base import TextExporter
from reportedly.export.provenance import NAMESPACE, PREFIX, provenance
from reportedly.records import LedgerView


class ProvJsonExporter(TextExporter):
    """PROV-JSON: what ``prov`` says, in the form that PROV's own libraries load."""

    name: ClassVar[str] = "prov-json"
    media_type: ClassVar[str] = "application/json"
    suffix: ClassVar[str] = ".json"
    stem: ClassVar[str] = "provenance"

    def write(self, view: LedgerView, sink: TextIO) -> None:
        """Write one document; records of one kind stand together, one a line."""
        sink.write(f'{{\n"prefix": {json_line({PREFIX: NAMESPACE})}')
        for kind, rows in provenance(view).items():
            sink.write(f',\n"{kind}": {{')
            separator = "\n  "
            for name, row in rows.items():
                sink.write(f"{separator}{json_line(name)}: {json_line(row)}")
                separator = ",\n  "
            sink.write("}")
        sink.write("\n}\n")

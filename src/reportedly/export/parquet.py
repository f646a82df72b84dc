"""Parquet: one claim a row with typed columns, for data frames and databases.

The columns are those of the CSV file under the same names; numbers, days, yes and no, and lists have types
of their own here. What a column means is in its field's metadata too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO, ClassVar

from reportedly.codec import json_line
from reportedly.errors import LedgerFormatError
from reportedly.export.base import ExportFile, ToldClaim, library, told_claims
from reportedly.export.claim_table import COLUMNS, Cell
from reportedly.records import Evidence, LedgerView

ROWS = 20_000
"""So many claims are in memory at once, and in one row group."""
TEXT, WHOLE, DECIMAL, DAY, FLAG, TEXTS, SPANS = (
    "string", "int64", "double", "date32", "bool", "list<string>", "list<start, end>",
)  # fmt: skip
TYPES: Mapping[str, str] = {
    **dict.fromkeys(
        ("value_number_min", "value_number_max", "source_number_min", "source_number_max"), WHOLE
    ),
    **dict.fromkeys(("roots", "speakers", "roots_saying", "roots_denying"), WHOLE),
    **dict.fromkeys(("speakers_named", "speakers_unnamed", "speakers_party"), WHOLE),
    "admiralty_credibility_suggested": WHOLE,
    **dict.fromkeys(("value_latitude", "value_longitude", "confidence"), DECIMAL),
    **dict.fromkeys(("value_date_earliest", "value_date_latest", "report_published"), DAY),
    **dict.fromkeys(("incident_date_earliest", "incident_date_latest", "first_said", "last_said"), DAY),
    **dict.fromkeys(("in_headline", "incident_attempt", "incident_background", "withdrawn"), FLAG),
    **dict.fromkeys(("via", "actor_relations"), TEXTS),
    **dict.fromkeys(("quote_source", "quote_cue", "quote_content", "quote_value"), TEXTS),
    **dict.fromkeys(("offsets_source", "offsets_cue", "offsets_content", "offsets_value"), SPANS),
}
"""The types of the columns that are no text."""
_LISTS: Mapping[str, Callable[[ToldClaim], list[str]]] = {
    "via": lambda told: list(told.claim.via),
    "actor_relations": lambda told: list(told.assessment.relations) if told.assessment else [],
}


class ParquetExporter:
    """Parquet: one claim a row with typed columns; needs the extra ``tables``."""

    name: ClassVar[str] = "parquet"
    media_type: ClassVar[str] = "application/vnd.apache.parquet"
    suffix: ClassVar[str] = ".parquet"

    def files(self, view: LedgerView) -> tuple[ExportFile, ...]:
        """The one file.

        Raises:
            UsageError: pyarrow is not installed.
        """
        arrow = library("pyarrow", needed_by=self.name, extra="tables")
        parquet = library("pyarrow.parquet", needed_by=self.name, extra="tables")

        def write(sink: BinaryIO) -> None:
            schema = _schema(arrow, view)
            with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
                told = told_claims(view)
                while batch := list(islice(told, ROWS)):
                    writer.write_table(arrow.table(_columns(batch), schema=schema))

        return (ExportFile(name="claims.parquet", media_type=self.media_type, write=write),)


def _schema(arrow: Any, view: LedgerView) -> Any:
    span = arrow.struct([arrow.field("start", arrow.int64()), arrow.field("end", arrow.int64())])
    types = {
        TEXT: arrow.string(),
        WHOLE: arrow.int64(),
        DECIMAL: arrow.float64(),
        DAY: arrow.date32(),
        FLAG: arrow.bool_(),
        TEXTS: arrow.list_(arrow.string()),
        SPANS: arrow.list_(span),
    }
    fields = [
        arrow.field(each.name, types[TYPES.get(each.name, TEXT)], metadata={"description": each.meaning})
        for each in COLUMNS
    ]
    made = view.made_by
    told = {"program": made.program, "extractor": made.extractor, "model": made.model or ""}
    return arrow.schema(fields, metadata={name: _utf8(value) for name, value in told.items()})


def _utf8(text: str) -> str:
    json_line(text)  # refuses what UTF-8 cannot hold, with the place
    return text


def _columns(batch: list[ToldClaim]) -> dict[str, list[object]]:
    return {each.name: list(_filled(each.name, each.fill, batch)) for each in COLUMNS}


def _filled(name: str, fill: Callable[[ToldClaim], Cell], batch: list[ToldClaim]) -> Iterator[object]:
    kind = TYPES.get(name, TEXT)
    for told in batch:
        if kind == SPANS:
            spans = _spans(name, told.claim.evidence)
            yield [{"start": span.start, "end": span.end} for span in spans]
        elif kind == TEXTS:
            listed = _LISTS.get(name)
            texts = listed(told) if listed else [span.text for span in _spans(name, told.claim.evidence)]
            yield [_utf8(text) for text in texts]
        else:
            yield _typed(kind, name, fill(told))


def _spans(name: str, evidence: Evidence) -> tuple[Any, ...]:
    part: tuple[Any, ...] = getattr(evidence, name.partition("_")[2])
    return part


def _typed(kind: str, name: str, cell: Cell) -> object:
    if cell is None:
        return None
    if kind == DAY:
        return dt.date.fromisoformat(str(cell))
    if kind == FLAG:
        return cell == "yes"
    if kind == WHOLE and not -(2**63) <= int(cell) < 2**63:
        raise LedgerFormatError(f"{name}: a table cannot hold the number {cell}")
    return _utf8(cell) if isinstance(cell, str) else cell

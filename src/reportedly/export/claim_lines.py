"""JSON lines: one claim a line with all that is needed to judge it, for programs that read line by line."""

from __future__ import annotations

from typing import ClassVar, TextIO

from reportedly.codec import (
    JsonObject,
    assessment_to_json,
    claim_to_json,
    incident_to_json,
    json_line,
    report_to_json,
    source_to_json,
)
from reportedly.export.base import TextExporter, ToldClaim, told_claims
from reportedly.records import LedgerView


class JsonlExporter(TextExporter):
    """One claim a line, with its source, report (without the text), incident and quotes in words."""

    name: ClassVar[str] = "jsonl"
    media_type: ClassVar[str] = "application/x-ndjson"
    suffix: ClassVar[str] = ".jsonl"
    stem: ClassVar[str] = "claims"

    def write(self, view: LedgerView, sink: TextIO) -> None:
        """Write the lines, in the view's order of claims."""
        sink.writelines(json_line(_line(told)) + "\n" for told in told_claims(view))


def _line(told: ToldClaim) -> JsonObject:
    report = report_to_json(told.report)
    del report["text"]
    return {
        "claim": claim_to_json(told.claim),
        "quotes": _quotes(told),
        "source": source_to_json(told.source),
        "incident": incident_to_json(told.incident),
        "report": report,
        "assessment": assessment_to_json(told.assessment) if told.assessment else None,
    }


def _quotes(told: ToldClaim) -> JsonObject:
    evidence = told.claim.evidence
    return {
        "source": [span.text for span in evidence.source],
        "cue": [span.text for span in evidence.cue],
        "content": [span.text for span in evidence.content],
        "value": [span.text for span in evidence.value],
    }

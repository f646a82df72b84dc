"""W3C Web Annotations: each claim as a note on the words that it stands on, for annotation tools.

Every span has two selectors: its place in the report's text, in code points, and the words with what
stands around them, by which a tool finds them again in the page itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, TextIO
from urllib.parse import quote as percent

from reportedly.codec import JsonObject, json_line
from reportedly.export.base import TextExporter
from reportedly.export.wording import index_of, sentence, taken_back
from reportedly.ids import sha256_hex
from reportedly.records import Claim, LedgerView, Report, Span
from reportedly.terminal.index import Index

CONTEXT: list[str | JsonObject] = ["http://www.w3.org/ns/anno.jsonld", {"reportedly": "urn:reportedly:"}]
AROUND = 32
"""Characters of context before and after the words."""
PARTS = ("source", "cue", "content", "value")
NORMALISATION = (
    "Title, blank line, paragraphs separated by blank lines, without the page's furniture; "
    "offsets in Unicode code points, end exclusive"
)
_WEB = re.compile(r"https?://[^\s<>\"'\\^`{|}]+", re.IGNORECASE)


class WebAnnotationExporter(TextExporter):
    """Web Annotations (JSON-LD): each claim on its exact words, by position and by quote."""

    name: ClassVar[str] = "webannotation"
    media_type: ClassVar[str] = "application/ld+json"
    suffix: ClassVar[str] = ".jsonld"
    stem: ClassVar[str] = "annotations"

    def write(self, view: LedgerView, sink: TextIO) -> None:
        """Write one collection with one annotation a claim, each on a line."""
        index, back = index_of(view), taken_back(view)
        # The model wants an IRI of every collection and page; the same claims have the same.
        own = urn(f"annotations_{sha256_hex(json_line([claim.id for claim in view.claims]).encode())[:24]}")
        head = {"@context": CONTEXT, "id": own, "type": "AnnotationCollection", "label": "Claims of a ledger",
                "total": len(view.claims)}  # fmt: skip
        sink.write(json_line(head)[:-1])
        _list(sink, "reportedly:texts", map(_text, view.reports))
        page = {"id": f"{own}_1", "type": "AnnotationPage", "startIndex": 0}
        sink.write(f',\n"first": {json_line(page)[:-1]}')
        _list(sink, "items", (_annotation(index, claim, claim.id in back) for claim in view.claims))
        sink.write("}}\n")


def iri(report: Report) -> str:
    """The address of a report; where it has none that is one of the web, a name made of its id."""
    return report.url if report.url and _WEB.fullmatch(report.url) else urn(report.id)


def urn(record: str) -> str:
    """A record's id as an IRI.

    >>> urn("clm_ab12")
    'urn:reportedly:clm_ab12'
    """
    return f"urn:reportedly:{percent(record, safe='')}"


def _list(sink: TextIO, name: str, rows: Iterator[JsonObject]) -> None:
    sink.write(f',\n"{name}": [')
    separator = "\n  "
    for row in rows:
        sink.write(separator + json_line(row))
        separator = ",\n  "
    sink.write("]")


def _text(report: Report) -> JsonObject:
    """What the positions count in: the normalised text, by its hash."""
    return {
        "id": urn(report.id),
        "reportedly:address": iri(report),
        "reportedly:textSha256": sha256_hex(report.text.encode("utf-8", "surrogatepass")),
        "reportedly:rawSha256": report.sha256,
        "reportedly:normalisation": NORMALISATION,
        "reportedly:published": report.published.isoformat() if report.published else None,
    }


def _annotation(index: Index, claim: Claim, back: bool) -> JsonObject:
    report, made = index.reports[claim.report], index.view.made_by
    tags = [claim.role.value, claim.stance.value, *([claim.certainty.value] if claim.certainty else [])]
    return {
        "id": urn(claim.id),
        "type": "Annotation",
        "motivation": "classifying",
        "generator": {"type": "Software", "name": f"{made.program}, {made.extractor}"},
        "body": [
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "text/plain",
                "language": "en",
                "value": sentence(index, claim),
            },
            *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags),
        ],
        "target": [_target(report, part, span) for part in PARTS for span in getattr(claim.evidence, part)],
        "reportedly:incident": urn(claim.incident),
        "reportedly:source": urn(claim.source),
        "reportedly:via": list(claim.via),
        "reportedly:actor": claim.value.id if claim.value else None,
        "reportedly:confidence": claim.confidence,
        "reportedly:reviewed": claim.reviewed,
        "reportedly:takenBack": back,
    }


def _target(report: Report, part: str, span: Span) -> JsonObject:
    text = report.text
    return {
        "type": "SpecificResource",
        "source": iri(report),
        "reportedly:part": part,
        "reportedly:text": urn(report.id),
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": span.text,
                "prefix": text[max(0, span.start - AROUND) : span.start],
                "suffix": text[span.end : span.end + AROUND],
            },
        ],
    }

"""CSV: one claim a row, for spreadsheets.

A news page decides what stands in a cell, so a cell whose text a spreadsheet would take for a
formula gets an apostrophe in front (OWASP, "CSV injection"). Text is always in quotation marks,
numbers never are, so that numbers stay numbers and text stays text.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar, TextIO

from reportedly.errors import LedgerFormatError
from reportedly.export.base import SPREADSHEET, TextExporter, ToldClaim, told_claims
from reportedly.records import Counts, DateRange, LedgerView, NumberRange, Place, Span

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column, what it means, and how it is filled."""

    name: str
    meaning: str
    fill: Callable[[ToldClaim], Cell]


def _number(told: ToldClaim) -> NumberRange | None:
    return told.claim.value.number if told.claim.value else None


def _date(told: ToldClaim) -> DateRange | None:
    return told.claim.value.date if told.claim.value else None


def _place(told: ToldClaim) -> Place | None:
    return told.claim.value.place if told.claim.value else None


def _words(spans: Iterable[Span]) -> str:
    return " … ".join(span.text for span in spans)


def _offsets(spans: Iterable[Span]) -> str:
    return json.dumps([[span.start, span.end] for span in spans])


def _counts(told: ToldClaim) -> Counts | None:
    return told.assessment.counts if told.assessment else None


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


COLUMNS = (
    Column("claim", "Id of the claim", lambda told: told.claim.id),
    Column("report", "Id of the report that it stands in", lambda told: told.report.id),
    Column("incident", "Id of the incident that it is about", lambda told: told.incident.id),
    Column("role", "What of the incident the claim is about", lambda told: told.claim.role.value),
    Column("stance", "What the source does with the value", lambda told: told.claim.stance.value),
    Column(
        "certainty",
        "How sure the source is said to be",
        lambda told: told.claim.certainty.value if told.claim.certainty else None,
    ),
    Column(
        "value",
        "The value as the report has it; empty where nobody is named",
        lambda told: told.claim.value.text if told.claim.value else None,
    ),
    Column(
        "value_name",
        "The fullest name of the value",
        lambda told: told.claim.value.name if told.claim.value else None,
    ),
    Column(
        "value_id",
        "What the value resolves to, such as wikidata:Q…",
        lambda told: told.claim.value.id if told.claim.value else None,
    ),
    Column(
        "value_number_min",
        "The value as a count: at least",
        lambda told: number.min if (number := _number(told)) else None,
    ),
    Column(
        "value_number_max",
        "The value as a count: at most; empty where open",
        lambda told: number.max if (number := _number(told)) else None,
    ),
    Column(
        "value_date_earliest",
        "The value as a date: first possible day",
        lambda told: date.earliest.isoformat() if (date := _date(told)) else None,
    ),
    Column(
        "value_date_latest",
        "The value as a date: last possible day",
        lambda told: date.latest.isoformat() if (date := _date(told)) else None,
    ),
    Column(
        "value_place",
        "The value as a place: its name",
        lambda told: place.name if (place := _place(told)) else None,
    ),
    Column(
        "value_country",
        "The value as a place: country, ISO 3166-1 alpha-2",
        lambda told: place.country if (place := _place(told)) else None,
    ),
    Column(
        "value_latitude",
        "The value as a place: degrees north, WGS 84",
        lambda told: place.latitude if (place := _place(told)) else None,
    ),
    Column(
        "value_longitude",
        "The value as a place: degrees east, WGS 84",
        lambda told: place.longitude if (place := _place(told)) else None,
    ),
    Column(
        "value_precision",
        "The value as a place: city, admin1, country or unknown",
        lambda told: place.precision if (place := _place(told)) else None,
    ),
    Column("source", "Id of the source", lambda told: told.source.id),
    Column("source_label", "Who says it, as the report has it", lambda told: told.source.label),
    Column("source_kind", "What the source is", lambda told: told.source.kind.value),
    Column("source_role", "What the source does in life", lambda told: told.source.role.value),
    Column(
        "source_party", "Where the source stands towards the incident", lambda told: told.source.party.value
    ),
    Column("source_number_min", "How many people speak: at least", lambda told: told.source.number.min),
    Column(
        "source_number_max",
        "How many people speak: at most; empty where open",
        lambda told: told.source.number.max,
    ),
    Column("source_affiliation", "Whom the source belongs to", lambda told: told.source.affiliation),
    Column("source_anonymity", "The words that give its condition", lambda told: told.source.anonymity),
    Column("via", "The relays, nearest to the source first", lambda told: " > ".join(told.claim.via)),
    Column(
        "together",
        "The same for actors that are said to have acted jointly",
        lambda told: told.claim.together,
    ),
    Column(
        "in_headline", "Whether the claim stands in the headline", lambda told: _yes(told.claim.in_headline)
    ),
    Column("confidence", "How sure the extractor is, 0 to 1", lambda told: told.claim.confidence),
    Column("reviewed", "What a person decided about the claim", lambda told: told.claim.reviewed),
    Column("quote_source", "The words that name the source", lambda told: _words(told.claim.evidence.source)),
    Column("quote_cue", "The words that attribute", lambda told: _words(told.claim.evidence.cue)),
    Column("quote_content", "The words that say it", lambda told: _words(told.claim.evidence.content)),
    Column("quote_value", "The words of the value", lambda told: _words(told.claim.evidence.value)),
    Column(
        "offsets_source",
        "Where those words stand in the report's text: [[start, end], …] in code points, end exclusive",
        lambda told: _offsets(told.claim.evidence.source),
    ),
    Column("offsets_cue", "The same for the cue", lambda told: _offsets(told.claim.evidence.cue)),
    Column("offsets_content", "The same for the content", lambda told: _offsets(told.claim.evidence.content)),
    Column("offsets_value", "The same for the value", lambda told: _offsets(told.claim.evidence.value)),
    Column("report_title", "Headline of the report", lambda told: told.report.title),
    Column("report_outlet", "Who published it", lambda told: told.report.outlet),
    Column(
        "report_published",
        "The day it was published",
        lambda told: told.report.published.isoformat() if told.report.published else None,
    ),
    Column("report_url", "Its address", lambda told: told.report.url),
    Column("report_origin", "The file or address that it was read from", lambda told: told.report.origin),
    Column("report_language", "Its language", lambda told: told.report.language),
    Column("report_sha256", "SHA-256 of the raw bytes", lambda told: told.report.sha256),
    Column("incident_type", "Kind of attack", lambda told: told.incident.type.value),
    Column("incident_attempt", "Whether it failed", lambda told: _yes(told.incident.attempt)),
    Column(
        "incident_background", "Whether it is told in passing", lambda told: _yes(told.incident.background)
    ),
    Column("incident_summary", "What happened, in a line", lambda told: told.incident.summary),
    Column(
        "incident_date_earliest",
        "First possible day of the incident",
        lambda told: told.incident.date.earliest.isoformat() if told.incident.date else None,
    ),
    Column(
        "incident_date_latest",
        "Last possible day of the incident",
        lambda told: told.incident.date.latest.isoformat() if told.incident.date else None,
    ),
    Column(
        "incident_place",
        "Where it happened",
        lambda told: told.incident.place.name if told.incident.place else None,
    ),
    Column(
        "incident_country",
        "Where it happened: country, ISO 3166-1 alpha-2",
        lambda told: told.incident.place.country if told.incident.place else None,
    ),
    Column(
        "grade",
        "What the ledger makes of this actor in this incident; a computed view, never a fact",
        lambda told: told.assessment.grade if told.assessment else None,
    ),
    Column(
        "roots",
        "Independent lines of reporting on this actor, of all its claims",
        lambda told: told.assessment.roots if told.assessment else None,
    ),
    Column(
        "speakers",
        "Distinct speakers on this actor, of all its claims",
        lambda told: told.assessment.speakers if told.assessment else None,
    ),
    Column(
        "verdict",
        "The grade's own reason, in a sentence",
        lambda told: told.assessment.verdict or None if told.assessment else None,
    ),
    Column(
        "actor_relations",
        "What the actor list says of this actor: part of, linked to",
        lambda told: "; ".join(told.assessment.relations) if told.assessment else None,
    ),
    Column(
        "roots_saying",
        "Independent roots over which somebody alleges it or the actor claims it",
        lambda told: counts.roots_saying if (counts := _counts(told)) else None,
    ),
    Column(
        "roots_denying",
        "Independent roots over which somebody denies it",
        lambda told: counts.roots_denying if (counts := _counts(told)) else None,
    ),
    Column(
        "speakers_named",
        "Of those who allege or claim it: named",
        lambda told: counts.named if (counts := _counts(told)) else None,
    ),
    Column(
        "speakers_unnamed",
        "Of those who allege or claim it: anonymous",
        lambda told: counts.unnamed if (counts := _counts(told)) else None,
    ),
    Column(
        "speakers_party",
        "Of those who allege or claim it: party to the conflict",
        lambda told: counts.party if (counts := _counts(told)) else None,
    ),
    Column(
        "airwars_grade_suggested",
        "confirmed … discounted; empty where nobody alleges or claims it; a person decides",
        lambda told: told.assessment.airwars_grade_suggested if told.assessment else None,
    ),
    Column(
        "admiralty_credibility_suggested",
        "1 to 6, from independent roots; a person decides",
        lambda told: told.assessment.admiralty_credibility_suggested if told.assessment else None,
    ),
    Column(
        "first_said",
        "First day on which a claim on this actor was published",
        lambda told: _day(told.assessment.first_said) if told.assessment else None,
    ),
    Column(
        "last_said",
        "Last such day",
        lambda told: _day(told.assessment.last_said) if told.assessment else None,
    ),
    Column(
        "withdrawn",
        "Whether this claim was taken back and counts no longer",
        lambda told: _yes(told.claim.id in told.assessment.withdrawn) if told.assessment else None,
    ),
)
"""The columns in their order; new ones are only added at the end."""

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫−")
"""First characters that make a spreadsheet calculate: ASCII, full-width, small forms, and the minus sign."""
_IGNORED = " \u00a0\u200b\u200e\u200f\u2060\ufeff\x00"
"""Characters in front of it that some spreadsheets drop before they look."""


def safe_cell(cell: Cell) -> Cell:
    """The cell, with an apostrophe in front where a spreadsheet would take its text for a formula.

    >>> safe_cell("=1+1"), safe_cell("Police"), safe_cell(-3)
    ("'=1+1", 'Police', -3)

    Raises:
        LedgerFormatError: a number that is not finite, which a table would take for text.
    """
    if isinstance(cell, float) and not math.isfinite(cell):
        raise LedgerFormatError(f"a table cannot hold the number {cell}")
    if isinstance(cell, str) and _FORMULA.intersection((cell[:1], cell.lstrip(_IGNORED)[:1])):
        return f"'{cell}"
    return cell


class CsvExporter(TextExporter):
    """One claim a row; :data:`COLUMNS` says what each column means."""

    name: ClassVar[str] = "csv"
    media_type: ClassVar[str] = "text/csv"
    suffix: ClassVar[str] = ".csv"
    stem: ClassVar[str] = "claims"
    encoding: ClassVar[str] = SPREADSHEET

    def write(self, view: LedgerView, sink: TextIO) -> None:
        """Write the table, its header first, in the view's order of claims."""
        table = csv.writer(sink, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
        table.writerow(column.name for column in COLUMNS)
        for told in told_claims(view):
            table.writerow(safe_cell(column.fill(told)) for column in COLUMNS)

"""What lists of incidents, of reports and of found passages are made of: rows, filters and pages.

A page goes on where the last one ended by its ``key`` and not by a number, so that rows which come in
between neither repeat nor hide another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Generic, TypeVar

from reportedly.errors import UsageError
from reportedly.ids import sha256_hex
from reportedly.records import (
    Assessment,
    DateRange,
    Decision,
    Derivation,
    Incident,
    IncidentType,
    LedgerView,
    MadeBy,
    NumberRange,
    Reading,
    Skipped,
)

PAGE_ROWS = 50
"""Rows of a page where nothing else is asked for."""
WIDEST = 1_000
"""Reports that an incident's page takes along; of a story with more, only those that tell of the incident."""
MOST_ROWS = 500
"""More than these are asked for page by page: one page stays small whatever the ledger holds."""

Row = TypeVar("Row")


class Differs(StrEnum):
    """What the accounts of one incident do not agree on."""

    DOER = "doer"
    """Somebody is both said to have done it and denied, or several are named that have nothing to do with
    each other."""
    DAY = "day"
    PLACE = "place"
    KILLED = "killed"
    WOUNDED = "wounded"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardActor:
    """One actor of an incident as a list shows it."""

    name: str
    grade: str
    """Of the assessment; "" where nothing was graded."""
    roots: int
    """Independent origins over which somebody alleges or claims it; as the assessment counts them."""
    speakers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardIncident:
    """One attack as a list shows it, as it was when the board was refreshed.

    ``reviewed`` and ``unread`` are those of this moment.
    """

    id: str
    key: str
    """Where it stands in the list: give it as ``after`` to go on behind it."""
    type: IncidentType
    attempt: bool
    background: bool
    summary: str
    date: DateRange | None
    place: str | None
    country: str | None
    actors: tuple[BoardActor, ...]
    """The first three, in the order of the incident's page."""
    more_actors: int
    """So many more are named."""
    roots: int
    """Origins of the reports that tell of it; copies count once."""
    speakers: int
    """People and bodies who are quoted on it, counted low; the reports' own voices left out."""
    reports: int
    claims: int
    killed: NumberRange | None
    """From the lowest figure that is said and stands to the highest; ``max`` None is open."""
    wounded: NumberRange | None
    differs: tuple[Differs, ...]
    """What accounts do not agree on; empty where they do."""
    reviewed: int = 0
    """Claims that a person has looked at."""
    unread: int = 0
    """Claims that nobody has looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardReport:
    """One report as a list shows it, as it was when the board was refreshed.

    ``reviewed`` and ``unread`` are those of this moment.
    """

    id: str
    key: str
    title: str | None
    outlet: str | None
    published: dt.date | None
    incidents: tuple[str, ...]
    """The attacks that it tells of, by id, in the order of the list."""
    claims: int
    origin: str
    """Id of the root that it goes back to; its own where it depends on nothing."""
    origin_name: str
    reviewed: int = 0
    unread: int = 0

    @property
    def dependent(self) -> bool:
        """Whether it goes back to another report or to a story that is known by name."""
        return self.origin != self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which rows a list shall have; None asks for nothing. Parts of names will do, in any case.

    Of reports, ``place``, ``country``, ``actor``, ``grade`` and ``differs`` are those of an incident that
    they tell of, and the days those of their publication.
    """

    since: dt.date | None = None
    """Not what was over before this day; what has no day is always wanted."""
    until: dt.date | None = None
    """Not what began after this day."""
    place: str | None = None
    country: str | None = None
    """Two letters, as ISO 3166 has them."""
    actor: str | None = None
    grade: str | None = None
    """A grade in full; with ``actor`` that actor's."""
    outlet: str | None = None
    unread: bool = False
    """Only what has a claim that nobody has looked at."""
    differs: bool = False
    """Only what accounts do not agree on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """So many rows of a list, and where it goes on."""

    rows: tuple[Row, ...]
    next: str | None
    """The key to go on behind; None where this is the last page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardState:
    """How the board stands."""

    made_at: dt.datetime | None
    """When it was last refreshed, in UTC; None where it never was."""
    current: bool
    """Whether nothing has changed since: no reading, decision, review or rule."""
    incidents: int
    reports: int
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """Words around what was found. All offsets are code points of the report's text, end exclusive."""

    text: str
    start: int | None
    """Where ``text`` begins in the report's text; None for a title that the text does not repeat."""
    marks: tuple[tuple[int, int], ...]
    """Where the words that were looked for stand **within** ``text``: start and end."""


class FoundKind(StrEnum):
    """In what something was found."""

    REPORT = "report"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One report or claim with the words that were looked for."""

    kind: FoundKind
    report: str
    claim: str | None
    """None for a report."""
    title: str | None
    outlet: str | None
    published: dt.date | None
    value: str | None
    """Whom or what a claim names; None for a report."""
    speaker: str | None
    """Who says it; None for a report."""
    snippet: Snippet


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page[Found]):
    """What was found, best first."""

    total: int
    """How many there are in all."""
    words: tuple[str, ...] = field(default=())
    """What was looked for, as it was understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that a list can be asked for, and how many rows have it."""

    value: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What comparing a whole ledger gave, beside its readings."""

    incidents: tuple[Incident, ...]
    members: Mapping[str, str]
    """From a report's own incident to the one that it is part of."""
    lineage: tuple[Derivation, ...]
    assessments: tuple[Assessment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a board is made of."""

    rules: str
    """A digest of what compares and grades."""
    decided: str
    """A digest of the decisions that hold."""
    marks: Mapping[str, str]
    """Of each report, by id: a digest of its reading, then one of the reviews of it that hold."""

    @property
    def whole(self) -> str:
        """A digest of all of it."""
        parts = [
            self.rules,
            self.decided,
            *(f"{report} {self.marks[report]}" for report in sorted(self.marks)),
        ]
        return sha256_hex("\n".join(parts).encode())


HALF = 32
"""Hexadecimal digits of a mark that are the reading's; those of the reviews follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardBasis:
    """What a board was made of, and what has to be known of it to bring a part of it up to date."""

    stamp: Stamp
    looks: Mapping[str, str]
    """Of a report what decides which attacks are one, as a digest; none where more hangs on its claims."""
    withdrawn: Mapping[str, str]
    """The claims that were taken back, and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRows:
    """All that a board keeps: what comparing gave, and the rows of the lists."""

    compared: Compared
    incidents: tuple[BoardIncident, ...]
    """In the order of the list: latest first, what has no day last."""
    reports: tuple[BoardReport, ...]
    actors: Mapping[str, tuple[BoardActor, ...]]
    """All actors of each incident, by its id; its row has the first of them."""
    pages: Mapping[str, str]
    """Of a report, by its id, what its address has in common with those of other versions of its page."""
    looks: Mapping[str, str] = field(default_factory=dict)
    """As :class:`BoardBasis` has it."""
    withdrawn: Mapping[str, str] = field(default_factory=dict)


class RefreshStep(StrEnum):
    """What a refresh is at."""

    COMPARING = "comparing the reports"
    SUMMING_UP = "summing up"
    WRITING = "writing the board"


def as_compared(
    readings: Sequence[Reading],
    compared: Compared,
    *,
    made_by: MadeBy,
    skipped: Sequence[Skipped] = (),
    decisions: Sequence[Decision] = (),
) -> LedgerView:
    """The view of readings that were compared before, with no more work than to put it together.

    Of readings that have changed since, what was not compared yet is left out.
    """
    claims = [
        replace(claim, incident=compared.members[claim.incident], text=reading.report.text)
        for reading in readings
        for claim in reading.claims
        if claim.incident in compared.members
    ]
    there = {claim.id for claim in claims}
    reports = {reading.report.id for reading in readings}
    incidents = (
        replace(each, claims=tuple(claim for claim in each.claims if claim in there))
        for each in compared.incidents
    )
    return LedgerView(
        made_by=made_by,
        reports=tuple(reading.report for reading in readings),
        sources=tuple(source for reading in readings for source in reading.sources),
        incidents=tuple(incidents),
        claims=tuple(claims),
        lineage=tuple(row for row in compared.lineage if row.report in reports),
        assessments=compared.assessments,
        skipped=tuple(skipped),
        decisions=tuple(decisions),
        parts=tuple(parts_of(readings, compared.incidents)),
    )


def parts_of(readings: Iterable[Reading], incidents: Iterable[Incident]) -> Iterator[Incident]:
    """The incidents of readings that were joined into one of ``incidents``, in the readings' order."""
    joined = {member for incident in incidents for member in incident.members}
    for reading in readings:
        yield from (each for each in reading.incidents if each.id in joined)


def rows_wanted(limit: int) -> int:
    """A number of rows that a page may have.

    Raises:
        UsageError: it is none of 1 to :data:`MOST_ROWS`.
    """
    if not 1 <= limit <= MOST_ROWS:
        raise UsageError(f"a page has 1 to {MOST_ROWS} rows, not {limit}")
    return limit

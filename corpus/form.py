"""The format of FORMAT.md as frozen records.

Offsets are Unicode code points, end exclusive, into ``CorpusReport.text``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from reportedly.records import (
    DOER_ROLES,
    Certainty,
    ClaimRole,
    DateRange,
    IncidentType,
    NumberRange,
    Party,
    SourceKind,
    SourceRole,
    Stance,
)

FOLDER = Path(__file__).parent / "reports"
MORE = Path(__file__).parent / "more"
"""Reports for training only, written after the split; they share no event or actor with dev and test."""
REPORT = "REPORT"

REGISTERS = (
    "agency urgent, agency story, regional paper, state media, opposition bulletin, tabloid, live blog, "
    "communique, ngo note, translated, clumsy english, capitals, comma-less, with furniture, "
    "feature, analysis"
).split(", ")
REGIONS = ("africa", "americas", "asia", "europe", "middle-east", "oceania")
NAMES = ("invented", "real")
SPLITS = ("train", "dev", "test")
YEARS = range(1985, 2027)
KINDS = {
    "s": "speaker",
    "c": "cue",
    "k": "content",
    "a": "actor",
    "t": "trigger",
    "x": "target",
    "v": "victim",
    "n": "condition of anonymity",
    "w": "weapon",
    "o": "weapon origin",
    "p": "place",
    "d": "time",
    "q": "toll",
    "m": "motive",
    "r": "relay",
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong where, and what to do."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


class LineKind(StrEnum):
    """What a piece of the page is."""

    HEADLINE = "headline"
    PARAGRAPH = "paragraph"
    FURNITURE = "furniture"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the page; ``start`` is where it stands in the text, None for furniture."""

    kind: LineKind
    text: str
    start: int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """``text`` stands at ``start:end``; ``paragraph`` counts the pieces of the text from 0."""

    label: str
    start: int
    end: int
    text: str
    paragraph: int
    line: int

    @property
    def kind(self) -> str:
        """The letter of the label."""
        return self.label[0]

    @property
    def thing(self) -> str:
        """The label without its mention."""
        return thing(self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusIncident:
    """One attack that the report tells of."""

    line: int
    number: int
    type: IncidentType
    trigger: str
    attempt: bool = False
    background: bool = False
    date: DateRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks in the report; ``label`` names the thing, not a mention."""

    line: int
    label: str
    kind: SourceKind
    number: NumberRange
    role: SourceRole
    affiliation: str | None = None
    anonymity: str | None = None
    party: Party = Party.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusClaim:
    """One claim by labels; ``speaker`` None is the report's own voice."""

    line: int
    incident: int
    role: ClaimRole
    value: str | None
    stance: Stance
    certainty: Certainty | None
    speaker: str | None
    cues: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    together: str | None = None

    @property
    def of_doer(self) -> bool:
        """Whether it says who did it."""
        return self.role in DOER_ROLES

    @property
    def labels(self) -> Iterator[str]:
        """Every label it names."""
        yield from (each for each in (self.value, self.speaker) if each)
        yield from (*self.cues, *self.contents, *self.via)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """An actor that a hasty reader would take for claimed."""

    line: int
    actor: str
    stance: Stance
    why: str


@dataclass(frozen=True, kw_only=True)
class CorpusReport:
    """One report of the corpus; ``text`` is headline, two newlines, paragraphs and credit lines."""

    file: str
    id: str
    event: str
    register: str
    region: str
    year: int
    published: dt.date
    outlet: str | None
    names: str
    relevant: bool
    phenomena: tuple[str, ...]
    split: str
    pieces: tuple[Piece, ...]
    text: str
    marks: tuple[Mark, ...]
    incidents: tuple[CorpusIncident, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    claims: tuple[CorpusClaim, ...] = ()
    traps: tuple[Trap, ...] = ()
    lines_of: dict[str, int] = field(default_factory=dict)
    """The line of each key of the head."""

    @cached_property
    def by_label(self) -> dict[str, Mark]:
        """The marks by their labels."""
        return {mark.label: mark for mark in self.marks}

    @property
    def headline(self) -> str | None:
        """The headline, where there is one."""
        return next((piece.text for piece in self.pieces if piece.kind is LineKind.HEADLINE), None)

    @property
    def page(self) -> str:
        """The text with its furniture, as a reader of the page has it."""
        return "\n\n".join(piece.text for piece in self.pieces)

    @property
    def words(self) -> int:
        """How many words the text has, furniture left out."""
        return len(self.text.split())

    @property
    def doer_claims(self) -> tuple[CorpusClaim, ...]:
        """The claims of who did it."""
        return tuple(claim for claim in self.claims if claim.of_doer)

    def speaker_of(self, claim: CorpusClaim) -> Speaker | None:
        """Who makes the claim; None for the report's own voice."""
        wanted = thing(claim.speaker) if claim.speaker else None
        return next((each for each in self.speakers if each.label == wanted), None)

    def mentions(self, label: str) -> tuple[Mark, ...]:
        """Every mention of the thing that ``label`` names, in the order of the text."""
        return tuple(sorted((m for m in self.marks if m.thing == thing(label)), key=lambda m: m.start))


def thing(label: str) -> str:
    """The label without its mention.

    >>> thing("a1.2")
    'a1'
    """
    return label.partition(".")[0]

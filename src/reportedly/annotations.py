"""What an annotator finds in one report: the typed link between reading words and building claims.

An annotator (rules, encoder or language model) gives these; ``reportedly.claims`` turns them
into sources and claims and verifies every quote once more. Indices point into the tuples of
the same :class:`Annotation`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from reportedly.records import (
    Certainty,
    ClaimRole,
    DateRange,
    IncidentType,
    NumberRange,
    Place,
    Report,
    SourceKind,
    SourceRole,
    Span,
    Stance,
)

DEFAULT_READER = "encoder"
"""The annotator where none is named; all of them stand in ``reportedly.annotate.ANNOTATORS``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One speaker of the report under all the descriptions that the text gives it.

    ``label`` is the fullest description; ``relays`` are the outlets that the text puts between
    this speaker and the page ('told Reuters'), nearest to the speaker first. ``kind`` and ``role`` are what
    the annotator takes the speaker for; None where only the words of the label tell.
    """

    label: Span
    mentions: tuple[Span, ...]
    relays: tuple[str, ...] = ()
    kind: SourceKind | None = None
    role: SourceRole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One attack that the report tells of. ``trigger`` is the words that name it."""

    trigger: Span
    type: IncidentType
    attempt: bool = False
    background: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """A value as the text has it, the fullest name the report gives it, and what it resolves to."""

    span: Span
    name: str | None = None
    id: str | None = None
    number: NumberRange | None = None
    date: DateRange | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMark:
    """One thing said of one attack. ``speaker`` None is the report's own voice.

    ``together`` numbers the groups of actors said to have acted jointly.
    """

    attack: int
    role: ClaimRole
    filler: Filler | None
    stance: Stance
    certainty: Certainty | None
    speaker: int | None = None
    source: Span | None = None
    cue: Span | None = None
    content: Span | None = None
    together: int | None = None
    relays: tuple[str, ...] = ()
    confidence: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Somebody is said to have said something: the source / cue / content triple of PolNeAR.

    ``source`` is None where a passive leaves the speaker out ('is said to').
    """

    cue: Span
    source: Span | None = None
    content: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """All that one annotator found in one report."""

    attacks: tuple[Attack, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    marks: tuple[ClaimMark, ...] = ()


@runtime_checkable
class WorksAhead(Protocol):
    """An annotator of whose work a part can run beside other work."""

    def begin(self, report: Report) -> Callable[[], Annotation]:
        """Begin on a report; the call that comes back gives, or raises, what ``annotate`` does."""
        ...


class Annotator(Protocol):
    """Reads reports; pure, and the same answer for the same report."""

    name: str
    """Versioned, such as ``rules.v1``; stored with every ledger."""
    model: str | None
    """``sha256:…`` of the model file, None where there is none."""

    def annotate(self, reports: Sequence[Report]) -> Sequence[Annotation]:
        """Give one annotation a report, in order."""
        ...

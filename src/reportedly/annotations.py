"""What an annotator finds in one report: the typed link between reading words and building claims.

An annotator (rules, encoder or language model) gives these; ``reportedly.claims`` turns them
into sources and claims and verifies every quote once more. Indices point into the tuples of
the same :class:`Annotation`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable
from urllib.parse import urlsplit

from reportedly.errors import UsageError
from reportedly.records import (
    Certainty,
    ClaimRole,
    DateRange,
    IncidentType,
    NumberRange,
    Place,
    Reason,
    Report,
    SourceKind,
    SourceRole,
    Span,
    Stance,
)

DEFAULT_READER = "encoder"
"""The annotator where none is named; all of them stand in ``reportedly.annotate.ANNOTATORS``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a language model is asked, for the annotators that ask one.

    ``base_url`` is what comes before ``/chat/completions``, such as ``http://localhost:11434/v1``. A key is
    no part of it: it stands in the environment and is kept nowhere.

    Raises:
        UsageError: the address is none of http or https, or holds a name, a password or a query; or no model
            is named.
    """

    base_url: str
    model: str

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.base_url)
            host = parts.hostname
        except ValueError:
            parts, host = urlsplit(""), None
        if parts.scheme not in ("http", "https") or not host:
            raise UsageError("the address of a language model is such as http://localhost:11434/v1")
        if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
            # Not quoted: it may be a secret, and errors are printed and logged.
            raise UsageError(
                "the address of a language model has no name, password or query in it; "
                "a key goes into REPORTEDLY_LLM_KEY"
            )
        if not self.model.strip():
            raise UsageError("which model? name one with --model NAME or in REPORTEDLY_LLM_MODEL")

    @property
    def local(self) -> bool:
        """Whether it is this machine, so that no text leaves it."""
        host = urlsplit(self.base_url).hostname or ""
        return host in ("localhost", "::1") or (host.startswith("127.") and host.replace(".", "").isdigit())


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
    readers: tuple[str, ...] = ()
    """Who made it, where several annotators read the report; empty where one did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Somebody is said to have said something: the source / cue / content triple of PolNeAR.

    ``source`` is None where a passive leaves the speaker out ('is said to').
    """

    cue: Span
    source: Span | None = None
    content: Span | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A claim that an annotator gave and that does not stand in the text.

    ``detail`` tells which part of it, in words of this program: what is not in the report is kept nowhere.
    """

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """All that one annotator found in one report."""

    attacks: tuple[Attack, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    marks: tuple[ClaimMark, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What was asked in this run; tokens are the server's count, 0 where it counts none."""

    asked: int = 0
    cached: int = 0
    prompt_tokens: int = 0
    answer_tokens: int = 0
    seconds: float = 0.0
    """Of all calls together; several run at a time."""


@runtime_checkable
class AsksServer(Protocol):
    """An annotator that asks the server of a language model."""

    @property
    def language_model(self) -> str:
        """As the server calls it, whatever else reads beside it."""
        ...

    @property
    def spent(self) -> Spent:
        """What was asked so far."""
        ...


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
    """``sha256:…`` of the model file, a language model's name; None where there is none."""

    def annotate(self, reports: Sequence[Report]) -> Sequence[Annotation]:
        """Give one annotation a report, in order."""
        ...

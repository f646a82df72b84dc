"""The records of the ledger: frozen, slotted, keyword-only, and true to their text.

Offsets are Unicode code points into the ``text`` of a record's own report, start
inclusive, end exclusive. A record that quotes is given that text when it is made
(``text=``, kept nowhere) and refuses to exist where the quote does not stand there.

The vocabulary (kinds, roles, stances, certainties) is the coding guide's; attack
types are those of the GTD codebook, certainty is FactBank's, the source / cue /
content split is that of PARC 3.0 and PolNeAR.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import InitVar, dataclass, field
from enum import StrEnum

from reportedly.errors import EvidenceError, RecordError


class SourceKind(StrEnum):
    """What a source is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"
    DOCUMENT = "document"
    REPORT = "report"


class SourceRole(StrEnum):
    """What a source does in life, as far as the report says."""

    OFFICIAL = "official"
    SECURITY = "security"
    MILITARY = "military"
    POLICE = "police"
    ARMED_GROUP = "armed_group"
    MEDICAL = "medical"
    WITNESS = "witness"
    VICTIM = "victim"
    RELATIVE = "relative"
    MONITOR = "monitor"
    ACTIVIST = "activist"
    ANALYST = "analyst"
    MEDIA = "media"
    DIPLOMAT = "diplomat"
    COURT = "court"
    AID = "aid"
    UNKNOWN = "unknown"


class Party(StrEnum):
    """Where a speaker stands towards the incident."""

    ACCUSED = "accused"
    VICTIM = "victim"
    THIRD = "third"
    UNKNOWN = "unknown"


class ClaimRole(StrEnum):
    """What of the incident a claim is about."""

    PERPETRATOR = "perpetrator"
    SUPPORTER = "supporter"
    TARGET = "target"
    VICTIM = "victim"
    WEAPON = "weapon"
    WEAPON_ORIGIN = "weapon_origin"
    PLACE = "place"
    TIME = "time"
    KILLED = "killed"
    WOUNDED = "wounded"
    MOTIVE = "motive"
    ATTACK_TYPE = "attack_type"


DOER_ROLES = frozenset({ClaimRole.PERPETRATOR, ClaimRole.SUPPORTER})
"""The roles that say who did it; only these may be admitted or left unclaimed."""


class Stance(StrEnum):
    """What a source does with a value: says it, denies it, owns it, or leaves it open."""

    ALLEGES = "alleges"
    DENIES = "denies"
    ADMITS = "admits"
    UNCONFIRMED = "unconfirmed"
    NO_CLAIM = "no_claim"


class Certainty(StrEnum):
    """How sure the *source* is said to be; how sure the extractor is stands in ``confidence``."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class IncidentType(StrEnum):
    """Kinds of attack (GTD codebook, plus shelling and air or drone strikes)."""

    ASSASSINATION = "assassination"
    ARMED_ASSAULT = "armed_assault"
    BOMBING = "bombing"
    AIR_OR_DRONE_STRIKE = "air_or_drone_strike"
    HOSTAGE_TAKING = "hostage_taking"
    HIJACKING = "hijacking"
    INFRASTRUCTURE = "infrastructure"
    UNARMED_ASSAULT = "unarmed_assault"
    SHELLING = "shelling"
    UNKNOWN = "unknown"


class CreditRelation(StrEnum):
    """How a page names where its reporting comes from."""

    REPORTED_BY = "reported_by"
    """In the running text: 'Reuters reported on Monday'."""
    SOURCE_LINE = "source_line"
    """A line of its own: 'Source: Iran International'."""
    DATELINE = "dateline"
    """'BAGHDAD, Nov 8 (Reuters) -'."""
    BYLINE = "byline"
    """'By A. Writer with AFP', or an agency as the author."""
    AGENCY = "agency"
    """A mark at the end: '(Reuters)', '--AFP'."""
    BASED_ON = "based_on"
    """Metadata only: schema.org isBasedOn or sourceOrganization; has no span."""


class DerivationRelation(StrEnum):
    """How one report depends on another."""

    COPY = "copy"
    REWRITE = "rewrite"
    CITES = "cites"


class Judgement(StrEnum):
    """What an analyst decided on incidents of different reports."""

    SAME = "same"
    """They are one attack."""
    NOT_SAME = "not_same"
    """They are different attacks."""
    UNSURE = "unsure"
    """Looked at and left open: the program goes by its own rules, whatever was decided before."""


class Stage(StrEnum):
    """Where in the road something was left out."""

    FETCH = "fetch"
    READ = "read"
    GATE = "gate"
    ANNOTATE = "annotate"
    CLAIMS = "claims"
    STORE = "store"


class Reason(StrEnum):
    """Why an input was left out."""

    NOT_FOUND = "not_found"
    NOT_READABLE = "not_readable"
    NOT_TEXT = "not_text"
    NOT_SUPPORTED = "not_supported"
    EMPTY = "empty"
    NO_ARTICLE = "no_article"
    TOO_LARGE = "too_large"
    TOO_COMPLEX = "too_complex"
    MALFORMED = "malformed"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    """An address that is not asked: it may lead into a network, or its site asks not to."""
    UNREACHABLE = "unreachable"
    """No answer from an address, or one that says that there is none to be had."""
    NO_ATTACK = "no_attack"
    """The gate holds that no attack, or nobody who did one, is told of: stored, and not read."""
    OTHER_LANGUAGE = "other_language"
    """Hardly a word of English, which the gate cannot judge: stored, and not read."""
    NOT_QUOTED = "not_quoted"
    """A claim of a language model quotes words that the report does not have: refused, its report read."""
    AMBIGUOUS = "ambiguous"
    """Its words stand in the report more than once, and nothing tells which are meant."""
    NOT_TOGETHER = "not_together"
    """Its words all stand in the report, but too far apart to be one statement."""
    UNLAWFUL = "unlawful"
    """It is none that the coding guide allows."""
    FAILED = "failed"


REFUSALS = frozenset({Reason.NOT_QUOTED, Reason.AMBIGUOUS, Reason.NOT_TOGETHER, Reason.UNLAWFUL})
"""Why a claim, and no report, was left out."""


class AirwarsGrade(StrEnum):
    """The grades that Airwars gives a belligerent's part in civilian harm; here only suggested."""

    CONFIRMED = "confirmed"
    FAIR = "fair"
    WEAK = "weak"
    CONTESTED = "contested"
    DISCOUNTED = "discounted"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """``text`` stands at ``start:end`` of a report's text, in code points.

    >>> Span.of("Police blamed nobody.", 0, 6)
    Span(start=0, end=6, text='Police')
    """

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise EvidenceError(
                f"span {self.start}:{self.end} cannot hold {len(self.text)} characters {self.text[:60]!r}"
            )

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Cut a span out of ``text``.

        Raises:
            EvidenceError: the offsets are empty, negative or outside the text.
        """
        return cls(start, end, text[start:end])

    def verify(self, text: str) -> None:
        """Check that the quote stands in ``text`` where it says.

        Raises:
            EvidenceError: it does not.
        """
        found = text[self.start : self.end]
        if found != self.text:
            raise EvidenceError(
                f"at {self.start}:{self.end} the text has {found[:60]!r}, not {self.text[:60]!r}; "
                "read the report again or drop the claim"
            )

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class NumberRange:
    """``min`` to ``max`` of something counted; ``max`` None is open: 'at least three' is 3..None."""

    min: int
    max: int | None

    def __post_init__(self) -> None:
        if self.min < 0 or (self.max is not None and self.max < self.min):
            raise RecordError(f"a count cannot run from {self.min} to {self.max}")


@dataclass(frozen=True, slots=True)
class DateRange:
    """The first and the last day it can be, both inclusive."""

    earliest: dt.date
    latest: dt.date

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise RecordError(f"a date range cannot end ({self.latest}) before it begins ({self.earliest})")

    def near(self, other: DateRange, *, days: int = 0) -> bool:
        """Whether the ranges overlap, or lie at most ``days`` apart."""
        gap = max((other.earliest - self.latest).days, (self.earliest - other.latest).days)
        return gap <= days


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place a name resolves to. ``precision`` is city, admin1, country or unknown; WGS 84 degrees."""

    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: str = "unknown"
    geoname: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A relay or author that the page names. ``span`` is None only for metadata."""

    name: str
    relation: CreditRelation
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One document as published at one address at one time.

    ``text`` is the title, two newlines, then the paragraphs with furniture left out,
    separated by a blank line. ``sha256`` is that of the raw bytes, which also make the id.
    """

    id: str
    origin: str
    sha256: str
    text: str
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    published: dt.date | None = None
    published_at: dt.datetime | None = None
    language: str | None = None
    credits: tuple[Credit, ...] = ()
    based_on: tuple[str, ...] = ()
    extractor: str | None = None
    """Name and version of what cut the text out of a page; None for plain text."""
    modified_at: dt.datetime | None = None
    """When the page says it was last changed; where it tells the day only, midnight without a zone."""
    fetched_at: dt.datetime | None = None
    """When this program fetched it, in UTC; None of what was read from a file."""

    def __post_init__(self) -> None:
        if not self.id.startswith("rep_"):
            raise RecordError(f"a report's id begins with rep_, not {self.id[:12]!r}")
        if not self.text.strip():
            raise RecordError(f"{self.origin}: a report without text is a Skipped row")
        _verify((credit.span for credit in self.credits if credit.span), self.text)
        if any(c.span is None and c.relation is not CreditRelation.BASED_ON for c in self.credits):
            raise RecordError(f"{self.origin}: a credit of the text needs its span")

    @property
    def headline_end(self) -> int:
        """Where the headline ends in ``text``; 0 where the text has none."""
        return len(self.title) if self.title and self.text.startswith(self.title) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Whoever the report says said it; one per distinguishable speaker or group of speakers."""

    id: str
    report: str
    label: str
    kind: SourceKind
    number: NumberRange
    role: SourceRole = SourceRole.UNKNOWN
    affiliation: str | None = None
    anonymity: str | None = None
    party: Party = Party.UNKNOWN
    mentions: tuple[Span, ...] = ()
    text: InitVar[str]

    def __post_init__(self, text: str) -> None:
        _verify(self.mentions, text)
        if self.kind is not SourceKind.REPORT and not self.mentions:
            raise EvidenceError(f"source {self.label!r} is named nowhere in the text")
        if self.anonymity is not None and self.anonymity not in text:
            raise EvidenceError(f"the condition {self.anonymity!r} is not in the text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The filler as the text has it, and what it resolves to."""

    text: str
    name: str | None = None
    id: str | None = None
    number: NumberRange | None = None
    date: DateRange | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words a claim stands on. Each part may be broken into several spans."""

    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    value: tuple[Span, ...] = ()

    def __iter__(self) -> Iterator[Span]:
        for part in (self.source, self.cue, self.content, self.value):
            yield from part


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One source saying one thing of one incident; never our own verdict."""

    id: str
    report: str
    incident: str
    role: ClaimRole
    value: Value | None
    stance: Stance
    certainty: Certainty | None
    source: str
    evidence: Evidence
    via: tuple[str, ...] = ()
    together: str | None = None
    in_headline: bool = False
    confidence: float
    reviewed: str | None = None
    readers: tuple[str, ...] = ()
    """Which annotators made it, where several read the report; empty where one did."""
    text: InitVar[str]

    def __post_init__(self, text: str) -> None:
        _verify(self.evidence, text)
        if not self.evidence.content and not self.evidence.value:
            raise EvidenceError("a claim needs words that carry it: content or value")
        self._check_value()
        if self.role not in DOER_ROLES and self.stance in (Stance.ADMITS, Stance.NO_CLAIM):
            raise RecordError(f"a {self.role} claim cannot have the stance {self.stance}")
        if not 0.0 <= self.confidence <= 1.0:
            raise RecordError(f"confidence is a probability, not {self.confidence}")

    def _check_value(self) -> None:
        if self.value is None:
            if self.stance not in (Stance.NO_CLAIM, Stance.UNCONFIRMED):
                raise RecordError(f"a claim that {self.stance} needs a value")
        elif not self.evidence.value:
            raise EvidenceError(f"the value {self.value.text!r} has no span")
        elif all(span.text != self.value.text for span in self.evidence.value):
            raise EvidenceError(f"the value {self.value.text!r} is not what its spans quote")


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """How ``report`` depends on ``derives_from``: another report, or a root known only by name."""

    id: str
    report: str
    derives_from: str
    relation: DerivationRelation
    shared: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One attack, or a coordinated wave told as one. Its values are views of its claims."""

    id: str
    type: IncidentType
    claims: tuple[str, ...]
    summary: str
    attempt: bool = False
    background: bool = False
    """Told in passing: an earlier or other attack than the one the report is about."""
    date: DateRange | None = None
    place: Place | None = None
    members: tuple[str, ...] = ()
    """The incidents of single reports that were joined into this one; empty where it is one report's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One report's incident as it was when somebody decided on it.

    ``spans`` are the words that its claims stood on, ``(start, end)`` in code points of the report's text:
    another reader may give the incident another id, and it is found again by them.
    """

    incident: str
    report: str
    spans: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        if any(not 0 <= start < end for start, end in self.spans):
            raise RecordError(f"{self.incident}: a span is start and end, the end greater: {self.spans}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an analyst decided; it outlives every re-run, and nothing but another decision overrules it.

    ``same``: all of ``these`` and ``those`` are one attack. ``not_same``: none of ``these`` is one with any
    of ``those``. ``unsure``: what was decided between them before no longer holds. A decision that
    was taken back stays on record with the time.
    """

    id: str
    made_at: dt.datetime
    by: str
    judgement: Judgement
    these: tuple[Anchor, ...]
    those: tuple[Anchor, ...]
    note: str | None = None
    undone_at: dt.datetime | None = None
    undone_by: str | None = None

    def __post_init__(self) -> None:
        if not self.these or not self.those:
            raise RecordError(f"{self.id}: a decision is between two sides, and one is empty")
        if both := {a.incident for a in self.these} & {a.incident for a in self.those}:
            raise RecordError(f"{self.id}: {min(both)} stands on both sides")
        if self.made_at.tzinfo is None or (self.undone_at and self.undone_at.tzinfo is None):
            raise RecordError(f"{self.id}: a time without its zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a row rests on: independent roots and people, never pages; what was taken back is left out."""

    roots_saying: int
    """Independent roots over which somebody alleges it or the actor claims it."""
    roots_denying: int
    named: int
    """Of those who allege or claim it: all that are not anonymous, documents included."""
    unnamed: int
    """Of the same: anonymous people, counted low."""
    party: int
    """Of the same: those on either side of the conflict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What can be said of one actor in one incident, and on what; computed by written rules."""

    incident: str
    actor: str
    grade: str
    roots: int
    speakers: int
    reasons: tuple[str, ...]
    actor_id: str | None = None
    """Of the actor list; None for an actor that it does not have, and for a description."""
    relations: tuple[str, ...] = ()
    """What the actor list says of it: 'part of …', 'linked to …'."""
    verdict: str = ""
    """The grade's own reason, in a sentence."""
    counts: Counts | None = None
    airwars_grade_suggested: AirwarsGrade | None = None
    """None where nobody alleges or claims it. A person sets the grade."""
    airwars_why: str = ""
    admiralty_credibility_suggested: int | None = None
    """1 to 6, of the information; a person sets it, and the source's reliability."""
    admiralty_why: str = ""
    surest_saying: Certainty | None = None
    surest_denying: Certainty | None = None
    first_said: dt.date | None = None
    """First day of publication of a claim of the row, where one is known."""
    last_said: dt.date | None = None
    party_only: bool = False
    """Whether all who allege it are parties to the conflict speaking against the other side."""
    against_interest: bool = False
    """Whether the actor's own side says it, at its own cost."""
    withdrawn: tuple[str, ...] = ()
    """Ids of the claims that were taken back and count no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An input that gave no report or claim, and why: nothing is dropped without such a row."""

    origin: str
    stage: Stage
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave: bytes that nobody has read yet."""

    asked: str
    """The address as it was asked for."""
    address: str
    """The address that gave the bytes, once redirects were followed."""
    data: bytes
    """Unpacked; their SHA-256 is the report's."""
    media_type: str | None
    """``text/html``; None where the server did not say."""
    charset: str | None
    """As the server named it."""
    fetched_at: dt.datetime
    """In UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBy:
    """Which program and which parts made a ledger."""

    program: str
    extractor: str
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """The last time that the log of a stored ledger has of a report or an incident."""

    subject: str
    """The id of a report that was read or reviewed, or of an incident that was signed off or described."""
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    """A whole ledger, or the part of it that was asked for, in memory."""

    made_by: MadeBy
    reports: tuple[Report, ...] = ()
    sources: tuple[Source, ...] = ()
    incidents: tuple[Incident, ...] = ()
    claims: tuple[Claim, ...] = ()
    lineage: tuple[Derivation, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    decisions: tuple[Decision, ...] = ()
    """Oldest first; those taken back too."""
    rejected: tuple[Claim, ...] = ()
    """Claims that people took out: on record, counted nowhere. ``reviewed`` says why."""
    parts: tuple[Incident, ...] = ()
    """The incidents of single reports that were joined into others, as each report tells them."""
    history: tuple[Noted, ...] = field(default=(), compare=False)
    """Of a whole stored ledger, by subject: what exports need that others keep a copy of. No part of what the
    ledger says, and so in no ledger file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one report gave, before it is compared with others. One reading is one transaction."""

    report: Report
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    incidents: tuple[Incident, ...] = ()
    skipped: tuple[Skipped, ...] = field(default=())


def _verify(spans: Iterable[Span], text: str) -> None:
    for span in spans:
        span.verify(text)

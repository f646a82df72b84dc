"""Everything the page of one report shows: its text with marks, and its claims beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from reportedly.assess import NOBODY
from reportedly.casework.effective import Reviewed
from reportedly.desk.marks import Paragraph, Part, furniture_marks, marks_of, paragraphs, parts_of
from reportedly.desk.volume import Volume, place_of
from reportedly.records import (
    Certainty,
    Claim,
    ClaimRole,
    Derivation,
    LedgerView,
    MadeBy,
    Party,
    Reading,
    Report,
    Source,
    SourceKind,
    SourceRole,
    Stance,
)
from reportedly.terminal import words
from reportedly.terminal.safe import visible
from reportedly.terminal.values import value_words

PARTIES = {Party.ACCUSED: "of the accused side", Party.VICTIM: "of the attacked side"}
ROLE_WORDS = {
    ClaimRole.PERPETRATOR: "who did it",
    ClaimRole.SUPPORTER: "who stood behind it",
    **words.ROLES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One piece of a claim's evidence: what it is, and the words."""

    part: Part
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCard:
    """One claim as pages show it."""

    id: str
    report: str
    incident: str
    role: str
    doer: bool
    value: str
    said: str
    """The stance in words, with its certainty."""
    stance: Stance
    certainty: Certainty | None
    speaker: str
    details: tuple[str, ...]
    """Of the speaker: role, side, condition of anonymity."""
    chain: tuple[str, ...]
    headline: bool
    confidence: int
    """How sure the reader is that the text says so, in hundredths."""
    reviewed: str
    quotes: tuple[Quote, ...]
    source: str
    alone: str
    """Which of two readers alone holds it; empty where both do, or one read the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The claims of a report that are about one incident."""

    incident: str
    title: str
    passing: bool
    cards: tuple[ClaimCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One source of a report, and how many claims are its."""

    id: str
    name: str
    details: tuple[str, ...]
    cards: tuple[ClaimCard, ...]
    own_voice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """One report, ready to be laid out."""

    report: Report
    title: str
    facts: tuple[str, ...]
    address: str
    credits: tuple[str, ...]
    depends: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    told: tuple[Told, ...]
    speakers: tuple[Speaker, ...]
    rejected: tuple[ClaimCard, ...]
    furniture: tuple[str, ...]
    alone_only: bool = False
    """Whether claims that both readers hold are left out of what is listed."""

    @property
    def alone(self) -> int:
        """How many claims one of two readers alone holds."""
        return sum(bool(card.alone) for card in self.cards)

    def where_readers_differ(self) -> ReportView:
        """The same page with the claims alone that one of two readers holds."""
        told = (replace(each, cards=tuple(card for card in each.cards if card.alone)) for each in self.told)
        return replace(self, told=tuple(each for each in told if each.cards), alone_only=True)

    @property
    def cards(self) -> tuple[ClaimCard, ...]:
        """All claims, in the order of the page."""
        return tuple(card for told in self.told for card in told.cards)

    @property
    def open(self) -> tuple[ClaimCard, ...]:
        """Those that nobody has looked at, as far as this person may see."""
        return tuple(card for card in self.cards if not card.reviewed)


def report_view(reviewed: Reviewed, made_by: MadeBy, lineage: Iterable[Derivation] = ()) -> ReportView:
    """One report as it was left by whoever's reviews are in ``reviewed``."""
    reading = reviewed.reading
    report, volume = reading.report, volume_of(reviewed, made_by)
    marks = (*marks_of(reading.claims, report.credits), *furniture_marks(reviewed.furniture))
    return ReportView(
        report=report,
        title=visible(report.title or report.origin),
        facts=tuple(report_facts(report)),
        address=visible(report.url or report.origin),
        credits=tuple(
            dict.fromkeys(
                f"{visible(each.name)} ({each.relation.replace('_', ' ')})" for each in report.credits
            )
        ),
        depends=tuple(f"{row.relation}: {visible(row.why)}" for row in lineage if row.report == report.id),
        paragraphs=tuple(paragraphs(report.text, report.headline_end, marks)),
        told=tuple(_told(volume, reading.claims)),
        speakers=tuple(_speakers(volume, reading)),
        rejected=tuple(claim_card(volume, claim) for claim in reviewed.rejected),
        furniture=tuple(visible(span.text) for span in reviewed.furniture),
    )


def volume_of(reviewed: Reviewed, made_by: MadeBy) -> Volume:
    """A reading alone as a volume: what its page looks up, before it is compared with other reports."""
    reading = reviewed.reading
    return Volume(
        LedgerView(
            made_by=made_by,
            reports=(reading.report,),
            sources=reading.sources,
            incidents=reading.incidents,
            claims=(*reading.claims, *reviewed.rejected),
        )
    )


def report_facts(report: Report) -> Iterator[str]:
    """Outlet, day and author, as far as the page names them."""
    yield visible(report.outlet or "outlet not named")
    yield words.day_words(report.published) if report.published else "no date"
    if report.byline:
        yield f"by {visible(report.byline)}"


def _told(volume: Volume, claims: Iterable[Claim]) -> Iterator[Told]:
    """By incident, the one with most claims first; within it in the order of the text."""
    ranked = sorted(claims, key=lambda claim: claim.incident)
    groups = [tuple(same) for _, same in groupby(ranked, key=lambda claim: claim.incident)]
    for own in sorted(groups, key=lambda group: (-len(group), group[0].incident)):
        incident = volume.incidents[own[0].incident]
        yield Told(
            incident=incident.id,
            title=words.incident_words(incident),
            passing=incident.background,
            cards=tuple(claim_card(volume, claim) for claim in sorted(own, key=_rank)),
        )


def _speakers(volume: Volume, reading: Reading) -> Iterator[Speaker]:
    for source in reading.sources:
        own = [claim for claim in reading.claims if claim.source == source.id]
        yield Speaker(
            id=source.id,
            name=words.speaker_words(source),
            details=tuple(_details(source)),
            cards=tuple(claim_card(volume, claim) for claim in sorted(own, key=_rank)),
            own_voice=source.kind is SourceKind.REPORT,
        )


def _rank(claim: Claim) -> tuple[bool, tuple[int, int, str]]:
    return claim.role in words.ROLES, place_of(claim)


def claim_card(volume: Volume, claim: Claim) -> ClaimCard:
    """One claim with who says it and the words it stands on."""
    source = volume.index.sources[claim.source]
    return ClaimCard(
        id=claim.id,
        report=claim.report,
        incident=claim.incident,
        role=ROLE_WORDS[claim.role],
        doer=claim.role not in words.ROLES,
        value=_value(claim),
        said=_said(claim),
        stance=claim.stance,
        certainty=claim.certainty,
        speaker=words.speaker_words(source, in_headline=claim.in_headline),
        details=tuple(_details(source)),
        chain=volume.index.chain(claim) if claim.via else (),
        headline=claim.in_headline,
        confidence=round(100 * claim.confidence),
        reviewed=visible(claim.reviewed or ""),
        quotes=tuple(Quote(part=part, words=visible(span.text)) for part, span in parts_of(claim)),
        source=source.id,
        alone=words.reader_words(claim),
    )


def _value(claim: Claim) -> str:
    if claim.value is None:
        return NOBODY
    if claim.role in words.ROLES:
        return value_words(claim)
    return visible(claim.value.name or claim.value.text)


def _said(claim: Claim) -> str:
    told = words.stance_words(claim)
    hedged = claim.certainty in (Certainty.PROBABLE, Certainty.POSSIBLE)
    # 'Probably' says of an allegation how sure it is; other stances need it beside them.
    return f"{told}, {claim.certainty}" if hedged and claim.stance is not Stance.ALLEGES else told


def _details(source: Source) -> Iterator[str]:
    if source.role is not SourceRole.UNKNOWN:
        yield str(source.role).replace("_", " ")
    if source.affiliation:
        yield f"of {visible(source.affiliation)}"
    if source.anonymity:
        yield visible(source.anonymity)
    if source.party in PARTIES:
        yield PARTIES[source.party]

"""One report here and there: which claims are the same, what people made of each, and what that comes to.

Pure, from a reading with its reviews and what the other desk has of the same text. Claims are the same
where role, stance, certainty, value, words, speaker and relays are; how sure a reader is of a claim, and
which of the report's attacks it counted it to, are no part of what the claim says.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportedly.casework.effective import (
    ACCEPTED,
    ADDED,
    CORRECTED,
    DISPUTED,
    FURNITURE,
    REJECTED,
    Reviewed,
)
from reportedly.casework.reviews import (
    Accept,
    Add,
    ClaimDraft,
    Correct,
    IncidentDraft,
    Note,
    Payload,
    Reject,
    SourceDraft,
)
from reportedly.incoming.file import IncomingReport
from reportedly.incoming.found import ClaimConflict, Told
from reportedly.records import Claim, Incident, Reading, Source, SourceKind

FOR, AGAINST = frozenset({ACCEPTED, CORRECTED, ADDED}), frozenset({REJECTED, FURNITURE})
"""What people can have made of a claim: it stands as it is told, or it is out."""
_KNOWN = FOR | AGAINST | {DISPUTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What people of the other desk say of a claim, as a review of our own would say it."""

    payload: Payload
    subjects: tuple[str, ...]
    reason: str


@dataclass(slots=True)
class ReportCompared:
    """What one report comes to."""

    same: int = 0
    only_here: list[Told] = field(default_factory=list)
    only_there: list[Told] = field(default_factory=list)
    differing: list[tuple[Told, Told]] = field(default_factory=list)
    conflicts: list[ClaimConflict] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    """Why something that people there say cannot be said here."""

    @property
    def reads_alike(self) -> bool:
        """Whether the two readers found the same."""
        return not (self.only_here or self.only_there or self.differing)


def opinions_of(incoming: IncomingReport) -> list[Said]:
    """What people there made of the claims of a report that was not here, said of the claims as they are."""
    found = []
    for claim in (*incoming.reading.claims, *incoming.rejected):
        word = claim.reviewed
        if word in FOR:
            found.append(Said(payload=Accept(), subjects=(claim.id,), reason=_why(word)))
        elif word in AGAINST:
            found.append(Said(payload=Reject(), subjects=(claim.id,), reason=_why(word)))
        elif word not in (None, DISPUTED):
            found.append(_noted(claim, claim.id))
    return found


def compared(proposal: Reading, here: Reviewed, ours: Reviewed, there: IncomingReport) -> ReportCompared:
    """Hold what the other desk has of a report against what is here of the same text.

    Args:
        proposal: what the reader here proposed.
        here: the same as people left it, that desk's earlier reviews included.
        ours: the same without that desk's: what its file can contradict.
        there: the file's report.
    """
    return _Comparison(proposal, here, ours, there).result()


class _Comparison:
    def __init__(self, proposal: Reading, here: Reviewed, ours: Reviewed, there: IncomingReport) -> None:
        self._proposal, self._there = proposal, there
        known = (*proposal.sources, *here.reading.sources, *ours.reading.sources)
        self._sources_here = {each.id: each for each in known}
        self._sources_there = {each.id: each for each in there.reading.sources}
        left = (*here.reading.claims, *here.rejected)
        self._stands = {claim.id: claim for claim in left}
        self._ours = {claim.id: claim for claim in (*ours.reading.claims, *ours.rejected)}
        self._proposed = {claim.id: claim for claim in proposal.claims}
        self._by_content: dict[Hashable, str] = {}
        for claim in (*left, *proposal.claims):
            self._by_content.setdefault(_content(claim, self._sources_here), claim.id)
        self._homes: dict[str, str] = {}
        """Of an incident there the one here that shares a claim with it."""
        self.out = ReportCompared()

    def result(self) -> ReportCompared:
        """Pair the claims, then say of each what it comes to."""
        claims = (*self._there.reading.claims, *self._there.rejected)
        pairs = [(claim, self._counterpart(claim)) for claim in claims]
        for claim, found in pairs:
            if found is not None:
                self._homes.setdefault(claim.incident, self._stands[found].incident)
        seen: set[str] = set()
        for claim, found in pairs:
            if found is None:
                self._only_there(claim)
            elif found not in seen:
                seen.add(found)
                self._both(self._stands[found], claim)
        for claim in self._proposal.claims:
            if claim.id not in seen:
                self.out.only_here.append(self._told_here(claim))
        return self.out

    def _counterpart(self, claim: Claim) -> str | None:
        found = claim.id if claim.id in self._stands else None
        return found or self._by_content.get(_content(claim, self._sources_there))

    def _both(self, here: Claim, there: Claim) -> None:
        wanted = _content(there, self._sources_there)
        same = wanted == _content(here, self._sources_here)
        proposed = self._proposed.get(here.id)
        as_proposed = proposed is not None and wanted == _content(proposed, self._sources_here)
        word, ours = there.reviewed, here.reviewed
        if same or as_proposed:
            self.out.same += 1
        if word in AGAINST:
            if ours not in AGAINST:
                self._say(here, there, Reject())
        elif word in FOR:
            if same or as_proposed:
                if not (same and ours in FOR):
                    self._say(here, there, Accept())
            else:
                self._say(here, there, None)
        elif not same and not as_proposed:
            self.out.differing.append((self._told_here(here), self._told_there(there)))
        elif word not in (None, DISPUTED) and here.reviewed not in _KNOWN:
            self.out.said.append(_noted(there, here.id))

    def _say(self, here: Claim, there: Claim, payload: Payload | None) -> None:
        """Say it in the other desk's name; a conflict where people here have decided on the claim."""
        if payload is None:
            draft = self._draft(there, home=here.incident)
            if draft is None:
                return
            payload = Correct(claim=draft)
        self.out.said.append(Said(payload=payload, subjects=(here.id,), reason=_why(there.reviewed)))
        ours = self._ours.get(here.id)
        if ours is not None and ours.reviewed in _KNOWN:
            self.out.conflicts.append(
                ClaimConflict(
                    report=here.report,
                    claim=here.id,
                    here=ours.reviewed or "",
                    there=there.reviewed or "",
                    says_here=self._told_here(ours),
                    says_there=self._told_there(there),
                )
            )

    def _only_there(self, claim: Claim) -> None:
        if claim.reviewed in FOR:
            draft = self._draft(claim, home=self._homes.get(claim.incident))
            if draft is not None:
                self.out.said.append(Said(payload=Add(claim=draft), subjects=(), reason=_why(claim.reviewed)))
        elif claim.reviewed not in AGAINST:
            self.out.only_there.append(self._told_there(claim))

    def _draft(self, claim: Claim, *, home: str | None) -> ClaimDraft | None:
        """The claim with a speaker and an incident that can be known here; None, and told, where none can."""
        source = self._speaker(self._sources_there[claim.source])
        if source is None:
            self.out.untold.append(
                f"{claim.id}: people there say it in the report's own voice, which speaks in no claim here"
            )
            return None
        return replace(ClaimDraft.of(claim), source=source, incident=home or self._attack(claim.incident))

    def _speaker(self, source: Source) -> str | SourceDraft | None:
        for each in self._sources_here.values():
            own_voice = each.kind is source.kind is SourceKind.REPORT
            if own_voice or (each.label == source.label and set(each.mentions) & set(source.mentions)):
                return each.id
        if not source.mentions:
            return None
        label = next((each for each in source.mentions if each.text == source.label), source.mentions[0])
        return SourceDraft(
            label=label,
            kind=source.kind,
            number=source.number,
            role=source.role,
            affiliation=source.affiliation,
            anonymity=source.anonymity,
            party=source.party,
            mentions=tuple(each for each in source.mentions if each != label),
        )

    def _attack(self, incident: str) -> str | IncidentDraft:
        if any(each.id == incident for each in self._proposal.incidents):
            return incident
        told = next((each for each in self._there.reading.incidents if each.id == incident), None)
        return _draft_of(told) if told else IncidentDraft(summary="an attack that another desk tells of")

    def _told_here(self, claim: Claim) -> Told:
        return Told.of(claim, self._sources_here[claim.source].label)

    def _told_there(self, claim: Claim) -> Told:
        return Told.of(claim, self._sources_there[claim.source].label)


def _draft_of(incident: Incident) -> IncidentDraft:
    return IncidentDraft(
        summary=incident.summary if incident.summary.strip() else incident.type.value,
        type=incident.type,
        attempt=incident.attempt,
        background=incident.background,
        date=incident.date,
        place=incident.place,
    )


def _noted(claim: Claim, subject: str) -> Said:
    """What another program wrote where people's words of a claim stand, and no rule says what it means."""
    note = Note(text=f"reviewed there: {claim.reviewed}")
    return Said(payload=note, subjects=(subject,), reason="not a word of ours")


def _why(word: str | None) -> str:
    return f"{word} there"


def contents(claims: Iterable[Claim], sources: Sequence[Source]) -> frozenset[Hashable]:
    """What some claims say, whatever their ids are."""
    known = {each.id: each for each in sources}
    return frozenset(_content(claim, known) for claim in claims)


def _content(claim: Claim, sources: Mapping[str, Source]) -> Hashable:
    evidence = claim.evidence
    source = sources[claim.source]
    return (
        claim.role,
        claim.stance,
        claim.certainty,
        claim.value,
        evidence,
        None if source.kind is SourceKind.REPORT else source.label,
        claim.via,
    )

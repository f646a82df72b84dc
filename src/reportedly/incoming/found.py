"""What became of taking in another desk's ledger: what is new, what is the same, and what contradicts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from reportedly.casework.reviews import Kind, Review
from reportedly.codec import JsonObject, made_by_to_json, skipped_to_json
from reportedly.codec.to_json import decision_to_json
from reportedly.records import Claim, Decision, MadeBy, Report, Skipped

_QUOTED = 160
"""Characters of a claim's words that are told with it; the rest can be looked up by its offsets."""


class ConflictKind(StrEnum):
    """On what two desks differ."""

    TEXT = "text"
    """One document was cut into two texts: offsets of the one mean nothing in the other."""
    READING = "reading"
    """One report was read differently."""
    CLAIM = "claim"
    """People here and there decided otherwise on one claim."""
    DECISION = "decision"
    """People here and there decided otherwise on which incidents are one attack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim as a conflict tells it: in words, with the characters that it stands on."""

    claim: str
    words: str
    """Role, stance, certainty, value and speaker."""
    quote: str
    spans: tuple[tuple[int, int], ...]
    """Code points of the report's text, end exclusive."""

    @classmethod
    def of(cls, claim: Claim, speaker: str) -> Self:
        """A claim whose speaker is called so."""
        carried = claim.evidence.content or claim.evidence.value
        value = claim.value.text if claim.value else "nobody"
        sure = f", {claim.certainty.value}" if claim.certainty else ""
        return cls(
            claim=claim.id,
            words=f"{claim.role.value}: {value} ({claim.stance.value}{sure}), {speaker}",
            quote=" … ".join(span.text for span in carried)[:_QUOTED],
            spans=tuple((span.start, span.end) for span in carried),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TextConflict:
    """One document, two texts. What the other desk says of it is kept in the log, and counts for nothing."""

    report: str
    title: str
    claims: int
    """Claims of the other desk that cannot be laid on the text that is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingConflict:
    """One report, two readings. The one that is here stands; the other is kept in the log."""

    report: str
    title: str
    here: MadeBy
    there: MadeBy
    same: int
    """Claims that both have."""
    only_here: tuple[Told, ...]
    only_there: tuple[Told, ...]
    differing: tuple[tuple[Told, Told], ...]
    """Claims of one id that say different things: here, there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimConflict:
    """One claim, decided otherwise. Both decisions are on record, and the claim is marked ``disputed``."""

    report: str
    claim: str
    here: str
    """What people here made of it: accepted, corrected, added, rejected, furniture or disputed."""
    there: str
    says_here: Told
    says_there: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionConflict:
    """Two decisions on the same incidents. Both are on record; the one that was made here holds."""

    here: Decision | None
    """None where several decisions here make what the other contradicts."""
    there: Decision


Conflict = TextConflict | ReadingConflict | ClaimConflict | DecisionConflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one ledger file."""

    origin: str
    desk: str
    made_by: MadeBy | None = None
    """What wrote the file; None where it is none."""
    new: tuple[Report, ...] = ()
    """Reports that were not here."""
    same: tuple[str, ...] = ()
    """Reports that are here with the same claims."""
    other_reader: tuple[str, ...] = ()
    """Of these: what wrote the file last is another reader than the one that read them here."""
    reviews: tuple[Review, ...] = ()
    """What people there made of claims, as it was stored in their desk's name."""
    decisions: tuple[Decision, ...] = ()
    """What people there decided on incidents, likewise."""
    taken_back: tuple[str, ...] = ()
    """Decisions of that desk that it has taken back since, and that are now taken back here."""
    conflicts: tuple[Conflict, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything of it was stored as true or decided."""
        return bool(self.new or self.reviews or self.decisions or self.taken_back)

    def with_more(self, other: Imported) -> Imported:
        """This and what became of another part of the same file."""
        return replace(
            self,
            new=self.new + other.new,
            same=self.same + other.same,
            other_reader=self.other_reader + other.other_reader,
            reviews=self.reviews + other.reviews,
            decisions=self.decisions + other.decisions,
            taken_back=self.taken_back + other.taken_back,
            conflicts=self.conflicts + other.conflicts,
            skipped=self.skipped + other.skipped,
        )


def to_json(imported: Imported) -> JsonObject:
    """What ``reportedly import --format json`` prints of one file."""
    return {
        "origin": imported.origin,
        "desk": imported.desk,
        "made_by": made_by_to_json(imported.made_by) if imported.made_by else None,
        "new": [report.id for report in imported.new],
        "same": list(imported.same),
        "other_reader": list(imported.other_reader),
        "reviews": [_review_to_json(each) for each in imported.reviews],
        "decisions": [decision_to_json(each) for each in imported.decisions],
        "taken_back": list(imported.taken_back),
        "conflicts": [conflict_to_json(each) for each in imported.conflicts],
        "skipped": [skipped_to_json(each) for each in imported.skipped],
    }


def _review_to_json(review: Review) -> JsonObject:
    kind: Kind = review.kind
    return {
        "id": review.id,
        "by": review.by,
        "report": review.report,
        "kind": kind.value,
        "subjects": list(review.subjects),
        "reason": review.reason,
    }


def conflict_to_json(conflict: Conflict) -> JsonObject:
    """One conflict; ``kind`` says which fields it has."""
    match conflict:
        case TextConflict():
            return {
                "kind": ConflictKind.TEXT.value,
                "report": conflict.report,
                "title": conflict.title,
                "claims": conflict.claims,
            }
        case ReadingConflict():
            return {
                "kind": ConflictKind.READING.value,
                "report": conflict.report,
                "title": conflict.title,
                "here": made_by_to_json(conflict.here),
                "there": made_by_to_json(conflict.there),
                "same": conflict.same,
                "only_here": [_told_to_json(each) for each in conflict.only_here],
                "only_there": [_told_to_json(each) for each in conflict.only_there],
                "differing": [
                    {"here": _told_to_json(here), "there": _told_to_json(there)}
                    for here, there in conflict.differing
                ],
            }
        case ClaimConflict():
            return {
                "kind": ConflictKind.CLAIM.value,
                "report": conflict.report,
                "claim": conflict.claim,
                "here": {"reviewed": conflict.here} | _told_to_json(conflict.says_here),
                "there": {"reviewed": conflict.there} | _told_to_json(conflict.says_there),
            }
        case DecisionConflict():
            return {
                "kind": ConflictKind.DECISION.value,
                "here": decision_to_json(conflict.here) if conflict.here else None,
                "there": decision_to_json(conflict.there),
            }


def _told_to_json(told: Told) -> JsonObject:
    return {
        "claim": told.claim,
        "words": told.words,
        "quote": told.quote,
        "spans": [list(each) for each in told.spans],
    }

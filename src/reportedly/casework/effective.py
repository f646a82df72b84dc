"""What stands of a reading once people have reviewed it: a reading and reviews in, the reviewed reading out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportedly.casework.reviews import Review
from reportedly.records import Claim, Reading, Span

ACCEPTED, CORRECTED, ADDED = "accepted", "corrected", "added"
REJECTED, FURNITURE, DISPUTED = "rejected", "furniture", "disputed"
"""What ``Claim.reviewed`` can say: of claims that stand, of those left out, of those on which two differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """People differ on one claim or source: all their reviews are kept, and the proposal stands meanwhile."""

    subject: str
    """The claim or source."""
    reviews: tuple[Review, ...]
    """Of each person the one that holds, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A reading as people left it."""

    reading: Reading
    """What counts. Claims that a person looked at say so in ``reviewed``."""
    rejected: tuple[Claim, ...] = ()
    """Proposals that people rejected or that stand on furniture: on record, counted nowhere."""
    furniture: tuple[Span, ...] = ()
    """The words that are no part of the article."""
    conflicts: tuple[Conflict, ...] = ()
    outdated: tuple[str, ...] = ()
    """Reviews that hold, made on another proposal than the one that is there now."""


def effective(reading: Reading, reviews: Iterable[Review], *, by: str | None = None) -> Reviewed:
    """The reading with the reviews of one person (``by``, an id), or with everybody's.

    Every claim that a person added or corrected is made anew, so that its evidence is verified. Of one
    person's reviews of one claim the latest holds. Where two people differ, neither wins: the proposal
    stands, marked ``disputed``, until a review settles it. Reviews of other reports are passed over.

    Raises:
        EvidenceError: the words of a review are not in the report's text (any more).
        RecordError: a claim of a review contradicts the coding guide.
    """
    raise NotImplementedError


def basis_of(reading: Reading, subjects: Sequence[str]) -> str:
    """A digest of what is proposed for some claims or sources; of the report's text where there are none.

    Raises:
        NotFound: the reading has no such claim or source.
    """
    raise NotImplementedError

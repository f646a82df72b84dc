"""A report that two people read, neither of them seeing what the other says until both are done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from reportedly.casework.people import Action, Person
from reportedly.casework.reviews import Review
from reportedly.errors import RecordError


class Progress(StrEnum):
    """How far an assignment is."""

    OPEN = "open"
    """Nobody is done."""
    HALF = "half"
    """One of the two is done."""
    DONE = "done"
    """Both are; what they said can be compared and settled."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One report and its two readers."""

    id: str
    report: str
    coders: tuple[str, str]
    """The ids of the two people."""
    by: str
    at: dt.datetime
    done: Mapping[str, dt.datetime] = field(default_factory=dict)
    """When each of the two said that they are done, by the person's id."""
    withdrawn_at: dt.datetime | None = None
    withdrawn_by: str | None = None

    def __post_init__(self) -> None:
        if len(set(self.coders)) != 2:
            raise RecordError(f"{self.report}: two different people read it, not {', '.join(self.coders)}")

    @property
    def progress(self) -> Progress:
        """How far it is."""
        if self.withdrawn_at:
            return Progress.WITHDRAWN
        return (Progress.OPEN, Progress.HALF, Progress.DONE)[len(self.done)]

    @property
    def blind(self) -> bool:
        """Whether the two are still kept from seeing each other's reviews."""
        return self.progress in (Progress.OPEN, Progress.HALF)

    def waits_for(self, person: str) -> bool:
        """Whether this person has still to read the report."""
        return self.blind and person in self.coders and person not in self.done


def blind_on(person: Person, assignments: Iterable[Assignment]) -> frozenset[str]:
    """The reports of which somebody, as one of two readers, may see nobody's reviews but their own."""
    return frozenset(each.report for each in assignments if each.blind and person.id in each.coders)


def may_see(person: Person, author: str, assignments: Iterable[Assignment]) -> bool:
    """Whether somebody may see the reviews that another person made of a report.

    Args:
        person: who wants to see them.
        author: the id of whoever made them.
        assignments: those of that report, of whatever state.
    """
    if person.id == author:
        return True
    blind = [each for each in assignments if each.blind]
    if any(person.id in each.coders for each in blind):
        # An adjudicator who reads the report as one of the two is as blind as the other.
        return False
    return person.may(Action.SEE_REVIEWS) or not any(author in each.coders for each in blind)


def seen_by(
    person: Person, reviews: Iterable[Review], assignments: Iterable[Assignment]
) -> tuple[Review, ...]:
    """Of the reviews of one report those that somebody may see now, in their order."""
    known = list(assignments)
    return tuple(each for each in reviews if may_see(person, each.by, known))


def as_of(reviews: Iterable[Review], person: str, at: dt.datetime) -> tuple[Review, ...]:
    """The reviews of one person that held at a time, as they were then: not taken back."""
    return tuple(
        replace(each, undone_at=None, undone_by=None)
        for each in reviews
        if each.by == person and each.at <= at and (each.undone_at is None or each.undone_at > at)
    )

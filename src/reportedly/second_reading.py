"""Two readers on one report, what they differ on, and what is signed off in the end.

What is written is written together with its entry in the audit log, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportedly.casebook import Casebook
from reportedly.casework.agreement import Agreement, Layer, LayerAgreement, Twice, Unit, agreement
from reportedly.casework.assignment import Assignment, Progress, as_of, blind_on, may_see, seen_by
from reportedly.casework.effective import DISPUTED, Reviewed, effective
from reportedly.casework.people import Action, Person
from reportedly.casework.reviews import Add, Review
from reportedly.casework.signoff import (
    Change,
    Field,
    Kind,
    Version,
    changed_content,
    changes_between,
    content_of_incident,
    content_of_report,
)
from reportedly.errors import Forbidden, NotFound, UsageError
from reportedly.ids import content_id, sha256_hex
from reportedly.records import LedgerView, Reading

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = [
    "Agreement",
    "Assignment",
    "Change",
    "Field",
    "Kind",
    "Layer",
    "LayerAgreement",
    "Open",
    "Progress",
    "SecondReading",
    "Unit",
    "Version",
    "changes_between",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A claim that two readers left differently, and nobody has decided on."""

    unit: Unit
    reviews: tuple[Review, ...]
    """Those of the two that bear on it, oldest first."""


class SecondReading:
    """Assignments, agreement and sign-off on a casebook that is open.

    Methods that take ``by`` raise ``Forbidden`` where the table of rights does not allow it.
    """

    def __init__(self, casebook: Casebook) -> None:
        self._casebook, self._store = casebook, casebook.ledger.store

    # --- two readers --------------------------------------------------------------------------------------

    def assign(self, by: Person, report: str, coders: tuple[Person, Person]) -> Assignment:
        """Give a report to two people, neither of whom sees what the other says until both are done.

        Raises:
            Forbidden: ``by`` may not assign, or one of the two may not review.
            NotFound: there is no such report.
            RecordError: the two are one person.
            UsageError: they are reading it already.
        """
        from reportedly.store import second_reading

        _check_assigning(by, coders)
        found = self._casebook.proposal(report).report.id
        with self._store.writing() as connection:
            made = self._assignment(connection, by, found, coders)
            second_reading.assign(connection, made)
        return made

    def assign_many(
        self, by: Person, reports: Sequence[str], coders: tuple[Person, Person]
    ) -> tuple[Assignment, ...]:
        """Give many reports (whole ids) to the same two people, all or none; each has its entry in the log.

        What the two are reading already is passed over, and not among those that are given back.

        Raises:
            Forbidden: ``by`` may not assign, or one of the two may not review.
            NotFound: one of the reports is not there; names it.
            RecordError: the two are one person.
        """
        from reportedly.store import schema, second_reading, views

        _check_assigning(by, coders)
        given = []
        with self._store.writing() as connection:
            reading = second_reading.read_by(connection, (coders[0].id, coders[1].id))
            for report in dict.fromkeys(reports):
                found = views.full_id(connection, schema.reports, report)
                if found not in reading:
                    given.append(self._assignment(connection, by, found, coders))
                    second_reading.assign(connection, given[-1])
        return tuple(given)

    def _assignment(
        self, connection: Connection, by: Person, report: str, coders: tuple[Person, Person]
    ) -> Assignment:
        from reportedly.store import second_reading

        number, now = second_reading.next_number(connection), self._casebook.now()
        ids = (coders[0].id, coders[1].id)
        id = content_id("asg", number, report, *ids, now.isoformat())
        return Assignment(id=id, report=report, coders=ids, by=by.id, at=now)

    def finish(self, by: Person, assignment: str) -> Assignment:
        """Say that one is done with a report. When both are, they may see each other's reviews.

        Raises:
            NotFound: there is none of that id.
            UsageError: it does not wait for this person.
        """
        from reportedly.store import second_reading

        with self._store.writing() as connection:
            return second_reading.finish(connection, assignment, person=by.id, at=self._casebook.now())

    def withdraw(self, by: Person, assignment: str, *, why: str = "") -> Assignment:
        """Take an assignment back that is not done; what the two have said stays.

        Raises:
            Forbidden: ``by`` may not assign.
            NotFound: there is none of that id.
            UsageError: it is done or withdrawn already.
        """
        from reportedly.store import second_reading

        by.need(Action.ASSIGN)
        with self._store.writing() as connection:
            return second_reading.withdraw(connection, assignment, by=by.id, at=self._casebook.now(), why=why)

    def assignments(self, *, report: str | None = None, person: str | None = None) -> tuple[Assignment, ...]:
        """Assignments, oldest first: all, or of one report (a whole id), or of one person (an id)."""
        from reportedly.store import second_reading

        with self._store.looking() as connection:
            return tuple(second_reading.read(connection, report=report, person=person))

    def reading(self, by: Person, report: str) -> Reviewed:
        """A report as this person may see it now: of somebody who is to read it, as they left it themselves.

        Raises:
            NotFound: there is no such report.
        """
        proposal = self._casebook.proposal(report)
        return effective(proposal, self._seen(by, proposal))

    def reviews(self, by: Person, report: str) -> tuple[Review, ...]:
        """The reviews of a report that this person may see now, oldest first; those taken back too.

        Raises:
            NotFound: there is no such report.
        """
        found = self._casebook.proposal(report).report.id
        return seen_by(by, self._casebook.reviews(report=found), self.assignments(report=found))

    def may_see(self, by: Person, report: str, author: str) -> bool:
        """Whether this person may see what another (an id) says of a report (a whole id) now."""
        return may_see(by, author, self.assignments(report=report))

    def blind_on(self, by: Person) -> frozenset[str]:
        """The reports (whole ids) that this person is one of two readers of, who are not both done."""
        return blind_on(by, self.assignments(person=by.id))

    def kept_from(self, by: Person) -> frozenset[str]:
        """Of these reports those of which somebody else has said something, whether it still holds or not."""
        from reportedly.store import reviews

        blind = sorted(self.blind_on(by))
        if not blind:
            return frozenset()
        with self._store.looking() as connection:
            said = reviews.read(connection, reports=blind)
            return frozenset(each.report for each in said if each.by != by.id)

    def _seen(self, by: Person, proposal: Reading) -> tuple[Review, ...]:
        report = proposal.report.id
        return seen_by(
            by, self._casebook.reviews(report=report, undone=False), self.assignments(report=report)
        )

    # --- how far they agree -------------------------------------------------------------------------------

    def agreement(
        self, by: Person, *, coders: tuple[str, str] | None = None, report: str | None = None
    ) -> Agreement:
        """How far the readers of assignments that are done agree: of all, of two people, of one report.

        Compared is what each of the two had left when they said that they were done, whatever came later; of
        that, the claims of which at least one of them said something.

        Raises:
            Forbidden: ``by`` may not see reviews, and is none of the readers.
            UsageError: no such assignment is done.
        """
        given = self.assignments(report=report)
        if coders is not None:
            given = tuple(each for each in given if set(each.coders) == set(coders))
        done = [each for each in given if each.progress is Progress.DONE]
        if not done:
            raise UsageError("no report was read by two people who are both done with it")
        if not by.may(Action.SEE_REVIEWS) and any(by.id not in each.coders for each in done):
            raise Forbidden(f"{by.name} may see how far others agree only where they are one of the two")
        waiting = {each.report for each in given if each.blind} - {each.report for each in done}
        claims = sum(len(self._casebook.proposal(each).claims) for each in waiting)
        return agreement(self._twice(done), waiting=claims)

    def differing(self, by: Person, report: str) -> tuple[Open, ...]:
        """The claims of a report on which its two readers differ and nobody has decided yet.

        To settle one, review it with ``settles=[each.id for each in open.reviews]``, which takes an
        adjudicator (:meth:`reportedly.casebook.Casebook.review`).

        Raises:
            Forbidden: as :meth:`agreement`.
            NotFound: there is no such report.
            UsageError: the report was not read by two people who are both done.
        """
        found = self._casebook.proposal(report).report.id
        self.agreement(by, report=found)
        return tuple(self._open(found))

    def _open(self, report: str) -> Iterator[Open]:
        said = self._casebook.reviews(report=report)
        settled = {each for review in said if review.holds for each in review.settles}
        seen: set[tuple[str, ...]] = set()
        for each in self.assignments(report=report):
            if each.progress is not Progress.DONE:
                continue
            compared = [review for coder in each.coders for review in as_of(said, coder, each.done[coder])]
            for unit in agreement(self._twice([each])).differing:
                bearing = tuple(review for review in compared if _bears_on(review, unit))
                if unit.claims not in seen and not settled & {review.id for review in bearing}:
                    seen.add(unit.claims)
                    yield Open(unit=unit, reviews=tuple(sorted(bearing, key=lambda one: one.number)))

    def _twice(self, done: Iterable[Assignment]) -> Iterator[Twice]:
        for each in done:
            proposal = self._casebook.proposal(each.report)
            said = self._casebook.reviews(report=each.report)
            one, other = (effective(proposal, as_of(said, coder, each.done[coder])) for coder in each.coders)
            yield Twice(proposal=proposal, one=one, other=other)

    # --- sign-off -----------------------------------------------------------------------------------------

    def sign_off(self, by: Person, subject: str, *, note: str = "") -> Version:
        """Release a report or an incident as checked: what it says now becomes a version that stays.

        Args:
            by: who signs.
            subject: a report, or an incident; a short id will do.
            note: what there is to say of it.

        Raises:
            Forbidden: ``by`` may not sign.
            NotFound: there is no such record.
            UsageError: readers still differ on it or are not done, or this is what was signed last.
        """
        from reportedly.store import second_reading

        by.need(Action.SIGN_OFF)
        found, content = self._content(subject, open_too=False)
        with self._store.writing() as connection:
            last = next(reversed(list(second_reading.versions(connection, found))), None)
            if last is not None and last.content == content:
                raise UsageError(
                    f"version {last.number} of {found} says the same; there is nothing new to sign"
                )
            made = Version(
                subject=found,
                number=second_reading.next_version(connection, found),
                digest=sha256_hex(content.encode()),
                content=content,
                by=by.id,
                at=self._casebook.now(),
                note=note.strip(),
            )
            second_reading.sign(connection, made)
        return made

    def versions(self, subject: str) -> tuple[Version, ...]:
        """The versions of a report or an incident (a whole id) that were signed, oldest first.

        Raises:
            RecordError: one is not what was signed: its table was changed by hand.
        """
        from reportedly.store import second_reading

        with self._store.looking() as connection:
            return tuple(second_reading.versions(connection, subject))

    def since(self, subject: str) -> tuple[Change, ...]:
        """What has changed since a report or an incident was signed last; nothing where it still holds.

        Raises:
            NotFound: there is no such record, or it was never signed.
        """
        found, content = self._content(subject, open_too=True)
        signed = self.versions(found)
        if not signed:
            raise NotFound(f"{found} was never signed off")
        return tuple(changed_content(signed[-1].content, content))

    def _content(self, subject: str, *, open_too: bool) -> tuple[str, str]:
        """The whole id of a report or incident, and what there is to sign of it.

        Raises:
            NotFound: there is no such record.
            UsageError: it is not settled, and ``open_too`` is off.
        """
        if subject.startswith("rep_"):
            reviewed = self._casebook.reading(subject)
            report = reviewed.reading.report.id
            if not open_too:
                self._check_settled(report, len(reviewed.conflicts), {report})
            return report, content_of_report(reviewed)
        view = self._incident(subject, open_too=open_too)
        (incident,) = view.incidents
        if not open_too:
            disputed = sum(claim.reviewed == DISPUTED for claim in view.claims)
            self._check_settled(incident.id, disputed, {each.id for each in view.reports})
        return incident.id, content_of_incident(view)

    def _incident(self, subject: str, *, open_too: bool) -> LedgerView:
        """What belongs to an incident: to be signed, of this moment; to be looked at, as lists have it."""
        if open_too:
            # What the board cannot tell from a short id, the whole ledger can.
            with suppress(NotFound):
                return self._casebook.ledger.kept_view(subject)
        return self._casebook.ledger.view(incident=subject)

    def _check_settled(self, subject: str, disputed: int, reports: set[str]) -> None:
        waiting = [each.id for each in self.assignments() if each.report in reports and each.blind]
        if waiting:
            raise UsageError(f"{subject}: {waiting[0]} is not done; finish or withdraw it first")
        differing = disputed or sum(1 for report in sorted(reports) for _ in self._open(report))
        if differing:
            raise UsageError(f"{subject}: people differ on {differing} of its claims; settle that first")


def _check_assigning(by: Person, coders: tuple[Person, Person]) -> None:
    by.need(Action.ASSIGN)
    for each in coders:
        each.need(Action.REVIEW)


def _bears_on(review: Review, unit: Unit) -> bool:
    """Whether a review is about a claim of the unit; one that adds a claim is about what it adds."""
    if isinstance(review.payload, Add):
        spans = {(span.start, span.end) for span in review.payload.claim.evidence}
        own = {(span.start, span.end) for claim in (unit.one, unit.other) if claim for span in claim.evidence}
        return spans <= own
    return bool(set(review.subjects) & set(unit.claims))

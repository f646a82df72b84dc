"""Where two people differ: each claim with what either made of it, side by side, and the decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from reportedly.casework.effective import Conflict, Reviewed, effective
from reportedly.casework.people import Person
from reportedly.casework.reviews import Kind, Review
from reportedly.desk.marks import Paragraph, marks_of, paragraphs
from reportedly.desk.office import Office, office_of
from reportedly.desk.pages.teamwork import tasks
from reportedly.desk.report_view import ClaimCard, claim_card, report_facts, volume_of
from reportedly.desk.security.access import Adjudicating
from reportedly.errors import Forbidden, NotFound
from reportedly.records import Claim
from reportedly.second_reading import Progress
from reportedly.terminal.safe import visible
from reportedly.terminal.words import plural

router = APIRouter()

AT = "/adjudicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A report on which people differ."""

    id: str
    title: str
    facts: tuple[str, ...]
    conflicts: int
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one person made of a claim; ``card`` is None where they would not have it."""

    review: str
    person: str
    did: str
    reason: str
    card: ClaimCard | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """One claim or speaker with all voices on it."""

    subject: str
    proposed: ClaimCard | None
    paragraphs: tuple[Paragraph, ...]
    voices: tuple[Voice, ...]


@router.get(AT)
def waiting(
    request: Request,
    person: Adjudicating,
    given: Annotated[int | None, Query(ge=0)] = None,
    known: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """The reports on which people differ."""
    office = office_of(request)
    assignments = office.second.assignments()
    done = any(each.progress is Progress.DONE for each in assignments)
    return office.page(
        "adjudicate.html",
        person,
        at=AT,
        waiting=tuple(_waiting(office, person)),
        tasks=tasks(office, person, assignments),
        agreement=office.second.agreement(person) if done else None,
        notice=_given(given, known),
    )


def _given(given: int | None, known: int) -> str:
    """What became of an assignment of many reports, in a sentence."""
    if given is None:
        return ""
    passed = f"; {plural(known, 'report')} they were reading already" if known else ""
    return f"{plural(given, 'report')} given to two readers{passed}."


def _waiting(office: Office, person: Person) -> Iterator[Waiting]:
    people: dict[str, set[str]] = defaultdict(set)
    for review in office.casebook.reviews(undone=False):
        people[review.report].add(review.by)
    names, blind = _names(office), office.second.blind_on(person)
    for report, voices in people.items():
        if report in blind:
            continue
        found = office.casebook.reading(report) if len(voices) > 1 else None
        if found and found.conflicts:
            read = found.reading.report
            yield Waiting(
                id=report,
                title=visible(read.title or read.origin),
                facts=tuple(report_facts(read)),
                conflicts=len(found.conflicts),
                people=tuple(sorted(names.get(each, each) for each in voices)),
            )


@router.get("/adjudicate/{report}")
def disputes(request: Request, person: Adjudicating, report: str) -> Response:
    """One report: each dispute with its words and voices."""
    office = office_of(request)
    found = _reading(office, person, report)
    told = tuple(_dispute(office, found, conflict) for conflict in found.conflicts)
    read = found.reading.report
    return office.page(
        "disputes.html",
        person,
        at=AT,
        report=read,
        title=visible(read.title or read.origin),
        facts=tuple(report_facts(read)),
        disputes=told,
    )


@router.post("/adjudicate/{report}")
def settle(
    request: Request,
    person: Adjudicating,
    report: str,
    subject: Annotated[str, Form()],
    review: Annotated[str, Form()],
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Decide for one voice: it is said again by the adjudicator, and settles all of them.

    Raises:
        NotFound: nobody differs on that, or there is no such review.
    """
    office = office_of(request)
    found = _reading(office, person, report)
    conflict = next((each for each in found.conflicts if each.subject == subject), None)
    chosen = next((each for each in conflict.reviews if each.id == review), None) if conflict else None
    if conflict is None or chosen is None:
        raise NotFound("nobody differs on that any more; look at the report again")
    office.casebook.review(
        person,
        report,
        chosen.payload,
        subjects=chosen.subjects if chosen.kind in _OF_MANY else _only(chosen, subject),
        reason=reason or chosen.reason or "settled",
        settles=tuple(each.id for each in conflict.reviews),
    )
    return RedirectResponse(f"/adjudicate/{report}", status_code=303)


_OF_MANY = frozenset({Kind.JOIN_SOURCES, Kind.ADD, Kind.SPLIT_SOURCE})


def _only(review: Review, subject: str) -> tuple[str, ...]:
    """Of a review of many claims, the decision is about the one that is disputed."""
    return (subject,) if subject in review.subjects else review.subjects


def _dispute(office: Office, found: Reviewed, conflict: Conflict) -> Dispute:
    proposal = office.casebook.proposal(found.reading.report.id)
    names = _names(office)
    volume = volume_of(found, office.made_by)
    own = {claim.id: claim for claim in (*found.reading.claims, *found.rejected)}
    claim = own.get(conflict.subject)
    report = found.reading.report
    told = paragraphs(report.text, report.headline_end, marks_of([claim] if claim else []))
    starts = [span.start for span in claim.evidence] if claim else []
    voices = []
    for review in conflict.reviews:
        left = effective(proposal, [review])
        card = _card_of(office, left, conflict.subject)
        voices.append(
            Voice(
                review=review.id,
                person=names.get(review.by, review.by),
                did=review.kind.value.replace("_", " "),
                reason=review.reason,
                card=card,
            )
        )
    return Dispute(
        subject=conflict.subject,
        proposed=claim_card(volume, claim) if claim else None,
        paragraphs=tuple(each for each in told if any(each.start <= at < each.end for at in starts)),
        voices=tuple(voices),
    )


def _card_of(office: Office, left: Reviewed, subject: str) -> ClaimCard | None:
    """The claim as one person's review alone leaves it."""
    found: Claim | None = next((each for each in left.reading.claims if each.id == subject), None)
    return claim_card(volume_of(left, office.made_by), found) if found else None


def _reading(office: Office, person: Person, report: str) -> Reviewed:
    """A report as all left it.

    Raises:
        Forbidden: whoever asks reads it blind.
        NotFound: there is no such report.
    """
    found = office.casebook.reading(report)
    if found.reading.report.id in office.second.blind_on(person):
        raise Forbidden(
            f"{person.name} is one of the two readers of {found.reading.report.id}; what others say of it "
            "opens when both are done, or the assignment is withdrawn"
        )
    return found


def _names(office: Office) -> Mapping[str, str]:
    return {each.id: each.name for each in office.casebook.people()}

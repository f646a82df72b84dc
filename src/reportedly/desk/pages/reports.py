"""Reports: the list, and one with its claims marked in the text and what can be said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from reportedly.casework.effective import Reviewed, basis_of
from reportedly.casework.people import Action, Person
from reportedly.casework.reviews import Kind, Note, Review
from reportedly.desk.claim_form import OWN, ClaimForm, choices_of, form_of
from reportedly.desk.office import Office, office_of
from reportedly.desk.pages.teamwork import coders_of, tasks
from reportedly.desk.report_view import ReportView, report_view
from reportedly.desk.security.access import Looking
from reportedly.errors import NotFound
from reportedly.records import Claim, MadeBy, Reading
from reportedly.terminal.words import plural

router = APIRouter()

AT = "/reports"
REASONS = (
    "the report does not say so",
    "another actor is meant",
    "another speaker says it",
    "it is about another attack",
    "there was no attack",
    "the same as another claim",
)
"""Common reasons for a rejection, to choose from; any other may be typed."""
_DONE = {
    Kind.ACCEPT: "accepted",
    Kind.CORRECT: "corrected",
    Kind.REJECT: "rejected",
    Kind.ADD: "added a claim",
    Kind.SPLIT_SOURCE: "told two speakers apart",
    Kind.JOIN_SOURCES: "joined speakers",
    Kind.FURNITURE: "marked words as no part of the article",
    Kind.NOTE: "noted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One review as the page lists it."""

    id: str
    told: str
    reason: str
    holds: bool


@router.get("/reports/{given}")
def report(
    request: Request,
    given: str,
    person: Looking,
    correct: Annotated[str, Query()] = "",
    add: Annotated[str, Query()] = "",
    value: Annotated[str, Query()] = "",
    at: Annotated[str, Query()] = "",
    done: Annotated[str, Query()] = "",
    readers: Annotated[str, Query()] = "",
) -> Response:
    """One report, its text and its claims, as this person left it; ``readers=differ`` lists fewer claims."""
    office = office_of(request)
    found = office.casebook.proposal(given).report.id
    form = None
    if correct:
        reviewed = office.reading(person, found)
        form = form_of(_claim(reviewed, correct), reviewed.reading.sources)
    elif add:
        form = _blank(office.reading(person, found).reading, value, at)
    return report_page(
        office, person, found, form=form, corrected=correct, done=done, alone=readers == "differ"
    )


def report_page(
    office: Office,
    person: Person,
    report: str,
    *,
    form: ClaimForm | None = None,
    corrected: str = "",
    done: str = "",
    trouble: str = "",
    status: int = 200,
    alone: bool = False,
) -> Response:
    """The page, with the form of a claim beside the text where one is given.

    With ``alone`` it lists the claims that one of two readers alone holds.

    Raises:
        NotFound: there is no such report or claim.
    """
    reviewed = office.reading(person, report)
    view = report_view(reviewed, office.made_by, office.shelf.lineage(reviewed.reading.report.id))
    if alone:
        view = view.where_readers_differ()
    subjects = (corrected,) if corrected else ()
    told = dones(office, person, reviewed, office.made_by)
    return office.page(
        "report.html",
        person,
        at=AT,
        status=status,
        view=view,
        may_review=person.may(Action.REVIEW),
        form=form,
        corrected=corrected,
        basis=office.casebook.basis(report, subjects) if form else "",
        bases=_bases(office, view),
        choices=choices_of(reviewed.reading),
        done=next((each for each in told if each.id == done), None),
        dones=told,
        latest=next((each.id for each in told if each.holds), ""),
        reasons=REASONS,
        tasks=tasks(office, person, office.second.assignments(report=report)),
        coders=coders_of(office) if person.may(Action.ASSIGN) else (),
        trouble=trouble,
    )


def _bases(office: Office, view: ReportView) -> Mapping[str, str]:
    """Of each claim that can be reviewed, a digest of the proposal that this page shows."""
    proposal = office.casebook.proposal(view.report.id)
    return {
        card.id: basis_of(proposal, (card.id,))
        for card in (*view.cards, *view.rejected)
        if card.reviewed != "added"
    }


def dones(office: Office, person: Person, reviewed: Reviewed, made_by: MadeBy) -> tuple[Done, ...]:
    """What this person said of a report, the latest first."""
    own = office.casebook.reviews(report=reviewed.reading.report.id, by=person.id)
    names = _names(reviewed, made_by)
    return tuple(
        Done(id=each.id, told=_told(each, names), reason=each.reason, holds=each.holds)
        for each in sorted(own, key=lambda review: -review.number)
    )


def _names(reviewed: Reviewed, made_by: MadeBy) -> Mapping[str, str]:
    view = report_view(reviewed, made_by)
    claims = {card.id: f"{card.value}: {card.said}" for card in (*view.cards, *view.rejected)}
    return claims | {speaker.id: speaker.name for speaker in view.speakers}


def _told(review: Review, names: Mapping[str, str]) -> str:
    of = [names.get(each, each) for each in review.subjects]
    if isinstance(review.payload, Note):
        return f"noted: {review.payload.text}"
    if len(of) > 2:
        return f"{_DONE[review.kind]} {plural(len(of), 'claim')}"
    return " ".join((_DONE[review.kind], " and ".join(of))).strip()


def _blank(reading: Reading, value: str, at: str) -> ClaimForm:
    """A new claim is most often of the attack that most claims are about, by somebody who speaks already."""
    told = [claim.incident for claim in reading.claims]
    incident = max(told, key=told.count) if told else "new"
    return ClaimForm(incident=incident, source=OWN, value=value, value_at=at)


def _claim(reviewed: Reviewed, claim: str) -> Claim:
    for each in (*reviewed.reading.claims, *reviewed.rejected):
        if each.id == claim:
            return each
    raise NotFound(f"the report has no claim {claim!r}")

"""What people say of a report's claims: accept, correct, reject, add, split and join, furniture, note, undo.

Each is a form that works without a script, leads back to the report, and can be taken back there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from reportedly.casework.people import Person
from reportedly.casework.reviews import (
    Accept,
    Add,
    Correct,
    Furniture,
    JoinSources,
    Note,
    Payload,
    Reject,
    Review,
    SplitSource,
)
from reportedly.desk.claim_form import ClaimForm, draft_of
from reportedly.desk.office import Office, office_of
from reportedly.desk.pages.reports import report_page
from reportedly.desk.quoting import spans_of
from reportedly.desk.security.access import Reviewing
from reportedly.errors import EvidenceError, NotFound, RecordError, UsageError
from reportedly.records import Claim, IncidentType, Reading

router = APIRouter()

Text = Annotated[str, Form()]
Several = Annotated[list[str], Form()]


def claim_form(
    role: Text,
    stance: Text,
    source: Text,
    incident: Text,
    certainty: Text = "",
    value: Text = "",
    value_at: Text = "",
    source_words: Text = "",
    source_words_at: Text = "",
    cue: Text = "",
    cue_at: Text = "",
    content: Text = "",
    content_at: Text = "",
    summary: Text = "",
    type: Text = IncidentType.UNKNOWN,
    via: Text = "",
    reason: Text = "",
) -> ClaimForm:
    """The fields of a claim as the browser sends them."""
    return ClaimForm(**{name: given.strip() for name, given in locals().items()})


Filled = Annotated[ClaimForm, Depends(claim_form)]


@router.post("/reports/{given}/accept")
def accept(request: Request, given: str, person: Reviewing, claim: Several, basis: Text = "") -> Response:
    """These claims are right as they are proposed."""
    return _kept(request, person, given, Accept(), subjects=claim, basis=basis)


@router.post("/reports/{given}/reject")
def reject(
    request: Request, given: str, person: Reviewing, claim: Several, reason: Text = "", basis: Text = ""
) -> Response:
    """These claims are not what the report says."""
    return _kept(request, person, given, Reject(), subjects=claim, reason=reason, basis=basis)


@router.post("/reports/{given}/correct")
def correct(
    request: Request,
    given: str,
    person: Reviewing,
    claim: Text,
    form: Filled,
    basis: Text = "",
) -> Response:
    """The claim should be what the form says."""
    office = office_of(request)
    reading = _reading(office, person, given)
    found = _claim(office, person, given, claim)
    try:
        payload = Correct(claim=draft_of(form, reading, office.casebook, found))
        review = office.casebook.review(
            person, given, payload, subjects=(claim,), reason=form.reason, basis=basis or None
        )
    except (UsageError, EvidenceError, RecordError) as error:
        return report_page(office, person, given, form=form, corrected=claim, trouble=str(error), status=422)
    return _back(given, review, claim)


@router.post("/reports/{given}/add")
def add(request: Request, given: str, person: Reviewing, form: Filled) -> Response:
    """The report says this too."""
    office = office_of(request)
    reading = _reading(office, person, given)
    try:
        payload = Add(claim=draft_of(form, reading, office.casebook, None))
        review = office.casebook.review(person, given, payload, reason=form.reason)
    except (UsageError, EvidenceError, RecordError) as error:
        return report_page(office, person, given, form=form, trouble=str(error), status=422)
    return _back(given, review, payload.claim.id_in(reading.report))


@router.post("/reports/{given}/split")
def split(
    request: Request,
    given: str,
    person: Reviewing,
    source: Text,
    claim: Annotated[list[str] | None, Form()] = None,
    words: Text = "",
    words_at: Text = "",
    reason: Text = "",
) -> Response:
    """These claims of a speaker are another one's, whom the words name."""
    office = office_of(request)
    spans = spans_of(_reading(office, person, given).report.text, words, words_at)
    if not spans:
        raise UsageError("who is the other speaker? Give the words that name them")
    speaker = office.casebook.source_at(given, spans[0].start, spans[0].end)
    payload = SplitSource(speaker=speaker, claims=tuple(claim or ()))
    return _kept(request, person, given, payload, subjects=[source], reason=reason)


@router.post("/reports/{given}/join")
def join(
    request: Request,
    given: str,
    person: Reviewing,
    source: Annotated[list[str] | None, Form()] = None,
    reason: Text = "",
) -> Response:
    """These speakers are one."""
    return _kept(request, person, given, JoinSources(), subjects=source or [], reason=reason)


@router.post("/reports/{given}/furniture")
def furniture(
    request: Request, given: str, person: Reviewing, words: Text = "", words_at: Text = "", reason: Text = ""
) -> Response:
    """These words are no part of the article."""
    text = _reading(office_of(request), person, given).report.text
    payload = Furniture(spans=spans_of(text, words, words_at))
    return _kept(request, person, given, payload, reason=reason)


@router.post("/reports/{given}/note")
def note(request: Request, given: str, person: Reviewing, text: Text = "") -> Response:
    """Something to remember."""
    return _kept(request, person, given, Note(text=text))


@router.post("/reviews/{review}/undo")
def undo(request: Request, review: str, person: Reviewing, reason: Text = "") -> Response:
    """Take back a review; what was said before it holds again."""
    undone = office_of(request).casebook.undo_review(person, review, reason=reason)
    return _back(undone.report, undone, *undone.subjects[:1])


def _kept(
    request: Request,
    person: Person,
    given: str,
    payload: Payload,
    *,
    subjects: Sequence[str] = (),
    reason: str = "",
    basis: str = "",
) -> Response:
    office = office_of(request)
    following = _following(_reading(office, person, given), subjects)
    review = office.casebook.review(
        person, given, payload, subjects=tuple(subjects), reason=reason, basis=basis or None
    )
    return _back(given, review, following)


def _following(reading: Reading, subjects: Sequence[str]) -> str:
    """The claim to go on with: the next one in the text that nobody has looked at."""
    ordered = sorted(reading.claims, key=lambda claim: min(span.start for span in claim.evidence))
    ids = [claim.id for claim in ordered]
    last = max((ids.index(each) for each in subjects if each in ids), default=-1)
    turned = [*ordered[last + 1 :], *ordered[: last + 1]]
    return next((each.id for each in turned if not each.reviewed and each.id not in subjects), "")


def _back(report: str, review: Review, claim: str = "") -> Response:
    return RedirectResponse(
        f"/reports/{report}?done={review.id}{f'#{claim}' if claim else ''}", status_code=303
    )


def _reading(office: Office, person: Person, report: str) -> Reading:
    return office.reading(person, report).reading


def _claim(office: Office, person: Person, report: str, claim: str) -> Claim:
    found = office.reading(person, report)
    for each in (*found.reading.claims, *found.rejected):
        if each.id == claim:
            return each
    raise NotFound(f"the report has no claim {claim!r}")

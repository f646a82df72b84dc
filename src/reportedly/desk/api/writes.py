"""What programs may say: reviews of claims and decisions on incidents, of what they read before.

Each names the version of what it was read from. Where that is another by now, nothing is written, and the
answer has both: what was sent, and what is there. With a key of its own (``Idempotency-Key``) a request that
is sent twice, as after a broken connection, is written once. What is written has the entry in the audit log
that the same on a page has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Query, Request
from starlette.responses import Response

from reportedly.casework.people import Person
from reportedly.casework.review_json import review_to_json
from reportedly.casework.reviews import Add, Review
from reportedly.casework.versions import version_of_incident, versions_of
from reportedly.codec import JsonObject, claim_to_json, incident_to_json
from reportedly.codec.ledger import ledger_to_json
from reportedly.codec.to_json import decision_to_json
from reportedly.desk.api.asked import decided_in, reason_in, said_in
from reportedly.desk.api.schemas import answers, asks
from reportedly.desk.api.v1 import PREFIX, After, Limit, json_answer, page_of
from reportedly.desk.office import Office, office_of
from reportedly.desk.report_view import volume_of
from reportedly.desk.security.access import Deciding, Looking, Reviewing
from reportedly.errors import NotFound, Outdated
from reportedly.records import Judgement

router = APIRouter(prefix=PREFIX, tags=["v1"])

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key", description="Any word for this one request: sent twice, it is done once."
    ),
]
Sent = Annotated[Any, Body()]


@router.get("/reports/{id}/reading", responses=answers("Reading"))
def reading(request: Request, person: Looking, id: str) -> Response:
    """One report as you may see it now: the reader's claims and what was said of them, with their versions.

    Nothing in it is compared with other reports: its incidents are the report's own. Of a report that you
    read blind it has your own reviews alone.
    """
    return json_answer(_reading(office_of(request), person, id))


def _reading(office: Office, person: Person, id: str) -> JsonObject:
    found = office.reading(person, id)
    report = found.reading.report.id
    view = volume_of(found, office.made_by).view
    told = ledger_to_json(view) | {"claims": [claim_to_json(each) for each in found.reading.claims]}
    return told | {
        "rejected": [claim_to_json(each) for each in found.rejected],
        "reviews": [_review(each) for each in office.second.reviews(person, report)],
        "versions": dict(versions_of(office.casebook.proposal(report), found)),
    }


@router.post(
    "/reports/{id}/reviews",
    status_code=201,
    responses=answers("ReviewDone", good=201, conflict=True),
    openapi_extra=asks("ReviewAsked"),
)
def review(
    request: Request, person: Reviewing, id: str, sent: Sent = None, idempotency_key: Key = None
) -> Response:
    """Accept, correct, reject or add claims; tell speakers apart or join them; mark furniture; note.

    All evidence of the report is verified again first.
    """
    office = office_of(request)
    report = office.casebook.proposal(id).report
    said = said_in(sent, report, office.casebook)
    try:
        made = office.casebook.review(
            person,
            report.id,
            said.payload,
            subjects=said.subjects,
            reason=said.reason,
            settles=said.settles,
            versions=said.versions,
            key=idempotency_key,
        )
    except Outdated as error:
        return _conflict(error, sent, _there(office, person, report.id, said.subjects))
    added = made.payload.claim.id_in(report) if isinstance(made.payload, Add) else None
    now = office.casebook.versions(person, report.id)
    about = [added] if added else list(made.subjects or (report.id,))
    done = {"claim": added, "versions": {each: now[each] for each in about if each in now}}
    return json_answer(_review(made) | done, status=201)


def _there(office: Office, person: Person, report: str, subjects: Sequence[str]) -> JsonObject:
    """What is there now of the records that somebody else has changed."""
    now = _reading(office, person, report)
    wanted = set(subjects) or {report}
    reviews = [each for each in now["reviews"] if not subjects or wanted & set(each["subjects"])]
    return {
        "claims": [each for each in now["claims"] if each["id"] in wanted],
        "rejected": [each for each in now["rejected"] if each["id"] in wanted],
        "sources": [each for each in now["sources"] if each["id"] in wanted],
        "reviews": reviews,
        "versions": {name: version for name, version in now["versions"].items() if name in wanted},
    }


@router.post(
    "/reviews/{id}/undo",
    responses=answers("Review", conflict=True),
    openapi_extra=asks("Undo", required=False),
)
def undo_review(request: Request, person: Reviewing, id: str, sent: Sent = None) -> Response:
    """Take back a review, your own or, as an adjudicator, anybody's; done twice, it is done once."""
    casebook = office_of(request).casebook
    found = casebook.one_review(id)
    if found.undone_by not in (None, person.id):
        return _conflict(
            Outdated(f"{id} was taken back by somebody else"), sent, {"reviews": [_review(found)]}
        )
    undone = found if found.undone_at else casebook.undo_review(person, id, reason=reason_in(sent))
    return json_answer(_review(undone))


def _review(made: Review) -> JsonObject:
    return review_to_json(made) | {
        "undone_at": made.undone_at.isoformat() if made.undone_at else None,
        "undone_by": made.undone_by,
    }


@router.get("/decisions", responses=answers("DecisionPage"))
def decisions(
    request: Request,
    person: Looking,
    after: After = "",
    limit: Limit = 50,
    incident: Annotated[str | None, Query(description="On this report's incident, by its whole id.")] = None,
) -> Response:
    """What was decided on incidents, by id; what was taken back too."""
    found = [
        each
        for each in office_of(request).casebook.ledger.decisions()
        if incident is None or incident in {anchor.incident for anchor in (*each.these, *each.those)}
    ]
    return page_of(sorted(found, key=lambda each: each.id), decision_to_json, after, limit)


@router.post(
    "/decisions",
    status_code=201,
    responses=answers("Decision", good=201, conflict=True),
    openapi_extra=asks("DecisionAsked"),
)
def decide(request: Request, person: Deciding, sent: Sent = None, idempotency_key: Key = None) -> Response:
    """Decide that incidents are one attack, that parts of one are another, or that nobody knows."""
    office = office_of(request)
    asked = decided_in(sent)
    try:
        made = office.casebook.decide(
            person,
            asked.judgement,
            asked.named,
            note=asked.note,
            versions=asked.versions,
            key=idempotency_key,
        )
    except Outdated as error:
        named = asked.named[:1] if asked.judgement is Judgement.NOT_SAME else asked.named
        return _conflict(error, sent, _decided(office, person, named))
    return json_answer(decision_to_json(made), status=201)


def _decided(office: Office, person: Person, named: Sequence[str]) -> JsonObject:
    """What the incidents are now, and what was decided on them."""
    before = office.casebook.ledger.decisions()
    now = {each: office.shelf_of(person).incident(each).case(each).incident for each in named}
    members = {member for each in now.values() for member in (each.id, *each.members)}
    return {
        "incidents": [incident_to_json(each) for each in now.values()],
        "decisions": [
            decision_to_json(each)
            for each in before
            if members & {anchor.incident for anchor in (*each.these, *each.those)}
        ],
        "versions": {name: version_of_incident(each, before) for name, each in now.items()},
    }


@router.post("/decisions/{id}/undo", responses=answers("Decision", conflict=True))
def undo_decision(request: Request, person: Deciding, id: str) -> Response:
    """Take back a decision; done twice, it is done once."""
    casebook = office_of(request).casebook
    found = next((each for each in casebook.ledger.decisions() if each.id == id), None)
    if found is None:
        raise NotFound(f"there is no decision {id!r}")
    if found.undone_by not in (None, person.name):
        told = Outdated(f"{id} was taken back by somebody else")
        return _conflict(told, None, {"decisions": [decision_to_json(found)]})
    undone = found if found.undone_at else casebook.undo_decision(person, id)
    return json_answer(decision_to_json(undone))


def _conflict(error: Outdated, yours: object, theirs: JsonObject) -> Response:
    return json_answer({"error": str(error), "yours": yours, "theirs": theirs}, status=409)

"""Reviews as records: what each kind takes, and that JSON gives each back as it was."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from casework.reviewing import (
    ANA,
    DENIAL,
    DOER,
    NOON,
    POLICE,
    READING,
    SPOKESMAN,
    added,
    draft,
    review,
    span,
    speaker,
)
from reportedly.casework.review_json import payload_from_json, payload_to_json
from reportedly.casework.reviews import (
    KINDS,
    Accept,
    Add,
    Correct,
    Furniture,
    IncidentDraft,
    JoinSources,
    Kind,
    Note,
    Payload,
    Reject,
    SplitSource,
    records_of,
    spans_of,
)
from reportedly.errors import LedgerFormatError, RecordError
from reportedly.records import Place

PAYLOADS: list[tuple[Payload, tuple[str, ...]]] = [
    (Accept(), (DOER, DENIAL)),
    (Correct(claim=draft(2)), (DOER,)),
    (Correct(claim=draft(4)), (DOER,)),
    (Reject(), (DOER,)),
    (Add(claim=added()), ()),
    (
        Add(
            claim=added(
                source=speaker("No group"),
                incident=IncidentDraft(summary="Raid", place=Place(name="Ansel", latitude=1.5)),
                certainty=None,
                together="tg_1",
                via=("Wire", "Ansel Courier"),
            )
        ),
        (),
    ),
    (SplitSource(speaker=replace(speaker("Police"), mentions=(span("it"),)), claims=(DENIAL,)), (SPOKESMAN,)),
    (JoinSources(), (POLICE, SPOKESMAN)),
    (Furniture(spans=(span("Blast"), span("day"))), ()),
    (Note(text="Ask \u2028 again: \U0001f6a8"), (DOER, POLICE)),
]


def test_every_kind_is_tried() -> None:
    assert {KINDS[type(payload)] for payload, _ in PAYLOADS} == set(Kind) == set(KINDS.values())


@pytest.mark.parametrize(("payload", "subjects"), PAYLOADS)
def test_a_payload_comes_back_from_json_as_it_was(payload: Payload, subjects: tuple[str, ...]) -> None:
    made = review(1, ANA, payload, *subjects)
    line = json.dumps(payload_to_json(payload))
    assert payload_from_json(made.kind, json.loads(line)) == payload


def test_a_quote_is_kept_with_its_place() -> None:
    told = payload_to_json(Furniture(spans=(span("Police"),)))
    assert told == {"spans": [[span("Police").start, span("Police").end, "Police"]]}
    told["spans"][0][2] = "Polite"
    (kept,) = payload_from_json(Kind.FURNITURE, told).spans  # type: ignore[union-attr]
    with pytest.raises(Exception, match="the text has 'Police', not 'Polite'"):
        kept.verify(READING.report.text)
    told["spans"][0][2] = "Policemen"
    with pytest.raises(LedgerFormatError, match="cannot hold 9 characters"):
        payload_from_json(Kind.FURNITURE, told)


@pytest.mark.parametrize(
    ("payload", "subjects", "complaint"),
    [
        (Accept(), (), "to accept takes 1 or more subjects, not 0"),
        (Accept(), (DOER, DOER), "is named twice"),
        (Accept(), (POLICE,), "takes ids that begin with clm_"),
        (Correct(claim=draft(0)), (DOER, DENIAL), "to correct takes 1 subjects, not 2"),
        (Add(claim=added()), (DOER,), "to add takes 0 subjects"),
        (JoinSources(), (POLICE,), "to join sources takes 2 or more subjects, not 1"),
        (JoinSources(), (POLICE, DOER), "to join sources takes ids that begin with src_"),
        (SplitSource(speaker=speaker("Police"), claims=()), (POLICE,), "a split names the claims"),
        (Furniture(spans=()), (), "no words are marked"),
        (Note(text=" "), (), "the note is empty"),
    ],
)
def test_what_is_no_review(payload: Payload, subjects: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(RecordError, match=complaint):
        review(1, ANA, payload, *subjects)


def test_a_rejection_says_why() -> None:
    with pytest.raises(RecordError, match="say why the claim is rejected"):
        review(1, ANA, Reject(), DOER, reason=" ")


def test_a_review_has_its_zone() -> None:
    with pytest.raises(RecordError, match="without its zone"):
        replace(review(1, ANA, Accept(), DOER), at=NOON.replace(tzinfo=None))


def test_an_incident_that_a_person_describes_needs_a_line() -> None:
    with pytest.raises(RecordError, match="needs a line"):
        IncidentDraft(summary=" ")


def test_what_a_review_is_about_and_what_it_quotes() -> None:
    split = review(1, ANA, SplitSource(speaker=speaker("No group"), claims=(DENIAL,)), SPOKESMAN)
    assert records_of(split) == {DENIAL, SPOKESMAN}
    assert [each.text for each in spans_of(split)] == ["No group"]
    new = review(2, ANA, Add(claim=added()))
    assert records_of(new) == {POLICE, READING.incidents[0].id}
    own = review(3, ANA, Add(claim=added(source=speaker("No group"), incident=IncidentDraft(summary="Raid"))))
    assert records_of(own) == set()
    assert {each.text for each in spans_of(own)} == {"four people", "No group"}
    assert list(spans_of(review(4, ANA, Accept(), DOER))) == []

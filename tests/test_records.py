import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faults.plain import plain_reading
from reportedly import records
from reportedly.errors import EvidenceError, RecordError, ReportedlyError
from reportedly.records import (
    DOER_ROLES,
    Claim,
    ClaimRole,
    Credit,
    CreditRelation,
    DateRange,
    Evidence,
    LedgerView,
    NumberRange,
    Reading,
    Report,
    Source,
    SourceKind,
    Span,
    Stance,
    Value,
)
from strategies import claims, readings, reports, spans, texts

unhurried = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)

READING = plain_reading(1)
TEXT = READING.report.text
CLAIM = READING.claims[0]
SOURCE = READING.sources[0]

ALL = [
    kind
    for kind in vars(records).values()
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__ == records.__name__
]


def claim(**changes: Any) -> Claim:
    """The plain claim with other fields."""
    return dataclasses.replace(CLAIM, text=TEXT, **changes)


def source(**changes: Any) -> Source:
    """The plain source with other fields."""
    return dataclasses.replace(SOURCE, text=TEXT, **changes)


# --- spans ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 3), (10, 14), (0, 12), (12, 13)])
def test_a_span_outside_its_text_or_of_nothing_cannot_be_cut(start: int, end: int) -> None:
    with pytest.raises(EvidenceError, match=f"span {start}:{end} cannot hold"):
        Span.of("Police said", start, end)


def test_a_span_must_be_as_long_as_its_words() -> None:
    with pytest.raises(EvidenceError, match="3:9 cannot hold 4 characters 'said'"):
        Span(3, 9, "said")


def test_a_span_elsewhere_in_the_text_is_not_verified() -> None:
    said = Span.of("Police said they said so", 7, 11)
    said.verify("Police said they said so")
    with pytest.raises(EvidenceError, match="at 7:11 the text has 'deny', not 'said'"):
        said.verify("Police deny they said so")


def test_offsets_are_code_points() -> None:
    text = "\U0001f6a8 e\u0301tat \u05e9\u05dc"
    assert Span.of(text, 2, 4).text == "e\u0301"
    assert Span.of(text, 8, 10).text == "\u05e9\u05dc"


@given(st.data(), texts(min_size=1))
def test_a_span_that_was_cut_is_verified_and_any_other_text_there_is_not(
    data: st.DataObject, text: str
) -> None:
    span = data.draw(spans(text))
    span.verify(text)
    span.verify(text + "more")
    with pytest.raises(EvidenceError):
        span.verify(text[: span.end - 1])


@given(st.data(), texts(min_size=1))
def test_spans_contain_and_overlap_as_their_characters_do(data: st.DataObject, text: str) -> None:
    one, other = data.draw(spans(text)), data.draw(spans(text))
    mine, theirs = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert one.overlaps(other) == bool(mine & theirs)
    assert one.contains(other) == (theirs <= mine)


# --- ranges -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("low", "high"), [(-1, None), (3, 2), (-2, -1)])
def test_a_count_cannot_be_negative_or_run_backwards(low: int, high: int | None) -> None:
    with pytest.raises(RecordError, match="a count cannot run"):
        NumberRange(low, high)


def test_a_date_range_cannot_end_before_it_begins() -> None:
    with pytest.raises(RecordError, match=r"cannot end \(2024-03-01\) before it begins"):
        DateRange(dt.date(2024, 3, 2), dt.date(2024, 3, 1))


@pytest.mark.parametrize(("days", "near"), [(0, False), (3, False), (4, True), (5, True)])
def test_ranges_are_near_when_no_more_than_so_many_days_lie_between(days: int, near: bool) -> None:
    one = DateRange(dt.date(2024, 3, 1), dt.date(2024, 3, 2))
    other = DateRange(dt.date(2024, 3, 6), dt.date(2024, 3, 6))
    assert one.near(other, days=days) is near
    assert other.near(one, days=days) is near


# --- reports ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"id": "doc_1"}, "begins with rep_"),
        ({"text": ""}, "a report without text is a Skipped row"),
        ({"text": " \n\u3000"}, "a report without text is a Skipped row"),
        ({"credits": (Credit(name="A", relation=CreditRelation.AGENCY),)}, "needs its span"),
        (
            {"credits": (Credit(name="A", relation=CreditRelation.AGENCY, span=Span(0, 1, "\u00a7")),)},
            "the text has 'B'",
        ),
    ],
)
def test_a_report_refuses(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ReportedlyError, match=complaint):
        dataclasses.replace(READING.report, **changes)


def test_a_credit_of_the_metadata_needs_no_span() -> None:
    credit = Credit(name="A", relation=CreditRelation.BASED_ON)
    assert dataclasses.replace(READING.report, credits=(credit,)).credits == (credit,)


@pytest.mark.parametrize(
    ("title", "end"), [("Blast at depot 1", 16), (None, 0), ("", 0), ("Another headline", 0)]
)
def test_the_headline_ends_where_the_title_does_if_the_text_begins_with_it(
    title: str | None, end: int
) -> None:
    assert dataclasses.replace(READING.report, title=title).headline_end == end


# --- sources ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in SourceKind if kind is not SourceKind.REPORT])
def test_a_source_that_the_text_names_nowhere_is_refused(kind: SourceKind) -> None:
    with pytest.raises(EvidenceError, match="named nowhere in the text"):
        source(kind=kind, mentions=())


def test_the_report_itself_needs_no_mention() -> None:
    assert source(kind=SourceKind.REPORT, mentions=()).mentions == ()


def test_a_mention_that_is_not_there_is_refused() -> None:
    with pytest.raises(EvidenceError, match="at 0:6 the text has 'Blast ', not 'Police'"):
        source(mentions=(Span(0, 6, "Police"),))


def test_words_of_anonymity_that_are_not_in_the_text_are_refused() -> None:
    with pytest.raises(EvidenceError, match="'on condition of anonymity' is not in the text"):
        source(anonymity="on condition of anonymity")


# --- claims -----------------------------------------------------------------------------------------------


def test_a_claim_without_words_is_refused() -> None:
    with pytest.raises(EvidenceError, match="needs words that carry it"):
        claim(stance=Stance.NO_CLAIM, value=None, evidence=Evidence(cue=CLAIM.evidence.source))


@pytest.mark.parametrize("part", ["source", "cue", "content", "value"])
def test_a_wrong_quote_in_any_part_of_the_evidence_is_refused(part: str) -> None:
    parts = {name: getattr(CLAIM.evidence, name) for name in ("source", "cue", "content", "value")}
    parts[part] = (*parts[part], Span(0, 5, "Fires"))
    with pytest.raises(EvidenceError, match="at 0:5 the text has 'Blast', not 'Fires'"):
        claim(evidence=Evidence(**parts))


@pytest.mark.parametrize("stance", [Stance.ALLEGES, Stance.DENIES, Stance.ADMITS])
def test_a_claim_that_needs_a_value_is_refused_without_one(stance: Stance) -> None:
    with pytest.raises(RecordError, match=f"a claim that {stance} needs a value"):
        claim(stance=stance, value=None)


@pytest.mark.parametrize("stance", [Stance.NO_CLAIM, Stance.UNCONFIRMED])
def test_nobody_named_is_a_claim_where_nobody_is_said_to_have_done_it(stance: Stance) -> None:
    assert claim(stance=stance, value=None).value is None


def test_a_value_without_a_span_is_refused() -> None:
    with pytest.raises(EvidenceError, match="'the River Brigade' has no span"):
        claim(evidence=Evidence(content=CLAIM.evidence.content))


def test_a_value_that_its_spans_do_not_quote_is_refused() -> None:
    with pytest.raises(EvidenceError, match="'River Brigade' is not what its spans quote"):
        claim(value=Value(text="River Brigade"))


def test_a_value_may_be_quoted_by_any_of_its_spans() -> None:
    other = Span.of(TEXT, 0, 5)
    assert claim(evidence=Evidence(value=(other, *CLAIM.evidence.value))).value == CLAIM.value


@pytest.mark.parametrize("stance", [Stance.ADMITS, Stance.NO_CLAIM])
@pytest.mark.parametrize("role", ClaimRole)
def test_only_a_doer_admits_or_is_left_unclaimed(role: ClaimRole, stance: Stance) -> None:
    if role in DOER_ROLES:
        assert claim(role=role, stance=stance).stance is stance
    else:
        with pytest.raises(RecordError, match=f"a {role} claim cannot have the stance {stance}"):
            claim(role=role, stance=stance)


def test_the_doers_are_the_two_that_the_guide_names() -> None:
    assert {"perpetrator", "supporter"} == DOER_ROLES


@pytest.mark.parametrize("confidence", [-0.01, 1.01, float("nan"), float("inf")])
def test_confidence_is_a_probability(confidence: float) -> None:
    with pytest.raises(RecordError, match="confidence is a probability"):
        claim(confidence=confidence)


def test_evidence_is_walked_part_by_part() -> None:
    cue, value = Span.of(TEXT, 0, 1), Span.of(TEXT, 1, 2)
    source_span, content = Span.of(TEXT, 2, 3), Span.of(TEXT, 3, 4)
    evidence = Evidence(value=(value,), cue=(cue,), source=(source_span,), content=(content,))
    assert list(evidence) == [source_span, cue, content, value]


# --- what holds for all -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_record_is_frozen_and_slotted(kind: type[Any]) -> None:
    assert kind.__dataclass_params__.frozen
    assert "__dict__" not in dir(kind)
    blank = object.__new__(kind)
    name = dataclasses.fields(kind)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(blank, name, None)


def test_the_list_of_all_records_is_not_empty() -> None:
    assert {Report, Span, Source, Claim, LedgerView, Reading} <= set(ALL)


@pytest.mark.parametrize("record", [CLAIM, SOURCE])
def test_replace_asks_for_the_text_again(record: Claim | Source) -> None:
    with pytest.raises((TypeError, ValueError), match="text"):
        dataclasses.replace(record, id="other")  # type: ignore[call-arg]


@pytest.mark.parametrize("change", [claim, source])
def test_replace_verifies_against_the_text_it_is_given(change: Callable[..., object]) -> None:
    record = change()
    with pytest.raises(EvidenceError):
        dataclasses.replace(record, text="Another text altogether, and longer than any offset." * 9)  # type: ignore[type-var]


def test_the_text_is_kept_nowhere() -> None:
    assert not hasattr(CLAIM, "text")
    assert TEXT not in repr(CLAIM)


@unhurried
@given(readings())
def test_no_record_quotes_what_its_report_does_not_say(reading: Reading) -> None:
    text = reading.report.text
    quotes = [span for said in reading.claims for span in said.evidence]
    quotes += [span for told_by in reading.sources for span in told_by.mentions]
    quotes += [credit.span for credit in reading.report.credits if credit.span]
    assert all(text[span.start : span.end] == span.text for span in quotes)


@unhurried
@given(st.data(), reports(), reports())
def test_a_claim_survives_only_in_a_text_that_says_the_same_at_its_places(
    data: st.DataObject, report: Report, other: Report
) -> None:
    said = data.draw(claims(report, "src_a", "inc_a"))
    same = all(other.text[span.start : span.end] == span.text for span in said.evidence)
    try:
        dataclasses.replace(said, text=other.text)
        assert same
    except EvidenceError:
        assert not same


@unhurried
@given(readings())
def test_records_are_equal_and_hash_by_content(reading: Reading) -> None:
    again = dataclasses.replace(reading, report=dataclasses.replace(reading.report))
    assert again == reading
    assert hash(again) == hash(reading)

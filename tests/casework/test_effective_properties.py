"""What holds of any reading and any reviews."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.reviewing import NOON, rev
from reportedly.casework.effective import Reviewed, basis_of, effective
from reportedly.casework.reviews import (
    Accept,
    Add,
    ClaimDraft,
    Correct,
    Furniture,
    JoinSources,
    Note,
    Payload,
    Reject,
    Review,
    SourceDraft,
    SplitSource,
    described,
    speakers_in,
)
from reportedly.records import Certainty, Reading, SourceKind, Span
from strategies import readings, spans

unhurried = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def reviews_of(draw: st.DrawFn, reading: Reading) -> list[Review]:
    """What three people say of a reading, some of it taken back and some of it settled."""
    made: list[Review] = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        said, subjects = draw(said_of(reading, [each.payload for each in made]))
        payload = described(said, made, reading)
        earlier = [each.id for each in made]
        made.append(
            Review(
                id=rev(number),
                number=number,
                at=NOON,
                by=draw(st.sampled_from(["per_ana", "per_ben", "per_cy"])),
                report=reading.report.id,
                payload=payload,
                subjects=subjects,
                reason="why not",
                basis=basis_of(reading, subjects),
                settles=tuple(draw(st.lists(st.sampled_from(earlier), unique=True))) if earlier else (),
            )
        )
    # Whatever is taken back afterwards, the others stand on their own.
    gone = draw(st.sets(st.sampled_from([each.id for each in made]))) if made else set()
    return [replace(each, undone_at=NOON, undone_by="per_ana") if each.id in gone else each for each in made]


@st.composite
def said_of(draw: st.DrawFn, reading: Reading, before: list[Payload]) -> tuple[Payload, tuple[str, ...]]:
    """One thing that can be said of a reading, and of what."""
    text = reading.report.text
    claims = [claim.id for claim in reading.claims]
    claims += [each.claim.id_in(reading.report) for each in before if isinstance(each, Add)]
    marked = draw(spans(text))
    kinds: list[tuple[Payload, tuple[str, ...]]] = [
        (Furniture(spans=(marked,)), ()),
        (Note(text="look again"), ()),
    ]
    if claims:
        claim = draw(st.sampled_from(sorted(set(claims))))
        kinds += [(Accept(), (claim,)), (Reject(), (claim,))]
    if reading.claims:
        at = draw(st.sampled_from(reading.claims))
        draft = replace(
            ClaimDraft.of(at),
            certainty=draw(st.sampled_from(Certainty)),
            source=draw(st.sampled_from(reading.sources)).id,
        )
        new = replace(draft, source=speaker(marked))
        brought = [each.id_in(reading.report) for payload in before for each in speakers_in(payload)]
        if brought:
            lent = replace(draft, source=draw(st.sampled_from(sorted(set(brought)))))
            kinds += [(Correct(claim=lent), (at.id,)), (Add(claim=lent), ())]
        kinds += [(Correct(claim=draft), (at.id,)), (Correct(claim=new), (at.id,)), (Add(claim=new), ())]
        kinds.append((SplitSource(speaker=speaker(marked), claims=(at.id,)), (at.source,)))
    if len(reading.sources) > 1:
        kinds.append((JoinSources(), tuple(each.id for each in reading.sources)))
    return draw(st.sampled_from(kinds))


def speaker(label: Span) -> SourceDraft:
    return SourceDraft(label=label, kind=SourceKind.PERSON)


def sound(found: Reviewed) -> None:
    """Everything points to something, nothing comes twice, and every quote is in the text."""
    reading = found.reading
    text = reading.report.text
    sources = [source.id for source in reading.sources]
    ids = [claim.id for claim in (*reading.claims, *found.rejected)]
    assert len(set(sources)) == len(sources)
    assert len(set(ids)) == len(ids)
    assert {claim.source for claim in (*reading.claims, *found.rejected)} <= set(sources)
    told = [(incident.id, claim) for incident in reading.incidents for claim in incident.claims]
    assert sorted(told) == sorted((claim.incident, claim.id) for claim in reading.claims)
    for claim in (*reading.claims, *found.rejected):
        replace(claim, text=text)
    for source in reading.sources:
        replace(source, text=text)


@unhurried
@given(st.data())
def test_when_all_is_taken_back_the_reading_is_as_it_was(data: st.DataObject) -> None:
    reading = data.draw(readings())
    said = data.draw(reviews_of(reading))
    undone = [replace(each, undone_at=NOON, undone_by="per_ana") for each in said]
    assert effective(reading, undone) == Reviewed(reading=reading)


@unhurried
@given(st.data())
def test_what_comes_out_is_sound(data: st.DataObject) -> None:
    reading = data.draw(readings())
    said = data.draw(reviews_of(reading))
    sound(effective(reading, said))
    for person in ("per_ana", "per_ben", "per_cy"):
        own = effective(reading, said, by=person)
        sound(own)
        assert own.conflicts == ()


@unhurried
@given(st.data())
def test_nothing_is_lost(data: st.DataObject) -> None:
    reading = data.draw(readings())
    said = data.draw(reviews_of(reading))
    found = effective(reading, said)
    kept = {claim.id for claim in (*found.reading.claims, *found.rejected)}
    assert {claim.id for claim in reading.claims} <= kept
    assert {claim.id for claim in found.rejected if claim.reviewed == "rejected"} <= {
        subject for each in said if isinstance(each.payload, Reject) for subject in each.subjects
    }


@unhurried
@given(st.data())
def test_neither_the_order_given_nor_a_review_taken_back_matters(data: st.DataObject) -> None:
    reading = data.draw(readings())
    said = data.draw(reviews_of(reading))
    assert effective(reading, data.draw(st.permutations(said))) == effective(reading, said)
    assert effective(reading, [each for each in said if each.holds]) == effective(reading, said)

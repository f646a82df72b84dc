"""From an annotation to sources, claims and incidents."""

import datetime as dt
from dataclasses import replace

import pytest
from made import annotation, mark, report_of, span

from reportedly.annotations import Annotation, Attack, Filler, Speaker
from reportedly.claims import build_reading
from reportedly.errors import EvidenceError, RecordError
from reportedly.records import (
    Certainty,
    ClaimRole,
    DateRange,
    IncidentType,
    NumberRange,
    Place,
    SourceKind,
    Span,
    Stance,
)

REPORT = report_of(
    "Police said Hamas and Fatah led the attack on a bank in Lima on Tuesday. A nun said nine people died.",
    title="Hamas attacks bank",
)


def test_an_empty_annotation_is_an_empty_reading() -> None:
    reading = build_reading(REPORT, Annotation())
    assert (reading.report, reading.sources, reading.claims, reading.incidents) == (REPORT, (), (), ())


def test_the_same_annotation_gives_the_same_reading() -> None:
    made = annotation(REPORT, mark(REPORT, "Fatah", speaker=0), mark(REPORT, "Hamas"), speakers=("Police",))
    assert build_reading(REPORT, made) == build_reading(REPORT, made)


def test_a_speaker_of_no_claim_is_no_source() -> None:
    made = annotation(REPORT, mark(REPORT, "Fatah", speaker=0), speakers=("Police", "A nun"))
    assert [source.label for source in build_reading(REPORT, made).sources] == ["Police"]


def test_the_report_is_a_source_only_of_what_it_says_itself() -> None:
    own = build_reading(REPORT, annotation(REPORT, mark(REPORT, "Fatah")))
    assert [source.kind for source in own.sources] == [SourceKind.REPORT]


def test_two_speakers_that_the_same_words_name_are_one_with_the_mentions_of_both() -> None:
    label, later = span(REPORT, "Police"), span(REPORT, "A nun")
    made = replace(
        annotation(REPORT, mark(REPORT, "Fatah", speaker=0), mark(REPORT, "Hamas", speaker=1)),
        speakers=(
            Speaker(label=label, mentions=(label, later)),
            Speaker(label=label, mentions=(label, span(REPORT, "nine people"))),
        ),
    )
    reading = build_reading(REPORT, made)
    (police,) = reading.sources
    assert [mention.text for mention in police.mentions] == ["Police", "A nun", "nine people"]
    assert {claim.source for claim in reading.claims} == {police.id}
    assert len(reading.claims) == 2


def test_claims_point_to_sources_and_incidents_that_are_there() -> None:
    made = annotation(
        REPORT,
        mark(REPORT, "Fatah", speaker=0),
        mark(REPORT, "Hamas", speaker=0),
        mark(REPORT, "nine people", role=ClaimRole.KILLED, speaker=1),
        speakers=("Police", "A nun"),
    )
    reading = build_reading(REPORT, made)
    assert {claim.source for claim in reading.claims} == {source.id for source in reading.sources}
    assert {claim.incident for claim in reading.claims} == {incident.id for incident in reading.incidents}
    assert [id_ for incident in reading.incidents for id_ in incident.claims] == [
        c.id for c in reading.claims
    ]


def test_an_attack_without_a_claim_is_no_incident() -> None:
    made = annotation(REPORT, mark(REPORT, "Fatah"))
    other = Attack(trigger=span(REPORT, "led"), type=IncidentType.BOMBING)
    reading = build_reading(REPORT, replace(made, attacks=(*made.attacks, other)))
    assert [incident.type for incident in reading.incidents] == [IncidentType.ARMED_ASSAULT]


def test_those_who_acted_together_share_an_id() -> None:
    made = annotation(
        REPORT, mark(REPORT, "Fatah", together=7), mark(REPORT, "Hamas", together=7), mark(REPORT, "Police")
    )
    fatah, hamas, police = build_reading(REPORT, made).claims
    assert fatah.together == hamas.together is not None
    assert fatah.together is not None
    assert fatah.together.startswith("tg_")
    assert police.together is None


def test_two_groups_that_acted_together_have_two_ids() -> None:
    made = annotation(REPORT, mark(REPORT, "Fatah", together=1), mark(REPORT, "Hamas", together=2))
    assert len({claim.together for claim in build_reading(REPORT, made).claims}) == 2


def test_only_what_stands_in_the_headline_is_of_the_headline() -> None:
    below = Filler(span=span(REPORT, "Hamas", nth=1))
    made = annotation(
        REPORT, mark(REPORT, "Hamas"), mark(REPORT, None, filler=below, speaker=0), speakers=("Police",)
    )
    assert [claim.in_headline for claim in build_reading(REPORT, made).claims] == [True, False]


def test_a_report_without_a_headline_has_no_claim_in_it() -> None:
    report = report_of("Hamas led the attack.")
    (claim,) = build_reading(report, annotation(report, mark(report, "Hamas"))).claims
    assert not claim.in_headline


def test_the_same_mark_twice_is_one_claim() -> None:
    made = annotation(REPORT, mark(REPORT, "Fatah"), mark(REPORT, "Fatah"))
    assert len(build_reading(REPORT, made).claims) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"stance": Stance.DENIES},
        {"filler": Filler(span=span(REPORT, "Hamas"))},
        {"role": ClaimRole.SUPPORTER},
        {"speaker": 0},
    ],
)
def test_claims_that_differ_have_different_ids(change: dict[str, object]) -> None:
    made = annotation(REPORT, mark(REPORT, "Fatah"), mark(REPORT, "Fatah", **change), speakers=("Police",))
    assert len({claim.id for claim in build_reading(REPORT, made).claims}) == 2


def test_every_quote_stands_in_the_text() -> None:
    said = {"speaker": 0, "source": span(REPORT, "Police"), "cue": span(REPORT, "said")}
    made = annotation(
        REPORT, mark(REPORT, "Fatah", **said, content=span(REPORT, "Hamas and Fatah")), speakers=("Police",)
    )
    (claim,) = build_reading(REPORT, made).claims
    assert [part.text for part in claim.evidence] == ["Police", "said", "Hamas and Fatah", "Fatah"]
    for part in claim.evidence:
        part.verify(REPORT.text)


@pytest.mark.parametrize("where", ["source", "cue", "content", "filler"])
def test_a_quote_that_is_not_in_the_text_is_refused(where: str) -> None:
    false = Span(0, 5, "Zembl")
    change = {where: Filler(span=false) if where == "filler" else false}
    with pytest.raises(EvidenceError):
        build_reading(REPORT, annotation(REPORT, mark(REPORT, "Fatah", **change)))


@pytest.mark.parametrize(
    "change",
    [
        {"role": ClaimRole.TARGET, "stance": Stance.ADMITS},
        {"role": ClaimRole.KILLED, "stance": Stance.NO_CLAIM},
        {"filler": None, "content": span(REPORT, "said")},
        {"confidence": 1.5},
    ],
)
def test_a_mark_that_the_guide_forbids_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(RecordError):
        build_reading(REPORT, annotation(REPORT, mark(REPORT, "Fatah", **change)))


def test_nobody_may_be_the_value_of_no_claim() -> None:
    made = annotation(
        REPORT,
        mark(REPORT, None, stance=Stance.NO_CLAIM, certainty=None, content=span(REPORT, "nine people died")),
    )
    (claim,) = build_reading(REPORT, made).claims
    assert (claim.value, claim.certainty) == (None, None)


def test_a_value_keeps_what_it_resolves_to() -> None:
    filler = Filler(span=span(REPORT, "nine people"), number=NumberRange(9, 9))
    (claim,) = build_reading(
        REPORT, annotation(REPORT, mark(REPORT, None, role=ClaimRole.KILLED, filler=filler))
    ).claims
    assert claim.value is not None
    assert (claim.value.text, claim.value.number, claim.certainty) == (
        "nine people",
        NumberRange(9, 9),
        Certainty.CERTAIN,
    )


def test_an_incident_shows_what_its_claims_give() -> None:
    day = DateRange(dt.date(2020, 5, 12), dt.date(2020, 5, 12))
    lima = Place(name="Lima", country="PE", latitude=-12.0, longitude=-77.0, precision="city")
    made = annotation(
        REPORT,
        mark(REPORT, "Hamas"),
        mark(REPORT, None, role=ClaimRole.TARGET, filler=Filler(span=span(REPORT, "a bank"))),
        mark(REPORT, None, role=ClaimRole.PLACE, filler=Filler(span=span(REPORT, "Lima"), place=lima)),
        mark(REPORT, None, role=ClaimRole.TIME, filler=Filler(span=span(REPORT, "Tuesday"), date=day)),
    )
    (incident,) = build_reading(REPORT, made).incidents
    assert (incident.place, incident.date) == (lima, day)
    assert incident.summary == "Armed assault on a bank, Lima"


def test_the_more_precise_place_is_shown() -> None:
    peru, lima = (
        Place(name="Peru", country="PE", precision="country"),
        Place(name="Lima", country="PE", precision="city"),
    )
    made = annotation(
        REPORT,
        mark(REPORT, None, role=ClaimRole.PLACE, filler=Filler(span=span(REPORT, "bank"), place=peru)),
        mark(REPORT, None, role=ClaimRole.PLACE, filler=Filler(span=span(REPORT, "Lima"), place=lima)),
    )
    (incident,) = build_reading(REPORT, made).incidents
    assert incident.place == lima


def test_background_and_attempt_are_kept() -> None:
    made = annotation(REPORT, mark(REPORT, "Fatah"))
    attack = replace(made.attacks[0], attempt=True, background=True)
    (incident,) = build_reading(REPORT, replace(made, attacks=(attack,))).incidents
    assert (incident.attempt, incident.background) == (True, True)

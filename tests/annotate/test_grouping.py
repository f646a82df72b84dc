"""Which attack a claim is about, and what kind of attack it is."""

from dataclasses import replace

import pytest
from parsed import NOT_YET
from short_reports import annotated, read_text, report_of

from reportedly.annotate.rules.grouping import group, type_of
from reportedly.annotate.rules.marks import Reader, find_all
from reportedly.annotations import Annotation
from reportedly.language.quotes import direct_quotes
from reportedly.records import DOER_ROLES, IncidentType, Span, Stance


def actors_by_attack(annotation: Annotation) -> list[set[str]]:
    return [
        {m.filler.span.text for m in annotation.marks if m.attack == n and m.role in DOER_ROLES and m.filler}
        for n in range(len(annotation.attacks))
    ]


@pytest.mark.parametrize(
    ("text", "background"),
    [
        pytest.param(
            "Rebels bombed a bank in Lima on Tuesday. Last year soldiers bombed a mill.",
            [False, True],
            marks=NOT_YET,
        ),
        ("Rebels bombed a bank in Lima on Tuesday. In 2014 soldiers bombed a mill.", [False, True]),
        ("Rebels bombed a bank in Lima on Tuesday. Soldiers bombed a mill three years ago.", [False, True]),
        ("Rebels bombed a bank in Lima on Tuesday. Soldiers had previously bombed a mill.", [False, True]),
        ("Rebels bombed a bank in Lima on Tuesday. In March 2014 soldiers bombed a mill.", [False, True]),
        ("Rebels bombed a bank in Lima on Tuesday. Nine people died when the rebels bombed it.", [False]),
        ("Rebels bombed a bank in Lima on Tuesday. The rebels attacked it on Tuesday night.", [False]),
    ],
)
def test_an_earlier_attack_is_kept_apart(text: str, background: list[bool]) -> None:
    annotation = annotated(report_of(text))
    assert [attack.background for attack in annotation.attacks] == background
    if len(background) == 2:
        main, earlier = actors_by_attack(annotation)
        assert main == {"Rebels"}
        assert {actor.casefold() for actor in earlier} == {"soldiers"}


def test_the_news_stays_though_only_of_an_earlier_attack_a_doer_is_told() -> None:
    text = "Nine people died in an air strike on a mill on Tuesday. In March 2014 soldiers bombed a mill."
    attacks = annotated(report_of(text)).attacks
    assert [attack.background for attack in attacks] == [False, True]


def test_towns_far_apart_are_two_attacks_though_one_is_told_as_the_capital() -> None:
    text = (
        "Rebels killed nine people in a bombing on Tuesday in the Syrian capital. "
        "On Tuesday soldiers shelled a market in Aleppo."
    )
    assert len(annotated(report_of(text)).attacks) == 2


def test_two_dates_are_two_attacks() -> None:
    annotation = annotated(report_of("Rebels bombed a bank on Tuesday. On April 2, soldiers bombed a mill."))
    assert len(annotation.attacks) == 2


def test_the_next_day_is_the_same_attack() -> None:
    annotation = annotated(
        report_of(
            "Rebels attacked a bank late on Monday. Nine people died when rebels attacked it on Tuesday."
        )
    )
    assert len(annotation.attacks) == 1


def test_a_headline_and_its_body_are_one_attack() -> None:
    annotation = annotated(
        report_of("Rebels attacked a bank in Lima on Tuesday, police said.", title="Rebels bomb Lima bank")
    )
    assert len(annotation.attacks) == 1


def test_no_doer_and_no_violence_is_no_attack() -> None:
    assert annotated(report_of("The council met on Tuesday and approved a road.")) == Annotation()


def test_an_attack_without_a_doer_is_still_told() -> None:
    reading = read_text("A bomb exploded in a market in Lima on Tuesday, killing nine people.")
    assert [incident.type for incident in reading.incidents] == [IncidentType.BOMBING]
    assert not [claim for claim in reading.claims if claim.role in DOER_ROLES]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("gunmen hijacked a ferry", IncidentType.HIJACKING),
        ("armed men took over the mail plane", IncidentType.HIJACKING),
        ("a tanker was boarded and seized by gunmen", IncidentType.HIJACKING),
        ("the police chief was shot dead outside his house", IncidentType.ASSASSINATION),
        ("gunmen killed the deputy governor", IncidentType.ASSASSINATION),
        ("gunmen killed nine farmers", IncidentType.ARMED_ASSAULT),
        ("explosives brought down two pylons", IncidentType.INFRASTRUCTURE),
        ("the village was bombed from the air", IncidentType.AIR_OR_DRONE_STRIKE),
        ("planes dropped bombs on the convoy", IncidentType.AIR_OR_DRONE_STRIKE),
        ("gunmen are holding nurses in the clinic", IncidentType.HOSTAGE_TAKING),
        ("seven workers are being held at the mine", IncidentType.HOSTAGE_TAKING),
        ("acid was thrown at the clerks", IncidentType.UNARMED_ASSAULT),
        ("a gas cylinder came through the roof", IncidentType.UNKNOWN),
        ("the minister was assassinated", IncidentType.ASSASSINATION),
        ("an air strike on a camp", IncidentType.AIR_OR_DRONE_STRIKE),
        ("a drone hit the depot", IncidentType.AIR_OR_DRONE_STRIKE),
        ("rebels kidnapped two nuns", IncidentType.HOSTAGE_TAKING),
        ("a car bomb exploded", IncidentType.BOMBING),
        ("mortars fell on the town", IncidentType.SHELLING),
        ("sarin was used", IncidentType.UNARMED_ASSAULT),
        ("gunmen shot two nuns", IncidentType.ARMED_ASSAULT),
        ("saboteurs cut the pipeline", IncidentType.INFRASTRUCTURE),
        ("they met and talked", IncidentType.UNKNOWN),
    ],
)
def test_kinds_of_attack(words: str, kind: IncidentType) -> None:
    assert type_of(words) is kind


@pytest.mark.parametrize(
    ("text", "attempt"),
    [
        ("Gunmen tried to kill the mayor on Monday. The mayor escaped unhurt from the attack.", True),
        ("The mayor survived an attack by gunmen on Monday.", True),
        ("Police foiled an attack by gunmen on Monday.", True),
        ("Gunmen killed the mayor in an attack on Monday.", False),
    ],
)
def test_attacks_that_failed(text: str, attempt: bool) -> None:
    assert [attack.attempt for attack in annotated(report_of(text)).attacks] == [attempt]


def test_the_same_said_twice_is_one_claim() -> None:
    reading = read_text(
        "The army said rebels attacked the post. The army said the rebels attacked the post at noon."
    )
    assert len([claim for claim in reading.claims if claim.role in DOER_ROLES]) == 1


def test_the_surer_wording_of_one_speaker_is_kept() -> None:
    reading = read_text(
        "The army said rebels may have attacked the post. The army said the rebels attacked the post."
    )
    assert [claim.certainty for claim in reading.claims if claim.role in DOER_ROLES] == ["certain"]


TWO_DAYS = (
    "Rebels bombed the mill in Lima on Monday, police said. "
    "Smugglers had their hand in it in Cusco on 3 March 2001, the army said."
)


@pytest.mark.parametrize("tied", [True, False])
def test_claims_that_are_tied_to_the_same_words_are_about_one_attack(tied: bool) -> None:
    """By days and towns the sentences tell two attacks; a network may know better."""
    report = report_of(TWO_DAYS)
    findings = find_all(report)
    reader = Reader(report, direct_quotes(report.text))
    (mark,) = reader.marks(findings)
    hand = Span.of(TWO_DAYS, TWO_DAYS.index("hand"), TWO_DAYS.index("hand") + 4)
    other = replace(mark, sentence=1, speaker=None, trigger=Span.of(TWO_DAYS, 7, 22) if tied else hand)
    attacks, claims = group(report, findings, [mark, other], reader)
    assert [attack.trigger.text for attack in attacks] == (["bombed"] if tied else ["bombed", "hand"])
    assert {claim.attack for claim in claims} == ({0} if tied else {0, 1})


@pytest.mark.parametrize(
    ("admitted", "kept"), [(0.4, Stance.DENIES), (0.6, Stance.DENIES), (0.8, Stance.ADMITS)]
)
def test_nobody_owns_and_denies_one_deed_in_one_sentence(admitted: float, kept: Stance) -> None:
    """The surer stands, and of two as sure the denial."""
    report = report_of("Rebels bombed the mill in Lima on Monday, police said.")
    findings = find_all(report)
    reader = Reader(report, direct_quotes(report.text))
    (mark,) = reader.marks(findings)
    denied = replace(mark, stance=Stance.DENIES, confidence=0.6)
    owned = replace(mark, stance=Stance.ADMITS, confidence=admitted)
    _, claims = group(report, findings, [owned, denied], reader)
    assert [claim.stance for claim in claims if claim.role in DOER_ROLES] == [kept]
    elsewhere = replace(owned, speaker=None if mark.speaker is not None else 0)
    _, claims = group(report, findings, [elsewhere, denied], reader)
    assert {claim.stance for claim in claims if claim.role in DOER_ROLES} == {Stance.ADMITS, Stance.DENIES}


@pytest.mark.parametrize(
    ("stance", "joint", "claims"),
    [
        (Stance.DENIES, None, 1),
        (Stance.ADMITS, None, 1),
        (Stance.ALLEGES, None, 2),
        (Stance.DENIES, (0, 0), 2),
    ],
)
def test_a_pronoun_beside_the_name_owns_or_denies_nothing_more(
    stance: Stance, joint: tuple[int, int] | None, claims: int
) -> None:
    """What is alleged of 'it' may be of another, and so may what it is said to have done with somebody."""
    report = report_of("Rebels bombed the mill in Lima on Monday, police said. They shelled it.")
    findings = find_all(report)
    reader = Reader(report, direct_quotes(report.text))
    mark = reader.marks(findings)[0]
    they = report.text.index("They")
    assert mark.actor is not None
    filler = replace(mark.actor.filler, span=Span.of(report.text, they, they + 4))
    named = replace(mark, stance=stance, joint=joint)
    again = replace(named, actor=replace(mark.actor, filler=filler, key="another"))
    _, made = group(report, findings, [named, again], reader)
    assert len([claim for claim in made if claim.role in DOER_ROLES]) == claims

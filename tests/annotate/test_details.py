"""What else is said of an attack, and by whom."""

import datetime as dt

import pytest
from short_reports import read_text, report_of

from reportedly.annotate.rules.grouping import group
from reportedly.annotate.rules.marks import Reader, find_all
from reportedly.annotate.rules.told import Told
from reportedly.records import Claim, ClaimRole, DateRange, NumberRange, SourceKind


def claims_of(text: str, role: ClaimRole) -> list[tuple[Claim, str]]:
    reading = read_text(text)
    label = {s.id: "REPORT" if s.kind is SourceKind.REPORT else s.label for s in reading.sources}
    return [(c, label[c.source]) for c in reading.claims if c.role is role]


@pytest.mark.parametrize(
    ("text", "role", "value", "source"),
    [
        ("Rebels killed nine people in Lima, police said.", ClaimRole.KILLED, "nine", "police"),
        ("Rebels killed nine people in Lima.", ClaimRole.KILLED, "nine", "REPORT"),
        (
            "Rebels attacked a bus in Lima. A medic said 14 people were wounded in the attack.",
            ClaimRole.WOUNDED,
            "14",
            "A medic",
        ),
        (
            "The attack by rebels killed at least nine, the mayor said.",
            ClaimRole.KILLED,
            "at least nine",
            "the mayor",
        ),
        ("Rebels fired rockets at a base in Lima, the army said.", ClaimRole.WEAPON, "rockets", "the army"),
        ("Rebels used a car bomb in Lima, the army said.", ClaimRole.WEAPON, "bomb", "the army"),
        (
            "Rebels fired Iranian-made rockets at a base, the army said.",
            ClaimRole.WEAPON_ORIGIN,
            "Iranian-made",
            "the army",
        ),
        (
            "Rebels attacked a base with drones made in Turkey, the army said.",
            ClaimRole.WEAPON_ORIGIN,
            "made in Turkey",
            "the army",
        ),
        ("Rebels attacked a bank in Lima, police said.", ClaimRole.PLACE, "Lima", "police"),
        ("Rebels attacked a bank near Mosul.", ClaimRole.PLACE, "Mosul", "REPORT"),
        ("Rebels attacked a bank in Lima on Tuesday, police said.", ClaimRole.TIME, "Tuesday", "police"),
        ("Rebels attacked a bank on May 9.", ClaimRole.TIME, "May 9", "REPORT"),
        ("Rebels attacked a police station, the army said.", ClaimRole.TARGET, "police station", "the army"),
        ("An attack on a police station by rebels failed.", ClaimRole.TARGET, "police station", "REPORT"),
        ("Rebels shelled the port, the army said.", ClaimRole.TARGET, "port", "the army"),
        ("Rebels killed a judge in Lima, police said.", ClaimRole.VICTIM, "judge", "police"),
        ("Rebels kidnapped the bishop, police said.", ClaimRole.VICTIM, "bishop", "police"),
        ("The killing of the bishop by rebels shook Lima.", ClaimRole.VICTIM, "bishop", "REPORT"),
        ("A judge was killed by rebels in Lima, police said.", ClaimRole.VICTIM, "judge", "police"),
        ("A bank was bombed by rebels in Lima, police said.", ClaimRole.TARGET, "bank", "police"),
        (
            "Rebels attacked a bank in retaliation for the raid on their camp, police said.",
            ClaimRole.MOTIVE,
            "in retaliation for",
            "police",
        ),
        ("Rebels said they attacked a bank to avenge their leader.", ClaimRole.MOTIVE, "to avenge", "Rebels"),
        (
            "The army said rebels attacked a bank in revenge for a raid.",
            ClaimRole.MOTIVE,
            "in revenge for",
            "The army",
        ),
        (
            "The rebels attacked a bus. The mayor said the gunmen used rifles in the attack.",
            ClaimRole.WEAPON,
            "rifles",
            "The mayor",
        ),
    ],
)
def test_a_value_and_its_speaker(text: str, role: ClaimRole, value: str, source: str) -> None:
    found = [(claim.value.text if claim.value else "", speaker) for claim, speaker in claims_of(text, role)]
    assert [speaker for words, speaker in found if value in words] == [source], found


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Rebels attacked a bank. The war has killed 90,000 people since 2011.", ClaimRole.KILLED),
        ("Rebels attacked a bank, police said on Tuesday.", ClaimRole.TIME),
        ("Rebels attacked a bank. Police spoke to reporters on Tuesday.", ClaimRole.TIME),
        ("Rebels attacked a bank.", ClaimRole.WEAPON),
        ("Rebels attacked a bank.", ClaimRole.MOTIVE),
        ("Nine rebels attacked a bank.", ClaimRole.KILLED),
    ],
)
def test_what_is_not_told_of_the_attack(text: str, role: ClaimRole) -> None:
    assert [c.value.text for c, _ in claims_of(text, role) if c.value] == []


def test_a_toll_is_a_number_and_a_time_a_day() -> None:
    text = "Rebels killed at least nine people in Lima on Tuesday, police said."
    ((killed, _),) = claims_of(text, ClaimRole.KILLED)
    ((when, _),) = claims_of(text, ClaimRole.TIME)
    ((where, _),) = claims_of(text, ClaimRole.PLACE)
    assert killed.value is not None
    assert killed.value.number == NumberRange(9, None)
    assert when.value is not None
    assert when.value.date == DateRange(dt.date(2020, 5, 12), dt.date(2020, 5, 12))
    assert where.value is not None
    assert where.value.place is not None
    assert where.value.place.country == "PE"


def test_two_speakers_with_two_tolls_are_two_claims() -> None:
    text = (
        "Rebels attacked a bus. Police said nine people died in the attack. Medics said 14 people died in it."
    )
    found = [(c.value.text if c.value else "", speaker) for c, speaker in claims_of(text, ClaimRole.KILLED)]
    assert [(words.split()[0], speaker) for words, speaker in found] == [("nine", "Police"), ("14", "Medics")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Police blamed rebels for Friday's attack on a bus.", ["Friday"]),
        ("Police blamed rebels for Fridays bombing of a bus.", ["Friday"]),
        ("POLICE BLAMED REBELS FOR FRIDAY'S ATTACK ON A BUS.", ["FRIDAY"]),
        ("Police blamed rebels for the attack of 4 May on a bus.", ["4 May"]),
        ("Police blamed rebels for the bombing on Friday.", ["Friday"]),
        ("Police on Friday blamed rebels for the attack on a bus.", []),
        ("Police blamed rebels for the attack of last year.", []),
    ],
)
def test_a_day_beside_the_word_for_an_attack_needs_nobody_to_tell_it(text: str, days: list[str]) -> None:
    """Another reader (``Told``) has found no time at all."""
    report = report_of(text)
    findings = find_all(report)
    reader = Reader(report, ())
    _, claims = group(report, findings, reader.marks(findings), reader, Told({}))
    assert [c.filler.span.text for c in claims if c.filler and c.role is ClaimRole.TIME] == days

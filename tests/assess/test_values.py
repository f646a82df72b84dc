"""What is said beside the doer: every value keeps its row, its speakers and its range."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoken import Origin, Said, report, source

from reportedly.assess import RoleValues, values_of
from reportedly.ids import content_id
from reportedly.records import (
    Claim,
    ClaimRole,
    DateRange,
    Evidence,
    Incident,
    IncidentType,
    NumberRange,
    Place,
    SourceKind,
    Span,
    Stance,
    Value,
)

R = ClaimRole
AFP = Said("it", who="a doctor", page="afp")
POLICE = Said("it", who="the police", page="wire", kind=SourceKind.ORGANISATION)
VOICE = Said("it", page="wire")


def claim(
    said: Said, role: ClaimRole, text: str, *, stance: Stance = Stance.ALLEGES, **resolved: Any
) -> tuple[Said, Claim]:
    words = Span.of(text, 0, len(text))
    return said, Claim(
        id=content_id("clm", said.page, said.who, role, text, stance),
        report=report(said.page).id,
        incident="inc_x",
        role=role,
        value=Value(text=text, **resolved),
        stance=stance,
        certainty=said.certainty,
        source=source(said).id,
        evidence=Evidence(value=(words,)),
        confidence=0.9,
        text=text,
    )


def killed(said: Said, least: int, most: int | None, text: str = "") -> tuple[Said, Claim]:
    return claim(said, R.KILLED, text or f"{least} to {most} dead", number=NumberRange(least, most))


def told(
    *given_claims: tuple[Said, Claim],
    roots: Mapping[str, str] | None = None,
    withdrawn: Mapping[str, str] | None = None,
) -> dict[ClaimRole, RoleValues]:
    claims = [each for _, each in given_claims]
    incident = Incident(
        id="inc_x", type=IncidentType.BOMBING, claims=tuple(each.id for each in claims), summary="Bombing"
    )
    sources = {source(said).id: source(said) for said, _ in given_claims}
    origins = {
        report(said.page).id: Origin((roots or {}).get(said.page, said.page)) for said, _ in given_claims
    }
    found = values_of(incident, claims, list(sources.values()), origins, withdrawn=withdrawn or {})
    return {each.role: each for each in found}


def values(rows: Sequence[Any]) -> list[str]:
    return [row.value for row in rows]


def test_every_toll_stands_from_low_to_high_with_its_speakers() -> None:
    toll = told(killed(AFP, 40, 40), killed(POLICE, 24, None), killed(VOICE, 40, 40), killed(AFP, 0, 5))[
        R.KILLED
    ]
    assert values(toll.rows) == ["up to 5", "at least 24", "40"]
    assert toll.number == NumberRange(0, None)
    assert toll.differ is True
    assert [said.label for said in toll.rows[2].said_by] == ["a doctor", "the report"]
    assert toll.rows[2].roots == ("afp", "wire")


def test_ranges_that_overlap_do_not_differ() -> None:
    toll = told(killed(AFP, 40, 40), killed(POLICE, 24, None))[R.KILLED]
    assert toll.differ is False
    assert told(killed(AFP, 40, 40), killed(POLICE, 41, 45))[R.KILLED].number == NumberRange(40, 45)


def test_copies_add_neither_speakers_nor_roots() -> None:
    copies = [killed(replace(AFP, page=f"copy {n}"), 40, 40) for n in range(5)]
    roots = {f"copy {n}": "afp" for n in range(5)}
    (row,) = told(killed(AFP, 40, 40), *copies, roots=roots)[R.KILLED].rows
    assert (row.roots, len(row.said_by), len(row.claims)) == (("afp",), 1, 6)


def test_days_are_ordered_and_their_span_is_told() -> None:
    friday = DateRange(dt.date(2024, 3, 22), dt.date(2024, 3, 22))
    weekend = DateRange(dt.date(2024, 3, 23), dt.date(2024, 3, 24))
    days = told(
        claim(AFP, R.TIME, "at the weekend", date=weekend), claim(POLICE, R.TIME, "on Friday", date=friday)
    )[R.TIME]
    assert values(days.rows) == ["2024-03-22", "2024-03-23 to 2024-03-24"]
    assert days.date == DateRange(dt.date(2024, 3, 22), dt.date(2024, 3, 24))
    assert days.differ is True
    assert days.rows[0].wordings == ("on Friday",)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (("Homs", "SY", "city"), ("Hama", "SY", "city"), True),
        (("Homs", "SY", "city"), ("Mosul", "IQ", "city"), True),
        (("Homs", "SY", "city"), ("Syria", "SY", "country"), False),
        (("Homs", "SY", "city"), ("Homs Governorate", "SY", "admin1"), None),
        (("Idlib", "SY", "admin1"), ("Hama", "SY", "admin1"), True),
        (("the river", None, "unknown"), ("the bridge", None, "unknown"), None),
    ],
)
def test_places_differ_where_both_cannot_hold(one: Any, other: Any, differ: bool | None) -> None:
    pair = [
        claim(who, R.PLACE, name, place=Place(name=name, country=country, precision=precision))
        for who, (name, country, precision) in ((AFP, one), (POLICE, other))
    ]
    assert told(*pair)[R.PLACE].differ is differ


def test_words_are_one_without_article_and_case_and_whether_they_differ_is_not_told() -> None:
    weapons = told(
        claim(AFP, R.WEAPON, "a car bomb"),
        claim(POLICE, R.WEAPON, "Car bomb"),
        claim(VOICE, R.WEAPON, "drones"),
    )[R.WEAPON]
    assert values(weapons.rows) == ["Car bomb", "drones"]
    assert weapons.rows[0].wordings == ("Car bomb", "a car bomb")
    assert weapons.differ is None


def test_a_denied_value_keeps_a_row_of_its_own_and_no_part_in_the_range() -> None:
    denied = claim(POLICE, R.KILLED, "90", stance=Stance.DENIES, number=NumberRange(90, 90))
    toll = told(killed(AFP, 40, 40), denied)[R.KILLED]
    assert [(row.value, row.stance) for row in toll.rows] == [("40", Stance.ALLEGES), ("90", Stance.DENIES)]
    assert toll.number == NumberRange(40, 40)
    assert toll.differ is False


def test_a_value_taken_back_stands_last_and_says_so() -> None:
    wrong, right = killed(AFP, 4, 4), killed(POLICE, 40, 40)
    toll = told(wrong, right, withdrawn={wrong[1].id: "corrected by AFP on 9 Nov"})[R.KILLED]
    assert values(toll.rows) == ["40", "4"]
    assert toll.rows[1].taken_back == ("corrected by AFP on 9 Nov",)
    assert (toll.number, toll.differ) == (NumberRange(40, 40), False)


def test_the_doer_and_other_incidents_are_left_aside() -> None:
    doer = claim(AFP, R.PERPETRATOR, "Open Nets")
    assert told(doer) == {}
    incident = Incident(id="inc_x", type=IncidentType.BOMBING, claims=(), summary="Bombing")
    assert values_of(incident, [killed(AFP, 1, 1)[1]], [source(AFP)], {}) == ()


def test_roles_come_in_the_order_of_the_guide() -> None:
    given_claims = [claim(AFP, role, "it") for role in (R.MOTIVE, R.WEAPON, R.TARGET, R.ATTACK_TYPE)]
    assert list(told(*given_claims)) == [R.TARGET, R.WEAPON, R.MOTIVE, R.ATTACK_TYPE]


tolls = st.builds(
    lambda who, page, least, more: killed(
        replace(AFP, who=who, page=page), least, None if more is None else least + more
    ),
    st.sampled_from(["a doctor", "a nurse", "the report"]),
    st.sampled_from(["afp", "wire"]),
    st.integers(0, 9),
    st.none() | st.integers(0, 5),
)


@given(st.lists(tolls, min_size=1, max_size=8, unique_by=lambda pair: pair[1].id), st.randoms())
def test_nothing_is_lost_and_order_does_not_matter(given_claims: Any, random: Any) -> None:
    toll = told(*given_claims)[R.KILLED]
    assert {each for row in toll.rows for each in row.claims} == {each.id for _, each in given_claims}
    assert {each for row in toll.rows for said in row.said_by for each in said.claims} == {
        each.id for _, each in given_claims
    }
    assert toll.number is not None
    assert toll.number.min == min(each.value.number.min for _, each in given_claims)
    shuffled = list(given_claims)
    random.shuffle(shuffled)
    assert told(*shuffled) == told(*given_claims)

"""The grades of others that are suggested, the counts behind them, interests, and claims taken back."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from spoken import Said, claim, rows

from reportedly.records import (
    AirwarsGrade,
    Certainty,
    Counts,
    DateRange,
    Party,
    SourceKind,
    SourceRole,
    Stance,
)

S, K, R = Stance, SourceKind, SourceRole
NETS = Said("Open Nets", who="two security officials", number=2, role=R.SECURITY)
RIVAL = Said("Kestrel Front", who="a harbour master", page="b")
OWNED = Said("Open Nets", S.ADMITS, who="Open Nets", kind=K.ORGANISATION)
DENIED = Said("Open Nets", S.DENIES, who="Peer Lund", kind=K.PERSON)
KYIV = Said("Russia", who="Kyiv", kind=K.ORGANISATION, role=R.OFFICIAL, id="country:RU", party=Party.VICTIM)
MOSCOW = Said(
    "Ukraine",
    who="Moscow",
    kind=K.ORGANISATION,
    role=R.OFFICIAL,
    id="country:UA",
    page="b",
    party=Party.ACCUSED,
)
HEDGED = replace(NETS, certainty=Certainty.POSSIBLE)


@pytest.mark.parametrize(
    ("airwars", "admiralty", "given"),
    [
        ("confirmed", 2, [OWNED]),
        ("confirmed", 1, [OWNED, replace(NETS, page="b")]),
        ("confirmed", 3, [OWNED, RIVAL]),
        ("contested", 3, [OWNED, replace(RIVAL, stance=S.ADMITS)]),
        ("contested", 3, [OWNED, replace(OWNED, stance=S.DENIES, page="b")]),
        ("contested", 3, [OWNED, replace(DENIED, affiliation="Open Nets", role=R.ARMED_GROUP)]),
        ("confirmed", 3, [OWNED, DENIED]),
        ("fair", 2, [replace(OWNED, certainty=Certainty.POSSIBLE), replace(HEDGED, page="b")]),
        ("fair", 1, [NETS, replace(NETS, page="b")]),
        ("fair", 2, [HEDGED, replace(HEDGED, page="b")]),
        ("weak", 3, [NETS]),
        ("weak", 3, [HEDGED]),
        ("weak", 3, [replace(NETS, party=Party.VICTIM), replace(NETS, party=Party.VICTIM, page="b")]),
        ("contested", 4, [NETS, DENIED]),
        ("contested", 4, [NETS, RIVAL]),
        ("contested", 3, [NETS, replace(NETS, page="c"), RIVAL]),
        ("contested", 4, [NETS, RIVAL, replace(RIVAL, page="c")]),
        (None, 6, [DENIED]),
        (None, 6, [Said("Open Nets", S.UNCONFIRMED, certainty=None)]),
        (None, 6, [Said("Open Nets", S.NO_CLAIM, certainty=None)]),
    ],
)
def test_suggested_grades(airwars: str | None, admiralty: int, given: Any) -> None:
    row = rows(*given)["Open Nets"]
    assert row.airwars_grade_suggested == (AirwarsGrade(airwars) if airwars else None)
    assert row.admiralty_credibility_suggested == admiralty
    assert row.airwars_why
    assert row.admiralty_why


def test_who_claims_and_denies_is_told_so() -> None:
    row = rows(
        OWNED, replace(DENIED, who="an Open Nets spokesman", affiliation="Open Nets", role=R.ARMED_GROUP)
    )["Open Nets"]
    assert row.airwars_why == (
        "claimed by Open Nets; denied by an Open Nets spokesman; its own side both claims and denies it"
    )
    assert "its own side both claims and denies it" in row.reasons


def test_copies_raise_neither_suggestion_nor_count() -> None:
    copies = [replace(NETS, page=f"copy {n}") for n in range(30)]
    copied = rows(NETS, *copies, roots={f"copy {n}": "wire" for n in range(30)})
    assert copied == rows(NETS)


def test_the_counts_tell_roots_names_and_parties_apart() -> None:
    row = rows(
        NETS,
        Said("Open Nets", who="Jon Aske", kind=K.PERSON, page="b", party=Party.VICTIM),
        replace(DENIED, page="c"),
    )["Open Nets"]
    assert row.counts == Counts(roots_saying=2, roots_denying=1, named=1, unnamed=2, party=1)


def test_one_speaker_in_many_papers_is_one_root() -> None:
    minister = Said("Open Nets", who="Jon Aske", kind=K.PERSON)
    row = rows(minister, replace(minister, page="b"), replace(minister, page="c"))["Open Nets"]
    assert row.counts == Counts(roots_saying=1, roots_denying=0, named=1, unnamed=0, party=0)
    assert row.airwars_grade_suggested is AirwarsGrade.WEAK


def test_the_surest_of_each_side_and_the_days_are_told() -> None:
    days = [("wire", dt.date(2024, 3, 9)), ("b", dt.date(2024, 3, 5))]
    likely = replace(NETS, certainty=Certainty.PROBABLE, page="b")
    row = rows(HEDGED, likely, DENIED, published=days)["Open Nets"]
    assert (row.surest_saying, row.surest_denying) == (Certainty.PROBABLE, Certainty.CERTAIN)
    assert (row.first_said, row.last_said) == (dt.date(2024, 3, 5), dt.date(2024, 3, 9))


def test_two_sides_that_allege_each_other_are_told_as_such() -> None:
    for row in rows(KYIV, MOSCOW).values():
        assert row.verdict == "contested: Russia and Ukraine each allege the other, 1 root each"
        assert row.party_only
        assert (row.airwars_grade_suggested, row.admiralty_credibility_suggested) == ("contested", 6)


def test_each_other_needs_both_sides_and_names_the_roots_of_each() -> None:
    bystander = replace(MOSCOW, who="a diplomat from Oslo", role=R.DIPLOMAT, kind=K.ANONYMOUS)
    assert "each allege" not in rows(KYIV, bystander)["Russia"].verdict
    row = rows(KYIV, replace(KYIV, page="c"), MOSCOW)["Ukraine"]
    assert row.verdict == "contested: Russia and Ukraine each allege the other, 2 and 1 root"


def test_a_side_that_speaks_against_itself_is_said_to() -> None:
    own = Said(
        "Norland", who="a Norland colonel", role=R.MILITARY, affiliation="Norland", party=Party.ACCUSED
    )
    row = rows(own)["Norland"]
    assert row.against_interest
    assert not row.party_only
    assert "alleged by a Norland colonel of its own side: an admission against interest" in row.reasons


@pytest.mark.parametrize(
    ("who", "role", "own"),
    [
        ("an Iranian officer", R.MILITARY, True),
        ("the Quds Force", R.MILITARY, True),
        ("Iran's foreign ministry", R.OFFICIAL, True),
        ("a former Iranian officer", R.MILITARY, False),
        ("the Iranian opposition", R.UNKNOWN, False),
        ("an Iran-backed militia", R.ARMED_GROUP, False),
        ("Iranian state television", R.MEDIA, False),
        ("an Iranian witness", R.WITNESS, False),
        ("the Iraqi ambassador to Iran", R.DIPLOMAT, False),
        ("Houthi officials", R.ARMED_GROUP, False),
    ],
)
def test_who_speaks_for_a_side(who: str, role: SourceRole, own: bool) -> None:
    kind = K.ANONYMOUS if who.startswith(("a ", "an ")) else K.ORGANISATION
    said = Said("Revolutionary Guards", who=who, role=role, kind=kind, id="actor:irgc")
    assert rows(said)["Revolutionary Guards"].against_interest is own


def test_a_claim_of_responsibility_costs_a_state_and_not_an_armed_group() -> None:
    state = Said("Israel", S.ADMITS, who="Israel", kind=K.ORGANISATION, id="country:IL")
    group = Said("Hamas", S.ADMITS, who="Hamas", kind=K.ORGANISATION, id="actor:hamas")
    assert rows(state)["Israel"].against_interest
    assert not rows(group)["Hamas"].against_interest


def test_a_denial_by_the_accused_alone_weighs_less_than_one_by_others() -> None:
    denial = Said("Iran", S.DENIES, who="Tehran", kind=K.ORGANISATION, role=R.OFFICIAL, id="country:IR")
    alleged = [replace(NETS, actor="Iran", id="country:IR", page=page) for page in "abc"]
    row = rows(*alleged, denial)["Iran"]
    assert row.admiralty_credibility_suggested == 2
    assert "all who deny it speak for the accused" in row.reasons
    assert rows(*alleged, replace(denial, who="Oslo"))["Iran"].admiralty_credibility_suggested == 3


WING = Said("al-Qassam Brigades", who="an officer", id="actor:qassam-brigades")


def test_a_wing_is_shown_as_a_part_and_is_no_rival_of_its_organisation() -> None:
    found = rows(WING, Said("Hamas", who="a minister", page="b", id="actor:hamas"))
    assert found["al-Qassam Brigades"].relations == ("part of Hamas",)
    assert not [reason for row in found.values() for reason in row.reasons if "others name" in reason]
    assert {row.grade for row in found.values()} == {"alleged by one origin"}


def test_a_part_of_a_part_is_no_rival_either_and_a_name_without_an_id_is_looked_up() -> None:
    found = rows(Said("Quds Force", who="an officer"), Said("Iran", who="a minister", page="b"))
    assert found["Quds Force"].actor_id == "actor:quds-force"
    assert {row.grade for row in found.values()} == {"alleged by one origin"}


def test_what_is_only_linked_is_shown_and_stays_a_rival() -> None:
    found = rows(
        Said("Houthis", who="an officer", id="actor:houthis"),
        Said("Iran", who="a minister", page="b", id="country:IR"),
    )
    assert found["Houthis"].relations == ("linked to Iran",)
    assert {row.grade for row in found.values()} == {"contested"}


def test_a_description_has_no_id_and_no_relations() -> None:
    row = rows(Said("an Iran-backed group", who="an officer"))["an Iran-backed group"]
    assert (row.actor_id, row.relations) == (None, ())


def test_an_attack_outside_the_years_of_an_actor_is_told() -> None:
    day = DateRange(dt.date(2019, 5, 1), dt.date(2019, 5, 1))
    late = Said("Tamil Tigers", who="an officer", id="actor:ltte")
    assert "the actor list has it active until 2009" in rows(late, date=day)["Tamil Tigers"].reasons
    within = DateRange(dt.date(2009, 1, 1), dt.date(2019, 5, 1))
    assert not [r for r in rows(late, date=within)["Tamil Tigers"].reasons if "active" in r]


BACK = "corrected by Reuters on 9 Nov"


def test_a_claim_taken_back_counts_no_longer() -> None:
    other = replace(NETS, page="b")
    row = rows(NETS, other, withdrawn={claim(NETS).id: BACK})["Open Nets"]
    assert (row.roots, row.speakers, row.withdrawn) == (1, 2, (claim(NETS).id,))
    assert row.grade == "alleged by one origin"
    assert f"taken back: {BACK}" in row.reasons


def test_an_actor_whose_claims_were_all_taken_back_keeps_its_row() -> None:
    days = [("wire", dt.date(2021, 11, 8))]
    row = rows(NETS, withdrawn={claim(NETS).id: BACK}, published=days)["Open Nets"]
    assert (row.grade, row.roots, row.speakers) == ("discounted", 0, 0)
    assert row.verdict == f"discounted: taken back: {BACK}"
    assert row.airwars_grade_suggested is AirwarsGrade.DISCOUNTED
    assert row.admiralty_credibility_suggested == 5
    assert row.first_said == dt.date(2021, 11, 8)


def test_by_whom_a_claim_was_taken_back_reads_as_a_sentence() -> None:
    row = rows(NETS, withdrawn={claim(NETS).id: "by the agency on 9 Nov"})["Open Nets"]
    assert row.reasons == ("taken back by the agency on 9 Nov",)


def test_what_was_taken_back_is_nobodys_rival_and_no_denial() -> None:
    gone = {claim(RIVAL).id: BACK, claim(DENIED).id: BACK}
    row = rows(NETS, RIVAL, DENIED, withdrawn=gone)["Open Nets"]
    assert row.grade == "alleged by one origin"
    assert row.airwars_grade_suggested is AirwarsGrade.WEAK

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoken import VOICE, Said, claim, report, rows, source

from reportedly.assess import NOBODY, assess, default_rules, headline_flatter
from reportedly.records import (
    Certainty,
    ClaimRole,
    Incident,
    IncidentType,
    Party,
    SourceKind,
    SourceRole,
    Stance,
)

S, K = Stance, SourceKind
OFFICIALS = Said("Kestrel Front", who="two security officials", number=2, role=SourceRole.SECURITY)
MILITIA = Said("Kestrel Front", who="a militia source")
NETS = Said("Open Nets", who="two security officials", number=2, role=SourceRole.SECURITY)
DENIAL = Said("Open Nets", S.DENIES, who="Peer Lund", kind=K.PERSON)


def test_speakers_are_added_up_within_one_root() -> None:
    row = rows(OFFICIALS, MILITIA)["Kestrel Front"]
    assert (row.speakers, row.roots, row.grade) == (3, 1, "alleged by one origin")


def test_copies_add_neither_speakers_nor_roots() -> None:
    copied = [replace(said, page=f"copy {n}") for said in (OFFICIALS, MILITIA) for n in range(40)]
    roots = {f"copy {n}": "wire" for n in range(40)}
    assert rows(OFFICIALS, MILITIA, *copied, roots=roots) == rows(OFFICIALS, MILITIA)


def test_the_same_two_officials_in_other_words_are_two_and_not_four() -> None:
    reworded = replace(OFFICIALS, who="two Norland officials", page="rewrite")
    assert rows(OFFICIALS, reworded, roots={"rewrite": "wire"})["Kestrel Front"].speakers == 2


def test_unnamed_speakers_of_two_origins_are_never_one() -> None:
    row = rows(OFFICIALS, replace(OFFICIALS, page="rival"))["Kestrel Front"]
    assert (row.speakers, row.roots, row.grade) == (4, 2, "alleged by several independent")


def test_a_named_speaker_is_one_wherever_quoted() -> None:
    here = Said("Kestrel Front", who="Minister Jon Aske", kind=K.PERSON)
    there = replace(here, who="Jon Aske, the interior minister", page="rival")
    row = rows(here, there)["Kestrel Front"]
    assert (row.speakers, row.roots, row.grade) == (1, 2, "alleged by one origin")


def test_a_reports_own_voice_is_no_speaker() -> None:
    row = rows(Said("Kestrel Front"))["Kestrel Front"]
    assert (row.speakers, row.roots, row.grade) == (0, 1, "alleged by one origin")
    assert "in their own voice" in row.reasons[0]


@pytest.mark.parametrize(
    ("grade", "given_claims"),
    [
        ("claimed and uncontested", [Said("Open Nets", S.ADMITS, who="Open Nets", kind=K.ORGANISATION)]),
        (
            "claimed, also alleged by others",
            [Said("Open Nets", S.ADMITS, who="Open Nets", kind=K.ORGANISATION), NETS],
        ),
        (
            "claimed and contested",
            [Said("Open Nets", S.ADMITS, who="a statement", kind=K.DOCUMENT), DENIAL],
        ),
        (
            "claimed and contested",
            [Said("Open Nets", S.ADMITS, who="Open Nets", kind=K.ORGANISATION), replace(MILITIA, page="b")],
        ),
        ("contested", [NETS, DENIAL]),
        ("contested", [NETS, MILITIA]),
        ("alleged by one origin", [NETS, OFFICIALS]),
        ("alleged by one origin", [replace(NETS, together="tg_1"), replace(MILITIA, together="tg_1")]),
        ("alleged by one origin", [NETS, Said("gunmen", who="a witness")]),
        ("alleged by one origin", [NETS, Said("Open Nets Norland", who="a witness")]),
        ("alleged by one origin", [NETS, Said("Norland", who="a witness", as_supporter=True)]),
        ("alleged by a party to the conflict only", [replace(NETS, party=Party.VICTIM)]),
        (
            "alleged by a party to the conflict only",
            [
                replace(NETS, party=Party.VICTIM),
                replace(NETS, who="an officer", page="b", party=Party.VICTIM),
            ],
        ),
        ("alleged by several independent", [NETS, replace(NETS, page="b", party=Party.VICTIM)]),
        ("denied, alleged by nobody here", [DENIAL]),
        (
            "could not be confirmed",
            [Said("Open Nets", S.UNCONFIRMED, who="a militia source", certainty=None)],
        ),
        ("not claimed", [Said("Open Nets", S.NO_CLAIM, certainty=None)]),
    ],
)
def test_grades(grade: Any, given_claims: Any) -> None:
    assert rows(*given_claims)["Open Nets"].grade == grade


def test_nobody_has_a_row_of_its_own_and_stands_last() -> None:
    unclaimed = Said(None, S.NO_CLAIM, certainty=None)
    found = rows(unclaimed, NETS)
    assert list(found) == ["Open Nets", NOBODY]
    assert found[NOBODY].grade == "not claimed"
    claimed = rows(unclaimed, Said("Open Nets", S.ADMITS, who="Open Nets", page="later"))
    assert claimed[NOBODY].grade == "claimed elsewhere"
    assert "Open Nets" in " ".join(claimed[NOBODY].reasons)


def test_an_actor_is_one_under_its_id_and_under_its_name() -> None:
    named = replace(OFFICIALS, id="q1")
    other_name = replace(MILITIA, actor="the Front", id="q1")
    bare = replace(MILITIA, who="a diver")
    assert [row.speakers for row in rows(named, other_name, bare).values()] == [4]


def test_reasons_tell_hedges_denials_rivals_and_days() -> None:
    hedged = replace(NETS, certainty=Certainty.POSSIBLE)
    days = [("wire", dt.date(2024, 3, 5)), ("later", dt.date(2024, 3, 9))]
    row = rows(hedged, replace(DENIAL, page="later"), replace(MILITIA, page="later"), published=days)[
        "Open Nets"
    ]
    told = "; ".join(row.reasons)
    assert "denied by Peer Lund" in told
    assert "others name Kestrel Front" in told
    assert "nobody goes further than 'possible'" in told
    assert "from 2024-03-05 to 2024-03-09" in told


def test_a_grade_never_declares_a_culprit() -> None:
    words = {
        "guilty",
        "culprit",
        "did",
        "responsible",
        "perpetrator",
        "true",
        "false",
        "proven",
        "confirmed by",
    }
    assert not {rule.grade for rule in default_rules().grade if words & set(rule.grade.split())}


def test_a_claim_of_another_incident_or_role_does_not_count() -> None:
    place = replace(claim(MILITIA), id="clm_place", role=ClaimRole.PLACE, text=MILITIA.text)
    elsewhere = replace(claim(NETS), id="clm_elsewhere", text=NETS.text)
    incident = Incident(id="inc_x", type=IncidentType.BOMBING, claims=(place.id,), summary="Bombing")
    sources = [source(MILITIA), source(NETS)]
    assert assess(incident, [place, elsewhere], sources, [report("wire")], {}) == ()


claims_said = st.builds(
    Said,
    actor=st.sampled_from(["Open Nets", "Kestrel Front", "gunmen", None]),
    stance=st.sampled_from([S.UNCONFIRMED, S.NO_CLAIM]),
    who=st.sampled_from([VOICE, "an officer", "Jon Aske", "the ministry"]),
    page=st.sampled_from(["wire", "rival", "third"]),
    kind=st.sampled_from([K.ANONYMOUS]),
    certainty=st.none(),
)
stanced = st.builds(
    lambda said, stance: replace(said, stance=stance) if said.actor else said,
    claims_said,
    st.sampled_from(list(S)),
)
many = st.lists(stanced, min_size=1, max_size=10, unique_by=lambda s: (s.page, s.who, s.actor, s.stance))


@given(many, st.randoms())
def test_the_order_of_the_claims_does_not_matter(given_claims: Any, random: Any) -> None:
    shuffled = list(given_claims)
    random.shuffle(shuffled)
    assert list(rows(*given_claims).values()) == list(rows(*shuffled).values())


@given(many, st.sampled_from(["wire", "rival", "third"]))
def test_a_further_copy_changes_nothing(given_claims: Any, page: Any) -> None:
    copied = [replace(said, page="copy") for said in given_claims if said.page == page]
    assert rows(*given_claims, *copied, roots={"copy": page}) == rows(*given_claims)


@given(many)
def test_every_actor_has_one_row_with_a_grade_of_the_table_and_a_reason(given_claims: Any) -> None:
    found = rows(*given_claims)
    assert found.keys() == {said.actor or NOBODY for said in given_claims}
    for row in found.values():
        assert row.grade in {rule.grade for rule in default_rules().grade}
        assert row.reasons
        assert 1 <= row.roots <= 3


HEAD = Said("Kestrel Front", headline=True)


@pytest.mark.parametrize(
    ("flatter", "given_claims"),
    [
        (True, [HEAD, OFFICIALS]),
        (
            True,
            [Said("Front militia", headline=True), Said("at least one Front militia group", who="police")],
        ),
        (True, [HEAD, Said("Kestrel Front", S.ADMITS, who="Kestrel Front")]),
        (False, [HEAD]),
        (False, [HEAD, OFFICIALS, Said("Kestrel Front")]),
        (False, [HEAD, replace(OFFICIALS, page="another report")]),
        (False, [HEAD, NETS]),
        (False, [replace(OFFICIALS, headline=True), OFFICIALS]),
        (False, [replace(HEAD, certainty=Certainty.POSSIBLE), OFFICIALS]),
        (False, [replace(HEAD, stance=S.DENIES), OFFICIALS]),
    ],
)
def test_a_headline_is_flatter_where_it_states_what_the_body_attributes(
    flatter: Any, given_claims: Any
) -> None:
    assert headline_flatter([claim(said) for said in given_claims]) is flatter
    assert headline_flatter([claim(said) for said in reversed(given_claims)]) is flatter


def test_a_flat_headline_is_a_reason() -> None:
    assert (
        "a headline states flatly what the body attributes" in rows(HEAD, OFFICIALS)["Kestrel Front"].reasons
    )

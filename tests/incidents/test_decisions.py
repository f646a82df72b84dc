"""What analysts decide holds against what the program would join or part, and leaves no other trace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deciding import NOT_SAME, SAME, UNSURE, anchor, decision, groups, local, of, undone
from reportedly.ids import content_id
from reportedly.incidents import merge_incidents
from reportedly.incidents.decisions import Settled, anchor_of, settled
from reportedly.records import Anchor, Decision, Evidence, Judgement, Reading, Span
from told import AVERIL, FAR, day, told

FERRY = told("a", date=day(5), place=AVERIL, target="the ferry Kestrel", actor="Open Nets")
ALSO = told("b", date=day(5), place=AVERIL, target="the ferry Kestrel")
BAKERY = told("c", date=day(20), place=FAR, target="a bakery", published=21)
BRIDGE = told("d", date=day(12), place=FAR, target="the rail bridge", published=13)
ALL = (FERRY, ALSO, BAKERY, BRIDGE)


def found(readings: Sequence[Reading], *decisions: Decision) -> Settled:
    return settled(decisions, readings)


def test_without_a_decision_the_program_goes_by_its_rules() -> None:
    assert groups(ALL) == [["a", "b"], ["c"], ["d"]]
    assert found(ALL) == Settled((), {})


def test_same_joins_what_no_rule_would() -> None:
    """Another day, another town, another target."""
    assert groups(ALL, of(SAME, FERRY, BAKERY)) == [["a", "b", "c"], ["d"]]
    assert groups([FERRY, BAKERY], of(SAME, BAKERY, FERRY)) == [["a", "c"]]


def test_same_joins_what_one_report_tells_apart() -> None:
    twice = told("a", target="the ferry", incidents=2)
    assert groups([twice]) == [["a"], ["a"]]
    assert groups([twice], decision(SAME, [anchor(twice)], [anchor(twice, 1)])) == [["a", "a"]]


def test_not_same_parts_what_is_alike() -> None:
    assert groups([FERRY, ALSO], of(NOT_SAME, FERRY, ALSO)) == [["a"], ["b"]]
    assert groups([FERRY, ALSO], of(NOT_SAME, ALSO, FERRY)) == [["a"], ["b"]]


def test_a_third_report_cannot_chain_what_was_parted() -> None:
    third = told("e", date=day(5), place=AVERIL, target="the ferry Kestrel", actor="Open Nets")
    parted = of(NOT_SAME, FERRY, ALSO)
    assert groups([FERRY, ALSO, third]) == [["a", "b", "e"]]
    assert groups([FERRY, ALSO, third], parted) == [["a", "e"], ["b"]]
    # One that joins the third by hand takes it from the other.
    assert groups([FERRY, ALSO, third], parted, of(SAME, third, ALSO, number=1)) == [["a"], ["b", "e"]]


def test_a_later_report_that_is_like_one_part_of_what_was_joined_joins_it() -> None:
    """Else every report that comes after a join of unlike ones would be an attack of its own."""
    like_bakery = told("e", date=day(20), place=FAR, target="a bakery", published=22)
    like_ferry = told("f", date=day(5), place=AVERIL, target="the ferry Kestrel", actor="Open Nets")
    joined = of(SAME, FERRY, BAKERY)
    assert groups([FERRY, BAKERY, like_bakery], joined) == [["a", "c", "e"]]
    assert groups([FERRY, BAKERY, like_bakery, like_ferry, ALSO], joined) == [["a", "b", "c", "e", "f"]]
    assert groups([FERRY, BAKERY, BRIDGE], joined) == [["a", "c"], ["d"]]


def test_two_that_were_joined_by_hand_meet_by_what_is_alike_in_them() -> None:
    like_bakery = told("e", date=day(20), place=FAR, target="a bakery", published=22)
    made = of(SAME, FERRY, BAKERY), of(SAME, BRIDGE, like_bakery, number=1)
    assert groups([FERRY, BAKERY, BRIDGE, like_bakery], *made) == [["a", "c", "d", "e"]]
    apart = of(NOT_SAME, FERRY, BRIDGE, number=2)
    assert groups([FERRY, BAKERY, BRIDGE, like_bakery], *made, apart) == [["a", "c"], ["d", "e"]]


def test_a_vague_report_does_not_chain_another_attack_to_what_was_joined() -> None:
    north = told("n", date=day(8), place=AVERIL, target="the ferry Kestrel", published=9)
    vague = told("v", target="the ferry Kestrel", place=AVERIL, published=9)
    found_now = groups([FERRY, BAKERY, vague, north], of(SAME, FERRY, BAKERY))
    assert not any({"a", "n"} <= set(group) for group in found_now)
    assert ["a", "c"] in [[each for each in group if each in "ac"] for group in found_now]


@pytest.mark.parametrize("earlier", [SAME, NOT_SAME])
@pytest.mark.parametrize("pair", [(FERRY, ALSO), (FERRY, BAKERY)], ids=["alike", "unlike"])
def test_unsure_leaves_a_pair_to_the_rules(earlier: Judgement, pair: tuple[Reading, Reading]) -> None:
    assert groups(pair, of(earlier, *pair), of(UNSURE, *pair, number=1)) == groups(pair)
    assert groups(pair, of(UNSURE, *pair)) == groups(pair)
    # What is decided after it holds again.
    together = [sorted(each.report.origin for each in pair)]
    assert groups(pair, of(UNSURE, *pair), of(SAME, *pair, number=1)) == together
    assert len(groups(pair, of(UNSURE, *pair), of(NOT_SAME, *pair, number=1))) == 2


def test_unsure_frees_its_pair_and_no_other() -> None:
    joined = of(SAME, FERRY, BAKERY, BRIDGE)
    open_now = of(UNSURE, FERRY, BRIDGE, number=1)
    freed = groups([FERRY, BAKERY, BRIDGE], joined, open_now)
    assert freed in ([["a", "c"], ["d"]], [["a"], ["c", "d"]])


def test_the_latest_decision_wins() -> None:
    pair = (FERRY, BAKERY)
    same, apart, again = of(SAME, *pair), of(NOT_SAME, *pair, number=1), of(SAME, *pair, number=2)
    assert groups(pair, same, apart) == [["a"], ["c"]]
    assert groups(pair, same, apart, again) == [["a", "c"]]
    # The place in the list decides and not the clock, which may be wrong.
    assert groups(pair, again, apart) == [["a"], ["c"]]


def test_one_that_was_taken_back_counts_for_nothing() -> None:
    same, apart = of(SAME, FERRY, BAKERY), of(NOT_SAME, FERRY, BAKERY, number=1)
    assert groups([FERRY, BAKERY], same, undone(apart)) == [["a", "c"]]
    assert groups([FERRY, BAKERY], undone(same), undone(apart)) == [["a"], ["c"]]


def test_decisions_on_reports_that_are_not_here_do_nothing() -> None:
    absent = told("z", date=day(5), place=AVERIL, target="the ferry Kestrel")
    made = [of(judgement, FERRY, absent, number=n) for n, judgement in enumerate((SAME, NOT_SAME, UNSURE))]
    assert merge_incidents(ALL, made) == merge_incidents(ALL)
    assert found(ALL, *made) == Settled((), {})
    # What such a decision says of those that are here holds.
    assert groups(ALL, of(SAME, FERRY, absent, BAKERY)) == [["a", "b", "c"], ["d"]]


def test_of_three_decisions_that_cannot_all_hold_the_first_gives_way() -> None:
    first, second = of(SAME, FERRY, BAKERY), of(SAME, BAKERY, BRIDGE, number=1)
    third = of(NOT_SAME, FERRY, BRIDGE, number=2)
    three = (FERRY, BAKERY, BRIDGE)
    assert groups(three, first, second) == [["a", "c", "d"]]
    assert groups(three, first, second, third) == [["a"], ["c", "d"]]
    assert groups(three, second, first, third) == [["a", "c"], ["d"]]
    assert groups(three, third, first, second) == [["a", "c", "d"]]


def test_a_join_of_many_holds_as_far_as_it_may() -> None:
    """Of a = b = c = d, with a and c parted later: who stands first keeps all that may stay with it."""
    joined, parted = of(SAME, FERRY, ALSO, BAKERY, BRIDGE), of(NOT_SAME, FERRY, BAKERY, number=1)
    told_apart = groups(ALL, joined, parted)
    assert sorted(each for group in told_apart for each in group) == ["a", "b", "c", "d"]
    assert len(told_apart) == 2
    assert not any({"a", "c"} <= set(group) for group in told_apart)


def test_large_sides() -> None:
    many = [told(f"n{n}", date=day(5), place=AVERIL, target="the ferry Kestrel") for n in range(120)]
    others = [told(f"o{n}", date=day(20), place=FAR, target="a bakery") for n in range(80)]
    ends = [anchor(each) for each in many], [anchor(each) for each in others]
    one = found([*many, *others], decision(SAME, *ends))
    assert [len(group) for group in one.together] == [200]
    apart = found([*many, *others], decision(NOT_SAME, *ends))
    assert not apart.together
    assert apart.parts([local("n0")], [local("o79")])
    assert apart.parts([local("o5")], [local("n119"), local("n3")])
    assert not apart.parts([local("n0")], [local("n1")])
    halves = found([*many, *others], decision(SAME, *ends), decision(NOT_SAME, *ends, number=1))
    assert sorted(len(group) for group in halves.together) == [80, 120]


def test_parts_looks_at_every_pair_of_the_sides() -> None:
    apart = Settled(apart={"x": frozenset({"y"}), "y": frozenset({"x"})})
    assert apart.parts(["w", "x"], ["y", "z"])
    assert apart.parts(["y"], ["w", "x"])
    assert not apart.parts(["w"], ["y", "z"])
    assert not apart.parts([], ["y"])
    assert not Settled().parts(["x"], ["y"])


# --- found again by its words ------------------------------------------------------------------------------


def renamed(reading: Reading, name: str) -> Reading:
    """The same as another reader has it: its incidents have other ids."""
    new = {each.id: content_id("inc", name, each.id) for each in reading.incidents}
    return replace(
        reading,
        claims=tuple(
            replace(each, incident=new[each.incident], text=reading.report.text) for each in reading.claims
        ),
        incidents=tuple(replace(each, id=new[each.id]) for each in reading.incidents),
    )


def test_an_anchor_has_the_words_of_its_claims_once() -> None:
    said = "two men burned the ferry Kestrel and swam away from there"
    reading = told("a", target="the ferry Kestrel", actor="Open Nets", said=said)
    text = reading.report.text
    made = anchor_of(reading.incidents[0], reading)
    words = [text[start:end] for start, end in made.spans]
    assert words == ["the ferry Kestrel", "Open Nets", said]
    assert list(made.spans) == sorted(made.spans)
    touching = replace(
        reading.claims[0],
        id="clm_touching",
        evidence=Evidence(content=(Span.of(text, 0, 12),), value=reading.claims[0].evidence.value),
        text=text,
    )
    more = replace(
        reading,
        claims=(*reading.claims, touching),
        incidents=(replace(reading.incidents[0], claims=(*reading.incidents[0].claims, touching.id)),),
    )
    # Spans that overlap are made one: 0 to the end of the target.
    assert anchor_of(more.incidents[0], more).spans[0] == (0, text.index("Kestrel") + len("Kestrel"))


@pytest.mark.parametrize(
    ("judgement", "expected"), [(SAME, [["a", "c"]]), (NOT_SAME, [["a"], ["b"]])], ids=str
)
def test_an_incident_is_found_again_after_another_reading(
    judgement: Judgement, expected: list[list[str]]
) -> None:
    pair = (FERRY, BAKERY) if judgement is SAME else (FERRY, ALSO)
    made = of(judgement, *pair)
    again = [renamed(each, "other reader") for each in pair]
    assert {i.id for r in again for i in r.incidents}.isdisjoint(i.id for r in pair for i in r.incidents)
    assert groups(again, made) == expected
    assert groups([again[0], pair[1]], made) == expected


def test_of_two_incidents_of_a_report_the_one_with_the_words_is_found() -> None:
    """A report that tells of the ferry and of the bakery, read by another reader."""
    both = _two_attacks()
    ferry, bakery = both.incidents
    again = renamed(both, "other reader")
    made = decision(SAME, [anchor_of(bakery, both)], [anchor(BRIDGE)])
    merged = merge_incidents([again, BRIDGE], [made]).of
    new_ferry, new_bakery = (each.id for each in again.incidents)
    assert merged[new_bakery] == merged[local("d")]
    assert merged[new_ferry] != merged[new_bakery]
    assert ferry.id not in merged


def _two_attacks() -> Reading:
    reading = told("a", target="the ferry Kestrel", actor="Open Nets")
    first = reading.incidents[0]
    target, actor = reading.claims
    second = content_id("inc", "second")
    moved = replace(actor, incident=second, text=reading.report.text)
    return replace(
        reading,
        claims=(target, moved),
        incidents=(
            replace(first, claims=(target.id,)),
            replace(first, id=second, claims=(moved.id,), summary="another"),
        ),
    )


@pytest.mark.parametrize(
    "share", [0.0, 0.2, 0.29, 0.3, 0.31, 1.0], ids=lambda share: f"{share:.0%} of the words"
)
def test_three_tenths_of_the_words_are_enough_and_less_is_another_attack(share: float) -> None:
    reading = told("a", target="x" * 100)
    ((start, end),) = anchor(reading).spans
    shared = round(share * (end - start))
    # Of the union of both: words that lie within the others.
    words = () if not shared else ((start, start + shared),)
    made = decision(
        SAME, [Anchor(incident=local("gone"), report=reading.report.id, spans=words)], [anchor(BRIDGE)]
    )
    assert (len(groups([reading, BRIDGE], made)) == 1) is (share >= 0.3)


def test_an_incident_without_words_is_not_taken_for_any() -> None:
    bare = told("a")
    gone = Anchor(incident=local("gone"), report=bare.report.id, spans=())
    assert groups([bare, BRIDGE], decision(SAME, [gone], [anchor(BRIDGE)])) == [["a"], ["d"]]


def test_two_incidents_that_another_reader_takes_for_one_are_not_parted_from_themselves() -> None:
    twice = told("a", date=day(5), target="the ferry Kestrel", incidents=2)
    once = renamed(told("a", date=day(5), target="the ferry Kestrel"), "other reader")
    made = decision(NOT_SAME, [anchor(twice)], [anchor(twice, 1)])
    assert found([once], made) == Settled((), {})
    assert groups([once], made) == [["a"]]


# --- whatever is decided ----------------------------------------------------------------------------------

NAMES = "abcdef"


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Reading], list[Decision]]:
    """A few reports, and decisions on these and on others."""
    everything = [
        told(
            name,
            date=draw(st.sampled_from([None, day(5), day(6), day(20)])),
            place=draw(st.sampled_from([None, AVERIL, FAR])),
            target=draw(st.sampled_from(["the ferry Kestrel", "a bakery"])),
            incidents=draw(st.integers(1, 2)),
        )
        for name in NAMES
    ]
    anchors = [anchor(each, nth) for each in everything for nth in range(len(each.incidents))]
    made = []
    for number in range(draw(st.integers(0, 6))):
        chosen = draw(st.lists(st.sampled_from(anchors), min_size=2, max_size=5, unique=True))
        cut = draw(st.integers(1, len(chosen) - 1))
        each = decision(draw(st.sampled_from(Judgement)), chosen[:cut], chosen[cut:], number=number)
        made.append(undone(each) if draw(st.integers(0, 4)) == 0 else each)
    return everything[: draw(st.integers(1, len(NAMES)))], made


def holding(decisions: Sequence[Decision]) -> list[Decision]:
    return [each for each in decisions if each.undone_at is None]


def pairs(made: Decision, here: set[str]) -> Iterator[tuple[str, str]]:
    these, those = ({each.incident for each in side} & here for side in (made.these, made.those))
    yield from product(these, those)


quick = settings(max_examples=60)


@quick
@given(cases())
def test_every_incident_is_in_exactly_one_group(case: tuple[list[Reading], list[Decision]]) -> None:
    readings, decisions = case
    merged = merge_incidents(readings, decisions)
    here = [each for reading in readings for each in reading.incidents]
    assert merged.of.keys() == {each.id for each in here}
    assert sorted(member for each in merged.incidents for member in each.members or (each.id,)) == sorted(
        each.id for each in here
    )
    claims = sorted(claim for each in merged.incidents for claim in each.claims)
    assert claims == sorted(claim for each in here for claim in each.claims)
    assert all(merged.of[each.id] == each.id for each in merged.incidents)


@quick
@given(cases())
def test_the_latest_decision_always_holds(case: tuple[list[Reading], list[Decision]]) -> None:
    readings, decisions = case
    merged = merge_incidents(readings, decisions).of
    told_by = settled(decisions, readings)
    for latest in holding(decisions)[-1:]:
        everything = {each.incident for each in (*latest.these, *latest.those)} & merged.keys()
        if latest.judgement is SAME:
            assert len({merged[each] for each in everything}) <= 1
        for one, other in pairs(latest, set(merged)):
            if latest.judgement is NOT_SAME:
                assert merged[one] != merged[other]
            if latest.judgement is UNSURE:
                assert not any({one, other} <= group for group in told_by.together)
                assert not told_by.parts([one], [other])


@quick
@given(cases())
def test_a_pair_goes_by_the_last_that_was_said_of_it_unless_others_were_said_later(
    case: tuple[list[Reading], list[Decision]],
) -> None:
    """Every not_same holds but where a later same or unsure speaks of, or leads round to, its pair."""
    readings, decisions = case
    merged = merge_incidents(readings, decisions).of
    left = holding(decisions)
    for at, made in enumerate(left):
        later = left[at + 1 :]
        if made.judgement is NOT_SAME and all(each.judgement is NOT_SAME for each in later):
            assert all(merged[one] != merged[other] for one, other in pairs(made, set(merged)))
        if made.judgement is SAME and all(each.judgement is SAME for each in later):
            assert all(merged[one] == merged[other] for one, other in pairs(made, set(merged)))


@quick
@given(cases())
def test_nothing_settled_contradicts_itself(case: tuple[list[Reading], list[Decision]]) -> None:
    readings, decisions = case
    told_by = settled(decisions, readings)
    ids = [each for group in told_by.together for each in group]
    assert len(ids) == len(set(ids))
    assert not any(told_by.parts(group, group) for group in told_by.together)
    apart = told_by.apart or {}
    assert all(one in apart[other] for one, others in apart.items() for other in others)


@quick
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_readings_leaves_no_trace(
    case: tuple[list[Reading], list[Decision]], random: Random
) -> None:
    readings, decisions = case
    shuffled = list(readings)
    random.shuffle(shuffled)
    assert merge_incidents(shuffled, decisions) == merge_incidents(readings, decisions)


@quick
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_within_a_side_leaves_no_trace(
    case: tuple[list[Reading], list[Decision]], random: Random
) -> None:
    readings, decisions = case

    def mixed(made: Decision) -> Decision:
        sides = [tuple(random.sample(side, len(side))) for side in (made.these, made.those)]
        random.shuffle(sides)
        return replace(made, these=sides[0], those=sides[1])

    assert merge_incidents(readings, [mixed(each) for each in decisions]) == merge_incidents(
        readings, decisions
    )


@quick
@given(cases(), st.data())
def test_taking_one_back_gives_what_there_was_without_it(
    case: tuple[list[Reading], list[Decision]], data: st.DataObject
) -> None:
    readings, decisions = case
    if decisions:
        at = data.draw(st.integers(0, len(decisions) - 1))
        without = [*decisions[:at], *decisions[at + 1 :]]
        taken_back = [*decisions[:at], undone(decisions[at]), *decisions[at + 1 :]]
        assert merge_incidents(readings, taken_back) == merge_incidents(readings, without)


def test_a_report_joins_what_was_joined_by_hand_with_one_of_its_incidents_only() -> None:
    """Each of the two is like another part of it; what a report tells apart stays apart."""
    early = told("a", date=day(5), place=AVERIL, target="the ferry Kestrel", published=10)
    late = told("c", date=day(9), place=AVERIL, target="the ferry Kestrel", published=10)
    both = told("b", date=day(5), place=AVERIL, target="the ferry Kestrel", published=10, incidents=2)
    first, second = both.incidents
    both = replace(both, incidents=(first, replace(second, date=day(9))))
    alone = merge_incidents([early, late, both]).of
    assert alone[first.id] == alone[early.incidents[0].id]
    assert alone[second.id] == alone[late.incidents[0].id]
    merged = merge_incidents([early, late, both], [of(SAME, early, late)]).of
    assert merged[early.incidents[0].id] == merged[late.incidents[0].id]
    assert merged[first.id] != merged[second.id]

"""Alpha is what the krippendorff package gives; claims of two readers are matched by id and by words."""

from __future__ import annotations

import math
from dataclasses import replace

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.reviewing import (
    ANA,
    BEN,
    DENIAL,
    DOER,
    PLACE,
    READING,
    SPOKESMAN,
    added,
    draft,
    review,
    speaker,
)
from reportedly.casework.agreement import Agreement, Layer, Twice, agreement, alpha, units_of
from reportedly.casework.effective import effective
from reportedly.casework.reviews import Accept, Add, Correct, Reject, Review
from reportedly.records import Certainty, SourceKind, Stance, Value

values = st.none() | st.sampled_from("abcd")


@given(st.integers(2, 4).flatmap(lambda coders: st.lists(st.tuples(*[values] * coders), max_size=12)))
def test_alpha_is_that_of_the_krippendorff_package(units: list[tuple[str | None, ...]]) -> None:
    found = alpha(units)
    pairable = [unit for unit in units if sum(each is not None for each in unit) > 1]
    domain = {each for unit in pairable for each in unit if each is not None}
    if len(domain) < 2:
        assert found is None
        return
    codes = {each: float(at) for at, each in enumerate(sorted(domain))}
    data = np.array([[codes.get(each, np.nan) if each else np.nan for each in unit] for unit in pairable]).T
    assert found is not None
    assert math.isclose(
        found,
        krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"),
        rel_tol=1e-9,
        abs_tol=1e-9,
    )


def test_alpha_of_the_published_example() -> None:
    # The four observers and twelve units of Krippendorff (2011), whose nominal alpha is .743.
    observers = (
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
    )
    assert alpha(list(zip(*observers, strict=True))) == pytest.approx(0.743, abs=0.0005)


@given(st.lists(st.tuples(values, values), max_size=12), st.randoms(use_true_random=False))
def test_neither_order_nor_names_make_a_difference(
    units: list[tuple[str | None, ...]], random: object
) -> None:
    first = alpha(units)
    shuffled = [tuple(reversed(unit)) for unit in reversed(units)]
    renamed = [tuple({"a": "z"}.get(each, each) if each else each for each in unit) for unit in shuffled]
    second = alpha(renamed)
    assert (first is None and second is None) or (
        first is not None and second is not None and math.isclose(first, second, abs_tol=1e-12)
    )


@pytest.mark.parametrize("units", [[], [("a", None)], [("a", "a"), ("a", "a")], [(None, None)]])
def test_alpha_without_two_values_is_not_defined(units: list[tuple[str | None, ...]]) -> None:
    assert alpha(units) is None


# --- claims -----------------------------------------------------------------------------------------------


def twice(*said: Review) -> Twice:
    one, other = (effective(READING, said, by=by) for by in (ANA, BEN))
    return Twice(proposal=READING, one=one, other=other)


def compared(*said: Review) -> Agreement:
    return agreement([twice(*said)])


def test_what_neither_touched_is_no_agreement() -> None:
    nothing = compared()
    assert (nothing.units, nothing.untouched) == ((), len(READING.claims))
    assert all((each.units, each.alpha) == (0, None) for each in nothing.layers)
    found = compared(review(1, ANA, Accept(), DOER), review(2, BEN, Accept(), DOER, PLACE))
    assert [unit.claims for unit in found.units] == [(DOER,), (PLACE,)]
    assert (found.untouched, found.by_one) == (len(READING.claims) - 2, 1)


def test_a_claim_that_both_reject_is_agreed_on() -> None:
    said = [review(1, ANA, Reject(), DOER), review(2, BEN, Reject(), DOER), review(3, ANA, Accept(), PLACE)]
    found = compared(*said)
    claim = next(each for each in found.layers if each.layer is Layer.CLAIM)
    assert (claim.units, claim.agreed, claim.alpha) == (2, 2, 1)
    assert {each.units for each in found.layers if each.layer is not Layer.CLAIM} == {1}
    assert found.differing == ()


def test_claims_that_wait_are_told_and_not_counted() -> None:
    found = agreement([twice(review(1, ANA, Accept(), DOER))], waiting=7)
    assert (found.waiting, len(found.units)) == (7, 1)


def test_readers_who_accept_all_agree_on_everything() -> None:
    ids = [claim.id for claim in READING.claims]
    found = compared(review(1, ANA, Accept(), *ids), review(2, BEN, Accept(), *ids))
    assert len(found.units) == len(READING.claims)
    assert (found.differing, found.untouched, found.by_one) == ((), 0, 0)
    assert {each.layer: each.agreed for each in found.layers} == dict.fromkeys(Layer, len(READING.claims))
    by_layer = {each.layer: each.alpha for each in found.layers}
    assert by_layer[Layer.STANCE] == 1
    # All claims are there with both: there is nothing by which agreement could be told from chance.
    assert by_layer[Layer.CLAIM] is None


def all_but(claim: str) -> list[str]:
    return [each.id for each in READING.claims if each.id != claim]


def test_each_layer_tells_what_differs_in_it() -> None:
    stance = replace(draft(0), stance=Stance.DENIES)
    sure = replace(draft(1), certainty=Certainty.POSSIBLE)
    who = replace(draft(3), value=replace(draft(3).value or Value(text=""), name="Hill Front"))
    found = compared(
        review(1, ANA, Correct(claim=stance), DOER),
        review(2, BEN, Correct(claim=sure), PLACE),
        review(3, BEN, Correct(claim=who), DENIAL),
    )
    assert {unit.claims: unit.differs for unit in found.differing} == {
        (DOER,): (Layer.STANCE,),
        (PLACE,): (Layer.CERTAINTY,),
        (DENIAL,): (Layer.ACTOR,),
    }
    agreed = {each.layer: each.units - each.agreed for each in found.layers}
    assert agreed == {
        Layer.CLAIM: 0,
        Layer.SPEAKER: 0,
        Layer.ACTOR: 1,
        Layer.STANCE: 1,
        Layer.CERTAINTY: 1,
        Layer.ROLE: 0,
    }
    assert all(each.alpha is None or each.alpha < 1 for each in found.layers if each.layer is Layer.STANCE)


def test_a_claim_that_one_rejects_differs_in_being_there_and_nowhere_else() -> None:
    found = compared(review(1, BEN, Reject(), DOER), review(2, ANA, Accept(), *all_but(DOER)))
    (unit,) = found.differing
    assert (unit.one is not None, unit.other) == (True, None)
    assert unit.differs == (Layer.CLAIM,)
    assert unit.values[Layer.STANCE] == ("alleges", None)
    stance = next(each for each in found.layers if each.layer is Layer.STANCE)
    assert stance.units == len(READING.claims) - 1


def test_added_claims_are_matched_by_role_and_words() -> None:
    found = compared(
        review(1, ANA, Add(claim=added("four people"))),
        review(2, BEN, Add(claim=replace(added("people"), certainty=Certainty.PROBABLE))),
    )
    (unit,) = found.differing
    assert len(unit.claims) == 2
    assert set(unit.differs) == {Layer.ACTOR, Layer.CERTAINTY}


def test_added_claims_of_other_words_are_two() -> None:
    found = compared(
        review(1, ANA, Add(claim=added("four people"))), review(2, BEN, Add(claim=added("A spokesman")))
    )
    assert [unit.differs for unit in found.differing] == [(Layer.CLAIM,), (Layer.CLAIM,)]


def test_two_descriptions_of_one_speaker_are_one_speaker() -> None:
    same = replace(draft(3), source=speaker("spokesman"))
    assert compared(review(1, ANA, Correct(claim=same), DENIAL)).differing == ()
    another = replace(draft(3), source=speaker("No group", SourceKind.ANONYMOUS))
    (unit,) = compared(review(1, ANA, Correct(claim=another), DENIAL)).differing
    assert unit.differs == (Layer.SPEAKER,)
    assert unit.other is not None
    assert unit.other.source == SPOKESMAN


def test_units_stand_in_the_order_of_the_words() -> None:
    units = list(units_of(READING, READING))
    starts = [min(s.start for s in (u.one.evidence.value or u.one.evidence.content)) for u in units if u.one]
    assert starts == sorted(starts)
    assert len(starts) == len(READING.claims)


def test_the_order_of_the_two_makes_no_difference() -> None:
    said = (review(1, ANA, Reject(), DOER), review(2, BEN, Add(claim=added("four people"))))
    there = twice(*said)
    ahead, back = agreement([there]), agreement([replace(there, one=there.other, other=there.one)])
    assert [each.alpha for each in ahead.layers] == [each.alpha for each in back.layers]
    assert [each.claims for each in ahead.differing] == [each.claims for each in back.differing]

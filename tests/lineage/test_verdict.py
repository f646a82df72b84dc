"""Measures of a pair of pages, and the verdict on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import APART, FERRY, RETOLD, page

from reportedly.language.rarity import rarity, weighed
from reportedly.lineage.fingerprints import fingerprints
from reportedly.lineage.likeness import Likeness
from reportedly.lineage.verdict import verdict
from reportedly.records import DerivationRelation, Report

MEASURES = (
    "runs",
    "told",
    "turns",
    "words",
    "retold",
    "lead",
    "passages",
    "kept",
    "own",
    "days",
    "longer",
)
TEXTS = st.lists(st.sampled_from([*FERRY, *RETOLD, *APART, "No.", '"We did it," he said.']), min_size=1).map(
    tuple
)


def measured(one: Report, other: Report) -> dict[str, float]:
    found = Likeness(*fingerprints([one, other]))
    return {name: getattr(found, name) for name in MEASURES}


def test_the_same_words_are_alike_in_all_measures() -> None:
    found = measured(page(FERRY, outlet="A"), page(FERRY, outlet="B"))
    alike = {"runs", "told", "turns", "words", "retold", "lead", "passages", "kept"}
    assert {name: found[name] for name in alike} == pytest.approx(dict.fromkeys(alike, 1.0))
    assert (found["own"], found["days"], found["longer"]) == (0.0, 0.0, 0.0)


def test_a_story_retold_keeps_its_rare_words_and_few_runs() -> None:
    retold = measured(page(FERRY), page(RETOLD))
    apart = measured(page(FERRY), page(APART))
    assert retold["words"] > 0.8 > 0.3 > retold["turns"] - 0.2
    assert all(retold[name] > apart[name] for name in ("runs", "turns", "words", "retold", "lead"))


@pytest.mark.parametrize(("days", "share"), [(0, 0.0), (2, 2 / 7), (20, 1.0)])
def test_days_are_counted_up_to_a_week(days: int, share: float) -> None:
    assert measured(page(FERRY, day=1), page(FERRY, day=1 + days))["days"] == pytest.approx(share)
    assert measured(page(FERRY, day=None), page(FERRY, day=5))["days"] == 0.0


@given(TEXTS, TEXTS)
def test_a_pair_has_one_likeness_whichever_comes_first(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    a, b = page(one, outlet="A"), page(other, outlet="B")
    first, second = measured(a, b), measured(b, a)
    assert first == second
    assert all(0.0 <= first[name] <= 1.0 for name in MEASURES if name != "longer")
    assert verdict(*fingerprints([a, b])) == verdict(*fingerprints([b, a]))


@given(TEXTS)
def test_a_text_is_a_copy_of_itself(text: tuple[str, ...]) -> None:
    found = verdict(*fingerprints([page(text, outlet="A"), page(text, outlet="B")]))
    assert found is None or found.relation is DerivationRelation.COPY


def test_rare_words_weigh_more() -> None:
    assert rarity("the") < 0.1 < rarity("police") < rarity("kestrel")
    vector = weighed("the police and the kestrel".split())
    assert "the" not in vector
    assert vector["kestrel"] > vector["police"]
    assert sum(value**2 for value in vector.values()) == pytest.approx(1.0)
    assert weighed([]) == {}

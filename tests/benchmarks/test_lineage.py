"""How pairs of texts are counted, on pairs that one can count by hand."""

from __future__ import annotations

import pytest

from benchmarks.lineage import Pair, bounded, clusters, counted, kappa, labelled, measure, rand_index


def pair(one: str, other: str, label: str, *, second: str = "") -> Pair:
    return Pair(one, other, label, False, "fit", second)


SEEN = [
    (pair("a", "b", "copy"), "copy"),
    (pair("b", "c", "rewrite"), "copy"),
    (pair("d", "e", "independent"), "none"),
    (pair("e", "f", "rewrite"), "none"),
    (pair("f", "g", "unrelated"), "rewrite"),
]


def test_the_labels_are_whole() -> None:
    pairs = labelled()
    assert len(pairs) == len({(each.one, each.other) for each in pairs}) == 540
    assert {each.label for each in pairs} == {"copy", "rewrite", "independent", "unrelated"}
    assert {each.half for each in pairs} == {"fit", "test"}


def test_relations_are_counted() -> None:
    assert counted("copy", SEEN) == pytest.approx(2 / 3)
    assert counted("rewrite", SEEN) == 0.0
    figures = {row.metric: row.value for row in measure("x", "fit", SEEN, "")}
    assert figures["precision of 'independent'"] == 0.5


def test_stories_are_joined_by_pairs() -> None:
    joined = clusters("abcd", [pair("a", "b", "copy"), pair("b", "c", "copy")])
    assert joined["a"] == joined["c"] != joined["d"]
    exact = [(each, each.relation) for each, _ in SEEN]
    assert rand_index(exact) == pytest.approx(1.0)
    assert rand_index(SEEN) < 1.0


def test_a_peers_limits_are_the_best_ones() -> None:
    alike = {"a": 0.9, "b": 0.5, "c": 0.1}
    pairs = [pair("a", "x", "copy"), pair("b", "x", "rewrite"), pair("c", "x", "unrelated")]
    told = bounded(lambda each: alike[each.one], pairs)
    assert [told(each) for each in pairs] == ["copy", "rewrite", "none"]


def test_agreement_beyond_chance() -> None:
    half = [pair("a", "b", "copy", second="copy"), pair("b", "c", "rewrite", second="rewrite")]
    assert kappa(half) == pytest.approx(1.0)
    assert kappa([*half, pair("c", "d", "copy", second="rewrite")]) == pytest.approx(0.4)

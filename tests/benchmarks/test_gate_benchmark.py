"""The benchmark of the gate counts as it says, and trains on nothing that it measures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import gate
from benchmarks.claims import held_out
from benchmarks.data import lines


def test_a_share_has_its_interval_and_a_rate_its_quartiles() -> None:
    row = gate.share("a set", [True] * 9 + [False], metric="recall", note="")
    assert row.low is not None
    assert row.high is not None
    assert (row.value, row.n) == (0.9, 10)
    assert row.low < 0.9 < row.high <= 1
    fast = gate.rate("a set", "gate", 100, [0.1, 0.2, 0.4])
    assert (fast.value, fast.low, fast.high) == (500, 375, 750)
    assert fast.note == "processor time"


def test_every_run_is_timed_after_one_that_is_not() -> None:
    calls: list[int] = []
    assert len(gate.timed(lambda: calls.append(1), 3)) == 3
    assert len(calls) == 4


def test_what_is_trained_on_is_not_measured(shared: Callable[[str], Path]) -> None:
    for name in (
        "data/bulk_news.jsonl.gz",
        "gold/train.json.gz",
        "data/muc4.jsonl.gz",
        "data/fakes.jsonl.gz",
    ):
        shared(name)
    training = pytest.importorskip("training.gate")
    news = [case["id"] for case in lines(gate.BULK)]
    assert 0.45 < sum(map(gate.untouched, news)) / len(news) < 0.55
    named = [each.group for each in (*training.of_labels(), *training.of_muc(), *training.of_fakes())]
    assert len(named) > 2_000
    assert not [name for name in named if name.startswith("bulk:") and gate.untouched(name[5:])]
    assert not [name for name in named if held_out(name) and ":" in name]
    assert not [name for name in named if name.startswith("TST3")]

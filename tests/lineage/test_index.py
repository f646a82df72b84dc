"""The index names every report that shares runs, as comparing all of them does."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.lineage import index as index_module
from reportedly.lineage.index import OLDEST, RunIndex
from reportedly.lineage.runs import RUN, SCALE, WHOLE, common, run_numbers, sampled

WORDS = st.lists(st.sampled_from("army bomb city down east fire gate hill".split()), max_size=40)


@given(WORDS, WORDS)
def test_two_texts_share_the_runs_that_stand_in_both(one: list[str], other: list[str]) -> None:
    def plain(words: list[str]) -> set[tuple[str, ...]]:
        return {tuple(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))} if words else set()

    shared = common(np.unique(run_numbers(one)), np.unique(run_numbers(other)))
    assert shared == len(plain(one) & plain(other))


def test_numbers_are_the_same_in_every_process() -> None:
    script = (
        "from reportedly.lineage.runs import run_numbers; print(run_numbers('a b c d e f'.split()).tolist())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert printed == {f"{run_numbers('a b c d e f'.split()).tolist()}\n".encode()}


def test_about_one_run_in_four_is_sampled() -> None:
    numbers = np.unique(run_numbers([str(i) for i in range(40_000)]))
    assert len(numbers) == 40_000 - RUN + 1
    assert len(sampled(numbers[: WHOLE - 1])) == WHOLE - 1, "of a short text all are kept"
    assert len(sampled(numbers)) == pytest.approx(len(numbers) / SCALE, rel=0.03)


@pytest.mark.parametrize("fresh", [1, 7, 50, 100_000])
def test_every_sharer_is_named_however_the_arrays_lie(fresh: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "FRESH", fresh)
    draw = random.Random(3)  # noqa: S311
    made = RunIndex()
    held: dict[int, set[int]] = {}
    for report in range(120):
        sample = np.array(sorted({draw.getrandbits(9) << 40 for _ in range(12)}), dtype=np.uint64)
        asked = set(sample.tolist())
        expected: Counter[int] = Counter()
        for run in asked:
            expected.update([other for other in held if run in held[other]][:OLDEST])
        assert made.sharing(sample) == expected
        made.add(report, sample)
        held[report] = asked


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 40))
def test_a_run_of_many_reports_names_the_oldest(copies: int) -> None:
    sample = sampled(np.unique(run_numbers([str(i) for i in range(60)])))
    made = RunIndex()
    for report in range(copies):
        made.add(report, sample)
    assert set(made.sharing(sample)) == set(range(min(copies, OLDEST)))


def test_reports_without_a_word_share_nothing() -> None:
    index = RunIndex()
    for report in range(2):
        index.add(report, np.zeros(0, dtype=np.uint32))
    assert len(index.shared().keys) == 0

"""Pages that nobody would write: each gives a sound report or one row that says why not."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from fuzz.harness import Outcome, run
from fuzz.mutate import mutated
from fuzz.seeds import SHAPES, STORIES, own_seeds
from tiers import publish, tries

pytestmark = pytest.mark.reliability


def publish_outcome(figure: str, outcome: Outcome, note: str) -> None:
    worst = f"{outcome.seconds:.1f} s for one page"
    given_up = sum(count for said, count in outcome.said.items() if said.startswith("failed"))
    note += f"; {given_up} rows tell that a parser gave up"
    print(outcome.said, "slowest:", outcome.slowest)  # noqa: T201  (shown where it fails, and by -s)
    publish(figure, tried=outcome.tried, failed=outcome.failed, worst=worst, note=note)
    assert not outcome.failed, outcome.told()


def test_mutated_pages_give_a_report_or_one_row() -> None:
    outcome = run("fuzz.pages:trial", tries(commit=500, nightly=20_000, release=100_000))
    # Were all refused, the readers behind would not have been tried.
    assert outcome.said["report"] > outcome.tried / 3, outcome.said
    publish_outcome(
        "mutated pages, each a sound report or one row",
        outcome,
        f"of {len(own_seeds())} pages of our own in {len(STORIES)} scripts and languages; every eighth on to "
        "claims by the rules, every 64th by the network",
    )


def test_mutated_real_pages_give_a_report_or_one_row(shared: Callable[[str], Path]) -> None:
    archive = shared("data/article_extraction.tar.gz")
    outcome = run("fuzz.pages:real_trial", tries(commit=40, nightly=2_000, release=10_000), str(archive))
    assert outcome.said["report"] > outcome.tried / 3, outcome.said
    publish_outcome("mutated real pages, each a sound report or one row", outcome, "of 181 news pages")


def test_the_seeds_are_of_many_scripts_and_shapes() -> None:
    letters = (each for told in STORIES.values() for each in told.headline if each.isalpha())
    scripts = {unicodedata.name(each, "").split()[0] for each in letters}
    assert len(scripts) >= 25
    assert len(own_seeds()) == len(set(own_seeds())) >= 40
    assert len(SHAPES) == 12


def test_a_mutation_is_the_same_at_every_run_and_unlike_the_others() -> None:
    some = [mutated(own_seeds(), number) for number in range(200)]
    assert some == [mutated(own_seeds(), number) for number in range(200)]
    assert len(set(some)) > 195


def test_a_trial_that_crashes_or_hangs_costs_itself_alone() -> None:
    outcome = run("fuzz.test_fuzz_pages:a_bad_trial", 7, seconds=2)
    assert (outcome.tried, outcome.failed) == (7, 3)
    assert [number for number, _ in outcome.faults] == [1, 3, 5]
    raised, crashed, hung = (words for _, words in outcome.faults)
    assert "ZeroDivisionError" in raised
    assert "the process ended with -11" in crashed
    assert "no end within 2 s" in hung
    assert "in a_bad_trial" in hung, "the words do not tell where it hung"


def test_a_run_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REPORTEDLY_FUZZ_STATE", str(tmp_path))
    monkeypatch.setattr("tiers._commit", lambda: "0123abcd")
    assert run("fuzz.test_fuzz_pages:a_good_trial", 3).said == {"0": 1, "1": 1, "2": 1}
    assert run("fuzz.test_fuzz_pages:a_good_trial", 5).said == {"0": 1, "1": 1, "2": 1, "3": 1, "4": 1}
    monkeypatch.setattr("tiers._commit", lambda: "fedc3210")
    assert run("fuzz.test_fuzz_pages:a_good_trial", 2).said == {"0": 1, "1": 1}


def a_good_trial(number: int) -> str:
    return str(number)


def a_bad_trial(number: int) -> str:
    if number == 1:
        return str(1 // 0)
    if number == 3:
        import ctypes

        ctypes.string_at(0)
    while number == 5:
        pass
    return "fine"

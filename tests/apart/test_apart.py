"""A child that is over a bound, crashes or is taken over costs the call, and no other."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from apart import poisons
from apart.poisons import Word
from reportedly.apart import Keeper, Over, TooMuchMemory, TooMuchTime, Unanswered
from reportedly.errors import ChildError
from reportedly.limits import DEFAULT_LIMITS

QUICK = replace(DEFAULT_LIMITS, parse_seconds=0.5, parse_processor_seconds=1)
BY_PROCESSOR = replace(DEFAULT_LIMITS, parse_seconds=30.0, parse_processor_seconds=1)
WORD = Word(
    text="«Ünï\ud800\0»",
    number=-3,
    share=0.25,
    day=dt.date(2024, 2, 29),
    at=dt.datetime(2024, 2, 29, 12, 0, tzinfo=dt.UTC),
    data=bytes(range(256)) * 1000,
    parts=("a", "", "b"),
)
linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filter and limits are Linux's")


@pytest.fixture
def keeper() -> Iterator[Keeper]:
    found = Keeper(modules=("apart.poisons",))
    yield found
    found.close()


def works_again(keeper: Keeper) -> bool:
    return keeper.call(DEFAULT_LIMITS, poisons.double, 21) == 42


def test_what_goes_there_comes_back(keeper: Keeper) -> None:
    assert keeper.call(DEFAULT_LIMITS, poisons.same, WORD) == WORD
    bare = replace(WORD, day=None, at=None, data=b"", parts=())
    assert keeper.call(DEFAULT_LIMITS, poisons.same, bare) == bare
    assert keeper.started == 1


def test_what_it_prints_is_no_answer(keeper: Keeper, capfd: pytest.CaptureFixture[str]) -> None:
    assert keeper.call(DEFAULT_LIMITS, poisons.prints, "loud\n") == "loud\n"
    assert works_again(keeper)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("poison", "limits", "kind", "told"),
    [
        (poisons.sleeps, QUICK, TooMuchTime, "more than 0.5 seconds"),
        (poisons.works, QUICK, TooMuchTime, "more than 0.5 seconds"),
        (poisons.works, BY_PROCESSOR, TooMuchTime, "more than 1 seconds of a processor"),
        (poisons.works_in_c, BY_PROCESSOR, TooMuchTime, "more than 1 seconds of a processor"),
        (poisons.takes_memory, DEFAULT_LIMITS, TooMuchMemory, "out of memory"),
        (poisons.takes_memory_bit_by_bit, DEFAULT_LIMITS, TooMuchMemory, "out of memory"),
        (poisons.answers_too_much, DEFAULT_LIMITS, TooMuchMemory, "at most 100000000"),
        (poisons.crashes, DEFAULT_LIMITS, Unanswered, "signal 11"),
        (poisons.exits, DEFAULT_LIMITS, Unanswered, "code 7"),
        (poisons.aborts, DEFAULT_LIMITS, Unanswered, "signal"),
        (poisons.answers_with_another_type, DEFAULT_LIMITS, Unanswered, "nonsense"),
        (poisons.writes_nonsense, DEFAULT_LIMITS, Over, "too much"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
@linux
def test_one_that_is_over_costs_itself(
    keeper: Keeper, poison: Callable[[], object], limits: object, kind: type[Over], told: str
) -> None:
    assert works_again(keeper)
    with pytest.raises(kind, match=told):
        keeper.call(limits, poison)  # type: ignore[arg-type]
    assert works_again(keeper)


def test_one_that_raises_is_told_and_the_child_stays(keeper: Keeper) -> None:
    before = keeper.call(DEFAULT_LIMITS, poisons.process)
    with pytest.raises(Unanswered, match=r"ValueError: bad page"):
        keeper.call(DEFAULT_LIMITS, poisons.raises, "bad page")
    assert keeper.call(DEFAULT_LIMITS, poisons.process) == before
    with pytest.raises(TooMuchMemory, match="nested too deeply"):
        keeper.call(DEFAULT_LIMITS, poisons.recurses, 0)
    assert works_again(keeper)


def test_a_worn_child_is_not_held_against_a_page(keeper: Keeper) -> None:
    first = keeper.call(DEFAULT_LIMITS, poisons.process)
    os.kill(first, signal.SIGKILL)
    assert works_again(keeper), "asked once more, in a new child"
    assert keeper.started == 2


def test_a_page_that_ends_every_child_ends_two_and_no_more(keeper: Keeper) -> None:
    assert works_again(keeper)
    with pytest.raises(Unanswered):
        keeper.call(DEFAULT_LIMITS, poisons.exits)
    assert keeper.started == 2


def test_it_is_started_anew_after_so_many_calls(keeper: Keeper) -> None:
    limits = replace(DEFAULT_LIMITS, parse_calls=3)
    seen = [keeper.call(limits, poisons.process) for _ in range(7)]
    assert [len(set(seen[at : at + 3])) for at in (0, 3)] == [1, 1]
    assert len(set(seen)) == keeper.started == 3
    for each in seen[:6]:
        with pytest.raises(ProcessLookupError):
            os.kill(each, 0)


@linux
def test_a_bound_on_memory_of_ones_own_counts(keeper: Keeper) -> None:
    roomy = replace(DEFAULT_LIMITS, parse_memory_bytes=2_000_000_000)
    assert keeper.call(roomy, poisons.takes_memory) == 700_000_000
    with pytest.raises(TooMuchMemory):
        keeper.call(DEFAULT_LIMITS, poisons.takes_memory)


ALLOWED = ["a file of its own library", "a thread"]


@pytest.mark.parametrize("what", [each for each in poisons._TRIED if each not in ALLOWED])
@linux
def test_what_no_parser_has_to_do_is_refused(keeper: Keeper, tmp_path: Path, what: str) -> None:
    there = tmp_path / "secret.txt"
    there.write_text("secret", "utf-8")
    (tmp_path / "secret.txt.there").symlink_to(there)
    before = sorted(each.name for each in tmp_path.iterdir())
    found = keeper.call(DEFAULT_LIMITS, poisons.refused, what, str(there))
    assert found in ("PermissionError", "OSError", "gaierror"), found
    assert sorted(each.name for each in tmp_path.iterdir()) == before
    assert there.read_text("utf-8") == "secret"


@pytest.mark.parametrize("what", ALLOWED)
def test_what_a_parser_needs_is_not(keeper: Keeper, tmp_path: Path, what: str) -> None:
    assert keeper.call(DEFAULT_LIMITS, poisons.refused, what, str(tmp_path)) == "done"


@linux
def test_all_walls_stand_here(keeper: Keeper) -> None:
    assert works_again(keeper)
    assert keeper.walls == ("memory", "processor", "system calls", "audit")


def test_nothing_of_the_environment_comes_along(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_LLM_KEY", "secret")
    monkeypatch.setenv("PGPASSWORD", "secret")
    found = keeper.call(DEFAULT_LIMITS, poisons.environment)
    assert set(found) <= {"LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT"}


def test_threads_take_turns(keeper: Keeper) -> None:
    found: list[int] = []

    def ask() -> None:
        found.extend(keeper.call(DEFAULT_LIMITS, poisons.double, number) for number in range(50))

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert sorted(found) == sorted([2 * number for number in range(50)] * 4)
    assert keeper.started == 1


def test_one_that_cannot_be_started_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = Keeper()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ChildError, match="cannot be started"):
        keeper.call(DEFAULT_LIMITS, poisons.double, 1)
    monkeypatch.undo()
    without = Keeper(modules=("reportedly.nothing_of_that_name",))
    with pytest.raises(ChildError, match=r"ended \(code 1\) before it began"):
        without.call(DEFAULT_LIMITS, poisons.double, 1)


def test_a_function_of_nobodys_is_not_called(keeper: Keeper) -> None:
    assert works_again(keeper)
    with pytest.raises(Unanswered):
        keeper.call(DEFAULT_LIMITS, subprocess.getoutput, "true")
    assert works_again(keeper)


WAITING = """
import sys
from reportedly.apart import call
from reportedly.limits import DEFAULT_LIMITS
from apart import poisons
from reportedly.apart import keeper
keeper._KEEPER.modules = ("apart.poisons",)
print(call(DEFAULT_LIMITS, poisons.process), flush=True)
call(DEFAULT_LIMITS, poisons.sleeps)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda each: each.name)
def test_no_child_outlives_its_parent(how: signal.Signals) -> None:
    paths = os.pathsep.join(sys.path)
    with subprocess.Popen(
        [sys.executable, "-c", WAITING],
        env=os.environ | {"PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        time.sleep(0.2)
        parent.send_signal(how)
        parent.wait(20)
    if how is signal.SIGINT:
        # Ended by its parent on the way out. What kills at once leaves it to find that nobody listens.
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)
    else:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def test_a_forked_process_has_a_child_of_its_own() -> None:
    code = """
import os, sys
from reportedly.apart import call, keeper
from reportedly.limits import DEFAULT_LIMITS
from apart import poisons
keeper._KEEPER.modules = ("apart.poisons",)
first = call(DEFAULT_LIMITS, poisons.process)
if os.fork() == 0:
    os._exit(int(call(DEFAULT_LIMITS, poisons.process) == first))
_, status = os.wait()
assert status == 0, status
assert call(DEFAULT_LIMITS, poisons.process) == first
"""
    paths = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": paths}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr

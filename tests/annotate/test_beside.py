"""Work beside the caller: all of it done once, results in hand, failures and interrupts where they belong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest

from reportedly.annotate.encoder.beside import Beside


def test_every_piece_of_work_is_done_once() -> None:
    beside, done = Beside(), list[int]()

    def work(number: int) -> int:
        done.append(number)
        return number * number

    asked = [beside.begin(partial(work, number)) for number in range(50)]
    assert [result() for result in reversed(asked)] == [number * number for number in reversed(range(50))]
    assert sorted(done) == list(range(50))
    assert asked[3]() == 9


def held_up(beside: Beside) -> tuple[threading.Event, Callable[[], bool]]:
    """The thread in the midst of work that ends once the event is set."""
    begun, held = threading.Event(), threading.Event()

    def work() -> bool:
        begun.set()
        return held.wait(10)

    result = beside.begin(work)
    assert begun.wait(10)
    return held, result


def test_who_would_wait_does_what_is_waiting() -> None:
    """While the thread is held up, the caller does the next piece; both results come."""
    beside = Beside()
    held, slow = held_up(beside)

    def let_go() -> int:
        held.set()
        return threading.get_ident()

    quick = beside.begin(let_go)
    assert slow() is True
    assert quick() == threading.get_ident()


def test_a_failure_is_raised_where_the_result_is_asked_for() -> None:
    beside = Beside()
    failing, fine = beside.begin(lambda: 1 // 0), beside.begin(lambda: "fine")
    assert fine() == "fine"
    with pytest.raises(ZeroDivisionError):
        failing()
    with pytest.raises(ZeroDivisionError):
        failing()


def test_an_interrupt_during_another_ones_work_is_not_lost() -> None:
    beside = Beside()
    held, slow = held_up(beside)

    def interrupted() -> None:
        held.set()
        raise KeyboardInterrupt

    beside.begin(interrupted)
    with pytest.raises(KeyboardInterrupt):
        slow()

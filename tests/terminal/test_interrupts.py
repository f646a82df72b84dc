"""Ctrl-C waits for the input in hand, and the second one does not."""

from __future__ import annotations

import signal
import threading

import pytest

from reportedly.terminal.interrupts import between_inputs


@pytest.fixture(autouse=True)
def heeded() -> object:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_waits_for_the_place_between_two_inputs() -> None:
    done: list[int] = []

    def work() -> None:
        with between_inputs() as stop_if_asked:
            for number in range(5):
                if number == 2:
                    signal.raise_signal(signal.SIGINT)
                done.append(number)
                stop_if_asked()

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == [0, 1, 2]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_the_second_interrupt_stops_at_once() -> None:
    def work() -> None:
        with between_inputs():
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        work()


def test_ignored_interrupts_stay_ignored() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with between_inputs() as stop_if_asked:
        signal.raise_signal(signal.SIGINT)
        stop_if_asked()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_another_thread_leaves_the_handler_alone() -> None:
    found: list[object] = []

    def work() -> None:
        with between_inputs() as stop_if_asked:
            stop_if_asked()
            found.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [signal.default_int_handler]

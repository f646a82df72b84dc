"""Ctrl-C during long work: the input in hand is finished first, so that no transaction is torn."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def between_inputs() -> Iterator[Callable[[], None]]:
    """Hold an interrupt back until the function that is given is called; a second one stops at once.

    An interrupt that lands inside of a database's commit leaves it to libraries to tell whether there was
    one; here it lands where everything before is stored and nothing after is begun. Where interrupts are
    ignored (a job in the background) or this is not the main thread, nothing changes.

    Raises:
        KeyboardInterrupt: by the function, once asked to stop.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler or threading.current_thread() is not threading.main_thread():
        yield _go_on
        return
    asked = False

    def note(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    def stop_if_asked() -> None:
        if asked:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, note)
    try:
        yield stop_if_asked
    finally:
        signal.signal(signal.SIGINT, before)


def _go_on() -> None:
    return

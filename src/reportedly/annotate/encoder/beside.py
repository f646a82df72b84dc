"""Work that is done by a thread beside the caller, who lends a hand where it would only wait."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class Beside:
    """One thread more, and never two: on two cores a third cost each window 15 % more time.

    For work that leaves the interpreter to others, such as running a network.
    """

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside")
        self._waiting: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()

    def begin(self, work: Callable[[], T]) -> Callable[[], T]:
        """Have something done; the call that comes back waits for its result, or raises what it raised."""
        future: Future[T] = Future()
        self._waiting.put((future, work))
        self._thread.submit(self._next)
        return partial(self._result, future)

    def _result(self, future: Future[T]) -> T:
        while not future.done() and self._next():
            pass
        return future.result()

    def _next(self) -> bool:
        """Do what has waited longest; False where nothing does."""
        try:
            future, work = self._waiting.get_nowait()
        except Empty:
            return False
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)
            # An interrupt is for the thread that it met, not only for whoever asks for this result.
            if not isinstance(error, Exception):
                raise
        return True

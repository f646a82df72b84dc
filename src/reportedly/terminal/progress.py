"""Progress on standard error, for work that takes longer than a second and only where somebody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE_S = 1.0


class Watched:
    """Shows how many inputs have been read; silent for short work, when quiet, and where nobody looks.

    ``total`` is asked only when the bar first shows: counting a large folder takes time as well.
    """

    def __init__(self, *, total: Callable[[], int | None], quiet: bool) -> None:
        self._total = total
        self._silent = quiet or not sys.stderr.isatty()
        self._begun = time.monotonic()
        self._bar: tuple[Progress, TaskID] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar[0].stop()

    def at(self, done: int) -> None:
        """Tell that ``done`` inputs are done."""
        if self._silent:
            return
        if not self._bar and time.monotonic() - self._begun > _PATIENCE_S:
            self._bar = _started(self._total())
        if self._bar:
            bar, task = self._bar
            bar.update(task, completed=done)


def _started(total: int | None) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.start()
    return bar, bar.add_task("reading", total=total)

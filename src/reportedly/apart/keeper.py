"""This side of the child: it is started when first needed, kept for some hundred calls, and killed when over.

One child serves a process, one call at a time: parsing holds the interpreter anyway, and more of them would
take the cores of the reader. A watchdog, one thread, kills a child that takes too long, whether it is in the
middle of Python, of a library or of sending.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, ParamSpec, TypeVar, cast

from reportedly.apart import wire
from reportedly.apart.process import Answered, Beginning, Called, Failed, Ready, answer_type
from reportedly.errors import ChildError
from reportedly.limits import DEFAULT_LIMITS, Limits

P = ParamSpec("P")
T = TypeVar("T")

_BEGIN = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from reportedly.apart.process import main; main()"
)
_BEGIN_SECONDS = 60.0
"""In which a child has to load its modules; half a second does, on a machine at rest."""
_KEPT_ENVIRONMENT = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT")


class Over(Exception):
    """A call gave nothing, and not because the function said so; the text is for a row."""


class TooMuchTime(Over):
    """It took longer than it may."""


class TooMuchMemory(Over):
    """It asked for more memory than it may have."""


class Unanswered(Over):
    """The child crashed, failed, or answered with nonsense."""


def call(limits: Limits, function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Call a function of this package in the child that this process keeps.

    It is a function of a module's own, with types on all it takes and gives, and arguments by their places.
    Safe to call from several threads; each waits for the other.

    Raises:
        Over: it was killed, crashed or raised.
        ChildError: no child can be started.
    """
    if named:
        raise TypeError("arguments are given by their places")
    return _KEEPER.call(limits, function, *arguments)


def prepare(*modules: str) -> None:
    """Start the child now, with modules that it will need, and do not wait for it.

    Raises:
        ChildError: none can be started.
    """
    _KEEPER.prepare(*modules)


@dataclass(kw_only=True)
class _Child:
    """A process, and how far it is."""

    process: subprocess.Popen[bytes]
    memory_bytes: int
    calls: int = 0
    ready: bool = False
    late: bool = False
    """The watchdog ended it."""

    @property
    def given(self) -> IO[bytes]:
        """Where calls are written to."""
        return cast(IO[bytes], self.process.stdin)

    @property
    def answers(self) -> IO[bytes]:
        """Where answers come from."""
        return cast(IO[bytes], self.process.stdout)

    def end(self, *, crashed: bool = False) -> int:
        """End it, whatever it is doing; gives the code it ended with."""
        with suppress(subprocess.TimeoutExpired):
            # One that crashed is given the time to say how.
            self.process.wait(timeout=0.5 if crashed else 0.0)
        with suppress(OSError):
            self.process.kill()
        for stream in (self.given, self.answers):
            with suppress(OSError):
                stream.close()
        return self.process.wait()


@dataclass(kw_only=True)
class Keeper:
    """Keeps one child; :func:`call` and :func:`prepare` are those of the one that a process shares."""

    modules: tuple[str, ...] = ()
    walls: tuple[str, ...] = ()
    """What stands around the child that was started last."""
    started: int = 0
    """Children so far."""
    _child: _Child | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _watchdog: _Watchdog | None = None

    def call(self, limits: Limits, function: Callable[..., T], *arguments: object) -> T:
        """As :func:`reportedly.apart.call`.

        Raises:
            Over: it was killed, crashed or raised.
            ChildError: no child can be started.
        """
        with self._lock:
            worn = self._child is not None and self._child.calls > 0
            try:
                return self._once(limits, function, arguments)
            except TooMuchTime:
                raise
            except Over:
                if not worn or self._child is not None:
                    raise
            # The child is gone, and may have been worn by what came before: once more in a new one.
            return self._once(limits, function, arguments)

    def prepare(self, *modules: str) -> None:
        """As :func:`reportedly.apart.prepare`.

        Raises:
            ChildError: none can be started.
        """
        with self._lock:
            self.modules = tuple(dict.fromkeys([*self.modules, *modules]))
            if self._child is None:
                self._child = self._start()

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            child, self._child = self._child, None
            if child is not None:
                child.end()

    def _once(self, limits: Limits, function: Callable[..., T], arguments: tuple[object, ...]) -> T:
        if self._child is not None and self._child.memory_bytes != limits.parse_memory_bytes:
            self.close()
        child = self._child = self._child or self._start(limits.parse_memory_bytes)
        if not child.ready:
            self._await(child)
        child.calls += 1
        watchdog = self._watchdog = self._watchdog or _Watchdog()
        sound = False
        try:
            with watchdog.over(child, limits.parse_seconds):
                given = _asked(child, limits, function, arguments)
            # What had too little memory may hold what it had of it.
            sound = not (isinstance(given, Failed) and given.memory)
        except (EOFError, OSError, wire.WireError) as error:
            raise _gone(child, limits, error) from error
        finally:
            # Also where an interrupt came in between: what it would answer is another call's.
            if not sound or child.calls >= limits.parse_calls:
                self._child = None
                child.end()
        if isinstance(given, Failed):
            raise (TooMuchMemory if given.memory else Unanswered)(given.detail)
        return given

    def _start(self, memory_bytes: int = DEFAULT_LIMITS.parse_memory_bytes) -> _Child:
        self.started += 1
        kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
        try:
            process = subprocess.Popen(  # noqa: S603  (this interpreter)
                # Isolated: nothing of the user's own is loaded, and nothing of the environment comes along.
                [sys.executable, "-I", "-S", "-X", "utf8", "-c", _BEGIN, json.dumps(_path())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=kept,
                # An interrupt from the keyboard goes to a group: this process decides what it means.
                start_new_session=True,
            )
            child = _Child(process=process, memory_bytes=memory_bytes)
            wire.write(child.given, Beginning(self.modules, memory_bytes))
        except OSError as error:
            raise ChildError(
                f"the process that parses what comes from outside cannot be started: {error}; free some "
                "memory or processes and run this again"
            ) from error
        return child

    def _await(self, child: _Child) -> None:
        watchdog = self._watchdog = self._watchdog or _Watchdog()
        try:
            with watchdog.over(child, _BEGIN_SECONDS):
                ready: Ready = wire.read(child.answers, Ready, most=1_000_000)
        except (EOFError, OSError, wire.WireError) as error:
            self._child = None
            code = child.end(crashed=True)
            raise ChildError(
                f"the process that parses what comes from outside ended ({_told(code)}) before it began; "
                "is there memory for it, and is the installation whole?"
            ) from error
        except BaseException:
            self._child = None
            child.end()
            raise
        child.ready, self.walls = True, ready.walls


def _asked(
    child: _Child, limits: Limits, function: Callable[..., T], arguments: tuple[object, ...]
) -> T | Failed:
    most = limits.parse_answer_bytes
    seconds = limits.parse_processor_seconds
    called = Called(function.__module__, function.__qualname__, seconds)
    wire.write(child.given, called, arguments)
    told = wire.read(child.answers, Answered | Failed, most=most)
    if isinstance(told, Failed):
        return told
    return cast(T, wire.read(child.answers, answer_type(function), most=most))


def _gone(child: _Child, limits: Limits, error: Exception) -> Over:
    """What to raise for a child that gave no answer; it is ended."""
    code = child.end(crashed=isinstance(error, EOFError | OSError))
    if child.late:
        return TooMuchTime(f"it took more than {limits.parse_seconds:g} seconds")
    if code == -_SIGXCPU:
        most = limits.parse_processor_seconds
        return TooMuchTime(f"it took more than {most} seconds of a processor")
    if isinstance(error, wire.TooLarge):
        return TooMuchMemory(f"what it gives is too much: {error}")
    if isinstance(error, wire.WireError):
        return Unanswered(f"the process that parsed it answered with nonsense: {error}"[:300])
    return Unanswered(f"the process that parsed it ended ({_told(code)})")


class _Watchdog:
    """Kills a child that is not done in time. One thread, asleep while nothing is asked of it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._child: _Child | None = None
        self._due = self._wakes = 0.0
        threading.Thread(target=self._watch, name="apart-watchdog", daemon=True).start()

    @contextmanager
    def over(self, child: _Child, seconds: float) -> Iterator[None]:
        """Watch over a child for as long as the block lasts."""
        with self._changed:
            self._child, self._due = child, time.monotonic() + seconds
            # It wakes by itself before this is due, and looks then: telling it would cost more than the call.
            if not 0.0 < self._wakes <= self._due:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._child = None

    def _watch(self) -> None:
        with self._changed:
            while True:
                if self._child is None:
                    self._wakes = 0.0
                    self._changed.wait()
                elif (left := self._due - time.monotonic()) > 0:
                    self._wakes = self._due
                    self._changed.wait(left)
                else:
                    self._child.late = True
                    self._child.process.kill()
                    self._child = None


def _path() -> list[str]:
    """Where a child finds this program and its libraries: what hooks of the site added is in it."""
    own = str(Path(__file__).resolve().parents[2])
    return list(dict.fromkeys([own, *(str(Path(each).resolve()) for each in sys.path)]))


def _told(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"code {code}"


_SIGXCPU = 24
_KEEPER = Keeper()


def _anew() -> None:
    """In a process that was forked: the child, the lock and the watchdog are the other's."""
    global _KEEPER
    _KEEPER = Keeper(modules=_KEEPER.modules)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_anew)
atexit.register(lambda: _KEEPER.close())

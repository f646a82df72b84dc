"""The child: it takes one call after the other from its standard input until that ends.

Started by :mod:`.keeper` without the site's hooks and the parent's environment. Modules are loaded before the
walls go up, and the walls before the first outside byte comes.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any, BinaryIO, get_type_hints

from reportedly.apart import walls, wire

OURS = "reportedly."
MOST_CALL = 1 << 30
"""Bytes of a call; what a parser is given is bounded before, by :class:`reportedly.limits.Limits`."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first thing that a child is told."""

    modules: tuple[str, ...]
    """Loaded before the walls go up."""
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Ready:
    """What it answers to that."""

    walls: tuple[str, ...]
    """Those that this system has, by name."""


@dataclass(frozen=True, slots=True)
class Called:
    """Which function is called; its arguments come after it as a message of their own."""

    module: str
    function: str
    processor_seconds: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A function has given something, which comes next."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A function has raised, or memory was not enough for it."""

    detail: str
    memory: bool


def main() -> None:
    """Answer calls until nobody asks."""
    calls, answers = _own_streams()
    beginning: Beginning = wire.read(calls, Beginning, most=MOST_CALL)
    for name in beginning.modules:
        import_module(name)
    up = walls.put_up(beginning.memory_bytes)
    wire.write(answers, Ready(up))
    with suppress(EOFError, BrokenPipeError):
        while True:
            called: Called = wire.read(calls, Called, most=MOST_CALL)
            if not called.module.startswith((OURS, *beginning.modules)):
                raise wire.WireError(f"{called.module} is none of ours")
            _answer(called, calls, answers)


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for the calls alone; what else prints, prints nowhere."""
    calls = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)
    # An interrupt from the keyboard is the parent's: it ends this process when it wants to.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return calls, answers


def _answer(called: Called, calls: BinaryIO, answers: BinaryIO) -> None:
    function = named(called)
    arguments = wire.read(calls, argument_types(function), most=MOST_CALL)
    walls.bound_processor(called.processor_seconds)
    try:
        # Packed here, where too little memory for it can still be told.
        given = wire.packed(function(*arguments))
    except MemoryError:
        wire.write(answers, Failed("out of memory", memory=True))
    except RecursionError:
        wire.write(answers, Failed("nested too deeply", memory=True))
    except Exception as error:
        wire.write(answers, Failed(f"{type(error).__name__}: {error}"[:300], memory=False))
    else:
        wire.write(answers, Answered())
        answers.writelines(given)
        answers.flush()


def named(called: Called) -> Callable[..., Any]:
    """The function that a call names: one of this package's own.

    Raises:
        wire.WireError: there is none.
    """
    found = getattr(import_module(called.module), called.function, None)
    if not callable(found):
        raise wire.WireError(f"no function {called.module}.{called.function}")
    function: Callable[..., Any] = found
    return function


@lru_cache(maxsize=64)
def argument_types(function: Callable[..., Any]) -> Any:
    """A tuple's type, of what a function takes in order."""
    hints = get_type_hints(function)
    hints.pop("return", None)
    return tuple.__class_getitem__(tuple(hints.values()))


@lru_cache(maxsize=64)
def answer_type(function: Callable[..., Any]) -> Any:
    """What a function says that it gives."""
    return get_type_hints(function)["return"]

"""What a parser could be made to do, as functions that are called in the child."""

from __future__ import annotations

import ctypes
import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Word:
    """A record that goes there and back."""

    text: str
    number: int
    share: float
    day: dt.date | None
    at: dt.datetime | None
    data: bytes
    parts: tuple[str, ...]


def same(word: Word) -> Word:
    return word


def double(number: int) -> int:
    return number * 2


def process() -> int:
    return os.getpid()


def prints(text: str) -> str:
    sys.stdout.write(text)
    sys.stdout.flush()
    sys.stderr.write(text)
    os.write(1, text.encode())
    return text


def sleeps() -> int:
    time.sleep(3600)
    return 0


def works() -> int:
    while True:
        pass


def works_in_c() -> int:
    return sum(1 for _ in range(1 << 60))


def takes_memory() -> int:
    return len(b"x" * 700_000_000)


def takes_memory_bit_by_bit() -> int:
    kept: list[bytearray] = []
    while True:
        kept.append(bytearray(1_000_000))


def answers_too_much() -> bytes:
    return bytes(120_000_000)


def crashes() -> int:
    return int(_C["strlen"](None))


def exits() -> int:
    os._exit(7)


def aborts() -> int:
    os.abort()


def raises(text: str) -> int:
    raise ValueError(text)


def recurses(number: int) -> int:
    return recurses(number + 1) + 1


def answers_with_another_type() -> int:
    return "seven"  # type: ignore[return-value]


def writes_nonsense() -> int:
    for number in range(3, 20):
        try:
            os.write(number, b"\xff" * 64)
        except OSError:
            continue
    return 0


def environment() -> tuple[str, ...]:
    return tuple(sorted(os.environ))


def refused(what: str, path: str) -> str:
    """What becomes of something that no parser has to do: the name of the error, or that there was none."""
    try:
        _TRIED[what](path)
    except BaseException as error:
        return type(error).__name__
    return "done"


def _bound() -> dict[str, Any]:
    """Functions of C, taken before the walls go up: as what takes a parser over would have them."""
    names = (
        "strlen",
        "socket",
        "open",
        "creat",
        "unlink",
        "rename",
        "mkdir",
        "symlink",
        "fork",
        "execv",
        "kill",
    )
    library = ctypes.CDLL(None)
    return {
        name: getattr(library, name) for name in (*names, "ptrace", "prlimit64") if hasattr(library, name)
    }


_C = _bound()


def _in_c(name: str, *arguments: object) -> None:
    """Ask the kernel through the library of C, past what Python looks at."""
    if _C[name](*arguments) < 0:
        raise OSError(name)


def _thread(_: str) -> None:
    done: list[int] = []
    other = threading.Thread(target=done.append, args=(1,))
    other.start()
    other.join()
    if not done:
        raise OSError("no thread")


_TRIED = {
    "connect": lambda _: socket.create_connection(("127.0.0.1", 9)),
    "socket": lambda _: socket.socket(),
    "resolve": lambda _: socket.getaddrinfo("localhost", 80),
    "socket in C": lambda _: _in_c("socket", 2, 1, 0),
    "write": lambda path: Path(path).write_text("x"),
    "append": lambda path: os.open(path, os.O_WRONLY | os.O_APPEND),
    "write in C": lambda path: _in_c("open", path.encode(), os.O_WRONLY | os.O_CREAT, 0o600),
    "creat in C": lambda path: _in_c("creat", path.encode(), 0o600),
    "remove": lambda path: Path(path).unlink(),
    "remove in C": lambda path: _in_c("unlink", path.encode()),
    "rename": lambda path: Path(path).rename(path + ".other"),
    "rename in C": lambda path: _in_c("rename", path.encode(), (path + ".other").encode()),
    "folder": lambda path: Path(path + ".folder").mkdir(),
    "folder in C": lambda path: _in_c("mkdir", (path + ".folder").encode(), 0o700),
    "link in C": lambda path: _in_c("symlink", b"/etc/passwd", (path + ".link").encode()),
    "read": lambda path: Path(path).read_text(),
    "read a link": lambda path: Path(path + ".there").read_text(),
    "command": lambda _: subprocess.run(["true"], check=True),
    "system": lambda _: os.system("true"),  # noqa: S605
    "fork": lambda _: os._exit(0) if os.fork() == 0 else None,
    "fork in C": lambda _: _in_c("fork"),
    "execute in C": lambda _: _in_c("execv", b"/bin/true", None),
    "kill its parent": lambda _: os.kill(os.getppid(), signal.SIGTERM),
    "kill its parent in C": lambda _: _in_c("kill", os.getppid(), 15),
    "look into its parent": lambda _: _in_c("ptrace", 16, os.getppid(), 0, 0),
    "limits of its parent": lambda _: _in_c("prlimit64", os.getppid(), 7, 0, 0),
    "a file of its own library": lambda _: Path(os.__file__).read_text(),
    "a thread": _thread,
}  # fmt: skip

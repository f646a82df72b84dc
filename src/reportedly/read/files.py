"""From paths to entries: folders are walked lazily, and nothing met on the way is dropped silently."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from reportedly.limits import Limits
from reportedly.read.inputs import STDIN, SUFFIXES, Entry, Kind, kind_by_name, skipped
from reportedly.records import Reason, Skipped

_Seen = set[tuple[int, int]]


def find_entries(paths: Iterable[str | Path], limits: Limits) -> Iterator[Entry | Skipped]:
    """Give the entry of every file named or found below a folder, in sorted order."""
    for path in paths:
        if str(path) == STDIN:
            yield Entry(origin=STDIN, path=None, kind=Kind.UNKNOWN)
        else:
            yield from _named(Path(path), limits)


def origin_of(path: Path) -> str:
    """A path as text that JSON and SQLite can hold: undecodable bytes of a name become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def _named(path: Path, limits: Limits) -> Iterator[Entry | Skipped]:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield unreachable(origin_of(path), error)
        return
    if stat.S_ISDIR(mode):
        yield from _bounded(_walk(path, set()), origin_of(path), limits)
    else:
        yield Entry(origin=origin_of(path), path=path, kind=kind_by_name(path) or Kind.UNKNOWN)


def _bounded(entries: Iterator[Entry | Skipped], origin: str, limits: Limits) -> Iterator[Entry | Skipped]:
    for count, entry in enumerate(entries):
        if count == limits.folder_files:
            yield skipped(
                origin, Reason.TOO_LARGE, f"more than {limits.folder_files} files; the rest is not read"
            )
            return
        yield entry


def _walk(folder: Path, seen: _Seen) -> Iterator[Entry | Skipped]:
    try:
        state = folder.stat()
        # Device and inode: a symbolic link back up the tree is met once and then passed over.
        if (state.st_dev, state.st_ino) in seen:
            return
        seen.add((state.st_dev, state.st_ino))
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError as error:
        yield unreachable(origin_of(folder), error)
        return
    for name in names:
        yield from _member(folder / name, seen)


def _member(path: Path, seen: _Seen) -> Iterator[Entry | Skipped]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield unreachable(origin_of(path), error)
        return
    if stat.S_ISDIR(mode):
        yield from _walk(path, seen)
    elif not stat.S_ISREG(mode):
        # Opening a named pipe that nobody writes to would wait for ever.
        yield skipped(origin_of(path), Reason.NOT_SUPPORTED, "not a regular file")
    elif (kind := kind_by_name(path)) is None:
        known = " ".join(SUFFIXES)
        yield skipped(
            origin_of(path), Reason.NOT_SUPPORTED, f"suffix {path.suffix or 'missing'}; read are {known}"
        )
    else:
        yield Entry(origin=origin_of(path), path=path, kind=kind)


def unreachable(origin: str, error: OSError | ValueError) -> Skipped:
    """The row for a path that cannot be looked at or opened."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return skipped(origin, Reason.NOT_FOUND, "no such file")
    detail = error.strerror if isinstance(error, OSError) else str(error)
    return skipped(origin, Reason.NOT_READABLE, detail or type(error).__name__)

"""From entries to the bytes of single documents, each bounded before it is read."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from reportedly.limits import Limits
from reportedly.read.archives import Archived, pages_of
from reportedly.read.charset import decode
from reportedly.read.files import unreachable
from reportedly.read.inputs import Entry, Kind, Raw, Unreadable, skipped
from reportedly.read.parsing import is_json, is_object, items_of
from reportedly.records import Reason, Skipped

_HEAD = 4096
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_TAGGED = re.compile(rb"\s*<(?:\?xml|!--|[a-z][a-z0-9]*[\s>/])", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def open_raws(entry: Entry, limits: Limits) -> Iterator[Raw | Skipped]:
    """Give the documents of one file: the file itself, or the rows of a JSON file."""
    try:
        with _opened(entry) as stream:
            yield from _documents(entry, stream, limits)
    except OSError as error:
        yield unreachable(entry.origin, error)
    except Unreadable as error:
        yield error.row(entry.origin)


def open_archive(entry: Entry, limits: Limits) -> Iterator[Archived | Skipped]:
    """Give the pages of a web archive, and a row that says how whole it is."""
    try:
        with _opened(entry) as stream:
            if not _regular(stream):
                raise Unreadable(Reason.NOT_SUPPORTED, "an archive is read from a file, not from a pipe")
            yield from pages_of(entry.origin, stream, limits)
    except OSError as error:
        yield unreachable(entry.origin, error)
    except Unreadable as error:
        yield error.row(entry.origin)


@contextmanager
def _opened(entry: Entry) -> Iterator[BinaryIO]:
    if entry.path is None:
        yield sys.stdin.buffer
        return
    with entry.path.open("rb") as stream:
        yield stream


def _documents(entry: Entry, stream: BinaryIO, limits: Limits) -> Iterator[Raw | Skipped]:
    kind = entry.kind
    if kind is not Kind.ROWS or not _regular(stream):
        # A pipe cannot be wound back, so it is taken whole; its bound is the same.
        data = _whole(stream, _bound(kind, limits))
        kind = _settled(kind, data, limits)
        if kind is not Kind.ROWS:
            yield _single(entry.origin, kind, data, limits)
            return
        stream = io.BytesIO(data)
    yield from _rows(entry.origin, stream, limits)


def _regular(stream: BinaryIO) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def _bound(kind: Kind, limits: Limits) -> int:
    return min(limits.html_bytes, limits.file_bytes) if kind is Kind.PAGE else limits.file_bytes


def _whole(stream: BinaryIO, bound: int) -> bytes:
    if _regular(stream):
        _check_size(os.fstat(stream.fileno()).st_size, bound)
    data = stream.read(bound + 1)
    _check_size(len(data), bound)
    return data


def _check_size(size: int, bound: int) -> None:
    if size > bound:
        raise Unreadable(Reason.TOO_LARGE, f"more than {bound} bytes")


def raws_of(origin: str, kind: Kind, data: bytes, limits: Limits) -> Iterator[Raw | Skipped]:
    """Give the documents of bytes that are at hand, under the bounds of a file."""
    entry = Entry(origin=origin, path=None, kind=kind)
    try:
        yield from _documents(entry, io.BytesIO(data), limits)
    except Unreadable as error:
        yield error.row(origin)


def _single(origin: str, kind: Kind, data: bytes, limits: Limits) -> Raw:
    if not data.strip():
        raise Unreadable(Reason.EMPTY, "no bytes" if not data else "white space only")
    _check_size(len(data), _bound(kind, limits))
    return Raw(origin=origin, kind=kind, data=data)


def _settled(kind: Kind, data: bytes, limits: Limits) -> Kind:
    """What the bytes are: text that begins as a page is read as one, and a page without tags as text."""
    if kind is Kind.PAGE:
        return Kind.PAGE if b"<" in data else Kind.TEXT
    head = data[:_HEAD].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe")
    if _MARKUP.search(head) and head.lstrip().startswith(b"<"):
        return Kind.PAGE
    if kind is Kind.UNKNOWN and _TAGGED.match(head):
        return Kind.PAGE
    return (
        Kind.ROWS
        if kind is Kind.UNKNOWN and is_json(data, limits)
        else kind
        if kind is Kind.ROWS
        else Kind.TEXT
    )


def _rows(origin: str, stream: BinaryIO, limits: Limits) -> Iterator[Raw | Skipped]:
    head = stream.read(_HEAD)
    stream.seek(0)
    if not head.strip():
        raise Unreadable(Reason.EMPTY, "no rows")
    if head.startswith(_WIDE):
        stream = io.BytesIO(decode(_whole(stream, limits.file_bytes)).encode("utf-8", "replace"))
        head = stream.getvalue()[:_HEAD]
    first = _first_line(stream, limits)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[") or not is_object(first, limits):
        yield from _document(origin, _whole(stream, limits.file_bytes), limits)
    else:
        yield from _lines(origin, stream, limits)


def _first_line(stream: BinaryIO, limits: Limits) -> bytes:
    line = b""
    while not line.strip():
        line = stream.readline(limits.line_bytes + 1)
        if not line:
            break
    stream.seek(0)
    return line


def _document(origin: str, data: bytes, limits: Limits) -> Iterator[Raw | Skipped]:
    """A file that is one JSON value: a report, or a list of them."""
    items = items_of(data, limits)
    if items is None:
        yield Raw(origin=origin, kind=Kind.ROW, data=data)
        return
    if not items:
        raise Unreadable(Reason.EMPTY, "an empty list")
    for number, item in enumerate(items, start=1):
        yield Raw(origin=f"{origin}#{number}", kind=Kind.ROW, data=item)


def _lines(origin: str, stream: BinaryIO, limits: Limits) -> Iterator[Raw | Skipped]:
    number = 0
    while line := stream.readline(limits.line_bytes + 1):
        number += 1
        where = f"{origin}#{number}"
        if len(line) > limits.line_bytes:
            _pass_over(stream, limits)
            yield skipped(where, Reason.TOO_LARGE, f"a line of more than {limits.line_bytes} bytes")
        elif line.strip():
            yield Raw(origin=where, kind=Kind.ROW, data=line.strip())


def _pass_over(stream: BinaryIO, limits: Limits) -> None:
    while (part := stream.readline(limits.line_bytes)) and not part.endswith(b"\n"):
        pass


def count_raws(entry: Entry | Skipped) -> int:
    """How many documents or rows an entry will give: lines of a ``.jsonl`` file, one of any other."""
    if isinstance(entry, Skipped) or entry.path is None or entry.path.suffix.lower() != ".jsonl":
        return 1
    try:
        with entry.path.open("rb") as stream:
            if not _regular(stream):
                return 1
            return max(1, _line_count(stream))
    except OSError:
        return 1


def _line_count(stream: BinaryIO) -> int:
    count, last = 0, b"\n"
    # By chunks: one line of a file may be as long as the file.
    while chunk := stream.read(1 << 20):
        count += chunk.count(b"\n")
        last = chunk[-1:]
    return count + (last != b"\n")

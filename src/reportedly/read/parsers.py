"""What is called in the child (:mod:`reportedly.apart`): bytes from outside in, records out.

Nothing here raises because of a document: what cannot be read is an answer too.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.limits import Limits
from reportedly.read import rows
from reportedly.read.drafts import make_draft
from reportedly.read.feeds import Feed, read_feed
from reportedly.read.inputs import Draft, Raw, Unreadable
from reportedly.records import Fetched, Reason, Skipped


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a document gives nothing."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Items:
    """The documents of a file of JSON."""

    whole: bool
    """The file is one document, and ``items`` is empty: its bytes are at hand."""
    items: tuple[bytes, ...]


def draft(raw: Raw, limits: Limits) -> Draft | Unread:
    """Read the bytes of one document."""
    try:
        return make_draft(raw, limits)
    except Unreadable as error:
        return Unread(error.reason, error.detail)


def feed(page: Fetched, limits: Limits) -> Feed | Skipped:
    """Read a feed."""
    return read_feed(page, limits)


def items(data: bytes) -> Items | Unread:
    """Cut a file that is one JSON value: a report, or a list of them."""
    try:
        value = rows.load(data)
    except Unreadable as error:
        return Unread(error.reason, error.detail)
    if not isinstance(value, list):
        return Items(True, ())
    return Items(False, tuple(rows.dump(each) for each in value))


def is_json(data: bytes) -> bool:
    """Whether bytes that begin as JSON are: as a whole, or in their first line."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    return _loads(start.split(b"\n", 1)[0]) or _loads(start)


def is_object(line: bytes) -> bool:
    """Whether a line is a JSON object."""
    try:
        return isinstance(rows.load(line), dict)
    except Unreadable:
        return False


def _loads(data: bytes) -> bool:
    try:
        rows.load(data)
    except Unreadable:
        return False
    return True

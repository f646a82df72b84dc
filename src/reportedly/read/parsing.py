"""Parsing, in a child that may be killed: what costs it too much is a document that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from reportedly import apart
from reportedly.limits import Limits
from reportedly.read import parsers
from reportedly.read.feeds import Feed
from reportedly.read.inputs import Draft, Kind, Raw, Unreadable, kind_by_name, skipped
from reportedly.read.parsers import Unread
from reportedly.records import Fetched, Reason, Skipped

T = TypeVar("T")

_MODULE = "reportedly.read.parsers"
_OF_PAGES = "reportedly.read.html"
_WITHOUT_PAGES = frozenset({Kind.TEXT, Kind.ROWS})


def prepare(paths: list[str]) -> None:
    """Start the child with what these paths will need, while other things are loaded here.

    Raises:
        ChildError: it cannot be started.
    """
    plain = all(kind_by_name(Path(each)) in _WITHOUT_PAGES for each in paths)
    apart.prepare(_MODULE, *(() if plain else (_OF_PAGES,)))


def draft_of(raw: Raw, limits: Limits) -> Draft:
    """Read the bytes of one document.

    Raises:
        Unreadable: they give no draft.
        ChildError: no child can be started.
    """
    return _given(_called(limits, parsers.draft, raw, limits))


def feed_of(page: Fetched, limits: Limits) -> Feed | Skipped:
    """Read a feed that was fetched; a row says why where it is none.

    Raises:
        ChildError: no child can be started.
    """
    try:
        return _called(limits, parsers.feed, page, limits)
    except Unreadable as error:
        return skipped(page.asked, error.reason, error.detail)


def items_of(data: bytes, limits: Limits) -> tuple[bytes, ...] | None:
    """The items of a file that is a JSON list; None of one that is a single report.

    Raises:
        Unreadable: it is no JSON.
        ChildError: no child can be started.
    """
    found = _given(_called(limits, parsers.items, data))
    return None if found.whole else found.items


def is_json(data: bytes, limits: Limits) -> bool:
    """Whether bytes are JSON, as a whole or in their first line.

    Raises:
        Unreadable: it would cost too much to tell.
        ChildError: no child can be started.
    """
    # Most text is told from JSON by its first character.
    begins = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    return begins and _called(limits, parsers.is_json, data)


def is_object(line: bytes, limits: Limits) -> bool:
    """Whether a line is a JSON object.

    Raises:
        Unreadable: it would cost too much to tell.
        ChildError: no child can be started.
    """
    return b"{" in line and _called(limits, parsers.is_object, line)


def _given(found: T | Unread) -> T:
    if isinstance(found, Unread):
        raise Unreadable(found.reason, found.detail)
    return found


def _called(limits: Limits, function: Callable[..., T], *arguments: object) -> T:
    try:
        return apart.call(limits, function, *arguments)
    except (apart.TooMuchTime, apart.TooMuchMemory) as error:
        raise Unreadable(Reason.TOO_COMPLEX, str(error)) from error
    except apart.Over as error:
        raise Unreadable(Reason.FAILED, str(error)) from error

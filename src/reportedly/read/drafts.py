"""One way in for each kind of document, and the one place where a parser's failure is caught.

Called in the child that :mod:`reportedly.read.parsing` keeps: what no parser can catch ends there.
"""

from __future__ import annotations

from collections.abc import Callable

from reportedly.limits import Limits
from reportedly.read.charset import decode, known_charset
from reportedly.read.inputs import Draft, Kind, Raw, Unreadable
from reportedly.read.plain import draft_text
from reportedly.read.rows import draft_row
from reportedly.records import Reason


def make_draft(raw: Raw, limits: Limits) -> Draft:
    """Read the bytes of one document.

    Raises:
        Unreadable: they give no draft.
        MemoryError: there is not enough for it; nothing else is raised.
    """
    try:
        return _READERS[raw.kind](raw, limits)
    except (Unreadable, MemoryError):
        raise
    except RecursionError as error:
        raise Unreadable(Reason.TOO_COMPLEX, "nested too deeply") from error
    except Exception as error:
        # lxml, trafilatura and htmldate raise what they like on broken pages; the row names it.
        raise Unreadable(Reason.FAILED, f"{type(error).__name__}: {error}"[:300]) from error


def _text(raw: Raw, limits: Limits) -> Draft:
    text = decode(raw.data, declared=known_charset(raw.charset))
    # Joining lines costs time over the length; what is too long is refused before.
    if len(text) > limits.text_chars * 4:
        raise Unreadable(Reason.TOO_LARGE, f"a text of {len(text)} characters; at most {limits.text_chars}")
    return draft_text(text)


def _page(raw: Raw, limits: Limits) -> Draft:
    # Only here are lxml, trafilatura and htmldate loaded: 0.3 s that plain text need not wait for.
    from reportedly.read.html import draft_page

    return draft_page(raw.data, limits, charset=known_charset(raw.charset))


def _row(raw: Raw, limits: Limits) -> Draft:
    return draft_row(raw.data)


_READERS: dict[Kind, Callable[[Raw, Limits], Draft]] = {Kind.TEXT: _text, Kind.PAGE: _page, Kind.ROW: _row}

"""What no database can hold is refused before anything is written, and times come out as they went in."""

from __future__ import annotations

import datetime as dt
import re

from reportedly.codec import json_line
from reportedly.errors import LedgerFormatError, RecordError

# A NUL as JSON writes it; an even number of backslashes before it are backslashes of the text.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def check_storable(data: object, name: str) -> None:
    """Refuse what of JSON no database can hold.

    Raises:
        RecordError: a text has a lone surrogate or a NUL; the message begins with ``name``.
    """
    try:
        line = json_line(data)
    except LedgerFormatError as error:
        raise RecordError(f"{name}: cannot be stored: {error.args[0]}") from None
    if "\\u0000" in line and _NUL.search(line):
        raise RecordError(f"{name}: cannot be stored: text with a NUL, which databases take for its end")


def stamp(at: dt.datetime) -> str:
    """A time as text: in UTC, to the microsecond, so that texts sort as times do."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def moment(text: str) -> dt.datetime:
    """The time of a text that :func:`stamp` made, or ``isoformat``.

    Raises:
        LedgerFormatError: nobody here wrote it so.
    """
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or text not in (at.isoformat(), stamp(at)):
        raise LedgerFormatError(f"{text[:40]!r} is no time as a ledger has it")
    return at

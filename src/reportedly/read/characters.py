"""Characters that a text file may hold and a ledger may not.

The replacement keeps the length of a text: a label of another tool that counts code points into a
JSON text still fits after it, carriage returns apart.
"""

from __future__ import annotations

import re

# Escape codes could drive the reader's terminal, NUL ends strings in SQLite's C interface.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_LINE_ENDS = frozenset("\x0b\x0c\x85\u2028\u2029")
_LINE_BREAKS = re.compile(r"\r\n?")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    r"""Normalise line ends to ``\n`` and replace what JSON, SQLite or a terminal cannot hold.

    >>> clean("one\r\ntwo\x00")
    'one\ntwo '
    """
    # A pattern, as most texts hold none: str.translate took a quarter of the time of reading a page.
    return _UNFIT.sub(_fit, _LINE_BREAKS.sub("\n", text) if "\r" in text else text)


def _fit(found: re.Match[str]) -> str:
    char = found[0]
    if char in _LINE_ENDS:
        return "\n"
    if char == "\ufeff":
        return ""
    return "\ufffd" if "\ud800" <= char <= "\udfff" else " "


def one_line(text: str | None) -> str | None:
    """A value such as a title on one line, or None where nothing is left of it."""
    if text is None:
        return None
    return _SPACES.sub(" ", clean(text)).strip() or None


def one_line_exact(text: str | None) -> str | None:
    """As :func:`one_line`, but runs of spaces stay, so that offsets into a given title hold."""
    if text is None:
        return None
    return clean(text).replace("\n", " ").strip() or None

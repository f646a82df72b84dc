"""Characters that a text file may hold and a ledger may not.

The table keeps the length of a text: a label of another tool that counts code points into a
JSON text still fits after it, carriage returns apart.
"""

from __future__ import annotations

import re

# Escape codes could drive the reader's terminal, NUL ends strings in SQLite's C interface.
_CONTROLS: dict[int, str] = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (9, 10)}
_LINE_ENDS = {0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_TABLE = _CONTROLS | _LINE_ENDS | {0xFEFF: ""}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_BREAKS = re.compile(r"\r\n?")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    r"""Normalise line ends to ``\n`` and replace what JSON, SQLite or a terminal cannot hold.

    >>> clean("one\r\ntwo\x00")
    'one\ntwo '
    """
    text = _LINE_BREAKS.sub("\n", text)
    return _SURROGATE.sub("\ufffd", text).translate(_TABLE)


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

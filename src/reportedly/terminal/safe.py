"""Text from outside, made fit for a terminal: no page can move the cursor or turn the reading order.

Escaped are the control characters (C0 with ESC and BEL, DEL, C1 with the one-byte CSI), the
bidirectional controls behind 'Trojan Source' (CVE-2021-42574), line and paragraph separators,
invisible format characters, tag characters and lone surrogates. The two joiners that Persian,
Hindi and emoji need stay.
"""

from __future__ import annotations

import re
import unicodedata

_JOINERS = "\u200c\u200d"
_SPACES = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+")
# Wider than the hidden categories and much faster than asking for the category of every character.
_SUSPECT = re.compile(
    "[^ -~\u00a1-\u00ac\u00ae-\u05ff\u0620-\u06dc\u0900-\u17ff\u2010-\u2027\u2030-\u205f\u2190-\ud7ff]"
)
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def is_hidden(char: str) -> bool:
    """Whether a terminal could act on this character, or show nothing where it stands."""
    return unicodedata.category(char) in _HIDDEN and char not in _JOINERS


def visible(text: str) -> str:
    r"""One line of ``text`` in which everything hidden is spelled out and white space is single.

    >>> visible("a\x1b[31mred\u202e\n line")
    'a\\x1b[31mred\\u202e line'
    """
    return spelled(text).strip()


def spelled(text: str) -> str:
    """As :func:`visible`, with the space at either end kept: for pieces that are put together."""
    return _SUSPECT.sub(_spelled, _SPACES.sub(" ", text))


def _spelled(match: re.Match[str]) -> str:
    char = match[0]
    return char.encode("unicode_escape").decode("ascii") if is_hidden(char) else char


def visible_json(text: str) -> str:
    r"""The same JSON value, with every hidden character but line breaks as a ``\u`` escape.

    Hidden characters can stand only within JSON strings, so that the value does not change.

    >>> visible_json('{"a": "x\u202ey"}')
    '{"a": "x\\u202ey"}'
    """
    return _SUSPECT.sub(_json_escape, text)


def _json_escape(match: re.Match[str]) -> str:
    char = match[0]
    if char == "\n" or not is_hidden(char):
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))

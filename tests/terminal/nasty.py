"""Strings that attack a terminal or its reader: cursor, title, links, colours, order, invisibility."""

from __future__ import annotations

_SEQUENCES = [
    "\x1b[2J\x1b[H",  # clear the screen
    "\x1b[1A\x1b[2K",  # delete the line above
    "\x1b]0;owned\x07",  # window title
    "\x1b]2;owned\x1b\\",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",  # link
    "\x1b]52;c;cm0gLXJmIH4=\x07",  # clipboard
    "\x1b]50;?\x07",
    "\x1b]4;1;rgb:00/00/00\x07",
    "\x1b]1337;File=inline=1:AAAA\x07",
    "\x1b[31mred\x1b[0m",
    "\x1b[8mhidden\x1b[28m",
    "\x1b[6n",  # asks for the cursor's place, answered on standard input
    "\x1b[c",
    "\x1bP$q q\x1b\\",
    "\x1b_payload\x1b\\",
    "\x1b^payload\x1b\\",
    "\x1bX payload\x1b\\",
    "\x1b(0lqqk\x1b(B",
    "\x1bc",  # reset
    "\x1b7\x1b8",
    "\x1b[?1049h",
    "\x1b[?25l",
    "\x1b[3;5r",
    "\x1b[1;31mP\x1b[0m",
    "\x9b31mred",  # one-byte CSI
    "\x9d0;owned\x9c",  # one-byte OSC
    "\x90q\x9c",
    "\x85next line",
    "\x07\x07\x07",
    "\x08\x08\x08erased",
    "good\rbad",
    "a\x00b",
    "\x0e\x0f",
    "\x7f\x7f",
    "\x0b\x0c",
    "a\tb",
    "first\nreportedly: E9: forged line",
]
_ORDER = [
    "\u202egnp.exe",
    "\u202dabc\u202c",
    "\u2066hidden\u2069",
    "\u2067rtl\u2069",
    "\u2068fsi\u2069",
    "\u200eltr\u200frtl",
    "\u061carabic",
    "\u2028line\u2029paragraph",
]
_INVISIBLE = [
    "zero\u200bwidth",
    "\ufeffmark",
    "word\u2060joiner",
    "soft\u00adhyphen",
    "\U000e0041\U000e0042tags",
    "\u2061\u2062\u2063\u2064",
    "\ufff9anchor\ufffa",
    "\ud800lone",
    "\udc80lone",
]
NASTY = _SEQUENCES + _ORDER + _INVISIBLE

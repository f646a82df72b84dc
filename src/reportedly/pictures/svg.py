"""A small drawing layer: shapes and text to SVG that runs nothing, loads nothing and fits on paper.

Everything a report says is text from outside. It gets into a picture through :func:`escaped` only. No
scripts, styles, links, images or fonts are ever written, and no ``id`` that could meet another one on a page.
Lengths are in user units: 1 is a CSS pixel at the size the picture states.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from reportedly.terminal.safe import visible

INK, FAINT, HAIR, PAPER = "#1a1a1a", "#595959", "#c8c8c8", "#ffffff"
"""Text, lesser text (7:1 on white), thin lines, and the ground."""
FONTS = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', 'Noto Sans', sans-serif"
SMALL, BODY, HEAD, TITLE = 10.0, 11.5, 15.0, 21.0
"""Sizes of text; at 1000 units to an A4 page's width, 10 is 5.4 points upright and 7.9 across."""

# Code points that XML 1.0 has no way to write, not even as a reference.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NARROW = frozenset("iljtfrI.,;:'|!()[]{}-/\\ ·‘’")
_BROAD = frozenset("mwMW@%—…“”→")
# Wider than Helvetica by a twentieth: a reader's fonts are not known.
_EMS = {"narrow": 0.32, "broad": 0.93, "capital": 0.71, "other": 0.57, "wide": 1.05}


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A drawn part: its body as SVG, and how much room that takes from 0, 0 on."""

    width: float
    height: float
    body: str


def escaped(text: str) -> str:
    r"""Text from outside as XML character data or an attribute's value; hidden characters are spelled out.

    >>> escaped("</text><script>a\x00b")
    '&lt;/text&gt;&lt;script&gt;a\\x00b'
    """
    return escape(_UNWRITABLE.sub("\ufffd", visible(text)), quote=True)


def number(value: float) -> str:
    """A length in at most two decimals: the same on every machine.

    >>> number(2.0), number(1 / 3)
    ('2', '0.33')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def width_of(text: str, size: float) -> float:
    """How wide text will be at most in a common sans-serif font; an estimate, as fonts are the reader's."""
    return size * sum(_EMS[_kind(char)] for char in text if not unicodedata.combining(char))


def _kind(char: str) -> str:
    if char in _NARROW:
        return "narrow"
    if char in _BROAD:
        return "broad"
    if unicodedata.east_asian_width(char) in "WF" or ord(char) > 0x1F000:
        return "wide"
    return "capital" if char.isupper() else "other"


def fitted(text: str, width: float, size: float) -> str:
    """``text`` cut to a width, with an ellipsis where something was cut."""
    if width_of(text, size) <= width:
        return text
    room, shown = width - width_of("…", size), ""
    for char in text:
        room -= width_of(char, size)
        if room < 0:
            break
        shown += char
    return f"{shown.rstrip(' ,;:')}…"


def lines_of(text: str, width: float, size: float) -> Iterator[str]:
    """``text`` broken at spaces into lines of at most that width; a longer word is cut."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size) > width:
            yield fitted(line, width, size)
            line = word
        else:
            line = longer
    if line:
        yield fitted(line, width, size)


def element(name: str, content: str = "", /, **attributes: float | str | None) -> str:
    """One element. ``content`` is SVG already; attributes are escaped, '_' in their names becomes '-'."""
    given = "".join(
        f' {key.strip("_").replace("_", "-")}="{escaped(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def label(
    text: str,
    x: float,
    y: float,
    *,
    size: float = BODY,
    width: float | None = None,
    fill: str = INK,
    bold: bool = False,
    italic: bool = False,
    anchor: str | None = None,
    turn: float | None = None,
    full: str | None = None,
) -> str:
    """A line of text on the baseline ``y``, cut to ``width``; ``full``, or what is cut, is its title."""
    shown = visible(text) if width is None else fitted(visible(text), width, size)
    told = full or (text if shown != visible(text) else None)
    title = element("title", escaped(told)) if told else ""
    return element(
        "text",
        title + escaped(shown),
        x=x,
        y=y,
        font_size=size,
        fill=fill,
        font_weight="bold" if bold else None,
        font_style="italic" if italic else None,
        text_anchor=anchor,
        transform=None if turn is None else f"rotate({number(turn)} {number(x)} {number(y)})",
    )


def line(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    *,
    stroke: str = HAIR,
    width: float = 0.75,
    dash: str | None = None,
) -> str:
    """A straight line."""
    return element(
        "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, stroke_dasharray=dash
    )


def group(content: str, *, title: str = "", x: float = 0, y: float = 0) -> str:
    """Parts moved together, with a title that a viewer shows under the pointer."""
    told = element("title", escaped(title)) if title else ""
    move = f"translate({number(x)} {number(y)})" if x or y else None
    return element("g", told + content, transform=move)


def stacked(panels: Iterable[Panel], *, gap: float = 0) -> Panel:
    """Panels one below the other."""
    body, width, y = list[str](), 0.0, 0.0
    for panel in panels:
        y += gap if body else 0
        body.append(group(panel.body, y=y))
        width, y = max(width, panel.width), y + panel.height
    return Panel(width=width, height=y, body="\n".join(body))


def flowed(items: Iterable[tuple[str, str]], width: float) -> Panel:
    """A legend: drawn signs of at most 20 by 20 units, each with its word, in lines of that width."""
    body, x, y = list[str](), 0.0, 0.0
    for drawn, word in items:
        room = 26 + width_of(word, SMALL) + 14
        if x and x + room > width:
            x, y = 0.0, y + 22
        body.append(group(drawn, x=x, y=y) + label(word, x + 22, y + 13, size=SMALL, fill=FAINT))
        x += room
    return Panel(width=width, height=y + 20 if body else 0, body="".join(body))


def document(panel: Panel, *, title: str, told: str, margin: float = 24) -> str:
    """A whole SVG file: white ground, a title and a description in words for those who do not see it."""
    width, height = panel.width + 2 * margin, panel.height + 2 * margin
    parts = (
        element("title", escaped(title)),
        element("desc", escaped(told)),
        element("rect", width=width, height=height, fill=PAPER),
        group(panel.body, x=margin, y=margin),
    )
    return (
        element(
            "svg",
            "\n" + "\n".join(parts) + "\n",
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {number(width)} {number(height)}",
            width=width,
            height=height,
            role="img",
            aria_label=title,
            font_family=FONTS,
            fill=INK,
        )
        + "\n"
    )

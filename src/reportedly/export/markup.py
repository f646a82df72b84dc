"""HTML as nested calls: what is no markup yet is escaped, so that nothing of a report can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportedly.pictures.svg import escaped

_VOID = frozenset({"br", "hr", "link", "meta", "wbr"})
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}]+", re.IGNORECASE)


class Markup(str):
    """Finished HTML."""

    __slots__ = ()


def tag(name: str, /, *content: str | Iterable[str], **attributes: str | None) -> Markup:
    """One element. Text is escaped, :class:`Markup` is not; '_' in names of attributes becomes '-'.

    >>> tag("p", "a < b", tag("b", "c"), class_="x")
    '<p class="x">a &lt; b<b>c</b></p>'
    """
    given = "".join(
        f' {key.strip("_").replace("_", "-")}="{escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{given}>" if name in _VOID else f"<{name}{given}>{joined(*content)}</{name}>")


def joined(*content: str | Iterable[str]) -> Markup:
    """Pieces one after the other, text escaped; the blanks at the ends of a piece are kept."""
    return Markup("".join(_piece(each) for each in content))


def _piece(content: str | Iterable[str]) -> str:
    if isinstance(content, Markup):
        return content
    if isinstance(content, str):
        kept = content.strip()
        start = content.index(kept) if kept else 0
        return (
            f"{content[:start] and ' '}{escaped(kept)}{content[start + len(kept) :] and ' '}"
            if content
            else ""
        )
    return "".join(map(_piece, content))


def linked(shown: str, address: str | None) -> Markup:
    """Text that leads to an address of the web, or the text alone: a page may state any address."""
    if not address or not _ADDRESS.fullmatch(address):
        return joined(shown)
    return tag("a", shown, href=address, rel="noopener noreferrer")

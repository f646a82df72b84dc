"""From bytes of XML to a tree, by a parser that reads nothing but these bytes and is told nothing of files.

Two things are refused before any parser sees them: a document that declares entities of its own (by which
a line becomes gigabytes, and files of this machine a part of it), and one that would cost a parser more
than its length. What is not well-formed is mended where that is plain (an ampersand by itself, the names of
letters that HTML has), and read as far as it can be where not; the second is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5

from lxml.etree import LxmlError, XMLParser, XMLSyntaxError, _Element, fromstring  # noqa: TID251  (here)

from reportedly.limits import Limits
from reportedly.read.charset import decode, known_charset
from reportedly.read.inputs import Unreadable
from reportedly.read.markup import refuse_monsters
from reportedly.records import Reason

# What may stand before the root: white space, comments, instructions; then a document type or the root.
_BEFORE = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_DOCTYPE = re.compile(r"""<!DOCTYPE(?:[^\[<>"']+|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_ROOT = re.compile(r"<[^\W\d]")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_.:-]{2,40})["']""")
_CDATA = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_AMPERSAND = re.compile(r"&(?:(#\d{1,7};|#x[0-9A-Fa-f]{1,6};)|([A-Za-z][A-Za-z0-9]{1,31});)?")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document of XML."""

    root: _Element
    fault: str | None = None
    """Where it was read only in part: what is wrong, and where."""


def parse_xml(data: bytes, limits: Limits, *, charset: str | None = None) -> Parsed:
    """Parse XML from outside.

    Args:
        data: the document, unpacked.
        limits: how many tags it may have, and what else a parser may be asked.
        charset: what its server said of it; what the document itself says goes before that.

    Raises:
        Unreadable: it is none, declares entities, or would cost too much.
    """
    found = _DECLARED.match(data.lstrip()[:300])
    declared = known_charset(found[1].decode("ascii")) if found else known_charset(charset)
    text = _NO_XML.sub("", decode(data, declared=declared).removeprefix("\ufeff"))
    if (count := text.count("<")) > limits.feed_tags:
        raise Unreadable(Reason.TOO_COMPLEX, f"{count} tags; at most {limits.feed_tags}")
    refuse_monsters(text, limits)
    body = text[_root_at(text) :]
    for candidate, recover in ((body, False), (_mended(body), False), (_mended(body), True)):
        parser = _parser(recover=recover)
        try:
            root = fromstring(candidate.encode("utf-8"), parser)
        except (XMLSyntaxError, LxmlError, ValueError) as error:
            fault = str(error)[:200]
            continue
        if root is None:
            break
        return Parsed(root, fault if recover else None)
    raise Unreadable(Reason.MALFORMED, f"no XML: {fault}")


def _parser(*, recover: bool) -> XMLParser:
    """The one factory of XML parsers."""
    return XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _root_at(text: str) -> int:
    """Where the root begins; what stands before it is not parsed.

    Raises:
        Unreadable: there is none, or a document type has a part of its own, where entities are declared.
    """
    at = 0
    while at < len(text):
        if before := _BEFORE.match(text, at):
            at = before.end()
        elif _ROOT.match(text, at):
            return at
        elif doctype := _DOCTYPE.match(text, at):
            at = doctype.end()
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            raise Unreadable(Reason.TOO_COMPLEX, "a document type with declarations of its own")
        else:
            break
    raise Unreadable(Reason.MALFORMED, f"no XML: it begins with {text[at : at + 40]!r}")


def _mended(text: str) -> str:
    """Ampersands by themselves and names of HTML's letters as XML has them, except within CDATA."""
    parts, at = [], 0
    for kept in _CDATA.finditer(text):
        parts += [_AMPERSAND.sub(_ampersand, text[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join([*parts, _AMPERSAND.sub(_ampersand, text[at:])])


def _ampersand(found: re.Match[str]) -> str:
    number, name = found[1], found[2]
    if number or name in _OF_XML:
        return found[0]
    if name and (letter := html5.get(f"{name};")):
        return letter if letter not in "<&" else f"&#{ord(letter)};"
    return f"&amp;{found[0][1:]}"

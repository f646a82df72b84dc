"""Plain text: header block, paragraphs, title.

A blank line ends a paragraph. Lines within a block are joined where the text was wrapped to
a width (cables of the 1980s, mail), and are paragraphs of their own where it was not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportedly.read.characters import clean, one_line
from reportedly.read.dates import parse_modified, parse_published
from reportedly.read.inputs import Draft

_HEADER = re.compile(
    r"(outlet|published|modified|updated|date|url|by|title|language)\s?:[ \t]+(\S.{0,300})", re.IGNORECASE
)
_HEADER_LINES = 12
# Of any one header line a text may happen to begin with; two, or an address, make a block.
_TELLING = frozenset({"outlet", "published", "url", "title"})

_NARROWEST, _WIDEST = 40, 100
# How far short of the width a wrapped line may fall besides the word that did not fit.
_RAGGED = 8
_WRAPPED_SHARE = 0.75
_ENDS_SENTENCE = re.compile(r"""[.!?:;]["'”’)\]]*$""")
_ITEM = re.compile(r"(?:[-*•–—]|\d{1,3}[.)])\s|--")

_TITLE_CHARS = 200
_TITLE_STOP = re.compile(r"""[.,;:][\s"'”’)\]]*$""")
_ABBREVIATED = re.compile(r"(?:(?:^|[\s.])[A-Z]\.|\b(?:Inc|Corp|Ltd|Co|Jr|Sr|St|No)\.|\.\.\.)$")
_NOT_TITLE = re.compile(
    r"(?:by|source|sources|via|photo|image|reporting by|updated?|published|posted)\b[\s:]|"
    r"[^()]{2,60}\([^()]{2,40}\)\s{0,2}(?:-|–|—)|\w{3,9},? \w{3,9} \d{1,2},? \d{4}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Header:
    values: dict[str, str]
    rest: str


def draft_text(text: str) -> Draft:
    """Read a plain text file: an optional header block, then title and paragraphs."""
    header = _header(clean(text))
    values = header.values
    published, moment = parse_published(values.get("published") or values.get("date"))
    draft = titled(values.get("title"), header.rest)
    return replace(
        draft,
        outlet=one_line(values.get("outlet")),
        byline=one_line(values.get("by")),
        url=one_line(values.get("url")),
        language=one_line(values.get("language")),
        published=published,
        published_at=moment,
        modified_at=parse_modified(values.get("modified") or values.get("updated")),
    )


def titled(title: str | None, text: str) -> Draft:
    """Split cleaned text into paragraphs; without a given title the first line may be it."""
    blocks = _blocks(text)
    parts = list(_paragraphs(blocks))
    paragraphs = [paragraph for part in parts for paragraph in part]
    if title is None and len(paragraphs) > 1 and _is_headed(parts) and looks_like_title(paragraphs[0]):
        title, paragraphs = paragraphs[0], paragraphs[1:]
    return Draft(title=title, paragraphs=tuple(paragraphs))


def looks_like_title(line: str) -> bool:
    """Whether a first line can be a headline: short, and no sentence of the body.

    >>> looks_like_title("Two killed in blast near U.S."), looks_like_title("Police blamed nobody.")
    (True, False)
    """
    if len(line) > _TITLE_CHARS or " " not in line or _NOT_TITLE.match(line):
        return False
    return _TITLE_STOP.search(line) is None or _ABBREVIATED.search(line) is not None


def _header(text: str) -> _Header:
    lines = text.lstrip("\n ").split("\n", _HEADER_LINES)
    values: dict[str, str] = {}
    for line in lines:
        found = _HEADER.fullmatch(line.strip())
        if found is None or found[1].lower() in values:
            break
        values[found[1].lower()] = found[2]
    if len(values) > 1 or _TELLING & values.keys():
        return _Header(values, "\n".join(lines[len(values) :]))
    return _Header({}, text)


def _blocks(text: str) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            blocks[-1].append(line.rstrip())
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _paragraphs(blocks: Sequence[list[str]]) -> Iterator[list[str]]:
    width = _wrap_width(blocks)
    for block in blocks:
        parts = [[block[0].strip()]]
        for above, below in pairwise(block):
            if _continues(above, below, width):
                parts[-1].append(below.strip())
            else:
                parts.append([below.strip()])
        yield [" ".join(lines) for lines in parts]


def _wrap_width(blocks: Sequence[list[str]]) -> int | None:
    """The column that the text was wrapped to, None where it was not."""
    pairs = [pair for block in blocks for pair in pairwise(block) if not _indented(*pair)]
    if len(pairs) < 2:
        return None
    lengths = sorted(len(above) for above, _ in pairs)
    # Not the very longest: a wrapped text may hold one address or table line.
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not _NARROWEST <= width <= _WIDEST:
        return None
    full = sum(_is_full(above, below, width) for above, below in pairs)
    return width if full >= _WRAPPED_SHARE * len(pairs) else None


def _continues(above: str, below: str, width: int | None) -> bool:
    if _ITEM.match(below.lstrip()) or _indented(above, below):
        return False
    if width is not None and (_is_full(above, below, width) or len(above) > width):
        return True
    return len(above) <= _WIDEST and below.lstrip()[:1].islower() and not _ENDS_SENTENCE.search(above)


def _is_full(above: str, below: str, width: int) -> bool:
    word = len(below.split(None, 1)[0])
    return len(above) + 1 + word > width - _RAGGED


def _indented(above: str, below: str) -> bool:
    def depth(line: str) -> int:
        return len(line) - len(line.lstrip())

    return depth(below) >= depth(above) + 2


def _is_headed(parts: Sequence[list[str]]) -> bool:
    """Whether the first line stands apart: before a blank line, or far shorter than every line below."""
    first = parts[0]
    if len(first) == 1:
        return True
    return len(parts) == 1 and all(len(line) >= 1.5 * len(first[0]) for line in first[1:3])

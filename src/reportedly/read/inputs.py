"""What the read stage passes between its own steps: entries, raw documents and drafts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reportedly.records import Reason, Skipped, Stage

STDIN = "-"


class Kind(StrEnum):
    """How bytes are read; UNKNOWN is settled by looking at them."""

    TEXT = "text"
    PAGE = "page"
    ROWS = "rows"
    ROW = "row"
    ARCHIVE = "archive"
    UNKNOWN = "unknown"


SUFFIXES = {
    ".txt": Kind.TEXT,
    ".html": Kind.PAGE,
    ".htm": Kind.PAGE,
    ".json": Kind.ROWS,
    ".jsonl": Kind.ROWS,
    ".warc": Kind.ARCHIVE,
    ".warc.gz": Kind.ARCHIVE,
    ".arc": Kind.ARCHIVE,
    ".arc.gz": Kind.ARCHIVE,
}
"""The visible table of what is read in a folder."""


def kind_by_name(path: Path) -> Kind | None:
    """What a file is by its suffix; that of a packed archive has two parts."""
    packed = SUFFIXES.get("".join(path.suffixes[-2:]).lower())
    return packed or SUFFIXES.get(path.suffix.lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file that was found, not yet opened; ``path`` None is standard input."""

    origin: str
    path: Path | None
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """The bytes of one document; a row of a JSON file is one too."""

    origin: str
    kind: Kind
    data: bytes
    charset: str | None = None
    """What a server said of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What one document says, before furniture is taken out and credits are found."""

    title: str | None
    paragraphs: tuple[str, ...]
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    published: dt.date | None = None
    published_at: dt.datetime | None = None
    language: str | None = None
    based_on: tuple[str, ...] = ()
    extractor: str | None = None
    modified_at: dt.datetime | None = None


class Unreadable(Exception):
    """A document gives no report; becomes a ``Skipped`` row at the one place that catches it."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail

    def row(self, origin: str) -> Skipped:
        """The row that stands for it."""
        return skipped(origin, self.reason, self.detail)


def skipped(origin: str, reason: Reason, detail: str = "") -> Skipped:
    """A ``Skipped`` row of this stage."""
    return Skipped(origin=origin, stage=Stage.READ, reason=reason, detail=detail)

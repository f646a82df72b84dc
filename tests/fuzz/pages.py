"""Trials of mutated pages: a page gives one sound report or one row, and its claims are sound as well."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from fuzz.invariants import check_reading, check_report, check_row
from fuzz.mutate import mutated
from fuzz.seeds import own_seeds, real_seeds
from reportedly.annotations import Annotator
from reportedly.pipeline import annotator_named
from reportedly.read import read_fetched, read_reports
from reportedly.reading import reading_of
from reportedly.records import Fetched, Reading, Reason, Report, Skipped

ADDRESS = "https://news.example/story"
AGAIN, RULES, ENCODER, FILES = 16, 8, 64, 16
"""One of so many is read twice, read for claims by each reader, read from a file."""
SUFFIXES = (".html", ".htm", ".txt", ".json", "")
SAID_TO_BE = ("text/html", "text/html", "text/html", "application/xhtml+xml", None, "text/plain")
CHARSETS = (None, None, None, "utf-8", "utf-16", "windows-1256", "x-user-defined", "utf-7")


def trial(number: int) -> str:
    """Mutation ``number`` of our own pages."""
    return tried(own_seeds(), number)


def real_trial(number: int, archive: str) -> str:
    """Mutation ``number`` of real pages."""
    return tried(real_seeds(archive), number)


def tried(seeds: Sequence[bytes], number: int) -> str:
    """Read a mutated page, and look at all that comes of it.

    Gives ``report``, or why there is none.
    """
    # The turns of the seeds must not fall together with the turns of what is done with them.
    turn = number // len(seeds) + number
    data = mutated(seeds, number)
    found = read_page(data, turn)
    if turn % AGAIN == 0:
        assert read_page(data, turn) == found, "the same bytes were read another way"
    if turn % FILES == 1:
        check_file(data, SUFFIXES[turn // FILES % len(SUFFIXES)])
    if isinstance(found, Skipped):
        # The kind of a parser's own failure, so that a run tells which there are.
        return f"failed {found.detail.partition(':')[0]}" if found.reason is Reason.FAILED else found.reason
    for name, every in (("rules", RULES), ("encoder", ENCODER)):
        if turn % every == 2:
            check_claims(found, name)
    return "report"


def read_page(data: bytes, turn: int = 0) -> Report | Skipped:
    """The one thing that a page gives, looked at."""
    page = Fetched(
        asked=ADDRESS,
        address=ADDRESS,
        data=data,
        media_type=SAID_TO_BE[turn % len(SAID_TO_BE)],
        charset=CHARSETS[turn % len(CHARSETS)],
        fetched_at=dt.datetime(2024, 3, 6, tzinfo=dt.UTC),
    )
    found = list(read_fetched([page]))
    # What a server does not call a page may be rows of JSON, each with an outcome of its own.
    assert len(found) == 1 or (page.media_type is None and found), f"{len(found)} outcomes"
    for each in found:
        if isinstance(each, Report):
            check_report(each)
        else:
            check_row(each, ADDRESS)
    return found[0]


def check_file(data: bytes, suffix: str) -> None:
    """The same from a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"one{suffix}")
        path.write_bytes(data)
        found = list(read_reports([path]))
    assert len(found) == 1 or (suffix in (".json", "") and found), f"{len(found)} outcomes"
    for each in found:
        if isinstance(each, Report):
            check_report(each)
        else:
            check_row(each, str(path))


def check_claims(report: Report, reader: str) -> Reading:
    """What a reader finds in a report: sound claims, and never a failure."""
    reading = reading_of(report, annotator(reader))
    assert isinstance(reading, Reading), f"{reader} failed: {reading}"
    check_reading(reading)
    return reading


@cache
def annotator(name: str) -> Annotator:
    """A reader, loaded once."""
    return annotator_named(name)

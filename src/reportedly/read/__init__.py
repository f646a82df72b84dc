"""Reading: from files, folders, standard input and what was fetched to reports.

Every input gives a :class:`~reportedly.records.Report` or a :class:`~reportedly.records.Skipped`
row that says why not; no input raises. The flow is :func:`read_reports`:
paths → entries → the bytes of single documents → drafts → reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from reportedly.ids import sha256_hex
from reportedly.limits import DEFAULT_LIMITS, Limits
from reportedly.read.fetched import as_fetched, kind_of, left_out
from reportedly.read.files import find_entries
from reportedly.read.inputs import Kind, Raw, Unreadable, skipped
from reportedly.read.parsing import draft_of, prepare
from reportedly.read.raws import count_raws, open_archive, open_raws, raws_of
from reportedly.read.reports import make_report
from reportedly.records import Fetched, Reason, Report, Skipped

__all__ = ["count_inputs", "prepare", "read_fetched", "read_reports"]


def read_reports(
    paths: Iterable[str | Path], *, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Report | Skipped]:
    """Read files, folders (in sorted order, lazily) and ``-`` for standard input.

    Text (``.txt``), pages (``.html``, ``.htm``), JSON (``.json``, ``.jsonl``) and web archives (``.warc``,
    ``.arc``, packed by gzip or not) are read; a file
    named with another suffix is looked into. The same bytes met twice are a ``duplicate`` row.
    """
    first_seen: dict[str, str] = {}
    for entry in find_entries(paths, limits):
        if isinstance(entry, Skipped):
            yield entry
            continue
        if entry.kind is Kind.ARCHIVE:
            for each in open_archive(entry, limits):
                if isinstance(each, Skipped):
                    yield each
                else:
                    yield from _pages(each.origin, each.page, first_seen, limits)
            continue
        for raw in open_raws(entry, limits):
            yield raw if isinstance(raw, Skipped) else _read(raw, first_seen, limits)


def read_fetched(
    pages: Iterable[Fetched | Skipped], *, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Report | Skipped]:
    """Read what addresses gave, as files are read; what was not fetched passes through as its row.

    A report's origin is the address that gave it, after redirects. Its ``url`` is the one that the page
    names for itself, where that is on the same host. A row's origin is the address that was asked for.
    """
    first_seen: dict[str, str] = {}
    for page in pages:
        if isinstance(page, Skipped):
            yield page
            continue
        for found in _pages(page.address, page, first_seen, limits):
            yield left_out(found, page) if isinstance(found, Skipped) else found


def _pages(
    origin: str, page: Fetched, first_seen: dict[str, str], limits: Limits
) -> Iterator[Report | Skipped]:
    """The reports of a page that was fetched, by whomever."""
    for raw in raws_of(origin, kind_of(page), page.data, limits):
        if isinstance(raw, Skipped):
            yield raw
            continue
        found = _read(replace(raw, charset=page.charset), first_seen, limits)
        yield found if isinstance(found, Skipped) else as_fetched(found, page)


def count_inputs(paths: Iterable[str | Path], *, limits: Limits = DEFAULT_LIMITS) -> int:
    """How many rows :func:`read_reports` will give, for a progress bar; standard input counts one."""
    return sum(count_raws(entry) for entry in find_entries(paths, limits))


def _read(raw: Raw, first_seen: dict[str, str], limits: Limits) -> Report | Skipped:
    sha256 = sha256_hex(raw.data)
    if sha256 in first_seen:
        return skipped(raw.origin, Reason.DUPLICATE, f"the same bytes as {first_seen[sha256]}")
    first_seen[sha256] = raw.origin
    try:
        return make_report(draft_of(raw, limits), origin=raw.origin, sha256=sha256, limits=limits)
    except Unreadable as error:
        return error.row(raw.origin)

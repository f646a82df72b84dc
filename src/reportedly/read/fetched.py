"""What a page's address and its server say of it, beside what it says of itself."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from reportedly.read.inputs import Kind
from reportedly.records import Fetched, Report, Skipped

_KINDS = {
    "text/html": Kind.PAGE,
    "application/xhtml+xml": Kind.PAGE,
    "text/plain": Kind.TEXT,
    "application/json": Kind.ROWS,
    "application/x-ndjson": Kind.ROWS,
}
MEDIA = frozenset(_KINDS)
"""The kinds of documents that are read, as servers name them."""
_TWIN_LABELS = ("www.", "m.", "mobile.", "amp.")


def kind_of(page: Fetched) -> Kind:
    """How its bytes are read; looked into where the server does not say."""
    return _KINDS.get(page.media_type or "", Kind.UNKNOWN)


def as_fetched(report: Report, page: Fetched) -> Report:
    """The report with its address and time.

    What a page calls its own address is taken where it is on the host that was asked: another outlet's
    address would make a copy a version of that outlet's page.
    """
    url = report.url if report.url and _host(report.url) == _host(page.address) else page.address
    return replace(report, url=url, fetched_at=page.fetched_at)


def left_out(row: Skipped, page: Fetched) -> Skipped:
    """The row under the address that was asked for: whoever typed it looks for that one."""
    if page.asked == page.address:
        return row
    # What stands after the address is the number of a row of JSON.
    origin = page.asked + row.origin.removeprefix(page.address)
    return replace(row, origin=origin, detail=f"{row.detail}; fetched from {page.address}".removeprefix("; "))


def _host(address: str) -> str | None:
    """The host without the label of a twin for telephones.

    >>> _host("https://www.mail.example/a") == _host("http://m.mail.example")
    True
    """
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return None
    return next((host.removeprefix(each) for each in _TWIN_LABELS if host.startswith(each)), host)

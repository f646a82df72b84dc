"""What was sent and what came, kept before anything is made of it, so that a change shows.

One WARC file a fetch (warcio), written beside and moved into place when it is whole. Its name is the time
and the SHA-256 of the file; nothing of an address gets into a path. Each record has the SHA-256 of its
block; the last record names the SHA-256 of the document that was read, which is that of the report. A
ledger notes the file's SHA-256 in its log: then a change shows even where somebody made all of the file
anew.
"""

from __future__ import annotations

import base64
import datetime as dt
import os
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from reportedly._version import __version__
from reportedly.fetch.exchange import Exchange
from reportedly.ids import sha256_hex
from reportedly.records import Reason

SUFFIX = ".warc.gz"
_CUT = {Reason.TOO_LARGE: "length", Reason.UNREACHABLE: "time", Reason.MALFORMED: "disconnect"}
_TYPES = {
    "warcinfo": "application/warc-fields",
    "metadata": "application/warc-fields",
    "request": "application/http; msgtype=request",
    "response": "application/http; msgtype=response",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One fetch, from the address that was asked for to what became of it."""

    asked: str
    exchanges: Sequence[Exchange]
    """The answer, after the redirects that led to it."""
    document: bytes | None
    """What is read, unpacked; None where nothing is."""
    outcome: str
    """In words, for people: ``read``, or why nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A capture in its file."""

    name: str
    """Of the file, within the folder."""
    sha256: str
    """Of the file."""
    asked: str
    address: str
    """The last one that was asked."""
    at: dt.datetime
    """In UTC, of the last request."""
    ip: str
    document: str | None
    """SHA-256 of what was read."""


class Archive:
    """A folder of captures; made where there is none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, capture: Capture) -> Kept:
        """Write a capture, to the disk and not only to its cache.

        Raises:
            OSError: it cannot be written; nothing half-written stays under a capture's name.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        last = capture.exchanges[-1]
        descriptor, beside = tempfile.mkstemp(prefix=".new-", dir=self.folder)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                _write(WARCWriter(file, gzip=True, warc_version="WARC/1.1"), capture)
                file.flush()
                os.fsync(file.fileno())
                file.seek(0)
                whole = sha256(file.read()).hexdigest()
            name = f"{last.began:%Y%m%dT%H%M%S%fZ}-{whole}{SUFFIX}"
            os.replace(beside, self.folder / name)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        _settle(self.folder)
        return Kept(
            name=name,
            sha256=whole,
            asked=capture.asked,
            address=last.target.url,
            at=last.began,
            ip=last.address,
            document=sha256_hex(capture.document) if capture.document is not None else None,
        )


def _settle(folder: Path) -> None:
    """Have the name on the disk, where folders can be synchronised; Windows keeps them by itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write(writer: WARCWriter, capture: Capture) -> None:
    first, last = capture.exchanges[0], capture.exchanges[-1]
    _record(
        writer,
        "warcinfo",
        first.began,
        _fields({"software": f"reportedly {__version__}", "format": "WARC File Format 1.1"}),
    )
    for each in capture.exchanges:
        place = [("WARC-Target-URI", each.target.url), ("WARC-IP-Address", each.address)]
        if each.response:
            _record(writer, "response", each.began, each.response, [*place, *_cut(each)])
        _record(writer, "request", each.began, each.request, place)
    at = [("WARC-Target-URI", last.target.url)]
    _record(writer, "metadata", last.began, _fields(_told(capture)), at)


def _cut(exchange: Exchange) -> list[tuple[str, str]]:
    """Why an answer is not whole: over a bound, out of time, or cut off; or nobody wanted the rest."""
    if exchange.whole:
        return []
    reason = exchange.fault.reason if exchange.fault else None
    return [("WARC-Truncated", _CUT.get(reason, "unspecified") if reason else "unspecified")]


def _told(capture: Capture) -> dict[str, str]:
    last = capture.exchanges[-1]
    told = {"asked": capture.asked, "outcome": capture.outcome}
    if capture.document is not None:
        told["document-sha256"] = sha256_hex(capture.document)
    if last.tls is not None:
        told["tls"] = last.tls
    if last.certificate is not None:
        told["certificate"] = base64.b64encode(last.certificate).decode()
    return told


def _fields(told: dict[str, str]) -> bytes:
    # What was typed or sent may hold line breaks, which would begin another field.
    return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in told.items()).encode(
        "utf-8", "replace"
    )


def _record(
    writer: WARCWriter, kind: str, at: dt.datetime, block: bytes, more: Sequence[tuple[str, str]] = ()
) -> None:
    # A request has no payload; that of an answer is what follows its head; the rest is payload as a whole.
    payload = block.partition(b"\r\n\r\n")[2] if kind in ("request", "response") else block
    headers = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>"),
        ("WARC-Date", f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"),
        *more,
        ("WARC-Block-Digest", _digest(block)),
        ("WARC-Payload-Digest", _digest(payload)),
    ]
    told = StatusAndHeaders("", headers, protocol="WARC/1.1")
    # Without headers of its own the record is written as the bytes stand; warcio would set parsed ones anew.
    record = ArcWarcRecord("warc", kind, told, BytesIO(block), None, _TYPES[kind], len(block))
    record.payload_length = len(block)
    writer.write_record(record)


def _digest(data: bytes) -> str:
    return f"sha256:{sha256_hex(data)}"

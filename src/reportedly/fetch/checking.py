"""Whether captures are as they were kept: each byte of the file, each record, and the document."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import h11
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from reportedly.bodies import BodyFault, unpacked
from reportedly.fetch.captures import SUFFIX
from reportedly.ids import sha256_hex
from reportedly.limits import DEFAULT_LIMITS, Limits

_NAME = re.compile(r"\d{8}T\d{12}Z-([0-9a-f]{64})" + re.escape(SUFFIX))
_STEP = 65_536
_HOPS = 16
"""Times the bound on one answer that a whole file may have: five redirects, and what is told of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What became of one capture."""

    name: str
    """Of the file, within the folder."""
    sha256: str
    """Of the file as it is now."""
    asked: str | None = None
    address: str | None = None
    fetched_at: str | None = None
    """As the file has it."""
    document: str | None = None
    """SHA-256 of the document, as the file has it."""
    wrong: str | None = None
    """What is not as it was kept; None where all is."""
    logged: bool | None = None
    """Whether the log of the ledger that was named tells of it; None where none was."""


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of the file."""

    kind: str
    address: str | None
    date: str | None
    digest: str | None
    block: bytes


class _Wrong(Exception):
    """Something is not as it was kept."""


def check_captures(folder: Path, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[Checked]:
    """Check every capture of a folder, in the order of their names, which is that of time.

    Raises:
        OSError: the folder or a file of it cannot be read.
    """
    for path in sorted(each for each in folder.iterdir() if each.name.endswith(SUFFIX)):
        yield check_capture(path, limits=limits)


def against_log(found: Iterable[Checked], noted: Mapping[str, str]) -> Iterator[Checked]:
    """Hold captures against what a ledger's log has of them: names of files, and the SHA-256 of each.

    What the log knows and the folder lacks comes last, as wrong. What the log does not know is left as it
    is: a folder may hold the captures of several ledgers.
    """
    there = set()
    for each in found:
        there.add(each.name)
        wrong = each.wrong
        if each.name in noted and noted[each.name] != each.sha256:
            wrong = "the file is not the one that the ledger's log tells of"
        yield replace(each, wrong=wrong, logged=each.name in noted)
    for name, digest in noted.items():
        if name not in there:
            yield Checked(
                name=name, sha256=digest, wrong="the ledger's log tells of it, and it is gone", logged=True
            )


def check_capture(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Checked:
    """Check one capture.

    Raises:
        OSError: it cannot be read.
    """
    data = path.read_bytes()
    whole = sha256(data).hexdigest()
    told: dict[str, str] = {}
    records: list[_Record] = []
    wrong: str | None = None
    try:
        found = _NAME.fullmatch(path.name)
        plain = _plain(data, limits.fetch_wire_bytes * _HOPS)
        records = _records(plain)
        told = _told(records)
        _check_records(records)
        _check_document(records, told, limits)
        if found is None or found[1] != whole:
            raise _Wrong("the file is not the one that its name tells of")
    except _Wrong as error:
        wrong = str(error)
    last = next((each for each in reversed(records) if each.kind == "request"), None)
    return Checked(
        name=path.name,
        sha256=whole,
        asked=told.get("asked"),
        address=last.address if last else None,
        fetched_at=last.date if last else None,
        document=told.get("document-sha256"),
        wrong=wrong,
    )


def _plain(data: bytes, most: int) -> bytes:
    """The file unpacked; both WARC libraries take a file that was cut short for one that ends there."""
    plain, rest = bytearray(), data
    while rest:
        decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
        at = len(data) - len(rest)
        try:
            while rest and not decoder.eof:
                plain += decoder.decompress(rest, _STEP)
                rest = decoder.unconsumed_tail
                if len(plain) > most:
                    raise _Wrong(f"it unpacks to more than {most} bytes")
        except zlib.error as error:
            raise _Wrong(f"damaged in the part that begins at byte {at} ({error})") from None
        if not decoder.eof:
            raise _Wrong(f"cut off: the part that begins at byte {at} has no end")
        rest = decoder.unused_data
    return bytes(plain)


def _records(plain: bytes) -> list[_Record]:
    found = []
    try:
        for each in ArchiveIterator(BytesIO(plain), no_record_parse=True):
            headers = each.rec_headers
            found.append(
                _Record(
                    kind=str(each.rec_type),
                    address=headers.get_header("WARC-Target-URI"),
                    date=headers.get_header("WARC-Date"),
                    digest=headers.get_header("WARC-Block-Digest"),
                    block=each.content_stream().read(),
                )
            )
    # warcio raises these, and what Python raises on numbers and text that are none.
    except (ArchiveLoadFailed, ValueError, EOFError, OSError) as error:
        raise _Wrong(f"no record where one should begin ({str(error)[:100]})") from None
    return found


def _told(records: list[_Record]) -> dict[str, str]:
    last = next((each for each in reversed(records) if each.kind == "metadata"), None)
    lines = last.block.decode("utf-8", "replace").splitlines() if last else []
    return {name: value for name, mark, value in (line.partition(": ") for line in lines) if mark}


def _check_records(records: list[_Record]) -> None:
    kinds = [each.kind for each in records]
    if kinds[:1] != ["warcinfo"] or kinds[-1:] != ["metadata"]:
        raise _Wrong("records are missing: it begins with warcinfo and ends with metadata")
    for number, each in enumerate(records, start=1):
        if each.digest != f"sha256:{sha256_hex(each.block)}":
            raise _Wrong(f"record {number} ({each.kind}) is not what its SHA-256 says")


def _check_document(records: list[_Record], told: dict[str, str], limits: Limits) -> None:
    wanted = told.get("document-sha256")
    if wanted is None:
        return
    answer = next((each.block for each in reversed(records) if each.kind == "response"), b"")
    if sha256_hex(_document(answer, limits)) != wanted:
        raise _Wrong("the answer that is kept gives another document than the one that was read")


def _document(answer: bytes, limits: Limits) -> bytes:
    """The document out of an answer as it was on the wire, by the road it took when it was fetched."""
    state = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.fetch_head_bytes)
    state.send(h11.Request(method="GET", target="/", headers=[("Host", "h")]))
    state.send(h11.EndOfMessage())
    codings: list[str] = []
    pieces: list[bytes] = []
    try:
        state.receive_data(answer)
        state.receive_data(b"")
        while not isinstance(event := state.next_event(), h11.EndOfMessage):
            if isinstance(event, h11.Response):
                packed = [
                    value.decode("latin-1") for name, value in event.headers if name == b"content-encoding"
                ]
                codings = ",".join(packed).split(",")
            elif isinstance(event, h11.Data):
                pieces.append(bytes(event.data))
            elif not isinstance(event, h11.InformationalResponse):
                raise _Wrong("the answer that is kept is not whole")
        return unpacked(pieces, codings, most=limits.fetch_bytes)
    except (h11.RemoteProtocolError, BodyFault) as error:
        raise _Wrong(f"the answer that is kept cannot be read ({str(error)[:100]})") from None

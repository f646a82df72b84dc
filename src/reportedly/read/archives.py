"""Web archives, WARC and ARC: the pages that their records hold, and how whole the file is.

The libraries for these files take one that was cut short for one that ends there, and stop at the first
damage (measured on 300 cuts). Here every gzip member is held to its end and checksum, every record to its
length and digest, and after damage reading goes on at the next record that begins as one. What was found is
told in one row for the file.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from reportedly.bodies import BodyFault, unpacked
from reportedly.limits import Limits
from reportedly.read.characters import one_line
from reportedly.read.fetched import MEDIA
from reportedly.read.inputs import skipped
from reportedly.records import Fetched, Reason, Skipped

_STEP = 65_536
_GZIP = b"\x1f\x8b\x08"
_WARC = re.compile(rb"WARC/[01]\.\d+\s*")
_ARC = re.compile(rb"(\S+) (\S+) (\d{14}) (\S+) (?:.* )?(\d{1,18})\s*")
_BEGINS = re.compile(rb"WARC/[01]\.\d+\r?\n|(?:https?|filedesc)://\S+ \S+ \d{14} ")
_HELD = 64
"""Bytes in which a record that begins is known as one, its address aside."""
_HEAD = 65_536
"""Bytes of the head of a record, or of the answer in it."""
_SHOWN = 5
_VAIN = 2
"""Times the bound on one member that may be unpacked or read of records that turn out to be damaged."""
_PAGES = frozenset({"200", "203"})
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,12})[^\n]{0,200}\n")
_DIGESTS = {"sha1": 20, "sha256": 32, "md5": 16}


@dataclass(frozen=True, slots=True)
class Archived:
    """A page of an archive."""

    origin: str
    page: Fetched


class _Damage(Exception):
    """The bytes are not what an archive has there."""

    def __init__(self, detail: str, *, cut: bool = False) -> None:
        super().__init__(detail)
        self.cut = cut


@dataclass(slots=True, kw_only=True)
class _Found:
    """What is known of the file so far."""

    records: int = 0
    pages: int = 0
    others: Counter[str] = field(default_factory=Counter)
    damage: list[str] = field(default_factory=list)
    cut: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """One record; ``block`` is None where it is over the bound."""

    kind: str
    address: str
    date: str
    media_type: str
    truncated: str
    block: bytes | None
    wrong: str | None = None
    """What its digest says against it."""


def pages_of(origin: str, stream: BinaryIO, limits: Limits) -> Iterator[Archived | Skipped]:
    """Give each page that an archive holds, then a row that says whether the file is whole.

    There is no such row where it is whole and each of its records is a page.

    Args:
        origin: of the file; that of a page is this with the number of its record.
        stream: the file, which can be wound back.
        limits: what a record may cost.
    """
    found = _Found()
    for number, record in enumerate(_records(stream, found, limits), start=1):
        if record.wrong is not None:
            found.damage.append(f"record {number} is not what its digest says ({record.wrong[:80]})")
            continue
        found.records += 1
        where = f"{origin}#{number}"
        taken = _page(where, record, limits)
        if isinstance(taken, str):
            found.others[taken] += 1
            continue
        found.pages += 1
        yield taken
    row = _told(origin, found)
    if row is not None:
        yield row


def _told(origin: str, found: _Found) -> Skipped | None:
    """How whole the file is."""
    kinds = ", ".join(f"{count} {kind}" for kind, count in found.others.most_common(_SHOWN))
    others = f"; {found.others.total()} are no page ({kinds})" if kinds else ""
    recovered = f"{found.records} records recovered{others}"
    if found.damage:
        more = f" and {len(found.damage) - _SHOWN} places more" if len(found.damage) > _SHOWN else ""
        cut = f"; {found.cut}" if found.cut else ""
        detail = f"damaged, {recovered}: {'; '.join(found.damage[:_SHOWN])}{more}{cut}"
        return skipped(origin, Reason.MALFORMED, detail)
    if found.cut:
        return skipped(origin, Reason.MALFORMED, f"{found.cut}, {recovered}")
    if not found.records:
        return skipped(origin, Reason.EMPTY, "no record")
    if not kinds:
        return None
    return skipped(origin, Reason.NOT_SUPPORTED, f"complete, {found.records} records{others}")


# Members


class _Plain:
    """The plain bytes of one gzip member, or of a file that is not packed, with a place in it."""

    def __init__(self, stream: BinaryIO, begins: int, *, packed: bool, most: int) -> None:
        self._stream, self.begins, self._packed, self._most = stream, begins, packed, most
        self._decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._fed = b""
        self._ready = b""
        self._place = begins
        self.given = 0
        """Plain bytes so far."""
        stream.seek(begins)

    @property
    def ends(self) -> int:
        """Of the file, the byte after what has been taken."""
        if not self._packed:
            return self._place - len(self._ready)
        return self._place - len(self._decoder.unused_data if self._decoder.eof else self._fed)

    def read(self, size: int) -> bytes:
        """So many bytes, or those that are left."""
        while len(self._ready) < size and self._more():
            pass
        data, self._ready = self._ready[:size], self._ready[size:]
        return data

    def line(self) -> bytes:
        """A line with its end; what has none is given as it is."""
        while b"\n" not in self._ready and len(self._ready) <= _HEAD and self._more():
            pass
        at = self._ready.find(b"\n") + 1 or len(self._ready)
        if at > _HEAD:
            raise _Damage(f"a line of more than {_HEAD} bytes")
        data, self._ready = self._ready[:at], self._ready[at:]
        return data

    def blank(self) -> None:
        """Pass over line ends."""
        while True:
            self._ready = self._ready.lstrip(b"\r\n")
            if self._ready or not self._more():
                return

    def at_end(self) -> bool:
        """Whether nothing is left."""
        return not self._ready and not self._more()

    def _more(self) -> bool:
        if not self._packed:
            data = self._stream.read(_STEP)
            self._place += len(data)
            self._ready += data
            self.given += len(data)
            return bool(data)
        while not self._decoder.eof:
            if not self._fed:
                self._fed = self._stream.read(_STEP)
                self._place += len(self._fed)
                if not self._fed:
                    # What zlib holds back once all input is taken.
                    return self._inflated() or self._cut()
            if self._inflated():
                return True
        return False

    def _inflated(self) -> bool:
        try:
            data = self._decoder.decompress(self._fed, _STEP)
        except zlib.error as error:
            raise _Damage(str(error)) from None
        self._fed = self._decoder.unconsumed_tail
        self._ready += data
        self.given += len(data)
        if self.given > self._most:
            raise _Damage(f"a member that unpacks to more than {self._most} bytes")
        return bool(data)

    def _cut(self) -> bool:
        raise _Damage(f"truncated at byte {self._place}", cut=True)

    def short(self) -> _Damage:
        """What is wrong where a record goes on after the last of the bytes."""
        if self._packed:
            return _Damage("a record that is longer than its part of the file")
        return _Damage(f"truncated at byte {self._place}", cut=True)


def _records(stream: BinaryIO, found: _Found, limits: Limits) -> Iterator[_Record]:
    stream.seek(0)
    packed = stream.read(len(_GZIP)) == _GZIP
    wasted = 0
    at: int | None = 0
    while at is not None:
        # Lengths may be made so that each record is read in vain up to the end of the file.
        if wasted > _VAIN * limits.archive_member_bytes:
            found.damage.insert(0, f"not read from byte {at} on, for too much before it is damaged")
            return
        stream.seek(at)
        if not stream.read(1):
            return
        plain = _Plain(stream, at, packed=packed, most=limits.archive_member_bytes)
        begins = at
        try:
            plain.blank()
            while not plain.at_end():
                begins = at if packed else plain.ends
                record = _record(plain, limits)
                # At the end of a member its checksum is looked at: only then is the record known to be whole.
                plain.blank()
                yield record
            at = plain.ends
            # A file that is not packed is one member.
            if not packed:
                return
        except _Damage as error:
            wasted += plain.given
            if error.cut:
                # A length that damage made too long reaches beyond records that are whole.
                at = _next(stream, begins + 1, packed=packed)
                where = f"in the part that begins at byte {begins}"
                if at is None:
                    found.cut = f"{error} ({where})"
                else:
                    found.damage.append(f"no end {where}")
                continue
            found.damage.append(f"at byte {begins}: {error}")
            at = _next(stream, begins + 1, packed=packed)


def _next(stream: BinaryIO, at: int, *, packed: bool) -> int | None:
    """Where after a place a record begins that can be read as one; None where none does."""
    while True:
        stream.seek(at)
        data = stream.read(_STEP)
        if not data:
            return None
        # What begins at the end of this piece is met again at the beginning of the next.
        whole = len(data) < _STEP
        for mark in re.finditer(re.escape(_GZIP) if packed else _BEGINS, data):
            if _begins(stream, at + mark.start(), packed=packed):
                return at + mark.start()
        at += len(data) if whole else len(data) - _HELD * 8


def _begins(stream: BinaryIO, at: int, *, packed: bool) -> bool:
    stream.seek(max(at - 1, 0))
    before = stream.read(1) if at else b"\n"
    data = stream.read(4096)
    if not packed:
        return before == b"\n" and _BEGINS.match(data) is not None
    try:
        return _BEGINS.match(zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data, 4096)) is not None
    except zlib.error:
        return False


# Records


def _record(plain: _Plain, limits: Limits) -> _Record:
    first = plain.line()
    if _WARC.fullmatch(first):
        head = _fields(plain)
        length = _number(head.get("content-length", ""))
        block = _block(plain, length, limits)
        digest = head.get("warc-block-digest", "")
        kind = head.get("warc-type", "")
        return _Record(
            kind=kind if kind != "response" or "http" in head.get("content-type", "") else "other response",
            address=head.get("warc-target-uri", "").strip("<>"),
            date=head.get("warc-date", ""),
            media_type=head.get("content-type", ""),
            truncated=head.get("warc-truncated", ""),
            block=block,
            wrong=digest if block is not None and not _matches(block, digest) else None,
        )
    old = _ARC.fullmatch(first)
    if old is None and not first.endswith(b"\n"):
        raise plain.short()
    if old is None:
        raise _Damage("no record where one should begin")
    address, date = old[1].decode("utf-8", "replace"), old[3].decode()
    kind = "response" if address.startswith(("http:", "https:")) else "filedesc"
    block = _block(plain, int(old[5]), limits)
    media = old[4].decode("latin-1")
    return _Record(kind=kind, address=address, date=date, media_type=media, truncated="", block=block)


def _fields(plain: _Plain) -> dict[str, str]:
    """The lines of a head, by name in lower case; the first of a name counts."""
    told: dict[str, str] = {}
    size = 0
    while line := plain.line():
        size += len(line)
        if size > _HEAD:
            raise _Damage(f"a head of more than {_HEAD} bytes")
        if not line.strip():
            return told
        name, _, value = line.decode("utf-8", "replace").partition(":")
        told.setdefault(name.strip().lower(), value.strip())
    raise plain.short()


def _number(given: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", given):
        raise _Damage(f"no length of a record: {given[:40]!r}")
    return int(given)


def _block(plain: _Plain, length: int, limits: Limits) -> bytes | None:
    """The block; taken to its end even where it is over the bound."""
    kept: list[bytes] = []
    left = length
    while left:
        data = plain.read(min(left, _STEP))
        if not data:
            raise plain.short()
        left -= len(data)
        if length <= limits.archive_record_bytes:
            kept.append(data)
    if length > limits.archive_record_bytes:
        return None
    return b"".join(kept)


def _matches(block: bytes, digest: str) -> bool:
    """Whether a digest is that of the block; one of a kind that is not known says nothing."""
    name, _, value = digest.partition(":")
    size = _DIGESTS.get(name.lower().replace("-", ""))
    if size is None:
        return True
    own = hashlib.new(name.lower().replace("-", ""), block, usedforsecurity=False).digest()
    if len(value) == 2 * size:
        return value.lower() == own.hex()
    return value.upper().rstrip("=") == base64.b32encode(own).decode().rstrip("=")


# Pages


def _page(where: str, record: _Record, limits: Limits) -> Archived | Skipped | str:
    """The page of a record, why it cannot be had, or in a word what the record is where it is none."""
    if record.kind not in ("response", "resource", "conversion"):
        return record.kind[:40] or "without a kind"
    if record.block is None:
        return skipped(where, Reason.TOO_LARGE, f"a record of more than {limits.archive_record_bytes} bytes")
    body, told = record.block, {"content-type": record.media_type}
    if record.kind == "response":
        status, told, body = _answer(record.block)
        if status not in _PAGES:
            return f"answers {status[:3]}" if status else "without an answer"
    media, _, more = told.get("content-type", "").partition(";")
    media = media.strip().lower()
    if media and media not in MEDIA:
        return media[:60]
    address = one_line(record.address)
    if address is None:
        return skipped(where, Reason.MALFORMED, "a page without an address")
    if record.truncated:
        return skipped(where, Reason.MALFORMED, f"kept in part ({record.truncated[:40]}), the archive says")
    at = _moment(record.date)
    if at is None:
        return skipped(where, Reason.MALFORMED, f"no time of fetching: {record.date[:40]!r}")
    try:
        data = _body(body, told, limits)
    except ModuleNotFoundError as error:
        detail = f"packed in a way that needs {error.name}: pip install 'reportedly[fetch]'"
        return skipped(where, Reason.NOT_SUPPORTED, detail)
    except BodyFault as error:
        return skipped(where, error.reason, error.detail)
    page = Fetched(
        asked=address,
        address=address,
        data=data,
        media_type=media or None,
        charset=_charset(more),
        fetched_at=at,
    )
    return Archived(where, page)


def _answer(block: bytes) -> tuple[str, dict[str, str], bytes]:
    """Status, lines of the head and body of an answer."""
    found = re.search(rb"\r?\n\r?\n", block[:_HEAD])
    head, body = (block[: found.start()], block[found.end() :]) if found else (block[:_HEAD], b"")
    first, *lines = head.decode("latin-1").splitlines() or [""]
    status = re.match(r"HTTP/\d(?:\.\d)? +(\d{3})\b", first)
    pairs = (line.partition(":") for line in lines)
    told = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return status[1] if status else "", told, body


def _body(body: bytes, told: Mapping[str, str], limits: Limits) -> bytes:
    """The plain bytes. Archives may keep a body unpacked under the head that it had packed."""
    if "chunked" in told.get("transfer-encoding", "").lower():
        body = _joined(body)
    coding = told.get("content-encoding", "")
    if coding.lower().strip() in ("gzip", "x-gzip") and not body.startswith(_GZIP[:2]):
        coding = ""
    return unpacked([body], coding.split(","), most=limits.html_bytes)


def _joined(body: bytes) -> bytes:
    """Chunks put together; a body that begins with none had been joined before it was kept."""
    parts: list[bytes] = []
    at = 0
    while mark := _CHUNK.match(body, at):
        size = int(mark[1], 16)
        if size == 0:
            return b"".join(parts)
        if mark.end() + size > len(body):
            break
        parts.append(body[mark.end() : mark.end() + size])
        at = mark.end() + size
    if not parts:
        return body
    raise BodyFault(Reason.MALFORMED, "cut off: chunks without a last one")


def _charset(more: str) -> str | None:
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", more, re.IGNORECASE)
    return found[1] if found else None


def _moment(date: str) -> dt.datetime | None:
    """WARC has 2024-03-22T21:05:00Z, ARC 20240322210500; both UTC."""
    try:
        at = dt.datetime.fromisoformat(f"{date[:8]}T{date[8:]}" if date.isdigit() else date)
    except ValueError:
        return None
    return at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)

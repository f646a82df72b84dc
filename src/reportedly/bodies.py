"""The one gate through which packed bytes of HTTP answers become plain ones, bounded at every step.

A counter around a library's own decoding is no bound: 640 bytes on the wire came out of one as a single
piece of 300 MB. Here no step gives more than some megabytes, whatever it is fed, and the total and the
ratio are checked after each. One coding only: what is packed twice is packed to hurt.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

from reportedly.records import Reason

STEP = 65_536
"""Bytes that a decoder is asked for at a time."""
MOST_MEMBERS = 1_000
"""Members of one gzip body; each costs a decoder, and servers send one."""
RATIO = 200
"""Plain bytes to packed ones, once :data:`RATIO_FROM` is passed; pages reach some 20."""
RATIO_FROM = 1_000_000
ZSTD_WINDOW = 1 << 23
"""Bytes of a Zstandard window: RFC 9659 lets HTTP servers ask for no more."""
_ZSTD_FED = 128
"""Bytes fed at a time: a block of 128 KB needs four bytes, so that a step gives 4 MB at most."""

Unpack = Callable[[Iterable[bytes]], Iterator[bytes]]


class BodyFault(Exception):
    """A body cannot be unpacked within the bounds: ``reason`` and ``detail`` for the row that says so."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def unpacked(pieces: Iterable[bytes], codings: Iterable[str], *, most: int) -> bytes:
    """The plain bytes of a body.

    Args:
        pieces: the body without its transfer coding, in pieces of any size.
        codings: the values of ``Content-Encoding``, in order.
        most: bytes that may come out.

    Raises:
        BodyFault: it is larger, packed at a ratio that no page has, packed twice, damaged or cut off, or by a
            coding that is not known.
    """
    stripped = (each.strip().lower() for each in codings)
    named = [each for each in stripped if each not in ("", "identity")]
    if len(named) > 1:
        raise BodyFault(Reason.TOO_COMPLEX, f"packed {len(named)} times ({', '.join(named)[:80]})")
    coding = named[0] if named else None
    if coding is not None and coding not in _CODINGS:
        raise BodyFault(Reason.NOT_SUPPORTED, f"packed by {coding[:40]!r}; known are {', '.join(_CODINGS)}")
    fed = _Counted(pieces)
    plain = bytearray()
    for piece in _CODINGS[coding](fed) if coding is not None else fed:
        plain += piece
        if len(plain) > most:
            raise BodyFault(Reason.TOO_LARGE, f"more than {most} bytes")
        if len(plain) > RATIO_FROM and len(plain) > RATIO * fed.count:
            raise BodyFault(Reason.TOO_LARGE, f"{fed.count} bytes unpack to more than {len(plain)}")
    return bytes(plain)


class _Counted:
    """Pieces, none longer than a step, and how many bytes have been taken of them."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            for at in range(0, len(piece), STEP):
                part = piece[at : at + STEP]
                self.count += len(part)
                yield part


def _gzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    members, decoder = 1, zlib.decompressobj(16 + zlib.MAX_WBITS)
    for piece in pieces:
        rest = piece
        while rest:
            if decoder.eof:
                # Bytes after the end that begin no other member are padding; every browser passes them over.
                if not rest.startswith(b"\x1f"):
                    return
                members += 1
                if members > MOST_MEMBERS:
                    raise BodyFault(Reason.TOO_COMPLEX, f"more than {MOST_MEMBERS} gzip members")
                decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
            yield from _inflated(decoder, rest, "gzip")
            rest = decoder.unused_data
    _check_end(decoder.eof, "gzip")


def _deflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """With the wrapping of zlib, as the standard says, or bare, as some servers send it."""
    decoder, begun = zlib.decompressobj(), b""
    waiting = True
    for piece in pieces:
        rest = piece
        if waiting:
            begun += piece
            if len(begun) < 2:
                continue
            waiting, rest = False, begun
            if not (begun[0] & 0x0F == 8 and int.from_bytes(begun[:2], "big") % 31 == 0):
                decoder = zlib.decompressobj(-zlib.MAX_WBITS)
        yield from _inflated(decoder, rest, "deflate")
        if decoder.eof:
            return
    _check_end(decoder.eof, "deflate")


def _inflated(decoder: zlib._Decompress, data: bytes, coding: str) -> Iterator[bytes]:
    try:
        while data and not decoder.eof:
            piece = decoder.decompress(data, STEP)
            data = decoder.unconsumed_tail
            if piece:
                yield piece
    except zlib.error as error:
        raise BodyFault(Reason.MALFORMED, f"damaged {coding}: {error}") from None
    # What zlib holds back once all input is taken.
    while not decoder.eof and (piece := _held(decoder, coding)):
        yield piece


def _held(decoder: zlib._Decompress, coding: str) -> bytes:
    try:
        return decoder.decompress(b"", STEP)
    except zlib.error as error:
        raise BodyFault(Reason.MALFORMED, f"damaged {coding}: {error}") from None


def _brotli(pieces: Iterable[bytes]) -> Iterator[bytes]:
    import brotli

    decoder = brotli.Decompressor()
    try:
        for piece in pieces:
            if decoder.is_finished():
                return
            yield decoder.process(piece, output_buffer_limit=STEP)
            # Until nothing more comes: what is held back may be all that is left.
            while more := decoder.process(b"", output_buffer_limit=STEP):
                yield more
    except brotli.error as error:
        raise BodyFault(Reason.MALFORMED, f"damaged br: {error}") from None
    _check_end(decoder.is_finished(), "br")


def _zstd(pieces: Iterable[bytes]) -> Iterator[bytes]:
    import zstandard

    decoder = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj(read_across_frames=False)
    try:
        for piece in pieces:
            for at in range(0, len(piece), _ZSTD_FED):
                if decoder.eof:
                    return
                yield decoder.decompress(piece[at : at + _ZSTD_FED])
    except zstandard.ZstdError as error:
        raise BodyFault(Reason.MALFORMED, f"damaged zstd: {error}") from None
    _check_end(decoder.eof, "zstd")


def _check_end(ended: bool, coding: str) -> None:
    if not ended:
        raise BodyFault(Reason.MALFORMED, f"cut off: the {coding} stream has no end")


_CODINGS: dict[str, Unpack] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
"""The visible table of what is unpacked."""

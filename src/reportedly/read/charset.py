"""From bytes to text: what the bytes can be goes before what a page says of itself."""

from __future__ import annotations

import codecs
import re

from reportedly.read.inputs import Unreadable
from reportedly.records import Reason

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"""<meta[^>]{0,400}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
_META_BYTES = 8192
# Python also has codecs such as utf-7, idna or unicode_escape; a page must not be able to choose those.
_SAFE = re.compile(
    r"utf-?8|iso-8859-\d\d?|latin-?\d|us-ascii|ascii|windows-125\d|cp125\d|cp866|ibm866|koi8-[ru]|gb2312|gbk|"
    r"gb18030|big5|euc-jp|euc-kr|shift[_-]jis|iso-2022-jp|macintosh|tis-620"
)
# As every browser does: pages that say Latin-1 mean windows-1252.
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
_MAGIC = (
    b"%PDF-",
    b"\x89PNG",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x7fELF",
    b"SQLite format 3\0",
)
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13, 27))
_CONTROL_SHARE = 0.02
_SAMPLE = 65_536


def decode(data: bytes, *, page: bool = False, declared: str | None = None) -> str:
    """Decode a document; ``page`` also looks for a charset in a meta tag.

    The order: byte order mark, UTF-16 by its zeros, valid UTF-8, the charset that a server declared
    (``declared``), that of the meta tag, UTF-8 with a few broken bytes, windows-1252 punctuation,
    charset-normalizer.

    Raises:
        Unreadable: the bytes are not text.
    """
    if data.startswith(_MAGIC):
        raise Unreadable(Reason.NOT_TEXT, f"begins with the mark of a binary file: {data[:4]!r}")
    wide = _by_mark(data) or _by_zeros(data)
    if wide is not None:
        return wide
    _refuse_binary(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, declared or (declared_charset(data) if page else None))


def declared_charset(data: bytes) -> str | None:
    """The codec that a page's meta tag asks for, where it is one that pages may choose."""
    found = _META.search(data[:_META_BYTES])
    return known_charset(found[1].decode("ascii")) if found else None


def known_charset(given: str | None) -> str | None:
    """The codec of that name, where it is one that outsiders may choose.

    >>> known_charset("ISO-8859-1"), known_charset("unicode_escape")
    ('cp1252', None)
    """
    name = (given or "").strip().lower()
    return _MEANT.get(name, name) if _SAFE.fullmatch(name) else None


def _by_mark(data: bytes) -> str | None:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    return None


def _by_zeros(data: bytes) -> str | None:
    sample = data[: _SAMPLE // 2 * 2]
    half = len(sample) // 2
    if half < 4:
        return None
    for codec, zeros, others in (
        ("utf-16-le", sample[1::2], sample[::2]),
        ("utf-16-be", sample[::2], sample[1::2]),
    ):
        # Latin text in UTF-16 has a zero in nearly every second byte and none between.
        if zeros.count(0) > half * 0.4 and others.count(0) < half * 0.02:
            return data.decode(codec, "replace")
    return None


def _refuse_binary(data: bytes) -> None:
    sample = data[:_SAMPLE]
    if not sample:
        return
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > max(2, len(sample) * _CONTROL_SHARE):
        raise Unreadable(Reason.NOT_TEXT, f"{controls} control bytes in the first {len(sample)}")


def _legacy(data: bytes, declared: str | None) -> str:
    if declared is not None and declared.replace("-", "") != "utf8":
        strict = _strictly(data, declared)
        if strict is not None:
            return strict
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(char > "\x7f" for char in text) - broken
    if whole >= 4 * broken:
        return text
    return _guess(data)


def _guess(data: bytes) -> str:
    # 0x80 to 0xBF are punctuation in windows-1252 and letters nearly everywhere else.
    if all(byte < 0xC0 for byte in data):
        return data.decode("cp1252", "replace")
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    guess = _strictly(data, best.encoding) if best is not None else None
    return guess if guess is not None else data.decode("cp1252", "replace")


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        # windows-1252 leaves five bytes undefined; browsers read on, and so does this.
        return data.decode(codec, "replace") if codec == "cp1252" else None

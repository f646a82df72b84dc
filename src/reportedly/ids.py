"""Ids from content: the same bytes and the same reading give the same ids, on any machine, for ever.

An id is a typed prefix and the first 80 bits of a SHA-256 in lower-case base32
(16 characters). At 10^8 records the chance of any collision is about 4e-9.
"""

import base64
import hashlib
import json
from collections.abc import Sequence

Part = str | int | float | None | Sequence["Part"]

PREFIXES = ("rep", "src", "clm", "inc", "tg", "root", "lin", "dec", "per", "rev", "inv", "tok", "asg")


def content_id(prefix: str, *parts: Part) -> str:
    """Make an id from a prefix and the values that define the record.

    >>> content_id("rep", "00ff")
    'rep_li3vgjwufh2shmmw'

    Raises:
        ValueError: the prefix is not one of :data:`PREFIXES`.
    """
    if prefix not in PREFIXES:
        raise ValueError(f"unknown id prefix {prefix!r}; known: {', '.join(PREFIXES)}")
    # surrogatepass: a lone surrogate in a broken page must not stop the id from being made.
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(canonical).digest()[:10]
    return f"{prefix}_{base64.b32encode(digest).decode('ascii').lower()}"


def sha256_hex(raw: bytes) -> str:
    """SHA-256 of raw bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(raw).hexdigest()

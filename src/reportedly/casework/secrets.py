"""Passwords and other secrets: how they are made, and what of them is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass

from reportedly.casework.people import name_key
from reportedly.errors import RecordError, UsageError
from reportedly.ids import sha256_hex

LEAST, MOST = 12, 200
"""Characters of a password: the least that withstand guessing at scrypt's cost, and what nobody exceeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Parameters of scrypt (RFC 7914); memory is 128 · n · r bytes."""

    n: int = 2**15
    r: int = 8
    p: int = 3


COST = Cost()
"""For new passwords: 32 MiB, a third of a second; OWASP's password storage advice gives the same triple."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordHash:
    """What is kept of a password, with all that it takes to check one."""

    salt: bytes
    cost: Cost
    hash: bytes

    @classmethod
    def of(cls, password: str, *, cost: Cost | None = None) -> PasswordHash:
        """Hash a password with a new salt."""
        salt, used = secrets.token_bytes(16), cost or COST
        return cls(salt=salt, cost=used, hash=_scrypt(password, salt, used))

    @classmethod
    def nobodys(cls) -> PasswordHash:
        """One that no password fits, and that takes as long to check as a new one."""
        return cls(salt=bytes(16), cost=COST, hash=b"")

    def fits(self, password: str) -> bool:
        """Whether it is that password; takes as long either way."""
        return hmac.compare_digest(self.hash, _scrypt(password, self.salt, self.cost))


def _scrypt(password: str, salt: bytes, cost: Cost) -> bytes:
    # The same password typed on another system may come in another form of Unicode.
    typed = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    memory = 128 * cost.r * (cost.n + cost.p + 2)
    return hashlib.scrypt(typed, salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=2 * memory, dklen=32)


def check_password(password: str, name: str) -> None:
    """Refuse a password that is no good.

    Raises:
        UsageError: it is too short or too long, or the person's own name; says which.
    """
    if not LEAST <= len(password) <= MOST:
        raise UsageError(
            f"a password has {LEAST} to {MOST} characters, not {len(password)}; a few words in a row will do"
        )
    if len(set(password)) < 5:
        raise UsageError("a password of so few different characters is guessed at once; take a few words")
    try:
        same = name_key(password) == name_key(name)
    except RecordError:
        same = False
    if same:
        raise UsageError("a password is not one's own name; take a few words")


def new_secret(prefix: str = "") -> str:
    """256 random bits as text that can stand in an address; ``prefix`` tells leaked ones apart."""
    return prefix + secrets.token_urlsafe(32)


def secret_digest(secret: str) -> str:
    """What is kept of a secret of :func:`new_secret`: too long to be guessed, it needs no salt or cost."""
    return sha256_hex(secret.encode("utf-8", "surrogatepass"))

"""The log of all that was done: entries that are only added, each sealed with the hash of the one before.

An entry's hash is the SHA-256 of its own fields and the hash before, as one line of JSON. A changed,
missing, moved or inserted entry breaks the chain there; entries cut off at the end are told by the head,
which is stored beside the log and can be written down elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What made the proposals that somebody looked at, and what graded them."""

    program: str
    extractor: str
    model: str | None = None
    rules: str | None = None
    """``sha256:…`` of the rules that grade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was done."""

    number: int
    """Counts up from 1, without a gap."""
    at: dt.datetime
    by: str
    """A person's id, a name as the command line was given it, or ``reportedly``."""
    action: str
    subject: str | None
    """The record that it was done to."""
    detail: str
    """What exactly, as one line of JSON; never a secret."""
    why: str
    made_by: Versions
    previous: str
    """The hash of the entry before; 64 zeros for the first."""
    hash: str


@dataclass(frozen=True, slots=True, order=True)
class Head:
    """Where a log ends: the number and the hash of its last entry."""

    number: int
    hash: str

    def __str__(self) -> str:
        """``12:ab34…``, to be written down."""
        return f"{self.number}:{self.hash}"


class Fault(StrEnum):
    """What can be wrong with a log."""

    CHANGED = "changed"
    MISSING = "missing"
    OUT_OF_ORDER = "out of order"
    CUT_OFF = "cut off"
    DIFFERS = "differs"
    """A row of another table is not as the log says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The first place where a log does not hold."""

    number: int
    """Of the entry that is wrong or missing."""
    fault: Fault
    what: str
    """In words, with what to do."""


def first_broken(entries: Iterable[Entry], head: Head | None = None) -> Broken | None:
    """Where the chain breaks first; None where it is whole and ends at ``head``."""
    raise NotImplementedError

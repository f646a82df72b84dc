"""The log of all that was done: entries that are only added, each sealed with the hash of the one before.

An entry's hash is the SHA-256 of its own fields and the hash before, as one line of JSON. A changed,
missing, moved or inserted entry breaks the chain there; entries cut off at the end are told by the head,
which is stored beside the log and can be written down elsewhere.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

from reportedly.errors import UsageError
from reportedly.ids import sha256_hex

START = "0" * 64
"""What stands for the hash before the first entry."""

PROGRAM = "reportedly"
"""Who did what nobody was asked for: reports that were read, an older ledger that was brought up to date."""


class Deed(StrEnum):
    """What the log tells of."""

    READ = "read"
    """A report was read into the ledger, or read anew."""
    REVIEW = "review"
    UNDO_REVIEW = "undo_review"
    DECIDE = "decide"
    """Incidents were merged, split or left open."""
    UNDO_DECISION = "undo_decision"
    ASSIGN = "assign"
    """A report was given to two readers."""
    FINISH = "finish"
    """One of the two is done with it."""
    WITHDRAW_ASSIGNMENT = "withdraw_assignment"
    SIGN_OFF = "sign_off"
    """A version of a report or an incident was released as checked."""
    IMPORT = "import"
    """Another desk's ledger was taken in; its reviews and decisions have entries of their own."""
    SET_BESIDE = "set_beside"
    """Another desk's reading of a report that is here: kept in the log, and counted nowhere."""
    INVITE = "invite"
    JOIN = "join"
    """An invitation was accepted: there is a new person."""
    CHANGE_ROLE = "change_role"
    DEACTIVATE = "deactivate"
    REACTIVATE = "reactivate"
    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    CHANGE_PASSWORD = "change_password"  # noqa: S105 (a word of the log, no secret)
    MAKE_TOKEN = "make_token"  # noqa: S105
    WITHDRAW_TOKEN = "withdraw_token"  # noqa: S105


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What made the proposals that somebody looked at, and what graded them."""

    program: str
    extractor: str
    model: str | None = None
    rules: str | None = None
    """``sha256:…`` of the rules that grade; None for what was not graded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was done."""

    number: int
    """Counts up from 1, without a gap."""
    at: dt.datetime
    """In UTC."""
    by: str
    """A person's id, a name as the command line was given it, or :data:`PROGRAM`."""
    action: str
    """What was done, in a word: one of :class:`Deed`, or of a later version's."""
    subject: str | None
    """The record that it was done to."""
    detail: str
    """What exactly, as one line of JSON; never a secret."""
    why: str
    made_by: Versions
    previous: str
    """The hash of the entry before; :data:`START` for the first."""
    hash: str

    @property
    def sealed(self) -> str:
        """The hash that the entry's fields give."""
        return seal(
            number=self.number,
            at=self.at,
            by=self.by,
            action=self.action,
            subject=self.subject,
            detail=self.detail,
            why=self.why,
            made_by=self.made_by,
            previous=self.previous,
        )


def seal(
    *,
    number: int,
    at: dt.datetime,
    by: str,
    action: str,
    subject: str | None,
    detail: str,
    why: str,
    made_by: Versions,
    previous: str,
) -> str:
    """SHA-256 of an entry, as 64 hexadecimal digits: over one line of JSON, keys in order, in UTF-8."""
    made = {each.name: getattr(made_by, each.name) for each in fields(made_by)}
    line = {
        "number": number,
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "by": by,
        "action": action,
        "subject": subject,
        "detail": detail,
        "why": why,
        "made_by": made,
        "previous": previous,
    }
    return sha256_hex(json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


@dataclass(frozen=True, slots=True, order=True)
class Head:
    """Where a log ends: the number and the hash of its last entry."""

    number: int
    hash: str

    def __str__(self) -> str:
        """``12:ab34…``, to be written down."""
        return f"{self.number}:{self.hash}"

    @classmethod
    def parsed(cls, text: str) -> Head:
        """A head as it was written down.

        >>> str(Head.parsed("1:" + "0f" * 32))[:6]
        '1:0f0f'

        Raises:
            UsageError: it is none.
        """
        if not (found := re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", text.strip())):
            raise UsageError(f"{text[:80]!r} is no head of a log; `reportedly verify` prints one: 12:ab34…")
        return cls(int(found[1]), found[2])


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
    """In words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of checking a ledger against its log."""

    entries: int
    head: Head | None
    """The last entry's number and hash; None for an empty log."""
    broken: Broken | None
    """The first thing that is wrong; None where all is whole."""
    unlogged: int = 0
    """Reports and decisions of an older ledger, from before it kept a log."""


def first_broken(entries: Iterable[Entry], head: Head | None = None) -> Broken | None:
    """Where the chain breaks first; None where it is whole and ends at ``head``.

    Entries are given in the order in which they are stored. Of two that changed places the first is named,
    of a gap the first entry that is missing.
    """
    number, before = 0, START
    rest = iter(entries)
    for entry in rest:
        number += 1
        if entry.number != number:
            later = entry.number < number or any(each.number == number for each in rest)
            fault = Fault.OUT_OF_ORDER if later else Fault.MISSING
            return _broken(number, fault, f"entry {entry.number} stands in its place")
        if entry.sealed != entry.hash:
            return _broken(number, Fault.CHANGED, "its fields are not those that it was sealed with")
        if entry.previous != before:
            what = "it does not follow on the entry before: that one, or both, were put in or made anew"
            return _broken(number, Fault.CHANGED, what)
        before = entry.hash
    if head is None or head == Head(number, before):
        return None
    if head.number > number:
        return _broken(number + 1, Fault.CUT_OFF, f"the log ended at entry {head.number}, now at {number}")
    if head.number < number:
        what = f"the log ends at entry {head.number} by its head, and there is another one"
        return _broken(head.number + 1, Fault.CHANGED, what)
    return _broken(number, Fault.CHANGED, "the log's head has another hash: the last entry was made anew")


def noted_broken(entries: Iterable[Entry], noted: Head) -> Broken | None:
    """Whether a log still has the entry at which it ended when somebody wrote its head down."""
    found = next((entry for entry in entries if entry.number == noted.number), None)
    if found is None:
        return _broken(noted.number, Fault.CUT_OFF, "the head that was noted is of it, and it is gone")
    if found.hash == noted.hash:
        return None
    what = "it has another hash than the head that was noted: the log was made anew up to here"
    return _broken(noted.number, Fault.CHANGED, what)


def _broken(number: int, fault: Fault, what: str) -> Broken:
    return Broken(number=number, fault=fault, what=what)

"""The people of a desk and what each may do: one table, from the action to the least role that may do it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from reportedly.errors import Forbidden, RecordError


class Role(StrEnum):
    """What a person is at the desk; each may do all that the ones before may."""

    READER = "reader"
    """Looks, and takes out what is there."""
    CODER = "coder"
    """Reads reports in, reviews proposals, decides which incidents are one."""
    ADJUDICATOR = "adjudicator"
    """Settles what others differ on, signs off, sees the log."""
    ADMIN = "admin"
    """Lets people in and out."""

    @property
    def rank(self) -> int:
        """0 for the role that may do least."""
        return list(Role).index(self)


class Action(StrEnum):
    """What can be done at a desk, as far as not everybody may."""

    LOOK = "look"
    """See reports, claims, incidents and one's own reviews."""
    EXPORT = "export"
    """Take out what is there, for another program."""
    MAKE_TOKEN = "make_token"  # noqa: S105 (a word of the table, no secret)
    """Make and withdraw one's own tokens for programs."""
    ADD_REPORTS = "add_reports"
    """Read reports into the ledger."""
    REVIEW = "review"
    """Accept, correct, reject, add; split and join sources; mark furniture; note; take back one's own."""
    DECIDE = "decide"
    """Merge, split and leave open incidents; take such a decision back."""
    SEE_REVIEWS = "see_reviews"
    """See what others have reviewed before a report is settled."""
    UNDO_OTHERS = "undo_others"
    """Take back somebody else's review."""
    ADJUDICATE = "adjudicate"
    """Settle between reviews that differ."""
    ASSIGN = "assign"
    """Give reports to readers."""
    SIGN_OFF = "sign_off"
    """Release an incident's page as checked."""
    SEE_LOG = "see_log"
    """Read the audit log."""
    MANAGE_PEOPLE = "manage_people"
    """Invite people, change roles, let people out, withdraw anybody's tokens."""


RIGHTS: Mapping[Action, Role] = MappingProxyType(
    {
        Action.LOOK: Role.READER,
        Action.EXPORT: Role.READER,
        Action.MAKE_TOKEN: Role.READER,
        Action.ADD_REPORTS: Role.CODER,
        Action.REVIEW: Role.CODER,
        Action.DECIDE: Role.CODER,
        Action.SEE_REVIEWS: Role.ADJUDICATOR,
        Action.UNDO_OTHERS: Role.ADJUDICATOR,
        Action.ADJUDICATE: Role.ADJUDICATOR,
        Action.ASSIGN: Role.ADJUDICATOR,
        Action.SIGN_OFF: Role.ADJUDICATOR,
        Action.SEE_LOG: Role.ADJUDICATOR,
        Action.MANAGE_PEOPLE: Role.ADMIN,
    }
)
"""The least role that may do each action; an action that is not here nobody may do."""

LONGEST_NAME = 80
"""Characters of a person's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works at a desk. Names are unique at a desk, whatever their case, and never change.

    Whoever holds the file and uses the command line is a person too, with a name in place of the id
    (:func:`keeper`): there is nothing that could be kept from them.
    """

    id: str
    name: str
    role: Role
    made_at: dt.datetime
    active: bool = True
    """False for somebody who was let out: what they did stays, and they may do nothing more."""

    def may(self, action: Action) -> bool:
        """Whether the table lets this person do it."""
        least = RIGHTS.get(action)
        return self.active and least is not None and self.role.rank >= least.rank

    def need(self, action: Action) -> None:
        """Refuse what the table does not allow.

        Raises:
            Forbidden: it is not theirs to do; names the role that may.
        """
        if not self.active:
            raise Forbidden(f"{self.name} is no longer at this desk; an admin can let them in again")
        if not self.may(action):
            least = RIGHTS.get(action)
            raise Forbidden(
                f"{self.name} is {_a(self.role)} here, and {action.value.replace('_', ' ')} "
                f"needs {_a(least) if least else 'somebody else'}; ask an admin for that role"
            )

    def narrowed(self, scope: Role) -> Person:
        """The same person with no more than ``scope`` allows: a token never widens."""
        return replace(self, role=min(self.role, scope, key=lambda role: role.rank))


def keeper(name: str) -> Person:
    """Whoever holds the ledger's file and works on it from the command line: may do everything.

    Raises:
        RecordError: the name is blank, too long, or looks like a person's id.
    """
    kept = tidy_name(name)
    return Person(id=kept, name=kept, role=Role.ADMIN, made_at=dt.datetime.min.replace(tzinfo=dt.UTC))


def tidy_name(name: str) -> str:
    """A person's name without the space around it and within it made single; in Unicode's composed form.

    Raises:
        RecordError: it is blank, too long, has control characters, or looks like a person's id.
    """
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    if not tidy or len(tidy) > LONGEST_NAME:
        raise RecordError(f"a person's name has 1 to {LONGEST_NAME} characters, not {len(tidy)}")
    if tidy.startswith("per_"):
        raise RecordError(f"{tidy!r} looks like an id; give the person's name")
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") for character in tidy):
        raise RecordError(f"{tidy!r} has characters that cannot be seen; leave them out")
    return tidy


def name_key(name: str) -> str:
    """What two names share that one could take for the other: 'ANA' and 'Ana'.

    >>> name_key("Ana  Ruiz") == name_key("ANA RUIZ")
    True

    Raises:
        RecordError: as :func:`tidy_name`.
    """
    return unicodedata.normalize("NFKC", tidy_name(name)).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Leave to become a person of the desk, once and for some days; its secret is kept nowhere."""

    id: str
    name: str
    role: Role
    by: str
    made_at: dt.datetime
    expires_at: dt.datetime
    used_at: dt.datetime | None = None
    person: str | None = None
    """Whose password it sets anew; None where somebody comes in by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Leave for a program to act as a person, narrowed to a role and for some days."""

    id: str
    person: str
    name: str
    """What it is for, in the person's words."""
    scope: Role
    made_at: dt.datetime
    expires_at: dt.datetime
    last_used: dt.datetime | None = None
    """To the minute."""
    withdrawn_at: dt.datetime | None = None


def invitation_path(secret: str) -> str:
    """The path of a one-time link, below the address of a desk."""
    return f"/invitations/{secret}"


def _a(role: Role) -> str:
    return f"{'an' if role.value[0] in 'aeiou' else 'a'} {role.value}"

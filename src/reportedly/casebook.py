"""The ledger as a desk uses it: people and their rights, reviews of what the reader proposes, and the log.

Whatever is written is written together with its entry in the audit log, or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from reportedly.casework.audit import Broken, Entry, Head
from reportedly.casework.effective import Reviewed
from reportedly.casework.people import Invitation, Person, Role, Token, invitation_path
from reportedly.casework.reviews import Payload, Review, SourceDraft
from reportedly.ledger import Ledger
from reportedly.records import ClaimRole, Decision, Reading, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation and its secret, which is given out once and kept nowhere."""

    invitation: Invitation
    secret: str

    @property
    def path(self) -> str:
        """The path of the one-time link, below the address of the desk."""
        return invitation_path(self.secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session that has begun; the secret is the cookie's, and is kept nowhere."""

    person: Person
    secret: str
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenMade:
    """A token and its secret, which is given out once and kept nowhere."""

    token: Token
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of checking the log."""

    entries: int
    head: Head | None
    """The last entry's number and hash; None for an empty log."""
    broken: Broken | None
    """The first thing that is wrong; None where all is whole."""
    unlogged: int = 0
    """Reports and decisions of an older ledger, from before it kept a log."""


class Casebook:
    """A desk's work on a ledger file. Closed by ``with`` or by hand; several processes may have it open.

    Methods that take ``by`` check what that person may do, by
    :data:`reportedly.casework.people.RIGHTS`, and raise ``Forbidden`` where they may not.
    ``by`` comes from :meth:`person_of`, :meth:`person_of_token` or, for whoever holds the file,
    :func:`reportedly.casework.people.keeper`.

    >>> with Casebook("ledger.sqlite") as casebook:  # doctest: +SKIP
    ...     person = casebook.person_of(secret)
    ...     casebook.review(person, "rep_…", Accept(), subjects=("clm_…",))

    Raises:
        LedgerError: the file cannot be opened or is no ledger.
        LedgerTooNew: a newer program wrote it.
    """

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. A second call does nothing."""
        raise NotImplementedError

    @property
    def ledger(self) -> Ledger:
        """The same file as a ledger: ``view()``, ``add()``, ``export()``. Its view has the reviews in it."""
        raise NotImplementedError

    # --- people -------------------------------------------------------------------------------------------

    def people(self) -> tuple[Person, ...]:
        """All people, by name; those who were let out too."""
        raise NotImplementedError

    def person(self, id: str) -> Person:
        """One person by the id.

        Raises:
            NotFound: there is none.
        """
        raise NotImplementedError

    def first_invitation(self, name: str = "admin") -> Invited | None:
        """The invitation of a new desk's first admin; None where there are people already.

        A new one takes the place of one that was not used, so that a first link that was lost does no harm.
        """
        raise NotImplementedError

    def invite(self, by: Person, name: str, role: Role, *, days: int = 7, why: str = "") -> Invited:
        """Invite somebody; the one-time link (``.path``) holds for some days.

        Raises:
            Forbidden: ``by`` is no admin.
            UsageError: somebody of that name is here or invited already, or ``days`` is not 1 to 90.
        """
        raise NotImplementedError

    def invitation(self, secret: str) -> Invitation:
        """The invitation that a link stands for, to greet somebody by name.

        Raises:
            NotSignedIn: there is none, or it was used or has expired.
        """
        raise NotImplementedError

    def accept_invitation(self, secret: str, password: str) -> Person:
        """Become a person of the desk with that password; the link is used up.

        Raises:
            NotSignedIn: there is no such invitation, or it was used or has expired.
            UsageError: the password is too short, too long or the name itself; says which.
        """
        raise NotImplementedError

    def change_role(self, by: Person, person: str, role: Role, *, why: str = "") -> Person:
        """Give somebody another role; it counts from their next request.

        Raises:
            Forbidden: ``by`` is no admin.
            NotFound: no person has that id.
            UsageError: nobody would be left who lets people in.
        """
        raise NotImplementedError

    def deactivate(self, by: Person, person: str, *, why: str = "") -> Person:
        """Let somebody out: sessions and tokens end, what they did stays, under their name.

        Raises:
            Forbidden: ``by`` is no admin.
            NotFound: no person has that id.
            UsageError: nobody would be left who lets people in.
        """
        raise NotImplementedError

    def reactivate(self, by: Person, person: str, *, why: str = "") -> Person:
        """Let somebody in again, with the role and the password that they had.

        Raises:
            Forbidden: ``by`` is no admin.
            NotFound: no person has that id.
        """
        raise NotImplementedError

    # --- who asks -----------------------------------------------------------------------------------------

    def sign_in(self, name: str, password: str) -> SignedIn:
        """Begin a session of 12 hours.

        Raises:
            NotSignedIn: name or password is wrong (never which), or there were too many wrong tries lately.
        """
        raise NotImplementedError

    def person_of(self, session: str) -> Person:
        """Whose session it is, with the role that they have now.

        Raises:
            NotSignedIn: there is no such session, it has expired or ended, or the person was let out.
        """
        raise NotImplementedError

    def sign_out(self, session: str) -> None:
        """End a session; one that is not there is none to end."""
        raise NotImplementedError

    def change_password(self, by: Person, old: str, new: str) -> None:
        """Set another password; all other sessions of that person end.

        Raises:
            NotSignedIn: the old one is wrong.
            UsageError: the new one is too short, too long or the name itself.
        """
        raise NotImplementedError

    def make_token(self, by: Person, name: str, *, scope: Role = Role.READER, days: int = 90) -> TokenMade:
        """Let a program act as this person, with no more than ``scope`` allows.

        Raises:
            Forbidden: the scope is more than the person's own role.
            UsageError: the name is blank, or ``days`` is not 1 to 366.
        """
        raise NotImplementedError

    def tokens(self, by: Person) -> tuple[Token, ...]:
        """The person's own tokens; an admin's view has everybody's."""
        raise NotImplementedError

    def withdraw_token(self, by: Person, token: str) -> Token:
        """End a token, one's own or, for an admin, anybody's.

        Raises:
            Forbidden: it is somebody else's.
            NotFound: there is none of that id.
        """
        raise NotImplementedError

    def person_of_token(self, secret: str) -> Person:
        """Whom a program acts for, with a role narrowed to the token's scope; notes that it was used.

        Raises:
            NotSignedIn: there is no such token, it has expired or was withdrawn, or the person was let out.
        """
        raise NotImplementedError

    # --- reviews ------------------------------------------------------------------------------------------

    def proposal(self, report: str) -> Reading:
        """What the reader proposes for a report, without any review; a short id will do.

        Raises:
            NotFound: there is no such report.
        """
        raise NotImplementedError

    def reading(self, report: str, *, by: str | None = None) -> Reviewed:
        """A report as one person (an id) left it, or as all did, with what they differ on.

        Raises:
            NotFound: there is no such report.
        """
        raise NotImplementedError

    def basis(self, report: str, subjects: Sequence[str] = ()) -> str:
        """A digest of what is proposed now: a page that shows a proposal keeps it, and gives it back.

        Raises:
            NotFound: the report has no such claim or source.
        """
        raise NotImplementedError

    def review(
        self,
        by: Person,
        report: str,
        payload: Payload,
        *,
        subjects: Sequence[str] = (),
        reason: str = "",
        basis: str | None = None,
        settles: Sequence[str] = (),
    ) -> Review:
        """Say what is right, wrong or missing; all evidence of the report is verified again first.

        Args:
            by: who says it.
            report: the report's id.
            payload: ``Accept()``, ``Correct(claim=…)``, ``Reject()``, ``Add(claim=…)``, ``SplitSource(…)``,
                ``JoinSources()``, ``Furniture(spans=…)`` or ``Note(text=…)``.
            subjects: ids of the claims (accept, correct, reject) or sources (split, join) that it is about.
            reason: why; a rejection needs it.
            basis: what :meth:`basis` gave when the proposal was shown; refused where it has changed since.
            settles: ids of other reviews that this one decides between, which takes an adjudicator.

        Raises:
            Forbidden: not that person's to do.
            NotFound: no such report, claim, source or review.
            Outdated: the proposal has changed since it was shown.
            EvidenceError: a quote does not stand in the report's text where it says.
            RecordError: a claim would contradict the coding guide, or the subjects are not what it takes.
        """
        raise NotImplementedError

    def undo_review(self, by: Person, review: str, *, reason: str = "") -> Review:
        """Take back a review, one's own or, for an adjudicator, anybody's; its row stays.

        What was said before it holds again.

        Raises:
            Forbidden: it is somebody else's.
            NotFound: there is none of that id.
            UsageError: it was taken back already.
        """
        raise NotImplementedError

    def reviews(
        self, *, report: str | None = None, by: str | None = None, undone: bool = True
    ) -> tuple[Review, ...]:
        """Reviews, oldest first; of one report, of one person (an id), without those taken back."""
        raise NotImplementedError

    def source_at(self, report: str, start: int, end: int) -> SourceDraft:
        """A speaker whom the words at ``start:end`` (code points) describe, as the rules read them.

        Raises:
            EvidenceError: the offsets are empty or outside the text.
            NotFound: there is no such report.
        """
        raise NotImplementedError

    def value_at(self, report: str, role: ClaimRole, start: int, end: int) -> Value:
        """The words at ``start:end`` as the value of a claim: the actor, number, day or place that they name.

        Raises:
            EvidenceError: the offsets are empty or outside the text.
            NotFound: there is no such report.
        """
        raise NotImplementedError

    # --- incidents ----------------------------------------------------------------------------------------

    def merge(self, by: Person, incidents: Sequence[str], *, note: str | None = None) -> Decision:
        """As :meth:`reportedly.ledger.Ledger.merge`, by a person of the desk."""
        raise NotImplementedError

    def split(self, by: Person, incident: str, parts: Sequence[str], *, note: str | None = None) -> Decision:
        """As :meth:`reportedly.ledger.Ledger.split`, by a person of the desk."""
        raise NotImplementedError

    def leave_open(self, by: Person, incidents: Sequence[str], *, note: str | None = None) -> Decision:
        """As :meth:`reportedly.ledger.Ledger.leave_open`, by a person of the desk."""
        raise NotImplementedError

    def undo_decision(self, by: Person, decision: str | None = None) -> Decision:
        """As :meth:`reportedly.ledger.Ledger.undo`, by a person of the desk."""
        raise NotImplementedError

    # --- the log ------------------------------------------------------------------------------------------

    def audit(
        self, *, subject: str | None = None, by: str | None = None, after: int = 0, most: int | None = None
    ) -> tuple[Entry, ...]:
        """Entries of the log, oldest first, from the one after number ``after`` on; ``most`` of them."""
        raise NotImplementedError

    def verify(self, *, noted: Head | None = None) -> Verdict:
        """Check the log, and that reviews, decisions, people and reports are as the log says.

        Args:
            noted: where the log ended at an earlier time, as somebody wrote it down outside the ledger;
                tells a log that was made anew from its beginning.
        """
        raise NotImplementedError

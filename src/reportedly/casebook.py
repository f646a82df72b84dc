"""The ledger as a desk uses it: people and their rights, reviews of what the reader proposes, and the log.

Whatever is written is written together with its entry in the audit log, or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reportedly.casework.assignment import seen_by
from reportedly.casework.audit import PROGRAM, Entry, Head, Verdict
from reportedly.casework.effective import Reviewed, basis_of, effective, known_in
from reportedly.casework.people import (
    Action,
    Invitation,
    Person,
    Role,
    Token,
    invitation_path,
    name_key,
    tidy_name,
)
from reportedly.casework.reviews import Add, Correct, Payload, Review, SourceDraft, described
from reportedly.casework.secrets import PasswordHash, check_password, new_secret, secret_digest
from reportedly.casework.versions import check_versions, versions_of
from reportedly.errors import Forbidden, NotFound, NotSignedIn, Outdated, RecordError, UsageError
from reportedly.ids import content_id
from reportedly.ledger import Ledger
from reportedly.records import ClaimRole, Decision, Judgement, Reading, Span, Value

if TYPE_CHECKING:
    from sqlalchemy import Connection

SESSION = dt.timedelta(hours=12)
"""How long a session holds from signing in."""
TRIES, LOCKED = 8, dt.timedelta(minutes=15)
"""So many wrong passwords within so long, and the person cannot sign in until it is over."""
MOST_INVITED, MOST_TOKEN = 90, 366
"""Days that an invitation and a token may hold."""
LONGEST_KEY = 200
"""Characters of the key by which a program says something once."""
TOKEN_PREFIX = "rptd_"  # noqa: S105 (marks a token, so that one that leaks is known for what it is)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


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

    def __init__(
        self, path: str | Path, *, create: bool = False, clock: Callable[[], dt.datetime] = _now
    ) -> None:
        from reportedly.ledger import Ledger

        self._ledger = Ledger(path, create=create)
        self._store = self._ledger.store
        self._clock = clock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. A second call does nothing."""
        self._ledger.close()

    @property
    def ledger(self) -> Ledger:
        """The same file as a ledger: ``view()``, ``add()``, ``export()``. Its view has the reviews in it."""
        return self._ledger

    def now(self) -> dt.datetime:
        """The time that is written with what is done now."""
        return self._clock()

    # --- people -------------------------------------------------------------------------------------------

    def people(self) -> tuple[Person, ...]:
        """All people, by name; those who were let out too."""
        from reportedly.store import people

        with self._store.looking() as connection:
            return tuple(people.everybody(connection))

    def person(self, id: str) -> Person:
        """One person by the id.

        Raises:
            NotFound: there is none.
        """
        from reportedly.store import people

        with self._store.looking() as connection:
            return people.one(connection, id)

    def first_invitation(self, name: str = "admin") -> Invited | None:
        """The invitation of a new desk's first admin; None where there are people already.

        A new one takes the place of one that was not used, so that a first link that was lost does no harm.
        """
        from reportedly.store import people

        with self._store.writing() as connection:
            if any(people.everybody(connection)):
                return None
            people.forget_invitations(connection, by=PROGRAM)
            return self._invite(
                connection, PROGRAM, tidy_name(name), Role.ADMIN, days=7, why="the first admin"
            )

    def invite(self, by: Person, name: str, role: Role, *, days: int = 7, why: str = "") -> Invited:
        """Invite somebody; the one-time link (``.path``) holds for some days.

        A second invitation of the same name takes the place of the first, whose link holds no longer.

        Raises:
            Forbidden: ``by`` is no admin.
            UsageError: somebody of that name is here already, or ``days`` is not 1 to 90.
            RecordError: the name is none.
        """
        from reportedly.store import people

        by.need(Action.MANAGE_PEOPLE)
        _check_days(days, MOST_INVITED)
        tidy = tidy_name(name)
        with self._store.writing() as connection:
            if found := people.named(connection, name_key(tidy)):
                here = "is here already" if found.active else "was here; let them in again with reactivate"
                raise UsageError(f"{found.name} {here}; two people cannot have one name")
            return self._invite(connection, by.id, tidy, role, days=days, why=why)

    def new_link(self, by: Person, person: str, *, days: int = 7, why: str = "") -> Invited:
        """A one-time link for somebody who is here and has forgotten the password, to set another one.

        Raises:
            Forbidden: ``by`` is no admin.
            NotFound: no person has that id.
            UsageError: the person was let out, or ``days`` is not 1 to 90.
        """
        from reportedly.store import people

        by.need(Action.MANAGE_PEOPLE)
        _check_days(days, MOST_INVITED)
        with self._store.writing() as connection:
            found = people.one(connection, person)
            if not found.active:
                raise UsageError(f"{found.name} was let out; let them in again first")
            return self._invite(connection, by.id, found.name, found.role, days=days, why=why, person=person)

    def invitations(self, by: Person) -> tuple[Invitation, ...]:
        """The links that were made and not used, by name: of people who are to come in, or to set a password.

        Raises:
            Forbidden: ``by`` is no admin.
        """
        from reportedly.store import people

        by.need(Action.MANAGE_PEOPLE)
        with self._store.looking() as connection:
            return tuple(people.unused(connection))

    def _invite(
        self,
        connection: Connection,
        by: str,
        name: str,
        role: Role,
        *,
        days: int,
        why: str,
        person: str | None = None,
    ) -> Invited:
        from reportedly.store import people

        now, secret = self._clock(), new_secret()
        digest = secret_digest(secret)
        made = Invitation(
            id=content_id("inv", digest),
            name=name,
            role=role,
            by=by,
            made_at=now,
            expires_at=now + dt.timedelta(days=days),
            person=person,
        )
        people.invite(connection, made, digest, why=why)
        return Invited(invitation=made, secret=secret)

    def invitation(self, secret: str) -> Invitation:
        """The invitation that a link stands for, to greet somebody by name.

        Raises:
            NotSignedIn: there is none, or it was used or has expired.
        """
        from reportedly.store import people

        with self._store.looking() as connection:
            found = people.invitation(connection, secret_digest(secret))
        if found is None or found.used_at or found.expires_at <= self._clock():
            raise NotSignedIn("this link was used already or holds no longer; ask an admin for another one")
        return found

    def accept_invitation(self, secret: str, password: str, *, name: str | None = None) -> Person:
        """Become a person of the desk with that password, or set another one; the link is used up.

        The first admin may take another ``name`` than the one of the link; nobody else may.

        Raises:
            NotSignedIn: there is no such invitation, or it was used or has expired.
            Forbidden: another name than the one of the link.
            UsageError: the password is too short, too long or the name itself; says which. Or the name is
                taken.
        """
        from reportedly.store import people

        invited = self.invitation(secret)
        first = invited.by == PROGRAM
        if name is not None and name != invited.name and not first:
            raise Forbidden(f"the link is for {invited.name}; ask an admin for one for another name")
        tidy = tidy_name(name or invited.name)
        check_password(password, tidy)
        password_hash = PasswordHash.of(password)
        with self._store.writing() as connection:
            # Once more, now that nobody else can use the link meanwhile.
            held = people.invitation(connection, secret_digest(secret))
            if held is None or held.used_at:
                raise NotSignedIn("this link was used already; ask an admin for another one")
            now = self._clock()
            if held.person is not None:
                person = people.one(connection, held.person)
                if not person.active:
                    raise NotSignedIn(f"{person.name} is no longer at this desk")
                people.use_link(connection, person, password_hash, invitation=held.id, at=now)
                return person
            if people.named(connection, name_key(tidy)):
                raise UsageError(f"there is a person called {tidy} already; two cannot have one name")
            person = Person(
                id=content_id("per", name_key(tidy), now.isoformat()), name=tidy, role=held.role, made_at=now
            )
            people.add(connection, person, password_hash, invitation=held.id)
        return person

    def change_role(self, by: Person, person: str, role: Role, *, why: str = "") -> Person:
        """Give somebody another role; it counts from their next request.

        Raises:
            Forbidden: ``by`` is no admin.
            NotFound: no person has that id.
            UsageError: nobody would be left who lets people in.
        """
        from reportedly.store import people

        by.need(Action.MANAGE_PEOPLE)
        with self._store.writing() as connection:
            found = people.one(connection, person)
            if found.role is not role:
                people.change_role(connection, found, role, at=self._clock(), by=by.id, why=why)
            return people.one(connection, person)

    def deactivate(self, by: Person, person: str, *, why: str = "") -> Person:
        """Let somebody out: sessions and tokens end, what they did stays, under their name.

        Raises:
            Forbidden: ``by`` is no admin.
            NotFound: no person has that id.
            UsageError: nobody would be left who lets people in.
        """
        from reportedly.store import people

        by.need(Action.MANAGE_PEOPLE)
        with self._store.writing() as connection:
            found = people.one(connection, person)
            if found.active:
                people.deactivate(connection, found, at=self._clock(), by=by.id, why=why)
            return people.one(connection, person)

    def reactivate(self, by: Person, person: str, *, why: str = "") -> Person:
        """Let somebody in again, with the role and the password that they had.

        Raises:
            Forbidden: ``by`` is no admin.
            NotFound: no person has that id.
        """
        from reportedly.store import people

        by.need(Action.MANAGE_PEOPLE)
        with self._store.writing() as connection:
            found = people.one(connection, person)
            if not found.active:
                people.reactivate(connection, found, at=self._clock(), by=by.id, why=why)
            return people.one(connection, person)

    # --- who asks -----------------------------------------------------------------------------------------

    def sign_in(self, name: str, password: str) -> SignedIn:
        """Begin a session of 12 hours.

        Raises:
            NotSignedIn: name or password is wrong (never which), or there were too many wrong tries lately.
        """
        from reportedly.store import people

        now = self._clock()
        with self._store.looking() as connection:
            person = _named(connection, name)
            kept = people.password_of(connection, person.id) if person else None
            tried = people.failures(connection, person.id, since=now - LOCKED) if person else 0
        if tried >= TRIES:
            minutes = LOCKED // dt.timedelta(minutes=1)
            raise NotSignedIn(f"too many wrong passwords for {name!r}; try again in {minutes} minutes")
        # Somebody who is not there takes as long as somebody who is.
        fits = (kept or PasswordHash.nobodys()).fits(password)
        if person is None or kept is None or not fits or not person.active:
            if person is not None and not fits:
                with self._store.writing() as connection:
                    people.failed(connection, person.id, at=now)
            raise NotSignedIn("name or password is wrong")
        secret, until = new_secret(), now + SESSION
        with self._store.writing() as connection:
            people.sign_in(connection, person.id, secret_digest(secret), at=now, until=until)
        return SignedIn(person=person, secret=secret, expires_at=until)

    def person_of(self, session: str) -> Person:
        """Whose session it is, with the role that they have now.

        Raises:
            NotSignedIn: there is no such session, it has expired or ended, or the person was let out.
        """
        from reportedly.store import people

        with self._store.looking() as connection:
            found = people.person_of_session(connection, secret_digest(session), at=self._clock())
        if found is None:
            raise NotSignedIn("the session has ended; sign in again")
        return found

    def sign_out(self, session: str) -> None:
        """End a session; one that is not there is none to end."""
        from reportedly.store import people

        with self._store.writing() as connection:
            people.sign_out(connection, secret_digest(session), at=self._clock())

    def change_password(self, by: Person, old: str, new: str) -> None:
        """Set another password; all sessions of that person end, so that they sign in with the new one.

        Raises:
            NotSignedIn: the old one is wrong.
            UsageError: the new one is too short, too long or the name itself.
        """
        from reportedly.store import people

        with self._store.looking() as connection:
            kept = people.password_of(connection, by.id)
        if kept is None or not kept.fits(old):
            raise NotSignedIn("that is not the password that you have now")
        check_password(new, by.name)
        changed = PasswordHash.of(new)
        with self._store.writing() as connection:
            people.change_password(connection, by.id, changed, at=self._clock())

    def make_token(self, by: Person, name: str, *, scope: Role = Role.READER, days: int = 90) -> TokenMade:
        """Let a program act as this person, with no more than ``scope`` allows.

        Raises:
            Forbidden: the scope is more than the person's own role.
            UsageError: the name is blank, or ``days`` is not 1 to 366.
            NotFound: ``by`` is not a person of the desk but whoever holds the file, who needs no token.
        """
        from reportedly.store import people

        by.need(Action.MAKE_TOKEN)
        _check_days(days, MOST_TOKEN)
        if scope.rank > by.role.rank:
            raise Forbidden(f"{by.name} is here as {by.role}, and a token cannot do more; narrow its scope")
        if not name.strip():
            raise UsageError("say in a word what the token is for, so that it can be told from others")
        now, secret = self._clock(), new_secret(TOKEN_PREFIX)
        digest = secret_digest(secret)
        token = Token(
            id=content_id("tok", digest),
            person=by.id,
            name=name.strip(),
            scope=scope,
            made_at=now,
            expires_at=now + dt.timedelta(days=days),
        )
        with self._store.writing() as connection:
            people.one(connection, by.id)
            people.make_token(connection, token, digest, by=by.id)
        return TokenMade(token=token, secret=secret)

    def tokens(self, by: Person) -> tuple[Token, ...]:
        """The person's own tokens; an admin's view has everybody's."""
        from reportedly.store import people

        person = None if by.may(Action.MANAGE_PEOPLE) else by.id
        with self._store.looking() as connection:
            return tuple(people.all_tokens(connection, person=person))

    def withdraw_token(self, by: Person, token: str) -> Token:
        """End a token, one's own or, for an admin, anybody's.

        Raises:
            Forbidden: it is somebody else's.
            NotFound: there is none of that id.
        """
        from reportedly.store import people

        with self._store.writing() as connection:
            found = next((each for each in people.all_tokens(connection) if each.id == token), None)
            if found is None:
                raise NotFound(f"there is no token {token!r}")
            if found.person != by.id:
                by.need(Action.MANAGE_PEOPLE)
            if found.withdrawn_at is None:
                people.withdraw_token(connection, token, at=self._clock(), by=by.id)
            return next(each for each in people.all_tokens(connection) if each.id == token)

    def person_of_token(self, secret: str) -> Person:
        """Whom a program acts for, with a role narrowed to the token's scope; notes that it was used.

        Raises:
            NotSignedIn: there is no such token, it has expired or was withdrawn, or the person was let out.
        """
        from reportedly.store import people

        now = self._clock()
        with self._store.looking() as connection:
            token = people.token_of(connection, secret_digest(secret))
            if token is None or token.withdrawn_at or token.expires_at <= now:
                raise NotSignedIn("there is no such token, or it holds no longer; make another one")
            person = people.one(connection, token.person)
        if not person.active:
            raise NotSignedIn("the token is of somebody who is no longer at this desk")
        if token.last_used is None or now - token.last_used >= dt.timedelta(minutes=1):
            with self._store.writing() as connection:
                people.used_token(connection, token.id, at=now)
        return person.narrowed(token.scope)

    # --- reviews ------------------------------------------------------------------------------------------

    def proposal(self, report: str) -> Reading:
        """What the reader proposes for a report, without any review; a short id will do.

        Raises:
            NotFound: there is no such report.
        """
        from reportedly.store import views

        with self._store.looking() as connection:
            return views.reading_of(connection, self._report(connection, report))

    def _report(self, connection: Connection, given: str) -> str:
        from reportedly.store import schema, views

        return views.full_id(connection, schema.reports, given)

    def reading(self, report: str, *, by: str | None = None) -> Reviewed:
        """A report as one person (an id) left it, or as all did, with what they differ on.

        Raises:
            NotFound: there is no such report.
        """
        reading, said = self._looked_up(report)
        return effective(reading, said, by=by)

    def _looked_up(self, report: str) -> tuple[Reading, tuple[Review, ...]]:
        from reportedly.store import reviews, views

        with self._store.looking() as connection:
            reading = views.reading_of(connection, self._report(connection, report))
            return reading, tuple(reviews.read(connection, report=reading.report.id, undone=False))

    def basis(self, report: str, subjects: Sequence[str] = ()) -> str:
        """A digest of what is proposed now: a page that shows a proposal keeps it, and gives it back.

        Raises:
            NotFound: the report has no such claim or source.
        """
        reading, said = self._looked_up(report)
        _check_known(reading, said, subjects)
        return basis_of(reading, subjects)

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
        versions: Mapping[str, str] | None = None,
        key: str | None = None,
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
            versions: what :meth:`versions` gave of the subjects, or of the report where there are none;
                refused where one is another by now, whoever changed it.
            key: a word of the caller's for this one review: said again with the same key, it is not
                written twice, and the review that is there is given back.

        Raises:
            Forbidden: not that person's to do.
            NotFound: no such report, claim, source or review.
            UsageError: the key was used for another review, or a version is missing.
            Outdated: what was looked at has changed since.
            EvidenceError: a quote does not stand in the report's text where it says.
            RecordError: a claim would contradict the coding guide, or the subjects are not what it takes.
        """
        from reportedly.store import reviews, saying, views

        by.need(Action.ADJUDICATE if settles else Action.REVIEW)
        payload = self._of_this_report(payload, report)
        with self._store.writing() as connection:
            reading = views.reading_of(connection, self._report(connection, report))
            said = tuple(reviews.read(connection, report=reading.report.id, undone=False))
            _check_known(reading, said, subjects)
            now, number = self._clock(), reviews.next_number(connection)
            made = Review(
                id=_keyed("rev", by, key) or content_id("rev", number, by.id, now.isoformat(), *subjects),
                number=number,
                at=now,
                by=by.id,
                report=reading.report.id,
                payload=described(payload, said, reading),
                subjects=tuple(subjects),
                reason=reason.strip(),
                basis=basis_of(reading, subjects),
                settles=tuple(settles),
            )
            if key is not None and (before := reviews.found(connection, made.id)):
                return _said_before(before, made, reading)
            if basis is not None and basis != made.basis:
                raise Outdated("what is proposed has changed since it was shown; look again before deciding")
            if versions is not None:
                now_there = versions_of(reading, effective(reading, _seen(connection, by, said)))
                check_versions(now_there, versions, subjects or (reading.report.id,))
            _check_settled(said, settles)
            # Once by itself, so that a fault of its evidence is told even where others dispute the claim,
            # and once with all others.
            effective(reading, [*(each for each in said if each.by == by.id), made])
            effective(reading, [*said, made])
            saying.add(connection, made)
        return made

    def versions(self, by: Person, report: str) -> Mapping[str, str]:
        """The versions of a report, its claims and its speakers, as this person may see them, by id.

        Raises:
            NotFound: there is no such report.
        """
        from reportedly.store import reviews, views

        with self._store.looking() as connection:
            reading = views.reading_of(connection, self._report(connection, report))
            said = tuple(reviews.read(connection, report=reading.report.id, undone=False))
            return versions_of(reading, effective(reading, _seen(connection, by, said)))

    def _of_this_report(self, payload: Payload, report: str) -> Payload:
        """A draft on a joined incident is one on the report's own part of it, where that is one."""
        if not isinstance(payload, Correct | Add) or not isinstance(payload.claim.incident, str):
            return payload
        own = {each.id for each in self.reading(report).reading.incidents}
        own |= {each.id for each in self.proposal(report).incidents}
        given = payload.claim.incident
        if given in own:
            return payload
        parts = [member for member in self._ledger.members(given) if member in own]
        if len(parts) != 1:
            return payload
        return replace(payload, claim=replace(payload.claim, incident=parts[0]))

    def undo_review(self, by: Person, review: str, *, reason: str = "") -> Review:
        """Take back a review, one's own or, for an adjudicator, anybody's; its row stays.

        What was said before it holds again.

        Raises:
            Forbidden: it is somebody else's.
            NotFound: there is none of that id.
            UsageError: it was taken back already.
        """
        from reportedly.store import reviews, saying

        by.need(Action.REVIEW)
        with self._store.writing() as connection:
            if reviews.one(connection, review).by != by.id:
                by.need(Action.UNDO_OTHERS)
            return saying.undo(connection, review, at=self._clock(), by=by.id, why=reason)

    def reviews(
        self, *, report: str | None = None, by: str | None = None, undone: bool = True
    ) -> tuple[Review, ...]:
        """Reviews, oldest first: of one report, of one person (an id), without those taken back.

        Raises:
            NotFound: there is no such report.
        """
        from reportedly.store import reviews

        with self._store.looking() as connection:
            wanted = self._report(connection, report) if report is not None else None
            return tuple(reviews.read(connection, report=wanted, by=by, undone=undone))

    def home_of(self, claim: str) -> tuple[str, str]:
        """The whole id of a claim that was read or added, and that of its report; a short id will do.

        Raises:
            NotFound: there is none, or more than one.
        """
        from reportedly.store import views

        with self._store.looking() as connection:
            return views.home_of(connection, claim)

    def one_review(self, review: str) -> Review:
        """A review by its id.

        Raises:
            NotFound: there is none.
        """
        from reportedly.store import reviews

        with self._store.looking() as connection:
            return reviews.one(connection, review)

    def source_at(self, report: str, start: int, end: int) -> SourceDraft:
        """A speaker whom the words at ``start:end`` (code points) describe, as the rules read them.

        Raises:
            EvidenceError: the offsets are empty or outside the text.
            NotFound: there is no such report.
        """
        from reportedly.annotations import Speaker
        from reportedly.claims.sources import profile

        text_of = self.proposal(report).report
        label = Span.of(text_of.text, start, end)
        found = profile(text_of, Speaker(label=label, mentions=(label,)))
        return SourceDraft(
            label=label,
            kind=found.kind,
            number=found.number,
            role=found.role,
            affiliation=found.affiliation,
            anonymity=found.anonymity,
        )

    def value_at(self, report: str, role: ClaimRole, start: int, end: int) -> Value:
        """The words at ``start:end`` as the value of a claim: the actor, number, day or place that they name.

        Raises:
            EvidenceError: the offsets are empty or outside the text.
            NotFound: there is no such report.
        """
        from reportedly.language.chosen import value_of

        read = self.proposal(report).report
        return value_of(read, role, Span.of(read.text, start, end))

    # --- incidents ----------------------------------------------------------------------------------------

    def merge(self, by: Person, incidents: Sequence[str], *, note: str | None = None) -> Decision:
        """As :meth:`reportedly.ledger.Ledger.merge`, by a person of the desk."""
        by.need(Action.DECIDE)
        return self._ledger.merge(incidents, by=by, note=note)

    def split(self, by: Person, incident: str, parts: Sequence[str], *, note: str | None = None) -> Decision:
        """As :meth:`reportedly.ledger.Ledger.split`, by a person of the desk."""
        by.need(Action.DECIDE)
        return self._ledger.split(incident, parts, by=by, note=note)

    def leave_open(self, by: Person, incidents: Sequence[str], *, note: str | None = None) -> Decision:
        """As :meth:`reportedly.ledger.Ledger.leave_open`, by a person of the desk."""
        by.need(Action.DECIDE)
        return self._ledger.leave_open(incidents, by=by, note=note)

    def decide(
        self,
        by: Person,
        judgement: Judgement,
        named: Sequence[str],
        *,
        note: str | None = None,
        versions: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> Decision:
        """As :meth:`reportedly.ledger.Ledger.decide`; ``key`` is any word of the caller's, as of a review."""
        by.need(Action.DECIDE)
        return self._ledger.decide(
            judgement, named, by=by, note=note, versions=versions, key=_keyed("dec", by, key)
        )

    def undo_decision(self, by: Person, decision: str | None = None) -> Decision:
        """As :meth:`reportedly.ledger.Ledger.undo`, by a person of the desk."""
        by.need(Action.DECIDE)
        return self._ledger.undo(decision, by=by)

    # --- the log ------------------------------------------------------------------------------------------

    def audit(
        self, *, subject: str | None = None, by: str | None = None, after: int = 0, most: int | None = None
    ) -> tuple[Entry, ...]:
        """Entries of the log, oldest first, from the one after number ``after`` on; ``most`` of them."""
        from reportedly.store import log

        with self._store.looking() as connection:
            return tuple(log.entries(connection, subject=subject, by=by, after=after, most=most))

    def head(self) -> Head | None:
        """Where the log ends; None for an empty one. Another head means that something was done."""
        from reportedly.store import log

        with self._store.looking() as connection:
            return log.head(connection)

    def verify(self, *, noted: Head | None = None) -> Verdict:
        """Check the log, and that reviews, decisions, people and reports are as the log says.

        Args:
            noted: where the log ended at an earlier time, as somebody wrote it down outside the ledger;
                tells a log that was made anew from its beginning.
        """
        from reportedly.store import checking

        with self._store.looking() as connection:
            return checking.verify(connection, noted=noted)


def _named(connection: Connection, name: str) -> Person | None:
    from reportedly.store import people

    try:
        return people.named(connection, name_key(name))
    except RecordError:
        return None


def _seen(connection: Connection, by: Person, said: Sequence[Review]) -> tuple[Review, ...]:
    """Of the reviews of one report those that this person may see now."""
    from reportedly.store import second_reading

    if not said:
        return ()
    return seen_by(by, said, second_reading.read(connection, report=said[0].report))


def _keyed(prefix: str, by: Person, key: str | None) -> str | None:
    """The id of what a person says with a key: the same for the same key; None without one.

    Raises:
        UsageError: it is no key.
    """
    if key is None:
        return None
    if not 1 <= len(key) <= LONGEST_KEY:
        raise UsageError(f"a key has 1 to {LONGEST_KEY} characters, not {len(key)}; a random UUID will do")
    return content_id(prefix, "key", by.id, key)


def _said_before(before: Review, again: Review, reading: Reading) -> Review:
    """The review that is there under a key.

    Raises:
        UsageError: it says something else.
    """
    if _told(before, reading) != _told(again, reading):
        raise UsageError(f"this key was used for another review, {before.id}; take a new one for each")
    return before


def _told(review: Review, reading: Reading) -> object:
    payload = review.payload
    if isinstance(payload, Correct | Add):
        payload = replace(payload, claim=payload.claim.named_in(reading.report))
    return review.report, payload, review.subjects, review.reason, review.settles


def _check_days(days: int, most: int) -> None:
    if not 1 <= days <= most:
        raise UsageError(f"it can hold for 1 to {most} days, not {days}")


def _check_known(reading: Reading, said: Sequence[Review], subjects: Sequence[str]) -> None:
    known = known_in(reading, said)
    for each in subjects:
        if each not in known:
            raise NotFound(f"{reading.report.id} has no claim or source {each!r}")


def _check_settled(said: Sequence[Review], settles: Sequence[str]) -> None:
    known = {each.id for each in said}
    for each in settles:
        if each not in known:
            raise NotFound(f"there is no review {each!r} of this report, or it was taken back")

"""People, and what lets them in: only digests of secrets are kept. Each change is logged with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, true, update

from reportedly.casework.audit import Deed
from reportedly.casework.people import Invitation, Person, Role, Token, name_key
from reportedly.casework.secrets import Cost, PasswordHash
from reportedly.errors import NotFound, UsageError
from reportedly.store import log
from reportedly.store.schema import audit, invitations, passwords, people, sessions, tokens
from reportedly.store.storable import check_storable, moment, stamp


def everybody(connection: Connection) -> Iterator[Person]:
    """All people, by name; those who were let out too."""
    for row in connection.execute(select(people).order_by(people.c.key)).mappings():
        yield _person(row)


def one(connection: Connection, person: str) -> Person:
    """One person by the id.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(select(people).where(people.c.id == person)).mappings().one_or_none()
    if row is None:
        raise NotFound(f"no person has the id {person!r}; `reportedly people` lists them")
    return _person(row)


def named(connection: Connection, key: str) -> Person | None:
    """The person whose name has that key, if there is one."""
    row = connection.execute(select(people).where(people.c.key == key)).mappings().one_or_none()
    return _person(row) if row else None


def add(connection: Connection, person: Person, password: PasswordHash, *, invitation: str) -> None:
    """Let a new person in by an invitation, which is used up.

    Raises:
        RecordError: the name is one that databases cannot hold.
    """
    check_storable(person.name, person.id)
    row = {"id": person.id, "name": person.name, "key": name_key(person.name), "role": person.role.value}
    connection.execute(insert(people), [row | {"made_at": stamp(person.made_at)}])
    connection.execute(
        update(invitations).where(invitations.c.id == invitation).values(used_at=stamp(person.made_at))
    )
    _put_password(connection, person.id, password, person.made_at)
    log.append(
        connection,
        Deed.JOIN,
        at=person.made_at,
        by=person.id,
        subject=person.id,
        detail={"name": person.name, "role": person.role.value, "invitation": invitation},
    )


def change_role(
    connection: Connection, person: Person, role: Role, *, at: dt.datetime, by: str, why: str
) -> None:
    """Give a person another role.

    Raises:
        UsageError: no admin would be left.
    """
    connection.execute(update(people).where(people.c.id == person.id).values(role=role.value))
    if person.role is Role.ADMIN:
        _check_admin(connection)
    detail = {"from": person.role.value, "to": role.value}
    log.append(connection, Deed.CHANGE_ROLE, at=at, by=by, subject=person.id, detail=detail, why=why)


def deactivate(connection: Connection, person: Person, *, at: dt.datetime, by: str, why: str) -> None:
    """Let a person out: sessions end, tokens are withdrawn.

    Raises:
        UsageError: no admin would be left.
    """
    connection.execute(update(people).where(people.c.id == person.id).values(deactivated_at=stamp(at)))
    if person.role is Role.ADMIN:
        _check_admin(connection)
    connection.execute(delete(sessions).where(sessions.c.person == person.id))
    own = tokens.c.person == person.id
    connection.execute(
        update(tokens).where(own, tokens.c.withdrawn_at.is_(None)).values(withdrawn_at=stamp(at))
    )
    log.append(connection, Deed.DEACTIVATE, at=at, by=by, subject=person.id, why=why)


def reactivate(connection: Connection, person: Person, *, at: dt.datetime, by: str, why: str) -> None:
    """Let a person in again."""
    connection.execute(update(people).where(people.c.id == person.id).values(deactivated_at=None))
    log.append(connection, Deed.REACTIVATE, at=at, by=by, subject=person.id, why=why)


def _check_admin(connection: Connection) -> None:
    left = (people.c.role == Role.ADMIN.value) & people.c.deactivated_at.is_(None)
    if not connection.scalar(select(func.count()).select_from(people).where(left)):
        raise UsageError("nobody would be left to let people in; make somebody else an admin first")


# --- passwords --------------------------------------------------------------------------------------------


def password_of(connection: Connection, person: str) -> PasswordHash | None:
    """What is kept of a person's password."""
    row = connection.execute(select(passwords).where(passwords.c.person == person)).one_or_none()
    if row is None:
        return None
    cost = Cost(n=row.cost_n, r=row.cost_r, p=row.cost_p)
    return PasswordHash(salt=bytes.fromhex(row.salt), cost=cost, hash=bytes.fromhex(row.hash))


def change_password(connection: Connection, person: str, password: PasswordHash, *, at: dt.datetime) -> None:
    """Set another password; all sessions of the person end."""
    connection.execute(delete(passwords).where(passwords.c.person == person))
    _put_password(connection, person, password, at)
    connection.execute(delete(sessions).where(sessions.c.person == person))
    log.append(connection, Deed.CHANGE_PASSWORD, at=at, by=person, subject=person)


def use_link(
    connection: Connection, person: Person, password: PasswordHash, *, invitation: str, at: dt.datetime
) -> None:
    """Set another password by a link, which is used up; all sessions of the person end."""
    connection.execute(update(invitations).where(invitations.c.id == invitation).values(used_at=stamp(at)))
    change_password(connection, person.id, password, at=at)


def _put_password(connection: Connection, person: str, password: PasswordHash, at: dt.datetime) -> None:
    row = {"person": person, "salt": password.salt.hex(), "hash": password.hash.hex(), "set_at": stamp(at)}
    cost = {"cost_n": password.cost.n, "cost_r": password.cost.r, "cost_p": password.cost.p}
    connection.execute(insert(passwords), [row | cost])


def failures(connection: Connection, person: str, *, since: dt.datetime) -> int:
    """How often somebody tried a wrong password since then, and since the person last signed in."""
    own = audit.c.subject == person
    last = select(func.coalesce(func.max(audit.c.number), 0)).where(
        own, audit.c.action.in_([Deed.SIGN_IN.value, Deed.JOIN.value])
    )
    failed = (audit.c.action == Deed.SIGN_IN_FAILED.value) & (audit.c.at > stamp(since))
    query = select(func.count()).select_from(audit)
    return connection.scalar(query.where(own, failed, audit.c.number > last.scalar_subquery())) or 0


def failed(connection: Connection, person: str, *, at: dt.datetime) -> None:
    """Log that somebody tried a wrong password."""
    log.append(connection, Deed.SIGN_IN_FAILED, at=at, by=person, subject=person)


# --- invitations ------------------------------------------------------------------------------------------


def invite(connection: Connection, invitation: Invitation, secret: str, *, why: str = "") -> None:
    """Keep an invitation under its secret's digest; unused ones of the same name hold no longer.

    Raises:
        RecordError: a name or reason is one that databases cannot hold.
    """
    check_storable([invitation.name, invitation.by, why], invitation.id)
    key = name_key(invitation.name)
    connection.execute(delete(invitations).where(invitations.c.key == key, invitations.c.used_at.is_(None)))
    row = {
        "id": invitation.id,
        "secret": secret,
        "name": invitation.name,
        "key": key,
        "role": invitation.role.value,
        "by": invitation.by,
        "made_at": stamp(invitation.made_at),
        "expires_at": stamp(invitation.expires_at),
    }
    connection.execute(insert(invitations), [row])
    detail = {"name": invitation.name, "role": invitation.role.value, "expires_at": row["expires_at"]}
    if invitation.person:
        detail |= {"person": invitation.person}
    log.append(
        connection,
        Deed.INVITE,
        at=invitation.made_at,
        by=invitation.by,
        subject=invitation.id,
        detail=detail,
        why=why,
    )


def forget_invitations(connection: Connection, *, by: str) -> None:
    """Unused invitations of somebody hold no longer."""
    connection.execute(delete(invitations).where(invitations.c.by == by, invitations.c.used_at.is_(None)))


def invitation(connection: Connection, secret: str) -> Invitation | None:
    """The invitation of a secret's digest, used and expired ones too."""
    query = select(invitations).where(invitations.c.secret == secret)
    row = connection.execute(query).mappings().one_or_none()
    return _invitation(connection, row) if row else None


def unused(connection: Connection) -> Iterator[Invitation]:
    """The invitations that nobody has used yet, by name; expired ones too."""
    query = select(invitations).where(invitations.c.used_at.is_(None)).order_by(invitations.c.key)
    for row in connection.execute(query).mappings().all():
        yield _invitation(connection, row)


def _invitation(connection: Connection, row: RowMapping) -> Invitation:
    # A name that is here cannot be invited: a link for it that was made later is to set its password anew.
    here = (people.c.key == row["key"]) & (people.c.made_at < row["made_at"])
    return Invitation(
        id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        by=row["by"],
        made_at=moment(row["made_at"]),
        expires_at=moment(row["expires_at"]),
        used_at=moment(row["used_at"]) if row["used_at"] else None,
        person=connection.scalar(select(people.c.id).where(here)),
    )


# --- sessions and tokens ----------------------------------------------------------------------------------


def sign_in(connection: Connection, person: str, secret: str, *, at: dt.datetime, until: dt.datetime) -> None:
    """Keep a session under its secret's digest; those that have expired are cleared away."""
    connection.execute(delete(sessions).where(sessions.c.expires_at <= stamp(at)))
    row = {"secret": secret, "person": person, "made_at": stamp(at), "expires_at": stamp(until)}
    connection.execute(insert(sessions), [row])
    log.append(connection, Deed.SIGN_IN, at=at, by=person, subject=person)


def person_of_session(connection: Connection, secret: str, *, at: dt.datetime) -> Person | None:
    """Whose session it is; None where it has ended or expired, or the person was let out."""
    query = select(people).join(sessions, sessions.c.person == people.c.id)
    holds = (sessions.c.secret == secret) & (sessions.c.expires_at > stamp(at))
    row = connection.execute(query.where(holds, people.c.deactivated_at.is_(None))).mappings().one_or_none()
    return _person(row) if row else None


def sign_out(connection: Connection, secret: str, *, at: dt.datetime) -> None:
    """End a session, if there is one."""
    person = connection.scalar(select(sessions.c.person).where(sessions.c.secret == secret))
    if person is not None:
        connection.execute(delete(sessions).where(sessions.c.secret == secret))
        log.append(connection, Deed.SIGN_OUT, at=at, by=person, subject=person)


def make_token(connection: Connection, token: Token, secret: str, *, by: str) -> None:
    """Keep a token under its secret's digest.

    Raises:
        RecordError: its name is one that databases cannot hold.
    """
    check_storable(token.name, token.id)
    row = {"id": token.id, "secret": secret, "person": token.person, "name": token.name}
    row |= {
        "scope": token.scope.value,
        "made_at": stamp(token.made_at),
        "expires_at": stamp(token.expires_at),
    }
    connection.execute(insert(tokens), [row])
    detail = {"name": token.name, "scope": token.scope.value, "expires_at": row["expires_at"]}
    log.append(connection, Deed.MAKE_TOKEN, at=token.made_at, by=by, subject=token.id, detail=detail)


def withdraw_token(connection: Connection, token: str, *, at: dt.datetime, by: str) -> None:
    """End a token that holds."""
    connection.execute(update(tokens).where(tokens.c.id == token).values(withdrawn_at=stamp(at)))
    log.append(connection, Deed.WITHDRAW_TOKEN, at=at, by=by, subject=token)


def all_tokens(connection: Connection, *, person: str | None = None) -> Iterator[Token]:
    """Tokens, oldest first, of one person or of all; those that hold no longer too."""
    wanted: ColumnElement[bool] = true() if person is None else tokens.c.person == person
    query = select(tokens).where(wanted).order_by(tokens.c.made_at, tokens.c.id)
    for row in connection.execute(query).mappings():
        yield _token(row)


def token_of(connection: Connection, secret: str) -> Token | None:
    """The token of a secret's digest, whether or not it holds."""
    row = connection.execute(select(tokens).where(tokens.c.secret == secret)).mappings().one_or_none()
    return _token(row) if row else None


def used_token(connection: Connection, token: str, *, at: dt.datetime) -> None:
    """Note when a token was last used. Not logged: it changes nothing that anybody decided."""
    connection.execute(update(tokens).where(tokens.c.id == token).values(last_used=stamp(at)))


def _person(row: RowMapping) -> Person:
    return Person(
        id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        made_at=moment(row["made_at"]),
        active=row["deactivated_at"] is None,
    )


def _token(row: RowMapping) -> Token:
    return Token(
        id=row["id"],
        person=row["person"],
        name=row["name"],
        scope=Role(row["scope"]),
        made_at=moment(row["made_at"]),
        expires_at=moment(row["expires_at"]),
        last_used=moment(row["last_used"]) if row["last_used"] else None,
        withdrawn_at=moment(row["withdrawn_at"]) if row["withdrawn_at"] else None,
    )

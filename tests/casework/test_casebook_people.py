"""Who gets in, how, and for how long; and that the ledger holds no secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from casework.desk import HOLDER, PASSWORD, Clock, Location, by_hand, joined, opened
from reportedly.casebook import LOCKED, SESSION, TRIES, Casebook
from reportedly.casework.audit import Deed
from reportedly.casework.people import Action, Role
from reportedly.casework.secrets import Cost, PasswordHash, check_password, new_secret
from reportedly.errors import Forbidden, NotFound, NotSignedIn, RecordError, UsageError


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def casebook(place: Location, clock: Clock) -> Iterator[Casebook]:
    with opened(place, clock) as found:
        yield found


def deeds(casebook: Casebook) -> list[str]:
    return [entry.action for entry in casebook.audit() if entry.action != Deed.READ]


# --- invitations ------------------------------------------------------------------------------------------


def test_the_first_run_makes_an_admin_by_a_one_time_link(casebook: Casebook) -> None:
    invited = casebook.first_invitation()
    assert invited
    assert invited.path == f"/invitations/{invited.secret}"
    admin = casebook.accept_invitation(invited.secret, PASSWORD, name="Ana Ruiz")
    assert (admin.name, admin.role, admin.active) == ("Ana Ruiz", Role.ADMIN, True)
    assert casebook.first_invitation() is None
    with pytest.raises(NotSignedIn, match="used already"):
        casebook.accept_invitation(invited.secret, PASSWORD, name="Eve")
    assert casebook.people() == (admin,)
    assert deeds(casebook) == ["invite", "join"]


def test_a_second_first_link_takes_the_place_of_the_first(casebook: Casebook) -> None:
    lost, again = casebook.first_invitation(), casebook.first_invitation("Chief")
    assert lost
    assert again
    with pytest.raises(NotSignedIn):
        casebook.accept_invitation(lost.secret, PASSWORD)
    assert casebook.accept_invitation(again.secret, PASSWORD).name == "Chief"


def test_an_invitation_holds_for_its_days(casebook: Casebook, clock: Clock) -> None:
    invited = casebook.invite(HOLDER, "Ben", Role.CODER, days=2)
    clock.on(days=2, seconds=-1)
    assert casebook.invitation(invited.secret).name == "Ben"
    clock.on(seconds=1)
    for use in (casebook.invitation, lambda secret: casebook.accept_invitation(secret, PASSWORD)):
        with pytest.raises(NotSignedIn, match="holds no longer"):
            use(invited.secret)
    assert casebook.people() == ()


@pytest.mark.parametrize("secret", ["", "x", "\ud800", "' OR 1=1 --", "A" * 43])
def test_a_link_that_is_none_lets_nobody_in(casebook: Casebook, secret: str) -> None:
    casebook.invite(HOLDER, "Ben", Role.CODER)
    with pytest.raises(NotSignedIn):
        casebook.accept_invitation(secret, PASSWORD)


def test_only_an_admin_invites(casebook: Casebook) -> None:
    adjudicator = joined(casebook, "Adj", Role.ADJUDICATOR)
    with pytest.raises(Forbidden):
        casebook.invite(adjudicator, "Eve", Role.ADMIN)


def test_an_invitation_is_for_one_name(casebook: Casebook) -> None:
    invited = casebook.invite(HOLDER, "Ben", Role.CODER)
    with pytest.raises(Forbidden, match="the link is for Ben"):
        casebook.accept_invitation(invited.secret, PASSWORD, name="Ana")
    casebook.accept_invitation(invited.secret, PASSWORD)
    with pytest.raises(UsageError, match="Ben is here already"):
        casebook.invite(HOLDER, "BEN", Role.READER)


@pytest.mark.parametrize("days", [0, 91, -1])
def test_an_invitation_holds_for_1_to_90_days(casebook: Casebook, days: int) -> None:
    with pytest.raises(UsageError, match="1 to 90 days"):
        casebook.invite(HOLDER, "Ben", Role.CODER, days=days)


@pytest.mark.parametrize(
    ("password", "complaint"),
    [
        ("short", "12 to 200 characters, not 5"),
        ("x" * 201, "12 to 200"),
        ("aaaaaaaaabbbb", "so few different characters"),
        ("Benedict Ruiz-Lopez", "not one's own name"),
    ],
)
def test_a_poor_password_is_refused_and_the_link_stays(
    casebook: Casebook, password: str, complaint: str
) -> None:
    invited = casebook.invite(HOLDER, "benedict ruiz-lopez", Role.CODER)
    with pytest.raises(UsageError, match=complaint):
        casebook.accept_invitation(invited.secret, password)
    casebook.accept_invitation(invited.secret, PASSWORD)


def test_any_long_password_will_do() -> None:
    check_password("\u202e\x00 not a name at all", "Ben")


def test_a_forgotten_password_is_set_anew_by_a_link(casebook: Casebook, clock: Clock) -> None:
    admin, ben = joined(casebook, "Ana", Role.ADMIN), joined(casebook, "Ben", Role.CODER)
    session = casebook.sign_in("Ben", PASSWORD).secret
    clock.on(minutes=1)
    with pytest.raises(Forbidden):
        casebook.new_link(ben, admin.id)
    made = casebook.new_link(admin, ben.id, why="forgot it")
    assert casebook.invitation(made.secret).person == ben.id
    assert casebook.accept_invitation(made.secret, "staple tongue roof") == ben
    for use in (
        lambda: casebook.person_of(session),
        lambda: casebook.sign_in("Ben", PASSWORD),
        lambda: casebook.accept_invitation(made.secret, "another one again"),
    ):
        with pytest.raises(NotSignedIn):
            use()
    assert casebook.sign_in("Ben", "staple tongue roof").person == ben
    assert [entry.action for entry in casebook.audit(subject=ben.id)][-3:] == [
        "change_password",
        "sign_in_failed",
        "sign_in",
    ]
    assert casebook.verify().broken is None


def test_a_link_is_of_no_use_to_whoever_was_let_out(casebook: Casebook, clock: Clock) -> None:
    ben = joined(casebook, "Ben", Role.CODER)
    clock.on(minutes=1)
    made = casebook.new_link(HOLDER, ben.id)
    casebook.deactivate(HOLDER, ben.id)
    with pytest.raises(NotSignedIn, match="no longer at this desk"):
        casebook.accept_invitation(made.secret, "staple tongue roof")
    with pytest.raises(UsageError, match="let them in again first"):
        casebook.new_link(HOLDER, ben.id)


def test_an_invitation_made_before_somebody_took_the_name_sets_no_password(
    casebook: Casebook, clock: Clock
) -> None:
    early = casebook.invite(HOLDER, "Chief", Role.READER)
    first = casebook.first_invitation()
    assert first
    clock.on(minutes=1)
    casebook.accept_invitation(first.secret, PASSWORD, name="Chief")
    with pytest.raises(UsageError, match="there is a person called Chief already"):
        casebook.accept_invitation(early.secret, "staple tongue roof")
    assert casebook.sign_in("Chief", PASSWORD).person.role is Role.ADMIN


# --- roles ------------------------------------------------------------------------------------------------


def test_a_role_counts_from_the_next_request(casebook: Casebook) -> None:
    admin, ben = joined(casebook, "Ana", Role.ADMIN), joined(casebook, "Ben", Role.READER)
    session = casebook.sign_in("Ben", PASSWORD).secret
    assert not casebook.person_of(session).may(Action.REVIEW)
    casebook.change_role(admin, ben.id, Role.CODER, why="trained")
    assert casebook.person_of(session).may(Action.REVIEW)
    (entry,) = [each for each in casebook.audit(subject=ben.id) if each.action == Deed.CHANGE_ROLE]
    assert (entry.by, entry.why, entry.detail) == (admin.id, "trained", '{"from": "reader", "to": "coder"}')


def test_the_same_role_again_is_no_deed(casebook: Casebook) -> None:
    ben = joined(casebook, "Ben", Role.READER)
    before = deeds(casebook)
    assert casebook.change_role(HOLDER, ben.id, Role.READER) == ben
    assert deeds(casebook) == before


def test_the_last_admin_stays(casebook: Casebook) -> None:
    admin = joined(casebook, "Ana", Role.ADMIN)
    before = casebook.audit()
    changes: list[Callable[[], object]] = [
        lambda: casebook.change_role(admin, admin.id, Role.CODER),
        lambda: casebook.deactivate(admin, admin.id),
    ]
    for change in changes:
        with pytest.raises(UsageError, match="nobody would be left"):
            change()
    assert (casebook.people(), casebook.audit()) == ((admin,), before)
    other = joined(casebook, "Ben", Role.ADMIN)
    assert casebook.deactivate(other, admin.id).active is False


def test_whoever_is_let_out_is_out_at_once_and_can_come_back(casebook: Casebook) -> None:
    admin, ben = joined(casebook, "Ana", Role.ADMIN), joined(casebook, "Ben", Role.CODER)
    session, token = casebook.sign_in("Ben", PASSWORD).secret, casebook.make_token(ben, "script").secret
    assert casebook.deactivate(admin, ben.id, why="left").active is False
    uses: list[Callable[[], object]] = [
        lambda: casebook.person_of(session),
        lambda: casebook.person_of_token(token),
    ]
    for use in uses:
        with pytest.raises(NotSignedIn):
            use()
    with pytest.raises(NotSignedIn, match="name or password is wrong"):
        casebook.sign_in("Ben", PASSWORD)
    with pytest.raises(UsageError, match="was here; let them in again"):
        casebook.invite(admin, "Ben", Role.CODER)
    casebook.reactivate(admin, ben.id)
    assert casebook.sign_in("Ben", PASSWORD).person == ben
    with pytest.raises(NotSignedIn):
        casebook.person_of(session)


def test_nobody_is_told(casebook: Casebook) -> None:
    with pytest.raises(NotFound, match="no person has the id 'per_x'"):
        casebook.change_role(HOLDER, "per_x", Role.CODER)
    with pytest.raises(NotFound):
        casebook.person("per_x")


# --- signing in -------------------------------------------------------------------------------------------


def test_a_session_holds_for_12_hours(casebook: Casebook, clock: Clock) -> None:
    ben = joined(casebook, "Ben", Role.CODER)
    signed = casebook.sign_in("  BEN ", PASSWORD)
    assert signed.expires_at == clock.now + SESSION
    clock.on(hours=12, seconds=-1)
    assert casebook.person_of(signed.secret) == ben
    clock.on(seconds=1)
    with pytest.raises(NotSignedIn, match="sign in again"):
        casebook.person_of(signed.secret)


def test_signing_out_ends_one_session(casebook: Casebook) -> None:
    joined(casebook, "Ben", Role.CODER)
    one, other = casebook.sign_in("Ben", PASSWORD).secret, casebook.sign_in("Ben", PASSWORD).secret
    casebook.sign_out(one)
    casebook.sign_out(one)
    with pytest.raises(NotSignedIn):
        casebook.person_of(one)
    assert casebook.person_of(other).name == "Ben"
    assert deeds(casebook).count("sign_out") == 1


@pytest.mark.parametrize(
    ("name", "password"),
    [("Ben", "incorrect horse"), ("Eve", PASSWORD), ("", PASSWORD), ("per_x", PASSWORD), ("\ud800", "")],
)
def test_a_refusal_does_not_say_which_of_the_two_is_wrong(
    casebook: Casebook, name: str, password: str
) -> None:
    joined(casebook, "Ben", Role.CODER)
    with pytest.raises(NotSignedIn) as refused:
        casebook.sign_in(name, password)
    assert str(refused.value) == "E81: name or password is wrong"


def test_too_many_wrong_passwords_close_the_door_for_a_while(casebook: Casebook, clock: Clock) -> None:
    joined(casebook, "Ben", Role.CODER)
    for _ in range(TRIES):
        with pytest.raises(NotSignedIn, match="is wrong"):
            casebook.sign_in("Ben", "incorrect horse")
    with pytest.raises(NotSignedIn, match="too many wrong passwords for 'Ben'; try again in 15 minutes"):
        casebook.sign_in("Ben", PASSWORD)
    assert deeds(casebook).count("sign_in_failed") == TRIES
    clock.on(seconds=LOCKED.total_seconds())
    assert casebook.sign_in("Ben", PASSWORD).person.name == "Ben"


def test_signing_in_forgets_wrong_passwords(casebook: Casebook) -> None:
    joined(casebook, "Ben", Role.CODER)
    for _ in range(3):
        for _ in range(TRIES - 1):
            with pytest.raises(NotSignedIn):
                casebook.sign_in("Ben", "incorrect horse")
        casebook.sign_in("Ben", PASSWORD)


def test_another_password_ends_the_sessions(casebook: Casebook) -> None:
    ben = joined(casebook, "Ben", Role.CODER)
    session = casebook.sign_in("Ben", PASSWORD).secret
    with pytest.raises(NotSignedIn, match="not the password that you have now"):
        casebook.change_password(ben, "incorrect horse", "staple tongue roof")
    with pytest.raises(UsageError):
        casebook.change_password(ben, PASSWORD, "short")
    casebook.change_password(ben, PASSWORD, "staple tongue roof")
    for use in (lambda: casebook.person_of(session), lambda: casebook.sign_in("Ben", PASSWORD)):
        with pytest.raises(NotSignedIn):
            use()
    assert casebook.sign_in("Ben", "staple tongue roof").person == ben


def test_whoever_holds_the_file_has_no_password(casebook: Casebook) -> None:
    with pytest.raises(NotSignedIn):
        casebook.change_password(HOLDER, "", "staple tongue roof")


# --- tokens -----------------------------------------------------------------------------------------------


def test_a_token_acts_for_a_person_within_its_scope_and_time(casebook: Casebook, clock: Clock) -> None:
    ben = joined(casebook, "Ben", Role.ADJUDICATOR)
    made = casebook.make_token(ben, " nightly export ", scope=Role.READER, days=30)
    assert made.secret.startswith("rptd_")
    assert (made.token.name, made.token.last_used) == ("nightly export", None)
    found = casebook.person_of_token(made.secret)
    assert (found.id, found.role) == (ben.id, Role.READER)
    assert casebook.tokens(ben)[0].last_used == clock.now
    clock.on(days=30)
    with pytest.raises(NotSignedIn, match="holds no longer"):
        casebook.person_of_token(made.secret)


def test_a_token_shrinks_with_its_person(casebook: Casebook) -> None:
    ben = joined(casebook, "Ben", Role.CODER)
    secret = casebook.make_token(ben, "script", scope=Role.CODER).secret
    casebook.change_role(HOLDER, ben.id, Role.READER)
    assert casebook.person_of_token(secret).role is Role.READER


def test_the_use_of_a_token_is_noted_once_a_minute(casebook: Casebook, clock: Clock) -> None:
    ben = joined(casebook, "Ben", Role.CODER)
    secret = casebook.make_token(ben, "script").secret
    first = clock.now
    casebook.person_of_token(secret)
    clock.on(seconds=59)
    casebook.person_of_token(secret)
    assert casebook.tokens(ben)[0].last_used == first
    clock.on(seconds=1)
    casebook.person_of_token(secret)
    assert casebook.tokens(ben)[0].last_used == clock.now


def test_what_no_token_can_be(casebook: Casebook) -> None:
    ben = joined(casebook, "Ben", Role.CODER)
    with pytest.raises(Forbidden, match="a token cannot do more"):
        casebook.make_token(ben, "script", scope=Role.ADJUDICATOR)
    with pytest.raises(UsageError, match="what the token is for"):
        casebook.make_token(ben, " ")
    for days in (0, 367):
        with pytest.raises(UsageError, match="1 to 366 days"):
            casebook.make_token(ben, "script", days=days)
    with pytest.raises(NotFound):
        casebook.make_token(HOLDER, "script")
    with pytest.raises(RecordError, match="NUL"):
        casebook.make_token(ben, "a\0b")
    assert casebook.tokens(ben) == ()


def test_a_token_is_withdrawn_by_its_person_or_an_admin(casebook: Casebook) -> None:
    ana, ben = joined(casebook, "Ana", Role.ADMIN), joined(casebook, "Ben", Role.ADJUDICATOR)
    eve = joined(casebook, "Eve", Role.ADJUDICATOR)
    own, other = casebook.make_token(ben, "one"), casebook.make_token(ben, "two")
    with pytest.raises(Forbidden):
        casebook.withdraw_token(eve, own.token.id)
    assert casebook.withdraw_token(ben, own.token.id).withdrawn_at
    assert casebook.withdraw_token(ana, other.token.id).withdrawn_at
    for secret in (own.secret, other.secret):
        with pytest.raises(NotSignedIn):
            casebook.person_of_token(secret)
    with pytest.raises(NotFound):
        casebook.withdraw_token(ana, "tok_none")
    assert (len(casebook.tokens(ana)), len(casebook.tokens(eve))) == (2, 0)
    casebook.withdraw_token(ben, own.token.id)
    assert deeds(casebook).count("withdraw_token") == 2


# --- secrets ----------------------------------------------------------------------------------------------


def all_of(place: Location) -> bytes:
    """All that a ledger keeps, whatever keeps it."""
    if isinstance(place, Path):
        files = [each for each in place.parent.iterdir() if each.name.startswith(place.name)]
        return b"".join(each.read_bytes() for each in files)
    with by_hand(place) as run:
        tables = run("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        rows = [row for (name,) in tables for row in run(f"SELECT CAST(t AS text) FROM {name} AS t")]  # noqa: S608
    return "\n".join(row for (row,) in rows).encode()


def test_the_ledger_holds_no_secret(place: Location, casebook: Casebook) -> None:
    secrets = [PASSWORD, "staple tongue roof"]
    first = casebook.first_invitation()
    assert first
    admin = casebook.accept_invitation(first.secret, PASSWORD)
    waiting = casebook.invite(admin, "Ben", Role.CODER)
    signed = casebook.sign_in("admin", PASSWORD)
    token = casebook.make_token(admin, "script", scope=Role.ADMIN)
    casebook.person_of_token(token.secret)
    with pytest.raises(NotSignedIn):
        casebook.sign_in("admin", "incorrect horse battery")
    casebook.change_password(admin, PASSWORD, "staple tongue roof")
    again = casebook.sign_in("admin", "staple tongue roof")
    secrets += [first.secret, waiting.secret, signed.secret, again.secret, token.secret]
    secrets += [token.secret.removeprefix("rptd_"), "incorrect horse battery"]
    held = all_of(place)
    assert b"script" in held, "the write-ahead log is looked at too"
    for secret in secrets:
        for form in (secret.encode(), secret.encode("utf-16-le"), secret.encode().hex().encode()):
            assert form not in held


def test_two_equal_passwords_are_kept_differently(place: Location, casebook: Casebook) -> None:
    joined(casebook, "Ana", Role.CODER)
    joined(casebook, "Ben", Role.CODER)
    with by_hand(place) as run:
        rows = run("SELECT salt, hash, cost_n FROM passwords")
    assert len({salt for salt, _, _ in rows}) == len({digest for _, digest, _ in rows}) == 2


def test_passwords_cost_what_they_should(real_cost: Cost) -> None:
    assert 128 * real_cost.n * real_cost.r >= 32 * 2**20
    kept = PasswordHash.of(PASSWORD)
    assert kept.cost == real_cost
    assert kept.fits(PASSWORD)
    assert not kept.fits(PASSWORD + " ")
    assert not PasswordHash.nobodys().fits("")


def test_a_password_typed_in_another_form_of_unicode_is_the_same() -> None:
    assert PasswordHash.of("caf\u00e9 au lait, deux").fits("cafe\u0301 au lait, deux")


def test_secrets_are_long_and_never_the_same() -> None:
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert {len(each) for each in made} == {43}

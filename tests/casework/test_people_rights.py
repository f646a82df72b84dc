"""Who may do what: one table, and names that cannot be taken for each other."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest

from casework.reviewing import NOON
from reportedly.casework.people import RIGHTS, Action, Person, Role, keeper, name_key, tidy_name
from reportedly.errors import Forbidden, RecordError

READER, CODER, ADJUDICATOR, ADMIN = (
    Person(id=f"per_{role}", name=role.title(), role=role, made_at=NOON) for role in Role
)


def test_every_action_has_its_least_role() -> None:
    assert set(RIGHTS) == set(Action)


def test_the_table() -> None:
    allowed = {person.role: {action for action in Action if person.may(action)} for person in everybody()}
    assert allowed[Role.READER] == {Action.LOOK, Action.EXPORT, Action.MAKE_TOKEN}
    assert allowed[Role.CODER] - allowed[Role.READER] == {Action.ADD_REPORTS, Action.REVIEW, Action.DECIDE}
    assert allowed[Role.ADJUDICATOR] - allowed[Role.CODER] == {
        Action.SEE_REVIEWS,
        Action.UNDO_OTHERS,
        Action.ADJUDICATE,
        Action.ASSIGN,
        Action.SIGN_OFF,
        Action.SEE_LOG,
    }
    assert allowed[Role.ADMIN] - allowed[Role.ADJUDICATOR] == {Action.MANAGE_PEOPLE}


def everybody() -> tuple[Person, ...]:
    return READER, CODER, ADJUDICATOR, ADMIN


def test_each_role_may_all_that_a_lesser_one_may() -> None:
    people = everybody()
    for less, more in pairwise(people):
        assert {action for action in Action if less.may(action)} < {a for a in Action if more.may(a)}


def test_a_refusal_says_what_it_takes() -> None:
    with pytest.raises(Forbidden, match=r"Reader is a reader here, and review needs a coder; ask an admin"):
        READER.need(Action.REVIEW)
    with pytest.raises(Forbidden, match=r"manage people needs an admin"):
        ADJUDICATOR.need(Action.MANAGE_PEOPLE)


@pytest.mark.parametrize("action", Action)
def test_whoever_is_out_may_nothing(action: Action) -> None:
    out = replace(ADMIN, active=False)
    assert not out.may(action)
    with pytest.raises(Forbidden, match="no longer at this desk"):
        out.need(action)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("scope", Role)
def test_a_token_narrows_and_never_widens(role: Role, scope: Role) -> None:
    person = replace(READER, role=role)
    narrowed = person.narrowed(scope)
    assert {a for a in Action if narrowed.may(a)} <= {a for a in Action if person.may(a)}
    assert narrowed.role.rank == min(role.rank, scope.rank)


def test_whoever_holds_the_file_may_do_everything() -> None:
    holder = keeper("  Night   desk ")
    assert (holder.id, holder.name) == ("Night desk", "Night desk")
    assert all(holder.may(action) for action in Action)


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("", "1 to 80"),
        (" \t ", "1 to 80"),
        ("x" * 81, "1 to 80"),
        ("per_abc", "looks like an id"),
        ("An\u200ba", "cannot be seen"),
        ("An\x07a", "cannot be seen"),
        ("\u202eanA", "cannot be seen"),
        ("\ud800", "cannot be seen"),
    ],
)
def test_what_is_no_name(name: str, complaint: str) -> None:
    with pytest.raises(RecordError, match=complaint):
        tidy_name(name)


@pytest.mark.parametrize("other", ["ANA RUIZ", "ana ruiz", " Ana\u00a0Ruiz", "\uff21na Ruiz"])
def test_names_that_could_be_mistaken_are_one(other: str) -> None:
    assert name_key(other) == name_key("Ana Ruiz")


def test_other_names_are_not() -> None:
    assert len({name_key(each) for each in ("Ana Ruiz", "Anna Ruiz", "Ana-Ruiz", "Anaruiz")}) == 4


def test_a_keeper_was_there_before_everybody() -> None:
    assert keeper("Desk").made_at < dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

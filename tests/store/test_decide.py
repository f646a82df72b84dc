"""Decisions in a stored ledger: kept in their order, taken back by name, and never lost."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from deciding import NOT_SAME, SAME, UNSURE, anchor, decision
from faults.plain import MADE_BY, plain_reading
from reportedly.errors import NotFound, RecordError
from reportedly.records import Anchor, Decision, MadeBy
from reportedly.store import Store, migrate, schema, sqlite
from store.conftest import Location, ask, change
from strategies import decisions

TESTS = Path(__file__).parent.parent
LATER = dt.datetime(2024, 4, 1, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))
NEWER = MadeBy(program="reportedly 0.2.0", extractor="rules.v2")


def made(number: int = 0, **changed: Any) -> Decision:
    return replace(
        decision(SAME, [anchor(plain_reading(1))], [anchor(plain_reading(2))], number=number), **changed
    )


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_decided_comes_back_as_it_was(fresh: Callable[[], Location], data: st.DataObject) -> None:
    location = fresh()
    given_now = [data.draw(decisions(number, nul=False)) for number in range(data.draw(st.integers(1, 3)))]
    with Store.open(location) as store:
        for each in given_now:
            store.decide(each)
    with Store.open(location) as store:
        assert store.decisions() == store.view().decisions == tuple(given_now)


def test_the_later_one_is_last_whatever_the_clock_says(store: Store) -> None:
    clock = [made(number, made_at=LATER - dt.timedelta(days=number)) for number in range(4)]
    for each in clock:
        store.decide(each)
    assert store.decisions() == tuple(clock)
    assert store.undo(None, at=LATER, by="Desk") == clock[-1].id


def test_a_side_keeps_its_order(store: Store) -> None:
    side = tuple(anchor(plain_reading(number)) for number in (9, 3, 7, 1, 8))
    store.decide(made(these=side[:4], those=side[4:]))
    (found,) = store.decisions()
    assert found.these + found.those == side


def test_the_latest_that_holds_is_taken_back(store: Store) -> None:
    first, second = made(0), made(1, judgement=NOT_SAME)
    store.decide(first)
    store.decide(second)
    assert store.undo(None, at=LATER, by="Night desk") == second.id
    assert store.decisions() == (first, replace(second, undone_at=LATER, undone_by="Night desk"))
    assert store.undo(None, at=LATER, by="Night desk") == first.id
    with pytest.raises(NotFound, match="there is no decision to take back; `reportedly decisions` lists"):
        store.undo(None, at=LATER, by="Night desk")
    assert [each.undone_by for each in store.decisions()] == ["Night desk"] * 2


def test_one_is_taken_back_by_its_id_or_the_beginning_of_it(store: Store) -> None:
    for number in range(3):
        store.decide(made(number))
    ids = [made(number).id for number in range(3)]
    assert store.undo(ids[0], at=LATER, by="Desk") == ids[0]
    assert store.undo(ids[1][:9], at=LATER, by="Desk") == ids[1]
    assert [each.undone_at is None for each in store.decisions()] == [False, False, True]


def test_what_cannot_be_taken_back_is_said(store: Store) -> None:
    with pytest.raises(NotFound, match="there is no decision to take back"):
        store.undo(None, at=LATER, by="Desk")
    for number in range(2):
        store.decide(made(number))
    with pytest.raises(NotFound, match="several decisions begin with 'dec_'; give more of the id"):
        store.undo("dec_", at=LATER, by="Desk")
    with pytest.raises(NotFound, match="no decision 'dec_nothere' holds"):
        store.undo("dec_nothere", at=LATER, by="Desk")
    store.undo(made(0).id, at=LATER, by="Desk")
    with pytest.raises(NotFound, match=f"no decision '{made(0).id}' holds"):
        store.undo(made(0).id, at=LATER, by="Desk")
    # The other is named by what it shared with the first.
    assert store.undo("dec_", at=LATER, by="Desk") == made(1).id


@pytest.mark.parametrize("wild", ["%", "dec_%", "____", "dec\\_", "'; DROP TABLE decisions; --"])
def test_an_id_is_no_pattern(store: Store, wild: str) -> None:
    store.decide(made())
    with pytest.raises(NotFound):
        store.undo(wild, at=LATER, by="Desk")
    assert store.decisions() == (made(),)


def test_the_same_decision_is_stored_once(store: Store) -> None:
    store.decide(made())
    store.decide(made())
    assert store.decisions() == (made(),)


@pytest.mark.parametrize("changed", [{"by": "\udcff"}, {"note": "\udcff"}, {"by": "a\0b"}, {"note": "\0"}])
def test_words_that_no_database_can_hold_are_refused(store: Store, changed: dict[str, Any]) -> None:
    with pytest.raises(RecordError, match="cannot be stored"):
        store.decide(made(**changed))
    assert store.decisions() == ()
    assert store.view().decisions == ()


def test_a_name_that_no_database_can_hold_takes_nothing_back(store: Store) -> None:
    store.decide(made())
    for decision_id, by in ((None, "\udcff"), ("\udcff", "Desk"), (made().id, "a\0")):
        with pytest.raises(RecordError, match="cannot be stored"):
            store.undo(decision_id, at=LATER, by=by)
    assert store.decisions() == (made(),)


def test_a_decision_outlives_the_reading_that_it_was_made_on(store: Store) -> None:
    for number in (1, 2):
        store.put(plain_reading(number), MADE_BY)
    store.decide(made())
    again = plain_reading(1, extractor="rules.v2")
    # The other reader finds nothing in the report: its incidents and claims go.
    store.put(replace(again, claims=(), incidents=(), sources=()), NEWER)
    assert store.counts()["incidents"] == 1
    assert store.decisions() == (made(),)
    store.put(again, NEWER)
    assert store.view().decisions == (made(),)


def test_a_decision_on_reports_that_are_not_there_is_kept(store: Store) -> None:
    absent = Anchor(incident="inc_gone", report="rep_gone", spans=((0, 5),))
    kept = made(judgement=UNSURE, those=(absent,))
    store.decide(kept)
    assert store.decisions() == (kept,)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE decisions SET judgement = 'perhaps'",
        "UPDATE decided SET side = 'both'",
        "UPDATE decisions SET made_at = NULL",
        "INSERT INTO decided VALUES ('dec_none', 'these', 0, 'inc_a', 'rep_a', '[]')",
    ],
)
def test_the_tables_refuse_what_the_records_do(store: Store, location: Location, sql: str) -> None:
    store.decide(made())
    with pytest.raises(IntegrityError):
        change(location, sql)


@pytest.mark.parametrize("revision", schema.REVISIONS[: schema.REVISIONS.index("0004")])
def test_an_older_ledger_gets_empty_tables(path: Path, revision: str) -> None:
    with Store.open(path) as store:
        store.put(plain_reading(1), MADE_BY)
        before = store.view()
    engine = sqlite.engine_for(path)
    with sqlite.rebuilding(engine) as connection:
        migrate.step_to(connection, revision)
    engine.dispose()
    assert ask(path, "SELECT name FROM sqlite_master WHERE name IN ('decisions', 'decided')") == []
    with Store.open(path) as store:
        assert store.decisions() == ()
        assert store.view() == before
        store.decide(made())
        assert store.decisions() == (made(),)


DECIDING = """
import sys
from store.test_decide import made
from reportedly.store import Store

with Store.open(sys.argv[1]) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(sys.argv[2]), int(sys.argv[3])):
        store.decide(made(number, by=sys.argv[4]))
"""


def test_two_that_decide_at_once_both_are_heard(location: Location) -> None:
    Store.open(location).close()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    desks = [
        subprocess.Popen(
            [sys.executable, "-c", DECIDING, str(location), str(first), str(first + 25), name],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for first, name in ((0, "Day desk"), (100, "Night desk"))
    ]
    for desk in desks:
        assert desk.stdout
        assert desk.stdout.readline() == "ready\n"
    for desk in desks:
        assert desk.stdin
        desk.stdin.write("go\n")
        desk.stdin.flush()
    for desk in desks:
        _, errors = desk.communicate(timeout=60)
        assert desk.returncode == 0, errors
    with Store.open(location) as store:
        found = store.decisions()
    for first, name in ((0, "Day desk"), (100, "Night desk")):
        own = [each for each in found if each.by == name]
        assert own == [made(number, by=name) for number in range(first, first + 25)]
    assert len(found) == 50
    assert ask(location, "SELECT count(*) FROM decided") == [(100,)]

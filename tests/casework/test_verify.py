"""A ledger that was changed by hand says so, and where; the tables do not let it be changed at all."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casework.desk import HOLDER, Clock, joined, opened
from casework.reviewing import DENIAL, DOER, READING, added
from faults.plain import MADE_BY, plain_reading
from reportedly.casebook import Casebook
from reportedly.casework.audit import Broken, Fault, Head
from reportedly.casework.people import Role
from reportedly.casework.reviews import Accept, Add, Reject
from reportedly.second_reading import SecondReading
from reportedly.store import Store, migrate, schema, sqlite
from store.test_open import ask

REPORT = READING.report.id


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A desk that has done something of everything: 12 entries."""
    path = tmp_path / "desk.ledger"
    with opened(path, Clock()) as casebook:
        ana = joined(casebook, "Ana", Role.CODER)
        casebook.change_role(HOLDER, ana.id, Role.ADJUDICATOR)
        casebook.review(ana, REPORT, Accept(), subjects=[DOER])
        out = casebook.review(ana, REPORT, Reject(), subjects=[DENIAL], reason="of another attack")
        casebook.review(ana, REPORT, Add(claim=added()))
        casebook.undo_review(ana, out.id)
        incident = casebook.ledger.view().incidents[0].id
        casebook.split(ana, incident, [plain_reading(2).report.id])
        casebook.undo_decision(ana)
        casebook.make_token(ana, "script")
    return path


@pytest.fixture
def second(path: Path) -> Iterator[sqlite3.Connection]:
    """The same desk, whose report two people have read and an adjudicator has signed: entries 13 to 20."""
    with Casebook(path, clock=Clock()) as casebook:
        work = SecondReading(casebook)
        coders = joined(casebook, "Ben", Role.CODER), joined(casebook, "Cy", Role.CODER)
        made = work.assign(HOLDER, REPORT, coders)
        work.finish(coders[0], made.id)
        work.withdraw(HOLDER, made.id, why="a mistake")
        work.sign_off(HOLDER, REPORT, note="checked")
        assert casebook.verify().broken is None
    connection = sqlite3.connect(path, isolation_level=None)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    connection.close()


@pytest.fixture
def unlocked(path: Path) -> Iterator[sqlite3.Connection]:
    """The tables of a desk in the hands of somebody who has taken the triggers away."""
    connection = sqlite3.connect(path, isolation_level=None)
    for name in schema.TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    connection.close()


def broken(path: Path, noted: Head | None = None) -> Broken | None:
    with Casebook(path) as casebook:
        return casebook.verify(noted=noted).broken


def test_a_whole_ledger_is_whole(path: Path) -> None:
    with Casebook(path) as casebook:
        verdict = casebook.verify()
        assert (verdict.broken, verdict.entries, verdict.unlogged) == (None, 12, 0)
        assert verdict.head
        assert verdict.head.number == 12
        assert casebook.verify(noted=verdict.head).broken is None


def test_a_new_ledger_has_an_empty_log(tmp_path: Path) -> None:
    with Casebook(tmp_path / "new.ledger", create=True) as casebook:
        verdict = casebook.verify()
    assert (verdict.broken, verdict.entries, verdict.head) == (None, 0, None)


# --- the triggers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE audit SET why = 'x' WHERE number = 3", "only added to"),
        ("DELETE FROM audit WHERE number = 12", "only added to"),
        ("DELETE FROM audit", "only added to"),
        ("INSERT INTO audit SELECT 99, at, by, action, subject, detail, why, program, extractor, model, "
         "rules, previous, 'x' FROM audit WHERE number = 1", "takes the next number"),
        ("INSERT OR REPLACE INTO audit SELECT 3, at, by, action, subject, detail, why, program, extractor, "
         "model, rules, previous, 'x' FROM audit WHERE number = 3", "takes the next number"),
        ("UPDATE audit_head SET number = 3", "moves on by one entry"),
        ("DELETE FROM audit_head", "only added to"),
        ("UPDATE reviews SET payload = '{}'", "never changed"),
        ("UPDATE reviews SET by = 'per_x' WHERE number = 1", "never changed"),
        ("UPDATE reviews SET undone_at = NULL WHERE undone_at IS NOT NULL", "taken back once"),
        ("DELETE FROM reviews", "never deleted"),
        ("INSERT INTO audit_head VALUES (2, 1, 'x')", "CHECK constraint failed"),
        ("UPDATE people SET role = 'king'", "CHECK constraint failed"),
        ("UPDATE tokens SET scope = 'king'", "CHECK constraint failed"),
    ],
)  # fmt: skip
def test_what_is_only_added_to_cannot_be_changed(path: Path, sql: str, says: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=says):
        ask(path, sql)
    assert broken(path) is None


# --- somebody who takes them away -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sql", "number", "fault"),
    [
        ("UPDATE audit SET why = 'x' WHERE number = 5", 5, Fault.CHANGED),
        ("UPDATE audit SET by = 'per_x' WHERE number = 1", 1, Fault.CHANGED),
        ("UPDATE audit SET at = replace(at, '2024', '2023') WHERE number = 6", 6, Fault.CHANGED),
        ("UPDATE audit SET rules = NULL WHERE number = 7", 7, Fault.CHANGED),
        ("UPDATE audit SET detail = replace(detail, 'ad', 'da') WHERE number = 6", 6, Fault.CHANGED),
        ("DELETE FROM audit WHERE number = 4", 4, Fault.MISSING),
        ("DELETE FROM audit WHERE number = 12", 12, Fault.CUT_OFF),
        ("DELETE FROM audit WHERE number > 6", 7, Fault.CUT_OFF),
        ("DELETE FROM audit", 1, Fault.CUT_OFF),
        ("DELETE FROM audit_head", 1, Fault.MISSING),
        ("UPDATE audit_head SET number = 13", 13, Fault.CUT_OFF),
        ("UPDATE audit_head SET hash = 'x'", 12, Fault.CHANGED),
        ("INSERT INTO audit SELECT 13, at, by, action, subject, detail, why, program, extractor, model, "
         "rules, hash, 'x' FROM audit WHERE number = 12", 13, Fault.CHANGED),
    ],
)  # fmt: skip
def test_a_changed_log_names_its_first_broken_entry(
    path: Path, unlocked: sqlite3.Connection, sql: str, number: int, fault: Fault
) -> None:
    unlocked.execute(sql)
    found = broken(path)
    assert found
    assert (found.number, found.fault) == (number, fault)


def test_two_entries_that_changed_places_are_found(path: Path, unlocked: sqlite3.Connection) -> None:
    for sql in (
        "UPDATE audit SET number = 99 WHERE number = 5",
        "UPDATE audit SET number = 5 WHERE number = 6",
        "UPDATE audit SET number = 6 WHERE number = 99",
    ):
        unlocked.execute(sql)
    found = broken(path)
    assert found
    assert (found.number, found.fault) == (5, Fault.CHANGED)


def test_an_entry_that_was_put_in_is_found(path: Path, unlocked: sqlite3.Connection) -> None:
    unlocked.execute("UPDATE audit SET number = number + 100 WHERE number > 4")
    unlocked.execute("UPDATE audit SET number = number - 99 WHERE number > 100")
    unlocked.execute(
        "INSERT INTO audit SELECT 5, at, by, action, subject, detail, why, program, extractor, model, "
        "rules, previous, 'x' FROM audit WHERE number = 6"
    )
    found = broken(path)
    assert found
    assert (found.number, found.fault) == (5, Fault.CHANGED)


def test_a_ledger_and_its_log_made_anew_are_found_by_the_head_that_was_noted(
    path: Path, tmp_path: Path
) -> None:
    with Casebook(path) as casebook:
        noted = casebook.verify().head
    other = tmp_path / "other.ledger"
    with opened(other, Clock()) as casebook:
        for name in "abcdefghijk":
            joined(casebook, name, Role.READER)
        assert casebook.verify().broken is None
    found = broken(other, noted)
    assert found
    assert (found.number, found.fault) == (12, Fault.CHANGED)


@pytest.mark.parametrize(
    ("sql", "number", "what"),
    [
        ("UPDATE reviews SET reason = 'x' WHERE number = 2", 9, "its reason is another"),
        ("UPDATE reviews SET by = 'per_x' WHERE number = 1", 6, "its by is another"),
        ("UPDATE reviews SET kind = 'reject', reason = 'x' WHERE number = 1", 6, "is another"),
        ("UPDATE reviews SET payload = replace(payload, 'certain', 'possible')", 8, "its payload is another"),
        ("UPDATE reviews SET undone_at = NULL, undone_by = NULL", 9, "its undone at is another"),
        ("UPDATE reviews SET undone_by = 'per_x' WHERE number = 2", 9, "its undone by is another"),
        ("UPDATE reviews SET undone_at = at, undone_by = by WHERE number = 1", 6, "its undone at is another"),
        ("DELETE FROM reviews WHERE number = 3", 8, "which is gone"),
        ("INSERT INTO reviews SELECT 9, 'rev_x', at, by, report, 'note', '{\"text\": \"x\"}', '[]', reason, "
         "basis, settles, undone_at, undone_by FROM reviews WHERE number = 1", 13, "no review rev_x"),
        ("UPDATE reviews SET payload = '{}' WHERE number = 3", 12, "a review cannot be read"),
        ("UPDATE people SET role = 'admin'", 5, "its role is another"),
        ("UPDATE people SET name = 'Eve'", 5, "its name is another"),
        ("UPDATE people SET deactivated_at = made_at", 5, "its active is another"),
        ("DELETE FROM people", 5, "which is gone"),
        ("INSERT INTO people SELECT 'per_x', 'Eve', 'eve', 'admin', made_at, NULL FROM people", 13, "per_x"),
        ("UPDATE decisions SET judgement = 'same'", 11, "its judgement is another"),
        ("UPDATE decisions SET undone_by = NULL", 11, "its undone by is another"),
        ("DELETE FROM decisions", 11, "which is gone"),
        ("UPDATE reports SET text = replace(text, 'denied', 'owned') WHERE rowid = 1", 1, "the text of"),
        ("DELETE FROM reports WHERE rowid = 2", 2, "which is gone"),
        ("UPDATE claims SET stance = 'admits' WHERE stance = 'denies'", 1, "what is proposed for the report"),
        ("UPDATE claims SET value_name = 'Elsewhere' WHERE value_text = 'Port Ansel'", 1, "what is proposed"),
        ("UPDATE evidence SET start_at = start_at + 1, end_at = end_at + 1", 1, "what is proposed"),
        ("UPDATE sources SET label = 'Army' WHERE label = 'Police'", 1, "what is proposed for the report"),
        ("UPDATE incidents SET place_name = 'Elsewhere'", 1, "what is proposed for the report"),
        ("DELETE FROM claims WHERE stance = 'no_claim'", 1, "what is proposed for the report"),
    ],
)  # fmt: skip
def test_tables_that_are_not_as_the_log_says_are_named(
    path: Path, unlocked: sqlite3.Connection, sql: str, number: int, what: str
) -> None:
    unlocked.execute(sql)
    found = broken(path)
    assert found
    assert found.number == number
    assert what in found.what


@pytest.mark.parametrize(
    ("sql", "number", "what"),
    [
        ("UPDATE assignments SET one = 'per_x'", 19, "its coders is another"),
        ("UPDATE assignments SET other_done = one_done", 19, "its done is another"),
        ("UPDATE assignments SET withdrawn_at = NULL, withdrawn_by = NULL", 19, "its withdrawn by is"),
        ("DELETE FROM assignments", 19, "which is gone"),
        ("UPDATE signoffs SET content = replace(content, 'alleges', 'denies')", 20, "its content is"),
        ("UPDATE signoffs SET digest = 'x'", 20, "its digest is another"),
        ("UPDATE signoffs SET by = 'per_x'", 20, "its by is another"),
        ("UPDATE signoffs SET note = ''", 20, "its note is another"),
        ("UPDATE signoffs SET version = 2", 20, "which is gone"),
        ("INSERT INTO signoffs SELECT 9, subject, 2, digest, content, by, at, note FROM signoffs", 21,
         "no sign-off"),
    ],
)  # fmt: skip
def test_what_two_readers_and_an_adjudicator_did_is_checked_too(
    path: Path, second: sqlite3.Connection, sql: str, number: int, what: str
) -> None:
    second.execute(sql)
    found = broken(path)
    assert found
    assert found.number == number
    assert what in found.what


TEXTS = {
    "audit": ("at", "by", "action", "subject", "detail", "why", "program", "previous", "hash"),
    "reviews": ("id", "at", "by", "report", "payload", "subjects", "basis"),
    "reports": ("text",),
    "claims": ("id", "value_text", "value_name", "source", "incident", "via"),
    "evidence": ("quote",),
    "sources": ("id", "label"),
    "source_mentions": ("quote",),
    "people": ("id", "name"),
    "decisions": ("id", "by", "made_at"),
    "audit_head": ("hash",),
}


@pytest.mark.parametrize("seed", range(60))
def test_one_character_that_was_changed_anywhere_is_noticed(
    path: Path, unlocked: sqlite3.Connection, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    table = sorted(TEXTS)[seed % len(TEXTS)]
    column = chance.choice(TEXTS[table])
    rows: list[Any] = unlocked.execute(
        f"SELECT rowid, {column} FROM {table} WHERE length({column}) > 0"  # noqa: S608
    ).fetchall()
    rowid, text = chance.choice(rows)
    at = chance.randrange(len(text))
    changed = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]
    unlocked.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (changed, rowid))  # noqa: S608
    assert broken(path) is not None, (table, column, text, changed)


# --- older ledgers ----------------------------------------------------------------------------------------


def test_an_older_ledger_begins_its_log_and_says_what_was_before(tmp_path: Path) -> None:
    path = tmp_path / "older.ledger"
    with Store.open(path) as store:
        for number in (1, 2, 3):
            store.put(plain_reading(number), MADE_BY)
    engine = sqlite.engine_for(path)
    with sqlite.rebuilding(engine) as connection:
        migrate.step_to(connection, "0004")
    engine.dispose()
    assert ask(path, "SELECT name FROM sqlite_master WHERE name LIKE 'audit%' OR type = 'trigger'") == []
    with Casebook(path) as casebook:
        verdict = casebook.verify()
        assert (verdict.broken, verdict.entries, verdict.unlogged) == (None, 0, 3)
        casebook.review(HOLDER, REPORT, Accept(), subjects=[DOER])
        assert (casebook.verify().broken, casebook.verify().entries) == (None, 1)
    triggers = ask(path, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
    assert {name for (name,) in triggers} == set(schema.TRIGGERS)


def test_a_migrated_ledger_has_the_triggers_of_a_new_one(tmp_path: Path) -> None:
    made = {}
    for name in ("new", "migrated"):
        path = tmp_path / name
        if name == "migrated":
            engine = sqlite.engine_for(path)
            with sqlite.rebuilding(engine) as connection:
                sqlite.mark_as_ours(connection)
                migrate.step_to(connection, "0001")
            engine.dispose()
        Store.open(path).close()
        made[name] = sorted(ask(path, "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"))
    assert made["new"] == made["migrated"]
    assert len(made["new"]) == len(schema.TRIGGERS)

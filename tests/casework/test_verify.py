"""A ledger that was changed by hand says so, and where; the tables do not let it be changed at all."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from casework.desk import HOLDER, Clock, Location, by_hand, joined, opened
from casework.reviewing import DENIAL, DOER, READING, added
from faults.plain import MADE_BY, plain_reading
from postgres import Schemas
from reportedly.casebook import Casebook
from reportedly.casework import secrets
from reportedly.casework.audit import Broken, Fault, Head
from reportedly.casework.people import Role
from reportedly.casework.reviews import Accept, Add, Reject
from reportedly.second_reading import SecondReading
from reportedly.store import Store
from store.conftest import change, taken_back

REPORT = READING.report.id
Run = Callable[..., list[Any]]
"""What :func:`casework.desk.by_hand` gives."""


def done_on(place: Location) -> None:
    """A desk that has done something of everything: 12 entries."""
    with opened(place, Clock()) as casebook:
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


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Location]:
    """Such a desk of each kind of database, where it is asked for; it is copied, and never changed."""
    path = tmp_path_factory.mktemp("done") / "desk.ledger"
    with pytest.MonkeyPatch.context() as cheap:
        cheap.setattr(secrets, "COST", secrets.Cost(n=16, r=1, p=1))
        done_on(path)
    return {"sqlite": path}


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, done: dict[str, Location], tmp_path: Path) -> Location:
    """A desk that has done something of everything, in both kinds of database."""
    if request.param == "sqlite":
        return Path(shutil.copy(done["sqlite"], tmp_path / "desk.ledger"))
    schemas: Schemas = request.getfixturevalue("postgres")
    if "postgres" not in done:
        done["postgres"] = schemas.empty()
        done_on(done["postgres"])
    return schemas.ledger("desk", like=str(done["postgres"]))


@pytest.fixture
def second(place: Location) -> Iterator[Run]:
    """The same desk, whose report two people have read and an adjudicator has signed: entries 13 to 20."""
    with Casebook(place, clock=Clock()) as casebook:
        work = SecondReading(casebook)
        coders = joined(casebook, "Ben", Role.CODER), joined(casebook, "Cy", Role.CODER)
        made = work.assign(HOLDER, REPORT, coders)
        work.finish(coders[0], made.id)
        work.withdraw(HOLDER, made.id, why="a mistake")
        work.sign_off(HOLDER, REPORT, note="checked")
        assert casebook.verify().broken is None
    with by_hand(place) as run:
        yield run


@pytest.fixture
def unlocked(place: Location) -> Iterator[Run]:
    """The tables of a desk in the hands of somebody who has put the triggers out of work."""
    with by_hand(place) as run:
        yield run


def broken(place: Location, noted: Head | None = None) -> Broken | None:
    with Casebook(place) as casebook:
        return casebook.verify(noted=noted).broken


def test_a_whole_ledger_is_whole(place: Location) -> None:
    with Casebook(place) as casebook:
        verdict = casebook.verify()
        assert (verdict.broken, verdict.entries, verdict.unlogged) == (None, 12, 0)
        assert verdict.head
        assert verdict.head.number == 12
        assert casebook.verify(noted=verdict.head).broken is None


def test_a_new_ledger_has_an_empty_log(location: Location) -> None:
    with Casebook(location, create=True) as casebook:
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
        ("INSERT INTO audit_head VALUES (2, 1, 'x')", "(?i)check constraint"),
        ("UPDATE people SET role = 'king'", "(?i)check constraint"),
        ("UPDATE tokens SET scope = 'king'", "(?i)check constraint"),
    ],
)  # fmt: skip
def test_what_is_only_added_to_cannot_be_changed(place: Location, sql: str, says: str) -> None:
    if not isinstance(place, Path):
        sql = sql.replace("INSERT OR REPLACE", "INSERT")
    with pytest.raises(IntegrityError, match=says):
        change(place, sql)
    assert broken(place) is None


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
    place: Location, unlocked: Run, sql: str, number: int, fault: Fault
) -> None:
    unlocked(sql)
    found = broken(place)
    assert found
    assert (found.number, found.fault) == (number, fault)


def test_two_entries_that_changed_places_are_found(place: Location, unlocked: Run) -> None:
    for sql in (
        "UPDATE audit SET number = 99 WHERE number = 5",
        "UPDATE audit SET number = 5 WHERE number = 6",
        "UPDATE audit SET number = 6 WHERE number = 99",
    ):
        unlocked(sql)
    found = broken(place)
    assert found
    assert (found.number, found.fault) == (5, Fault.CHANGED)


def test_an_entry_that_was_put_in_is_found(place: Location, unlocked: Run) -> None:
    unlocked("UPDATE audit SET number = number + 100 WHERE number > 4")
    unlocked("UPDATE audit SET number = number - 99 WHERE number > 100")
    unlocked(
        "INSERT INTO audit SELECT 5, at, by, action, subject, detail, why, program, extractor, model, "
        "rules, previous, 'x' FROM audit WHERE number = 6"
    )
    found = broken(place)
    assert found
    assert (found.number, found.fault) == (5, Fault.CHANGED)


def test_a_ledger_and_its_log_made_anew_are_found_by_the_head_that_was_noted(
    place: Location, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with Casebook(place) as casebook:
        noted = casebook.verify().head
    schemas = None if isinstance(place, Path) else request.getfixturevalue("postgres")
    other = schemas.ledger("other") if schemas else tmp_path / "other.ledger"
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
        ("UPDATE reviews SET payload = CAST(replace(CAST(payload AS TEXT), 'certain', 'possible') AS {json})",
         8, "its payload is another"),
        ("UPDATE reviews SET undone_at = NULL, undone_by = NULL", 9, "its undone at is another"),
        ("UPDATE reviews SET undone_by = 'per_x' WHERE number = 2", 9, "its undone by is another"),
        ("UPDATE reviews SET undone_at = at, undone_by = by WHERE number = 1", 6, "its undone at is another"),
        ("DELETE FROM reviews WHERE number = 3", 8, "which is gone"),
        ("INSERT INTO reviews SELECT 9, 'rev_x', at, by, report, 'note', CAST('{\"text\": \"x\"}' AS {json}),"
         " CAST('[]' AS {json}), reason, basis, settles, undone_at, undone_by FROM reviews WHERE number = 1",
         13, "no review rev_x"),
        ("UPDATE reviews SET payload = '{}' WHERE number = 3", 12, "a review cannot be read"),
        ("UPDATE people SET role = 'admin'", 5, "its role is another"),
        ("UPDATE people SET name = 'Eve'", 5, "its name is another"),
        ("UPDATE people SET deactivated_at = made_at", 5, "its active is another"),
        ("DELETE FROM people", 5, "which is gone"),
        ("INSERT INTO people SELECT 'per_x', 'Eve', 'eve', 'admin', made_at, NULL FROM people", 13, "per_x"),
        ("UPDATE decisions SET judgement = 'same'", 11, "its judgement is another"),
        ("UPDATE decisions SET undone_by = NULL", 11, "its undone by is another"),
        ("DELETE FROM decisions", 11, "which is gone"),
        ("UPDATE reports SET text = replace(text, 'denied', 'owned') WHERE id = 'REPORT'", 1, "the text of"),
        ("DELETE FROM reports WHERE id <> 'REPORT'", 2, "which is gone"),
        ("UPDATE claims SET stance = 'admits' WHERE stance = 'denies'", 1, "what is proposed for the report"),
        ("UPDATE claims SET value_name = 'Elsewhere' WHERE value_text = 'Port Ansel'", 1, "what is proposed"),
        ("UPDATE evidence SET start_at = start_at + 1, end_at = end_at + 1", 1, "what is proposed"),
        ("UPDATE sources SET label = 'Army' WHERE label = 'Police'", 1, "what is proposed for the report"),
        ("UPDATE incidents SET place_name = 'Elsewhere'", 1, "what is proposed for the report"),
        ("DELETE FROM claims WHERE stance = 'no_claim'", 1, "what is proposed for the report"),
    ],
)  # fmt: skip
def test_tables_that_are_not_as_the_log_says_are_named(
    place: Location, unlocked: Run, sql: str, number: int, what: str
) -> None:
    unlocked(sql.replace("REPORT", REPORT))
    found = broken(place)
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
    place: Location, second: Run, sql: str, number: int, what: str
) -> None:
    second(sql)
    found = broken(place)
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


@pytest.mark.parametrize("seed", range(40))
def test_one_character_that_was_changed_anywhere_is_noticed(
    place: Location, unlocked: Run, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    table = sorted(TEXTS)[seed % len(TEXTS)]
    column = chance.choice(TEXTS[table])
    rows = unlocked(
        f"SELECT CAST({{row}} AS TEXT), CAST({column} AS TEXT) FROM {table} "  # noqa: S608
        f"WHERE length(CAST({column} AS TEXT)) > 0 ORDER BY 2"
    )
    row, text = chance.choice(rows)
    at = chance.randrange(len(text))
    changed = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]
    put = "CAST(:text AS {json})" if column in ("payload", "subjects", "via") else ":text"
    try:
        unlocked(
            f"UPDATE {table} SET {column} = {put} WHERE CAST({{row}} AS TEXT) = :row",  # noqa: S608
            text=changed,
            row=row,
        )
    except DataError:
        if isinstance(place, Path):
            raise
        # PostgreSQL takes nothing else than JSON into a column of it.
        return
    assert broken(place) is not None, (table, column, text, changed)


# --- older ledgers ----------------------------------------------------------------------------------------


def test_an_older_ledger_begins_its_log_and_says_what_was_before(bare: Location) -> None:
    with Store.open(bare) as store:
        for number in (1, 2, 3):
            store.put(plain_reading(number), MADE_BY)
    taken_back(bare, "0004")
    with Casebook(bare) as casebook:
        verdict = casebook.verify()
        assert (verdict.broken, verdict.entries, verdict.unlogged) == (None, 0, 3)
        casebook.review(HOLDER, REPORT, Accept(), subjects=[DOER])
        assert (casebook.verify().broken, casebook.verify().entries) == (None, 1)
    with pytest.raises(IntegrityError, match="only added to"):
        change(bare, "DELETE FROM audit")


def test_tables_that_are_only_added_to_cannot_be_emptied_at_once(place: Location) -> None:
    """SQLite has no TRUNCATE; there it is a syntax error."""
    for table in ("audit", "audit_head", "reviews CASCADE", "signoffs"):
        with pytest.raises(OperationalError if isinstance(place, Path) else IntegrityError):
            change(place, f"TRUNCATE {table}")
    assert broken(place) is None

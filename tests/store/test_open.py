"""Opening: what is a ledger, what is not, how it is kept, and how an older one becomes a current one."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from faults.plain import MADE_BY, plain_reading
from reportedly.errors import LedgerError, LedgerTooNew
from reportedly.store import Store, schema, sqlite
from store.conftest import Location, described, taken_back


def ask(path: Path, sql: str) -> list[Any]:
    connection = sqlite3.connect(path)
    try:
        found = connection.execute(sql).fetchall()
        connection.commit()
        return found
    finally:
        connection.close()


def listing(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


# --- how it is kept ---------------------------------------------------------------------------------------


def test_a_ledger_is_kept_durably(path: Path) -> None:
    with Store.open(path) as store, store._engine.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "application_id")
        }
    full = 2
    assert asked == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
        "application_id": int.from_bytes(b"RPtd", "big"),
    }


def test_every_transaction_that_writes_takes_the_lock_first(path: Path) -> None:
    said: list[str] = []
    with Store.open(path) as store:
        sa.event.listen(
            store._engine, "before_cursor_execute", lambda c, cursor, statement, *rest: said.append(statement)
        )
        store.put(plain_reading(1), MADE_BY)
        store.view()
    begins = [statement for statement in said if statement.startswith("BEGIN")]
    assert begins == ["BEGIN", "BEGIN IMMEDIATE", "BEGIN"]
    in_writing = said[said.index("BEGIN IMMEDIATE") : len(said) - 1 - said[::-1].index("BEGIN")]
    writes = [each for each in said if each.split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert writes
    assert set(writes) <= set(in_writing)


def test_closing_leaves_one_file(path: Path) -> None:
    with Store.open(path) as store:
        store.put(plain_reading(1), MADE_BY)
    assert list(listing(path.parent)) == [path.name]
    with Store.open(path) as store:
        assert store.has_report(plain_reading(1).report.id)


def test_opening_a_ledger_that_is_up_to_date_changes_nothing(path: Path) -> None:
    with Store.open(path) as store:
        store.put(plain_reading(1), MADE_BY)
    before = listing(path.parent)
    with Store.open(path, create=False) as store:
        store.view()
    assert listing(path.parent) == before


@pytest.mark.parametrize("form", [str, Path, "sqlite:///{}".format])
def test_a_location_is_a_path_or_an_address(path: Path, form: Callable[[Path], str | Path]) -> None:
    with Store.open(form(path)) as store:
        assert store.location == str(path)
    assert path.exists()


def test_a_path_of_awkward_characters_is_only_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a?mode=ro#%20 é 'x'.ledger"
    Store.open(path).close()
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_several_threads_may_write(location: Location) -> None:
    with Store.open(location) as store:
        threads = [
            threading.Thread(
                target=lambda n=n: [store.put(plain_reading(n + at), MADE_BY) for at in range(5)]
            )
            for n in range(0, 20, 5)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.counts()["claims"] == 20 * 5


# --- what is refused --------------------------------------------------------------------------------------


def make_text(path: Path) -> None:
    path.write_text("Dear diary", encoding="utf-8")


def make_foreign(path: Path) -> None:
    ask(path, "CREATE TABLE notes (body TEXT)")


def make_foreign_with_wal(path: Path) -> None:
    ask(path, "PRAGMA journal_mode = WAL")
    ask(path, "CREATE TABLE reports (id TEXT)")


def make_header_only(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0")


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (make_text, "no ledger but a file of another kind"),
        (make_foreign, "belongs to another program"),
        (make_foreign_with_wal, "belongs to another program"),
        (make_header_only, "belongs to another program"),
    ],
)
def test_a_file_of_another_kind_is_refused_and_not_touched(
    path: Path, make: Callable[[Path], None], complaint: str
) -> None:
    make(path)
    os.utime(path, ns=(10**18, 10**18))
    before = listing(path.parent)
    with pytest.raises(LedgerError, match=complaint):
        Store.open(path)
    assert listing(path.parent) == before
    assert path.stat().st_mtime_ns == 10**18


def test_no_ledger_is_made_where_none_is_asked_for(path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger; read something into it first"):
        Store.open(path, create=False)
    assert listing(path.parent) == {}


def test_a_ledger_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no folder"):
        Store.open(tmp_path / "nowhere" / "a.ledger")


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="Is a directory"):
        Store.open(tmp_path)


@pytest.mark.parametrize(
    "location",
    [
        "mysql://ana:secret@localhost/x",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///a?mode=memory",
        "https://example.org/a",
        "nonsense://",
        "://",
    ],
)
def test_an_address_of_something_else_is_refused(location: str) -> None:
    with pytest.raises(LedgerError, match="a ledger is a file") as refused:
        Store.open(location)
    assert "secret" not in str(refused.value)


def test_a_damaged_ledger_is_refused_in_words(path: Path) -> None:
    with Store.open(path) as store:
        store.put(plain_reading(1), MADE_BY)
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    with pytest.raises(LedgerError, match="the file is damaged"):
        Store.open(path)


def test_an_empty_file_becomes_a_ledger(path: Path) -> None:
    path.touch()
    with Store.open(path) as store:
        assert store.put(plain_reading(1), MADE_BY)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_write_protected_ledger_is_refused_in_words(path: Path) -> None:
    Store.open(path).close()
    path.chmod(0o400)
    with Store.open(path) as store, pytest.raises(LedgerError, match="write-protected"):
        store.put(plain_reading(1), MADE_BY)


def test_a_ledger_that_another_program_holds_is_refused_in_words(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    with Store.open(path) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="another program has held it"):
            store.put(plain_reading(1), MADE_BY)
        other.execute("ROLLBACK")
        other.close()
        assert store.put(plain_reading(1), MADE_BY)


# --- schemas ----------------------------------------------------------------------------------------------


def test_the_revisions_are_those_of_the_folder() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "reportedly.store:migrations")
    steps = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(steps)) == schema.REVISIONS


def test_a_migration_that_fails_leaves_the_older_ledger(path: Path) -> None:
    with Store.open(path) as store:
        store.put(plain_reading(1), MADE_BY)
    taken_back(path, "0001")
    # In the way of the last statement of the step, after its column and its update.
    ask(path, "CREATE INDEX ix_claims_role_value_name ON claims (role)")
    before = described(path)
    with pytest.raises(LedgerError, match="ix_claims_role_value_name already exists"):
        Store.open(path)
    assert described(path) == before
    assert ask(path, "SELECT version_num FROM alembic_version") == [("0001",)]


def test_an_older_ledger_with_rows_that_point_to_nothing_is_refused(path: Path) -> None:
    with Store.open(path) as store:
        store.put(plain_reading(1), MADE_BY)
    taken_back(path, "0001")
    ask(path, "DELETE FROM sources")
    before = described(path)
    with pytest.raises(LedgerError, match="rows of this older ledger point to nothing"):
        Store.open(path)
    assert described(path) == before


def test_a_newer_ledger_is_refused_and_not_touched(path: Path) -> None:
    with Store.open(path) as store:
        store.put(plain_reading(1), MADE_BY)
    ask(path, "UPDATE alembic_version SET version_num = '0917'")
    before = listing(path.parent)
    with pytest.raises(LedgerTooNew, match=r"its schema is 0917.*upgrade reportedly") as refused:
        Store.open(path)
    assert refused.value.code == "E41"
    assert listing(path.parent) == before


# --- what it costs ----------------------------------------------------------------------------------------


def test_alembic_is_loaded_for_an_older_ledger_only(path: Path) -> None:
    code = (
        "import sys; from reportedly.store import Store; Store.open(sys.argv[1]).close();"
        "print('alembic' in sys.modules)"
    )

    def loaded() -> str:
        run = subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
        )
        return run.stdout.strip()

    assert loaded() == "False", "creating a ledger needs no Alembic"
    assert loaded() == "False", "nor does opening a current one"
    taken_back(path, "0001")
    assert loaded() == "True"

"""What is particular to a ledger in PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select

from faults.plain import MADE_BY, plain_reading
from postgres import Schemas
from reportedly.errors import LedgerError, LedgerTooNew, RecordError
from reportedly.records import Reading
from reportedly.store import Store, schema
from reportedly.store import postgres as postgres_store
from reportedly.store.database import database_of
from store.conftest import ask, change


@pytest.fixture
def address(postgres: Schemas) -> str:
    """An empty schema."""
    return postgres.empty()


def test_no_ledger_is_made_where_none_is_asked_for(address: str) -> None:
    with pytest.raises(LedgerError, match="there is no ledger; read something into it first"):
        Store.open(address, create=False)
    assert tables(address) == set()


def test_a_database_of_another_program_is_left_alone(address: str) -> None:
    change(address, "CREATE TABLE accounts (name text)")
    for create in (True, False):
        with pytest.raises(LedgerError, match="tables of another program"):
            Store.open(address, create=create)
    assert tables(address) == {"accounts"}


def test_a_newer_ledger_is_refused(address: str) -> None:
    Store.open(address).close()
    change(address, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerTooNew, match="schema is 9999"):
        Store.open(address)


def test_the_tables_are_those_of_a_file(address: str) -> None:
    Store.open(address).close()
    ours = {table.name for table in schema.metadata.sorted_tables}
    assert tables(address) == ours | {"report_search", "claim_search"}
    revision = ask(address, "SELECT version_num FROM alembic_version")
    assert revision == [(schema.HEAD,)]


def tables(address: str) -> set[str]:
    engine = database_of(address).engine()
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_text_stands_in_the_order_of_its_code_points_whatever_the_server_sorts_by(
    address: str, tmp_path: Path
) -> None:
    ids = ["rep_b", "rep_B", "rep_a", "rep_é", "rep_\U0001f6a8", "rep_~", "rep__", "rep_1"]
    orders = []
    for place in (address, tmp_path / "a.ledger"):
        with Store.open(place) as store:
            for each in ids:
                reading = plain_reading(1)
                store.put(
                    Reading(report=reading.report.__class__(**{**fields(reading), "id": each})), MADE_BY
                )
            with store._engine.connect() as connection:
                orders.append(list(connection.scalars(select(schema.reports.c.id).order_by("id"))))
    assert orders[0] == orders[1] == sorted(ids)


def fields(reading: Reading) -> dict[str, Any]:
    report = reading.report
    return {name: getattr(report, name) for name in report.__slots__ if name not in ("credits", "based_on")}


def test_a_view_is_of_one_moment(address: str) -> None:
    with Store.open(address) as one, Store.open(address) as other:
        one.put(plain_reading(1), MADE_BY)
        with one._engine.connect() as connection:
            before = connection.scalar(select(schema.reports.c.id))
            other.put(plain_reading(2), MADE_BY)
            assert connection.scalars(select(schema.reports.c.id)).all() == [before]
        assert one.counts()["reports"] == 2


def test_a_writer_that_waits_too_long_says_so(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_store, "WAIT_SECONDS", 1)
    with Store.open(address) as one, Store.open(address) as other, one._writer.begin():
        with pytest.raises(LedgerError, match="another program has held it"):
            other.put(plain_reading(1), MADE_BY)
        assert other.counts()["reports"] == 0


def test_ledgers_in_two_schemas_do_not_wait_for_each_other(postgres: Schemas) -> None:
    with Store.open(postgres.empty()) as one, Store.open(postgres.empty()) as other, one._writer.begin():
        assert other.put(plain_reading(1), MADE_BY)


def test_an_id_with_a_nul_is_refused_in_words(address: str) -> None:
    with Store.open(address) as store, pytest.raises(RecordError, match="has a NUL"):
        store.view(report="rep_\0aaaaaaaa")


@pytest.mark.parametrize(
    ("change_of", "words"),
    [
        (("/postgres", "/no_such"), r': database "no_such" does not exist$'),
        (("desk@", "nobody:secret@"), r': role "nobody" does not exist$'),
        (("search_path", "no_such_setting"), ": unrecognized configuration parameter"),
    ],
)
def test_what_the_server_refuses_is_said_in_words_without_the_password(
    address: str, change_of: tuple[str, str], words: str
) -> None:
    with pytest.raises(LedgerError, match=words) as refused:
        Store.open(address.replace(*change_of))
    assert "secret" not in str(refused.value)


def test_a_server_that_is_not_there_is_said_in_words(postgres: Schemas, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"postgresql://desk@/postgres.*: "):
        Store.open(f"postgresql://desk@/postgres?host={tmp_path}")


def test_a_driver_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_store, "find_spec", lambda name: None)
    with pytest.raises(LedgerError, match=r"pip install 'reportedly\[postgres\]'"):
        Store.open("postgresql://localhost/desk")

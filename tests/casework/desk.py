"""A desk for tests: a ledger with two reports, people of every role, and a clock that can be set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from casework.reviewing import NOON
from faults.plain import MADE_BY, plain_reading
from reportedly.casebook import Casebook
from reportedly.casework.people import Person, Role, keeper
from reportedly.store.database import database_of

Location = str | Path
PASSWORD = "correct horse battery"  # noqa: S105
HOLDER = keeper("Holder")


@dataclass
class Clock:
    """Noon, until it is set on."""

    now: dt.datetime = field(default=NOON)

    def __call__(self) -> dt.datetime:
        return self.now

    def on(self, **lapse: float) -> None:
        """Set it on."""
        self.now += dt.timedelta(**lapse)


def opened(location: Location, clock: Clock | None = None) -> Casebook:
    """The casebook of a ledger, made with two reports where there is none."""
    casebook = Casebook(location, create=True, clock=clock or Clock())
    for number in (1, 2):
        casebook.ledger.put(plain_reading(number), made_by=MADE_BY)
    return casebook


def joined(casebook: Casebook, name: str, role: Role) -> Person:
    """Somebody of that role who has come in by an invitation."""
    return casebook.accept_invitation(casebook.invite(HOLDER, name, role).secret, PASSWORD)


@contextmanager
def by_hand(location: Location) -> Iterator[Callable[..., list[Any]]]:
    """Plain SQL for somebody who has put the triggers out of work.

    ``{json}`` is the type of a column of JSON, ``{row}`` what tells rows of any table apart.
    """
    is_file = isinstance(location, Path)
    # Of SQLite's own, which leaves foreign keys unchecked.
    engine = create_engine(f"sqlite:///{location}") if is_file else database_of(location).engine()
    words = {"{json}": "TEXT", "{row}": "rowid"} if is_file else {"{json}": "JSON", "{row}": "ctid"}

    def run(sql: str, **values: object) -> list[Any]:
        for mark, word in words.items():
            sql = sql.replace(mark, word)
        with engine.begin() as connection:
            if not is_file:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            done = connection.execute(text(sql), values)
            return list(done) if done.returns_rows else []

    try:
        if is_file:
            for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
                run(f"DROP TRIGGER {name}")
        yield run
    finally:
        engine.dispose()

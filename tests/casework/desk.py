"""A desk for tests: a ledger with two reports, people of every role, and a clock that can be set."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from casework.reviewing import NOON
from faults.plain import MADE_BY, plain_reading
from reportedly.casebook import Casebook
from reportedly.casework.people import Person, Role, keeper

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


def opened(path: Path, clock: Clock | None = None) -> Casebook:
    """The casebook of a ledger, made with two reports where there is none."""
    casebook = Casebook(path, create=True, clock=clock or Clock())
    for number in (1, 2):
        casebook.ledger.put(plain_reading(number), made_by=MADE_BY)
    return casebook


def joined(casebook: Casebook, name: str, role: Role) -> Person:
    """Somebody of that role who has come in by an invitation."""
    return casebook.accept_invitation(casebook.invite(HOLDER, name, role).secret, PASSWORD)

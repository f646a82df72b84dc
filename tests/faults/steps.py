"""A process that dies before each statement in turn: ``python steps.py LEDGER STATEMENT-NUMBER``."""

from __future__ import annotations

import os
import sys
from itertools import count

import sqlalchemy as sa

from faults.plain import MADE_BY, plain_reading
from reportedly.store import Store


def die_at(path: str, step: int) -> bool:
    """In a child, replace a reading and die before statement ``step``; False where there are fewer."""
    child = os.fork()
    if child == 0:
        try:
            with Store.open(path) as store:
                steps = count()
                sa.event.listen(
                    store._engine,
                    "before_cursor_execute",
                    lambda *_: os._exit(9) if next(steps) == step else None,
                )
                sa.event.listen(
                    store._engine, "commit", lambda *_: os._exit(9) if next(steps) == step else None
                )
                store.put(plain_reading(0, extractor="rules.v2"), MADE_BY)
            os._exit(0)
        finally:
            os._exit(1)
    return {9: True, 0: False}[os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])]


def main(path: str) -> None:
    for step in count():
        with Store.open(path) as store:
            store.put(plain_reading(0, extractor="rules.v1"), MADE_BY)
        if not die_at(path, step):
            return
        with Store.open(path) as store:
            view = store.view()
        whole = view.claims == plain_reading(0).claims and view.sources == plain_reading(0).sources
        sys.stdout.write(f"{step} {'whole' if whole else 'broken'} {view.incidents[0].summary}\n")


if __name__ == "__main__":
    main(sys.argv[1])

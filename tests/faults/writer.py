"""A process that stores readings and says so, one line each, only after the store has returned.

Run as ``python writer.py LEDGER EXTRACTOR FIRST END``, or ``python writer.py LEDGER until-full BYTES``.
"""

from __future__ import annotations

import resource
import sys
from dataclasses import replace

from faults.plain import MADE_BY, plain_reading
from reportedly.errors import LedgerError
from reportedly.store import Store


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def store_all(path: str, extractor: str, numbers: list[int]) -> None:
    made_by = replace(MADE_BY, extractor=extractor)
    with Store.open(path) as store:
        say("ready")
        for number in numbers:
            store.put(plain_reading(number, extractor=extractor), made_by)
            say("stored", number)


def store_until_full(path: str, limit: int) -> None:
    """Store under a limit to the size of files, say what happened, and store once more without it."""
    with Store.open(path) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        number = 0
        try:
            while store.put(plain_reading(number), MADE_BY):
                say("stored", number)
                number += 1
        except LedgerError as error:
            say("full", error)
        say("readable", store.counts()["reports"])
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        store.put(plain_reading(number), MADE_BY)
        say("stored", number)


if __name__ == "__main__":
    if sys.argv[2] == "until-full":
        store_until_full(sys.argv[1], int(sys.argv[3]))
    else:
        first, last = map(int, sys.argv[3:])
        store_all(sys.argv[1], sys.argv[2], list(range(first, last)))

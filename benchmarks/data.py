"""Where the measuring sets lie: beside the repository, never in it."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.rows import Skip

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

Case = dict[str, Any]
"""A gold case or a text as its JSON file has it: the outer format, never passed into the program."""


def shared(name: str) -> Path:
    """A file of the sets.

    Raises:
        Skip: it does not lie beside the repository.
    """
    path = SHARED / name
    if not path.exists():
        raise Skip(f"needs ../shared/{name}, which is not beside this repository")
    return path


def load(name: str) -> list[Case]:
    """A JSON list, gzipped or not."""
    path = shared(name)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        loaded: list[Case] = json.load(file)
    return loaded


def lines(name: str) -> Iterator[Case]:
    """The objects of a gzipped JSON-lines file."""
    with gzip.open(shared(name), "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y")


def iso_date(raw: str | None) -> str | None:
    """The day that one of the sets gives, as ISO 8601; None where it gives none or in no known form.

    >>> iso_date("7/20/2016"), iso_date("19-JUN-1987 07:07:28.57"), iso_date("Mon Jul 1, 2013 | 9:00am EDT")
    ('2016-07-20', '1987-06-19', None)
    """
    for form in FORMATS:
        words = (raw or "").split()[: form.count(" ") + 1]
        try:
            return dt.datetime.strptime(" ".join(words), form).replace(tzinfo=dt.UTC).date().isoformat()
        except ValueError:
            continue
    return None

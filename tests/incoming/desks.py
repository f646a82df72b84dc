"""Two desks that read the same plain reports, and the ledger files that they send each other."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from faults.plain import MADE_BY, plain_reading
from reportedly.casebook import Casebook
from reportedly.casework.people import keeper
from reportedly.incoming import Imported
from reportedly.records import Reading

ANA, BEN = keeper("Ana"), keeper("Ben")


def desk(path: Path | str, *numbers: int) -> Casebook:
    """A desk that has read the plain reports of those numbers."""
    made = Casebook(path, create=True)
    for number in numbers:
        made.ledger.put(plain_reading(number), made_by=MADE_BY)
    return made


def less(number: int, *left_out: int) -> Reading:
    """The plain reading without the claims at those places: what a reader gives that finds fewer."""
    whole = plain_reading(number)
    kept = tuple(claim for at, claim in enumerate(whole.claims) if at not in left_out)
    (incident,) = whole.incidents
    told = replace(incident, claims=tuple(claim.id for claim in kept))
    return replace(whole, claims=kept, incidents=(told,))


def sent(casebook: Casebook, path: Path) -> Path:
    """The desk's ledger file."""
    casebook.ledger.export_to("json", path)
    return path


def changed(file: Path, change: Callable[[Any], object]) -> Path:
    """The file with something changed in it by hand."""
    data = json.loads(file.read_text("utf-8"))
    change(data)
    file.write_text(json.dumps(data), "utf-8")
    return file


def taken(into: Casebook, file: Path, desk: str = "Nineveh") -> Imported:
    """What becomes of a file."""
    return into.ledger.import_file(file, by="Ana", desk=desk)


def dump(path: Path) -> list[str]:
    """All that an SQLite ledger holds, as statements."""
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())

"""A team's own actors as a table, CSV or a workbook: one actor a row, in the words of ``actors.toml``.

Columns may stand in any order; ``kind`` and ``name`` are needed. A cell that holds several has ``|`` between
them. Where TOML names another entry by its key, a table may name it by any of its names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reportedly.errors import TableError
from reportedly.language.actor_table import FORMS, KINDS, Entry, EntryRow, Key, key_of
from reportedly.tables import CSV_SUFFIXES, WORKBOOK_SUFFIXES, Row, csv_table, workbook_table

COLUMNS = {
    "kind": "kind",
    "name": "names",
    "names": "names",
    "key": "key",
    "aliases": "aliases",
    "transliterations": "transliterations",
    "parent": "parent",
    "wing_of": "wing_of",
    "linked_to": "linked_to",
    "since": "since",
    "active_from": "since",
    "until": "until",
    "active_to": "until",
    "drop": "drop",
    "note": "note",
}
"""What a header may say, and the field that it means; a note is for people."""
_LISTS = frozenset({"names", "aliases", "transliterations", "linked_to", "drop"})
_YEARS = frozenset({"since", "until"})
_REFERENCES = ("parent", "wing_of", "linked_to")
_SHOWN = (
    "key kind name aliases transliterations parent wing_of linked_to active_from active_to drop note".split()
)
_HEADER_WITHIN = 20
"""Rows in which the header is looked for: a workbook may begin with a title."""
_FAILED = frozenset({"#NAME?", "#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NULL!", "#NUM!"})
# A spreadsheet takes =, @ and others for a formula; an apostrophe before them makes it a text.
_MARKED_AS_TEXT = re.compile(rf"'(?=[!={re.escape(''.join(FORMS))}])")

Cells = Mapping[str, str]


class _Made(NamedTuple):
    """A row as an entry whose references are still as they were written."""

    where: str
    kind: str
    key: str
    raw: dict[str, object]


def is_table(path: Path) -> bool:
    """Whether a file of actors is a table by its name; else it is TOML."""
    return path.suffix.lower() in CSV_SUFFIXES | WORKBOOK_SUFFIXES


def actor_rows(path: Path) -> Callable[[Mapping[str, Entry]], Iterator[EntryRow]]:
    """What :func:`reportedly.language.actor_table.read_entries` takes in place of a TOML text.

    Raises:
        TableError: at once, where the file cannot be read; as the rows are asked for, where a cell of them
            cannot be used: it names file, row, column, fault and remedy.
    """
    workbook = path.suffix.lower() in WORKBOOK_SUFFIXES
    rows = list(workbook_table(path) if workbook else csv_table(path, columns=list(COLUMNS)))
    header, columns = _header(path, rows)
    told = [
        (f"{path}, row {row.line}", _cells(path, row, columns))
        for row in rows
        if row.line > header and not row.blank
    ]
    return lambda before: _entries(told, before)


def _header(path: Path, rows: Sequence[Row]) -> tuple[int, dict[int, str]]:
    """The line of the header, and of each place the column as it is written there."""
    for row in rows[:_HEADER_WITHIN]:
        named = {at: _column(cell) for at, cell in enumerate(row.cells) if cell}
        if {"kind", "names"} <= {COLUMNS.get(each) for each in named.values()}:
            break
    else:
        first = next((" ".join(row.cells) for row in rows if not row.blank), "")
        shown = f"; it begins with {first[:80]!r}" if first else "; it is empty"
        raise TableError(f"{path}: no header with the columns kind and name{shown}; {_remedy()}")
    seen: dict[str, str] = {}
    for name in named.values():
        field = COLUMNS.get(name)
        if field is None:
            raise TableError(f"{path}, row {row.line}: there is no column {name!r}; {_remedy()}")
        if field in seen and field != "note":
            raise TableError(
                f"{path}, row {row.line}: the columns {seen[field]} and {name} are one; keep one of them"
            )
        seen[field] = name
    return row.line, named


def _remedy() -> str:
    return f"the columns are {', '.join(_SHOWN)}"


def _column(cell: str) -> str:
    return re.sub(r"[\s-]+", "_", cell.strip().casefold())


def _cells(path: Path, row: Row, columns: Mapping[int, str]) -> dict[str, str]:
    """The cells of a row by the columns of the header."""
    found: dict[str, str] = {}
    for at, cell in enumerate(row.cells):
        if not cell:
            continue
        if at not in columns:
            raise TableError(
                f"{path}, row {row.line}: {cell[:40]!r} stands under no column; put quotation marks around a "
                "cell that has the separator in it"
            )
        if cell in _FAILED:
            raise TableError(
                f"{path}, row {row.line}, column {columns[at]}: a formula gave {cell}; "
                "put ' before a cell that begins with = or @"
            )
        found[columns[at]] = cell
    return found


def _entries(told: Sequence[tuple[str, Cells]], before: Mapping[str, Entry]) -> Iterator[EntryRow]:
    """The rows as entries; what they name may stand before them, or in a later row."""
    keys: dict[Key, str] = {
        spelling.key: entry.key for entry in before.values() for spelling in entry.spellings
    }
    made = [_entry(where, cells, before, keys) for where, cells in told]
    for row in made:
        for name in _spellings(row.raw):
            keys.setdefault(key_of(name), row.key)
    known = before.keys() | {row.key for row in made}

    def key(name: str) -> str:
        return name if name in known else keys.get(key_of(name), name)

    for row in made:
        raw = dict(row.raw)
        for field in _REFERENCES:
            named = raw.get(field)
            if isinstance(named, str):
                raw[field] = key(named)
            elif isinstance(named, list):
                raw[field] = [key(each) for each in named]
        yield EntryRow(row.where, row.kind, row.key, raw)


def _entry(where: str, cells: Cells, before: Mapping[str, Entry], keys: Mapping[Key, str]) -> _Made:
    raw: dict[str, object] = {}
    for column, cell in cells.items():
        field = COLUMNS[column]
        if field in _LISTS:
            raw[field] = [
                _MARKED_AS_TEXT.sub("", each.strip(), count=1) for each in cell.split("|") if each.strip()
            ]
        elif field in _YEARS:
            raw[field] = _year(where, column, cell)
        elif field in _REFERENCES:
            raw[field] = cell
    fields = {COLUMNS[column]: cell for column, cell in cells.items()}
    names = _spellings(raw)
    own = fields.get("key") or next((keys[key_of(each)] for each in names if key_of(each) in keys), None)
    kind = _kind(where, fields.get("kind"), before.get(own) if own else None)
    if own is None:
        if not names:
            raise TableError(f"{where}, column name: it is empty; write the name that is shown")
        if kind == "state":
            raise TableError(f"{where}, column key: a state needs its ISO 3166 code there, such as FR")
        own = "-".join(key_of(names[0]))
        if not own:
            raise TableError(f"{where}, column name: {names[0]!r} has no word in it; write a name")
    return _Made(where, kind, own, raw)


def _spellings(raw: Mapping[str, object]) -> list[str]:
    """The plain names of an entry, as far as it has any."""
    names = raw.get("names")
    return [each.lstrip("~@!=") for each in names] if isinstance(names, list) else []


def _kind(where: str, cell: str | None, known: Entry | None) -> str:
    if not cell:
        if known is None:
            raise TableError(f"{where}, column kind: it is empty; the kinds are {', '.join(KINDS)}")
        return known.actor.kind
    kind = _column(cell)
    if kind not in KINDS:
        raise TableError(f"{where}, column kind: {cell[:40]!r} is none; the kinds are {', '.join(KINDS)}")
    return kind


def _year(where: str, column: str, cell: str) -> int:
    if not re.fullmatch(r"(?a:\d{4})", cell):
        raise TableError(
            f"{where}, column {column}: {cell[:40]!r} is no year such as 1984; leave it empty where unknown"
        )
    return int(cell)

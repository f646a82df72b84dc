"""Files of actors: what an entry may say, and what is wrong with one that cannot be used.

A file is a table (:mod:`reportedly.language.actor_rows`) or TOML. Of TOML the tables are the kinds of actor,
the keys are ours and stay; an entry is a list of spellings, or::

    [armed_group]
    qassam-brigades = {names = ["al-Qassam Brigades"], aliases = […], transliterations = […],
                       wing_of = "hamas", linked_to = ["…"], since = 1991, until = …, drop = ["…"]}

A later file adds to the entries of earlier ones: its spellings are added, what else it says takes the place
of what was said before, and ``drop`` takes spellings away.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from reportedly.errors import TableError

KINDS = ("armed_group", "force", "ministry", "agency", "coalition", "state")
"""What an actor can be; the tables of a file. A force is a state's, an armed group is nobody's or its own."""
FORMS: Mapping[str, str] = {"~": "adjective", "@": "capital"}
"""Marks before a spelling: ``~Afghan``, ``@Kabul``."""
CAPITALS, WHOLE = "!", "="
"""More marks: ``!IS`` counts in capitals only; ``=Russian Army`` only where it is the whole of a name."""

_WORD = re.compile(r"[\w.]+|[^\w\s]")
_MARKS = frozenset((*FORMS, CAPITALS, WHOLE))
_SPELLED = ("names", "aliases", "transliterations")
_TEXTS = (*_SPELLED, "linked_to", "drop")
_UPWARDS = ("parent", "wing_of")
_YEARS = ("since", "until")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the list. ``id`` is ours: ``actor:…``, or ``country:…`` with an ISO 3166 code.

    Two are equal where id, name and kind are; the relations are ids of other actors of the list.
    """

    id: str
    name: str
    kind: str
    parent: str | None = field(default=None, compare=False)
    """The actor that it is a part of: a force's state."""
    wing_of: str | None = field(default=None, compare=False)
    """The organisation whose armed wing it is."""
    linked_to: tuple[str, ...] = field(default=(), compare=False)
    """Actors that it is commonly said to be allied with, armed or financed by; never taken for one."""
    since: int | None = field(default=None, compare=False)
    """First year in which it was active, where that is commonly known."""
    until: int | None = field(default=None, compare=False)
    """Last year."""


class Spelling(NamedTuple):  # made 1,300 times at a start, and a tuple is made three times as fast
    """A way to write an actor. ``text`` has no mark; ``form`` is name, adjective or capital."""

    text: str
    key: Key
    form: str = "name"
    capitals: bool = False
    whole: bool = False


class Entry(NamedTuple):
    """An actor with all its spellings, the one shown first, and the file it stands in."""

    key: str
    actor: Actor
    spellings: tuple[Spelling, ...]
    where: str


class EntryRow(NamedTuple):
    """What a file says of one entry: where it stands, and its kind, key and fields."""

    where: str
    kind: str
    key: str
    raw: object


Rows = Callable[[Mapping[str, Entry]], Iterable[EntryRow]]
"""Gives the entries of a file that is no TOML, for those of the files before it."""


def key_of(name: str) -> Key:
    """The words of a name as the index has them; empty where it has none.

    >>> key_of("al-Shabaab"), key_of("Lord ’s Resistance Army"), key_of("U.S."), key_of("'")
    (('al', 'shabaab'), ('lords', 'resistance', 'army'), ('u.s',), ())
    """
    plain = name.lower().replace("’", "'").replace(" 's", "s").replace("'", "").replace("-", " ")
    if plain.replace(" ", "").isalnum():
        return tuple(plain.split())
    return tuple(part for word in _WORD.findall(plain) if (part := word.rstrip(".")))


pieces = lru_cache(maxsize=1 << 13)(key_of)
""":func:`key_of` for the words of running text, of which most come again."""


def read_entries(files: Sequence[tuple[str, str] | Rows]) -> Mapping[str, Entry]:
    """The entries of files, given as name and TOML text or as rows, by key; later files extend earlier ones.

    Raises:
        TableError: a file is no TOML, or an entry cannot be used; it names file, entry, fault and remedy.
    """
    entries: dict[str, Entry] = {}
    for file in files:
        for where, kind, key, raw in _rows(*file) if isinstance(file, tuple) else file(entries):
            entries[key] = _entry(where, kind, key, raw, entries.get(key))
    _check_ids(entries)
    return {
        key: entry._replace(actor=_resolved(entry, entries)) if _relations(entry.actor) else entry
        for key, entry in entries.items()
    }


def file_text(path: str | Path) -> str:
    """The text of a file of a team's own.

    Raises:
        TableError: it is not there or not UTF-8.
    """
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read ({error}); name a TOML file in UTF-8") from None


def parsed(where: str, text: str) -> Mapping[str, object]:
    """A TOML text as its tables.

    Raises:
        TableError: it is none.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TableError(f"{where}: this is no TOML: {error}") from None


def _rows(where: str, text: str) -> Iterator[EntryRow]:
    for kind, actors in parsed(where, text).items():
        if kind not in KINDS or not isinstance(actors, dict):
            raise TableError(f"{where}: there is no kind [{kind}]; the kinds are {', '.join(KINDS)}")
        for key, raw in actors.items():
            yield EntryRow(where, kind, key, raw)


def _entry(where: str, kind: str, key: str, raw: object, old: Entry | None) -> Entry:
    at = f"{where}, entry {key}"
    told: Mapping[str, object] = raw if isinstance(raw, dict) else {"names": raw}
    _check_fields(at, told)
    if old and old.actor.kind != kind:
        raise TableError(f"{at}: it is a {old.actor.kind} in {old.where}, and [{kind}] here; keep one kind")
    dropped = {key_of(name.lstrip("~@!=")) for name in _texts(at, told, "drop")}
    new = [_spelling(at, name) for part in _SPELLED if part in told for name in _texts(at, told, part)]
    spellings = [each for each in (old.spellings if old else ()) if each.key not in dropped] + new
    if not spellings or spellings[0].form != "name":
        raise TableError(f"{at}: its first name is the one that is shown; begin `names` with a plain one")
    return Entry(key, _actor(at, kind, key, spellings[0].text, told, old), tuple(spellings), where)


def _actor(at: str, kind: str, key: str, name: str, told: Mapping[str, object], old: Entry | None) -> Actor:
    given = old.actor if old else None
    identity = f"{'country' if kind == 'state' else 'actor'}:{key}"
    if given is None and told.keys() <= {"names"}:
        return Actor(identity, name, kind)
    actor = Actor(
        id=identity,
        name=name,
        kind=kind,
        parent=_text(at, told, "parent") or (given.parent if given else None),
        wing_of=_text(at, told, "wing_of") or (given.wing_of if given else None),
        linked_to=_texts(at, told, "linked_to") or (given.linked_to if given else ()),
        since=_year(at, told, "since") or (given.since if given else None),
        until=_year(at, told, "until") or (given.until if given else None),
    )
    if actor.since and actor.until and actor.until < actor.since:
        raise TableError(f"{at}: it cannot end in {actor.until} and begin in {actor.since}; mend the years")
    return actor


def _check_fields(at: str, told: Mapping[str, object]) -> None:
    known = (*_TEXTS, *_UPWARDS, *_YEARS)
    unknown = [name for name in told if name not in known]
    if unknown:
        raise TableError(f"{at}: there is no field {unknown[0]!r}; the fields are {', '.join(known)}")


def _text(at: str, told: Mapping[str, object], part: str) -> str | None:
    value = told.get(part)
    if value is not None and not (isinstance(value, str) and value):
        raise TableError(f"{at}: `{part}` is the key of one entry, in quotation marks")
    return value


def _texts(at: str, told: Mapping[str, object], part: str) -> tuple[str, ...]:
    value = told.get(part, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise TableError(f'{at}: `{part}` is a list of texts, such as ["Blue Guard"]')
    return tuple(value)


def _year(at: str, told: Mapping[str, object], part: str) -> int | None:
    value = told.get(part)
    if value is not None and not (type(value) is int and 1800 <= value <= 2200):
        raise TableError(f"{at}: `{part}` is a year, such as 1984; leave it out where it is not known")
    return value


def _spelling(at: str, name: str) -> Spelling:
    mark, text = (name[:1], name[1:]) if name[:1] in _MARKS else ("", name)
    key = key_of(text)
    if not key:
        raise TableError(f"{at}: the spelling {name!r} has no word in it; leave it out")
    return Spelling(text, key, FORMS.get(mark, "name"), mark == CAPITALS, mark == WHOLE)


def _check_ids(entries: Mapping[str, Entry]) -> None:
    seen: dict[str, str] = {}
    owners: dict[Key, Entry] = {}
    for key, entry in entries.items():
        if seen.setdefault(key.casefold(), key) != key:
            raise TableError(
                f"{entry.where}, entry {key}: {seen[key.casefold()]} differs only in its capitals"
            )
        for spelling in entry.spellings:
            owner = owners.setdefault(spelling.key, entry)
            if owner is not entry:
                raise TableError(
                    f"{entry.where}, entry {key}: {spelling.text!r} is also a spelling of {owner.key} "
                    f"({owner.where}); leave it with one, with `drop` if need be"
                )


def _resolved(entry: Entry, entries: Mapping[str, Entry]) -> Actor:
    """The actor with ids in place of keys."""
    actor, at = entry.actor, f"{entry.where}, entry {entry.key}"

    def known(key: str, part: str) -> str:
        if key not in entries:
            raise TableError(f"{at}: `{part}` names {key!r}, which is no entry; add it, or mend the key")
        return entries[key].actor.id

    above = [entry.key]
    while above[-1] in entries and (up := _up(entries[above[-1]].actor)):
        if up in above:
            raise TableError(f"{at}: {' is part of '.join([*above, up])}: a circle; take one of them out")
        above.append(up)
    return replace(
        actor,
        parent=known(actor.parent, "parent") if actor.parent else None,
        wing_of=known(actor.wing_of, "wing_of") if actor.wing_of else None,
        linked_to=tuple(known(key, "linked_to") for key in actor.linked_to),
    )


def _relations(actor: Actor) -> bool:
    return bool(actor.parent or actor.wing_of or actor.linked_to)


def _up(actor: Actor) -> str | None:
    return actor.wing_of or actor.parent

"""What kind of attack, target, weapon, channel or dead words tell of: ``kinds.psv``, by GTD's lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WHEREABOUTS = re.compile(r" (?:in|at|near|outside|on|of|by|belonging|along|from|with) ")


@dataclass(frozen=True, slots=True)
class Kind:
    """One code of one list; of a subtype, the code of its type."""

    code: int
    label: str
    group: str = ""
    """Of a target or the dead: civilian, forces, armed, or things whose people are not told."""


def kind_of(which: str, words: str, *, under: int | None = None) -> Kind | None:
    """The kind that a text tells of, by the longest of the table's words that it has; None for none.

    >>> kind_of("target", "a Moscow music venue").label, kind_of("weapon", "an incendiary bomb").label
    ('Business', 'Incendiary')
    >>> kind_of("target", "the Crocus group") is None
    True
    >>> kind_of("weapon subtype", "a car bomb", under=6).label
    'Vehicle'

    Args:
        which: target, weapon, channel, attack, or the subtypes of a target or weapon.
        words: as a report has them.
        under: of subtypes, the code of the type whose they are.
    """
    plain = _plain(words)
    # 'A mosque in the village' is a mosque.
    head = _WHEREABOUTS.split(plain, maxsplit=1)[0]
    return _longest(which, head, under) or _longest(which, plain, under)


def has_subtypes(kind: Kind, which: str) -> bool:
    """Whether the table parts a type further."""
    return any(each.code == kind.code for _, each in _table()[f"{which} subtype"])


def kinds_in(which: str, words: str) -> set[Kind]:
    """Every kind that a text tells of.

    >>> sorted(kind.group for kind in kinds_in("dead", "nine soldiers and villagers"))
    ['civilian', 'forces']
    >>> kinds_in("dead", "133 people")
    set()

    Args:
        which: target, weapon, channel or dead.
        words: as a report has them.
    """
    plain = _plain(words)
    return {kind for pattern, kind in _table()[which] if pattern.search(plain)}


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split())


def _longest(which: str, plain: str, under: int | None) -> Kind | None:
    """The kind of the longest hit; of two as long the last, which is the head of an English noun phrase."""
    hits = [
        (end - start, start, kind)
        for pattern, kind in _table()[which]
        if under is None or kind.code == under
        for start, end in [match.span() for match in pattern.finditer(plain)]
    ]
    return max(hits, key=lambda hit: hit[:2])[2] if hits else None


@cache
def _table() -> dict[str, list[tuple[re.Pattern[str], Kind]]]:
    found: dict[str, list[tuple[re.Pattern[str], Kind]]] = {}
    text = files(__package__).joinpath("kinds.psv").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            which, code, label, group, words = line.split("|")
            kind = Kind(int(code), label, group)
            found.setdefault(which, []).extend((_pattern(each), kind) for each in words.split(","))
    return found


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(word.strip()).replace(re.escape('*'), r'[a-z]*')}(?![\w-])")

"""Which claims speak of one actor."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reportedly.records import Claim

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# A name that begins or ends with one is a description, whatever its capitals: 'Gunmen in masks'.
_DESCRIPTIONS = frozenset(
    {
        "assailants",
        "attackers",
        "fighters",
        "gunmen",
        "insurgents",
        "jihadists",
        "militants",
        "militia",
        "militias",
        "rebels",
        "terrorists",
    }
)


def plain(name: str) -> str:
    """A name without article, case, stray blanks and the word 'group'.

    >>> plain("The  Islamic State group")
    'islamic state'
    """
    return _ARTICLE.sub("", " ".join(name.split())).casefold().removesuffix(" group")


def by_actor(claims: Sequence[Claim]) -> Mapping[str, list[Claim]]:
    """Claims by actor: its id, or its plain name; "" for claims that name nobody.

    A name without an id counts with the id that the other claims give that name, if they give one only.
    """
    ids: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.value and claim.value.id:
            ids[plain(actor_name(claim))].add(claim.value.id)
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        grouped[_key(claim, ids)].append(claim)
    return grouped


def _key(claim: Claim, ids: Mapping[str, set[str]]) -> str:
    if claim.value is None:
        return ""
    name = plain(actor_name(claim))
    known = ids.get(name, set())
    return claim.value.id or (next(iter(known)) if len(known) == 1 else name)


def actor_name(claim: Claim) -> str:
    """The fullest name the report gives the actor; empty where nobody is named."""
    return (claim.value.name or claim.value.text) if claim.value else ""


def shown_name(claims: Iterable[Claim]) -> str:
    """The name that most of the claims use; the shorter, then the first by letter, where two tie."""
    names = Counter(actor_name(claim) for claim in claims)
    return min(names, key=lambda name: (-names[name], len(name), name))


def alike(a: str, b: str) -> bool:
    """Whether one name holds all words of the other ('Islamic State', 'Islamic State Khorasan').

    >>> alike("Iran-backed militia", "at least one Iran-backed militia group")
    True
    """
    first, second = (frozenset(_WORD.findall(plain(name))) for name in (a, b))
    return bool(first and second) and (first <= second or second <= first)


def is_description(claims: Sequence[Claim]) -> bool:
    """Whether an actor is described ('gunmen', 'radical Islamists'), not named."""
    if any(claim.value and claim.value.id for claim in claims):
        return False
    names = {_ARTICLE.sub("", actor_name(claim)) for claim in claims}
    return any(name[:1].islower() or _ends(name) & _DESCRIPTIONS for name in names)


def _ends(name: str) -> frozenset[str]:
    words = _WORD.findall(name.casefold())
    return frozenset(words[:1] + words[-1:])

"""The conditions that a table of rules may name: what each means, when it holds, and what it implies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reportedly.assess.standing import Standing
from reportedly.records import Certainty

NOT = "not "
"""Before a condition's name it means the contrary."""

_HEDGED = frozenset({Certainty.PROBABLE, Certainty.POSSIBLE})


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition, in words for a reader and as a test of a row; ``implies`` holds wherever it does."""

    meaning: str
    holds: Callable[[Standing], bool]
    implies: tuple[str, ...] = ()


CONDITIONS: Mapping[str, Condition] = MappingProxyType(
    {
        "alleged": Condition("somebody alleges it", lambda s: bool(s.alleged), ("said",)),
        "admitted": Condition(
            "the actor itself is quoted as claiming it", lambda s: bool(s.admitted), ("said",)
        ),
        "said": Condition("somebody alleges it, or the actor claims it", lambda s: bool(s.said)),
        "denied": Condition("somebody denies it", lambda s: bool(s.denied), ("contested",)),
        "rivals": Condition(
            "speakers who do not name this actor name another", lambda s: bool(s.rivals), ("contested",)
        ),
        "contested": Condition("it is denied, or another is named", lambda s: s.contested),
        "each_other": Condition(
            "this actor's side and another's each allege the other",
            lambda s: s.each_other is not None,
            ("rivals", "alleged"),
        ),
        "rival_claims": Condition(
            "another actor claims it", lambda s: any(rival.claims for rival in s.rivals), ("rivals",)
        ),
        "denied_by_accused_only": Condition(
            "all who deny it are of the actor's own side",
            lambda s: (
                bool(s.denied.speakers)
                and not (s.denied.voices or s.denied.headlines)
                and all(each.own for each in s.denied.speakers)
            ),
            ("denied_by_its_own_side",),
        ),
        "denied_by_its_own_side": Condition(
            "the actor itself, or somebody of its side, denies it", lambda s: s.denies_itself, ("denied",)
        ),
        "outweighed": Condition(
            "more independent roots deny it, or name one other actor, than allege or claim it",
            lambda s: s.against > s.said.independent,
            ("contested",),
        ),
        "several_roots": Condition(
            "two or more independent roots allege or claim it", lambda s: s.said.independent > 1, ("said",)
        ),
        "party_only": Condition(
            "all who allege it are parties to the conflict speaking against the other side",
            lambda s: s.party_only,
            ("alleged",),
        ),
        "against_interest": Condition(
            "the actor's own side says it, at its own cost", lambda s: s.against_interest, ("said",)
        ),
        "hedged": Condition(
            "nobody who alleges or claims it goes further than 'probable'",
            lambda s: s.surest in _HEDGED,
            ("said",),
        ),
        "named_speaker": Condition(
            "somebody who alleges or claims it is named",
            lambda s: any(each.named for each in s.said.speakers),
            ("said",),
        ),
        "headline_only": Condition(
            "only headlines say it",
            lambda s: bool(s.said.headlines) and not (s.said.speakers or s.said.voices),
            ("alleged",),
        ),
        "unconfirmed": Condition("somebody could not confirm it", lambda s: bool(s.unconfirmed)),
        "unclaimed": Condition("somebody says that it has not been claimed", lambda s: bool(s.unclaimed)),
        "claimed_elsewhere": Condition(
            "the row is that of nobody, and another row has a claim of responsibility",
            lambda s: bool(s.claimed_by),
        ),
        "described": Condition("the actor is described and not named", lambda s: s.described),
        "taken_back": Condition("a claim was taken back", lambda s: bool(s.taken_back)),
        "all_taken_back": Condition(
            "every claim was taken back",
            lambda s: s.nothing_left,
            ("taken_back", *(f"{NOT}{each}" for each in ("said", "contested", "unconfirmed", "unclaimed"))),
        ),
    }
)
"""By name, as a table of rules writes it."""


def holds(name: str, standing: Standing) -> bool:
    """Whether a condition, or its contrary, holds of a row."""
    return CONDITIONS[name.removeprefix(NOT)].holds(standing) is not name.startswith(NOT)


def contrary(name: str) -> str:
    """The condition that holds where this one does not.

    >>> contrary("denied"), contrary("not denied")
    ('not denied', 'denied')
    """
    return name[len(NOT) :] if name.startswith(NOT) else f"{NOT}{name}"


def with_implied(names: frozenset[str]) -> frozenset[str]:
    """Conditions together with all that holds where they do."""
    found, grown = names, names
    while grown:
        grown = frozenset(each for name in grown for each in _IMPLIED[name]) - found
        found |= grown
    return found


def _implications() -> Mapping[str, frozenset[str]]:
    implied: dict[str, set[str]] = {each: set() for name in CONDITIONS for each in (name, f"{NOT}{name}")}
    for name, condition in CONDITIONS.items():
        for other in condition.implies:
            implied[name].add(other)
            implied[contrary(other)].add(contrary(name))
    return {name: frozenset(others) for name, others in implied.items()}


_IMPLIED = _implications()

"""What is said of one actor's part in one incident: what the rules look at."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.assess.speakers import Side
from reportedly.records import Certainty

NOBODY = "nobody"
"""The actor of the row for claims that name none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another actor, named by speakers who do not name this one."""

    name: str
    roots: int
    """Origins that put it in this one's place."""
    claims: bool = False
    """Whether it claims the attack itself."""
    each_other: bool = False
    """Whether the side of each of the two alleges the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is said of one actor's part, by stance. Claims that were taken back are in no side."""

    actor: str
    alleged: Side = Side()  # noqa: RUF009  (frozen)
    admitted: Side = Side()  # noqa: RUF009
    said: Side = Side()  # noqa: RUF009
    """Those who allege it and those who admit it, together."""
    denied: Side = Side()  # noqa: RUF009
    unconfirmed: Side = Side()  # noqa: RUF009
    unclaimed: Side = Side()  # noqa: RUF009
    rivals: tuple[Rival, ...] = ()
    """Those that most origins name first."""
    claimed_by: tuple[str, ...] = ()
    """For :data:`NOBODY` only: actors that do claim it."""
    described: bool = False
    """Whether the actor is described ('gunmen') and not named."""
    answers_for_itself: bool = False
    """Whether it is a state, or a force, ministry, agency or coalition: to own an attack costs it."""
    surest: Certainty | None = None
    """How sure the surest of those is said to be who allege or admit it."""
    surest_denial: Certainty | None = None
    flatter: bool = False
    days: tuple[str, ...] = ()
    """Days of publication in order, ISO 8601, where known."""
    taken_back: tuple[str, ...] = ()
    """Who took claims back and when, in words."""
    nothing_left: bool = False
    """Whether every claim of the row was taken back."""
    relations: tuple[str, ...] = ()
    """'part of …' and 'linked to …', by the actor list."""
    out_of_its_years: str | None = None
    """The years that the actor list gives, where the incident lies outside them."""

    @property
    def contested(self) -> bool:
        """Whether somebody denies it or names another."""
        return bool(self.denied or self.rivals)

    @property
    def denies_itself(self) -> bool:
        """Whether the actor or somebody of its side denies it, whatever others of its side say."""
        return any(each.own for each in self.denied.speakers)

    @property
    def party_only(self) -> bool:
        """Whether all who allege it are parties to the conflict speaking against the other side."""
        speakers = self.alleged.speakers
        return bool(speakers) and not self.alleged.voices and all(s.partisan and not s.own for s in speakers)

    @property
    def against_interest(self) -> bool:
        """Whether the actor's own side says it, and it costs that side to say so."""
        return any(s.own for s in self.alleged.speakers) or (bool(self.admitted) and self.answers_for_itself)

    @property
    def each_other(self) -> Rival | None:
        """The rival with which it is: 'you did', 'no, you did'."""
        return next((rival for rival in self.rivals if rival.each_other), None)

    @property
    def against(self) -> int:
        """The most origins that deny it, or that name one other actor."""
        return max((self.denied.independent, *(rival.roots for rival in self.rivals)))

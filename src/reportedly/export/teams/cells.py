"""One cell of a team's table, with the rule that made it and the claims behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reportedly.records import Claim

Written = str | int | float
"""What a cell can hold."""


class Rule(StrEnum):
    """How one value was made of what is said. The words stand in ``cells.csv``; the guide explains each."""

    CLAIMED = "actor that claims it, uncontested"
    ALLEGED = "actor alleged with certainty, uncontested"
    NOBODY = "nobody named"
    CONTESTED = "undecided: contested"
    HEDGED = "undecided: nobody is certain"
    PARTY = "undecided: alleged by the other side only"
    BY_SUPPORT = "named actors by independent support"
    NO_STATES = "states and their forces are left to the notes"
    COURT = "confirmed where claimed and uncontested, or found by a court"
    SELF_CLAIM = "a claim of responsibility by the actor itself"
    CLAIMANTS = "number of actors that claim it"
    CHANNEL = "channel of the claim, by its words"
    LOWEST = "lowest figure of independent origins"
    HIGHEST = "highest figure of independent origins"
    RECENT = "most recent independent figure"
    MAJORITY = "figure of most independent origins"
    DEAD_TOLD = "dead whom tolls name, by their words"
    DEAD_REST = "rest of the toll"
    DEAD_UNKNOWN = "whole toll: no words tell of which side the dead were"
    DEAD_OPEN = "undecided: no toll tells how many of them were killed"
    DEAD_DIFFER = "undecided: tolls tell of different dead"
    NONE_STATED = "none stated"
    VAGUE = "undecided: only vague figures"
    CONCEDED = "figures of the side that claims it"
    DAYS = "days that most origins give"
    DAYS_DIFFER = "undecided: origins give different days"
    SPAN = "number of days that it can be"
    PLACE = "place that most origins give, the exact one first"
    PLACES_DIFFER = "undecided: origins give different places"
    NO_POINT = "undecided: the place is known by name only"
    COUNTRY = "country of the place"
    PROVINCE = "province of the town, by the list of places"
    NO_PROVINCE = "undecided: no list names the province of the place"
    SITE = "named site that most origins give"
    TYPE = "kind of attack"
    TYPE_OPEN = "undecided: the data set parts this kind of attack by what is not told"
    ATTACK_WORDS = "kind of attack that most origins give, by their words"
    ATTACK_DIFFER = "undecided: origins give different kinds of attack"
    SUBTYPE = "subtype that most origins give, by their words"
    SUBTYPE_OPEN = "undecided: no subtype is told, or several"
    SUBTYPE_CODE = "undecided: only the label of a subtype is known, not its number"
    TARGET = "kind of target, by its words"
    TARGET_OPEN = "undecided: targets of different kinds, or of a kind that is not told"
    TARGET_WORDS = "target that most origins give"
    WEAPONS = "kinds of weapon, by their words"
    SUICIDE_DIFFERS = "undecided: a suicide attack is both told and denied"
    SUICIDE = "suicide attack, by the words of weapon and attack"
    KIND_OF_ACTOR = "kind of actor, by the actor list"
    ORIGINS = "independent origins"
    REPORTS = "reports"
    LEADING = "one report of each origin, those with most claims first"
    SPEAKERS = "innermost speakers"
    SENTENCES = "sentences made of the claims"
    GRADE = "suggested grade; a person decides"
    JUDGEMENT = "left to a coder"
    JOIN = "id of the incident in the claim ledger"
    IN_PASSING = "told in passing only: no row"
    TAKEN_BACK = "every claim of it was taken back: no row"
    REJECTED = "every claim of it was rejected by a person"
    JOINED = "joined into another attack"
    READ_ANEW = "no attack has this id any more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value, and why it is this one. ``value`` is None where the claims do not decide."""

    value: Written | None
    rule: Rule
    claims: tuple[str, ...] = ()
    """Ids of the claims that were weighed, each once, by letter."""
    why: str = ""
    """What stands against each other, in words, where that is more than the value shows."""

    @property
    def undecided(self) -> bool:
        """Whether it is empty because the claims do not decide, or a person has to."""
        return self.value is None


def cell(value: Written | None, rule: Rule, claims: Iterable[Claim] = (), why: str = "") -> Cell:
    """A cell from the claims that it rests on; text is put on one line, and blank text is nothing."""
    if isinstance(value, str):
        value = " ".join(value.split()) or None
    return Cell(value=value, rule=rule, claims=tuple(sorted({claim.id for claim in claims})), why=why)

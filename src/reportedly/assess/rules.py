"""The grades, as a table: the first rule that holds gives the grade. A grade never says who did it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportedly.assess.speakers import Side
from reportedly.records import Certainty

NOBODY = "nobody"
"""The actor of the row for claims that name none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is said of one actor's part, by stance."""

    actor: str
    alleged: Side
    admitted: Side
    denied: Side
    unconfirmed: Side
    unclaimed: Side
    rivals: tuple[str, ...] = ()
    """Other actors named by speakers who do not name this one."""
    claimed_by: tuple[str, ...] = ()
    """For :data:`NOBODY` only: actors that do claim it."""
    surest: Certainty | None = None
    flatter: bool = False
    days: tuple[str, ...] = ()
    """First and last day of publication, where known."""

    @property
    def contested(self) -> bool:
        """Whether somebody denies it or names another."""
        return bool(self.denied or self.rivals)

    @property
    def partisan(self) -> bool:
        """Whether all who allege it are parties to the conflict speaking against the other side."""
        speakers = self.alleged.speakers
        return bool(speakers) and not self.alleged.voices and all(each.partisan for each in speakers)


@dataclass(frozen=True, slots=True)
class Rule:
    """A grade and when it holds."""

    grade: str
    holds: Callable[[Standing], bool]


RULES = (
    Rule("claimed and contested", lambda s: bool(s.admitted) and s.contested),
    Rule("claimed, also alleged by others", lambda s: bool(s.admitted and s.alleged)),
    Rule("claimed and uncontested", lambda s: bool(s.admitted)),
    Rule("contested", lambda s: bool(s.alleged) and s.contested),
    Rule("alleged by a party to the conflict only", lambda s: s.partisan),
    Rule("alleged by several independent", lambda s: s.alleged.independent > 1),
    Rule("alleged by one origin", lambda s: bool(s.alleged)),
    Rule("denied, alleged by nobody here", lambda s: bool(s.denied)),
    Rule("claimed elsewhere", lambda s: bool(s.unclaimed and s.claimed_by)),
    Rule("could not be confirmed", lambda s: bool(s.unconfirmed)),
    Rule("not claimed", lambda s: bool(s.unclaimed)),
)


def grade_of(standing: Standing) -> str:
    """The grade of the first rule of :data:`RULES` that holds; every claim falls under one of them."""
    return next(rule.grade for rule in RULES if rule.holds(standing))


def reasons_for(standing: Standing) -> tuple[str, ...]:
    """Why the grade is what it is, in words, most telling first."""
    s = standing
    reasons = (
        s.admitted and f"claimed by {_labels(s.admitted)}",
        s.alleged.speakers and f"alleged by {_labels(s.alleged)} over {_origins(len(s.alleged.roots))}",
        s.alleged.voices and f"stated in their own voice by {_reports(s.alleged.voices)}",
        s.alleged.headlines and f"stated in the headline only by {_reports(s.alleged.headlines)}",
        s.partisan and "all who allege it are parties to the conflict",
        s.denied and f"denied by {_labels(s.denied)}",
        s.rivals and f"others name {_listed(s.rivals)}",
        s.unconfirmed and f"could not be confirmed by {_labels(s.unconfirmed)}",
        s.unclaimed and f"not claimed, according to {_labels(s.unclaimed)}",
        s.claimed_by and f"claimed by {_listed(s.claimed_by)} in other reports",
        s.surest in (Certainty.PROBABLE, Certainty.POSSIBLE) and f"nobody goes further than '{s.surest}'",
        s.flatter and "a headline states flatly what the body attributes",
        len(set(s.days)) > 1 and f"said from {s.days[0]} to {s.days[-1]}",
    )
    return tuple(reason for reason in reasons if isinstance(reason, str))


def _labels(side: Side) -> str:
    if not side.speakers:
        return _reports(side.voices + side.headlines)
    return _listed(tuple(each.label for each in side.speakers))


def _listed(names: tuple[str, ...]) -> str:
    if len(names) <= 3:
        return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{', '.join(names[:2])} and {len(names) - 2} more"


def _origins(number: int) -> str:
    return "1 origin" if number == 1 else f"{number} origins"


def _reports(number: int) -> str:
    return "1 independent report" if number == 1 else f"{number} independent reports"

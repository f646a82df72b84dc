"""What the stage says, in words. The wording is fixed: a sentence tells who says what, never who did it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reportedly.assess.speakers import Side
from reportedly.assess.standing import NOBODY, Standing
from reportedly.records import Certainty

FILLERS = (
    "actor", "alleged", "claimed", "denied", "rivals", "each_other", "unconfirmed", "unclaimed", "elsewhere",
    "taken_back", "roots", "speakers",
)  # fmt: skip
"""What the words of a rule may have in braces."""

_ARTICLE = re.compile(r"^(?:The|An?)\b(?= )")
_FILLER = re.compile(r"\{(\w*)\}")


def fillers(standing: Standing) -> Mapping[str, str]:
    """What stands for each of :data:`FILLERS` in the words of a rule; empty where there is nothing to say."""
    s = standing
    return {
        "actor": s.actor,
        "alleged": f"alleged by {_counted(s.alleged)}" if s.alleged else "",
        "claimed": f"claimed by {_labels(s.admitted)}" if s.admitted else "",
        "denied": f"denied by {_labels(s.denied)}" if s.denied else "",
        "rivals": f"others name {listed(tuple(r.name for r in s.rivals))}" if s.rivals else "",
        "each_other": _each_other(s),
        "unconfirmed": f"could not be confirmed by {_labels(s.unconfirmed)}" if s.unconfirmed else "",
        "unclaimed": _unclaimed(s),
        "elsewhere": f"claimed by {listed(s.claimed_by)} in other reports" if s.claimed_by else "",
        "taken_back": listed(tuple(map(_taken_back, s.taken_back))),
        "roots": _number(s.said.independent, "root") if s.said else "",
        "speakers": _number(s.said.number, "speaker") if s.said.speakers else "",
    }


def filled(template: str, standing: Standing) -> str:
    """The words of a rule for one row; a part between semicolons whose fillers are all empty is left out."""
    given = fillers(standing)
    parts = (part for part in template.split("; ") if _says_something(part, given))
    return "; ".join(_FILLER.sub(lambda match: given[match[1]], part) for part in parts)


def named_fillers(template: str) -> tuple[str, ...]:
    """What a template has in braces.

    >>> named_fillers("{alleged}; {denied}; nobody else")
    ('alleged', 'denied')
    """
    return tuple(_FILLER.findall(template))


def reasons_for(standing: Standing) -> tuple[str, ...]:
    """Why a grade is what it is, most telling first."""
    s, given = standing, fillers(standing)
    reasons = (
        given["taken_back"],
        given["claimed"],
        s.alleged.speakers
        and f"alleged by {_labels(s.alleged)} over {_number(len(s.alleged.roots), 'root')}",
        s.alleged.voices and f"stated in their own voice by {_reports(s.alleged.voices)}",
        s.alleged.headlines and f"stated in the headline only by {_reports(s.alleged.headlines)}",
        s.party_only and "all who allege it are parties to the conflict",
        _against_interest(s),
        given["denied"],
        s.denied.speakers
        and all(each.own for each in s.denied.speakers)
        and "all who deny it speak for the accused",
        bool(s.admitted) and s.denies_itself and "its own side both claims and denies it",
        given["each_other"],
        given["rivals"],
        given["unconfirmed"],
        given["unclaimed"],
        given["elsewhere"],
        s.surest in (Certainty.PROBABLE, Certainty.POSSIBLE) and f"nobody goes further than '{s.surest}'",
        s.flatter and "a headline states flatly what the body attributes",
        len(set(s.days)) > 1 and f"said from {s.days[0]} to {s.days[-1]}",
        s.out_of_its_years and f"the actor list has it active {s.out_of_its_years}",
    )
    return tuple(reason for reason in reasons if isinstance(reason, str) and reason)


def listed(names: tuple[str, ...]) -> str:
    """Names as a sentence has them.

    >>> listed(("a", "b", "c")), listed(("a", "b", "c", "d"))
    ('a, b and c', 'a, b and 2 more')
    """
    if len(names) <= 3:
        return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    return f"{', '.join(names[:2])} and {len(names) - 2} more"


def _says_something(part: str, given: Mapping[str, str]) -> bool:
    names = named_fillers(part)
    return not names or any(given[name] for name in names)


def _counted(side: Side) -> str:
    if not side.speakers:
        reports = side.voices + side.headlines
        return f"{_reports(reports)} in {'its' if reports == 1 else 'their'} own voice"
    return f"{_number(side.number, 'speaker')} over {_number(len(side.roots), 'root')}"


def _each_other(s: Standing) -> str:
    rival = s.each_other
    if rival is None:
        return ""
    (one, ones), (other, others) = sorted(((s.actor, len(s.said.roots)), (rival.name, rival.roots)))
    if ones == others:
        return f"{one} and {other} each allege the other, {_number(ones, 'root')} each"
    return f"{one} and {other} each allege the other, {ones} and {_number(others, 'root')}"


def _unclaimed(s: Standing) -> str:
    if not s.unclaimed:
        return ""
    who = "nobody has claimed it" if s.actor == NOBODY else f"{s.actor} has not claimed it"
    return f"{who}, according to {_labels(s.unclaimed)}"


def _taken_back(words: str) -> str:
    return f"taken back {words}" if words.startswith("by ") else f"taken back: {words}"


def _against_interest(s: Standing) -> str:
    own = tuple(_within(each.label) for each in s.alleged.speakers if each.own)
    if own:
        return f"alleged by {listed(own)} of its own side: an admission against interest"
    return "its own side owns it: an admission against interest" if s.against_interest else ""


def _labels(side: Side) -> str:
    if not side.speakers:
        return _reports(side.voices + side.headlines)
    return listed(tuple(_within(each.label) for each in side.speakers))


def _within(label: str) -> str:
    """A label within a sentence: without the capital of an article that began one."""
    return _ARTICLE.sub(lambda match: match[0].lower(), label)


def _number(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _reports(number: int) -> str:
    return _number(number, "independent report")

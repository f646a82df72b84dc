"""Stances, speakers, dates and numbers in plain words: the vocabulary of the terminal page."""

from __future__ import annotations

import re

from reportedly.language.days import day_words as day_words
from reportedly.records import (
    Certainty,
    Claim,
    ClaimRole,
    DateRange,
    Incident,
    IncidentType,
    NumberRange,
    Source,
    SourceKind,
    Stance,
)
from reportedly.terminal.safe import visible

TYPES = {
    IncidentType.ASSASSINATION: "assassination",
    IncidentType.ARMED_ASSAULT: "armed assault",
    IncidentType.BOMBING: "bombing",
    IncidentType.AIR_OR_DRONE_STRIKE: "air or drone strike",
    IncidentType.HOSTAGE_TAKING: "hostage-taking",
    IncidentType.HIJACKING: "hijacking",
    IncidentType.INFRASTRUCTURE: "attack on infrastructure",
    IncidentType.UNARMED_ASSAULT: "unarmed assault",
    IncidentType.SHELLING: "shelling",
    IncidentType.UNKNOWN: "attack",
}

ROLES = {
    ClaimRole.TARGET: "target",
    ClaimRole.VICTIM: "victims",
    ClaimRole.KILLED: "killed",
    ClaimRole.WOUNDED: "wounded",
    ClaimRole.WEAPON: "weapon",
    ClaimRole.WEAPON_ORIGIN: "weapon origin",
    ClaimRole.PLACE: "place",
    ClaimRole.TIME: "time",
    ClaimRole.MOTIVE: "motive",
    ClaimRole.ATTACK_TYPE: "kind of attack",
}
"""What else is said of an incident, in the order of the page."""

_ALLEGED = {Certainty.PROBABLE: "probably", Certainty.POSSIBLE: "possibly"}
_STANCES = {
    Stance.DENIES: "denies",
    Stance.ADMITS: "claims it",
    Stance.UNCONFIRMED: "could not confirm",
    Stance.NO_CLAIM: "has not claimed it",
}
_DIGITS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        start=1,
    )
}
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_DIGITS)})\b(?! of\b|-)", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|the|some)\s+", re.IGNORECASE)
# One who is told from others by the order in which they speak is counted by that word already.
_ONE_OF_SEVERAL = re.compile(
    r"(?:first|second|third|fourth|fifth|sixth|last|former|latter|other|same)\b", re.IGNORECASE
)
# A speaker's description of this length fits on four lines of an 80-column page.
_LABEL_CHARS = 90


def stance_words(claim: Claim) -> str:
    """The stance of one claim as the page says it; of a supporter, that it is one."""
    if claim.stance is Stance.ALLEGES:
        word = _ALLEGED.get(claim.certainty, "alleged") if claim.certainty else "alleged"
    elif claim.stance is Stance.NO_CLAIM and claim.value is None:
        word = "has claimed responsibility"
    else:
        word = _STANCES[claim.stance]
    return f"{word} (as backer)" if claim.role is ClaimRole.SUPPORTER else word


def speaker_words(source: Source, *, in_headline: bool = False) -> str:
    """Who speaks: digits for number words, and whether the speaker goes unnamed."""
    if source.kind is SourceKind.REPORT:
        return "the report itself (headline)" if in_headline else "the report itself"
    label = visible(source.label)
    if source.kind is not SourceKind.ANONYMOUS:
        return shortened(_ARTICLE.sub(lambda match: match[0].lower(), label), _LABEL_CHARS)
    return f"{shortened(counted(label, source.number), _LABEL_CHARS)}, unnamed"


def reader_words(claim: Claim) -> str:
    """Which of two readers alone holds it; nothing where both do, or one read the report."""
    return f"{visible(claim.readers[0])} alone" if len(claim.readers) == 1 else ""


def counted(label: str, number: NumberRange) -> str:
    """A description of unnamed speakers with its numbers as digits.

    >>> counted("Two officials and three sources", NumberRange(5, 5))
    '2 officials and 3 sources'
    >>> counted("a militia source", NumberRange(1, 1))
    '1 militia source'
    >>> counted("The second official", NumberRange(1, 1))
    'the second official'
    """
    digits = _NUMBER_WORD.sub(lambda match: _DIGITS[match[0].lower()], label)
    bare = _ARTICLE.sub("", digits)
    if _ONE_OF_SEVERAL.match(bare) and bare != digits:
        return digits[:1].lower() + digits[1:]
    if bare != digits and number == NumberRange(1, 1) and not bare[:1].isdigit():
        return f"1 {bare}"
    return bare


def shortened(text: str, at_most: int) -> str:
    """``text`` cut at a word, with an ellipsis where something was cut."""
    if len(text) <= at_most:
        return text
    cut = text[: at_most - 1].rsplit(" ", 1)[0].rstrip(" ,;:")
    return f"{cut or text[: at_most - 1]}…"


def incident_words(incident: Incident) -> str:
    """The incident's own summary; where it has none, its kind."""
    kind = f"attempted {TYPES[incident.type]}" if incident.attempt else TYPES[incident.type]
    return visible(incident.summary) or kind.capitalize()


def date_words(days: DateRange) -> str:
    """A day or a range of days.

    >>> import datetime as dt
    >>> date_words(DateRange(dt.date(2021, 11, 6), dt.date(2021, 11, 7)))
    '6-7 Nov 2021'
    """
    first, last = days.earliest, days.latest
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{day_words(last)}"
    return f"{day_words(first)} to {day_words(last)}"


def range_words(number: NumberRange) -> str:
    """A count.

    >>> range_words(NumberRange(3, None))
    'at least 3'
    """
    if number == NumberRange(0, 0):
        return "none"
    if number.max is None:
        return f"at least {number.min}"
    return str(number.min) if number.min == number.max else f"{number.min} to {number.max}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count and its noun.

    >>> plural(2, "copy", "copies")
    '2 copies'
    """
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(names: list[str]) -> str:
    """Names as a sentence lists them.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))

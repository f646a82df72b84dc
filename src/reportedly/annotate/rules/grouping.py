"""The attacks a report tells of, and which claim is about which.

The main attack is the one that headline and lead are about. A sentence with a date of its own that is not
the main attack's, or with words of the past, tells another one, kept apart as background.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportedly.annotate.rules.marks import Findings, Mark
from reportedly.annotations import Attack, ClaimMark
from reportedly.language.times import find_times
from reportedly.records import Certainty, DateRange, IncidentType, Report, Span, Stance

_PAST = re.compile(
    r"\b(?:last (?:year|month|week)|previous(?:ly)?|in the past|in recent (?:months|years)|earlier (?:this|last) "
    r"(?:year|month)|repeatedly|since (?:19|20)\d\d|in (?:19|20)\d\d|(?:months?|years?|weeks?) ago|in (?:late|early|mid) )",
    re.IGNORECASE,
)
_TYPES: tuple[tuple[IncidentType, str], ...] = (
    (IncidentType.HIJACKING, r"hijack"),
    (IncidentType.ASSASSINATION, r"assassinat|attempt on (?:the|his|her) life"),
    (IncidentType.AIR_OR_DRONE_STRIKE, r"air ?strikes?|air raids?|drone|warplane|jets?\b|air force|barrel bomb|helicopter gun|aerial|cruise missile|raids?\b.*\bair"),
    (IncidentType.HOSTAGE_TAKING, r"kidnap|abduct|hostage|captive"),
    (IncidentType.BOMBING, r"suicide|bomb|explosion|explosive|blast|detonat|blew|ied\b|mine\b"),
    (IncidentType.SHELLING, r"shell|mortar|rocket|artillery|missile"),
    (IncidentType.UNARMED_ASSAULT, r"chemical|sarin|chlorine|gas\b|poison|nerve agent"),
    (IncidentType.ARMED_ASSAULT, r"shot|shoot|gunm[ae]n|gunfire|opened fire|ambush|stabb|behead|execut|massacre|stormed|kill|attack|assault|murder"),
    (IncidentType.INFRASTRUCTURE, r"pipeline|power line|sabotag|arson|torch"),
)  # fmt: skip


@dataclass(slots=True)
class _Group:
    trigger: Span
    words: str
    dates: DateRange | None
    background: bool
    sentences: list[int]


def group(
    report: Report, findings: Sequence[Findings], marks: Sequence[Mark]
) -> tuple[tuple[Attack, ...], tuple[ClaimMark, ...]]:
    """Attacks told apart, and one claim a (actor, stance, speaker, attack)."""
    by_index = {found.sentence.index: found for found in findings}
    groups: list[_Group] = []
    placed = [(mark, _place(report, by_index[mark.sentence], mark, groups)) for mark in marks]
    attacks = tuple(
        Attack(trigger=g.trigger, type=type_of(g.words), attempt=_attempt(g.words), background=g.background) for g in groups
    )
    return attacks, tuple(_merged(_without_lone(placed)))


def _place(report: Report, found: Findings, mark: Mark, groups: list[_Group]) -> int:
    words = found.sentence.span.text
    dates = _dates(report, found)
    past = bool(_PAST.search(words)) and not found.sentence.in_headline
    for number, known in enumerate(groups):
        if mark.sentence in known.sentences or _fits(known, dates, past):
            known.words += " " + words
            known.dates = known.dates or dates
            known.sentences.append(mark.sentence)
            return number
    groups.append(_Group(mark.trigger, words, dates, past and bool(groups), [mark.sentence]))
    return len(groups) - 1


def _fits(known: _Group, dates: DateRange | None, past: bool) -> bool:
    if past != known.background:
        return False
    return dates is None or known.dates is None or known.dates.near(dates, days=1)


def _dates(report: Report, found: Findings) -> DateRange | None:
    """The one precise date of the sentence; none where it gives several or a vague one."""
    times = find_times(found.sentence.span.text, report.published)
    exact = {t.range for t in times if t.range and (t.range.latest - t.range.earliest).days <= 1}
    return exact.pop() if len(exact) == 1 else None


def type_of(words: str) -> IncidentType:
    """The kind of attack that words tell of; the order of the table decides."""
    return next((kind for kind, pattern in _TYPES if re.search(pattern, words, re.IGNORECASE)), IncidentType.UNKNOWN)


def _attempt(words: str) -> bool:
    return bool(re.search(r"\b(?:attempted|attempt|failed|foiled|thwarted|escaped unhurt|survived|unharmed)\b", words, re.IGNORECASE))


def _without_lone(placed: Sequence[tuple[Mark, int]]) -> list[tuple[Mark, int]]:
    """Lone doers ('a suicide bomber') count only where no group or name is given for them."""
    grouped = {n for m, n in placed if m.actor and not m.actor.lone and m.stance in (Stance.ALLEGES, Stance.ADMITS)}
    return [(m, n) for m, n in placed if not (m.actor and m.actor.lone and n in grouped)]


def _merged(placed: Sequence[tuple[Mark, int]]) -> list[ClaimMark]:
    kept: dict[tuple[int, str | None, Stance, int | None, bool], ClaimMark] = {}
    for mark, number in placed:
        key = (number, mark.actor.key if mark.actor else None, mark.stance, mark.speaker, False)
        new = _claim(mark, number)
        old = kept.get(key)
        kept[key] = new if old is None else _surer(old, new)
    return list(kept.values())


def _surer(old: ClaimMark, new: ClaimMark) -> ClaimMark:
    order = {Certainty.CERTAIN: 2, Certainty.PROBABLE: 1, Certainty.POSSIBLE: 0, None: -1}
    return new if order[new.certainty] > order[old.certainty] else old


def _claim(mark: Mark, number: int) -> ClaimMark:
    from reportedly.records import ClaimRole

    joint = None if mark.joint is None else mark.joint[0] * 1000 + mark.joint[1]
    return ClaimMark(
        attack=number, role=ClaimRole.PERPETRATOR, filler=mark.actor.filler if mark.actor else None, stance=mark.stance,
        certainty=mark.certainty, speaker=mark.speaker, source=mark.source, cue=mark.cue, content=mark.content,
        together=joint, confidence=mark.confidence,
    )  # fmt: skip

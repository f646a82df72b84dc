"""The attacks a report tells of, and which claim is about which.

The main attack is the one that headline and lead are about. A sentence with a date of its own that is not
the main attack's, or with words of the past, tells another one, kept apart as background.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from reportedly.annotate.rules.details import attack_places, attack_times, details, names_toll
from reportedly.annotate.rules.disowned import without_disowned
from reportedly.annotate.rules.marks import Findings, Mark, Reader
from reportedly.annotate.rules.told import Told
from reportedly.annotate.rules.vocabulary import attack_types, pattern
from reportedly.annotations import Attack, ClaimMark
from reportedly.language.distance import kilometres
from reportedly.language.times import find_times
from reportedly.language.tolls import find_toll
from reportedly.records import Certainty, ClaimRole, DateRange, IncidentType, Place, Report, Span, Stance

_PAST, _VIOLENT, _UNREAL, _HIT, _ATTEMPT, _RETRACTED = map(
    pattern, ("past", "violent", "unreal", "hit", "attempt", "retracted")
)


@dataclass(slots=True)
class _Group:
    trigger: Span
    words: list[str]
    dates: DateRange | None
    background: bool
    sentences: list[int]
    claimed: bool = False
    towns: tuple[Place, ...] = ()


def group(
    report: Report,
    findings: Sequence[Findings],
    marks: Sequence[Mark],
    reader: Reader,
    told: Told | None = None,
) -> tuple[tuple[Attack, ...], tuple[ClaimMark, ...]]:
    """Attacks told apart, and one claim a (role, value, stance, speaker, attack).

    ``told`` are the words for time, place, toll and the like where another reader has found them.
    """
    owned = without_disowned(findings, marks)
    standing = [mark for mark in owned if not _is_taken_back(findings, mark.sentence)]
    real = _not_both(_not_again(standing))
    groups = _groups(report, findings, {mark.sentence: mark.trigger for mark in reversed(real)}, told)
    number_of = {index: n for n, g in enumerate(groups) for index in g.sentences}
    doers = _merged(_without_lone([(mark, number_of[mark.sentence]) for mark in real]))
    others = [
        claim
        for found in findings
        if found.sentence.index in number_of
        for claim in details(report, found, reader, number_of[found.sentence.index], told)
    ]
    attacks = tuple(
        Attack(trigger=g.trigger, type=_type(g), attempt=_attempt(" ".join(g.words)), background=g.background)
        for g in groups
    )
    return attacks, (*doers, *_once(others))


def _not_again(marks: Sequence[Mark]) -> list[Mark]:
    """Without what a pronoun owns or denies again: 'The Front denied it had attacked' is one denial.

    Of another actor such a pronoun would be joined with the name, or stand further off.
    """
    named = {
        (mark.sentence, mark.speaker, mark.stance)
        for mark in marks
        if mark.actor and mark.stance in _OWNED and not _is_pronoun(mark.actor.filler.span.text)
    }
    return [
        mark
        for mark in marks
        if not (mark.actor and mark.joint is None and _is_pronoun(mark.actor.filler.span.text))
        or not any((mark.sentence + away, mark.speaker, mark.stance) in named for away in (-1, 0, 1))
    ]


_PRONOUNS = frozenset("i it its itself he him his she her they them their we us our ours who".split())


def _is_pronoun(words: str) -> bool:
    return words.lower() in _PRONOUNS and words != "US"


def _not_both(marks: Sequence[Mark]) -> list[Mark]:
    """Nobody owns and denies one deed in one sentence: of the two the surer stands, of equals the denial.

    'The Front denied that its fighters had attacked': the words within the denial read as an admission.
    """
    surest: dict[tuple[int, str, int | None], Mark] = {}
    for mark in sorted(marks, key=lambda mark: (-mark.confidence, mark.stance is not Stance.DENIES)):
        if mark.actor and mark.stance in _OWNED:
            surest.setdefault((mark.sentence, mark.actor.key, mark.speaker), mark)
    return [
        mark
        for mark in marks
        if not mark.actor
        or mark.stance not in _OWNED
        or surest[mark.sentence, mark.actor.key, mark.speaker].stance is mark.stance
    ]


_OWNED = frozenset({Stance.ADMITS, Stance.DENIES})


def _is_taken_back(findings: Sequence[Findings], index: int) -> bool:
    """Whether the sentence, or the next one of its paragraph, says that what was reported was wrong."""
    position = next(n for n, found in enumerate(findings) if found.sentence.index == index)
    here = findings[position].sentence
    if _RETRACTED.search(here.span.text):
        return True
    following = findings[position + 1].sentence if position + 1 < len(findings) else None
    close = following is not None and following.span.start - here.span.end <= 1 and not here.in_headline
    return bool(close and following and _RETRACTED.search(following.span.text))


def of_real_attacks(findings: Sequence[Findings], marks: Sequence[Mark]) -> list[Mark]:
    """The claims that do not stand in a sentence of threats, plans, films or games."""
    unreal = {found.sentence.index for found in findings if _UNREAL.search(found.sentence.span.text)}
    return [mark for mark in marks if mark.sentence not in unreal]


def _groups(
    report: Report, findings: Sequence[Findings], marked: Mapping[int, Span], told: Told | None
) -> list[_Group]:
    """``marked`` gives the trigger of the first claim of each sentence that has one."""
    groups: list[_Group] = []
    early: list[int] = []
    for found in findings:
        index = found.sentence.index
        trigger = _trigger(report, found) or marked.get(index) or _told_trigger(report, found, told)
        if trigger and (index in marked or _tells_attack(report, found, told)):
            _place(report, found, trigger, groups, told, claimed=index in marked)
        elif told is not None and _tells_details(found, told):
            _tell_more(report, found, groups, told, early)
        elif trigger is None and find_toll(found.sentence.span.text):
            # 'Medics said 14 people died': the toll of the attack that the sentence before tells.
            for known in groups:
                known.sentences.extend([index] if known.sentences[-1] == index - 1 else [])
    for first in groups[:1]:
        first.sentences[:0] = early
    news = any(g.claimed and not g.background for g in groups)
    return [g for g in groups if g.claimed or not (news or g.background)] or groups


def _told_trigger(report: Report, found: Findings, told: Told | None) -> Span | None:
    spans = told.within("trigger", found.sentence.span.start, found.sentence.span.end) if told else ()
    return Span.of(report.text, *spans[0]) if spans else None


_DETAILS = ("time", "place", "toll", "target", "victim", "weapon", "origin")


def _tells_details(found: Findings, told: Told) -> bool:
    start, end = found.sentence.span.start, found.sentence.span.end
    return names_toll(found.sentence) or any(told.within(kind, start, end) for kind in _DETAILS)


def _tell_more(report: Report, found: Findings, groups: list[_Group], told: Told, early: list[int]) -> None:
    """A sentence that names no attack but tells of one: of the last one told that it fits.

    What stands before the first attack is the first attack's.
    """
    index, dates = found.sentence.index, _dates(report, found, told)
    known = next(
        (g for g in reversed(groups) if dates is None or g.dates is None or g.dates.near(dates, days=1)), None
    )
    if known:
        known.sentences.append(index)
        known.dates = known.dates or dates
    elif not groups:
        early.append(index)


def _trigger(report: Report, found: Findings) -> Span | None:
    tokens = [d.trigger for d in found.doings] + [s.trigger for s in found.stated]
    if tokens:
        return found.sentence.cut(min(tokens), min(tokens) + 1, report.text)
    match = _VIOLENT.search(found.sentence.span.text)
    base = found.sentence.span.start
    return Span.of(report.text, base + match.start(), base + match.end()) if match else None


def _tells_attack(report: Report, found: Findings, told: Told | None) -> bool:
    """A sentence that tells of an attack though no doer: violence, and how many, where or when."""
    text = found.sentence.span.text
    if told is not None and told.within("trigger", found.sentence.span.start, found.sentence.span.end):
        return True
    violent = {match.lower() for match in _VIOLENT.findall(text)}
    return (
        bool(violent)
        and not _UNREAL.search(text)
        and bool(
            len(violent) > 1
            or find_toll(text)
            or _HIT.search(text)
            or attack_times(report, found.sentence, told)
        )
    )


def _place(
    report: Report, found: Findings, trigger: Span, groups: list[_Group], told: Told | None, *, claimed: bool
) -> None:
    words = found.sentence.span.text
    dates = _dates(report, found, told)
    past = bool(_PAST.search(words)) or _is_long_ago(report, found)
    past = past and not found.sentence.in_headline and not _leads(report, found)
    towns = tuple(m.place for m in attack_places(report, found.sentence, told) if m.place.precision == "city")
    # The network may tie claims of several sentences to the words of one attack.
    same = (g for g in groups if g.trigger.start < trigger.end and trigger.start < g.trigger.end)
    fitting = (g for g in groups if _fits(g, dates, past) and _one_place(g.towns, towns))
    known = next(chain(same, fitting), None)
    if known is None:
        groups.append(
            _Group(trigger, [words], dates, past and bool(groups), [found.sentence.index], claimed, towns)
        )
        return
    known.towns = (*known.towns, *towns)
    known.words.append(words)
    known.dates = known.dates or dates
    known.claimed = known.claimed or claimed
    known.sentences.append(found.sentence.index)


def _is_long_ago(report: Report, found: Findings) -> bool:
    """Whether the sentence names a month that was over half a year before its news: 'in August 2013'."""
    if report.published is None:
        return False
    vague = (
        mention.range
        for mention in find_times(found.sentence.span.text, report.published)
        if mention.range and (mention.range.latest - mention.range.earliest).days > 1
    )
    return any((report.published - told.latest).days > _LONG_AGO for told in vague)


def _once(claims: Sequence[ClaimMark]) -> list[ClaimMark]:
    """One claim a (attack, role, value, speaker), the first."""
    kept: dict[tuple[object, ...], ClaimMark] = {}
    for claim in claims:
        filler = claim.filler
        if filler is None:
            continue
        value = filler.number or filler.date or filler.place or filler.span.text.casefold()
        kept.setdefault((claim.attack, claim.role, value, claim.speaker), claim)
    return list(kept.values())


_LONG_AGO = 183
"""Days; of what is nearer a report may give the month of the very attack that it is about."""
_ONE_CITY = 60.0
"""Kilometres: a city and its suburbs are one place of attack (Krasnogorsk lies 20 km from Moscow)."""


def _one_place(known: Sequence[Place], new: Sequence[Place]) -> bool:
    """Whether some town of each is the same or near; unknown towns are no reason to part attacks."""
    if not known or not new:
        return True
    return any(_near(a, b) for a in known for b in new)


def _near(a: Place, b: Place) -> bool:
    apart = kilometres(a, b)
    return a.name == b.name or (apart is not None and apart <= _ONE_CITY)


def _leads(report: Report, found: Findings) -> bool:
    """Whether the sentence opens the body: what the lead tells is never background."""
    body = report.headline_end + 2 if report.headline_end else 0
    return found.sentence.span.start <= body + 40


def _fits(known: _Group, dates: DateRange | None, past: bool) -> bool:
    if past != known.background:
        return False
    return dates is None or known.dates is None or known.dates.near(dates, days=1)


def _dates(report: Report, found: Findings, told: Told | None) -> DateRange | None:
    """The one precise date of the sentence; none where it gives several or a vague one."""
    exact = {mention.range for mention in attack_times(report, found.sentence, told)}
    return exact.pop() if len(exact) == 1 else None


def _type(told: _Group) -> IncidentType:
    """The kind most of an attack's sentences tell, its first two counting double.

    Words of shooting and killing are too general to outweigh one sentence in four that is specific; an
    attempt on somebody's life is one even if told once.
    """
    votes: Counter[IncidentType] = Counter()
    for position, words in enumerate(told.words):
        votes[type_of(words)] += 2 if position < 2 else 1
    if votes[IncidentType.ASSASSINATION] and _attempt(" ".join(told.words)):
        return IncidentType.ASSASSINATION
    general = (IncidentType.ARMED_ASSAULT, IncidentType.UNKNOWN)
    specific = [(kind, n) for kind, n in votes.most_common() if kind not in general]
    if specific and specific[0][1] * 4 >= votes.total():
        return specific[0][0]
    return IncidentType.ARMED_ASSAULT if votes[IncidentType.ARMED_ASSAULT] else IncidentType.UNKNOWN


def type_of(words: str) -> IncidentType:
    """The kind of attack that words tell of; the order of the table decides."""
    return IncidentType(next((kind for kind, told in attack_types() if told.search(words)), "unknown"))


def _attempt(words: str) -> bool:
    return _ATTEMPT.search(words) is not None


def _without_lone(placed: Sequence[tuple[Mark, int]]) -> list[tuple[Mark, int]]:
    """Lone doers ('a suicide bomber') count only where no group or name is given for them."""
    grouped = {
        n for m, n in placed if m.actor and not m.actor.lone and m.stance in (Stance.ALLEGES, Stance.ADMITS)
    }
    return [(m, n) for m, n in placed if not (m.actor and m.actor.lone and n in grouped)]


def _merged(placed: Sequence[tuple[Mark, int]]) -> list[ClaimMark]:
    kept: dict[tuple[int, str | None, Stance, int | None, bool], ClaimMark] = {}
    for mark, number in placed:
        key = (number, mark.actor.key if mark.actor else None, mark.stance, mark.speaker, mark.supporter)
        new = _claim(mark, number)
        old = kept.get(key)
        kept[key] = new if old is None else _surer(old, new)
    return list(kept.values())


def _surer(old: ClaimMark, new: ClaimMark) -> ClaimMark:
    order = {Certainty.CERTAIN: 2, Certainty.PROBABLE: 1, Certainty.POSSIBLE: 0, None: -1}
    return new if order[new.certainty] > order[old.certainty] else old


def _claim(mark: Mark, number: int) -> ClaimMark:
    joint = None if mark.joint is None else mark.joint[0] * 1000 + mark.joint[1]
    return ClaimMark(
        attack=number,
        role=ClaimRole.SUPPORTER if mark.supporter else ClaimRole.PERPETRATOR,
        filler=mark.actor.filler if mark.actor else None,
        stance=mark.stance,
        certainty=mark.certainty,
        speaker=mark.speaker,
        source=mark.source,
        cue=mark.cue,
        content=mark.content,
        together=joint,
        confidence=mark.confidence,
    )

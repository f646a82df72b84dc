"""What else is said of an attack: target, victims, weapon and where it came from, place, time, toll, motive.

Each value is somebody's words too: the cue that governs the place where it stands gives the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportedly.annotate.rules.attacks import is_attack_noun
from reportedly.annotate.rules.marks import Findings, Reader
from reportedly.annotate.rules.phrases import TIME_WORDS, Phrase, Sentence, extend_right, subject_of
from reportedly.annotate.rules.vocabulary import lemma, words
from reportedly.annotations import ClaimMark, Filler
from reportedly.language.places import find_places
from reportedly.language.times import TimeMention, find_times
from reportedly.language.tolls import find_toll
from reportedly.records import Certainty, ClaimRole, Report, Span, Stance

_ORIGIN = re.compile(
    r"\b[A-Z][\w.]+-(?:made|manufactured|supplied|built|produced)\b"
    r"|\b(?:made|manufactured|produced|assembled|supplied) (?:in|by) (?:the )?[A-Z][\w.-]+(?: [A-Z][\w.-]+){0,3}"
)
_MOTIVE = re.compile(
    r"\b(?:in (?:retaliation|revenge|reprisal|response|protest) (?:for|to|at|against)|in an attempt to|to avenge|as revenge for"
    r"|aimed at|intended to|motivated by|because of) [^.;\n]{4,160}"
)
_WEAPON_TAIL = frozenset(
    "bomb bombs missile missiles rocket rockets shell shells drone drones grenade grenades explosives sarin gas chlorine "
    "mine mines rifle rifles gun guns knife knives mortar mortars ied napalm ammunition vest belt artillery".split()
)
_MUST_HIT = frozenset("attack bomb bombard shell target hit raid storm strike pound ambush torch".split())
_MUST_HURT = frozenset("kill murder assassinate shoot execute behead abduct kidnap stab massacre wound injure".split())
_TOO_MANY = 10_000
"""A toll above this in one attack is that of a war (the deadliest attack since 1970 killed about 3,000)."""
_WHOLE_WAR = re.compile(r"\b(?:conflict|war|uprising|insurgency|civil war)\b[^.]{0,80}\b(?:killed|claimed|dead|lives)\b|\bsince (?:\w+ )?(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class _Found:
    role: ClaimRole
    filler: Filler
    token: int


def details(report: Report, found: Findings, reader: Reader, attack: int) -> Iterator[ClaimMark]:
    """The further claims of one sentence about attack number ``attack``."""
    for value in _values(report, found):
        voice = reader.voice(found, value.token)
        yield ClaimMark(
            attack=attack, role=value.role, filler=value.filler, stance=Stance.ALLEGES,
            certainty=voice.certainty or Certainty.CERTAIN, speaker=voice.speaker, source=voice.source, cue=voice.cue,
            content=voice.content or found.sentence.span, confidence=_CONFIDENCE.get(value.role, 0.5),
        )  # fmt: skip


_CONFIDENCE = {ClaimRole.TIME: 0.7, ClaimRole.PLACE: 0.7, ClaimRole.KILLED: 0.75, ClaimRole.WOUNDED: 0.75}


def _values(report: Report, found: Findings) -> Iterator[_Found]:
    sentence = found.sentence
    yield from _times(report, sentence)
    yield from _places(sentence)
    yield from _tolls(sentence)
    yield from _weapons(report.text, sentence)
    yield from _targets(report.text, sentence)
    for pattern, role in ((_ORIGIN, ClaimRole.WEAPON_ORIGIN), (_MOTIVE, ClaimRole.MOTIVE)):
        for match in pattern.finditer(sentence.span.text):
            yield _at(sentence, role, _shifted(sentence, match.start(), match.end()))


def _shifted(sentence: Sentence, start: int, end: int) -> Span:
    """A span of the sentence as a span of the report."""
    text = sentence.span.text[start:end].rstrip()
    base = sentence.span.start + start
    return Span(base, base + len(text), text)


def _at(sentence: Sentence, role: ClaimRole, span: Span, **resolved: object) -> _Found:
    token = next((i for i, t in enumerate(sentence.tokens) if t.end > span.start), 0)
    return _Found(role, Filler(span=span, **resolved), token)  # type: ignore[arg-type]


_TOLD_THEN = re.compile(
    r"\b(?:said|says|say|told|reported|reports|announced|spoke|speaking|added|statement|interview|condemned|published|updated|posted|briefing)"
    r"(?:\s+(?!was|were|after|that|when)[\w.]+){0,4}\s*$", re.IGNORECASE)  # fmt: skip


def attack_times(report: Report, sentence: Sentence) -> list[TimeMention]:
    """The precise times of a sentence that do not tell when somebody spoke."""
    text = sentence.span.text
    return [
        mention for mention in find_times(text, report.published)
        if mention.range and (mention.range.latest - mention.range.earliest).days <= 1
        and not _TOLD_THEN.search(text[max(0, mention.span.start - 60) : mention.span.start])
    ]  # fmt: skip


def _times(report: Report, sentence: Sentence) -> Iterator[_Found]:
    exact = attack_times(report, sentence)
    if len({t.range for t in exact}) == 1:
        span = exact[0].span
        yield _at(sentence, ClaimRole.TIME, _shifted(sentence, span.start, span.end), date=exact[0].range)


def _places(sentence: Sentence) -> Iterator[_Found]:
    """The most precise place that stands after a word of place; of several, the first."""
    text = sentence.span.text
    mentions = [
        m for m in find_places(text)
        if _stands_as_place(text, m.span.start) and (m.place.precision == "city" or _PLACE_AFTER.match(text, m.span.end))
    ]  # fmt: skip
    order = {"city": 0, "admin1": 1, "unknown": 2, "country": 3}
    best = min(mentions, key=lambda m: (order.get(m.place.precision, 3), m.span.start), default=None)
    if best:
        yield _at(sentence, ClaimRole.PLACE, _shifted(sentence, best.span.start, best.span.end), place=best.place, name=best.place.name)


_PLACE_AFTER = re.compile(
    r"['’]s\b|\s*(?:$|[.,;:)\]–-]|(?:on|in|at|after|when|and|by|early|late|where|as|that|has|have|had|was|were|is|are|to|from|during|"
    r"killing|wounding|province|city|region|district|governorate|state|countryside|town|village|killed|left|said|according)\b)"
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|outside|inside|around|on|of|from|over|across|south|north|east|west|city|town|village|province|district|capital"
    r"|neighbou?rhood|area|suburbs?|countryside)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)  # fmt: skip


def _stands_as_place(text: str, start: int) -> bool:
    return start == 0 or _PLACE_BEFORE.search(text[max(0, start - 50) : start]) is not None


def _tolls(sentence: Sentence) -> Iterator[_Found]:
    text = sentence.span.text
    if _WHOLE_WAR.search(text):
        return
    for toll in find_toll(text):
        if toll.range.min < _TOO_MANY:
            role = ClaimRole.KILLED if toll.kind == "killed" else ClaimRole.WOUNDED
            yield _at(sentence, role, _shifted(sentence, toll.span.start, toll.span.end), number=toll.range)


def _weapons(text: str, sentence: Sentence) -> Iterator[_Found]:
    for phrase in sentence.phrases:
        head = sentence.lower(phrase.head)
        start = _bare_start(sentence, phrase)
        if head in _WEAPON_TAIL and not any(sentence.tag(k) == "POS" for k in range(start, phrase.end)):
            yield _at(sentence, ClaimRole.WEAPON, sentence.cut(start, phrase.end, text))
            return


def _bare_start(sentence: Sentence, phrase: Phrase) -> int:
    start = phrase.start
    while start < phrase.head and sentence.tag(start) in ("DT", "CD", "PDT", "PRP$", "IN", "JJS"):
        start += 1
    return start


def _targets(text: str, sentence: Sentence) -> Iterator[_Found]:
    for i in range(len(sentence.tokens)):
        hit = _hit_by_noun(sentence, i) or _hit_by_verb(sentence, i) or _survivor(sentence, i)
        if hit is None:
            continue
        role, phrase = hit
        if sentence.lower(phrase.head) in TIME_WORDS or sentence.tag(phrase.head) not in ("NN", "NNS", "NNP"):
            continue
        start = phrase.start + (sentence.tag(phrase.start) == "DT")
        yield _at(sentence, role, sentence.cut(start, extend_right(sentence, phrase), text))
        return


def _hit_by_noun(sentence: Sentence, i: int) -> tuple[ClaimRole, Phrase] | None:
    """'Attack on X', 'bombing of X', 'assassination of X'."""
    if not is_attack_noun(sentence, i) or sentence.lower(i + 1) not in ("on", "against", "at", "of"):
        return None
    phrase = sentence.phrase_at(i + 2)
    killed = sentence.lower(i).startswith(("assassin", "kill", "murder", "execut", "kidnap", "abduct", "slay"))
    return (ClaimRole.VICTIM if killed else ClaimRole.TARGET, phrase) if phrase and phrase.start == i + 2 else None


def _survivor(sentence: Sentence, i: int) -> tuple[ClaimRole, Phrase] | None:
    """'The minister escaped unhurt from the attack': who survives it was its target."""
    after = set(sentence.lowers(i + 1, i + 8))
    spared = {"unhurt", "unharmed", "unscathed", "uninjured", "attempt", "attack", "assassination"} & after
    if lemma(sentence.lower(i)) not in ("escape", "survive") or not spared or not sentence.tokens[i].is_verb:
        return None
    found = subject_of(sentence, i)
    phrase = sentence.phrase_at(found[0]) if found else None
    return (ClaimRole.TARGET, phrase) if phrase else None


def _hit_by_verb(sentence: Sentence, i: int) -> tuple[ClaimRole, Phrase] | None:
    base = lemma(sentence.lower(i))
    if not sentence.tokens[i].is_verb or base not in _MUST_HIT | _MUST_HURT or base not in words("attack", "hit"):
        return None
    phrase = sentence.phrase_at(i + 1)
    if phrase is None or phrase.start != i + 1 or sentence.tag(i + 1) in ("PRP", "CD"):
        return None
    return ClaimRole.TARGET if base in _MUST_HIT else ClaimRole.VICTIM, phrase


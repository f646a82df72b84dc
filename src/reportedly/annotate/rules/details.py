"""What else is said of an attack: target, victims, weapon and where it came from, place, time, toll, motive.

Each value is somebody's words too: the cue that governs the place where it stands gives the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportedly.annotate.rules.attacks import is_attack_noun
from reportedly.annotate.rules.confidence import NOT_MEASURED, OF_DETAIL
from reportedly.annotate.rules.marks import Findings, Reader
from reportedly.annotate.rules.phrases import (
    TIME_WORDS,
    Phrase,
    Sentence,
    before_auxiliaries,
    extend_right,
    subject_of,
)
from reportedly.annotate.rules.told import Told
from reportedly.annotate.rules.vocabulary import lemma, pattern, words
from reportedly.annotations import ClaimMark, Filler
from reportedly.language.capitals import find_capitals
from reportedly.language.place_names import by_weight, mentioned_countries
from reportedly.language.places import PlaceMention, find_places
from reportedly.language.times import TimeMention, find_times
from reportedly.language.tolls import Toll, find_toll
from reportedly.records import Certainty, ClaimRole, Place, Report, Span, Stance

_ORIGIN = re.compile(
    r"\b[A-Z][\w.]+-(?:made|manufactured|supplied|built|produced)\b"
    r"|\b(?:made|manufactured|produced|assembled|supplied) (?:in|by) (?:the )?"
    r"[A-Z][\w.-]+(?: [A-Z][\w.-]+){0,3}"
)
_MOTIVE = pattern("motive", after=r" [^.;\n]{4,160}")
_WEAPON_TAIL = words("details", "weapon_tail")
_MUST_HIT = words("details", "must_hit")
_MUST_HURT = words("details", "must_hurt")
_TOO_MANY = 10_000
"""A toll above this in one attack is that of a war (the deadliest attack since 1970 killed about 3,000)."""
_WHOLE_WAR = pattern("whole_war")


@dataclass(frozen=True, slots=True)
class _Found:
    role: ClaimRole
    filler: Filler
    token: int


def details(
    report: Report, found: Findings, reader: Reader, attack: int, told: Told | None
) -> Iterator[ClaimMark]:
    """The further claims of one sentence about attack number ``attack``.

    Where another reader has told what stands for what (``told``), its words are taken: on the corpus's dev
    part the rules alone find one place in twenty.
    """
    for value in _values(report, found) if told is None else _told_values(report, found.sentence, told):
        voice = reader.voice(found, value.token)
        yield ClaimMark(
            attack=attack,
            role=value.role,
            filler=value.filler,
            stance=Stance.ALLEGES,
            certainty=voice.certainty or Certainty.CERTAIN,
            speaker=voice.speaker,
            source=voice.source,
            cue=voice.cue,
            content=voice.content or found.sentence.span,
            confidence=OF_DETAIL.get(value.role, NOT_MEASURED),
        )


def _values(report: Report, found: Findings) -> Iterator[_Found]:
    sentence = found.sentence
    yield from _times(report, sentence)
    yield from _places(report, sentence)
    yield from _tolls(sentence)
    yield from _weapons(report.text, sentence)
    yield from _targets(report.text, sentence)
    for told, role in ((_ORIGIN, ClaimRole.WEAPON_ORIGIN), (_MOTIVE, ClaimRole.MOTIVE)):
        for match in told.finditer(sentence.span.text):
            yield _at(sentence, role, Filler(span=_shifted(sentence, match.start(), match.end())))


_TOLD_WORDS = {
    "target": ClaimRole.TARGET,
    "victim": ClaimRole.VICTIM,
    "weapon": ClaimRole.WEAPON,
    "origin": ClaimRole.WEAPON_ORIGIN,
    "motive": ClaimRole.MOTIVE,
}


def _told_values(report: Report, sentence: Sentence, told: Told) -> Iterator[_Found]:
    start, end = sentence.span.start, sentence.span.end
    for mention in _told_times(report, sentence, told):
        span = _shifted(sentence, mention.span.start, mention.span.end)
        yield _at(sentence, ClaimRole.TIME, Filler(span=span, date=mention.range))
    for place in told.within("place", start, end):
        if where := _told_place(report, sentence, place):
            yield _at(sentence, ClaimRole.PLACE, where)
    yield from _tolls(sentence, told)
    for kind, role in _TOLD_WORDS.items():
        for words_at in told.within(kind, start, end):
            if whole := _whole(report.text, sentence, words_at):
                yield _at(sentence, role, Filler(span=whole))


_LOOSE = frozenset(
    {"IN", "DT", "CC", "TO", "VBN", "VBD", "VBZ", "VBP", "MD", "RB", "RP", "WDT", "WP", "POS", ":"}
)
"""Tags of words that end no name of a thing."""


def _whole(text: str, sentence: Sentence, told: tuple[int, int]) -> Span | None:
    """Whole words up to the end of their noun phrase, without a word that leads on; None if none is left."""
    inside = [i for i, t in enumerate(sentence.tokens) if t.start < told[1] and told[0] < t.end]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    phrase = sentence.phrase_at(last)
    last = phrase.end - 1 if phrase else last
    while last > first and (sentence.tag(last) in _LOOSE or not sentence.lower(last)[-1:].isalnum()):
        last -= 1
    while first < last and (sentence.tag(first) == "IN" or not sentence.lower(first)[:1].isalnum()):
        first += 1
    return None if sentence.tag(last) in _LOOSE else sentence.cut(first, last + 1, text)


def _told_times(report: Report, sentence: Sentence, told: Told) -> list[TimeMention]:
    base = sentence.span.start
    return [
        mention
        for mention in find_times(sentence.span.text, report.published)
        if told.touches("time", base + mention.span.start, base + mention.span.end)
        or _is_day_of_attack(sentence, mention)
    ]


def _is_day_of_attack(sentence: Sentence, mention: TimeMention) -> bool:
    """'Friday's attack', 'the kidnapping of 14 April': no word between a day and the attack that it is of."""
    if not _is_precise(mention):
        return False
    start, end = (sentence.span.start + at for at in (mention.span.start, mention.span.end))
    inside = [i for i, token in enumerate(sentence.tokens) if token.start < end and start < token.end]
    if not inside:
        return False
    first, last = inside[0], inside[-1]
    owned = sentence.phrase_at(_after_owner(sentence, last))
    if owned is not None and owned.head > last and is_attack_noun(sentence, owned.head):
        return True
    while first > 0 and sentence.lower(first - 1) in ("the", "on", "of"):
        first -= 1
    return first < inside[0] and is_attack_noun(sentence, first - 1)


def _told_place(report: Report, sentence: Sentence, span: tuple[int, int]) -> Filler | None:
    """The most precise place that the words name; where they name none that is known, the words.

    None where the words are no more than 'near' or 'there'.
    """
    base = sentence.span.start
    inside = [
        mention
        for mention in places_of(report, sentence)
        if base + mention.span.start < span[1] and span[0] < base + mention.span.end
    ]
    best = _most_precise(inside)
    if best is not None:
        return Filler(span=Span.of(report.text, *span), place=best.place, name=best.place.name)
    words = _whole(report.text, sentence, span)
    return Filler(span=words, place=Place(name=words.text)) if words else None


def _after_owner(sentence: Sentence, last: int) -> int:
    """The token after the owner's sign of the word at ``last`` ('Friday's', 'Fridays'); -1 without one."""
    if sentence.lower(last + 1) in ("'", "’") and sentence.lower(last + 2) == "s":
        return last + 3
    if sentence.tag(last + 1) == "POS":
        return last + 2
    return last + 1 if sentence.lower(last).endswith("days") else -1


def _shifted(sentence: Sentence, start: int, end: int) -> Span:
    """A span of the sentence as a span of the report."""
    text = sentence.span.text[start:end].rstrip()
    base = sentence.span.start + start
    return Span(base, base + len(text), text)


def _at(sentence: Sentence, role: ClaimRole, filler: Filler) -> _Found:
    token = next((i for i, t in enumerate(sentence.tokens) if t.end > filler.span.start), 0)
    return _Found(role, filler, token)


_THEN_TOLD = pattern("then_told", before=r"\s+(?:\w+ly\s+)?")
_THEN_SPOKE = pattern("then_told", before=r",?\s+(?:[\w'’-]+\s+){1,5}")
_TOLD_THEN = pattern("told_then", after=r"(?:\s+(?!was|were|after|that|when)[\w.]+){0,4}\s*$")


def attack_times(report: Report, sentence: Sentence, told: Told | None) -> list[TimeMention]:
    """The precise times of a sentence that do not tell when somebody spoke."""
    if told is not None:
        return [mention for mention in _told_times(report, sentence, told) if _is_precise(mention)]
    text = sentence.span.text
    return [
        mention
        for mention in find_times(text, report.published)
        if _is_precise(mention)
        and not _TOLD_THEN.search(text[max(0, mention.span.start - 60) : mention.span.start])
        and not _THEN_TOLD.match(text, mention.span.end)
        and not (mention.span.start <= 5 and _THEN_SPOKE.match(text, mention.span.end))
    ]


def _is_precise(mention: TimeMention) -> bool:
    """Whether it is a day or a night; 'Monday 12 April' without a year is none that can be compared."""
    return mention.range is not None and (mention.range.latest - mention.range.earliest).days <= 1


def _times(report: Report, sentence: Sentence) -> Iterator[_Found]:
    exact = attack_times(report, sentence, None)
    if len({t.range for t in exact}) == 1:
        span = exact[0].span
        when = Filler(span=_shifted(sentence, span.start, span.end), date=exact[0].range)
        yield _at(sentence, ClaimRole.TIME, when)


def places_of(report: Report, sentence: Sentence) -> tuple[PlaceMention, ...]:
    """The places of a sentence, resolved with the countries that the whole report speaks of."""
    named = find_places(sentence.span.text, context=_countries(report.text))
    capitals = (
        each
        for each in find_capitals(sentence.span.text)
        if not any(each.span.overlaps(other.span) and other.place.precision == "city" for other in named)
    )
    return tuple(sorted((*named, *capitals), key=lambda mention: mention.span.start))


@lru_cache(maxsize=8)
def _countries(text: str) -> tuple[str, ...]:
    return by_weight(mentioned_countries(text))


def attack_places(report: Report, sentence: Sentence, told: Told | None) -> list[PlaceMention]:
    """The places of a sentence that stand where a place of an attack does: 'in X', no capital that speaks."""
    text, base = sentence.span.text, sentence.span.start
    if told is not None:
        return [
            mention
            for mention in places_of(report, sentence)
            if told.touches("place", base + mention.span.start, base + mention.span.end)
        ]
    return [
        mention
        for mention in places_of(report, sentence)
        if _stands_as_place(text, mention.span.start)
        and (mention.place.precision == "city" or _PLACE_AFTER.match(text, mention.span.end))
    ]


def _places(report: Report, sentence: Sentence) -> Iterator[_Found]:
    """The most precise place; of several, the first."""
    best = _most_precise(attack_places(report, sentence, None))
    if best:
        span = _shifted(sentence, best.span.start, best.span.end)
        yield _at(sentence, ClaimRole.PLACE, Filler(span=span, place=best.place, name=best.place.name))


def _most_precise(mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    order = {"city": 0, "admin1": 1, "unknown": 2, "country": 3}
    return min(mentions, key=lambda m: (order.get(m.place.precision, 3), m.span.start), default=None)


_BETWEEN_PLACE = (
    r"(?:the|a|an|its|their|of|city|town|village|province|district|capital|outskirts|suburbs?|edge|central|downtown"
    r"|neighbou?rhood|area|[a-z]+ern|[a-z]+-[a-z]+|\w+-(?:held|controlled|run)|[A-Z][a-z]+(?:an|i|ian|ese|ish))"
)
_PLACE_BEFORE = pattern("place_before", after=rf"\s+(?:{_BETWEEN_PLACE}\s+){{0,5}}$")
_SEAT_BEFORE = pattern("seat_before", after=r"\s+(?:in|at|of)\s+(?:the\s+)?(?:\w+\s+)?$")
_PLACE_AFTER = re.compile(rf"\s*(?:$|[.,;:)\]–-]|{pattern('place_after').pattern})")


def _stands_as_place(text: str, start: int) -> bool:
    before = text[max(0, start - 50) : start]
    return _PLACE_BEFORE.search(before) is not None and not _SEAT_BEFORE.search(before)


def _tolls(sentence: Sentence, told: Told | None = None) -> Iterator[_Found]:
    """The tolls of a sentence; of those that another reader has not told only the ones named as such."""
    for toll in _tolls_of_attacks(sentence):
        span = _shifted(sentence, toll.span.start, toll.span.end)
        if told is None or toll.named or told.touches("toll", span.start, span.end):
            role = ClaimRole.KILLED if toll.kind == "killed" else ClaimRole.WOUNDED
            yield _at(sentence, role, Filler(span=span, number=toll.range))


def _tolls_of_attacks(sentence: Sentence) -> Iterator[Toll]:
    text = sentence.span.text
    if not _WHOLE_WAR.search(text):
        yield from (toll for toll in find_toll(text) if toll.range.min < _TOO_MANY)


def names_toll(sentence: Sentence) -> bool:
    """Whether a sentence names the toll of an attack as such: 'the death toll has climbed to 57'."""
    return any(toll.named for toll in _tolls_of_attacks(sentence))


def _weapons(text: str, sentence: Sentence) -> Iterator[_Found]:
    for phrase in sentence.phrases:
        head = sentence.lower(phrase.head)
        start = _bare_start(sentence, phrase)
        if head in _WEAPON_TAIL and not any(sentence.tag(k) == "POS" for k in range(start, phrase.end)):
            yield _at(sentence, ClaimRole.WEAPON, Filler(span=sentence.cut(start, phrase.end, text)))
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
        yield _at(sentence, role, Filler(span=sentence.cut(start, extend_right(sentence, phrase), text)))
        return


def _hit_by_noun(sentence: Sentence, i: int) -> tuple[ClaimRole, Phrase] | None:
    """'Attack on X', 'bombing of X', 'assassination of X'."""
    if not is_attack_noun(sentence, i) or sentence.lower(i + 1) not in ("on", "against", "at", "of"):
        return None
    phrase = sentence.phrase_at(i + 2)
    killed = sentence.lower(i).startswith(
        ("assassin", "kill", "murder", "execut", "kidnap", "abduct", "slay")
    )
    return (
        (ClaimRole.VICTIM if killed else ClaimRole.TARGET, phrase)
        if phrase and phrase.start == i + 2
        else None
    )


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
    if (
        not sentence.tokens[i].is_verb
        or base not in _MUST_HIT | _MUST_HURT
        or base not in words("attack", "hit")
    ):
        return None
    phrase = sentence.phrase_at(i + 1)
    if sentence.tag(i) == "VBN" and before_auxiliaries(sentence, i) + 1 < i:
        found = subject_of(sentence, i)
        phrase = sentence.phrase_at(found[0]) if found else None
    elif phrase is None or phrase.start != i + 1:
        return None
    if phrase is None or sentence.tag(phrase.start) in ("PRP", "CD"):
        return None
    return ClaimRole.TARGET if base in _MUST_HIT else ClaimRole.VICTIM, phrase

"""Denied, kept apart from, or left open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportedly.annotate.rules.attacks import Doing, is_attack_noun
from reportedly.annotate.rules.attribution import Said
from reportedly.annotate.rules.doers import coordinated, doer_range
from reportedly.annotate.rules.phrases import Phrase, Sentence, subject_of
from reportedly.annotate.rules.stances import Stated, is_acted_on, may_be_actor, object_of, rest_of
from reportedly.annotate.rules.vocabulary import lemma, words
from reportedly.records import Certainty, Stance

Range = tuple[int, int]


_DENIABLE = words("stated", "deniable")
_OPEN_VERBS = words("stated", "open_verbs")
OPEN_WORDS = _OPEN_VERBS | {"unclear", "unknown", "clear", "known", "confirm", "verify", "determine"}


def denial(sentence: Sentence, cue: Said, doings: Sequence[Doing]) -> Iterator[Stated]:
    """The denials of a cue, and the 'neither confirmed nor denied' that look like them."""
    i = cue.cue[0]
    limit = _clause_limit(sentence, i)
    inside = [
        d
        for d in doings
        if cue.governs(d.trigger) and d.actor and d.trigger < limit and not _told_aside(sentence, d.actor)
    ]
    itself = cue.content is not None and sentence.lowers(*cue.content) in (("it",), ("this",), ("that",))
    passive = is_acted_on(sentence, i) or (sentence.lower(i + 1) == "by")
    scope = sentence.lowers(*cue.content) if cue.content else ()
    about = (
        bool(_DENIABLE & set(scope))
        or bool(inside)
        or itself
        or (passive and bool(_DENIABLE & set(sentence.lowers(0, i))))
    )
    if cue.source is None or not about:
        return
    stance = Stance.UNCONFIRMED if cue.negated or "neither" in sentence.lowers(i - 3, i) else Stance.DENIES
    certainty = Certainty.CERTAIN if stance is Stance.DENIES else None
    named = [d for d in inside if d.actor and not _same_words(sentence, d.actor, cue.source)]
    clears = _DENIABLE & set(scope) or passive or inside or itself
    own = _deniers(sentence, cue.source) if clears else ()
    for actor in [d.actor for d in named] or own:
        if actor:
            yield Stated(
                sentence.index, i, actor, stance, certainty, cue.source, cue.cue, cue.content, limit=limit
            )


_BEING = frozenset({"is", "was", "are", "were", "remains", "remained"})


def _told_aside(sentence: Sentence, actor: Range) -> bool:
    """'Denied meeting the gunmen who attacked': what a relative clause tells is not what is denied."""
    return sentence.lower(actor[1]) in ("who", "which", "that")


def _clause_limit(sentence: Sentence, i: int) -> int:
    """Where a clause of time or contrast begins after ``i``; what it tells is not denied."""
    ends = ("after", "when", "while", "before", "but", "as", "saying", "adding", "insisting", "blaming")
    return next(
        (
            k
            for k in range(i + 2, len(sentence.tokens))
            if sentence.lower(k) in ends or (sentence.lower(k) == "and" and _reports_soon(sentence, k))
        ),
        len(sentence.tokens),
    )


def _reports_soon(sentence: Sentence, k: int) -> bool:
    """'…, and its agency said that': another speaker takes over."""
    return any(lemma(w) in words("reporting", "say") for w in sentence.lowers(k + 1, k + 9))


DISTANCING = frozenset({"distance", "exonerate", "absolve", "frame"})


def distanced(sentence: Sentence, i: int) -> Iterator[Stated]:
    """'Tried to distance X from the attack', 'cleared X of the bombing'."""
    if lemma(sentence.lower(i)) not in DISTANCING:
        return
    phrase = object_of(sentence, i)
    if phrase is None or not may_be_actor(sentence, phrase):
        return
    verb = i
    while verb > 0 and (sentence.lower(verb - 1) == "to" or sentence.tag(verb - 1).startswith("VB")):
        verb -= 1
    source = subject_of(sentence, verb)
    yield Stated(
        sentence.index,
        i,
        doer_range(sentence, phrase),
        Stance.DENIES,
        Certainty.CERTAIN,
        source,
        (i, i + 1),
        rest_of(sentence, i),
    )


def _deniers(sentence: Sentence, source: Range) -> tuple[Range, ...]:
    """Who a denier that names nobody clears: itself, where it can have done the deed."""
    phrase = sentence.phrase_at(source[0])
    if phrase is None or not may_be_actor(sentence, phrase):
        return ()
    whole = doer_range(sentence, Phrase(source[0], max(source[1], phrase.end), phrase.head))
    parts, _ = coordinated(sentence, doer_range(sentence, phrase), subject=True)
    return parts if len(parts) > 1 else (whole,)


def _same_words(sentence: Sentence, a: Range, b: Range) -> bool:
    pronoun = sentence.tag(a[0]) in ("PRP", "PRP$")
    return pronoun or bool(set(sentence.lowers(*a)) & set(sentence.lowers(*b)) - {"the", "of", "a"})


def left_open(sentence: Sentence, cue: Said, doings: Sequence[Doing]) -> Iterator[Stated]:
    """'Could not confirm the role of X', 'declined to say who was behind it'."""
    i = cue.cue[0]
    verb = cue.lemma
    if verb in ("decline", "refuse"):
        verb = next((lemma(w) for w in sentence.lowers(i + 1, i + 4) if lemma(w) in _OPEN_VERBS), "")
    if verb not in _OPEN_VERBS and verb not in ("deny",):
        return
    yield from _open_about(sentence, (i, i + 1), cue.source, cue.content, doings)


def _open_about(
    sentence: Sentence, cue: Range, source: Range | None, content: Range | None, doings: Sequence[Doing]
) -> Iterator[Stated]:
    start, end = content or (cue[1], len(sentence.tokens))
    inside = [d for d in doings if start <= d.trigger < end or (d.actor and start <= d.actor[0] < end)]
    for doing in inside:
        yield Stated(
            sentence.index, doing.trigger, doing.actor, Stance.UNCONFIRMED, None, source, cue, content
        )
    asks_who = {"who", "whom", "whose", "which"} & set(sentence.lowers(start, end))
    deed = any(is_attack_noun(sentence, k) for k in range(start, end)) or {
        "behind",
        "responsible",
        "carried",
    } & set(sentence.lowers(start, end))
    if asks_who and deed and not inside:
        yield Stated(sentence.index, cue[0], None, Stance.UNCONFIRMED, None, source, cue, content)


def unclear(sentence: Sentence, i: int, said: Sequence[Said], doings: Sequence[Doing]) -> Iterator[Stated]:
    """'It was not immediately clear who …', 'unable to confirm whether …'."""
    word = sentence.lower(i)
    if word not in OPEN_WORDS:
        return
    before = set(sentence.lowers(i - 4, i))
    unclear = (
        word == "unclear"
        or (word == "unknown" and before & _BEING)
        or (word in ("clear", "known") and before & {"not", "n't", "wasn't", "isn't"})
    )
    asks = {"who", "whom", "whether", "if", "which"} & set(sentence.lowers(i + 1, i + 4))
    unable = (word in ("confirm", "verify", "determine") or (word in _OPEN_VERBS and asks)) and before & {
        "unable",
        "cannot",
        "not",
        "couldn't",
        "can't",
    }
    if not (unclear or unable) or any(s.cue[0] == i for s in said):
        return
    speaker = min((s for s in said if s.governs(i)), key=lambda s: s.reach, default=None)
    source = speaker.source if speaker else (subject_of(sentence, i) if unable else None)
    if unable and source is None:
        k = i
        while k > 0 and sentence.lower(k) not in ("unable", "cannot", "couldn't", "can't", "not"):
            k -= 1
        source = subject_of(sentence, k)
    yield from _open_about(sentence, (i, i + 1), source, (i + 1, len(sentence.tokens)), doings)

"""Stances that English states in words of its own: blame, responsibility claimed, denied or left open.

Each gives a :class:`Stated`, whose speaker is fixed by the construction. What is left, an attack
with a doer under a reporting cue or none, is put together in ``marks``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.annotate.rules.attacks import Doing, is_attack_noun
from reportedly.annotate.rules.attribution import Said
from reportedly.annotate.rules.doers import certainty_of, coordinated, doer_range, is_doer, is_named_person
from reportedly.annotate.rules.phrases import Phrase, Sentence, before_auxiliaries, extend_right, subject_of
from reportedly.annotate.rules.vocabulary import lemma, words
from reportedly.language.speakers import anonymous_nouns
from reportedly.records import Certainty, Stance

Range = tuple[int, int]

_NOBODY = frozenset({"no", "none", "nobody", "neither"})
_OWNED = frozenset({"responsibility", "credit"})
_DENIABLE = frozenset(
    "responsibility involvement role carrying behind accusation accusations allegation allegations charge charges "
    "claim claims report reports using attacking link links connection hand part targeting bombing hitting killing "
    "it blame being attack attacks strike strikes launching firing shelling conducting complicity knowledge "
    "responsible guilt wrongdoing".split()
)
_ABOUT_DEED = frozenset(
    "behind carrying responsible responsibility launching staging perpetrating using firing committing planting "
    "orchestrating masterminding planning being deliberately conducting involvement role".split()
)
_UNABLE = frozenset("could can cannot unable would did does do has have had not neither nor yet immediate".split())
_OPEN_VERBS = frozenset("confirm verify say know specify identify name determine comment establish disclose elaborate ascertain".split())


@dataclass(frozen=True, slots=True)
class Stated:
    """A stance that the construction itself gives, towards ``actor`` (None: nobody is named)."""

    sentence: int
    trigger: int
    actor: Range | None
    stance: Stance
    certainty: Certainty | None
    source: Range | None
    cue: Range
    content: Range | None = None
    joint: int | None = None
    limit: int = 1_000_000
    """Token from which the content is no longer what the stance is about (a clause of time or contrast)."""


def find_stated(sentence: Sentence, said: Sequence[Said], doings: Sequence[Doing]) -> tuple[Stated, ...]:
    """All stances that a sentence states in words of their own."""
    out: list[Stated] = []
    for cue in said:
        if cue.kind == "accuse" or (cue.kind == "suspect" and sentence.lower(cue.cue[1]) in ("of", "in")):
            out.extend(_accusation(sentence, cue))
        elif cue.kind == "deny":
            out.extend(_denial(sentence, cue, doings))
        elif cue.negated or cue.lemma in ("decline", "refuse"):
            out.extend(_left_open(sentence, cue, doings))
    for i in range(len(sentence.tokens)):
        out.extend(_claimed(sentence, i))
        out.extend(_held_responsible(sentence, i))
        out.extend(_distanced(sentence, i))
        out.extend(_unclear(sentence, i, said, doings))
    return tuple(dict.fromkeys(out))


# Blame and accusation ---------------------------------------------------------------------------


def _accusation(sentence: Sentence, cue: Said) -> Iterator[Stated]:
    i = cue.cue[0]
    if not _about_attack(sentence, cue):
        return
    target = _accused(sentence, i)
    if target is None:
        return
    actor, speaker = target
    source = speaker if speaker is not None else (cue.source if not _is_accused_subject(sentence, i) else None)
    actors, joint = coordinated(sentence, actor, subject=actor[0] < i)
    unsure = joint == "or" or cue.kind == "suspect"
    certainty = Certainty.POSSIBLE if unsure else certainty_of(sentence, i, None)
    for one in actors:
        yield Stated(
            sentence.index, i, one, Stance.ALLEGES, certainty, source, cue.cue, _rest(sentence, i),
            joint=actor[0] if joint == "and" else None,
        )  # fmt: skip


def _about_attack(sentence: Sentence, cue: Said) -> bool:
    """'Blame' is about the deed at hand; 'accuse' and 'charge' must name one."""
    after = set(sentence.lowers(cue.cue[1], len(sentence.tokens)))
    deed = after & _ABOUT_DEED or any(
        is_attack_noun(sentence, k) or (t.is_verb and lemma(t.lower) in words("attack", "hit"))
        for k, t in enumerate(sentence.tokens)
        if k != cue.cue[0] and (cue.lemma == "blame" or k > cue.cue[0])
    )
    return bool(deed) or (cue.lemma == "blame" and not after & {"war", "crisis", "failure", "lack"})


def _accused(sentence: Sentence, i: int) -> tuple[Range, Range | None] | None:
    """The accused of the cue at ``i``, and the speaker where a passive names one after 'by'."""
    if sentence.lower(i + 1) == "on":
        phrase = sentence.phrase_at(i + 2)
        return (_actor(sentence, phrase), _by(sentence, i)) if phrase and _may_be(sentence, phrase) else None
    if _is_accused_subject(sentence, i):
        subject = subject_of(sentence, i)
        phrase = sentence.phrase_at(subject[0]) if subject else None
        return (_actor(sentence, phrase), _by(sentence, i)) if phrase and _may_be(sentence, phrase) else None
    phrase = _object(sentence, i)
    if phrase is None:
        return None
    if _is_deed(sentence, phrase):
        return _blamed_on(sentence, phrase)
    return (_actor(sentence, phrase), None) if _may_be(sentence, phrase) else None


def _is_deed(sentence: Sentence, phrase: Phrase) -> bool:
    head = sentence.lower(phrase.head)
    return is_attack_noun(sentence, phrase.head) or head in ("it", "deaths", "violence", "incident", "them", "this")


def _blamed_on(sentence: Sentence, deed: Phrase) -> tuple[Range, Range | None] | None:
    for k in range(deed.end, min(len(sentence.tokens), deed.end + 14)):
        phrase = sentence.phrase_at(k + 1)
        if sentence.lower(k) in ("on", "to") and phrase and phrase.start == k + 1 and _may_be(sentence, phrase):
            return _actor(sentence, phrase), None
    return None


def _is_accused_subject(sentence: Sentence, i: int) -> bool:
    helpers = sentence.lowers(before_auxiliaries(sentence, i) + 1, i)
    return any(w in ("is", "are", "was", "were", "been", "being") for w in helpers)


def _by(sentence: Sentence, i: int) -> Range | None:
    for k in range(i + 1, min(len(sentence.tokens), i + 10)):
        phrase = sentence.phrase_at(k + 1)
        if sentence.lower(k) == "by" and phrase:
            return phrase.start, extend_right(sentence, phrase)
    return None


def _object(sentence: Sentence, i: int) -> Phrase | None:
    k = i + 1
    while sentence.tag(k) in ("RB", "RP") or sentence.lower(k) in ('"', "“", "'", "both"):
        k += 1
    phrase = sentence.phrase_at(k)
    return phrase if phrase and phrase.start == k else None


def _may_be(sentence: Sentence, phrase: Phrase) -> bool:
    named = sentence.actor_in(phrase.start, phrase.end) is not None or sentence.tag(phrase.head) == "NNP"
    return is_doer(sentence, phrase) or is_named_person(sentence, phrase) or named


def _actor(sentence: Sentence, phrase: Phrase) -> Range:
    return doer_range(sentence, phrase)


def _rest(sentence: Sentence, i: int) -> Range | None:
    end = len(sentence.tokens)
    while end > i + 2 and not sentence.tokens[end - 1].is_word:
        end -= 1
    return (i + 1, end) if end > i + 1 else None


def _held_responsible(sentence: Sentence, i: int) -> Iterator[Stated]:
    """'Held X responsible', 'pointed the finger at X', 'attributed the raid to X'."""
    base = lemma(sentence.lower(i))
    if not sentence.tokens[i].is_verb:
        return
    phrase: Phrase | None = None
    if base == "hold" and {"responsible", "accountable"} & set(sentence.lowers(i + 1, i + 12)):
        phrase = _object(sentence, i)
    elif base == "point" and {"finger", "fingers"} & set(sentence.lowers(i + 1, i + 5)):
        at = next((k for k in range(i + 1, i + 7) if sentence.lower(k) in ("at", "to", "towards")), None)
        phrase = sentence.phrase_at(at + 1) if at else None
    elif base in ("link", "tie", "connect") and any(is_attack_noun(sentence, k) for k in range(i + 2, min(i + 12, len(sentence.tokens)))):
        phrase = _object(sentence, i)
    elif base == "attribute":
        deed = _object(sentence, i)
        found = _blamed_on(sentence, deed) if deed else None
        phrase = sentence.phrase_at(found[0][0]) if found else None
    if phrase and _may_be(sentence, phrase):
        actor = _actor(sentence, phrase)
        source = subject_of(sentence, i)
        yield Stated(
            sentence.index, i, actor, Stance.ALLEGES, certainty_of(sentence, i, None), source, (i, i + 1), _rest(sentence, i)
        )


# Responsibility claimed, or not -------------------------------------------------------------------


def _claimed(sentence: Sentence, i: int) -> Iterator[Stated]:
    word = sentence.lower(i)
    if lemma(word) in ("claim", "take", "assume", "accept", "admit", "acknowledge") and sentence.tokens[i].is_verb:
        yield from _claims_verb(sentence, i)
    elif word in ("claim", "claims") and sentence.lower(i + 1) == "of" and sentence.lower(i + 2) in _OWNED:
        yield from _claim_noun(sentence, i)


def _claims_verb(sentence: Sentence, i: int) -> Iterator[Stated]:
    window = sentence.lowers(i + 1, i + 7)
    owned = next((k for k, w in enumerate(window) if w in _OWNED), None)
    deed = lemma(sentence.lower(i)) == "claim" and _claims_deed(sentence, i)
    by_agent = sentence.lower(i + 1) == "by" or (owned is None and sentence.tag(i) == "VBN" and "by" in window[:3])
    if owned is None and not deed and not by_agent:
        return
    if "by" in window[:4] and _passive_claim(sentence, i):
        yield from _claimed_by(sentence, i)
        return
    if owned is None and not deed:
        return
    subject = _claimant(sentence, i)
    if subject is None:
        return
    yield from _claim_of(sentence, i, subject)


def _claims_deed(sentence: Sentence, i: int) -> bool:
    """'Claimed the attack', never 'claimed the lives of' nor 'claimed the attack failed'."""
    phrase = _object(sentence, i)
    if phrase is None or {"life", "lives"} & set(sentence.lowers(i, phrase.end + 1)):
        return False
    deed = is_attack_noun(sentence, phrase.head) or sentence.lower(phrase.head) in ("it",)
    return deed and not sentence.tag(phrase.end).startswith(("VB", "MD"))


def _passive_claim(sentence: Sentence, i: int) -> bool:
    return lemma(sentence.lower(i)) in ("claim", "take", "assume", "admit") and sentence.tag(i) in ("VBN", "VBD")


def _claimed_by(sentence: Sentence, i: int) -> Iterator[Stated]:
    agent = _by(sentence, i)
    if agent is None:
        return
    phrase = sentence.phrase_at(agent[0])
    if phrase is None:
        return
    nobody = bool({"not", "yet"} & set(sentence.lowers(before_auxiliaries(sentence, i) + 1, i)))
    actor = doer_range(sentence, phrase)
    stance = Stance.NO_CLAIM if nobody else Stance.ADMITS
    yield Stated(
        sentence.index, i, actor, stance, None if nobody else Certainty.CERTAIN,
        None if nobody else actor, (i, i + 1), _clause(sentence, i),
    )  # fmt: skip


def _claimant(sentence: Sentence, i: int) -> Range | None:
    subject = subject_of(sentence, i)
    if subject is not None:
        return subject
    k = before_auxiliaries(sentence, i)
    for j in range(k, max(-1, k - 12), -1):
        if sentence.lower(j) in _NOBODY:
            return j, k + 1
    return None


def _claim_of(sentence: Sentence, i: int, subject: Range) -> Iterator[Stated]:
    helpers = sentence.lowers(before_auxiliaries(sentence, i) + 1, i)
    negated = any(w in ("not", "never") or w.endswith("n't") for w in helpers)
    nobody = sentence.lower(subject[0]) in _NOBODY
    phrase = sentence.phrase_at(subject[0])
    cue = (i, min(len(sentence.tokens), i + 2))
    if nobody:
        yield Stated(sentence.index, i, None, Stance.NO_CLAIM, None, None, cue, _clause(sentence, i))
    elif phrase is not None and (_may_be(sentence, phrase) or sentence.tag(phrase.head) == "PRP" or _speaks_for(sentence, subject)):
        actor = _speaks_for(sentence, subject) or doer_range(sentence, phrase)
        if negated:
            yield Stated(sentence.index, i, actor, Stance.NO_CLAIM, None, None, cue, _clause(sentence, i))
        else:
            yield Stated(sentence.index, i, actor, Stance.ADMITS, Certainty.CERTAIN, subject, cue, _clause(sentence, i))


def _speaks_for(sentence: Sentence, subject: Range) -> Range | None:
    """The group that 'a spokesman for X', 'a caller from X', 'X's spokesman' claims in the name of."""
    phrase = sentence.phrase_at(subject[0])
    if phrase is None or sentence.lower(phrase.head) not in anonymous_nouns() | {"caller", "member", "members", "statement"}:
        return None
    end = max(subject[1], extend_right(sentence, phrase))
    hit = sentence.actor_in(subject[0], end)
    if hit:
        return hit.start, hit.end
    after = sentence.phrase_at(phrase.end + 1) if sentence.lower(phrase.end) in ("of", "for", "from") else None
    return (after.start, after.end) if after and after.end <= end else None


def _claim_noun(sentence: Sentence, i: int) -> Iterator[Stated]:
    """'There was no claim of responsibility', 'a claim of responsibility by X'."""
    before = sentence.lowers(i - 5, i)
    cue = (i, i + 3)
    if "no" in before or "without" in before or any(w == "not" or w.endswith("n't") for w in before):
        yield Stated(sentence.index, i, None, Stance.NO_CLAIM, None, None, cue, _clause(sentence, i))
        return
    for k in range(i + 3, min(len(sentence.tokens), i + 10)):
        phrase = sentence.phrase_at(k + 1)
        if sentence.lower(k) in ("by", "from") and phrase and is_doer(sentence, phrase):
            actor = doer_range(sentence, phrase)
            yield Stated(sentence.index, i, actor, Stance.ADMITS, Certainty.CERTAIN, actor, cue, _clause(sentence, i))
            return


def _clause(sentence: Sentence, i: int) -> Range:
    """The clause around ``i``: to the nearest ';', or the ends of the sentence without its marks."""
    start, end = i, i + 1
    while start > 0 and sentence.lower(start - 1) not in (";", "but"):
        start -= 1
    while end < len(sentence.tokens) and sentence.lower(end) not in (";", "but"):
        end += 1
    while end > i + 1 and not sentence.tokens[end - 1].is_word:
        end -= 1
    return start, end


# Denied, left open --------------------------------------------------------------------------------


def _denial(sentence: Sentence, cue: Said, doings: Sequence[Doing]) -> Iterator[Stated]:
    i = cue.cue[0]
    limit = _clause_limit(sentence, i)
    inside = [d for d in doings if cue.governs(d.trigger) and d.actor and d.trigger < limit]
    passive = _is_accused_subject(sentence, i) or (sentence.lower(i + 1) == "by")
    scope = sentence.lowers(*cue.content) if cue.content else ()
    about = bool(_DENIABLE & set(scope)) or bool(inside) or (passive and bool(_DENIABLE & set(sentence.lowers(0, i))))
    if cue.source is None or not about:
        return
    stance = Stance.UNCONFIRMED if cue.negated or "neither" in sentence.lowers(i - 3, i) else Stance.DENIES
    certainty = Certainty.CERTAIN if stance is Stance.DENIES else None
    named = [d for d in inside if d.actor and not _same_words(sentence, d.actor, cue.source)]
    own = _speaking_actor(sentence, cue.source)
    for actor in [d.actor for d in named] or [own]:
        if actor:
            yield Stated(sentence.index, i, actor, stance, certainty, cue.source, cue.cue, cue.content, limit=limit)


def _clause_limit(sentence: Sentence, i: int) -> int:
    """Where a clause of time or contrast begins after ``i``; what it tells is not denied."""
    ends = ("after", "when", "while", "before", "but", "as")
    return next((k for k in range(i + 2, len(sentence.tokens)) if sentence.lower(k) in ends), len(sentence.tokens))


def _distanced(sentence: Sentence, i: int) -> Iterator[Stated]:
    """'Tried to distance X from the attack', 'cleared X of the bombing'."""
    base = lemma(sentence.lower(i))
    phrase = _object(sentence, i)
    if base not in ("distance", "exonerate", "absolve", "acquit") or phrase is None or not _may_be(sentence, phrase):
        return
    verb = i
    while verb > 0 and (sentence.lower(verb - 1) == "to" or sentence.tag(verb - 1).startswith("VB")):
        verb -= 1
    source = subject_of(sentence, verb)
    yield Stated(sentence.index, i, _actor(sentence, phrase), Stance.DENIES, Certainty.CERTAIN, source, (i, i + 1), _rest(sentence, i))


def _speaking_actor(sentence: Sentence, source: Range) -> Range | None:
    """Who the denier speaks for: the actor in its words, otherwise itself."""
    phrase = sentence.phrase_at(source[0])
    if phrase is None:
        return None
    return doer_range(sentence, Phrase(source[0], max(source[1], phrase.end), phrase.head))


def _same_words(sentence: Sentence, a: Range, b: Range) -> bool:
    pronoun = sentence.tag(a[0]) in ("PRP", "PRP$")
    return pronoun or bool(set(sentence.lowers(*a)) & set(sentence.lowers(*b)) - {"the", "of", "a"})


def _left_open(sentence: Sentence, cue: Said, doings: Sequence[Doing]) -> Iterator[Stated]:
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
        yield Stated(sentence.index, doing.trigger, doing.actor, Stance.UNCONFIRMED, None, source, cue, content)
    asks_who = {"who", "whom", "whose", "which"} & set(sentence.lowers(start, end))
    deed = any(is_attack_noun(sentence, k) for k in range(start, end)) or {"behind", "responsible", "carried"} & set(
        sentence.lowers(start, end)
    )
    if asks_who and deed and not inside:
        yield Stated(sentence.index, cue[0], None, Stance.UNCONFIRMED, None, source, cue, content)


def _unclear(sentence: Sentence, i: int, said: Sequence[Said], doings: Sequence[Doing]) -> Iterator[Stated]:
    """'It was not immediately clear who …', 'unable to confirm whether …'."""
    word = sentence.lower(i)
    before = set(sentence.lowers(i - 4, i))
    unclear = word in ("unclear", "unknown") or (word in ("clear", "known") and before & {"not", "n't", "wasn't", "isn't"})
    unable = word in ("confirm", "verify", "determine") and before & {"unable", "cannot", "not", "couldn't", "can't"}
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

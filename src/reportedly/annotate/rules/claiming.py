"""Responsibility claimed, or claimed by nobody."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.annotate.rules.attacks import is_attack_noun
from reportedly.annotate.rules.doers import doer_range, is_doer
from reportedly.annotate.rules.phrases import Sentence, before_auxiliaries, extend_right, subject_of
from reportedly.annotate.rules.stances import Stated, agent_by, clause_around, may_be_actor, object_of
from reportedly.annotate.rules.vocabulary import lemma
from reportedly.language.speakers import anonymous_nouns
from reportedly.records import Certainty, Stance

Range = tuple[int, int]


CLAIMING = frozenset({"claim", "take", "assume", "accept", "admit", "acknowledge"})
_NOBODY = frozenset({"no", "none", "nobody", "neither"})
_OWNED = frozenset({"responsibility", "credit"})
_CARRYING = (("carrying",), ("staging",), ("being",), ("launching",), ("killing",), ("planting",))


def claimed(sentence: Sentence, i: int) -> Iterator[Stated]:
    """Responsibility claimed, or said not to be, by the word at ``i``."""
    word = sentence.lower(i)
    if lemma(word) in CLAIMING and sentence.tokens[i].is_verb:
        yield from _claims_verb(sentence, i)
    elif word in ("claim", "claims") and sentence.lower(i + 1) == "of" and sentence.lower(i + 2) in _OWNED:
        yield from _claim_noun(sentence, i)


def _claims_verb(sentence: Sentence, i: int) -> Iterator[Stated]:
    window = sentence.lowers(i + 1, i + 7)
    owned = next((k for k, w in enumerate(window) if w in _OWNED), None)
    verb = lemma(sentence.lower(i))
    deed = (verb == "claim" and _claims_deed(sentence, i)) or (verb == "admit" and window[:1] in _CARRYING)
    before = _OWNED & set(sentence.lowers(i - 8, i))
    by_agent = (verb == "claim" or bool(before)) and (
        window[:1] == ("by",) or (owned is None and sentence.tag(i) == "VBN" and "by" in window[:3])
    )
    if owned is None and not deed and not by_agent:
        return
    if by_agent and "by" in window[:4] and _passive_claim(sentence, i):
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
    phrase = object_of(sentence, i)
    if phrase is None or {"life", "lives"} & set(sentence.lowers(i, phrase.end + 1)):
        return False
    deed = is_attack_noun(sentence, phrase.head) or sentence.lower(phrase.head) in ("it",)
    return deed and not sentence.tag(phrase.end).startswith(("VB", "MD"))


def _passive_claim(sentence: Sentence, i: int) -> bool:
    return lemma(sentence.lower(i)) in ("claim", "take", "assume", "admit") and sentence.tag(i) in (
        "VBN",
        "VBD",
    )


def _claimed_by(sentence: Sentence, i: int) -> Iterator[Stated]:
    agent = agent_by(sentence, i)
    if agent is None:
        return
    phrase = sentence.phrase_at(agent[0])
    if phrase is None or not may_be_actor(sentence, phrase):
        return
    if sentence.lower(phrase.start) == "any":
        yield Stated(
            sentence.index, i, None, Stance.NO_CLAIM, None, None, (i, i + 1), clause_around(sentence, i)
        )
        return
    nobody = bool({"not", "yet"} & set(sentence.lowers(before_auxiliaries(sentence, i) + 1, i)))
    actor = doer_range(sentence, phrase)
    stance = Stance.NO_CLAIM if nobody else Stance.ADMITS
    yield Stated(
        sentence.index,
        i,
        actor,
        stance,
        None if nobody else Certainty.CERTAIN,
        None if nobody else actor,
        (i, i + 1),
        clause_around(sentence, i),
    )


def _claimant(sentence: Sentence, i: int) -> Range | None:
    subject = subject_of(sentence, i)
    k = before_auxiliaries(sentence, i)
    for j in range(k, max(-1, k - 12), -1):
        if sentence.lower(j) in _NOBODY and not any(sentence.tag(n).startswith("VB") for n in range(j, k)):
            return j, k + 1
    return subject


def _claim_of(sentence: Sentence, i: int, subject: Range) -> Iterator[Stated]:
    helpers = sentence.lowers(before_auxiliaries(sentence, i) + 1, i)
    negated = any(w in ("not", "never") or w.endswith("n't") for w in helpers)
    nobody = sentence.lower(subject[0]) in _NOBODY
    phrase = sentence.phrase_at(subject[0])
    cue = (i, min(len(sentence.tokens), i + 2))
    if nobody:
        yield Stated(sentence.index, i, None, Stance.NO_CLAIM, None, None, cue, clause_around(sentence, i))
    elif phrase is not None and (
        may_be_actor(sentence, phrase) or sentence.tag(phrase.head) == "PRP" or _speaks_for(sentence, subject)
    ):
        actor = _speaks_for(sentence, subject) or doer_range(sentence, phrase)
        if negated:
            yield Stated(
                sentence.index, i, actor, Stance.NO_CLAIM, None, None, cue, clause_around(sentence, i)
            )
        else:
            yield Stated(
                sentence.index,
                i,
                actor,
                Stance.ADMITS,
                Certainty.CERTAIN,
                subject,
                cue,
                clause_around(sentence, i),
            )


def _speaks_for(sentence: Sentence, subject: Range) -> Range | None:
    """The group that 'a spokesman for X', 'a caller from X', 'X's spokesman' claims in the name of."""
    phrase = sentence.phrase_at(subject[0])
    if phrase is None or sentence.lower(phrase.head) not in anonymous_nouns() | {
        "caller",
        "member",
        "members",
        "statement",
    }:
        return None
    for k in range(len(sentence.tokens) - 3):
        if sentence.lowers(k, k + 3) in (("on", "behalf", "of"), ("in", "the", "name")):
            named = sentence.phrase_at(k + 3 + (sentence.lower(k + 3) == "of"))
            if named:
                return doer_range(sentence, named)
    end = max(subject[1], extend_right(sentence, phrase))
    hit = sentence.actor_in(subject[0], end)
    if hit:
        return hit.start, hit.end
    after = (
        sentence.phrase_at(phrase.end + 1) if sentence.lower(phrase.end) in ("of", "for", "from") else None
    )
    return (after.start, after.end) if after and after.end <= end else None


def _claim_noun(sentence: Sentence, i: int) -> Iterator[Stated]:
    """'There was no claim of responsibility', 'a claim of responsibility by X'."""
    before = sentence.lowers(i - 5, i)
    cue = (i, i + 3)
    if "no" in before or "without" in before or any(w == "not" or w.endswith("n't") for w in before):
        yield Stated(sentence.index, i, None, Stance.NO_CLAIM, None, None, cue, clause_around(sentence, i))
        return
    for k in range(i + 3, min(len(sentence.tokens), i + 10)):
        phrase = sentence.phrase_at(k + 1)
        if sentence.lower(k) in ("by", "from") and phrase and is_doer(sentence, phrase):
            actor = doer_range(sentence, phrase)
            yield Stated(
                sentence.index,
                i,
                actor,
                Stance.ADMITS,
                Certainty.CERTAIN,
                actor,
                cue,
                clause_around(sentence, i),
            )
            return

"""Blame: accused, held responsible, pointed at, linked."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.annotate.rules.attacks import is_attack_noun
from reportedly.annotate.rules.attribution import Said
from reportedly.annotate.rules.doers import certainty_of, coordinated, doer_range
from reportedly.annotate.rules.phrases import Phrase, Sentence, subject_of
from reportedly.annotate.rules.stances import Stated, agent_by, is_acted_on, may_be_actor, object_of, rest_of
from reportedly.annotate.rules.vocabulary import lemma, words
from reportedly.language.speakers import speaker_nouns
from reportedly.records import Certainty, Stance

Range = tuple[int, int]


_ABOUT_DEED = words("stated", "about_deed")


def accusation(sentence: Sentence, cue: Said) -> Iterator[Stated]:
    """The stances of a cue of blame: one for each accused."""
    i = cue.cue[0]
    stops_short = sentence.lowers(i - 2, i) == ("short", "of")
    if cue.negated or stops_short or not _about_attack(sentence, cue):
        return
    target = _accused(sentence, i)
    if target is None:
        return
    actor, speaker = target
    source = speaker if speaker is not None else (cue.source if not is_acted_on(sentence, i) else None)
    actors, joint = coordinated(sentence, actor, subject=actor[0] < i)
    unsure = joint == "or" or cue.kind == "suspect"
    certainty = Certainty.POSSIBLE if unsure else certainty_of(sentence, i, None)
    for one in actors:
        yield Stated(
            sentence.index,
            i,
            one,
            Stance.DENIES if cue.lemma == "acquit" else Stance.ALLEGES,
            certainty,
            source,
            cue.cue,
            rest_of(sentence, i),
            joint=actor[0] if joint == "and" else None,
        )


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
        return (
            (doer_range(sentence, phrase), agent_by(sentence, i))
            if phrase and may_be_actor(sentence, phrase)
            else None
        )
    if is_acted_on(sentence, i):
        subject = subject_of(sentence, i)
        phrase = sentence.phrase_at(subject[0]) if subject else None
        return (
            (doer_range(sentence, phrase), agent_by(sentence, i))
            if phrase and may_be_actor(sentence, phrase)
            else None
        )
    phrase = object_of(sentence, i)
    if phrase is None:
        return None
    if _is_deed(sentence, phrase):
        return _blamed_on(sentence, phrase)
    human = may_be_actor(sentence, phrase) or sentence.lower(phrase.head) in speaker_nouns()
    return (doer_range(sentence, phrase), None) if human else None


def _is_deed(sentence: Sentence, phrase: Phrase) -> bool:
    head = sentence.lower(phrase.head)
    return is_attack_noun(sentence, phrase.head) or head in (
        "it",
        "deaths",
        "violence",
        "incident",
        "them",
        "this",
    )


def _blamed_on(sentence: Sentence, deed: Phrase) -> tuple[Range, Range | None] | None:
    """'Blamed the attack on the bus on the rebels': of several the last is who is blamed."""
    found: tuple[Range, Range | None] | None = None
    for k in range(deed.end, min(len(sentence.tokens), deed.end + 14)):
        phrase = sentence.phrase_at(k + 1)
        here = sentence.lower(k) in ("on", "to") and phrase is not None and phrase.start == k + 1
        if here and phrase and may_be_actor(sentence, phrase):
            found = doer_range(sentence, phrase), None
    return found


HOLDING = frozenset({"hold", "point", "link", "tie", "connect", "attribute"})


def held_responsible(sentence: Sentence, i: int) -> Iterator[Stated]:
    """'Held X responsible', 'pointed the finger at X', 'attributed the raid to X'."""
    if not sentence.tokens[i].is_verb:
        return
    base = lemma(sentence.lower(i))
    phrase: Phrase | None = None
    if base == "hold" and {"responsible", "accountable"} & set(sentence.lowers(i + 1, i + 12)):
        phrase = object_of(sentence, i)
    elif base == "point" and {"finger", "fingers"} & set(sentence.lowers(i + 1, i + 5)):
        at = next((k for k in range(i + 1, i + 7) if sentence.lower(k) in ("at", "to", "towards")), None)
        phrase = sentence.phrase_at(at + 1) if at else None
    elif base in ("link", "tie", "connect") and any(
        is_attack_noun(sentence, k) for k in range(i + 2, min(i + 12, len(sentence.tokens)))
    ):
        phrase = object_of(sentence, i)
    elif base == "attribute":
        deed = object_of(sentence, i)
        found = _blamed_on(sentence, deed) if deed else None
        phrase = sentence.phrase_at(found[0][0]) if found else None
    if phrase and may_be_actor(sentence, phrase):
        actor = doer_range(sentence, phrase)
        source = subject_of(sentence, i)
        yield Stated(
            sentence.index,
            i,
            actor,
            Stance.ALLEGES,
            certainty_of(sentence, i, None),
            source,
            (i, i + 1),
            rest_of(sentence, i),
        )

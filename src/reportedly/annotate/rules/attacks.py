"""Attacks in the words of a sentence, with the doer where the words give one.

Four shapes: the doer as subject ('X shelled the town'), after 'by' ('shelled by X'), as a
modifier ("X's raid", 'X air strikes'), and as the one 'behind' or 'responsible for' it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportedly.annotate.rules.doers import (
    certainty_of,
    coordinated,
    doer_range,
    is_doer,
    is_named_person,
    left_of,
    modifier,
)
from reportedly.annotate.rules.phrases import (
    ATTACHING,
    AUXILIARIES,
    TIME_WORDS,
    Phrase,
    Sentence,
    before_auxiliaries,
    subject_of,
)
from reportedly.annotate.rules.vocabulary import lemma, words
from reportedly.records import Certainty

Range = tuple[int, int]

_IRREALIS = frozenset("will would shall should must wo 'll".split())
_PLANS = words("attacks", "plans")
_PERFECT_AFTER_TO = frozenset({"have"})
_TRIED = frozenset({"try", "attempt", "seek"})
_CLAUSE_ENDS = frozenset(
    {";", "which", "who", "that", "when", "while", "as", "after", "before", "but", "where", ":"}
)
_NOT_AGENTS = words("attacks", "not_agents")
_STRIKE_MODIFIERS = words("attacks", "strike_modifiers")
_FIRE_OBJECTS = words("attacks", "fire_objects")
_DEEDS = words("attacks", "deeds")
_HARMED = words("attacks", "harmed")


@dataclass(frozen=True, slots=True)
class Doing:
    """An attack named at token ``trigger``, and who the words make its doer."""

    sentence: int
    trigger: int
    actor: Range | None
    certainty: Certainty = Certainty.CERTAIN
    negated: bool = False
    joint: int | None = None
    """Doers with the same number are said to have acted together ('in tandem', 'and')."""
    supporter: bool = False


def find_doings(sentence: Sentence) -> tuple[Doing, ...]:
    """All attacks of a sentence that have a doer, one a doer."""
    raw: list[Doing] = []
    for i, token in enumerate(sentence.tokens):
        if sentence.in_headline and _verb_in_headline(sentence, i) and sentence.tag(i + 1) != "IN":
            raw.extend(_of_verb(sentence, i))
        elif is_attack_noun(sentence, i):
            raw.extend(_of_noun(sentence, i))
        elif token.lower in ("behind", "responsible", "involved", "culpable", "complicit"):
            raw.extend(_of_predicate(sentence, i))
        elif token.is_verb or _verb_in_headline(sentence, i):
            raw.extend(_of_verb(sentence, i))
        elif token.lower in _ROLE_WORDS:
            raw.extend(_of_role(sentence, i))
    if sentence.lower(0) == "if":
        comma = next(
            (k for k, token in enumerate(sentence.tokens) if token.text == ","), len(sentence.tokens)
        )
        raw = [doing for doing in raw if doing.trigger > comma]
    return tuple(dict.fromkeys(_expanded(sentence, raw)))


def is_attack_noun(sentence: Sentence, i: int) -> bool:
    """Whether token ``i`` names an attack; 'strike' does only beside what strikes."""
    token = sentence.tokens[i]
    if token.lower == "fire" and sentence.lower(i - 1) in words("nouns", "weapon"):
        return True
    if (token.is_verb and token.tag != "VBG") or token.lower not in words("nouns", "attack"):
        return False
    phrase = sentence.phrase_at(i)
    if token.tag == "VBG" and not (phrase and phrase.head == i):
        return sentence.lower(i + 1) in ("of", "by")
    if phrase is not None and phrase.head > i and sentence.lower(phrase.head) not in words("nouns", "attack"):
        return False
    if token.lower in ("strike", "strikes"):
        before = set(sentence.lowers(phrase.start if phrase else i - 1, i))
        known = bool(before & {"the", "these", "those"}) and sentence.lower(i + 1) in (
            "on",
            "in",
            "against",
            "at",
            ".",
        )
        return known or bool(before & _STRIKE_MODIFIERS) or modifier(sentence, i) is not None
    return True


def _verb_in_headline(sentence: Sentence, i: int) -> bool:
    """Headlines: 'Jets Kill 22' whose verb looks like a noun."""
    if not sentence.in_headline:
        return False
    follows = sentence.tag(i + 1) in ("CD", "DT", "JJ", "NNS", "NN", "NNP", "PRP$", "IN")
    is_base = lemma(sentence.lower(i)) in words("attack", "hit")
    return is_base and sentence.tag(i) in ("NN", "NNS", "VB", "JJ") and follows and i > 0


def _expanded(sentence: Sentence, raw: list[Doing]) -> Iterator[Doing]:
    for doing in raw:
        if doing.actor is None:
            continue
        actors, joint = coordinated(sentence, doing.actor, subject=doing.actor[0] < doing.trigger)
        left, joiner = left_of(sentence, doing.actor) if len(actors) == 1 else (None, "")
        if left:
            actors, joint = (left, *actors), joiner
        certainty = doing.certainty
        if joint == "or":
            certainty = Certainty.POSSIBLE
        group = doing.actor[0] if joint == "and" else None
        for actor in actors:
            yield replace(doing, actor=actor, certainty=certainty, joint=group)


def _of_noun(sentence: Sentence, i: int) -> Iterator[Doing]:
    found = modifier(sentence, i)
    if found:
        yield _doing(sentence, i, found)
    agent = agent_after(sentence, i)
    if agent:
        yield _doing(sentence, i, agent)
    verb = _launching(sentence, i)
    if verb is not None:
        yield from _by_subject(sentence, verb, i)


def _doing(sentence: Sentence, trigger: int, actor: Range, *, negated: bool = False) -> Doing:
    return Doing(sentence.index, trigger, actor, certainty_of(sentence, trigger, actor), negated)


def agent_after(sentence: Sentence, i: int) -> Range | None:
    """The doer after 'by' in the clause right of token ``i``; a relative clause is stepped over."""
    relative = False
    for k in range(i + 1, min(len(sentence.tokens), i + 22)):
        word = sentence.lower(k)
        if word == "by":
            if not relative or sentence.tag(k - 1) in ("VBN", "RP", "IN", "RB"):
                return _agent(sentence, k + 1)
        elif word in ("that", "which") and not relative:
            relative = True
        elif word in _CLAUSE_ENDS or (
            sentence.tag(k).startswith("VB") and not relative and not _leads_to_agent(sentence, k)
        ):
            return None
    return None


def _leads_to_agent(sentence: Sentence, k: int) -> bool:
    """Whether the verb may stand between an attack and its doer ('was launched by')."""
    base = lemma(sentence.lower(k))
    return (
        _is_helper(sentence, k)
        or base in words("attack") | {"claim", "believe", "think", "say", "suspect", "report", "allege"}
        or sentence.tag(k) == "VBG"
    )


def _is_helper(sentence: Sentence, k: int) -> bool:
    return sentence.lower(k) in AUXILIARIES


def _agent(sentence: Sentence, k: int) -> Range | None:
    while sentence.lower(k) in ("both", "either", "the", '"', "“", "'") and sentence.phrase_at(k) is None:
        k += 1
    phrase = sentence.phrase_at(k)
    if phrase is None or phrase.start != k or sentence.lower(phrase.head) in _NOT_AGENTS:
        return None
    if is_doer(sentence, phrase) or is_named_person(sentence, phrase):
        return doer_range(sentence, phrase)
    if sentence.lower(phrase.head) in words("nouns", "attack") | words("nouns", "weapon"):
        return modifier(sentence, phrase.head)
    one_of = sentence.phrase_at(phrase.end + 1) if sentence.lower(phrase.end) == "of" else None
    if one_of and is_doer(sentence, one_of):
        return phrase.start, one_of.end
    return None


_OBJECT_TAGS = frozenset({"IN", "RP", "DT", "JJ", "CD", "RB", "PRP$", "VBN", "NNS", "NN", "POS"})


def _launching(sentence: Sentence, noun: int) -> int | None:
    """The verb of 'launched a raid', 'carried out air strikes' whose object is the noun."""
    phrase = sentence.phrase_at(noun)
    start = phrase.start if phrase else noun
    for k in range(start - 1, max(-1, start - 6), -1):
        token = sentence.tokens[k]
        if lemma(token.lower) in words("attack", "launch") | {"claim"} and token.tag != "NN":
            return None if lemma(token.lower) == "claim" else k
        inside = token.tag in _OBJECT_TAGS or token.lower in TIME_WORDS
        if not inside or token.lower in ("by", "after"):
            return None
    return None


def _of_verb(sentence: Sentence, i: int) -> Iterator[Doing]:
    base = lemma(sentence.lower(i))
    if _stands_for_attack(sentence, i):
        yield from _by_subject(sentence, i, i)
        return
    if base == "plan":
        return
    if base in words("attack", "support"):
        yield from _of_support(sentence, i, base)
        return
    if base in words("attack", "launch") and base not in words("attack", "hit"):
        yield from _of_weapon_use(sentence, i)
        return
    if base not in words("attack", "hit") or not _means_attack(sentence, i, base):
        return
    if _is_passive(sentence, i):
        agent = agent_after(sentence, i) if is_real(sentence, i) else None
        if agent:
            yield _doing(sentence, i, agent, negated=_negated(sentence, i))
        return
    yield from _by_subject(sentence, i, i)


def _is_crime(sentence: Sentence, i: int) -> bool:
    """'The crime was committed by X': a deed that only its verb makes an attack."""
    if lemma(sentence.lower(i)) not in ("commit", "carry", "conduct"):
        return False
    return bool(set(sentence.lowers(i - 8, i)) & words("attacks", "crimes"))


_BEING = frozenset({"is", "are", "was", "were", "be", "been"})


def _stands_for_attack(sentence: Sentence, i: int) -> bool:
    """'Carried it out', 'opened fire on': verbs that mean an attack only with the words after them."""
    following = sentence.lowers(i + 1, i + 3)
    carried = lemma(sentence.lower(i)) in ("carry", "do") and following in (
        ("it", "out"),
        ("this", "out"),
        ("them", "out"),
    )
    opened = lemma(sentence.lower(i)) == "open" and sentence.lower(i + 1) == "fire"
    sent = sentence.phrase_at(i + 1) if lemma(sentence.lower(i)) == "send" else None
    return carried or opened or (sent is not None and sentence.lower(sent.head) in words("nouns", "lone"))


def _of_support(sentence: Sentence, i: int, base: str) -> Iterator[Doing]:
    """'X ordered the attack', 'X armed the rebels who attacked': the one behind those who did it."""
    deed = any(is_attack_noun(sentence, k) for k in range(i + 1, min(len(sentence.tokens), i + 6)))
    armed = base != "order" and any(
        lemma(w) in words("attack", "hit") for w in sentence.lowers(i + 3, i + 10)
    )
    if _is_passive(sentence, i) and any(is_attack_noun(sentence, k) for k in range(max(0, i - 6), i)):
        agent = agent_after(sentence, i)
        if agent and is_real(sentence, i):
            yield replace(_doing(sentence, i, agent, negated=_negated(sentence, i)), supporter=True)
    elif deed or armed:
        for doing in _by_subject(sentence, i, i):
            yield replace(doing, supporter=True)


def _of_weapon_use(sentence: Sentence, i: int) -> Iterator[Doing]:
    """'Dropped barrel bombs', 'used sarin', 'launched 59 missiles': a weapon as the object."""
    window = set(sentence.lowers(i - 5, i + 8) if _is_passive(sentence, i) else sentence.lowers(i + 1, i + 8))
    weapon = bool(window & words("nouns", "weapon")) or bool({"chemical", "weapons"} <= window)
    if weapon and not _is_passive(sentence, i):
        yield from _by_subject(sentence, i, i)
    elif (
        weapon
        or lemma(sentence.lower(i)) in ("perpetrate", "mastermind", "orchestrate")
        or _is_crime(sentence, i)
    ):
        agent = agent_after(sentence, i)
        if agent and is_real(sentence, i):
            yield _doing(sentence, i, agent, negated=_negated(sentence, i))


def _means_attack(sentence: Sentence, i: int, base: str) -> bool:
    token, following = sentence.tokens[i], set(sentence.lowers(i + 1, i + 6))
    if token.tag == "VBG" and sentence.phrase_at(i) is not None and not _is_progressive(sentence, i):
        return False
    if base == "fire":
        before = set(sentence.lowers(i - 3, i))
        return bool(following & _FIRE_OBJECTS) or bool(before & words("nouns", "weapon"))
    if base in ("hang", "seize", "level", "blow", "ram", "strike"):
        return bool(following & (_HARMED | words("nouns", "doer"))) or base in ("strike", "blow")
    return True


def _is_progressive(sentence: Sentence, i: int) -> bool:
    return sentence.lower(before_auxiliaries(sentence, i) + 1) in ("is", "are", "was", "were", "been", "be")


def _is_passive(sentence: Sentence, i: int) -> bool:
    if sentence.tag(i) not in ("VBN", "VBD"):
        return False
    helpers = sentence.lowers(before_auxiliaries(sentence, i) + 1, i)
    if any(w in ("is", "are", "was", "were", "been", "be", "being") for w in helpers):
        return True
    if any(w in ("has", "have", "had") for w in helpers):
        return False
    return sentence.lower(i + 1) == "by" or not _takes_object(sentence, i)


def _takes_object(sentence: Sentence, i: int) -> bool:
    k = i + 1
    if sentence.lower(k) in ("and", "or") and sentence.tag(k + 1) in ("VBD", "VBN", "VBP", "VB"):
        return _takes_object(sentence, k + 1)
    while sentence.tag(k) in ("RB", "RP") or sentence.lower(k) in (
        '"',
        "“",
        "at",
        "up",
        "more",
        "than",
        "least",
    ):
        k += 1
        if k > i + 4:
            break
    phrase = sentence.phrase_at(k)
    if phrase is not None and sentence.tag(k) != "PRP":
        return True
    return sentence.tag(k) in ("PRP", "CD") or lemma(sentence.lower(i)) in (
        "fire",
        "open",
        "explode",
        "detonate",
        "strike",
    )


def _by_subject(sentence: Sentence, verb: int, trigger: int) -> Iterator[Doing]:
    if not is_real(sentence, verb):
        return
    subject = _doer_subject(sentence, verb)
    if subject:
        none = "no" in sentence.lowers(verb + 1, trigger)
        yield _doing(sentence, trigger, subject, negated=none or _negated(sentence, verb))


def _doer_subject(sentence: Sentence, verb: int) -> Range | None:
    start = before_auxiliaries(sentence, verb)
    participle = sentence.tag(verb) == "VBG" and not _is_progressive(sentence, verb)
    participle = participle or sentence.lower(start + 1) == "having"
    if sentence.lower(start) == "to" and sentence.tokens[start - 1].is_verb:
        verb = start - 1
    found = None if participle else subject_of(sentence, verb)
    if found is None:
        found = _shared_subject(sentence, verb)
    if found is None:
        return None
    phrase = sentence.phrase_at(found[0])
    if phrase is not None and phrase.start < verb < phrase.end:
        # A headline's verb that looks like a noun ('X gunmen massacre 20') was chunked with its subject.
        phrase = Phrase(phrase.start, verb, verb - 1)
    while phrase is not None and phrase.start < found[1]:
        if is_doer(sentence, phrase) or is_named_person(sentence, phrase):
            return doer_range(sentence, phrase)
        if sentence.lower(phrase.head) in words("nouns", "weapon") or is_attack_noun(sentence, phrase.head):
            return modifier(sentence, phrase.head)
        if sentence.lower(phrase.end) != "of":
            return None
        phrase = sentence.phrase_at(phrase.end + 1)
    return None


def _shared_subject(sentence: Sentence, verb: int) -> Range | None:
    """'X attacked A and killed B'; 'X …, killing B': the subject of the verb before."""
    k = before_auxiliaries(sentence, verb)
    if sentence.tag(verb) == "VBG" and sentence.lower(k) in ATTACHING | {"by"}:
        return None
    joined = sentence.lower(k) in ("and", "then", ",", "but") or sentence.tag(verb) == "VBG"
    if not joined:
        return None
    for j in range(k, max(-1, k - 25), -1):
        if sentence.tag(j) in ("VBD", "VBZ", "VBP", "VBN") and sentence.lower(j) not in AUXILIARIES:
            return None if _is_passive(sentence, j) else subject_of(sentence, j)
    first = sentence.phrases[0] if sentence.phrases and sentence.phrases[0].start == 0 else None
    return (first.start, first.end) if first and first.end < k else None


def is_real(sentence: Sentence, verb: int) -> bool:
    """Whether the verb tells something done: no threat, plan, future or condition."""
    start = before_auxiliaries(sentence, verb)
    helpers = sentence.lowers(start + 1, verb)
    if any(w in _IRREALIS for w in helpers) and "have" not in helpers:
        return False
    if "if" in sentence.lowers(start - 4, start + 1):
        return False
    if sentence.lower(start) == "to":
        governor = lemma(sentence.lower(start - 1))
        return "have" in helpers or governor in _TRIED | {"continue", "begin", "use", "manage"}
    return not (sentence.lower(start) in ("of", "for", "from") and lemma(sentence.lower(start - 1)) in _PLANS)


def _negated(sentence: Sentence, verb: int) -> bool:
    helpers = sentence.lowers(before_auxiliaries(sentence, verb) + 1, verb)
    return any(w in ("not", "never") or w.endswith("n't") for w in helpers)


def _of_predicate(sentence: Sentence, i: int) -> Iterator[Doing]:
    """'X was behind the attack', 'held X responsible', 'X may have been involved'."""
    if (
        sentence.lower(i) == "involved"
        and sentence.lower(i + 1) == "in"
        and not (set(sentence.lowers(i + 2, i + 8)) & (words("nouns", "attack") | {"it", "incident"}))
    ):
        return
    if (
        sentence.lower(i) in ("responsible", "culpable")
        and sentence.lower(i + 1) == "for"
        and not (set(sentence.lowers(i + 2, i + 10)) & (words("nouns", "attack") | _DEEDS))
    ):
        return
    if sentence.lower(i) == "behind" and not (
        set(sentence.lowers(i + 1, i + 6)) & (words("nouns", "attack") | {"it"})
    ):
        return
    k = before_auxiliaries(sentence, i)
    be = set(sentence.lowers(k + 1, i)) & {"is", "are", "was", "were", "been", "be", "being"}
    if not be and sentence.lower(i) != "behind":
        yield from _held(sentence, i)
        return
    subject = subject_of(sentence, i)
    phrase = sentence.phrase_at(subject[0]) if subject else None
    if phrase and (is_doer(sentence, phrase) or _bare_name(sentence, phrase)):
        negated = any(w == "not" or w.endswith("n't") for w in sentence.lowers(k + 1, i))
        yield _doing(sentence, i, doer_range(sentence, phrase), negated=negated)


def _held(sentence: Sentence, i: int) -> Iterator[Doing]:
    phrase = sentence.phrase_at(i - 1)
    if (
        phrase
        and is_doer(sentence, phrase)
        and lemma(sentence.lower(phrase.start - 1)) in ("hold", "find", "deem")
    ):
        yield _doing(sentence, i, doer_range(sentence, phrase))


def _of_role(sentence: Sentence, i: int) -> Iterator[Doing]:
    """'The role of X', "X's involvement", 'no X involvement', 'bore responsibility', 'nothing to do with'."""
    verb = _verb_of_role(sentence, i)
    if verb is not None:
        negated = sentence.lower(i) == "nothing" or "no" in sentence.lowers(verb + 1, i)
        for doing in _by_subject(sentence, verb, i):
            yield replace(doing, negated=negated or doing.negated)
        return
    adjective = modifier(sentence, i) if sentence.lower(i) in ("involvement", "role", "hand") else None
    if adjective and sentence.tag(adjective[1]) != "POS":
        negated = "no" in sentence.lowers(adjective[0] - 2, adjective[0])
        yield _doing(sentence, i, adjective, negated=negated)
        return
    if sentence.lower(i) in ("hallmarks", "work") and sentence.lower(i + 1) != "of":
        return
    following = sentence.phrase_at(i + 2) if sentence.lower(i + 1) in ("of", "by") else None
    if following and (is_doer(sentence, following) or _bare_name(sentence, following)):
        yield _doing(sentence, i, doer_range(sentence, following))
        return
    phrase = sentence.phrase_at(i)
    owner = next((k for k in range(phrase.start, i) if sentence.tag(k) == "POS"), None) if phrase else None
    if phrase and owner:
        owned = Phrase(phrase.start, owner, owner - 1)
        if is_doer(sentence, owned) or _bare_name(sentence, owned):
            yield _doing(sentence, i, doer_range(sentence, owned))


_ROLE_WORDS = frozenset(
    {"role", "involvement", "responsibility", "hand", "nothing", "blame", "hallmarks", "work"}
)


def _verb_of_role(sentence: Sentence, i: int) -> int | None:
    """The verb of 'had nothing to do with it', 'bears responsibility', 'was to blame', 'had a hand in'."""
    word = sentence.lower(i)
    if word == "nothing":
        return i - 1 if sentence.lowers(i + 1, i + 4) == ("to", "do", "with") else None
    if word == "blame":
        return i - 2 if sentence.lower(i - 1) == "to" and sentence.lower(i - 2) in _BEING else None
    if word == "responsibility":
        return next(
            (k for k in range(i - 1, i - 5, -1) if k >= 0 and lemma(sentence.lower(k)) == "bear"), None
        )
    if word in ("role", "hand"):
        return next(
            (
                k
                for k in range(i - 1, i - 4, -1)
                if k >= 0 and sentence.lower(k) in ("had", "has", "have", "played")
            ),
            None,
        )
    return None


def _bare_name(sentence: Sentence, phrase: Phrase) -> bool:
    return (
        sentence.tokens[phrase.head].tag == "NNP" or sentence.actor_in(phrase.start, phrase.end) is not None
    )

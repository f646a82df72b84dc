"""Which phrases can be the doer of an attack, and how surely the words around them put it."""

from __future__ import annotations

from reportedly.annotate.rules.phrases import ATTACHING, Phrase, Sentence, before_auxiliaries, extend_right
from reportedly.annotate.rules.vocabulary import words
from reportedly.records import Certainty

Range = tuple[int, int]

_TARGET_NOUNS = words("doers", "target_nouns")
_NOT_DOERS = words("doers", "not_doers")
_PERSON_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i"})
_BETWEEN = words("doers", "between")


def is_doer(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the phrase can have done an attack: an actor, a force, a person, a pronoun."""
    head = sentence.tokens[phrase.head].lower
    if sentence.tag(phrase.start) == "PRP":
        return head in _PERSON_PRONOUNS
    if head in _NOT_DOERS or head in _TARGET_NOUNS or head in words("nouns", "attack"):
        return False
    owned_machine = sentence.tag(phrase.start) == "PRP$" and head in words("nouns", "machine")
    if head in words("nouns", "doer") or owned_machine:
        return True
    hit = sentence.actor_in(phrase.start, phrase.end)
    if hit is None or hit.end < phrase.head or hit.form == "adjective":
        return False
    # 'A hall outside Moscow': a capital after a word of place is a place and no government.
    return hit.form != "capital" or sentence.lower(phrase.start - 1) not in ATTACHING


def is_named_person(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the phrase looks like a person's name: capitals that name no known place or actor."""
    inside = sentence.tokens[phrase.start : phrase.end]
    capitals = [t for t in inside if t.tag == "NNP" and t.text[0].isupper()]
    return (
        2 <= len(capitals) <= 5
        and len(capitals) == len(inside)
        and sentence.lower(phrase.start - 1) not in ATTACHING
        and sentence.actor_in(phrase.start, phrase.end) is None
        and not any(t.lower in _TARGET_NOUNS or t.tag == "DT" for t in inside)
    )


def trimmed(sentence: Sentence, start: int, end: int) -> Range:
    """The phrase without its articles and counts in front."""
    while start < end - 1 and sentence.tag(start) in ("DT", "PDT", "IN") and sentence.lower(start) != "at":
        start += 1
    return start, end


def doer_range(sentence: Sentence, phrase: Phrase) -> Range:
    """The doer's words: the phrase, and an 'of …' that says which ('members of the group')."""
    end = phrase.end
    owner = _belongs_to(sentence, end)
    if owner:
        return trimmed(sentence, owner.start, owner.end)
    if sentence.lower(end) in ("of", "from") and sentence.tokens[phrase.head].lower in _PARTS:
        end = extend_right(sentence, phrase)
    following = sentence.tokens[end : end + 3]
    if len(following) == 3 and following[0].text in "([" and following[2].text in ")]":
        end += 3
    return trimmed(sentence, phrase.start, end)


def _belongs_to(sentence: Sentence, end: int) -> Phrase | None:
    """'Jets (thought to) belong(ing) to X' are X's."""
    for k in range(end, end + 4):
        if (
            sentence.lower(k) in ("belonging", "belong", "belongs", "belonged")
            and sentence.lower(k + 1) == "to"
        ):
            return sentence.phrase_at(k + 2)
    return None


_PARTS = words("doers", "parts")


def modifier(sentence: Sentence, noun: int) -> Range | None:
    """The actor that modifies an attack noun: 'US air strikes', 'regime shelling', "Israel's raid"."""
    phrase = sentence.phrase_at(noun)
    if phrase is None:
        return None
    end = noun
    while end > phrase.start and (
        sentence.lower(end - 1) in _BETWEEN
        or sentence.lower(end - 1) in words("nouns", "attack")
        or sentence.lower(end - 1) in words("nouns", "weapon")
    ):
        end -= 1
    owner = next((k for k in range(noun - 1, phrase.start, -1) if sentence.tag(k) == "POS"), None)
    if owner is not None:
        end = owner + 1
    owned = sentence.tag(end - 1) == "POS"
    end -= owned
    if end <= phrase.start:
        return None
    return _modifying(sentence, phrase.start, end, owned=owned)


def left_of(sentence: Sentence, found: Range) -> tuple[Range | None, str]:
    """The actor joined to a modifier on its left: 'Russian and regime bombing', 'X or Y air strikes'."""
    joiner = sentence.lower(found[0] - 1)
    phrase = sentence.phrase_at(found[0] - 2)
    if joiner not in ("and", "or") or phrase is None or phrase.end != found[0] - 1:
        return None, ""
    hit = sentence.actor_in(phrase.start, phrase.end)
    named = (
        hit is not None and hit.end == phrase.end and (hit.form == "adjective" or hit.actor.kind != "state")
    )
    if named or (is_doer(sentence, phrase) and sentence.lower(phrase.head) in words("nouns", "doer")):
        return trimmed(sentence, phrase.start, phrase.end), joiner
    return None, ""


def _modifying(sentence: Sentence, start: int, end: int, *, owned: bool) -> Range | None:
    last = sentence.lower(end - 1)
    if last in ("its", "their", "his") and owned is False and sentence.tag(end - 1) == "PRP$":
        return (end - 1, end)
    if last == "terrorist" or last in _TARGET_NOUNS:
        return None
    hit = next((h for h in sentence.actors if h.end == end and h.start >= start), None)
    if hit and (hit.form == "adjective" or hit.actor.kind != "state" or owned or _is_us(sentence, hit.start)):
        return hit.start, end
    if hit is None and last in words("nouns", "doer") and (owned or last not in words("nouns", "lone")):
        return trimmed(sentence, start, end)
    return None


def _is_us(sentence: Sentence, i: int) -> bool:
    return sentence.lower(i).rstrip(".") in ("us", "u.s", "uk")


def coordinated(
    sentence: Sentence, found: Range, *, subject: bool = False
) -> tuple[tuple[Range, ...], str | None]:
    """The doers joined to one by and / or, and the joining word ('or' makes each only possible).

    ``subject`` tells that the doer stands before its verb; otherwise 'killed by X and Y said' must
    not join Y, which is the subject of the next verb.
    """
    doers, joint = [found], None
    at = found[1]
    for _ in range(4):
        if sentence.lower(at) not in ("and", "or", ",", "/") or (subject and sentence.tag(at - 1) == "PRP"):
            break
        skip = at + 1 + (sentence.lower(at) == "," and sentence.lower(at + 1) in ("and", "or"))
        phrase = sentence.phrase_at(skip)
        if sentence.lower(skip) in ("those", "that") and sentence.lower(skip + 1) == "of":
            skip += 2
            phrase = sentence.phrase_at(skip)
        if (
            phrase is None
            or phrase.start != skip
            or not is_doer(sentence, phrase)
            or sentence.tag(skip) == "PRP"
        ):
            break
        if not subject and sentence.tag(phrase.end).startswith("VB"):
            break
        joint = "or" if "or" in sentence.lowers(at, skip) else (joint or "and")
        doers.append(doer_range(sentence, phrase))
        at = doers[-1][1]
    return tuple(doers), joint


def certainty_of(sentence: Sentence, trigger: int, actor: Range | None) -> Certainty:
    """How surely the words near an attack and its doer put it (coding guide, 'certainty')."""
    low, high = max(0, trigger - 7), trigger + 5
    if actor:
        low, high = min(low, actor[0] - 2), max(high, actor[1] + 2)
    near = set(_clause_words(sentence, low, high, trigger)) | set(_modals(sentence, trigger, actor))
    if near & words("hedges", "possible"):
        return Certainty.POSSIBLE
    return Certainty.PROBABLE if near & words("hedges", "probable") else Certainty.CERTAIN


def _clause_words(sentence: Sentence, low: int, high: int, trigger: int) -> list[str]:
    """The words of the window that belong to the clause of the trigger, without modal verbs."""
    start = max((k + 1 for k in range(max(0, low), trigger) if _parts(sentence, k)), default=low)
    end = min(
        (k for k in range(trigger + 1, min(high, len(sentence.tokens))) if _parts(sentence, k)), default=high
    )
    return [
        w
        for k, w in enumerate(sentence.lowers(start, end), max(0, start))
        if sentence.tag(k) != "MD" and w not in _MODALS and sentence.tag(k + 1) != "CD"
    ]


def _parts(sentence: Sentence, k: int) -> bool:
    return sentence.lower(k) in (";", "but", "while", "although") or (
        sentence.lower(k) == "and" and sentence.lower(k + 1) in ("that", "he", "she", "it", "they")
    )


def _modals(sentence: Sentence, trigger: int, actor: Range | None) -> tuple[str, ...]:
    """Modal verbs of the trigger itself, or of what stands between the doer and it."""
    start = before_auxiliaries(sentence, trigger) + 1
    if actor and actor[1] <= trigger and trigger - actor[1] < 7:
        start = min(start, actor[1])
    return tuple(w for w in sentence.lowers(start, trigger) if w in _MODALS)


_MODALS = frozenset({"may", "might", "could"})

"""A stance that the words themselves state, and the questions that all such constructions ask."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.annotate.rules.doers import is_doer, is_named_person
from reportedly.annotate.rules.phrases import TIME_WORDS, Phrase, Sentence, before_auxiliaries, extend_right
from reportedly.records import Certainty, Stance

Range = tuple[int, int]


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


def is_acted_on(sentence: Sentence, i: int) -> bool:
    """Whether the subject of the verb is who it is done to ('was accused')."""
    helpers = sentence.lowers(before_auxiliaries(sentence, i) + 1, i)
    stands = sentence.lower(i - 1) in ("stands", "stand", "stood")
    return stands or any(w in ("is", "are", "was", "were", "been", "being") for w in helpers)


def agent_by(sentence: Sentence, i: int) -> Range | None:
    """The phrase after 'by' near the verb."""
    for k in range(i + 1, min(len(sentence.tokens), i + 10)):
        phrase = sentence.phrase_at(k + 1)
        if sentence.lower(k) == "by" and phrase:
            return phrase.start, extend_right(sentence, phrase)
    return None


def object_of(sentence: Sentence, i: int) -> Phrase | None:
    """The phrase directly after the verb, adverbs and quotation marks stepped over."""
    k = i + 1
    while (
        sentence.tag(k) in ("RB", "RP", "POS")
        or sentence.lower(k) in ('"', "“", "'", "both", "either")
        or sentence.lower(k) in TIME_WORDS
    ):
        k += 1
    phrase = sentence.phrase_at(k)
    return phrase if phrase and phrase.start == k else None


def may_be_actor(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the phrase can be named as one who did it."""
    named = sentence.actor_in(phrase.start, phrase.end) is not None or sentence.tag(phrase.head) == "NNP"
    return is_doer(sentence, phrase) or is_named_person(sentence, phrase) or named


def rest_of(sentence: Sentence, i: int) -> Range | None:
    """What follows the verb, to the end of the sentence without its marks."""
    end = len(sentence.tokens)
    while end > i + 2 and not sentence.tokens[end - 1].is_word:
        end -= 1
    return (i + 1, end) if end > i + 1 else None


def clause_around(sentence: Sentence, i: int) -> Range:
    """The clause around ``i``: to the nearest ';', or the ends of the sentence without its marks."""
    start, end = i, i + 1
    while start > 0 and sentence.lower(start - 1) not in (";", "but"):
        start -= 1
    while end < len(sentence.tokens) and sentence.lower(end) not in (";", "but"):
        end += 1
    while end > i + 1 and not sentence.tokens[end - 1].is_word:
        end -= 1
    return start, end

"""A sentence cut into noun phrases, with the few questions that the rules ask of it.

Where a parser would build a tree, this looks left and right from a word: which phrase is the
subject of this verb, what follows it, where does the clause end. Commas may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.annotate.rules.vocabulary import lemma, words
from reportedly.language.actors import ActorHit, find_actors
from reportedly.language.speakers import speaker_nouns
from reportedly.language.words import Token, tokenise
from reportedly.records import Span

TIME_WORDS = words("phrases", "time_words")
_INSIDE = frozenset({"DT", "PRP$", "CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "POS", "VBN", "PDT"})
_NOUNS = frozenset({"NN", "NNS", "NNP"})
ATTACHING = words("phrases", "attaching")
_DATE_LIKE = re.compile(r"(?:19|20)\d\d|\d+[./:]\d+.*")
_BACKED = frozenset("backed supported led armed funded financed trained aided commanded".split())
_TIED = words("phrases", "tied")
_QUOTES = frozenset("\"“”‘’'`")
AUXILIARIES = words("phrases", "auxiliaries")
_INTRODUCING = speaker_nouns() | words("phrases", "close_to")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A base noun phrase: tokens ``start:end`` of its sentence, with the index of its head noun."""

    start: int
    end: int
    head: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence read shallowly. Token indices count from 0 within the sentence."""

    index: int
    span: Span
    tokens: tuple[Token, ...]
    phrases: tuple[Phrase, ...]
    actors: tuple[ActorHit, ...]
    in_headline: bool
    _at: tuple[int, ...]
    _lowers: tuple[str, ...]

    def phrase_at(self, i: int) -> Phrase | None:
        """The noun phrase that token ``i`` is part of."""
        if not 0 <= i < len(self.tokens) or self._at[i] < 0:
            return None
        return self.phrases[self._at[i]]

    def lower(self, i: int) -> str:
        """Token ``i`` in lower case; empty beyond either end."""
        return self._lowers[i] if 0 <= i < len(self._lowers) else ""

    def tag(self, i: int) -> str:
        """Tag of token ``i``; empty beyond either end."""
        return self.tokens[i].tag if 0 <= i < len(self.tokens) else ""

    def cut(self, start: int, end: int, text: str) -> Span:
        """The report's words from token ``start`` up to ``end``, exclusive."""
        return Span.of(text, self.tokens[start].start, self.tokens[end - 1].end)

    def lowers(self, start: int, end: int) -> tuple[str, ...]:
        """Tokens ``start:end`` in lower case."""
        return self._lowers[max(0, start) : end]

    def actor_in(self, start: int, end: int) -> ActorHit | None:
        """The first actor of the table that lies wholly within tokens ``start:end``."""
        return next((hit for hit in self.actors if start <= hit.start and hit.end <= end), None)


def parse(text: str, span: Span, *, index: int, in_headline: bool) -> Sentence:
    """Tokenise one sentence and cut it into phrases."""
    tokens = tokenise(text, span.start, span.end)
    actors = tuple(find_actors([token.text for token in tokens]))
    phrases = tuple(_chunk(tokens, _forced(actors)))
    at = [-1] * len(tokens)
    for number, phrase in enumerate(phrases):
        at[phrase.start : phrase.end] = [number] * (phrase.end - phrase.start)
    lowers = tuple(token.lower for token in tokens)
    return Sentence(index, span, tokens, phrases, actors, in_headline, tuple(at), lowers)


def _forced(actors: Sequence[ActorHit]) -> frozenset[int]:
    return frozenset(i for hit in actors for i in range(hit.start, hit.end))


def _chunk(tokens: Sequence[Token], forced: frozenset[int]) -> list[Phrase]:
    out: list[Phrase] = []
    i = 0
    while i < len(tokens):
        if tokens[i].tag == "PRP" and i not in forced:
            out.append(Phrase(i, i + 1, i))
            i += 1
            continue
        end = _phrase_end(tokens, i, forced)
        head = next((j for j in range(end - 1, i - 1, -1) if tokens[j].tag in _NOUNS or j in forced), None)
        if head is None:
            if end > i and tokens[end - 1].tag in ("DT", "CD"):
                out.append(Phrase(i, end, end - 1))
            i = max(end, i + 1)
            continue
        out.append(Phrase(i, head + 1, head))
        i = head + 1
    return out


def _phrase_end(tokens: Sequence[Token], i: int, forced: frozenset[int]) -> int:
    seen_noun = False
    j = i
    if tokens[i].tag == "POS":
        return i
    if tokens[j].lower == "at" and j + 2 < len(tokens) and tokens[j + 1].lower in ("least", "most"):
        j += 2
    while j < len(tokens):
        token = tokens[j]
        new_name = j in forced and j - 1 not in forced and seen_noun and tokens[j - 1].tag in ("NN", "NNS")
        if new_name and tokens[j - 1].lower not in _INTRODUCING and tokens[j - 1].text[0].islower():
            break
        if j not in forced and not _continues(tokens, j, i, seen_noun):
            break
        seen_noun = seen_noun or token.tag in _NOUNS or j in forced
        if token.tag == "POS":
            seen_noun = False
        j += 1
    return j


def _continues(tokens: Sequence[Token], j: int, start: int, seen_noun: bool) -> bool:
    token = tokens[j]
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    if token.lower in TIME_WORDS:
        return False
    if token.tag == "CD":
        dated = j > 0 and tokens[j - 1].lower in TIME_WORDS
        return not seen_noun and not dated and not _DATE_LIKE.fullmatch(token.text)
    if token.tag in ("DT", "PRP$", "PDT"):
        return not seen_noun and (j == start or tokens[j - 1].tag != "CD")
    if token.text in _QUOTES:
        return bool(following and following.tag in _INSIDE and j > start and not seen_noun)
    if token.tag == "VBN":
        after_helper = j > 0 and j == start and tokens[j - 1].lower in AUXILIARIES
        return bool(not after_helper and following and following.tag in _NOUNS | {"JJ"} and not seen_noun)
    if token.tag == "VBG":
        leads = j > start or (j > 0 and tokens[j - 1].lower == "by")
        return bool(not seen_noun and leads and following and following.tag in _NOUNS)
    if token.tag == "RB":
        return bool(not seen_noun and j > start and following and following.tag in ("JJ", "VBN"))
    if token.tag == "NNP" and seen_noun and tokens[j - 1].tag in ("NN", "NNS"):
        return tokens[j - 1].lower in speaker_nouns() or tokens[j - 1].text[0].isupper()
    return token.tag in _INSIDE


def before_auxiliaries(sentence: Sentence, verb: int) -> int:
    """Index of the token left of a verb's auxiliaries, adverbs and negations."""
    j = verb - 1
    while j >= 0 and (
        sentence.tag(j).startswith("RB")
        or sentence.tag(j) == "MD"
        or sentence.lower(j) in AUXILIARIES
        or sentence.lower(j).endswith("n't")
    ):
        j -= 1
    return j


def subject_of(sentence: Sentence, verb: int) -> tuple[int, int] | None:
    """Tokens of the phrase that is the subject of the verb at ``verb``, with what hangs on it.

    A time between them is stepped over ('the army on Sunday said'), a relative clause gives its
    noun, an apposition is crossed back to the noun that it explains.
    """
    j = _skip_time(sentence, before_auxiliaries(sentence, verb))
    if sentence.tag(j) in ("WDT", "WP") or (sentence.lower(j) == "that" and sentence.phrase_at(j - 1)):
        j -= 1
        if sentence.lower(j) == ",":
            j -= 1
        phrase = sentence.phrase_at(j)
        if phrase and {"which", "that"} & set(sentence.lowers(j + 1, j + 3)):
            return phrase.start, j + 1
        return widen(sentence, j)
    if sentence.lower(j) in (",", ")", "]", "–", "--"):
        return _across_comma(sentence, j)
    return _out_of_relative(sentence, _explained(sentence, widen(sentence, j)))


def _explained(sentence: Sentence, found: tuple[int, int] | None) -> tuple[int, int] | None:
    """'The X group, a movement linked to Y has claimed': an open apposition explains what stands before."""
    if found and sentence.lower(found[0]) in ("a", "an") and sentence.lower(found[0] - 1) == ",":
        before = widen(sentence, found[0] - 2)
        return before if before and before[0] <= 1 else found
    return found


def _out_of_relative(sentence: Sentence, found: tuple[int, int] | None) -> tuple[int, int] | None:
    """'The groups that Iran has backed in Iraq said': the subject stands before 'that'."""
    if found is None or not (sentence.tag(found[0] - 1).startswith(("VB", "IN", "TO"))):
        return found
    verbs = 0
    for k in range(found[0] - 1, max(0, found[0] - 14), -1):
        if sentence.lower(k) in (",", ";", "and", "but"):
            return found
        verbs += sentence.tag(k).startswith("VB")
        if (
            verbs
            and sentence.lower(k) in ("that", "which", "who", "whom", "whose")
            and sentence.phrase_at(k - 1)
        ):
            return widen(sentence, k - 1) or found
    return found


def _skip_time(sentence: Sentence, j: int) -> int:
    while j >= 0:
        if (sentence.lower(j) in TIME_WORDS and sentence.tag(j - 1) != "DT") or (
            sentence.lower(j) in ("on", "late", "early", "last") and sentence.lower(j + 1) in TIME_WORDS
        ):
            j -= 1
        else:
            break
    return j


def _across_comma(sentence: Sentence, comma: int) -> tuple[int, int] | None:
    opening = {")": "(", "]": "["}.get(sentence.lower(comma), ",")
    for k in range(comma - 1, max(-1, comma - 25), -1):
        if sentence.lower(k) != opening:
            continue
        if comma - k <= 3 and (
            sentence.tag(k + 1) in ("CD", "RB") or sentence.lower(k + 1) in ("too", "however", "also")
        ):
            return widen(sentence, k - 1)
        starts_apposition = sentence.tag(k + 1) in (
            "DT",
            "NN",
            "NNS",
            "NNP",
            "JJ",
            "WDT",
            "WP",
            "IN",
            "VBN",
            "CD",
            "PRP$",
        )
        if starts_apposition and sentence.phrase_at(k - 1):
            aged = sentence.tag(k - 1) == "CD" and sentence.lower(k - 2) == ","
            return widen(sentence, k - 3) if aged else widen(sentence, k - 1)
        break
    return widen(sentence, comma - 1)


def widen(sentence: Sentence, j: int) -> tuple[int, int] | None:
    """The whole phrase that ends at token ``j``: base phrase, prepositions back, coordination back."""
    phrase = sentence.phrase_at(j)
    if phrase is None:
        return None
    start, end = phrase.start, j + 1
    listed = False
    for _ in range(8):
        step = _step_left(sentence, start)
        if step is None and listed and sentence.lower(start - 1) == ",":
            before = sentence.phrase_at(start - 2)
            step = before.start if before and not _is_object(sentence, before) else None
        if step is None:
            break
        listed = listed or sentence.lower(start - 1) in ("and", "or")
        start = step
    return start, end


def _step_left(sentence: Sentence, start: int) -> int | None:
    before = sentence.lower(start - 1)
    k = start - 2
    if before in ATTACHING or (before == "to" and sentence.lower(k) in _TIED):
        while sentence.lower(k) in _TIED or sentence.lower(k) in ("together", "along", "jointly"):
            k -= 1
        phrase = sentence.phrase_at(k)
        return phrase.start if phrase else None
    if before == "by" and sentence.lower(k) in _BACKED:
        phrase = sentence.phrase_at(k - 1)
        return phrase.start if phrase else None
    if before in ("and", "or"):
        phrase = sentence.phrase_at(start - 2)
        if phrase and sentence.tag(phrase.start) != "PRP" and not _is_object(sentence, phrase):
            return phrase.start
    return None


_REPORTS = ("say", "believe", "suspect", "claim")


def _is_object(sentence: Sentence, phrase: Phrase) -> bool:
    """'Condemned the attack and the media tried': the first is the object of the verb before it."""
    before = phrase.start - 1
    reports = sentence.lower(before) == "that" or lemma(sentence.lower(before)) in words(
        "reporting", *_REPORTS
    )
    return sentence.tag(before).startswith("VB") and not reports


def _issued_by(sentence: Sentence, end: int) -> int:
    """'A statement (issued) by the army': whose paper it is belongs to it."""
    k = end + (sentence.lower(end) in ("issued", "released", "published", "posted", "made", "signed"))
    phrase = sentence.phrase_at(k + 1) if sentence.lower(k) == "by" else None
    return phrase.end if phrase and phrase.start == k + 1 else end


def extend_right(sentence: Sentence, phrase: Phrase) -> int:
    """Where the phrase ends once its prepositional tail is taken ('a spokesman for the army')."""
    end = _issued_by(sentence, phrase.end)
    for _ in range(4):
        if sentence.lower(end) not in ("of", "for", "at", "from", "close", "in"):
            break
        k = end + (2 if sentence.lower(end) == "close" else 1)
        following = sentence.phrase_at(k)
        if following is None or following.start != k or sentence.lower(k) in TIME_WORDS:
            break
        end = following.end
    return end

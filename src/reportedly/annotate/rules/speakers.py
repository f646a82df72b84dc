"""Speakers of a report: every description of one speaker is one speaker.

A pronoun is the nearest fitting speaker before it; 'the group', 'the source', 'the ministry' the
nearest whose words fit. An unnamed speaker is only ever joined with another description
of an unnamed speaker, never with a name.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportedly.annotate.rules.phrases import Phrase, Sentence
from reportedly.annotate.rules.vocabulary import words
from reportedly.annotations import Speaker
from reportedly.language.actors import ActorHit
from reportedly.language.speakers import anonymous_nouns, document_nouns, roles_of, speaker_nouns
from reportedly.language.words import singular
from reportedly.records import Span

Range = tuple[int, int]

_SINGULAR = frozenset({"he", "she", "i", "who", "him", "her", "his"})
_PLURAL = frozenset({"they", "we", "it", "its", "their", "our", "us", "them"})
_EMPTY = words("speakers", "empty")


@dataclass(slots=True)
class _Known:
    mentions: list[Span]
    """In the order of the text."""
    label: Span
    content: frozenset[str]
    head: str
    roles: frozenset[str]
    named: bool
    plural: bool
    actor: ActorHit | None
    headline: bool = False
    relays: list[str] = field(default_factory=list)

    def last_before(self, place: int) -> int:
        """Where the last mention before a place of the text begins; -1 where there is none."""
        at = bisect_left(self.mentions, place, key=lambda mention: mention.start)
        return self.mentions[at - 1].start if at else -1


class Speakers:
    """The speakers of one report, in the order in which they first speak."""

    def __init__(self, text: str) -> None:
        """Start with none; ``text`` is the report's."""
        self._text = text
        self._known: list[_Known] = []

    def add(self, sentence: Sentence, found: Range) -> int | None:
        """The number of the speaker that tokens ``found`` describe; None for a pronoun of nobody."""
        start, end = found
        if sentence.tag(start) in ("PRP", "PRP$", "WP") and end - start == 1:
            return self._of_pronoun(sentence, start)
        candidate = self._candidate(sentence, found)
        number = next(
            (
                n
                for n in self._by_recency(len(self._text))
                if _same(self._known[n], candidate, definite=sentence.lower(start))
            ),
            None,
        )
        if number is None:
            self._known.append(candidate)
            number = len(self._known) - 1
        else:
            _join(self._known[number], candidate)
        return number

    def label(self, number: int) -> Span:
        """The fullest description of a speaker."""
        return self._known[number].label

    def actor(self, number: int) -> ActorHit | None:
        """The actor of the table that the speaker is or belongs to."""
        return self._known[number].actor

    def head(self, number: int) -> str:
        """The head noun of the fullest description, in lower case."""
        return self._known[number].head

    def roles(self, number: int) -> frozenset[str]:
        """The roles whose nouns stand in the description."""
        return self._known[number].roles

    def relay(self, number: int, outlet: str) -> None:
        """Note that the report names ``outlet`` as the one the speaker spoke to."""
        relays = self._known[number].relays
        if outlet not in relays:
            relays.append(outlet)

    def done(self) -> tuple[Speaker, ...]:
        """All speakers as records."""
        return tuple(
            Speaker(label=k.label, mentions=tuple(sorted(set(k.mentions))), relays=tuple(k.relays))
            for k in self._known
        )

    def _by_recency(self, before: int) -> list[int]:
        """Speakers mentioned before a place in the text, the last mentioned first."""
        last = {n: known.last_before(before) for n, known in enumerate(self._known)}
        return sorted((n for n in last if last[n] >= 0), key=lambda n: -last[n])

    def _of_pronoun(self, sentence: Sentence, i: int) -> int | None:
        word = sentence.lower(i)
        span = sentence.cut(i, i + 1, self._text)
        for n in self._by_recency(span.start):
            known = self._known[n]
            single_person = not known.plural and not known.roles & {"media", "monitor", "document"}
            if single_person or word not in _SINGULAR:
                insort(known.mentions, span)
                return n
        return None

    def _candidate(self, sentence: Sentence, found: Range) -> _Known:
        start, end = found
        while start < end - 1 and not sentence.tokens[start].is_word:
            start += 1
        while end > start + 1 and not sentence.tokens[end - 1].is_word:
            end -= 1
        span = sentence.cut(start, end, self._text)
        lowers = [t.lower for t in sentence.tokens[start:end] if t.is_word]
        head = _head_of(sentence, start, end)
        return _Known(
            [span],
            sentence.cut(start, _described_to(sentence, start, end), self._text),
            frozenset(singular(w) for w in lowers if w not in _EMPTY),
            head,
            roles_in(lowers),
            named=_is_named(sentence, start, end),
            plural=head.endswith("s") and head not in ("press", "news"),
            actor=sentence.actor_in(start, end),
            headline=sentence.in_headline,
        )


_LONGEST = 14
"""Tokens of what is set behind a speaker; what is longer is a clause of the sentence."""


def _described_to(sentence: Sentence, start: int, end: int) -> int:
    """Where the description of a speaker ends, with what stands behind it in brackets or between commas.

    'Human Rights Watch (HRW)', 'the prosecutor, a thin man new to the province,'. The marks of a list, and
    what follows 'according to', where the comma opens the next clause, are left alone.
    """
    opening = sentence.tokens[end].text if end < len(sentence.tokens) else ""
    closing = {"(": ")", "[": "]", ",": ","}.get(opening)
    if closing is None:
        return end
    last = min(len(sentence.tokens), end + _LONGEST)
    close = next((k for k in range(end + 1, last) if sentence.tokens[k].text == closing), None)
    if close is None or close == end + 1:
        return end
    if opening != ",":
        return close + 1
    inside = range(end + 1, close)
    relative = sentence.lower(end + 1) in ("who", "whose")
    apposed = sentence.tag(end + 1) in ("DT", "NNP", "PRP$") or sentence.lower(end + 1) == "one"
    listed = sentence.lower(close + 1) in ("and", "or", "as") or sentence.lower(end + 1) in ("and", "or")
    told = any(not sentence.tokens[k].is_word and sentence.tokens[k].text not in "-'’." for k in inside)
    finite = any(sentence.tag(k) in ("VBD", "VBZ", "VBP", "MD") for k in inside)
    stepped = sentence.lower(start - 1) == "to" and sentence.lower(start - 2) == "according"
    if listed or told or stepped or not (relative or (apposed and not finite)):
        return end
    return close


def apart(sentence: Sentence, found: Range) -> tuple[Range, ...]:
    """The speakers joined in one phrase: 'two officials and three sources', 'the X and the Y'.

    Parts that are each counted or each named are speakers of their own; 'residents and rescue workers'
    are one group.
    """
    cuts = [
        k
        for k in range(found[0] + 1, found[1] - 1)
        if sentence.lower(k) == "and" and sentence.phrase_at(k + 1)
    ]
    for k in cuts:
        left, right = sentence.phrase_at(found[0]), sentence.phrase_at(k + 1)
        if left and right and right.start == k + 1 and left.end <= k and _alike(sentence, left, right):
            return (found[0], k), *apart(sentence, (k + 1, found[1]))
    return (found,)


def _alike(sentence: Sentence, left: Phrase, right: Phrase) -> bool:
    counted = all(any(sentence.tag(i) == "CD" for i in range(p.start, p.head)) for p in (left, right))
    names = [
        sentence.actor_in(p.start, p.end) is not None or sentence.tag(p.head) == "NNP" for p in (left, right)
    ]
    capitals = all(sentence.tokens[p.head].text[0].isupper() for p in (left, right))
    return counted or (all(names) and capitals)


def _head_of(sentence: Sentence, start: int, end: int) -> str:
    phrase = sentence.phrase_at(start)
    return sentence.lower(min(phrase.head, end - 1)) if phrase else sentence.lower(end - 1)


def roles_in(lowers: Sequence[str]) -> frozenset[str]:
    """The roles whose nouns are among the words, 'document' included."""
    return frozenset(roles_of(lowers)) | ({"document"} if document_nouns() & set(lowers) else set())


def _is_named(sentence: Sentence, start: int, end: int) -> bool:
    capitals = [t for t in sentence.tokens[start:end] if t.tag == "NNP" and t.text[0].isupper()]
    hit = sentence.actor_in(start, end)
    adjective_only = hit is not None and hit.form == "adjective" and len(capitals) <= hit.end - hit.start
    anonymous = _head_of(sentence, start, end) in anonymous_nouns()
    return bool(capitals) and not adjective_only and not (anonymous and len(capitals) < 2)


def _same(known: _Known, new: _Known, *, definite: str) -> bool:
    if not new.content:
        return False
    if known.headline and known.named and new.named and new.content & known.content - _generic():
        return True
    if known.label.text.lower() == new.label.text.lower():
        return True
    if (
        known.actor
        and new.actor
        and known.actor.actor.id == new.actor.actor.id
        and _bare(known)
        and _bare(new)
    ):
        return True
    if known.named != new.named:
        return _names_it(known, new, definite) or _names_it(new, known, "the")
    overlap = new.content & known.content
    smaller = min(len(new.content), len(known.content))
    if known.named:
        proper = {w for w in overlap if w not in _generic()}
        short_form = len(new.content) == 1 and new.content <= known.content and definite == "the"
        return (
            (len(overlap) == smaller and bool(proper or short_form))
            or _abbreviates(new, known)
            or _abbreviates(known, new)
        )
    same_head = singular(known.head) == singular(new.head) and known.plural == new.plural
    return same_head and len(overlap) == smaller and definite in ("the", "that", "this", "same", "both")


def _abbreviates(short: _Known, long: _Known) -> bool:
    """'SOHR' for 'the Syrian Observatory for Human Rights'."""
    word = short.label.text.removeprefix("the ").removeprefix("The ").replace(".", "")
    initials = "".join(
        w[0] for w in long.label.text.replace("-", " ").split() if w[0].isupper() and w != "The"
    )
    return word.isupper() and len(word) > 2 and (initials.startswith(word) or f"({word})" in long.label.text)


def _bare(known: _Known) -> bool:
    """Whether the description is the actor's name and nothing else."""
    hit = known.actor
    return hit is not None and len(known.content) <= hit.end - hit.start and hit.form != "adjective"


def _names_it(named: _Known, described: _Known, definite: str) -> bool:
    """'The monitor', 'the ministry', 'the agency' after the one that was named."""
    if (
        not named.named
        or described.named
        or described.head in ("source", "sources", "officials", "residents")
    ):
        return False
    if described.head in ("group", "organisation", "organization", "movement"):
        group = named.actor is not None and named.actor.actor.kind == "armed_group"
        return definite == "the" and bool(named.roles & {"armed_group", "monitor"} or group)
    institutional = {"monitor", "media"} & named.roles & described.roles
    if institutional and described.head not in anonymous_nouns() - {"monitor"}:
        return True
    return (
        definite == "the" and singular(described.head) in named.content and described.content <= named.content
    )


def _generic() -> frozenset[str]:
    return frozenset(singular(w) for w in speaker_nouns()) | {
        "state",
        "group",
        "force",
        "minister",
        "foreign",
        "defense",
    }


def _join(known: _Known, new: _Known) -> None:
    insort(known.mentions, new.label)
    known.headline = known.headline and new.headline
    known.roles |= new.roles
    fuller = (new.named, len(new.content)) > (known.named, len(known.content))
    if fuller:
        known.label, known.head, known.named = new.label, new.head, new.named
    known.content |= new.content
    known.actor = known.actor or new.actor

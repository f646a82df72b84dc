"""What an actor is called: the words that stand in the text, and the fullest name behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportedly.annotate.rules.phrases import Phrase, Sentence
from reportedly.annotate.rules.vocabulary import words
from reportedly.annotations import Filler
from reportedly.language.actors import Actor, ActorHit
from reportedly.language.speakers import roles_of
from reportedly.language.words import singular
from reportedly.records import Span

Range = tuple[int, int]

_STATE_FORCES = words("naming", "state_forces")
_OPPOSED = words("naming", "opposed")
_GENERIC = words("naming", "generic")
_ARTICLES = words("naming", "articles")
_ROLES_OF_GROUPS = frozenset({"armed_group", "military"})


@dataclass(frozen=True, slots=True)
class Named:
    """An actor mention: its filler, the key under which two mentions are one actor, and what it is."""

    filler: Filler
    key: str
    lone: bool
    hit: ActorHit | None


@dataclass(frozen=True, slots=True)
class _Seen:
    at: int
    named: Named
    state: bool
    proper: bool
    """Called by a name, so that 'the group' can stand for it."""


class Actors:
    """The actors of one report, so that pronouns and 'the group' find who they stand for."""

    def __init__(self, text: str) -> None:
        """Start with none; ``text`` is the report's."""
        self._text = text
        self._seen: list[_Seen] = []
        self._state: Actor | None = None
        self._coalition: Actor | None = None

    def survey(self, sentences: Sequence[Sentence]) -> None:
        """Learn which state and which coalition the report is about, for 'the regime' and 'the coalition'."""
        states = Counter(hit.actor for s in sentences for hit in s.actors if _is_side(s, hit))
        self._state = states.most_common(1)[0][0] if states else None
        coalitions = {hit.actor for s in sentences for hit in s.actors if hit.actor.kind == "coalition"}
        self._coalition = coalitions.pop() if len(coalitions) == 1 else None

    def note(self, sentence: Sentence) -> None:
        """Remember the actors of the table that a sentence mentions, in order."""
        for hit in sentence.actors:
            if hit.form != "adjective":
                named = self._named(sentence, (hit.start, hit.end), hit)
                self._remember(sentence.tokens[hit.start].start, named, state=hit.actor.kind == "state")
        for phrase in sentence.phrases:
            if _names_group(sentence, phrase):
                named = self._named(sentence, (phrase.start, phrase.end), None)
                self._remember(sentence.tokens[phrase.start].start, named, state=False, proper=True)

    def of(
        self,
        sentence: Sentence,
        found: Range,
        *,
        fallback: Named | None = None,
        meant: Named | None = None,
    ) -> Named | None:
        """The actor that tokens ``found`` stand for; None for a pronoun of nobody.

        Args:
            sentence: where they stand.
            found: the tokens.
            fallback: whom a pronoun means where the sentence does not tell: the speaker.
            meant: whom a model takes a pronoun or a description for.
        """
        start, end = found
        at = sentence.tokens[start].start
        owned = sentence.lower(start) in ("its", "their", "our")
        if sentence.tag(start) in ("PRP", "PRP$", "WP") and (end - start == 1 or owned):
            before = meant or fallback or self._antecedent(sentence, at, within=owned and end - start == 1)
            return self._as(sentence, found, before)
        start, end = _side(sentence, start, _before_next(sentence, start, end))
        hit = sentence.actor_in(start, end)
        if hit is None and meant is not None and _is_definite(sentence, start, end):
            return self._as(sentence, (start, end), meant)
        if hit is None and _is_bare_reference(sentence, start, end):
            before = self._antecedent(sentence, at, groups_only=True)
            if before:
                return self._as(sentence, (start, end), before)
        if hit is not None and hit.actor.kind != "state" and _only_dresses(sentence, start, end, hit):
            start, end = hit.start, hit.end
        if hit is not None and _is_part_of_name(sentence, start, end, hit):
            hit = None
        named = self._named(sentence, (start, end), hit)
        self._remember(at, named, state=False)
        return named

    def _remember(self, at: int, named: Named, *, state: bool, proper: bool = False) -> None:
        if not named.lone:
            self._seen.append(_Seen(at, named, state, proper or named.hit is not None))

    def _antecedent(
        self, sentence: Sentence, at: int, *, groups_only: bool = False, within: bool = False
    ) -> Named | None:
        for seen in sorted(self._seen, key=lambda s: -s.at):
            if within and seen.at < sentence.span.start:
                return None
            if seen.at < at and not (groups_only and (seen.state or not seen.proper)):
                return seen.named
        return None

    def _as(self, sentence: Sentence, found: Range, before: Named | None) -> Named | None:
        if before is None:
            return None
        span = sentence.cut(*found, self._text)
        name = before.filler.name or before.filler.span.text
        return Named(Filler(span=span, name=name, id=before.filler.id), before.key, before.lone, before.hit)

    def _named(self, sentence: Sentence, found: Range, hit: ActorHit | None) -> Named:
        span = sentence.cut(*found, self._text)
        lowers = [w for w in sentence.lowers(*found) if w not in _ARTICLES]
        name, key = self._name_and_key(span, lowers, hit, found)
        lone = (
            hit is None and bool(lowers) and lowers[-1] in words("nouns", "lone") | words("nouns", "machine")
        )
        identity = hit.actor.id if hit and key == hit.actor.id else None
        return Named(Filler(span=span, name=name, id=identity), key, lone, hit)

    def _name_and_key(
        self, span: Span, lowers: Sequence[str], hit: ActorHit | None, found: Range
    ) -> tuple[str | None, str]:
        rest = [w for w in lowers if w not in _GENERIC]
        if hit is not None:
            whole = len(rest) <= hit.end - hit.start
            if hit.actor.kind != "state":
                return (hit.actor.name if whole else span.text), hit.actor.id
            if _OPPOSED & set(lowers):
                return span.text, f"{hit.actor.id}/opposed"
            return (hit.actor.name if whole else span.text), hit.actor.id
        if lowers and lowers[-1] in ("coalition", "alliance") and self._coalition and len(rest) <= 2:
            return self._coalition.name, self._coalition.id
        if (
            self._state
            and lowers
            and lowers[-1] in _STATE_FORCES
            and not _OPPOSED & set(lowers)
            and "loyal" not in lowers
        ):
            return span.text, self._state.id
        return span.text, key_of(lowers)


def key_of(lowers: Sequence[str]) -> str:
    """The key of an actor that no table knows: its words in small letters, whatever their order and number.

    >>> key_of(["the", "red", "fronts"]) == key_of(["front", "red"])
    True
    """
    return " ".join(sorted(singular(word) for word in lowers if word not in _ARTICLES))


def _is_side(sentence: Sentence, hit: ActorHit) -> bool:
    """'Syrian regime', 'Iraqi army': a state named by its government or forces."""
    return hit.actor.kind == "state" and sentence.lower(hit.end) in _STATE_FORCES


def _names_group(sentence: Sentence, phrase: Phrase) -> bool:
    """'The Black Cobra gang', 'Ansar Dine': a name outside the table that heads its sentence as a subject.

    Not 'Security analyst Rima Daud', for whom 'the group' does not stand.
    """
    if sentence.actor_in(phrase.start, phrase.end) is not None or not sentence.tag(phrase.end).startswith(
        "VB"
    ):
        return False
    if set(roles_of(sentence.lowers(phrase.start, phrase.end))) - _ROLES_OF_GROUPS:
        return False
    capitals = [
        t for t in sentence.tokens[phrase.start : phrase.end] if t.tag == "NNP" and t.text[0].isupper()
    ]
    group_noun = sentence.lower(phrase.head) in words("nouns", "doer") - words("nouns", "lone")
    return phrase.start == 0 and (len(capitals) >= 2 or (bool(capitals) and group_noun))


def _before_next(sentence: Sentence, start: int, end: int) -> int:
    """Where the first of two names ends that stand in a row, as lists do whose commas were lost."""
    named = [hit for hit in sentence.actors if start <= hit.start and hit.end <= end]
    for one, other in pairwise(named):
        if one.end == other.start and "adjective" not in (one.form, other.form):
            return one.end
    return end


def _side(sentence: Sentence, start: int, end: int) -> Range:
    """'Regime warplanes' is the regime: the machine is left off where its side is named."""
    last = end
    while last > start + 1 and sentence.lower(last - 1) in words("nouns", "machine"):
        last -= 1
        while last > start + 1 and sentence.lower(last - 1) in (
            "fighter",
            "war",
            "attack",
            "combat",
            "military",
            "'s",
        ):
            last -= 1
    side = set(sentence.lowers(start, last))
    if last < end and (sentence.actor_in(start, last) or side & words("nouns", "doer")):
        return start, last
    return start, end


def _is_part_of_name(sentence: Sentence, start: int, end: int, hit: ActorHit) -> bool:
    outside = [k for k in range(start, end) if not hit.start <= k < hit.end]
    capitals = [k for k in outside if sentence.tag(k) == "NNP" and sentence.tokens[k].text[0].isupper()]
    forces = any(sentence.lower(k) in _STATE_FORCES for k in outside)
    return hit.actor.kind == "state" and bool(capitals) and not forces and sentence.lower(hit.end) != "'s"


def _only_dresses(sentence: Sentence, start: int, end: int, hit: ActorHit) -> bool:
    """'The powerful X', 'X groups': nothing but adjectives and general nouns around the name."""
    before = all(
        sentence.tag(k) in ("JJ", "DT", "VBN", "JJS") or sentence.lower(k) in _GENERIC
        for k in range(start, hit.start)
    )
    return before and all(sentence.lower(k) in _GENERIC for k in range(hit.end, end))


def _is_definite(sentence: Sentence, start: int, end: int) -> bool:
    """'The regiment', 'these men': a description that points back, with no name in it."""
    capitals = any(
        sentence.tag(k) == "NNP" and sentence.tokens[k].text[0].isupper() for k in range(start, end)
    )
    return sentence.lower(start) in ("the", "this", "that", "these", "those") and not capitals


def _is_bare_reference(sentence: Sentence, start: int, end: int) -> bool:
    """'The group', 'the militants': a general noun alone, with 'the' before it."""
    lowers = sentence.lowers(start, end)
    definite = sentence.lower(start - 1) in ("the", "this", "that") or lowers[0] in ("the", "this")
    return (
        definite
        and lowers[-1] in ("group", "militia", "movement", "organisation", "organization", "faction")
        and (
            len(
                [
                    w
                    for w in lowers
                    if w not in _ARTICLES
                    and w not in ("armed", "militant", "terrorist", "jihadist", "extremist")
                ]
            )
            == 1
        )
    )

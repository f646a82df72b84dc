"""What is told of how far a claimant is believed, and of no attack.

'The group has claimed attacks that it had no hand in' says that its word is worth little. It neither owns nor
denies the attack of which the report tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.annotate.rules.marks import Findings, Mark
from reportedly.annotate.rules.vocabulary import pattern, words
from reportedly.records import Span

_ATTACKS = "|".join(sorted(word for word in words("nouns", "attack") if word.endswith("s")))
_CLAIMED = pattern(
    "claiming",
    after=rf"(?: responsibility for)? (?:(?!the |this |these |that |those )[\w-]+ ){{0,3}}?(?:{_ATTACKS})"
    r",?(?: (?:with |in |to )?(?:that|which))? ",
)
"""Attacks in general: in the plural and without an article, which would make them those that are told."""
_BY_OTHERS = pattern("disowned", after=r"(?: [\w-]+){0,2}")


_UP_TO = re.compile(
    r"(?:\s+(?:has|have|had|having|also|often|already|repeatedly|previously|once|sometimes))*\s+"
)
"""What may stand between who claims and the verb."""


@dataclass(frozen=True, slots=True)
class _Clause:
    span: Span
    sentence: Span

    def is_of(self, mark: Mark) -> bool:
        """Whether a mark has its actor, deed or claim there, or tells of its actor no other deed."""
        actor = mark.actor.filler.span if mark.actor else None
        if any(each is not None and each.overlaps(self.span) for each in (mark.trigger, mark.cue, actor)):
            return True
        own_deed = self.sentence.overlaps(mark.trigger) and not mark.trigger.overlaps(actor or self.span)
        return actor is not None and not own_deed and self._is_told_of(actor)

    def _is_told_of(self, actor: Span) -> bool:
        before = self.sentence.text[actor.end - self.sentence.start : self.span.start - self.sentence.start]
        return self.sentence.overlaps(actor) and _UP_TO.fullmatch(before) is not None


def without_disowned(findings: Sequence[Findings], marks: Sequence[Mark]) -> list[Mark]:
    """The marks but those of such a clause.

    It begins with the verb of claiming, so that who is said to claim so is told apart from what he does
    elsewhere in the sentence.
    """
    clauses = [clause for found in findings for clause in _clauses(found)]
    return [mark for mark in marks if not any(clause.is_of(mark) for clause in clauses)]


def _clauses(found: Findings) -> Iterator[_Clause]:
    sentence = found.sentence.span
    for claimed in _CLAIMED.finditer(sentence.text):
        if by_others := _BY_OTHERS.match(sentence.text, claimed.end()):
            start, end = claimed.start(), by_others.end()
            words = Span(
                start=sentence.start + start, end=sentence.start + end, text=sentence.text[start:end]
            )
            yield _Clause(words, sentence)

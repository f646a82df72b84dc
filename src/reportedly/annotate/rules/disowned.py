"""What is told of how far a claimant is believed, and of no attack.

'The group has claimed attacks that it had no hand in' says that its word is worth little. It neither owns nor
denies the attack of which the report tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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


def without_disowned(findings: Sequence[Findings], marks: Sequence[Mark]) -> list[Mark]:
    """The marks but those whose actor or deed stands in such a clause.

    The clause begins with the verb of claiming, so that who is said to claim so is told apart
    from what he does elsewhere in the sentence.
    """
    clauses = [clause for found in findings for clause in _clauses(found)]
    return [mark for mark in marks if not any(_stands_in(mark, clause) for clause in clauses)]


def _clauses(found: Findings) -> Iterator[tuple[int, int]]:
    """Where such clauses begin and end in the report."""
    text, base = found.sentence.span.text, found.sentence.span.start
    for claimed in _CLAIMED.finditer(text):
        if by_others := _BY_OTHERS.match(text, claimed.end()):
            yield base + claimed.start(), base + by_others.end()


def _stands_in(mark: Mark, clause: tuple[int, int]) -> bool:
    actor = mark.actor.filler.span if mark.actor else None
    return _touches(mark.trigger, clause) or _touches(actor, clause)


def _touches(span: Span | None, clause: tuple[int, int]) -> bool:
    return span is not None and span.start < clause[1] and clause[0] < span.end

"""What is told of how far a claimant is believed, and of no attack.

'The group has claimed attacks that it had no hand in' says that its word is worth little. It neither owns nor
denies the attack of which the report tells.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.annotate.rules.marks import Findings, Mark
from reportedly.annotate.rules.vocabulary import pattern
from reportedly.records import Span

_DISOWNED = pattern("disowned")


def without_disowned(findings: Sequence[Findings], marks: Sequence[Mark]) -> list[Mark]:
    """The marks but those whose actor or deed stands in such a clause.

    The clause begins with the verb of claiming, so that who is said to claim so is told apart from what he does
    elsewhere in the sentence.
    """
    clauses = [clause for found in findings for clause in _clauses(found)]
    return [mark for mark in marks if not any(_stands_in(mark, clause) for clause in clauses)]


def _clauses(found: Findings) -> list[tuple[int, int]]:
    base = found.sentence.span.start
    return [
        (base + match.start(), base + match.end()) for match in _DISOWNED.finditer(found.sentence.span.text)
    ]


def _stands_in(mark: Mark, clause: tuple[int, int]) -> bool:
    return any(_touches(span, clause) for span in (mark.trigger, mark.actor and mark.actor.filler.span))


def _touches(span: Span | None, clause: tuple[int, int]) -> bool:
    return span is not None and span.start < clause[1] and clause[0] < span.end

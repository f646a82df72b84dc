"""What a run cost that asked a language model, and what it refused of the answers, in two lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reportedly.annotations import Annotator, AsksServer
from reportedly.records import Reason, Skipped

REFUSED_WORDS = {
    Reason.NOT_QUOTED: "not in the report",
    Reason.AMBIGUOUS: "there more than once",
    Reason.NOT_TOGETHER: "too far apart",
    Reason.UNLAWFUL: "against the coding guide",
}


def asked_of(annotator: Annotator, refused: Sequence[Skipped]) -> Iterator[str]:
    """The lines; none for a reader that asks nobody."""
    if not isinstance(annotator, AsksServer):
        return
    spent = annotator.spent
    tokens = f", {spent.prompt_tokens + spent.answer_tokens:,} tokens" if spent.prompt_tokens else ""
    yield f"{annotator.language_model}: {spent.asked} asked, {spent.cached} answered before{tokens}"
    if refused:
        yield f"refused of its answers: {len(refused)} ({counted_reasons(refused)})"


def counted_reasons(refused: Sequence[Skipped]) -> str:
    """How many claims were refused for each reason, in words."""
    counts = Counter(row.reason for row in refused)
    return ", ".join(f"{counts[reason]} {words}" for reason, words in REFUSED_WORDS.items() if counts[reason])

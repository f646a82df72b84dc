"""What a run cost that asked a language model, and what it refused of the answers, in two lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reportedly.annotations import Annotator, AsksServer
from reportedly.records import Reason, Skipped

_WORDS = {
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
    yield f"{annotator.model}: {spent.asked} asked, {spent.cached} answered before{tokens}"
    if refused:
        counts = Counter(row.reason for row in refused)
        told = ", ".join(f"{counts[reason]} {words}" for reason, words in _WORDS.items() if counts[reason])
        yield f"refused of its answers: {len(refused)} ({told})"

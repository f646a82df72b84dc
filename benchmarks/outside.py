"""Page text and dates: figures of the modules that read the two public sets."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.data import shared
from benchmarks.rows import Row


def page_text() -> Iterator[Row]:
    """4-gram F1 of the article text cut out of real news pages."""
    from benchmarks.page_text import evaluate

    score = evaluate(shared("data/article_extraction.tar.gz"))
    rate = score.pages / score.seconds
    yield Row(
        part="page text",
        data="article extraction benchmark",
        system="reportedly",
        metric="F1 4-grams",
        value=score.f1,
        n=score.pages,
        unit="pages",
        note=f"P {score.precision:.3f} R {score.recall:.3f}; {rate:.1f} pages a second",
    )


def dates() -> Iterator[Row]:
    """Value F1 of time expressions: all documents, and the half that was never looked at."""
    from benchmarks.dates import evaluate

    path = shared("data/timex.jsonl.gz")
    for half, name in ((None, "TimeBank + AQUAINT"), ("held", "TimeBank + AQUAINT, half never looked at")):
        score = evaluate(path, half=half)
        note = (
            f"spans: exact F1 {score.strict_f1:.2f}, overlapping {score.relaxed_f1:.2f}; {score.gold:,} times"
        )
        yield Row(
            part="dates",
            data=name,
            system="reportedly",
            metric="F1 value",
            value=score.value_f1,
            n=score.documents,
            unit="documents",
            note=note,
        )

"""Page text and dates: figures of the modules that read the two public sets."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.data import shared
from benchmarks.rows import Row


def page_text() -> Iterator[Row]:
    """4-gram F1 of the article text cut out of real news pages."""
    from benchmarks.page_text import evaluate

    evaluate(shared("data/article_extraction.tar.gz"))
    yield from ()


def dates() -> Iterator[Row]:
    """Value F1 of time expressions."""
    from benchmarks.dates import evaluate

    evaluate(shared("data/timex.jsonl.gz"))
    yield from ()

"""Whatever the bytes and the suffix: reports and rows, never an exception."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportedly.read import count_inputs, read_reports
from reportedly.records import Report, Skipped

SUFFIXES = [".txt", ".html", ".htm", ".json", ".jsonl", ".bin", ""]
PIECES = [
    *(
        "<p>",
        "</p>",
        "<div class='",
        '<script type="application/ld+json">',
        "</script>",
        "<!--",
        "]]>",
        "<title>",
    ),
    *("<table><tr><td>", "<meta charset=utf-16>", "&#0;", "&#xD800;", "&nbsp;"),
    *('{"text": "', '", "title": "', '"}', "[", "]", "\\ud800"),
    *(
        "(Reuters) - ",
        "Source: ",
        "By ",
        "Related news\n",
        "Also read: ",
        "AFP",
        "told ",
        " reported",
        "KABUL",
    ),
    *("\n\n", "\r\n", "\x00", "\ufeff", "\u2028", "e\u0301", "\U0001f4a5", "Police blamed nobody. "),
]
MARKUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=40).map("".join)
BYTES = st.one_of(
    st.binary(max_size=300),
    MARKUP.map(lambda text: text.encode("utf-8", "surrogatepass")),
    MARKUP.map(lambda text: text.encode("utf-16", "surrogatepass")),
    MARKUP.map(lambda text: json.dumps([{"title": text[:30], "text": text}] * 2).encode()),
)


@given(data=BYTES, suffix=st.sampled_from(SUFFIXES))
@example(data=b"<html><body>&#0;&#xD800;<p>x", suffix=".html")
@example(data=b"\xff\xfe\x00\xd8", suffix=".txt")
@example(data=b'{"text": "\\ud800"}', suffix=".jsonl")
def test_any_bytes_give_reports_or_rows_whose_quotes_hold(data: Any, suffix: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"one{suffix}"
        path.write_bytes(data)
        assert count_inputs([path]) >= 1
        found = list(read_reports([path]))
    assert found
    for row in found:
        assert isinstance(row, Report | Skipped)
        if isinstance(row, Report):
            assert_sound(row)
        else:
            assert row.stage == "read"


def assert_sound(report: Any) -> None:
    json.dumps(report.text, ensure_ascii=False).encode("utf-8")
    assert not set(report.text) & set("\x00\x1b\r")
    assert report.text.startswith(report.title or "")
    for credit in report.credits:
        if credit.span is not None:
            assert report.text[credit.span.start : credit.span.end] == credit.span.text


@pytest.mark.slow
def test_the_benchmark_of_pages_holds_its_floor(shared: Any) -> None:
    from benchmarks.page_text import evaluate

    score = evaluate(shared("data/article_extraction.tar.gz"))
    # Measured .972 with trafilatura 2.3.1; what is below .965 has lost something.
    assert (score.pages, score.f1 >= 0.965) == (181, True), score


def test_the_example_of_the_guide_is_read_whole(shared: Any) -> None:
    (seed,) = read_reports([shared("seeds/000_242df9b9b712c39e.txt")])
    assert isinstance(seed, Report)
    assert [(c.name, str(c.relation)) for c in seed.credits] == [
        ("Reuters", "reported_by"),
        ("Iran International", "source_line"),
    ]
    assert seed.text.endswith("Source: Iran International")
    assert len(seed.text.split("\n\n")) == 14

"""Words become spans only where the text has them."""

from __future__ import annotations

import pytest

from reportedly.desk.quoting import as_offsets, as_words, spans_of
from reportedly.errors import UsageError
from reportedly.records import Span

TEXT = "Police said the army did it.\n\nThe army said\nthat it did not. \U0001f6a8 The army again."


def test_words_are_found_where_they_stand() -> None:
    assert spans_of(TEXT, "the army did it") == (Span.of(TEXT, 12, 27),)


def test_of_several_places_the_nearest_is_meant() -> None:
    last = TEXT.rindex("army")
    assert spans_of(TEXT, "army")[0].start == TEXT.index("army")
    assert spans_of(TEXT, "army", near=len(TEXT))[0].start == last


def test_offsets_decide_where_they_have_the_words() -> None:
    start = TEXT.index("The army said")
    assert spans_of(TEXT, "The army", f"{start}-{start + 8}")[0].start == start
    astral = TEXT.index("The army again")
    assert spans_of(TEXT, "The army", f"{astral}-{astral + 8}")[0].start == astral


@pytest.mark.parametrize("at", ["0-8", "9-3", "70-9999", "x", "1-2,3-4", "-1-5"])
def test_offsets_that_have_other_words_do_not_count(at: str) -> None:
    assert spans_of(TEXT, "Police", at) == (Span.of(TEXT, 0, 6),)


def test_a_line_break_counts_as_a_space() -> None:
    (span,) = spans_of(TEXT, "said that it did not")
    assert span.text == "said\nthat it did not"


def test_pieces_stand_in_the_order_of_the_text() -> None:
    assert [span.text for span in spans_of(TEXT, "did it … Police")] == ["Police", "did it"]


@pytest.mark.parametrize("words", ["the navy", "THE ARMY DID IT", "Police … the navy", ".*"])
def test_words_that_the_text_has_not_are_refused(words: str) -> None:
    with pytest.raises(UsageError, match="copy them as its text has them"):
        spans_of(TEXT, words)


def test_nothing_is_no_span() -> None:
    assert spans_of(TEXT, "  …  ") == ()


def test_what_a_form_shows_gives_the_same_spans_back() -> None:
    spans = (Span.of(TEXT, 0, 6), Span.of(TEXT, TEXT.index("said\nthat"), TEXT.index(" it did not")))
    assert spans_of(TEXT, as_words(spans), as_offsets(spans)) == spans

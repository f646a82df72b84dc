"""Marks nest whatever spans claims have, and the text comes out of them unchanged."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.desk.marks import (
    Close,
    Hidden,
    Mark,
    Open,
    Part,
    Token,
    Words,
    marks_of,
    paragraphs,
    tokens_of,
)
from strategies import readings

TEXT = "The mayor said the army had shelled the market, and the army denied it."

_spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30), st.sampled_from(list(Part)))


def mark(start: int, end: int, part: Part = Part.CONTENT, *claims: str) -> Mark:
    return Mark(start=start, end=end, part=part, claims=claims)


def shown(tokens: list[Token]) -> str:
    """The stream as words with brackets, so that a failure can be read."""
    parts: list[str] = []
    for token in tokens:
        match token:
            case Open(mark=each):
                parts.append(f"[{each.part} ")
            case Close():
                parts.append("]")
            case Words(text=text):
                parts.append(text)
            case Hidden():
                parts.append(f"<{token.name}>")
    return "".join(parts)


def test_a_mark_within_another_stands_within_it() -> None:
    tokens = list(tokens_of("the army did it", 0, 15, [mark(0, 15), mark(4, 8, Part.VALUE)]))
    assert shown(tokens) == "[content the [value army] did it]"


def test_a_mark_across_another_is_closed_and_goes_on() -> None:
    tokens = list(tokens_of("abcdef", 0, 6, [mark(0, 4), mark(2, 6, Part.CUE)]))
    assert shown(tokens) == "[content ab[cue cd]][cue ef]"
    opened = [token for token in tokens if isinstance(token, Open)]
    assert [(token.begins, token.ends) for token in opened] == [(True, True), (True, False), (False, True)]


def test_what_nobody_could_see_is_shown_by_its_number() -> None:
    tokens = list(tokens_of("a\u202eb\u200bc", 0, 5, []))
    assert shown(tokens) == "a<U+202E>b<U+200B>c"


def test_a_line_break_within_a_paragraph_stays() -> None:
    assert shown(list(tokens_of("a\nb\tc", 0, 5, []))) == "a\nb\tc"


def test_claims_that_share_words_share_a_mark() -> None:
    made = mark(0, 5, Part.SOURCE, "clm_a", "clm_b")
    tokens = list(tokens_of(TEXT, 0, 20, [made]))
    assert [token.mark.claims for token in tokens if isinstance(token, Open)] == [("clm_a", "clm_b")]


@given(st.lists(_spans, max_size=12), st.integers(0, 40), st.integers(41, len(TEXT)))
def test_any_spans_nest_and_keep_the_text(spans: list[tuple[int, int, Part]], start: int, end: int) -> None:
    marks = [mark(at, min(at + long, len(TEXT)), part) for at, long, part in spans]
    at, opened, over = start, list[Mark](), dict[int, set[tuple[int, int, Part]]]()
    for token in tokens_of(TEXT, start, end, marks):
        match token:
            case Open(mark=each):
                opened.append(each)
            case Close():
                opened.pop()
            case Words(text=text):
                assert TEXT[at : at + len(text)] == text
                for place in range(at, at + len(text)):
                    over[place] = {(m.start, m.end, m.part) for m in opened}
                at += len(text)
    assert (at, opened) == (end, [])
    for place in range(start, end):
        assert over[place] == {(m.start, m.end, m.part) for m in marks if m.start <= place < m.end}


@settings(max_examples=40)  # a reading is large, and every one has dozens of spans
@given(readings())
def test_every_span_of_any_reading_is_marked(reading) -> None:  # type: ignore[no-untyped-def]
    text = reading.report.text
    marks = marks_of(reading.claims, reading.report.credits)
    told = list(paragraphs(text, reading.report.headline_end, marks))
    assert all(text[each.start : each.end].strip() for each in told)
    pieces = [token for each in told for token in each.tokens if isinstance(token, Open)]
    inside = {each for each in marks if any(p.start <= each.start and each.end <= p.end for p in told)}
    assert inside <= {piece.mark for piece in pieces}
    for each in inside:
        assert sum(piece.begins for piece in pieces if piece.mark == each) == 1

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.growth import LINEAR, growth
from reportedly.language.quotes import direct_quotes

PIECES = st.lists(
    st.sampled_from(
        ['"', "“", "”", "'", "‘", "’", "``", "''", " ", ".", "\n\n", "word", " The ", "s' ", "«", "»"]
    )
    | st.text(max_size=3)
).map("".join)


def inner(text: str) -> list[str]:
    return [quote.inner.text for quote in direct_quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We left," she said. "All of us."', ["We left,", "All of us."]),
        ("“We left,” she said.", ["We left,"]),
        ("`` We left , '' she said .", ["We left ,"]),
        ("He called it 'a crime' and left.", ["a crime"]),
        ("‘It’s the rebels’ fault,’ he said.", ["It’s the rebels’ fault,"]),
        ("It's the rebels' base and the minister's house.", []),
        ("A 5\" pipe lay in the '90s house.", []),
        ('He said "one. Two. Three" and left.', ["one. Two. Three"]),
        ("She said: \"He told me 'go' and I went.\"", ["He told me 'go' and I went."]),
    ],
)
def test_quotes_are_paired(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_a_quote_that_the_next_paragraph_reopens_continues() -> None:
    first, second = direct_quotes("“We left.\n\n“We came back,” she said.")
    assert (first.closed, first.continues, first.inner.text) == (False, True, "We left.")
    assert (second.closed, second.continues) == (True, False)


def test_a_missing_mark_costs_one_sentence() -> None:
    quotes = direct_quotes('He said "we left. The ministry denied it. Nobody else spoke.\n\nMore.')
    assert [(q.inner.text, q.closed) for q in quotes] == [("we left.", False)]


def test_a_missing_mark_before_the_next_quote_does_not_turn_quotes_inside_out() -> None:
    assert inner('He said "we left. Then "we won" was heard and "we lost" too.') == [
        "we left.",
        "we won",
        "we lost",
    ]


def test_a_double_mark_of_two_single_ones_closes_no_single_quote() -> None:
    assert inner("'O''word") == ["word"]


@given(PIECES)
def test_quotes_verify_and_keep_apart(text: str) -> None:
    end = 0
    for quote in direct_quotes(text):
        quote.span.verify(text)
        quote.inner.verify(text)
        assert quote.span.contains(quote.inner)
        assert quote.span.start >= end
        end = quote.span.end


@given(PIECES)
def test_no_quote_crosses_a_blank_line(text: str) -> None:
    assert all("\n\n" not in quote.span.text for quote in direct_quotes(text))


@pytest.mark.parametrize("piece", ['"a b ', "'a b ", "'a s' b ", '" ', "“", "‘a "])
def test_the_cost_is_linear(piece: str) -> None:
    assert growth(direct_quotes, piece) < LINEAR

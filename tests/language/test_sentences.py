import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.growth import LINEAR, growth
from reportedly.language.sentences import paragraphs, split_sentences
from reportedly.limits import DEFAULT_LIMITS

PIECES = st.lists(
    st.sampled_from(
        [
            '"',
            "Mr. ",
            "U.S. ",
            "said.",
            " The ",
            "\n",
            "\n\n",
            "...",
            "?",
            "!",
            " 3.5 ",
            "”",
            "(",
            "a.m. ",
            "x",
            "…",
        ]
    )
    | st.text(max_size=4)
).map("".join)


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Odd met Gen. P. Q. Smith of the U.S. Army near St. Mary on Jan. 3.",
        "Prices rose 3.5 percent at 10 a.m. Monday in New York.",
        "George W. Stone, of Stone Co. Ltd. in Ohio, left.",
        "U.S. forces and U.N. observers watched the road.",
        "He was No. 2 in the list, e.g. behind Lt. Col. Brown.",
        '"Why?" he asked.',
        "The site www.example.org and al-example.com reported it.",
        "05-07-2015 Raids on the town leave several dead",
    ],
)
def test_one_sentence_stays_one(sentence: str) -> None:
    assert texts(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ('"We saw it today." He left.', '"We saw it today."', "He left."),
        ("He left the U.S. The road was empty.", "He left the U.S.", "The road was empty."),
        ("It was quiet, he said.The road was empty.", "It was quiet, he said.", "The road was empty."),
        ("It ended at 5 p.m. Police came.", "It ended at 5 p.m.", "Police came."),
        ("Nobody knows... The road was empty.", "Nobody knows...", "The road was empty."),
        ("they spoke, she said. the road was empty.", "they spoke, she said.", "the road was empty."),
        ("IT WAS QUIET.  THE ROAD WAS EMPTY.", "IT WAS QUIET.", "THE ROAD WAS EMPTY."),
        ("It happened in 2014. Nobody came.", "It happened in 2014.", "Nobody came."),
        ("A title without an end\n\nThe body.", "A title without an end", "The body."),
        ("He said: 'Go home!' They went.", "He said: 'Go home!'", "They went."),
    ],
)
def test_two_sentences_are_parted(text: str, first: str, second: str) -> None:
    assert texts(text) == [first, second]


def test_a_quote_over_several_sentences_is_split_inside() -> None:
    assert texts('"We left. We ran." She wept.') == ['"We left.', 'We ran."', "She wept."]


def test_wrapped_lines_are_one_sentence() -> None:
    text = "THE BOMB WENT OFF IN FRONT OF THE TOWN HALL AND DAMAGED\nTHE WINDOWS OF SEVERAL HOUSES NEARBY."
    assert texts(text) == [text]


def test_list_items_are_apart() -> None:
    assert texts("- one thing\n- another thing\n- a third") == ["- one thing", "- another thing", "- a third"]


def test_a_short_line_among_long_ones_ends_a_sentence() -> None:
    long = "The ministry of the interior of the republic said on Sunday that the road was closed."
    assert texts(f"Road closed\n{long}\nBy a writer\n{long}") == ["Road closed", long, "By a writer", long]


def test_an_endless_sentence_is_cut_at_white_space() -> None:
    sentences = split_sentences("and then the men went on " * 1_000)
    assert all(len(s.text) <= DEFAULT_LIMITS.sentence_chars for s in sentences)
    assert {word for s in sentences for word in s.text.split()} == {"and", "then", "the", "men", "went", "on"}


@given(PIECES)
def test_sentences_cover_every_visible_character_once(text: str) -> None:
    seen: set[int] = set()
    for sentence in split_sentences(text):
        sentence.verify(text)
        assert sentence.text == sentence.text.strip()
        seen.update(range(sentence.start, sentence.end))
    assert sum(len(s.text) for s in split_sentences(text)) == len(seen)
    assert all(i in seen for i, char in enumerate(text) if not char.isspace())


@given(PIECES)
def test_no_sentence_crosses_a_blank_line(text: str) -> None:
    parts = paragraphs(text)
    assert all(any(p.contains(s) for p in parts) for s in split_sentences(text))


@pytest.mark.parametrize(
    "piece", ["He said so. ", '."', "a.b.", "\n ", "no end to it ", "((((", ". " * 9, '"' * 40]
)
def test_the_cost_is_linear(piece: str) -> None:
    assert growth(split_sentences, piece) < LINEAR

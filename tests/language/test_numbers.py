import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.growth import LINEAR, growth
from reportedly.language.numbers import find_numbers, find_toll, number_value, parse_count
from reportedly.records import NumberRange


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("nine", 9, 9),
        ("twenty-two", 22, 22),
        ("one hundred and six", 106, 106),
        ("1,200", 1200, 1200),
        ("1 000", 1000, 1000),
        ("1.5 million", 1_500_000, 1_500_000),
        ("at least nine", 9, None),
        ("up to 40", 0, 40),
        ("more than 300", 300, None),
        ("fewer than ten", 0, 9),
        ("about 40", 40, 40),
        ("between 10 and 15", 10, 15),
        ("10-15", 10, 15),
        ("three or four", 3, 4),
        ("50 or more", 50, None),
        ("dozens", 24, None),
        ("scores", 40, None),
        ("hundreds", 200, None),
        ("tens of thousands", 20_000, None),
        ("several hundred", 300, None),
        ("two dozen", 24, 24),
        ("a dozen", 12, 12),
        ("half a dozen", 6, 6),
        ("a couple of", 2, 2),
    ],
)
def test_a_count_is_read_whole(text: str, least: int, most: int | None) -> None:
    (mention,) = find_numbers(f"then {text} men")
    assert (mention.span.text, mention.range) == (text, NumberRange(least, most))


@pytest.mark.parametrize("text", ["F-16", "the 6th", "50%", "$40", "3.5", "24/7"])
def test_what_counts_nothing(text: str) -> None:
    assert find_numbers(f"then {text} came") == ()


def test_two_counts_joined_by_and_are_two() -> None:
    assert [m.range.min for m in find_numbers("two and three")] == [2, 3]


@pytest.mark.parametrize(
    ("phrase", "least", "most"),
    [
        ("two Iraqi security officials", 2, 2),
        ("a source", 1, 1),
        ("one militia source", 1, 1),
        ("officials", 2, None),
        ("at least three residents", 3, None),
        ("several witnesses", 3, None),
        ("some residents", 2, None),
        ("a number of activists", 2, None),
        ("a group of lawyers", 2, None),
        ("the two men", 2, 2),
        ("both officials", 2, 2),
        ("one of the officials", 1, 1),
        ("officials in the ministries", 2, None),
        ("an official in the two ministries", 1, 1),
        ("an officer and a diplomat", 2, 2),
        ("two officials and a militia source", 3, 3),
        ("Reuters", 1, 1),
        ("Activists", 2, None),
        ("POLICE SOURCES", 2, None),
        ("dozens of people", 24, None),
    ],
)
def test_who_speaks_is_counted(phrase: str, least: int, most: int | None) -> None:
    assert parse_count(phrase) == NumberRange(least, most)


@pytest.mark.parametrize("phrase", ["", "  ", "…"])
def test_no_words_are_no_count(phrase: str) -> None:
    assert parse_count(phrase) is None


def tolls(sentence: str) -> list[tuple[str, int, int | None]]:
    return [(toll.kind, toll.range.min, toll.range.max) for toll in find_toll(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It killed at least nine people and wounded dozens.", [("killed", 9, None), ("wounded", 24, None)]),
        ("Some 22 people including six children were killed.", [("killed", 22, 22)]),
        ("It left 45 dead and 30 injured.", [("killed", 45, 45), ("wounded", 30, 30)]),
        ("The death toll rose to 85 on Sunday.", [("killed", 85, 85)]),
        ("Three men were killed and five others wounded.", [("killed", 3, 3), ("wounded", 5, 5)]),
        ("A guard was shot and killed and another wounded.", [("killed", 1, 1), ("wounded", 1, 1)]),
        ("The shell killed and wounded dozens.", [("killed", 24, None), ("wounded", 24, None)]),
        ("The raid claimed the lives of 12 villagers.", [("killed", 12, 12)]),
        ("THREE SOLDIERS DIED AND FOUR WERE WOUNDED.", [("killed", 3, 3), ("wounded", 4, 4)]),
        ("There were no casualties.", [("killed", 0, 0), ("wounded", 0, 0)]),
        ("No injuries were reported.", [("wounded", 0, 0)]),
        ("He escaped unhurt.", [("killed", 0, 0), ("wounded", 0, 0)]),
    ],
)
def test_tolls_are_read(sentence: str, expected: list[tuple[str, int, int | None]]) -> None:
    assert tolls(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "He was killed in 2014.",
        "Omar, 26, was killed.",
        "The army fired 20 rockets that killed him.",
        "He was killed 30 km from the town.",
        "They stole $40 million.",
        "Ten houses burned.",
        "He was wounded on May 12.",
        "She died after 12 days.",
    ],
)
def test_what_is_no_toll(sentence: str) -> None:
    assert tolls(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The toll rose to 11.", [("killed", 11, 11)]),
        ("The death toll has climbed to at least 57.", [("killed", 57, None)]),
        ("The number of dead had risen to 19, a clerk said.", [("killed", 19, 19)]),
        ("The number of those killed has gone up to 33.", [("killed", 33, 33)]),
        ("Toll of Velmouth fire jumps from 12 to 19", [("killed", 19, 19)]),
        ("The death toll rose by three to 14.", [("killed", 14, 14)]),
        ("A sixth clerk died on Monday, raising the death toll to 34.", [("killed", 34, 34)]),
        ("Two more died, which brought to 49 the number killed.", [("killed", 49, 49)]),
        ("That pushed the toll past 100.", [("killed", 100, 100)]),
        ("The toll, which stood at 12 on Friday, climbed to 15.", [("killed", 12, 12), ("killed", 15, 15)]),
        ("The number of wounded rose to 45.", [("wounded", 45, 45)]),
        ("Fatalities rose to 17 and the number of injured to 90.", [("killed", 17, 17), ("wounded", 90, 90)]),
        ("He put the toll at up to 13.", [("killed", 0, 13)]),
    ],
)
def test_a_toll_that_is_named_as_such(sentence: str, expected: list[tuple[str, int, int | None]]) -> None:
    assert tolls(sentence) == expected
    assert all(toll.named for toll in find_toll(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The fire took its toll on the town, 11 houses burned.",
        "The death toll is a matter of dispute.",
        "The death toll was one of the highest of the year.",
        "The toll of the mill was the worst in 12 years.",
    ],
)
def test_a_named_toll_without_a_number(sentence: str) -> None:
    assert tolls(sentence) == []


def test_a_total_is_no_single_death() -> None:
    assert tolls("It left a total of 12 dead.") == [("killed", 12, 12)]


def test_a_toll_names_its_victims() -> None:
    (toll,) = find_toll("The bomb killed nine school children in the town.")
    assert (toll.span.text, toll.victims and toll.victims.text) == ("nine", "school children")


PIECES = st.lists(
    st.sampled_from(
        [
            "killed ",
            "wounded ",
            "nine ",
            "at least ",
            "a ",
            "people ",
            "were ",
            "and ",
            "12",
            "-",
            "dozens ",
            "of ",
            "thousands ",
            "million ",
        ]
        + [
            "no one ",
            "was ",
            "including ",
            "death toll ",
            "rose to ",
            "between ",
            "or more ",
            ",",
            ".",
            "99999999999999999999 ",
            "hundred ",
        ]
    )
    | st.text(max_size=3)
).map("".join)


@given(PIECES)
def test_counts_verify_and_keep_apart(text: str) -> None:
    end = 0
    for mention in find_numbers(text):
        mention.span.verify(text)
        assert mention.span.start >= end
        end = mention.span.end


@given(PIECES)
def test_tolls_verify(text: str) -> None:
    for toll in find_toll(text):
        toll.span.verify(text)
        if toll.victims is not None:
            toll.victims.verify(text)
    parse_count(text)


@given(st.integers(min_value=0, max_value=10**9))
def test_digits_with_and_without_commas_are_the_same(number: int) -> None:
    assert number_value(f"{number:,}") == number_value(str(number)) == number


@pytest.mark.parametrize(
    "piece",
    [
        "killed nine people and ",
        "nine ",
        "1 000 ",
        "one hundred and ",
        "at least ",
        "a ",
        "no one was ",
        "death toll ",
    ],
)
@pytest.mark.parametrize("function", [find_numbers, find_toll])
def test_the_cost_is_linear(function: object, piece: str) -> None:
    assert callable(function)
    assert growth(function, piece, size=4_000) < LINEAR

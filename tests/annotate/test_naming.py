"""What an actor is called in the claims: the words of the text, and the fullest name behind them."""

import pytest
from short_reports import read_text

from reportedly.records import ClaimRole, Value


def actor_of(text: str) -> Value:
    (value,) = {c.value for c in read_text(text).claims if c.role is ClaimRole.PERPETRATOR and c.value}
    return value


@pytest.mark.parametrize(
    ("text", "words", "name", "identity"),
    [
        ("Daesh attacked the post.", "Daesh", "Islamic State", "actor:islamic-state"),
        ("The ISIS group attacked the post.", "ISIS", "Islamic State", "actor:islamic-state"),
        (
            "Islamic State militants attacked the post.",
            "Islamic State militants",
            "Islamic State",
            "actor:islamic-state",
        ),
        ("The Green Crescent Army attacked the post.", "Green Crescent Army", "Green Crescent Army", None),
        ("Gunmen attacked the post.", "Gunmen", "Gunmen", None),
        ("Regime warplanes bombed the post.", "Regime", "Regime", None),
        ("Israel attacked the post.", "Israel", "Israel", "country:IL"),
        ("Israeli jets bombed the post.", "Israeli", "Israel", "country:IL"),
        ("Rebels from Chad attacked the post.", "Rebels from Chad", "Rebels from Chad", None),
    ],
)
def test_words_and_name(text: str, words: str, name: str, identity: str | None) -> None:
    value = actor_of(text)
    assert words.casefold() in value.text.casefold() or value.text.casefold() in words.casefold()
    assert (value.name, value.id) == (name, identity)


def test_of_two_names_in_a_row_the_first_did_it() -> None:
    """A list whose comma was lost; one name that holds another ('Syrian Army') is no list."""
    assert actor_of("Hamas Hezbollah attacked the post.").text == "Hamas"
    assert actor_of("Syrian Army shelled the post.").text == "Syrian Army"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hamas is small. The group attacked the post, police said.", "Hamas"),
        ("Hamas is small. It attacked the post, police said.", "Hamas"),
        ("Hamas is small. Its fighters attacked the post, police said.", "Hamas"),
        ("Hamas said it attacked the post.", "Hamas"),
        ("Hamas said its fighters attacked the post.", "Hamas"),
    ],
)
def test_who_a_pronoun_stands_for(text: str, name: str) -> None:
    assert actor_of(text).name == name


@pytest.mark.parametrize(
    "text",
    [
        "Hamas is small. A group attacked the post, police said.",
        "Hamas is small. Another group attacked the post, police said.",
        "Hamas is small. The gunmen attacked the post, police said.",
        "At least one Iran-backed group attacked the post, police said.",
        "Syrian rebels attacked the post, police said.",
    ],
)
def test_a_description_is_not_resolved_to_a_member(text: str) -> None:
    assert actor_of(text).id is None


def test_state_and_its_opponents_are_two_actors() -> None:
    reading = read_text(
        "Witnesses said Syrian rebels shelled the market. Medics said Syria shelled the market."
    )
    names = {c.value.name for c in reading.claims if c.role is ClaimRole.PERPETRATOR and c.value}
    assert len(names) == 2

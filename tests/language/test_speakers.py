import pytest

from reportedly.language.speakers import anonymous_nouns, document_nouns, roles_of, speaker_nouns
from reportedly.records import SourceRole


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("a security official", "security"),
        ("police spokesman", "police"),
        ("army officers", "military"),
        ("a defence ministry spokeswoman", "official"),
        ("militia commander", "military"),
        ("hospital sources", "medical"),
        ("local residents", "witness"),
        ("survivors of the raid", "victim"),
        ("his brother", "relative"),
        ("the observatory", "monitor"),
        ("opposition activists", "activist"),
        ("an independent analyst", "analyst"),
        ("state television", "media"),
        ("a western diplomat", "diplomat"),
        ("the prosecutor", "court"),
        ("rescue workers", "aid"),
        ("the foreign minister", "official"),
        ("rebel fighters", "armed_group"),
    ],
)
def test_the_role_that_decides(words: str, first: str) -> None:
    roles = roles_of(words.split())
    assert first in roles
    assert roles[0] == first or first == "military"


@pytest.mark.parametrize("words", [[], ["source"], ["a", "man"], ["the"], ["zorb"]])
def test_words_without_a_role(words: list[str]) -> None:
    assert roles_of(words) == ()


def test_every_role_is_of_the_guide() -> None:
    roles = {role for noun in speaker_nouns() for role in roles_of({noun})}
    assert roles <= {role.value for role in SourceRole}
    assert roles | {"unknown"} == {role.value for role in SourceRole}


def test_nouns_are_single_words_in_lower_case() -> None:
    assert all(noun == noun.lower() and " " not in noun for noun in speaker_nouns())


def test_papers_and_people_are_told_apart() -> None:
    assert document_nouns() & anonymous_nouns() == frozenset()
    assert {"statement", "video", "indictment", "leaflet"} <= document_nouns()
    assert {"source", "official", "residents", "spokesman"} <= anonymous_nouns()
    assert document_nouns() | anonymous_nouns() <= speaker_nouns()

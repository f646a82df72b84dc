import pytest
from parsed import NOT_YET, marked, said_in, sentence_of

from reportedly.annotate.rules.phrases import extend_right, subject_of


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The army *said* rebels fled", "The army"),
        ("The army on Sunday *said* rebels fled", "The army"),
        pytest.param("The army late on Sunday *said* rebels fled", "The army", marks=NOT_YET),
        ("The army has also *said* rebels fled", "The army"),
        ("The army did not *say* who fled", "The army"),
        ("The army didn't *say* who fled", "The army"),
        ("Two security officials *said* rebels fled", "Two security officials"),
        ("At least three witnesses *said* rebels fled", "At least three witnesses"),
        ("A spokesman for the army *said* rebels fled", "A spokesman for the army"),
        ("The head of police in Goma *said* rebels fled", "The head of police in Goma"),
        ("A source close to the group *said* rebels fled", "A source close to the group"),
        ("Gen. Juan Prado *said* rebels fled", "Gen. Juan Prado"),
        ("Juan Prado, a general, *said* rebels fled", "Juan Prado"),
        ("Juan Prado, 41, *said* rebels fled", "Juan Prado"),
        ("Juan Prado, who leads the army, *said* rebels fled", "Juan Prado"),
        ("The army (FAC) *said* rebels fled", "The army"),
        ("The FAC, the army of Zembla, *said* rebels fled", "The FAC"),
        ("The army, which *lost* ten men, fled", "The army"),
        ("The army that *lost* ten men fled", "The army"),
        ("Gunmen who *attacked* the post fled", "Gunmen"),
        ("Officials and villagers *said* rebels fled", "Officials and villagers"),
        ("They *said* rebels fled", "They"),
        ("Rebels fled, the army *said*", "the army"),
        ("“Rebels fled,” the army *said*", "the army"),
        ("Police said rebels *attacked* the post", "rebels"),
        ("Police said that rebels *attacked* the post", "rebels"),
        ("The president's spokesman *said* rebels fled", "The president's spokesman"),
        ("Iran's Revolutionary Guards *said* rebels fled", "Iran's Revolutionary Guards"),
        ("The rebels, backed by Chad, *attacked* the post", "The rebels"),
        ("The men the army *freed* have fled", "the army"),
        ("The villagers whom the army *freed* have fled", "the army"),
        pytest.param("In Kidal jihadists *attacked* a convoy", "jihadists", marks=NOT_YET),
        ("On Monday jihadists *attacked* a convoy", "jihadists"),
        ("*Attacked* at dawn, the convoy fled", None),
        ("However, police *said* rebels fled", "police"),
        ("When they came, police *said* rebels fled", "police"),
    ],
)
def test_the_subject_of_a_verb(text: str, subject: str | None) -> None:
    sentence, verb = marked(text)
    assert said_in(sentence, subject_of(sentence, verb)) == subject


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("The army attacked the rebel base", ["The army", "the rebel base"]),
        ("Two old men in red hats left", ["Two old men", "red hats"]),
        ("She told them", ["She", "them"]),
        ("Iran's navy left Basra", ["Iran's navy", "Basra"]),
        ("On Monday the army left", ["the army"]),
        ("Police killed at least nine men", ["Police", "at least nine men"]),
    ],
)
def test_base_phrases(text: str, phrases: list[str]) -> None:
    sentence = sentence_of(text)
    assert [said_in(sentence, (p.start, p.end)) for p in sentence.phrases] == phrases


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("a spokesman for the army left", "a spokesman for the army"),
        ("an aide of the head of police left", "an aide of the head of police"),
        ("the ministry on Monday left", "the ministry"),
        ("the army left", "the army"),
        ("a source close to Hamas left", "a source close to Hamas"),
    ],
)
def test_a_phrase_with_its_tail(text: str, whole: str) -> None:
    sentence = sentence_of(text)
    phrase = sentence.phrases[0]
    assert said_in(sentence, (phrase.start, extend_right(sentence, phrase))) == whole


def test_every_token_is_in_one_phrase_at_most() -> None:
    sentence = sentence_of(
        "The head of the army of Zembla, Juan Prado, 41, told two aides in Kidal that they lost it."
    )
    covered = [i for phrase in sentence.phrases for i in range(phrase.start, phrase.end)]
    assert len(covered) == len(set(covered))
    assert all(
        sentence.phrase_at(i) == phrase
        for phrase in sentence.phrases
        for i in range(phrase.start, phrase.end)
    )


def test_questions_beyond_either_end_have_an_answer() -> None:
    sentence = sentence_of("Nobody left.")
    assert (sentence.phrase_at(-1), sentence.phrase_at(99)) == (None, None)
    assert (sentence.lower(-1), sentence.lower(99), sentence.tag(-1), sentence.tag(99)) == ("", "", "", "")

"""One speaker under several descriptions is one speaker; two speakers are two."""

import pytest
from parsed import NOT_YET
from short_reports import annotated, report_of

from reportedly.annotate.rules.attribution import find_said
from reportedly.annotate.rules.phrases import parse
from reportedly.annotate.rules.speakers import Speakers, apart
from reportedly.language.sentences import split_sentences


def speakers_of(text: str) -> list[int | None]:
    """The number of the speaker of each cue of the text."""
    speakers = Speakers(text)
    out: list[int | None] = []
    for index, span in enumerate(split_sentences(text)):
        sentence = parse(text, span, index=index, in_headline=False)
        out += [speakers.add(sentence, said.source) for said in find_said(sentence) if said.source]
    return out


@pytest.mark.parametrize(
    "text",
    [
        "The army said rebels fled. The army said nine died.",
        "The army said rebels fled. It said nine died.",
        "Mayor Ada Obi said rebels fled. Obi said nine died.",
        "Mayor Ada Obi said rebels fled. She said nine died.",
        "Mayor Ada Obi said rebels fled. The mayor said nine died.",
        "A security source said rebels fled. The source said nine died.",
        "A militia source told Reuters rebels fled. The source said nine died.",
        "Two officials said rebels fled. The officials said nine died.",
        "Two officials said rebels fled. They said nine died.",
        "The Kivu Observatory for Human Rights said rebels fled. The observatory said nine died.",
        "The Kivu Observatory for Human Rights said rebels fled. The monitor said nine died.",
        "The interior ministry said rebels fled. The ministry said nine died.",
        "A resident said rebels fled. The resident said nine died.",
        "Rebels fled, the army said. It said nine died.",
        "ISIS said rebels fled. Daesh said nine died.",
        "Hamas said rebels fled. The group said nine died.",
        "An army spokesman said rebels fled. The spokesman said nine died.",
        "Police chief Juan Prado said rebels fled. Prado said nine died.",
        pytest.param("The United Nations said rebels fled. The U.N. said nine died.", marks=NOT_YET),
    ],
)
def test_one_speaker(text: str) -> None:
    first, second = speakers_of(text)
    assert first is not None
    assert first == second


@pytest.mark.parametrize(
    "text",
    [
        "The army said rebels fled. The police said nine died.",
        "A security source said rebels fled. A hospital source said nine died.",
        "A source said rebels fled. Another source said nine died.",
        "Two officials said rebels fled. Three officials said nine died.",
        "Mayor Ada Obi said rebels fled. Mayor Ana Ruiz said nine died.",
        "An official said rebels fled. Mayor Ada Obi said nine died.",
        "Mayor Ada Obi said rebels fled. An official said nine died.",
        "The foreign ministry said rebels fled. The defence ministry said nine died.",
        "Residents said rebels fled. Activists said nine died.",
        "Iran said rebels fled. Israel said nine died.",
        "An Iranian official said rebels fled. An Iraqi official said nine died.",
        "Hamas said rebels fled. Fatah said nine died.",
        "The Iraqi army said rebels fled. The Syrian army said nine died.",
        "A militia source said rebels fled. Ali Hassan said nine died.",
    ],
)
def test_two_speakers(text: str) -> None:
    first, second = speakers_of(text)
    assert first != second


def test_an_unnamed_speaker_is_never_joined_with_a_name() -> None:
    text = (
        "An official said rebels fled. The official said nine died. Juan Prado, an official, said ten died."
    )
    first, second, third = speakers_of(text)
    assert first == second != third


def test_the_fullest_description_is_the_label() -> None:
    (speaker,) = annotated(
        report_of("Obi said rebels shot him. Mayor Ada Obi said rebels shot the guard. She said it hurt.")
    ).speakers
    assert speaker.label.text == "Mayor Ada Obi"
    assert [m.text for m in speaker.mentions] == ["Obi", "Mayor Ada Obi", "She"]


def test_a_pronoun_of_nobody_is_no_speaker() -> None:
    assert speakers_of("He said rebels fled.") == [None]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Two officials and three villagers said rebels fled.", 2),
        ("Officials and villagers said rebels fled.", 1),
        ("Iran and Israel said rebels fled.", 2),
        ("The army said rebels fled.", 1),
    ],
)
def test_joined_speakers_are_parted_where_each_is_counted_or_named(text: str, parts: int) -> None:
    sentence = parse(text, split_sentences(text)[0], index=0, in_headline=False)
    (source,) = [said.source for said in find_said(sentence) if said.source]
    assert len(apart(sentence, source)) == parts


@pytest.mark.parametrize(
    ("words", "behind", "label"),
    [
        ("River Aid Watch", " (RAW) said", "River Aid Watch (RAW)"),
        ("The prosecutor", ", a tall man from the coast, said", "The prosecutor, a tall man from the coast"),
        ("Ada Obi", ", the mayor of Lima, said", "Ada Obi, the mayor of Lima"),
        ("The general", ", Juan Marin, said", "The general, Juan Marin"),
        ("Two clerks", ", who live by the mill, said", "Two clerks, who live by the mill"),
        ("The army", ", the police and the mayor said", "The army"),
        ("The army", ", the police, and the mayor said", "The army"),
        ("The army", ", it was learnt, said", "The army"),
        ("The army", ", he saw men, said", "The army"),
        ("According to the clerk", ", the men, six in all, fled, he said", "the clerk"),
        ("The army", " said", "The army"),
    ],
)
def test_a_speaker_is_described_with_what_stands_behind_the_name(words: str, behind: str, label: str) -> None:
    """Brackets, another name or office, a clause of 'who'; the marks of a list are none of these."""
    text = f"{words}{behind} that rebels shelled the town."
    (span,) = split_sentences(text)
    sentence = parse(text, span, index=0, in_headline=False)
    bare = words.removeprefix("According to ")
    start = next(i for i, token in enumerate(sentence.tokens) if token.start == text.index(bare))
    speakers = Speakers(text)
    speakers.add(sentence, (start, start + len(bare.split())))
    (speaker,) = speakers.done()
    assert speaker.label.text == label
    assert [mention.text for mention in speaker.mentions] == [bare]

import pytest
from parsed import NOT_YET, said_in, sentence_of

from reportedly.annotate.rules.attribution import Said, find_said
from reportedly.annotate.rules.phrases import Sentence


def the_cue(sentence: Sentence, word: str) -> Said:
    found = next((said for said in find_said(sentence) if word in sentence.lowers(*said.cue)), None)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        ("The army said rebels attacked the post.", "said", "The army", "rebels attacked the post"),
        ("The army said that rebels attacked the post.", "said", "The army", "rebels attacked the post"),
        (
            "The army said on Monday that rebels attacked the post.",
            "said",
            "The army",
            "rebels attacked the post",
        ),
        ("Rebels attacked the post, the army said.", "said", "the army", "Rebels attacked the post"),
        ("Rebels attacked the post, said the army.", "said", "the army", "Rebels attacked the post"),
        ('"Rebels attacked the post," said the army.', "said", "the army", '"Rebels attacked the post'),
        (
            "Rebels attacked the post, according to the army.",
            "according",
            "the army",
            "Rebels attacked the post",
        ),
        (
            "According to the army, rebels attacked the post.",
            "according",
            "the army",
            "rebels attacked the post",
        ),
        pytest.param(
            "According to the army rebels attacked the post.",
            "according",
            "the army",
            "rebels attacked the post",
            marks=NOT_YET,
        ),
        ("The army told AFP that rebels attacked the post.", "told", "The army", "rebels attacked the post"),
        ("Rebels attacked the post, the army told AFP.", "told", "the army", "Rebels attacked the post"),
        ("The army believes rebels attacked the post.", "believes", "The army", "rebels attacked the post"),
        pytest.param(
            "The army suspects rebels attacked the post.",
            "suspects",
            "The army",
            "rebels attacked the post",
            marks=NOT_YET,
        ),
        ("The army denied that it shelled the post.", "denied", "The army", "it shelled the post"),
        ("The army blamed rebels for the attack.", "blamed", "The army", "rebels for the attack"),
        ("The post, the army said, was attacked by rebels.", "said", "the army", None),
        (
            "Two officials and a doctor said rebels fled the post.",
            "said",
            "Two officials and a doctor",
            "rebels fled the post",
        ),
        (
            "AFP quoted a source as saying rebels attacked the post.",
            "quoted",
            "a source",
            "rebels attacked the post",
        ),
        ("The rebels attacked the post, AFP reported, citing a source.", "citing", "a source", None),
        ("The army did not say who attacked the post.", "say", "The army", "who attacked the post"),
        (
            "The army has confirmed that rebels attacked the post.",
            "confirmed",
            "The army",
            "rebels attacked the post",
        ),
        ("It was reported that rebels attacked the post.", "reported", None, None),
        ("Rebels are believed to have attacked the post.", "believed", None, None),
        ("The claim was rejected by the army.", "rejected", "the army", None),
        (
            "In a statement, the army said rebels attacked the post.",
            "said",
            "the army",
            "rebels attacked the post",
        ),
        (
            "The army said in a statement rebels attacked the post.",
            "said",
            "The army",
            "rebels attacked the post",
        ),
        (
            "Father Joseph Mbala recalled that rebels attacked the post.",
            "recalled",
            "Father Joseph Mbala",
            None,
        ),
        ("The army condemned the attack on the post.", "condemned", "The army", "the attack on the post"),
        (
            "Asked by AFP, the army said rebels attacked the post.",
            "said",
            "the army",
            "rebels attacked the post",
        ),
        ("Rebels attacked the post; the army said it was calm.", "said", "the army", "it was calm"),
        (
            "The army, meanwhile, said rebels attacked the post.",
            "said",
            "The army",
            "rebels attacked the post",
        ),
        (
            "Police chief Ada Obi says rebels attacked the post.",
            "says",
            "Police chief Ada Obi",
            "rebels attacked the post",
        ),
        (
            "As reported by Anadolu, rebels attacked the post.",
            "reported",
            "Anadolu",
            "rebels attacked the post",
        ),
    ],
)
def test_who_says_what(text: str, cue: str, source: str | None, content: str | None) -> None:
    sentence = sentence_of(text)
    said = the_cue(sentence, cue)
    assert said_in(sentence, said.source) == source
    assert content is None or (said_in(sentence, said.content) or "").rstrip(" .,\"'") == content


@pytest.mark.parametrize(
    "text",
    [
        "The attack killed nine people.",
        "An alleged attacker fled.",
        "The report was long.",
        "The blast claimed nine lives.",
        "Jets bombed the base.",
        pytest.param("According to plan, troops left.", marks=NOT_YET),
        "The claims were many.",
        "!?",
    ],
)
def test_sentences_in_which_nobody_speaks(text: str) -> None:
    sentence = sentence_of(text)
    assert [said_in(sentence, said.source) for said in find_said(sentence) if said.source] == []


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("The army did not say who did it.", True),
        ("The army didn't say who did it.", True),
        ("The army could not confirm who did it.", True),
        ("The army has never said who did it.", True),
        ("The army said who did it.", False),
        ("The army said it did not do it.", False),
        ("Not only the army said who did it.", False),
    ],
)
def test_a_cue_is_negated_by_its_own_helpers_only(text: str, negated: bool) -> None:
    assert find_said(sentence_of(text))[0].negated is negated


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A source told Reuters that rebels fled.", "Reuters"),
        pytest.param("A source told the BBC rebels fled.", "the BBC", marks=NOT_YET),
        ("Rebels fled, a source told Reuters.", "Reuters"),
        ("A source said rebels fled.", None),
    ],
)
def test_who_was_told(text: str, told: str | None) -> None:
    sentence = sentence_of(text)
    assert said_in(sentence, the_cue(sentence, "told" if told else "said").told) == told


def test_the_smallest_content_governs() -> None:
    sentence = sentence_of("AFP reported that the army said that rebels attacked the post.")
    attacked = sentence.lowers(0, 99).index("attacked")
    governing = sorted(
        (said for said in find_said(sentence) if said.governs(attacked)), key=lambda said: said.reach
    )
    assert [said.lemma for said in governing] == ["say", "report"]

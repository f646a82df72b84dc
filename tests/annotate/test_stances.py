import pytest
from parsed import NOT_YET, said_in, sentence_of

from reportedly.annotate.rules.attacks import find_doings
from reportedly.annotate.rules.attribution import find_said
from reportedly.annotate.rules.stated import find_stated

Row = tuple[str | None, str, str | None]


def stated(text: str) -> list[Row]:
    """Actor, stance and source of each stance that the words state."""
    sentence = sentence_of(text)
    found = find_stated(sentence, find_said(sentence), find_doings(sentence))
    return [
        (_bare(said_in(sentence, s.actor)), s.stance.value, _bare(said_in(sentence, s.source))) for s in found
    ]


def _bare(words: str | None) -> str | None:
    return words.removeprefix("The ") if words else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kabul blamed Pakistan for the attack.", ("Pakistan", "alleges", "Kabul")),
        ("Kabul accused Pakistan of shelling Kunar.", ("Pakistan", "alleges", "Kabul")),
        ("Pakistan was accused by Kabul of shelling Kunar.", ("Pakistan", "alleges", "Kabul")),
        ("Pakistan was accused of shelling Kunar.", ("Pakistan", "alleges", None)),
        ("The attack was blamed on Pakistan.", ("Pakistan", "alleges", None)),
        ("Kabul blamed the attack on Pakistan.", ("Pakistan", "alleges", "Kabul")),
        ("Kabul held Pakistan responsible for the attack.", ("Pakistan", "alleges", "Kabul")),
        ("Kabul pointed the finger at Pakistan.", ("Pakistan", "alleges", "Kabul")),
        ("Kabul attributed the attack to Pakistan.", ("Pakistan", "alleges", "Kabul")),
        pytest.param("Police suspect the ELN of the bombing.", ("ELN", "alleges", "Police"), marks=NOT_YET),
        ("The ELN claimed responsibility for the attack.", ("ELN", "admits", "ELN")),
        ("The ELN has claimed the attack.", ("ELN", "admits", "ELN")),
        ("The attack was claimed by the ELN.", ("ELN", "admits", "ELN")),
        ("The ELN took credit for the bombing.", ("ELN", "admits", "ELN")),
        ("The ELN has not claimed responsibility.", ("ELN", "no_claim", None)),
        ("No group has claimed responsibility.", (None, "no_claim", None)),
        ("Nobody claimed responsibility for the attack.", (None, "no_claim", None)),
        ("No one has claimed the attack.", (None, "no_claim", None)),
        ("None of the groups has claimed the attack.", (None, "no_claim", None)),
        ("There was no claim of responsibility.", (None, "no_claim", None)),
        ("There was no immediate claim of responsibility.", (None, "no_claim", None)),
        ("The attack has not been claimed by any group.", (None, "no_claim", None)),
        ("The ELN denied involvement in the attack.", ("ELN", "denies", "ELN")),
        ("The ELN rejected the accusation that it planted the bomb.", ("ELN", "denies", "ELN")),
        ("Iran denies that Hamas carried out the attack.", ("Hamas", "denies", "Iran")),
        ("Iran denied any role in the attack.", ("Iran", "denies", "Iran")),
        ("A jury acquitted Ana Ruiz of the murder.", ("Ana Ruiz", "denies", "A jury")),
        ("Police could not confirm that the ELN planted the bomb.", ("ELN", "unconfirmed", "Police")),
        ("Police declined to say who carried out the attack.", (None, "unconfirmed", "Police")),
        ("It was not clear who carried out the attack.", (None, "unconfirmed", None)),
        ("It is unclear whether the ELN carried out the attack.", ("ELN", "unconfirmed", None)),
        ("Police did not say who was behind the attack.", (None, "unconfirmed", "Police")),
        ("Police were unable to say who carried out the attack.", (None, "unconfirmed", "Police")),
        ("Police were unable to verify whether the ELN planted the bomb.", ("ELN", "unconfirmed", "Police")),
        ("There were no claims of responsibility from any group.", (None, "no_claim", None)),
        ("The ELN accepted responsibility for the bombing.", ("ELN", "admits", "ELN")),
        ("Kabul exonerated the ELN of the bombing.", ("ELN", "denies", "Kabul")),
        ("Police linked the ELN to the bombing.", ("ELN", "alleges", "Police")),
    ],
)
def test_a_stance_stated(text: str, expected: Row) -> None:
    assert expected in stated(text)


@pytest.mark.parametrize(
    "text",
    [
        "The blast claimed nine lives.",
        "The ELN claimed the talks had failed.",
        "Kabul blamed the war on Pakistan's neglect of peace.",
        "Police accused the minister of taking bribes.",
        "The ELN condemned the attack.",
        "The minister denied that he would resign.",
        "Police declined to give the age of the driver.",
        "The attack was not clear on the video.",
        "Officials blamed bad weather for the crash.",
        "The ELN took part in the talks.",
        "The firm claimed credit for the bridge.",
    ],
)
def test_no_stance_on_a_deed(text: str) -> None:
    assert stated(text) == []

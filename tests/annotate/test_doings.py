import pytest
from parsed import NOT_YET, said_in, sentence_of

from reportedly.annotate.rules.attacks import find_doings
from reportedly.records import Certainty


def doers(text: str, *, headline: bool = False) -> list[str]:
    sentence = sentence_of(text, headline=headline)
    return list(dict.fromkeys(said_in(sentence, d.actor) or "" for d in find_doings(sentence)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels attacked the post", ["Rebels"]),
        ("The rebels attacked the post", ["rebels"]),
        ("The post was attacked by rebels", ["rebels"]),
        ("The post was attacked", []),
        ("The post attacked by rebels burned", ["rebels"]),
        ("Russian jets bombed the clinic", ["Russian jets"]),
        ("US air strikes killed nine", ["US"]),
        pytest.param("Israel's raid killed nine", ["Israel"], marks=NOT_YET),
        ("Nine died in Israeli shelling", ["Israeli"]),
        ("Nine died in Houthi rocket fire", ["Houthi"]),
        ("The Taliban were behind the attack", ["Taliban"]),
        ("The Taliban are responsible for the attack", ["Taliban"]),
        ("The attack was carried out by Hamas", ["Hamas"]),
        ("Hamas carried out the attack", ["Hamas"]),
        ("Hamas launched nine rockets", ["Hamas"]),
        ("The regime dropped barrel bombs on the town", ["regime"]),
        ("Gunmen opened fire on a bus", ["Gunmen"]),
        ("A suicide bomber blew himself up in a market", ["suicide bomber"]),
        ("Gunmen stormed a hotel and killed nine guests", ["Gunmen"]),
        ("Gunmen stormed a hotel, killing nine guests", ["Gunmen"]),
        ("Rebels burned the village", ["Rebels"]),
        ("Rebels blew up the bridge", ["Rebels"]),
        ("Rebels kidnapped two nuns", ["Rebels"]),
        pytest.param("Rebels hijacked a bus", ["Rebels"], marks=NOT_YET),
        ("Troops tried to storm the hall", ["Troops"]),
        ("An attack by the ELN killed nine", ["ELN"]),
        ("An attack on the ELN killed nine", []),
        ("The killing of the judge by the ELN", ["ELN"]),
        ("Hamas and Fatah attacked the post", ["Hamas", "Fatah"]),
        ("Hamas or Fatah attacked the post", ["Hamas", "Fatah"]),
        ("The role of Hezbollah in the attack", ["Hezbollah"]),
        ("Iran's involvement in the attack", ["Iran"]),
        ("Members of the Green Army shot the judge", ["Members of the Green Army"]),
        ("Pedro Ruiz shot the judge", ["Pedro Ruiz"]),
        ("Rebels will attack the post", []),
        ("Rebels would attack the post", []),
        ("Rebels threatened to attack the post", []),
        ("Rebels plan to attack the post", []),
        ("If rebels attack the post, we leave", []),
        ("Rebels were killed in the attack", []),
        ("The attack killed nine rebels", []),
        ("A bomb killed nine rebels", []),
        pytest.param("Police attacked the plan as too dear", [], marks=NOT_YET),
        ("The team went on strike", []),
        ("Nobody was hurt", []),
        ("The post was attacked by mistake", []),
        ("The post was attacked by night", []),
    ],
)
def test_who_does_it(text: str, expected: list[str]) -> None:
    assert doers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jets Kill 22 in Market", ["Jets"]),
        ("Rebels Attack Post, Kill Nine", ["Rebels"]),
        ("Taliban bomb kills nine", ["Taliban"]),
        ("Iran behind tanker attack", ["Iran"]),
        ("Post attacked, nine dead", []),
    ],
)
def test_who_does_it_in_a_headline(text: str, expected: list[str]) -> None:
    assert doers(text, headline=True) == expected


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Rebels attacked the post", Certainty.CERTAIN),
        ("Suspected rebels attacked the post", Certainty.POSSIBLE),
        ("Rebels allegedly attacked the post", Certainty.POSSIBLE),
        ("Rebels may have attacked the post", Certainty.POSSIBLE),
        ("Rebels might have attacked the post", Certainty.POSSIBLE),
        ("Rebels reportedly attacked the post", Certainty.PROBABLE),
        ("Rebels apparently attacked the post", Certainty.PROBABLE),
        ("Rebels are believed to have attacked the post", Certainty.PROBABLE),
        ("Rebels are thought to have attacked the post", Certainty.PROBABLE),
        ("The post was attacked by suspected rebels", Certainty.POSSIBLE),
        ("The post was reportedly attacked by rebels", Certainty.PROBABLE),
        ("Rebels attacked the post, which may close", Certainty.CERTAIN),
        ("Rebels attacked the post in May", Certainty.CERTAIN),
    ],
)
def test_how_surely(text: str, certainty: Certainty) -> None:
    sentence = sentence_of(text)
    assert {doing.certainty for doing in find_doings(sentence)} == {certainty}


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Rebels did not attack the post", True),
        ("Rebels didn't attack the post", True),
        ("Rebels never attacked the post", True),
        ("Rebels have not attacked the post", True),
        ("Rebels were not behind the attack", True),
        ("The post was not attacked by rebels", True),
        pytest.param("REBELS DIDN'T ATTACK THE POST NEAR GOMA", True, marks=NOT_YET),
        ("Rebels attacked the post but did not kill the guard", False),
    ],
)
def test_what_was_not_done(text: str, negated: bool) -> None:
    doings = find_doings(sentence_of(text))
    assert doings
    assert doings[0].negated is negated


def test_and_joins_or_does_not() -> None:
    together = find_doings(sentence_of("Hamas and Fatah attacked the post"))
    apart = find_doings(sentence_of("Hamas or Fatah attacked the post"))
    assert len({doing.joint for doing in together}) == 1
    assert together[0].joint is not None
    assert {(doing.joint, doing.certainty) for doing in apart} == {(None, Certainty.POSSIBLE)}

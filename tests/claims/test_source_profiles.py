"""Who a speaker is, read from the words that describe it."""

import re

import pytest
from made import report_of, source_of, span

from reportedly.annotations import Speaker
from reportedly.claims.sources import own_voice, profile
from reportedly.records import NumberRange, Party, SourceKind, SourceRole

NOT_YET = pytest.mark.xfail(strict=True, raises=AssertionError, reason="right, and not read yet")
ANY = None


@pytest.mark.parametrize(
    ("description", "kind", "role", "least", "most"),
    [
        ("Two Iraqi security officials", "anonymous", "security", 2, 2),
        ("three police officers", "anonymous", "police", 3, 3),
        ("At least three witnesses", "anonymous", "witness", 3, ANY),
        ("officials", "anonymous", "official", 2, ANY),
        ("several residents", "anonymous", "witness", 3, ANY),
        ("a source", "anonymous", "unknown", 1, 1),
        ("A militia source", "anonymous", "armed_group", 1, 1),
        ("a source close to Hezbollah", "anonymous", "armed_group", 1, 1),
        ("a senior U.S. official", "anonymous", "official", 1, 1),
        ("an army officer", "anonymous", "military", 1, 1),
        ("a western diplomat", "anonymous", "diplomat", 1, 1),
        ("a doctor at the hospital", "anonymous", "medical", 1, 1),
        ("four medics", "anonymous", "medical", 4, 4),
        ("a villager", "anonymous", "witness", 1, 1),
        ("survivors", "anonymous", "victim", 2, ANY),
        ("a survivor", "anonymous", "victim", 1, 1),
        ("relatives", "anonymous", "relative", 2, ANY),
        ("an analyst", "anonymous", "analyst", 1, 1),
        ("opposition activists", "anonymous", "activist", 2, ANY),
        ("rescue workers", "anonymous", "aid", 2, ANY),
        ("a police spokesman", "anonymous", "police", 1, 1),
        ("an army spokesman", "anonymous", "military", 1, 1),
        ("two intelligence sources", "anonymous", "security", 2, 2),
        ("a rebel commander", "anonymous", "military", 1, 1),
        ("people", "anonymous", "unknown", 2, ANY),
        ("a defence ministry official", "anonymous", "official", 1, 1),
        ("dozens of villagers", "anonymous", "witness", 24, ANY),
        ("prosecutors", "anonymous", "court", 2, ANY),
        ("a journalist", "anonymous", "media", 1, 1),
        ("both officials", "anonymous", "official", 2, 2),
        ("Juan Prado", "person", "unknown", 1, 1),
        ("Mayor Ada Obi", "person", "official", 1, 1),
        ("President Omar Dahl", "person", "official", 1, 1),
        ("Gen. Piet Venter", "person", "military", 1, 1),
        ("General Piet Venter", "person", "military", 1, 1),
        ("police chief Ada Obi", "person", "police", 1, 1),
        ("army spokesman Juan Prado", "person", "military", 1, 1),
        ("Dr Hanna Odeh", "person", "medical", 1, 1),
        ("Ahmad al-Zorbi, an activist", "person", "activist", 1, 1),
        ("Father Joseph Mbala", "person", "unknown", 1, 1),
        ("Iranian Foreign Minister Reza Karimi", "person", "official", 1, 1),
        ("Prof. Lena Holm", "person", "analyst", 1, 1),
        ("Iran", "organisation", "official", 1, 1),
        ("Tehran", "organisation", "official", 1, 1),
        ("The Syrian army", "organisation", "military", 1, 1),
        ("the interior ministry", "organisation", "official", 1, 1),
        ("the foreign ministry", "organisation", "official", 1, 1),
        ("The Defence Ministry", "organisation", "official", 1, 1),
        ("Hamas", "organisation", "armed_group", 1, 1),
        ("The Taliban", "organisation", "armed_group", 1, 1),
        ("the police", "organisation", "police", 1, 1),
        ("The military", "organisation", "military", 1, 1),
        ("the government", "organisation", "official", 1, 1),
        ("The US-led coalition", "organisation", "military", 1, 1),
        ("Human Rights Watch", "organisation", "monitor", 1, 1),
        ("the Kivu Observatory for Human Rights", "organisation", "monitor", 1, 1),
        ("Amnesty International", "organisation", "monitor", 1, 1),
        ("Reuters", "organisation", "media", 1, 1),
        ("state television", "organisation", "media", 1, 1),
        ("The newspaper El Sol", "organisation", "media", 1, 1),
        ("the Red Cross", "organisation", "aid", 1, 1),
        ("the United Nations", "organisation", ANY, 1, 1),
        ("a Kinshasa court", "organisation", "court", 1, 1),
        ("A statement", "document", ANY, 1, 1),
        ("the indictment", "document", "court", 1, 1),
        ("a police report", "document", "police", 1, 1),
        ("An army communique", "document", "military", 1, 1),
        ("a video", "document", ANY, 1, 1),
        ("The letter", "document", ANY, 1, 1),
    ],
)
def test_kind_role_and_number(
    description: str, kind: str, role: str | None, least: int, most: int | None
) -> None:
    source = source_of(description)
    assert source.kind.value == kind
    assert role is ANY or source.role.value == role
    assert source.number == NumberRange(least, most)


@pytest.mark.parametrize(
    ("description", "affiliation"),
    [
        ("Two Iraqi security officials", "Iraq"),
        ("a senior U.S. official", "United States"),
        ("a Taliban spokesman", "Taliban"),
        ("a source close to Hezbollah", "Hezbollah"),
        ("the Syrian army", "Syria"),
        ("Iranian Foreign Minister Reza Karimi", "Iran"),
        ("Hamas spokesman Samir Kadi", "Hamas"),
        ("Hamas", None),
        ("Iran", None),
        ("a source", None),
        ("Juan Prado", None),
        ("the interior ministry", None),
    ],
)
def test_whom_it_belongs_to(description: str, affiliation: str | None) -> None:
    assert source_of(description).affiliation == affiliation


@pytest.mark.parametrize(
    ("after", "condition"),
    [
        (" said nine people died, speaking on condition of anonymity.", "speaking on condition of anonymity"),
        (" said, on condition of anonymity, that nine died.", "on condition of anonymity"),
        (" who asked not to be named said nine died.", "asked not to be named"),
        (" said nine died. He declined to be identified.", "declined to be identified"),
        (
            " said nine died. He was not authorised to speak to the media.",
            "not authorised to speak to the media",
        ),
        (" speaking anonymously said nine died.", "anonymously"),
        (" said nine died.", None),
        (" said nine died.\n\nA driver spoke on condition of anonymity.", None),
    ],
)
def test_the_words_of_its_anonymity(after: str, condition: str | None) -> None:
    source = source_of("A security official", after=after)
    assert source.anonymity == condition


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("A governor said nine died. A Kurdish source, who asked not to be named, agreed.", [1]),
        ("A governor said nine died while a Kurdish source, who asked not to be named, spoke of ten.", [1]),
        ("Speaking on condition of anonymity, a governor blamed rebels; a Kurdish source denied it.", [0]),
        ("A governor said nine died. He asked not to be named. A Kurdish source spoke of ten.", [0]),
    ],
)
def test_a_condition_is_that_of_the_nearer_speaker(text: str, theirs: list[int]) -> None:
    report = report_of(text)
    mentions = [span(report, words) for words in re.findall(r"[Aa] governor|[Aa] Kurdish source", text)]
    sources = [
        profile(report, Speaker(label=each, mentions=(each,)), [other for other in mentions if other != each])
        for each in mentions
    ]
    assert [n for n, source in enumerate(sources) if source.anonymity] == theirs


def test_somebody_named_has_no_condition_of_anonymity() -> None:
    assert source_of("Juan Prado", after=" said two men who asked not to be named died.").anonymity is None


@pytest.mark.parametrize(
    "description", ["a source", "two officials", "residents", "a man", "a spokesman for the army"]
)
def test_nobody_unnamed_becomes_a_person(description: str) -> None:
    assert source_of(description).kind is SourceKind.ANONYMOUS


def test_the_report_speaks_as_its_outlet() -> None:
    voice = own_voice(report_of("Nine died.", outlet="The Daily Zorb"))
    assert (voice.label, voice.kind, voice.party, voice.mentions) == (
        "The Daily Zorb",
        SourceKind.REPORT,
        Party.THIRD,
        (),
    )
    assert own_voice(report_of("Nine died.")).label == "the report"


def test_ids_tell_speakers_apart_and_stay() -> None:
    report = report_of("A source said it. A source said more.")
    first, second = span(report, "A source"), span(report, "A source", nth=1)
    one = profile(report, Speaker(label=first, mentions=(first,)))
    other = profile(report, Speaker(label=second, mentions=(second,)))
    assert one.id != other.id
    assert one == profile(report, Speaker(label=first, mentions=(first,)))


@pytest.mark.parametrize(
    ("description", "taken_for", "kind"),
    [
        ("the head of the coast guard", SourceKind.PERSON, "person"),
        ("a spokesman", SourceKind.PERSON, "anonymous"),
        ("two spokesmen", SourceKind.PERSON, "anonymous"),
        ("the Legion of the Free", SourceKind.ORGANISATION, "organisation"),
        ("a Legion of the Free", SourceKind.ORGANISATION, "organisation"),
        ("Juan Prado", None, "person"),
    ],
)
def test_what_the_annotator_takes_a_speaker_for_counts_but_no_one_gets_a_name(
    description: str, taken_for: SourceKind | None, kind: str
) -> None:
    report = report_of(f"{description} said so.")
    label = span(report, description)
    made = profile(report, Speaker(label=label, mentions=(label,), kind=taken_for, role=SourceRole.DIPLOMAT))
    assert made.kind == kind
    own = profile(report, Speaker(label=label, mentions=(label,), kind=taken_for)).role
    told = SourceRole.DIPLOMAT if own is SourceRole.UNKNOWN else own
    assert made.role is told, "what the words tell of the role comes first"

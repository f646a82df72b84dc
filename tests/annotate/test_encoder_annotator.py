"""The network's claims through the whole reader: speakers, actors, attacks and words all hang together."""

from __future__ import annotations

import datetime as dt
import hashlib
import time

import numpy as np
import pytest
from short_reports import doers, read_report, report_of
from test_heads import HALF, Told, said, tagged

from reportedly.annotate.encoder.annotator import EncoderAnnotator
from reportedly.annotate.encoder.reading import Network
from reportedly.annotate.encoder.wordpiece import WordPiece
from reportedly.annotate.heads.layers import KINDS, ROLES
from reportedly.annotate.heads.pairs import REPORT, Floats, Range, Window
from reportedly.annotate.marking import outlet_of
from reportedly.claims import build_reading
from reportedly.claims.sources import role_of
from reportedly.language.words import tokenise
from reportedly.limits import DEFAULT_LIMITS
from reportedly.records import (
    Certainty,
    ClaimRole,
    DateRange,
    NumberRange,
    Reading,
    Report,
    SourceKind,
    SourceRole,
    Stance,
)

TITLE = "Mill burnt in Velmouth"
TEXT = f"""{TITLE}

The Net League burnt the mill in Velmouth on Monday, two clerks told Radio Quay. The group denied it.

No group has claimed the fire."""
VOCABULARY = WordPiece(["[PAD]", "[UNK]", "[CLS]", "[SEP]"])


def pieces_of(words: str, *, after: int = 0) -> Range:
    """Where words stand in the pieces of the text, the begin sign counted."""
    found = VOCABULARY.pieces(TEXT)
    start = TEXT.index(words, after)
    first = next(i for i, at in enumerate(found.starts) if at == start)
    last = next(i for i, at in enumerate(found.ends) if at == start + len(words))
    return first + 1, last + 2


LEAGUE, CLERKS, GROUP = pieces_of("The Net League"), pieces_of("two clerks"), pieces_of("The group")
IT, QUAY, NOBODY = (
    pieces_of("it", after=TEXT.index("denied")),
    pieces_of("Radio Quay"),
    pieces_of("No group has claimed the fire"),
)
SAID = {
    (LEAGUE, CLERKS): said(Stance.ALLEGES, Certainty.PROBABLE),
    (IT, GROUP): said(Stance.DENIES),
    (NOBODY, REPORT): said(Stance.NO_CLAIM),
}


def read(heads: Told | None = None, **told: list[Range]) -> Reading:
    def run(ids: np.ndarray) -> tuple[Floats, Floats]:
        tags = tagged(
            len(ids),
            actor=[LEAGUE, IT],
            speaker=[CLERKS, GROUP],
            unnamed=[NOBODY],
            cue=[pieces_of("told"), pieces_of("denied")],
            relay=[QUAY],
            trigger=[pieces_of("burnt", after=30)],
            **told,
        )
        return np.zeros((len(ids), 4), np.float32), tags

    reader = EncoderAnnotator(
        Network(vocabulary=VOCABULARY, run=run, heads=heads or Told(SAID, {CLERKS: QUAY}), settings=HALF),
        model=None,
    )
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    report = Report(
        id="rep_quay",
        origin="quay",
        sha256=digest,
        text=TEXT,
        title=TITLE,
        published=dt.date(2003, 5, 7),
    )
    (annotation,) = reader.annotate([report])
    return build_reading(report, annotation)


def test_claims_carry_the_networks_words() -> None:
    made = read()
    label = {source.id: source.label for source in made.sources}
    doers = {claim.stance: claim for claim in made.claims if claim.role is ClaimRole.PERPETRATOR}
    blame = doers[Stance.ALLEGES]
    assert blame.value
    assert blame.value.text == "The Net League"
    assert label[blame.source] == "two clerks"
    assert blame.via == ("Radio Quay",)
    assert blame.certainty is Certainty.PROBABLE
    assert [TEXT[span.start : span.end] for span in blame.evidence.cue] == ["told"]
    assert blame.confidence > 0.9
    nobody = doers[Stance.NO_CLAIM]
    assert (nobody.value, nobody.certainty) == (None, None)
    assert label[nobody.source] not in ("two clerks", "The group")
    assert doers[Stance.DENIES].evidence.source[0].text == "The group"


class Takes(Told):
    """Takes every speaker for one kind, and gives the role by the place of the span."""

    def __init__(self, kind: SourceKind) -> None:
        super().__init__(SAID, {CLERKS: QUAY})
        self._kind = kind

    def judge(self, task: str, window: Window, spans: list[Range]) -> Floats:  # type: ignore[override]
        judged = super().judge(task, window, spans)
        return (
            np.eye(len(KINDS), dtype=np.float32)[[KINDS.index(self._kind)] * len(spans)]
            if task == "kind"
            else judged
        )


@pytest.mark.parametrize("kind", KINDS)
def test_the_speaker_is_what_the_network_takes_it_for(kind: SourceKind) -> None:
    """What the words tell of the role stands; the unnamed stay so, whoever takes them for a person."""
    (clerks,) = (source for source in read(Takes(kind)).sources if source.label == "two clerks")
    assert clerks.kind is (SourceKind.ANONYMOUS if kind is SourceKind.PERSON else kind)
    told = role_of(tokenise("two clerks"), (), clerks.kind)
    assert clerks.role is (ROLES[CLERKS[0] % len(ROLES)] if told is SourceRole.UNKNOWN else told)


def test_actors_that_are_joined_share_a_group() -> None:
    """Joined are the League and 'it', whom one speaker accuses both; the first of them gives the number."""
    said_both = {(LEAGUE, CLERKS): said(Stance.ALLEGES), (IT, CLERKS): said(Stance.ALLEGES)}
    for joined, groups in ((set(), [None, None]), ({(IT, LEAGUE)}, [1, 1])):
        made = read(Told(said_both, {}, joined=joined))
        doers = [claim.together for claim in made.claims if claim.role is ClaimRole.PERPETRATOR]
        assert len(doers) == 2
        assert [each and 1 for each in doers] == groups
        assert len(set(doers)) == 1


def test_all_claims_are_of_one_attack_whose_details_the_network_finds() -> None:
    """The rules resolve its words; they do not guess that a day or a town is the attack's."""
    assert {str(claim.role) for claim in read().claims} == {"perpetrator"}
    made = read(
        time=[pieces_of("on Monday")],
        place=[pieces_of("in Velmouth", after=30)],
        target=[pieces_of("the mill")],
    )
    assert len({claim.incident for claim in made.claims}) == 1
    told = {str(claim.role): claim.value for claim in made.claims if claim.role is not ClaimRole.PERPETRATOR}
    assert set(told) == {"time", "place", "target"}
    assert told["time"]
    assert (told["time"].text, told["time"].date) == (
        "Monday",
        DateRange(dt.date(2003, 5, 5), dt.date(2003, 5, 5)),
    )
    assert told["target"]
    assert told["target"].text == "the mill"
    (incident,) = made.incidents
    assert incident.date == told["time"].date
    assert incident.place
    assert incident.place.precision == "unknown"


def test_a_toll_named_as_such_counts_though_the_network_does_not_see_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Other numbers of killed count only where the network takes them for a toll."""
    longer = f"{TEXT}\n\nThe death toll has climbed to 57. Nine people were killed in a crash."
    monkeypatch.setattr(f"{__name__}.TEXT", longer)
    killed = [claim.value for claim in read().claims if claim.role is ClaimRole.KILLED]
    assert [value and (value.text, value.number) for value in killed] == [("57", NumberRange(57, 57))]


def test_a_sentence_without_an_attack_may_tell_its_target() -> None:
    """'Velmouth' in the headline: before the first attack is told, so it is the first one's."""
    made = read(place=[pieces_of("Velmouth")])
    (place,) = (claim for claim in made.claims if claim.role is ClaimRole.PLACE)
    assert place.in_headline
    assert len({claim.incident for claim in made.claims}) == 1


PIECE = (
    "Two aides told AFP that Hamas attacked a bank in Lima on Tuesday. The army denied it and blamed Fatah. "
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "x",
        "said",
        '"' * 5_000,
        "\u200b",
        "\x00",
        "é" * 3_000,
        "a" * 200_000,
        "Повстанцы напали на банк в Лиме во вторник, сообщила полиция.",
        "هاجم متمردون مصرفا في ليما يوم الثلاثاء، حسبما ذكرت الشرطة.",
        "周二，叛军袭击了利马的一家银行，警方说。" * 50,
        "Thе rеbеls аttасkеd а bаnk, thе роliсе sаid.",  # Cyrillic letters that look Latin
        "👩‍👩‍👧‍👦 \ud83d attacked \U000e0041 a bank",
        PIECE * 60,
        "The army said rebels attacked a bank " + "and that it was calm there " * 830 + ".",
    ],
)
def test_the_shipped_model_reads_anything_to_a_lawful_ledger(text: str) -> None:
    made = read_report(report_of(text), "encoder") if text else None
    for claim in made.claims if made else ():
        spans = (*claim.evidence.value, *claim.evidence.source, *claim.evidence.cue, *claim.evidence.content)
        assert all(text[span.start : span.end] == span.text for span in spans)
        assert 0.0 <= claim.confidence <= 1.0
    assert not made or len(made.claims) < 2_000


def test_the_longest_report_is_read_in_bounded_time_and_memory() -> None:
    """A sixteenth of it takes some eight seconds where this was written; a window at a time is in memory."""
    report = report_of(PIECE * (DEFAULT_LIMITS.text_chars // 16 // len(PIECE)))
    began = time.process_time()
    read_report(report, "encoder")
    assert time.process_time() - began < 120


def test_the_same_report_gives_the_same_claims() -> None:
    report = report_of(PIECE)
    assert read_report(report, "encoder") == read_report(report, "encoder")
    assert {said.actor for said in doers(read_report(report, "encoder"))} >= {"Hamas", "Fatah"}


@pytest.mark.parametrize(
    ("words", "outlet"),
    [
        ("Reuters", "Reuters"),
        ("Radio Quay", "Radio Quay"),
        ("the Sarand daily", "Sarand daily"),
        ("its Tolo agency", "Tolo agency"),
        ("Tolo reporters", None),
        ("the agency", None),
        ("", None),
    ],
)
def test_a_relay_is_an_outlet_or_none(words: str, outlet: str | None) -> None:
    assert outlet_of(words) == outlet


def test_words_of_a_detail_are_whole() -> None:
    """The network's pieces may end within a word or a noun phrase."""
    start = TEXT.index("the mill in")
    first = VOCABULARY.pieces(TEXT).starts.index(start) + 1
    made = read(target=[(first, first + 2)])
    (target,) = (claim for claim in made.claims if claim.role is ClaimRole.TARGET)
    assert target.value
    assert target.value.text == "the mill"

"""Reports that are too short, too long, in capitals, all quotation, or in another language."""

import time

import pytest
from short_reports import annotated, doers, read_text, report_of

from reportedly.limits import DEFAULT_LIMITS
from reportedly.records import DOER_ROLES

PIECE = (
    "Two aides told AFP that Hamas attacked a bank in Lima on Tuesday. The army denied it and blamed Fatah. "
)


@pytest.mark.parametrize(
    "text",
    [".", "x", "attack", "Hamas", "said", '"', "“”", "\u200b", "\ufeff.", "9", "’s", "by", "¶\n\n¶", "\x00"],
)
def test_next_to_nothing_holds_no_claim(text: str) -> None:
    assert read_text(text).claims == ()


@pytest.mark.parametrize(
    "text",
    [
        "Повстанцы напали на банк в Лиме во вторник, сообщила полиция.",
        "هاجم متمردون مصرفا في ليما يوم الثلاثاء، حسبما ذكرت الشرطة.",
        "周二，叛军袭击了利马的一家银行，警方说。",
        "Los rebeldes atacaron un banco en Lima el martes, dijo la policía.",
        "Les rebelles ont attaqué une banque à Lima mardi, a déclaré la police.",
        "Rebellen griffen am Dienstag eine Bank in Lima an, sagte die Polizei.",
    ],
)
def test_another_language_gives_no_doer(text: str) -> None:
    assert doers(read_text(text)) == []


def test_only_quotation_marks() -> None:
    assert read_text('"' * 5_000).claims == ()
    assert read_text("“" * 5_000).claims == ()
    assert read_text("' " * 5_000).claims == ()


def test_nothing_but_a_quotation_is_still_read() -> None:
    assert [said.actor for said in doers(read_text('"Rebels attacked the bank."'))] == ["Rebels"]


def test_a_report_in_capitals_gives_the_same_doers() -> None:
    text = "Rebels attacked a bank in Lima, the army said. No group has claimed responsibility."
    plain = {(s.actor and s.actor.casefold(), s.stance, s.source.casefold()) for s in doers(read_text(text))}
    loud = {
        (s.actor and s.actor.casefold(), s.stance, s.source.casefold())
        for s in doers(read_text(text.upper()))
    }
    assert plain == loud
    assert len(plain) == 2


def test_a_sentence_of_5_000_words_is_read() -> None:
    text = "The army said rebels attacked a bank " + "and that it was calm there " * 830 + "."
    assert len(text.split()) > 4_900
    assert [(said.actor, said.stance) for said in doers(read_text(text))] == [("rebels", "alleges")]


def test_the_last_sentence_of_a_long_report_is_read() -> None:
    filler = "The council met and spoke of roads and schools. " * 2_000
    reading = read_text(filler + "\n\nRebels attacked a bank in Lima, the army said.")
    assert [(said.actor, said.source) for said in doers(reading)] == [("Rebels", "the army")]


def test_a_quarter_of_the_longest_report_is_read_in_bounded_time() -> None:
    """Some 2.5 s where this was written; the cost then grows faster than the text (25 s for the whole)."""
    report = report_of(PIECE * (DEFAULT_LIMITS.text_chars // 4 // len(PIECE)))
    began = time.process_time()
    annotation = annotated(report)
    assert time.process_time() - began < 20
    assert {m.filler.name for m in annotation.marks if m.role in DOER_ROLES and m.filler} >= {
        "Hamas",
        "Fatah",
    }

"""What the gate lets through, what it keeps back and how it says so; whatever the text, it ends."""

from __future__ import annotations

import tracemalloc

import pytest
from gated import BAECKEREI, BAKERY, BLAST, gate_of, report
from hypothesis import given
from hypothesis import strategies as st

from language.growth import LINEAR, growth
from reportedly.gate import SHORT, open_gate, sifted
from reportedly.gate.words import BUCKETS, numbers, words_of
from reportedly.records import Reading, Reason, Report, Skipped, Stage

FILLING = "so it goes on and on with nothing to tell of anybody at all in the town of the mill, " * 3


def test_a_report_of_an_attack_passes_as_it_is() -> None:
    page = report(BLAST)
    assert open_gate()(page) is page


def test_what_tells_of_none_is_a_reading_with_a_row_that_says_why() -> None:
    page = report(BAKERY)
    kept = open_gate()(page)
    assert isinstance(kept, Reading)
    assert (kept.report, kept.claims, kept.sources, kept.incidents) == (page, (), (), ())
    (row,) = kept.skipped
    assert (row.origin, row.stage, row.reason) == ("page.txt", Stage.GATE, Reason.NO_ATTACK)
    assert row.detail == f"gate.v1: {open_gate().margin(BAKERY):.2f}, where 0 passes"
    assert open_gate().margin(BAKERY) < 0 < open_gate().margin(BLAST)


@pytest.mark.parametrize("text", [BLAST, BAKERY])
def test_case_commas_digits_and_line_breaks_make_no_difference(text: str) -> None:
    margin = open_gate().margin(text)
    bare = text.replace(",", "").replace("\n", " ")
    assert {open_gate().margin(each) for each in (text.upper(), text.lower(), bare, f"7 {text} 12")} == {
        margin
    }


def test_one_passage_of_a_long_report_is_enough() -> None:
    long = f"{BAKERY * 20}\n{BLAST}\n{BAKERY * 20}"
    assert open_gate().margin(long) > 0
    assert isinstance(open_gate()(report(BAKERY * 40)), Reading)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BAECKEREI, Reason.OTHER_LANGUAGE),
        ("周二，镇上的面包店开了第二家店，店主说。" * 30, Reason.OTHER_LANGUAGE),
        ("افتتح المخبز متجرا ثانيا يوم الثلاثاء. " * 30, Reason.OTHER_LANGUAGE),
        ("1 2 3 … " * 100, Reason.OTHER_LANGUAGE),
        (BAKERY.upper(), Reason.NO_ATTACK),
        (BAKERY.lower(), Reason.NO_ATTACK),
    ],
)
def test_another_language_is_told_apart_from_no_attack(text: str, reason: Reason) -> None:
    kept = open_gate()(report(text))
    assert isinstance(kept, Reading)
    assert [row.reason for row in kept.skipped] == [reason]


def test_what_is_too_short_to_judge_passes() -> None:
    for text in ("Bakery opens", ".", "周二", "x" * SHORT):
        page = report(text)
        assert open_gate()(page) is page
    assert isinstance(open_gate()(report("bakery " * 40)), Reading)


def test_words_and_pairs_within_one_passage_are_added_up() -> None:
    gate = gate_of({"car": 1, "bomb": 2, "car bomb": 3, "claim": 4}, window=4, least=6)
    assert gate.margin("a car bomb") == 0.0
    assert gate.margin("a bomb car") == -1.5
    assert gate.margin("bomb one two claim") == 0.0
    assert gate.margin("bomb one two three claim") == -1.0  # five words: never in one passage of four
    assert gate.margin(f"{FILLING} car bomb {FILLING} claim") == 0.0


def test_a_limit_is_reached_by_what_is_equal_to_it() -> None:
    page = report(f"bomb {FILLING}")
    assert gate_of({"bomb": 5}, least=5)(page) is page
    assert isinstance(gate_of({"bomb": 5}, least=6)(page), Reading)


def test_what_is_no_report_passes_through_in_order() -> None:
    row = Skipped(origin="x", stage=Stage.READ, reason=Reason.EMPTY)
    found = list(sifted([row, report(BLAST), row, report(BAKERY)], open_gate()))
    assert [type(each) for each in found] == [Skipped, Report, Skipped, Reading]


def test_words_are_runs_of_latin_letters() -> None:
    assert words_of("U.S.-led “raids”: 22 DEAD\n") == [b"u", b"s", b"led", b"raids", b"dead"]
    assert words_of("Повстанцы 周二 \ud800 \x00") == []
    assert words_of("") == []


@given(st.lists(st.text("abc", min_size=1), max_size=20))
def test_every_word_has_a_bucket_and_every_pair(words: list[str]) -> None:
    alone, pairs = numbers([word.encode() for word in words])
    assert (len(alone), len(pairs)) == (len(words), max(len(words) - 1, 0))
    assert all(0 <= each < BUCKETS for each in (*alone, *pairs))


@given(st.text(st.characters(codec=None), min_size=1, max_size=2_000))
def test_any_text_passes_or_is_kept_with_one_row(text: str) -> None:
    if not text.strip():
        return
    page = report(text)
    found = open_gate()(page)
    assert found is page or (isinstance(found, Reading) and found.report is page and len(found.skipped) == 1)
    assert (found is page) == (len(text) <= SHORT or open_gate().margin(text) >= 0)


@pytest.mark.parametrize("piece", ["word ", "x", "周", "\u0301", "A.", " ", "bomb killed "])
def test_time_grows_with_the_text_and_not_with_its_square(piece: str) -> None:
    assert growth(open_gate().margin, piece) < LINEAR


def test_memory_for_the_longest_text_is_bounded() -> None:
    text = "a " * 200_000
    open_gate().margin("warm")
    tracemalloc.start()
    try:
        open_gate().margin(text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 200 * len(text)

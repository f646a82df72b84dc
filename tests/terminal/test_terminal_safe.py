"""Nothing that a page says can act on a terminal."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nasty import NASTY

from reportedly.terminal.safe import is_hidden, spelled, visible, visible_json


def hidden_in(text: str) -> list[str]:
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return [char for char in text if unicodedata.category(char) in kinds and char not in "\u200c\u200d"]


def test_there_are_fifty_nasty_strings() -> None:
    assert len(set(NASTY)) >= 50


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_a_nasty_string_has_nothing_hidden_left(nasty: str) -> None:
    assert not hidden_in(visible(nasty))


@given(st.text(alphabet=st.characters()))
def test_nothing_hidden_is_left_of_any_text(text: str) -> None:
    assert not hidden_in(visible(text))


def test_the_quick_pattern_finds_every_hidden_character() -> None:
    every = (chr(code) for code in range(0x110000))
    missed = [char for char in every if is_hidden(char) and hidden_in(spelled(char))]
    assert missed == []


@pytest.mark.parametrize(
    "text",
    ["plain words", "Ünïcödé → ok", "فارسی می\u200cخواهم", "उदाहरण", "👩\u200d🚒", "漢字", "[red]x[/red]"],
)
def test_words_of_any_script_stay_as_they_are(text: str) -> None:
    assert visible(text) == text


def test_white_space_of_any_kind_is_one_blank() -> None:
    assert visible(" a\r\n\tb\u2028c\x85d ") == "a b c d"


def test_a_piece_keeps_the_blanks_at_its_ends() -> None:
    assert spelled(" said\n") == " said "


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_escaped_json_has_the_same_value_and_nothing_hidden(text: str) -> None:
    escaped = visible_json(json.dumps({"text": text}, ensure_ascii=False, indent=1))
    assert json.loads(escaped) == {"text": text}
    assert not hidden_in(escaped.replace("\n", ""))

"""Names of media: those of the table, those with a telling head, and what only looks like one."""

from collections import Counter
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from reportedly.language.media import find_media, media_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Reuters", "Reuters"),
        ("REUTERS", "Reuters"),
        ("the Associated Press", "AP"),
        ("Agence France-Presse (AFP)", "AFP"),
        ("AFP news agency", "AFP"),
        ("Kuwait News Agency KUNA", "KUNA"),
        ("Russian news agency TASS", "TASS"),
        ("Asharq al-Awsat", "Asharq Al-Awsat"),
        ("www.reuters.com", "Reuters"),
        ("ACAN - EFE", "ACAN-EFE"),
        ("Time", "Time"),
        ("Northern Ledger newspaper", "Northern Ledger"),
        ("Radio Tamazuj", "Radio Tamazuj"),
        ("Syrian state television", "Syrian state television"),
        ("The Times", "The Times"),
        ("the time", None),
        ("the hill", None),
        ("police", None),
        ("local media", None),
        ("Border Post", None),
        ("the Sunday newspaper", None),
        ("Islamic State", None),
        ("", None),
        ("x" * 5_000, None),
    ],
)
def test_names_as_a_whole(text: Any, name: Any) -> None:
    assert media_name(text) == name


def test_everyday_words_are_found_only_on_demand() -> None:
    text = "Time went by, and the dawn came over MENA and Punch."
    assert list(find_media(text)) == []
    assert [name for _, name in find_media(text, doubtful=True)] == ["Time", "MENA", "Punch"]


def test_an_abbreviation_is_found_in_capitals_only() -> None:
    assert [span.text for span, _ in find_media("Sana met SANA, and Ap met AP.")] == ["SANA", "AP"]


def test_spans_are_in_order_and_do_not_overlap() -> None:
    text = (
        "Al-Manar TV and Hawar News Agency quoted the Harbour Times; RFE/RL, the BBC and Radio Farda did not."
    )
    spans = [span for span, _ in find_media(text)]
    assert [span.text for span in spans] == [
        "Al-Manar TV", "Hawar News Agency", "Harbour Times", "RFE/RL", "BBC", "Radio Farda",
    ]  # fmt: skip
    assert all(left.end <= right.start for left, right in pairwise(spans))
    for span in spans:
        span.verify(text)


def test_the_table_is_well_formed_and_an_alias_leads_to_one_name() -> None:
    lines = files("reportedly.language").joinpath("media.psv").read_text("utf-8").splitlines()
    rows = [line.split("|") for line in lines if not line.startswith("#")]
    assert all(len(row) == 4 and row[2] in {"agency", "outlet", "broadcaster", "paper"} for row in rows)
    assert len(rows) >= 250
    assert [row[0] for row in rows if media_name(row[0]) != row[0]] == []
    leads = {
        (alias.strip("?").casefold(), row[0])
        for row in rows
        for alias in (row[0], *row[1].split(","))
        if alias
    }
    assert [alias for alias, count in Counter(alias for alias, _ in leads).items() if count > 1] == []

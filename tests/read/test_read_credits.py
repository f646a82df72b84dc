"""Credits: which, in what order, and where."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from read.reading import credits_of, report_of
from reportedly.read.credits import find_credits

BODY = "A depot was hit before dawn, and the army of the republic said that it had shot at nobody there."


def found(text: Any, *, body: Any = 0) -> Any:
    return [(c.name, str(c.relation)) for c in find_credits(text, body=body)]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("BAGHDAD, Nov 8 (Reuters) - ", "Reuters"),
        ("DAMASCUS (Sputnik) ", "Sputnik"),
        ("MOGADISHU (AFP) – ", "AFP"),
        ("SAN SALVADOR, 3 JAN 90 (AFP) -- ", "AFP"),
        ("Kabul, May 3 (Agence France-Presse) — ", "AFP"),
        ("LIMA, 9 MAY 88 (RADIO DEL VALLE NETWORK) -- [TEXT] ", "RADIO DEL VALLE NETWORK"),
        ("SPRINGFIELD, Ill. (WXYZ) - ", "WXYZ"),
        ("Beirut, Asharq Al-Awsat - ", "Asharq Al-Awsat"),
        ("(Reuters) - ", "Reuters"),
    ],
)
def test_datelines(line: Any, name: Any) -> None:
    assert found(line + BODY) == [(name, "dateline")]


@pytest.mark.parametrize(
    "line",
    [
        "The Farabundo Front (FMLN) said on Monday that ",
        "BAGHDAD - ",
        "BAGHDAD (Jan 3) - ",
        "Ali Hasan (left) - a farmer - said ",
    ],
)
def test_what_is_no_dateline(line: Any) -> None:
    assert found(line + BODY) == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Source: Iran International", ["Iran International"]),
        ("Sources: AFP, Reuters and the Port Mail", ["AFP", "Reuters", "Port Mail"]),
        ("Source: Agencies", ["Agencies"]),
        ("Via Middle East Eye", ["Middle East Eye"]),
        ("Originally published by The Harbour Gazette", ["Harbour Gazette"]),
        ("This article was originally published in Enab Baladi", ["Enab Baladi"]),
        ("With input from AFP", ["AFP"]),
        ("Based on reporting by AFP, AP, and Reuters", ["AFP", "AP", "Reuters"]),
    ],
)
def test_credit_lines(line: Any, names: Any) -> None:
    assert found(f"{BODY}\n\n{line}") == [(name, "source_line") for name in names]


@pytest.mark.parametrize(
    "end", ["\n\n(Reuters)", " (Reuters)", " --Reuters", " - REUTERS", "\n\n— Reuters", "\n\n\n\nReuters"]
)
def test_marks_at_the_end(end: Any) -> None:
    text = "\n\n".join([BODY] * 4)
    assert found(text + end) == [("Reuters", "agency")]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe with AFP", ["AFP"]),
        ("By Jane Doe and John Roe, Reuters", ["Reuters"]),
        ("(Additional reporting by Agence France-Presse)", ["AFP"]),
        ("The Associated Press contributed to this report.", ["AP"]),
        ("Reporting by Jane Doe and John Roe; editing by Max Moe", []),
        ("By Jane Doe", []),
    ],
)
def test_bylines_and_sign_offs_name_media_only(line: Any, names: Any) -> None:
    assert found(f"{BODY}\n\n{line}") == [(name, "byline") for name in names]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("The militia did it, Reuters reported on Monday.", ["Reuters"]),
        ("The SANA news agency, citing a police officer, said so.", ["SANA"]),
        ("Interfax news agency reported, citing TASS.", ["Interfax", "TASS"]),
        ("As reported by the semi-official Fars news agency, nobody died.", ["Fars News Agency"]),
        ("A colonel told Reuters and AFP on Monday that it was over.", ["Reuters", "AFP"]),
        ("A colonel spoke to the BBC's Arabic service.", ["BBC"]),
        ("According to Reuters, nobody died.", ["Reuters"]),
        ("In an interview with The New York Times he denied it.", ["New York Times"]),
        ("State news agency SANA said that nobody died.", ["SANA"]),
        ("The daily Northern Ledger reported it first.", ["Northern Ledger"]),
        ("Radio Tamazuj has reported three deaths.", ["Radio Tamazuj"]),
        ("THE SPOKESMAN TOLD EFE THAT NOBODY DIED.", ["EFE"]),
        ("The Syrian state TV said that nobody died.", ["Syrian state TV"]),
        ("Time reported that it was over.", ["Time"]),
        # named, but relaying nothing
        ("A cameraman of Al Jazeera was killed.", []),
        ("Gunmen attacked the offices of Al-Manar.", []),
        ("A Reuters witness was near.", []),
        ("It was high time, police said.", []),
        ("The army said so in Sana on Monday.", []),
        ("Security officials told the mayor, according to police.", []),
        ("According to a New York Times/CBS News poll, few believed it.", []),
    ],
)
def test_relays_in_the_running_text(sentence: Any, names: Any) -> None:
    assert found(f"{BODY}\n\n{sentence}\n\n{BODY}") == [(name, "reported_by") for name in names]


def test_the_order_is_that_of_the_text_and_each_is_given_once(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        "Militia blamed for strike on ministry\n\n"
        "A drone attack on the ministry was carried out by a militia, Reuters reported on Monday.\n\n"
        f"{BODY} A colonel told Reuters that he was sure.\n\n"
        "Source: Iran International\n\nLatest news\n\nRain in May\n",
    )
    assert credits_of(report) == [("Reuters", "reported_by"), ("Iran International", "source_line")]
    assert [report.text[c.span.start : c.span.end] for c in report.credits if c.span] == [
        "Reuters",
        "Iran International",
    ]


def test_a_byline_below_the_title_names_the_author(tmp_path: Path) -> None:
    report = report_of(tmp_path, f"Depot hit before dawn\n\nBy Jane Doe with AFP\n\n{BODY}")
    assert report.byline == "Jane Doe with AFP"
    assert credits_of(report) == [("AFP", "byline")]
    assert (
        report_of(
            tmp_path, f"Depot hit before dawn\n\nBy Monday the army, AFP said, had left.\n\n{BODY}"
        ).byline
        is None
    )


def test_the_owner_of_a_copyright_line_is_a_credit_without_words(tmp_path: Path) -> None:
    report = report_of(tmp_path, f"{BODY}\n\nCopyright 2024 The Associated Press. All rights reserved.")
    assert report.text == BODY
    assert credits_of(report) == [("AP", "based_on")]


@given(st.text(st.sampled_from("AFP Reuters(),-–:.;/ by\nSource told")), st.integers(0, 30))
def test_every_span_quotes_the_text(text: Any, body: Any) -> None:
    for credit in find_credits(text, body=min(body, len(text))):
        assert credit.span is not None
        credit.span.verify(text)

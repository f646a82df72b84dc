"""What a page says of its own changes, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paged import page

from reportedly.changes.notes import NoteKind, notes_in
from reportedly.records import Credit, CreditRelation, Span

MERIDIAN = (
    "On Saturday the Daily Meridian reported that the minister had admitted the strike. That report was "
    "wrong and has been withdrawn.\n\nThe minister said no such thing.\n\nThe headline of the earlier "
    "report, which stated that the army had done it, has also been removed."
)


@pytest.mark.parametrize(
    ("text", "kind", "wrong"),
    [
        ("An earlier version of this article said that twelve were killed; it was two.", "correction",
         ["twelve were killed"]),
        ("CORRECTION: an earlier story wrongly said that the Front had attacked the mill.", "correction",
         ["the Front had attacked the mill"]),
        ("This story originally said that police blamed the Front, but they blamed nobody.", "correction",
         ["police blamed the Front"]),
        ("We wrongly reported on Monday that police had blamed the Front. We regret the error.", "correction",
         ["police had blamed the Front"]),
        ("(Corrects toll in paragraph 3 to 13, not 12)", "correction", ["12"]),
        ("Correction: Police said that 13 were killed, not 12. The count goes on.", "correction", ["12"]),
        ("An earlier version of this story misstated the toll. Ten were killed, not twelve.", "correction",
         ["the toll", "twelve"]),
        ("This article has been amended to remove a name.", "correction", []),
        ("This story has been withdrawn.", "withdrawal", []),
        ("STORY WITHDRAWN", "withdrawal", []),
        ("Please disregard the earlier story on the mill.", "withdrawal", []),
        ("Mill Post withdraws its story on the mill.", "withdrawal", []),
        ("This story has been updated to add what the police say.", "update", []),
        ("UPDATE 2-Mill burnt down in Averil", "update", []),
        ("(Adds quotes, background)", "update", []),
    ],
)  # fmt: skip
def test_notes(text: str, kind: str, wrong: list[str]) -> None:
    report = page(f"The mill in Averil burnt down on Monday, police said.\n\n{text}")
    (note,) = notes_in(report)
    assert (note.kind, [span.text for span in note.wrong]) == (kind, wrong)
    assert report.text[note.span.start : note.span.end] == note.span.text
    assert text.startswith(note.span.text)
    for span in note.wrong:
        assert report.text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    "text",
    [
        "Initial reports said that twelve were killed. An earlier report by the council said ten.",
        "Police said an earlier report of shots was wrong, and the army withdrew its troops.",
        "The group withdrew its earlier claim. A rights group retracted its report on the mill.",
        "The government corrected the toll. A previous attack was blamed on the Front.",
        "Editor's note: This story has pictures that some readers may not want to see.",
        "The original story of the village said that giants had built it.",
        "The correctional officers were killed when a convoy was attacked.",
        "Updated figures were given by the ministry on Monday.",
        "That report was wrong, the ministry said.",
        "This article originally appeared in the Northern Ledger.",
        "The student who wrote the original story said that she was surprised.",
        "Northern Ledger withdraws its story on the mill.",
    ],
)
def test_what_others_correct_is_no_note(text: str) -> None:
    assert notes_in(page(f"The mill in Averil burnt down on Monday.\n\n{text}")) == ()


def test_an_agency_takes_back_its_own_story_on_any_page_that_prints_it() -> None:
    text = "AVERIL (Reuters) - Reuters withdraws its story on the mill fire."
    bare = replace(page(text, outlet="Mill Post"), credits=())
    at = bare.text.index("Reuters")
    named = Span.of(bare.text, at, at + len("Reuters"))
    dateline = Credit(name="Reuters", relation=CreditRelation.DATELINE, span=named)
    marked = replace(bare, credits=(dateline,))
    assert notes_in(bare) == ()
    assert [note.kind for note in notes_in(marked)] == [NoteKind.WITHDRAWAL]


def test_a_correction_told_in_sentences_needs_its_headline() -> None:
    told = notes_in(page(MERIDIAN, title="Correction: Minister admitted nothing"))
    assert [note.kind for note in told] == [NoteKind.CORRECTION, NoteKind.WITHDRAWAL, NoteKind.CORRECTION]
    wrong = [span.text for note in told for span in note.wrong]
    assert wrong == ["the minister had admitted the strike", "the army had done it"]
    assert notes_in(page(MERIDIAN, title="Minister speaks of the strike")) == ()


@given(st.text(alphabet="correction: An earlier version of this story said that, not\n.()–'’ ", max_size=300))
def test_no_text_raises_and_every_span_quotes_it(text: str) -> None:
    report = page(f"x {text}")
    for note in notes_in(report):
        for span in (note.span, *note.wrong):
            span.verify(report.text)
        assert all(note.span.contains(span) for span in note.wrong) or note.kind is NoteKind.CORRECTION

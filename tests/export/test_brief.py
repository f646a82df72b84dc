"""The brief: sentence forms of conflict data, each statement with a note of its exact words."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from export.golden_formats import examples, written
from incident_views import page, row, says, toll, view_of
from reportedly.export.brief import escaped
from reportedly.records import Certainty, ClaimRole, LedgerView, SourceKind, Stance
from strategies import views

few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def brief(view: LedgerView) -> str:
    return written("brief", view).decode()


def plain(view: LedgerView) -> str:
    """The sentences without their notes."""
    return re.sub(r"\[\^\d+\]", "", brief(view).partition("### ")[0])


def test_nobody_claimed_it_and_others_were_named() -> None:
    view = view_of(page("A", says(None, None, stance=Stance.NO_CLAIM), says("Red Hand"), says("Blue Front")))
    assert "No group claimed responsibility; however, sources attributed the attack to " in plain(view)
    assert "attributed the attack to Blue Front and Red Hand." in plain(view)


def test_nobody_claimed_it_and_nobody_is_named() -> None:
    told = plain(view_of(page("A", says(None, None, stance=Stance.NO_CLAIM), says("gunmen"))))
    assert (
        "No group claimed responsibility. Without a name, those who did it are described as gunmen." in told
    )


def test_reports_that_say_nothing_of_a_claim_are_not_made_to_say_that_there_was_none() -> None:
    told = plain(view_of(page("A", says("Red Hand"))))
    assert (
        "The reports tell of no claim of responsibility. Sources attributed the attack to Red Hand." in told
    )


def test_one_and_several_who_claim_it() -> None:
    one = page("A", says("Red Hand", "Red Hand", stance=Stance.ADMITS))
    other = page("B", says("Blue Front", "Blue Front", stance=Stance.ADMITS))
    assert "Red Hand claimed responsibility for the attack." in plain(view_of(one))
    assert "Blue Front and Red Hand each claimed responsibility for the attack." in plain(view_of(one, other))


def test_denials_doubts_and_backers() -> None:
    view = view_of(
        page(
            "A",
            says("Veld", "Veld", stance=Stance.DENIES),
            says("Red Hand", stance=Stance.UNCONFIRMED),
            says("Norland", role=ClaimRole.SUPPORTER),
            says("Blue Front", certainty=Certainty.POSSIBLE),
        )
    )
    told = plain(view)
    assert "Denials are reported for Veld." in told
    assert "Sources could not confirm the responsibility of Red Hand." in told
    assert "Named as standing behind it: Norland." in told
    assert "Sources attributed the attack to Blue Front (as no more than possible)." in told


def test_figures_stand_with_who_gives_them_from_low_to_high() -> None:
    view = view_of(page("A", toll(ClaimRole.KILLED, 9, None), toll(ClaimRole.KILLED, 4, 4, "The mayor")))
    assert "The number of people killed is given as 4 by the mayor and at least 9 by the hospital." in plain(
        view
    )


def test_what_was_taken_back_is_told_apart_and_attributed_no_more() -> None:
    address = "https://wire.example/news/1"
    first = page("Wire One", says("Red Hand"), says("Blue Front"), url=address, day=4)
    later = page("Wire One", says("Blue Front"), url=address, day=5)
    told = plain(view_of(first, later))
    assert "Sources attributed the attack to Blue Front." in told
    back = "What Police said of Red Hand (alleged) was taken back: no longer in the version of 5 Jun 2030."
    assert back in told


def test_copies_are_one_note_with_the_places_where_they_were_printed() -> None:
    first, copy = page("Wire One", says("Red Hand"), day=4), page("Daily", says("Red Hand"), day=5)
    told = brief(view_of(copy, first, lineage=[row(copy, first)]))
    notes = re.findall(r"^\[\^\d+\]: (.*)$", told, re.M)
    assert len(notes) == 1
    assert notes[0].startswith("“Police: Red Hand.” — Police. Wire One, 4 Jun 2030; also Daily, 5 Jun 2030.")


def test_every_number_has_its_note_and_every_note_is_mentioned() -> None:
    told = brief(examples())
    body = re.sub(r"^\[\^\d+\]:.*$", "", told, flags=re.M)
    defined = [int(each) for each in re.findall(r"^\[\^(\d+)\]:", told, re.M)]
    mentioned = {int(each) for each in re.findall(r"\[\^(\d+)\]", body)}
    assert defined == list(range(1, len(defined) + 1))
    assert mentioned == set(defined)
    assert len(defined) > 40


def test_notes_quote_the_report_to_the_letter() -> None:
    texts = [" ".join(report.text.split()) for report in examples().reports]
    for quoted in re.findall(r"^\[\^\d+\]: “(.*?)” — ", brief(examples()), re.M):
        for piece in re.sub(r"\\(.)", r"\1", quoted).split(" … "):
            assert any(piece in text for text in texts), piece


@few
@given(views())
def test_any_ledger_has_a_brief(view: LedgerView) -> None:
    assert brief(view).startswith("# Who is said to have done it\n")
    assert brief(view).count("\n## ") >= len(view.incidents)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<img src=x onerror=alert(1)>", "\\<img src=x onerror=alert(1)\\>"),
        ("[x](javascript:y)", "\\[x\\](javascript:y)"),
        ("https://evil.example", "https&#58;//evil.example"),
        ("www.evil.example", "www&#46;evil.example"),
        ("a@evil.example", "a&#64;evil.example"),
        ("# x", "\\# x"),
        ("1) x", "1\\) x"),
        ("`x`", "\\`x\\`"),
        ("a\x1b[31m", "a\\\\x1b\\[31m"),
        ("plain - text, (x). 3", "plain - text, (x). 3"),
    ],
)
def test_text_from_outside_does_nothing_in_markdown(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_an_unnamed_speaker_is_called_so() -> None:
    view = view_of(page("A", says("Red Hand", "two officers", kind=SourceKind.ANONYMOUS)))
    assert "  - Alleged by 2 officers (unnamed)[^1]." in brief(view)

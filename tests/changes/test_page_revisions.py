"""What changed from one version of a page to the next."""

from __future__ import annotations

import pytest
from paged import PLAIN, URL, blames, page, story, view_of

from reportedly.changes import History, history
from reportedly.changes.revisions import Change, Revision
from reportedly.errors import NotFound
from reportedly.language.rarity import WORD
from reportedly.records import Claim, ClaimRole, LedgerView, Report

SAID = "Police said Boko Haram attacked a market in Maiduguri on Monday and killed three clerks."
BEFORE = page(story(SAID))


def told(*versions: Report) -> tuple[LedgerView, History]:
    view = view_of(*versions)
    return view, history(view, versions[0].id)


def only(*versions: Report) -> Revision:
    (revision,) = told(*versions)[1].revisions
    return revision


def of(revision: Revision, role: ClaimRole = ClaimRole.PERPETRATOR) -> list[tuple[str, str, str]]:
    """The changes of one role: what they are, and the values before and after."""
    return [
        ("+".join(change.kinds), _value(change.before), _value(change.after))
        for change in revision.changes
        if _role(change) is role
    ]


def _role(change: Change) -> ClaimRole | None:
    claim = change.after or change.before
    return claim.role if claim else None


def _value(claim: Claim | None) -> str:
    return claim.value.text if claim and claim.value else ""


@pytest.mark.parametrize(
    ("first", "kinds"),
    [
        ("Police said Boko Haram probably attacked a market in Maiduguri on Monday.", "softened"),
        ("Police could not confirm that Boko Haram attacked a market in Maiduguri on Monday.", "softened"),
        ("Police denied that Boko Haram attacked a market in Maiduguri on Monday.", "turned"),
        ("An official said Boko Haram attacked a market in Maiduguri on Monday.", "speaker"),
        ("Boko Haram attacked a market in Maiduguri on Monday and killed three clerks.", "speaker"),
        (PLAIN, "withdrawn"),
    ],
)  # fmt: skip
def test_what_became_of_the_blame(first: str, kinds: str) -> None:
    after = page(story(first), modified="2003-05-08")
    assert [kind for kind, *_ in of(only(BEFORE, after))] == [kinds]
    opposite = {"softened": "hardened", "withdrawn": "added"}
    before = page(story(first), published="2003-05-06")
    assert [kind for kind, *_ in of(only(before, BEFORE))] == [opposite.get(kinds, kinds)]


def test_a_toll_that_rises_is_another_value_of_the_same_speaker() -> None:
    after = page(story(SAID.replace("three", "five")), modified="2003-05-08")
    assert of(only(BEFORE, after), ClaimRole.KILLED) == [("value", "three", "five")]
    assert of(only(BEFORE, after)) == []


def test_the_words_that_went_out_and_came_in_are_quoted_where_they_stand() -> None:
    after = page(
        story(SAID.replace("three", "five"), "Two wells ran dry.", without=[2]), modified="2003-05-08"
    )
    revision = only(BEFORE, after)
    assert revision.removed[0].text == "three"
    assert [span.text for span in revision.added] == ["five", "Two wells ran dry"]
    assert "grain dealer" in revision.removed[1].text
    for spans, report in ((revision.removed, revision.before), (revision.added, revision.after)):
        for span in spans:
            span.verify(report.text)
            assert span.start >= report.headline_end


@pytest.mark.parametrize(
    ("more", "silent"),
    [
        ("", True),
        ("Residents hope for rain.", True),
        ("Correction: An earlier version of this article said that police had blamed Boko Haram.", False),
        ("This story has been updated.", False),
        ("The army updated its map of the town.", True),
    ],
)
def test_an_edit_is_silent_unless_the_page_tells_of_it(more: str, silent: bool) -> None:
    after = page(story(PLAIN, *([more] if more else [])), modified="2003-05-08")
    revision = only(BEFORE, after)
    assert revision.edited
    assert revision.silent is silent


def test_a_note_that_stood_there_before_tells_of_no_later_edit() -> None:
    note = "This story has been updated."
    revision = only(page(story(SAID, note)), page(story(PLAIN, note), modified="2003-05-08"))
    assert revision.silent
    first = told(page(story(SAID, note)), page(story(PLAIN, note), modified="2003-05-08"))[1]
    assert [each.span.text for each in first.notes] == [note]


def test_other_furniture_or_marks_are_no_change() -> None:
    same = page(story(SAID), modified="2003-05-08", furniture="Also read: rain")
    marks = page(
        story(SAID.replace("Police", "“Police”")), modified="2003-05-09", title="Market burnt – in Maiduguri!"
    )
    for revision in told(BEFORE, same, marks)[1].revisions:
        assert not revision.edited
        assert not revision.silent
        assert (revision.changes, revision.removed, revision.headline) == ((), (), None)


def test_a_claim_that_only_the_reader_reads_otherwise_is_no_change() -> None:
    """Nothing of its sentence has changed: what stands before it decides whom 'he' is read to mean."""
    said = "He said Boko Haram attacked a market in Maiduguri on Monday."
    first = f"Governor Amadou Bello came on Tuesday. {said}"
    other = f"Governor Amadou Bello and his men came on Tuesday, and a major. {said}"
    revision = only(page(story(first)), page(story(other), modified="2003-05-08"))
    assert revision.edited
    assert of(revision) == []


def test_another_headline_is_told_and_a_claim_of_it_changes_with_it() -> None:
    flat = page(story(SAID), title="Boko Haram attacks market in Maiduguri")
    mild = page(story(SAID), title="Market burns down in Maiduguri", modified="2003-05-08")
    view, found = told(flat, mild)
    (revision,) = found.revisions
    assert revision.headline == ("Boko Haram attacks market in Maiduguri", "Market burns down in Maiduguri")
    assert (revision.removed, revision.added) == ((), ())
    assert any(claim.in_headline for claim in blames(view, flat)), (
        "the reader finds the blame in the headline"
    )
    assert [kind for kind, *_ in of(revision)] == ["withdrawn"]


def test_three_versions_and_back_to_the_first_text() -> None:
    second = page(story(PLAIN), modified="2003-05-08")
    third = page(story(SAID), modified="2003-05-09", furniture="new")
    _, found = told(third, BEFORE, second)
    assert [report.id for report in found.page.versions] == [BEFORE.id, second.id, third.id]
    assert [of(revision) for revision in found.revisions] == [
        [("withdrawn", "Boko Haram", "")],
        [("added", "", "Boko Haram")],
    ]
    assert not found.withdrawals, "the page says it again"


def test_where_the_order_is_unknown_the_revision_says_so() -> None:
    _, found = told(page(story(SAID), published=None), page(story(PLAIN), published=None))
    (revision,) = found.revisions
    assert revision.later is None
    assert found.withdrawals == ()


def test_versions_of_no_words_in_common_are_out_and_in_whole() -> None:
    after = page("Rain fell.", published="2003-05-07", modified="2003-05-08")
    revision = only(BEFORE, after)
    assert [span.text for span in revision.added] == ["Rain fell"]
    words = sum(len(WORD.findall(span.text)) for span in revision.removed)
    assert words == len(WORD.findall(BEFORE.text[BEFORE.headline_end :]))


@pytest.mark.parametrize(
    "wanted", [URL, "http://m.mill-post.example/news/market-fire/?utm_source=x", BEFORE.id, "page.json"]
)
def test_a_page_is_found_by_any_of_its_names(wanted: str) -> None:
    after = page(story(PLAIN), modified="2003-05-08")
    assert len(history(view_of(BEFORE, after), wanted).page.versions) == 2


@pytest.mark.parametrize("wanted", ["https://mill-post.example/news/other", "rep_nothing", "", "[::1"])
def test_a_page_that_is_not_there_is_not_found(wanted: str) -> None:
    with pytest.raises(NotFound, match="reportedly show"):
        history(view_of(BEFORE), wanted)


def test_a_page_of_one_version_has_no_revision() -> None:
    found = history(view_of(BEFORE), BEFORE.id)
    assert (found.page.versions, found.revisions) == ((BEFORE,), ())

"""Which claims have been taken back, and what takes nothing back."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paged import MARKET, PLAIN, blames, page, story, view_of

from reportedly.changes import Ground, withdrawals, withdrawn
from reportedly.records import LedgerView, Report, Stance

SAID = "Police said Boko Haram attacked a market in Maiduguri on Monday and killed three clerks."
BEFORE = page(story(SAID))
WIRE = page(story(), outlet="Norland Wire", url="https://norland.example/1", published="2003-05-07T06:00:00Z")
COPY = page(story(), outlet="The Gazette", url="https://gazette.example/1", published="2003-05-08")
GONE = "no longer in the version of 8 May 2003"
WITHDRAWS = "Norland Wire withdraws its story “Market burnt in Maiduguri”."
NOTE = "Correction: An earlier version of this article said that police had blamed Boko Haram."


def blame(view: LedgerView, report: Report) -> str:
    (claim,) = blames(view, report)
    return claim.id


def words(view: LedgerView, report: Report) -> str | None:
    """How the one blame of a report was taken back."""
    return withdrawn(view).get(blame(view, report))


def test_a_later_version_that_lacks_a_claim_takes_it_back() -> None:
    view = view_of(BEFORE, page(story(PLAIN), modified="2003-05-08"))
    assert words(view, BEFORE) == GONE


def test_the_day_is_that_of_the_first_version_from_which_on_it_is_gone() -> None:
    versions = [
        page(story(PLAIN, without=cut), modified=f"2003-05-{day:02}") for day, cut in ((9, [1]), (8, [2]))
    ]
    between = page(story(SAID, without=[3]), modified="2003-05-08T00:00:01Z")
    assert words(view_of(BEFORE, *versions), BEFORE) == GONE
    assert words(view_of(BEFORE, versions[0], between), BEFORE) == "no longer in the version of 9 May 2003"


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (SAID.replace("Boko Haram", "Boko Haram probably"), None),
        (f"The town is in mourning. {SAID}", None),
        (SAID.replace("Police", "An official"), f"{GONE}, which says it by “An official”"),
        (SAID.replace("Police said ", ""), f"{GONE}, which says it itself"),
        (SAID.replace("said", "denied that"), GONE),
    ],
)  # fmt: skip
def test_a_claim_is_gone_unless_its_speaker_still_says_it(first: str, told: str | None) -> None:
    assert words(view_of(BEFORE, page(story(first), modified="2003-05-08")), BEFORE) == told


def test_another_toll_takes_the_first_back_and_not_the_blame() -> None:
    view = view_of(BEFORE, page(story(SAID.replace("three", "five")), modified="2003-05-08"))
    assert list(withdrawn(view).values()) == ["no longer in the version of 8 May 2003, which has “five”"]


@pytest.mark.parametrize(
    "later",
    [
        page(
            story(PLAIN),
            url="https://mill-post.example/news/other",
            title="Market burns",
            published="2003-05-09",
        ),
        page(story(PLAIN), outlet="The Gazette", modified="2003-05-09"),
        page(story(PLAIN), published="2003-05-07"),
        page(story(PLAIN), published="2003-05-06"),
        page(story(PLAIN), published=None),
        page(story(SAID), modified="2003-05-08", furniture="other"),
    ],
    ids=["elsewhere", "another outlet", "the same day", "an earlier day", "undated", "the same words"],
)
def test_what_takes_nothing_back(later: Report) -> None:
    assert withdrawn(view_of(BEFORE, later)) == {}


def test_a_version_back_to_the_earlier_text_says_it_again() -> None:
    view = view_of(
        BEFORE, page(story(PLAIN), modified="2003-05-08"), page(story(SAID), modified="2003-05-09")
    )
    assert withdrawn(view) == {}


def test_a_note_takes_back_what_it_says_was_wrong_and_no_more() -> None:
    after = page(story(SAID.replace("Boko Haram attacked", "gunmen attacked"), NOTE), modified="2003-05-08")
    view = view_of(BEFORE, after)
    told = words(view, BEFORE)
    assert told == f"corrected by Mill Post on 8 May 2003: “{NOTE}”"
    by = {each.claim: each.by for each in withdrawals(view) if each.ground is Ground.CORRECTION}
    assert by[blame(view, BEFORE)] == after.id
    killed = {claim.id for claim in view.claims if claim.report == BEFORE.id and claim.role == "killed"}
    assert not killed & withdrawn(view).keys(), "the toll stands in both"


def test_what_a_note_repeats_is_said_by_nobody() -> None:
    note = "Correction: An earlier version of this article said that Boko Haram attacked the market."
    alone = page(story(PLAIN, note), published="2003-05-08")
    view = view_of(alone)
    restated = [c for c in view.claims if c.evidence.value[0].start > alone.text.index("Correction")]
    assert restated, "the reader finds claims in the note"
    assert {c.id for c in restated} <= withdrawn(view).keys()


def correction(
    text: str, *, title: str = "Correction: Market fire", outlet: str = "Norland Wire", day: int = 9
) -> Report:
    return page(
        text, title=title, outlet=outlet, url="https://norland.example/c", published=f"2003-05-{day:02}"
    )


def test_a_withdrawal_that_names_the_story_takes_all_of_it_back_and_its_copies() -> None:
    gone = correction(f"{WITHDRAWS} Boko Haram did not attack the market.")
    view = view_of(WIRE, COPY, gone)
    told = withdrawn(view)
    said = f"withdrawn by Norland Wire on 9 May 2003: “{WITHDRAWS}”"
    assert {told[c.id] for c in view.claims if c.report == WIRE.id} == {said}
    assert {told[c.id] for c in view.claims if c.report == COPY.id} == {f"taken back by its origin: {said}"}
    assert not told.keys() & {c.id for c in view.claims if c.report == gone.id}


def test_copies_are_told_though_the_story_itself_is_not_at_hand() -> None:
    gone = correction(f"{WITHDRAWS} Boko Haram did not attack the market.")
    told = words(view_of(COPY, gone), COPY)
    assert told is not None
    assert told.startswith("taken back by its origin: withdrawn by Norland Wire on 9 May 2003")


def test_a_correction_takes_back_its_statement_only() -> None:
    wrong = correction(
        "An earlier story wrongly said that police had blamed Boko Haram for the attack in Maiduguri."
    )
    view = view_of(WIRE, wrong)
    assert words(view, WIRE) is not None
    own = {each.claim for each in withdrawals(view)} & {c.id for c in view.claims if c.report == WIRE.id}
    assert own == {blame(view, WIRE)}


@pytest.mark.parametrize(
    "other",
    [
        correction("The Gazette withdraws its story “Market burnt in Maiduguri”."),
        correction(WITHDRAWS, outlet="Northern Ledger"),
        correction(
            "Norland Wire withdraws its story “Ferry lies still in Averil”. The ferry never lay still."
        ),
        correction(WITHDRAWS, day=2),
        correction(
            "The market in Maiduguri is closed. Police went on with their search.", title="Market closed"
        ),
    ],
    ids=["of another outlet", "by another outlet", "of another story", "before it", "no correction"],
)
def test_corrections_of_something_else_take_nothing_back(other: Report) -> None:
    assert blame(view := view_of(WIRE, other), WIRE) not in withdrawn(view)


def test_independent_reports_of_the_same_stand() -> None:
    other = page(
        "Soldiers said Boko Haram attacked a market in Maiduguri on Monday.\n\nThe bridge was closed.",
        title="Soldiers speak", outlet="Ledger", url="https://ledger.example/2", published="2003-05-08",
    )  # fmt: skip
    gone = correction(f"{WITHDRAWS} Boko Haram did not attack the market.")
    view = view_of(WIRE, COPY, other, gone)
    assert blame(view, other) not in withdrawn(view)
    assert blame(view, WIRE) in withdrawn(view)


def test_a_page_that_drops_what_it_copied_takes_nothing_from_its_origin_and_other_copies() -> None:
    mine = page(story(), published="2003-05-08")
    view = view_of(WIRE, COPY, mine, page(story(PLAIN), published="2003-05-08", modified="2003-05-09"))
    assert words(view, mine) is not None
    assert words(view, WIRE) is None
    assert words(view, COPY) is None


def test_copies_of_a_page_that_dropped_its_own_story_are_told() -> None:
    first = page(story(SAID), published="2003-05-07T08:00:00Z")
    copy = page(story(SAID), outlet="The Gazette", url="https://gazette.example/1", published="2003-05-08")
    dropped = page(story(PLAIN), published="2003-05-07T08:00:00Z", modified="2003-05-09")
    view = view_of(first, copy, dropped)
    assert words(view, copy) == "taken back by its origin, Mill Post: no longer in the version of 9 May 2003"


def test_nothing_is_taken_back_of_reports_without_claims() -> None:
    assert withdrawn(view_of(page("This story has been withdrawn."))) == {}


VERSIONS = st.tuples(
    st.sampled_from([SAID, PLAIN, SAID.replace("said", "denied that"), MARKET[0]]),
    st.sampled_from(["", NOTE, "This story has been withdrawn.", "This story has been updated."]),
    st.sampled_from(["Mill Post", "Norland Wire", None]),
    st.sampled_from([None, "2003-05-07", "2003-05-07T08:00:00Z", "2003-05-09"]),
    st.sampled_from([None, "2003-05-08", "2003-05-10T08:00:00Z"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(VERSIONS, min_size=1, max_size=5), st.randoms())
def test_the_order_of_reports_makes_no_difference(
    given_versions: list[tuple[str, str, str | None, str | None, str | None]], order: random.Random
) -> None:
    reports = [
        page(story(first, *filter(None, [note])), outlet=outlet, published=published, modified=modified)
        for first, note, outlet, published, modified in given_versions
    ]
    reports = list({report.id: report for report in reports}.values())
    shuffled = list(reports)
    order.shuffle(shuffled)
    found: Mapping[str, str] = withdrawn(view_of(*reports))
    assert found == withdrawn(view_of(*shuffled))
    assert found.keys() <= {claim.id for claim in view_of(*reports).claims}


def test_a_denial_is_taken_back_as_a_blame_is() -> None:
    denied = page(story(SAID.replace("said", "denied that")))
    view = view_of(denied, page(story(PLAIN), modified="2003-05-08"))
    (claim,) = blames(view, denied, Stance.DENIES)
    assert withdrawn(view)[claim.id] == GONE

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import APART, FERRY, NEWS, RETOLD, STATEMENT, page

from reportedly.ids import content_id
from reportedly.lineage import derivations, pairs
from reportedly.lineage.archive import CLOSEST
from reportedly.lineage.verdict import verdict
from reportedly.records import Credit, CreditRelation, DerivationRelation, Span

WIRE = page(FERRY, outlet="Norland Wire", day=5)
TRIMMED = page(FERRY[:3], outlet="Island Post", day=6, title="Bottles thrown at ferry")
REWRITE = page(RETOLD, outlet="Coast Today", day=6, title="Fire bombers strike ferry")
OTHER = page(APART, outlet="Capital Herald", day=6, title="Minister blames saboteurs")


def only(reports: Any) -> Any:
    (found,) = derivations(reports)
    return found


def test_a_trimmed_and_reheadlined_page_is_a_copy_of_the_older_one() -> None:
    found = only([TRIMMED, WIRE])
    assert (found.report, found.derives_from) == (TRIMMED.id, WIRE.id)
    assert found.relation is DerivationRelation.COPY
    assert found.shared == 1.0
    assert "1 day later" in found.why


def test_a_wire_story_with_local_paragraphs_added_is_still_a_copy() -> None:
    padded = page(FERRY + APART[1:], outlet="Island Post", day=6)
    assert only([WIRE, padded]).relation is DerivationRelation.COPY


def test_the_same_reporting_in_other_words_is_a_rewrite() -> None:
    found = only([WIRE, REWRITE])
    assert (found.report, found.relation) == (REWRITE.id, DerivationRelation.REWRITE)
    assert 0.2 <= found.shared < 0.7
    assert "rare words" in found.why
    assert "1 day later" in found.why


def test_another_report_of_the_same_event_is_neither() -> None:
    assert derivations([WIRE, OTHER]) == ()


def test_a_shared_statement_is_no_shared_reporting() -> None:
    first = page(
        (f"{STATEMENT} Those were the words of Minister Jon Aske.", APART[0]), outlet="Herald", day=6
    )
    second = page((f"A short speech from the minister. {STATEMENT}",), outlet="Coast Today", day=6)
    assert derivations([first, second]) == ()


def test_background_that_stands_in_page_after_page_makes_no_copy() -> None:
    background = FERRY[3] + " " + FERRY[4]
    pages = [
        replace(page((*NEWS[n], background), outlet=f"O{n}"), published=day)
        for n, day in enumerate(dt.date(2024, 1, 1) + dt.timedelta(days=20 * n) for n in range(4))
    ]
    assert derivations(pages) == ()


def test_an_outlets_own_follow_up_is_no_rewrite() -> None:
    """It repeats some background under other news; retold as a whole, its story would be one origin."""
    follow_up = page((*APART, FERRY[3]), outlet="Norland Wire", day=6)
    assert derivations([WIRE, follow_up]) == ()
    assert only([WIRE, page(RETOLD, outlet="Norland Wire", day=6)]).relation is DerivationRelation.REWRITE


@pytest.mark.parametrize(
    ("derived", "original", "reason"),
    [
        (page(FERRY[:3], day=7), page(FERRY, day=5, outlet="A"), "2 days later"),
        (page(FERRY, day=7), page(FERRY[:3], day=5, outlet="A"), "2 days later"),
        (page(FERRY[:3], day=5), page(FERRY, day=5, outlet="A"), "shorter"),
        (page(FERRY[:3], day=None), page(FERRY, day=5, outlet="A"), "shorter"),
        (
            page(FERRY, day=5, credits=(("A", CreditRelation.SOURCE_LINE),)),
            page(FERRY[:3], day=9, outlet="A"),
            "names A",
        ),
    ],
)
def test_direction_goes_by_explicit_credit_then_time_then_length(
    derived: Any, original: Any, reason: Any
) -> None:
    found = only([original, derived])
    assert (found.report, found.derives_from) == (derived.id, original.id)
    assert reason in found.why


def test_an_unknown_direction_is_said() -> None:
    assert "unknown" in only([page(FERRY, outlet="A"), page(FERRY, outlet="B")]).why


def test_a_credit_without_its_report_gives_a_virtual_root() -> None:
    copy = page(APART, outlet="Coast Today", day=6, credits=(("Norland Wire", CreditRelation.SOURCE_LINE),))
    found = only([copy])
    assert found.relation is DerivationRelation.CITES
    assert found.derives_from == content_id("root", "norland wire", "2024-03-06")


@pytest.mark.parametrize(
    ("paragraphs", "day", "roots"),
    [
        (APART, 8, 1),  # the facts of the story that was passed on two days before
        (APART, 12, 2),  # too late to be passing it on
        (("The harbour of Eastmouth was dredged by two ships.",), 8, 2),  # another story
        (("The harbour of Eastmouth was dredged by two ships.",), 6, 1),  # the same day counts once
    ],
)
def test_pages_that_pass_on_one_absent_story_have_one_root(
    paragraphs: tuple[str, ...], day: int, roots: int
) -> None:
    source = (("Norland Wire", CreditRelation.SOURCE_LINE),)
    first = page(RETOLD, outlet="Coast Today", day=6, credits=source)
    later = page(paragraphs, outlet="Island Post", day=day, credits=source)
    found = {d.derives_from for d in derivations([later, first]) if d.relation is DerivationRelation.CITES}
    assert len(found) == roots
    assert content_id("root", "norland wire", "2024-03-06") in found
    assert derivations([first, later]) == derivations([later, first])


def test_a_credit_finds_the_outlets_one_report_that_fits() -> None:
    cites = page(
        RETOLD[2:], outlet="Coast Today", day=7, credits=(("Norland Wire", CreditRelation.REPORTED_BY),)
    )
    assert [(d.relation, d.derives_from) for d in derivations([cites, WIRE])] == [("cites", WIRE.id)]


def test_a_credit_finds_nothing_outside_three_days_and_of_several_stories_the_likeliest() -> None:
    cites = page(
        RETOLD[2:], outlet="Coast Today", day=12, credits=(("Norland Wire", CreditRelation.REPORTED_BY),)
    )
    assert only([cites, WIRE]).derives_from.startswith("root_")
    near = replace(cites, published=dt.date(2024, 3, 6))
    heard = "Police will hear Chairman Peer Lund of Open Nets before March ends, Minister Jon Aske added."
    second = page((*APART, heard), outlet="Norland Wire", day=6, title="League denies fire")
    (linked,) = (d for d in derivations([near, WIRE, second]) if d.report == near.id)
    assert linked.derives_from == WIRE.id
    assert "of 2 stories" in linked.why


def test_a_page_does_not_cite_itself() -> None:
    own = page(FERRY, outlet="Reuters", credits=(("Reuters", CreditRelation.DATELINE),))
    assert derivations([own]) == ()


def test_an_outlet_named_far_down_speaks_for_one_claim_only() -> None:
    paragraphs = (*FERRY[:3], "The league was founded in 2019, Norland Wire has reported.")
    report = page(paragraphs, outlet="Coast Today")
    start = report.text.index("Norland Wire")
    credit = Credit(
        name="Norland Wire", relation=CreditRelation.REPORTED_BY, span=Span.of(report.text, start, start + 12)
    )
    assert derivations([replace(report, credits=(credit,))]) == ()


def test_two_names_of_an_agency_are_one() -> None:
    long = page(APART, outlet="A", credits=(("Agence France-Presse", CreditRelation.AGENCY),))
    short = page(FERRY, outlet="B", credits=(("AFP", CreditRelation.AGENCY),))
    assert len({d.derives_from for d in derivations([long, short])}) == 1


POOL = (
    WIRE,
    TRIMMED,
    REWRITE,
    OTHER,
    page(FERRY, outlet="Norland Wire", day=5, title="Another headline"),
    page(FERRY[1:], outlet="B", day=None),
    page(APART, outlet="C", day=7, credits=(("Norland Wire", CreditRelation.AGENCY),)),
    page(FERRY[:2], outlet="Island Post", day=6, credits=(("Coast Today", CreditRelation.SOURCE_LINE),)),
    page(RETOLD, outlet="D", day=4, credits=(("Island Post", CreditRelation.DATELINE),)),
)


@given(st.permutations(POOL), st.integers(1, len(POOL)))
def test_the_order_of_the_reports_does_not_matter(order: Any, size: Any) -> None:
    some = order[:size]
    assert derivations(some) == derivations(sorted(some, key=lambda report: report.id))


@given(st.permutations(POOL))
def test_a_report_given_twice_counts_once(order: Any) -> None:
    assert derivations([*order, *order]) == derivations(order)


def test_of_a_thousand_near_copies_each_is_compared_with_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[object] = []

    def counted(one: Any, other: Any) -> Any:
        compared.append(one)
        return verdict(one, other)

    monkeypatch.setattr(pairs, "verdict", counted)
    copies = [
        page((f"Ship {n} lay {7 * n} miles off.", *FERRY), outlet=f"Site {n}", day=6) for n in range(1_000)
    ]
    found = derivations([WIRE, *copies])
    assert {d.derives_from for d in found} == {WIRE.id}
    assert len(found) == 1_000
    assert len(compared) <= (CLOSEST + 1) * 1_000

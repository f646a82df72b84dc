from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pages import APART, FERRY, RETOLD, page

from reportedly.ids import content_id
from reportedly.lineage import Root, derivations, roots_of
from reportedly.records import CreditRelation, Derivation, DerivationRelation

REUTERS = (("Reuters", CreditRelation.DATELINE),)
WIRE = page(FERRY, day=5, credits=REUTERS)
COPY = page(FERRY[:3], outlet="Island Post", day=6)
SIGNED = page(FERRY[:4], outlet="Delta", day=6, credits=(("Reuters", CreditRelation.AGENCY),))
REWRITE = page(RETOLD, outlet="Coast Today", day=6, credits=(("Reuters", CreditRelation.REPORTED_BY),))
OTHER = page(APART, outlet="Capital Herald", day=6)


def roots(*reports: Any) -> Any:
    return roots_of(reports, derivations(reports))


def link(a: Any, b: Any) -> Any:
    return Derivation(
        id=content_id("lin", a, b),
        report=a,
        derives_from=b,
        relation=DerivationRelation.CITES,
        shared=0.0,
        why="",
    )


def test_copies_and_rewrites_of_a_wire_story_have_its_root_and_its_name() -> None:
    found = roots(WIRE, COPY, SIGNED, REWRITE, OTHER)
    story = Root(content_id("root", "reuters", "2024-03-05"), "Reuters")
    assert [found[r.id] for r in (WIRE, COPY, SIGNED, REWRITE)] == [story] * 4
    assert found[OTHER.id] == Root(OTHER.id, "Capital Herald")


def test_a_credit_on_a_copy_names_the_root_of_its_unsigned_original() -> None:
    unsigned = page(FERRY, outlet="Harbour Mail", day=5)
    found = roots(unsigned, SIGNED)
    assert {root.name for root in found.values()} == {"Reuters"}
    assert len({root.id for root in found.values()}) == 1


def test_without_credits_the_oldest_report_is_the_root() -> None:
    original = page(FERRY, outlet="Harbour Mail", day=5)
    assert {root.id for root in roots(COPY, original).values()} == {original.id}


def test_in_a_chain_the_origin_that_most_go_back_to_gives_the_name() -> None:
    chain = page(
        RETOLD[2:],
        outlet="Courier",
        day=6,
        credits=(("Ledger", CreditRelation.REPORTED_BY), ("Reuters", CreditRelation.REPORTED_BY)),
    )
    assert {root.name for root in roots(WIRE, COPY, chain).values()} == {"Reuters"}


def test_a_report_without_outlet_or_title_has_a_name_all_the_same() -> None:
    bare = replace(page(FERRY), title=None, outlet=None)
    assert roots(bare)[bare.id].name == bare.origin


REPORTS = (WIRE, COPY, SIGNED, REWRITE, OTHER)
IDS = [*(report.id for report in REPORTS), "root_a", "root_b"]
links = st.lists(
    st.builds(link, st.sampled_from(IDS[:-2]), st.sampled_from(IDS)), unique_by=lambda d: d.id, max_size=12
)


@given(links, st.randoms())
def test_no_graph_hangs_or_depends_on_its_order(derived: Any, random: Any) -> None:
    shuffled, reports = list(derived), list(REPORTS)
    random.shuffle(shuffled)
    random.shuffle(reports)
    found = roots_of(REPORTS, derived)
    assert found == roots_of(reports, shuffled)
    assert found.keys() == {report.id for report in REPORTS}
    assert all(found[d.report] == found.get(d.derives_from, found[d.report]) for d in derived)


@given(links)
def test_a_further_link_never_makes_more_roots(derived: Any) -> None:
    counts = [len({r.id for r in roots_of(REPORTS, derived[:n]).values()}) for n in range(len(derived) + 1)]
    assert counts == sorted(counts, reverse=True)


@given(
    st.lists(st.sampled_from(REPORTS), unique=True, min_size=1), st.sampled_from(REPORTS), st.integers(2, 5)
)
def test_a_further_copy_never_makes_more_roots(reports: Any, copied: Any, kept: Any) -> None:
    if copied not in reports:
        reports = [*reports, copied]
    body = copied.text.split("\n\n")[1:]
    if sum(len(paragraph.split()) for paragraph in body[:kept]) < 20:
        return
    copy = page(tuple(body[:kept]), outlet="Copycat", day=9, title="Another headline")
    before = roots(*reports)
    after = roots(*reports, copy)
    assert len({root.id for root in after.values()}) <= len({root.id for root in before.values()})

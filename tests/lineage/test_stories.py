"""Which related reports are one story, and what must not part them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import APART, FERRY, RETOLD, page

from reportedly.lineage import derivations, roots_of
from reportedly.lineage.cards import Card, card_of
from reportedly.lineage.fingerprints import fingerprint
from reportedly.lineage.pairs import Pair
from reportedly.lineage.stories import LOOKED_AT, SHARE, forest
from reportedly.records import DerivationRelation, Report

COPY, REWRITE = DerivationRelation.COPY, DerivationRelation.REWRITE


def cards(count: int) -> list[Card]:
    made = [page((f"Report number {n} of the day.",), outlet=f"O{n}") for n in range(count)]
    return [card_of(fingerprint(each)) for each in made]


def pair(a: Card, b: Card, chance: float, relation: DerivationRelation = REWRITE) -> Pair:
    return Pair(a, b, relation, 0.5, chance, "")


def stories(pairs: list[Pair], of: list[Card], ask: Any = lambda a, b: False) -> set[frozenset[str]]:
    groups = {each.id: {each.id} for each in of}
    for each in forest(pairs, ask):
        whole = groups[each.derived.id] | groups[each.original.id]
        for name in whole:
            groups[name] = whole
    return {frozenset(group) for group in groups.values()}


def clique(of: list[Card], chance: float = 0.5) -> list[Pair]:
    return [pair(a, b, chance) for a, b in combinations(of, 2)]


def test_one_page_between_two_stories_does_not_join_them() -> None:
    every = cards(12)
    first, second = every[:6], every[6:]
    bridge = pair(first[0], second[0], 0.3)
    found = stories([*clique(first), *clique(second), bridge], every)
    assert found == {frozenset(each.id for each in group) for group in (first, second)}


def test_two_lone_pages_are_joined_by_a_doubtful_rewrite() -> None:
    assert len(stories([pair(cards(2)[0], cards(2)[1], 0.21)], cards(2))) == 1


@pytest.mark.parametrize(("related", "joined"), [(3, True), (2, False)])
def test_so_many_pairs_between_two_groups_must_be_related(related: int, joined: bool) -> None:
    every = cards(12)
    between = [pair(every[0], other, 0.3) for other in every[1 : 1 + related]]
    assert related / 11 >= SHARE or not joined
    assert (len(stories([*clique(every[1:]), *between], every)) == 1) is joined


@pytest.mark.parametrize("beyond_doubt", [{"chance": 0.1, "relation": COPY}, {"chance": 0.75}])
def test_copies_and_rewrites_beyond_doubt_always_join(beyond_doubt: Any) -> None:
    every = cards(12)
    bridge = pair(every[0], every[6], **beyond_doubt)
    found = stories([*clique(every[:6]), *clique(every[6:]), bridge], every)
    assert any({every[0].id, every[6].id} <= story for story in found)
    assert len(found) == 2, "what hangs on one of the two by doubtful rewrites bears its own second look"


def test_near_copies_have_one_voice() -> None:
    """A hundred copies of one page that is related do not outvote its story, and do not dilute it either."""
    every = cards(112)
    story, lone, copies = every[:3], every[3], every[4:]
    copied = [pair(each, story[1], 0.9, COPY) for each in copies]
    assert len(stories([*clique(story), pair(lone, story[0], 0.3), *copied], every)) == 1
    second = [*clique(every[:6]), pair(every[6], every[0], 0.3)]
    flooded = [pair(each, every[6], 0.9, COPY) for each in every[7:]]
    assert len(stories([*second, *flooded], every)) == 2


def test_pairs_that_the_index_left_out_are_asked_for() -> None:
    every = cards(12)
    bridge = pair(every[0], every[6], 0.3)
    asked: list[frozenset[str]] = []

    def ask(a: Card, b: Card) -> bool:
        asked.append(frozenset((a.id, b.id)))
        return True

    assert len(stories([*clique(every[:6]), *clique(every[6:]), bridge], every, ask)) == 1
    assert len(asked) == len(set(asked)) == 35


def test_of_large_groups_a_bounded_number_is_looked_at() -> None:
    every = cards(120)
    asked: list[Card] = []

    def ask(a: Card, b: Card) -> bool:
        asked.append(a)
        return False

    chains = [pair(a, b, 0.69) for half in (every[:60], every[60:]) for a, b in pairwise(half)]
    forest([*chains, pair(every[0], every[60], 0.3)], ask)
    assert len(asked) <= len(chains) * LOOKED_AT**2


@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from((0.2, 0.4, 0.8))), max_size=14)
)
def test_the_order_of_pairs_does_not_matter(drawn: list[tuple[int, int, float]]) -> None:
    every = cards(8)
    some = {frozenset((a, b)): pair(every[a], every[b], chance) for a, b, chance in drawn if a != b}
    forward = forest(some.values(), lambda a, b: a.id < b.id)
    backward = forest(reversed(some.values()), lambda a, b: a.id < b.id)
    assert forward == backward


STORY = (
    page(FERRY, outlet="Norland Wire", day=5),
    page(FERRY[:3], outlet="Island Post", day=6),
    page(RETOLD, outlet="Coast Today", day=6),
    page(APART, outlet="Capital Herald", day=6),
)


def roots(reports: list[Report], of: tuple[Report, ...] = STORY) -> int:
    found = roots_of(reports, derivations(reports))
    return len({found[report.id].id for report in of})


def swapped(report: Report, name: str, actor: str, day: dt.date | None) -> Report:
    paragraphs = tuple(part.replace("Open Nets", actor) for part in report.text.split("\n\n")[1:])
    return replace(page(paragraphs, outlet=name, title="As seen elsewhere"), published=day)


DAYS = st.one_of(st.none(), st.dates(dt.date(1990, 1, 1), dt.date(2024, 12, 31)))
NAMES = st.sampled_from(("Norland Wlre", "N\u043erland Wire", "Norland Wire", "Reuterz", "Site"))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            swapped,
            st.sampled_from(STORY),
            NAMES,
            st.sampled_from(("Open Nets", "Norland", "the Red Hand")),
            DAYS,
        ),
        max_size=8,
        unique_by=lambda report: report.id,
    )
)
def test_copies_with_false_dates_names_and_actors_make_no_further_root(added: list[Report]) -> None:
    assert roots([*STORY, *added], of=(*STORY, *added)) <= roots(list(STORY))


def test_copies_under_false_dates_do_not_make_a_story_background() -> None:
    early = [
        replace(page(FERRY, outlet=f"Early {n}"), published=dt.date(2001, 1, 1) + dt.timedelta(days=40 * n))
        for n in range(6)
    ]
    assert roots([*STORY, *early], of=(*STORY, *early)) == 2


def test_a_thousand_near_copies_are_one_root() -> None:
    flood = [swapped(STORY[0], f"Site {n}", f"Group {n}", None) for n in range(1_000)]
    assert roots([*STORY, *flood], of=(*STORY, *flood)) == 2

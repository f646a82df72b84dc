"""Shared passages are the same words in both texts, and none that are shared are left out."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import FERRY, RETOLD

from reportedly.language.rarity import WORD
from reportedly.lineage.passages import shared_passages
from reportedly.lineage.runs import RUN

TEXTS = st.lists(st.sampled_from("army bomb city down east fire gate hill".split()), max_size=60).map(
    " ".join
)


def words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


@given(TEXTS, TEXTS)
def test_every_run_that_both_have_is_touched_by_a_passage(one: str, other: str) -> None:
    found = shared_passages(one, other)
    for passage in found:
        assert one[passage.one.start : passage.one.end] == passage.one.text
        assert words(passage.one.text) == words(passage.other.text)
        assert len(words(passage.one.text)) == passage.words >= RUN
    ends = [(passage.one.start, passage.one.end) for passage in found]
    assert all(a[1] <= b[0] for a, b in pairwise(ends)), "no word twice, and in order"
    mine, yours = words(one), words(other)
    theirs = {tuple(yours[j : j + RUN]) for j in range(len(yours) - RUN + 1)}
    starts = [match.start() for match in WORD.finditer(one)]
    for i in range(len(mine) - RUN + 1):
        if tuple(mine[i : i + RUN]) in theirs:
            assert any(a < starts[i + RUN - 1] + 9 and starts[i] < b for a, b in ends)


def test_moved_paragraphs_are_found_whole() -> None:
    one = "\n\n".join(FERRY[:3])
    other = "\n\n".join([FERRY[2], FERRY[1].upper(), FERRY[0]])
    found = shared_passages(one, other, least=8)
    assert [words(passage.one.text) for passage in found] == [words(paragraph) for paragraph in FERRY[:3]]
    assert found[0].other.start > found[2].other.start


def test_a_retold_story_shares_only_turns() -> None:
    found = shared_passages("\n".join(FERRY), "\n".join(RETOLD))
    assert found
    assert max(passage.words for passage in found) < 30


def test_a_text_that_repeats_itself_costs_little() -> None:
    began = time.process_time()
    (found,) = shared_passages("no " * 5_000, "no " * 5_000)
    assert found.words == 5_000
    assert time.process_time() - began < 20


def test_too_short_passages_are_refused() -> None:
    with pytest.raises(ValueError, match="chance"):
        shared_passages("a", "b", least=RUN - 1)

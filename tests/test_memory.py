"""A run over an archive keeps nothing of what it has read: caches are bounded, or of what never changes."""

import functools
import gc
import random
from collections.abc import Callable

import pytest

from reportedly.annotate.encoder import wordpiece
from reportedly.annotate.encoder.shipped import shipped_reader
from reportedly.ids import content_id, sha256_hex
from reportedly.pipeline import annotator_named, assemble, made_by
from reportedly.reading import one_by_one
from reportedly.records import Reading, Report

TEXT = """Bombing in {2} kills {n}

{3}, Syria, 3 May - The {1} Front claimed responsibility for the bombing that killed {n} people in the town of
{2} near {3} on Monday, the newspaper {0} Daily reported. Police {4} the market.
Governor {5} of {6} County accused the {7} Movement of the bombing, {8} said.
An earlier version of this story said that {9} people were killed.
"""


def invented(drawn: random.Random, count: int) -> list[Report]:
    """Reports with names and words that none had before."""

    def word() -> str:
        return "".join(
            drawn.choices(["ba", "ke", "li", "mo", "nu", "ra", "shi", "to", "zed", "ing"], k=4)
        ).title()

    reports = []
    for _ in range(count):
        text = TEXT.format(*(word() for _ in range(10)), n=drawn.randint(2, 900))
        sha = sha256_hex(text.encode())
        reports.append(Report(id=content_id("rep", sha), origin=sha, sha256=sha, text=text))
    return reports


def unbounded() -> dict[tuple[str, str], int]:
    """How full each cache without a bound is."""
    caches = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
    found = [each for each in caches if (each.__module__ or "").startswith("reportedly")]
    assert len(found) > 20
    return {
        (each.__module__, each.__qualname__): each.cache_info().currsize
        for each in found
        if each.cache_info().maxsize is None
    }


@pytest.mark.parametrize("reader", ["rules", "encoder"])
def test_no_cache_without_a_bound_grows_with_what_is_read(reader: str) -> None:
    drawn = random.Random(3)  # noqa: S311
    annotator = annotator_named(reader)

    def read(count: int) -> None:
        made = [each for each in one_by_one(invented(drawn, count), annotator) if isinstance(each, Reading)]
        assert len(made) == count
        assert any(reading.claims for reading in made)
        assemble(made_by(annotator), made)

    read(6)
    before = unbounded()
    read(6)
    after = unbounded()
    # What is loaded only for some words may come late, and once.
    assert {name: size for name, size in after.items() if size > max(1, before.get(name, 0))} == {}


def test_the_pieces_of_rare_words_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordpiece, "_REMEMBERED", 4)
    words = wordpiece.WordPiece(["[UNK]", "[CLS]", "[SEP]", "[PAD]", "a", "b", "##a", "##b"])
    cut: Callable[[str], object] = words._cut
    assert isinstance(cut, functools._lru_cache_wrapper)
    first = words.pieces("ab ba aab bba bab aba")
    assert cut.cache_info().currsize == 4
    assert words.pieces("ab ba aab bba bab aba") == first
    assert shipped_reader().network.vocabulary.pieces("a")

"""The chain of the log: whatever is done to it, the first entry that is wrong is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.reviewing import NOON
from reportedly.casework.audit import (
    START,
    Entry,
    Fault,
    Head,
    Versions,
    first_broken,
    noted_broken,
    seal,
)
from reportedly.errors import UsageError

MADE_BY = Versions(program="reportedly 0.1.0", extractor="rules.v1", model=None, rules="sha256:ab")


def entry(number: int, previous: str, **changed: object) -> Entry:
    """Entry ``number``, sealed."""
    told: dict[str, object] = {
        "number": number,
        "at": NOON + dt.timedelta(seconds=number),
        "by": "per_ana",
        "action": "review",
        "subject": f"rev_{number}",
        "detail": f'{{"n": {number}}}',
        "why": "",
        "made_by": MADE_BY,
        "previous": previous,
    }
    told |= changed
    return Entry(**told, hash=seal(**told))  # type: ignore[arg-type]


def chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    for number in range(1, length + 1):
        entries.append(entry(number, entries[-1].hash if entries else START))
    return entries


def head(entries: list[Entry]) -> Head:
    return Head(entries[-1].number, entries[-1].hash)


def test_a_whole_chain_is_whole() -> None:
    entries = chain(9)
    assert first_broken(entries, head(entries)) is None
    assert first_broken(iter(entries)) is None
    assert first_broken([]) is None


CHANGES: dict[str, Any] = {
    "at": NOON,
    "by": "per_ben",
    "action": "sign_in",
    "subject": None,
    "detail": '{"n": 55}',
    "why": "because",
    "made_by": replace(MADE_BY, rules="sha256:cd"),
    "previous": "f" * 64,
    "hash": "e" * 64,
}


def test_every_field_of_an_entry_is_tried() -> None:
    assert {"number", *CHANGES} == {each.name for each in fields(Entry)}


@pytest.mark.parametrize("field", CHANGES)
@pytest.mark.parametrize("number", [1, 5, 9])
def test_a_changed_field_is_found(field: str, number: int) -> None:
    entries = chain(9)
    entries[number - 1] = replace(entries[number - 1], **{field: CHANGES[field]})
    found = first_broken(entries, head(chain(9)))
    assert found is not None
    assert (found.number, found.fault) == (number, Fault.CHANGED)


@pytest.mark.parametrize("part", [each.name for each in fields(Versions)])
def test_a_changed_version_is_found(part: str) -> None:
    entries = chain(3)
    entries[1] = replace(entries[1], made_by=replace(MADE_BY, **{part: "other"}))
    found = first_broken(entries)
    assert found
    assert found.number == 2


@pytest.mark.parametrize("number", range(1, 9))
def test_a_missing_entry_is_found(number: int) -> None:
    entries = chain(9)
    del entries[number - 1]
    found = first_broken(entries, head(chain(9)))
    assert found
    assert (found.number, found.fault) == (number, Fault.MISSING)
    assert found.what == f"entry {number + 1} stands in its place"


@pytest.mark.parametrize("number", range(1, 9))
def test_two_that_changed_places_are_found(number: int) -> None:
    entries = chain(9)
    entries[number - 1], entries[number] = entries[number], entries[number - 1]
    found = first_broken(entries, head(chain(9)))
    assert found
    assert (found.number, found.fault) == (number, Fault.OUT_OF_ORDER)


def test_two_that_changed_numbers_are_found() -> None:
    entries = chain(9)
    entries[3], entries[4] = replace(entries[4], number=4), replace(entries[3], number=5)
    found = first_broken(entries)
    assert found
    assert (found.number, found.fault) == (4, Fault.CHANGED)


def test_an_entry_that_was_put_in_is_found() -> None:
    entries = chain(9)
    entries.insert(4, entry(4, entries[2].hash, by="per_eve"))
    found = first_broken(entries, head(chain(9)))
    assert found
    assert (found.number, found.fault) == (5, Fault.OUT_OF_ORDER)


def test_an_entry_made_anew_with_its_hash_is_found_at_the_next() -> None:
    entries = chain(9)
    entries[3] = entry(4, entries[2].hash, by="per_eve")
    found = first_broken(entries, head(chain(9)))
    assert found
    assert (found.number, found.fault) == (5, Fault.CHANGED)


def test_the_last_entry_made_anew_is_found_by_the_head() -> None:
    entries = chain(9)
    entries[8] = entry(9, entries[7].hash, by="per_eve")
    found = first_broken(entries, head(chain(9)))
    assert found
    assert (found.number, found.fault) == (9, Fault.CHANGED)
    assert "head" in found.what


@pytest.mark.parametrize("left", range(9))
def test_entries_cut_off_at_the_end_are_found_by_the_head(left: int) -> None:
    found = first_broken(chain(9)[:left], head(chain(9)))
    assert found
    assert (found.number, found.fault) == (left + 1, Fault.CUT_OFF)
    assert found.what == f"the log ended at entry 9, now at {left}"


def test_an_entry_beyond_the_head_is_found() -> None:
    found = first_broken(chain(9), head(chain(7)))
    assert found
    assert (found.number, found.fault) == (8, Fault.CHANGED)


def test_a_log_made_anew_from_its_beginning_is_found_by_a_head_that_was_noted() -> None:
    noted = head(chain(5))
    other: list[Entry] = []
    for number in range(1, 10):
        other.append(entry(number, other[-1].hash if other else START, by="per_eve"))
    assert first_broken(other, head(other)) is None
    found = noted_broken(other, noted)
    assert found
    assert (found.number, found.fault) == (5, Fault.CHANGED)
    assert noted_broken(chain(9), noted) is None
    cut = noted_broken(chain(4), noted)
    assert cut
    assert cut.fault is Fault.CUT_OFF


ENTRY_EDITS: list[Callable[[list[Entry], int], object]] = [
    lambda entries, at: entries.pop(at),
    lambda entries, at: entries.insert(at, entries[at]),
    lambda entries, at: entries.insert(at, entries.pop()),
    lambda entries, at: entries.__setitem__(at, replace(entries[at], why=entries[at].why + "x")),
    lambda entries, at: entries.__setitem__(slice(at, None), reversed(entries[at:])),
]


@given(st.integers(2, 12), st.data())
def test_any_edit_is_found_at_or_after_where_it_was_made(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    at = data.draw(st.integers(0, length - 2))
    data.draw(st.sampled_from(ENTRY_EDITS))(entries, at)
    found = first_broken(entries, head(chain(length)))
    assert found is not None
    assert found.number == at + 1 or (found.number == at + 2 and entries[at] == chain(length)[at])


def test_the_seal_is_the_same_in_any_zone_and_other_for_any_moment() -> None:
    told = {each.name: getattr(chain(1)[0], each.name) for each in fields(Entry) if each.name != "hash"}
    east = told | {"at": NOON.astimezone(dt.timezone(dt.timedelta(hours=9))) + dt.timedelta(seconds=1)}
    assert seal(**told) == seal(**east)
    assert seal(**told) != seal(**(told | {"at": NOON + dt.timedelta(seconds=1, microseconds=1)}))


def test_fields_cannot_be_shifted_into_each_other() -> None:
    told = {each.name: getattr(chain(1)[0], each.name) for each in fields(Entry) if each.name != "hash"}
    one = seal(**(told | {"by": "a", "why": "bc"}))
    assert one != seal(**(told | {"by": "ab", "why": "c"}))
    assert seal(**(told | {"by": 'a","why":"b', "why": ""})) != seal(**(told | {"by": "a", "why": "b"}))


def test_a_head_is_written_down_and_read_again() -> None:
    noted = head(chain(3))
    assert Head.parsed(f" {noted}\n") == noted


@pytest.mark.parametrize("text", ["", "3", "3:ab", ":" + "a" * 64, "3:" + "A" * 64, "-1:" + "a" * 64])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no head of a log"):
        Head.parsed(text)

"""A ledger file from elsewhere, whatever is in it: what holds is taken, the rest is told in rows."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from faults.plain import plain_reading
from incoming.desks import changed, desk, sent
from reportedly.incoming import Incoming, read_file
from reportedly.limits import Limits
from reportedly.records import Reason, Skipped, Stage

CLAIM = plain_reading(1).claims[0].id


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The ledger file of two reports with five claims each."""
    with desk(tmp_path / "there.sqlite", 1, 2) as there:
        return sent(there, tmp_path / "there.json")


def read(path: Path) -> Incoming:
    found = read_file(path)
    assert isinstance(found, Incoming), found
    return found


def refused(path: Path) -> Skipped:
    found = read_file(path)
    assert isinstance(found, Skipped)
    assert found.stage is Stage.READ
    return found


def test_a_file_is_the_readings_it_was_made_of(file: Path) -> None:
    found = read(file)
    by_id = {plain_reading(n).report.id: plain_reading(n) for n in (1, 2)}
    assert {each.reading.report.id for each in found.reports} == set(by_id)
    for each in found.reports:
        whole = each.whole()
        wanted = by_id[whole.report.id]
        assert whole.incidents == wanted.incidents
        assert set(whole.claims) == set(wanted.claims)
        assert whole.sources == wanted.sources
    assert found.skipped == ()
    assert found.made_by.extractor == "rules.v1"


def test_joined_incidents_come_apart_again_though_the_file_has_no_parts(file: Path) -> None:
    def without_parts(data: Any) -> None:
        assert len(data["incidents"][0]["members"]) == 2
        del data["parts"]

    found = read(changed(file, without_parts))
    assert found.skipped == ()
    homes = [{claim.incident for claim in each.reading.claims} for each in found.reports]
    assert [len(each) for each in homes] == [1, 1]
    assert homes[0].isdisjoint(homes[1])


@pytest.mark.parametrize(
    ("content", "reason", "detail"),
    [
        (b"", Reason.MALFORMED, "is JSON, and this is not"),
        (b"{", Reason.MALFORMED, "is JSON, and this is not"),
        (b"not json", Reason.MALFORMED, "is JSON, and this is not"),
        (b"[]", Reason.MALFORMED, "one JSON object, not a list"),
        (b"{}", Reason.MALFORMED, "this is no ledger file"),
        (b'{"format": "reportedly-ledger", "version": 2}', Reason.MALFORMED, "upgrade reportedly"),
        (b'{"format": "reportedly-ledger", "version": "1"}', Reason.MALFORMED, "a whole number is needed"),
        (b'{"format": "reportedly-ledger", "version": 1}', Reason.MALFORMED, "made_by"),
        (b'{"format": "reportedly-ledger", "version": ' + b"9" * 6000 + b"}", Reason.MALFORMED, "JSON"),
        (b"[" * 1_000_000, Reason.MALFORMED, "JSON"),
        (b'{"a":' * 1_000_000, Reason.MALFORMED, "JSON"),
        (b"\xff\xfe{}", Reason.NOT_TEXT, "byte 0"),
        (b'{"format": "reportedly-ledger", "version": 1, "x": NaN}', Reason.MALFORMED, "NaN"),
    ],
)
def test_what_is_no_ledger_file_is_one_row(
    tmp_path: Path, content: bytes, reason: Reason, detail: str
) -> None:
    path = tmp_path / "there.json"
    path.write_bytes(content)
    found = refused(path)
    assert found.reason is reason
    assert detail in found.detail


def test_a_file_cut_off_is_one_row(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert refused(file).reason is Reason.MALFORMED


def test_a_table_that_is_no_list_is_one_row(file: Path) -> None:
    assert "claims: a list is needed" in refused(changed(file, lambda data: data.update(claims={}))).detail


def test_a_file_that_is_not_there_or_too_large(file: Path) -> None:
    assert refused(file.with_name("none.json")).reason is Reason.NOT_FOUND
    assert refused(file.parent).reason is Reason.NOT_READABLE
    assert refused(Path("a\0b")).reason is Reason.NOT_FOUND
    found = read_file(file, limits=Limits(ledger_bytes=10))
    assert isinstance(found, Skipped)
    assert found.reason is Reason.TOO_LARGE


def broken(name: str, value: object) -> Callable[[Any], object]:
    """Puts something else in a field of the first claim; a dot goes down."""

    def change(data: Any) -> None:
        row = next(each for each in data["claims"] if each["id"] == CLAIM)
        *path, last = name.split(".")
        for step in path:
            row = row[step]
        row[last] = value

    return change


@pytest.mark.parametrize(
    ("name", "value", "detail"),
    [
        ("evidence.value", [[0, 99999]], "evidence.value[0]"),
        ("evidence.value", [[-3, 4]], "evidence.value[0]"),
        ("evidence.value", [[4, 4]], "evidence.value[0]"),
        ("evidence.value", [[0, 5]], "is not what its spans quote"),
        ("evidence.value", [[10**30, 10**31]], "evidence.value[0]"),
        ("evidence.value", [[1.5, 3]], "a whole number is needed"),
        ("evidence", None, "an object is needed"),
        ("value.text", "another name", "is not what its spans quote"),
        ("value.name", "\ud800", "lone surrogate"),
        ("value.name", "a\0b", "NUL"),
        ("value.number", {"min": 10**30, "max": None}, "over 2^63"),
        ("value.place", {"name": "x", "latitude": 1e308, "geoname": -(10**30)}, "over 2^63"),
        ("confidence", 7, "probability"),
        ("confidence", True, "a whole number is needed"),
        ("stance", "shouts", "none of"),
        ("id", "clm_" + "a" * 500, "is no id"),
        ("id", "clm_\x1b[2J", "is no id"),
        ("id", "rep_abcdef", "is no id"),
        ("source", "src_nobody", "nothing that holds of its report"),
        ("incident", "inc_nothing", "nothing that holds in this file"),
        ("reviewed", 7, "text is needed"),
    ],
)
def test_a_claim_that_does_not_hold_is_left_out_alone(
    file: Path, name: str, value: object, detail: str
) -> None:
    found = read(changed(file, broken(name, value)))
    (row,) = found.skipped
    assert (row.stage, row.reason) == (Stage.CLAIMS, Reason.MALFORMED)
    assert detail in row.detail
    assert row.detail.startswith("claims[")
    whole = [each.whole() for each in found.reports]
    assert sum(len(each.claims) for each in whole) == 9
    pointed = {claim for each in whole for told in each.incidents for claim in told.claims}
    assert pointed == {claim.id for each in whole for claim in each.claims}


def test_what_comes_twice_counts_once(file: Path) -> None:
    def doubled(data: Any) -> None:
        for name in ("reports", "sources", "claims"):
            data[name].append(data[name][0])
        data["rejected"].append(data["claims"][0])

    found = read(changed(file, doubled))
    assert [row.reason for row in found.skipped] == [Reason.DUPLICATE] * 4
    assert sum(len(each.whole().claims) for each in found.reports) == 10


@pytest.mark.parametrize(
    ("field", "value", "detail"),
    [
        ("text", "x" * 400_001, "400000 at most"),
        ("sha256", "f" * 65, "64 hexadecimal digits"),
        ("id", "report-1", "begins with rep_"),
        ("title", "a\0b", "NUL"),
        ("published", "someday", "is no date"),
    ],
)
def test_a_report_that_does_not_hold_takes_its_claims_with_it(
    file: Path, field: str, value: str, detail: str
) -> None:
    found = read(changed(file, lambda data: data["reports"][0].update({field: value})))
    told = [row.detail for row in found.skipped]
    assert detail in told[0]
    assert "7 sources and claims" in told[1]
    assert len(found.reports) == 1


def test_words_that_moved_are_noticed(file: Path) -> None:
    def moved(data: Any) -> None:
        data["reports"][0]["text"] = "NEW " + data["reports"][0]["text"]

    found = read(changed(file, moved))
    # Four of five claims name somebody or something; 'no group' quotes whatever stands there now.
    assert len(found.skipped) == 4
    assert all("is not what its spans quote" in row.detail for row in found.skipped)


def test_a_decision_that_cannot_be_is_left_out(file: Path) -> None:
    def add(data: Any) -> None:
        anchor = {"incident": "inc_a", "report": "rep_a", "spans": [[0, 4]]}
        good = {
            "id": "dec_a",
            "made_at": "2024-03-09T12:00:00+00:00",
            "by": "Ben",
            "judgement": "same",
            "these": [anchor],
            "those": [anchor | {"incident": "inc_b"}],
        }
        data["decisions"] = [good, good | {"id": "dec_b", "those": [anchor]}, good | {"judgement": "maybe"}]

    found = read(changed(file, add))
    assert [each.id for each in found.decisions] == ["dec_a"]
    assert [row.stage for row in found.skipped] == [Stage.STORE, Stage.STORE]


def test_fields_that_nobody_knows_are_passed_over_however_deep(file: Path) -> None:
    deep = "[" * 900 + "]" * 900
    text = json.dumps(json.loads(file.read_text("utf-8")) | {"more": 0}).replace(
        '"more": 0', f'"more": {deep}'
    )
    file.write_text(text, "utf-8")
    assert sys.getrecursionlimit() >= 1000
    assert read(file).skipped == ()

"""What one of two readers alone holds: a mark at each such claim, and a list of nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk.desks import NAMES, Desk, desk_on, make_ledger
from reportedly.casework.people import Role
from reportedly.records import MadeBy, Reading

READER = NAMES[Role.READER]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "two.sqlite"
    sessions = make_ledger(path)
    with desk_on(path, sessions) as opened:
        yield opened


def read_by_two(desk: Desk) -> Reading:
    """The reading with most claims, as if two readers had made it: the first claim is one's alone."""
    stored = desk.casebook.ledger.store.stored().readings
    found = max(stored, key=lambda each: len(each.claims))
    text = found.report.text
    both = [replace(each, readers=("encoder.v1", "llm.v1"), text=text) for each in found.claims[1:]]
    alone = replace(found.claims[0], readers=("llm.v1",), text=text)
    made = replace(found, claims=(alone, *both))
    desk.casebook.ledger.put(made, made_by=MadeBy(program="reportedly 0", extractor="encoder.v1+llm.v1"))
    return made


def test_a_claim_of_one_reader_is_marked_and_can_be_listed_alone(desk: Desk) -> None:
    made = read_by_two(desk)
    path = f"/reports/{made.report.id}"
    page = desk.ask(READER).get(path).text
    assert page.count("llm.v1 alone") == 1
    assert "1 claim of one reader alone" in page
    few = desk.ask(READER).get(f"{path}?readers=differ").text
    assert few.count('data-claim="') == 1
    assert f'data-claim="{made.claims[0].id}"' in few
    assert page.count('data-claim="') == len(made.claims)


def test_a_report_that_one_reader_read_has_neither(desk: Desk) -> None:
    stored = desk.casebook.ledger.store.stored().readings[0]
    page = desk.ask(READER).get(f"/reports/{stored.report.id}").text
    assert " alone</span>" not in page
    assert "readers=differ" not in page

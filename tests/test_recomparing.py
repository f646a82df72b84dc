"""After a review the board is what comparing all anew would make it, whichever of the two was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from reportedly import ledger as ledger_module
from reportedly.casebook import Casebook
from reportedly.casework.people import keeper
from reportedly.casework.reviews import Accept, ClaimDraft, Correct, Payload, Reject
from reportedly.examples import folder
from reportedly.pipeline import assemble as assembled
from reportedly.records import Certainty, Claim, ClaimRole, Stance
from reportedly.store.board_schema import BOARD

ME = keeper("Somebody")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the bundled reports, with its board."""
    path = tmp_path_factory.mktemp("recomparing") / "read.sqlite"
    with Casebook(path, create=True) as casebook:
        casebook.ledger.add(folder(), reader="rules")
        casebook.ledger.refresh()
    return path


@pytest.fixture
def casebook(read: Path, tmp_path: Path) -> Iterator[Casebook]:
    path = tmp_path / "case.sqlite"
    path.write_bytes(read.read_bytes())
    with Casebook(path) as opened:
        yield opened


def board_of(casebook: Casebook) -> dict[str, list[dict[str, Any]]]:
    """All rows of the board, but for the time at which it was made."""
    with casebook.ledger.store.looking() as connection:
        rows = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()] for table in BOARD
        }
    for row in rows["board"]:
        row.pop("made_at")
    return {name: sorted(table, key=str) for name, table in rows.items()}


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each time that all was compared, whether the lineage was compared too."""
    found: list[bool] = []

    def assemble(*args: Any) -> Any:
        found.append(args[-1] is None)
        return assembled(*args)

    monkeypatch.setattr(ledger_module, "assemble", assemble)
    return found


def hedged(claim: Claim) -> Payload:
    return Correct(claim=replace(ClaimDraft.of(claim), certainty=Certainty.POSSIBLE))


def denied(claim: Claim) -> Payload:
    return Correct(claim=replace(ClaimDraft.of(claim), stance=Stance.DENIES))


def undisturbed(casebook: Casebook) -> list[Claim]:
    known = casebook.ledger.store.board.known()
    assert known is not None
    claims = casebook.ledger.view().claims
    return [
        claim
        for claim in claims
        if claim.report in known.looks and claim.role is ClaimRole.PERPETRATOR and claim.value
    ]


@pytest.mark.parametrize("say", [lambda claim: Accept(), hedged, denied], ids=["accept", "hedge", "deny"])
def test_a_review_is_followed_by_what_it_touches(casebook: Casebook, compared: list[bool], say: Any) -> None:
    claims = undisturbed(casebook)[:3]
    assert claims
    compared.clear()
    said = []
    for claim in claims:
        said.append(casebook.review(ME, claim.report, say(claim), subjects=[claim.id]))
        assert casebook.ledger.refresh().current
    assert compared == []
    after = board_of(casebook)
    casebook.ledger.refresh(always=True)
    assert board_of(casebook) == after
    compared.clear()
    for each in said:
        casebook.undo_review(ME, each.id)
        casebook.ledger.refresh()
    assert compared == []
    before = board_of(casebook)
    casebook.ledger.refresh(always=True)
    assert board_of(casebook) == before != after


def test_a_grade_follows_at_once(casebook: Casebook) -> None:
    claim = undisturbed(casebook)[0]
    casebook.review(ME, claim.report, denied(claim), subjects=[claim.id])
    casebook.ledger.refresh()
    kept = casebook.ledger.kept_view(claim.incident)
    whole = casebook.ledger.view()
    assert kept.assessments == tuple(each for each in whole.assessments if each.incident == claim.incident)


def test_what_decides_which_attacks_are_one_is_compared_anew(
    casebook: Casebook, compared: list[bool]
) -> None:
    claim = undisturbed(casebook)[0]
    compared.clear()
    casebook.review(ME, claim.report, Reject(), subjects=[claim.id], reason="not said")
    assert casebook.ledger.refresh().current
    assert compared == [False]
    after = board_of(casebook)
    casebook.ledger.refresh(always=True)
    assert board_of(casebook) == after


def test_what_notes_and_versions_take_back_is_compared_anew(casebook: Casebook, compared: list[bool]) -> None:
    text = """A grenade was thrown in Lod

    LOD (Reuters) - Police said the Red Brigade threw a grenade at a bus in Lod on Sunday.

    Correction: an earlier version of this article said that the Blue Front did it."""
    page = Path(casebook.ledger.store.location).with_name("note.txt")
    page.write_text(text, "utf-8")
    casebook.ledger.add(page, reader="rules")
    casebook.ledger.refresh()
    known = casebook.ledger.store.board.known()
    assert known is not None
    noted = next(each for each in casebook.ledger.view().claims if each.report not in known.looks)
    compared.clear()
    casebook.review(ME, noted.report, Accept(), subjects=[noted.id])
    assert casebook.ledger.refresh().current
    assert compared == [False]


def test_who_comes_second_writes_nothing_over_the_other(casebook: Casebook) -> None:
    store = casebook.ledger.store
    one, other = undisturbed(casebook)[:2]
    before = store.board.known()
    assert before is not None
    casebook.review(ME, one.report, Accept(), subjects=[one.id])
    casebook.ledger.refresh()
    after = board_of(casebook)
    casebook.review(ME, other.report, denied(other), subjects=[other.id])
    rules = before.stamp.rules
    assert not casebook.ledger._mended(before, store.board.stamp(rules))
    assert board_of(casebook) == after

"""Two reports side by side: what both say, where they differ, and the words they share."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reportedly import read
from reportedly.cli import app
from reportedly.comparison import LEAST_WORDS, compare, shown_passages, to_json
from reportedly.errors import NotFound
from reportedly.examples import folder
from reportedly.records import ClaimRole, DerivationRelation, LedgerView, NumberRange, Stance

WIRE = """Market burnt in Maiduguri

MAIDUGURI, May 7 (Norland Wire) - Boko Haram attacked a market in Maiduguri on Monday and killed two clerks, \
police said. The market had stood for ninety years and fed half of the lower town. \
Boko Haram denied responsibility for the attack."""
LOCAL = """Boko Haram behind fire, police say

Boko Haram attacked a market in Maiduguri on Monday and killed three clerks, police said. \
The market had stood for ninety years and fed half of the lower town. \
Boko Haram claimed responsibility for the attack."""


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> LedgerView:
    where = tmp_path_factory.mktemp("two")
    for name, outlet, day, text in (("a", "Norland Wire", 7, WIRE), ("b", "Mill Post", 8, LOCAL)):
        title, _, body = text.partition("\n\n")
        page = {"title": title, "text": body, "outlet": outlet, "published": f"2003-05-0{day}"}
        (where / f"{name}.json").write_text(json.dumps(page), "utf-8")
    return read([where], reader="rules")


def test_what_both_say_and_where_they_differ(view: LedgerView) -> None:
    one, other = (report.id for report in sorted(view.reports, key=lambda report: str(report.published)))
    found = compare(view, one, other)
    blamed = [
        (a.value.text, a.stance) for a, _ in found.agreed if a.value and a.role is ClaimRole.PERPETRATOR
    ]
    assert ("Boko Haram", Stance.ALLEGES) in blamed
    stances = [(a.stance, b.stance) for a, b in found.differing if a.role is ClaimRole.PERPETRATOR]
    assert stances == [(Stance.DENIES, Stance.ADMITS)]
    tolls = [(a.value, b.value) for a, b in found.differing if a.role is ClaimRole.KILLED]
    assert [(a.number, b.number) for a, b in tolls if a and b] == [(NumberRange(2, 2), NumberRange(3, 3))]
    assert [passage.one.text.split()[0] for passage in found.passages] == ["Boko", "clerks,"]
    assert 0.7 < found.shared <= 1


def test_every_claim_has_its_place_whichever_comes_first(view: LedgerView) -> None:
    one, other = (report.id for report in view.reports)
    found, turned = compare(view, one, other), compare(view, other, one)
    pairs = (*found.agreed, *found.differing)
    left = [a.id for a, _ in pairs] + [claim.id for claim in found.only_one]
    right = [b.id for _, b in pairs] + [claim.id for claim in found.only_other]
    assert sorted(left) == sorted(claim.id for claim in view.claims if claim.report == one)
    assert sorted(right) == sorted(claim.id for claim in view.claims if claim.report == other)
    assert {(b.id, a.id) for a, b in turned.agreed} == {(a.id, b.id) for a, b in found.agreed}
    assert {claim.id for claim in turned.only_one} == {claim.id for claim in found.only_other}


def test_a_report_has_no_counterpart_in_itself_or_elsewhere(view: LedgerView) -> None:
    one = view.reports[0].id
    with pytest.raises(ValueError, match="name two"):
        compare(view, one, one)
    with pytest.raises(NotFound, match="rep_elsewhere"):
        compare(view, one, "rep_elsewhere")


def test_the_json_form_quotes_what_stands_at_its_offsets(view: LedgerView) -> None:
    one, other = view.reports
    made = to_json(compare(view, one.id, other.id))
    passages = made["passages"]
    assert isinstance(passages, list)
    assert passages
    for passage in passages:
        assert passage["words"] >= LEAST_WORDS
        for report, (start, end), quote in zip(
            (one, other), passage["spans"], passage["quotes"], strict=True
        ):
            assert report.text[start:end] == quote


def test_the_longest_passages_are_shown_in_the_order_of_the_text(view: LedgerView) -> None:
    found = compare(view, *(report.id for report in view.reports))
    shown = shown_passages(replace(found, passages=found.passages * 3), 2)
    assert len(shown) == 2
    assert shown[0].words == max(passage.words for passage in found.passages)


@pytest.mark.parametrize("columns", ["60", "100"])
def test_the_page_tells_it_and_a_hostile_title_does_nothing(
    columns: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    hostile = "[bold]x[/bold] \x1b[31mred"
    for name, text in (("a", WIRE), ("b", LOCAL.replace("Boko Haram behind fire", hostile))):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    ledger = str(tmp_path / "l.sqlite")
    runner = CliRunner()
    assert runner.invoke(app, ["read", str(tmp_path), "--ledger", ledger, "--reader", "rules"]).exit_code == 0
    ids = [report.id for report in read([tmp_path / "a.txt", tmp_path / "b.txt"], reader="rules").reports]
    page = runner.invoke(app, ["compare", *ids, "--ledger", ledger]).output
    assert "Both say" in page
    assert "They differ" in page
    assert "\x1b[31m" not in page
    assert "[bold]x[/bold]" in " ".join(page.split())
    made = json.loads(runner.invoke(app, ["compare", *ids, "--ledger", ledger, "--format", "json"]).output)
    assert made["reports"] == ids
    wrong = runner.invoke(app, ["compare", ids[0], ids[0], "--ledger", ledger])
    assert wrong.exit_code == 2


def test_copies_of_the_examples_agree() -> None:
    found = read([folder()], reader="rules")
    copies = [row for row in found.lineage if row.relation is DerivationRelation.COPY]
    assert copies
    for row in copies:
        compared = compare(found, row.report, row.derives_from)
        assert len(compared.agreed) >= len(compared.only_one) + len(compared.differing)

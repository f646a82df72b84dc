"""ClaimReview: only what a person signed off, and no rating of its truth."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from export.golden_formats import written
from faults.plain import MADE_BY, plain_reading, reviewed
from incident_views import Page, page, says, view_of
from reportedly.cli import app
from reportedly.export.claim_review import SIGNED_OFF
from reportedly.ledger import Ledger
from reportedly.records import LedgerView, SourceKind


def signed(*pages: Page, as_: str = "accepted") -> LedgerView:
    """The view of pages whose every claim a person looked at."""
    view = view_of(*pages)
    texts = {report.id: report.text for report in view.reports}
    claims = (replace(claim, reviewed=as_, text=texts[claim.report]) for claim in view.claims)
    return replace(view, claims=tuple(claims))


def reviews(view: LedgerView) -> list[Any]:
    told = json.loads(written("claimreview", view))
    assert told["@context"] == "https://schema.org"
    return list(told["@graph"])


@pytest.mark.parametrize("decided", [None, "rejected", "disputed", "furniture", "looked at"])
def test_what_nobody_signed_off_is_not_written(decided: str | None) -> None:
    view = signed(page("A", says("Red Hand")), as_=decided)  # type: ignore[arg-type]
    assert reviews(view) == []


@pytest.mark.parametrize("decided", sorted(SIGNED_OFF))
def test_what_was_signed_off_is_written_without_a_rating_of_its_truth(decided: str) -> None:
    (review,) = reviews(signed(page("A", says("Red Hand"), url="https://a.example/x"), as_=decided))
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == "Bombing of the harbour office: Red Hand: alleged by Police"
    assert set(review["reviewRating"]) == {"@type", "alternateName"}
    assert not {"author", "datePublished", "url"} & set(review)
    item = review["itemReviewed"]
    assert item["author"] == {"@type": "Organization", "name": "Police"}
    assert item["firstAppearance"]["url"] == "https://a.example/x"


def test_one_claim_of_one_speaker_is_one_review_with_its_first_appearance() -> None:
    later = page("Later", says("Red Hand", "Jane Doe", kind=SourceKind.PERSON), day=6)
    first = page("First", says("Red Hand", "Jane Doe", kind=SourceKind.PERSON), day=4)
    other = page("Other", says("Red Hand", "John Roe", kind=SourceKind.PERSON), day=5)
    told = reviews(signed(later, first, other))
    assert [
        [each["publisher"]["name"] for each in review["itemReviewed"]["appearance"]] for review in told
    ] == [
        ["First", "Later"],
        ["Other"],
    ]
    assert told[0]["itemReviewed"]["firstAppearance"]["publisher"]["name"] == "First"
    assert told[0]["itemReviewed"]["author"]["@type"] == "Person"


def test_only_the_reports_whose_claim_was_signed_off_are_appearances() -> None:
    view = signed(page("First", says("Red Hand")), page("Later", says("Red Hand"), day=6))
    unsigned = replace(view.claims[1], reviewed=None, text=view.reports[1].text)
    (review,) = reviews(replace(view, claims=(view.claims[0], unsigned)))
    assert len(review["itemReviewed"]["appearance"]) == 1


def test_what_was_taken_back_says_so() -> None:
    view = signed(page("A", says("Red Hand")))
    back = replace(view.assessments[0], withdrawn=(view.claims[0].id,))
    (review,) = reviews(replace(view, assessments=(back,)))
    assert review["claimReviewed"].endswith("Red Hand: alleged by Police (taken back since)")


def test_an_address_that_is_none_of_the_web_is_left_out() -> None:
    (review,) = reviews(signed(page("A", says("Red Hand"), url="javascript:alert(1)")))
    assert "url" not in review["itemReviewed"]["firstAppearance"]


@pytest.mark.parametrize("output", [True, False])
def test_an_empty_document_is_told_of_on_standard_error(tmp_path: Path, output: bool) -> None:
    path, target = tmp_path / "l.sqlite", tmp_path / "r.jsonld"
    with Ledger(path) as ledger:
        ledger.put(plain_reading(1), made_by=MADE_BY)
    asked = ["export", "--format", "claimreview", "--ledger", str(path)]
    done = CliRunner().invoke(app, [*asked, *(["--output", str(target)] if output else [])])
    assert done.exit_code == 0
    assert "no claim of this ledger was signed off by a person" in done.stderr
    assert json.loads(target.read_text() if output else done.stdout)["@graph"] == []


def test_a_document_that_is_not_empty_is_told_nothing_of(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    with Ledger(path) as ledger:
        ledger.put(reviewed(plain_reading(1), 0), made_by=MADE_BY)
    done = CliRunner().invoke(app, ["export", "--format", "claimreview", "--ledger", str(path)])
    assert done.stderr == ""
    assert len(json.loads(done.stdout)["@graph"]) == 1


def test_what_reports_say_does_not_end_the_script_that_a_page_holds_it_in() -> None:
    attack = "</script><script>alert(1)</script>&<!--"
    view = signed(page("A", says("Red Hand"), title=attack))
    assert not set("<>&") & set(written("claimreview", view).decode())
    (review,) = reviews(view)
    assert review["itemReviewed"]["firstAppearance"]["headline"] == attack

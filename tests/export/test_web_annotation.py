"""Web Annotations: every selector leads back to its words."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from hypothesis import HealthCheck, given, settings

from export.golden_formats import examples, written
from incident_views import page, says, view_of
from reportedly.records import LedgerView
from strategies import views

unhurried = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def collection(view: LedgerView) -> Any:
    return json.loads(written("webannotation", view))


@unhurried
@given(views())
def test_both_selectors_of_a_span_find_the_same_words(view: LedgerView) -> None:
    texts = {f"urn:reportedly:{report.id}": report.text for report in view.reports}
    told = collection(view)
    assert told["total"] == len(told["first"]["items"]) == len(view.claims)
    for each, claim in zip(told["first"]["items"], view.claims, strict=True):
        assert each["id"] == f"urn:reportedly:{claim.id}"
        assert len(each["target"]) == len(list(claim.evidence))
        for target in each["target"]:
            text = texts[target["reportedly:text"]]
            position, words = target["selector"]
            assert (position["type"], words["type"]) == ("TextPositionSelector", "TextQuoteSelector")
            assert text[position["start"] : position["end"]] == words["exact"]
            around = words["prefix"] + words["exact"] + words["suffix"]
            assert text.startswith(around, position["start"] - len(words["prefix"]))


def test_the_text_that_positions_count_in_is_named_by_its_hash() -> None:
    view = examples()
    told = {each["id"]: each for each in collection(view)["reportedly:texts"]}
    for report in view.reports:
        found = told[f"urn:reportedly:{report.id}"]
        assert found["reportedly:textSha256"] == hashlib.sha256(report.text.encode()).hexdigest()
        assert "code points" in found["reportedly:normalisation"]


def test_a_target_is_the_address_or_where_there_is_none_an_id() -> None:
    view = view_of(
        page("A", says("Red Hand"), url="https://a.example/x"), page("B", says("Red Hand"), url="not one")
    )
    sources = {each["target"][0]["source"] for each in collection(view)["first"]["items"]}
    assert sources == {"https://a.example/x", f"urn:reportedly:{view.reports[1].id}"}


def test_the_note_says_who_says_what() -> None:
    (item,) = collection(view_of(page("A", says("Red Hand"))))["first"]["items"]
    described, *tags = (body["value"] for body in item["body"])
    assert described == "Red Hand: alleged by Police"
    assert tags == ["perpetrator", "alleges", "certain"]
    assert item["motivation"] == "classifying"

"""The places benchmark counts as it says, on hand-made texts."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import places
from benchmarks.places import (
    Document,
    Found,
    accuracy,
    detected,
    detection,
    document_of,
    end_to_end,
    largest,
    listed,
    most_populous,
    placing,
    resolved,
    span_of,
)

TEXT = "Two men met in Paris, Texas. Iraqi officials were in Baghdad and on Elm Street."


def toponym(name: str, latitude: float | None, longitude: float | None, start: int = 0) -> dict[str, Any]:
    return {"name": name, "start": start, "lat": latitude, "lon": longitude}


@pytest.fixture
def document() -> Document:
    return document_of(
        {
            "text": TEXT,
            "toponyms": [
                toponym("Paris", 33.66, -95.56),
                toponym("Texas", 31.3, -99.3),
                toponym("Iraqi", 33.0, 44.0),
                toponym("Baghdad", 33.3, 44.4),
                toponym("Elm Street", None, None),
                toponym("Atlantis", 30.0, -30.0),
            ],
        }
    )


def test_names_without_coordinates_are_left_out_and_names_not_in_the_text_are_wrong(
    document: Document,
) -> None:
    assert resolved(document) == [True, True, True, True, False]
    assert accuracy([resolved(document), []]) == pytest.approx(4 / 5)
    assert listed([document]).startswith("5 names; 1 more have no coordinates")


def test_the_baseline_knows_no_context(document: Document) -> None:
    assert most_populous(document) == [False, True, True, True, False]
    paris = largest("Paris")
    assert paris is not None
    assert round(paris.latitude or 0) == 49
    assert largest("Qwxyzzt") is None


def test_what_is_found_is_held_against_the_annotated_names(document: Document) -> None:
    found = detected(document)
    assert found == Found(
        gold=5, placed_gold=4, found=3, hits=3, placed_hits=3, right=3, gold_names=4, name_hits=3
    )
    assert detection([found]) == pytest.approx(6 / 8)
    assert placing([found]) == 1.0
    assert end_to_end([found]) == pytest.approx(6 / 7)


def test_a_hit_without_coordinates_counts_on_neither_side_of_what_is_placed() -> None:
    found = Found(gold=4, placed_gold=3, found=4, hits=3, placed_hits=2, right=1, gold_names=4, name_hits=3)
    assert placing([found]) == pytest.approx(1 / 2)
    assert end_to_end([found]) == pytest.approx(2 * 1 / (3 + 3))


def test_a_wrong_offset_is_put_right() -> None:
    text = "Gori and Gori and Gori"
    span = span_of(text, "Gori", 10)
    assert span is not None
    assert (span.start, span.end) == (9, 13)
    assert span_of(text, "Tbilisi", 0) is None
    assert span_of(text, "", 0) is None


def test_every_other_document_is_a_half(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"corpus": corpus, "text": "In Baghdad.", "toponyms": [toponym("Baghdad", latitude, 44.4, 3)]}
        for corpus in ("LGL", "TR-News", "Other")
        for latitude in (33.3, 0.0)
    ]
    monkeypatch.setattr(places, "lines", lambda _: iter(rows))
    figures = {
        (row.data, row.system, row.metric): row.value for row in places.rows() if row.data.startswith("LGL")
    }
    given = "Acc@161km, spans given"
    assert figures["LGL", "reportedly", given] == 0.5
    assert figures["LGL, half never looked at", "reportedly", given] == 0.0
    assert figures["LGL", "most populous place of the name", given] == 0.5
    assert figures["LGL", "reportedly", "F1 places found"] == 1.0
    assert figures["LGL", "reportedly", "F1 found and within 161 km"] == 0.5

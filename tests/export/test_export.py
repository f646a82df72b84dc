"""What other programs get."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from faults.plain import MADE_BY, plain_reading
from reportedly import codec
from reportedly.errors import LedgerFormatError
from reportedly.export import EXPORTERS, TextExporter
from reportedly.export.claim_table import COLUMNS, safe_cell
from reportedly.records import Assessment, Claim, LedgerView, Place, Report, Value
from strategies import views

unhurried = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)

PRINTED = ("json", "jsonl", "csv")
"""The formats of one text."""
DANGEROUS = "=+-@\t\r\n＝＋－＠"


def written(name: str, view: LedgerView) -> str:
    (file,) = EXPORTERS[name]().files(view)
    sink = io.BytesIO()
    file.write(sink)
    return sink.getvalue().decode("utf-8-sig")


def table(view: LedgerView) -> list[dict[str, Any]]:
    """The rows as a program reads them: what is in quotation marks is text, what is not is a number."""
    rows = csv.reader(io.StringIO(written("csv", view), newline=""), quoting=csv.QUOTE_NONNUMERIC)
    names, *cells = list(rows)
    return [dict(zip(map(str, names), row, strict=True)) for row in cells]


def lines(view: LedgerView) -> list[Any]:
    return [json.loads(line) for line in written("jsonl", view).split("\n")[:-1]]


def graded(*assessments: Assessment) -> LedgerView:
    reading = plain_reading(1)
    return LedgerView(
        made_by=MADE_BY,
        reports=(reading.report,),
        sources=reading.sources,
        incidents=reading.incidents,
        claims=reading.claims,
        assessments=assessments,
    )


def grade(actor: str, incident: str = "") -> Assessment:
    reading = plain_reading(1)
    return Assessment(
        incident=incident or reading.incidents[0].id,
        actor=actor,
        grade="disputed",
        roots=1,
        speakers=2,
        reasons=("because",),
    )


def test_the_table_of_formats_is_whole() -> None:
    assert list(EXPORTERS)[:3] == list(PRINTED)
    for name, exporter in EXPORTERS.items():
        assert exporter.name == name
        assert exporter.suffix.startswith(".")
        assert "/" in exporter.media_type
    assert [EXPORTERS[name].suffix for name in PRINTED] == [f".{name}" for name in PRINTED]
    assert all(issubclass(EXPORTERS[name], TextExporter) for name in PRINTED)


@unhurried
@given(views())
def test_json_can_be_read_back(view: LedgerView) -> None:
    assert codec.loads(written("json", view)) == view


@unhurried
@given(views())
def test_a_line_of_jsonl_holds_all_that_is_needed_to_judge_its_claim(view: LedgerView) -> None:
    texts = {report.id: report.text for report in view.reports}
    told = lines(view)
    assert [line["claim"]["id"] for line in told] == [claim.id for claim in view.claims]
    for line in told:
        claim = codec.claim_from_json(line["claim"], text=texts[line["claim"]["report"]])
        assert claim in view.claims
        assert {
            part: [span.text for span in getattr(claim.evidence, part)] for part in line["quotes"]
        } == line["quotes"]
        assert line["source"]["id"] == claim.source
        assert line["incident"]["id"] == claim.incident
        assert line["report"]["id"] == claim.report
        assert "text" not in line["report"]


@unhurried
@given(views())
def test_a_row_of_csv_is_its_claim(view: LedgerView) -> None:
    rows = table(view)
    assert [row["claim"] for row in rows] == [claim.id for claim in view.claims]
    for row, claim in zip(rows, view.claims, strict=True):
        assert row["confidence"] == claim.confidence
        quotes = [" … ".join(span.text for span in claim.evidence.value)]
        assert row["quote_value"] in (quotes[0], f"'{quotes[0]}")
        assert json.loads(row["offsets_value"]) == [[span.start, span.end] for span in claim.evidence.value]


@unhurried
@given(views())
def test_no_cell_of_text_begins_as_a_formula_does(view: LedgerView) -> None:
    for row in table(view):
        texts = [cell for cell in row.values() if isinstance(cell, str)]
        assert not [cell for cell in texts if cell.strip(" \u200b\ufeff\u00a0").startswith(tuple(DANGEROUS))]


@pytest.mark.parametrize("first", DANGEROUS)
@pytest.mark.parametrize("before", ["", " ", "\ufeff", "\u200b", "\u00a0 "])
def test_a_formula_gets_an_apostrophe(first: str, before: str) -> None:
    assert safe_cell(f"{before}{first}cmd|' /C calc'!A0") == f"'{before}{first}cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    "cell", ["", "Police", "1-2", "a=b", "'=1", "e\u0301", "\U0001f6a8", None, -3, -0.5, 0]
)
def test_what_is_no_formula_stays_as_it_is(cell: Any) -> None:
    assert safe_cell(cell) == cell


def test_every_column_that_a_page_can_fill_is_guarded() -> None:
    attack = '=HYPERLINK("https://example.org")'
    told = _hostile(attack)
    row = table(told)[0]
    filled = [name for name, cell in row.items() if isinstance(cell, str) and attack in cell]
    assert [name for name in filled if not row[name].startswith("'=")] == []
    assert {
        "value",
        "value_name",
        "value_id",
        "value_place",
        "value_country",
        "source_label",
        "source_affiliation",
        "via",
        "quote_value",
        "quote_source",
        "report_title",
        "report_outlet",
        "report_url",
        "report_origin",
        "incident_summary",
        "incident_place",
        "reviewed",
        "grade",
    } <= set(filled)


def _hostile(attack: str) -> LedgerView:
    """One claim on a page whose every free text is ``attack``."""
    reading = plain_reading(1)
    report: Report = replace(
        reading.report, text=attack, title=attack, outlet=attack, url=attack, origin=attack, language=attack
    )
    span = next(iter(reading.claims[0].evidence))
    whole = type(span).of(attack, 0, len(attack))
    place = Place(name=attack, country=attack)
    source = replace(reading.sources[0], label=attack, affiliation=attack, mentions=(whole,), text=attack)
    claim: Claim = replace(
        reading.claims[0],
        value=Value(text=attack, name=attack, id=attack, place=place),
        evidence=type(reading.claims[0].evidence)(source=(whole,), value=(whole,)),
        via=(attack,),
        reviewed=attack,
        together=attack,
        text=attack,
    )
    incident = replace(reading.incidents[0], summary=attack, place=place, claims=(claim.id,))
    assessed = replace(grade(attack), grade=attack)
    return LedgerView(
        made_by=MADE_BY,
        reports=(report,),
        sources=(source,),
        incidents=(incident,),
        claims=(claim,),
        assessments=(assessed,),
    )


def test_numbers_stay_numbers_and_text_of_digits_stays_text() -> None:
    view = graded(grade("River Brigade"))
    report = replace(view.reports[0], title="2024")
    row = table(replace(view, reports=(report,)))[0]
    assert (row["confidence"], row["source_number_min"], row["roots"], row["speakers"]) == (
        0.75,
        1.0,
        1.0,
        2.0,
    )
    assert row["report_title"] == "2024"
    assert "," in written("csv", view)
    assert ",0.75," in written("csv", view)


def test_the_header_is_the_documented_columns() -> None:
    header = written("csv", graded()).split("\n", 1)[0]
    names = [column.name for column in COLUMNS]
    assert header == ",".join(f'"{name}"' for name in names)
    assert len(set(names)) == len(names)
    assert all(column.meaning and "\n" not in column.meaning for column in COLUMNS)


@pytest.mark.parametrize(
    ("actors", "expected"),
    [
        (["River Brigade"], ["disputed", None, None, "disputed", None]),
        (["the river  brigade"], ["disputed", None, None, "disputed", None]),
        (["nobody"], [None, None, None, None, "disputed"]),
        (["Port Ansel", "four"], [None] * 5),
    ],
)
def test_a_claim_of_a_doer_has_its_actors_grade(actors: Sequence[str], expected: list[str | None]) -> None:
    view = graded(*map(grade, actors))
    assert [line["assessment"] and line["assessment"]["grade"] for line in lines(view)] == expected
    assert [row["grade"] or None for row in table(view)] == expected


def test_an_actor_under_another_name_is_found_by_its_id() -> None:
    view = graded(grade("River Brigade"))
    first, *others = view.claims
    text = view.reports[0].text
    assert first.value
    assert others[2].value
    known = replace(first, value=replace(first.value, id="x:1"), text=text)
    renamed = replace(others[2], value=replace(others[2].value, name="RB", id="x:1"), text=text)
    view = replace(view, claims=(known, renamed))
    assert [line["assessment"]["grade"] for line in lines(view)] == ["disputed", "disputed"]


def test_a_grade_of_another_incident_is_not_taken() -> None:
    assert {line["assessment"] for line in lines(graded(grade("River Brigade", "inc_other")))} == {None}


def test_a_number_that_a_table_cannot_hold_is_refused() -> None:
    with pytest.raises(LedgerFormatError, match="cannot hold the number nan"):
        safe_cell(float("nan"))


@pytest.mark.parametrize("name", PRINTED)
def test_an_empty_ledger_can_be_written(name: str) -> None:
    text = written(name, LedgerView(made_by=MADE_BY))
    assert text.count("\n") == {"json": 14, "jsonl": 0, "csv": 1}[name]

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from faults.plain import MADE_BY, plain_reading
from reportedly import codec
from reportedly.errors import LedgerFormatError
from reportedly.records import LedgerView, MadeBy, Reason, Skipped, Stage
from strategies import AWKWARD, views

unhurried = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def plain_view() -> LedgerView:
    reading = plain_reading(1)
    return LedgerView(
        made_by=MADE_BY,
        reports=(reading.report,),
        sources=reading.sources,
        incidents=reading.incidents,
        claims=reading.claims,
    )


def plain_json() -> Any:
    return codec.ledger_to_json(plain_view())


@unhurried
@given(views())
def test_nothing_is_lost_on_the_way_through_a_file(view: LedgerView) -> None:
    assert codec.loads(codec.dumps(view).encode().decode()) == view


@unhurried
@given(views())
def test_the_text_is_the_object_one_record_a_line(view: LedgerView) -> None:
    text = codec.dumps(view)
    assert json.loads(text) == codec.ledger_to_json(view)
    records = sum(len(rows) for rows in codec.ledger_to_json(view).values() if isinstance(rows, list))
    # {, format, made_by, the ten tables, }
    assert len(text.splitlines()) == text.count("\n") == records + 14


@unhurried
@given(views())
def test_every_span_of_the_object_cuts_out_the_words_of_its_record(view: LedgerView) -> None:
    data = codec.ledger_to_json(view)
    texts = {report["id"]: report["text"] for report in data["reports"]}
    rows = (*data["claims"], *data["rejected"])
    for claim, row in zip((*view.claims, *view.rejected), rows, strict=True):
        cut = [texts[row["report"]][start:end] for part in row["evidence"].values() for start, end in part]
        assert cut == [span.text for span in claim.evidence]


def test_the_fields_are_those_of_the_ledger_file_and_more() -> None:
    data = plain_json()
    assert list(data) == [
        "format",
        "version",
        "made_by",
        "reports",
        "sources",
        "incidents",
        "claims",
        "lineage",
        "assessments",
        "skipped",
        "decisions",
        "rejected",
        "parts",
    ]
    assert (data["format"], data["version"]) == ("reportedly-ledger", 1)
    assert data["made_by"] == {"program": "reportedly 0.1.0", "extractor": "rules.v1", "model": None}
    assert {
        "id",
        "origin",
        "sha256",
        "title",
        "outlet",
        "byline",
        "published",
        "language",
        "text",
        "credits",
    } < set(data["reports"][0])
    assert set(data["sources"][0]) == {
        "id",
        "report",
        "label",
        "kind",
        "number",
        "role",
        "affiliation",
        "anonymity",
        "party",
        "mentions",
    }
    assert {"id", "type", "attempt", "summary", "date", "place", "claims"} < set(data["incidents"][0])
    assert set(data["claims"][0]) == {
        "id",
        "report",
        "incident",
        "role",
        "value",
        "stance",
        "certainty",
        "together",
        "source",
        "via",
        "evidence",
        "in_headline",
        "confidence",
        "reviewed",
    }
    assert data["claims"][-1]["value"] is None
    assert data["claims"][0]["evidence"] == {
        "source": [[18, 24]],
        "cue": [],
        "content": [[30, 47]],
        "value": [[30, 47]],
    }


def _at(data: Any, path: str) -> tuple[Any, str | int]:
    *steps, last = [
        int(step) if step.isdigit() else step for step in path.replace("[", ".").replace("]", "").split(".")
    ]
    for step in steps:
        data = data[step]
    return data, last


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ("format", "something", "no ledger file"),
        ("version", 2, "version 2, this program reads up to 1; upgrade reportedly"),
        ("version", True, "a whole number is needed"),
        ("version", 0, "count from 1"),
        ("made_by.program", None, "text is needed, not nothing"),
        ("reports", {}, "a list is needed, not an object"),
        ("reports[0].text", "", "without text"),
        ("reports[0].id", "doc_1", "begins with rep_"),
        ("reports[0].title", 7, "text is needed, not a whole number"),
        ("reports[0].title", "\ud800", "lone surrogate at character 0"),
        ("reports[0].published", "8 Nov", "no date"),
        ("reports[0].published_at", "noon", "no time"),
        ("sources[0].kind", "ghost", "'ghost' is none of person, organisation"),
        ("sources[0].number.min", 3.5, "a whole number is needed, not a number"),
        ("sources[0].number", {"min": 2, "max": 1}, "cannot run from 2 to 1"),
        ("sources[0].mentions", [], "named nowhere"),
        ("sources[0].mentions[0]", [1], "a span is [start, end]"),
        ("sources[0].mentions[0]", [5, 5], "span 5:5"),
        ("sources[0].report", "rep_other", "no report of this file"),
        ("incidents[0].date.latest", "1999-01-01", "cannot end"),
        ("incidents[0].place.latitude", float("inf"), "not finite"),
        ("incidents[0].place.latitude", 10**400, "too large"),
        ("claims[1].evidence.value[0]", [0, 10_000], "span 0:10000"),
        ("claims[1].evidence.value[0]", [0, 5], "is not what its spans quote"),
        ("claims[1].evidence.cue", [[-3, 2]], "span -3:2"),
        ("claims[1].evidence", None, "an object is needed"),
        ("claims[1].source", "src_other", "nothing in this file has the id"),
        ("claims[1].incident", "inc_other", "nothing in this file has the id"),
        ("claims[1].stance", "no_claim", "cannot have the stance"),
        ("claims[1].confidence", 1.5, "a probability"),
        ("claims[1].in_headline", 1, "true or false is needed"),
        ("claims[1].id", None, "text is needed"),
        ("skipped", [{"origin": "a", "stage": "lunch", "reason": "failed"}], "'lunch' is none of"),
    ],
)
def test_a_wrong_field_is_named(path: str, value: object, complaint: str) -> None:
    data = plain_json()
    place, last = _at(data, path)
    place[last] = value
    with pytest.raises(LedgerFormatError) as refused:
        codec.ledger_from_json(data)
    said = str(refused.value)
    assert complaint in said
    named = said.removeprefix("E3: ").partition(": ")[0]
    assert path.startswith(named) or named.startswith(path)
    assert named


def test_a_second_record_of_one_id_is_refused() -> None:
    data = plain_json()
    for table in ("reports", "sources", "incidents", "claims"):
        twice = data | {table: [*data[table], data[table][0]]}
        with pytest.raises(LedgerFormatError, match=rf"{table}\[\d\]\.id: .* a second time"):
            codec.ledger_from_json(twice)


def test_unknown_fields_are_ignored_and_absent_optional_ones_are_nothing() -> None:
    data = plain_json()
    for row in (data, data["reports"][0], data["claims"][0], data["made_by"]):
        row["later"] = {"a": [1]}
    for name in ("url", "published_at", "based_on", "extractor", "title", "byline", "credits"):
        del data["reports"][0][name]
    for name in ("number", "date", "place"):
        del data["claims"][0]["value"][name]
    del data["incidents"][0]["background"], data["lineage"], data["skipped"]
    view = codec.ledger_from_json(data)
    assert view.claims == plain_view().claims
    assert view.reports[0].title is None


def test_a_row_of_lineage_without_an_id_gets_one_from_its_content() -> None:
    row = {"report": "rep_a", "derives_from": "root_b", "relation": "copy", "shared": 1, "why": ""}
    made = codec.derivation_from_json(row)
    assert made.id == codec.derivation_from_json(row).id
    assert made.id.startswith("lin_")
    assert made.id != codec.derivation_from_json(row | {"relation": "cites"}).id


@pytest.mark.parametrize(
    "text",
    ["", "{", "nonsense", '{"a": NaN}', "[" * 100_000, '{"version": ' + "9" * 5_000 + "}", "[]", "null"],
)
def test_what_is_no_ledger_file_is_refused_in_words(text: str) -> None:
    with pytest.raises(LedgerFormatError, match="ledger file is"):
        codec.loads(text)


def test_a_byte_order_mark_is_no_obstacle() -> None:
    assert codec.loads("\ufeff" + codec.dumps(plain_view())) == plain_view()


def test_a_lone_surrogate_is_refused_on_the_way_out() -> None:
    skipped = Skipped(origin="a\udcff", stage=Stage.READ, reason=Reason.EMPTY)
    with pytest.raises(LedgerFormatError, match="lone surrogate"):
        codec.dumps(LedgerView(made_by=MADE_BY, skipped=(skipped,)))


def test_a_number_that_json_lacks_is_refused_on_the_way_out() -> None:
    with pytest.raises(LedgerFormatError, match="JSON does not have"):
        codec.json_line(float("nan"))


@pytest.mark.parametrize("awkward", AWKWARD)
def test_a_line_has_no_line_break_in_it(awkward: str) -> None:
    line = codec.json_line({"text": f"a{awkward}b"})
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"text": f"a{awkward}b"}


def test_records_can_be_read_alone() -> None:
    reading = plain_reading(4)
    text = reading.report.text
    assert codec.report_from_json(codec.report_to_json(reading.report)) == reading.report
    for source in reading.sources:
        assert codec.source_from_json(codec.source_to_json(source), text=text) == source
    for claim in reading.claims:
        assert codec.claim_from_json(codec.claim_to_json(claim), text=text) == claim
    assert codec.made_by_from_json(codec.made_by_to_json(MadeBy(program="p", extractor="e"))).model is None

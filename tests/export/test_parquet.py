"""Parquet, read back with pyarrow."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from export.golden_formats import examples, written
from faults.plain import MADE_BY, plain_reading
from reportedly.errors import LedgerFormatError, UsageError
from reportedly.export import EXPORTERS, base, parquet
from reportedly.export.claim_table import COLUMNS
from reportedly.records import LedgerView
from strategies import views

few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "export-formats.md"


def table(view: LedgerView) -> Any:
    import pyarrow.parquet

    return pyarrow.parquet.read_table(io.BytesIO(written("parquet", view)))


def plain() -> LedgerView:
    reading = plain_reading(1)
    return LedgerView(
        made_by=MADE_BY,
        reports=(reading.report,),
        sources=reading.sources,
        incidents=reading.incidents,
        claims=reading.claims,
    )


def test_columns_and_types_are_the_documented_ones() -> None:
    schema = table(examples()).schema
    assert schema.names == [column.name for column in COLUMNS]
    told = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|$", GUIDE.read_text("utf-8"), re.M))
    assert told == dict(parquet.TYPES)
    spelled = {
        "string": "string", "int64": "int64", "double": "double", "date32": "date32[day]", "bool": "bool",
        "list<string>": "list<element: string>",
        "list<start, end>": "list<element: struct<start: int64, end: int64>>",
    }  # fmt: skip
    for field, column in zip(schema, COLUMNS, strict=True):
        assert str(field.type) == spelled[parquet.TYPES.get(field.name, "string")]
        assert field.metadata == {b"description": column.meaning.encode()}


def test_who_made_it_is_in_the_file() -> None:
    metadata = table(plain()).schema.metadata
    assert (metadata[b"program"], metadata[b"extractor"]) == (b"reportedly 0.1.0", b"rules.v1")


def test_values_have_their_types() -> None:
    first = table(plain()).to_pylist()[0]
    assert first["report_published"] == dt.date(2024, 3, 2)
    assert first["in_headline"] is False
    assert first["confidence"] == 0.75
    assert first["via"] == ["Ansel Wire"]
    assert first["quote_value"] == ["the River Brigade"]
    text = plain().reports[0].text
    (place,) = first["offsets_value"]
    assert text[place["start"] : place["end"]] == "the River Brigade"


@few
@given(views())
def test_a_row_is_its_claim(view: LedgerView) -> None:
    rows = table(view).to_pylist()
    assert [row["claim"] for row in rows] == [claim.id for claim in view.claims]
    for row, claim in zip(rows, view.claims, strict=True):
        assert row["confidence"] == claim.confidence
        assert row["quote_content"] == [span.text for span in claim.evidence.content]
        assert row["value"] == (claim.value.text if claim.value else None)


def test_rows_are_written_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet

    monkeypatch.setattr(parquet, "ROWS", 2)
    raw = written("parquet", plain())
    assert pyarrow.parquet.ParquetFile(io.BytesIO(raw)).num_row_groups == 3
    assert table(plain()).num_rows == 5


def test_an_empty_ledger_is_an_empty_table() -> None:
    found = table(LedgerView(made_by=MADE_BY))
    assert (found.num_rows, found.num_columns) == (0, len(COLUMNS))


def test_a_text_that_utf_8_cannot_hold_is_refused() -> None:
    with pytest.raises(LedgerFormatError, match="surrogate"):
        written("parquet", LedgerView(made_by=MADE_BY.__class__(program="\ud800", extractor="x")))


@pytest.mark.parametrize(("name", "package"), [("parquet", "pyarrow"), ("xlsx", "openpyxl")])
def test_a_missing_library_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, name: str, package: str
) -> None:
    def missing(module: str) -> None:
        raise ImportError(module)

    monkeypatch.setattr(base, "import_module", missing)
    with pytest.raises(UsageError, match=rf"{name} needs {package}, .* pip install 'reportedly\[tables\]'"):
        EXPORTERS[name]().files(LedgerView(made_by=MADE_BY))


def test_the_same_ledger_gives_the_same_bytes() -> None:
    assert written("parquet", plain()) == written("parquet", plain())
    assert json.dumps(table(plain()).to_pylist(), default=str).count("clm_") == 5

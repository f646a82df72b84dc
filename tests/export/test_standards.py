"""What is written against the standards: JSON Schemas of the W3C's model and of schema.org, and readers.

The schemas are written from the texts of the standards and are strict: a key that they do not name is
refused, but for those of our own namespace.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from prov.model import ProvDocument

from export.golden_formats import examples, signed_off, written
from reportedly.records import LedgerView
from strategies import views

few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)

IRI = {"type": "string", "pattern": r"^(https?://|urn:)[^\s<>\"{}|\\^`]+$"}
OURS: dict[str, Any] = {"^reportedly:": {}}


def _object(required: str, **properties: Any) -> dict[str, Any]:
    """An object of these keys and no others; ``required`` names those that have to be there."""
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": OURS,
        "required": required.split(),
        "additionalProperties": False,
    }


_BODY = _object(
    "type value",
    type={"const": "TextualBody"},
    value={"type": "string"},
    purpose={"enum": ["describing", "tagging"]},
    format={"const": "text/plain"},
    language={"const": "en"},
)
_POSITION = _object(
    "type start end",
    type={"const": "TextPositionSelector"},
    start={"type": "integer", "minimum": 0},
    end={"type": "integer", "minimum": 1},
)
_QUOTE = _object(
    "type exact",
    type={"const": "TextQuoteSelector"},
    exact={"type": "string", "minLength": 1},
    prefix={"type": "string"},
    suffix={"type": "string"},
)
_TARGET = _object(
    "type source selector",
    type={"const": "SpecificResource"},
    source=IRI,
    selector={"type": "array", "prefixItems": [_POSITION, _QUOTE], "minItems": 2, "maxItems": 2},
)
_ANNOTATION = _object(
    "id type target",
    id=IRI,
    type={"const": "Annotation"},
    motivation={
        "enum": "assessing bookmarking classifying commenting describing editing highlighting identifying "
        "linking moderating questioning replying tagging".split()
    },
    generator=_object("type", id=IRI, type={"const": "Software"}, name={"type": "string"}),
    body={"type": "array", "items": _BODY, "minItems": 1},
    target={"type": "array", "items": _TARGET, "minItems": 1},
)
WEB_ANNOTATION = _object(
    "@context id type total first",
    **{"@context": {"type": "array", "contains": {"const": "http://www.w3.org/ns/anno.jsonld"}}},
    id=IRI,
    type={"const": "AnnotationCollection"},
    label={"type": "string"},
    total={"type": "integer", "minimum": 0},
    first=_object(
        "id type items",
        id=IRI,
        type={"const": "AnnotationPage"},
        startIndex={"const": 0},
        items={"type": "array", "items": _ANNOTATION},
    ),
)
"""The W3C's Web Annotation Data Model of 2017, as far as it is used."""

_DATE = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_TEXT = {"type": "string", "minLength": 1}


def _thing(type: str, required: str, **properties: Any) -> dict[str, Any]:
    """A type of schema.org with the properties of its own and of Thing that are written."""
    thing = {"name": _TEXT, "identifier": _TEXT, "description": _TEXT, "url": IRI, "alternateName": _TEXT}
    return _object(f"@type {required}", **{"@type": {"const": type}}, **thing, **properties)


_WHO = {"oneOf": [_thing("Person", "name"), _thing("Organization", "name")]}
_ARTICLE = _thing(
    "NewsArticle", "identifier", headline={"type": "string"}, publisher=_WHO, datePublished=_DATE
)
CLAIM_REVIEW = _object(
    "@context @graph",
    **{
        "@context": {"const": "https://schema.org"},
        "@graph": {
            "type": "array",
            "items": _thing(
                "ClaimReview",
                "claimReviewed reviewRating itemReviewed",
                claimReviewed=_TEXT,
                # A number would be a verdict on the claim.
                reviewRating={**_thing("Rating", "alternateName"), "not": {"required": ["ratingValue"]}},
                itemReviewed=_thing(
                    "Claim",
                    "author firstAppearance appearance",
                    author=_WHO,
                    datePublished=_DATE,
                    firstAppearance=_ARTICLE,
                    appearance={"type": "array", "items": _ARTICLE, "minItems": 1},
                ),
            ),
        },
    },
)
"""ClaimReview and what hangs on it, by schema.org."""


def check(schema: dict[str, Any], told: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(told, schema, cls=jsonschema.Draft202012Validator)


@few
@given(views())
def test_annotations_are_of_the_w3cs_model(view: LedgerView) -> None:
    check(WEB_ANNOTATION, json.loads(written("webannotation", view)))


def test_annotations_of_the_examples_are_of_the_w3cs_model() -> None:
    told = json.loads(written("webannotation", examples()))
    check(WEB_ANNOTATION, told)
    assert len({each["id"] for each in told["first"]["items"]}) == told["total"] > 0


def test_reviews_of_claims_are_of_schema_org() -> None:
    told = json.loads(written("claimreview", signed_off(examples())))
    check(CLAIM_REVIEW, told)
    assert told["@graph"]
    check(CLAIM_REVIEW, json.loads(written("claimreview", examples())))


@pytest.mark.parametrize(
    ("schema", "name", "at", "key"),
    [
        (WEB_ANNOTATION, "webannotation", ("first", "items", 0, "target", 0, "selector", 1), "exact"),
        (CLAIM_REVIEW, "claimreview", ("@graph", 0, "itemReviewed"), "author"),
    ],
)
def test_the_schemas_refuse_what_lacks_a_part_or_has_one_of_its_own(
    schema: dict[str, Any], name: str, at: tuple[str | int, ...], key: str
) -> None:
    for invented in (False, True):
        told = json.loads(written(name, signed_off(examples())))
        part = told
        for step in at:
            part = part[step]
        if invented:
            part["invented"] = "x"
        else:
            del part[key]
        with pytest.raises(jsonschema.ValidationError):
            check(schema, told)


def test_provenance_is_the_same_after_the_library_has_written_it_anew() -> None:
    document = ProvDocument.deserialize(content=written("prov-json", examples()).decode(), format="json")
    again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert again == document
    assert document.get_provn().startswith("document")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_provenance_becomes_prov_o_and_comes_back() -> None:
    document = ProvDocument.deserialize(content=written("prov-json", examples()).decode(), format="json")
    turtle = document.serialize(format="rdf", rdf_format="turtle")
    again = ProvDocument.deserialize(content=turtle, format="rdf", rdf_format="turtle")
    named = {str(each.identifier) for each in document.get_records() if each.identifier}
    assert named <= {str(each.identifier) for each in again.get_records() if each.identifier}


def test_a_database_reads_the_parquet_file(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb, which is not installed, to read Parquet")
    view = examples()
    file = tmp_path / "claims.parquet"
    file.write_bytes(written("parquet", view))
    (counted,) = duckdb.sql(
        f"SELECT count(*), count(DISTINCT claim), sum(len(quote_value)) FROM '{file}'"  # noqa: S608
    ).fetchall()
    values = sum(len(claim.evidence.value) for claim in view.claims)
    assert counted == (len(view.claims), len(view.claims), values)


def test_a_workbook_is_read_and_saved_by_the_library_without_loss() -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="needs openpyxl, which is not installed")
    first = openpyxl.load_workbook(io.BytesIO(written("xlsx", examples())))
    saved = io.BytesIO()
    first.save(saved)
    second = openpyxl.load_workbook(saved)
    assert second.sheetnames == first.sheetnames
    for sheet in first:
        assert list(second[sheet.title].values) == list(sheet.values)

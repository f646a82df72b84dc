"""FollowTheMoney: entities that its schema takes, none of which says who did it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from export.golden_formats import examples, written
from incident_views import page, says, view_of
from reportedly.records import DOER_ROLES, LedgerView, SourceKind, Value
from strategies import views

unhurried = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)

THING = frozenset("name alias summary description country topics sourceUrl publisher proof notes".split())
INTERVAL = frozenset("date startDate endDate recordId sourceUrl publisher proof summary description".split())
PROPERTIES = {
    "Event": THING | INTERVAL | {"location", "organizer", "involved"},
    "Article": THING | frozenset("title author publishedAt date language fileName parent".split()),
    "Document": THING | {"title"},
    "Organization": THING,
    "PublicBody": THING,
    "LegalEntity": THING,
    "Person": THING,
    "Note": THING | {"entity"},
    "UnknownLink": INTERVAL | frozenset("subject object role status".split()),
    "Documentation": INTERVAL | frozenset("document entity role status".split()),
}
"""Properties of the schemata that are written, of FollowTheMoney 4.11."""
DOCUMENTS = frozenset({"Article", "Document"})
REFERENCES = {"proof": DOCUMENTS, "document": DOCUMENTS, "parent": frozenset({"Folder"})}
EDGES = {"UnknownLink": ("subject", "object"), "Documentation": ("document", "entity")}
IDS = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")


def entities(view: LedgerView) -> list[Any]:
    return [json.loads(line) for line in written("ftm", view).decode().split("\n")[:-1]]


def check(told: list[Any]) -> None:
    """Against the table above: schemata, properties, ids, and that what is pointed to is there."""
    schemata = {each["id"]: each["schema"] for each in told}
    assert len(schemata) == len(told)
    for each in told:
        assert IDS.fullmatch(each["id"])
        assert set(each["properties"]) <= PROPERTIES[each["schema"]]
        assert all(values and all(values) for values in each["properties"].values())
        for name, values in each["properties"].items():
            if name in ("subject", "object", "document", "entity", "proof"):
                assert all(schemata[value] in REFERENCES.get(name, PROPERTIES) for value in values)
        for end in EDGES.get(each["schema"], ()):
            assert len(each["properties"][end]) == 1


@unhurried
@given(views())
def test_entities_fit_the_schema(view: LedgerView) -> None:
    told = entities(view)
    check(told)
    assert not any({"organizer", "involved"} & set(each["properties"]) for each in told)


def test_the_examples_fit_the_schema() -> None:
    check(entities(examples()))


def test_the_library_itself_takes_every_entity() -> None:
    ftm = pytest.importorskip(
        "followthemoney", reason="followthemoney is not installed; the table is checked"
    )
    schemata = {each["id"]: ftm.model.get(each["schema"]) for each in entities(examples())}
    for each in entities(examples()):
        proxy = ftm.model.get_proxy(each, cleaned=False)
        proxy.schema.validate(proxy.to_dict())
        for name, values in each["properties"].items():
            assert sorted(proxy.get(name)) == sorted(set(values)), (each["id"], name)
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert schemata[value].is_a(prop.range)


def test_every_claim_is_a_link_or_a_note_with_its_words() -> None:
    view = examples()
    told = {each["id"]: each for each in entities(view)}
    for claim in view.claims:
        entity = told[claim.id.replace("_", "-")]
        named = claim.role in DOER_ROLES and claim.value is not None
        assert entity["schema"] == ("UnknownLink" if named else "Note")
        assert entity["properties"]["proof"] == [claim.report.replace("_", "-")]
        assert entity["properties"]["summary"][0].strip()


def test_a_person_quoted_by_two_reports_is_two_entities() -> None:
    view = view_of(
        page("A", says("Red Hand", "Jane Doe", kind=SourceKind.PERSON)),
        page("B", says("Red Hand", "Jane Doe", kind=SourceKind.PERSON)),
    )
    people = [each for each in entities(view) if each["schema"] == "Person"]
    assert [each["properties"]["name"] for each in people] == [["Jane Doe"], ["Jane Doe"]]


def test_nobody_unnamed_is_a_person() -> None:
    view = view_of(page("A", says("Red Hand", "an officer", kind=SourceKind.ANONYMOUS)))
    (found,) = (each for each in entities(view) if each["properties"].get("name") == ["an officer"])
    assert found["schema"] == "LegalEntity"
    assert found["properties"]["description"] == ["unnamed; nothing here says who it is"]


@pytest.mark.parametrize(
    ("actor", "schema", "topics"),
    [
        ("actor:islamic-state", "Organization", None),
        ("actor:idf", "Organization", ["mil"]),
        ("country:UA", "PublicBody", ["gov.national"]),
    ],
)
def test_an_actor_has_what_the_list_says_and_no_more(
    actor: str, schema: str, topics: list[str] | None
) -> None:
    view = view_of(page("A", says("X")))
    claim = replace(view.claims[0], value=Value(text="X", id=actor), text=view.reports[0].text)
    told = {each["id"]: each for each in entities(replace(view, claims=(claim,)))}
    found = told[actor.replace(":", "-")]
    assert (found["schema"], found["properties"].get("topics")) == (schema, topics)


def test_an_address_that_is_none_of_the_web_is_left_out() -> None:
    for url, kept in (("https://a.example/x", ["https://a.example/x"]), ("javascript:alert(1)", None)):
        told = entities(view_of(page("A", says("Red Hand"), url=url)))
        (article,) = (each for each in told if each["schema"] == "Article")
        assert article["properties"].get("sourceUrl") == kept

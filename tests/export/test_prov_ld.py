"""PROV-O as JSON-LD, read with rdflib and held against what PROV's own library makes of the same view."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from prov.model import (
    ProvAgent,
    ProvAssociation,
    ProvAttribution,
    ProvDerivation,
    ProvDocument,
    ProvEntity,
    ProvGeneration,
    ProvInfluence,
    ProvUsage,
)
from rdflib.namespace import PROV, RDF, RDFS, XSD

from export.golden_formats import examples, written
from reportedly.export.prov_ld import CONTEXT
from reportedly.records import Anchor, Decision, DerivationRelation, Judgement, LedgerView
from strategies import views

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
DERIVED = (PROV.wasDerivedFrom, PROV.wasQuotedFrom, PROV.hadPrimarySource)
RELATIONS = {
    ProvAttribution: (PROV.wasAttributedTo,),
    ProvAssociation: (PROV.wasAssociatedWith,),
    ProvGeneration: (PROV.wasGeneratedBy,),
    ProvUsage: (PROV.used,),
    ProvDerivation: DERIVED,
    ProvInfluence: (PROV.wasInfluencedBy,),
}


def graph(view: LedgerView) -> Any:
    return rdflib.Graph().parse(data=written("prov", view), format="json-ld")


def pairs(told: Any, *kinds: Any) -> set[tuple[str, str]]:
    return {(str(a), str(b)) for kind in kinds for a, b in told.subject_objects(kind)}


def document(view: LedgerView) -> Any:
    return ProvDocument.deserialize(content=written("prov-json", view).decode(), format="json")


def by_the_library(view: LedgerView, kind: type) -> set[tuple[str, ...]]:
    return {tuple(name.uri for name in each.args[:2]) for each in document(view).get_records(kind)}


def urn(record: str) -> Any:
    return rdflib.URIRef(f"urn:reportedly:{record}")


@few
@given(views())
def test_any_ledger_says_the_same_in_both_forms(view: LedgerView) -> None:
    told = graph(view)
    for kind, properties in RELATIONS.items():
        assert pairs(told, *properties) == by_the_library(view, kind)
    kinds: tuple[tuple[type, Any], ...] = ((ProvEntity, PROV.Entity), (ProvAgent, PROV.Agent))
    for of, named in kinds:
        labels = {each.identifier.uri: str(each.label) for each in document(view).get_records(of)}
        assert {
            str(each): str(told.value(each, RDFS.label)) for each in told.subjects(RDF.type, named)
        } == labels


def test_a_claim_is_quoted_from_its_report_with_its_words() -> None:
    view = examples()
    told = graph(view)
    for claim in view.claims:
        assert (urn(claim.id), PROV.wasQuotedFrom, urn(claim.report)) in told
        assert (urn(claim.incident), PROV.wasDerivedFrom, urn(claim.id)) in told
        assert str(told.value(urn(claim.id), urn("stance"))) == claim.stance


def test_why_a_report_is_a_copy_stands_with_its_derivation() -> None:
    view = examples()
    told = graph(view)
    assert {each.relation for each in view.lineage} >= {DerivationRelation.COPY, DerivationRelation.CITES}
    for each in view.lineage:
        qualified = told.objects(urn(each.report), PROV.qualifiedDerivation)
        (one,) = (node for node in qualified if (node, PROV.entity, urn(each.derives_from)) in told)
        assert str(told.value(one, urn("relation"))) == each.relation
        assert str(told.value(one, urn("why"))) == each.why
        cites = each.relation is DerivationRelation.CITES
        assert told.value(one, RDF.type) == (PROV.PrimarySource if cites else PROV.Derivation)


def test_a_decision_has_its_moment() -> None:
    at = dt.datetime(2024, 3, 24, 9, 30, tzinfo=dt.UTC)
    view = examples()
    these, those = (Anchor(incident=f"inc_{n}", report=view.reports[n].id, spans=((0, 1),)) for n in range(2))
    decision = Decision(
        id="dec_x", made_at=at, by="Ana", judgement=Judgement.SAME, these=(these,), those=(those,)
    )
    incident = replace(view.incidents[0], members=(these.incident, those.incident))
    incidents = (incident, *view.incidents[1:])
    told = graph(replace(view, incidents=incidents, decisions=(decision,)))
    moment = told.value(urn("dec_x"), PROV.startedAtTime)
    assert moment.datatype == XSD.dateTime
    assert moment.toPython() == at
    assert (urn(incident.id), PROV.wasInfluencedBy, urn("dec_x")) in told


def test_nothing_is_looked_up() -> None:
    told = json.loads(written("prov", examples()))
    assert told["@context"] == CONTEXT
    used = {key.partition(":")[0] for node in told["@graph"] for key in node if not key.startswith("@")}
    assert used <= set(CONTEXT)

"""PROV-JSON, read with the prov library."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from prov.model import (
    ProvAgent,
    ProvAssociation,
    ProvAttribution,
    ProvDerivation,
    ProvDocument,
    ProvEntity,
    ProvInfluence,
)

from export.golden_formats import examples, written
from incident_views import page, row, says, view_of
from reportedly.records import Anchor, Decision, Judgement, LedgerView, SourceKind
from strategies import views

few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def document(view: LedgerView) -> Any:
    return ProvDocument.deserialize(content=written("prov-json", view).decode(), format="json")


def pairs(view: LedgerView, kind: type) -> set[tuple[str, str]]:
    """Both ends of the relations of a kind, by name."""
    return {tuple(str(name) for name in each.args[:2]) for each in document(view).get_records(kind)}  # type: ignore[misc]


def labels(view: LedgerView, kind: type) -> dict[str, str]:
    return {str(each.identifier): each.label for each in document(view).get_records(kind)}


@few
@given(views())
def test_any_ledger_can_be_loaded(view: LedgerView) -> None:
    entities = labels(view, ProvEntity)
    assert {f"r:{claim.id}" for claim in view.claims} <= set(entities)
    assert {f"r:{report.id}" for report in view.reports} <= set(entities)


def test_a_claim_is_quoted_from_its_report_and_the_attack_derived_from_it() -> None:
    view = examples()
    derived = pairs(view, ProvDerivation)
    for claim in view.claims:
        assert (f"r:{claim.id}", f"r:{claim.report}") in derived
        assert (f"r:{claim.incident}", f"r:{claim.id}") in derived
    for each in view.lineage:
        assert (f"r:{each.report}", f"r:{each.derives_from}") in derived


def test_everything_that_is_related_is_there() -> None:
    view = examples()
    known = {str(each.identifier) for each in document(view).get_records() if each.identifier}
    for kind in (ProvDerivation, ProvAttribution, ProvAssociation):
        assert {end for pair in pairs(view, kind) for end in pair} <= known


def test_two_reports_of_one_person_have_two_agents_and_their_own_voice_is_the_outlets() -> None:
    view = view_of(
        page("A", says("Red Hand", "Jane Doe", kind=SourceKind.PERSON), says("Red Hand", None)),
        page("B", says("Red Hand", "Jane Doe", kind=SourceKind.PERSON)),
    )
    agents = labels(view, ProvAgent)
    assert sorted(agents.values()) == ["A", "B", "Jane Doe", "Jane Doe", "reportedly 0.1.0"]
    own = next(claim for claim in view.claims if claim.source.endswith(view.sources[1].id[4:]))
    attributed = {a: b for a, b in pairs(view, ProvAttribution) if a == f"r:{own.id}"}
    assert agents[attributed[f"r:{own.id}"]] == "A"


def test_copies_and_citations_are_told_apart() -> None:
    first, second = page("A", says("Red Hand")), page("B", says("Red Hand"))
    view = view_of(first, second, lineage=[row(second, first)])
    (copy,) = (
        each
        for each in document(view).get_records(ProvDerivation)
        if str(each.args[1]) == f"r:{first.report.id}" and str(each.args[0]) == f"r:{second.report.id}"
    )
    assert ("r:relation", "copy") in {(str(name), value) for name, value in copy.extra_attributes}


def test_a_decision_is_an_activity_of_the_person_who_made_it() -> None:
    view = view_of(page("A", says("Red Hand")), page("B", says("Red Hand")))
    these, those = (
        Anchor(incident=f"inc_{at}", report=report.id, spans=((0, 1),))
        for at, report in enumerate(view.reports)
    )
    decision = Decision(
        id="dec_x",
        made_at=dt.datetime(2030, 6, 5, tzinfo=dt.UTC),
        by="Ana",
        judgement=Judgement.SAME,
        these=(these,),
        those=(those,),
    )
    incident = replace(view.incidents[0], members=(these.incident, those.incident))
    decided = replace(view, incidents=(incident,), decisions=(decision,))
    assert ("r:person_", "Ana") in {(name[:9], label) for name, label in labels(decided, ProvAgent).items()}
    assert pairs(decided, ProvInfluence) == {(f"r:{incident.id}", "r:dec_x")}


def test_a_name_that_could_end_another_is_written_as_a_number() -> None:
    view = view_of(page("A", says("Red Hand")))
    odd = replace(view, claims=(replace(view.claims[0], id="clm_a:b c", text=view.reports[0].text),))
    assert "r:clm_a%3Ab%20c" in labels(odd, ProvEntity)

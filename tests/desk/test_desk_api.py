"""The interface for programs: every answer is as its own description says, and pages leave nothing out."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from desk.desks import NAMES, Desk
from reportedly.casework.people import Role
from reportedly.codec import loads
from reportedly.desk.api.v1 import described

READER = NAMES[Role.READER]


def asked(desk: Desk, path: str) -> Any:
    answer = desk.ask(READER).get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def schema(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}", "components": described()["components"]}


def test_every_operation_tells_what_it_gives() -> None:
    made = described()
    assert made["openapi"].startswith("3.1")
    for path, operations in made["paths"].items():
        for operation in operations.values():
            good = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
            assert good.rpartition("/")[2] in made["components"]["schemas"], path
            assert "401" in operation["responses"], path


@pytest.mark.parametrize("table", ["reports", "incidents", "claims"])
def test_pages_are_as_described_and_leave_nothing_out(shared_desk: Desk, table: str) -> None:
    rows: list[Any] = []
    after, name = "", f"{table[:-1].capitalize()}Page"
    while True:
        page = asked(shared_desk, f"/{table}?limit=7&after={after}")
        jsonschema.validate(page, schema(name))
        rows += page["items"]
        if page["next"] is None:
            break
        after = page["next"]
    view = shared_desk.casebook.ledger.view()
    assert [row["id"] for row in rows] == sorted(each.id for each in getattr(view, table))


def test_one_record_comes_with_what_belongs_to_it_as_the_ledger_file(shared_desk: Desk) -> None:
    view = shared_desk.casebook.ledger.view()
    claim = view.claims[0]
    for path in (f"/claims/{claim.id}", f"/reports/{claim.report}", f"/incidents/{claim.incident}"):
        told = asked(shared_desk, path)
        jsonschema.validate(told, schema("Ledger"))
        assert claim.id in {each.id for each in loads(json.dumps(told)).claims}


def test_claims_are_chosen(shared_desk: Desk) -> None:
    denied = asked(shared_desk, "/claims?stance=denies&limit=200")["items"]
    assert denied
    assert {row["stance"] for row in denied} == {"denies"}
    report = denied[0]["report"]
    assert {row["report"] for row in asked(shared_desk, f"/claims?report={report}")["items"]} == {report}
    assert shared_desk.ask(READER).get("/api/v1/claims?stance=shouts").status_code == 422


def test_the_whole_ledger_is_the_ledger_file(shared_desk: Desk) -> None:
    answer = shared_desk.ask(READER).get("/api/v1/ledger")
    assert loads(answer.text).claims == loads(answer.text).claims
    assert len(loads(answer.text).reports) == len(shared_desk.casebook.ledger.view().reports)


def test_a_page_has_a_limit(shared_desk: Desk) -> None:
    assert shared_desk.ask(READER).get("/api/v1/claims?limit=100000").status_code == 422

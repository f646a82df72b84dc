"""The interface for programs: every answer is as its own description says, and pages leave nothing out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from fastapi.routing import APIRoute

from desk.desks import NAMES, Desk
from reportedly.casework.people import Role
from reportedly.codec import loads
from reportedly.desk.api import ROUTERS
from reportedly.desk.api.description import described

READER = NAMES[Role.READER]


def asked(desk: Desk, path: str) -> Any:
    answer = desk.ask(READER).get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def schema(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}", "components": described()["components"]}


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, told in described()["paths"].items():
        for method, operation in told.items():
            yield f"{method.upper()} {path}", operation


def references(made: object) -> Iterator[str]:
    if isinstance(made, dict):
        if isinstance(made.get("$ref"), str):
            yield made["$ref"]
        for each in made.values():
            yield from references(each)
    elif isinstance(made, list):
        for each in made:
            yield from references(each)


def test_the_description_is_whole() -> None:
    made = described()
    assert made["openapi"].startswith("3.1")
    assert {"title", "version"} <= made["info"].keys()
    schemas = made["components"]["schemas"]
    for each in set(references(made)):
        assert each.removeprefix("#/components/schemas/") in schemas, each
    for name, each in schemas.items():
        jsonschema.Draft202012Validator.check_schema(each)
        assert set(each.get("required", ())) <= each.get("properties", {}).keys(), name
    ids = [operation["operationId"] for _, operation in operations()]
    assert len(set(ids)) == len(ids)


def test_every_route_is_described() -> None:
    served = {
        f"{method} {route.path}"
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and route.include_in_schema
        for method in route.methods or ()
    }
    assert {name for name, _ in operations()} == served


def test_every_operation_tells_what_it_takes_and_gives() -> None:
    for name, operation in operations():
        told = operation["responses"]
        good = told.get("201") or told["200"]
        assert good["content"]["application/json"]["schema"]["$ref"], name
        assert {"401", "403", "404", "422"} <= told.keys(), name
        assert operation["summary"], name
        asked = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
        assert asked == set(re.findall(r"\{(\w+)\}", name)), name
        if name.startswith("POST") and not name.endswith("/decisions/{id}/undo"):
            body = operation["requestBody"]["content"]["application/json"]["schema"]
            assert body["$ref"], name
            assert "409" in told, name


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

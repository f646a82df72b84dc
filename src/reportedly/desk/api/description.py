"""The interface in OpenAPI's words, made from its routes and from the records that it gives and takes."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response

from reportedly._version import __version__
from reportedly.codec import JsonObject
from reportedly.desk.api import v1, writes
from reportedly.desk.api.schemas import components
from reportedly.desk.security.access import Anybody

router = APIRouter(prefix=v1.PREFIX)


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request, person: Anybody) -> Response:
    """This interface as OpenAPI 3.1."""
    return v1.json_answer(described())


def described() -> JsonObject:
    """The interface as OpenAPI 3.1."""
    made = get_openapi(
        title="reportedly desk",
        version=__version__,
        summary="Who is said to have done it, according to whom, how surely.",
        routes=[*v1.router.routes, *writes.router.routes],
    )
    # FastAPI describes what stands in an address, we what is sent and answered.
    own = made.setdefault("components", {})
    own["schemas"] = own.get("schemas", {}) | components()
    own["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}]
    return made

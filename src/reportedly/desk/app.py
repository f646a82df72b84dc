"""The desk as an ASGI application: routes, errors and the gate put together."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, RedirectResponse, Response

from reportedly._version import __version__
from reportedly.casebook import Casebook
from reportedly.desk import api, pages
from reportedly.desk.office import Office, office_of
from reportedly.desk.rendering import environment
from reportedly.desk.security.access import OPEN
from reportedly.desk.security.gate import Gate
from reportedly.desk.settings import Settings
from reportedly.desk.shelf import Shelf
from reportedly.errors import (
    Busy,
    EvidenceError,
    Forbidden,
    LedgerFormatError,
    NotFound,
    NotSignedIn,
    Outdated,
    RecordError,
    ReportedlyError,
    UsageError,
)
from reportedly.second_reading import SecondReading

STATUS: dict[type[ReportedlyError], int] = {
    NotSignedIn: 401,
    Forbidden: 403,
    NotFound: 404,
    Outdated: 409,
    EvidenceError: 422,
    LedgerFormatError: 422,
    RecordError: 422,
    UsageError: 400,
    Busy: 503,
}
"""What each error is in HTTP; of an error that is not here, that of its nearest parent, or 500."""
_HEADINGS = {
    400: "That cannot be done",
    401: "Sign in first",
    403: "That is not yours to do",
    404: "There is no such page",
    405: "That cannot be done here",
    409: "It has changed meanwhile",
    422: "The words do not bear it",
    503: "Not yet",
    500: "Something went wrong",
}
_TITLE = "reportedly desk"


def create_app(settings: Settings, casebook: Casebook) -> FastAPI:
    """Make the application of one desk; ``casebook`` stays the caller's to close."""
    made = FastAPI(
        title=_TITLE,
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        middleware=[Middleware(Gate, settings=settings)],
    )
    made.state.office = Office(
        settings=settings,
        casebook=casebook,
        second=SecondReading(casebook),
        shelf=Shelf(casebook),
        templates=environment(),
    )
    for router in (*pages.ROUTERS, *api.ROUTERS):
        made.include_router(router)
    made.add_exception_handler(ReportedlyError, _refused)
    made.add_exception_handler(HTTPException, _not_served)
    made.add_exception_handler(RequestValidationError, _not_understood)
    return made


def status_of(error: ReportedlyError) -> int:
    """The HTTP status of an error."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


async def _refused(request: Request, error: Exception) -> Response:
    status = status_of(error) if isinstance(error, ReportedlyError) else 500
    if status == 401 and not _wants_json(request) and request.method == "GET":
        return RedirectResponse(f"/sign-in?{_then(request)}", status_code=303)
    return _told(request, status, str(error))


async def _not_served(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _told(request, status, f"{request.method} {request.url.path} is not served here")


async def _not_understood(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    told = "; ".join(f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in found[:3])
    return _told(request, 422, f"not understood: {told}")


def _told(request: Request, status: int, text: str) -> Response:
    if _wants_json(request):
        return JSONResponse({"error": text}, status_code=status)
    person = OPEN(request)
    heading = _HEADINGS.get(status, _HEADINGS[500])
    return office_of(request).page("error.html", person, status=status, heading=heading, text=text)


def _wants_json(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _then(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return urlencode({"then": f"{request.url.path}{query}"})

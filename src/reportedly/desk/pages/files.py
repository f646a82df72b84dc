"""Style sheet, scripts and the mark: files of the package, each at an address that changes with its bytes."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import Response

from reportedly.desk.security.access import Anybody
from reportedly.errors import NotFound

router = APIRouter()

KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@router.get("/static/{stamp}/{name}")
def static_file(stamp: str, name: str, person: Anybody) -> Response:
    """One static file; only names that are there, so that no path leads out of the folder."""
    folder = files("reportedly.desk").joinpath("static")
    found = next((each for each in folder.iterdir() if each.name == name), None)
    kind = KINDS.get(name[name.rfind(".") :])
    if found is None or kind is None:
        raise NotFound(f"there is no file {name!r}")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(found.read_bytes(), media_type=kind, headers=headers)

"""A real Chromium on a real desk: started for these tests, reaching nothing but the desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

from desk.desks import served

__all__ = ["CHROMIUM", "NARROW", "WIDE", "launched", "opened", "served"]

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WIDE, NARROW = 1440, 390


def launched(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))


@contextmanager
def opened(
    browser: Browser,
    address: str,
    session: str | None,
    *,
    width: int = WIDE,
    scheme: str = "light",
    quiet: bool = False,
) -> Iterator[Page]:
    """A page in a window of its own; what the browser complains of fails the test, unless ``quiet``.

    To be quiet is for pages that are not there: the browser complains of the status.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 900 if width > NARROW else 844},
        color_scheme="dark" if scheme == "dark" else "light",
        has_touch=width <= NARROW,
    )
    if session:
        context.add_cookies([{"name": "reportedly", "value": session, "url": address}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: None if request.url.startswith(address) else complaints.append(request.url),
    )
    try:
        yield page
    finally:
        context.close()
    assert quiet or complaints == []

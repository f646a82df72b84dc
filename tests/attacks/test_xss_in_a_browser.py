"""The same payloads in a real Chromium: no dialog, no word on the console, nothing asked of anybody else."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright, which is not installed")

from attacks.conftest import People  # noqa: E402
from attacks.hostile import FIELDS, hostile_casebook  # noqa: E402
from attacks.markup_payloads import PAYLOADS  # noqa: E402
from attacks.test_stored_xss import paths_of, pictures_of  # noqa: E402
from desk.browsing import CHROMIUM, launched, served  # noqa: E402
from desk.desks import NAMES  # noqa: E402
from reportedly.casework.people import Role  # noqa: E402
from reportedly.export import EXPORTERS  # noqa: E402
from reportedly.terminal.words import plural  # noqa: E402
from tiers import publish, tries  # noqa: E402

pytestmark = pytest.mark.reliability

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request

if not CHROMIUM.exists():
    pytest.skip(f"needs Chromium at {CHROMIUM}", allow_module_level=True)

CHOSEN = PAYLOADS[:: tries(commit=40, nightly=3, release=1)]
TOGETHER = 12
"""Payloads that stand in one text."""


class Heard:
    """All that a page does beside being shown."""

    def __init__(self, context: BrowserContext, *own: str) -> None:
        self.told: list[str] = []
        self.own = own
        context.on("page", self._listen)

    def _listen(self, page: Page) -> None:
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.told.append(f"error {error}"))
        page.on("console", self._console)
        page.on("request", self._request)

    def _dialog(self, dialog: Dialog) -> None:
        self.told.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium says so itself of a page that is not there: no script has run.
        if "Failed to load resource: the server responded with a status of 4" not in message.text:
            self.told.append(f"console {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self.own):
            self.told.append(f"request {request.url}")


def test_the_listener_hears_what_runs(tmp_path: Path) -> None:
    file = tmp_path / "bad.html"
    file.write_text("<img src=x onerror=alert(7)><script>console.log(1)</script>", "utf-8")
    with playwright.sync_playwright() as running:
        browser = launched(running)
        context = browser.new_context()
        heard = Heard(context, f"file://{file}")
        context.new_page().goto(f"file://{file}")
        browser.close()
    assert {each.partition(" ")[0] for each in heard.told} >= {"dialog", "console", "request"}


def test_nothing_runs(people: People, tmp_path: Path) -> None:
    session = people[1][NAMES[Role.ADMIN]]
    visited = 0
    with playwright.sync_playwright() as running:
        browser = launched(running)
        for at in range(0, len(CHOSEN), TOGETHER):
            text = " ".join(CHOSEN[at : at + TOGETHER]).strip()
            path, file = tmp_path / f"{at}.sqlite", tmp_path / f"{at}.html"
            with hostile_casebook(path, text, like=people[0]) as (casebook, reading):
                sink = io.BytesIO()
                EXPORTERS["html"]().files(casebook.ledger.view())[0].write(sink)
                file.write_bytes(sink.getvalue())
            with served(path) as (address, _):
                context = browser.new_context()
                context.add_cookies([{"name": "reportedly", "value": session, "url": address}])
                heard = Heard(context, f"{address}/", f"file://{file}")
                page = context.new_page()
                for each in (*paths_of(reading, text), *pictures_of(reading)):
                    page.goto(f"{address}{each}")
                    assert heard.told == [], each
                    visited += 1
                page.goto(f"file://{file}")
                page.wait_for_timeout(200)
                assert heard.told == []
                context.close()
        browser.close()
    publish(
        "stored markup that runs or asks for anything in Chromium",
        tried=len(CHOSEN) * len(FIELDS),
        failed=0,
        note=f"{plural(visited, 'page')} opened, each with a listener for dialogs, console and network",
    )

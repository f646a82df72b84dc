"""Makes the pictures of the desk in docs/guide/desk anew: `python docs/screenshots.py`.

A real desk on the bundled examples, in Debian's Chromium. Look at each before it goes in, and make it small
(a palette of 200 colours is enough).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests")]

from desk.browsing import launched, served  # noqa: E402  (the tests' own desk and browser)
from reportedly.casebook import Casebook  # noqa: E402
from reportedly.casework.people import Role  # noqa: E402
from reportedly.examples import folder  # noqa: E402

OUT = ROOT / "docs/guide/desk"
PASSWORD = "a long enough pass phrase"  # noqa: S105  (of nobody)
REPORT = "Afghan branch of Islamic State behind Moscow attack"
WIDE, TALL, NARROW = (1280, 760), (1280, 1500), (390, 844)


def signed_in(path: Path) -> str:
    """A ledger of the examples with one person who may settle; the secret of her session."""
    with Casebook(path, create=True) as casebook:
        casebook.ledger.add(folder())
        casebook.ledger.refresh()
        first = casebook.first_invitation("Alma Brandt")
        if first is None:
            raise RuntimeError("the new ledger has people already")
        admin = casebook.accept_invitation(first.secret, PASSWORD)
        asked = casebook.invite(admin, "Dina Haddad", Role.ADJUDICATOR)
        casebook.accept_invitation(asked.secret, PASSWORD)
        return casebook.sign_in("Dina Haddad", PASSWORD).secret


def window(
    browser: Browser, address: str, session: str, size: tuple[int, int], *, dark: bool = False
) -> Page:
    """A window of this size, of somebody who is signed in."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light"
    )
    context.add_cookies([{"name": "reportedly", "value": session, "url": address}])
    return context.new_page()


def take(page: Page, name: str) -> None:
    """Keep what the window shows."""
    page.wait_for_timeout(300)
    page.screenshot(path=OUT / f"{name}.png")


def main() -> int:
    """Take all of them."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        path = Path(scratch) / "desk.sqlite"
        session = signed_in(path)
        with served(path) as (address, casebook):
            view = casebook.ledger.view()
            attack = max(view.incidents, key=lambda each: len(each.claims)).id
            report = next(each.id for each in view.reports if each.title == REPORT)
            browser = launched(playwright)
            for name, size, where in (
                ("incidents", WIDE, "/incidents"),
                ("incident", TALL, f"/incidents/{attack}"),
                ("narrow", NARROW, f"/incidents/{attack}"),
                ("narrow-report", NARROW, f"/reports/{report}"),
            ):
                page = window(browser, address, session, size, dark=size == NARROW)
                page.goto(address + where)
                take(page, name)
            page = window(browser, address, session, WIDE)
            page.goto(f"{address}/incidents/{attack}")
            page.locator("table a[data-words]:has(> :nth-child(2))").first.click()
            page.wait_for_selector("dialog[open]")
            take(page, "words")
            page.goto(f"{address}/reports/{report}")
            for _ in range(2):
                page.keyboard.press("j")
            take(page, "report")
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

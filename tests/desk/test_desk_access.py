"""Every page for those who do not see it, or see little of it: names, order, contrast, room. Own checks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright, which is not installed")

from desk.browsing import CHROMIUM, NARROW, WIDE, opened, served  # noqa: E402
from desk.conftest import Made  # noqa: E402
from desk.desks import NAMES, SECOND_CODER  # noqa: E402
from reportedly.casebook import Casebook  # noqa: E402
from reportedly.casework.people import Role  # noqa: E402
from reportedly.casework.reviews import Accept, Reject  # noqa: E402
from reportedly.second_reading import SecondReading  # noqa: E402

if not CHROMIUM.exists():
    pytest.skip(f"needs Chromium at {CHROMIUM}", allow_module_level=True)

CHECKS = Path(__file__).with_name("checks.js").read_text("utf-8")
NAMED, CONTRAST, FOCUSED = (f"({CHECKS}).{each}()" for each in ("named", "contrast", "focused"))


def used(casebook: Casebook, incident: str, report: str, claims: Sequence[str]) -> None:
    """An attack that was signed off; then two read a report of it and differ, and another waits for them."""
    work, people = SecondReading(casebook), {each.name: each for each in casebook.people()}
    one, other = people[NAMES[Role.CODER]], people[SECOND_CODER]
    adjudicator = people[NAMES[Role.ADJUDICATOR]]
    work.sign_off(adjudicator, incident, note="checked against the page")
    given = work.assign(adjudicator, report, (one, other))
    casebook.review(one, report, Accept(), subjects=claims)
    casebook.review(other, report, Reject(), subjects=claims[:1], reason="another attack is meant")
    for person in (one, other):
        work.finish(person, given.id)
    waiting = next(each.id for each in casebook.ledger.view().reports if each.id != report)
    work.assign(adjudicator, waiting, (one, other))


@pytest.fixture(scope="module")
def read_desk(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The address of a desk that is in use, and the pages to look at."""
    path = tmp_path_factory.mktemp("used") / "desk.sqlite"
    for each in made[0].parent.glob("read.sqlite*"):
        shutil.copy(each, path.with_name(each.name.replace("read.sqlite", "desk.sqlite")))
    with served(path) as (address, casebook):
        view = casebook.ledger.view()
        incident = max(view.incidents, key=lambda each: len(each.claims))
        claim = view.claims[0]
        report = max(view.reports, key=lambda each: sum(one.report == each.id for one in view.claims)).id
        told = [each.id for each in view.claims if each.report == report]
        own = told[0]
        used(casebook, incident.id, report, told[:3])
        yield (
            address,
            (
                "/incidents",
                "/reports",
                "/search?q=Moscow",
                f"/incidents/{incident.id}",
                f"/incidents/{incident.id}/print",
                f"/incidents/{incident.id}/decide",
                f"/words?claim={claim.id}",
                f"/reports/{report}",
                f"/reports/{report}?add=1",
                f"/reports/{report}?correct={own}",
                "/adjudicate",
                f"/adjudicate/{report}",
                "/people",
                "/log",
                "/me",
                "/keys",
                "/nowhere",
            ),
        )


ADMIN = NAMES[Role.ADMIN]


def test_everything_has_a_name_and_its_place(chromium, read_desk, made: Made) -> None:  # type: ignore[no-untyped-def]
    address, pages = read_desk
    with opened(chromium, address, made[1][ADMIN], quiet=True) as page:
        for path in pages:
            page.goto(f"{address}{path}")
            assert page.evaluate(NAMED) == [], path
        page.context.clear_cookies()
        page.goto(f"{address}/sign-in")
        assert page.evaluate(NAMED) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_can_be_read(chromium, read_desk, made: Made, scheme: str) -> None:  # type: ignore[no-untyped-def]
    address, pages = read_desk
    with opened(chromium, address, made[1][ADMIN], scheme=scheme, quiet=True) as page:
        for path in pages:
            page.goto(f"{address}{path}")
            for fold in page.locator("details:not([open]) > summary").all():
                if fold.is_visible():
                    fold.click()
            assert page.evaluate(CONTRAST) == [], (path, scheme)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_runs_out_of_the_window(chromium, read_desk, made: Made, width: int) -> None:  # type: ignore[no-untyped-def]
    address, pages = read_desk
    with opened(chromium, address, made[1][ADMIN], width=width, quiet=True) as page:
        for path in pages:
            page.goto(f"{address}{path}")
            if path.endswith("/print"):
                continue
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (path, wide)


def test_the_focus_goes_down_the_page_and_can_be_seen(chromium, read_desk, made: Made) -> None:  # type: ignore[no-untyped-def]
    address, pages = read_desk
    with opened(chromium, address, made[1][ADMIN], quiet=True) as page:
        for path in (pages[0], pages[3], pages[7], pages[11]):
            page.goto(f"{address}{path}")
            order = []
            for _ in range(25):
                page.keyboard.press("Tab")
                found = page.evaluate(FOCUSED)
                if found[2].startswith("<body"):
                    break  # behind the last of a short page
                order.append(found)
            assert len(order) > 10, path
            places = [place for place, *_ in order]
            assert places == sorted(places), path
            assert [told for _, seen, told in order if not seen] == [], path


def test_the_pages_are_those_of_a_desk_in_use(chromium, read_desk, made: Made) -> None:  # type: ignore[no-untyped-def]
    address, pages = read_desk
    with opened(chromium, address, made[1][ADMIN]) as page:
        page.goto(f"{address}{pages[11]}")
        assert page.get_by_role("button", name="This one").count() == 2
        page.goto(f"{address}{pages[3]}")
        assert page.locator(".signed").count() == 1


def test_a_skip_link_leads_past_the_bar(chromium, read_desk, made: Made) -> None:  # type: ignore[no-untyped-def]
    address, pages = read_desk
    with opened(chromium, address, made[1][ADMIN]) as page:
        page.goto(f"{address}{pages[0]}")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"

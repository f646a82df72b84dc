"""The whole path of a coder in a real Chromium, by mouse and by keys alone, in a wide and a narrow window."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright, which is not installed")

from desk.browsing import CHROMIUM, NARROW, WIDE, opened, served  # noqa: E402
from desk.conftest import Made  # noqa: E402
from desk.desks import NAMES, PASSWORD  # noqa: E402
from reportedly.casebook import Casebook  # noqa: E402
from reportedly.casework.people import Role  # noqa: E402

if not CHROMIUM.exists():
    pytest.skip(f"needs Chromium at {CHROMIUM}", allow_module_level=True)

CODER, ADJUDICATOR = NAMES[Role.CODER], NAMES[Role.ADJUDICATOR]


@pytest.fixture
def served_desk(ledger_file) -> Iterator[tuple[str, Casebook]]:  # type: ignore[no-untyped-def]
    with served(ledger_file) as running:
        yield running


@pytest.fixture(scope="module")
def read_desk(made: Made) -> Iterator[tuple[str, Casebook]]:
    with served(made[0]) as running:
        yield running


def reviewed(casebook: Casebook, report: str) -> list[str]:
    """What the coder's reviews leave of each claim, in a fixed order."""
    person = next(each.id for each in casebook.people() if each.name == CODER)
    found = casebook.reading(report, by=person)
    return sorted(str(each.reviewed) for each in (*found.reading.claims, *found.rejected))


def report_at(page) -> str:  # type: ignore[no-untyped-def]
    found = re.search(r"/reports/(rep_\w+)", page.url)
    assert found, page.url
    return found[1]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_coder_by_mouse(chromium, served_desk, made: Made, width: int) -> None:  # type: ignore[no-untyped-def]
    (address, casebook), sessions = served_desk, made[1]
    with opened(chromium, address, None, width=width) as page:
        page.goto(f"{address}/reports")
        page.get_by_label("Name").fill(CODER)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Kyiv denies any part").click()
        report = report_at(page)
        claims = page.locator("li[data-claim]")
        total = claims.count()
        assert total > 4

        claims.nth(0).locator(".claim-name").click()
        claims.nth(0).get_by_role("button", name="Accept").click()
        page.wait_for_url("**done=*")
        assert page.locator("li.is-accepted").count() == 1
        page.locator("li[data-open]").nth(0).locator(".claim-name").click()
        card = page.locator("li[data-open]").nth(0)
        card.locator("summary").click()
        card.get_by_label("Why").fill("another actor is meant")
        card.get_by_role("button", name="Reject").click()
        page.get_by_text("1 claim left out").wait_for()

        page.locator("li[data-open]").nth(0).locator(".claim-name").click()
        page.locator("li[data-open]").nth(0).get_by_role("link", name="Correct").click()
        page.get_by_label("How sure the source is").select_option("possible")
        page.get_by_role("button", name="Correct it").click()
        page.locator("li.is-corrected").wait_for()
        assert reviewed(casebook, report).count("corrected") == 1

        page.get_by_role("link", name="Add").click()
        page.get_by_label("What it is about").select_option("motive")
        page.get_by_label("Whom or what it names").click()
        select_word(page, 1)
        assert page.get_by_label("Whom or what it names").input_value()
        page.get_by_role("button", name="Add it").click()
        page.locator("li.is-added").wait_for()
        page.get_by_role("button", name="Undo").first.click()
        page.locator("li.is-added").wait_for(state="detached")

        page.get_by_role("button", name="Accept the rest").click()
        page.get_by_text(re.compile("All .* read")).wait_for()
        left = reviewed(casebook, report)
        assert (left.count("rejected"), left.count("corrected"), left.count("None")) == (1, 1, 0)
        assert left.count("accepted") == total - 2

        incident = page.locator(".told h2 a").first.get_attribute("href")
    with opened(chromium, address, sessions[ADJUDICATOR], width=width) as page:
        page.goto(f"{address}{incident}")
        page.get_by_role("button", name="Sign off").click()
        page.get_by_text(f"signed off by {ADJUDICATOR}").wait_for()


def select_word(page, paragraph: int) -> None:  # type: ignore[no-untyped-def]
    """Select a word of the text as a mouse does, by a double click."""
    place = page.locator(".page-text p").nth(paragraph)
    box = place.bounding_box()
    place.dblclick(position={"x": 30, "y": min(14, box["height"] / 2)})
    page.wait_for_timeout(100)


def tab_to(page, label: str) -> None:  # type: ignore[no-untyped-def]
    """Press the tabulator until what has this label has the focus."""
    field = page.get_by_label(label)
    for _ in range(80):
        if field.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no number of tabulators leads to {label!r}")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_coder_by_keys_alone(chromium, served_desk, made: Made, width: int) -> None:  # type: ignore[no-untyped-def]
    (address, casebook), sessions = served_desk, made[1]
    with opened(chromium, address, None, width=width) as page:
        page.goto(f"{address}/reports")
        keys = page.keyboard
        keys.type(CODER)
        keys.press("Tab")
        keys.type(PASSWORD)
        keys.press("Enter")
        page.wait_for_url("**/reports")
        for _ in range(40):
            keys.press("j")
            if "Kyiv denies" in page.evaluate("document.activeElement.textContent"):
                break
        keys.press("Enter")
        page.wait_for_url("**/reports/rep_*")
        report = report_at(page)
        total = page.locator("li[data-claim]").count()

        keys.press("a")
        page.wait_for_url("**done=*")
        # The next claim has the focus: no key is needed to get there.
        assert page.evaluate("document.activeElement.closest('li[data-open]') !== null")
        keys.press("x")
        keys.type("another actor is meant")
        keys.press("Enter")
        page.get_by_text("1 claim left out").wait_for()
        keys.press("e")
        page.wait_for_url("**correct=*")
        tab_to(page, "How sure the source is")
        keys.type("possible")
        keys.press("Control+Enter")
        page.locator("li.is-corrected").wait_for()

        keys.press("n")
        page.wait_for_url("**add=1*")
        word = page.evaluate("document.querySelectorAll('.page-text p')[1].textContent.trim().split(/ /)[3]")
        keys.type(word)
        tab_to(page, "What it is about")
        keys.type("motive")
        keys.press("Control+Enter")
        page.locator("li.is-added").wait_for()
        keys.press("z")
        page.locator("li.is-added").wait_for(state="detached")
        keys.press("Shift+A")
        page.get_by_text(re.compile("All .* read")).wait_for()
        left = reviewed(casebook, report)
        assert (left.count("rejected"), left.count("corrected"), left.count("None")) == (1, 1, 0)
        assert left.count("accepted") == total - 2
        told = page.locator(".told h2 a").first.inner_text()
    with opened(chromium, address, sessions[ADJUDICATOR], width=width) as page:
        page.goto(f"{address}/incidents")
        for _ in range(40):
            page.keyboard.press("j")
            if told in page.evaluate("document.activeElement.textContent"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/incidents/inc_*")
        page.keyboard.press("Shift+S")
        page.get_by_text(f"signed off by {ADJUDICATOR}").wait_for()


def test_every_cell_opens_its_words_and_arrows_lead_on(chromium, read_desk, made: Made) -> None:  # type: ignore[no-untyped-def]
    address, casebook = read_desk
    incident = max(casebook.ledger.view().incidents, key=lambda each: len(each.claims)).id
    with opened(chromium, address, made[1][CODER]) as page:
        page.goto(f"{address}/incidents/{incident}")
        cells = page.locator(".matrix tbody a")
        assert cells.count() > 5
        first = cells.nth(0)
        first.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        dialog.locator("blockquote .m-value").first.wait_for()
        page.keyboard.press("Escape")
        dialog.wait_for(state="hidden")
        assert page.evaluate("document.activeElement.closest('.matrix') !== null")
        before = page.evaluate("document.activeElement.href")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.href") != before


def test_the_sheet_fits_two_pages(chromium, read_desk, made: Made) -> None:  # type: ignore[no-untyped-def]
    address, casebook = read_desk
    incident = max(casebook.ledger.view().incidents, key=lambda each: len(each.claims)).id
    with opened(chromium, address, made[1][CODER]) as page:
        page.goto(f"{address}/incidents/{incident}/print")
        for size in ("A4", "Letter"):
            printed = page.pdf(format=size, print_background=True, margin={"top": "11mm", "bottom": "11mm"})
            assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2, size


def test_all_works_without_a_script(chromium, served_desk, made: Made) -> None:  # type: ignore[no-untyped-def]
    address, casebook = served_desk
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "reportedly", "value": made[1][CODER], "url": address}])
    page = context.new_page()
    page.goto(f"{address}/reports")
    page.get_by_role("link", name="Kyiv denies any part").click()
    report = report_at(page)
    page.locator("li[data-claim]").nth(0).get_by_role("button", name="Accept").click()
    assert reviewed(casebook, report).count("accepted") == 1
    page.get_by_role("button", name="Undo").first.click()
    assert reviewed(casebook, report).count("accepted") == 0
    page.goto(f"{address}/incidents")
    page.locator(".row-title").first.click()
    page.locator(".matrix tbody a").first.click()
    assert page.locator("blockquote").count() > 0
    context.close()

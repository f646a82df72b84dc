"""Two people at one claim at the same moment, each with a desk and a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx

from desk.desks import NAMES, SECOND_CODER, Desk, desk_on
from desk.test_desk_reviews import a_report, fields_of
from reportedly.casework.people import Role

CODER, ADJUDICATOR, READER = NAMES[Role.CODER], NAMES[Role.ADJUDICATOR], NAMES[Role.READER]


def at_once(*doing: Callable[[], httpx.Response]) -> list[int]:
    """Do all of it at the same moment; gives what was answered to each."""
    together, answers = threading.Barrier(len(doing)), [0] * len(doing)

    def begin(nth: int) -> None:
        together.wait()
        answers[nth] = doing[nth]().status_code

    threads = [threading.Thread(target=begin, args=(nth,)) for nth in range(len(doing))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


def test_two_that_edit_one_claim_at_once_are_both_kept_and_the_page_says_so(
    place: tuple[str | Path, Mapping[str, str]],
) -> None:
    with desk_on(*place) as one, desk_on(*place) as other:
        for each in (one, other):
            # The first request makes an application's routes, which is done in one thread.
            assert each.ask(None).get("/nowhere").status_code in (303, 404)
        reading = a_report(one)
        report, claims = reading.report.id, [claim.id for claim in reading.claims[:3]]
        for claim in claims:
            carl, cora = one.ask(CODER), other.ask(SECOND_CODER)
            form = fields_of(cora.get(f"/reports/{report}?correct={claim}"), f"/reports/{report}/correct")
            form["certainty"] = "probable" if form["certainty"] == "possible" else "possible"
            answers = at_once(
                lambda asked=carl, claim=claim: asked.post(  # type: ignore[misc]
                    f"/reports/{report}/reject", data={"claim": claim, "reason": "no such words"}
                ),
                lambda asked=cora, form=form: asked.post(  # type: ignore[misc]
                    f"/reports/{report}/correct", data=form
                ),
            )
            assert answers == [303, 303]
        check(one, report, claims)


def check(desk: Desk, report: str, claims: list[str]) -> None:
    """Both are kept for each claim; the report's page and the adjudicator's say that people differ."""
    people = {each.id: each.name for each in desk.casebook.people()}
    found = desk.casebook.reading(report)
    assert [each.subject for each in found.conflicts] == claims
    for conflict in found.conflicts:
        assert {people[each.by]: str(each.kind) for each in conflict.reviews} == {
            CODER: "reject",
            SECOND_CODER: "correct",
        }
    numbers = [each.number for each in desk.casebook.reviews()]
    assert numbers == list(range(1, 2 * len(claims) + 1))
    page = desk.ask(READER).get(f"/reports/{report}").text
    assert page.count(">disputed<") == len(claims)
    settling = desk.ask(ADJUDICATOR).get(f"/adjudicate/{report}").text
    for name, what in ((CODER, "reject"), (SECOND_CODER, "correct")):
        assert settling.count(f"{name}: {what}") == len(claims)
    verdict = desk.casebook.verify()
    assert verdict.broken is None

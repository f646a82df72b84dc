"""Two desks that take in each other's ledgers come to hold the same, whatever each of them did."""

from __future__ import annotations

import tempfile
from collections.abc import Hashable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casework.reviewing import added
from faults.plain import MADE_BY, plain_reading
from incoming.desks import ANA, BEN, desk, dump, less, sent, taken
from reportedly.casebook import Casebook
from reportedly.casework.effective import effective
from reportedly.casework.people import Person
from reportedly.casework.reviews import Accept, Add, ClaimDraft, Correct, Payload, Reject
from reportedly.incoming.compare import contents
from reportedly.records import Certainty, MadeBy, Reading, Stance

unhurried = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NUMBERS = st.lists(st.integers(1, 3), min_size=1, max_size=3, unique=True)
Deeds = list[tuple[int, int, str]]
DEEDS = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(0, 4), st.sampled_from(["accept", "reject", "doubt", "deny", "add"])
    ),
    max_size=4,
)


def act(casebook: Casebook, by: Person, deeds: Deeds) -> None:
    """Do what of the deeds this desk can."""
    there = {report.id for report in casebook.ledger.view().reports}
    for number, at, deed in deeds:
        reading = plain_reading(number)
        if reading.report.id in there:
            claims = casebook.proposal(reading.report.id).claims
            claim = claims[at % len(claims)]
            payload = said(deed, reading, ClaimDraft.of(claim))
            subjects = () if isinstance(payload, Add) else (claim.id,)
            casebook.review(by, reading.report.id, payload, subjects=subjects, reason="looked")


def said(deed: str, reading: Reading, draft: ClaimDraft) -> Payload:
    match deed:
        case "accept":
            return Accept()
        case "reject":
            return Reject()
        case "doubt":
            return Correct(claim=replace(draft, certainty=Certainty.POSSIBLE))
        case "deny":
            other = Stance.UNCONFIRMED if draft.stance is Stance.DENIES else Stance.DENIES
            return Correct(claim=replace(draft, stance=other if draft.value else Stance.NO_CLAIM))
        case _:
            own = {"source": reading.sources[0].id, "incident": reading.incidents[0].id}
            words = added().evidence.value[0]
            start = reading.report.text.index(words.text)
            moved = replace(words, start=start, end=start + len(words.text))
            evidence = replace(added().evidence, value=(moved,), content=(moved,))
            return Add(claim=replace(added(), evidence=evidence, **own))  # type: ignore[arg-type]


def stands(casebook: Casebook) -> dict[str, tuple[frozenset[Hashable], frozenset[Hashable]]]:
    """Of each report what stands in it and what people rejected, by content."""
    found = {}
    for report in casebook.ledger.view().reports:
        left = casebook.reading(report.id)
        sources = left.reading.sources
        found[report.id] = (contents(left.reading.claims, sources), contents(left.rejected, sources))
    return found


def known(casebook: Casebook) -> set[Hashable]:
    """All claims on record: proposed, standing, rejected, kept beside, or what one person makes of them."""
    found: set[Hashable] = set()
    for report in casebook.ledger.view().reports:
        left, proposal = casebook.reading(report.id), casebook.proposal(report.id)
        sources = (*left.reading.sources, *proposal.sources)
        found |= contents((*left.reading.claims, *left.rejected, *proposal.claims), sources)
        said = list(casebook.reviews(report=report.id, undone=False))
        for by in {review.by for review in said}:
            alone = effective(proposal, [review for review in said if review.by == by]).reading
            found |= contents(alone.claims, alone.sources)
        for other in casebook.ledger.other_readings(report.id):
            found |= contents(other.reading.claims, other.reading.sources)
    return found


@unhurried
@given(NUMBERS, NUMBERS, DEEDS, DEEDS)
def test_desks_with_one_reader_come_to_hold_the_same(
    mine: list[int], theirs: list[int], my_deeds: Deeds, their_deeds: Deeds
) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        path = Path(folder)
        one, other = (
            opened.enter_context(desk(path / f"{name}.sqlite", *numbers))
            for name, numbers in (("one", mine), ("other", theirs))
        )
        act(one, ANA, my_deeds)
        act(other, BEN, their_deeds)
        files = sent(one, path / "one.json"), sent(other, path / "other.json")
        taken(one, files[1], desk="other")
        taken(other, files[0], desk="one")
        assert stands(one) == stands(other)
        for each in (one, other):
            assert each.verify().broken is None
        before = dump(path / "one.sqlite")
        taken(one, files[1], desk="other")
        assert dump(path / "one.sqlite") == before


@unhurried
@given(NUMBERS, NUMBERS, st.sets(st.integers(0, 4), max_size=3), DEEDS, DEEDS)
@example(mine=[2], theirs=[2], missed=set(), my_deeds=[(2, 3, "accept")], their_deeds=[(2, 3, "doubt")])
def test_nothing_that_either_desk_holds_is_lost_to_the_other(
    mine: list[int], theirs: list[int], missed: set[int], my_deeds: Deeds, their_deeds: Deeds
) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        path = Path(folder)
        one = opened.enter_context(desk(path / "one.sqlite", *mine))
        other = opened.enter_context(Casebook(path / "other.sqlite", create=True))
        for number in theirs:
            other.ledger.put(
                less(number, *missed), made_by=MadeBy(program=MADE_BY.program, extractor="rules.v2")
            )
        act(one, ANA, my_deeds)
        act(other, BEN, their_deeds)
        held = {claim for each in (one, other) for pair in stands(each).values() for claim in pair[0]}
        files = sent(one, path / "one.json"), sent(other, path / "other.json")
        taken(one, files[1], desk="other")
        taken(other, files[0], desk="one")
        assert stands(one).keys() == stands(other).keys()
        for each in (one, other):
            assert held <= known(each)
            assert each.verify().broken is None

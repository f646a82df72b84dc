"""Between a speaker and the page: who was spoken to, whose story it is, who reprinted it."""

from dataclasses import replace

import pytest
from made import annotation, credit, mark, report_of

from reportedly.annotations import Speaker
from reportedly.claims import build_reading
from reportedly.claims.relays import page_relays, via
from reportedly.records import Credit, CreditRelation, Report

TEXT = (
    "Rebels led the attack on a bank in Lima, a police officer said, Reuters reported on Monday.\n\n"
    "The bank was closed. AFP reported that nine people died.\n\nSource: Zorb News"
)


def credited(text: str, *credits: tuple[str, CreditRelation], outlet: str | None = None) -> Report:
    report = report_of(text, outlet=outlet)
    return replace(report, credits=tuple(credit(report, name, relation) for name, relation in credits))


def test_a_credit_in_the_lead_is_the_whole_pages() -> None:
    report = credited(TEXT, ("Reuters", CreditRelation.REPORTED_BY))
    assert page_relays(report) == ("Reuters",)


def test_a_credit_further_down_is_its_own_sentences() -> None:
    assert page_relays(credited(TEXT, ("AFP", CreditRelation.REPORTED_BY))) == ()


def test_the_one_who_reprinted_it_comes_after_the_one_who_reported_it() -> None:
    report = credited(
        TEXT, ("Zorb News", CreditRelation.SOURCE_LINE), ("Reuters", CreditRelation.REPORTED_BY)
    )
    assert page_relays(report) == ("Reuters", "Zorb News")


@pytest.mark.parametrize(
    "relation",
    [CreditRelation.DATELINE, CreditRelation.AGENCY, CreditRelation.BYLINE, CreditRelation.SOURCE_LINE],
)
def test_every_kind_of_credit_counts_wherever_it_stands(relation: CreditRelation) -> None:
    assert page_relays(credited(TEXT, ("AFP", relation))) == ("AFP",)


def test_what_only_the_metadata_tell_counts() -> None:
    report = replace(report_of(TEXT), credits=(Credit(name="AP", relation=CreditRelation.BASED_ON),))
    assert page_relays(report) == ("AP",)


def test_the_pages_own_outlet_is_left_out() -> None:
    report = credited(TEXT, ("Reuters", CreditRelation.REPORTED_BY), outlet="REUTERS")
    assert page_relays(report) == ()


def test_a_name_credited_twice_counts_once() -> None:
    report = credited(TEXT, ("Reuters", CreditRelation.REPORTED_BY), ("Reuters", CreditRelation.AGENCY))
    assert page_relays(report) == ("Reuters",)


@pytest.mark.parametrize(
    ("own", "page", "outlet", "speaker", "expected"),
    [
        (("AFP",), ("Reuters",), None, "a source", ("AFP", "Reuters")),
        (("Reuters",), ("Reuters", "Zorb"), None, "a source", ("Reuters", "Zorb")),
        ((), ("Reuters",), "Reuters", "a source", ()),
        (("Reuters",), (), "reuters", "a source", ()),
        ((), ("Reuters",), None, "Reuters", ()),
        ((), ("Reuters", "Zorb"), None, "a Reuters reporter", ("Zorb",)),
        ((), (), None, "", ()),
    ],
)
def test_the_way_of_a_claim(
    own: tuple[str, ...], page: tuple[str, ...], outlet: str | None, speaker: str, expected: tuple[str, ...]
) -> None:
    assert via(own, page, outlet=outlet, speaker=speaker) == expected


def test_a_claim_has_its_speakers_relays_before_the_pages() -> None:
    report = credited(TEXT, ("Zorb News", CreditRelation.SOURCE_LINE))
    made = annotation(report, mark(report, "Rebels", speaker=0), speakers=("a police officer",))
    (speaker,) = made.speakers
    told = replace(made, speakers=(Speaker(label=speaker.label, mentions=speaker.mentions, relays=("AFP",)),))
    (claim,) = build_reading(report, told).claims
    assert claim.via == ("AFP", "Zorb News")


def test_the_reports_own_words_came_the_pages_way() -> None:
    report = credited(TEXT, ("Reuters", CreditRelation.REPORTED_BY))
    (claim,) = build_reading(report, annotation(report, mark(report, "Rebels"))).claims
    assert claim.via == ("Reuters",)

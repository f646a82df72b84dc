"""Whatever the text: reading it never fails, quotes what stands there, and gives the same again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parsed import NOT_YET
from short_reports import Row, annotated, read_report, report_of, rows

from reportedly.annotate.rules import RulesAnnotator
from reportedly.annotate.rules.vocabulary import words
from reportedly.annotations import Annotation
from reportedly.claims import build_reading
from reportedly.language.places import find_places
from reportedly.language.speakers import speaker_nouns
from reportedly.language.times import find_times
from reportedly.records import DOER_ROLES, Claim, ClaimRole, Reading, Report, Span, Stance

VERBS = sorted(words("reporting") | words("attack"))
NOUNS = sorted(words("nouns", "attack", "doer", "weapon") | speaker_nouns())
SMALL = (
    "the a an its their his no not n't and or but by of in on at for to that which who as if after "
    "was were has had been did will may reportedly suspected allegedly he she it they we nobody none "
    "neither nor both either according citing responsible behind responsibility claimed denied said "
    "told accused blamed involved clear whether least together "
).split()
NAMES = (
    "Iran Hamas Israeli al-Shabaab U.S.-led coalition Tehran PKK M23 Reuters AFP Ada Obi Lima Tuesday "
    "May 9 2014 nine 1,200 "
).split()
MARKS = [
    '"',
    "“",
    "”",
    "'",
    "’",
    "(",
    ")",
    "[",
    "]",
    ",",
    ";",
    ":",
    ".",
    "...",
    "--",
    "–",
    "\n",
    "\n\n",
    "?",
    "'s",
    "’s",
    "\u2029",
]
PIECES = st.sampled_from(VERBS) | st.sampled_from(NOUNS) | st.sampled_from(SMALL) | st.sampled_from(NAMES)
FORMS = st.sampled_from(["", "s", "ed", "ing"])
WORD = st.builds(
    lambda word, form, case: getattr(word + form, case)(),
    PIECES,
    FORMS,
    st.sampled_from(["lower", "title", "upper"]),
)
WOVEN = st.lists(
    PIECES | WORD | st.sampled_from(MARKS) | st.sampled_from(SMALL) | st.text(max_size=3), max_size=60
).map(" ".join)
EXAMPLES = [row.text for row in rows()]


@st.composite
def spliced(draw: st.DrawFn) -> str:
    """Pieces of well-formed reports set together anywhere, as broken pages do."""
    parts = draw(st.lists(st.sampled_from(EXAMPLES), min_size=1, max_size=4))
    cuts = [part[draw(st.integers(0, len(part))) :] for part in parts]
    return draw(st.sampled_from(["", " ", "\n\n", '" '])).join(cuts)


def reports() -> st.SearchStrategy[Report]:
    texts = (st.text() | WOVEN | spliced()).filter(lambda text: bool(text.strip()))
    titles = st.none() | WOVEN.map(lambda text: " ".join(text.split())).filter(bool)
    return st.builds(lambda body, title: report_of(body, title=title), texts, titles)


def spans_of(annotation: Annotation) -> Iterator[Span]:
    yield from (attack.trigger for attack in annotation.attacks)
    for speaker in annotation.speakers:
        yield from (speaker.label, *speaker.mentions)
    for mark in annotation.marks:
        yield from (s for s in (mark.source, mark.cue, mark.content, mark.filler and mark.filler.span) if s)


def spans_in(reading: Reading) -> Iterator[Span]:
    for source in reading.sources:
        yield from source.mentions
    for claim in reading.claims:
        yield from claim.evidence


@given(reports())
@settings(max_examples=300)
def test_every_quote_stands_in_the_text(report: Report) -> None:
    annotation = annotated(report)
    said = [
        span
        for each in RulesAnnotator().attributions(report)
        for span in (each.source, each.cue, each.content)
        if span
    ]
    for span in (*spans_of(annotation), *spans_in(build_reading(report, annotation)), *said):
        span.verify(report.text)


@given(reports())
def test_the_same_report_is_read_the_same_again(report: Report) -> None:
    assert read_report(report) == read_report(report)


@given(reports())
def test_the_parts_of_a_reading_fit_each_other(report: Report) -> None:
    reading = read_report(report)
    claims = [claim.id for claim in reading.claims]
    assert sorted(claims) == sorted(id_ for incident in reading.incidents for id_ in incident.claims)
    assert len(claims) == len(set(claims))
    assert {claim.incident for claim in reading.claims} == {incident.id for incident in reading.incidents}
    assert {claim.source for claim in reading.claims} == {source.id for source in reading.sources}
    assert {claim.report for claim in reading.claims} <= {report.id}


def is_lawful(claim: Claim) -> bool:
    """Whether the guide allows this stance and this certainty for this role."""
    said = claim.stance in (Stance.ALLEGES, Stance.DENIES, Stance.ADMITS)
    by_role = claim.role in DOER_ROLES or claim.stance not in (Stance.ADMITS, Stance.NO_CLAIM)
    return by_role and (claim.certainty is not None) == said


@given(reports())
def test_stance_and_certainty_are_of_the_guide(report: Report) -> None:
    assert all(is_lawful(claim) for claim in read_report(report).claims)


@given(spliced())
def test_what_stands_after_a_report_takes_no_word_from_its_evidence(text: str) -> None:
    followed = report_of(text + "\n\nThe council met on a road.")
    assert all(span.end <= len(text) for claim in read_report(followed).claims for span in claim.evidence)


def calls(report: Report) -> int:
    """How many functions are called to read a report: work counted, not time."""
    count = 0

    def on(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    for remembering in (find_places, find_times):
        remembering.cache_clear()  # what one sentence was found to hold is no part of reading the next report
    before = sys.getprofile()
    sys.setprofile(on)
    try:
        read_report(report)
    finally:
        sys.setprofile(before)
    return count


MANY = {
    "one story": 'Two aides told AFP that Hamas attacked a bank in Lima on Tuesday. "We did," they said. ',
    "no full stop": "the army said rebels attacked a bank and ",
    "marks": "\" ' ( [ , ; : ",
    "openings": '("“',
    "capitals": "THE ARMY SAID REBELS ATTACKED A BANK IN LIMA. ",
    "pronouns": "It said it attacked it. They did not. ",
    "one word": "attack ",
    "no space": "attackattack",
    "and": "Hamas and Fatah or Iran, ",
    "by": "killed by the killed by ",
    "relative": "which that who said ",
    "headlines": "Rebels attack bank\n\n",
    "numbers": "9 nine 1,200 ",
    "negations": "not n't never did not ",
    "possessives": "Iran's army's head's ",
}


@pytest.mark.parametrize("name", MANY)
def test_twice_the_text_is_about_twice_the_work(name: str) -> None:
    piece = MANY[name]
    size = 4_000 if " " in piece else 16_000  # without white space a sentence has its greatest length
    small = report_of(piece * (size // len(piece)))
    large = report_of(piece * (2 * size // len(piece)))
    for report in (small, large):
        annotated(report)  # what is kept for the whole run is loaded before anything is counted
    assert calls(large) <= 2.3 * calls(small)


def many_speakers(count: int) -> Report:
    told = (f"Zor{n} Bal{n} said the Kor{n} army bombed a mill. " for n in range(count))
    return report_of("".join(told))


@NOT_YET
def test_twice_the_speakers_are_about_twice_the_work() -> None:
    annotated(many_speakers(40))
    assert calls(many_speakers(160)) <= 2.6 * calls(many_speakers(80))


@given(st.sampled_from(rows()))
def test_a_blank_line_around_a_report_changes_no_claim(row: Row) -> None:
    def told(report: Report) -> list[tuple[ClaimRole, str | None, Stance]]:
        claims = read_report(report).claims
        return [(c.role, c.value.text if c.value else None, c.stance) for c in claims]

    assert told(report_of(row.text)) == told(report_of(f"\n\n{row.text}\n\n"))

"""The terminal page of records built by hand: what is counted, how it is worded, and how it looks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from nasty import NASTY
from rich.console import Console
from sample_views import BOMBING, MADE_BY, WIRE, claim, full_view, report, roots_of, source

from reportedly.ids import content_id
from reportedly.parts import part_of
from reportedly.records import (
    Certainty,
    Claim,
    ClaimRole,
    LedgerView,
    NumberRange,
    Reason,
    Skipped,
    SourceKind,
    SourceRole,
    Span,
    Stage,
    Stance,
)
from reportedly.terminal import words
from reportedly.terminal.ids import ShortIds
from reportedly.terminal.index import Index
from reportedly.terminal.layout import PAGE_WIDTH
from reportedly.terminal.model import ActorCard, Page
from reportedly.terminal.output import fitting, tidy
from reportedly.terminal.overview import page_of
from reportedly.terminal.page import page_parts

GOLDEN = Path(__file__).parent / "golden"


def page(view: LedgerView) -> Page:
    return page_of(Index(view, roots_of(view)))


def printed(view: LedgerView, *, opened: str | None = None, width: int = 100, coloured: bool = False) -> str:
    console = Console(
        width=width,
        color_system="standard" if coloured else None,
        force_terminal=coloured,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    with console.capture() as captured:
        for part in page_parts(view, opened=opened, width=width, coloured=coloured):
            console.print(part)
    return captured.get() if coloured else tidy(captured.get())


def part(opened: str) -> LedgerView:
    """What belongs to the second officer claim, or to its report or incident."""
    told = full_view().claims[2]
    return part_of(full_view(), **{opened: getattr(told, "id" if opened == "claim" else opened)})


def actor(view: LedgerView, name: str) -> ActorCard:
    return next(card for card in page(view).incidents[0].actors if card.name == name)


@pytest.mark.parametrize("width", [80, 100])
def test_the_page_is_the_golden_one(width: int) -> None:
    assert printed(full_view(), width=width) == (GOLDEN / f"page_{width}.txt").read_text()


@pytest.mark.parametrize("opened", ["incident", "report", "claim"])
def test_an_opened_record_is_the_golden_one(opened: str) -> None:
    assert printed(part(opened), opened=opened) == (GOLDEN / f"{opened}.txt").read_text()


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_page(width: int) -> None:
    assert max(map(len, printed(full_view(), width=width).splitlines())) <= width


def test_colours_add_nothing_but_escape_sequences() -> None:
    coloured = Console(width=100, color_system=None, markup=False)
    assert "\x1b[" in printed(full_view(), coloured=True)
    assert "\x1b" not in printed(full_view())
    assert coloured.width == PAGE_WIDTH


def test_copies_of_one_story_are_one_line_and_one_origin() -> None:
    card = actor(full_view(), "Red Hand")
    assert [(line.speaker, line.reports) for line in card.lines] == [
        ("2 coast guard officers, unnamed", 2),
        ("the report itself (headline)", 2),
    ]
    assert (card.roots, card.speakers) == (1, 2)


def test_the_same_words_out_of_two_origins_are_two_origins_and_four_speakers() -> None:
    view = full_view()
    index = Index(view, {})
    (card,) = (c for c in page_of(index).incidents[0].actors if c.name == "Red Hand")
    assert (card.roots, card.speakers) == (2, 4)


def test_the_actor_that_most_speak_of_comes_first_and_nobody_last() -> None:
    names = [card.name for card in page(full_view()).incidents[0].actors]
    assert names[0] in {"Red Hand", "Dawn Front"}
    assert names[-1] == "nobody"


def test_the_report_is_not_a_speaker_and_the_unnamed_are_counted() -> None:
    assert page(full_view()).incidents[0].count == (
        "Independent reporting: 1 (Wire One). Speakers: 3, 2 of them unnamed."
    )


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (("2019-06-04", "2019-06-05"), "Wire Two 4 Jun and Wire Two 5 Jun"),
        (("2018-06-04", "2019-06-05"), "Wire Two 4 Jun 2018 and Wire Two 5 Jun 2019"),
        (("2019-06-04", "2019-06-04"), "Wire Two 4 Jun ‘Raid 0’ and Wire Two 4 Jun ‘Raid 1’"),
        ((None, None), "Wire Two ‘Raid 0’ and Wire Two ‘Raid 1’"),
    ],
)
def test_two_stories_of_one_outlet_are_told_apart(days: tuple[str | None, str | None], names: str) -> None:
    told = [
        replace(
            report(f"Raid {n}", f"Raid {n}\n\nA nurse blamed Veld."),
            outlet="Wire Two",
            published=dt.date.fromisoformat(day) if day else None,
        )
        for n, day in enumerate(days)
    ]
    nurses = [source(of, "A nurse", role=SourceRole.MEDICAL) for of in told]
    claims = tuple(
        claim(of, nurse, "Veld", content="blamed Veld", incident=BOMBING)
        for of, nurse in zip(told, nurses, strict=True)
    )
    view = replace(full_view(), reports=tuple(told), sources=tuple(nurses), claims=claims, lineage=())
    counted = page_of(Index(view, {})).incidents[0].count
    assert counted.startswith(f"Independent reporting: 2 ({names}).")


def test_an_unnamed_speaker_of_a_group_is_counted_once() -> None:
    text = (
        "Raid\n\nThree militia men said Veld did it. One militia man named Veld as well. A nurse blamed Veld."
    )
    of = report(None, text)
    men = source(of, "Three militia men", number=NumberRange(3, 3), role=SourceRole.ARMED_GROUP)
    man = source(of, "One militia man", role=SourceRole.ARMED_GROUP)
    nurse = source(of, "A nurse", role=SourceRole.MEDICAL)
    claims = tuple(
        claim(of, by, "Veld", content=content, incident=BOMBING)
        for by, content in ((men, "Veld did it"), (man, "named Veld"), (nurse, "blamed Veld"))
    )
    view = replace(full_view(), reports=(of,), sources=(men, man, nurse), claims=claims, lineage=())
    assert page(view).incidents[0].count.endswith("Speakers: 4, all unnamed.")


def test_a_described_actor_comes_after_the_named_ones() -> None:
    text = "Raid\n\nPolice, medics and miners blamed masked gunmen. A guard blamed Veld."
    of = report(None, text)
    crowd = [source(of, label, SourceKind.ORGANISATION) for label in ("Police", "medics", "miners")]
    guard = source(of, "A guard")
    claims = [
        claim(of, by, "masked gunmen", content="blamed masked gunmen", incident=BOMBING) for by in crowd
    ]
    claims.append(claim(of, guard, "Veld", content="blamed Veld", incident=BOMBING))
    view = replace(full_view(), reports=(of,), sources=(*crowd, guard), claims=tuple(claims), lineage=())
    assert [card.name for card in page(view).incidents[0].actors] == ["Veld", "masked gunmen"]


def test_an_outlet_that_only_hands_on_is_no_speaker() -> None:
    wire = report("Selda Daily")
    relay = source(wire, "Wire One", SourceKind.ORGANISATION, role=SourceRole.MEDIA)
    told = claim(
        wire, relay, "Red Hand", content="the Red Hand had planted", incident=BOMBING, name="Red Hand"
    )
    view = replace(full_view(), reports=(wire,), sources=(relay,), claims=(told,), lineage=())
    assert actor(view, "Red Hand").speakers == 0
    assert "none beside the reports themselves" in page(view).incidents[0].count


def test_official_media_that_speak_themselves_are_speakers() -> None:
    wire = report("Selda Daily", WIRE.replace("Police suspect", "State radio suspects"))
    radio = source(wire, "State radio", SourceKind.ORGANISATION, role=SourceRole.MEDIA)
    told = claim(wire, radio, "Veld", content="Veld supplied the explosives", incident=BOMBING)
    view = replace(full_view(), reports=(wire,), sources=(radio,), claims=(told,), lineage=())
    assert actor(view, "Veld").speakers == 1


def test_the_headline_that_is_flatter_than_the_body_is_told() -> None:
    assert page(full_view()).incidents[0].flatter
    bodies = tuple(each for each in full_view().claims if not each.in_headline)
    assert not page(replace(full_view(), claims=bodies)).incidents[0].flatter


def test_tolls_run_from_low_to_high_each_with_who_gives_it() -> None:
    rows = [row for row in page(full_view()).incidents[0].values if row.role == "killed"]
    assert [(row.value, row.speakers) for row in rows] == [
        ("at least 9", ("the hospital (Wire One)",)),
        ("12", ("the mayor (Wire One)",)),
    ]


def test_an_earlier_attack_is_told_in_one_line() -> None:
    assert [brief.text for brief in page(full_view()).others] == ["Hijacking of a ferry · told in passing"]


def test_copies_reports_without_claims_and_what_was_left_out_are_told() -> None:
    told = page(full_view())
    assert told.lineage == ("1 of 3 reports is a copy of Wire One: Selda Daily",)
    assert told.quiet == ("Rain is due at the weekend",)
    assert told.skipped[0] == "2 inputs left out: 1 not text, 1 empty."


def test_long_lists_are_counted_not_printed() -> None:
    row = Skipped(origin="x", stage=Stage.READ, reason=Reason.EMPTY)
    rows = tuple(replace(row, origin=f"{n}.txt") for n in range(1000))
    told = page(LedgerView(made_by=MADE_BY, skipped=rows)).skipped
    assert len(told) < 12
    assert told[-1] == "and 992 more inputs"


def test_a_page_without_an_attack_says_so() -> None:
    view = LedgerView(made_by=MADE_BY, reports=(report(None, "Fair\n\nSunny."),))
    assert "No attack is told in 1 report." in printed(view)


def doer(stance: Stance, certainty: Certainty | None, role: ClaimRole = ClaimRole.PERPETRATOR) -> Claim:
    wire = report("Wire One")
    police = source(wire, "Police", SourceKind.ORGANISATION)
    return claim(
        wire,
        police,
        None if stance is Stance.NO_CLAIM else "Veld",
        content="Police suspect Veld",
        incident=BOMBING,
        stance=stance,
        certainty=certainty,
        role=role,
    )


@pytest.mark.parametrize(
    ("stance", "certainty", "said"),
    [
        (Stance.ALLEGES, Certainty.CERTAIN, "alleged"),
        (Stance.ALLEGES, Certainty.PROBABLE, "probably"),
        (Stance.ALLEGES, Certainty.POSSIBLE, "possibly"),
        (Stance.DENIES, Certainty.CERTAIN, "denies"),
        (Stance.ADMITS, Certainty.CERTAIN, "claims it"),
        (Stance.UNCONFIRMED, None, "could not confirm"),
        (Stance.NO_CLAIM, None, "has claimed responsibility"),
    ],
)
def test_stances_are_said_in_plain_words(stance: Stance, certainty: Certainty | None, said: str) -> None:
    assert words.stance_words(doer(stance, certainty)) == said


def test_a_backer_is_called_one() -> None:
    backer = doer(Stance.ALLEGES, Certainty.CERTAIN, ClaimRole.SUPPORTER)
    assert words.stance_words(backer) == "alleged (as backer)"


@pytest.mark.parametrize(
    ("label", "number", "said"),
    [
        ("Two Iraqi officials", NumberRange(2, 2), "2 Iraqi officials"),
        ("the two officers", NumberRange(2, 2), "2 officers"),
        ("a militia source", NumberRange(1, 1), "1 militia source"),
        ("One militia source", NumberRange(1, 1), "1 militia source"),
        ("At least three witnesses", NumberRange(3, None), "At least 3 witnesses"),
        ("One-eyed men", NumberRange(2, None), "One-eyed men"),
        ("officials", NumberRange(2, None), "officials"),
    ],
)
def test_unnamed_speakers_are_counted_in_digits(label: str, number: NumberRange, said: str) -> None:
    assert words.counted(label, number) == said


def test_short_ids_are_as_long_as_they_must_be() -> None:
    short = ShortIds(["clm_abcdefghij", "clm_abcdefxyz", "clm_zzzzzzzzzz"])
    assert short("clm_abcdefghij") == "clm_abcdefg"
    assert short("clm_abcdefxyz") == "clm_abcdefx"
    assert short("clm_zzzzzzzzzz") == "clm_zzzzz"
    assert short("clm_unknown") == "clm_unknown"


def test_short_ids_of_a_real_size_stay_unique() -> None:
    ids = [content_id("clm", number) for number in range(20_000)]
    short = ShortIds(ids)
    assert len({short(each) for each in ids}) == len(ids)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_a_terminal_of_another_encoding_gets_what_it_can_show(encoding: str) -> None:
    text = fitting("Reuters → Iran · “so” — 漢", encoding)
    assert text.encode(encoding)
    assert "Iran" in text


def nasty_view(nasty: str) -> LedgerView:
    """A view in which everything that comes from outside holds ``nasty``."""
    text = f"{nasty} raid\n\nThe {nasty} band did it, {nasty} chief said.".encode("utf-8", "replace").decode()
    bad = nasty.encode("utf-8", "replace").decode()
    of = replace(report(f"{nasty} Post", text, origin=f"{nasty}.txt"), url=f"http://{nasty}", credits=())
    at = text.index("chief") - len(bad) - 1
    label = text[at : at + len(bad) + 6]
    speaker = replace(
        source(of, "chief", SourceKind.ANONYMOUS),
        label=label,
        affiliation=nasty,
        mentions=(Span.of(text, at, at + len(label)),),
        text=text,
    )
    start = text.index("The ")
    band = text[start : start + len(bad) + 9]
    told = claim(
        of, speaker, band, content=band, cue="said", incident=BOMBING, via=(nasty,), name=nasty + "!"
    )
    kept = full_view()
    incident = replace(kept.incidents[1], summary=f"Raid {nasty}", claims=(told.id,))
    row = Skipped(origin=nasty, stage=Stage.READ, reason=Reason.FAILED, detail=nasty)
    return replace(
        kept,
        reports=(of,),
        sources=(speaker,),
        claims=(told,),
        incidents=(incident,),
        skipped=(row,),
        lineage=(replace(kept.lineage[0], report=of.id, why=nasty),),
    )


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
@pytest.mark.parametrize("opened", [None, "claim", "report", "incident"])
def test_nothing_from_outside_acts_on_the_terminal(nasty: str, opened: str | None) -> None:
    shown = printed(nasty_view(nasty), opened=opened)
    assert not [
        char for char in shown if char != "\n" and not char.isprintable() and char not in "\u200c\u200d"
    ]


@pytest.mark.parametrize("markup", ["[bold]x[/bold]", "[/]", "[link=http://evil]x", ":bomb:", "[@click=x]y"])
def test_nothing_from_outside_is_taken_for_markup(markup: str) -> None:
    assert markup in printed(nasty_view(markup)).replace("\n", " ")
    assert markup in printed(nasty_view(markup), opened="claim")

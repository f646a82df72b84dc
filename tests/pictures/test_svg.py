"""The drawing layer and the finished files: nothing gets out, nothing is loaded, nothing is lost unsaid."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from incident_views import ATTACK, large_view, page, row, says, shuffled, toll, view_of
from reportedly.errors import NotFound, UsageError
from reportedly.pictures import PICTURES, picture, sheet
from reportedly.pictures.signs import SIGNS
from reportedly.pictures.svg import FAINT, INK, element, escaped, fitted, label, lines_of, number, width_of
from reportedly.records import ClaimRole, DateRange, LedgerView, Party, Stance

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    '"/><script>alert(1)</script>',
    "</title></svg><svg onload=alert(1)>",
    "]]><![CDATA[x",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "&#x3c;img src=x onerror=alert(1)&#x3e;",
    "url(https://evil.example/x)",
    "a\x00b\x1b[31m\ufffe\ud800",
    "\u202egnp.exe",
    "' onmouseover='alert(1)",
)
ELEMENTS = frozenset("svg title desc g rect line circle polygon polyline text".split())
ATTRIBUTES = frozenset(
    "viewBox width height role aria-label font-family font-size font-weight font-style fill stroke "
    "stroke-width stroke-dasharray text-anchor transform points x y x1 x2 y1 y2 cx cy r rx".split()
)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 our own output


def harmless(svg: str) -> ElementTree.Element:
    """The file, once it is shown to hold nothing but shapes, text and titles."""
    root = parsed(svg)
    for each in root.iter():
        assert each.tag.removeprefix(SVG) in ELEMENTS
        assert set(each.attrib) <= ATTRIBUTES
    assert not re.search(r"<[!?]", svg)
    return root


def texts(root: ElementTree.Element) -> list[str]:
    """All that is shown, titles left out."""
    return [
        "".join([each.text or "", *(child.tail or "" for child in each)]) for each in root.iter(f"{SVG}text")
    ]


def titles(root: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SVG}title")]


def rich_view() -> LedgerView:
    """A little of everything that can be drawn."""
    wire = page(
        "Wire One",
        says("Red Hand", None, headline=True),
        says("Veld", "Veld", stance=Stance.DENIES, party=Party.ACCUSED),
        says("Veld", role=ClaimRole.SUPPORTER),
        says(None, None, stance=Stance.NO_CLAIM),
        says("Veld", "A clerk", stance=Stance.UNCONFIRMED),
        toll(ClaimRole.KILLED, 9, None),
        toll(ClaimRole.WOUNDED, 10, 12, "The mayor"),
        day=5,
    )
    copy = page("Daily", says("Red Hand", "Red Hand", stance=Stance.ADMITS), day=6)
    undated = page("Undated", says("Red Hand"), day=None)
    return view_of(wire, copy, undated, lineage=[row(copy, wire)])


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_an_image_that_tells_in_words_what_it_shows(kind: str) -> None:
    root = harmless(picture(rich_view(), ATTACK, kind))
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Who is said to have done it: Bombing of the harbour office. Port Selda"
    assert [each.tag for each in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == root.get("aria-label")
    assert (root[1].text or "").startswith(PICTURES[kind].heading)
    width, height = (float(root.get(name, "")) for name in ("width", "height"))
    assert root.get("viewBox") == f"0 0 {number(width)} {number(height)}"
    shown = texts(root)
    assert {"Who is said to have done it", "Bombing of the harbour office", PICTURES[kind].heading} <= {
        *shown
    }


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("matrix", "Red Hand (claimed, also alleged by others): alleged (Police); claims it (Red Hand)"),
        ("timeline", "5 Jun 2030: Red Hand alleged by Wire One in its own words (headline); Veld"),
        ("timeline", "Without a date: Red Hand alleged by Police."),
        ("lineage", "Wire One: origin. Daily: copy, 90% shared, from Wire One."),
        ("tolls", "killed: at least 9, according to the hospital, Wire One on 5 Jun 2030."),
    ],
)
def test_the_description_has_it_in_words(kind: str, told: str) -> None:
    assert told in (parsed(picture(rich_view(), ATTACK, kind))[1].text or "")


def test_the_sheet_has_every_picture() -> None:
    shown = texts(harmless(sheet(rich_view(), ATTACK)))
    assert [each for each in shown if each in {one.heading for one in PICTURES.values()}] == [
        one.heading for one in PICTURES.values()
    ]


def test_what_is_not_there_is_an_error() -> None:
    with pytest.raises(NotFound):
        sheet(rich_view(), "inc_nothere")
    with pytest.raises(UsageError, match="lineage, matrix, timeline, tolls"):
        picture(rich_view(), ATTACK, "pie")


def test_an_incident_without_claims_is_drawn_without_them() -> None:
    shown = texts(harmless(sheet(view_of(), ATTACK)))
    assert {"No words say who.", "Nothing is said of it.", "No report tells of it."} <= {*shown}
    assert "No number of killed or wounded is given." in shown


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(hostile: str) -> None:
    clean = hostile.replace("\ud800", "")
    # As outlet, title, speaker, actor, target of lineage and reason: everywhere that text comes from outside.
    wire = page(clean, says(clean, clean), toll(ClaimRole.KILLED, 3, 3, clean), title=f"{clean}.", day=5)
    copy = page("Daily", says(clean, None), title=f"{clean}!", day=6)
    view = view_of(wire, copy, lineage=[row(copy, wire, why=clean)])
    summed = replace(view.incidents[0], summary=clean)
    root = harmless(sheet(replace(view, incidents=(summed,)), ATTACK))
    shown = escaped(clean)
    assert any(parsed(f"<a>{shown}</a>").text == each for each in texts(root) + titles(root))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_an_escaped_text_is_one_piece_of_text_or_attribute(hostile: str) -> None:
    made = parsed(element("a", escaped(hostile), b=hostile))
    assert len(made) == 0
    assert list(made.attrib) == ["b"]
    assert made.text == made.get("b")


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_records_changes_no_byte(seed: int) -> None:
    for view in (rich_view(), large_view(actors=12, speakers=20, pages=30)):
        assert sheet(shuffled(view, seed), ATTACK) == sheet(view, ATTACK)


def test_long_names_are_cut_and_stand_whole_in_a_title() -> None:
    name = "The United Front for the Liberation of the Northern and the Southern Coastal Provinces of Selda"
    root = parsed(picture(view_of(page("Wire One", says(name))), ATTACK, "matrix"))
    assert name not in texts(root)
    assert any(each.endswith("…") and name.startswith(each[:-1]) for each in texts(root))
    assert name in titles(root)


def test_what_is_too_much_for_a_sheet_is_counted() -> None:
    root = parsed(sheet(large_view(actors=45, speakers=90, pages=260), ATTACK))
    shown = texts(root)
    assert [
        each
        for each in shown
        if re.fullmatch(r"Left out for want of room: 15 more actors and \d+ more s\w+\.", each)
    ]
    assert [each for each in shown if re.fullmatch(r"and \d+ more entries, left out", each)]
    assert [each for each in shown if re.search(r"^\d+ more left out · ", each)]
    assert [each for each in shown if re.fullmatch(r"and \d+ more figures, left out", each)]


def placed(
    each: ElementTree.Element, x: float = 0, y: float = 0
) -> Iterator[tuple[ElementTree.Element, float, float]]:
    """Every element with the place its groups move it to."""
    move = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", each.get("transform", ""))
    x, y = (x + float(move[1]), y + float(move[2])) if move else (x, y)
    yield each, x, y
    for child in each:
        yield from placed(child, x, y)


@pytest.mark.parametrize(
    "view", [rich_view(), large_view(actors=35, speakers=60, pages=250)], ids=["small", "large"]
)
@pytest.mark.parametrize("kind", PICTURES)
def test_nothing_stands_outside_the_paper(view: LedgerView, kind: str) -> None:
    root = parsed(picture(view, ATTACK, kind))
    width, height = float(root.get("width", "")), float(root.get("height", ""))
    for each, x, y in placed(root):
        if each.tag == f"{SVG}text" and not each.get("transform"):
            across = width_of(texts(each)[0], float(each.get("font-size", ""))) if list(each.iter()) else 0
            start = {"middle": across / 2, "end": across}.get(each.get("text-anchor", ""), 0)
            left = x + float(each.get("x", "")) - start
            assert left >= 0
            assert left + across <= width + 1
            assert 0 <= y + float(each.get("y", "")) <= height


def test_every_stance_has_a_shape_and_a_letter_of_its_own() -> None:
    assert set(SIGNS) == set(Stance)
    assert len({sign.points for sign in SIGNS.values()}) == len(SIGNS)
    assert len({sign.letter for sign in SIGNS.values()}) == len(SIGNS)
    assert all(sign.word for sign in SIGNS.values())


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("stance", Stance)
def test_letters_can_be_read_on_their_signs(stance: Stance) -> None:
    assert contrast("#ffffff", SIGNS[stance].colour) >= 4.5
    assert contrast(INK, SIGNS[stance].pale) >= 4.5


def test_lesser_text_can_be_read() -> None:
    assert contrast(FAINT, "#ffffff") >= 7


def test_a_word_that_is_too_long_for_a_line_is_cut() -> None:
    assert list(lines_of(f"a {'b' * 50} c", 60, 10)) == ["a", fitted("b" * 50, 60, 10), "c"]
    assert all(width_of(each, 10) <= 60 for each in lines_of("one two three four five six", 60, 10))


def test_wide_letters_are_wide_and_combining_ones_nothing() -> None:
    assert width_of("爆", 10) > width_of("a", 10)
    assert width_of("e\u0301", 10) == width_of("e", 10)


def test_a_label_that_fits_needs_no_title() -> None:
    assert "<title>" not in label("Veld", 0, 0, width=100)
    assert "<title>Veld</title>" in label("Veld", 0, 0, width=12)


def test_the_days_before_the_attack_stand_before_it() -> None:
    day = DateRange(dt.date(2030, 6, 5), dt.date(2030, 6, 5))
    view = view_of(
        page("Early", says("Veld"), day=4), page("Late", says("Veld", "The mayor"), day=7), date=day
    )
    shown = texts(parsed(picture(view, ATTACK, "timeline")))
    wanted = ["4 Jun 2030", "before it", "5 Jun 2030", "the attack", "7 Jun 2030", "2 days after"]
    assert [each for each in shown if each in wanted] == wanted

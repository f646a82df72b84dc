"""The signs of the stances: a shape, a letter and a word each, so that no colour has to be told apart.

The colours are of the palette of Okabe and Ito (2008), darkened until white letters have 4.5:1 on them.
How sure a source is shows in the ground: full, pale with a firm edge, white with a broken edge.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from reportedly.pictures.matrix import STANCES, Mark
from reportedly.pictures.svg import INK, PAPER, Panel, element, flowed, label, line
from reportedly.records import Certainty, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """How one stance is drawn. ``points`` is a polygon in a square of -1 to 1; empty: a circle."""

    letter: str
    word: str
    colour: str
    pale: str
    points: tuple[tuple[float, float], ...] = ()


SIGNS = {
    Stance.ADMITS: Sign(
        letter="C",
        word="claims it",
        colour="#000000",
        pale="#d0d0d0",
        points=((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    ),
    Stance.ALLEGES: Sign(letter="A", word="alleged", colour="#a84300", pale="#f6d7c3"),
    Stance.DENIES: Sign(
        letter="D",
        word="denies",
        colour="#00609a",
        pale="#c9e2f2",
        points=((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    ),
    Stance.UNCONFIRMED: Sign(
        letter="U",
        word="could not confirm",
        colour="#7d3f68",
        pale="#ecd8e4",
        points=((-1.1, -0.85), (1.1, -0.85), (0, 1.15)),
    ),
    Stance.NO_CLAIM: Sign(
        letter="N",
        word="has not claimed it",
        colour="#4d4d4d",
        pale="#dddddd",
        points=((-0.55, -1), (0.55, -1), (1.1, 0), (0.55, 1), (-0.55, 1), (-1.1, 0)),
    ),
}
_SURE = {Certainty.PROBABLE: "said to be probable", Certainty.POSSIBLE: "said to be possible"}


def sign(stance: Stance, certainty: Certainty | None, x: float, y: float, *, size: float = 15) -> str:
    """The sign of a stance, ``size`` units high, its middle at ``x``, ``y``."""
    look, half = SIGNS[stance], size / 2
    ground = {Certainty.PROBABLE: look.pale, Certainty.POSSIBLE: PAPER}.get(certainty or Certainty.CERTAIN)
    style: dict[str, float | str | None] = {
        "fill": ground or look.colour,
        "stroke": look.colour,
        "stroke_width": 1.2,
        "stroke_dasharray": "2 1.4" if certainty is Certainty.POSSIBLE else None,
    }
    if look.points:
        corners = " ".join(f"{x + half * across:.2f},{y + half * down:.2f}" for across, down in look.points)
        shape = element("polygon", points=corners, **style)
    else:
        shape = element("circle", cx=x, cy=y, r=half, **style)
    # The letter sits where the shape is widest: a triangle that stands on its tip has it higher.
    lift = 0.3 if stance is not Stance.UNCONFIRMED else 0.16
    ink = INK if ground else PAPER
    return shape + label(
        look.letter, x, y + size * lift, size=size * 0.68, fill=ink, bold=True, anchor="middle"
    )


def legend(marks: Collection[Mark], width: float) -> Panel:
    """What the signs mean: those that are used, then the grounds of certainty, in lines of that width."""
    used = [stance for stance in STANCES if any(mark.stance is stance for mark in marks)]
    items = [(sign(each, Certainty.CERTAIN, 8, 9), SIGNS[each].word) for each in used]
    sure = sorted({mark.certainty for mark in marks if mark.certainty in _SURE}, key=list(_SURE).index)
    shown = used[0] if Stance.ALLEGES not in used and used else Stance.ALLEGES
    items += [(sign(shown, each, 8, 9), _SURE[each]) for each in sure if each]
    items += [(_headline(), "in a headline only")] if any(mark.headline for mark in marks) else []
    items += [(_backer(), "as backer")] if any(mark.supporter for mark in marks) else []
    items += [(_taken_back(), "taken back since")] if any(mark.taken_back for mark in marks) else []
    return flowed(items, width)


def marked(mark: Mark, x: float, y: float, *, size: float = 15) -> str:
    """The sign of a mark: underlined in headlines only, with + for a backer, struck out if taken back."""
    parts = [sign(mark.stance, mark.certainty, x, y, size=size)]
    parts += [_bar(x, y + size * 0.75, size)] if mark.headline else []
    parts += (
        [label("+", x + size * 0.5, y - size * 0.2, size=size * 0.7, bold=True)] if mark.supporter else []
    )
    parts += [_stroke(x, y, size)] if mark.taken_back else []
    return "".join(parts)


def _stroke(x: float, y: float, size: float) -> str:
    half = size * 0.75
    across = line(x - half, y + half, x + half, y - half, stroke=PAPER, width=2.8)
    return across + line(x - half, y + half, x + half, y - half, stroke=INK, width=1.3)


def _headline() -> str:
    return sign(Stance.ALLEGES, None, 8, 7, size=12) + _bar(8, 16, 12)


def _backer() -> str:
    return sign(Stance.ALLEGES, None, 7, 9, size=12) + label("+", 13, 7, size=9, bold=True)


def _taken_back() -> str:
    return sign(Stance.ALLEGES, None, 8, 9, size=12) + _stroke(8, 9, 12)


def _bar(x: float, y: float, size: float) -> str:
    return line(x - size / 2, y, x + size / 2, y, stroke=INK, width=1.4)

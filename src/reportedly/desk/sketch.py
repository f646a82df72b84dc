"""A sketch of where it is said to have happened: the places that are named, and the towns around, to scale.

Drawn from coordinates alone, without a map and without a network. Every town of the gazetteer is a dot,
filled in the country of the place and hollow elsewhere: so land stands out from sea and desert, and one
country from the next, without a coast or a border being drawn. What is named for a whole country or region is
listed beside it, not drawn as a point.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil, cos, floor, log10, radians

from reportedly.language.gazetteer import CITIES, country_names, towns_around
from reportedly.language.place_file import City
from reportedly.pictures.case import Case
from reportedly.pictures.svg import element, escaped, fitted, group, label, line, number, width_of
from reportedly.records import ClaimRole, Place, Stance
from reportedly.terminal.safe import visible

WIDTH, HEIGHT = 560.0, 340.0
TOWNS = 14
"""More names than these would hide the places."""
DOTS = 700
"""The largest towns that are dots; more would be a grey ground, and a large page."""
COUNTRIES = 5
"""Names of countries at most."""
RINGS = {"city": 10.0, "admin1": 60.0}
"""How far around its point, in kilometres, a name of this precision may mean: a convention, not a measure."""
_LEAST_RING = 12.0
"""Drawing units: a smaller ring would lie within its disc."""
_NEAR, _FAR = 60.0, 6000.0
"""Least and greatest half of the sketch's height, in kilometres."""
_KM_A_DEGREE = 111.2
_SIZE = 11.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A place that is named, and the claims that name it."""

    place: Place
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """The drawing, and the places by the numbers they have in it; ``wide`` are named but not drawn."""

    svg: str
    scenes: tuple[Scene, ...]
    wide: tuple[Scene, ...]


def sketch_of(case: Case) -> Sketch | None:
    """The sketch of one incident; None where nobody names a place whose position is known."""
    scenes = _scenes(case)
    drawn = tuple(each for each in scenes if each.place.precision == "city")
    if not drawn:
        drawn = scenes[:1]
    if not drawn:
        return None
    frame = _Frame.around([each.place for each in drawn])
    return Sketch(
        svg=_document(frame, drawn),
        scenes=drawn,
        wide=tuple(each for each in scenes if each not in drawn),
    )


def _scenes(case: Case) -> tuple[Scene, ...]:
    """Places that are told and not denied, those that most claims name first; one position is one scene."""
    found: dict[tuple[float, float], list[tuple[Place, str]]] = {}
    for claim in case.claims:
        place = claim.value.place if claim.value else None
        if claim.role is ClaimRole.PLACE and claim.stance is not Stance.DENIES and place:
            _add(found, place, claim.id)
    own = case.incident.place
    if own:
        _add(found, own, "")
    ranked = sorted(found.values(), key=lambda told: (-len(told), told[0][0].name))
    return tuple(
        Scene(place=told[0][0], claims=tuple(claim for _, claim in told if claim)) for told in ranked
    )


def _add(found: dict[tuple[float, float], list[tuple[Place, str]]], place: Place, claim: str) -> None:
    if place.latitude is not None and place.longitude is not None:
        at = round(place.latitude, 3), round(place.longitude, 3)
        found.setdefault(at, []).append((place, claim))


@dataclass(frozen=True, slots=True)
class _Frame:
    """The middle of the sketch in degrees, and how many kilometres it shows up and down of it."""

    latitude: float
    longitude: float
    km: float

    @classmethod
    def around(cls, places: Sequence[Place]) -> _Frame:
        """A frame that holds all places; around one alone so wide as its precision says."""
        norths = [place.latitude or 0.0 for place in places]
        easts = [place.longitude or 0.0 for place in places]
        north, east = (min(norths) + max(norths)) / 2, (min(easts) + max(easts)) / 2
        tall = (max(norths) - min(norths)) * _KM_A_DEGREE / 2
        wide = (max(easts) - min(easts)) * _KM_A_DEGREE * cos(radians(north)) / 2 * HEIGHT / WIDTH
        least = {"city": _NEAR, "admin1": 150.0}.get(places[0].precision, 600.0)
        return cls(north, east, min(_FAR, max(least, 1.5 * tall, 1.5 * wide)))

    @property
    def unit(self) -> float:
        """Drawing units a kilometre."""
        return HEIGHT / 2 / self.km

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a position is drawn; equirectangular around the middle."""
        east = (longitude - self.longitude + 180) % 360 - 180
        x = WIDTH / 2 + east * _KM_A_DEGREE * cos(radians(self.latitude)) * self.unit
        return x, HEIGHT / 2 - (latitude - self.latitude) * _KM_A_DEGREE * self.unit


def _document(frame: _Frame, scenes: Sequence[Scene]) -> str:
    names = ", ".join(visible(scene.place.name) for scene in scenes)
    lands = country_names()
    where = {lands[code] for scene in scenes if (code := scene.place.country) in lands and code}
    told = f"Sketch to scale, north up: {names}{', ' if where else ''}{', '.join(sorted(where))}. "
    told += f"{_round_km(frame.km / 2)} kilometres are the bar."
    towns = towns_around(frame.latitude, frame.longitude, tall=frame.km, wide=frame.km * WIDTH / HEIGHT)[
        :DOTS
    ]
    taken = [_box(x, y, visible(scene.place.name)) for scene, x, y in _spots(frame, scenes)]
    taken += [_Box(0, HEIGHT - 34, 150, HEIGHT), _Box(WIDTH - 36, 0, WIDTH, 44)]
    parts = (
        element("title", escaped(told)),
        "".join(_grid(frame)),
        "".join(_dots(frame, scenes, towns)),
        "".join(_rings(frame, scenes)),
        "".join(_named_towns(frame, scenes, towns, taken)),
        "".join(_lands(frame, scenes, towns, taken)),
        "".join(_marks(frame, scenes)),
        _scale(frame),
        _north(),
    )
    view = f"0 0 {number(WIDTH)} {number(HEIGHT)}"
    return element("svg", "".join(parts), class_="sketch", viewBox=view, role="img", aria_label=told)


def _grid(frame: _Frame) -> Iterator[str]:
    """Parallels and meridians at round degrees."""
    tall = 2 * frame.km / _KM_A_DEGREE
    wide = min(360.0, tall * WIDTH / HEIGHT / max(0.01, cos(radians(frame.latitude))))
    for degree in _round_degrees(frame.latitude, tall):
        _, y = frame.at(degree, frame.longitude)
        yield line(0, y, WIDTH, y, stroke="#dddddd")
        if 16 < y < HEIGHT - 50:
            name = f"{abs(degree):.{1 if tall < 6 else 0}f}°{'N' if degree >= 0 else 'S'}"
            yield label(name, 4, y - 3, size=9, fill="#767676")
    for degree in _round_degrees(frame.longitude, wide):
        x, _ = frame.at(frame.latitude, degree)
        yield line(x, 0, x, HEIGHT, stroke="#dddddd")


def _round_degrees(middle: float, wide: float) -> Iterator[float]:
    """The round degrees that lie within ``wide`` degrees around the middle, nine at most."""
    step = next(each for each in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0) if wide / each <= 8)
    first, last = ceil((middle - wide / 2) / step), floor((middle + wide / 2) / step)
    return (nth * step for nth in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class _Box:
    """Room that is taken, so that no name is written over another."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def meets(self, other: _Box) -> bool:
        return not (
            self.right < other.left
            or other.right < self.left
            or self.bottom < other.top
            or other.bottom < self.top
        )


def _spots(frame: _Frame, scenes: Iterable[Scene]) -> Iterator[tuple[Scene, float, float]]:
    for scene in scenes:
        x, y = frame.at(scene.place.latitude or 0.0, scene.place.longitude or 0.0)
        yield scene, x, y


def _box(x: float, y: float, name: str) -> _Box:
    return _Box(x - 8, y - 9, x + 12 + width_of(name, _SIZE), y + 9)


def _dots(frame: _Frame, scenes: Sequence[Scene], towns: Iterable[City]) -> Iterator[str]:
    """Every town, faint: filled in the countries of the places, hollow in others."""
    own = {scene.place.country for scene in scenes}
    for town in towns:
        x, y = frame.at(town.latitude, town.longitude)
        home = town.country in own or own == {None}
        size = 1.6 if town.population < CITIES else 2.2
        yield element(
            "circle",
            cx=x,
            cy=y,
            r=size,
            fill="#bdbdbd" if home else "none",
            stroke="#bdbdbd",
            class_="dot" if home else "dot abroad",
        )


def _rings(frame: _Frame, scenes: Sequence[Scene]) -> Iterator[str]:
    """How exactly a name tells the place, where that is more than its disc."""
    for scene, x, y in _spots(frame, scenes):
        radius = RINGS.get(scene.place.precision, 0.0) * frame.unit
        if _LEAST_RING < radius < WIDTH:
            yield element(
                "circle",
                cx=x,
                cy=y,
                r=radius,
                fill="none",
                stroke="#767676",
                stroke_dasharray="4 3",
                class_="ring",
            )


def _lands(frame: _Frame, scenes: Sequence[Scene], towns: Sequence[City], taken: list[_Box]) -> Iterator[str]:
    """Names of the countries, each where its own towns are near and few; those of the places first."""
    spots = [(*frame.at(town.latitude, town.longitude), town.country) for town in towns]
    if not spots:
        return
    own = {scene.place.country for scene in scenes}
    room: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for x, y in product(range(40, int(WIDTH), 40), range(24, int(HEIGHT), 24)):
        nearest = min(spots, key=lambda spot: (spot[0] - x) ** 2 + (spot[1] - y) ** 2)
        room[nearest[2]].append((x, y))
    names = country_names()
    ranked = sorted(room, key=lambda code: (code not in own, -len(room[code]), code))
    for code in [each for each in ranked if each in names][:COUNTRIES]:
        word = names[code].upper()
        half = width_of(word, 10) / 2 + len(word)
        boxes = [_Box(x - half, y - 8, x + half, y + 8) for x, y in room[code]]
        free = [box for box in boxes if _within(box) and not any(box.meets(each) for each in taken)]
        if free:
            chosen = min(free, key=lambda box: (sum(box.holds(x, y) for x, y, _ in spots), box.top, box.left))
            taken.append(chosen)
            yield element(
                "text",
                escaped(word),
                x=chosen.left + half,
                y=chosen.top + 12,
                font_size=10,
                letter_spacing=2,
                text_anchor="middle",
                fill="#767676",
                class_="land",
            )


def _within(box: _Box) -> bool:
    return box.left > 4 and box.right < WIDTH - 4 and box.top > 4 and box.bottom < HEIGHT - 4


def _named_towns(
    frame: _Frame, scenes: Sequence[Scene], towns: Iterable[City], taken: list[_Box]
) -> Iterator[str]:
    """The largest towns whose names find room beside the places."""
    shown = 0
    known = {scene.place.geoname for scene in scenes}
    for city in towns:
        x, y = frame.at(city.latitude, city.longitude)
        box = _box(x, y, city.name)
        inside = box.left > 0 and box.right < WIDTH and box.top > 0 and box.bottom < HEIGHT
        if city.geoname not in known and inside and not any(box.meets(each) for each in taken):
            taken.append(box)
            yield _town(city, x, y)
            shown += 1
        if shown == TOWNS:
            return


def _town(city: City, x: float, y: float) -> str:
    dot = element("circle", cx=x, cy=y, r=2.5, fill="#8c8c8c")
    return dot + label(city.name, x + 6, y + 4, size=_SIZE, fill="#595959")


def _marks(frame: _Frame, scenes: Sequence[Scene]) -> Iterator[str]:
    """A numbered disc for each place; its name stands to the side that has room."""
    for nth, (scene, x, y) in enumerate(_spots(frame, scenes), start=1):
        name = fitted(visible(scene.place.name), 200, 12)
        left = x + 16 + width_of(name, 12) > WIDTH
        disc = element("circle", cx=x, cy=y, r=9, fill="#1a1a1a", class_="place")
        figure = element("text", str(nth), x=x, y=y + 4, font_size=11, text_anchor="middle", class_="figure")
        word = label(
            name, x - 13 if left else x + 13, y + 4, size=12, bold=True, anchor="end" if left else None
        )
        yield group(disc + figure + word)


def _round_km(km: float) -> int:
    """The largest of 1, 2, 5, 10, 20, 50, … that is not over ``km``."""
    power = 10 ** floor(log10(max(1.0, km)))
    return int(next(each for each in (5 * power, 2 * power, power) if each <= max(1.0, km)))


def _scale(frame: _Frame) -> str:
    km = _round_km(frame.km / 2)
    long, y = km * frame.unit, HEIGHT - 12
    bar = line(12, y, 12 + long, y, stroke="#1a1a1a", width=2)
    ends = "".join(line(x, y - 4, x, y + 4, stroke="#1a1a1a", width=1.5) for x in (12, 12 + long))
    return bar + ends + label(f"{km:,} km", 12, y - 9, size=10)


def _north() -> str:
    x = WIDTH - 18
    arrow = element(
        "polygon",
        points=f"{number(x)},10 {number(x + 6)},28 {number(x)},24 {number(x - 6)},28",
        fill="#1a1a1a",
    )
    return arrow + label("N", x, 40, size=10, anchor="middle")

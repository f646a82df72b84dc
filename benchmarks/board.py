"""The board of a large ledger: first page, filters, one incident and search, by milliseconds.

The ledger is synthetic: reports of attacks that never happened, put in as readings, so that nothing is read
by a model. ``REPORTEDLY_BOARD=1000`` makes one of so many reports; each has ten claims or so.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.rows import Row
from benchmarks.speed import timed
from reportedly.board import Board, Filters, FoundKind
from reportedly.ids import content_id, sha256_hex
from reportedly.ledger import Ledger
from reportedly.records import (
    Certainty,
    Claim,
    ClaimRole,
    DateRange,
    Evidence,
    Incident,
    IncidentType,
    MadeBy,
    NumberRange,
    Place,
    Reading,
    Report,
    Source,
    SourceKind,
    Span,
    Stance,
    Value,
)
from reportedly.store.write import digest, put_reading

WANTED = "REPORTEDLY_BOARD"
REPORTS = 10_000
RUNS = 30
MADE_BY = MadeBy(program="reportedly", extractor="synthetic")
SYLLABLES = "ba ro mi tel sar un ka ve lo dri nor as pe gul im ha".split()
ACTORS = 60
PLACES = 400
OUTLETS = 80
WEEKS = 300


def rows() -> Iterator[Row]:
    """Seconds to fill and to refresh, then milliseconds of what a desk asks for."""
    reports = int(os.environ.get(WANTED) or REPORTS)
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder, "board.sqlite")) as ledger:
        filled = timed(lambda: fill(ledger, readings(reports)))
        refreshed = timed(ledger.refresh)
        state = Board(ledger).state()
        data = (
            f"{state.claims:,} claims of {state.reports:,} synthetic reports, {state.incidents:,} incidents"
        )
        yield once(data, "seconds to store the readings", filled, "all in one transaction, words indexed")
        yield once(data, "seconds to refresh the board", refreshed, "everything compared anew")
        for metric, ask in questions(Board(ledger)):
            yield median(data, metric, [timed(ask) * 1000 for _ in range(RUNS)])


def fill(ledger: Ledger, made: Iterable[Reading]) -> None:
    """Store readings; in one transaction, so that the disk is not what is measured."""
    with ledger.store.writing() as connection:
        for each in made:
            put_reading(connection, each, MADE_BY, digest(each, MADE_BY))


def questions(board: Board) -> Iterator[tuple[str, Callable[[], object]]]:
    """What a desk asks for, and how it is called."""
    first = board.incidents()
    incident = max(first.rows, key=lambda row: row.reports).id
    yield "ms, first page of incidents", board.incidents
    yield "ms, a page of incidents half-way", lambda: board.incidents(after="2023-06-01/")
    yield "ms, first page of reports", board.reports
    yield "ms, incidents of one actor", lambda: board.incidents(wanted=Filters(actor=name(3)))
    yield "ms, incidents of a grade that none has", lambda: board.incidents(wanted=Filters(grade="no such"))
    yield (
        "ms, incidents of a place and an outlet",
        lambda: board.incidents(wanted=Filters(place=name(1003), outlet=f"{name(5003)} Post")),
    )
    yield (
        "ms, unread reports of an outlet",
        lambda: board.reports(wanted=Filters(outlet=f"{name(5003)} Post", unread=True)),
    )
    yield (
        "ms, disputed incidents of a month",
        lambda: board.incidents(
            wanted=Filters(differs=True, since=dt.date(2022, 5, 1), until=dt.date(2022, 5, 31))
        ),
    )
    yield "ms, whether the board is current", board.state
    yield "ms, one incident with its claims", lambda: board.view(incident)
    yield "ms, one incident with all that its page needs", lambda: board.case(incident)
    yield "ms, search of a rare word in reports", lambda: board.search(name(1003))
    yield "ms, search of a word that all have", lambda: board.search("attack")
    yield "ms, search of two words in claims", lambda: board.search(f"{name(3)} police", kind=FoundKind.CLAIM)


def once(data: str, metric: str, value: float, note: str) -> Row:
    """A figure that is measured once."""
    return Row(
        part="board", data=data, system="reportedly", metric=metric, value=value, n=1, unit="run", note=note
    )


def median(data: str, metric: str, values: Sequence[float]) -> Row:
    """The median with its quartiles."""
    ordered = sorted(values)
    low, middle, high = (ordered[len(ordered) * part // 4] for part in (1, 2, 3))
    return Row(
        part="board",
        data=data,
        system="reportedly",
        metric=metric,
        value=middle,
        low=low,
        high=high,
        n=len(ordered),
        unit="runs",
        note="one connection, warm",
    )


def name(number: int) -> str:
    """A made-up name; the same for the same number.

    >>> name(3), name(3) == name(3)
    ('Telba', True)
    """
    parts = [
        SYLLABLES[number % 16],
        SYLLABLES[number // 16 % 16],
        *([SYLLABLES[number // 256 % 16]] if number > 255 else []),
    ]
    return "".join(parts).capitalize()


def readings(count: int) -> Iterator[Reading]:
    """So many reports; about half of them tell of an attack that others tell of too."""
    chance = random.Random(2024)  # noqa: S311 no secret
    attacks = max(1, count // 2)
    for number in range(count):
        yield reading(number, chance.randrange(attacks), chance)


def reading(number: int, attack: int, chance: random.Random) -> Reading:
    """Report ``number`` on attack ``attack``: ten claims by three speakers."""
    set_up = random.Random(attack)  # noqa: S311 no secret
    day = dt.date(2020, 1, 1) + dt.timedelta(days=7 * set_up.randrange(WEEKS) + set_up.randrange(7))
    place = name(1000 + set_up.randrange(PLACES))
    doer, rival = name(set_up.randrange(ACTORS)), name(chance.randrange(ACTORS))
    toll = set_up.randrange(1, 30) + chance.randrange(3)
    target = f"{name(2000 + set_up.randrange(3000))} depot"
    sentences = [
        f"Attack on {target} in {place}",
        "",
        f"Police said {doer} carried out the attack on {target} in {place} on {day.isoformat()}.",
        f"The governor {name(7000 + number % 500)} blamed {rival} and spoke of {toll} killed.",
        f"{doer} denied it, in words that agency {name(9000 + chance.randrange(4000))} passed on.",
        " ".join(name(10_000 + chance.randrange(20_000)) for _ in range(120)),
    ]
    text = "\n".join(sentences)
    sha256 = sha256_hex(f"{number}{text}".encode())
    report = Report(
        id=content_id("rep", sha256),
        origin=f"synthetic/{number}",
        sha256=sha256,
        text=text,
        title=sentences[0],
        outlet=f"{name(5000 + chance.randrange(OUTLETS))} Post",
        published=day + dt.timedelta(days=1),
    )
    return _told(report, day, place, target, doer, rival, toll)


def _told(report: Report, day: dt.date, place: str, target: str, doer: str, rival: str, toll: int) -> Reading:
    text, incident = report.text, content_id("inc", report.id)

    def span(words: str, after: str = "") -> Span:
        start = text.index(words, text.index(after) if after else 0)
        return Span.of(text, start, start + len(words))

    def source(label: str, after: str) -> Source:
        return Source(
            id=content_id("src", report.id, label),
            report=report.id,
            label=label,
            kind=SourceKind.ORGANISATION,
            number=NumberRange(1, 1),
            mentions=(span(label, after),),
            text=text,
        )

    said = [
        (source("Police", "Police said"), "Police said", text.split("\n")[2]),
        (source("The governor", "The governor"), "The governor", text.split("\n")[3]),
        (source(doer, f"{doer} denied"), f"{doer} denied", text.split("\n")[4]),
    ]
    spot, toll_words = Place(name=place, country="XX", precision="city"), f"{toll} killed"
    says, denies, date = Stance.ALLEGES, Stance.DENIES, day.isoformat()
    plan = [
        (0, ClaimRole.PERPETRATOR, says, Value(text=doer)),
        (0, ClaimRole.TARGET, says, Value(text=target)),
        (0, ClaimRole.PLACE, says, Value(text=place, place=spot)),
        (0, ClaimRole.TIME, says, Value(text=date, date=DateRange(day, day))),
        (0, ClaimRole.ATTACK_TYPE, says, Value(text="attack")),
        (1, ClaimRole.PERPETRATOR, says, Value(text=rival)),
        (1, ClaimRole.KILLED, says, Value(text=toll_words, number=NumberRange(toll, toll))),
        (2, ClaimRole.PERPETRATOR, denies, Value(text=doer)),
        (1, ClaimRole.VICTIM, says, Value(text="killed")),
        (0, ClaimRole.WEAPON, says, Value(text="attack")),
    ]
    claims = tuple(
        Claim(
            id=content_id("clm", report.id, at),
            report=report.id,
            incident=incident,
            role=role,
            value=value,
            stance=stance,
            certainty=Certainty.CERTAIN,
            source=said[by][0].id,
            evidence=Evidence(
                source=said[by][0].mentions,
                content=(span(said[by][2]),),
                value=(span(value.text, said[by][1]),),
            ),
            confidence=0.8,
            text=text,
        )
        for at, (by, role, stance, value) in enumerate(plan)
    )
    told = Incident(
        id=incident,
        type=IncidentType.ARMED_ASSAULT,
        claims=tuple(claim.id for claim in claims),
        summary=f"Attack on {target}",
        date=DateRange(day, day),
        place=spot,
    )
    sources = {source.id: source for source, _, _ in said}
    return Reading(report=report, sources=tuple(sources.values()), claims=claims, incidents=(told,))

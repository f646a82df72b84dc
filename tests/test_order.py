"""The same reports give the same answer: all at once or one at a time, whichever comes first."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from deciding import NOT_SAME, SAME, decision
from reportedly.incidents.decisions import anchor_of
from reportedly.pipeline import annotator_named, assemble, made_by, readings
from reportedly.records import Decision, DerivationRelation, LedgerView, MadeBy, Reading

# Nothing of this happened. Name, title, outlet, time of publication; then the paragraphs.
STORIES = """
wire | Car bomb kills four at Basra market | Reuters | 2024-05-06

BASRA, May 6 (Reuters) - A car bomb killed four people at a grain market in Basra on Monday, and two
police officers, who asked not to be named, said Islamic State carried out the attack.

The car had stood beside a row of millet sacks since before dawn, a porter said, and its lights were still
burning when the first carts came in from the river.

Hezbollah denied involvement in the attack. A spokesman said that it had no men in the city and wanted
none there, least of all among people who sell bread.

The governor promised walls around the market before the harvest, and the hospital asked for blood of
every kind until the end of the week.
====
copy | Four dead in Basra bombing | Mill Post | 2024-05-07

BASRA, May 6 (Reuters) - A car bomb killed four people at a grain market in Basra on Monday, and two
police officers, who asked not to be named, said Islamic State carried out the attack.

The car had stood beside a row of millet sacks since before dawn, a porter said, and its lights were still
burning when the first carts came in from the river.

Hezbollah denied involvement in the attack. A spokesman said that it had no men in the city and wanted
none there, least of all among people who sell bread.
====
rewrite | Market bomb in Basra blamed on Islamic State | Delta Gazette | 2024-05-07

Four people died when a car bomb went off at a grain market in Basra on Monday. Two police officers who
did not want to be named told Reuters that Islamic State carried out the attack.

A porter said the car had stood beside millet sacks since before dawn with its lights burning when carts
came from the river. Hezbollah, whose spokesman said it had no men in the city, denied involvement in the
attack, Reuters reported.
====
citation | What is known of the Basra market bomb | Gulf Evening | 2024-05-08

Islamic State was behind the car bomb that killed four people at a market in Basra on Monday, Reuters
reported, citing two police officers.

Traders told Gulf Evening that they would sell from boats for as long as the square is closed.
====
rival | Army blames Hezbollah for bomb at Basra market | Marsh Radio | 2024-05-07

An army general said on Tuesday that Hezbollah carried out the bombing that killed six people at the grain
market in Basra on Monday.

The general told Marsh Radio that soldiers had found a second car, and a map, in a garage by the canal.
====
first version | Bomb hits market in Basra | Canal Daily | 2024-05-06T10:00:00+00:00

A bomb killed three people at a grain market in Basra on Monday. Police said Iran carried out the attack.

The market is the oldest of the lower town, and its clock has stopped.
====
second version | Bomb hits market in Basra | Canal Daily | 2024-05-06T16:00:00+00:00

A bomb killed four people at a grain market in Basra on Monday.

The market is the oldest of the lower town, and its clock has stopped.

Correction: An earlier version of this story wrongly said that Iran carried out the attack. Police have
not said who did it.
====
elsewhere | Gunmen kill two guards at a depot in Kano | Sahel Mail | 2024-05-07

Gunmen killed two guards at a fuel depot in Kano on Tuesday. Police blamed Boko Haram.
"""

MADE_BY = MadeBy(program="reportedly", extractor="rules")


def rows() -> dict[str, dict[str, str]]:
    """Each story as a row that can be read, by its name."""
    found = {}
    for story in STORIES.split("===="):
        head, *paragraphs = (" ".join(each.split()) for each in story.strip().split("\n\n"))
        name, title, outlet, published = head.split(" | ")
        address = f"https://{outlet.split()[0]}.example/news/{'-'.join(title.split())}".lower()
        row = {"title": title, "outlet": outlet, "published": published, "url": address}
        found[name] = {**row, "text": "\n\n".join(paragraphs)}
    return found


ROWS = rows()
NAMES = tuple(ROWS)


def written(folder: Path, names: Iterable[str]) -> list[Path]:
    """The stories as files, in the order of the names."""
    paths = [folder / f"{name}.json" for name in names]
    for path in paths:
        path.write_text(json.dumps(ROWS[path.stem]), "utf-8")
    return paths


@cache
def read() -> dict[str, Reading]:
    """The stories as the rules read them, once for all tests."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        found = list(readings(written(Path(folder), NAMES), annotator=annotator_named("rules")))
    made = [each for each in found if isinstance(each, Reading)]
    return dict(zip(NAMES, made, strict=True))


def sorted_rows(view: LedgerView) -> LedgerView:
    """The same view with the rows of every table in one order; decisions keep theirs, which counts."""
    tables: dict[str, Any] = {
        each.name: tuple(sorted(table, key=repr))
        for each in fields(view)
        if isinstance(table := getattr(view, each.name), tuple) and each.name != "decisions"
    }
    return replace(view, **tables)


def told_at_once(*decisions: Decision) -> LedgerView:
    return sorted_rows(assemble(MADE_BY, list(read().values()), decisions=decisions))


def decided() -> list[Decision]:
    """The rival account is another attack, and the one elsewhere is the same as the wire's."""
    of = {name: anchor_of(reading.incidents[0], reading) for name, reading in read().items()}
    return [
        decision(NOT_SAME, [of["rival"]], [of["wire"], of["copy"], of["rewrite"]]),
        decision(SAME, [of["elsewhere"]], [of["wire"]], number=1),
    ]


def test_the_stories_have_all_that_can_depend_on_an_order() -> None:
    view = told_at_once()
    names = {reading.report.id: name for name, reading in read().items()}
    derived = {
        (names[each.report], names.get(each.derives_from, "a root"), each.relation) for each in view.lineage
    }
    assert ("copy", "wire", DerivationRelation.COPY) in derived
    assert {each.relation for each in view.lineage} == set(DerivationRelation)
    assert sorted(len(each.members) for each in view.incidents) == [0, 7]
    assert any(each.withdrawn for each in view.assessments)
    assert len({each.roots for each in view.assessments}) > 1
    assert len(view.reports) == len(NAMES)


orders = st.permutations(NAMES)


@settings(max_examples=40)
@given(orders, st.booleans())
def test_whatever_order_reports_are_compared_in_the_answer_is_one(
    order: Sequence[str], with_decisions: bool
) -> None:
    decisions = decided() if with_decisions else []
    view = assemble(MADE_BY, [read()[name] for name in order], decisions=decisions)
    assert sorted_rows(view) == told_at_once(*decisions)


@pytest.mark.parametrize("seed", range(3))
def test_a_ledger_that_is_fed_one_by_one_tells_what_one_fed_at_once_tells(seed: int, tmp_path: Path) -> None:
    order = list(NAMES)
    random.Random(seed).shuffle(order)  # noqa: S311 no secret
    paths = written(tmp_path, order)
    with reportedly.Ledger(tmp_path / "at once.sqlite") as whole:
        assert len(whole.add(sorted(paths), reader="rules").stored) == len(NAMES)
        expected = whole.view()
    with reportedly.Ledger(tmp_path / "one by one.sqlite") as ledger:
        for path in paths:
            assert len(ledger.add(path, reader="rules").stored) == 1
        assert ledger.view() == expected
        # Fed again it knows them all, and nothing changes.
        assert len(ledger.add(paths, reader="rules").known) == len(NAMES)
        assert ledger.view() == expected
    assert sorted_rows(expected) == sorted_rows(reportedly.read(paths, reader="rules"))


@settings(max_examples=8)
@given(orders, st.integers(1, len(NAMES) - 1))
def test_looking_and_deciding_between_reports_leaves_no_trace(order: Sequence[str], at: int) -> None:
    """Decisions that were made on some of the reports hold as if all had been there."""
    import tempfile

    mark = made_by(annotator_named("rules"))
    with tempfile.TemporaryDirectory() as folder, reportedly.Ledger(f"{folder}/a.sqlite") as ledger:
        for nth, name in enumerate(order):
            ledger.put(read()[name], made_by=mark)
            if nth == at:
                ledger.view()
                for each in decided():
                    ledger._store.decide(each)
        view = sorted_rows(ledger.view())
    assert replace(view, made_by=MADE_BY) == told_at_once(*decided())


def test_an_id_stands_while_reports_come_in_by_day(tmp_path: Path) -> None:
    """A desk that has noted the id of an attack finds it again after every later report."""
    mark = made_by(annotator_named("rules"))
    by_day = sorted(read().values(), key=lambda each: (str(each.report.published), each.report.id))
    noted: set[str] = set()
    with reportedly.Ledger(tmp_path / "a.sqlite") as ledger:
        for reading in by_day:
            ledger.put(reading, made_by=mark)
            found = {each.id for each in ledger.view().incidents}
            assert noted <= found
            noted = found
    assert len(noted) == 2

"""Splits: what shares an event or an actor stays together, and adding a report moves no other."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from corpus.form import CorpusReport
from corpus.load import load
from corpus.parser import parse
from corpus.split import actors_of, assigned, common_words, groups, main, parted

REPORT = """\
id: {id}
event: {event}
register: agency story
region: europe
year: 2003
published: 2003-05-06
outlet: -
names: invented
relevant: yes
phenomena: -
split: {split}

= Fire at the customs house

{{s1|The police}} {{c1|said}} that {{k1|{{a1|{actor}}} lit {{t1|the fire}}}} with rags and petrol.
-- incidents
1 infrastructure trigger t1
-- speakers
s1 organisation 1..1 police
-- claims
1 perpetrator a1 alleges certain by s1 cue c1 content k1
"""


def report(id: str, *, actor: str, event: str | None = None, split: str = "train") -> CorpusReport:
    parsed, problems = parse(REPORT.format(id=id, event=event or id, actor=actor, split=split), f"{id}.txt")
    assert not problems
    assert parsed
    return parsed


def together(*reports: CorpusReport) -> list[list[str]]:
    return [[each.id for each in group] for group in groups(reports)]


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("the Velm Guard", "Velm", True),
        ("the Velm Guard", "the Odrin Guard", False),
        ("Israeli jets", "Tel Aviv", True),
        ("Israeli jets", "Israel", True),
        ("Daesh", "the Islamic State", True),
        ("the guard", "the guard", False),
        ("Guardsmen", "Guardsmen", True),
        ("the Odrin’s men", "the Odrin's men", True),
    ],
)
def test_reports_hang_together_by_the_names_of_their_actors(one: str, other: str, *, joined: bool) -> None:
    found = together(report("a-1", actor=one), report("b-1", actor=other), report("c-1", actor="some guard"))
    assert (["a-1", "b-1"] in found) is joined


def test_reports_hang_together_by_a_chain_of_shares() -> None:
    reports = (
        report("a-1", actor="Velm"),
        report("b-1", actor="the Odrin"),
        report("c-1", actor="Velm and the Odrin"),
        report("d-1", actor="the Tarsk", event="a-1"),
    )
    assert together(*reports) == [["a-1", "b-1", "c-1", "d-1"]]
    assert len(set(assigned(reports).values())) == 1


def test_a_word_in_small_letters_anywhere_is_no_name() -> None:
    reports = (report("a-1", actor="The Rangers"), report("b-1", actor="two rangers"))
    common = common_words(reports)
    assert "rangers" in common
    assert not actors_of(reports[0], common)


def test_a_new_report_moves_no_other() -> None:
    reports = tuple(report(f"r{i}-1", actor=f"Xanthu{chr(97 + i)}") for i in range(20))
    before = assigned(reports[:-1])
    assert before.items() <= assigned(reports).items()
    assert set(before.values()) == {"train", "dev", "test"}


def test_a_parted_actor_is_told_with_both_reports() -> None:
    reports = (report("a-1", actor="the Velm Guard"), report("b-1", actor="Velm", split="test"))
    (problem,) = parted(reports)
    assert problem.file == "b-1.txt"
    assert "the actor 'velm' is train in a-1, test here" in problem.what
    assert not parted(dataclasses.replace(each, split="dev") for each in reports)


def test_the_command_writes_what_it_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for i in range(12):
        known = f"r{i}-1"
        raw = REPORT.format(id=known, event=known, actor=f"Xanthu{chr(97 + i)}", split="train")
        (tmp_path / f"{known}.txt").write_text(raw, "utf-8")
    assert main([], folder=tmp_path) == 1
    assert "lines differ" in capsys.readouterr().out
    assert main(["--write"], folder=tmp_path) == 0
    assert main([], folder=tmp_path) == 0
    assert {each.split for each in load(folder=tmp_path)} > {"train"}

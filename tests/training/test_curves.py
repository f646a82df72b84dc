"""The picture of a run shows its losses and scores."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

from training.curves import losses, main, scores

ROWS = [
    {"epoch": 0, "step": 50, "tags": 4.0, "claims": 2.0},
    {"epoch": 0, "step": 100, "tags": 2.0, "claims": 1.0},
    {"epoch": 1, "gold dev full": 0.5, "corpus full": 0.25, "measure_seconds": 9},
]


def test_steps_are_parts_of_an_epoch_and_scores_stand_at_its_end() -> None:
    assert losses(ROWS) == [("tags", [(0.5, 4.0), (1.0, 2.0)]), ("claims", [(0.5, 2.0), (1.0, 1.0)])]
    assert scores(ROWS) == [("corpus full", [(1, 0.25)]), ("gold dev full", [(1, 0.5)])]


def test_the_picture_has_a_line_for_each(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    assert main([str(tmp_path)]) == 0
    drawn = ET.fromstring((tmp_path / "curves.svg").read_text("utf-8"))  # noqa: S314  (our own)
    texts = [each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"tags 2.00", "claims 1.00", "corpus full 0.25", "gold dev full 0.50"} <= set(texts)


def test_a_run_that_has_just_begun_has_no_lines(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text("", "utf-8")
    assert main([str(tmp_path)]) == 0

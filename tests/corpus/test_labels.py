"""Labels of real reports: offsets only, checked, and no word of the texts gets in."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from corpus.labels import FILE, load, main, problems, stripped, texts

TEXT = "No group claimed the blast.\n\nA clerk told\nRadio Quay the Net League lit it."
LABEL = {
    "id": "bulk:q1",
    "incidents": [
        {
            "n": 1,
            "trigger": "the blast",
            "trigger_span": [17, 26],
            "type": "bombing",
            "attempt": False,
            "date": None,
            "place": None,
            "target": None,
            "weapon": None,
            "killed": None,
            "wounded": None,
        }
    ],
    "claims": [
        {
            "incident": 1,
            "role": "perpetrator",
            "stance": "alleges",
            "certainty": "certain",
            "passage": "A clerk told Radio Quay the Net League lit it.",
            "passage_span": [29, 75],
            "actor": "the Net League",
            "actor_span": [53, 67],
            "source": "A clerk",
            "source_span": [29, 36],
            "source_kind": "anonymous",
            "source_role": "witness",
            "source_number": [1, 1],
            "cue": "told",
            "cue_span": [37, 41],
            "content": "the Net League lit it",
            "content_span": [53, 74],
            "via": ["Radio Quay"],
        }
    ],
    "no_trap": [{"passage": "A clerk told Radio Quay", "actor": "Radio Quay", "why": "only carries it"}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    title, _, text = TEXT.partition("\n\n")
    with gzip.open(tmp_path / "bulk_news.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"id": "q1", "title": title, "text": text}) + "\n")
    return tmp_path


def test_only_numbers_and_closed_lists_are_kept() -> None:
    kept = stripped(LABEL, TEXT)
    (claim,) = kept["claims"]
    assert claim["actor"] == [53, 67]
    assert TEXT[slice(*claim["via"][0])] == "Radio Quay"
    assert TEXT[slice(*kept["no_trap"][0]["passage"])] == "A clerk told\nRadio Quay"
    written = json.dumps(kept)
    assert not any(word in written for word in ("clerk", "League", "Quay", "blast", "carries"))


def test_labels_are_added_and_checked(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    located, file = tmp_path / "located.json", tmp_path / "labels" / "real.jsonl"
    located.write_text(json.dumps([LABEL]), "utf-8")
    assert main(["--add", str(located)], file=file, folder=folder) == 0
    assert "1 reports, 1 claims, 0 problems" in capsys.readouterr().out
    assert main(["--add", str(located)], file=file, folder=folder) == 1
    assert "bulk:q1: labelled twice" in capsys.readouterr().out
    assert main([], file=file, folder=tmp_path / "absent") == 1
    assert "only the form was looked at" in capsys.readouterr().out


def test_what_is_wrong_is_told(folder: Path) -> None:
    row = stripped(LABEL, TEXT)
    row["claims"][0] |= {"incident": 2, "stance": "shouts", "cue": [70, 90]}
    row["incidents"][0]["type"] = "arson"
    told = list(problems([row], texts([row["id"]], folder)))
    assert len(told) == 4
    assert "cue [70, 90] lies outside of the text" in told[-1]


def test_a_report_that_no_set_has_is_named(folder: Path) -> None:
    with pytest.raises(KeyError, match="bulk:q2"):
        texts(["bulk:q1", "bulk:q2"], folder)


def test_the_labels_of_the_repository_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0, capsys.readouterr().out
    assert len(load()) >= 100
    assert all("text" not in key for row in load() for key in row)
    assert FILE.stat().st_size < 1_000_000

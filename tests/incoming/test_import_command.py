"""`reportedly import` as a person meets it: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from casework.reviewing import READING, TOLL
from faults.plain import plain_reading
from incoming.desks import ANA, BEN, changed, desk, less, sent
from reportedly.casebook import Casebook
from reportedly.casework.reviews import Accept, Reject
from reportedly.cli import IN_PART, NOTHING, WRONG_USE, app
from reportedly.records import MadeBy


def run(*arguments: str | Path, **environment: str) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], env=environment)


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REPORTEDLY_LEDGER", "REPORTEDLY_ANALYST", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with desk(tmp_path / "there.sqlite", 1, 2) as there:
        there.review(BEN, READING.report.id, Reject(), subjects=(TOLL,), reason="no")
        return sent(there, tmp_path / "nineveh.json")


def test_into_a_ledger_that_is_not_there_yet(file: Path, tmp_path: Path) -> None:
    done = run("import", file, "--ledger", tmp_path / "new.sqlite", "--by", "Ana")
    assert done.exit_code == 0
    assert f"{file}, from nineveh" in done.output.replace("\n", "")
    assert "2 reports taken, 0 here already" in done.output
    assert "1 review stored as said by another desk: nineveh" in done.output
    shown = run("show", "--ledger", tmp_path / "new.sqlite", "--format", "json")
    assert [each["reviewed"] for each in json.loads(shown.stdout)["rejected"]] == ["rejected"]


def test_conflicts_for_programs(file: Path, tmp_path: Path) -> None:
    with desk(tmp_path / "here.sqlite", 1) as here:
        here.review(ANA, READING.report.id, Accept(), subjects=(TOLL,))
    with Casebook(tmp_path / "less.sqlite", create=True) as other:
        other.ledger.put(less(2, 1), made_by=MadeBy(program="reportedly 0.2.0", extractor="rules.v2"))
        second = sent(other, tmp_path / "less.json")
    arguments = ("--ledger", tmp_path / "here.sqlite", "--from", "Nineveh desk", "--format", "json")
    done = run("import", file, second, *arguments)
    assert done.exit_code == 0
    data = json.loads(done.stdout)
    assert (data["format"], data["version"]) == ("reportedly-import", 1)
    first, other_file = data["files"]
    assert (first["desk"], first["new"]) == ("Nineveh desk", [plain_reading(2).report.id])
    (claim,) = first["conflicts"]
    assert (claim["kind"], claim["here"]["reviewed"], claim["there"]["reviewed"]) == (
        "claim",
        "accepted",
        "rejected",
    )
    (reading,) = other_file["conflicts"]
    assert (reading["kind"], reading["same"], len(reading["only_here"])) == ("reading", 4, 1)
    assert reading["there"]["extractor"] == "rules.v2"


def test_what_does_not_hold_ends_with_three(file: Path, tmp_path: Path) -> None:
    def spoil(data: Any) -> None:
        data["claims"][0]["confidence"] = 9

    ledger = tmp_path / "here.sqlite"
    done = run("import", changed(file, spoil), tmp_path / "none.json", "--ledger", ledger)
    assert done.exit_code == IN_PART
    assert "claims (malformed): claims[0]: confidence is a probability, not 9.0" in done.output
    assert "read (not_found): there is no such file" in done.output


def test_nothing_to_take_ends_with_one(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text("[" * 1_000_000)
    done = run("import", tmp_path / "deep.json", "--ledger", tmp_path / "here.sqlite")
    assert done.exit_code == NOTHING
    assert "a ledger file is JSON, and this is not" in done.output


def test_it_needs_a_ledger_and_names_that_can_be_read(file: Path, tmp_path: Path) -> None:
    assert run("import", file).exit_code == WRONG_USE
    done = run("import", file, "--ledger", tmp_path / "a.sqlite", "--from", " ")
    assert done.exit_code == NOTHING
    assert "a person's name has 1 to 80 characters" in done.output

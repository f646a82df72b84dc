"""With the gate nothing is lost: what it keeps back is stored, told of, and read as soon as it is off."""

from __future__ import annotations

from pathlib import Path

import pytest
from gated import BAECKEREI, BAKERY, BLAST
from typer.testing import CliRunner, Result

import reportedly
from reportedly.cli import app
from reportedly.ledger import Ledger
from reportedly.records import Reason, Skipped, Stage
from reportedly.store import Store, migrate, sqlite


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in {"blast": BLAST, "bakery": BAKERY, "baeckerei": BAECKEREI}.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    (folder / "noise.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["read", *map(str, arguments), "--reader", "rules"])


def reasons(rows: tuple[Skipped, ...]) -> dict[str, Reason]:
    return {Path(row.origin).stem: row.reason for row in rows}


KEPT = {"bakery": Reason.NO_ATTACK, "baeckerei": Reason.OTHER_LANGUAGE}


def test_seen_is_stored_and_skipped_and_the_gate_has_a_row(pages: Path, tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.sqlite") as ledger:
        added = ledger.add(pages, reader="rules", gate=True)
        assert (len(added.stored), len(added.known)) == (3, 0)
        assert reasons(added.skipped) == {"noise": Reason.NOT_TEXT}
        assert reasons(added.gated) == KEPT
        assert {row.stage for row in added.gated} == {Stage.GATE}
        view = ledger.view()
    assert len(view.reports) == 3
    assert reasons(view.skipped) == {**KEPT, "noise": Reason.NOT_TEXT}
    assert {view.reports[0].id} | {claim.report for claim in view.claims} <= {
        each.id for each in view.reports
    }
    assert len({claim.report for claim in view.claims}) == 1


def test_off_it_reads_what_it_kept_and_nothing_else(pages: Path, tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.sqlite") as ledger:
        first = ledger.add(pages, reader="rules", gate=True)
        again = ledger.add(pages, reader="rules", gate=True)
        assert (again.stored, len(again.known)) == ((), 3)
        read = ledger.add(pages, reader="rules")
        assert len(read.known) == 1
        assert set(read.stored) | set(read.known) == set(first.stored)
        assert read.gated == ()
        assert {row.stage for row in ledger.view().skipped} == {Stage.READ}
        assert ledger.add(pages, reader="rules", gate=True).known == again.known
        with Ledger(tmp_path / "b.sqlite") as plain:
            plain.add(pages, reader="rules")
            assert ledger.view() == plain.view()


def test_what_another_reader_has_read_is_not_asked_of_the_gate(pages: Path, tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.sqlite") as ledger:
        ledger.add(pages, reader="encoder")
        added = ledger.add(pages, reader="rules", gate=True)
        assert (len(added.stored), added.gated) == (3, ())


def test_what_the_gate_kept_from_one_reader_it_keeps_from_another(pages: Path, tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.sqlite") as ledger:
        ledger.add(pages, reader="rules", gate=True)
        assert reasons(ledger.add(pages, reader="encoder", gate=True).gated) == KEPT
        assert len(ledger.view().skipped) == 3


def test_several_processes_give_the_same(pages: Path, tmp_path: Path) -> None:
    views = []
    for jobs in ("1", "2"):
        path = tmp_path / f"{jobs}.sqlite"
        done = run(pages, "--gate", "--ledger", path, "--jobs", jobs)
        assert done.exit_code == 3
        assert "3 stored, 0 there already, 1 left out; 2 of the stored not read, by the gate" in done.stderr
        with Ledger(path) as ledger:
            views.append(ledger.view())
    assert views[0] == views[1]


@pytest.mark.parametrize("option", ["--gate", "--no-gate"])
def test_without_a_ledger_too(option: str, pages: Path) -> None:
    done = run(pages, option, "--format", "json")
    assert done.stdout.count('"stage": "gate"') == (2 if option == "--gate" else 0)
    (pages / "noise.txt").unlink()
    page = run(pages, option).stdout
    told = "2 inputs left out: 1 in no English, by the gate, 1 with no attack, by the gate."
    assert (told in " ".join(page.split())) == (option == "--gate")
    assert ("Nothing is claimed in" in page) == (option == "--no-gate")


def test_from_python_it_is_off_unless_asked_for(pages: Path) -> None:
    assert reasons(reportedly.read([pages], reader="rules").skipped) == {"noise": Reason.NOT_TEXT}
    view = reportedly.read([pages], reader="rules", gate=True)
    assert len(view.reports) == 3
    assert reasons(view.skipped) == {**KEPT, "noise": Reason.NOT_TEXT}


def test_what_went_wrong_is_named_before_what_the_gate_kept(pages: Path) -> None:
    for number in range(12):
        (pages / f"a{number}.txt").write_text(f"{BAKERY}\n\n{'x' * number}", "utf-8")
    # The page wraps its lines, and the folder's name is longer or shorter from run to run.
    assert "noise.txt (read, not text" in " ".join(run(pages, "--gate").stdout.split())


def test_an_earlier_program_reads_what_the_gate_kept(pages: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with Ledger(path) as ledger:
        ledger.add(pages, reader="rules", gate=True)
    engine = sqlite.engine_for(path)
    with sqlite.rebuilding(engine) as connection:
        migrate.step_to(connection, BEFORE_GATE)
    engine.dispose()
    with Store.open(path) as store:
        assert {row.stage for row in store.view().skipped} == {Stage.READ}
    with Ledger(path) as ledger:
        added = ledger.add(pages, reader="rules", gate=True)
        assert (len(added.known), len(added.stored), added.gated) == (1, 2, ())


BEFORE_GATE = "0009"
"""The schema of the programs that had no gate."""

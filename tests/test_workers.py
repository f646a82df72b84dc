"""Reading by several processes gives what one process gives, and a process that dies costs one report."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportedly import cli, limits, workers
from reportedly.errors import UsageError
from reportedly.pipeline import annotator_named
from reportedly.read import read_reports
from reportedly.reading import one_by_one
from reportedly.records import Reading, Reason, Report, Skipped, Stage
from reportedly.workers import read_by_processes

TEXT = "Rebels attacked a bank in Lima on Tuesday, two aides told AFP. The army blamed Fatah {}."


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    for number in range(9):
        (tmp_path / f"{number}.txt").write_text(TEXT.format(number), "utf-8")
    (tmp_path / "4a.txt").write_bytes(b"\x00\x01")
    return tmp_path


def test_the_same_in_the_same_order(pages: Path) -> None:
    alone = list(one_by_one(read_reports([pages]), annotator_named("rules")))
    shared = list(read_by_processes(read_reports([pages]), "rules", 2))
    assert shared == alone
    assert [type(each) for each in shared].count(Skipped) == 1
    assert sum(isinstance(each, Reading) for each in shared) == 9


def test_an_unknown_reader_is_told_before_anything_starts(pages: Path) -> None:
    with pytest.raises(UsageError, match="oracle"):
        list(read_by_processes(read_reports([pages]), "oracle", 2))


@pytest.mark.parametrize(("cores", "least", "taken"), [(4, 10, 4), (4, 11, 1), (2, 10, 1), (None, 10, 1)])
def test_processes_are_taken_where_inputs_and_cores_are_many(
    cores: int | None, least: int, taken: int, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WORTH_PROCESSES", least)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert cli._worth([str(pages)]) == taken


def deadly(report: Report) -> Reading | Skipped:
    """What a process of the pool runs here: it dies of the report that ends in 3."""
    if report.text.endswith("Fatah 3."):
        os.kill(os.getpid(), signal.SIGKILL)
    return workers._read(report)


def test_a_report_that_kills_its_process_is_a_row_and_the_others_are_read(
    pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_read", deadly)  # in this process only: the others have the real one
    outcomes = list(read_by_processes(read_reports([pages]), "rules", 2))
    rows = [each for each in outcomes if isinstance(each, Skipped) and each.stage is Stage.ANNOTATE]
    assert [(Path(row.origin).name, row.reason) for row in rows] == [("3.txt", Reason.FAILED)]
    assert "died" in rows[0].detail
    assert sum(isinstance(each, Reading) for each in outcomes) == 8


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_processes_go_when_their_parent_is_killed(pages: Path) -> None:
    """Else an archive's readers would stay in memory after `kill -9`."""
    script = pages / "parent.py"
    script.write_text(
        "import sys, time\n"
        "from reportedly.read import read_reports\n"
        "from reportedly.workers import read_by_processes\n"
        "if __name__ == '__main__':\n"
        "    found = read_by_processes(read_reports([sys.argv[1]]), 'rules', 2)\n"
        "    next(found); print('reading', flush=True); time.sleep(60)\n",
        "utf-8",
    )
    with subprocess.Popen([sys.executable, script, pages], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == "reading\n"
        children = [pid for pid in processes() if stat(pid)[1] == str(parent.pid)]
        assert len(children) >= 2
        parent.kill()
    deadline = time.monotonic() + 20
    while any(map(alive, children)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(alive, children))


def processes() -> list[int]:
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]


def stat(pid: int) -> list[str]:
    """State and parent of a process; nothing where it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[:2]
    except OSError:
        return ["", ""]


def alive(pid: int) -> bool:
    return stat(pid)[0] not in ("", "Z")

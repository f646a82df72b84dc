"""The command as a person meets it: pages, rows, exit codes, captures and versions."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from fetch.sites import Site, guard, html_answer, page, site
from reportedly import Ledger, cli
from reportedly.cli import IN_PART, NOTHING, WRONG_USE, app

BLAST = "/world/blast"


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site with one report, and commands that may ask it."""
    for name in ("REPORTEDLY_LEDGER", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    with site({BLAST: html_answer(page())}) as found:
        monkeypatch.setattr(cli, "_guard", lambda ports: replace(guard(found), ports=ports | {found.port}))
        yield found


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def fetch(*arguments: object) -> Result:
    return run("fetch", "--reader", "rules", *arguments)


def ledger_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("show", "--ledger", path, "--format", "json").stdout)
    return found


def test_a_page_is_fetched_and_read(running: Site) -> None:
    done = fetch(running.url(BLAST))
    assert done.exit_code == 0, done.output
    assert "Islamic State" in done.stdout
    assert "police officers" in done.stdout
    assert running.asked == ["/robots.txt", BLAST]


def test_a_report_bears_its_address_and_time(running: Site, tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    assert fetch(running.url(BLAST), "--ledger", path).exit_code == 0
    (report,) = ledger_of(path)["reports"]
    assert report["origin"] == report["url"] == running.url(BLAST)
    assert report["fetched_at"].endswith("+00:00")


def test_what_was_read_from_a_file_has_no_such_time(running: Site, tmp_path: Path) -> None:
    (tmp_path / "blast.html").write_bytes(page())
    path = tmp_path / "case.db"
    assert run("read", tmp_path / "blast.html", "--reader", "rules", "--ledger", path).exit_code == 0
    (report,) = ledger_of(path)["reports"]
    assert "fetched_at" not in report
    # The same bytes are the same report, however they came.
    done = fetch(running.url(BLAST), "--ledger", path)
    assert "0 stored, 1 there already" in done.stderr
    assert len(ledger_of(path)["reports"]) == 1


def test_rows_say_what_was_not_fetched(running: Site, tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    running.answers["/robots.txt"] = html_answer(b"User-agent: *\nDisallow: /private/", kind="text/plain")
    asked = [running.url(BLAST), "http://169.254.169.254/latest", "ftp://news.example/", running.url("/gone")]
    asked.append(running.url("/private/a"))
    done = fetch(*asked, "--ledger", path)
    assert done.exit_code == IN_PART
    assert "4 left out" in done.stderr
    rows = {row["origin"]: (row["stage"], row["reason"]) for row in ledger_of(path)["skipped"]}
    assert rows == {
        asked[1]: ("fetch", "refused"),
        asked[2]: ("fetch", "refused"),
        asked[3]: ("fetch", "not_found"),
        asked[4]: ("fetch", "refused"),
    }


def test_nothing_fetched_is_exit_code_1(running: Site) -> None:
    done = fetch("http://127.0.0.1/", "http://localhost/")
    assert done.exit_code == NOTHING
    assert "2 inputs left out: 2 refused" in done.stdout


def test_robots_are_ignored_only_where_it_is_said(running: Site) -> None:
    running.answers["/robots.txt"] = html_answer(b"User-agent: *\nDisallow: /", kind="text/plain")
    assert fetch(running.url(BLAST)).exit_code == NOTHING
    assert BLAST not in running.asked
    assert fetch(running.url(BLAST), "--ignore-robots").exit_code == 0


def test_a_port_is_let_through_by_name(running: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_guard", lambda ports: replace(guard(running), ports=ports))
    assert "port" in fetch(running.url(BLAST)).stdout
    assert fetch(running.url(BLAST), "--port", running.port).exit_code == 0


def test_a_page_that_changed_is_another_version(running: Site, tmp_path: Path) -> None:
    path, folder = tmp_path / "case.db", tmp_path / "captures"
    url = running.url(BLAST)
    for body in (page(), page(), page(more="Correction: the police did not name any group.")):
        running.answers[BLAST] = html_answer(body)
        assert fetch(url, "--ledger", path, "--archive", folder).exit_code == 0
    assert len(ledger_of(path)["reports"]) == 2
    assert len(list(folder.iterdir())) == 3
    told = run("changes", url, "--ledger", path).stdout
    assert "Correction" in told
    assert "which of the two came first is unknown" not in told


def test_captures_are_checked_against_the_log(running: Site, tmp_path: Path) -> None:
    path, folder = tmp_path / "case.db", tmp_path / "captures"
    assert (
        fetch(running.url(BLAST), running.url("/gone"), "--ledger", path, "--archive", folder).exit_code
        == IN_PART
    )
    done = run("captures", folder, "--ledger", path)
    assert done.exit_code == 0, done.output
    (report,) = ledger_of(path)["reports"]
    assert report["id"][:9] in done.stdout
    assert done.stdout.splitlines()[-1] == "2 captures, none not as kept"
    assert run("verify", "--ledger", path).exit_code == 0

    first, second = sorted(folder.iterdir())
    first.write_bytes(first.read_bytes()[:-1])
    second.unlink()
    done = run("captures", folder, "--ledger", path)
    assert done.exit_code == NOTHING
    assert f"WRONG {first.name}" in done.stdout
    assert f"WRONG {second.name}: the ledger's log tells of it, and it is gone" in done.stdout
    assert done.stdout.splitlines()[-1] == "2 captures, 2 not as kept"


def test_captures_are_checked_without_a_ledger_too(running: Site, tmp_path: Path) -> None:
    folder = tmp_path / "captures"
    fetch(running.url(BLAST), "--archive", folder)
    rows = json.loads(run("captures", folder, "--format", "json").stdout)
    assert [(row["asked"], row["wrong"], row["logged"]) for row in rows] == [(running.url(BLAST), None, None)]


def test_captures_that_another_ledger_knows_are_counted(running: Site, tmp_path: Path) -> None:
    folder = tmp_path / "captures"
    Ledger(tmp_path / "case.db").close()
    fetch(running.url(BLAST), "--archive", folder)
    done = run("captures", folder, "--ledger", tmp_path / "case.db")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "1 capture, none not as kept; the ledger's log does not know 1"


def test_a_folder_that_is_not_there_is_told(running: Site, tmp_path: Path) -> None:
    done = run("captures", tmp_path / "none")
    assert done.exit_code == NOTHING
    assert "No such file" in done.stderr


def test_a_capture_that_cannot_be_written_ends_the_run(running: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = fetch(running.url(BLAST), "--archive", tmp_path / "file")
    assert done.exit_code == NOTHING
    assert "Traceback" not in done.output


def test_what_a_terminal_would_obey_is_shown(running: Site, tmp_path: Path) -> None:
    done = fetch("https://news.example/\x1b[2J\x1b]0;owned\x07", "http://10.0.0.1/\u202egpj.exe")
    assert done.exit_code == NOTHING
    assert not any(char in done.output for char in "\x1b\x07\u202e")


def test_where_the_libraries_are_missing_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [each for each in sys.modules if each.startswith("reportedly.fetch")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "h11", None)
    for arguments in (("fetch", "https://news.example/"), ("captures", tmp_path)):
        done = run(*arguments)
        assert done.exit_code == WRONG_USE
        assert "pip install 'reportedly[fetch]'" in done.output


def test_refresh_needs_a_ledger(running: Site) -> None:
    done = fetch(running.url(BLAST), "--refresh")
    assert done.exit_code == WRONG_USE
    assert running.asked == []

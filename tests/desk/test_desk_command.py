"""The command: what it says, what it needs, and that it serves."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reportedly.cli import WRONG_USE, app


def test_where_the_libraries_are_missing_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.startswith("reportedly.desk")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fastapi", None)
    done = CliRunner().invoke(app, ["desk", "--ledger", "no.sqlite"])
    assert done.exit_code == WRONG_USE
    assert "pip install 'reportedly[desk]'" in done.output


def test_a_ledger_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["desk", "--ledger", str(tmp_path / "none.sqlite")])
    assert done.exit_code == 1
    assert "there is no ledger" in done.output


def test_without_a_ledger_it_asks_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPORTEDLY_LEDGER", raising=False)
    assert CliRunner().invoke(app, ["desk"]).exit_code == WRONG_USE


def test_the_first_start_prints_a_link_that_works_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    from reportedly.ledger import Ledger

    path = tmp_path / "new.sqlite"
    Ledger(path).close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "reportedly", "desk", "--ledger", str(path), "--port", str(port)]
    started = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    assert started.stderr
    told = [started.stderr.readline() for _ in range(2)]
    link = re.search(rf"http://127\.0\.0\.1:{port}/invitations/\S+", "".join(told))
    assert link, told
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        try:
            started.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
    with urllib.request.urlopen(link[0]) as answer:  # noqa: S310  (our own address)
        assert b"Welcome, admin" in answer.read()
    started.send_signal(signal.SIGINT)
    assert started.wait(30) in (0, 130)
    assert "Traceback" not in started.stderr.read()
    started.stderr.close()


def test_every_file_of_the_pages_is_in_the_package() -> None:
    from importlib.resources import files

    folder = files("reportedly.desk")
    names = {each.name for part in ("templates", "static") for each in folder.joinpath(part).iterdir()}
    used = {"base.html", "report.html", "incident.html", "desk.css", "print.css", "desk.js", "mark.svg"}
    assert used <= names
    asked = set[str]()
    for each in folder.joinpath("templates").iterdir():
        text = each.read_text("utf-8")
        asked |= set(re.findall(r"static\('([^']+)'\)", text))
        asked |= set(re.findall(r'(?:extends|include|import|from) "([^"]+)"', text))
    assert asked <= names

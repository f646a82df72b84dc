"""Every example of the documentation runs and gives what the page shows."""

from __future__ import annotations

import doctest
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from doc_pages import PAGES, blocks, matches, name, nearly, steps

from reportedly.casebook import Casebook
from reportedly.casework.people import Role
from reportedly.examples import folder

CONSOLE = [path for path in PAGES if blocks(path, "console")]
PYTHON = [path for path in PAGES if blocks(path, "python")]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home and a folder ``pages/`` with the bundled reports: where every page starts from."""
    shutil.copytree(folder(), tmp_path / "pages", ignore=shutil.ignore_patterns("README.md"))
    monkeypatch.chdir(tmp_path)
    for variable in ("REPORTEDLY_LEDGER", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for variable, value in {"HOME": str(tmp_path), "COLUMNS": "110", "PATH": path, "PYTHONUTF8": "1"}.items():
        monkeypatch.setenv(variable, value)
    return tmp_path


@pytest.mark.parametrize("path", CONSOLE, ids=name)
def test_a_page_shows_what_its_commands_print(path: Path, desk: Path) -> None:
    for block in blocks(path, "console"):
        for step in steps(block.text):
            done = subprocess.run(["bash", "-c", step.command], capture_output=True, text=True, check=False)
            printed = done.stdout + done.stderr
            where = f"{name(path)}:{block.line}: $ {step.command}"
            assert "Traceback" not in printed, f"{where}\n{printed}"
            as_shown = matches(step.shown, printed) or nearly(step.shown, printed)
            assert as_shown, f"{where}\n--- shown\n{step.shown}\n--- printed\n{printed}"


@contextmanager
def served_for(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For a page whose program asks a desk: one on the bundled reports, and a coder's token to it."""
    if "DESK_TOKEN" not in page.read_text("utf-8"):
        yield
        return
    pytest.importorskip("fastapi", reason="needs the desk's libraries, which are not installed")
    from desk.desks import served

    ledger = folder / "desk.sqlite"
    with Casebook(ledger, create=True) as casebook:
        casebook.ledger.add(folder / "pages", reader="rules")
        link = casebook.first_invitation("Alma")
        assert link is not None
        admin = casebook.accept_invitation(link.secret, "a long enough pass phrase")
        token = casebook.make_token(admin, "the program of the page", scope=Role.CODER)
    with served(ledger) as (address, _):
        monkeypatch.setenv("DESK", address)
        monkeypatch.setenv("DESK_TOKEN", token.secret)
        yield


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_a_page_shows_what_its_python_gives(path: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served_for(path, desk, monkeypatch):
        run_python(path)


def run_python(path: Path) -> None:
    """Run the Python of a page, from its first block to its last."""
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(path, "python"):
        where = f"{name(path)}:{block.line}"
        if ">>>" in block.text:
            example = doctest.DocTestParser().get_doctest(block.text, names, where, str(path), block.line)
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
            runner.run(example, clear_globs=False)
            assert runner.summarize(verbose=False).failed == 0, where
            names.update(example.globs)
        else:
            exec(compile(block.text, where, "exec"), names)  # noqa: S102  (our own pages)


def test_examples_are_really_run() -> None:
    assert len(CONSOLE) >= 4
    assert len(PYTHON) >= 1


def test_a_long_page_may_differ_in_one_line_of_ten() -> None:
    page = [f"line {n}" for n in range(30)]
    assert nearly("\n".join(page), "\n".join(["new", *page[:10], *page[12:]]))
    assert not nearly("\n".join(page), "\n".join(page[4:]))
    assert not nearly("a\nb", "a\nb")


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\n…\nd", "a\nb\nc\nd\n", True),
        ("a …, 3", "a b, 3", True),
        ("a …", "a b\nc", False),
        ("a", "a\nb", False),
        ("…", "anything\nat all", True),
        ("1.5 (x)", "1x5 (x)", False),
    ],
)
def test_shown_output_is_compared_closely(shown: str, printed: str, same: bool) -> None:
    assert matches(shown, printed) is same

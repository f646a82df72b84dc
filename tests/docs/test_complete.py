"""Nothing is left undocumented, no link leads nowhere, no page says what the code does not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from doc_pages import PAGES, ROOT, anchors, blocks, links, name, prose

from reportedly import cli
from reportedly.assess import default_rules
from reportedly.errors import ReportedlyError
from reportedly.export import EXPORTERS
from reportedly.export.teams.cells import Rule
from reportedly.records import (
    Certainty,
    ClaimRole,
    DerivationRelation,
    Party,
    Reason,
    SourceKind,
    SourceRole,
    Stance,
)

GUIDE = "\n".join(
    path.read_text("utf-8") for path in PAGES if path.parent.name == "guide" or path.name == "README.md"
)
TRACKED = ("src/", "docs/", "tests/", "benchmarks/", "constraints/", ".ci/")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    for link in links(path):
        if re.match(r"https?:|mailto:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), f"{name(path)} links to {link}, which is not there"
        assert target.is_relative_to(ROOT), f"{name(path)} links out of the repository: {link}"
        assert not anchor or anchor in anchors(target), f"{name(path)} links to {link}: no such heading"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_files_named_are_there(path: Path) -> None:
    named = [
        code
        for code in re.findall(r"`([^`\s]+)`", prose(path))
        if code.startswith(TRACKED) and "*" not in code
    ]
    assert [code for code in named if not (ROOT / code).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_make_targets_named_are_there(path: Path) -> None:
    text = path.read_text("utf-8")
    named = set(re.findall(r"(?:`|^\s*)make ([a-z-]+)", text, re.M))
    assert {target for target in named if f"\n{target}:" not in MAKEFILE} == set()


def test_the_reference_is_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen, open_ = set[Path](), [ROOT / "README.md"]
    while open_:
        page = open_.pop()
        seen.add(page)
        targets = [
            (page.parent / link.partition("#")[0]).resolve() for link in links(page) if "://" not in link
        ]
        open_ += [
            target for target in targets if target.suffix == ".md" and target not in seen and target.exists()
        ]
    assert [name(page) for page in PAGES if page not in seen] == []


def test_the_readme_begins_with_the_two_commands() -> None:
    first = blocks(ROOT / "README.md", "sh")[0]
    commands = [line.split("#")[0].strip() for line in first.text.splitlines()]
    assert commands == ["make demo", "make test"]


def commands() -> dict[str, Any]:
    group: Any = typer.main.get_command(cli.app)
    return dict(group.commands)


def test_every_command_and_option_is_in_the_guide() -> None:
    missing = [f"reportedly {command}" for command in commands() if f"reportedly {command}" not in GUIDE]
    options = {
        opt
        for command in commands().values()
        for each in command.params
        for opt in each.opts
        if opt.startswith("--")
    }
    assert missing + sorted(opt for opt in options if opt not in GUIDE) == []


def test_every_exit_code_is_in_the_guide() -> None:
    page = (ROOT / "docs/guide/exit-codes.md").read_text("utf-8")
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.M)}
    assert told == {0, cli.NOTHING, cli.WRONG_USE, cli.IN_PART, cli.INTERRUPTED, cli.PIPE_CLOSED}


def test_every_export_format_is_in_the_guide() -> None:
    assert [each for each in EXPORTERS if f"`{each}`" not in GUIDE] == []


def test_every_rule_of_the_exports_is_in_the_guide() -> None:
    page = " ".join((ROOT / "docs/guide/exports.md").read_text("utf-8").split())
    assert [rule.value for rule in Rule if f"`{rule.value}`" not in page] == []


def test_every_error_code_is_in_the_guide() -> None:
    def codes(kind: type[ReportedlyError]) -> set[str]:
        return {kind.code}.union(*(codes(child) for child in kind.__subclasses__()))

    assert [code for code in sorted(codes(ReportedlyError)) if f"`{code}`" not in GUIDE] == []


def test_every_grade_is_in_the_guide() -> None:
    told = re.findall(
        r"^\| ([a-z, ]+) \|", (ROOT / "docs/guide/reading-the-page.md").read_text("utf-8"), re.M
    )
    assert told == list(dict.fromkeys(rule.grade for rule in default_rules().grade))


def test_every_value_is_explained() -> None:
    page = (ROOT / "docs/glossary.md").read_text("utf-8")
    kinds = (Stance, Certainty, SourceKind, SourceRole, Party, DerivationRelation, ClaimRole)
    assert [member.value for kind in kinds for member in kind if f"`{member.value}`" not in page] == []
    assert [reason.value for reason in Reason if f"`{reason.value}`" not in GUIDE] == []


def test_every_design_page_has_a_day_and_what_was_given_up() -> None:
    pages = [path for path in PAGES if path.parent.name == "design" and path.name != "README.md"]
    assert len(pages) >= 6
    for path in pages:
        assert re.match(r"\d{4}-\d\d-\d\d-", path.name), path.name
        assert "## What was given up" in path.read_text("utf-8"), path.name


def test_the_changelog_tells_of_this_version() -> None:
    from reportedly import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_nothing_of_this_machine_is_in_the_pages() -> None:
    # A path of the machine a page was written on helps nobody and tells too much.
    for path in PAGES:
        assert not re.search(r"(?<![\w.])/(tmp|work|root|home)/", path.read_text("utf-8")), name(path)

"""`reportedly changes`: the page and the JSON form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from paged import PLAIN, URL, story
from typer.testing import CliRunner

from reportedly.cli import app

HOSTILE = "[bold]x[/bold] \x1b[31mred\u202e"
NOTE = "Correction: An earlier version of this article said that police had blamed Boko Haram."


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    """Three versions of a page, the last with a note and a hostile headline, and a page of its own."""
    said = "Police said Boko Haram attacked a market in Maiduguri on Monday and killed three clerks."
    rows = [
        {"title": "Market burnt", "text": story(said)},
        {
            "title": "Market burnt",
            "text": story(said.replace("three", "five")),
            "modified": "2003-05-08T09:00:00Z",
        },
        {"title": HOSTILE, "text": story(PLAIN, NOTE), "modified": "2003-05-09"},
    ]
    made = [{"outlet": "Mill Post", "published": "2003-05-07", "url": URL, **row} for row in rows]
    made.append(
        {"title": "Ferry lies still", "text": "The ferry lay still on Monday.", "url": "https://a.example/f"}
    )
    (tmp_path / "pages.json").write_text(json.dumps(made), "utf-8")
    path = str(tmp_path / "l.sqlite")
    assert (
        CliRunner().invoke(app, ["read", str(tmp_path), "--ledger", path, "--reader", "rules"]).exit_code == 0
    )
    return path


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["changes", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("columns", ["40", "60", "100"])
def test_the_page_tells_of_each_version(ledger: str, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    printed = run(URL, "--ledger", ledger)
    told = " ".join(printed.split())
    assert all(len(line) <= int(columns) for line in printed.splitlines())
    assert "1 → 2 silent edit: the page does not say so" in told
    assert "another value killed: 3 → killed: 5 Police" in told
    assert "2 → 3 edited, and the page says so" in told
    assert "withdrawn Boko Haram: alleged Police" in told
    assert "Taken back" in told
    assert "corrected by Mill Post on 9 May 2003" in told
    assert "\x1b[31m" not in printed
    assert "\u202e" not in printed
    assert "[bold]x[/bold]" in told


def test_the_json_form_quotes_what_stands_at_its_offsets(ledger: str) -> None:
    made = json.loads(run(URL, "--ledger", ledger, "--format", "json"))
    assert (made["format"], made["version"]) == ("reportedly-changes", 1)
    assert made["address"] == "mill-post.example/news/market-fire"
    assert [each["modified_at"] for each in made["versions"]] == [
        None,
        "2003-05-08T09:00:00+00:00",
        "2003-05-09T00:00:00",
    ]
    shown = CliRunner().invoke(app, ["show", "--ledger", ledger, "--format", "json"]).output
    view = json.loads(shown)
    texts = {report["id"]: report["text"] for report in view["reports"]}
    claims = {claim["id"]: claim["report"] for claim in view["claims"]}
    for revision in made["revisions"]:
        quotes = [(revision["before"], each) for each in revision["removed"]]
        quotes += [(revision["after"], each) for each in (*revision["added"], *revision["notes"])]
        quotes += [(revision["after"], wrong) for note in revision["notes"] for wrong in note["wrong"]]
        assert quotes
        for report, each in quotes:
            start, end = each["span"]
            assert texts[report][start:end] == each["quote"]
        for change in revision["changes"]:
            assert change["before"] is None or claims[change["before"]] == revision["before"]
            assert change["after"] is None or claims[change["after"]] == revision["after"]
    assert [revision["silent"] for revision in made["revisions"]] == [True, False]
    assert {each["ground"] for each in made["withdrawn"]} == {"version", "correction"}
    assert all(each["claim"] in claims and each["by"] in texts for each in made["withdrawn"])


def test_a_report_may_be_named_by_a_short_id(ledger: str) -> None:
    versions = json.loads(run(URL, "--ledger", ledger, "--format", "json"))["versions"]
    by_id = json.loads(run(versions[1]["report"][:12], "--ledger", ledger, "--format", "json"))
    assert by_id["versions"] == versions


def test_a_page_of_one_version_says_so(ledger: str) -> None:
    assert "the only version at hand" in run("https://a.example/f", "--ledger", ledger)


@pytest.mark.parametrize("wanted", ["https://a.example/other", "rep_nothing", "nothing"])
def test_what_is_not_there_ends_in_a_sentence(ledger: str, wanted: str) -> None:
    done = CliRunner().invoke(app, ["changes", wanted, "--ledger", ledger])
    assert done.exit_code == 1
    assert "reportedly show" in done.output

"""The command as a person and a monitor meet it: lines, exit codes, health."""

from __future__ import annotations

import datetime as dt
import json
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fetch.sites import Site, guard, html_answer, page, site
from reportedly import cli
from reportedly.cli import IN_PART, INTERRUPTED, NOTHING, WRONG_USE, app
from reportedly.watch import MinuteLine, Watch
from watch.watching import Clock, item, rss, watching

BLAST = "/world/blast"


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site with a feed, and commands that may ask it."""
    for name in ("REPORTEDLY_LEDGER", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    with site({"/feed": rss(item(BLAST)), BLAST: html_answer(page())}) as found:
        monkeypatch.setattr(cli, "_guard", lambda ports: replace(guard(found), ports=ports | {found.port}))
        yield found


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def feeds_file(tmp_path: Path, running: Site, *paths: str) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text("".join(f'[[feed]]\nurl = "{running.url(each)}"\n' for each in paths), "utf-8")
    return path


def once(feeds: Path, ledger: Path, *more: str) -> Result:
    return run("watch", feeds, "--ledger", ledger, "--reader", "rules", "--once", *more)


def test_once_reads_what_is_due_and_says_so(running: Site, tmp_path: Path) -> None:
    feeds, ledger = feeds_file(tmp_path, running, "/feed"), tmp_path / "case.db"
    done = once(feeds, ledger)
    assert done.exit_code == 0, done.output
    assert "1 of 1 feed asked; 1 found, 1 new, 0 changed" in done.stderr
    assert "0 waiting" in done.stderr
    assert running.asked == ["/robots.txt", "/feed", BLAST]
    done = once(feeds, ledger, "--quiet")
    assert (done.exit_code, done.output) == (0, "")
    reports = json.loads(run("show", "--ledger", ledger, "--format", "json").stdout)["reports"]
    assert [each["url"] for each in reports] == [running.url(BLAST)]


def test_exit_codes_tell_of_feeds_that_failed(running: Site, tmp_path: Path) -> None:
    feeds = feeds_file(tmp_path, running, "/feed", "/gone")
    done = once(feeds, tmp_path / "case.db")
    assert done.exit_code == IN_PART
    assert f"1 failing, {running.url('/gone')} since" in done.stderr
    assert "404" in done.stderr
    only = feeds_file(tmp_path, running, "/gone")
    assert once(only, tmp_path / "other.db").exit_code == NOTHING


def test_health_asks_nothing_and_exits_with_1_where_a_feed_is_stale(running: Site, tmp_path: Path) -> None:
    feeds, ledger = feeds_file(tmp_path, running, "/feed", "/gone"), tmp_path / "case.db"
    once(feeds, ledger)
    asked = list(running.asked)
    done = run("watch", feeds, "--ledger", ledger, "--health")
    assert done.exit_code == NOTHING
    assert running.asked == asked
    first, second, last = done.stdout.splitlines()
    assert first.startswith(f"well {running.url('/feed')}: last success 20")
    assert second.startswith(f"STALE {running.url('/gone')}: no success yet; fails since 20")
    assert "not_found: the server answered 404" in second
    assert last == "2 feeds, 1 stale; 0 waiting"
    done = run("watch", feeds_file(tmp_path, running, "/feed"), "--ledger", ledger, "--health")
    assert done.exit_code == 0


def test_health_is_told_to_programs(running: Site, tmp_path: Path) -> None:
    running.answers[BLAST] = html_answer(b"", status="500 Oh dear")
    feeds, ledger = feeds_file(tmp_path, running, "/feed"), tmp_path / "case.db"
    once(feeds, ledger)
    told = json.loads(run("watch", feeds, "--ledger", ledger, "--health", "--format", "json").stdout)
    (feed,) = told["feeds"]
    assert (told["format"], feed["stale"], feed["waiting"], feed["waiting_failing"]) == (
        "reportedly-watch",
        False,
        1,
        1,
    )
    assert dt.datetime.fromisoformat(feed["next_at"]) > dt.datetime.fromisoformat(feed["succeeded_at"])


def test_a_feed_grows_stale(running: Site, tmp_path: Path) -> None:
    from reportedly.watch import health_of

    clock = Clock()
    with watching(tmp_path / "case.db", running, ["/feed"], clock) as watch:
        watch.once()
        day = dt.timedelta(days=1)
        told = [
            health_of(watch.ledger, watch.feeds, now=clock.at + day + by)[0].stale
            for by in (-day / 9, day / 9)
        ]
    assert told == [False, True]


def test_each_minute_has_a_line(running: Site, tmp_path: Path) -> None:
    clock, lines = Clock(), list[str]()
    with watching(tmp_path / "case.db", running, ["/feed"], clock) as watch:
        line = MinuteLine(watch, local=clock.now)

        def stop() -> None:
            if len(lines) == 20:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            watch.forever(stop, lambda: lines.append(line.words()))
    assert lines[0].startswith("12:01 1 of 1 feed asked; 1 found, 1 new")
    assert lines[1].startswith("12:02 0 of 1 feed asked; 0 found")
    assert [each[:5] for each in lines] == [f"12:{minute:02}" for minute in range(1, 21)]
    # Fifteen minutes later it is asked again.
    assert sum("1 of 1 feed asked" in each for each in lines) == 2


def test_an_interrupt_ends_it_between_two_things(
    running: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = Watch.step

    def interrupted(self: Watch) -> bool:
        done = step(self)
        signal.raise_signal(signal.SIGINT)
        return done

    monkeypatch.setattr(Watch, "step", interrupted)
    done = run(
        "watch", feeds_file(tmp_path, running, "/feed"), "--ledger", tmp_path / "case.db", "--reader", "rules"
    )
    assert done.exit_code == INTERRUPTED, done.output
    assert "the same command goes on from here" in done.stderr
    assert "1 found" in done.stderr


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--once", "--health"], "take one of them"),
        (["--health", "--archive", "kept"], "leave it out"),
        (["--format", "json"], "--health"),
        ([], "name one with --ledger"),
        (["--health"], "which ledger"),
    ],
)
def test_wrong_use_is_told(running: Site, tmp_path: Path, more: list[str], told: str) -> None:
    done = run("watch", feeds_file(tmp_path, running, "/feed"), *more)
    assert done.exit_code == WRONG_USE
    assert told in done.stderr
    assert running.asked == []


def test_what_a_terminal_would_obey_is_shown(running: Site, tmp_path: Path) -> None:
    running.answers["/feed"] = html_answer(b"<\x1b[2J\xe2\x80\xae>", kind="text/xml")
    feeds, ledger = feeds_file(tmp_path, running, "/feed"), tmp_path / "case.db"
    printed = once(feeds, ledger).output + run("watch", feeds, "--ledger", ledger, "--health").output
    assert not any(char in printed for char in "\x1b\u202e")
    assert "fails since" in printed

"""A watch over a test site, with a clock that tests move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from fetch.sites import Site, fetching, html_answer
from reportedly.ledger import Ledger
from reportedly.pipeline import annotator_named
from reportedly.watch import Habits, Watch, WatchedFeed

BEGIN = dt.datetime(2024, 5, 6, 12, 0, tzinfo=dt.UTC)


@dataclass
class Clock:
    """A time of day that moves only where a test, or somebody who sleeps, moves it."""

    at: dt.datetime = BEGIN
    slept: list[float] = field(default_factory=list)

    def now(self) -> dt.datetime:
        return self.at

    def seconds(self) -> float:
        return self.at.timestamp()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.on(seconds=seconds)

    def on(self, **by: float) -> None:
        self.at += dt.timedelta(**by)


@contextmanager
def watching(
    path: Path,
    running: Site,
    feeds: Sequence[str],
    clock: Clock,
    *,
    habits: Habits | None = None,
    pause: float = 0.0,
    robots: bool = False,
    archive: Path | None = None,
    share: float = 0.0,
) -> Iterator[Watch]:
    """A watch over paths of a site, or whole addresses."""
    how = fetching(running, robots=robots, archive=archive)
    how = replace(
        how,
        limits=replace(how.limits, fetch_pause_seconds=pause),
        clock=clock.seconds,
        sleep=clock.sleep,
    )
    addresses = [running.url(each) if each.startswith("/") else each for each in feeds]
    named = [WatchedFeed(address=each, habits=habits or Habits(revisit=())) for each in addresses]
    with Ledger(path) as ledger:
        yield Watch(
            ledger=ledger,
            feeds=named,
            how=how,
            annotator=annotator_named("rules"),
            now=clock.now,
            share=lambda: share,
        )


def rss(*items: str, status: str = "200 OK", more: Sequence[str] = ()) -> bytes:
    """An answer with a feed of these items."""
    body = f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'
    return html_answer(body.encode(), kind="application/rss+xml", status=status, more=more)


def item(link: str, *, title: str = "A blast", date: str = "", source: str = "") -> str:
    """An entry of such a feed."""
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    return f"<item><title>{title}</title><link>{link}</link>{dated}{source}</item>"

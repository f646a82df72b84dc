"""A process that watches one feed of a test site until somebody kills it.

Run as ``python watcher.py LEDGER PORT``. It tells ``ready`` once it has begun.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from fetch.sites import Site, fetching
from reportedly.ledger import Ledger
from reportedly.pipeline import annotator_named
from reportedly.watch import Habits, Watch, WatchedFeed


def watch(path: Path, port: int, *, forever: bool) -> None:
    """Watch the path ``/feed`` of the site at a port; pages are asked for without a pause."""
    running = Site(port=port)
    how = fetching(running)
    how = replace(how, limits=replace(how.limits, fetch_pause_seconds=0.0))
    feed = WatchedFeed(address=running.url("/feed"), habits=Habits(revisit=()))
    with Ledger(path) as ledger:
        watching = Watch(ledger=ledger, feeds=[feed], how=how, annotator=annotator_named("rules"))
        if forever:
            watching.forever(lambda: None, lambda: None)
        watching.once()


if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    watch(Path(sys.argv[1]), int(sys.argv[2]), forever=True)

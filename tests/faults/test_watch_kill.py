"""Killed at any moment, a watch goes on where it was: no page is lost, and none is there twice.

The site sends every page in other bytes each time, so that nothing but the watch's own marks keeps a page
that is asked for again from being another report.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection

from faults.watcher import watch
from fetch.sites import Site, html_answer, page, site
from reportedly.ledger import Ledger
from reportedly.limits import Limits
from reportedly.read import read_fetched
from reportedly.records import Fetched, MadeBy, Reading, Report, Skipped
from reportedly.store import Store
from reportedly.watch.rounds import MOST_ENDED
from watch.watching import item, rss

TESTS = Path(__file__).parent.parent
KILLS = 4
PLACES = ("Basra", "Kirkuk", "Mosul", "Tikrit", "Samarra", "Najaf", "Karbala", "Erbil", "Dohuk", "Hilla")


def dynamic(place: str) -> Callable[[socket.socket], None]:
    """A page that is never twice the same to the byte."""
    numbers = count()

    def answer(sock: socket.socket) -> None:
        body = page(f"Car bomb kills four at market in {place}").replace(b"Basra", place.encode())
        sock.sendall(html_answer(body.replace(b"</head>", b"<!-- %d --></head>" % next(numbers))))

    return answer


@contextmanager
def dynamic_site(places: tuple[str, ...]) -> Iterator[Site]:
    """A feed of such pages, and of one that is gone and one that is no report."""
    links = [f"/{each}" for each in (*places, "picture")]
    answers = {f"/{each}": dynamic(each) for each in places}
    picture = html_answer(b"x", kind="image/png")
    with site({**answers, "/picture": picture, "/feed": rss(*map(item, links))}) as running:
        yield running


def check(path: Path, places: tuple[str, ...], running: Site) -> None:
    with Ledger(path) as ledger:
        view = ledger.view()
    assert sorted(each.url or "" for each in view.reports) == sorted(
        running.url(f"/{each}") for each in places
    )
    assert [(each.origin, each.reason) for each in view.skipped] == [
        (running.url("/picture"), "not_supported")
    ]


def test_killed_at_random_times(tmp_path: Path) -> None:
    path, chance = tmp_path / "case.db", random.Random(7)  # noqa: S311  (no secret)
    with dynamic_site(PLACES) as running:
        for _ in range(KILLS):
            process = subprocess.Popen(
                [sys.executable, TESTS / "faults" / "watcher.py", path, str(running.port)],
                env=os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
                stdout=subprocess.PIPE,
                text=True,
            )
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.0, 0.8))
            process.kill()
            process.wait()
            process.stdout.close()
        watch(path, running.port, forever=False)
        check(path, PLACES, running)


class Killed(BaseException):
    """What nothing catches, as nothing outlives SIGKILL; an open transaction is rolled back by it."""


@contextmanager
def killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """End the program before or after the nth write: an even step is before one, an odd one after it."""
    steps = [0]

    def passed() -> None:
        steps[0] += 1
        if steps[0] - 1 == step:
            raise Killed

    writing, put, skip = Store.writing, Store.put, Store.skip

    @contextmanager
    def stepped(self: Store) -> Iterator[Connection]:
        passed()
        with writing(self) as connection:
            yield connection
        passed()

    def put_stepped(self: Store, reading: Reading, made_by: MadeBy) -> bool:
        passed()
        done = put(self, reading, made_by)
        passed()
        return done

    def skip_stepped(self: Store, skipped: Skipped) -> bool:
        passed()
        done = skip(self, skipped)
        passed()
        return done

    with monkeypatch.context() as patched:
        patched.setattr(Store, "writing", stepped)
        patched.setattr(Store, "put", put_stepped)
        patched.setattr(Store, "skip", skip_stepped)
        yield steps


def test_killed_at_every_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places, tried = PLACES[:2], 0
    for step in count():
        path = tmp_path / f"{step}.db"
        with dynamic_site(places) as running:
            ended = False
            with killed_at(step, monkeypatch) as steps:
                try:
                    watch(path, running.port, forever=False)
                    ended = True
                except Killed:
                    tried += 1
            watch(path, running.port, forever=False)
            check(path, places, running)
        if ended:
            assert steps[0] == step
            break
    # At the start; the feed; each page three times and its report; the picture's row and its mark.
    assert tried == 2 * (2 + 2 * 4 + 2)


def test_a_page_that_ends_the_program_is_left_out_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "case.db"

    def poisoned(pages: list[Fetched], *, limits: Limits) -> Iterator[Report | Skipped]:
        if "Kirkuk" in pages[0].address:
            raise Killed
        return read_fetched(pages, limits=limits)

    with dynamic_site(PLACES[:3]) as running, monkeypatch.context() as patched:
        patched.setattr("reportedly.watch.rounds.read_fetched", poisoned)
        for _ in range(MOST_ENDED):
            with pytest.raises(Killed):
                watch(path, running.port, forever=False)
        watch(path, running.port, forever=False)
        assert running.asked.count("/Kirkuk") == MOST_ENDED
        url = running.url("/Kirkuk")
    with Ledger(path) as ledger:
        view = ledger.view()
    assert len(view.reports) == 2
    assert [each.detail for each in view.skipped if each.origin == url] == [
        "the program ended 5 times while it was read"
    ]

"""Sites that misbehave in every way at once, by a table: for a watch that has to last a day.

Run as ``python misbehaving.py PAGES`` it serves so many pages and tells its port; a line on its standard
input has it tell, as JSON, how often which page was asked for. It is a process of its own, so that nothing of
it is in the memory of the watch that is measured.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from fetch.sites import Answer, Site, html_answer, redirect, site
from reportedly.language.gazetteer import cities
from watch.watching import item, rss

FEEDS, PAPERS = 10, 40
STEP_SECONDS, WHOLE_SECONDS, MOST_BYTES = 0.3, 1.0, 200_000
"""What a watch over these sites is to wait for, and to take; what is slower or longer is cut off."""
PLACES = "Basra Kirkuk Mosul Tikrit Samarra Najaf Karbala Erbil Dohuk Hilla".split()

BETTER = {
    "slow": 20,
    "silent": 10,
    "drips": 2,
    "truncated": 20,
    "two lengths": 10,
    "no length": 10,
    "busy": 10,
    "garbage": 10,
    "closed": 10,
}
"""So many of a thousand pages are that at the first try, and then well."""
WORSE = {"loop": 3, "chain": 2, "endless": 3, "picture": 3, "noise": 3, "empty": 3, "gone": 3, "for ever": 1}
"""So many of a thousand pages are that always: a row, and no report."""


def kind_of(number: int) -> str:
    """How a page behaves."""
    place = number * 7919 % 1000
    for kind, share in (BETTER | WORSE).items():
        if (place := place - share) < 0:
            return kind
    return "well"


def address_of(number: int, port: int) -> str:
    return f"http://paper{number % PAPERS}.example:{port}/{number % PAPERS}/{number}"


class Sites:
    """What every site answers, and how often each page and feed was asked for."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        self.port = 0
        self.asked: Counter[str] = Counter()
        self.feeds_bad: Counter[str] = Counter()
        self._listed = [0] * FEEDS
        self._lock = threading.Lock()
        self._bytes = count()

    def __call__(self, path: str, request: bytes) -> Answer:
        _, first, number = path.partition("?")[0].split("/", 2)
        with self._lock:
            self.asked[f"/{first}/{number}"] += 1
            if first == "feed":
                return self._feed(int(number), self.asked[path])
            self.asked[first] += 1
            if number.isdecimal() and (self.asked[first] + 13 * int(first)) % 500 >= 490:
                # A site that comes and goes, whatever is asked of it; each at another time.
                return silent if self.asked[first] % 2 else busy
            return self._page(number, self.asked[f"/{first}/{number}"], request)

    def _feed(self, feed: int, asked: int) -> Answer:
        answer = FEED_FAULTS.get(asked % 12)
        if answer is not None:
            self.feeds_bad[str(feed)] += 1
            return answer
        mine = range(feed, self.pages, FEEDS)
        least = min(10, len(mine))
        more = min(125, max(least, len(mine) // 40))
        begin, end = max(0, self._listed[feed] - more), min(len(mine), self._listed[feed] + more)
        self._listed[feed] = end
        links = [address_of(each, self.port) for each in mine[begin:end]]
        # Every tenth of them under another address as well.
        links += [f"{each}?utm_source=rss" for each in links[::10]]
        whole = rss(*map(item, links))
        body = whole.partition(b"\r\n\r\n")[2]
        # Cut off before the last address, with a length that fits: what stands before is taken.
        return whole if asked % 12 != 11 else html_answer(body[: body.rindex(b"<link>")])

    def _page(self, number: str, asked: int, request: bytes) -> Answer:
        if not number.isdecimal():
            return redirect(f"{number}x" if number.startswith("chain") else "loop")
        kind = kind_of(int(number))
        if kind in WORSE:
            return ALWAYS[kind]
        good, etag = self._good(int(number))
        if asked == 1 and kind in BETTER:
            return AT_FIRST[kind](good)
        if etag and etag.encode() in request:
            return b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"
        return good

    def _good(self, number: int) -> tuple[bytes, str | None]:
        place, killed = PLACES[number % len(PLACES)], number % 90 + 2
        title = f"Car bomb kills {killed} at market {number} in {place}"
        said = (
            f"A car bomb killed at least {killed} people at market {number} in {place} on Monday.",
            f"Officer {number} said Islamic State carried out the attack. Hezbollah denied involvement.",
            "Shops near the market stayed closed for the rest of the day, and hospitals asked for blood.",
        )
        etag = f'"v{number}"' if number % 3 == 0 else None
        more = [f"ETag: {etag}"] if etag else []
        if number % 4 == 0:
            return html_answer("\n\n".join([title, *said]).encode(), kind="text/plain", more=more), etag
        # Never twice the same to the byte, so that nothing but the watch's own marks keeps it single.
        body = (
            f"<!doctype html><html lang=en><head><title>{title}</title><!-- {next(self._bytes)} --></head>"
            f"<body><article><h1>{title}</h1><p>{'</p><p>'.join(said)}</p></article></body></html>"
        )
        return html_answer(body.encode(), more=more), etag


def silent(sock: socket.socket) -> None:
    time.sleep(STEP_SECONDS * 1.5)


def drips(sock: socket.socket) -> None:
    """A byte now and then, each in time, and never an end."""
    sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n")
    for _ in range(int(WHOLE_SECONDS * 15)):
        sock.sendall(b"<")
        time.sleep(0.1)


def endless(sock: socket.socket) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        sock.sendall(b"4000\r\n" + b"a b " * 0x1000 + b"\r\n")


def slowly(good: bytes) -> Callable[[socket.socket], None]:
    def answer(sock: socket.socket) -> None:
        for at in range(0, len(good), len(good) // 3):
            sock.sendall(good[at : at + len(good) // 3])
            time.sleep(0.02)

    return answer


def two_lengths(good: bytes) -> bytes:
    return good.replace(b"\r\n\r\n", b"\r\nContent-Length: 7\r\n\r\n", 1)


def no_length(good: bytes) -> bytes:
    return good.replace(b"Content-Length: ", b"Content-Length: about ", 1)


busy = html_answer(b"later", status="503 Service Unavailable", more=["Retry-After: 40"])
NOISE = bytes(range(256)) * 40
FEED_FAULTS: dict[int, Answer] = {
    3: busy,
    5: NOISE,
    7: rss(item("http://paper0.example/0/0"))[:-40],
    9: silent,
}
"""By how often a feed was asked, of twelve times."""
AT_FIRST: dict[str, Callable[[bytes], Answer]] = {
    "slow": slowly,
    "silent": lambda good: silent,
    "drips": lambda good: drips,
    "truncated": lambda good: good[: len(good) * 2 // 3],
    "two lengths": two_lengths,
    "no length": no_length,
    "busy": lambda good: busy,
    "garbage": lambda good: NOISE,
    "closed": lambda good: b"",
}
ALWAYS: dict[str, Answer] = {
    "loop": redirect("loop"),
    "chain": redirect("chain"),
    "endless": endless,
    "picture": html_answer(b"x", kind="image/png"),
    "noise": html_answer(NOISE),
    "empty": html_answer(b""),
    "gone": html_answer(b"", status="410 Gone"),
    "for ever": busy,
}


def serve(pages: int) -> None:
    # A checkout makes its list of places when it is first asked for. That takes some 400 MB, which stay with
    # the process that does it: whatever the watch then kept would find room there, and not be seen.
    cities("Basra")
    sites = Sites(pages)
    with site() as running:
        sites.port = running.port
        running.otherwise = sites
        tell(running, sites)


def tell(running: Site, sites: Sites) -> None:
    sys.stdout.write(f"{running.port}\n")
    sys.stdout.flush()
    while sys.stdin.readline():
        told = {"asked": sites.asked, "feeds_bad": sites.feeds_bad}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve(int(sys.argv[1]))

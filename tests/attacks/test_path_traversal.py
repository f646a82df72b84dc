"""Names from outside never become paths: 200 of them on every way in, and every file that is touched is seen.

What a test opens, makes, moves or links is heard through Python's audit hooks; nothing of it may lie in the
folder that the names lead to, and nothing new may lie outside the folder that was meant.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from attacks.conftest import People
from attacks.hostile import hostile_mark, hostile_reading
from desk.desks import NAMES, desk_on
from export.golden_formats import examples
from faults.plain import MADE_BY, plain_reading
from fetch.sites import Site, fetching, html_answer, page, site
from read.test_read_archives import answer, arc_record, record
from reportedly.annotate.llm.cache import Cache
from reportedly.annotate.llm.cache import Kept as Answer
from reportedly.casework.people import Role
from reportedly.export import EXPORTERS, write_to
from reportedly.fetch import fetch_pages
from reportedly.ledger import Ledger
from reportedly.read import read_reports
from reportedly.records import LedgerView, Reading, Skipped
from tiers import publish, tries

pytestmark = pytest.mark.reliability

CANARY = "canary.txt"
SECRET = "nobody is to read this"  # noqa: S105  (of nobody)
EVENTS = {
    "open": 0,
    "os.mkdir": 0,
    "os.rename": 1,
    "os.link": 1,
    "os.symlink": 1,
    "os.remove": 0,
    "os.rmdir": 0,
}
"""What Python tells of, and which of its arguments is the path."""
_heard: list[str] | None = None


def _hook(event: str, given: tuple[Any, ...]) -> None:
    if _heard is not None and event in EVENTS:
        path = given[EVENTS[event]]
        if isinstance(path, str | bytes | os.PathLike):
            _heard.append(os.fsdecode(path))


sys.addaudithook(_hook)


@contextmanager
def heard() -> Iterator[list[str]]:
    """Every path that is opened, made, moved or removed meanwhile."""
    global _heard
    _heard = found = list[str]()
    try:
        yield found
    finally:
        _heard = None


def names(secret: Path) -> list[str]:
    """200 names that lead to the canary, or to a file beside it, where they are taken for paths."""
    file = f"{secret}/{CANARY}"
    up = [f"{'../' * depth}{secret.name}/{CANARY}" for depth in range(1, 13)]
    plain = [file, f"file://{file}", f"//{file}", f"/.{file}", f"/proc/self/root{file}", *up]
    dressed = []
    for each in plain:
        dressed += [
            each,
            each.replace("/", "\\"),
            each.replace("/", "%2f"),
            each.replace("/", "%252f"),
            each.replace("..", "%2e%2e"),
            each.replace("/", "\u2215"),
            each.replace("../", "....//"),
            f"{each}\0.html",
            f"{each}%00.html",
            f"x/../{each}",
            f"./{each}",
        ]
    devices = [
        "CON",
        "nul.txt",
        "COM1",
        "/dev/zero",
        "/dev/stdin",
        "C:\\windows\\x",
        "\\\\host\\share\\x",
        "~/x",
        "~root/x",
        "LPT9",
        "aux.html",
    ]
    odd = [
        ".",
        "..",
        "...",
        "",
        "/",
        "-",
        "--help",
        "$HOME/x",
        "`id`",
        "a" * 5_000,
        f"{'a/' * 2_000}x",
        "x\n../y",
    ]
    return list(dict.fromkeys((*dressed, *devices, *odd)))


class Place:
    """A folder that files may go to, beside one that nobody may touch."""

    def __init__(self, root: Path) -> None:
        self.root, self.secret, self.meant = root, root / "secret", root / "meant"
        for folder in (self.secret, self.meant):
            folder.mkdir()
        (self.secret / CANARY).write_text(SECRET, "utf-8")
        self.names = names(self.secret)
        self._before = self._all()

    def _all(self) -> set[str]:
        found = (str(each) for each in self.root.rglob("*"))
        return {each for each in found if not each.startswith(f"{self.meant}{os.sep}")}

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Nothing secret is touched, and nothing new lies outside the folder that is meant."""
        with heard() as paths:
            yield
        secret = os.path.realpath(self.secret)
        touched = [
            each for each in dict.fromkeys(paths) if "\0" in each or os.path.realpath(each).startswith(secret)
        ]
        assert touched == []
        assert self._all() == self._before
        assert (self.secret / CANARY).read_text("utf-8") == SECRET


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def told(way: str, tried: int) -> None:
    publish(f"names from outside that lead out of a folder, by {way}", tried=tried, failed=0)


def test_there_are_enough_of_them(place: Place) -> None:
    assert len(place.names) >= 200


def test_whoever_opens_a_secret_is_heard(place: Place) -> None:
    with pytest.raises(AssertionError), place.watched():
        (place.secret / CANARY).read_text("utf-8")
    with pytest.raises(AssertionError), place.watched():
        (place.secret / CANARY).rename(place.secret / "other")
    with pytest.raises(AssertionError), place.watched():
        (place.root / "beside").write_text("x", "utf-8")


def head(name: str) -> str:
    return name.replace("\n", " ").replace("\0", "%00")


def by_the_address_of_a_record(place: Place) -> None:
    body = answer(page(), more=["Content-Disposition: attachment; filename=x"])
    parts = []
    for each in map(head, place.names):
        told = [f"WARC-Filename: {each}", f"WARC-Refers-To-Target-URI: {each}"]
        kept = answer(page(each), more=[f'Content-Disposition: attachment; filename="{each}"'])
        parts.append(record(kept, each, more=told))
        parts.append(record(body, each, kind="resource", media="text/html"))
    file = place.meant / "pages.warc"
    file.write_bytes(b"".join(parts))
    old = place.meant / "pages.arc"
    old.write_bytes(b"".join(arc_record(body, head(each)) for each in place.names))
    with place.watched():
        found = list(read_reports([file, old]))
    assert len(found) >= len(place.names)
    assert all(SECRET not in each.text for each in found if not isinstance(each, Skipped))


def by_the_fields_of_a_row(place: Place) -> None:
    fields = (
        "id",
        "origin",
        "file",
        "path",
        "url",
        "title",
        "outlet",
        "source",
        "language",
        "published",
        "author",
    )
    rows = [dict.fromkeys(fields, each) | {"text": f"Police blamed nobody. {each}"} for each in place.names]
    file = place.meant / "rows.jsonl"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in rows), "utf-8")
    with place.watched():
        found = list(read_reports([file]))
    assert len(found) == len(rows)


def by_what_exports_are_made_of(place: Place) -> None:
    readings = [_named(plain_reading(number), each) for number, each in enumerate(place.names)]
    view = LedgerView(
        made_by=MADE_BY,
        reports=tuple(each.report for each in readings),
        sources=tuple(source for each in readings for source in each.sources),
        incidents=tuple(incident for each in readings for incident in each.incidents),
        claims=tuple(claim for each in readings for claim in each.claims),
    )
    for format in EXPORTERS:
        folder = place.meant / format
        folder.mkdir()
        exporter = EXPORTERS[format]()
        with place.watched():
            write_to(exporter, view, folder)
        made = {each.name for each in folder.iterdir()}
        assert made == {file.name for file in exporter.files(examples())}, format


def _named(reading: Reading, name: str) -> Reading:
    # A workbook holds no longer text, and no control characters.
    text = "".join(char for char in name if char.isprintable())[:2_000]
    report = replace(reading.report, origin=text, url=text, outlet=text, byline=text, extractor=text)
    incidents = tuple(replace(each, summary=text) for each in reading.incidents)
    return replace(reading, report=report, incidents=incidents)


def by_a_ledger_file(place: Place) -> None:
    with Ledger(place.meant / "there.ledger") as ledger:
        ledger.put(hostile_reading("market"), made_by=hostile_mark("program"))
        ledger.export_to("json", place.meant / "there.json")
    whole = (place.meant / "there.json").read_text("utf-8")
    with Ledger(place.meant / "here.ledger") as ledger:
        for number, each in enumerate(place.names):
            data = json.loads(whole)
            (report,) = data["reports"]
            changed = dict.fromkeys(("origin", "url", "outlet", "extractor"), each)
            data["reports"] = [report | changed]
            if number % 2:
                data["reports"][0]["id"] = data["incidents"][0]["id"] = each
            file = place.meant / "sent.json"
            file.write_text(json.dumps(data), "utf-8")
            with place.watched():
                ledger.import_file(file, by="Ana", desk=f"desk {number}")


def by_an_address_that_is_fetched(place: Place) -> None:
    with site() as running:
        for number, each in enumerate(place.names):
            _answered(running, place, number, head(each)[:1_000])


def _answered(running: Site, place: Place, number: int, name: str) -> None:
    path = f"/{number}/{quote(name, safe='/.%')}"
    more = [f'Content-Disposition: attachment; filename="{name}"', f"Content-Location: {quote(name)}"]
    folder = place.meant / "captures"
    running.answers[path] = html_answer(page(quote(name)), more=more)
    with place.watched():
        list(fetch_pages([running.url(path)], fetching(running, archive=folder)))
    for each in folder.iterdir():
        assert each.name.replace("-", "").replace(".", "").isalnum(), each


def by_the_answers_of_a_model(place: Place) -> None:
    cache = Cache(place.meant / "answers")
    with place.watched():
        for each in place.names:
            key = cache.key(each, each, each)
            cache.put(key, Answer(content=each))
            assert cache.get(key) == Answer(content=each)
    assert all(each.stem.isalnum() for each in (place.meant / "answers").iterdir())


WAYS = {
    "address of an archived page": by_the_address_of_a_record,
    "field of a row": by_the_fields_of_a_row,
    "what exports are made of": by_what_exports_are_made_of,
    "ledger file of another desk": by_a_ledger_file,
    "address that is fetched": by_an_address_that_is_fetched,
    "answer of a language model": by_the_answers_of_a_model,
}


@pytest.mark.parametrize(
    "way", [name for name in WAYS if name not in ("path of the desk", "file of a folder")]
)
def test_no_name_leads_out(place: Place, way: str) -> None:
    WAYS[way](place)


def test_no_path_of_the_desk_leads_out(place: Place, people: People) -> None:
    ledger = place.meant / "desk.sqlite"
    shutil.copy(people[0], ledger)
    asked = 0
    with desk_on(ledger, people[1]) as desk, place.watched():
        admin = desk.ask(NAMES[Role.ADMIN])
        for each in place.names[:: tries(commit=5, nightly=1, release=1)]:
            given = quote(each[:4_000], safe="")
            raw = quote(each[:4_000], safe="/.\\%").lstrip("/")
            for path in (
                f"/static/{given}/{given}",
                f"/static/x/{raw}",
                f"/{raw}",
                f"/reports/{given}",
                f"/incidents/{given}/sheet.svg",
                f"/incidents/x/pictures/{given}.svg",
                f"/api/v1/reports/{given}",
                f"/invitations/{given}",
            ):
                found = admin.get(path)
                asked += 1
                assert found.status_code in (200, 303, 307, 400, 401, 404, 405, 410, 422), path
                assert SECRET not in found.text
                assert found.status_code != 200 or not path.startswith("/static/")
    told("path of the desk", asked)


def test_no_file_of_a_folder_leads_out_unasked(place: Place) -> None:
    folder = place.meant / "pages"
    folder.mkdir()
    made = 0
    for number, each in enumerate(place.names):
        name = f"{number}{each.replace('/', '_')[:200]}.txt".replace("\0", "_")
        (folder / name).write_text(f"Police blamed nobody. {number}", "utf-8")
        made += 1
    with place.watched():
        found = list(read_reports([folder]))
    assert len(found) == made
    assert not [each for each in found if isinstance(each, Skipped)]
    told("file of a folder", made)

"""Labels of real reports, without their texts: `python -m corpus.labels` checks them, `--add FILE` adds some.

The texts belong to others and lie beside the repository; here are only ids and offsets (code points, end
exclusive, into title, two newlines and text, or text alone where there is no title). ``--add`` takes what the
label checker located (its third file), looks the texts up and keeps nothing but numbers and closed lists.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from reportedly.records import Certainty, IncidentType, SourceKind, SourceRole, Stance

HERE = Path(__file__).parent
FILE = HERE / "labels" / "real.jsonl"
DATA = HERE.parent.parent / "shared" / "data"
SETS = {
    "muc4": ("muc4.jsonl.gz", "docid"),
    "bulk": ("bulk_news.jsonl.gz", "id"),
    "case2021": ("case2021.jsonl.gz", "id"),
    "ecbplus": ("ecbplus.jsonl.gz", "id"),
}
"""File and key of each set; an id is `SET:KEY`."""

Row = dict[str, Any]
"""A row of JSON as it stands in a file: the outer format."""

_INCIDENT = ("n", "type", "attempt", "date", "killed", "wounded")
_CLAIM = ("incident", "role", "stance", "certainty", "source_kind", "source_role", "source_number")
_CLAIM_SPANS = ("passage", "actor", "actor_name", "source", "source_name", "cue", "content")


def texts(ids: Iterable[str], folder: Path = DATA) -> dict[str, str]:
    """The texts of labelled reports, as offsets count them.

    Raises:
        FileNotFoundError: a set does not lie beside the repository.
        KeyError: a set has no report of that id.
    """
    wanted: dict[str, set[str]] = {}
    for known in ids:
        name, _, key = known.partition(":")
        wanted.setdefault(name, set()).add(key)
    found: dict[str, str] = {}
    for name, keys in wanted.items():
        file, key = SETS[name]
        with gzip.open(folder / file, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row[key] in keys:
                    title = row.get("title")
                    found[f"{name}:{row[key]}"] = f"{title}\n\n{row['text']}" if title else row["text"]
    if missing := {f"{name}:{key}" for name, keys in wanted.items() for key in keys} - found.keys():
        raise KeyError(f"the sets beside the repository have no {', '.join(sorted(missing))}")
    return found


def load(file: Path = FILE) -> list[Row]:
    """The labels, one row a report; spans are `[start, end]`."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def stripped(label: Row, text: str) -> Row:
    """What may be kept of a located label: numbers, closed lists, spans; no word of the text."""
    return {
        "id": label["id"],
        "incidents": [_incident(each) for each in label["incidents"]],
        "claims": [_claim(each, text) for each in label["claims"]],
        "no_trap": [
            {"passage": _find(text, each["passage"]), "actor": _find(text, each["actor"])}
            for each in label.get("no_trap", ())
        ],
    }


def _incident(told: Row) -> Row:
    spans = {name: told.get(f"{name}_span") for name in ("trigger", "place", "target", "weapon")}
    return {**{name: told.get(name) for name in _INCIDENT}, **spans}


def _claim(told: Row, text: str) -> Row:
    spans = {name: told.get(f"{name}_span") for name in _CLAIM_SPANS}
    via = [_find(text, name) for name in told.get("via") or ()]
    return {**{name: told.get(name) for name in _CLAIM}, **spans, "via": [each for each in via if each]}


def _find(text: str, words: str) -> list[int] | None:
    """Where words stand first; runs of white space count as equal, as the label checker has it."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), text) if words.strip() else None
    return [found.start(), found.end()] if found else None


def problems(rows: Iterable[Row], known: dict[str, str] | None) -> Iterator[str]:
    """What is wrong with the labels; without the texts only their form is looked at."""
    seen: set[str] = set()
    for row in rows:
        if row["id"] in seen:
            yield f"{row['id']}: labelled twice; leave one"
        seen.add(row["id"])
        numbers = {incident["n"] for incident in row["incidents"]}
        for told in _form(row, numbers):
            yield f"{row['id']}: {told}"
        end = len(known[row["id"]]) if known else None
        for name, span in _spans(row):
            if not 0 <= span[0] < span[1] or (end is not None and span[1] > end):
                yield f"{row['id']}: {name} {span} lies outside of the text"


def _form(row: Row, numbers: set[int]) -> Iterator[str]:
    lists: tuple[tuple[str, type[StrEnum]], ...] = (
        ("stance", Stance),
        ("source_kind", SourceKind),
        ("source_role", SourceRole),
        ("certainty", Certainty),
    )
    for claim in row["claims"]:
        if claim["incident"] not in numbers:
            yield f"incident {claim['incident']} is not among the incidents"
        for name, kind in lists:
            if claim[name] is not None and claim[name] not in set(map(str, kind)):
                yield f"{name} {claim[name]!r} is none of the guide's"
        if claim["source"] is None and claim["source_kind"] != "report":
            yield "a claim without a source span is the report's own: source_kind report"
    for incident in row["incidents"]:
        if incident["type"] not in set(map(str, IncidentType)):
            yield f"type {incident['type']!r} is none of the guide's"


def _spans(row: Row) -> Iterator[tuple[str, list[int]]]:
    for part in ("incidents", "claims", "no_trap"):
        for each in row[part]:
            for name, value in each.items():
                if name == "via":
                    yield from ((name, span) for span in value)
                elif name in (*_CLAIM_SPANS, "trigger", "place", "target", "weapon") and value is not None:
                    yield name, value


def main(arguments: list[str] | None = None, *, file: Path = FILE, folder: Path = DATA) -> int:
    """Add, or check; 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m corpus.labels", description=__doc__)
    parser.add_argument("--add", type=Path, nargs="*", default=[], metavar="FILE")
    told = parser.parse_args(arguments)
    rows = load(file) if file.exists() else []
    for path in told.add:
        new = json.loads(path.read_text("utf-8"))
        known = texts((label["id"] for label in new), folder)
        rows += [stripped(label, known[label["id"]]) for label in new]
    if told.add:
        file.parent.mkdir(exist_ok=True)
        rows.sort(key=lambda row: str(row["id"]))
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    here = folder.exists()
    wrong = list(problems(rows, texts((row["id"] for row in rows), folder) if here else None))
    claims = sum(len(row["claims"]) for row in rows)
    looked = "" if here else " (the texts are not beside the repository: only the form was looked at)"
    print(*wrong, f"{len(rows)} reports, {claims} claims, {len(wrong)} problems{looked}", sep="\n")  # noqa: T201
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

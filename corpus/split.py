"""Part the corpus by event and actor: `python -m corpus.split [--write]`; 1 where lines would change.

Reports that share an event or the name of somebody said (or said not) to have done it hang together. What
hangs together goes into one split, so that no reader can have learned an actor of the test part by heart.
Real actors hang together widely (states above all), so that the largest groups are training reports and
the other two parts are mostly reports of invented actors and of real conflicts that stand alone.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from corpus.form import FOLDER, CorpusReport, Problem
from corpus.load import load
from reportedly.language.actors import find_actors
from reportedly.language.words import tokenise

TOO_LARGE = 12
"""A group of more reports is training: as test reports it would weigh more than a dozen others."""
TEST, DEV = 0.25, 0.45
"""Bounds of the hash of a group, so that a new report moves no other."""

_WORD = re.compile(r"[^\W\d_][\w'’-]+")


def actors_of(report: CorpusReport, common: frozenset[str]) -> frozenset[str]:
    """Whom the report names as doers: ids of the program's table of actors, else the names' own words.

    A word is part of a name where it is none of the ``common`` ones, which stand in small letters somewhere.
    """
    labels = {claim.value for claim in report.doer_claims if claim.value}
    mentions = {mark.text for label in labels for mark in report.mentions(label)}
    return frozenset(key for mention in mentions for key in _keys(mention, common))


def _keys(mention: str, common: frozenset[str]) -> Iterator[str]:
    tokens = [token.text for token in tokenise(mention)]
    hits = list(find_actors(tokens))
    yield from (hit.actor.id for hit in hits)
    rest = [word for i, word in enumerate(tokens) if not any(hit.start <= i < hit.end for hit in hits)]
    if not hits:
        named = (w.casefold().removesuffix("'s").removesuffix("’s") for w in rest if _WORD.fullmatch(w))
        yield from (word for word in named if word not in common and len(word) > 2)


def common_words(reports: Iterable[CorpusReport]) -> frozenset[str]:
    """The words that stand in small letters anywhere."""
    return frozenset(
        word for report in reports for word in _WORD.findall(report.text) if word == word.casefold()
    )


def groups(reports: tuple[CorpusReport, ...]) -> list[list[CorpusReport]]:
    """The reports that hang together by event or actor, each group in the order of ids."""
    common = common_words(reports)
    head = list(range(len(reports)))

    def find(i: int) -> int:
        while head[i] != i:
            head[i] = head[head[i]]
            i = head[i]
        return i

    first: dict[str, int] = {}
    for i, report in enumerate(reports):
        for key in _ties(report, common):
            head[find(i)] = find(first.setdefault(key, i))
    gathered: defaultdict[int, list[CorpusReport]] = defaultdict(list)
    for i, report in enumerate(reports):
        gathered[find(i)].append(report)
    return list(gathered.values())


def assigned(reports: tuple[CorpusReport, ...]) -> Mapping[str, str]:
    """The split of each report by its id."""
    return {report.id: _split_of(group) for group in groups(reports) for report in group}


def _split_of(group: list[CorpusReport]) -> str:
    if len(group) > TOO_LARGE:
        return "train"
    digest = hashlib.sha256(min(report.event for report in group).encode()).digest()
    place = int.from_bytes(digest[:4], "big") / 2**32
    return "test" if place < TEST else "dev" if place < DEV else "train"


def parted(reports: Iterable[CorpusReport]) -> list[Problem]:
    """No event and no actor stands in two splits."""
    known = tuple(reports)
    common = common_words(known)
    first: dict[str, CorpusReport] = {}
    found: list[Problem] = []
    for report in known:
        for key in _ties(report, common):
            other = first.setdefault(key, report)
            if other.split != report.split:
                told = f"the {key} is {other.split} in {other.id}, {report.split} here"
                found.append(Problem(report.file, report.lines_of["split"], f"{told}; {MEND}"))
                break
    return found


def _ties(report: CorpusReport, common: frozenset[str]) -> list[str]:
    """What reports of one split may share."""
    return [f"event {report.event!r}", *(f"actor {key!r}" for key in sorted(actors_of(report, common)))]


MEND = "run `python -m corpus.split --write`"


def main(arguments: list[str] | None = None, *, folder: Path = FOLDER) -> int:
    """Tell what would change, or change it."""
    parser = argparse.ArgumentParser(prog="python -m corpus.split", description=__doc__)
    parser.add_argument("--write", action="store_true", help="rewrite the split lines")
    write = parser.parse_args(arguments).write
    reports = load(folder=folder)
    wanted = assigned(reports)
    changed = [report for report in reports if report.split != wanted[report.id]]
    if write:
        for report in changed:
            path = folder / f"{report.id}.txt"
            line = f"\nsplit: {report.split}\n"
            path.write_text(
                path.read_text("utf-8").replace(line, f"\nsplit: {wanted[report.id]}\n", 1), "utf-8"
            )
    sizes = ", ".join(f"{split} {list(wanted.values()).count(split)}" for split in ("train", "dev", "test"))
    print(f"{sizes}; {len(changed)} lines {'changed' if write else 'differ'}")  # noqa: T201
    return int(bool(changed) and not write)


if __name__ == "__main__":
    sys.exit(main())

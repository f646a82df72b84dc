"""Whether a text shares a run of twelve words with somebody else's text."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.form import CorpusReport, Problem

RUN = 12
DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
# Lists of parsed tokens stand beside the texts under these keys in some sets.
_TEXT_KEYS = ("text", "title", "orig_text", "tokens", "body")
_WORD = re.compile(r"[^\W_]+")


def runs(text: str) -> Iterator[tuple[int, str]]:
    """Each run of twelve words, lower case, with the place where it begins."""
    words = [(found.start(), found[0].lower()) for found in _WORD.finditer(text)]
    for first in range(len(words) - RUN + 1):
        yield words[first][0], " ".join(word for _, word in words[first : first + RUN])


def texts(folder: Path) -> Iterator[str]:
    """Every text of the sets in ``folder``."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                for key in _TEXT_KEYS:
                    value = row.get(key)
                    if value:
                        yield " ".join(map(str, value)) if isinstance(value, list) else str(value)


def shared_runs(reports: Iterable[CorpusReport], folder: Path) -> list[Problem]:
    """The first run of each report that stands in a text of ``folder`` too.

    Only the hashes of the corpus are kept, so the sets may be of any size.
    """
    ours: dict[int, tuple[CorpusReport, int, str]] = {}
    for report in reports:
        for start, run in runs(report.text):
            ours.setdefault(hash(run), (report, start, run))
    found: dict[str, Problem] = {}
    for text in texts(folder):
        for _, run in runs(text):
            hit = ours.get(hash(run))
            if hit and hit[2] == run:
                report, _, words = hit
                found.setdefault(
                    report.id, Problem(report.file, 1, f"another's text has {words!r}; write it anew")
                )
    return sorted(found.values())

r"""Article text cut out of real news pages, scored as the scrapinghub article-extraction benchmark scores it.

The count is that of its evaluator (github.com/scrapinghub/article-extraction-benchmark, ``evaluate.py``):
4-grams of ``\w+`` tokens with their multiplicities, counts normalised a page so that long
articles do not weigh more, precision and recall averaged over pages, F1 of the two averages.
The road measured is the program's own, from bytes to the text of the report, furniture
removed; the headline is left out, as the benchmark's article bodies leave it out.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from reportedly.read import read_reports
from reportedly.records import Report

Ngrams = Counter[tuple[str, ...]]
Extract = Callable[[bytes], str]

_TOKEN = re.compile(r"\w+")
_N = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTextScore:
    """Macro precision and recall, their F1, over how many pages and in what time."""

    precision: float
    recall: float
    f1: float
    pages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Counts:
    """Shares of true positives, false positives and false negatives of one page; they add up to one."""

    right: float
    extra: float
    missed: float


def evaluate(archive: Path, *, extract: Extract | None = None) -> PageTextScore:
    """Score ``extract``, by default the program itself, on every page of the archive."""
    counts: list[Counts] = []
    seconds = 0.0
    for page, truth in pages(archive):
        begin = time.perf_counter()
        text = (extract or body_text)(page)
        seconds += time.perf_counter() - begin
        counts.append(compare(truth, text))
    return _score(counts, seconds)


def pages(archive: Path) -> Iterator[tuple[bytes, str]]:
    """The pages of the archive with their article bodies, in the order of its members."""
    with tarfile.open(archive) as members:
        truth = _truth(members)
        for member in members.getmembers():
            key = PurePosixPath(member.name).name.removesuffix(".html.gz")
            stream = members.extractfile(member) if key in truth else None
            if stream is not None:
                yield gzip.decompress(stream.read()), truth[key]


def body_text(page: bytes) -> str:
    """What the program reads out of a page, without the headline; nothing where it gives no report."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_bytes(page)
        (found,) = read_reports([path])
    return found.text[found.headline_end :].strip() if isinstance(found, Report) else ""


def compare(truth: str, text: str) -> Counts:
    """Compare two texts by their 4-grams.

    >>> compare("one two three four five", "one two three four")
    Counts(right=0.5, extra=0.0, missed=0.5)
    """
    wanted, given = _ngrams(truth), _ngrams(text)
    right = (wanted & given).total()
    extra, missed = (given - wanted).total(), (wanted - given).total()
    total = (right + extra + missed) or 1
    return Counts(right / total, extra / total, missed / total)


def _ngrams(text: str) -> Ngrams:
    tokens = _TOKEN.findall(text)
    # A text shorter than four tokens counts as one short shingle, as in the evaluator.
    return Counter(tuple(tokens[i : i + _N]) for i in range(max(1, len(tokens) - _N + 1)) if tokens)


def _score(counts: Sequence[Counts], seconds: float) -> PageTextScore:
    precision = statistics.mean(c.right / (c.right + c.extra) for c in counts if c.right + c.extra)
    recall = statistics.mean(c.right / (c.right + c.missed) for c in counts if c.right + c.missed)
    return PageTextScore(
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall),
        pages=len(counts),
        seconds=seconds,
    )


def _truth(members: tarfile.TarFile) -> Mapping[str, str]:
    for member in members.getmembers():
        stream = members.extractfile(member) if member.name.endswith("ground-truth.json") else None
        if stream is not None:
            return {key: page["articleBody"] for key, page in json.load(stream).items()}
    raise FileNotFoundError("the archive holds no ground-truth.json")

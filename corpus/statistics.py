"""Write STATISTICS.md and the picture of the corpus: `python -m corpus.statistics [--check]`."""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path

from corpus import agreement
from corpus.check import REPORTS_WANTED, WORDS_WANTED, tag_counts
from corpus.form import REGIONS, REGISTERS, SPLITS, CorpusReport
from corpus.load import load
from corpus.phenomena import PHENOMENA, TARGET
from corpus.picture import picture
from corpus.split import actors_of, common_words
from reportedly.records import Certainty, ClaimRole, IncidentType, SourceKind, SourceRole, Stance

HERE = Path(__file__).parent
NOTICE = "<!-- Written by `python -m corpus.statistics` from reports/. Not edited by hand. -->"

Rows = Iterable[tuple[object, ...]]
Reports = tuple[CorpusReport, ...]


def main(arguments: list[str] | None = None) -> int:
    """Write both files, or end with 1 where one is out of date."""
    parser = argparse.ArgumentParser(prog="python -m corpus.statistics", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args(arguments).check
    reports = load()
    wanted = {
        HERE / "statistics.svg": picture(reports),
        HERE / "STATISTICS.md": page(reports, agreement.pairs()),
    }
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        print(f"{path.name}: {'out of date; run `python -m corpus.statistics`' if check else 'written'}")  # noqa: T201
        if not check:
            path.write_text(wanted[path], "utf-8")
    return int(check and bool(stale))


def table(title: str, head: tuple[str, ...], rows: Rows) -> str:
    """A titled Markdown table; columns after the first hold numbers."""
    lines = [head, ("---", *("---:",) * (len(head) - 1)), *rows]
    body = "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)
    return f"## {title}\n\n{body}"


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def page(reports: Reports, twice: Sequence[agreement.Pair] = ()) -> str:
    """The whole of STATISTICS.md; ``twice`` are the reports that two readers coded."""
    parts = ["# What is in the corpus", NOTICE, "![What is in the corpus](statistics.svg)"]
    parts += [make(reports) for make in TABLES]
    parts += [agreement.page(twice)] if twice else []
    return "\n\n".join(parts) + "\n"


def size(reports: Reports) -> str:
    """How much there is, by split."""

    def row(label: str, chosen: Reports) -> tuple[object, ...]:
        relevant = sum(r.relevant for r in chosen)
        return (
            label,
            len(chosen),
            len({r.event for r in chosen}),
            sum(r.words for r in chosen),
            relevant,
            len(chosen) - relevant,
            sum(len(r.incidents) for r in chosen),
            sum(len(r.claims) for r in chosen),
            sum(len(r.doer_claims) for r in chosen),
        )

    rows = [row(split, tuple(r for r in reports if r.split == split)) for split in SPLITS]
    rows += [row("all", reports), ("wanted", REPORTS_WANTED, "–", WORDS_WANTED, *("–",) * 5)]
    head = "split,reports,events,words,relevant,irrelevant,incidents,claims,of the doer".split(",")
    return table("Size", tuple(head), rows)


def lengths(reports: Reports) -> str:
    """The lengths of the texts."""
    words = sorted(r.words for r in reports)
    if not words:
        return "## Length\n\nNothing yet."
    cuts = [words[len(words) * tenth // 10] for tenth in (1, 9)]
    told = ("words in a report", words[0], cuts[0], round(statistics.median(words)), cuts[1], words[-1])
    return table("Length", ("", "least", "10 %", "median", "90 %", "most"), [told])


def counted(
    title: str, what: str, order: Iterable[str], get: Callable[[CorpusReport], Iterable[str]]
) -> Callable[[Reports], str]:
    """A table of how often each value of a closed list stands."""

    def make(reports: Reports) -> str:
        counts = Counter(value for report in reports for value in get(report))
        return table(title, (what, "count"), ((value, counts[value]) for value in order))

    return make


def kinds(report: CorpusReport) -> list[str]:
    """The source kind of each doer claim."""
    speakers = (report.speaker_of(claim) for claim in report.doer_claims)
    return [str(each.kind) if each else str(SourceKind.REPORT) for each in speakers]


def depth(report: CorpusReport) -> list[str]:
    """How many relays each doer claim went through."""
    return [str(min(3, len(claim.via))) for claim in report.doer_claims]


def phenomena(reports: Reports) -> str:
    """Each tag beside its target."""
    counts = tag_counts(reports)
    rows = ((tag, counts[tag], TARGET, max(0, TARGET - counts[tag])) for tag in PHENOMENA)
    return table("Phenomena, by reports", ("phenomenon", "reports", "target", "missing"), rows)


def years(reports: Reports) -> str:
    """Reports by five years."""
    counts = Counter(r.year - r.year % 5 for r in reports)
    rows = ((f"{max(1985, first)}-{min(2026, first + 4)}", counts[first]) for first in range(1985, 2027, 5))
    return table("Years of publication", ("years", "reports"), rows)


def shared_actors(reports: Reports) -> str:
    """How many actors of doer claims one split has in common with another."""
    common = common_words(reports)
    named = {
        split: {key for r in reports if r.split == split for key in actors_of(r, common)} for split in SPLITS
    }
    rows = [(f"{a} and {b}", len(named[a] & named[b]), len(named[b])) for a, b in combinations(SPLITS, 2)]
    return table("Actors that splits share", ("splits", "names in both", "names in the second"), rows)


TABLES: tuple[Callable[[Reports], str], ...] = (
    size,
    lengths,
    phenomena,
    counted("Stances of doer claims", "stance", Stance, lambda r: (c.stance for c in r.doer_claims)),
    counted(
        "Certainty of doer claims",
        "certainty",
        [*Certainty, "-"],
        lambda r: (c.certainty or "-" for c in r.doer_claims),
    ),
    counted("Source kind of doer claims", "kind", SourceKind, kinds),
    counted("Relays of doer claims", "relays (3: three or more)", "0123", depth),
    counted("Roles of claims", "role", ClaimRole, lambda r: (c.role for c in r.claims)),
    counted("Roles of speakers", "role", SourceRole, lambda r: (s.role for s in r.speakers)),
    counted("Types of attack", "type", IncidentType, lambda r: (i.type for i in r.incidents)),
    counted("Registers", "register", REGISTERS, lambda r: (r.register,)),
    counted("Regions", "region", REGIONS, lambda r: (r.region,)),
    years,
    counted("Actors invented or real", "actors", ("invented", "real"), lambda r: (r.names,)),
    shared_actors,
)


if __name__ == "__main__":
    sys.exit(main())

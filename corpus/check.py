"""Check the corpus: `python -m corpus.check [ID…]`; ends with 1 where something is wrong.

Without ids all reports are checked, and with them the splits, the phenomena and, where the
measuring sets stand beside the repository, that no text is another writer's.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from corpus import remembered
from corpus.form import FOLDER, MORE, CorpusReport, Problem
from corpus.lawful import problems_of
from corpus.parser import parse
from corpus.phenomena import PHENOMENA, TARGET
from corpus.split import parted

REPORTS_WANTED, WORDS_WANTED = 600, 150_000
"""What the corpus is to hold at least."""


def check_file(path: Path, *, shown: str | None = None) -> tuple[CorpusReport | None, list[Problem]]:
    """Read and check one file."""
    file = shown or path.name
    try:
        raw = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return None, [Problem(file, 1, f"cannot be read as UTF-8: {error}")]
    report, problems = parse(raw, file)
    return report, problems + (problems_of(report) if report else [])


def repeated_texts(reports: Iterable[CorpusReport]) -> list[Problem]:
    """No two reports of different events have the same text."""
    first: dict[str, CorpusReport] = {}
    return [
        Problem(report.file, 1, f"has the text of {first[report.text].id}; write another")
        for report in reports
        if first.setdefault(report.text, report) is not report
    ]


def of_second_readings(folder: Path) -> list[Problem]:
    """What is wrong with the codings that were made twice: each is lawful, and both are of one text."""
    found: list[Problem] = []
    texts: dict[str, str] = {}
    for path in sorted(folder.glob("*/*.txt")):
        shown = f"corpus/twice/{path.parent.name}/{path.name}"
        report, problems = check_file(path, shown=shown)
        found += problems
        if report and texts.setdefault(report.id, report.text) != report.text:
            found.append(Problem(shown, 1, "is another text than the first reader's; change only marks"))
        if len(list(folder.glob(f"*/{path.name}"))) == 1:
            found.append(Problem(shown, 1, "was coded once only; both codings stand here, or none"))
    return found


def tag_counts(reports: Iterable[CorpusReport]) -> Counter[str]:
    """In how many reports each phenomenon stands."""
    return Counter(tag for report in reports for tag in set(report.phenomena))


def main(arguments: list[str] | None = None, *, folder: Path = FOLDER, data: Path = remembered.DATA) -> int:
    """Check the reports that are named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m corpus.check", description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="ID")
    parser.add_argument("--no-runs", action="store_true", help="leave out the twelve-word runs (faster)")
    parser.add_argument(
        "--target",
        action="store_true",
        help="a corpus too small, or a phenomenon below its count, is a problem",
    )
    told = parser.parse_args(arguments)
    more = folder.parent / MORE.name
    ids = [Path(each).stem for each in told.ids]
    paths = [_place(each, folder, more) for each in ids] or sorted(folder.glob("*.txt"))
    reports, problems = read_all(paths)
    if not ids:
        others, found = read_all(sorted(more.glob("*.txt")))
        problems += found + training_only(others)
        every = [*reports, *others]
        problems += parted(every) + repeated_texts(every) + of_second_readings(folder.parent / "twice")
        say(summary(others, len(others), len(found), whole=False) + " in corpus/more")
    if not told.no_runs and (not ids or len(ids) <= 60):
        problems += others_words(reports, data)
    if told.target and not ids:
        problems += below_target(reports)
    for problem in problems:
        print(problem, file=sys.stdout)  # noqa: T201
    say(summary(reports, len(paths), len(problems), whole=not ids))
    return int(bool(problems) or not paths)


def _place(name: str, folder: Path, more: Path) -> Path:
    path = folder / f"{name}.txt"
    return path if path.exists() else more / path.name


def _part(path: Path) -> str:
    return MORE.name if path.parent.name == MORE.name else FOLDER.name


def training_only(reports: Iterable[CorpusReport]) -> list[Problem]:
    """Reports of ``corpus/more`` that are not for training."""
    return [
        Problem(report.file, report.lines_of["split"], "is in corpus/more, which is `split: train` only")
        for report in reports
        if report.split != "train"
    ]


def read_all(paths: list[Path]) -> tuple[list[CorpusReport], list[Problem]]:
    """The reports that can be parsed, and what is wrong with all of them."""
    checked = [check_file(path, shown=f"corpus/{_part(path)}/{path.name}") for path in paths]
    return [report for report, _ in checked if report], [each for _, found in checked for each in found]


def others_words(reports: list[CorpusReport], data: Path) -> list[Problem]:
    """The twelve-word runs, or a sentence that they were not looked at."""
    if not any(data.glob("*.jsonl.gz")):
        say("The measuring sets are not beside the repository: twelve-word runs were not compared.")
        return []
    return remembered.shared_runs(reports, data)


def below_target(reports: list[CorpusReport]) -> list[Problem]:
    """Phenomena that stand in too few reports, and a corpus that is too small."""
    counts = tag_counts(reports)
    sizes = (
        (len(reports), REPORTS_WANTED, "reports"),
        (sum(report.words for report in reports), WORDS_WANTED, "words"),
    )
    small = [
        Problem("corpus", 0, f"{count:,} {what}; {wanted:,} are wanted")
        for count, wanted, what in sizes
        if count < wanted
    ]
    return small + [
        Problem("corpus", 0, f"{tag} stands in {counts[tag]} reports; {TARGET} are wanted")
        for tag in PHENOMENA
        if counts[tag] < TARGET
    ]


def summary(reports: list[CorpusReport], files: int, problems: int, *, whole: bool) -> str:
    """The closing lines."""
    words = sum(report.words for report in reports)
    claims = sum(len(report.claims) for report in reports)
    lines = [f"{files} files, {len(reports)} read, {words} words, {claims} claims, {problems} problems"]
    if whole:
        counts = tag_counts(reports)
        lines.append("phenomena: " + ", ".join(f"{tag} {counts[tag]}" for tag in PHENOMENA))
    return "\n".join(lines)


def say(line: str) -> None:
    """One line for whoever runs the check."""
    print(line)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())

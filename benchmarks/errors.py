"""Where the encoder errs: `python -m benchmarks.errors` writes docs/error-analysis.md.

The dev part of our own corpus, so that texts can be shown. Every gold claim of a doer that the reader has not
in full is of one kind of miss, every claim that it has too much of one kind of surplus.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.claims import LEVELS, corpus_texts, count, ledger, micro
from benchmarks.data import ROOT, Case
from benchmarks.scorers import idle
from corpus.form import CorpusReport
from corpus.load import load, to_gold

PAGE = ROOT / "docs" / "error-analysis.md"
SYSTEM = "reportedly encoder"
EXAMPLES = 4
MISSES = {
    "actor": "the actor is not among the claims",
    "stance": "the actor is there with another stance",
    "source": "actor and stance are there, by another speaker",
}
SURPLUS = {
    "forbidden": "a trap: the report has the actor, and says no such thing",
    "source": "actor and stance are right, the speaker has said no such thing",
    "stance": "the actor has a claim, of another stance",
    "actor": "nobody says anything of this actor",
}


@dataclass(slots=True)
class Errors:
    """Kinds of errors with their number and examples."""

    kinds: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, example: str) -> None:
        """One more."""
        self.kinds[kind] += 1
        self.examples.setdefault(kind, []).append(example)


def main() -> int:
    """Measure and write the page."""
    reports = load("dev")
    gold = to_gold(reports)
    with tempfile.TemporaryDirectory() as temporary:
        found = [ledger(text, Path(temporary), SYSTEM) for text in corpus_texts(reports)]
    PAGE.write_text("\n".join(page(reports, gold, found)) + "\n", "utf-8")
    print(f"{PAGE}: written")
    return 0


def page(reports: Sequence[CorpusReport], gold: Sequence[Case], found: Sequence[Any]) -> Iterator[str]:
    """The page's lines."""
    misses, surplus = Errors(), Errors()
    for report, case, ledger_ in zip(reports, gold, found, strict=True):
        judge(report, case, ledger_, misses, surplus)
    total = sum(len(case["claims"]) for case in gold)
    yield "# Where the encoder errs"
    yield ""
    yield (
        f"Written by `python -m benchmarks.errors` from the {len(reports)} reports and {total} claims of the "
        "dev part of [our corpus](../corpus/README.md), with the shipped model. Dev may be looked at; the "
        "figures to go by are those of the test part in [the results](../benchmarks/RESULTS.md)."
    )
    yield from kinds("Claims that it has not in full", misses, MISSES)
    yield from kinds("Claims that it has too much", surplus, SURPLUS)
    yield from ("", "## By phenomenon", "", "F1 over the reports that have the phenomenon.", "")
    yield from table("phenomenon", reports, gold, found, lambda report: report.phenomena)
    yield from challenge()
    yield from ("", "## By register", "")
    yield from table("register", reports, gold, found, lambda report: (report.register,))
    yield from ("", "## By region and names", "")
    yield from table("region or names", reports, gold, found, lambda r: (r.region, f"{r.names} names"))


def judge(report: CorpusReport, case: Case, found: Any, misses: Errors, surplus: Errors) -> None:
    """Sort the errors of one report."""
    scoring = idle("score_claims")
    predicted = scoring.predicted_claims(found)
    matched = {level: scoring.match(level, case["claims"], predicted) for level in LEVELS}
    for i, claim in enumerate(case["claims"]):
        if i not in matched["full"]:
            kind = next(
                (k for k, level in (("source", "stance"), ("stance", "who")) if i in matched[level]), "actor"
            )
            misses.add(kind, told(report, _gold(claim)))
    traps = case.get("not_claims", ())
    for j, claim in enumerate(predicted):
        if j in matched["full"].values():
            continue
        if any(s == claim["stance"] and scoring.same_actor(a, n) for a, s in traps for n in claim["actors"]):
            kind = "forbidden"
        elif any(scoring.level_match("stance", gold, claim) for gold in case["claims"]):
            kind = "source"
        elif any(scoring.level_match("who", gold, claim) for gold in case["claims"]):
            kind = "stance"
        else:
            kind = "actor"
        surplus.add(kind, told(report, _predicted(claim)))


def _gold(claim: Case) -> tuple[str | None, str, str]:
    return (claim["actor"] or [None])[0], claim["stance"], claim["source"][0]


def _predicted(claim: Case) -> tuple[str | None, str, str]:
    return claim["actor"], claim["stance"], claim["source"].get("label") or "REPORT"


def told(report: CorpusReport, claim: tuple[str | None, str, str]) -> str:
    """A claim and the sentence that its actor stands in."""
    actor, stance, source = claim
    at = report.text.find(actor) if actor else -1
    before = [report.text.rfind(". ", 0, at) + 2, report.text.rfind("\n", 0, at) + 1] if at >= 0 else [0]
    start = max((each for each in before if each > 1), default=0)
    end = min(
        (e for e in (report.text.find(". ", at), report.text.find("\n", at)) if e >= 0),
        default=len(report.text),
    )
    sentence = report.text[start:end].strip() if at >= 0 else ""
    shown = sentence if len(sentence) < 260 else f"{sentence[:257]}…"
    return (
        f"{actor or 'nobody'} / {stance} / {source} ({report.id}): “{shown}”"
        if shown
        else f"{actor or 'nobody'} / {stance} / {source} ({report.id})"
    )


def kinds(title: str, errors: Errors, names: dict[str, str]) -> Iterator[str]:
    """A table of kinds, and examples of each."""
    total = errors.kinds.total()
    yield from (
        "",
        f"## {title}",
        "",
        f"{total} in all.",
        "",
        "| kind | claims | share |",
        "| --- | ---: | ---: |",
    )
    for kind, name in names.items():
        number = errors.kinds[kind]
        yield f"| {name} | {number} | {number / max(1, total):.0%} |"
    for kind, name in names.items():
        shown = errors.examples.get(kind, [])
        if shown:
            step = max(1, len(shown) // EXAMPLES)
            yield from ("", f"{name[0].upper()}{name[1:]}, for instance:", "")
            yield from (f"- {example}" for example in shown[::step][:EXAMPLES])


def table(
    head: str, reports: Sequence[CorpusReport], gold: Sequence[Case], found: Sequence[Any], of: Any
) -> Iterator[str]:
    """F1 at each level over the reports of each group, the worst first."""
    scoring = idle("score_claims")
    groups: dict[str, list[int]] = {}
    for i, report in enumerate(reports):
        for name in of(report):
            groups.setdefault(name, []).append(i)
    rows = []
    for name, members in groups.items():
        values = [micro([count(scoring, level, gold[i], found[i]) for i in members]) for level in LEVELS]
        claims = sum(len(gold[i]["claims"]) for i in members)
        if claims:
            rows.append((values[-1], name, len(members), claims, values))
    yield f"| {head} | reports | claims | who | stance | full |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for _, name, members_count, claims, values in sorted(rows):
        scores = " | ".join(f"{value:.2f}" for value in values)
        yield f"| {name} | {members_count} | {claims} | {scores} |"


def challenge() -> Iterator[str]:
    """Rows of the minimal pairs that each reader gets wholly right, by phenomenon."""
    spec = importlib.util.spec_from_file_location("short_reports", ROOT / "tests/annotate/short_reports.py")
    if spec is None or spec.loader is None:
        raise ImportError("tests/annotate/short_reports.py is not there")
    module = importlib.util.module_from_spec(spec)
    sys.modules["short_reports"] = module
    spec.loader.exec_module(module)
    rows = module.rows()
    right = {
        reader: Counter(row.phenomenon for row in rows if not row.failures(reader))
        for reader in ("encoder", "rules")
    }
    total = Counter(row.phenomenon for row in rows)
    yield from ("", "## Minimal pairs", "")
    yield (
        f"{len(rows)} short reports that differ in one thing (`tests/annotate/pairs`); a row is right where "
        "every claim is there with stance, speaker and certainty, and none is too much."
    )
    yield from ("", "| phenomenon | rows | encoder | rules |", "| --- | ---: | ---: | ---: |")
    for phenomenon, count_ in total.items():
        yield f"| {phenomenon} | {count_} | {right['encoder'][phenomenon]} | {right['rules'][phenomenon]} |"
    yield f"| all | {len(rows)} | {right['encoder'].total()} | {right['rules'].total()} |"


if __name__ == "__main__":
    raise SystemExit(main())

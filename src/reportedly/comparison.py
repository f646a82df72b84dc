"""Two reports side by side: the words they share, and what only one of them says.

Pure, from a view of both: the same reports give the same comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.errors import NotFound
from reportedly.lineage.passages import Passage, shared_passages
from reportedly.matching import Pair, Sayings, paired
from reportedly.records import Claim, Derivation, LedgerView, Report

LEAST_WORDS = 8
"""Of a passage that is shown: shorter ones are names and turns of speech that any two reports share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What two reports share and where they differ.

    ``agreed`` are claims that both have: of one attack, the same said by the same speaker. ``differing`` are
    of one attack and speaker too, but with another stance, certainty or value. What has no such counterpart
    stands in ``only_one`` or ``only_other``. Every claim of either report is in exactly one of the four.
    """

    one: Report
    other: Report
    lineage: tuple[Derivation, ...]
    """How one of the two depends on the other; empty where no text shows it."""
    passages: tuple[Passage, ...]
    agreed: tuple[Pair, ...]
    differing: tuple[Pair, ...]
    only_one: tuple[Claim, ...]
    only_other: tuple[Claim, ...]

    @property
    def shared(self) -> float:
        """Share of the shorter text's words that stand in the passages, 0 to 1."""
        shortest = min(len(self.one.text.split()), len(self.other.text.split()))
        return min(1.0, sum(passage.words for passage in self.passages) / (shortest or 1))


def compare(view: LedgerView, one: str, other: str) -> Comparison:
    """Compare two reports of a view.

    Args:
        view: what was read; its incidents say which claims are about one attack.
        one: id of a report.
        other: id of another.

    Raises:
        NotFound: the view has no such report.
        ValueError: both ids are the same.
    """
    if one == other:
        raise ValueError(f"{one} is compared with itself; name two reports")
    reports = {report.id: report for report in view.reports}
    for wanted in (one, other):
        if wanted not in reports:
            raise NotFound(f"no report {wanted} in this ledger; `reportedly show` lists what it holds")
    said = Sayings(view)
    left = {claim.id: claim for claim in view.claims if claim.report == one}
    right = {claim.id: claim for claim in view.claims if claim.report == other}
    agreed = list(paired(left, right, said.exactly))
    differing = list(paired(left, right, said.about))
    return Comparison(
        one=reports[one],
        other=reports[other],
        lineage=tuple(row for row in view.lineage if {row.report, row.derives_from} == {one, other}),
        passages=shared_passages(reports[one].text, reports[other].text, least=LEAST_WORDS),
        agreed=tuple(agreed),
        differing=tuple(differing),
        only_one=tuple(left.values()),
        only_other=tuple(right.values()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderComparison:
    """What two readers make of one report; every claim of it that one of them made is in exactly one part.

    ``differing`` are of one attack, speaker and actor, with another stance, certainty or value.
    """

    report: Report
    readers: tuple[str, str]
    agreed: tuple[Claim, ...]
    differing: tuple[Pair, ...]
    only_first: tuple[Claim, ...]
    only_second: tuple[Claim, ...]


def compare_readers(view: LedgerView, report: str) -> ReaderComparison:
    """Compare what two readers make of a report that both have read.

    Args:
        view: what was read.
        report: id of a report.

    Raises:
        NotFound: the view has no such report, or two readers have made no claim of it.
    """
    found = next((each for each in view.reports if each.id == report), None)
    if found is None:
        raise NotFound(f"no report {report} in this ledger; `reportedly show` lists what it holds")
    claims = [claim for claim in view.claims if claim.report == report]
    names = max((claim.readers for claim in claims), key=len, default=())
    if len(names) < 2:
        also = (name for claim in claims for name in claim.readers)
        names = tuple(dict.fromkeys((*names, *also)))
    if len(names) < 2:
        raise NotFound(f"{report}: no claims of two readers; read it with --reader both, or name two reports")
    one, other = names[:2]
    left = {claim.id: claim for claim in claims if claim.readers == (one,)}
    right = {claim.id: claim for claim in claims if claim.readers == (other,)}
    differing = tuple(paired(left, right, Sayings(view).about))
    return ReaderComparison(
        report=found,
        readers=(one, other),
        agreed=tuple(claim for claim in claims if len(claim.readers) > 1),
        differing=differing,
        only_first=tuple(left.values()),
        only_second=tuple(right.values()),
    )


def readers_to_json(compared: ReaderComparison) -> dict[str, object]:
    """The comparison as ``reportedly compare REPORT --format json`` prints it."""
    return {
        "format": "reportedly-readers",
        "version": 1,
        "report": compared.report.id,
        "readers": list(compared.readers),
        "agreed": [claim.id for claim in compared.agreed],
        "differing": [[a.id, b.id] for a, b in compared.differing],
        "only": [[claim.id for claim in each] for each in (compared.only_first, compared.only_second)],
    }


def shown_passages(comparison: Comparison, most: int) -> Sequence[Passage]:
    """The longest passages, so many at most, in the order of the first report."""
    longest = sorted(comparison.passages, key=lambda each: -each.words)[:most]
    return sorted(longest, key=lambda each: each.one.start)


def to_json(comparison: Comparison) -> dict[str, object]:
    """The comparison as ``reportedly compare --format json`` prints it: ids, offsets in code points."""
    return {
        "format": "reportedly-comparison",
        "version": 1,
        "reports": [comparison.one.id, comparison.other.id],
        "shared": round(comparison.shared, 3),
        "lineage": [
            {
                "report": row.report,
                "derives_from": row.derives_from,
                "relation": str(row.relation),
                "why": row.why,
            }
            for row in comparison.lineage
        ],
        "passages": [
            {
                "words": each.words,
                "spans": [[each.one.start, each.one.end], [each.other.start, each.other.end]],
                "quotes": [each.one.text, each.other.text],
            }
            for each in comparison.passages
        ],
        "agreed": [[a.id, b.id] for a, b in comparison.agreed],
        "differing": [[a.id, b.id] for a, b in comparison.differing],
        "only": [[claim.id for claim in each] for each in (comparison.only_one, comparison.only_other)],
    }

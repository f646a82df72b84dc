"""Which claims are about one attack."""

from __future__ import annotations

from dataclasses import replace

import pytest
from short_reports import report_of

from reportedly.annotate.rules.grouping import group
from reportedly.annotate.rules.marks import Reader, find_all
from reportedly.language.quotes import direct_quotes
from reportedly.records import Span

TEXT = (
    "Rebels bombed the mill in Lima on Monday, police said. "
    "Smugglers had their hand in it in Cusco on 3 March 2001, the army said."
)


@pytest.mark.parametrize("tied", [True, False])
def test_claims_that_are_tied_to_the_same_words_are_about_one_attack(tied: bool) -> None:
    """By days and towns the sentences tell two attacks; a network may know better."""
    report = report_of(TEXT)
    findings = find_all(report)
    reader = Reader(report, direct_quotes(report.text))
    (mark,) = reader.marks(findings)
    hand = Span.of(TEXT, TEXT.index("hand"), TEXT.index("hand") + 4)
    other = replace(mark, sentence=1, speaker=None, trigger=Span.of(TEXT, 7, 22) if tied else hand)
    attacks, claims = group(report, findings, [mark, other], reader)
    assert [attack.trigger.text for attack in attacks] == (["bombed"] if tied else ["bombed", "hand"])
    assert {claim.attack for claim in claims} == ({0} if tied else {0, 1})

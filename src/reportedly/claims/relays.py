"""Relays between a speaker and the page: who was spoken to, whose story it is, who reprinted it."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.language.sentences import split_sentences
from reportedly.records import Credit, CreditRelation, Report

_NEARNESS = (
    (CreditRelation.REPORTED_BY, CreditRelation.DATELINE, CreditRelation.AGENCY, CreditRelation.BYLINE),
    (CreditRelation.SOURCE_LINE, CreditRelation.BASED_ON),
)


def page_relays(report: Report) -> tuple[str, ...]:
    """The outlets that the whole page's reporting came through, nearest to the speakers first.

    A relay in the running text counts for the whole page only where the lead gives the story to it
    ('…, Reuters reported on Monday'); elsewhere it belongs to its own sentence.
    """
    if not report.credits:
        return ()
    names: list[str] = []
    lead_end = _lead_end(report)
    for relations in _NEARNESS:
        for credit in sorted(report.credits, key=lambda c: not _cited(report, c)):
            whole = credit.relation is not CreditRelation.REPORTED_BY or _in_lead(credit, lead_end)
            if credit.relation in relations and whole and credit.name not in names:
                names.append(credit.name)
    return tuple(name for name in names if not _same(name, report.outlet))


def via(own: Sequence[str], page: Sequence[str], *, outlet: str | None, speaker: str) -> tuple[str, ...]:
    """A claim's relays: the speaker's own first, then the page's, each once, never the speaker itself."""
    ordered = dict.fromkeys([*own, *page])
    return tuple(
        name for name in ordered if not _same(name, outlet) and name.casefold() not in speaker.casefold()
    )


def _lead_end(report: Report) -> int:
    body = report.text.find("\n\n", report.headline_end) if report.headline_end else 0
    for sentence in split_sentences(report.text):
        if (
            sentence.start >= body
            and sentence.end > report.headline_end
            and sentence.end - sentence.start > 40
        ):
            return sentence.end
    return len(report.text)


def _cited(report: Report, credit: Credit) -> bool:
    """'X reported, citing Y': Y stands nearer to the speaker than X."""
    if credit.span is None:
        return False
    before = report.text[max(0, credit.span.start - 24) : credit.span.start].lower().split()
    return bool({"citing", "quoting"} & set(before[-3:]))


def _in_lead(credit: Credit, lead_end: int) -> bool:
    return credit.span is not None and credit.span.end <= lead_end


def _same(name: str, outlet: str | None) -> bool:
    return outlet is not None and name.casefold() == outlet.casefold()

"""The history of one page, and its JSON form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportedly.changes.addresses import address_key, page_key
from reportedly.changes.notes import Note, notes_in
from reportedly.changes.revisions import Change, Matched, Revision, revisions
from reportedly.changes.versions import Page, in_order, page_of
from reportedly.changes.withdrawals import Withdrawal, withdrawals
from reportedly.errors import NotFound
from reportedly.lineage import Root, roots_of
from reportedly.matching import Sayings
from reportedly.records import LedgerView, Report, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The versions of one page, what changed from each to the next, and what was taken back of it since."""

    page: Page
    revisions: tuple[Revision, ...]
    """One fewer than versions."""
    notes: tuple[Note, ...]
    """What the first version says of its changes: there were others before, which are not at hand."""
    withdrawals: tuple[Withdrawal, ...]
    """Of claims of any version, in the order of the versions."""


def history(view: LedgerView, wanted: str) -> History:
    """The history of the page with that address, or that a report is a version of.

    Args:
        view: what was read; its incidents say which claims are of one attack.
        wanted: the id of a report, a web address in any of its forms, or the place it was read from.

    Raises:
        NotFound: the view has no such report or page.
    """
    page = page_of(view.reports, _found(view.reports, wanted).id)
    roots: Mapping[str, Root] = roots_of(view.reports, view.lineage)
    place = {report.id: at for at, report in enumerate(page.versions)}
    of = {claim.id: place[claim.report] for claim in view.claims if claim.report in place}
    taken = [each for each in withdrawals(view, roots) if each.claim in of]
    return History(
        page=page,
        revisions=revisions(page, Matched(view.claims, Sayings(view, roots))),
        notes=notes_in(page.versions[0]),
        withdrawals=tuple(sorted(taken, key=lambda each: (of[each.claim], each.claim))),
    )


def _found(reports: Sequence[Report], wanted: str) -> Report:
    """The latest report that is meant."""
    key = address_key(wanted)
    meant = [
        report
        for report in reports
        if wanted in (report.id, report.origin, report.url) or (key is not None and page_key(report) == key)
    ]
    if not meant:
        raise NotFound(
            f"no report {wanted} and no page of that address; `reportedly show` lists what there is"
        )
    return in_order(meant)[-1]


def to_json(told: History) -> dict[str, object]:
    """The history as ``reportedly changes --format json`` prints it: ids, offsets in code points."""
    return {
        "format": "reportedly-changes",
        "version": 1,
        "address": told.page.address,
        "versions": [_version(report) for report in told.page.versions],
        "notes": [_note(note) for note in told.notes],
        "revisions": [_revision(each) for each in told.revisions],
        "withdrawn": [
            {
                "claim": each.claim,
                "by": each.by,
                "ground": str(each.ground),
                "day": each.day.isoformat() if each.day else None,
                "words": each.words,
            }
            for each in told.withdrawals
        ],
    }


def _version(report: Report) -> dict[str, object]:
    return {
        "report": report.id,
        "origin": report.origin,
        "title": report.title,
        "published": report.published.isoformat() if report.published else None,
        "published_at": report.published_at.isoformat() if report.published_at else None,
        "modified_at": report.modified_at.isoformat() if report.modified_at else None,
    }


def _revision(each: Revision) -> dict[str, object]:
    return {
        "before": each.before.id,
        "after": each.after.id,
        "later": each.later,
        "silent": each.silent,
        "headline": list(each.headline) if each.headline else None,
        "changes": [_change(change) for change in each.changes],
        "removed": [_quote(span) for span in each.removed],
        "added": [_quote(span) for span in each.added],
        "notes": [_note(note) for note in each.notes],
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "kinds": [str(kind) for kind in change.kinds],
        "before": change.before.id if change.before else None,
        "after": change.after.id if change.after else None,
    }


def _note(note: Note) -> dict[str, object]:
    return {"kind": str(note.kind), **_quote(note.span), "wrong": [_quote(span) for span in note.wrong]}


def _quote(span: Span) -> dict[str, object]:
    return {"span": [span.start, span.end], "quote": span.text}

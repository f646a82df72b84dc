"""The history of one page on the terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reportedly.assess import NOBODY
from reportedly.changes import Ground, History
from reportedly.changes.notes import Note
from reportedly.changes.revisions import Change, Revision
from reportedly.lineage import roots_of
from reportedly.records import DOER_ROLES, Claim, LedgerView, Report, Span
from reportedly.terminal import words
from reportedly.terminal.ids import ShortIds
from reportedly.terminal.index import Index
from reportedly.terminal.safe import visible
from reportedly.terminal.values import value_words

_PASSAGES = 4
"""So many of the longest that went out or came in are shown; the JSON form has all."""
_PASSAGE_CHARS = 200
_NOTE_CHARS = 300


def render_history(view: LedgerView, told: History, *, width: int) -> Iterator[RenderableType]:
    """The page and its versions, what changed from each to the next, and what was taken back since."""
    page = _History(Index(view, roots_of(view.reports, view.lineage)), told, width)
    yield from page.head()
    for revision in told.revisions:
        yield from page.revision(revision)
    yield from page.taken_back()


class _History:
    def __init__(self, index: Index, told: History, width: int) -> None:
        self._index, self._told, self._width = index, told, width
        self._versions = told.page.versions
        self._short = ShortIds(
            [*(each.id for each in index.view.claims), *(each.id for each in self._versions)]
        )
        self._number = {report.id: number for number, report in enumerate(self._versions, start=1)}
        self._claims = {claim.id: claim for claim in index.view.claims}

    def head(self) -> Iterator[RenderableType]:
        latest = self._versions[-1]
        yield Text(visible(latest.title or latest.origin), "bold")
        yield Text(visible(latest.url or latest.origin), "dim")
        yield Text()
        grid = Table.grid(padding=(0, 2, 0, 0))
        for report in self._versions:
            cells = f"{self._number[report.id]}.", _dated(report), self._index.report_name(report.id)
            grid.add_row(*map(Text, cells), Text(self._short(report.id), "dim"))
        yield grid
        if len(self._versions) == 1:
            yield Text()
            yield Text("This is the only version at hand: there is nothing to compare it with.")
        for note in self._told.notes:
            yield Text.assemble("The page says: ", self._quoted(note.span.text, _NOTE_CHARS))

    def revision(self, revision: Revision) -> Iterator[RenderableType]:
        numbers = f"{self._number[revision.before.id]} → {self._number[revision.after.id]}"
        yield Text()
        yield Text.assemble((f"{numbers}  {_verdict(revision)}", "bold cyan"))
        lines = [
            *self._notes(revision.notes),
            *self._headline(revision),
            *map(self._change, revision.changes),
        ]
        lines += [*self._passages("− ", revision.removed), *self._passages("+ ", revision.added)]
        yield from (Padding(line, (0, 0, 0, 2)) for line in lines)

    def taken_back(self) -> Iterator[RenderableType]:
        # What a later version lacks stands with that version already.
        others = [each for each in self._told.withdrawals if each.ground is not Ground.VERSION]
        if not others:
            return
        yield Text()
        yield Text("Taken back", "bold cyan")
        for each in others:
            claim = self._claims[each.claim]
            yield Padding(
                Text.assemble(self._line(claim), "\n", (f"  {visible(each.words)}", "")), (0, 0, 0, 2)
            )

    def _notes(self, notes: Iterable[Note]) -> Iterator[Text]:
        for note in notes:
            yield Text.assemble("the page says: ", self._quoted(note.span.text, _NOTE_CHARS))

    def _headline(self, revision: Revision) -> Iterator[Text]:
        if revision.headline:
            old, new = (self._quoted(each, _PASSAGE_CHARS) if each else "none" for each in revision.headline)
            yield Text.assemble(("headline", "bold"), f"  {old} → {new}")

    def _change(self, change: Change) -> Text:
        kinds = words.listed([_KINDS.get(kind, kind) for kind in map(str, change.kinds)])
        if change.before is None or change.after is None:
            claim = change.after or change.before
            return Text.assemble((kinds, "bold"), "  ", self._line(claim) if claim else "")
        old, new = change.before, change.after
        whom, by = self._who(old), self._who(new)
        said = self._what(old), self._what(new)
        ids = f"{self._short(old.id)} {self._short(new.id)}"
        return Text.assemble(
            (kinds, "bold"),
            f"  {said[0] if said[0] == said[1] else ' → '.join(said)}",
            f"  {whom if whom == by else f'{whom} → {by}'}  ",
            (ids, "dim"),
        )

    def _line(self, claim: Claim) -> Text:
        return Text.assemble(self._what(claim), "  ", self._who(claim), "  ", (self._short(claim.id), "dim"))

    def _what(self, claim: Claim) -> str:
        if claim.role in DOER_ROLES:
            name = visible(claim.value.name or claim.value.text) if claim.value else NOBODY
            return f"{name}: {words.stance_words(claim)}"
        return f"{words.ROLES[claim.role]}: {value_words(claim)}"

    def _who(self, claim: Claim) -> str:
        return words.speaker_words(self._index.sources[claim.source], in_headline=claim.in_headline)

    def _passages(self, mark: str, spans: Sequence[Span]) -> Iterator[Text]:
        longest = sorted(spans, key=lambda span: (span.start - span.end, span.start))[:_PASSAGES]
        for span in sorted(longest):
            yield Text.assemble((mark, "bold"), self._quoted(span.text, _PASSAGE_CHARS))
        if len(spans) > len(longest):
            yield Text(f"{mark}{words.plural(len(spans) - len(longest), 'shorter passage')} more", "dim")

    @staticmethod
    def _quoted(text: str, most: int) -> str:
        return f"“{words.shortened(visible(text), most)}”"


_KINDS = {"speaker": "another speaker", "value": "another value", "turned": "turned about"}


def _verdict(revision: Revision) -> str:
    if not revision.edited:
        return "no word changed"
    told = "silent edit: the page does not say so" if revision.silent else "edited, and the page says so"
    return told if revision.later else f"{told}; which of the two came first is unknown"


def _dated(report: Report) -> str:
    told = [f"published {words.day_words(report.published)}"] if report.published else []
    if report.modified_at:
        told.append(f"changed {_moment(report.modified_at)}")
    return ", ".join(told) or "no date"


def _moment(at: dt.datetime) -> str:
    if at.time() == dt.time():
        return words.day_words(at.date())
    zone = f" {at:%z}" if at.utcoffset() else " UTC" if at.tzinfo else ""
    return f"{words.day_words(at.date())} {at:%H:%M}{zone}"

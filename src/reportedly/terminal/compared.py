"""Two reports side by side on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reportedly.assess import NOBODY
from reportedly.comparison import Comparison, ReaderComparison, shown_passages
from reportedly.lineage import roots_of
from reportedly.lineage.passages import Passage
from reportedly.records import DOER_ROLES, Claim, LedgerView, Report
from reportedly.terminal import words
from reportedly.terminal.ids import ShortIds
from reportedly.terminal.index import Index
from reportedly.terminal.safe import visible
from reportedly.terminal.values import value_words

PASSAGES = 6
"""So many of the longest are shown; the JSON form has all."""
_PASSAGE_CHARS = 240
_NARROW = 72
"""Columns below which the two reports stand below each other."""


def render_comparison(view: LedgerView, compared: Comparison, *, width: int) -> Iterator[RenderableType]:
    """The heads of both, what joins them, the passages they share, and their claims."""
    page = _Compared(Index(view, roots_of(view.reports, view.lineage)), compared, width)
    yield from page.heads()
    yield from page.passages()
    yield from page.claims()


def render_readers(view: LedgerView, compared: ReaderComparison) -> Iterator[RenderableType]:
    """What two readers make of one report: where they agree, where they differ, what one alone holds."""
    short = ShortIds([claim.id for claim in view.claims])
    sources = {source.id: source for source in view.sources}

    def line(*claims: Claim) -> Text:
        what = " / ".join(claim_words(claim) for claim in claims)
        who = words.speaker_words(sources[claims[0].source], in_headline=claims[0].in_headline)
        return Text.assemble(what, "  ", who, "  ", (" ".join(short(claim.id) for claim in claims), "dim"))

    yield Text(visible(compared.report.title or compared.report.origin), "bold")
    first, second = map(visible, compared.readers)
    sections = (
        (f"{first} and {second} say", [line(claim) for claim in compared.agreed]),
        (f"They differ: {first} / {second}", [line(a, b) for a, b in compared.differing]),
        (f"{first} alone says", [line(claim) for claim in compared.only_first]),
        (f"{second} alone says", [line(claim) for claim in compared.only_second]),
    )
    for title, lines in sections:
        if lines:
            yield Text()
            yield Text(title, "bold cyan")
            yield from (Padding(each, (0, 0, 0, 2)) for each in lines)


def claim_words(claim: Claim) -> str:
    """What a claim says, without who says it."""
    if claim.role in DOER_ROLES:
        name = visible(claim.value.name or claim.value.text) if claim.value else NOBODY
        return f"{name}: {words.stance_words(claim)}"
    return f"{words.ROLES[claim.role]}: {value_words(claim)}"


class _Compared:
    def __init__(self, index: Index, compared: Comparison, width: int) -> None:
        self._index, self._compared, self._width = index, compared, width
        claims = [claim.id for claim in index.view.claims]
        self._short = ShortIds([*claims, compared.one.id, compared.other.id])
        self._names = (index.report_name(compared.one.id), index.report_name(compared.other.id))
        if self._names[0] == self._names[1]:
            self._names = (f"{self._names[0]} (A)", f"{self._names[1]} (B)")

    def heads(self) -> Iterator[RenderableType]:
        yield self._side_by_side(*map(self._head, (self._compared.one, self._compared.other)))
        yield Text()
        lines = [
            f"{self._index.report_name(row.report)}: {row.relation}; {visible(row.why)}"
            for row in self._compared.lineage
        ]
        yield Text("\n".join(lines) or "No text shows that one of the two depends on the other.")

    def _head(self, report: Report) -> Text:
        told = [words.day_words(report.published)] if report.published else []
        name = self._names[0 if report is self._compared.one else 1]
        return Text.assemble(
            (visible(report.title or report.origin), "bold"),
            "\n",
            " · ".join([name, *told]),
            "\n",
            (self._short(report.id), "dim"),
        )

    def passages(self) -> Iterator[RenderableType]:
        found, shown = self._compared.passages, shown_passages(self._compared, PASSAGES)
        yield Text()
        if not found:
            yield Text("They share no passage word for word.")
            return
        many, share = words.plural(len(found), "passage"), f"{self._compared.shared:.0%}"
        stand = "stands" if len(found) == 1 else "stand"
        longest = f"; the {len(shown)} longest" if len(shown) < len(found) else ""
        yield Text(f"{many} {stand} in both, {share} of the shorter text{longest}", "bold cyan")
        for passage in shown:
            yield Padding(self._passage(passage), (0, 0, 1, 2))

    def _passage(self, passage: Passage) -> RenderableType:
        one, other = (
            Text(f"“{words.shortened(visible(span.text), _PASSAGE_CHARS)}”")
            for span in (passage.one, passage.other)
        )
        if one == other:
            return Text.assemble(one, (f"  {passage.words} words", "dim"))
        return self._side_by_side(one, other)

    def claims(self) -> Iterator[RenderableType]:
        compared = self._compared
        yield from self._section("Both say", (self._line(a) for a, _ in compared.agreed))
        yield from self._section("They differ", (self._pair(a, b) for a, b in compared.differing))
        for name, claims in zip(self._names, (compared.only_one, compared.only_other), strict=True):
            yield from self._section(f"Only {name} says", map(self._line, claims))

    def _section(self, title: str, lines: Iterable[Text]) -> Iterator[RenderableType]:
        shown = list(lines)
        if shown:
            yield Text()
            yield Text(title, "bold cyan")
            yield from (Padding(line, (0, 0, 0, 2)) for line in shown)

    def _line(self, claim: Claim) -> Text:
        alone = words.reader_words(claim)
        return Text.assemble(
            self._what(claim),
            "  ",
            self._who(claim),
            (f"  {alone}" if alone else "", "yellow"),
            "  ",
            (self._short(claim.id), "dim"),
        )

    def _pair(self, a: Claim, b: Claim) -> Text:
        ids = f"{self._short(a.id)} {self._short(b.id)}"
        return Text.assemble(
            self._what(a), (" / ", "bold"), self._what(b), "  ", self._who(a), "  ", (ids, "dim")
        )

    def _what(self, claim: Claim) -> str:
        return claim_words(claim)

    def _who(self, claim: Claim) -> str:
        return words.speaker_words(self._index.sources[claim.source], in_headline=claim.in_headline)

    def _side_by_side(self, one: Text, other: Text) -> RenderableType:
        if self._width < _NARROW:
            return Text("\n").join([one, other])
        grid = Table.grid(padding=(0, 4, 0, 0))
        half = (self._width - 8) // 2
        grid.add_column(width=half)
        grid.add_column(width=half)
        grid.add_row(one, other)
        return grid

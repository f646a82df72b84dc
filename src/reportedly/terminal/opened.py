"""One claim opened to the words it stands on, and the head of one report."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reportedly.assess import NOBODY
from reportedly.records import Claim, LedgerView, Party, Report, Source, SourceRole, Span
from reportedly.terminal import words
from reportedly.terminal.index import Index
from reportedly.terminal.safe import spelled, visible

# A paragraph longer than this is cut around its evidence.
_PARAGRAPH_CHARS = 1_200
_AROUND = 300
_STYLES = {"source": "cyan", "cue": "yellow", "content": "underline", "value": "bold green"}
_PARTIES = {Party.ACCUSED: "of the accused side", Party.VICTIM: "of the attacked side"}


def render_claim(index: Index, claim: Claim, *, coloured: bool) -> Iterator[RenderableType]:
    """Who says it, on which way it came, and the words in their paragraph, source, cue and content marked."""
    source, report = index.sources[claim.source], index.reports[claim.report]
    name = visible(claim.value.name or claim.value.text) if claim.value else NOBODY
    yield Text.assemble((name, "bold"), f" · {claim.role} · {words.stance_words(claim)}")
    rows = [("said by", _described(source, claim))]
    rows += [("by way of", " → ".join(index.chain(claim)))] if claim.via else []
    rows += [("printed in", " · ".join(_report_words(report))), ("read by", _made(index.view, claim))]
    rows += [("records", " ".join((claim.id, claim.report, claim.incident)))]
    yield _table(rows)
    yield Text()
    for paragraph in quoted(report, claim, coloured=coloured):
        yield Padding(paragraph, (0, 0, 1, 2))
    if coloured:
        yield Text.assemble("  ", *((f"{part}  ", style) for part, style in _STYLES.items()))


def render_report(view: LedgerView, report: Report) -> Iterator[RenderableType]:
    """The head of one report: where it is from and whom it credits."""
    yield Text(visible(report.title or report.origin), "bold")
    rows = [("printed in", " · ".join(_report_words(report)))]
    credits = dict.fromkeys(
        f"{visible(each.name)} ({each.relation.replace('_', ' ')})" for each in report.credits
    )
    rows += [("credits", ", ".join(credits))] if credits else []
    rows += [
        ("depends on", f"{row.relation}: {visible(row.why)}")
        for row in view.lineage
        if row.report == report.id
    ]
    rows += [("records", report.id)]
    yield _table(rows)
    yield Text()


def quoted(report: Report, claim: Claim, *, coloured: bool) -> Iterator[Text]:
    """The paragraphs of the report that hold the claim's evidence; without colours, in named brackets."""
    start = 0
    for paragraph in report.text.split("\n\n"):
        whole = (start, start + len(paragraph))
        inside = [(part, span) for part, span in _parts(claim) if whole[0] <= span.start < whole[1]]
        if inside:
            yield _marked(report.text, _window(whole, inside), inside, coloured=coloured)
        start = whole[1] + 2


def _parts(claim: Claim) -> Iterator[tuple[str, Span]]:
    for part in _STYLES:
        for span in getattr(claim.evidence, part):
            yield part, span


def _window(whole: tuple[int, int], inside: list[tuple[str, Span]]) -> tuple[int, int]:
    start, end = whole
    if end - start <= _PARAGRAPH_CHARS:
        return whole
    first, last = min(span.start for _, span in inside), max(span.end for _, span in inside)
    return max(start, first - _AROUND), min(end, last + _AROUND)


def _marked(text: str, window: tuple[int, int], inside: list[tuple[str, Span]], *, coloured: bool) -> Text:
    edges = {window[0], window[1]} | {edge for _, span in inside for edge in (span.start, span.end)}
    cuts = sorted(edge for edge in edges if window[0] <= edge <= window[1])
    shown = Text()
    for start, end in pairwise(cuts):
        within = [part for part, span in inside if span.start <= start and end <= span.end]
        if not coloured:
            shown.append("".join(_opening(inside, start)))
        shown.append(spelled(text[start:end]), " ".join(_STYLES[part] for part in within) if coloured else "")
        if not coloured:
            shown.append("]" * sum(span.end == end for _, span in inside))
    return shown


def _opening(inside: list[tuple[str, Span]], at: int) -> Iterator[str]:
    begun = sorted((each for each in inside if each[1].start == at), key=lambda each: -each[1].end)
    for part, _ in begun:
        yield f"[{part}: "


def _described(source: Source, claim: Claim) -> str:
    details = [str(source.role).replace("_", " ")] if source.role is not SourceRole.UNKNOWN else []
    details += [f"of {visible(source.affiliation)}"] if source.affiliation else []
    details += [visible(source.anonymity)] if source.anonymity else []
    details += [_PARTIES[source.party]] if source.party in _PARTIES else []
    who = words.speaker_words(source, in_headline=claim.in_headline)
    return f"{who} ({'; '.join(details)})" if details else who


def _made(view: LedgerView, claim: Claim) -> str:
    reviewed = f", reviewed: {visible(claim.reviewed)}" if claim.reviewed else ""
    certainty = f"; the source is {claim.certainty}" if claim.certainty else ""
    reader = words.reader_words(claim) or visible(" and ".join(claim.readers) or view.made_by.extractor)
    return f"{reader}, {claim.confidence:.0%} sure that the text says so{certainty}{reviewed}"


def _report_words(report: Report) -> Iterator[str]:
    yield visible(report.outlet or "outlet not named")
    if report.published:
        yield words.day_words(report.published)
    yield visible(report.url or report.origin)


def _table(rows: list[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in rows:
        grid.add_row(Text(f"  {label}", "dim"), Text(value))
    return grid

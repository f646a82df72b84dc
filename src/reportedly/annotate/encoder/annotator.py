"""``encoder.v1``: the network judges who says what of whom; rules propose, name and put details together.

The rules' claims are hints: their actors and speakers are judged beside the spans that the network found, and
a hint that agrees raises the odds. That two mentions are one actor or one speaker, what the attack's place,
time and toll are, and which claims are about one attack is decided by the code that the rules reader uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from reportedly.annotate.encoder.reading import Encoded, Network
from reportedly.annotate.heads.claims import Hint
from reportedly.annotate.heads.pairs import REPORT
from reportedly.annotate.marking import Marks
from reportedly.annotate.rules.disowned import without_disowned
from reportedly.annotate.rules.grouping import group
from reportedly.annotate.rules.marks import Mark, Reader, find_all
from reportedly.annotate.rules.told import Told
from reportedly.annotations import Annotation, Attribution
from reportedly.language.quotes import direct_quotes
from reportedly.records import Report, Span


class EncoderAnnotator:
    """Reads each report by itself; the same report and model give the same annotation."""

    name = "encoder.v1"

    def __init__(self, network: Network, *, model: str | None, hinted: bool = True) -> None:
        """Take a model.

        Args:
            network: what reads a text.
            model: its `sha256:…`; None for one that is in training.
            hinted: whether the rules are asked too.
        """
        self.model = model
        self.network, self._hinted = network, hinted

    def annotate(self, reports: Sequence[Report]) -> tuple[Annotation, ...]:
        """One annotation a report, in order."""
        return tuple(self.begin(report)() for report in reports)

    def begin(self, report: Report) -> Callable[[], Annotation]:
        """Encode a report beside other work from now on; the call that comes back annotates it."""
        return partial(self._annotate, report, self.network.begin(report.text))

    def attributions(self, report: Report) -> tuple[Attribution, ...]:
        """All that anybody is said to have said in a report."""
        return tuple(
            Attribution(
                cue=Span.of(report.text, *each.cue),
                source=Span.of(report.text, *each.source) if each.source else None,
                content=Span.of(report.text, *each.content) if each.content else None,
            )
            for each in self.network.attributions(report.text)
        )

    def _annotate(self, report: Report, windows: Iterator[Encoded]) -> Annotation:
        findings = find_all(report)
        reader = Reader(report, direct_quotes(report.text))
        proposed = without_disowned(findings, reader.marks(findings))
        hints = list(hints_of(proposed)) if self._hinted else None
        read = self.network.said(windows, hints)
        maker = Marks(report.text, findings, reader, proposed, read.antecedents)
        marks = [mark for mark in maker.of(read.claims) if mark is not None]
        attacks, made = group(report, findings, marks, reader, Told(read.details))
        return Annotation(
            attacks=attacks,
            speakers=tuple(maker.known(n, each) for n, each in enumerate(reader.speakers.done())),
            marks=made,
        )


def hints_of(marks: Sequence[Mark]) -> Iterator[Hint]:
    """The rules' claims as hints, numbered by their place; one without words of its own gives none."""
    for number, mark in enumerate(marks):
        if mark.speaker is not None and mark.source is None:
            continue
        actor = mark.actor.filler.span if mark.actor else mark.content
        if actor is not None:
            speaker = (mark.source.start, mark.source.end) if mark.source else REPORT
            yield Hint((actor.start, actor.end), speaker, mark.stance, mark.actor is None, number)

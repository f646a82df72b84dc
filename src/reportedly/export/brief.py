"""A brief in Markdown: each attack in sentences, each statement with a numbered note of its exact words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, TextIO

from reportedly.export.account import (
    Note,
    Party,
    Sentence,
    account,
    in_order,
    parties,
    statements,
    teller,
)
from reportedly.export.base import TextExporter
from reportedly.export.wording import passage, pieces
from reportedly.pictures.case import Case, cases_of
from reportedly.records import Claim, LedgerView
from reportedly.terminal import words
from reportedly.terminal.safe import visible

TITLE = "Who is said to have done it"
LEAD = (
    "What reports say, and who says it according to them; not what happened. "
    "Every number leads to the exact words, where they were printed, and when."
)
_MEANING = re.compile(r"([\\`*_\[\]{}|~^$<>&])")
_BEGINS = re.compile(r"^(\d*)([-+=#.)])")


class BriefExporter(TextExporter):
    """A brief in Markdown: who claimed, who was named, who denied, with numbered notes of the exact words."""

    name: ClassVar[str] = "brief"
    media_type: ClassVar[str] = "text/markdown"
    suffix: ClassVar[str] = ".md"
    stem: ClassVar[str] = "brief"

    def write(self, view: LedgerView, sink: TextIO) -> None:
        """Write the attacks, those of which most is said first, those told in passing last."""
        sink.write(f"# {TITLE}\n\n{LEAD}\n")
        first = 1
        for case in sorted(cases_of(view), key=in_order(view)):
            notes = Notes(first)
            sink.writelines(_section(case, notes))
            first += len(notes)
        made = view.made_by
        sink.write(f"\n---\n\nMade by {escaped(made.program)}, {escaped(made.extractor)}.\n")


class Notes:
    """The notes of a text in the order in which they are first mentioned, numbered from ``first``."""

    def __init__(self, first: int = 1) -> None:
        self._first = first
        self._numbers: dict[Note, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[tuple[int, Note]]:
        return ((number, note) for note, number in self._numbers.items())

    def number(self, note: Note) -> int:
        """The number of a note; the same at its every mention."""
        return self._numbers.setdefault(note, self._first + len(self._numbers))


def escaped(text: str) -> str:
    r"""Text from outside as Markdown that shows it and does nothing else: no link, image, HTML or list.

    >>> escaped("*x* <b> [a](http://b.example)")
    '\\*x\\* \\<b\\> \\[a\\](http&#58;//b.example)'
    >>> escaped("1. x"), escaped("- x")
    ('1\\. x', '\\- x')
    """
    return _BEGINS.sub(r"\1\\\2", _inline(visible(text)))


def _inline(text: str) -> str:
    """Within a line: what begins a bare address is written as a number, so that it becomes no link."""
    plain = _MEANING.sub(r"\\\1", text)
    return plain.replace("://", "&#58;//").replace("www.", "www&#46;").replace("@", "&#64;")


def _section(case: Case, notes: Notes) -> Iterator[str]:
    yield f"\n## {escaped(words.incident_words(case.incident))}\n"
    for paragraph in account(case):
        yield f"\n{' '.join(_told(sentence, notes) for sentence in paragraph)}\n"
    told = parties(case)
    if told:
        yield "\n### Actor by actor\n\n"
    for party in told:
        yield from _of(party, notes)
    for number, note in notes:
        yield _note(case, note, number)


def _told(sentence: Sentence, notes: Notes) -> str:
    return "".join(
        _inline(said.text) + "".join(f"[^{notes.number(note)}]" for note in said.notes) for said in sentence
    )


def _of(party: Party, notes: Notes) -> Iterator[str]:
    grade = party.graded.verdict or party.graded.grade if party.graded else ""
    yield f"- **{escaped(party.name)}**{f' — {_inline(visible(grade))}' if grade else ''}\n"
    yield from (f"  - {_told(sentence, notes)}\n" for sentence in statements(party))


def _note(case: Case, note: Note, number: int) -> str:
    first = note[0]
    also = [each for each in dict.fromkeys(printed(case, claim) for claim in note[1:]) if each]
    also = [each for each in also if each != printed(case, first)]
    more = f"; also {'; '.join(map(_inline, also))}" if also else ""
    words_of = _inline(visible(pieces(passage(case.report(first).text, first))))
    told = f"“{words_of}” — {_inline(teller(case, first))}. {_inline(printed(case, first))}{more}."
    return f"\n[^{number}]: {told} `{first.id.replace('`', '')}`\n"


def printed(case: Case, claim: Claim) -> str:
    """Where a claim was printed, on what way it came, and when: 'Reuters → Delta News, 24 Mar 2024'."""
    report = case.report(claim)
    name = case.index.report_name(report.id)
    chain = [visible(each) for each in claim.via]
    way = " → ".join([*chain, *([name] if name not in chain else [])])
    return f"{way}, {words.day_words(report.published)}" if report.published else f"{way}, no date"

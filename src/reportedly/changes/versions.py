"""Which reports are versions of one page, and in what order they were written."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from reportedly.changes.addresses import page_key
from reportedly.changes.notes import Note, NoteKind, notes_in
from reportedly.language.rarity import WORD
from reportedly.language.sentences import split_sentences
from reportedly.lineage.outlets import outlet_key
from reportedly.lineage.runs import Numbers, run_numbers
from reportedly.records import Claim, Report, Span

_SHARED_RUNS = 0.2
"""Share of the shorter text's runs of five words that stand in the other: sites give many articles the
address of one section, and those share little."""
_THREADS = 8
"""Pages under one address that are kept apart at a time; what a section's address bears is gone by then."""
_NOTICE_WORDS = 120
"""Of a notice that stands where a story stood; a longer text shares some of it."""
_MOST = 0.6
"""Of the words of what was said: a sentence that is edited keeps them, one about something else does not."""
_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The versions of one page, oldest first as far as that can be told."""

    address: str
    """What its addresses have in common; no link. ``file:…`` where only the place of reading is known."""
    versions: tuple[Report, ...]


@dataclass(frozen=True)
class Version:
    """A report with what is worked out of it once."""

    report: Report
    notes: tuple[Note, ...] = field(default=())

    @classmethod
    def of(cls, report: Report) -> Version:
        """A report with its notes."""
        return cls(report, notes_in(report))

    @cached_property
    def noted(self) -> frozenset[str]:
        """The letters of its notes: another date or mark in one makes no other note."""
        return frozenset(plain(note.span.text) for note in self.notes)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The text's words, case folded."""
        return tuple(match.group().casefold() for match in WORD.finditer(self.report.text))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of the text."""
        return split_sentences(self.report.text)

    @cached_property
    def flow(self) -> str:
        """The words with one blank around each, to look passages up in."""
        return f" {' '.join(self.words)} "

    def holding(self, claim: Claim) -> tuple[Span, ...]:
        """The sentences that hold the words of one of its claims, in the order of the text."""
        spans = list(claim.evidence)
        return tuple(each for each in self.sentences if any(each.overlaps(span) for span in spans))

    def has_words_of(self, claim: Claim) -> bool:
        """Whether one sentence has the claim's speaker, cue and value, and most of what was said.

        Then a reader that finds no such claim in it has missed it, and the page has not taken it back. A
        claim of a headline has to stand in the headline: in the body somebody may be said to say it.
        """
        evidence = claim.evidence
        needed = _word_set((*evidence.source, *evidence.cue, *evidence.value))
        said = _word_set(evidence.content) - needed
        most = _MOST * len(said)
        return any(
            needed <= words and len(said & words) >= most
            for sentence, words in self.sentence_words
            if not claim.in_headline or sentence.start < self.report.headline_end
        )

    @cached_property
    def sentence_words(self) -> tuple[tuple[Span, frozenset[str]], ...]:
        """Each sentence with its words, case folded; a note's are none of the story's."""
        notes = [note.span for note in self.notes]
        told = [each for each in self.sentences if not any(each.overlaps(note) for note in notes)]
        return tuple((each, _word_set([each])) for each in told)

    def restates(self, claim: Claim) -> bool:
        """Whether the claim is what a note of the version repeats to say that it was wrong."""
        wrong = [span for note in self.notes for span in note.wrong]
        words = (*claim.evidence.value, *claim.evidence.content)
        return bool(wrong) and all(any(each.contains(span) for each in wrong) for span in words)

    @cached_property
    def runs(self) -> Numbers:
        """Numbers of the text's runs of words, each once."""
        return np.unique(run_numbers(self.words))


def pages(reports: Iterable[Report]) -> tuple[Page, ...]:
    """Every page that several of the reports are versions of, in the order of their addresses.

    Reports are versions of one page where the keys of their addresses are the same, their outlet is not
    another, and something shows that they are one story: the headline, the minute of publication, a fifth of
    the shorter text, or that one is a mere notice that the story is withdrawn.
    """
    at: dict[str, dict[str, Report]] = defaultdict(dict)
    for report in reports:
        if key := page_key(report):
            at[key][report.id] = report
    found = []
    for key in sorted(at):
        if len(at[key]) > 1:
            found += [Page(address=key, versions=each) for each in _told_apart(list(at[key].values()))]
    return tuple(found)


def page_of(reports: Sequence[Report], report: str) -> Page:
    """The page that a report is a version of, if only of itself.

    Raises:
        KeyError: no report has that id.
    """
    known = {each.id: each for each in reports}
    mine = known[report]
    key = page_key(mine)
    near = [each for each in known.values() if key and page_key(each) == key]
    for page in pages(near):
        if any(each.id == report for each in page.versions):
            return page
    return Page(address=key or mine.origin, versions=(mine,))


def why_later(earlier: Report, later: Report) -> str | None:
    """What shows that the second was written after the first; None where nothing does, or it was before.

    The time of the last change counts, that of publication where a page names none; then a note of a
    correction, an update or a withdrawal that the other lacks; then, of one address, when each was fetched.
    """
    return told_later(Version.of(earlier), Version.of(later))


def told_later(earlier: Version, later: Version) -> str | None:
    """As :func:`why_later`, of reports whose notes have been read."""
    old, new = earlier.report, later.report
    told = _by_time(stamp(old), stamp(new)) or _by_time(_published(old), _published(new))
    if told:
        return told if told != _BEFORE else None
    if earlier.noted < later.noted:
        return "it carries a note that the other lacks"
    if later.noted < earlier.noted:
        return None
    # Of one address that tells nothing, what it gave later was written later; of two, that says nothing.
    before, after = old.fetched_at, new.fetched_at
    fetched = before is not None and after is not None and before < after
    return "it was fetched later" if fetched and page_key(old) == page_key(new) else None


def stamp(report: Report) -> tuple[dt.date | None, dt.datetime | None]:
    """The day a report was last changed or, where it names none, published, and the instant in UTC if told.

    A page that says it was changed before it was published has its clock from a template: publication counts.
    """
    published, changed = _published(report), _moment(report.modified_at)
    if changed[0] is None or (published[0] is not None and changed[0] < published[0]):
        return published
    return changed


_BEFORE = "it was written before"


def _by_time(
    old: tuple[dt.date | None, dt.datetime | None], new: tuple[dt.date | None, dt.datetime | None]
) -> str | None:
    if old[1] and new[1]:
        if old[1] == new[1]:
            return None
        return "it was changed later" if old[1] < new[1] else _BEFORE
    if old[0] is None or new[0] is None or old[0] == new[0]:
        return None
    return "it was changed on a later day" if old[0] < new[0] else _BEFORE


def _published(report: Report) -> tuple[dt.date | None, dt.datetime | None]:
    day, instant = _moment(report.published_at)
    return day or report.published, instant


def _moment(at: dt.datetime | None) -> tuple[dt.date | None, dt.datetime | None]:
    if at is None:
        return None, None
    # Midnight to the second is a day in disguise, and a time without its zone may be half a day off.
    if at.tzinfo is None or at.time() == dt.time():
        return at.date(), None
    try:
        instant = at.astimezone(dt.UTC)
    except OverflowError:
        return at.date(), None
    return instant.date(), instant


def _told_apart(reports: list[Report]) -> list[tuple[Report, ...]]:
    """The reports of one address by the page that they are of; those that are alone are left out."""
    threads: list[list[Version]] = []
    for each in _in_order(reports):
        thread = next((t for t in threads[: -_THREADS - 1 : -1] if _one_page(t[-1], each)), None)
        if thread is None:
            threads.append([each])
        else:
            thread.append(each)
    return [tuple(each.report for each in thread) for thread in threads if len(thread) > 1]


def in_order(reports: Iterable[Report]) -> list[Report]:
    """Oldest first; where nothing tells, undated ones last, then by id: any order gives the same."""
    return [each.report for each in _in_order(reports)]


def _in_order(reports: Iterable[Report]) -> list[Version]:
    ordered: list[Version] = []
    for each in sorted(map(Version.of, reports), key=_rank):
        at = len(ordered)
        while at and told_later(each, ordered[at - 1]):
            at -= 1
        ordered.insert(at, each)
    return ordered


def _rank(version: Version) -> tuple[bool, dt.date, dt.datetime, int, str]:
    day, instant = stamp(version.report)
    last = dt.datetime.max.replace(tzinfo=dt.UTC)
    return day is None, day or dt.date.max, instant or last, len(version.notes), version.report.id


def _one_page(one: Version, other: Version) -> bool:
    a, b = one.report, other.report
    if a.outlet and b.outlet and outlet_key(a.outlet) != outlet_key(b.outlet):
        return False
    if plain(a.title or "") and plain(a.title or "") == plain(b.title or ""):
        return True
    if a.published_at and a.published_at == b.published_at and _published(a)[1]:
        return True
    if _is_notice(one) or _is_notice(other):
        return True
    common = len(np.intersect1d(one.runs, other.runs, assume_unique=True))
    return common >= max(1.0, _SHARED_RUNS * min(len(one.runs), len(other.runs)))


def _word_set(spans: Iterable[Span]) -> frozenset[str]:
    return frozenset(match.group().casefold() for span in spans for match in WORD.finditer(span.text))


def _is_notice(version: Version) -> bool:
    """Whether it is no more than the word that the story is withdrawn."""
    gone = any(note.kind is NoteKind.WITHDRAWAL for note in version.notes)
    return gone and len(version.words) <= _NOTICE_WORDS


def plain(text: str) -> str:
    """The letters of a text, case folded: what two ways of setting it have in common."""
    return _LETTERS.sub("", text).casefold()

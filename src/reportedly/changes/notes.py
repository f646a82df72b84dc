"""What a page says of its own changes: corrections, updates, withdrawals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportedly.language.sentences import split_sentences
from reportedly.lineage.outlets import CARRIES, outlet_key
from reportedly.records import Report, Span


class NoteKind(StrEnum):
    """What a note does to the story."""

    UPDATE = "update"
    """'This story has been updated': the page was changed, and nothing is said to have been wrong."""
    CORRECTION = "correction"
    """'An earlier version of this article said …': something in it was wrong."""
    WITHDRAWAL = "withdrawal"
    """'This story has been withdrawn': nothing of it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note. Offsets are code points of the report's text, end exclusive."""

    kind: NoteKind
    span: Span
    wrong: tuple[Span, ...] = ()
    """What had been said wrongly, in the words of the note or of its paragraph."""


_STORY = r"(?:story|article|dispatch|item|page|post|headline|alert)"
_ANY = rf"(?:{_STORY}|report|stories|articles)"
_FIRST = r"(?:earlier|previous|original|initial|prior|preceding|first)"
_UP_TO_2 = r"(?:[\w’'-]{1,20}\s){0,2}?"
_OWN = (
    rf"(?:(?:this|our|its|the|an?)\s{_UP_TO_2})?{_FIRST}\sversions?(?:\sof\s(?:this|the|our)\s{_UP_TO_2}{_ANY}|(?!\sof\b))|"
    rf"(?:this|our|its|the|an?)\s{_UP_TO_2}(?:earlier|previous|initial)\s{_UP_TO_2}{_STORY}(?!\sof\b)"
)
"""'An earlier version of this article', 'a previous story'. Never 'earlier reports': those are others'."""
_THIS = rf"(?:this|our)\s(?:[\w’'-]{{1,20}}\s)?{_ANY}"
_WEAK = rf"(?:(?:this|that|our)\s{_ANY}|(?:the|an?)\s{_FIRST}\sreport)"
"""May be a newsroom's own or a commission's: believed only in a text that is a correction anyway."""
_LABEL = r"(?:corrections?|corrects|corrected|clarifications?|clarifies|erratum|retractions?)"
_OPENS = re.compile(rf"^\W{{0,3}}{_LABEL}\b[^.:\n]{{0,40}}?(?::|\s[–—-]\s)", re.IGNORECASE)
_AMENDED = r"(?:corrected|amended|clarified|revised|edited|changed|fixed)"
_BE = r"(?:has\sbeen|have\sbeen|had\sbeen|was|were|is|are)"
_ADVERB = r"(?:wrongly|incorrectly|mistakenly|erroneously|falsely)"
_VERB = (
    r"(?:said|stated|saying|reported|misstated|misidentified|misattributed|misquoted|gave|named|quoted|attributed|"
    rf"identified|described|put|contained|{_ADVERB}|{_AMENDED})"
)
_CAME = r"(?:appeared|published|ran|posted|aired|written|in\b|on\b|at\b)"
_CORRECTION = re.compile(
    r"^\W{0,3}\((?:corrects|corrected|refiles\sto\scorrect|removes|fixes|amends|deletes|clarifies)\b|"
    rf"\b(?:{_OWN})\b.{{0,80}}?\b{_VERB}\b|"
    rf"\b{_THIS}\s{_BE}\s(?:since\s)?{_AMENDED}\b|"
    rf"\b{_THIS}\s(?:(?:originally|previously|earlier|initially)\s(?!{_CAME})|{_ADVERB}\b)|"
    rf"\bwe\s(?:{_ADVERB}\s\w{{4,12}}|(?:regret|apologi[sz]e\sfor)\s(?:the|this|our|that)\s(?:error|mistake)s?)\b",
    re.IGNORECASE,
)
_WITHDRAWN = r"(?:withdrawn|retracted|unpublished|taken\sdown|killed)"
_WITHDRAWAL = re.compile(
    rf"\b(?:(?:this|that|our)\s(?:[\w’'-]{{1,20}}\s)?{_STORY}|{_OWN})\s{_BE}\s(?:since\s)?"
    rf"(?:[\w,]{{1,15}}\s){{0,4}}?{_WITHDRAWN}\b|"
    rf"\b(?:disregard|do\snot\suse)\s(?:this|our|the|that)\s{_UP_TO_2}{_STORY}\b|"
    rf"\bwe\s(?:have\s|are\s)?(?:withdr(?:aw(?:n|ing)?|ew)|retract(?:ed|ing)?)\s(?:the|this|our|that)\s{_UP_TO_2}{_ANY}\b|"
    rf"^\W{{0,3}}(?:{_ANY}\s(?:withdrawn|retracted|removed)|withdrawn|retracted|retraction)\b\s?(?:[:–—-]|$)",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"\b(?:withdr(?:aws?|ew|awn|awing)|retract(?:s|ed|ing)?|kill(?:s|ed))\s(?:its|the|an?|this|that)\s"
    rf"(?:[^\s.]{{1,20}}\s){{0,5}}?{_ANY}\b",
    re.IGNORECASE,
)
"""'Reuters withdraws its story': a note where whoever it is of is the outlet or the agency of the page."""
_WEAKLY = re.compile(
    rf"\b{_WEAK}\s{_BE}\s(?:since\s)?(?:[\w,]{{1,15}}\s){{0,4}}?(?P<gone>{_WITHDRAWN}|removed)\b|"
    rf"\b{_WEAK}\s{_BE}\s(?:wrong|incorrect|false|mistaken|untrue|an\serror)\b|"
    rf"\b{_WEAK}\b.{{0,80}}?\b{_VERB}\b",
    re.IGNORECASE,
)
_UPDATE = re.compile(
    r"\b(?:this|the)\s(?:[\w’'-]{1,20}\s)?(?:story|article|report|page|post|headline)\s"
    r"(?:has\sbeen|was|is\sbeing|will\sbe)\s(?:last\s)?updated\b|"
    r"^\W{0,3}updates?d?(?:\s\d{1,2})?\s?(?::|\s[–—-]\s|\d?-[A-Z])|^\W{0,3}\((?:updates|adds|updated|recasts)\b",
    re.IGNORECASE,
)
_STEMS = (
    "correct", "clarif", "erratum", "retract", "withdr", "update", "disregard", "not use", "recasts",
    "(adds", "(fixes", "(deletes", "(removes", "amend", "version", "story", "article", "dispatch", "headline",
    "wrongly", "mistaken", "erroneous", "falsely", "regret", "apologi", "unpublished", "taken down", "edited",
    "revised",
)  # fmt: skip
"""What every note has one of: looked for first, ten times as fast as a pattern."""
_HINT = re.compile(
    r"correct|clarif|erratum|retract|withdr|\bupdate|disregard|do\snot\suse|recasts|"
    r"\((?:adds|fixes|deletes|removes)|amended|amends|\bversions?\b|"
    r"\bwe\s(?:wrongly|mistakenly|erroneously|falsely|regret|apologi)|"
    rf"\b(?:this|that|our|its)\s(?:[\w’'-]{{1,20}}\s)?{_ANY}|"
    rf"\b(?:earlier|previous|original|initial|prior|preceding)\s(?:[\w’'-]{{1,20}}\s){{0,2}}{_ANY}",
    re.IGNORECASE,
)
"""What a paragraph with a note has some of."""

_SAID = r"(?:said|stated|saying|reported|claimed|wrote|asserted|suggested|indicated)"
_END = (
    r"(?=;|\s[–—]\s|,\s(?:has|have|had|was|were|is)\s(?:also\s|since\s)?been\b|"
    r",?\s(?:but|when|while|whereas)\s(?:in\sfact|it|he|she|they|the|there)\b|[.!?\s]*$)"
)
_SAID_WRONGLY = (
    re.compile(rf"\b{_SAID}\s(?:on\s\w{{6,9}}\s)?that\s(?P<wrong>.+?){_END}", re.IGNORECASE),
    re.compile(
        rf"\b{_ADVERB}\s(?:said|stated|reported|identified|named|attributed|blamed|gave|put|quoted|described|listed|"
        rf"referred\sto)\s(?!that\b)(?P<wrong>.+?){_END}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:misstated|misidentified|misattributed|misquoted)\s(?P<wrong>.+?){_END}", re.IGNORECASE
    ),
    re.compile(rf"\b{_SAID}\s(?P<wrong>\S.+?){_END}", re.IGNORECASE),
)
_NOT = re.compile(
    r"(?:,|\band)\s(?:not|instead\sof|rather\sthan)\s(?P<wrong>[^,;.()]{1,120}?)(?=[,;.)]|$)", re.IGNORECASE
)
"""'Corrects toll to 13, not 12'."""
_BACK = re.compile(
    r"^\W{0,3}(?:that|this)\s(?:\w{1,20}\s)?(?:story|article|report|statement|was)\b", re.IGNORECASE
)


def notes_in(report: Report) -> tuple[Note, ...]:
    """The notes of a report, in the order of its text; those of one paragraph are one.

    A note is what the page says of itself. What a ministry corrects or a rights group retracts is none.
    """
    low = report.text.casefold()
    if not any(stem in low for stem in _STEMS):
        return ()
    paragraphs = [each for each in _paragraphs(report.text) if _HINT.search(each.text)]
    parts = [(each, _sentences(each)) for each in paragraphs]
    names = _names(report)
    sure = any(_kind(each.text, names, weak=False) for _, sentences in parts for each in sentences)
    found = (_note(report.text, sentences, names, weak=sure) for _, sentences in parts)
    return tuple(note for note in found if note)


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    for each in text.split("\n\n"):
        if each.strip():
            yield Span(start, start + len(each), each)
        start += len(each) + 2


def _sentences(paragraph: Span) -> list[Span]:
    offset = paragraph.start
    return [Span(s.start + offset, s.end + offset, s.text) for s in split_sentences(paragraph.text)]


def _names(report: Report) -> frozenset[str]:
    """What the outlet and the agencies whose text the page prints are called."""
    given = [report.outlet or "", *(each.name for each in report.credits if each.relation in CARRIES)]
    return frozenset(key for each in given if (key := outlet_key(each)))


def _note(text: str, sentences: Sequence[Span], names: frozenset[str], *, weak: bool) -> Note | None:
    kinds = {at: kind for at, each in enumerate(sentences) if (kind := _kind(each.text, names, weak=weak))}
    if not kinds:
        return None
    first, last = min(kinds), max(kinds)
    # 'That report was wrong' is about the sentence before; a label speaks for its whole paragraph.
    back = [at - 1 for at in kinds if at and at - 1 not in kinds and _BACK.match(sentences[at].text)]
    first = min([first, *back])
    last = len(sentences) - 1 if _OPENS.match(sentences[first].text) else last
    kind = max(kinds.values(), key=list(NoteKind).index)
    wrong: list[Span] = []
    for at, each in enumerate(sentences[first:] if kind is not NoteKind.UPDATE else (), start=first):
        # Behind the note only what is called wrong: 'misstated the toll. Ten were killed, not twelve.'
        wrong += _wrong(each) if at in kinds or at in back else _called_wrong(each)
    return Note(
        kind=kind, span=Span.of(text, sentences[first].start, sentences[last].end), wrong=tuple(wrong)
    )


def _kind(sentence: str, names: frozenset[str], *, weak: bool) -> NoteKind | None:
    low = sentence.casefold()
    if _WITHDRAWAL.search(sentence):
        return NoteKind.WITHDRAWAL
    if (found := _TAKES_BACK.search(sentence)) and any(name in low[: found.start()] for name in names):
        return NoteKind.WITHDRAWAL
    if weak and (found := _WEAKLY.search(sentence)):
        return NoteKind.WITHDRAWAL if found["gone"] else NoteKind.CORRECTION
    if _OPENS.match(sentence) or _CORRECTION.search(sentence):
        return NoteKind.CORRECTION
    return NoteKind.UPDATE if _UPDATE.search(sentence) else None


def _wrong(sentence: Span) -> Iterator[Span]:
    label = _OPENS.match(sentence.text)
    begin = label.end() if label else 0
    rest = sentence.text[begin:]
    # Behind a mere label a speaker may say what is right: 'Correction: Police said that ten were killed'.
    if not begin or any(each.search(rest) for each in (_CORRECTION, _WEAKLY, _BACK)):
        for pattern in _SAID_WRONGLY:
            if found := pattern.search(sentence.text, begin):
                yield _within(sentence, found)
                return
    yield from _called_wrong(sentence)


def _called_wrong(sentence: Span) -> Iterator[Span]:
    yield from (_within(sentence, found) for found in _NOT.finditer(sentence.text))


def _within(sentence: Span, found: re.Match[str]) -> Span:
    start, end = found.span("wrong")
    return Span(sentence.start + start, sentence.start + end, found["wrong"])

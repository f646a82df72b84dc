"""The parser of the format: a file becomes a :class:`~corpus.form.CorpusReport` and a list of problems."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from corpus.form import (
    REPORT,
    CorpusClaim,
    CorpusIncident,
    CorpusReport,
    LineKind,
    Mark,
    Piece,
    Problem,
    Speaker,
    Trap,
)
from reportedly.errors import RecordError
from reportedly.records import (
    Certainty,
    ClaimRole,
    DateRange,
    IncidentType,
    NumberRange,
    Party,
    SourceKind,
    SourceRole,
    Stance,
)

HEAD_KEYS = "id event register region year published outlet names relevant phenomena split".split()
BLOCKS = ("incidents", "speakers", "claims", "traps")

_MARK = re.compile(r"\{([a-z]\d+(?:\.\d+)?)\|")
_BLOCK = re.compile(r"-- ?(\w+)\s*$")

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


class NotLawful(ValueError):
    """A line of a block that cannot be read; its message says what to do."""


def one_of(kind: type[E], word: str, what: str) -> E:
    """The member of ``kind`` that ``word`` names.

    Raises:
        NotLawful: there is none.
    """
    try:
        return kind(word)
    except ValueError:
        raise NotLawful(f"{what} {word!r} is none of: {' '.join(kind)}") from None


def parse(raw: str, file: str) -> tuple[CorpusReport | None, list[Problem]]:
    """Read one file; None stands where its head or text cannot be read at all."""
    parser = _Parser(raw, file)
    return parser.report(), parser.problems


@dataclass
class _Text:
    """The text as it grows."""

    pieces: list[Piece] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    text: str = ""
    paragraphs: int = 0


class _Parser:
    def __init__(self, raw: str, file: str) -> None:
        self.file = file
        self.lines = raw.removeprefix("\ufeff").splitlines()
        self.problems: list[Problem] = []
        self.grown = _Text()

    def wrong(self, line: int, what: str) -> None:
        self.problems.append(Problem(self.file, line, what))

    def report(self) -> CorpusReport | None:
        head_end = next((i for i, line in enumerate(self.lines) if not line.strip()), len(self.lines))
        head = self.head(head_end)
        starts = [i for i, line in enumerate(self.lines) if i > head_end and self.block_name(i)]
        self.body(head_end + 1, starts[0] if starts else len(self.lines))
        if head is None or not self.grown.text:
            return None
        blocks = {name: self.block(name, starts) for name in BLOCKS}
        return self.made(head, blocks)

    def block_name(self, index: int) -> str | None:
        found = _BLOCK.match(self.lines[index])
        if not found:
            return None
        if found[1] not in BLOCKS:
            self.wrong(index + 1, f"no block is called {found[1]!r}; there are: {' '.join(BLOCKS)}")
        return found[1]

    def head(self, end: int) -> dict[str, tuple[str, int]] | None:
        found: dict[str, tuple[str, int]] = {}
        for index, line in enumerate(self.lines[:end]):
            key, colon, value = line.partition(":")
            value = re.sub(r"\s+#\s.*", "", value).strip()
            if not colon or key not in HEAD_KEYS:
                self.wrong(
                    index + 1, f"{line[:40]!r} is no line of the head; the keys are {' '.join(HEAD_KEYS)}"
                )
            elif key in found:
                self.wrong(index + 1, f"{key!r} stands twice; leave one")
            else:
                found[key] = (value, index + 1)
        missing = [key for key in HEAD_KEYS if key not in found]
        for key in missing:
            self.wrong(1, f"the head lacks {key!r}; add `{key}: …`")
        return None if missing else found

    def made(
        self, head: dict[str, tuple[str, int]], blocks: dict[str, list[tuple[int, str]]]
    ) -> CorpusReport | None:
        value = {key: told for key, (told, _) in head.items()}
        try:
            published, year = dt.date.fromisoformat(value["published"]), int(value["year"])
        except ValueError:
            self.wrong(head["published"][1], "year or published is no date; write 1998 and 1998-03-14")
            return None
        if value["relevant"] not in ("yes", "no"):
            self.wrong(head["relevant"][1], "relevant is yes or no")
        return CorpusReport(
            file=self.file,
            id=value["id"],
            event=value["event"],
            register=value["register"],
            region=value["region"],
            year=year,
            published=published,
            outlet=None if value["outlet"] == "-" else value["outlet"],
            names=value["names"],
            relevant=value["relevant"] == "yes",
            phenomena=tuple(
                tag for tag in re.split(r"[,\s]+", value["phenomena"]) if tag not in ("", "-", "none")
            ),
            split=value["split"],
            pieces=tuple(self.grown.pieces),
            text=self.grown.text,
            marks=tuple(self.grown.marks),
            incidents=tuple(self.each(blocks["incidents"], incident)),
            speakers=tuple(self.each(blocks["speakers"], speaker)),
            claims=tuple(self.each(blocks["claims"], claim)),
            traps=tuple(self.each(blocks["traps"], trap)),
            lines_of={key: line for key, (_, line) in head.items()},
        )

    def block(self, name: str, starts: list[int]) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        for start, end in zip(starts, (starts + [len(self.lines)])[1:], strict=True):
            match = _BLOCK.match(self.lines[start])
            if match and match[1] == name:
                found += [
                    (i + 1, self.lines[i].strip()) for i in range(start + 1, end) if self.lines[i].strip()
                ]
        return found

    def each(self, lines: list[tuple[int, str]], read: Callable[[int, str], T]) -> Iterator[T]:
        for number, line in lines:
            try:
                yield read(number, line)
            except (NotLawful, RecordError) as error:
                self.wrong(number, str(error))
            except (IndexError, ValueError):
                self.wrong(number, f"cannot read {line[:60]!r}; write it as FORMAT.md shows")

    def body(self, start: int, end: int) -> None:
        while start < end and (not self.lines[start].strip() or self.lines[start].startswith("~ ")):
            if self.lines[start].strip():
                self.piece(LineKind.FURNITURE, self.lines[start][2:].strip(), start + 1)
            start += 1
        if start >= end or not self.lines[start].startswith("="):
            self.wrong(min(start, end - 1) + 1, "the text begins with `= HEADLINE`, or `=` alone without one")
        elif headline := self.lines[start][1:].strip():
            self.piece(LineKind.HEADLINE, headline, start + 1)
        open_lines: list[str] = []
        opened = start + 1
        for index in range(start + 1, end):
            line = self.lines[index]
            special = {"~ ": LineKind.FURNITURE, "@ ": LineKind.CREDIT}.get(line[:2])
            if special or not line.strip():
                self.paragraph(open_lines, opened)
                open_lines = []
            if special:
                self.piece(special, line[2:].strip(), index + 1)
            elif line.strip():
                opened = opened if open_lines else index + 1
                open_lines.append(line.strip())
        self.paragraph(open_lines, opened)

    def paragraph(self, lines: list[str], first: int) -> None:
        if lines:
            self.piece(LineKind.PARAGRAPH, "\n".join(lines), first)

    def piece(self, kind: LineKind, raw: str, line: int) -> None:
        grown = self.grown
        if kind is LineKind.FURNITURE:
            if _MARK.search(raw):
                self.wrong(line, "furniture is not read and carries no marks; take them out")
            grown.pieces.append(Piece(kind, raw, None))
            return
        gap = "\n\n" if grown.text else ""
        start = len(grown.text) + len(gap)
        plain, marks = self.unmarked(raw, line, start)
        grown.text += gap + plain
        grown.pieces.append(Piece(kind, plain, start))
        grown.marks += marks
        grown.paragraphs += 1

    def unmarked(self, raw: str, line: int, start: int) -> tuple[str, list[Mark]]:
        out: list[str] = []
        opened: list[tuple[str, int, int]] = []
        marks: list[Mark] = []
        at = 0
        while at < len(raw):
            if begun := _MARK.match(raw, at):
                opened.append((begun[1], len(out), line))
                at = begun.end()
                continue
            sign = raw[at]
            if sign == "}" and opened:
                label, begin, where = opened.pop()
                words = "".join(out[begin:])
                marks.append(
                    Mark(label, start + begin, start + len(out), words, self.grown.paragraphs, where)
                )
            elif sign in "{}|":
                self.wrong(
                    line,
                    f"a stray {sign!r} near {raw[max(0, at - 12) : at + 16]!r}; marks are {{LABEL|words}}",
                )
            else:
                out.append(" " if sign == "\n" else sign)
            line += sign == "\n"
            at += 1
        for label, _, where in opened:
            self.wrong(where, f"the mark {label} is not closed in its paragraph; add a }}")
        return "".join(out), marks


def tokens(line: str) -> list[str]:
    """The words of a line of a block; quoted words are one.

    >>> tokens('s1 person "the army"')
    ['s1', 'person', '"the army"']
    """
    return re.findall(r'"[^"]*"|\S+', line)


def number_range(word: str) -> NumberRange:
    """``2..2`` or ``3..-``.

    Raises:
        NotLawful: it is neither.
    """
    found = re.fullmatch(r"(\d+)\.\.(\d+|-)", word)
    if not found:
        raise NotLawful(f"{word!r} is no number of speakers; write 1..1, 2..2 or 3..-")
    return NumberRange(int(found[1]), None if found[2] == "-" else int(found[2]))


def date_range(word: str) -> DateRange:
    """``1998-03-12`` or ``1998-03-12..1998-03-13``.

    Raises:
        NotLawful: it is neither.
    """
    first, _, last = word.partition("..")
    try:
        return DateRange(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first))
    except (ValueError, RecordError):
        raise NotLawful(f"{word!r} is no date; write 1998-03-12 or 1998-03-12..1998-03-13") from None


def incident(line: int, told: str) -> CorpusIncident:
    """A line of the block ``incidents``."""
    words = tokens(told)
    number, kind = words[0], one_of(IncidentType, words[1], "the type")
    if words[2] != "trigger":
        raise NotLawful(f"{told[:40]!r} lacks its trigger; write `1 bombing trigger t1`")
    rest = words[4:]
    dated = date_range(rest[rest.index("date") + 1]) if "date" in rest else None
    flags = [w for i, w in enumerate(rest) if w != "date" and (i == 0 or rest[i - 1] != "date")]
    for flag in flags:
        if flag not in ("attempt", "background"):
            raise NotLawful(f"{flag!r} cannot stand there; after the trigger come attempt, background, date")
    return CorpusIncident(
        line=line,
        number=int(number),
        type=kind,
        trigger=words[3],
        attempt="attempt" in flags,
        background="background" in flags,
        date=dated,
    )


def pairs(words: list[str], keys: tuple[str, ...]) -> dict[str, str]:
    """``key value key value`` as a table.

    Raises:
        NotLawful: a key is unknown or has no value.
    """
    found: dict[str, str] = {}
    for key, value in zip(words[::2], [*words[1::2], ""], strict=False):
        if key not in keys or not value:
            raise NotLawful(f"{key!r} cannot stand there or lacks its value; the keys are {' '.join(keys)}")
        if key in found:
            raise NotLawful(f"{key!r} stands twice; give several labels with commas: `{key} k1,k1.2`")
        found[key] = value.strip('"')
    return found


def speaker(line: int, told: str) -> Speaker:
    """A line of the block ``speakers``."""
    label, kind, number, role, *rest = tokens(told)
    more = pairs(rest, ("affiliation", "anonymity", "party"))
    if not re.fullmatch(r"s\d+", label):
        raise NotLawful(f"{label!r} is no speaker; give the label without its mention: s1")
    return Speaker(
        line=line,
        label=label,
        kind=one_of(SourceKind, kind, "the kind"),
        number=number_range(number),
        role=one_of(SourceRole, role, "the role"),
        affiliation=more.get("affiliation"),
        anonymity=more.get("anonymity"),
        party=one_of(Party, more.get("party", "unknown"), "the party"),
    )


def claim(line: int, told: str) -> CorpusClaim:
    """A line of the block ``claims``."""
    number, role, value, stance, certainty, by, who, *rest = tokens(told)
    if by != "by":
        raise NotLawful(
            f"{told[:60]!r} lacks `by SPEAKER` or its certainty; write `… alleges certain by s1 …`"
        )
    more = pairs(rest, ("cue", "content", "via", "together"))
    return CorpusClaim(
        line=line,
        incident=int(number),
        role=one_of(ClaimRole, role, "the role"),
        value=None if value == "-" else value,
        stance=one_of(Stance, stance, "the stance"),
        certainty=None if certainty == "-" else one_of(Certainty, certainty, "the certainty"),
        speaker=None if who == REPORT else who,
        cues=labels(more.get("cue", "")),
        contents=labels(more.get("content", "")),
        via=labels(more.get("via", "")),
        together=more.get("together"),
    )


def labels(told: str) -> tuple[str, ...]:
    """``k1,k1.2`` as labels."""
    return tuple(each for each in told.split(",") if each)


def trap(line: int, told: str) -> Trap:
    """A line of the block ``traps``."""
    actor, stance, why = tokens(told)
    return Trap(line=line, actor=actor, stance=one_of(Stance, stance, "the stance"), why=why.strip('"'))

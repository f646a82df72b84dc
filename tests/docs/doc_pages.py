"""The parts of a Markdown page that the documentation tests look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])

FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img[^>]* src=\"([^\"]+)\"")
HEADING = re.compile(r"^#+ (.+)$", re.M)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language and text, and the line it begins on."""

    language: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a ``console`` block, and the output shown under it."""

    command: str
    shown: str


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, language: str) -> list[Block]:
    text = path.read_text("utf-8")
    found = (Block(m[1], m[2], text.count("\n", 0, m.start()) + 1) for m in FENCE.finditer(text))
    return [block for block in found if block.language == language]


def prose(path: Path) -> str:
    """The page without its fenced blocks."""
    return FENCE.sub("", path.read_text("utf-8"))


def links(path: Path) -> list[str]:
    return [target or source for target, source in LINK.findall(prose(path))]


def anchors(path: Path) -> set[str]:
    """What ``#…`` can point to, as GitHub makes it from headings."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(prose(path)))
    return {heading.strip().replace(" ", "-") for heading in plain}


def steps(text: str) -> Iterator[Step]:
    """``$ command``, continued on lines that begin with ``> ``, then what it prints."""
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, *rest = part.split("\n")
        while rest and (rest[0].startswith("> ") or rest[0] == ">"):
            command += "\n" + rest.pop(0)[2:]
        yield Step(command, "\n".join(rest))


LEAST_ALIKE = 0.9
"""Of a page of many claims: the last bits of the network's sums are others on other processors, and a claim
that is just likely enough on one falls out on the other (one row of eighty on two kinds of them)."""


def nearly(shown: str, printed: str) -> bool:
    """Whether nine in ten lines are printed as shown, in their order."""
    lines = [line.rstrip() for line in shown.strip().splitlines() if line != "…"]
    actual = [line.rstrip() for line in printed.strip().splitlines()]
    blocks = SequenceMatcher(None, lines, actual, autojunk=False).get_matching_blocks()
    return len(lines) > 20 and sum(block.size for block in blocks) >= LEAST_ALIKE * len(lines)


def matches(shown: str, printed: str) -> bool:
    """Whether output is as shown. ``…`` stands for any text; a line that is only ``…`` for any lines."""
    lines = [line.rstrip() for line in shown.strip().splitlines()]
    patterns = ("(?s:.*)" if line == "…" else re.escape(line).replace("…", ".*") for line in lines)
    actual = "\n".join(line.rstrip() for line in printed.strip().splitlines())
    return re.fullmatch("\n".join(patterns), actual) is not None

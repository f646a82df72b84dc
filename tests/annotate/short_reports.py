"""Short reports read by the rules, and the table of pairs that says what they hold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportedly.annotations import Annotation
from reportedly.claims import build_reading
from reportedly.ids import content_id, sha256_hex
from reportedly.pipeline import annotator_named
from reportedly.records import DOER_ROLES, Claim, Credit, Reading, Report, SourceKind

PUBLISHED = dt.date(2020, 5, 13)
"""A Wednesday."""
PAIRS = Path(__file__).parent / "pairs"
NOTHING = "nothing"


def report_of(
    body: str, *, title: str | None = None, outlet: str | None = None, credits: tuple[Credit, ...] = ()
) -> Report:
    """A report of a title and a body, as the reading stage would give it."""
    text = f"{title}\n\n{body}" if title else body
    digest = sha256_hex(text.encode("utf-8", "surrogatepass"))
    return Report(
        id=content_id("rep", digest), origin="a test", sha256=digest, text=text, title=title, outlet=outlet,
        published=PUBLISHED, credits=credits,
    )  # fmt: skip


def annotated(report: Report, reader: str = "rules") -> Annotation:
    (annotation,) = annotator_named(reader).annotate([report])
    return annotation


def read_report(report: Report, reader: str = "rules") -> Reading:
    return build_reading(report, annotated(report, reader))


def read_text(body: str, *, title: str | None = None, outlet: str | None = None) -> Reading:
    return read_report(report_of(body, title=title, outlet=outlet))


@dataclass(frozen=True, slots=True)
class Said:
    """Who is said by whom to have done it. In a row of the table actor and source are parts of the words."""

    actor: str | None
    stance: str
    source: str
    certainty: str | None = None
    optional: bool = False

    def fits(self, other: Said) -> bool:
        """Whether ``other``, which was read, is what this row means."""
        return (
            self.stance == other.stance
            and self.certainty in (None, other.certainty)
            and _within(self.actor, other.actor)
            and _within(self.source, other.source)
        )


def _within(wanted: str | None, found: str | None) -> bool:
    if wanted is None or found is None:
        return wanted is found
    return any(part.casefold() in found.casefold() for part in wanted.split("/"))


def doers(reading: Reading) -> list[Said]:
    """The claims on who did it, the resolved name where there is one, ``REPORT`` for its own voice."""
    label = {s.id: "REPORT" if s.kind is SourceKind.REPORT else s.label for s in reading.sources}
    return [_said(c, label[c.source]) for c in reading.claims if c.role in DOER_ROLES]


def _said(claim: Claim, source: str) -> Said:
    actor = (claim.value.name or claim.value.text) if claim.value else None
    return Said(actor, claim.stance.value, source, claim.certainty.value if claim.certainty else None)


@dataclass(frozen=True, slots=True)
class Row:
    """One short report of the table, and who is said by whom to have done it."""

    phenomenon: str
    name: str
    text: str
    expected: tuple[Said, ...]

    @property
    def id(self) -> str:
        return f"{self.phenomenon} {self.name}"

    @property
    def report(self) -> Report:
        title, _, body = self.text.rpartition(" || ")
        return report_of(body.replace(" ¶ ", "\n\n"), title=title or None)

    def failures(self, reader: str = "rules") -> str:
        """What is read otherwise than the row says; empty where nothing is."""
        found = doers(read_report(self.report, reader))
        missing = [said for said in self.expected if not said.optional and not _take(said, found)]
        for said in self.expected:
            if said.optional:
                _take(said, found)
        lost, extra = [_short(s) for s in missing], [_short(s) for s in found]
        return f"not read: {lost}, read besides: {extra}" if lost or extra else ""


def _take(said: Said, found: list[Said]) -> bool:
    fit = next((other for other in found if said.fits(other)), None)
    if fit:
        found.remove(fit)
    return fit is not None


def _short(said: Said) -> str:
    return " | ".join(str(part) for part in (said.actor, said.stance, said.source, said.certainty))


def rows() -> list[Row]:
    """All rows, in the order of the files."""
    return [row for path in sorted(PAIRS.glob("*.txt")) for row in _rows(path.read_text("utf-8"))]


def _rows(text: str) -> Iterator[Row]:
    phenomenon, head = "", ("", "")
    said: list[Said] = []
    for line in [*text.splitlines(), "== end =="]:
        if not line.strip() or line.startswith("#"):
            continue
        new = re.fullmatch(r"(\d+[a-z]) (.+)", line)
        if line.startswith("=="):
            new_phenomenon = line.strip("= ")
        if (new or line.startswith("==")) and head[0]:
            yield Row(phenomenon, *head, tuple(said))
        if new:
            head, said = (new[1], new[2]), []
        elif line.startswith("=="):
            phenomenon, head = new_phenomenon, ("", "")
        elif line.strip() != NOTHING:
            said.append(_expected(line.strip()))


def _expected(line: str) -> Said:
    parts = [part.strip() for part in line.lstrip("? ").split("|")]
    actor = None if parts[0] == "nobody" else parts[0]
    return Said(actor, parts[1], parts[2], parts[3] if len(parts) > 3 else None, line.startswith("?"))

"""All that the benchmark asks of the package, in one place: a change of its API is a change here."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.data import Case, iso_date

if TYPE_CHECKING:
    from reportedly.annotate.encoder.reading import FoundRole
    from reportedly.lineage.fingerprints import Fingerprint
    from reportedly.lineage.likeness import Likeness

Spans = list[list[int]]
PROGRAM = "reportedly"
ENCODER = "reportedly encoder"
READERS = {ENCODER: "encoder", "reportedly rules": "rules"}
"""Our readers by the name that the tables give them."""
ASKING = {"language model": "llm", "encoder and language model": "both"}
"""Those that ask a server, which the environment names; measured where they are asked for."""


def reportedly_command() -> list[str]:
    """The installed program of this Python."""
    return [str(Path(sys.executable).with_name(PROGRAM))]


def input_file(case: Case, folder: Path) -> Path:
    """Write a text of the sets as a user would hand it over: JSON with title, text, outlet, day."""
    name = "".join(c if c.isalnum() or c in "-_" else "_" for c in case["id"])
    fields = {
        "title": case.get("title"),
        "text": case["text"],
        "outlet": case.get("outlet"),
        "published": iso_date(case.get("published")),
    }
    path = folder / f"{name}.json"
    path.write_text(json.dumps({k: v for k, v in fields.items() if v}, ensure_ascii=False), "utf-8")
    return path


def read_ledger(paths: Sequence[Path], reader: str, *, gate: bool = False) -> dict[str, Any]:
    """What ``reportedly read PATH… --reader READER --format json`` prints, without starting a process."""
    from reportedly import read
    from reportedly.codec import ledger_to_json

    return dict(ledger_to_json(read(paths, reader=reader, gate=gate)))


def attributions(texts: Sequence[str], reader: str) -> list[list[dict[str, Spans]]]:
    """Source / cue / content of every attribution that a reader finds in plain texts."""
    from reportedly.annotate.encoder.shipped import shipped_reader
    from reportedly.annotate.rules import RulesAnnotator
    from reportedly.ids import content_id, sha256_hex
    from reportedly.records import Report, Span

    def one(span: Span | None) -> Spans:
        return [[span.start, span.end]] if span else []

    digests = [sha256_hex(text.encode()) for text in texts]
    reports = [
        Report(id=content_id("rep", sha), origin="benchmark", sha256=sha, text=text)
        for sha, text in zip(digests, texts, strict=True)
    ]
    annotator = shipped_reader() if reader == "encoder" else RulesAnnotator()
    return [
        [
            {"source": one(a.source), "cue": one(a.cue), "content": one(a.content)}
            for a in annotator.attributions(report)
        ]
        for report in reports
    ]


def stated_confidence() -> dict[str, float]:
    """What the rules state of each stance and role."""
    from reportedly.annotate.rules.confidence import OF_DETAIL, OF_STANCE

    return {str(name): value for table in (OF_STANCE, OF_DETAIL) for name, value in table.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What asking a language model for some reports gave, and cost."""

    reports: int
    failed: int
    """Reports of which no answer could be used."""
    answered: int
    kept: int
    """Claims and details that its quotes carry."""
    refused: int
    reasons: str
    """How many were refused for each reason."""
    seconds: float
    prompt_tokens: int
    answer_tokens: int


def llm_environment() -> tuple[str | None, str | None]:
    """Address and name of the language model that the environment names."""
    return os.environ.get("REPORTEDLY_LLM_URL"), os.environ.get("REPORTEDLY_LLM_MODEL")


def ask_reports(paths: Sequence[Path]) -> Asked:
    """Read reports with the language model that the environment names, one at a time."""
    from reportedly.annotate.llm.annotator import llm_reader
    from reportedly.read import read_reports
    from reportedly.reading import reading_of
    from reportedly.records import REFUSALS, Reading, Report

    reader = llm_reader(None)
    found = [reading_of(each, reader) for each in read_reports(paths) if isinstance(each, Report)]
    made = [each for each in found if isinstance(each, Reading)]
    refused = [row.reason for each in made for row in each.skipped if row.reason in REFUSALS]
    return Asked(
        reports=len(found),
        failed=len(found) - len(made),
        answered=reader.spent.asked,
        kept=sum(len(each.claims) for each in made),
        refused=len(refused),
        reasons=", ".join(f"{n} {reason}" for reason, n in Counter(refused).most_common()),
        seconds=reader.spent.seconds,
        prompt_tokens=reader.spent.prompt_tokens,
        answer_tokens=reader.spent.answer_tokens,
    )


MUC_ROLES = {
    "muc individual": "PerpInd",
    "muc organization": "PerpOrg",
    "muc target": "Target",
    "muc victim": "Victim",
    "muc weapon": "Weapon",
}


@dataclass(frozen=True, slots=True)
class Filler:
    """A filler of one of MUC-4's roles: its words at ``start:end``, and the sign ``before`` them.

    ``held`` is how sure the network is of it (``FoundRole.held``).
    """

    role: str
    words: str
    start: int
    end: int
    before: str
    confidence: str | None
    held: float = 0.0


def role_fillers(texts: Sequence[str]) -> list[list[Filler]]:
    """The fillers that the shipped model finds in each text."""
    from reportedly.annotate.encoder.shipped import shipped_reader

    return [fillers_of(text, shipped_reader().network.roles(text)) for text in texts]


def fillers_of(text: str, roles: Sequence[FoundRole]) -> list[Filler]:
    """The roles with their words."""
    return [
        Filler(
            MUC_ROLES[each.layer],
            text[slice(*each.span)],
            *each.span,
            text[max(0, each.span[0] - 1) : each.span[0]],
            each.confidence,
            each.held,
        )
        for each in roles
    ]


def event_ratings(texts: Sequence[str], events: Sequence[Sequence[tuple[int, int]]]) -> list[list[float]]:
    """How far each event of each text is presented as a fact, -3 to 3, by the shipped model."""
    from reportedly.annotate.encoder.shipped import shipped_reader

    network = shipped_reader().network
    return [network.ratings(text, spans) for text, spans in zip(texts, events, strict=True)]


@dataclass(frozen=True, slots=True)
class Compared:
    """Texts that are read, each among all the others."""

    reports: dict[str, str]
    """The id of each text's report; two texts that are the same have one."""
    prints: dict[str, Fingerprint]

    def likeness(self, one: str, other: str) -> Likeness:
        """The measures of a pair of reports."""
        from reportedly.lineage.likeness import Likeness

        return Likeness(self.prints[one], self.prints[other])

    def verdict(self, one: str, other: str) -> str | None:
        """``copy``, ``rewrite`` or None; a pair that the index would not propose is none."""
        from reportedly.lineage.pairs import is_candidate
        from reportedly.lineage.runs import common
        from reportedly.lineage.verdict import verdict

        a, b = self.prints[one], self.prints[other]
        if not is_candidate(common(a.sample, b.sample), a, b):
            return None
        found = verdict(a, b)
        return str(found.relation) if found else None


def compared(texts: dict[str, Case]) -> Compared:
    """Read texts as a user would hand them over, and fingerprint them together."""
    from reportedly.lineage.fingerprints import fingerprints
    from reportedly.read import read_reports
    from reportedly.records import Report

    with tempfile.TemporaryDirectory() as folder:
        files = {name: input_file(case, Path(folder)) for name, case in texts.items()}
        read = [each for each in read_reports(list(files.values())) if isinstance(each, Report)]
    of_file = {Path(report.origin.partition("#")[0]).name: report for report in read}
    of_words = {
        texts[name]["text"]: of_file[path.name].id for name, path in files.items() if path.name in of_file
    }
    return Compared(
        {name: of_words[case["text"]] for name, case in texts.items()},
        {each.report.id: each for each in fingerprints(list({r.id: r for r in read}.values()))},
    )


def gate_of_texts() -> Callable[[str], bool]:
    """Whether the shipped gate lets a text through."""
    from reportedly.gate import open_gate
    from reportedly.ids import content_id
    from reportedly.records import Reading, Report

    gate, unread = open_gate(), "0" * 64

    def passes(text: str) -> bool:
        report = Report(id=content_id("rep", unread), origin="benchmark", sha256=unread, text=text)
        return not isinstance(gate(report), Reading)

    return passes

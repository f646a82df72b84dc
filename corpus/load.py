"""The corpus as records: :func:`load`, :func:`reading` and :func:`to_gold`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.form import FOLDER, REPORT, CorpusClaim, CorpusReport, Problem, Speaker, thing
from corpus.parser import parse
from reportedly.records import (
    Certainty,
    Claim,
    ClaimRole,
    Evidence,
    Incident,
    NumberRange,
    Reading,
    Report,
    Source,
    SourceKind,
    SourceRole,
    Span,
    Stance,
    Value,
)

Json = dict[str, object]


class BrokenReport(ValueError):
    """A file of the corpus that cannot be read; `python -m corpus.check` tells what is wrong."""


def load(split: str | None = None, *, folder: Path = FOLDER) -> tuple[CorpusReport, ...]:
    """The reports of one split, or all of them, in the order of their ids.

    Raises:
        BrokenReport: a file cannot be read.
    """
    found: list[CorpusReport] = []
    for path in sorted(folder.glob("*.txt")):
        report, problems = parse(path.read_text("utf-8"), path.name)
        if report is None or problems:
            raise BrokenReport(_told(problems, path))
        found.append(report)
    return tuple(report for report in found if split in (None, report.split))


def _told(problems: list[Problem], path: Path) -> str:
    first = problems[0] if problems else f"{path}: cannot be read"
    return f"{first} (run `python -m corpus.check {path.stem}`)"


def reading(report: CorpusReport) -> Reading:
    """The report as the program's own records, every span verified against the text.

    Raises:
        EvidenceError, RecordError: a claim is not lawful by the guide.
        KeyError: a label is marked nowhere.
    """
    made = _report(report)
    claims = tuple(made_claim(report, claim) for claim in report.claims)
    sources = tuple(made_source(report, speaker) for speaker in report.speakers)
    voice = (_voice(report),) if any(claim.speaker is None for claim in report.claims) else ()
    return Reading(report=made, sources=sources + voice, claims=claims, incidents=_incidents(report, claims))


def span(report: CorpusReport, label: str) -> Span:
    """The span that a label marks.

    Raises:
        KeyError: the label is marked nowhere.
    """
    mark = report.by_label[label]
    return Span(mark.start, mark.end, mark.text)


def _report(report: CorpusReport) -> Report:
    return Report(
        id=f"rep_{report.id}",
        origin=report.file,
        sha256=hashlib.sha256(report.text.encode()).hexdigest(),
        text=report.text,
        title=report.headline,
        outlet=report.outlet,
        published=report.published,
        language="en",
    )


def made_source(report: CorpusReport, speaker: Speaker) -> Source:
    """The program's record of a speaker."""
    mentions = tuple(Span(m.start, m.end, m.text) for m in report.mentions(speaker.label))
    return Source(
        id=_source_id(report, speaker.label),
        report=f"rep_{report.id}",
        label=max((m.text for m in mentions), key=len, default=speaker.label),
        kind=speaker.kind,
        number=speaker.number,
        role=speaker.role,
        affiliation=speaker.affiliation,
        anonymity=report.by_label[speaker.anonymity].text if speaker.anonymity else None,
        party=speaker.party,
        mentions=mentions,
        text=report.text,
    )


def _voice(report: CorpusReport) -> Source:
    return Source(
        id=_source_id(report, REPORT),
        report=f"rep_{report.id}",
        label=REPORT,
        kind=SourceKind.REPORT,
        number=NumberRange(1, 1),
        role=SourceRole.MEDIA,
        text=report.text,
    )


def _source_id(report: CorpusReport, label: str) -> str:
    return f"src_{report.id}_{label}"


def made_claim(report: CorpusReport, claim: CorpusClaim) -> Claim:
    """The program's record of a claim."""
    spans = {label: span(report, label) for label in claim.labels}
    evidence = Evidence(
        source=(spans[claim.speaker],) if claim.speaker else (),
        cue=tuple(spans[label] for label in claim.cues),
        content=tuple(spans[label] for label in claim.contents),
        value=(spans[claim.value],) if claim.value else (),
    )
    words = claim.value or (claim.contents[0] if claim.contents else None)
    return Claim(
        id=f"clm_{report.id}_{claim.line}",
        report=f"rep_{report.id}",
        incident=f"inc_{report.id}_{claim.incident}",
        role=claim.role,
        value=Value(text=spans[claim.value].text, name=name(report, claim.value)) if claim.value else None,
        stance=claim.stance,
        certainty=claim.certainty,
        source=_source_id(report, thing(claim.speaker) if claim.speaker else REPORT),
        evidence=evidence,
        via=tuple(spans[label].text for label in claim.via),
        together=claim.together and f"tg_{report.id}_{claim.together}",
        in_headline=bool(words and report.headline and spans[words].start < len(report.headline)),
        confidence=1.0,
        text=report.text,
    )


def name(report: CorpusReport, label: str) -> str:
    """The fullest mention of a thing: the longest that has a capital, or else the longest."""
    mentions = [mark.text for mark in report.mentions(label)]
    return max(mentions, key=lambda text: (any(c.isupper() for c in text[1:]), len(text)))


def _incidents(report: CorpusReport, claims: tuple[Claim, ...]) -> tuple[Incident, ...]:
    return tuple(
        Incident(
            id=f"inc_{report.id}_{each.number}",
            type=each.type,
            claims=tuple(claim.id for claim in claims if claim.incident == f"inc_{report.id}_{each.number}"),
            summary=report.by_label[each.trigger].text,
            attempt=each.attempt,
            background=each.background,
            date=each.date,
        )
        for each in report.incidents
    )


def to_gold(reports: tuple[CorpusReport, ...]) -> list[Json]:
    """The cases that `score_claims.py` reads: doer claims with all names of actor and speaker."""
    return [gold_case(report) for report in reports]


def gold_case(report: CorpusReport) -> Json:
    """One case of :func:`to_gold`."""
    claims = [_gold_claim(report, claim) for claim in report.doer_claims]
    claimed = {(thing(c.value), c.stance) for c in report.doer_claims if c.value}
    traps = [trap for trap in report.traps if (thing(trap.actor), trap.stance) not in claimed]
    return {
        "id": report.id,
        "title": report.headline or "",
        "outlet": report.outlet or "",
        "published": report.published.isoformat(),
        "claims": claims,
        "incidents": [
            {
                "n": each.number,
                "type": each.type.value,
                "attempt": each.attempt,
                "date": each.date.earliest.isoformat() if each.date else None,
                **{role.value: _filler(report, each.number, role) for role in _ONE_FILLER},
            }
            for each in report.incidents
        ],
        "not_claims": [[_aliases(report, trap.actor), trap.stance.value] for trap in traps],
    }


_ONE_FILLER = (ClaimRole.PLACE, ClaimRole.TARGET, ClaimRole.WEAPON)


def _filler(report: CorpusReport, incident: int, role: ClaimRole) -> str | None:
    values = (c.value for c in report.claims if c.incident == incident and c.role is role and c.value)
    return next((report.by_label[value].text for value in values), None)


def _gold_claim(report: CorpusReport, claim: CorpusClaim) -> Json:
    carriers = [label for label in (*claim.contents, *claim.cues, claim.value) if label]
    certainty: Certainty | None = claim.certainty
    stance: Stance = claim.stance
    return {
        "role": claim.role.value,
        "actor": _aliases(report, claim.value) if claim.value else None,
        "stance": stance.value,
        "certainty": certainty.value if certainty else None,
        "source": _aliases(report, claim.speaker) if claim.speaker else [REPORT],
        "via": [report.by_label[label].text for label in claim.via],
        "evidence": report.by_label[carriers[0]].text,
    }


_PRONOUNS = frozenset(
    "he she it they we i his her its their who which that them him us our this those".split()
)


def _aliases(report: CorpusReport, label: str) -> list[str]:
    """The names of a thing, the one that stands there first; pronouns only where nothing else names it."""
    here = report.by_label[label].text
    names = [here, *(mark.text for mark in report.mentions(label))]
    full = [each for each in names if each.lower() not in _PRONOUNS]
    return list(dict.fromkeys(full or names))

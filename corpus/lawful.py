"""What a report of the corpus must keep to: the format, the coding guide, and plain sense."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from corpus.form import (
    KINDS,
    NAMES,
    REGIONS,
    REGISTERS,
    SPLITS,
    YEARS,
    CorpusClaim,
    CorpusReport,
    LineKind,
    Problem,
    thing,
)
from corpus.load import made_claim, made_source
from corpus.phenomena import PHENOMENA
from reportedly.errors import EvidenceError, RecordError
from reportedly.records import ClaimRole, SourceKind, Stance

WORDS = range(40, 901)
VALUE_KINDS = {
    ClaimRole.PERPETRATOR: "a",
    ClaimRole.SUPPORTER: "a",
    ClaimRole.TARGET: "x",
    ClaimRole.VICTIM: "v",
    ClaimRole.WEAPON: "w",
    ClaimRole.WEAPON_ORIGIN: "o",
    ClaimRole.PLACE: "p",
    ClaimRole.TIME: "d",
    ClaimRole.KILLED: "q",
    ClaimRole.WOUNDED: "q",
    ClaimRole.MOTIVE: "m",
    ClaimRole.ATTACK_TYPE: "t",
}
OPEN_STANCES = frozenset({Stance.UNCONFIRMED, Stance.NO_CLAIM})

Found = Iterator[tuple[int, str]]


def problems_of(report: CorpusReport) -> list[Problem]:
    """Everything that is wrong with one report that could be parsed."""
    found = {
        (line, what)
        for check in (head, marks, tight, blocks, claims, repeated, together, relevance, unused, tags, shape)
        for line, what in check(report)
    }
    return sorted(Problem(report.file, line, what) for line, what in found)


def head(report: CorpusReport) -> Found:
    """Values of the head come from closed lists."""
    name = report.file.rpartition("/")[2]
    if name != f"{report.id}.txt":
        yield report.lines_of["id"], f"the file is called {name}, not {report.id}.txt; rename one"
    if not re.fullmatch(r"[A-Za-z0-9-]+", report.id):
        yield report.lines_of["id"], f"the id {report.id!r} has other signs than letters, digits and hyphens"
    lists = (
        ("register", report.register, REGISTERS),
        ("region", report.region, REGIONS),
        ("names", report.names, NAMES),
        ("split", report.split, SPLITS),
    )
    for key, value, allowed in lists:
        if value not in allowed:
            yield report.lines_of[key], f"{key} {value!r} is none of: {', '.join(allowed)}"
    if report.year not in YEARS:
        yield report.lines_of["year"], f"the year {report.year} lies outside 1985-2026"
    if report.year != report.published.year:
        yield report.lines_of["year"], f"year {report.year} is not that of published {report.published}"
    if report.words not in WORDS:
        yield 1, f"the text has {report.words} words; make it {WORDS[0]} to {WORDS[-1]}"


def marks(report: CorpusReport) -> Found:
    """Labels are known and stand once."""
    for label, count in Counter(mark.label for mark in report.marks).items():
        if count > 1:
            last = [mark for mark in report.marks if mark.label == label][-1]
            yield (
                last.line,
                f"{label} marks {count} places; call further mentions {last.thing}.2, {last.thing}.3",
            )
    for mark in report.marks:
        if mark.kind not in KINDS:
            yield mark.line, f"the letter of {mark.label} is unknown; there are: {' '.join(KINDS)}"
        if "." in mark.label and mark.thing not in report.by_label:
            yield mark.line, f"{mark.label} is a further mention, but {mark.thing} is marked nowhere"


def tight(report: CorpusReport) -> Found:
    """Marks hold the words and nothing round them."""
    for mark in report.marks:
        near = f"{mark.label} marks {mark.text[:40]!r}"
        if not mark.text.strip():
            yield mark.line, f"{mark.label} marks no words"
        elif mark.text != mark.text.strip():
            yield mark.line, f"{near}, which has white space at an end; move it out of the mark"
        elif mark.kind in "scartxvwopdq" and mark.text[-1] in ",;:":
            yield mark.line, f"{near}, which ends with {mark.text[-1]!r}; move it out of the mark"
        elif mark.kind == "k" and re.match(r"that (the|an?|its?|he|she|they|no|his|her|their)\b", mark.text):
            yield mark.line, f"{near}; leave 'that' outside the content"


def blocks(report: CorpusReport) -> Found:
    """Every label of a block exists and is of the right kind."""
    for each in report.incidents:
        yield from label(report, each.line, each.trigger, "t")
    for number, count in Counter(each.number for each in report.incidents).items():
        if count > 1:
            yield report.incidents[-1].line, f"incident {number} stands {count} times; number them 1, 2, 3"
    for known, count in Counter(each.label for each in report.speakers).items():
        if count > 1:
            yield report.speakers[-1].line, f"{known} has {count} lines among the speakers; leave one"
    for speaker in report.speakers:
        if not report.mentions(speaker.label):
            yield speaker.line, f"{speaker.label} is marked nowhere in the text"
        if speaker.kind is SourceKind.REPORT:
            yield speaker.line, "the report's own voice is no speaker; write `by REPORT` in the claim"
        if speaker.affiliation and speaker.affiliation not in report.text:
            yield speaker.line, f"the affiliation {speaker.affiliation!r} is not in the text; use its words"
        if speaker.anonymity:
            yield from label(report, speaker.line, speaker.anonymity, "n")
    for trap in report.traps:
        yield from label(report, trap.line, trap.actor, "a")
    yield from built(report)


def label(report: CorpusReport, line: int, known: str, kinds: str) -> Found:
    """The label is marked and its letter is one of ``kinds``."""
    if known not in report.by_label:
        yield line, f"{known} is marked nowhere in the text"
    elif known[0] not in kinds:
        wanted = " or ".join(f"{kind} ({KINDS[kind]})" for kind in kinds)
        yield line, f"{known} is a {KINDS.get(known[0], 'mark')}; {wanted} belongs there"


def built(report: CorpusReport) -> Found:
    """The program's own records can be made of it; they verify the evidence."""
    for speaker in report.speakers:
        if report.mentions(speaker.label) and speaker.anonymity in (None, *report.by_label):
            yield from attempt(partial(made_source, report, speaker), speaker.line)


def attempt(make: Callable[[], object], line: int) -> Found:
    """What the program's records object to."""
    try:
        make()
    except (EvidenceError, RecordError) as error:
        yield line, f"not lawful by the guide: {error}"


def claims(report: CorpusReport) -> Found:
    """Each claim alone: labels, stance, certainty, speaker, nearness, evidence."""
    for claim in report.claims:
        wrong = list(labels(report, claim))
        yield from wrong
        yield from lawful(report, claim)
        if not wrong:
            yield from near(report, claim)
            yield from attempt(partial(made_claim, report, claim), claim.line)


def labels(report: CorpusReport, claim: CorpusClaim) -> Found:
    """Every label of a claim is marked and of the right kind."""
    wanted = [(claim.value, VALUE_KINDS[claim.role]), (claim.speaker, "s")]
    wanted += [(each, "c") for each in claim.cues]
    wanted += [(each, "k") for each in claim.contents]
    wanted += [(each, "r") for each in claim.via]
    for known, kind in wanted:
        if known:
            yield from label(report, claim.line, known, kind)
    if claim.incident not in {each.number for each in report.incidents}:
        yield claim.line, f"incident {claim.incident} is not among the incidents; add it"
    if claim.speaker and report.speaker_of(claim) is None:
        yield claim.line, f"{thing(claim.speaker)} speaks but has no line among the speakers; add it"


def lawful(report: CorpusReport, claim: CorpusClaim) -> Found:
    """Stance, certainty and value agree."""
    if (claim.certainty is None) != (claim.stance in OPEN_STANCES):
        yield claim.line, "the certainty is '-' for unconfirmed and no_claim, and only for them"
    if claim.value is None and claim.stance not in OPEN_STANCES:
        yield claim.line, f"a claim that {claim.stance} needs a value"
    if not claim.of_doer and claim.stance in (Stance.ADMITS, Stance.NO_CLAIM):
        yield claim.line, f"the role {claim.role} cannot have the stance {claim.stance}"
    if claim.of_doer and claim.speaker and not (claim.cues or claim.contents):
        yield claim.line, "a speaker's claim of who did it needs its cue or its content"
    if claim.speaker is None and claim.stance is Stance.ADMITS:
        yield claim.line, "nobody admits in the report's own voice; name the speaker or write alleges"
    speaker = report.speaker_of(claim)
    if claim.stance is Stance.ADMITS and speaker and speaker.party.value != "accused":
        yield claim.line, f"{speaker.label} admits, so its line among the speakers needs `party accused`"
    outlet = (report.outlet or "").lower()
    for relay in claim.via:
        if relay in report.by_label and report.by_label[relay].text.lower() == outlet:
            yield claim.line, f"{relay} is the page's own outlet, which `via` leaves out"


def near(report: CorpusReport, claim: CorpusClaim) -> Found:
    """Value, cue and content stand in one paragraph or in neighbours; the speaker at most two away."""
    at = {known: report.by_label[known].paragraph for known in claim.labels if known not in claim.via}
    carried = {known: place for known, place in at.items() if known != claim.speaker}
    if carried and max(carried.values()) - min(carried.values()) > 1:
        apart = " ".join(f"{known} in paragraph {place}" for known, place in carried.items())
        yield claim.line, f"the claim lies apart ({apart}); mark what stands there, or leave the far cue out"
    speaks = at.get(claim.speaker or "")
    if speaks is not None and carried and min(abs(speaks - place) for place in carried.values()) > 2:
        yield claim.line, f"{claim.speaker} stands far from its words; mark the mention that stands there"


def repeated(report: CorpusReport) -> Found:
    """One claim per incident, role, value, stance and speaker."""
    seen: dict[object, int] = {}
    for claim in report.claims:
        value, by = (thing(each) if each else None for each in (claim.value, claim.speaker))
        key = (claim.incident, claim.role, value, claim.stance, by)
        if key in seen:
            yield claim.line, f"the same claim stands in line {seen[key]}; leave the surest or plainest"
        seen.setdefault(key, claim.line)


def together(report: CorpusReport) -> Found:
    """A group of actors has two members, of one incident, stance and speaker."""
    groups: dict[str, list[CorpusClaim]] = {}
    for claim in report.claims:
        if claim.together:
            groups.setdefault(claim.together, []).append(claim)
    for known, members in groups.items():
        if len(members) < 2:
            yield members[0].line, f"the group {known} has one member; two claims share it, or none"
        elif len({(c.incident, c.stance, thing(c.speaker or "")) for c in members}) > 1:
            yield members[0].line, f"the group {known} spans incidents, stances or speakers; part it"


def relevance(report: CorpusReport) -> Found:
    """Irrelevant reports hold no claims, relevant ones some."""
    held = report.incidents or report.speakers or report.claims
    if not report.relevant and held:
        yield held[0].line, "an irrelevant report has no blocks but traps; take them out"
    if not report.relevant and report.phenomena:
        yield report.lines_of["phenomena"], "an irrelevant report has no phenomena; write `phenomena: -`"
    if report.relevant and not report.claims:
        yield report.lines_of["relevant"], "a relevant report has claims; code them or write `relevant: no`"


def unused(report: CorpusReport) -> Found:
    """Marks of claims that no claim takes up are forgotten claims."""
    used = {thing(known) for claim in report.claims for known in claim.labels}
    used |= {thing(each.trigger) for each in report.incidents} | {thing(trap.actor) for trap in report.traps}
    used |= {thing(each.anonymity) for each in report.speakers if each.anonymity}
    for mark in report.marks:
        if mark.thing not in used and mark.kind not in "sr" and "." not in mark.label:
            what = f"{mark.label} ({mark.text[:30]!r})"
            yield mark.line, f"{what} is used in no block; code its claim or take the mark out"


def tags(report: CorpusReport) -> Found:
    """The phenomena are known and can be seen in the report."""
    line = report.lines_of["phenomena"]
    whole = all(known in report.by_label for claim in report.claims for known in claim.labels)
    for tag in report.phenomena:
        if tag not in PHENOMENA:
            yield line, f"the tag {tag!r} is none of: {' '.join(PHENOMENA)}"
        elif whole and report.relevant and not PHENOMENA[tag].seen(report):
            yield line, f"the tag {tag!r} needs {PHENOMENA[tag].needs}; code it or take the tag out"


def shape(report: CorpusReport) -> Found:
    """Registers that are a matter of signs have them."""
    line = report.lines_of["register"]
    letters = [sign for sign in report.text if sign.isalpha()]
    upper = sum(sign.isupper() for sign in letters) / max(1, len(letters))
    if report.register == "capitals" and upper < 0.95:
        yield line, "the register capitals is written in capitals throughout"
    if report.register == "comma-less" and re.search(r",(?!\d)", report.text):
        yield line, "the register comma-less has no commas"
    if report.register == "with furniture" and all(p.kind is not LineKind.FURNITURE for p in report.pieces):
        yield line, "the register with furniture has furniture lines: `~ Also read: …`"

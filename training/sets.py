"""The sets of ``../shared`` and the corpus as documents."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.factuality import BATCH, place
from corpus.form import MORE, CorpusClaim, CorpusReport, thing
from corpus.labels import load as load_labels
from corpus.labels import texts as label_texts
from corpus.load import load as load_corpus
from reportedly.annotate.heads.layers import (
    ATTRIBUTION,
    CLAIM,
    CONFIDENCES,
    DETAIL,
    KINDS,
    MENTION,
    MUC,
    NAMES,
    PARTIES,
    ROLES,
)
from reportedly.records import ClaimRole, Party, SourceKind, SourceRole
from training.documents import (
    Attack,
    Attribution,
    Blame,
    Document,
    Judged,
    Range,
    grouped,
    hull,
)

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

Row = dict[str, Any]
"""A row of a set as its JSON has it: the outer format, never passed on."""


def rows(name: str) -> Iterator[Row]:
    """The rows of a gzipped JSON or JSON-lines file.

    Raises:
        FileNotFoundError: it does not lie beside the repository.
    """
    path = SHARED / name
    if not path.exists():
        raise FileNotFoundError(f"../shared/{name} does not lie beside the repository; training needs it")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        if name.endswith(".jsonl.gz"):
            yield from map(json.loads, file)
        else:
            yield from json.load(file)


# The corpus ---------------------------------------------------------------------------------------

_LETTERS = {
    "s": "speaker",
    "c": "cue",
    "k": "content",
    "a": "actor",
    "t": "trigger",
    "x": "target",
    "v": "victim",
    "w": "weapon",
    "o": "origin",
    "p": "place",
    "d": "time",
    "q": "toll",
    "m": "motive",
    "r": "relay",
}


def corpus(split: str) -> Iterator[Document]:
    """Our own reports of one split."""
    return map(of_report, load_corpus(split))


def corpus_more() -> Iterator[Document]:
    """Our own reports that were written for training only."""
    return map(of_report, load_corpus(folder=MORE))


def of_report(report: CorpusReport) -> Document:
    """One report of the corpus; only what carries a doer claim is an actor, speaker, cue or content."""
    marks = report.by_label

    def place(label: str) -> Range:
        return marks[label].start, marks[label].end

    triggers = {incident.number: place(incident.trigger) for incident in report.incidents}
    spans: list[tuple[str, Range | None]] = []
    blames: list[Blame] = []
    relays: list[tuple[Range, Range]] = []
    for claim in report.claims:
        if not claim.of_doer:
            if claim.value and claim.role is not ClaimRole.ATTACK_TYPE:
                spans.append((_LETTERS[claim.value[0]], place(claim.value)))
            continue
        actor = place(claim.value) if claim.value else _content(report, claim)
        spans.append(("actor" if claim.value else "unnamed", actor))
        spans += [("speaker", place(claim.speaker))] if claim.speaker else []
        spans += [("cue", place(each)) for each in claim.cues]
        spans += [("content", place(each)) for each in claim.contents]
        spans += [("relay", place(each)) for each in claim.via]
        if actor is not None:
            blames.append(
                Blame(
                    actor,
                    place(claim.speaker) if claim.speaker else None,
                    str(claim.stance),
                    str(claim.certainty) if claim.certainty else None,
                    claim.role is ClaimRole.SUPPORTER,
                    triggers.get(claim.incident),
                    claim.incident,
                    claim.together,
                )
            )
        chain = [claim.speaker, *claim.via] if claim.speaker else list(claim.via)
        relays += [(place(a), place(b)) for a, b in pairwise(chain) if a and b]
    spans += [("trigger", each) for each in triggers.values()]
    things = {mark.thing for mark in report.marks if mark.kind in "as"}
    same = [frozenset((m.start, m.end) for m in report.mentions(each)) for each in sorted(things)]
    spans += [(MENTION, span) for group in same for span in group]
    speakers = {speaker.label: speaker for speaker in report.speakers}
    judged = [
        each
        for claim in report.doer_claims
        if claim.speaker and (speaker := speakers.get(thing(claim.speaker)))
        for each in _of_speaker(
            place(claim.speaker),
            speaker.kind,
            speaker.role,
            speaker.number.max,
            speaker.party if speaker.party is not Party.UNKNOWN else None,
        )
    ]
    return Document(
        id=report.id,
        set="corpus",
        text=report.text,
        title=report.headline,
        spans=grouped(spans, (*CLAIM, *DETAIL, MENTION)),
        blames=tuple(blames),
        attacks=tuple(
            Attack(place(each.trigger), str(each.type), each.attempt, each.background)
            for each in report.incidents
        ),
        relays=tuple(dict.fromkeys(relays)),
        same=tuple(each for each in same if len(each) > 1),
        judged=tuple(dict.fromkeys(judged)),
    )


def _of_speaker(
    span: Range, kind: SourceKind, role: SourceRole, most: int | None, party: Party | None
) -> Iterator[Judged]:
    """What is told of one speaker; the report itself is none."""
    if kind in KINDS:
        yield Judged(span, "kind", KINDS.index(kind))
        yield Judged(span, "role", ROLES.index(role))
        yield Judged(span, "number", int(most != 1))
    if party is not None:
        yield Judged(span, "party", PARTIES.index(party))


def _content(report: CorpusReport, claim: CorpusClaim) -> Range | None:
    return hull((report.by_label[each].start, report.by_label[each].end) for each in claim.contents)


# Labelled real reports ----------------------------------------------------------------------------


def labelled() -> Iterator[Document]:
    """``gold/train``: real reports, read once; victims, tolls, motives, relays are not labelled."""
    texts = {row["id"]: row for row in rows("gold/train_texts.json.gz")}
    for row in rows("gold/train.json.gz"):
        yield of_labels(row, texts[row["id"]])


def labelled_more() -> Iterator[Document]:
    """Our own labels of real reports (``corpus/labels``), where stances are rare in ``gold/train``."""
    found = load_labels()
    whole = label_texts(row["id"] for row in found)
    for row in found:
        parts = {part: [_renamed(each) for each in row[part]] for part in ("incidents", "claims")}
        yield of_labels({"id": row["id"], **parts}, {"text": whole[row["id"]]})


def _renamed(part: Row) -> Row:
    """Spans under the names that ``gold/train`` gives them."""
    spans = {f"{name}_span": value for name, value in part.items() if isinstance(value, list)}
    source = {"source": "REPORT"} if part.get("source_kind") == "report" else {}
    return {**part, **spans, **source}


def of_labels(row: Row, text: Row) -> Document:
    """One labelled report; its offsets are into title, two newlines and text."""
    whole = f"{text['title']}\n\n{text['text']}" if text.get("title") else text["text"]
    incidents = {incident["n"]: incident for incident in row["incidents"]}
    spans: list[tuple[str, Range | None]] = []
    for incident in row["incidents"]:
        spans += [(layer, _span(incident, layer)) for layer in ("trigger", "place", "target", "weapon")]
    blames: list[Blame] = []
    same: list[frozenset[Range]] = []
    judged: list[Judged] = []
    for claim in row["claims"]:
        named = _span(claim, "actor") is not None
        actor = _span(claim, "actor" if named else "content")
        speaker = _span(claim, "source") if claim["source"] != "REPORT" else None
        spans.append(("actor" if named else "unnamed", actor))
        spans += [("speaker", speaker), ("cue", _span(claim, "cue"))]
        spans += [("content", _span(claim, "content"))] if speaker else []
        for mention, name in (("actor", "actor_name"), ("source", "source_name")):
            both = {_span(claim, mention), _span(claim, name)} - {None}
            same += [frozenset(each for each in both if each)] if len(both) == 2 else []
        if actor is not None and (speaker is not None or claim["source"] == "REPORT"):
            blames.append(
                Blame(
                    actor,
                    speaker,
                    claim["stance"],
                    claim["certainty"],
                    claim["role"] == "supporter",
                    _span(incidents.get(claim["incident"], {}), "trigger"),
                    claim["incident"],
                )
            )
        if speaker is not None and claim.get("source_kind") and claim.get("source_role"):
            kind, role = SourceKind(claim["source_kind"]), SourceRole(claim["source_role"])
            most = (claim.get("source_number") or (None, None))[1]
            judged += _of_speaker(speaker, kind, role, most, None)
    layers = ("actor", "speaker", "cue", "content", "unnamed", "trigger", "place", "target", "weapon")
    return Document(
        id=row["id"],
        set="labelled",
        text=whole,
        title=text.get("title") or None,
        spans=grouped(spans, layers),
        blames=tuple(blames),
        attacks=tuple(
            Attack(trigger, incident["type"], incident["attempt"], None)
            for incident in row["incidents"]
            if (trigger := _span(incident, "trigger")) is not None
        ),
        same=tuple(dict.fromkeys(same)),
        judged=tuple(dict.fromkeys(judged)),
    )


def _span(row: Row, name: str) -> Range | None:
    found = row.get(f"{name}_span")
    return (found[0], found[1]) if found else None


# Attribution --------------------------------------------------------------------------------------


def polnear(split: str) -> Iterator[Document]:
    """PolNeAR articles: every attribution. Of the dev part only primary annotations, as its scorer reads."""
    for row in rows("data/polnear.jsonl.gz"):
        if row["split"] != split or (split == "dev" and not row["primary"]):
            continue
        found = tuple(
            Attribution(hull(each["source"]), cue, hull(each["content"]))
            for each in row["attributions"]
            if (cue := hull(each["cue"])) is not None
        )
        pairs = [
            pair
            for each in found
            for pair in zip(ATTRIBUTION, (each.source, each.cue, each.content), strict=True)
        ]
        yield Document(
            id=f"{row['docid']} {row['annotator']}",
            set="polnear",
            text=row["text"],
            spans=grouped(pairs, ATTRIBUTION),
            attributions=found,
        )


# Roles and names ----------------------------------------------------------------------------------

# As GRIT's preparation has it: of human targets only the names' slot, not the descriptions'.
_SLOTS = {
    "PERP: INDIVIDUAL ID": "muc individual",
    "PERP: ORGANIZATION ID": "muc organization",
    "PHYS TGT: ID": "muc target",
    "HUM TGT: NAME": "muc victim",
    "INCIDENT: INSTRUMENT ID": "muc weapon",
}


def muc4(*splits: str) -> Iterator[Document]:
    """MUC-4 reports: all mentions of the fillers of five roles, whatever template they are of."""
    for row in rows("data/muc4.jsonl.gz"):
        if row["split"] not in splits:
            continue
        pairs = [
            (layer, (span[0], span[1]))
            for template in row["templates"]
            for slot, layer in _SLOTS.items()
            for filler in template["slots"].get(slot, ())
            for alternative in filler["alts"]
            for span in alternative["spans"]
        ]
        judged = [
            Judged((span[0], span[1]), "confidence", CONFIDENCES.index(filler["value"]))
            for template in row["templates"]
            for filler in template["slots"].get("PERP: ORGANIZATION CONFIDENCE", ())
            if filler["value"] in CONFIDENCES
            for alternative in filler["alts"]
            for span in alternative["spans"]
        ]
        yield Document(
            id=row["docid"],
            set="muc4",
            text=row["text"],
            spans=grouped(pairs, MUC),
            judged=tuple({(each.span, each.task): each for each in judged}.values()),
            lower=True,
        )


def factuality(split: str) -> Iterator[Document]:
    """UW event factuality: thirty sentences together, each event with its rating, -3 to 3 made -1 to 1."""
    told = [row for row in rows("data/factuality_uw.jsonl.gz") if row["split"] == split]
    yield from (_rated(told[i : i + BATCH]) for i in range(0, len(told), BATCH))


def _rated(batch: list[Row]) -> Document:
    text, events, ratings = place(batch)
    rated = zip(events, ratings, strict=True)
    return Document(
        id=f"factuality {batch[0]['split']} {batch[0]['idx']}",
        set="factuality",
        text=text,
        spans=grouped((), ()),
        judged=tuple(Judged(event, "factuality", rating / 3) for event, rating in rated),
    )


_NAME_TAGS = {
    "person": "person",
    "per": "person",
    "organisation": "organisation",
    "org": "organisation",
    "corporation": "organisation",
    "group": "organisation",
    "location": "location",
    "loc": "location",
}


def names() -> Iterator[Document]:
    """Sentences of re3d, WNUT17 and wikigold, forty together: persons, organisations, locations."""
    batch: list[Row] = []
    for row in rows("data/ner_open.jsonl.gz"):
        if batch and (len(batch) == 40 or batch[-1]["file"] != row["file"]):
            yield _named(batch)
            batch = []
        batch.append(row)
    if batch:
        yield _named(batch)


def _named(batch: list[Row]) -> Document:
    pieces: list[str] = []
    pairs: list[tuple[str, Range | None]] = []
    at = 0
    for row in batch:
        start: int | None = None
        layer: str | None = None
        for token, tag in zip([*row["tokens"], "\n"], [*row["tags"], "O"], strict=True):
            if start is not None and layer and not tag.startswith("I-"):
                pairs.append((layer, (start, at - 1)))
                start = None
            if tag.startswith("B-") or (tag.startswith("I-") and start is None):
                layer = _NAME_TAGS.get(tag[2:].lower())
                start = at if layer else None
            pieces.append(token)
            at += len(token) + 1
    first = batch[0]
    return Document(
        id=f"{first['corpus']} {first['file']} {first['i']}",
        set="names",
        text=" ".join(pieces),
        spans=grouped(pairs, NAMES),
    )

"""The phenomena that the corpus must show, and how a program can see that a tag is not idle."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from corpus.form import CorpusClaim, CorpusReport, thing
from reportedly.records import Certainty, ClaimRole, Party, SourceKind, SourceRole, Stance

TARGET = 40
"""In how many reports each phenomenon is to be found."""

_COURT = re.compile(
    r"court|judge|jury|juror|prosecut|tribunal|convict|acquit|charged|trial|sentenc|magistrate|verdict|guilty|indict",
    re.I,
)
_CORRECTION = re.compile(
    r"correct|retract|withdr|clarif|erron|error|wrong|mistak|earlier version|amend|updat|apolog|regret|"
    r"editor|kill notice|mandatory kill|replac|scrap|disown|misstat|misidentif|misattrib|misquot|"
    r"should have|pulled|removed|deleted",
    re.I,
)
_CITING = re.compile(r"\b(cit(ing|ed|es)|quot(ing|ed|es))\b", re.I)
_BROKEN = re.compile(r"[,.?!—–-][\"”'’][^\"“”]{1,100}[\"“'‘]|[\"“][^\"“”]{1,300}[\"”][^\"“”]{1,100}[\"“]")
_NAME = re.compile(r"[A-Z][\w'.’-]*( [A-Z][\w'.’-]*){0,3}")
_PRONOUN = re.compile(
    r"(he|she|it|they|we|i|his|her|its|their|our|us|them|who)$|(the|this|that|both|these|those) \w+", re.I
)


@dataclass(frozen=True, slots=True)
class Phenomenon:
    """A tag; ``seen`` tells whether the claims or words of a report can bear it."""

    needs: str
    seen: Callable[[CorpusReport], bool]


def _stance(stance: Stance) -> Callable[[CorpusReport], bool]:
    return lambda report: any(claim.stance is stance for claim in report.doer_claims)


def _via(count: int) -> Callable[[CorpusReport], bool]:
    return lambda report: any(len(claim.via) >= count for claim in report.claims)


def _speaker(claim: CorpusClaim) -> str | None:
    return thing(claim.speaker) if claim.speaker else None


def _actor(claim: CorpusClaim) -> str | None:
    return thing(claim.value) if claim.value else None


def _pairs(report: CorpusReport) -> Iterator[tuple[CorpusClaim, CorpusClaim]]:
    """Pairs of doer claims of one incident."""
    for one, other in combinations(report.doer_claims, 2):
        if one.incident == other.incident:
            yield one, other


def _anonymous(report: CorpusReport) -> bool:
    speakers = (report.speaker_of(claim) for claim in report.claims)
    return any(each is not None and each.kind is SourceKind.ANONYMOUS for each in speakers)


def _accused(report: CorpusReport, claim: CorpusClaim) -> bool:
    speaker = report.speaker_of(claim)
    return speaker is not None and speaker.party is Party.ACCUSED


def _counter_blame(report: CorpusReport) -> bool:
    denials = [c for c in report.doer_claims if c.stance is Stance.DENIES and c.speaker]
    blames = [c for c in report.doer_claims if c.stance is Stance.ALLEGES and c.speaker]
    return any(
        _actor(denial) != _actor(blame)
        and (_speaker(denial) == _speaker(blame) or (_accused(report, denial) and _accused(report, blame)))
        for denial in denials
        for blame in blames
    )


def _hedge(report: CorpusReport) -> bool:
    return any(c.certainty in (Certainty.PROBABLE, Certainty.POSSIBLE) for c in report.doer_claims)


def _rival(report: CorpusReport) -> bool:
    said = (Stance.ALLEGES, Stance.ADMITS)
    return any(
        a.stance in said and b.stance in said and _actor(a) != _actor(b) and _speaker(a) != _speaker(b)
        for a, b in _pairs(report)
    )


def _passive(report: CorpusReport) -> bool:
    return any(c.speaker is None and c.stance is Stance.ALLEGES for c in report.doer_claims)


def _a_or_b(report: CorpusReport) -> bool:
    return any(
        a.certainty is b.certainty is Certainty.POSSIBLE
        and a.stance is b.stance is Stance.ALLEGES
        and _actor(a) != _actor(b)
        and _speaker(a) == _speaker(b)
        for a, b in _pairs(report)
    )


def _court(report: CorpusReport) -> bool:
    return bool(_COURT.search(report.text)) or any(s.role is SourceRole.COURT for s in report.speakers)


def _flatter(report: CorpusReport) -> bool:
    end = len(report.headline or "")
    told = [c for c in report.doer_claims if c.speaker is None and _start(report, c) < end]
    return any(
        other.speaker is not None or other.certainty is not flat.certainty
        for flat in told
        for other in report.doer_claims
        if other is not flat and other.incident == flat.incident
    )


def _start(report: CorpusReport, claim: CorpusClaim) -> int:
    words = claim.value or (claim.contents[0] if claim.contents else None)
    return report.by_label[words].start if words else len(report.text)


def _differ(a: CorpusClaim, b: CorpusClaim) -> bool:
    return (_actor(a), a.stance, a.certainty) != (_actor(b), b.stance, b.certainty)


def _change(report: CorpusReport) -> bool:
    return any(
        (_actor(a) == _actor(b) and a.stance is not b.stance)
        or (_speaker(a) == _speaker(b) and _differ(a, b))
        or (_actor(a) == _actor(b) and a.certainty is not b.certainty)
        for a, b in _pairs(report)
    ) or bool(report.traps and report.doer_claims)


def _pronoun(report: CorpusReport) -> bool:
    used = {label for claim in report.doer_claims for label in (claim.value, claim.speaker) if label}
    return any("." in label or _PRONOUN.match(report.by_label[label].text) for label in used)


def _broken(report: CorpusReport) -> bool:
    return any(len(c.contents) > 1 for c in report.claims) or bool(_BROKEN.search(report.text))


def _citing(report: CorpusReport) -> bool:
    return bool(_CITING.search(report.text)) or any(claim.via for claim in report.claims)


def _accused_first(report: CorpusReport) -> bool:
    marks = report.by_label
    return any(
        marks[c.value].start < marks[c.speaker].start
        and marks[c.speaker].paragraph - marks[c.value].paragraph <= 1
        for c in report.doer_claims
        if c.value and c.speaker
    )


def _capital(report: CorpusReport) -> bool:
    """A place speaks: one to four capitalised words without an article."""
    things = {thing(label) for claim in report.claims if (label := claim.speaker)}
    return any(_NAME.fullmatch(mark.text) for mark in report.marks if mark.thing in things)


def _office_differs(report: CorpusReport) -> bool:
    def office(claim: CorpusClaim) -> tuple[object, ...]:
        speaker = report.speaker_of(claim)
        return (speaker.affiliation, speaker.role, speaker.party) if speaker else ()

    def like(a: CorpusClaim, b: CorpusClaim) -> bool:
        first, second = office(a), office(b)
        return bool(first and second) and (first[1] == second[1] or first[0] == second[0] is not None)

    return any(
        _speaker(a) != _speaker(b)
        and like(a, b)
        and (_actor(a), a.stance, a.certainty) != (_actor(b), b.stance, b.certainty)
        for a, b in _pairs(report)
    )


def _weapon_origin(report: CorpusReport) -> bool:
    return any(claim.role is ClaimRole.WEAPON_ORIGIN for claim in report.claims)


PHENOMENA = {
    "chain-2": Phenomenon("a claim with `via` of two relays", _via(2)),
    "chain-3": Phenomenon("a claim with `via` of three relays", _via(3)),
    "anonymous": Phenomenon("a claim by a speaker of the kind anonymous", _anonymous),
    "denial": Phenomenon("a doer claim that denies", _stance(Stance.DENIES)),
    "counter-blame": Phenomenon("a speaker who denies one actor and alleges another", _counter_blame),
    "self-claim": Phenomenon("a doer claim that admits", _stance(Stance.ADMITS)),
    "non-claim": Phenomenon("a doer claim no_claim", _stance(Stance.NO_CLAIM)),
    "unconfirmed": Phenomenon("a doer claim unconfirmed", _stance(Stance.UNCONFIRMED)),
    "hedge": Phenomenon("a doer claim probable or possible", _hedge),
    "rival": Phenomenon("two speakers who name different actors of one incident", _rival),
    "passive-no-speaker": Phenomenon("a doer claim by REPORT that alleges", _passive),
    "a-or-b": Phenomenon("two possible actors by one speaker", _a_or_b),
    "together": Phenomenon("claims with `together`", lambda r: any(c.together for c in r.claims)),
    "court": Phenomenon("a court, a charge or a verdict", _court),
    "correction": Phenomenon("words that correct or retract", lambda r: bool(_CORRECTION.search(r.page))),
    "headline-flatter": Phenomenon("a doer claim by REPORT in the headline, another in the body", _flatter),
    "background": Phenomenon(
        "an incident flagged background", lambda r: any(each.background for each in r.incidents)
    ),
    "weapon-origin": Phenomenon(
        "a claim of the role weapon_origin",
        lambda r: any(c.role is ClaimRole.WEAPON_ORIGIN for c in r.claims),
    ),
    "change-over-time": Phenomenon("two differing claims of one incident, or a trap", _change),
    "pronoun": Phenomenon("an actor or speaker of a claim named by a pronoun or further mention", _pronoun),
    "broken-quote": Phenomenon("a quotation broken by its cue, or content of two spans", _broken),
    "citing": Phenomenon("a relay in `via`, or an outlet that cites or quotes", _citing),
    "accused-first": Phenomenon("a doer claim whose actor stands before its speaker", _accused_first),
    "capital": Phenomenon("a capital or state that speaks ('Tehran denied')", _capital),
    "office-differs": Phenomenon("two speakers of one affiliation or role who differ", _office_differs),
}

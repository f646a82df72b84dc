"""What an incident leaves open, in sentences: where somebody who checks would look next.

Written rules over what is told, each with the claims behind it. A question never says what the answer is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from reportedly.assess import NOBODY, headline_flatter
from reportedly.assess.actors import is_description
from reportedly.language.articles import with_article
from reportedly.pictures.case import Case
from reportedly.pictures.timeline import Shift, Timeline, all_days, subject
from reportedly.pictures.tolls import Figure, span_words
from reportedly.records import Assessment, Claim, ClaimRole, Stance
from reportedly.terminal import words
from reportedly.terminal.accounts import Account

QUESTIONS = 12
"""More would be a list that nobody reads; they stand most telling first."""
OF_DOERS = 6
"""Of these at most so many are about who did it, so that others find room."""
_SAYS_SO = frozenset({Stance.ALLEGES, Stance.ADMITS})
_WIDE = 2
"""The highest number of a toll is so many times the lowest before the page asks why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that is open; ``claims`` are the ids of those it is about."""

    text: str
    claims: tuple[str, ...]


def questions(
    case: Case, told: tuple[Account, ...], figures: tuple[Figure, ...], timeline: Timeline
) -> tuple[Question, ...]:
    """What is open, at most :data:`QUESTIONS`."""
    found = (
        *tuple(_of_doers(case))[:OF_DOERS],
        *_of_accounts(told),
        *_of_tolls(figures),
        *_of_changes(timeline),
        *_of_reports(case),
    )
    return found[:QUESTIONS]


def _of_doers(case: Case) -> Iterator[Question]:
    named = [key for key in case.actors if key and _saying(case, key)]
    if not named:
        yield Question(text="Who did it? No report names anybody.", claims=())
    ranked = sorted(named, key=lambda key: (is_description(case.actors[key]), -len(_saying(case, key))))
    for key in ranked:
        yield from _of_actor(case, key)


def _saying(case: Case, key: str) -> list[Claim]:
    return [
        claim for claim in case.actors[key] if claim.stance in _SAYS_SO and claim.id not in case.taken_back
    ]


def _of_actor(case: Case, key: str) -> Iterator[Question]:
    if is_description(case.actors[key]):
        return
    name, said, row = with_article(case.actor_name(key)), _saying(case, key), case.assessed(key)
    ids = tuple(claim.id for claim in said)
    told = [text for text in (_alone(case, said), _partial(row), _unnamed(row)) if text]
    silent = not _answered(case, key)
    if told:
        answer = ", and no report gives its answer" if silent else ""
        yield Question(
            text=f"Does anybody else name {name}? It is named {words.listed(told)}{answer}.", claims=ids
        )
    elif silent:
        yield Question(text=f"Has {name} answered? No report has it deny or claim the attack.", claims=ids)


def _alone(case: Case, said: list[Claim]) -> str:
    origins = case.origins(said)
    return f"by one origin only ({origins[0]})" if len(origins) == 1 else ""


def _partial(row: Assessment | None) -> str:
    return "by parties to the conflict only" if row and row.party_only else ""


def _unnamed(row: Assessment | None) -> str:
    counts = row.counts if row else None
    return "by unnamed people only" if counts and counts.unnamed and not counts.named else ""


def _answered(case: Case, key: str) -> bool:
    """Whether the actor, or anybody for it, denies or owns it or leaves it open."""
    return any(claim.stance not in (Stance.ALLEGES, Stance.NO_CLAIM) for claim in case.actors[key])


def _of_accounts(told: tuple[Account, ...]) -> Iterator[Question]:
    by_role: dict[str, list[Account]] = defaultdict(list)
    for account in told:
        if account.against:
            by_role[account.role].append(account)
    for role, rivals in by_role.items():
        values = [f"{each.value} ({words.listed(list(each.speakers[:2]))})" for each in rivals[:3]]
        text = f"{_ASKED.get(role, role)} {words.listed(values)} do not fit together."
        yield Question(text=text, claims=tuple(each.claim for each in rivals))


_ASKED = {
    words.ROLES[ClaimRole.TIME]: "When was it?",
    words.ROLES[ClaimRole.PLACE]: "Where was it?",
}


def _of_tolls(figures: tuple[Figure, ...]) -> Iterator[Question]:
    for role in dict.fromkeys(figure.role for figure in figures):
        own = [figure for figure in figures if figure.role is role]
        standing = [each for each in own if each.number and not (each.denied or each.taken_back)]
        lows = [each.number.min for each in standing if each.number]
        if len(lows) > 1 and max(lows) >= _WIDE * max(1, min(lows)):
            yield Question(
                text=f"How many were {role}? The figures run from {span_words(own)}.",
                claims=tuple(claim for each in standing for claim in each.claims),
            )


_TURNS = {
    Shift.TURNED: "said otherwise before",
    Shift.HARDENED: "is surer than before",
    Shift.SOFTENED: "is less sure than before",
    Shift.WITHDRAWN: "was taken back",
}


def _of_changes(timeline: Timeline) -> Iterator[Question]:
    for day in all_days(timeline):
        for entry in day.entries:
            for shift in entry.shifts:
                if shift in _TURNS:
                    who = f"{entry.speaker} on {with_article(subject(entry))}"
                    who = who[:1].upper() + who[1:]
                    yield Question(text=f"What changed? {who} {_TURNS[shift]}.", claims=(entry.claim,))


def _of_reports(case: Case) -> Iterator[Question]:
    if headline_flatter(case.doing):
        heads = tuple(claim.id for claim in case.doing if claim.in_headline)
        yield Question(text="A headline says flatly what its body attributes to somebody.", claims=heads)
    undated = {claim.report for claim in case.claims if case.day(claim) is None}
    if undated:
        many = words.plural(len(undated), "report")
        yield Question(
            text=f"When was it printed? {many} {'has' if len(undated) == 1 else 'have'} no date.",
            claims=tuple(claim.id for claim in case.claims if claim.report in undated),
        )
    if NOBODY in {row.actor for row in case.index.assessments.get(case.incident.id, ())} and _owned(case):
        yield Question(
            text="Has anybody claimed it? Some say that nobody has, others that somebody has.",
            claims=tuple(claim.id for claim in case.actors.get("", ())),
        )


def _owned(case: Case) -> bool:
    return any(claim.stance is Stance.ADMITS for claim in case.doing)

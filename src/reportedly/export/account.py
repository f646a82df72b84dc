"""One attack as sentences: what reports say of it, each statement with the claims that it stands on.

The sentence forms are those of hand-coded conflict data ('No group claimed responsibility; however, sources
attributed the attack to …'). A sentence says who says what; it never says who did it. What is said has
notes: the exact words, where they were printed, and when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportedly.assess.actors import is_description
from reportedly.language.articles import with_article
from reportedly.pictures.case import Case, by_speaker
from reportedly.pictures.tolls import TOLLS, Figure, tolls_of
from reportedly.records import Assessment, Certainty, Claim, ClaimRole, LedgerView, SourceKind, Stance
from reportedly.terminal import words
from reportedly.terminal.counting import count_words
from reportedly.terminal.safe import visible
from reportedly.terminal.values import value_words

Note = tuple[Claim, ...]
"""The claims of one speaker that say one thing, the first that was printed first."""


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of a sentence, with its stops and blanks, and the notes that follow it."""

    text: str
    notes: tuple[Note, ...] = ()


Sentence = tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one speaker says of one actor."""

    stance: Stance
    certainty: Certainty | None
    """Of the surest of the claims."""
    supporter: bool
    headline: bool
    """It stands in headlines only."""
    teller: str
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One actor: what each speaker says of its part, and the grade of that."""

    name: str
    described: bool
    """A description ('gunmen') and no name."""
    graded: Assessment | None
    lines: tuple[Line, ...]
    """By stance, then in the order in which they first appeared; what was taken back is left out."""


def in_order(view: LedgerView) -> Callable[[Case], tuple[bool, int, str]]:
    """A key that puts attacks of which most is said first, and those told in passing last."""
    sizes = {incident.id: -len(incident.claims) for incident in view.incidents}
    return lambda case: (case.incident.background, sizes[case.incident.id], case.incident.id)


def account(case: Case) -> tuple[tuple[Sentence, ...], ...]:
    """The paragraphs: what is told, who claimed or was named, and on how much it rests."""
    paragraphs = (
        (_what(case), *_tolls(case), *_values(case, ClaimRole.WEAPON, "Weapons named: ")),
        (*_claimed(case), *_named(case)),
        (*_values(case, ClaimRole.MOTIVE, "Given as the motive: "), *_taken_back(case), *_counted(case)),
    )
    return tuple(each for each in paragraphs if each)


def parties(case: Case) -> tuple[Party, ...]:
    """The actors: named ones, those that most origins speak of first, then descriptions, nobody last."""
    made = [(key, _party(case, key)) for key in case.actors]
    ranked = sorted(made, key=lambda pair: (not pair[0], pair[1].described, *_weight(case, pair[0])))
    return tuple(party for _, party in ranked)


def teller(case: Case, claim: Claim) -> str:
    """Who says it: 'investigators (unnamed)', 'Reuters in its own words (headline)'."""
    source = case.index.sources[claim.source]
    if source.kind is SourceKind.REPORT:
        name = case.index.root_name(claim.report)
        return f"{name} in its own words{' (headline)' if claim.in_headline else ''}"
    if source.kind is SourceKind.ANONYMOUS:
        return f"{words.counted(visible(source.label), source.number)} (unnamed)"
    return words.speaker_words(source)


def _weight(case: Case, key: str) -> tuple[int, int, str]:
    saying = _standing(case, key, Stance.ALLEGES, Stance.ADMITS)
    return -len(case.origins(saying)), -len(case.actors[key]), case.actor_name(key)


def _standing(case: Case, key: str, *stances: Stance, role: ClaimRole | None = None) -> list[Claim]:
    """What stands of the claims about an actor: those that were taken back are told apart."""
    return [
        claim
        for claim in case.actors.get(key, ())
        if claim.stance in stances and claim.id not in case.taken_back and role in (None, claim.role)
    ]


def _what(case: Case) -> Sentence:
    reports = {claim.report for claim in case.claims}
    roots = {case.index.root(report) for report in reports}
    when = f"{words.date_words(case.incident.date)}: " if case.incident.date else ""
    goes = "goes" if len(reports) == 1 else "go"
    told = "told in passing by" if case.incident.background else "as told by"
    many = f"{words.plural(len(reports), 'report')} that {goes} back to {words.plural(len(roots), 'origin')}"
    return (Said(f"{when}{words.incident_words(case.incident)}, {told} {many}."),)


def _tolls(case: Case) -> Iterator[Sentence]:
    figures = [figure for figure in tolls_of(case) if not figure.taken_back]
    by_id = {claim.id: claim for claim in case.claims}
    for role in TOLLS:
        given = sorted((figure for figure in figures if figure.role is role), key=_height)
        pieces = [(each.words, [by_id[claim] for claim in each.claims]) for each in given]
        if pieces:
            said = [
                Said(f"{figure} by {teller(case, claims[0])}", _notes(case, claims))
                for figure, claims in pieces
            ]
            yield _listed(f"The number of people {role} is given as ", said)


def _height(figure: Figure) -> tuple[int, str, str]:
    return figure.number.min if figure.number else -1, figure.words, figure.speaker


def _values(case: Case, role: ClaimRole, lead: str) -> Iterator[Sentence]:
    if given := values(case, role):
        yield _listed(lead, given)


def values(case: Case, role: ClaimRole) -> list[Said]:
    """Every value of a role that stands, with a note for each who gives it."""
    grouped: dict[str, list[Claim]] = {}
    for claim in case.claims:
        if claim.role is role and claim.value and claim.id not in case.taken_back:
            grouped.setdefault(value_words(claim), []).append(claim)
    return [Said(value, _notes(case, grouped[value])) for value in sorted(grouped)]


def _claimed(case: Case) -> Iterator[Sentence]:
    """Who claimed it; or that nobody did, where a report says so; or that reports say nothing of it."""
    claiming = [(key, _standing(case, key, Stance.ADMITS)) for key in _ranked(case)]
    pieces = [
        Said(with_article(case.actor_name(key)), _notes(case, claims)) for key, claims in claiming if claims
    ]
    nobody = _notes(case, _standing(case, "", Stance.NO_CLAIM))
    if pieces:
        yield _listed(
            "", pieces, f"{' each' if len(pieces) > 1 else ''} claimed responsibility for the attack."
        )
        if nobody:
            yield Said("It was also reported that nobody had claimed responsibility", nobody), Said(".")
    elif nobody:
        goes_on = any(_standing(case, key, Stance.ALLEGES) for key in _ranked(case))
        yield Said("No group claimed responsibility", nobody), Said("; however," if goes_on else ".")
    else:
        yield (Said("The reports tell of no claim of responsibility."),)


def _ranked(case: Case, *, described: bool = False) -> list[str]:
    keys = [key for key in case.actors if key and is_description(case.actors[key]) is described]
    return sorted(keys, key=lambda key: _weight(case, key))


def _named(case: Case) -> Iterator[Sentence]:
    goes_on = not any(_standing(case, key, Stance.ADMITS) for key in _ranked(case))
    goes_on = goes_on and bool(_standing(case, "", Stance.NO_CLAIM))
    doer, backer = ClaimRole.PERPETRATOR, ClaimRole.SUPPORTER
    lead = "sources attributed the attack to " if goes_on else "Sources attributed the attack to "
    yield from _actors(case, lead, _ranked(case), Stance.ALLEGES, doer)
    described = _ranked(case, described=True)
    lead = "Without a name, those who did it are described as "
    yield from _actors(case, lead, described, Stance.ALLEGES, doer)
    every = [*_ranked(case), *described]
    yield from _actors(case, "Named as standing behind it: ", every, Stance.ALLEGES, backer)
    yield from _actors(case, "Denials are reported for ", every, Stance.DENIES)
    yield from _actors(case, "Sources could not confirm the responsibility of ", every, Stance.UNCONFIRMED)
    yield from _actors(case, "Said to have claimed no responsibility: ", every, Stance.NO_CLAIM)
    if unknown := _standing(case, "", Stance.UNCONFIRMED):
        yield Said("Sources could not confirm who did it", _notes(case, unknown)), Said(".")


def _actors(
    case: Case, lead: str, keys: Iterable[str], stance: Stance, role: ClaimRole | None = None
) -> Iterator[Sentence]:
    found = [(key, claims) for key in keys if (claims := _standing(case, key, stance, role=role))]
    if found:
        yield _listed(lead, [Said(_hedged(case, key, claims), _notes(case, claims)) for key, claims in found])


def _hedged(case: Case, key: str, claims: Sequence[Claim]) -> str:
    """The actor, and how sure the surest speaker is where none is certain."""
    name = with_article(case.actor_name(key))
    sure = {claim.certainty or Certainty.CERTAIN for claim in claims}
    if claims[0].stance is not Stance.ALLEGES or Certainty.CERTAIN in sure:
        return name
    most = Certainty.PROBABLE if Certainty.PROBABLE in sure else Certainty.POSSIBLE
    return f"{name} (as no more than {most})"


def _taken_back(case: Case) -> Iterator[Sentence]:
    for claim in case.doing:
        if claim.id in case.taken_back:
            name = case.actor_name(case.actor_of[claim.id])
            told = f"What {teller(case, claim)} said of {name} ({words.stance_words(claim)}) was taken back"
            yield Said(told, ((claim,),)), Said(f": {visible(case.taken_back[claim.id].words)}.")


def _counted(case: Case) -> Iterator[Sentence]:
    if case.doing:
        yield (Said(count_words(case.index, case.doing)),)


STATED = {
    Stance.ADMITS: "Claimed by",
    Stance.ALLEGES: "Alleged by",
    Stance.DENIES: "Denied by",
    Stance.UNCONFIRMED: "Could not be confirmed by",
    Stance.NO_CLAIM: "Not claimed, according to",
}
"""How a list of those who take a stance begins, in the order of the lists."""


def statements(party: Party) -> Iterator[Sentence]:
    """The lines of an actor as sentences, one a stance ('Denied by Ukraine; the White House')."""
    for stance, lead in STATED.items():
        for supporter in (False, True):
            lines = [each for each in party.lines if (each.stance, each.supporter) == (stance, supporter)]
            if lines:
                said = [Said(f"{each.teller}{_how_sure(each)}", (each.note,)) for each in lines]
                yield _listed(f"{lead} ", said, ", as backer." if supporter else ".", between="; ")


def _how_sure(line: Line) -> str:
    hedged = line.certainty in (Certainty.PROBABLE, Certainty.POSSIBLE)
    return f" (as {line.certainty})" if hedged else ""


def _party(case: Case, key: str) -> Party:
    return Party(
        name=case.actor_name(key),
        described=bool(key) and is_description(case.actors[key]),
        graded=case.assessed(key),
        lines=tuple(_lines(case, key)),
    )


def _lines(case: Case, key: str) -> Iterator[Line]:
    for stance in STATED:
        for role in (ClaimRole.PERPETRATOR, ClaimRole.SUPPORTER):
            for note in _notes(case, _standing(case, key, stance, role=role)):
                surest = min(note, key=lambda claim: _SUREST.index(claim.certainty or Certainty.CERTAIN))
                yield Line(
                    stance=stance,
                    certainty=surest.certainty,
                    supporter=role is ClaimRole.SUPPORTER,
                    headline=all(claim.in_headline for claim in note),
                    teller=teller(case, surest),
                    note=note,
                )


_SUREST = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)


def _notes(case: Case, claims: Iterable[Claim]) -> tuple[Note, ...]:
    """One note a speaker, in the order in which they first appeared."""
    grouped = by_speaker(case, claims).values()
    notes = (tuple(sorted(each, key=lambda claim: (*case.printed(claim), claim.id))) for each in grouped)
    return tuple(sorted(notes, key=lambda note: (*case.printed(note[0]), note[0].id)))


def _listed(lead: str, pieces: Sequence[Said], end: str = ".", *, between: str = ", ") -> Sentence:
    """Pieces as a sentence lists them ('a, b and c')."""
    listed = [Said(lead)] if lead else []
    for left, piece in zip(range(len(pieces) - 1, -1, -1), pieces, strict=True):
        stop = between if left > 1 or (left and between != ", ") else " and "
        listed += [piece, Said(stop)] if left else [piece]
    return (*listed, Said(end))

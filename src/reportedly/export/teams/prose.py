"""Sentences in the data sets' own forms, made of claims: who says what of whom, and never who did it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportedly.assess import NOBODY
from reportedly.export.teams.actors import Suspect, suspects
from reportedly.export.teams.cases import Case
from reportedly.export.teams.tolls import figures
from reportedly.language.articles import with_article
from reportedly.records import Certainty, Claim, ClaimRole, IncidentType, Stance

_NOUNS = {
    IncidentType.ASSASSINATION: ("an assassination", "an attempted assassination", "of"),
    IncidentType.ARMED_ASSAULT: ("an armed assault", "an attempted armed assault", "on"),
    IncidentType.BOMBING: ("a bombing", "an attempted bombing", "of"),
    IncidentType.AIR_OR_DRONE_STRIKE: ("an air or drone strike", "an attempted air or drone strike", "on"),
    IncidentType.HOSTAGE_TAKING: ("a hostage-taking", "an attempted hostage-taking", "of"),
    IncidentType.HIJACKING: ("a hijacking", "an attempted hijacking", "of"),
    IncidentType.INFRASTRUCTURE: (
        "an attack on infrastructure",
        "an attempted attack on infrastructure",
        ":",
    ),
    IncidentType.UNARMED_ASSAULT: ("an unarmed assault", "an attempted unarmed assault", "on"),
    IncidentType.SHELLING: ("a shelling", "an attempted shelling", "of"),
    IncidentType.UNKNOWN: ("an attack", "an attempted attack", "on"),
}
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One sentence and the claims that it is made of."""

    text: str
    claims: tuple[Claim, ...]


def joined(sentences: Iterable[Told]) -> tuple[str, list[Claim]]:
    """Sentences as one text, with all their claims."""
    given = list(sentences)
    return " ".join(each.text for each in given), [claim for each in given for claim in each.claims]


def deed(case: Case, *, place: str | None) -> Told:
    """What was done, to whom and where, without its doer: 'an armed assault on a concert hall in Moscow'."""
    plain, attempted, preposition = _NOUNS[case.incident.type]
    words = attempted if case.incident.attempt else plain
    target = target_words(case)
    if target:
        gap = "" if preposition == ":" else " "
        words = f"{words}{gap}{preposition} {target[0]}"
    if place:
        # 'In Basra', but 'at the bridge'.
        words = f"{words} {'in' if place[:1].isupper() else 'at'} {place}"
    return Told(text=words, claims=tuple(target[1]) if target else ())


def target_words(case: Case) -> tuple[str, list[Claim]] | None:
    """The target that most origins give, in their words, and its claims; victims where there is none."""
    for role in (ClaimRole.TARGET, ClaimRole.VICTIM):
        grouped: dict[str, list[Claim]] = {}
        for claim in case.told(role):
            if claim.value:
                grouped.setdefault(" ".join(bare(claim.value.text).casefold().split()), []).append(claim)
        if grouped:
            key = min(
                grouped, key=lambda each: (-len(case.root_ids(grouped[each])), -len(grouped[each]), each)
            )
            words = min((_value(claim) for claim in grouped[key]), key=lambda each: (-len(each), each))
            return words, grouped[key]
    return None


def bare(words: str) -> str:
    """Words without the article in front.

    >>> bare("The concert hall"), bare("Ankara")
    ('concert hall', 'Ankara')
    """
    first, _, rest = words.partition(" ")
    return rest if first.lower() in ("a", "an", "the", "some") and rest else words


def tolls(case: Case) -> Iterator[Told]:
    """What is said of killed and wounded: one figure, or all of them with their origins."""
    for role, word in ((ClaimRole.KILLED, "killed"), (ClaimRole.WOUNDED, "wounded")):
        found = figures(case, role)
        if not found:
            continue
        claims = tuple(claim for each in found for claim in each.claims)
        if len({each.number for each in found}) == 1:
            count = found[0].words.rpartition(" (")[0]
            one = found[0].number.min == found[0].number.max == 1
            yield Told(
                text=f"{_sentence(count)} {'person was' if one else 'people were'} reported {word}.",
                claims=claims,
            )
        else:
            text = f"Reports differ on the number {word}: {'; '.join(each.words for each in found)}."
            yield Told(text=text, claims=claims)


def gtd_responsibility(case: Case) -> Iterator[Told]:
    """Who claimed it, to whom others attributed it, and who denied it, as GTD's summaries say it."""
    every = suspects(case)
    claimed = [each for each in every if each.claimed]
    blamed = [each for each in every if each.by(Stance.ALLEGES) and not each.claimed]
    nobody = unclaimed(case)
    by_name = [claim for each in claimed for claim in each.by(Stance.ADMITS)]
    attributed = [claim for each in blamed for claim in each.by(Stance.ALLEGES)]
    to = f"sources attributed the attack to {_names(blamed)}" if blamed else ""
    if claimed:
        text = f"{_names(claimed)} claimed responsibility for the incident"
        yield _told(f"{text}; however, {to}." if to else f"{text}.", [*by_name, *attributed])
    elif nobody and to:
        yield _told(f"No group claimed responsibility; however, {to}.", [*nobody, *attributed])
    elif nobody:
        yield _told("No group claimed responsibility for the incident.", nobody)
    elif to:
        yield _told(f"{to}.", attributed)
    yield from denials(case, every)


def acled_attributions(case: Case) -> Iterator[Told]:
    """All attributions one by one, as ACLED's notes have them: according to whom it was done by whom."""
    every = suspects(case)
    for each in every:
        if claims := each.by(Stance.ADMITS):
            yield _told(f"{_name(each)} claimed responsibility.", claims)
    if nobody := unclaimed(case):
        yield _told("No group claimed responsibility.", nobody)
    for each in every:
        for sure, words in ((True, "was"), (False, "was probably or possibly")):
            claims = [
                claim for claim in each.by(Stance.ALLEGES) if (claim.certainty is Certainty.CERTAIN) is sure
            ]
            if claims:
                who = _speakers(case, claims)
                yield _told(f"According to {who}, the attack {words} carried out by {_name(each)}.", claims)
    yield from denials(case, every)
    for each in every:
        if claims := each.by(Stance.UNCONFIRMED):
            who = _speakers(case, claims)
            yield _told(f"{who} could not confirm that the attack was carried out by {_name(each)}.", claims)


def denials(case: Case, every: Sequence[Suspect]) -> Iterator[Told]:
    """Who denied it: the accused for themselves, others for them."""
    for each in every:
        denied = each.by(Stance.DENIES)
        own = [claim for claim in denied if claim.source in each.own]
        others = [claim for claim in denied if claim.source not in each.own]
        if own and each.claimed:
            # One and the same group cannot do both: whose reports say so is all that can be told.
            origins = _all(sorted({case.root(claim).name for claim in own}))
            yield _told(f"According to {origins}, {_name(each)} denied responsibility.", own)
        elif own:
            yield _told(f"{_name(each)} denied responsibility.", own)
        if others:
            also = " also" if own else ""
            who = _speakers(case, others)
            yield _told(f"{who}{also} denied that the attack was carried out by {_name(each)}.", others)


def unclaimed(case: Case) -> list[Claim]:
    """Claims that nobody has claimed it; none where somebody has."""
    if any(claim.stance is Stance.ADMITS for claim in case.told(ClaimRole.PERPETRATOR, Stance.ADMITS)):
        return []
    return [claim for claim in case.told(ClaimRole.PERPETRATOR, Stance.NO_CLAIM) if claim.value is None]


def motives(case: Case) -> Told | None:
    """GTD's sentence on the motive; None where nobody gives one."""
    claims = case.told(ClaimRole.MOTIVE)
    if not claims:
        return None
    given = sorted({_value(claim) for claim in claims})
    return _told(
        f"The specific motive is unknown; however, sources gave as motive: {'; '.join(given)}.", claims
    )


def weapons(case: Case) -> Told | None:
    """The weapons as the reports have them; None where none is told."""
    claims = case.told(ClaimRole.WEAPON)
    words = dict.fromkeys(sorted(bare(_value(claim)) for claim in claims))
    return Told(text="; ".join(words), claims=tuple(claims)) if words else None


def tags(case: Case) -> Told | None:
    """'claim: X by …; denial: X by …' for every named actor; None where there is none."""
    parts, behind = [], list[Claim]()
    for each in suspects(case):
        for word, stances in (("claim", (Stance.ADMITS, Stance.ALLEGES)), ("denial", (Stance.DENIES,))):
            if claims := each.by(*stances):
                who = _speakers(case, claims)
                parts.append(f"{word}: {each.name} by {who}".replace(";", ","))
                behind += claims
    return Told(text="; ".join(parts), claims=tuple(behind)) if parts else None


def _told(text: str, claims: Sequence[Claim]) -> Told:
    return Told(text=_sentence(text), claims=tuple(claims))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _value(claim: Claim) -> str:
    words = " ".join(claim.value.text.split()) if claim.value else ""
    first, _, rest = words.partition(" ")
    return f"{first.lower()} {rest}" if first in ("The", "A", "An") and rest else words


def _names(suspects: Sequence[Suspect]) -> str:
    """Names as a sentence lists all of them, with '(suspected)' where nobody is certain."""
    sure = (each.claimed or _certain(each) for each in suspects)
    pairs = zip(map(_name, suspects), sure, strict=True)
    return _all([name if certain else f"{name} (suspected)" for name, certain in pairs])


def _all(names: Sequence[str]) -> str:
    """Names as a sentence has them; beyond ten their number."""
    shown, more = list(names[:_MOST_NAMED]), len(names) - _MOST_NAMED
    shown += [f"{more} more"] if more > 0 else []
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _certain(suspect: Suspect) -> bool:
    return any(claim.certainty is Certainty.CERTAIN for claim in suspect.by(Stance.ALLEGES))


def _name(suspect: Suspect) -> str:
    return suspect.name if suspect.name == NOBODY else with_article(suspect.name)


def _speakers(case: Case, claims: Sequence[Claim]) -> str:
    return _all(case.speakers(claims))

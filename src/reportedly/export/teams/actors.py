"""Which actor may be written. One who is contested is never written as a fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from reportedly.assess import NOBODY
from reportedly.assess.actors import by_actor, is_description, plain, shown_name
from reportedly.assess.interests import belong_together, own_side
from reportedly.export.teams.cases import Case
from reportedly.export.teams.cells import Rule
from reportedly.language.actors import actor_list
from reportedly.records import Assessment, Certainty, Claim, SourceKind, SourceRole, Stance

UNCONTESTED_CLAIM = frozenset({"claimed and uncontested", "claimed, also alleged by others"})
UNCONTESTED = frozenset({"alleged by several independent", "alleged by one origin"})
PARTY_ONLY = "alleged by a party to the conflict only"
_STATE_KINDS = frozenset({"state", "force", "ministry", "agency", "coalition"})
# Of a name that the list does not have. 'Army' and 'state' are left out: rebels call themselves so.
_STATE_WORDS = re.compile(
    r"\b(?:regime|government|special services|intelligence|secret services?|security services?|ministry"
    r"|air force|warplanes|police)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|an?) (?=.)", re.IGNORECASE)
# 'Armed men in uniform', not 'Armed Islamic Group'.
_DESCRIBING = re.compile(
    r"(?i:(?:the )?(?:armed|masked|hooded|unidentified|unknown|suspected|residents|elements|members|men|women"
    r"|people|soldiers|troops|gunmen|attackers|assailants|these|those|no|several|some|many|two|three|four"
    r"|five|six|seven|eight|nine|ten|dozens|at least))(?: (?=[a-z\d])|$)"
)
_SAYS_SO = (Stance.ALLEGES, Stance.ADMITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """One named actor of whom claims say that it did it, or did not."""

    name: str
    """As a table has it."""
    row: Assessment
    claims: tuple[Claim, ...]
    """All that stand: who alleges, claims, denies, could not confirm."""
    own: frozenset[str]
    """Ids of the sources of its own side."""
    part_of: str | None = None
    """The name of another suspect that it is a part of, by the actor list."""

    def by(self, *stances: Stance) -> list[Claim]:
        """Its claims of these stances."""
        return [claim for claim in self.claims if claim.stance in stances]

    @property
    def said(self) -> list[Claim]:
        """Who alleges it or claims it."""
        return self.by(*_SAYS_SO)

    @property
    def claimed(self) -> bool:
        """Whether it says itself that it did it."""
        return bool(self.by(Stance.ADMITS))

    @property
    def listed(self) -> str | None:
        """Its id in the actor list; None where words name a listed actor among others.

        'Two brothers now living in Germany' are not Germany.
        """
        found = actor_list().named(self.row.actor)
        return found.id if found and found.id == self.row.actor_id else None

    @property
    def kind(self) -> str | None:
        """Of the actor list: armed_group, force, ministry, agency, coalition, state; None where unlisted."""
        return actor_list().actors[self.listed].kind if self.listed else None

    @property
    def is_state(self) -> bool:
        """Whether it is a state, or a force or office of one."""
        if self.kind is None:
            return bool(_STATE_WORDS.search(self.name))
        return self.kind in _STATE_KINDS

    @property
    def country(self) -> str | None:
        """Of a state or a part of one, ISO 3166-1 alpha-2."""
        listed = self.listed
        if listed is None:
            return None
        ids = (listed, *(up.id for up in actor_list().above(listed)))
        return next((each.removeprefix("country:") for each in ids if each.startswith("country:")), None)

    @property
    def contested(self) -> bool:
        """Whether somebody denies it, or names another."""
        return "contested" in self.row.grade.split()

    @property
    def sure(self) -> bool:
        """Whether it is claimed or alleged with certainty, and nobody denies it or names another."""
        return self.row.grade in UNCONTESTED_CLAIM or (
            self.row.grade in UNCONTESTED and self.row.surest_saying is Certainty.CERTAIN
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whom a row may name: the actors, or none with the rule that says why."""

    named: tuple[Suspect, ...]
    rule: Rule
    claims: tuple[Claim, ...]
    why: str = ""

    @property
    def undecided(self) -> bool:
        """Whether somebody is named and none may be written."""
        return not self.named and self.rule is not Rule.NOBODY


@lru_cache(maxsize=2)
def suspects(case: Case) -> tuple[Suspect, ...]:
    """Every named actor that doer claims speak of, in the order of the assessment; descriptions left out."""
    standing = {claim.id for claim in case.claims}
    groups: dict[str, list[Claim]] = {}
    for key, claims in by_actor(case.doers).items():
        left = [claim for claim in claims if claim.id in standing]
        if key and left and not _describes(claims):
            groups.setdefault(shown_name(left), []).extend(left)
    found = [
        _suspect(case, row, groups.pop(row.actor))
        for row in case.assessed
        if row.actor != NOBODY and row.actor in groups
    ]
    return tuple(replace(each, part_of=_whole(each, found)) for each in found)


def _suspect(case: Case, row: Assessment, claims: list[Claim]) -> Suspect:
    speaks, plain_name = own_side(claims), plain(row.actor)
    sources = {claim.source: case.sources[claim.source] for claim in case.claims}
    own = {
        source.id
        for source in sources.values()
        if speaks(source) or (source.kind is SourceKind.ORGANISATION and plain(source.label) == plain_name)
    }
    suspect = Suspect(name=row.actor, row=row, claims=tuple(claims), own=frozenset(own))
    listed = suspect.listed
    shown = actor_list().actors[listed].name if listed else _ARTICLE.sub("", row.actor)
    return replace(suspect, name=shown or row.actor)


def _describes(claims: list[Claim]) -> bool:
    """Whether they describe the doers and do not name them; a word that began a sentence has its capital."""
    named = any(claim.value and claim.value.id for claim in claims)
    return is_description(claims) or (not named and bool(_DESCRIBING.match(shown_name(claims))))


def _whole(part: Suspect, every: list[Suspect]) -> str | None:
    """The name of another of which it is a part: a wing beside its organisation."""
    wholes = (each for each in every if each is not part and _is_part(part.listed, each.listed))
    return next((each.name for each in wholes), None)


def _is_part(one: str | None, whole: str | None) -> bool:
    return (
        one is not None
        and whole is not None
        and belong_together(one, whole)
        and whole in {up.id for up in actor_list().above(one)}
    )


def answer(case: Case) -> Answer:
    """Who may be written as the doer.

    An actor is written where it claims the attack, or somebody alleges it with certainty, and nobody denies
    it or names another in its place. Several are written only where they are said to have acted together.
    """
    named = [each for each in suspects(case) if each.said]
    if not named:
        return Answer(named=(), rule=Rule.NOBODY, claims=tuple(_unnamed(case)))
    claims = tuple(claim for each in named for claim in each.claims)
    why = "; ".join(f"{each.name}: {each.row.verdict or each.row.grade}" for each in named)
    sure = tuple(each for each in named if each.sure)
    if sure and not any(each.contested for each in named):
        rule = Rule.CLAIMED if any(each.claimed for each in sure) else Rule.ALLEGED
        return Answer(
            named=sure, rule=rule, claims=tuple(claim for each in sure for claim in each.claims), why=why
        )
    return Answer(named=(), rule=_open(named), claims=claims, why=why)


def _open(named: list[Suspect]) -> Rule:
    if any(each.contested for each in named):
        return Rule.CONTESTED
    return Rule.PARTY if all(each.row.grade == PARTY_ONLY for each in named) else Rule.HEDGED


def _unnamed(case: Case) -> Iterator[Claim]:
    """What is said where nobody is named: descriptions, and that nobody has claimed it."""
    standing = {claim.id for claim in case.claims}
    for key, claims in by_actor(case.doers).items():
        if not key or _describes(claims):
            yield from (claim for claim in claims if claim.id in standing)


def described(case: Case) -> list[Claim]:
    """Claims that describe the doers and do not name them: 'gunmen', 'fighter jets'."""
    return [claim for claim in _unnamed(case) if claim.value is not None and claim.stance is Stance.ALLEGES]


def found_by_a_court(case: Case, suspect: Suspect) -> bool:
    """Whether a court is said to have found with certainty that it did it."""
    return any(
        case.sources[claim.source].role is SourceRole.COURT and claim.certainty is Certainty.CERTAIN
        for claim in suspect.by(Stance.ALLEGES)
    )

"""The tables of rules, read and checked: the first rule that holds gives the result, and says why."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from reportedly.assess.conditions import CONDITIONS, NOT, contrary, holds, with_implied
from reportedly.assess.standing import NOBODY, Standing
from reportedly.assess.wording import FILLERS, filled, named_fillers
from reportedly.errors import TableError
from reportedly.ids import sha256_hex
from reportedly.records import AirwarsGrade

__all__ = [
    "ENVIRONMENT",
    "NOBODY",
    "Rule",
    "Rules",
    "default_rules",
    "load_rules",
    "rules_digest",
    "rules_in_use",
]

ENVIRONMENT = "REPORTEDLY_RULES"
"""Names a team's file of rules."""

T = TypeVar("T")
_FIELDS = {"name", "when", "gives", "says"}
_OUTRIGHT = re.compile(
    r"\b(?:did it|has done|carried out|committed|perpetrat\w+|guilty|guilt|culprits?|proven|proves"
    r"|(?:is|was|are|were) (?:behind|responsible)|the attackers? (?:is|was|are|were))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a table: where all of ``when`` holds, it gives ``grade`` and says why."""

    name: str
    when: tuple[str, ...]
    grade: str
    says: str

    def holds(self, standing: Standing) -> bool:
        """Whether all its conditions hold of a row."""
        return all(holds(each, standing) for each in self.when)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The three tables. In each the first rule that holds gives the result, and the last always holds."""

    grade: tuple[Rule, ...]
    airwars: tuple[Rule, ...]
    """After Airwars' published grades; the reasons for each rule stand in ``rules.toml``."""
    admiralty: tuple[Rule, ...]
    """Credibility of the information, 1 to 6."""


def first(table: Sequence[Rule], standing: Standing) -> tuple[Rule, str]:
    """The rule of a table that holds of a row, and its reason in words."""
    rule = next(each for each in table if each.holds(standing))
    return rule, filled(rule.says, standing)


@cache
def default_rules() -> Rules:
    """The rules that come with the package."""
    return _rules("rules.toml", files("reportedly.assess").joinpath("rules.toml").read_text("utf-8"))


def rules_in_use() -> Rules:
    """A team's rules where ``REPORTEDLY_RULES`` names a file, else those that come with the package.

    Raises:
        TableError: the file cannot be used.
    """
    named = os.environ.get(ENVIRONMENT)
    return _loaded(named) if named else default_rules()


@cache
def _loaded(path: str) -> Rules:
    return load_rules(path)


def rules_digest(rules: Rules) -> str:
    """``sha256:…`` of what rules say, whatever file they come from and however it is laid out."""
    tables = {each.name: [astuple(rule) for rule in getattr(rules, each.name)] for each in fields(rules)}
    return f"sha256:{sha256_hex(json.dumps(tables, ensure_ascii=False, sort_keys=True).encode())}"


def load_rules(path: str | Path) -> Rules:
    """A team's own rules; a table that the file lacks is the one that comes with the package.

    Raises:
        TableError: the file cannot be used: an unknown condition or filler, no rule for the rest, a rule that
            can never be reached, words that say who did it. It names file, rule and remedy.
    """
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read ({error}); name a TOML file in UTF-8") from None
    return _rules(str(path), text)


def _rules(where: str, text: str) -> Rules:
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TableError(f"{where}: this is no TOML: {error}") from None
    unknown = sorted(raw.keys() - _GIVES.keys())
    if unknown:
        raise TableError(f"{where}: there is no table {unknown[0]!r}; there is {', '.join(_GIVES)}")
    tables = {
        name: _table(f"{where}, table {name}", raw[name], gives) if name in raw else None
        for name, gives in _GIVES.items()
    }
    return Rules(**{name: table or getattr(default_rules(), name) for name, table in tables.items()})


def _table(where: str, rows: object, gives: Callable[[object], str | None]) -> tuple[Rule, ...]:
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise TableError(f"{where}: a table is rules, each under a line with two pairs of brackets")
    rules = tuple(_rule(where, at, row, gives) for at, row in enumerate(rows, 1))
    _check_order(where, rules)
    return rules


def _rule(where: str, at: int, row: Mapping[str, object], gives: Callable[[object], str | None]) -> Rule:
    name, says, when = row.get("name"), row.get("says"), row.get("when")
    at_rule = f"{where}, rule {name if isinstance(name, str) and name else at}"
    if row.keys() != _FIELDS or not (isinstance(name, str) and name and isinstance(says, str)):
        raise TableError(f"{at_rule}: a rule has name, when, gives and says, and nothing else")
    if not isinstance(when, list) or not all(isinstance(each, str) for each in when):
        raise TableError(f'{at_rule}: `when` is a list of conditions, such as ["alleged", "not denied"]')
    grade = gives(row["gives"])
    if grade is None:
        raise TableError(f"{at_rule}: `gives` cannot be {row['gives']!r}; {_GIVES_WHAT}")
    rule = Rule(name, tuple(when), grade, says)
    _check_words(at_rule, rule)
    return rule


def _check_words(where: str, rule: Rule) -> None:
    for each in rule.when:
        if each.removeprefix(NOT) not in CONDITIONS:
            raise TableError(f"{where}: there is no condition {each!r}; there is {', '.join(CONDITIONS)}")
    for each in named_fillers(rule.says):
        if each not in FILLERS:
            raise TableError(f"{where}: nothing fills in {{{each}}}; there is {', '.join(FILLERS)}")
    outright = _OUTRIGHT.search(f"{rule.grade} / {rule.says}")
    if outright:
        raise TableError(f"{where}: {outright[0]!r} says who did it; say who alleges, denies or claims it")


def _check_order(where: str, rules: Sequence[Rule]) -> None:
    names = [rule.name for rule in rules]
    for at, rule in enumerate(rules):
        if rule.name in names[:at]:
            raise TableError(f"{where}, rule {rule.name}: an earlier rule has this name; give it another")
        if not _can_hold(frozenset(rule.when), rules[:at]):
            raise TableError(
                f"{where}, rule {rule.name}: it can never be reached; "
                "move it up, or take out what contradicts itself"
            )
    if rules[-1].when:
        raise TableError(
            f"{where}, rule {rules[-1].name}: the last rule must be for all the rest; add one: `when = []`"
        )


def _can_hold(wanted: frozenset[str], earlier: Sequence[Rule]) -> bool:
    """Whether the conditions can hold together while every earlier rule fails at one of its own."""
    known = with_implied(wanted)
    if any(contrary(each) in known for each in known):
        return False
    if not earlier:
        return True
    return any(_can_hold(known | {contrary(each)}, earlier[1:]) for each in _to_fail(earlier[0], known))


def _to_fail(rule: Rule, known: frozenset[str]) -> Iterator[str]:
    """The conditions of a rule at which it may fail; one that is known to fail is enough."""
    failed = [each for each in rule.when if contrary(each) in known]
    yield from failed[:1] or rule.when


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _airwars(value: object) -> str | None:
    return value if isinstance(value, str) and value in ("", *AirwarsGrade) else None


def _credibility(value: object) -> str | None:
    return str(value) if type(value) is int and 1 <= value <= 6 else None


_GIVES: Mapping[str, Callable[[object], str | None]] = {
    "grade": _text,
    "airwars": _airwars,
    "admiralty": _credibility,
}
_GIVES_WHAT = (
    f"a grade is words, Airwars' is one of {', '.join(AirwarsGrade)} or empty, Admiralty's is a number 1 to 6"
)

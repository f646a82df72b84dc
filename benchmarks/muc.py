"""Incident roles on MUC-4: CEAF-REE, as GRIT counts it (Du, Rush and Cardie 2021).

Five roles, all templates of a report merged: an entity is the set of strings that the keys allow for it. A
predicted entity is right where all its mentions are among the strings of one gold entity; each gold entity is
used once. Strings are compared in lower case without punctuation and articles.
"""

from __future__ import annotations

import re
import string
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.adapters import input_file, read_ledger
from benchmarks.data import Case, lines
from benchmarks.rows import Row
from benchmarks.scorers import bootstrap, f1
from corpus.pairing import paired

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
SLOTS = {
    "PERP: INDIVIDUAL ID": "PerpInd",
    "PERP: ORGANIZATION ID": "PerpOrg",
    "PHYS TGT: ID": "Target",
    "HUM TGT: NAME": "Victim",
    "INCIDENT: INSTRUMENT ID": "Weapon",
}

Entities = dict[str, list[frozenset[str]]]
"""Per role the entities, each the set of its normalised mentions."""
Counts = tuple[int, int, int]
"""Right, predicted, gold."""


def rows() -> Iterator[Row]:
    """The rules on TST3."""
    cases = [case for case in lines("data/muc4.jsonl.gz") if case["split"] == "tst3"]
    with tempfile.TemporaryDirectory() as temporary:
        found = [told(read_ledger([input_file(_as_input(case), Path(temporary))])) for case in cases]
    yield from rows_of("reportedly rules", [keys(case) for case in cases], found)


def rows_of(system: str, gold: Sequence[Entities], found: Sequence[Entities]) -> Iterator[Row]:
    """F1 over all roles and of each."""
    for role in (None, *ROLES):
        counts = [
            count(wanted, given, (role,) if role else ROLES)
            for wanted, given in zip(gold, found, strict=True)
        ]
        low, high = bootstrap(counts, micro)
        yield Row(
            part="roles",
            data="MUC-4 TST3",
            system=system,
            metric=f"CEAF-REE F1 {role or 'all roles'}",
            value=micro(counts),
            low=low,
            high=high,
            n=len(counts),
            unit="reports",
        )


def _as_input(case: Case) -> Case:
    return {"id": case["docid"], "title": None, "text": case["text"], "outlet": None, "published": None}


def keys(case: Case) -> Entities:
    """The gold entities of a report; of two whose strings are one within the other, the first."""
    text = normal(case["text"])
    found: Entities = {role: [] for role in ROLES}
    for template in case["templates"]:
        for slot, role in SLOTS.items():
            for filler in template["slots"].get(slot, ()):
                strings = frozenset(normal(each["s"]) for each in filler["alts"])
                entity = frozenset(each for each in strings if each and each in text)
                if entity and not any(entity <= old or old <= entity for old in found[role]):
                    found[role].append(entity)
    return found


def told(ledger: Case) -> Entities:
    """What a ledger says of the five roles: doers of the table of actors are organisations, others not."""
    found: Entities = {role: [] for role in ROLES}
    for claim in ledger["claims"]:
        value = claim["value"]
        if value is None or claim["stance"] not in ("alleges", "admits"):
            continue
        role = {"target": "Target", "victim": "Victim", "weapon": "Weapon"}.get(claim["role"])
        if claim["role"] == "perpetrator":
            role = "PerpOrg" if value["id"] else "PerpInd"
        entity = frozenset({normal(value["text"])}) - {""}
        if role and entity and entity not in found[role]:
            found[role].append(entity)
    return found


def normal(words: str) -> str:
    """Lower case, no punctuation, no articles, single spaces.

    >>> normal("The F.M.L.N.,  a group")
    'fmln group'
    """
    bare = "".join(sign for sign in words.lower() if sign not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


def count(gold: Entities, found: Entities, roles: Sequence[str]) -> Counts:
    """Right, predicted and gold entities of some roles."""
    right = sum(len(paired(gold[role], found[role], lambda g, p: p <= g)) for role in roles)
    return right, sum(len(found[role]) for role in roles), sum(len(gold[role]) for role in roles)


def micro(counts: Sequence[Counts]) -> float:
    """F1 over the sums."""
    return f1(*(sum(column) for column in zip(*counts, strict=True)))

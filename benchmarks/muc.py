"""Incident roles on MUC-4: CEAF-REE, as GRIT counts it (Du, Rush and Cardie 2021).

Five roles, all templates of a report merged: an entity is the set of strings that the keys allow for it. A
predicted entity is right where all its mentions are among the strings of one gold entity; each gold entity is
used once. Strings are compared in lower case without punctuation and articles.
"""

from __future__ import annotations

import math
import re
import string
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.adapters import Filler, input_file, read_ledger, role_fillers
from benchmarks.data import Case, lines, shared
from benchmarks.rows import Row
from benchmarks.scorers import bootstrap, f1, idle
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
    """Both readers on TST3, then how surely organisations are said to have done it."""
    cases = [case for case in lines("data/muc4.jsonl.gz") if case["split"] == "tst3"]
    gold = [keys(case) for case in cases]
    fillers = role_fillers([case["text"] for case in cases])
    yield from rows_of("reportedly encoder", gold, [entities(found) for found in fillers])
    with tempfile.TemporaryDirectory() as temporary:
        found = [told(read_ledger([input_file(_as_input(case), Path(temporary))], "rules")) for case in cases]
    yield from rows_of("reportedly rules", gold, found)
    yield confidence_slot([case["docid"] for case in cases], fillers)


KEPT = {"PerpInd": -2.28, "PerpOrg": -2.11, "Target": -2.02, "Victim": -1.62, "Weapon": -2.43}
"""Log odds that the keys hold an entity of one mention of which the network is not sure either way."""
WORTH = 0.86
"""What a unit of the mentions' mean log odds adds to it, and what a unit of the logarithm of their number."""
AT_LEAST = 0.25
"""How probable an entity must be. The keys leave out attacks that are old, or told in general, or threatened;
so does this. The odds are fitted to DEV (``training/roles.py``), the limit is the best on TST1 and TST2: F1
.66 there, .60 without any."""


def entities(fillers: Sequence[Filler]) -> Entities:
    """Fillers as entities of one mention each, where the keys probably hold them.

    Mentions are of one thing where the words of one are among those of the other, or where they end in the
    same word, or where one stands in brackets behind the other.
    """
    return {
        role: [
            frozenset({name_of(group)}) for group in things(fillers, role) if chance(role, group) >= AT_LEAST
        ]
        for role in ROLES
    }


def things(fillers: Sequence[Filler], role: str) -> list[list[Filler]]:
    """The mentions of each thing of a role."""
    groups: list[list[Filler]] = []
    for filler in fillers:
        if filler.role == role and normal(filler.words):
            known = next((g for g in groups if any(_one_thing(filler, other) for other in g)), None)
            if known is None:
                groups.append([filler])
            else:
                known.append(filler)
    return groups


def chance(role: str, mentions: Sequence[Filler]) -> float:
    """How probable it is that the keys hold the entity of these mentions.

    >>> sure = [Filler("Victim", "the mayor", 0, 9, "", None, held=3.0)]
    >>> round(chance("Victim", sure), 2), round(chance("Victim", sure * 4), 2)
    (0.72, 0.9)
    """
    held = sum(each.held for each in mentions) / len(mentions)
    odds = KEPT[role] + WORTH * (held + math.log(len(mentions)))
    return 1 / (1 + math.exp(-odds))


def _one_thing(one: Filler, other: Filler) -> bool:
    a, b = normal(one.words).split(), normal(other.words).split()
    first, second = sorted((one, other), key=lambda each: each.start)
    bracketed = 0 < second.start - first.end <= 3 and second.before in "(["
    return set(a) <= set(b) or set(b) <= set(a) or a[-1] == b[-1] or bracketed


def name_of(group: Sequence[Filler]) -> str:
    """The words that are surest, each use counted; of as sure ones the longest."""
    sure: dict[str, float] = {}
    for filler in group:
        words = normal(filler.words)
        sure[words] = sure.get(words, 0.0) + 1 / (1 + math.exp(-filler.held))
    return max(sure, key=lambda words: (sure[words], len(words)))


SLOT = "perp-org-conf"


def confidence_slot(names: Sequence[str], fillers: Sequence[Sequence[Filler]]) -> Row:
    """F of the slot as the MUC scorer counts it, one template a report: an attack by whoever was found."""
    with tempfile.TemporaryDirectory() as temporary:
        keys_file, response = Path(temporary) / "key", Path(temporary) / "response"
        with tarfile.open(shared("data/muc4_keys.tar.gz")) as archive:
            member = archive.extractfile("muc4_keys/keys/key-tst3.v2")
            keys_file.write_bytes(member.read() if member else b"")
        response.write_text("".join(map(template, names, fillers)), "utf-8")
        figures = idle("muc4_score").score(str(keys_file), str(response), [SLOT])
    return Row(
        part="roles",
        data="MUC-4 TST3",
        system="reportedly encoder",
        metric="F perp-org-confidence slot",
        value=figures[SLOT]["F"] / 100,
        n=len(names),
        unit="reports",
        note="one template a report",
    )


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


_LINES = {
    "PerpInd": " 9. PERP: INDIVIDUAL ID",
    "PerpOrg": "10. PERP: ORGANIZATION ID",
    "conf": "11. PERP: ORGANIZATION CONFIDENCE",
    "Target": "12. PHYS TGT: ID",
    "Victim": "18. HUM TGT: NAME",
}


def template(name: str, fillers: Sequence[Filler]) -> str:
    """One template of a report in the scorer's text form; none where no doer and no victim was found."""
    values: dict[str, list[str]] = {slot: [] for slot in _LINES}
    chosen = {
        (role, name) for role, names in entities(fillers).items() for entity in names for name in entity
    }
    for filler in fillers:
        quoted = '"' + " ".join(filler.words.upper().replace('"', "").split()) + '"'
        key = (filler.role, normal(filler.words))
        if filler.role in values and key in chosen:
            chosen.remove(key)
            values[filler.role].append(quoted)
            if filler.confidence is not None:
                values["conf"].append(f"{filler.confidence}: {quoted}")
    if not any(values.values()):
        return ""
    lines = [f" 0. MESSAGE: ID                     {name}", " 1. MESSAGE: TEMPLATE               1"]
    lines.append(" 4. INCIDENT: TYPE                  ATTACK")
    for slot, head in _LINES.items():
        for i, value in enumerate(values[slot] or ["-"]):
            lines.append(f"{head if i == 0 else '':<36}{value}")
    return "\n".join(lines) + "\n\n"


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

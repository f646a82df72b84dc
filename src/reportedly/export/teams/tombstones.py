"""Ids of attacks that an earlier export may have had and this one has not: for programs that keep a copy.

The ledger does not know what was exported and when. It knows every id under which an attack can have stood:
those of single reports' attacks, which become one attack under one of them, those that somebody decided on,
signed off or described, and those of which nothing stands any more. Whoever never had such a row has nothing
to delete.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from reportedly.export.teams.cells import Rule
from reportedly.records import Decision, Incident, Judgement, LedgerView

_INCIDENT = "inc_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """One id that has no row."""

    incident: str
    rule: Rule
    now: str | None = None
    """The id of the attack that it is part of now; None where no row tells of it."""
    at: dt.datetime | None
    """By when it was so, as far as the ledger's log tells: the last time that something was read, reviewed,
    signed or decided that bears on it. None for a view that is no whole stored ledger, which has no log."""
    claims: tuple[str, ...] = ()
    """Ids of the claims that made it, where they are known, by letter."""
    why: str = ""


def tombstones(view: LedgerView, rows: Collection[str]) -> tuple[Tombstone, ...]:
    """The ids that have no row, in their order.

    Args:
        view: the whole ledger.
        rows: ids of the attacks that have a row now.
    """
    past = _Past(view)
    return tuple(past.tombstone(each, rows) for each in sorted(past.known - set(rows)))


class _Past:
    """What a view tells of ids that once were."""

    def __init__(self, view: LedgerView) -> None:
        self._view = view
        self._there = {incident.id: incident for incident in view.incidents}
        self._joined = {each: incident for incident in view.incidents for each in incident.members}
        self._noted = {each.subject: each.at for each in view.history}
        self._rejected: dict[str, list[str]] = defaultdict(list)
        self._of_reports: dict[str, set[str]] = defaultdict(set)
        self._told: dict[str, list[str]] = defaultdict(list)
        for claim in view.rejected:
            self._rejected[claim.incident].append(claim.id)
            self._of_reports[claim.incident].add(claim.report)
        for claim in view.claims:
            self._told[claim.incident].append(claim.id)
            self._of_reports[claim.incident].add(claim.report)

    @cached_property
    def known(self) -> set[str]:
        """Every id under which an attack can have had a row."""
        # An attack told in passing has a row only where it is joined with one that is not.
        found = {
            each for incident in self._there.values() if not incident.background for each in incident.members
        }
        found |= {each for each in self._there if not self._there[each].background}
        found |= set(self._rejected) | set(self._decided)
        return found | {each for each in self._noted if each.startswith(_INCIDENT)}

    @cached_property
    def _decided(self) -> Mapping[str, list[Decision]]:
        """Decisions by the ids that they are about, oldest first."""
        found: dict[str, list[Decision]] = defaultdict(list)
        for decision in self._view.decisions:
            for anchor in (*decision.these, *decision.those):
                found[anchor.incident].append(decision)
                self._of_reports[anchor.incident].add(anchor.report)
        return found

    def tombstone(self, given: str, rows: Collection[str]) -> Tombstone:
        """Why an id has no row."""
        whole = self._joined.get(given)
        if whole is not None and whole.id != given:
            return self._part(given, whole, rows)
        if given in self._there:
            return self._without(given, given)
        if rejected := self._rejected.get(given):
            return self._made(given, Rule.REJECTED, claims=rejected)
        return self._made(given, Rule.READ_ANEW)

    def _part(self, given: str, whole: Incident, rows: Collection[str]) -> Tombstone:
        if whole.id not in rows:
            return self._without(given, whole.id)
        members = (given, whole.id, *whole.members)
        return self._made(given, Rule.JOINED, now=whole.id, near=members, why=self._decision(members))

    def _without(self, given: str, whole: str) -> Tombstone:
        """Of an attack that is there and has no row."""
        rule = Rule.IN_PASSING if self._there[whole].background else Rule.TAKEN_BACK
        return self._made(given, rule, near=(given, whole), claims=self._told[whole])

    def _decision(self, members: Iterable[str]) -> str:
        """The decision that joined them, in words; empty where the program did."""
        made = {
            each.id: each
            for member in members
            for each in self._decided.get(member, ())
            if each.judgement is Judgement.SAME and each.undone_at is None
        }
        last = max(made.values(), key=lambda each: each.made_at, default=None)
        return f"{last.id}: {last.note}" if last and last.note else last.id if last else ""

    def _made(
        self,
        given: str,
        rule: Rule,
        *,
        now: str | None = None,
        near: Iterable[str] = (),
        claims: Iterable[str] = (),
        why: str = "",
    ) -> Tombstone:
        times = list(self._times({given, *near}))
        if rule in (Rule.READ_ANEW, Rule.TAKEN_BACK):
            # By which report is not told: by the last that was read.
            times += self._noted.values()
        return Tombstone(
            incident=given,
            rule=rule,
            now=now,
            at=max(times, default=None) if self._noted else None,
            claims=tuple(sorted(claims)),
            why=why,
        )

    def _times(self, ids: Iterable[str]) -> Iterator[dt.datetime]:
        for each in ids:
            for decision in self._decided.get(each, ()):
                yield decision.undone_at or decision.made_at
            for subject in (each, *self._of_reports.get(each, ())):
                if subject in self._noted:
                    yield self._noted[subject]

"""Reports that come one at a time, among up to millions that came before."""

from __future__ import annotations

from array import array
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from reportedly.lineage.bundles import bundles, one_day_each
from reportedly.lineage.cards import Card, card_of
from reportedly.lineage.citations import citations
from reportedly.lineage.fingerprints import MOSTLY, Fingerprint, fingerprint, fortnight
from reportedly.lineage.groups import Groups
from reportedly.lineage.index import STANDING_FORTNIGHTS, UNDATED, Held, RunIndex
from reportedly.lineage.likeness import containment
from reportedly.lineage.pairs import Pair, is_candidate, related
from reportedly.lineage.runs import Keys, Numbers, common
from reportedly.lineage.stories import forest, is_bound
from reportedly.records import Derivation, Report

HELD = 256
"""Texts that are kept prepared: relatives are near in time, so that few are fetched twice."""
MOST_COMPARED = 12
"""Earlier reports that a new one is compared with at once, those with the most common runs first."""
CLOSEST = 4
"""Of the reports that a report is bound to already so many are compared with it, for its closest relative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a report stands among those that came before it."""

    report: str
    related: tuple[Derivation, ...]
    """Copies and rewrites among the earlier ones, the closest first. The report is the derived one of a pair
    or, where it turns out to be the older, the original."""


class Archive:
    """Places one report at a time, and tells all derivations when they are asked for.

    A report's card and a sample of its runs stay in memory, 1.5 KB for 350 words; its text does not. Texts
    of the few reports that a new one is compared with are fetched.

    What :meth:`add` says holds for what came before. It leaves open what only the whole set can tell: which
    text stands in page after page (it goes by the first sixteen holders of a run), which of several relatives
    is the closest, whether two groups bear a second look, and citations. :meth:`derivations`
    settles all of it: for the same reports it gives the same, in whatever order they came, and
    :func:`~reportedly.lineage.derivations` is this method on an archive of all of them.
    """

    def __init__(self, text_of: Callable[[str], Report], *, held: int = HELD) -> None:
        """Make an empty archive.

        Args:
            text_of: fetches a report that was added, by its id; what it raises passes through.
            held: texts that are kept prepared.
        """
        self._prints = _Prints(text_of, held)
        self._index = RunIndex()
        self._cards: list[Card] = []
        self._fortnights = array("i")
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._cards)

    def __contains__(self, report: str) -> bool:
        return report in self._numbers

    def add(self, report: Report) -> Placement:
        """Place a report and keep it; one that is there already is placed again and counts once."""
        placement = self.place(report)
        self.note([report])
        return placement

    def note(self, reports: Iterable[Report]) -> None:
        """Keep reports without placing them: to open an archive again, or to fill one."""
        for report in reports:
            if report.id in self._numbers:
                continue
            found = self._prints.of(report.id, report)
            self.keep(card_of(found), found.sample)

    def keep(self, card: Card, sample: Numbers) -> None:
        """Keep a report known by its card and its sampled runs; the caller sees to it that it is new."""
        number = self._numbers[card.id] = len(self._cards)
        self._index.add(number, sample)
        self._cards.append(card)
        self._fortnights.append(fortnight(card.published))

    def place(self, report: Report) -> Placement:
        """Where a report would stand; nothing is kept."""
        mine = self._prints.of(report.id, report)
        own = card_of(mine)
        holders = self._index.holders(mine.sample)
        standing = self._standing(holders, fortnight(report.published))
        counts = Counter(number for key, held in holders.items() if key not in standing for number in held)
        likely = [
            (-count, number)
            for number, count in counts.items()
            if self._cards[number].id != own.id and is_candidate(count, own, self._cards[number])
        ]
        settled = _Settled(self._prints, np.array(sorted(standing), dtype=np.uint32), mine)
        found = [
            pair
            for _, number in sorted(likely)[:MOST_COMPARED]
            if (pair := settled.pair(self._cards[number], own))
        ]
        closest = sorted(found, key=lambda pair: pair.closeness)
        return Placement(report=own.id, related=tuple(pair.derivation for pair in closest))

    def derivations(self) -> tuple[Derivation, ...]:
        """Every dependence that can be shown, as :func:`~reportedly.lineage.derivations` gives them."""
        cards = sorted(self._cards, key=lambda each: each.age)
        ranks = np.empty(len(cards), dtype=np.uint32)
        ranks[[self._numbers[each.id] for each in cards]] = np.arange(len(cards), dtype=np.uint32)
        shared = self._index.shared()
        near = bundles(shared, ranks, self._index.sizes(len(self)))
        days = np.array(self._fortnights, dtype=np.int32)
        standing = shared.standing(one_day_each(days, near[ranks]))
        telling = self._telling(shared, standing)
        settled = _Settled(self._prints, standing)
        proposed = (
            (cards[older], cards[newer])
            for newer, olders in telling.proposed(ranks, near)
            for older, runs in olders
            if is_candidate(runs, cards[newer], cards[older])
        )
        pairs = forest(settled.related(proposed), settled.are_related)
        found = [pair.derivation for pair in pairs]
        cited = citations(cards, pairs, settled.shared)
        return tuple(sorted([*found, *cited], key=lambda d: (d.report, d.relation, d.derives_from)))

    def _telling(self, shared: Held, standing: Keys) -> Held:
        """Without standing text, but for what stands in a page that has hardly any other."""
        left_out = np.isin(shared.keys, standing)
        runs = np.bincount(shared.reports[left_out], minlength=len(self))
        mostly = runs > MOSTLY * self._index.sizes(len(self))
        told = np.unique(shared.keys[left_out & mostly[shared.reports]])
        return shared.only(~left_out | np.isin(shared.keys, told))

    def _standing(self, holders: dict[int, list[int]], own: int) -> set[int]:
        return {
            key
            for key, held in holders.items()
            if len({own, *(self._fortnights[number] for number in held)} - {UNDATED}) >= STANDING_FORTNIGHTS
        }


class _Prints:
    """The fingerprints that were last asked for."""

    def __init__(self, text_of: Callable[[str], Report], most: int) -> None:
        self._text_of = text_of
        self.most = most
        self._held: OrderedDict[str, Fingerprint] = OrderedDict()

    def of(self, report: str, read: Report | None = None) -> Fingerprint:
        """The fingerprint of a report, which is fetched where it is not given."""
        found = self._held.pop(report, None) or fingerprint(read or self._text_of(report))
        self._held[report] = found
        if len(self._held) > self.most:
            self._held.popitem(last=False)
        return found


class _Settled:
    """Pairs of reports, looked at with the text left out that stands in page after page."""

    def __init__(self, prints: _Prints, standing: Keys, own: Fingerprint | None = None) -> None:
        """``own`` is a report that cannot be fetched yet."""
        self._own = own
        self._standing = standing
        self._whole = prints
        self._print = lru_cache(maxsize=prints.most)(self._looked_at)

    def related(self, proposed: Iterable[tuple[Card, Card]]) -> Iterator[Pair]:
        """Those of the proposed pairs that are related; of reports that are bound already a few.

        A thousand near copies propose each other by the hundred, and the first few bind them: the others
        would join nothing.
        """
        parts, looked_at = Groups(), Counter[str]()
        for older, newer in proposed:
            if looked_at[newer.id] >= CLOSEST and parts.of(older.id) == parts.of(newer.id):
                continue
            looked_at[newer.id] += 1
            if pair := self.pair(older, newer):
                if is_bound(pair):
                    parts.join(older.id, newer.id)
                yield pair

    def are_related(self, one: Card, other: Card) -> bool:
        """Whether they are, and the index would have proposed them if it named all holders of a run."""
        a, b = self._compared(one.id, other.id)
        return is_candidate(common(a.sample, b.sample), one, other) and self.pair(one, other) is not None

    def shared(self, one: Card, other: Card) -> float:
        """Share of the shorter's runs that stand in the longer."""
        a, b = self._compared(one.id, other.id)
        return containment(a.runs, b.runs)

    def pair(self, one: Card, other: Card) -> Pair | None:
        """The two as a pair, or None where they are not related."""
        a, b = self._compared(one.id, other.id)
        return related((one, a), (other, b))

    def _compared(self, one: str, other: str) -> tuple[Fingerprint, Fingerprint]:
        a, b = self._print(one), self._print(other)
        # Both whole where one has nothing else: a trimmed copy of standing text would not be found otherwise.
        return (a.whole, b.whole) if a.mostly or b.mostly else (a.left, b.left)

    def _looked_at(self, report: str) -> _Print:
        own = self._own
        whole = own if own and own.report.id == report else self._whole.of(report)
        return _Print(whole, whole.without(self._standing), whole.mostly(self._standing))


@dataclass(frozen=True, slots=True)
class _Print:
    whole: Fingerprint
    left: Fingerprint
    """Without standing text."""
    mostly: bool

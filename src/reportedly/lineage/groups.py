"""Union-find over ids or numbers."""

from __future__ import annotations

from typing import Generic, TypeVar

Item = TypeVar("Item", str, int)


class Groups(Generic[Item]):
    """Disjoint groups; a group is known by its smallest item, so the order of joins leaves no trace."""

    def __init__(self) -> None:
        self._parent: dict[Item, Item] = {}

    def of(self, item: Item) -> Item:
        """The smallest item of the item's group."""
        root = item
        while (up := self._parent.get(root, root)) != root:
            root = up
        while (up := self._parent.get(item, item)) != root:
            self._parent[item], item = root, up
        return root

    def join(self, a: Item, b: Item) -> bool:
        """Put two groups together; False where they were one already."""
        first, second = sorted((self.of(a), self.of(b)))
        self._parent[second] = first
        return first != second

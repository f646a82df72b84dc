"""Union-find over ids."""

from __future__ import annotations


class Groups:
    """Disjoint groups of ids; a group is known by its smallest id, so the order of joins leaves no trace."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def of(self, item: str) -> str:
        """The smallest id of the item's group."""
        root = item
        while (up := self._parent.get(root, root)) != root:
            root = up
        while (up := self._parent.get(item, item)) != root:
            self._parent[item], item = root, up
        return root

    def join(self, a: str, b: str) -> bool:
        """Put two groups together; False where they were one already."""
        first, second = sorted((self.of(a), self.of(b)))
        self._parent[second] = first
        return first != second

"""A named set of things that hosts and rooms add to when Django starts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Registry(Generic[Item]):
    """Keeps items under unique keys, in the order in which they were registered."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._items: dict[str, Item] = {}

    def register(self, key: str, item: Item) -> Item:
        """Add an item; the same key with another item raises ``ValueError``."""
        if self._items.get(key, item) != item:
            message = f"{self.name}: {key!r} is registered already."
            raise ValueError(message)
        self._items[key] = item
        return item

    def __getitem__(self, key: str) -> Item:
        try:
            return self._items[key]
        except KeyError:
            message = f"{self.name}: {key!r} is not registered. Known: {', '.join(self._items) or 'none'}."
            raise KeyError(message) from None

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def values(self) -> list[Item]:
        """All items, in the order of their registration."""
        return list(self._items.values())

"""Moving an entry of a list up or down. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def moved(keys: Sequence[str], name: str, move: str) -> list[str]:
    """The keys after a move such as ``consents:up:<key>``; unchanged for a move of another list or past an end."""
    order = list(dict.fromkeys(keys))
    which, _separator, rest = move.partition(":")
    direction, _separator, key = rest.partition(":")
    if which != name or key not in order:
        return order
    place = order.index(key)
    target = place + {"up": -1, "down": 1}.get(direction, 0)
    if 0 <= target < len(order):
        order[place], order[target] = order[target], order[place]
    return order

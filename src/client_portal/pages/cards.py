"""The cards on a client's home. Rooms and hosts register theirs; the one rule decides who sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from client_portal.access.rules import can
from client_portal.core.actor import Actor
from client_portal.core.registry import Registry

Facts = Callable[[Actor], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A card: ``template`` draws it with ``card``, which is what ``facts`` finds; without facts it isn't there.

    It is for those who have its capability for the acting client. ``is_aside`` puts it beside the main column.
    """

    key: str
    template: str
    facts: Facts
    capability: str | None = None
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card with what it says."""

    template: str
    facts: Mapping[str, Any]
    is_aside: bool


home_cards: Registry[HomeCard] = Registry("cards of home")


def register_home_card(card: HomeCard) -> None:
    """Add a card below those that are registered."""
    home_cards.register(card.key, card)


def cards_for(actor: Actor) -> list[ShownCard]:
    """The cards of the acting client's home, in the order of their registration."""
    allowed = [card for card in home_cards.values() if not card.capability or can(actor, card.capability, actor.client)]
    found = [(card, card.facts(actor)) for card in allowed]
    return [ShownCard(card.template, facts, card.is_aside) for card, facts in found if facts is not None]

"""Insurance that clients give and staff confirm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from client_portal.access.rules import require
from client_portal.access.selectors import visible_rows
from client_portal.audit.services import record
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotAllowed, NotVisible
from client_portal.people.models import InsurancePolicy, SubscriberRelation

POLICY_FACTS = (
    "payer",
    "member_id",
    "group_id",
    "relation",
    "subscriber_name",
    "subscriber_birth_date",
    "starts_on",
    "ends_on",
    "card_front",
    "card_back",
)


@transaction.atomic
def save_insurance(actor: Actor, *, client: Any, order: str, facts: Mapping[str, Any]) -> InsurancePolicy:
    """Write a client's primary or secondary policy; it needs review until staff confirm it.

    ``card_front`` and ``card_back`` are stored files of the same client. Raises ``ValidationError`` by field.
    """
    require(actor, "information.edit", client)
    policies = InsurancePolicy.objects.unscoped(reason="the client was authorised above")
    policy = policies.filter(client=client, order=order).first() or InsurancePolicy(client=client, order=order)
    for name in POLICY_FACTS:
        if name in facts:
            setattr(policy, name, facts[name])
    policy.confirmed_at, policy.confirmed_by = None, None
    _check(policy)
    policy.save()
    record(actor, action="insurance.saved", object=policy, client=client, data={"order": order})
    return policy


@transaction.atomic
def confirm_insurance(actor: Actor, *, policy_id: Any) -> InsurancePolicy:
    """Say that staff have looked at a policy and found it right."""
    if not actor.is_staff:
        raise NotAllowed
    policies = visible_rows(InsurancePolicy, actor, "information.edit").select_related("client")
    policy = policies.filter(pk=policy_id).first()
    if policy is None:
        raise NotVisible
    if not policy.needs_review:
        raise InvalidState(_("This insurance is confirmed already."))
    policy.confirmed_at, policy.confirmed_by = clock.now(), actor.user
    policy.save(update_fields=["confirmed_at", "confirmed_by", "updated_at"])
    record(actor, action="insurance.confirmed", object=policy, client=policy.client)
    return policy  # type: ignore[no-any-return]


def _check(policy: InsurancePolicy) -> None:
    policy.clean_fields(exclude={"client"})
    if policy.starts_on and policy.ends_on and policy.ends_on < policy.starts_on:
        raise ValidationError({"ends_on": _("The policy can't end before it starts.")})
    if policy.relation != SubscriberRelation.SELF and not policy.subscriber_name.strip():
        raise ValidationError({"subscriber_name": _("Enter the name of the person who holds the policy.")})
    for card in (policy.card_front, policy.card_back):
        if card is not None and card.client_id != policy.client_id:
            raise NotVisible

"""A guarded model answers nobody until somebody has said for whose eyes the answer is."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404

from client_portal.access.selectors import visible_rows
from client_portal.core.guarded import Unscoped
from client_portal.people.models import ClientProfile, InsurancePolicy

objects = ClientProfile.objects


async def _iterate() -> None:
    async for _row in objects.all():
        pass


async def _iterate_excluded() -> None:
    async for _row in objects.exclude(pk=None):
        pass


class ChoiceForm(forms.Form):
    """A form field that would list every profile."""

    profile = forms.ModelChoiceField(objects.all())


PROBES: dict[str, Callable[[Any], Any]] = {
    "list": lambda client: list(objects.all()),
    "count": lambda client: objects.count(),
    "exists": lambda client: objects.exists(),
    "first": lambda client: objects.first(),
    "last": lambda client: objects.order_by("pk").last(),
    "get": lambda client: objects.get(client=client),
    "filter": lambda client: list(objects.filter(client=client)),
    "exclude": lambda client: list(objects.exclude(client=None)),
    "exclude exists": lambda client: objects.exclude(client=None).exists(),
    "contains": lambda client: objects.all().contains(client.client_portal_profile),
    "in_bulk": lambda client: objects.in_bulk(),
    "values": lambda client: list(objects.values("pk")),
    "values_list": lambda client: list(objects.values_list("pk", flat=True)),
    "dates": lambda client: list(objects.datetimes("created_at", "day")),
    "iterator": lambda client: list(objects.iterator()),
    "aggregate": lambda client: objects.aggregate(Count("pk")),
    "annotate": lambda client: list(objects.annotate(Count("pk"))),
    "update": lambda client: objects.filter(client=client).update(pronouns="x"),
    "delete": lambda client: objects.filter(client=client).delete(),
    "raw delete": lambda client: objects.all()._raw_delete("default"),
    "get_or_create": lambda client: objects.get_or_create(client=client),
    "update_or_create": lambda client: objects.update_or_create(client=client),
    "union": lambda client: list(objects.all().union(objects.all())),
    "or": lambda client: list(objects.all() | objects.all()),
    "open or closed": lambda client: list(objects.unscoped(reason="a test") | objects.all()),
    "subquery": lambda client: list(
        InsurancePolicy.objects.unscoped(reason="a test").filter(client__in=objects.values("client"))
    ),
    "Exists": lambda client: list(
        InsurancePolicy.objects.unscoped(reason="a test").filter(Exists(objects.filter(client=OuterRef("client"))))
    ),
    "Exists of exclude": lambda client: list(
        InsurancePolicy.objects.unscoped(reason="a test").filter(Exists(objects.exclude(client=None)))
    ),
    "raw": lambda client: list(objects.raw("SELECT * FROM client_portal_clientprofile")),
    "explain": lambda client: objects.all().explain(),
    "select_for_update": lambda client: list(objects.select_for_update()),
    "reverse foreign key": lambda client: list(client.client_portal_insurance.all()),
    "prefetch": lambda client: list(type(client)._default_manager.prefetch_related("client_portal_insurance")),
    "bulk_update": lambda client: objects.bulk_update([client.client_portal_profile], ["pronouns"]),
    "choice field": lambda client: str(ChoiceForm()),
    "choice field clean": lambda client: ChoiceForm({"profile": str(client.client_portal_profile.pk)}).is_valid(),
    "get_object_or_404": lambda client: get_object_or_404(ClientProfile, client=client),
    "default manager": lambda client: ClientProfile._default_manager.count(),
    "earliest": lambda client: objects.earliest("created_at"),
    "async for": lambda client: asyncio.run(_iterate()),
    "async for excluded": lambda client: asyncio.run(_iterate_excluded()),
    "aexists": lambda client: asyncio.run(objects.aexists()),
    "aget": lambda client: asyncio.run(objects.aget(pk=client.client_portal_profile.pk)),
    "slice": lambda client: objects.all()[0],
    "only": lambda client: list(objects.only("pk")),
    "scoped without an actor": lambda client: list(objects.scoped(Q(), actor=None)),
    "unscoped without a reason": lambda client: list(objects.unscoped(reason=" ")),
}


@pytest.mark.parametrize("probe", PROBES.values(), ids=PROBES)
def test_a_forgotten_actor_finds_a_closed_door(probe: Callable[[Any], Any], client_record: Any) -> None:
    with pytest.raises(Unscoped), transaction.atomic():
        probe(client_record)
    profile = objects.unscoped(reason="to see that nothing changed").get(client=client_record)
    assert profile.pronouns == ""


def test_what_needs_no_list_still_works(client_record: Any) -> None:
    profile = client_record.client_portal_profile
    profile.pronouns = "she/her"
    profile.full_clean()
    profile.save()
    profile.refresh_from_db()
    assert profile.pronouns == "she/her"
    assert list(objects.none()) == []
    assert pickle.loads(pickle.dumps(profile)).pronouns == "she/her"


def test_an_open_queryset_stays_open_in_what_is_made_from_it(client_record: Any, practitioner: Any) -> None:
    visible = visible_rows(ClientProfile, practitioner.actor, "clients.view")
    assert visible.filter(client=client_record).exclude(pk=None).order_by("pk").count() == 1
    assert (visible | visible).count() == 1
    assert visible.filter(pk__in=visible.values("pk")).update(pronouns="they/them") == 1
    assert pickle.loads(pickle.dumps(visible.query)).is_scoped


def test_deleting_a_client_takes_the_guarded_rows_along(client_record: Any) -> None:
    client_record.client_portal_archived = None
    profile = client_record.client_portal_profile.pk
    client_record.delete()
    assert not objects.unscoped(reason="to see that it is gone").filter(pk=profile).exists()

"""A client with a column of the host's own."""

from __future__ import annotations

from django.db import models

from client_portal.people.models import AbstractClient


class Person(AbstractClient):
    """The portal's client, extended."""

    practice = models.ForeignKey("client_portal.Practice", on_delete=models.CASCADE, related_name="people")
    chart_number = models.CharField(max_length=20, blank=True)

    class Meta(AbstractClient.Meta):
        pass

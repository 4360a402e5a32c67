"""Who looked: a client's own page about it."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from client_portal.people.services import view_client
from client_portal.practices.tenancy import portal_reverse

pytestmark = pytest.mark.django_db


@pytest.mark.spec("AUDIT-2")
def test_a_client_reads_who_looked(
    client: Client, practice: Any, practitioner: Any, client_record: Any, maya: Any
) -> None:
    client.force_login(maya)
    address = portal_reverse("portal:views", practice)
    assert address in client.get(portal_reverse("portal:profile", practice)).content.decode()
    assert "Nobody yet" in client.get(address).content.decode()
    for _number in range(31):
        view_client(practitioner.actor, client=client_record)
    found = BeautifulSoup(client.get(address).content, "html.parser")
    entries = [" ".join(entry.text.split()) for entry in found.select("main li")]
    assert len(entries) == 30
    assert entries[0].startswith("Priya RamanYour record · ")
    assert "Eastern Time" in entries[0]
    last = BeautifulSoup(client.get(found.select_one("a[rel=next]")["href"]).content, "html.parser")
    assert len(last.select("main li")) == 1
    assert client.get(address, {"cursor": "x"}).status_code == 404

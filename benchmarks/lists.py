"""Goals 10 to 12: a page of clients by API and as HTML, beside views that do nothing but answer."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client as Browser
from django.test import RequestFactory, override_settings

from benchmarks.measure import Ratio, compare
from benchmarks.seed import add_clients, remove_clients
from client_portal.people.models import Client
from client_portal.people.selectors.clients import PAGE_SIZE, by_family_name
from client_portal.practices.tenancy import portal_reverse
from client_portal.testing import builders

CLIENTS = 50_000


class Site:
    """A signed-in person's requests, through the project's whole middleware and without the test client's extras."""

    def __init__(self, user: Any) -> None:
        browser = Browser()
        browser.force_login(user)
        self.requests = RequestFactory()
        self.requests.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value
        self.handler = WSGIHandler()

    def get(self, address: str) -> Any:
        """The answer to a GET, rendered."""
        response: HttpResponseBase = self.handler.get_response(self.requests.get(address))
        assert response.status_code == 200, f"{address} answered {response.status_code}"
        response.close()
        return response


@override_settings(ROOT_URLCONF="benchmarks.bare")
def run(count: int = CLIENTS) -> list[Ratio]:
    """Measure the lists in a practice with ``count`` clients, as its administrator."""
    practice = builders.make_practice("Lists", link="lists")
    site = Site(builders.make_staff(practice).user)
    add_clients(practice, count)
    try:
        return [_endpoint(site, practice), _last_page(site, practice), _html_page(site, practice)]
    finally:
        remove_clients(practice)


def _endpoint(site: Site, practice: Any) -> Ratio:
    address, bare = portal_reverse("api:clients", practice), _bare(practice, "clients.json")
    assert _rows(site.get(address)) == _rows(site.get(bare)), "both must list the same clients"
    times = compare(lambda: site.get(address), lambda: site.get(bare))
    return Ratio("10", _label("clients by API"), *times, ".values() + JsonResponse", 1.4)


def _last_page(site: Site, practice: Any) -> Ratio:
    first = portal_reverse("api:clients", practice)
    last = f"{first}?cursor={_last_cursor(practice)}"
    page = json.loads(site.get(last).content)
    assert (page["next"], len(page["results"])) == (None, PAGE_SIZE), "the last page must be a full one"
    times = compare(lambda: site.get(last), lambda: site.get(first))
    return Ratio("11", _label("last page of clients by API"), *times, "its own first page", 1.5)


def _html_page(site: Site, practice: Any) -> Ratio:
    address, bare = portal_reverse("staff:clients", practice), _bare(practice, "clients/")
    assert _links(site.get(address)) == _links(site.get(bare)), "both must list the same clients in the same order"
    times = compare(lambda: site.get(address), lambda: site.get(bare))
    return Ratio("12", _label("clients as a page"), *times, "strings put together by hand", 2.2)


def _bare(practice: Any, page: str) -> str:
    return f"/bare/{practice.client_portal_settings.pk}/{page}"


def _last_cursor(practice: Any) -> str:
    """A cursor after which exactly one page comes."""
    row = by_family_name(Client.objects.filter(practice=practice)).reverse()[PAGE_SIZE]
    place = json.dumps([0, row.family_sort, row.given_sort, str(row.pk)])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _rows(answer: Any) -> Any:
    return json.loads(answer.content)["results"]


def _links(answer: Any) -> list[str]:
    return re.findall(r"/clients/([0-9a-f-]{36})/\"", answer.content.decode())


def _label(what: str) -> str:
    return f"{what}, 20 of {CLIENTS:,} ({connection.vendor})"

"""Views without a portal around them: what the same answer costs when nothing but the answer is made.

They have the project's middleware, a session with its user, a look at the membership, and one query for the rows.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import include, path
from django.utils.html import escape

from client_portal.access.models import StaffMember
from client_portal.people.models import Client
from client_portal.people.selectors.clients import PAGE_SIZE, portal_state

COLUMNS = {
    "id": F("client_portal_profile__pk"),
    "first": F("first_name"),
    "last": F("last_name"),
    "kind": F("client_portal_profile__kind"),
    "archived_at": F("client_portal_archived__at"),
}


def rows(user: Any, practice_id: UUID) -> QuerySet[Any, dict[str, Any]]:
    """The first page of clients, if the caller works in the practice, in the order that a plain index gives."""
    members = StaffMember.objects.filter(practice__client_portal_settings=practice_id, is_active=True)
    mine = Client.objects.filter(practice=get_object_or_404(members, user=user.pk).practice_id)
    ordered = mine.filter(client_portal_archived=None).order_by(Lower("last_name"), Lower("first_name"), "pk")
    named = {f"x_{name}": column for name, column in COLUMNS.items()}
    return ordered.annotate(state=portal_state()).values("email", "state", **named)[:PAGE_SIZE]


def clients_json(request: HttpRequest, practice_id: UUID) -> HttpResponse:
    """The list as JSON."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    found = [
        {
            "id": row["x_id"],
            "first_name": row["x_first"],
            "last_name": row["x_last"],
            "email": row["email"],
            "kind": row["x_kind"],
            "portal_state": row["state"],
            "is_archived": row["x_archived_at"] is not None,
        }
        for row in rows(request.user, practice_id)
    ]
    return JsonResponse({"results": found})


def clients_html(request: HttpRequest, practice_id: UUID) -> HttpResponse:
    """The list as a table put together by hand."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    body = "".join(
        f'<tr><th scope="row"><a href="/portal/staff/{practice_id}/clients/{row["x_id"]}/">'
        f"{escape(row['x_first'])} {escape(row['x_last'])}</a></th>"
        f"<td>{escape(row['email'])}</td><td>{escape(row['state'])}</td></tr>"
        for row in rows(request.user, practice_id)
    )
    return HttpResponse(f"<!doctype html><title>Clients</title><h1>Clients</h1><table><tbody>{body}</tbody></table>")


urlpatterns = [
    path("", include("tests.projects.default.urls")),
    path("bare/<uuid:practice_id>/clients.json", clients_json),
    path("bare/<uuid:practice_id>/clients/", clients_html),
]

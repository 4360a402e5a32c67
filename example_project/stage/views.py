"""The front page, and the button to be somebody. Both are there with ``DEBUG`` only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from client_portal.pages import sessions
from client_portal.pages.headers import secure
from example_project.stage import cast, doors

View = Callable[[HttpRequest], HttpResponse]


def in_development(view: View) -> View:
    """Make a page that isn't there on a real site."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        response = view(request)
        secure(response)
        return response

    return guarded


@require_safe
@in_development
def front(request: HttpRequest) -> HttpResponse:
    """Who is there, and what each of them sees."""
    context: dict[str, Any] = {
        "title": "Choose who you want to be",
        "houses": doors.houses(),
        "password": cast.PASSWORD,
        "theme": request.session.get(sessions.THEME, "auto"),
    }
    return render(request, "stage/front.html", context)


@require_POST
@in_development
def enter(request: HttpRequest) -> HttpResponse:
    """Be somebody: sign in as them, or open the invitation that waits in their mailbox."""
    door = doors.find(request.POST.get("person", ""))
    if door is None:
        raise Http404
    logout(request)
    if door.user is not None:
        sessions.begin(request, door.user)
    return HttpResponseRedirect(door.address)

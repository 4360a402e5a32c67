"""Reading what was sent. Works with DEBUG and the MAILBOX setting alone."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from client_portal.conf import conf
from example_project.mailbox.models import Letter

FRAME = "sandbox allow-popups allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'"


def letters(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The newest letters, one of them open."""
    refuse_on_a_real_site()
    found = list(Letter.objects.all()[:100])
    letter = get_object_or_404(Letter, pk=pk) if pk else (found[0] if found else None)
    context = {"title": "Mailbox", "practice_name": "Example project", "home_url": "/", "theme": "auto"}
    return render(request, "mailbox/letters.html", {**context, "letters": found, "letter": letter})


def html(_request: HttpRequest, pk: int) -> HttpResponse:
    """A letter's HTML, sandboxed, for the frame."""
    refuse_on_a_real_site()
    letter = get_object_or_404(Letter, pk=pk)
    headers = {"Content-Security-Policy": FRAME, "X-Frame-Options": "SAMEORIGIN"}
    return HttpResponse(letter.html, headers=headers)


def refuse_on_a_real_site() -> None:
    """Raise ``Http404`` unless this is somebody's own machine."""
    if not (settings.DEBUG and conf.MAILBOX):
        raise Http404

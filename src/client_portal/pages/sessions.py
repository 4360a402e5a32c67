"""How long a session of the portal lasts, and how typed work outlives it.

The idle clock counts what people do; pages that ask by themselves (``is_passive``) never extend it, and no request
can say of itself that it is passive: its view does.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest, QueryDict

from client_portal.conf import conf
from client_portal.core import clock

SIGNED_IN = "client_portal.signed_in_at"
SEEN = "client_portal.seen_at"
TYPED = "client_portal.typed"
ENDED = "client_portal.ended"
THEME = "client_portal.theme"
TYPED_LIMIT = 200_000
WARN_SECONDS = 120
STEP = 15


def is_over(request: HttpRequest) -> bool:
    """Whether the session has been idle too long, or is too old in any case."""
    if not request.user.is_authenticated:
        return False
    now = clock.now().timestamp()
    began = request.session.setdefault(SIGNED_IN, now)
    seen = request.session.setdefault(SEEN, now)
    return bool(now - seen > conf.SESSION_IDLE_MINUTES * 60 or now - began > conf.SESSION_HOURS * 3600)


def begin(request: HttpRequest, user: Any) -> None:
    """Sign somebody in: a new session key, both clocks at zero, and what was typed before kept for its owner."""
    typed = request.session.get(TYPED)
    theme = request.session.get(THEME)
    login(request, user)
    request.session.pop(ENDED, None)
    now = clock.now().timestamp()
    request.session[SIGNED_IN] = request.session[SEEN] = now
    for key, kept in ((TYPED, typed), (THEME, theme)):
        if kept is not None:
            request.session[key] = kept


def touch(request: HttpRequest) -> None:
    """Start the idle clock anew. It ticks in steps of ``STEP`` seconds, so that most requests write no session."""
    if clock.now().timestamp() - request.session.get(SEEN, 0) > STEP:
        restart(request)


def restart(request: HttpRequest) -> None:
    """Start the idle clock anew at once, as when somebody asks for more time."""
    if request.user.is_authenticated:
        request.session[SEEN] = clock.now().timestamp()


def seconds_left(request: HttpRequest) -> int:
    """Seconds until the session ends if nothing is done from now on."""
    now = clock.now().timestamp()
    idle = request.session.get(SEEN, now) + conf.SESSION_IDLE_MINUTES * 60 - now
    absolute = request.session.get(SIGNED_IN, now) + conf.SESSION_HOURS * 3600 - now
    return max(0, int(min(idle, absolute)))


def end(request: HttpRequest) -> None:
    """End the session, but keep what was typed into the page that came too late, for the same person alone."""
    owner = str(request.user.pk)
    typed = _typed(request, owner)
    logout(request)
    request.session[ENDED] = owner
    if typed:
        request.session[TYPED] = typed


def has_ended(request: HttpRequest) -> bool:
    """Whether this comes from a page whose session a script's request found ended before; what was typed is kept."""
    owner = request.session.get(ENDED)
    if owner is None or request.user.is_authenticated:
        return False
    if typed := _typed(request, owner):
        request.session[TYPED] = typed
    return True


def take_typed(request: HttpRequest) -> QueryDict | None:
    """What the signed-in person had typed into this page when their session ended; given out once."""
    kept: dict[str, Any] | None = request.session.get(TYPED)
    if not kept or not request.user.is_authenticated or kept["user"] != str(request.user.pk):
        return None
    if kept["path"] != request.path or clock.now() - dt.datetime.fromisoformat(kept["at"]) > dt.timedelta(days=1):
        return None
    del request.session[TYPED]
    return QueryDict(kept["data"])


def _typed(request: HttpRequest, owner: str) -> dict[str, Any] | None:
    if request.method != "POST":
        return None
    data = request.POST.copy()
    for name in [name for name in data if name == "csrfmiddlewaretoken" or "password" in name]:
        del data[name]
    encoded = data.urlencode()
    if not encoded or len(encoded) > TYPED_LIMIT:
        return None
    return {"user": owner, "path": request.path, "data": encoded, "at": clock.now().isoformat()}

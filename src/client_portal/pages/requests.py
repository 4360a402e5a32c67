"""What a request tells about where it comes from."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest

from client_portal.conf import conf


def client_ip(request: HttpRequest) -> str | None:
    """The address of the other side, seen through as many proxies as the settings trust; None if it isn't one."""
    found = request.META.get("REMOTE_ADDR", "")
    if conf.TRUSTED_PROXIES:
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if len(chain) >= conf.TRUSTED_PROXIES:
            found = chain[-conf.TRUSTED_PROXIES]
    try:
        return str(ipaddress.ip_address(found))
    except ValueError:
        return None


def user_agent(request: HttpRequest) -> str:
    """What the browser calls itself."""
    return request.headers.get("User-Agent", "")[:300]

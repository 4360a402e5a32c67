"""Which practice an address belongs to, and which address a practice's page has."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse

from client_portal.conf import conf
from client_portal.practices.models import PortalLink, PortalSettings

NAMESPACE = "client_portal"


def link_by_slug(slug: str) -> PortalLink | None:
    """The link with this slug, current or former, with its practice and portal settings."""
    links = PortalLink.objects.select_related("practice__client_portal_settings")
    return links.filter(slug=slug.lower()).first()


def link_by_host(host: str) -> PortalLink | None:
    """The link that a host name (with or without port) stands for: own domain first, then subdomain."""
    name = host.rsplit(":", 1)[0].lower().rstrip(".")
    own = PortalLink.objects.filter(practice__client_portal_settings__custom_domain=name, is_current=True)
    found = own.select_related("practice__client_portal_settings").first()
    if found is not None:
        return found
    base = "." + conf.BASE_DOMAIN.rsplit(":", 1)[0].lower()
    slug = name.removesuffix(base)
    return link_by_slug(slug) if name.endswith(base) and "." not in slug else None


def only_link() -> PortalLink | None:
    """With ``TENANCY="single"``: the one practice's current link; None if there is none or more than one."""
    links = list(PortalLink.objects.filter(is_current=True).select_related("practice__client_portal_settings")[:2])
    return links[0] if len(links) == 1 else None


def current_slug(practice: Any) -> str | None:
    """The practice's link, or None while it has none."""
    portal: PortalSettings | None = getattr(practice, "client_portal_settings", None)
    known = getattr(portal, "_current_slug", None)
    if known is None:
        known = PortalLink.objects.filter(practice=practice, is_current=True).values_list("slug", flat=True).first()
        if portal is not None:
            portal._current_slug = known  # type: ignore[attr-defined]  # noqa: SLF001
    return known


def portal_reverse(name: str, practice: Any = None, **kwargs: Any) -> str:
    """The path of a page: ``portal:…`` in a practice's portal, ``staff:…`` and ``api:…`` in its workspace.

    This is the only place that calls ``reverse``: pages of a practice's portal carry its link where addresses do.
    """
    audience = name.split(":", 1)[0]
    if audience == "portal" and conf.TENANCY == "path":
        kwargs = {"practice_slug": current_slug(practice), **kwargs}
    elif audience in ("staff", "api") and practice is not None:
        kwargs = {"practice_id": practice.client_portal_settings.pk, **kwargs}
    return reverse(f"{NAMESPACE}:{name}", kwargs=kwargs)


def absolute_url(name: str, practice: Any = None, **kwargs: Any) -> str:
    """The full address of a page, from the settings alone: a request's host name never gets into an e-mail."""
    path = portal_reverse(name, practice, **kwargs)
    if name.startswith("portal:"):
        return portal_origin(practice) + path
    return str(conf.BASE_URL).rstrip("/") + path


def portal_origin(practice: Any) -> str:
    """Scheme and host under which a practice's portal is reached."""
    base = urlsplit(conf.BASE_URL)
    own_domain = practice.client_portal_settings.custom_domain
    if own_domain:
        return f"{base.scheme}://{own_domain}"
    if conf.TENANCY == "subdomain":
        return f"{base.scheme}://{current_slug(practice)}.{conf.BASE_DOMAIN}"
    return str(conf.BASE_URL).rstrip("/")


def portal_address(practice: Any) -> str:
    """The address that clients type: the welcome page's."""
    return absolute_url("portal:welcome", practice)


def address_around_slug(practice: Any) -> tuple[str, str] | None:
    """What stands before and after the link in the portal's address, to show the address while somebody types.

    None where the link isn't part of the address: with one practice alone, or a subdomain's practice on its own domain.
    """
    own_domain = practice.client_portal_settings.custom_domain
    if conf.TENANCY == "single" or (conf.TENANCY == "subdomain" and own_domain):
        return None
    if conf.TENANCY == "subdomain":
        return f"{urlsplit(conf.BASE_URL).scheme}://", f".{conf.BASE_DOMAIN}/"
    marker = "your-link"
    path = reverse(f"{NAMESPACE}:portal:welcome", kwargs={"practice_slug": marker})
    before, _marker, after = path.partition(marker)
    return portal_origin(practice) + before, after

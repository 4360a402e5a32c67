"""The way from an address to an actor, and from a refusal to a page: the base of every page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views import View

from client_portal.access import rules
from client_portal.access.models import PORTAL
from client_portal.access.selectors import actor_for, switches_on
from client_portal.conf import conf
from client_portal.core.actor import Actor, Capacity
from client_portal.core.errors import Conflict, NotAllowed, PortalError, RateLimited
from client_portal.pages import layout, sessions
from client_portal.pages.headers import secure
from client_portal.pages.requests import client_ip, user_agent
from client_portal.practices import selectors, tenancy
from client_portal.practices.models import PortalLink
from client_portal.practices.tenancy import portal_reverse

ACTING = "client_portal.acting."
"""Session key, followed by the practice's public id, of the client whom a portal user chose to act for."""


class PracticePage(View):
    """A page of one practice. Subclasses say how the practice is found and who may come in."""

    capacity: ClassVar[Capacity]
    capability: ClassVar[str | None] = None
    """What one must be allowed to open the page: for the acting client in the portal, in the practice for staff."""
    is_public: ClassVar[bool] = False
    is_passive: ClassVar[bool] = False
    """Whether the page is asked for by a script, so that it doesn't count as something a person did."""
    current: ClassVar[str] = ""
    """Name of the navigation entry that the page belongs to."""

    practice: Any
    actor: Actor

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.actor = Actor.anonymous()
        self.practice = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the practice, check the session, make the actor, ask the one rule, then run the method."""
        try:
            response = self.enter(request) or super().dispatch(request, *args, **kwargs)
        except PortalError as error:
            response = self.refuse(error)
        return secure(response)

    def enter(self, request: HttpRequest) -> HttpResponseBase | None:
        """Everything that stands before the page; returns an answer where the way ends here."""
        self.practice = self.find_practice()
        if answer := self.gate(request):
            return answer
        if sessions.is_over(request):
            sessions.end(request)
            return self.sign_in_first(request, ended=True)
        self.actor = self.find_actor(request)
        if not self.is_passive:
            sessions.touch(request)
        if self.is_public:
            return None
        if self.actor.capacity is not self.capacity:
            return self.sign_in_first(request, ended=sessions.has_ended(request))
        self.authorise()
        return None

    def find_practice(self) -> Any:
        """The practice that the address stands for; raises ``Http404``."""
        raise NotImplementedError

    def gate(self, request: HttpRequest) -> HttpResponseBase | None:
        """A reason to go no further that has nothing to do with the person."""
        return None

    def find_actor(self, request: HttpRequest) -> Actor:
        """Who the person is in this practice and capacity."""
        return actor_for(
            request.user,
            self.practice,
            self.capacity,
            client_pk=request.session.get(f"{ACTING}{self.practice.client_portal_settings.pk}"),
            ip=client_ip(request),
            user_agent=user_agent(request),
        )

    def authorise(self) -> None:
        """Ask the one rule for the page's capability."""
        if self.capability:
            rules.require(self.actor, self.capability, self.actor.client)

    def sign_in_first(self, request: HttpRequest, *, ended: bool = False) -> HttpResponseBase:
        """Send the person to sign in and back; a script gets 401, so that no sign-in page lands inside a page."""
        if self.is_passive or request.headers.get("X-Requested-With") == "fetch":
            return HttpResponse(status=401)
        query = {REDIRECT_FIELD_NAME: request.get_full_path(), **({"ended": "1"} if ended else {})}
        return HttpResponseRedirect(f"{self.sign_in_url()}?{urlencode(query)}")

    def sign_in_url(self) -> str:
        """Where one signs in."""
        raise NotImplementedError

    def url(self, name: str, **kwargs: Any) -> str:
        """The path of a page of this practice."""
        return portal_reverse(name, self.practice, **kwargs)

    def go(self, name: str, **kwargs: Any) -> HttpResponseRedirect:
        """Answer a POST by sending the browser to a page of this practice."""
        return HttpResponseRedirect(self.url(name, **kwargs))

    def render(self, template: str, *, status: int = 200, **context: Any) -> TemplateResponse:
        """A page in the layout of its audience. ``template`` is named below ``client_portal/``."""
        everything = {**self.layout(), **context}
        return TemplateResponse(self.request, f"client_portal/{template}", everything, status=status)

    def layout(self) -> dict[str, Any]:
        """What the page's layout shows around it."""
        return layout.common(self.request, self.actor, self.practice)

    def refuse(self, error: PortalError) -> HttpResponseBase:
        """The page that says what went wrong and what to do."""
        status = self.page_status(error)
        response = self.render(
            f"errors/{status if status in (403, 404, 409, 429) else 409}.html",
            status=status,
            message=error.message,
            retry_minutes=getattr(error, "retry_minutes", None),
            home_url=self.home_url(),
            **self.error_context(error),
        )
        if isinstance(error, RateLimited):
            response.headers["Retry-After"] = str(error.retry_after)
        return response

    def page_status(self, error: PortalError) -> int:
        """The status that a refusal has as a page."""
        return error.status

    def error_context(self, error: PortalError) -> dict[str, Any]:
        """More for the error page."""
        return {}

    def home_url(self) -> str:
        """Where one can go on from an error."""
        raise NotImplementedError


class PortalPage(PracticePage):
    """A page of the client portal."""

    capacity = Capacity.PORTAL
    is_there_when_off = False
    """Whether the address answers while the portal is switched off, as what the page that says so is made of does."""
    link: PortalLink

    def find_practice(self) -> Any:
        link = self._find_link()
        if link is None:
            raise Http404
        self.link = link
        return link.practice

    def gate(self, request: HttpRequest) -> HttpResponseBase | None:
        if not self.link.is_current:
            return HttpResponsePermanentRedirect(self._moved_to(request))
        self.actor = Actor.anonymous(self.practice)
        if not self.is_there_when_off and PORTAL not in switches_on(self.actor):
            return self.render("errors/unavailable.html", status=403, navigation=[], profile_menu=[])
        return None

    def authorise(self) -> None:
        super().authorise()
        claimed = self.request.POST.get("acting_for") if self.request.method == "POST" else None
        if claimed and claimed != str(self.actor.client.client_portal_profile.pk):
            raise Conflict(_("You switched to somebody else in another tab. Nothing was saved for either of them."))

    def sign_in_url(self) -> str:
        return conf.LOGIN_URL or self.url("portal:sign_in")

    def page_status(self, error: PortalError) -> int:
        # A page that is switched off or not allowed is simply not there.
        return 404 if isinstance(error, NotAllowed) else error.status

    def layout(self) -> dict[str, Any]:
        return super().layout() | layout.portal(self.request, self.actor, self.practice, self.current)

    def home_url(self) -> str:
        return self.url("portal:home" if self.actor.is_portal else "portal:welcome")

    def _find_link(self) -> PortalLink | None:
        if conf.TENANCY == "path":
            return tenancy.link_by_slug(self.kwargs["practice_slug"])
        if conf.TENANCY == "subdomain":
            return tenancy.link_by_host(self.request.get_host())
        return tenancy.only_link()

    def _moved_to(self, request: HttpRequest) -> str:
        if conf.TENANCY == "subdomain":
            return tenancy.portal_origin(self.practice) + request.get_full_path()
        before, _separator, after = request.get_full_path().partition(f"/{self.kwargs['practice_slug']}/")
        return f"{before}/{tenancy.current_slug(self.practice)}/{after}"


class StaffPage(PracticePage):
    """A page of the practice's workspace."""

    capacity = Capacity.STAFF

    def find_practice(self) -> Any:
        practice = selectors.practice_by_public_id(self.kwargs["practice_id"])
        if practice is None:
            raise Http404
        return practice

    def find_actor(self, request: HttpRequest) -> Actor:
        actor = super().find_actor(request)
        if request.user.is_authenticated and not actor.is_staff:
            raise Http404
        return actor

    def sign_in_url(self) -> str:
        return conf.LOGIN_URL or portal_reverse("staff:sign_in")

    def layout(self) -> dict[str, Any]:
        return super().layout() | layout.staff(self.request, self.actor, self.practice, self.current)

    def error_context(self, error: PortalError) -> dict[str, Any]:
        if not (isinstance(error, NotAllowed) and self.actor.is_staff):
            return {}
        return {"administrators": selectors.administrator_names(self.practice)}

    def home_url(self) -> str:
        return self.url("staff:clients")

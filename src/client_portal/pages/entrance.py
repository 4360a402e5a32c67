"""Pages of the workspace that belong to no practice yet."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.views import View

from client_portal.conf import conf
from client_portal.core.actor import Actor
from client_portal.core.errors import PortalError, RateLimited
from client_portal.pages import layout, sessions
from client_portal.pages.headers import secure
from client_portal.practices.tenancy import portal_reverse


class EntrancePage(View):
    """A page before the choice of a practice: same headers, same session limits, same error pages."""

    needs_sign_in: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check the session, then run the method; refusals become pages."""
        try:
            response = self.enter(request) or super().dispatch(request, *args, **kwargs)
        except PortalError as error:
            response = self.refuse(error)
        return secure(response)

    def enter(self, request: HttpRequest) -> HttpResponseBase | None:
        """Everything that stands before the page."""
        if sessions.is_over(request):
            sessions.end(request)
        if self.needs_sign_in and not request.user.is_authenticated:
            sign_in = conf.LOGIN_URL or portal_reverse("staff:sign_in")
            return HttpResponseRedirect(f"{sign_in}?{urlencode({'next': request.get_full_path()})}")
        return None

    def render(self, template: str, *, status: int = 200, **context: Any) -> TemplateResponse:
        """A page in the focus layout. ``template`` is named below ``client_portal/``."""
        everything = {**layout.common(self.request, Actor.anonymous(), None), "is_workspace": True, **context}
        return TemplateResponse(self.request, f"client_portal/{template}", everything, status=status)

    def refuse(self, error: PortalError) -> HttpResponseBase:
        """The page that says what went wrong."""
        minutes = getattr(error, "retry_minutes", None)
        response = self.render(
            f"errors/{error.status}.html", status=error.status, message=error.message, retry_minutes=minutes
        )
        if isinstance(error, RateLimited):
            response.headers["Retry-After"] = str(error.retry_after)
        return response

"""What can go wrong, as the domains say it. Pages and API each map these once to their own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    Text = str


class PortalError(Exception):
    """Base of all refusals; carries a machine-readable code, a message for people and an HTTP status."""

    code = "error"
    status = 400
    message: Text = _("That did not work.")

    def __init__(self, message: Text | None = None, *, code: str | None = None) -> None:
        self.message = self.message if message is None else message
        self.code = code or self.code
        super().__init__(self.message)


class NotVisible(PortalError):
    """The thing doesn't exist, or doesn't exist for this actor: the two are one answer."""

    code = "not_found"
    status = 404
    message = _("We could not find that.")


class NotAllowed(PortalError):
    """The actor may see the thing but not do this with it."""

    code = "not_allowed"
    status = 403
    message = _("You are not allowed to do that.")


class FeatureOff(NotAllowed):
    """The practice has this feature, or its whole portal, switched off, or off for this client."""

    code = "feature_off"
    message = _("This part of the portal is not turned on.")


class Conflict(PortalError):
    """Somebody else changed the same thing in the meantime; ``current`` is what stands there now."""

    code = "conflict"
    status = 409
    message = _("This was changed somewhere else in the meantime.")

    def __init__(self, message: Text | None = None, *, current: Any = None) -> None:
        super().__init__(message)
        self.current = current


class InvalidState(PortalError):
    """The thing is not in a state in which this can be done (an accepted invitation can't be revoked)."""

    code = "invalid_state"
    status = 409
    message = _("That can no longer be done.")


class RateLimited(PortalError):
    """Too many tries; ``retry_after`` is the wait in seconds."""

    code = "rate_limited"
    status = 429
    message = _("Too many tries. Please wait a little and try again.")

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after

    @property
    def retry_minutes(self) -> int:
        """The wait in whole minutes, rounded up."""
        return -(-self.retry_after // 60)

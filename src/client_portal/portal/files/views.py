"""Files for portal users."""

from __future__ import annotations

from client_portal.pages.files import FileMixin
from client_portal.pages.views import PortalPage


class File(FileMixin, PortalPage):
    """A file that the portal user may see."""

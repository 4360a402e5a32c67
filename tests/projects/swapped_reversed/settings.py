"""As ``swapped``, with the portal before the host's app in ``INSTALLED_APPS``."""

from __future__ import annotations

from tests.projects.swapped.settings import *  # noqa: F403 - settings are a namespace
from tests.projects.swapped.settings import INSTALLED_APPS as IN_ORDER

INSTALLED_APPS = list(reversed(IN_ORDER))

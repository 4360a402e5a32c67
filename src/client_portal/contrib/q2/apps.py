"""The integration as an app: add ``client_portal.contrib.q2`` to ``INSTALLED_APPS``, beside ``django_q``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Q2Config(AppConfig):
    """Brings the command ``client_portal_q2_setup`` and the task that it schedules."""

    name = "client_portal.contrib.q2"
    label = "client_portal_q2"
    verbose_name = _("Client portal with django-q2")

"""The one entry for ``INSTALLED_APPS``."""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ClientPortalConfig(AppConfig):
    """Registers what the portal brings and connects its rooms."""

    name = "client_portal"
    verbose_name = _("Client portal")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        if "guardian" not in apps.app_configs:
            message = 'client_portal stands on django-guardian: add "guardian" to INSTALLED_APPS as well.'
            raise ImproperlyConfigured(message)
        super().import_models()

    def ready(self) -> None:
        from client_portal import checks, wiring
        from client_portal.access import registry
        from client_portal.portal import navigation as portal_navigation
        from client_portal.portal.home import cards
        from client_portal.staff import navigation as staff_navigation

        registry.register_built_in()
        checks.register_checks()
        wiring.connect()
        portal_navigation.register()
        cards.register()
        staff_navigation.register()
        post_migrate.connect(wiring.after_migrate, sender=self, dispatch_uid="client_portal.permissions")

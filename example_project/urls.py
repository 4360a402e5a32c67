"""The example's addresses: the front page, the mailbox, the portal, and the EHR's own pages where there is one."""

from __future__ import annotations

from django.apps import apps
from django.urls import include, path

urlpatterns = [
    path("", include("example_project.stage.urls")),
    path("mailbox/", include("example_project.mailbox.urls")),
    path("portal/", include("client_portal.urls")),
]
if apps.is_installed("example_project.ehr"):
    urlpatterns.append(path("ehr/", include("example_project.ehr.urls")))

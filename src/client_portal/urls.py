"""The one ``include()``: workspace, API and portal, in the mount style of ``CLIENT_PORTAL["TENANCY"]``."""

from __future__ import annotations

from django.urls import include, path

from client_portal.conf import conf

app_name = "client_portal"
urlpatterns = [
    path("staff/", include("client_portal.staff.urls")),
    path("api/v1/", include("client_portal.api.urls")),
    path("<slug:practice_slug>/" if conf.TENANCY == "path" else "", include("client_portal.portal.urls")),
]

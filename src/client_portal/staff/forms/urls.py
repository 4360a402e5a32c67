"""Addresses of forms and documents."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from client_portal.staff.forms import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("forms/", views.Forms.as_view(), name="forms"),
    path("forms/install/", views.InstallForms.as_view(), name="forms_install"),
    path("forms/<uuid:form_id>/", views.FormPreview.as_view(), name="form"),
    path("files/<uuid:file_id>/", views.File.as_view(), name="file"),
    path("resources/", views.Resources.as_view(), name="resources"),
    path("resources/<uuid:resource_id>/", views.ArchiveResource.as_view(), name="resource_archive"),
]

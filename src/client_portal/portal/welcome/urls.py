"""Addresses that everybody may open."""

from __future__ import annotations

from django.urls import path

from client_portal.portal.welcome import views

urlpatterns = [
    path("", views.Welcome.as_view(), name="welcome"),
    path("brand.<str:version>.css", views.BrandStyle.as_view(), name="brand_css"),
    path("logo.<str:version>.png", views.Logo.as_view(), name="logo"),
    path("privacy/", views.Privacy.as_view(), name="privacy"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
    path("app.webmanifest", views.Manifest.as_view(), name="manifest"),
    path("request/", views.Request.as_view(), name="request"),
]

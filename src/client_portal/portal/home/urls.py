"""Addresses of home."""

from __future__ import annotations

from django.urls import path

from client_portal.portal.home import views

urlpatterns = [
    path("home/", views.Home.as_view(), name="home"),
    path("forms/<uuid:response_id>/", views.Response.as_view(), name="response"),
    path("switch/", views.Switch.as_view(), name="switch"),
]

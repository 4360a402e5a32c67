"""Addresses of coming in."""

from __future__ import annotations

from django.urls import path

from client_portal.portal.invitations import views

urlpatterns = [
    path("invite/", views.Accept.as_view(), name="invitation"),
    path("invite/<str:token>/", views.InvitationLink.as_view(), name="invitation_link"),
]

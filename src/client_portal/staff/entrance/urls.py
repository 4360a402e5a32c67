"""Addresses of the way into the workspace."""

from __future__ import annotations

from django.urls import path

from client_portal.staff.entrance import views

urlpatterns = [
    path("", views.Index.as_view(), name="index"),
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("reset/", views.PasswordReset.as_view(), name="password_reset"),
    path("reset/<str:uidb64>/<str:token>/", views.PasswordResetConfirm.as_view(), name="password_reset_confirm"),
    path("join/", views.Join.as_view(), name="join"),
    path("join/<str:token>/", views.JoinLink.as_view(), name="join_link"),
]

practice_urlpatterns = [path("session/", views.ExtendSession.as_view(), name="extend_session")]

"""Addresses of a portal user's own login."""

from __future__ import annotations

from django.urls import path

from client_portal.portal.account import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("session/", views.ExtendSession.as_view(), name="extend_session"),
    path("account/reset/", views.PasswordReset.as_view(), name="password_reset"),
    path(
        "account/reset/<str:uidb64>/<str:token>/", views.PasswordResetConfirm.as_view(), name="password_reset_confirm"
    ),
    path("account/password/", views.PasswordChange.as_view(), name="password_change"),
    path("account/email/", views.EmailChange.as_view(), name="email_change"),
    path("account/email/<str:token>/", views.EmailConfirm.as_view(), name="email_confirm"),
    path("profile/", views.Profile.as_view(), name="profile"),
    path("profile/views/", views.Views.as_view(), name="views"),
    path("profile/display/", views.Display.as_view(), name="display"),
]

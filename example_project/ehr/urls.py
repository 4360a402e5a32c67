"""Addresses of the EHR's own pages."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from example_project.ehr import views

app_name = "ehr"
urlpatterns = [
    path("", views.patients, name="patients"),
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(next_page="/"), name="sign_out"),
]

"""Addresses of the onboarding settings."""

from __future__ import annotations

from django.urls import path

from client_portal.staff.onboarding import views

urlpatterns = [path("settings/onboarding/", views.OnboardingSettings.as_view(), name="settings_onboarding")]

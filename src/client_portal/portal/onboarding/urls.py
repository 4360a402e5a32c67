"""Addresses of onboarding."""

from __future__ import annotations

from django.urls import path

from client_portal.pages.forms import PortalForm
from client_portal.portal.onboarding import views

# formtools wants a form and the name of an address when the view is made; the plan brings the real ones.
wizard = views.Wizard.as_view(  # type: ignore[call-arg]
    [("step", PortalForm)], url_name="portal:onboarding_step", done_step_name="finished"
)

urlpatterns = [
    path("start/", views.TaskList.as_view(), name="onboarding"),
    path("start/check/", views.Review.as_view(), name="onboarding_review"),
    path("start/done/", views.Done.as_view(), name="onboarding_done"),
    path("start/<slug:step>/", wizard, name="onboarding_step"),
    path("start/<slug:step>/save/", views.Autosave.as_view(), name="onboarding_save"),
]

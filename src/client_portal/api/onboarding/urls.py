"""Addresses of onboarding."""

from __future__ import annotations

from client_portal.api.onboarding import viewsets
from client_portal.api.routing import endpoint

of_practice = [
    endpoint("invitation-choices/", viewsets.ChoicesViewSet, "invitation_choices", get="retrieve"),
    endpoint(
        "onboarding-settings/", viewsets.OnboardingSettingsViewSet, "onboarding_settings", get="retrieve", put="update"
    ),
    endpoint("me/onboarding/", viewsets.MyOnboardingViewSet, "my_onboarding", get="retrieve"),
    endpoint("me/onboarding/submit/", viewsets.MyOnboardingViewSet, "my_onboarding_submit", post="submit"),
    endpoint(
        "me/onboarding/steps/<slug:step>/", viewsets.MyStepsViewSet, "my_step", get="retrieve", patch="partial_update"
    ),
    endpoint("me/onboarding/steps/<slug:step>/complete/", viewsets.MyStepsViewSet, "my_step_complete", post="complete"),
    endpoint("me/onboarding/steps/<slug:step>/sign/", viewsets.MyStepsViewSet, "my_step_sign", post="sign"),
]

of_client = [
    endpoint("onboarding/", viewsets.ClientOnboardingViewSet, "client_onboarding", get="retrieve"),
    endpoint("onboarding/reissue/", viewsets.ClientOnboardingViewSet, "client_onboarding_reissue", post="reissue"),
]

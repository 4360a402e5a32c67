"""Addresses of the client portal, below a practice's link."""

from __future__ import annotations

from client_portal.portal.account.urls import urlpatterns as account
from client_portal.portal.files.urls import urlpatterns as files
from client_portal.portal.home.urls import urlpatterns as home
from client_portal.portal.invitations.urls import urlpatterns as invitations
from client_portal.portal.onboarding.urls import urlpatterns as onboarding
from client_portal.portal.welcome.urls import urlpatterns as welcome

app_name = "portal"
urlpatterns = [*welcome, *account, *invitations, *home, *onboarding, *files]

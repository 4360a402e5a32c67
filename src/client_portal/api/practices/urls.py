"""Addresses of a practice's portal and staff."""

from __future__ import annotations

from client_portal.api.practices import staff, viewsets
from client_portal.api.routing import endpoint

of_practice = [
    endpoint("portal/", viewsets.PortalSettingsViewSet, "portal", get="retrieve", patch="partial_update"),
    endpoint("portal/start/", viewsets.PortalSettingsViewSet, "portal_start", post="start"),
    endpoint("portal/link/", viewsets.PortalSettingsViewSet, "portal_link", post="link"),
    endpoint("portal/link-check/", viewsets.PortalSettingsViewSet, "portal_link_check", get="link_check"),
    endpoint("portal/availability/", viewsets.PortalSettingsViewSet, "portal_availability", post="availability"),
    endpoint("portal/counts/", viewsets.PortalSettingsViewSet, "portal_counts", get="counts"),
    endpoint("features/", viewsets.FeaturesViewSet, "features", get="list", patch="partial_update"),
    endpoint("features/changes/last/", viewsets.FeaturesViewSet, "features_last_change", get="last_change"),
    endpoint("features/changes/<uuid:change_id>/undo/", viewsets.FeaturesViewSet, "feature_undo", post="undo"),
    endpoint("branding/", viewsets.BrandingViewSet, "branding", get="retrieve", put="update"),
    endpoint("branding/logo/", viewsets.BrandingViewSet, "branding_logo", delete="logo"),
    endpoint("members/", staff.MembersViewSet, "members", get="list"),
    endpoint("members/<uuid:member_id>/", staff.MembersViewSet, "member", patch="partial_update", delete="destroy"),
    endpoint("staff-invitations/", staff.StaffInvitationsViewSet, "staff_invitations", get="list", post="create"),
    endpoint(
        "staff-invitations/<uuid:invitation_id>/", staff.StaffInvitationsViewSet, "staff_invitation", delete="destroy"
    ),
    endpoint(
        "staff-invitations/<uuid:invitation_id>/resend/",
        staff.StaffInvitationsViewSet,
        "staff_invitation_resend",
        post="resend",
    ),
]

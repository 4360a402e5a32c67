"""Addresses of the settings pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from client_portal.staff.settings.views import activity, branding, details, features, links, members, overview

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/", overview.Overview.as_view(), name="settings"),
    path("settings/start/", links.Start.as_view(), name="settings_start"),
    path("settings/start/check/", links.CheckLink.as_view(), name="settings_check_link"),
    path("settings/link/", links.ChangeLink.as_view(), name="settings_link"),
    path("settings/qr.svg", overview.QrCode.as_view(), name="settings_qr"),
    path("settings/availability/", overview.Availability.as_view(), name="settings_availability"),
    path("settings/deliveries/", overview.RetryDeliveries.as_view(), name="settings_retry"),
    path("settings/features/", features.Features.as_view(), name="settings_features"),
    path("settings/features/<uuid:change_id>/undo/", features.UndoFeatures.as_view(), name="settings_features_undo"),
    path("settings/branding/", branding.Branding.as_view(), name="settings_branding"),
    path("settings/branding/preview/", branding.BrandPreview.as_view(), name="settings_brand_preview"),
    path("settings/branding/preview.<str:color>.css", branding.BrandCss.as_view(), name="settings_brand_css"),
    path("settings/details/", details.Details.as_view(), name="settings_details"),
    path("settings/activity/", activity.Activity.as_view(), name="settings_activity"),
    path("settings/activity/export/", activity.ExportActivity.as_view(), name="settings_activity_export"),
    path("settings/website/", details.Embed.as_view(), name="settings_embed"),
    path("settings/staff/", members.Members.as_view(), name="settings_members"),
    path("settings/staff/invite/", members.InviteMember.as_view(), name="settings_member_invite"),
    path("settings/staff/<uuid:member_id>/", members.Member.as_view(), name="settings_member"),
    path("settings/staff/<uuid:member_id>/remove/", members.RemoveMember.as_view(), name="settings_member_remove"),
    path(
        "settings/staff/invitations/<uuid:invitation_id>/resend/",
        members.ResendInvitation.as_view(),
        name="settings_invitation_resend",
    ),
    path(
        "settings/staff/invitations/<uuid:invitation_id>/revoke/",
        members.RevokeInvitation.as_view(),
        name="settings_invitation_revoke",
    ),
]

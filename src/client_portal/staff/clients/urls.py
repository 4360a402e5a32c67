"""Addresses of the pages about clients and their invitations."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from client_portal.staff.clients.views import (
    activity,
    bulk,
    care_team,
    contacts,
    directory,
    documents,
    invitations,
    invite,
    overview,
    portal,
)

profile: list[URLPattern | URLResolver] = [
    path("", overview.Overview.as_view(), name="client"),
    path("email/", overview.ChangeEmail.as_view(), name="client_email"),
    path("archive/", overview.Archive.as_view(), name="client_archive"),
    path("restore/", overview.Restore.as_view(), name="client_restore"),
    path("care-team/", care_team.CareTeam.as_view(), name="client_care_team"),
    path("care-team/<uuid:member_id>/remove/", care_team.RemoveSeat.as_view(), name="client_care_team_remove"),
    path("contacts/new/", contacts.NewContact.as_view(), name="client_contact_new"),
    path("contacts/attach/<uuid:contact_id>/", contacts.AttachContact.as_view(), name="client_contact_attach"),
    path("contacts/<uuid:attached_id>/", contacts.ChangeContact.as_view(), name="client_contact"),
    path("contacts/<uuid:attached_id>/remove/", contacts.RemoveContact.as_view(), name="client_contact_remove"),
    path("portal/", portal.Portal.as_view(), name="client_portal"),
    path("portal/invite/", invite.Invite.as_view(), name="client_invite"),
    path("portal/features/", portal.ClientFeatures.as_view(), name="client_features"),
    path("portal/contacts/<uuid:attached_id>/", portal.PortalContact.as_view(), name="client_portal_contact"),
    path("portal/changes/<uuid:change_id>/", portal.DecideChange.as_view(), name="client_change"),
    path("portal/insurance/<uuid:policy_id>/", portal.ConfirmInsurance.as_view(), name="client_insurance"),
    path("documents/", documents.Documents.as_view(), name="client_documents"),
    path("documents/<uuid:response_id>/", documents.ClientResponse.as_view(), name="client_response"),
    path("activity/", activity.Activity.as_view(), name="client_activity"),
    path("activity/export/", activity.ExportActivity.as_view(), name="client_activity_export"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("clients/", directory.Clients.as_view(), name="clients"),
    path("clients/new/", directory.NewClient.as_view(), name="client_new"),
    path("clients/invite/", bulk.ChooseClients.as_view(), name="clients_invite"),
    path("clients/invite/send/", bulk.SendInvitations.as_view(), name="clients_invite_send"),
    path("clients/invite/result/", bulk.InvitationsSent.as_view(), name="clients_invite_result"),
    path("clients/<uuid:client_id>/", include(profile)),
    path("invitations/", invitations.Invitations.as_view(), name="invitations"),
    path("invitations/<uuid:invitation_id>/resend/", invitations.ResendInvitation.as_view(), name="invitation_resend"),
    path("invitations/<uuid:invitation_id>/revoke/", invitations.RevokeInvitation.as_view(), name="invitation_revoke"),
]

"""Addresses of clients, their invitations, and a portal user's own record."""

from __future__ import annotations

from client_portal.api.people import clients, invitations, own, record
from client_portal.api.routing import endpoint

of_practice = [
    endpoint("activity/", clients.PracticeActivityViewSet, "activity", get="list"),
    endpoint("clients/", clients.ClientsViewSet, "clients", get="list", post="create"),
    endpoint("invitations/", invitations.InvitationsViewSet, "invitations", get="list", post="create"),
    endpoint("invitations/candidates/", invitations.InvitationsViewSet, "invitation_candidates", get="candidates"),
    endpoint("invitations/<uuid:invitation_id>/link/", invitations.InvitationsViewSet, "invitation_link", get="link"),
    endpoint(
        "invitations/<uuid:invitation_id>/resend/", invitations.InvitationsViewSet, "invitation_resend", post="resend"
    ),
    endpoint(
        "invitations/<uuid:invitation_id>/revoke/", invitations.InvitationsViewSet, "invitation_revoke", post="revoke"
    ),
    endpoint("me/", own.MyRecordViewSet, "me", get="retrieve", patch="partial_update"),
    endpoint("me/access/", own.MyAccessViewSet, "my_access", get="retrieve"),
    endpoint("me/clients/", own.MyAccessViewSet, "my_clients", get="clients"),
    endpoint("me/views/", own.MyViewsViewSet, "my_views", get="list"),
    endpoint("me/insurance/", own.MyInsuranceViewSet, "my_insurance", get="list"),
    endpoint("me/insurance/<slug:order>/", own.MyInsuranceViewSet, "my_policy", put="update"),
    endpoint("me/password/", own.MyLoginViewSet, "my_password", post="password"),
    endpoint("me/email/", own.MyLoginViewSet, "my_email", post="email"),
    endpoint("me/email/confirm/", own.MyLoginViewSet, "my_confirm_email", post="confirm_email"),
]

of_client = [
    endpoint("", clients.ClientRecordViewSet, "client", get="retrieve"),
    endpoint("email/", clients.ClientRecordViewSet, "client_email", put="email"),
    endpoint("archive/", clients.ClientRecordViewSet, "client_archive", post="archive"),
    endpoint("restore/", clients.ClientRecordViewSet, "client_restore", post="restore"),
    endpoint(
        "information/",
        clients.ClientInformationViewSet,
        "client_information",
        get="retrieve",
        patch="partial_update",
    ),
    endpoint("features/", clients.ClientFeaturesViewSet, "client_features", get="list"),
    endpoint("restrictions/", clients.ClientFeaturesViewSet, "client_restrictions", put="update"),
    endpoint("activity/", clients.ClientActivityViewSet, "client_activity", get="list"),
    endpoint("invitation/", invitations.ClientInvitationViewSet, "client_invitation", get="retrieve", post="create"),
    endpoint("care-team/", record.CareTeamViewSet, "care_team", get="list", post="create"),
    endpoint("care-team/colleagues/", record.CareTeamViewSet, "care_team_colleagues", get="colleagues"),
    endpoint("care-team/<uuid:member_id>/", record.CareTeamViewSet, "care_team_seat", delete="destroy"),
    endpoint("contacts/", record.ContactsViewSet, "contacts", get="list", post="create"),
    endpoint("contacts/known/", record.ContactsViewSet, "contacts_known", get="known", post="attach"),
    endpoint("contacts/<uuid:attached_id>/", record.ContactsViewSet, "contact", put="update", delete="destroy"),
    endpoint("insurance/", record.ClientInsuranceViewSet, "client_insurance", get="list"),
    endpoint(
        "insurance/<uuid:policy_id>/confirm/", record.ClientInsuranceViewSet, "client_insurance_confirm", post="confirm"
    ),
    endpoint("changes/", record.ProposedChangesViewSet, "client_changes", get="list"),
    endpoint("changes/<uuid:change_id>/", record.ProposedChangesViewSet, "client_change", post="decide"),
]

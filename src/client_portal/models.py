"""The domains' models, gathered for Django. Nobody inside imports this module."""

from __future__ import annotations

from client_portal.access.models import (
    AccessGrant,
    ArchivedRecord,
    CareTeamMember,
    ClientRestriction,
    ClientUserPermission,
    PracticeSwitch,
    StaffMember,
    StaffRole,
)
from client_portal.appointments.models import AbstractAppointment, Appointment
from client_portal.audit.models import AuditChain, AuditEvent
from client_portal.billing.models import AbstractInvoice, Invoice
from client_portal.core.models import OutboxMessage, RateLimitWindow, WorkerHeartbeat
from client_portal.documents.models import Resource, ResourceReceipt
from client_portal.files.models import StoredFile
from client_portal.notifications.models import Notification
from client_portal.onboarding.models import (
    InformationSetting,
    OnboardingForm,
    OnboardingPlan,
    OnboardingResource,
    OnboardingStep,
)
from client_portal.people.models import (
    AbstractClient,
    AbstractPractitioner,
    Client,
    ClientContact,
    ClientProfile,
    Contact,
    InsurancePolicy,
    Invitation,
    Practitioner,
    ProposedChange,
)
from client_portal.practices.models import (
    AbstractPractice,
    FeatureChange,
    PortalLink,
    PortalSettings,
    Practice,
    StaffInvitation,
)
from client_portal.questionnaires.models import Form, FormVersion, Response, Signature

__all__ = [
    "AbstractAppointment",
    "AbstractClient",
    "AbstractInvoice",
    "AbstractPractice",
    "AbstractPractitioner",
    "AccessGrant",
    "Appointment",
    "ArchivedRecord",
    "AuditChain",
    "AuditEvent",
    "CareTeamMember",
    "Client",
    "ClientContact",
    "ClientProfile",
    "ClientRestriction",
    "ClientUserPermission",
    "Contact",
    "FeatureChange",
    "Form",
    "FormVersion",
    "InformationSetting",
    "InsurancePolicy",
    "Invitation",
    "Invoice",
    "Notification",
    "OnboardingForm",
    "OnboardingPlan",
    "OnboardingResource",
    "OnboardingStep",
    "OutboxMessage",
    "PortalLink",
    "PortalSettings",
    "Practice",
    "PracticeSwitch",
    "Practitioner",
    "ProposedChange",
    "RateLimitWindow",
    "Resource",
    "ResourceReceipt",
    "Response",
    "Signature",
    "StaffInvitation",
    "StaffMember",
    "StaffRole",
    "StoredFile",
    "WorkerHeartbeat",
]

"""Writing forms, responses and signatures."""

from __future__ import annotations

from client_portal.questionnaires.services.forms import (
    archive_form,
    create_form,
    disable_form,
    enable_form,
    install_system_forms,
    publish_version,
    restore_form,
)
from client_portal.questionnaires.services.responses import complete_response
from client_portal.questionnaires.services.signatures import SignatureInput, sign_response

__all__ = [
    "SignatureInput",
    "archive_form",
    "complete_response",
    "create_form",
    "disable_form",
    "enable_form",
    "install_system_forms",
    "publish_version",
    "restore_form",
    "sign_response",
]

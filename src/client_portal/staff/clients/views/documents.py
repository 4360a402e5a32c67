"""What a client completed and signed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from client_portal.audit.services import record
from client_portal.core.errors import NotVisible
from client_portal.pages.cursors import page_urls, read_page
from client_portal.questionnaires.models import Response, Signature
from client_portal.questionnaires.selectors import (
    answered_blocks,
    completed_forms,
    response_for,
    signature_of,
    verify_signature,
)
from client_portal.staff.clients.documents import relationship_label
from client_portal.staff.clients.pages import ClientPage


class Documents(ClientPage):
    """The list: for administrators that there is something, for those who look after the client the way to it."""

    tab = "staff:client_documents"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """One page of it."""
        page = read_page(completed_forms, self.actor, self.client, cursor=request.GET.get("cursor", ""))
        here = self.url("staff:client_documents", client_id=self.client.client_portal_profile.pk)
        rows = [{**row, "by": relationship_label(row["relationship"])} for row in page.rows]
        may_read = self.may("questionnaires.view")
        return self.show_profile("documents.html", rows=rows, may_read=may_read, **page_urls(page, here))


class ClientResponse(ClientPage):
    """One completed form with its answers and the record of its signature. Each opening is in the log."""

    tab = "staff:client_documents"
    needs = "questionnaires.view"

    def get(self, request: HttpRequest, response_id: UUID, **kwargs: Any) -> HttpResponse:
        """The page."""
        response = response_for(self.actor, response_id)
        if response.client_id != self.client.pk:
            raise NotVisible
        record(self.actor, action="response.viewed", object=response, client=self.client)
        return self.show_profile(
            "response.html",
            title=response.form_version.form.title,
            response=response,
            by=relationship_label(response.relationship),
            blocks=answered_blocks(self.actor, response),
            **self.certificate(response),
        )

    def certificate(self, response: Response) -> dict[str, Any]:
        """The signature and what its examination found; nothing for a form that isn't signed."""
        signature: Signature | None = signature_of(self.actor, response)
        if signature is None:
            return {}
        return {
            "signature": signature,
            "signed_by": relationship_label(signature.relationship),
            "alterations": verify_signature(signature),
        }

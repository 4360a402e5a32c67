"""The practice's forms, and what was answered and signed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from client_portal.api.pages import CursorQuery, page_response
from client_portal.api.questionnaires import serializers
from client_portal.api.questionnaires.documents import block_document, response_document, response_row
from client_portal.api.schema import documented
from client_portal.api.views import ClientViewSet, PortalViewSet, StaffViewSet, asked
from client_portal.audit.services import record
from client_portal.core.errors import NotVisible
from client_portal.onboarding.selectors import invitation_choices
from client_portal.onboarding.services import prepare_onboarding
from client_portal.questionnaires import selectors, services
from client_portal.questionnaires.estimate import estimated_minutes
from client_portal.questionnaires.models import Form

Rows = list[dict[str, Any]]


class FormsViewSet(StaffViewSet):
    """The practice's forms. Any staff member may read one as clients see it."""

    capability = "forms.manage"
    needs = {"retrieve": None}

    @documented(summary="Forms", response=serializers.FormSerializer(many=True))
    def list(self, request: Request, practice_id: Any) -> Response:
        """All of them, disabled and archived ones included, in order."""
        return Response(self._rows(selectors.forms_for_staff(self.actor)))

    @documented(summary="Install the library's forms", response=serializers.FormSerializer(many=True))
    def install(self, request: Request, practice_id: Any) -> Response:
        """Bring in what the library has and the practice hasn't; answers all forms."""
        prepare_onboarding(self.actor)
        return Response(self._rows(selectors.forms_for_staff(self.actor)))

    @documented(summary="A form as clients see it", response=serializers.FormPreviewSerializer)
    def retrieve(self, request: Request, practice_id: Any, form_id: Any) -> Response:
        """The form in its newest version, piece by piece."""
        form = selectors.form_for_staff(self.actor, form_id)
        shown = selectors.preview_form(self.actor, form_version=selectors.published_version(form))
        return Response({**self._row(form), "blocks": [block_document(block) for block in shown.blocks]})

    @documented(summary="Enable a form", response=serializers.FormSerializer)
    def enable(self, request: Request, practice_id: Any, form_id: Any) -> Response:
        """Offer it to staff who choose forms."""
        form = selectors.form_for_staff(self.actor, form_id)
        return Response(self._row(services.enable_form(self.actor, form=form)))

    @documented(summary="Disable a form", response=serializers.FormSerializer)
    def disable(self, request: Request, practice_id: Any, form_id: Any) -> Response:
        """Stop offering it; who has it already can still complete it."""
        form = selectors.form_for_staff(self.actor, form_id)
        return Response(self._row(services.disable_form(self.actor, form=form)))

    @documented(summary="Archive a form", response=serializers.FormSerializer)
    def archive(self, request: Request, practice_id: Any, form_id: Any) -> Response:
        """Put it away; who has it already can still complete it."""
        form = selectors.form_for_staff(self.actor, form_id)
        return Response(self._row(services.archive_form(self.actor, form=form)))

    @documented(summary="Take a form out of the archive", response=serializers.FormSerializer)
    def restore(self, request: Request, practice_id: Any, form_id: Any) -> Response:
        """It stays disabled until somebody enables it."""
        form = selectors.form_for_staff(self.actor, form_id)
        return Response(self._row(services.restore_form(self.actor, form=form)))

    def _row(self, form: Form) -> dict[str, Any]:
        return self._rows([form])[0]

    def _rows(self, forms: Iterable[Form]) -> Rows:
        found = [*forms]
        versions = selectors.published_versions(found)
        on = {choice.id for choice in invitation_choices(self.actor).forms if choice.is_on}
        stored = ("title", "kind", "library_key", "is_enabled", "is_archived")
        return [
            {
                "id": form.pk,
                **{name: getattr(form, name) for name in stored},
                "version": versions[form.pk].number,
                "minutes": estimated_minutes(selectors.schema_of(versions[form.pk])),
                "is_asked": form.pk in on,
            }
            for form in found
        ]


class ClientResponsesViewSet(ClientViewSet):
    """What a client completed."""

    capability = "questionnaires.view"
    needs = {"list": "questionnaires.list"}

    @documented(summary="Completed forms", response=serializers.ResponsePageSerializer, query=CursorQuery)
    def list(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """A page, newest first: that they exist, never an answer."""
        page = selectors.completed_forms(self.actor, self.client, **asked(CursorQuery, request))
        return page_response(page, [response_row(row) for row in page.rows])

    @documented(summary="A completed form", response=serializers.ResponseSerializer)
    def retrieve(self, request: Request, practice_id: Any, client_id: Any, response_id: Any) -> Response:
        """Answers and signature. The log notes that it was opened."""
        response = selectors.response_for(self.actor, response_id)
        self.refuse_other(response.client_id)
        record(self.actor, action="response.viewed", object=response, client=self.client)
        return Response(response_document(self.actor, response))


class MyResponsesViewSet(PortalViewSet):
    """What was completed for the acting client, as far as the caller may read it."""

    capability = "questionnaires.view"

    @documented(summary="My completed forms", response=serializers.ResponsePageSerializer, query=CursorQuery)
    def list(self, request: Request, practice_id: Any) -> Response:
        """A page, newest first."""
        page = selectors.completed_forms(self.actor, self.actor.client, **asked(CursorQuery, request))
        return page_response(page, [response_row(row) for row in page.rows])

    @documented(summary="A form that I completed", response=serializers.ResponseSerializer)
    def retrieve(self, request: Request, practice_id: Any, response_id: Any) -> Response:
        """Answers and signature."""
        response = selectors.response_for(self.actor, response_id)
        if response.client_id != self.actor.client.pk:
            raise NotVisible
        return Response(response_document(self.actor, response))

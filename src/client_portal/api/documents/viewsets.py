"""What the practice gives to clients to read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from client_portal.api.documents import serializers
from client_portal.api.schema import documented
from client_portal.api.views import StaffViewSet, asked, checked
from client_portal.documents.models import Resource
from client_portal.documents.selectors import archived_resources_of, resources_of
from client_portal.documents.services import add_resource, archive_resource
from client_portal.onboarding.selectors import invitation_choices

Rows = list[dict[str, Any]]


class ResourcesViewSet(StaffViewSet):
    """The practice's documents."""

    capability = "forms.manage"
    parser_classes = (MultiPartParser,)

    @documented(
        summary="Documents",
        response=serializers.ResourceSerializer(many=True),
        query=serializers.ResourcesQuery,
    )
    def list(self, request: Request, practice_id: Any) -> Response:
        """By title: those in use, or those put away."""
        is_archived = asked(serializers.ResourcesQuery, request)["is_archived"]
        return Response(self._rows(archived_resources_of(self.actor) if is_archived else resources_of(self.actor)))

    @documented(
        summary="Add a document",
        request=serializers.NewResourceSerializer,
        response=serializers.ResourceSerializer,
        status=201,
    )
    def create(self, request: Request, practice_id: Any) -> Response:
        """As multipart form data. The kind of the file is judged by its content."""
        facts = checked(serializers.NewResourceSerializer, request)
        resource = add_resource(self.actor, upload=facts.pop("file"), **facts)
        return Response(self._rows([resource])[0], status=201)

    @documented(summary="Archive a document", response=serializers.ResourceSerializer)
    def archive(self, request: Request, practice_id: Any, resource_id: Any) -> Response:
        """Put it away; who was given it can still read it."""
        return Response(self._rows([archive_resource(self.actor, resource_id=resource_id)])[0])

    @documented(summary="Take a document out of the archive", response=serializers.ResourceSerializer)
    def restore(self, request: Request, practice_id: Any, resource_id: Any) -> Response:
        """It can be chosen again."""
        return Response(self._rows([archive_resource(self.actor, resource_id=resource_id, is_archived=False)])[0])

    def _rows(self, resources: Iterable[Resource]) -> Rows:
        on = {choice.id for choice in invitation_choices(self.actor).resources if choice.is_on}
        stored = ("title", "description", "file_id", "is_archived")
        return [
            {"id": item.pk, **{name: getattr(item, name) for name in stored}, "is_asked": item.pk in on}
            for item in resources
        ]

"""Private files: taking one in, and handing one to somebody who may see it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http.response import HttpResponseBase
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from client_portal.api.files import serializers
from client_portal.api.schema import documented, file_answer
from client_portal.api.views import PortalViewSet, StaffViewSet, checked
from client_portal.files.services import store_file
from client_portal.pages.files import file_response


class FilesViewSet(StaffViewSet):
    """Files for staff: about clients whose information they see, and the practice's own."""

    @documented(summary="A file's content", response=file_answer())
    def retrieve(self, request: Request, practice_id: Any, file_id: Any) -> HttpResponseBase:
        """The file itself, inert and logged, as pages give it."""
        return file_response(self.actor, file_id)


class MyFilesViewSet(PortalViewSet):
    """Files of the acting client, such as photos of an insurance card."""

    parser_classes = (MultiPartParser,)
    needs = {"create": "information.edit"}

    @documented(
        summary="Upload a file", request=serializers.UploadSerializer, response=serializers.FileSerializer, status=201
    )
    def create(self, request: Request, practice_id: Any) -> Response:
        """Keep it privately; what isn't a PDF or a picture is refused."""
        upload = checked(serializers.UploadSerializer, request)["file"]
        try:
            file = store_file(self.actor, client=self.actor.client, upload=upload)
        except ValidationError as error:
            raise ValidationError({"file": error.error_list}) from error
        return Response(serializers.FileSerializer(file).data, status=201)

    @documented(summary="My file's content", response=file_answer())
    def retrieve(self, request: Request, practice_id: Any, file_id: Any) -> HttpResponseBase:
        """The file itself, inert and logged, as pages give it."""
        return file_response(self.actor, file_id)
